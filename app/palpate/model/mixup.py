"""What seems to be mixed up in labels, found by how they go on from frame to frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class MixupKind(StrEnum):
    """What seems to have happened."""

    SIDES = "sides"  # left and right of the whole pose are exchanged
    LIMB = "limb"  # left and right of a limb, or of some pairs
    IDENTITY = "identity"  # two instances are exchanged
    FROZEN = "frozen"  # labels stand still while the subject moves
    JUMP = "jump"  # keypoints move faster than they can, and mostly come back
    LENGTH = "length"  # a rigid segment changes its length at once
    BESIDE = "beside"  # a keyframe lies beside where the picture leads, from before and from after


@dataclass(frozen=True, slots=True)
class Mixup:
    """One finding.

    Attributes
    ----------
    instance, other
        Indices of the instance, and of the one that it seems to be exchanged with; −1 without one.
    first, last
        The frames that are wrong, both included.
    keypoints
        Indices, ascending.
    evidence
        Numbers by name: what was found, and what it was compared with; lengths in px.
    confidence
        0 to 1; how much better the repaired labels would go on than these.
    parts
        (first frame, last frame, keypoints) of what was put together into one finding; empty where all of
        the keypoints are wrong in all of the frames.
    """

    kind: MixupKind
    instance: int
    first: int
    last: int
    keypoints: tuple[int, ...]
    confidence: float
    evidence: Mapping[str, float] = field(default_factory=dict)
    other: int = -1
    parts: tuple[tuple[int, int, tuple[int, ...]], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
        """What exactly is wrong: its parts, or itself."""
        return self.parts or ((self.first, self.last, self.keypoints),)
