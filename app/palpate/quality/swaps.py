"""Left and right exchanged: an error of sides, not of position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints
from palpate.quality.json_numbers import Json
from palpate.quality.points import lengths_of

Names = NDArray[Any]

HALVED = 0.5
"""Exchanging sides has to lower the distance to less than this share (domain reference 1.7)."""

_TRIANGLE = 4.0 / 3.0
_CHUNK = 512  # rows at a time, so that a pass over them stays in cache

BEYOND = 2.0
"""Tolerances that a pair has to be off on average: from the side, left and right lie on each other."""


@dataclass(frozen=True, slots=True)
class Swaps:
    """What looks exchanged in N poses of K keypoints.

    Attributes
    ----------
    keypoints
        ``(N, K)`` keypoints whose pair looks exchanged.
    poses
        ``(N,)`` poses of which all pairs together do, two or more.
    """

    keypoints: Bools
    poses: Bools


@dataclass(frozen=True, slots=True)
class Swapped:
    """An instance of a clip whose left and right look exchanged.

    Attributes
    ----------
    n
        Frames of it that were compared.
    frames
        Those in which the whole pose looks exchanged.
    keypoints
        In how many frames each keypoint does, by name; only those that ever do.
    at
        In which, ascending, by the same names.
    """

    clip: str
    instance: str
    n: int
    frames: tuple[int, ...]
    keypoints: Mapping[str, int]
    at: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What a reader has to know."""
        if self.frames:
            share = "all frames" if len(self.frames) == self.n else f"{len(self.frames)} of {self.n} frames"
            first = "" if len(self.frames) == self.n else f", first in {self.frames[0]}"
            return (
                f"left and right look swapped for this instance: {self.instance}, {self.clip}, {share}{first}"
            )
        named = ", ".join(f"{name} ({n})" for name, n in self.keypoints.items())
        return f"left and right look swapped at single keypoints of {self.instance}, {self.clip}: {named}"

    def to_json(self) -> Json:
        """Return an entry under ``swapped``."""
        return {
            "clip": self.clip,
            "instance": self.instance,
            "frames": list(self.frames),
            "keypoints": dict(self.keypoints),
        }


def swapped_instances(
    swaps: Swaps, names: Sequence[str], *, clips: Names, instances: Names, frames: Ints
) -> tuple[Swapped, ...]:
    """Return who of ``(N,)`` poses by clip, instance and frame looks exchanged; names of K keypoints."""
    at = np.flatnonzero(swaps.poses | swaps.keypoints.any(axis=1))
    found = []
    for clip, instance in sorted({(str(clips[row]), str(instances[row])) for row in at.tolist()}):
        rows = np.flatnonzero((clips == clip) & (instances == instance))
        counts = swaps.keypoints[rows].sum(axis=0)
        whole = np.sort(frames[rows[swaps.poses[rows]]])
        keypoints = {names[k]: int(counts[k]) for k in np.flatnonzero(counts).tolist()}
        at_keypoints = {
            name: tuple(np.sort(frames[rows[swaps.keypoints[rows, names.index(name)]]]).tolist())
            for name in keypoints
        }
        found.append(Swapped(clip, instance, len(rows), tuple(whole.tolist()), keypoints, at_keypoints))
    return tuple(found)


def find_swaps(
    candidate: Floats,
    reference: Floats,
    *,
    mirror: Ints,
    tolerance_px: Floats,
    distances: Floats | None = None,
) -> Swaps:
    """Find pairs of keypoints that would fit better with left and right exchanged.

    Parameters
    ----------
    candidate, reference
        ``(N, K, 2)`` px, NaN where there is none.
    mirror
        ``(K,)`` index of the other side's keypoint; a keypoint without one has its own.
    tolerance_px
        ``(K,)``.
    distances
        ``(N, K)`` px between the two where they are known already.
    """
    n_poses, n_keypoints = candidate.shape[:2]
    left = np.flatnonzero(mirror > np.arange(n_keypoints))
    keypoints = np.zeros((n_poses, n_keypoints), dtype=np.bool_)
    poses = np.zeros(n_poses, dtype=np.bool_)
    if not n_poses or not len(left):
        return Swaps(keypoints, poses)
    right = mirror[left]
    limits = BEYOND * (tolerance_px[left] + tolerance_px[right])
    for start in range(0, n_poses, _CHUNK):
        rows = slice(start, start + _CHUNK)
        first, second = candidate[rows], reference[rows]
        off = lengths_of(first - second) if distances is None else distances[rows]
        exchanged, poses[rows] = _exchanged(
            (first[:, left], first[:, right]),
            (second[:, left], second[:, right]),
            straight=off[:, left] + off[:, right],
            limits=limits,
        )
        keypoints[rows, left] = exchanged
        keypoints[rows, right] = exchanged
    return Swaps(keypoints, poses)


def _exchanged(
    candidate: tuple[Floats, Floats], reference: tuple[Floats, Floats], *, straight: Floats, limits: Floats
) -> tuple[Bools, Bools]:
    """Return ``(N, P)`` pairs that look exchanged, and ``(N,)`` poses that do as a whole.

    Parameters
    ----------
    candidate, reference
        ``(N, P, 2)`` px of the left and of the right keypoints.
    straight
        ``(N, P)`` px that both are off together; NaN where a pair is not known.
    """
    known = ~np.isnan(straight)
    own = np.where(known, straight, 0.0)
    total = own.sum(axis=1)
    apart = np.where(known, lengths_of(reference[0] - reference[1]), 0.0)
    # No exchange can halve what is less than 4/3 of the sides' distance: the triangle's rule.
    far = (total > known @ limits) & (known.sum(axis=1) >= 2) & (total > _TRIANGLE * apart.sum(axis=1))
    pairs = (own > limits) & (own > _TRIANGLE * apart)
    rows = np.flatnonzero(far | pairs.any(axis=1))
    crossed = lengths_of(candidate[0][rows] - reference[1][rows])
    crossed += lengths_of(candidate[1][rows] - reference[0][rows])
    crossed = np.where(known[rows], crossed, 0.0)
    pairs[rows] &= crossed < HALVED * own[rows]
    far[rows] &= crossed.sum(axis=1) < HALVED * total[rows]
    return pairs, far
