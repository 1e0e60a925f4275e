"""An instance's poses over frames: the stored facts, and what they resolve to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.pose import Pose, Shape


@dataclass(frozen=True, slots=True)
class Track:
    """The facts of one instance in one layer; T frames, ascending, only those that say something.

    Attributes
    ----------
    frames
        ``(T,)`` frame indices in presentation order, strictly ascending.
    positions, visibility, origin
        ``(T, K, 2)`` px, ``(T, K)``, ``(T, K)``; as in `Pose`.
    scores
        ``(T, K)`` or None.
    shapes
        Outline by frame, where one is known.
    cuts
        First frames of further scenes, ascending: nothing is derived across one.
    """

    frames: Ints
    positions: Floats
    visibility: Codes
    origin: Codes
    scores: Floats | None = None
    shapes: Mapping[int, Shape] = field(default_factory=dict)
    cuts: tuple[int, ...] = ()

    @staticmethod
    def from_poses(poses: Mapping[int, Pose], n_keypoints: int) -> Track:
        """Stack poses by frame."""
        frames = sorted(poses)
        chosen = [poses[frame] for frame in frames]
        scored = any(pose.scores is not None for pose in chosen)
        nothing = np.full(n_keypoints, np.nan)
        return Track(
            frames=np.array(frames, dtype=np.int64),
            positions=np.array([p.positions for p in chosen], np.float64).reshape(-1, n_keypoints, 2),
            visibility=np.array([p.visibility for p in chosen], np.int8).reshape(-1, n_keypoints),
            origin=np.array([p.origin for p in chosen], np.int8).reshape(-1, n_keypoints),
            scores=np.array([nothing if p.scores is None else p.scores for p in chosen]) if scored else None,
            shapes={frame: pose.shape for frame, pose in poses.items() if pose.shape is not None},
        )

    def pose(self, frame: int) -> Pose | None:
        """Return the stored pose at a frame, or None."""
        at = int(np.searchsorted(self.frames, frame))
        if at == len(self.frames) or self.frames[at] != frame:
            return None
        return Pose(
            positions=self.positions[at],
            visibility=self.visibility[at],
            origin=self.origin[at],
            scores=None if self.scores is None else self.scores[at],
            shape=self.shapes.get(frame),
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """A track in every frame from its first fact to its last: facts and what was derived between them.

    Attributes
    ----------
    start
        Frame of the first row; there is nothing before it nor after the last.
    positions, visibility, origin
        ``(F, K, 2)`` px, ``(F, K)``, ``(F, K)``; NaN, −1 and 0 where there is nothing.
    drift
        ``(F, K)`` score (≥ 1 wants a look), NaN where no derived value or nothing to judge it by.
    reasons
        ``(F, K)`` bit set of `palpate.model.drift.Reason`.
    """

    start: int
    positions: Floats
    visibility: Codes
    origin: Codes
    drift: Floats
    reasons: Codes

    @property
    def stop(self) -> int:
        """One past the last row's frame."""
        return self.start + len(self.positions)

    def row(self, frame: int) -> int | None:
        """Return the row of a frame, or None outside."""
        return frame - self.start if self.start <= frame < self.stop else None
