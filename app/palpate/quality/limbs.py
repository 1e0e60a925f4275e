"""Where a body's limbs, its left and its front lie in the image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import ChainPlace, Keypoint, Side, Skeleton
from palpate.quality.points import lengths_of

MIN_BREADTH = 0.1
"""Distance of a body's sides as a fraction of s: an adult's shoulders are 0.4 s apart seen from the front."""

_FACE = (frozenset({"nose", "snout", "muzzle"}), frozenset({"ear", "tragion", "poll", "occiput"}))
_FOOT = (frozenset({"toe", "hallux", "mtp"}), frozenset({"heel", "calcaneus"}))


@dataclass(frozen=True, slots=True)
class Limbs:
    """The neighbours that each of K keypoints' limb runs between.

    Attributes
    ----------
    before, after
        ``(M, K)`` indices, several where a limb forks.
    shares_before, shares_after
        ``(M, K)`` weights that sum to 1 over M; NaN where there is no limb.
    """

    before: Ints
    after: Ints
    shares_before: Floats
    shares_after: Floats

    @staticmethod
    def of(skeleton: Skeleton) -> Limbs:
        """Return the limbs of a skeleton."""
        pairs = [neighbours(skeleton, k) for k in range(len(skeleton))]
        before, shares_before = _stacked([pair[0] for pair in pairs])
        after, shares_after = _stacked([pair[1] for pair in pairs])
        return Limbs(before, after, shares_before, shares_after)

    def directions(self, positions: Floats) -> Floats:
        """Return ``(N, K, …)`` vectors away from the body's centre in positions of that shape."""
        return _middles(positions, self.after, self.shares_after) - _middles(
            positions, self.before, self.shares_before
        )

    def directions_first(self, positions: Floats) -> Floats:
        """Return the same of ``(K, 2, B)`` positions, keypoints first."""
        found = _middles_first(positions, self.after, self.shares_after)
        found -= _middles_first(positions, self.before, self.shares_before)
        return found


@dataclass(frozen=True, slots=True)
class Body:
    """The keypoints that tell where a subject's left and front lie.

    Attributes
    ----------
    left, right
        The shoulders, or all paired keypoints where there are none.
    facing
        (front, rear) of the face and of the feet, as far as the skeleton has them.
    """

    left: list[int]
    right: list[int]
    facing: list[tuple[list[int], list[int]]]

    @staticmethod
    def of(skeleton: Skeleton) -> Body:
        """Find them by side and by the words of their names."""
        paired = [k for k, point in enumerate(skeleton.keypoints) if point.mirror and point.side is Side.LEFT]
        left = [k for k in paired if "shoulder" in skeleton.names[k]] or paired
        ends = [(_named(skeleton, front), _named(skeleton, rear)) for front, rear in (_FACE, _FOOT)]
        return Body(
            left=left,
            right=[int(skeleton.mirror_indices[k]) for k in left],
            facing=[(front, rear) for front, rear in ends if front and rear],
        )

    def axes(self, positions: Floats, scale_px: Floats) -> tuple[Floats, Floats]:
        """Return ``(N, 2)`` unit vectors to the subject's left and to its front; NaN where unknown.

        Left is unknown where both sides coincide (less than a tenth of s apart): seen from the side, what
        is left of the distance between the shoulders points anywhere.
        """
        across = _middle(positions, self.left) - _middle(positions, self.right)
        side_on = lengths_of(across) < MIN_BREADTH * scale_px
        left = unit(np.where(side_on[:, None], np.nan, across))
        front = [unit(_middle(positions, a) - _middle(positions, b)) for a, b in self.facing]
        return left, unit(np.nansum(np.array(front).reshape(-1, len(positions), 2), axis=0))

    def axes_first(self, positions: Floats, scale_px: Floats) -> tuple[Floats, Floats]:
        """Return `axes` as ``(2, B)`` from ``(K, 2, B)`` positions, keypoints first."""
        across = _mean_first(positions, self.left) - _mean_first(positions, self.right)
        side_on = lengths_of(across.T) < MIN_BREADTH * scale_px
        across[:, side_on] = np.nan
        fronts = [unit((_mean_first(positions, a) - _mean_first(positions, b)).T) for a, b in self.facing]
        front = np.nansum(np.array(fronts).reshape(-1, positions.shape[2], 2), axis=0)
        return unit(across.T).T, unit(front).T


def neighbours(skeleton: Skeleton, keypoint: int) -> tuple[list[int], list[int]]:
    """Return the keypoints before and after one along its limb; one of them itself at an end.

    Both are empty where the keypoint has neither chain nor parent nor children.
    """
    point = skeleton.keypoints[keypoint]
    found = _along_chain(skeleton, point.chain) if point.chain else _in_tree(skeleton, point)
    if not any(found):
        return [], []
    return found[0] or [keypoint], found[1] or [keypoint]


def unit(vectors: Floats) -> Floats:
    """Return ``(..., 2)`` vectors at unit length; NaN where they have none."""
    lengths = lengths_of(vectors)[..., None]
    return np.asarray(vectors / np.where(lengths > 0, lengths, np.nan))


def _along_chain(skeleton: Skeleton, here: ChainPlace) -> tuple[list[int], list[int]]:
    places = sorted(
        (other.chain.fraction, k)
        for k, other in enumerate(skeleton.keypoints)
        if other.chain is not None and other.chain.of == here.of
    )
    before = [k for fraction, k in places if fraction < here.fraction]
    after = [k for fraction, k in places if fraction > here.fraction]
    return before[-1:], after[:1]


def _in_tree(skeleton: Skeleton, point: Keypoint) -> tuple[list[int], list[int]]:
    parents = [skeleton.position_of[point.parent]] if point.parent else []
    return parents, [k for k, other in enumerate(skeleton.keypoints) if other.parent == point.name]


def _named(skeleton: Skeleton, words: frozenset[str]) -> list[int]:
    return [k for k, name in enumerate(skeleton.names) if words & set(name.split("_"))]


def _stacked(lists: list[list[int]]) -> tuple[Ints, Floats]:
    """``(M, K)`` indices and weights of K lists; short ones are filled up with weight 0."""
    size = max([1, *map(len, lists)])
    indices = np.zeros((size, len(lists)), dtype=np.int64)
    shares = np.full((size, len(lists)), np.nan)
    for k, each in enumerate(lists):
        if each:
            indices[:, k] = [*each, *each[:1] * (size - len(each))]
            shares[:, k] = [1.0 / len(each)] * len(each) + [0.0] * (size - len(each))
    return indices, shares


def _middles(positions: Floats, indices: Ints, shares: Floats) -> Floats:
    """``(N, K, …)`` weighted means of each keypoint's neighbours."""
    more = (1,) * (positions.ndim - 2)
    total = positions[:, indices[0]] * shares[0].reshape(-1, *more)
    for index, share in zip(indices[1:], shares[1:], strict=True):
        forked = np.flatnonzero(share > 0)
        total[:, forked] += positions[:, index[forked]] * share[forked].reshape(-1, *more)
    return np.asarray(total)


def _middles_first(positions: Floats, indices: Ints, shares: Floats) -> Floats:
    """``(K, 2, B)`` weighted means of each keypoint's neighbours."""
    total = positions[indices[0]]
    if (shares[0] != 1.0).any():
        total *= shares[0][:, None, None]
    for index, share in zip(indices[1:], shares[1:], strict=True):
        forked = np.flatnonzero(share > 0)
        total[forked] += positions[index[forked]] * share[forked, None, None]
    return np.asarray(total)


def _mean_first(positions: Floats, keypoints: list[int]) -> Floats:
    """``(2, B)`` mean of some of ``(K, 2, B)`` positions; NaN where one is missing or none is named."""
    if not keypoints:
        return np.full(positions.shape[1:], np.nan)
    total = positions[keypoints[0]].copy()
    for keypoint in keypoints[1:]:
        total += positions[keypoint]
    return np.asarray(total / len(keypoints))


def _middle(positions: Floats, keypoints: list[int]) -> Floats:
    """``(N, 2)`` mean of some keypoints; NaN where one is missing or none is named."""
    if not keypoints:
        return np.full((len(positions), 2), np.nan)
    return np.asarray(positions[:, keypoints].mean(axis=1))
