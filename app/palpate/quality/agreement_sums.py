"""One pass over the ratings of a clip: the sums that agreement is made of."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.quality.agreement import leave_one_out, pairwise_distances
from palpate.quality.points import keypoints_first, lengths_of, placed
from palpate.quality.position import MomentSums
from palpate.quality.ratings import Placed, Ratings, settle
from palpate.quality.units import IndependentErrors, timeline

FAR = 2.0
"""Tolerances between two raters from which on somebody has to say who is wrong (domain reference 1.7)."""

_LISTED = 200


@dataclass(frozen=True, slots=True)
class FarPair:
    """A placement on which two raters alone are too far apart for their middle to mean anything."""

    clip: str
    instance: str
    frame: int
    keypoint: str
    distance_px: float


@dataclass(slots=True)
class AgreementSums:
    """What R raters differ by at K keypoints, gathered clip by clip.

    Attributes
    ----------
    n
        ``(K,)`` placements with a consensus and somebody to compare with it.
    compared, distances
        ``(K, R)`` placements compared with the consensus, and the sum of what they are off, px.
    beside, others
        ``(K, R)`` the same to the mean of the other raters.
    pairs, pairwise
        ``(K,)`` pairs of raters on a placement, and the sum of their distances, px.
    freedom, squares
        ``(K, 1)`` raters beyond the first of each placement, and ``(K, 2)`` squares around their mean, px².
    spread, independent
        Errors against the consensus of each rater.
    far, n_far
        The widest pairs that two raters alone leave open, the widest first, and ``(K,)`` how many there are.
    swapped, swapped_poses
        ``(N, R, K)`` and ``(N, R)`` true where left and right look exchanged, in the order of the ratings.
    """

    skeleton: Skeleton
    tolerance_px: Floats
    n: Ints
    compared: Ints
    distances: Floats
    beside: Ints
    others: Floats
    pairs: Ints
    pairwise: Floats
    freedom: Ints
    squares: Floats
    spread: list[MomentSums]
    independent: list[IndependentErrors]
    n_far: Ints
    swapped: Bools
    swapped_poses: Bools
    far: list[FarPair] = field(default_factory=list)
    by_gold: bool = False

    @staticmethod
    def none(n: int, raters: int, skeleton: Skeleton, tolerance_px: Floats) -> AgreementSums:
        """Return those of no clip, for N ratings altogether."""
        k = len(skeleton)
        return AgreementSums(
            skeleton=skeleton,
            tolerance_px=tolerance_px,
            n=np.zeros(k, dtype=np.int64),
            compared=np.zeros((k, raters), dtype=np.int64),
            distances=np.zeros((k, raters)),
            beside=np.zeros((k, raters), dtype=np.int64),
            others=np.zeros((k, raters)),
            pairs=np.zeros(k, dtype=np.int64),
            pairwise=np.zeros(k),
            freedom=np.zeros((k, 1), dtype=np.int64),
            squares=np.zeros((k, 2)),
            spread=[MomentSums.none(k) for _ in range(raters)],
            independent=[IndependentErrors.none(k) for _ in range(raters)],
            n_far=np.zeros(k, dtype=np.int64),
            swapped=np.zeros((n, raters, k), dtype=np.bool_),
            swapped_poses=np.zeros((n, raters), dtype=np.bool_),
        )

    def add(self, rows: Ints, clip: Ratings) -> None:
        """Add the ratings of a clip, which stand in these rows of all."""
        found = settle(clip, mirror=self.skeleton.mirror_indices, tolerance_px=self.tolerance_px)
        self.swapped[rows], self.swapped_poses[rows] = found.swapped, found.swapped_poses
        self.by_gold |= bool(found.by_gold.any())
        errors = found.points - found.consensus[:, :, None]
        _sum_up(self.compared, self.distances, distances := lengths_of(errors))
        self.n += (~np.isnan(distances)).any(axis=2).sum(axis=0)
        _sum_up(self.beside, self.others, leave_one_out(found.points))
        pairwise = pairwise_distances(found.points)
        known = ~np.isnan(pairwise)
        self.pairs += known.sum(axis=(0, 2))
        self.pairwise += np.where(known, pairwise, 0.0).sum(axis=(0, 2))
        self._spread(found.points)
        self._look_for_far(clip, found, pairwise)
        self._add_errors(clip, errors)

    def _spread(self, points: Floats) -> None:
        """Add what raters lie around each placement's mean, of ``(N, K, R, 2)``."""
        known = placed(points)[..., None]
        n = known.sum(axis=2)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(known, points, 0.0).sum(axis=2) / n
            centred = np.where(known, points - mean[:, :, None], 0.0)
        self.freedom += np.maximum(n - 1, 0).sum(axis=0)
        self.squares += np.square(centred).sum(axis=(0, 2))

    def _look_for_far(self, clip: Ratings, found: Placed, pairwise: Floats) -> None:
        """Remember where two raters alone, without gold, differ by too much."""
        alone = (placed(found.points).sum(axis=2) == 2) & ~found.by_gold
        apart = np.where(alone, np.nansum(pairwise, axis=2), 0.0)
        wide = apart > FAR * self.tolerance_px
        self.n_far += wide.sum(axis=0)
        rows, keypoints = np.nonzero(wide)
        order = np.argsort(-apart[rows, keypoints], kind="stable")[:_LISTED]
        here = [
            FarPair(
                clip=str(clip.clips[n]),
                instance=str(clip.instances[n]),
                frame=int(clip.frames[n]),
                keypoint=self.skeleton.names[k],
                distance_px=float(apart[n, k]),
            )
            for n, k in zip(rows[order].tolist(), keypoints[order].tolist(), strict=True)
        ]
        self.far = [*heapq.merge(self.far, here, key=lambda one: -one.distance_px)][:_LISTED]

    def _add_errors(self, clip: Ratings, errors: Floats) -> None:
        rows = timeline(
            clips=clip.clips,
            instances=clip.instances,
            frames=clip.frames,
            min_gap=self.skeleton.policy.min_gap,
        )
        for r, (spread, independent) in enumerate(zip(self.spread, self.independent, strict=True)):
            own = np.ascontiguousarray(errors[:, :, r])
            known = np.ascontiguousarray(placed(own).T)
            off, here = keypoints_first(own), MomentSums.none(len(known))
            np.copyto(off, 0.0, where=~known[:, None])
            here.add(off, known)
            spread.join(here)
            independent.add_clip(here)
            for columns, at in rows.independent_groups(known):
                independent.add_rows(columns, keypoints_first(own[np.ix_(at, columns)]))


def _sum_up(n: Ints, sums: Floats, values: Floats) -> None:
    """Add ``(N, K, R)`` values, NaN where there is none."""
    known = ~np.isnan(values)
    n += known.sum(axis=0)
    sums += np.where(known, values, 0.0).sum(axis=0)
