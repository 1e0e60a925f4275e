"""Counting what a label set holds, for reports and loss lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from palpate.model.arrays import Codes
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility, has_position


@dataclass(slots=True)
class Tally:
    """Counts over all poses.

    Attributes
    ----------
    tiers, origins
        Keypoints by code.
    poses, frames, instances
        Poses, frames with at least one pose, instances with at least one pose.
    placed
        Keypoints with a position.
    scored
        Keypoints with a confidence.
    shaped, with_area
        Poses with a box, an area or an outline; with an area or an outline.
    holed
        Poses whose outline has holes.
    foreign
        Poses of which a format said something beyond labels, by format.
    stray
        Positions of keypoints whose tier carries none.
    missing
        Keypoints whose tier carries a position but that have none.
    """

    tiers: Counter[int] = field(default_factory=Counter)
    origins: Counter[int] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    poses: int = 0
    frames: int = 0
    instances: int = 0
    placed: int = 0
    scored: int = 0
    shaped: int = 0
    with_area: int = 0
    holed: int = 0
    stray: int = 0
    missing: int = 0

    @staticmethod
    def of(labels: Labels) -> Tally:
        """Count a label set."""
        tally = Tally()
        seen: set[tuple[str, int]] = set()
        for instance, track in labels.labelled():
            finite = np.isfinite(track.positions).all(axis=-1)
            carries = has_position(track.visibility)
            tally.tiers.update(_counts(track.visibility))
            tally.origins.update(_counts(track.origin))
            tally.poses += len(track.frames)
            tally.instances += bool(len(track.frames))
            tally.placed += int((carries & finite).sum())
            tally.stray += int((~carries & finite).sum())
            tally.missing += int((carries & ~finite).sum())
            if track.scores is not None:
                tally.scored += int(np.isfinite(track.scores).sum())
            with_area = [s.area is not None or bool(s.polygons) for s in track.shapes.values()]
            tally.with_area += sum(with_area)
            tally.shaped += sum(
                has_area or s.box is not None
                for s, has_area in zip(track.shapes.values(), with_area, strict=True)
            )
            tally.holed += sum(any(shape.holes) for shape in track.shapes.values())
            tally.foreign.update(key for shape in track.shapes.values() for key in shape.foreign)
            seen.update((instance.clip, int(frame)) for frame in track.frames)
        tally.frames = len(seen)
        return tally

    def derived(self) -> int:
        """Return how many keypoints were interpolated or tracked."""
        return self.origins[Origin.INTERPOLATED] + self.origins[Origin.TRACKED]

    def of_tier(self, tier: Visibility) -> int:
        """Return how many keypoints are of a tier."""
        return self.tiers[int(tier)]


def some(count: int, noun: str) -> str:
    """Return a count with its noun in the right number."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def are(count: int) -> str:
    """Return the verb that follows a count."""
    return "is" if count == 1 else "are"


def _counts(codes: Codes) -> dict[int, int]:
    """Return how often each code from −1 on occurs."""
    numbers = np.bincount(codes.ravel().astype(np.int64) + 1).tolist()
    return {code: number for code, number in enumerate(numbers, start=-1) if number}
