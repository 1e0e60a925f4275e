"""Left and right exchanged: an error of sides, not of position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints
from palpate.quality.json_numbers import Json
from palpate.quality.points import lengths_of

Names = NDArray[Any]

HALVED = 0.5
"""Exchanging sides has to lower the distance to less than this share (domain reference 1.7)."""

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
    """

    clip: str
    instance: str
    n: int
    frames: tuple[int, ...]
    keypoints: Mapping[str, int]

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
        found.append(Swapped(clip, instance, len(rows), tuple(whole.tolist()), keypoints))
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
    off = lengths_of(candidate - reference) if distances is None else distances
    straight = off[:, left] + off[:, mirror[left]]
    limits = BEYOND * (tolerance_px[left] + tolerance_px[mirror[left]])
    known = ~np.isnan(straight)
    total = np.where(known, straight, 0.0).sum(axis=1)
    far = (total > known @ limits) & (known.sum(axis=1) >= 2)
    # No exchange can halve what is less than 4/3 of the sides' distance: the triangle's rule.
    rows, pairs = np.nonzero(known & (far[:, None] | (straight > limits)))
    sides = 4.0 / 3.0 * _apart(reference, reference, rows, left[pairs], mirror[left[pairs]])
    near = straight[rows, pairs] <= sides
    spread = np.bincount(rows, weights=sides, minlength=n_poses)
    far &= total > spread
    keep = far[rows] | ~near
    rows, pairs = rows[keep], pairs[keep]
    crossed = _apart(candidate, reference, rows, left[pairs], mirror[left[pairs]])
    crossed += _apart(candidate, reference, rows, mirror[left[pairs]], left[pairs])
    own = straight[rows, pairs]
    exchanged = (crossed < HALVED * own) & (own > limits[pairs])
    keypoints[rows[exchanged], left[pairs[exchanged]]] = True
    keypoints[rows[exchanged], mirror[left[pairs[exchanged]]]] = True
    sums = np.bincount(rows, weights=crossed, minlength=n_poses)
    poses[far] = sums[far] < HALVED * total[far]
    return Swaps(keypoints, poses)


def _apart(first: Floats, second: Floats, rows: Ints, one: Ints, other: Ints) -> Floats:
    """``(M,)`` distances in px of keypoints of some rows."""
    return lengths_of(first[rows, one] - second[rows, other])
