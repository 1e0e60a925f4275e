"""A moving picture whose every point's way is known exactly, and the published examples."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import numpy as np
import pytest

from palpate.model.track import Track


@dataclass
class Texture:
    """Waves printed on a plane that turns and slides; computed, never resampled.

    Point q of the plane lies at c + R(angle · t) (q − c) + velocity · t in frame t; corner origin.
    A frame listed in `jumps` moves the picture by `jump_px` from there on.
    """

    velocity: tuple[float, float] = (0.0, 0.0)
    angle: float = 0.0
    size: tuple[int, int] = (240, 200)
    jumps: tuple[int, ...] = ()
    jump_px: float = 25.0
    asked: list[int] = field(default_factory=list)

    def __post_init__(self):
        random = np.random.default_rng(7)
        self._waves = random.normal(scale=0.3, size=(48, 2))
        self._phases = random.uniform(0, 2 * np.pi, 48)

    def where(self, points, frame):
        """Positions in a frame of the points that are at `points` in frame 0."""
        centre = np.array(self.size) / 2
        return (points - centre) @ self._turn(frame).T + centre + self._slide(frame)

    def grey(self, frame):
        """The frame as a camera with point-like pixels sees it."""
        self.asked.append(frame)
        width, height = self.size
        x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
        centre = np.array(self.size) / 2
        plane = (np.stack((x, y), -1) - centre - self._slide(frame)) @ self._turn(frame) + centre
        value = np.cos((plane @ self._waves.T + self._phases).astype(np.float32)).sum(axis=-1)
        return np.clip(128 + 13 * value, 0, 255).astype(np.uint8)

    def track(self, points, keyframes):
        """Hand-placed keyframes exactly where the points are."""
        positions = np.array([self.where(points, frame) for frame in keyframes])
        shape = positions.shape[:2]
        return Track(
            np.array(keyframes), positions, np.full(shape, 2, np.int8), np.ones(shape, dtype=np.int8)
        )

    def _turn(self, frame):
        angle = self.angle * frame
        return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def _slide(self, frame):
        jumped = self.jump_px * sum(frame >= jump for jump in self.jumps)
        return np.array(self.velocity) * frame + (jumped, 0.0)


@pytest.fixture
def texture():
    return Texture


@pytest.fixture(scope="session")
def examples(reference):
    worked = json.loads((reference / "worked_examples.json").read_text(encoding="utf-8"))["examples"]
    return {example["id"]: example for example in worked}
