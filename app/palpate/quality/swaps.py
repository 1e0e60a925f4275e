"""Left and right exchanged: an error of sides, not of position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints, distinct
from palpate.quality.json_numbers import Json
from palpate.quality.points import numbered

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
    if not len(at):
        return ()
    codes = numbered(instances)
    codes += numbered(clips) * (int(codes.max()) + 1)
    order = np.argsort(codes, kind="stable")
    ordered, found = codes[order], []
    for code in distinct(codes[at]).tolist():
        first, last = np.searchsorted(ordered, (code, code + 1)).tolist()
        rows = order[first:last]
        clip, instance = str(clips[rows[0]]), str(instances[rows[0]])
        counts = swaps.keypoints[rows].sum(axis=0)
        whole = np.sort(frames[rows[swaps.poses[rows]]])
        keypoints = {names[k]: int(counts[k]) for k in np.flatnonzero(counts).tolist()}
        at_keypoints = {
            name: tuple(np.sort(frames[rows[swaps.keypoints[rows, names.index(name)]]]).tolist())
            for name in keypoints
        }
        found.append(Swapped(clip, instance, len(rows), tuple(whole.tolist()), keypoints, at_keypoints))
    return tuple(sorted(found, key=lambda one: (one.clip, one.instance)))


def find_swaps(
    candidate: Floats,
    reference: Floats,
    *,
    mirror: Ints,
    tolerance_px: Floats,
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
    """
    found = SwapSearch.of(mirror)
    for start in range(0, len(candidate), _CHUNK):
        first, second = (side[start : start + _CHUNK].transpose(1, 2, 0) for side in (candidate, reference))
        off = first - second
        distances = np.sqrt(np.square(off[:, 0]) + np.square(off[:, 1]))
        found.add(off, second, distances, known=~np.isnan(distances))
    return found.swaps(tolerance_px)


@dataclass(slots=True)
class SwapSearch:
    """Pairs of keypoints that would fit better with left and right exchanged, gathered block by block.

    Only what an exchange brings less than half as far off is kept: few. Whether it is far enough off in the
    first place is asked at the end, when tolerances are known.

    Attributes
    ----------
    left, right
        ``(P,)`` keypoints.
    keypoints
        How many there are.
    n
        Poses looked at.
    single
        Of each block with any: ``(S,)`` poses, ``(S,)`` pairs, and ``(S,)`` px that both are off together.
    whole
        Likewise ``(W,)`` poses, ``(W,)`` px that all pairs are off together, and ``(W, P)`` which are known.
    """

    left: Ints
    right: Ints
    keypoints: int
    n: int = 0
    single: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    whole: list[tuple[Ints, Floats, Bools]] = field(default_factory=list)

    @staticmethod
    def of(mirror: Ints) -> SwapSearch:
        """Begin with no pose; ``(K,)`` index of the other side's keypoint, its own where there is none."""
        left = np.flatnonzero(mirror > np.arange(len(mirror)))
        return SwapSearch(left, mirror[left], len(mirror))

    def add(self, off: Floats, reference: Floats, distances: Floats, *, known: Bools | None) -> None:
        """Look at B poses.

        Parameters
        ----------
        off, reference
            ``(K, 2, B)`` px: candidate − reference, and the reference.
        distances, known
            ``(K, B)`` lengths of the first, and where both have a position; everywhere if None.
        """
        first, self.n = self.n, self.n + off.shape[2]
        if not len(self.left):
            return
        left, right = self.left, self.right
        own, apart = distances[left] + distances[right], reference[left] - reference[right]
        # No exchange can halve what is less than 4/3 of the sides' distance: the triangle's rule.
        beside = np.square(apart[:, 0])
        beside += np.square(apart[:, 1])
        beside *= _TRIANGLE**2
        near = own * own > beside
        both = None if known is None else known[left] & known[right]
        if both is not None:
            near &= both
        at = np.flatnonzero(near.any(axis=0))
        if len(at):
            use = np.ones((len(left), len(at)), dtype=np.bool_) if both is None else both[:, at]
            own = np.where(use, own[:, at], 0.0)
            apart = apart[..., at]
            crossed = _lengths(off[left][..., at] + apart) + _lengths(off[right][..., at] - apart)
            self._keep(first + at, own, np.where(use, crossed, 0.0), use)

    def _keep(self, poses: Ints, own: Floats, crossed: Floats, use: Bools) -> None:
        pairs, at = np.nonzero(crossed < HALVED * own)
        self.single.append((poses[at], pairs, own[pairs, at]))
        total = own.sum(axis=0)
        far = np.flatnonzero((crossed.sum(axis=0) < HALVED * total) & (use.sum(axis=0) >= 2))
        self.whole.append((poses[far], total[far], use[:, far].T))

    def swaps(self, tolerance_px: Floats) -> Swaps:
        """Return what is further off than tolerances of ``(K,)`` px explain, of the N poses added."""
        keypoints = np.zeros((self.n, self.keypoints), dtype=np.bool_)
        poses = np.zeros(self.n, dtype=np.bool_)
        limits = BEYOND * (tolerance_px[self.left] + tolerance_px[self.right])
        for rows, pairs, own in self.single:
            far = own > limits[pairs]
            for side in (self.left, self.right):
                keypoints[rows[far], side[pairs[far]]] = True
        for rows, total, known in self.whole:
            poses[rows] = total > np.where(known, limits, 0.0).sum(axis=1)
        return Swaps(keypoints, poses)


def _lengths(vectors: Floats) -> Floats:
    """``(P, B)`` lengths of ``(P, 2, B)`` vectors."""
    return np.asarray(np.sqrt(np.square(vectors[:, 0]) + np.square(vectors[:, 1])))
