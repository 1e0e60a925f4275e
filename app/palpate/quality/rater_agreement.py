"""Agreement among several raters: where they agree, how far each is off, and on what they can rely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton, Tiers
from palpate.quality.agreement import leave_one_out, pairwise_distances
from palpate.quality.flag_agreement import COLLAPSED, FOUR, FlagAgreement, flag_agreement
from palpate.quality.points import lengths_of, placed
from palpate.quality.position import Moments, adjusted, hotelling, moments
from palpate.quality.ratings import Placed, Ratings, settle
from palpate.quality.swaps import Swapped, Swaps, swapped_instances
from palpate.quality.units import independent_moments, timeline
from palpate.quality.verdict import bias_floor_px, tolerances_px

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


@dataclass(frozen=True, slots=True)
class RaterBias:
    """How far one rater is from the consensus at K keypoints.

    Attributes
    ----------
    mpjpe_px, leave_one_out_px
        ``(K,)`` mean distance to the consensus, and to the mean of the others, which ranks raters fairly.
    spread
        Mean and covariance of what the rater is off from the consensus.
    p, systematic
        ``(K,)`` probability of that mean by chance, adjusted for raters × keypoints, and the judgement.
    """

    mpjpe_px: Floats
    leave_one_out_px: Floats
    spread: Moments
    p: Floats
    systematic: Bools


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """What several raters agree on; arrays are ``(K,)``, NaN where nothing can be estimated.

    Attributes
    ----------
    n
        Placements that two or more have put somewhere, or one where gold has.
    to_consensus_px, pairwise_px, sd_px
        Mean distance to the consensus, mean distance between two raters, and ``(K, 2)`` spread of the
        raters around their mean, px per axis, pooled over placements.
    raters
        By rater's name.
    far, n_far
        The widest pairs that two raters alone leave open, and ``(K,)`` how many there are.
    flags, four_tiers
        Agreement on absent, occluded, visible, and on all four tiers where the skeleton has them.
    swapped
        By rater's name: instances whose left and right look exchanged.
    """

    ratings: Ratings
    keypoints: tuple[str, ...]
    placed: Placed
    tolerance_px: Floats
    n: Ints
    to_consensus_px: Floats
    pairwise_px: Floats
    sd_px: Floats
    raters: dict[str, RaterBias]
    far: tuple[FarPair, ...]
    n_far: Ints
    flags: FlagAgreement
    four_tiers: FlagAgreement | None
    swapped: dict[str, tuple[Swapped, ...]]


def agree(ratings: Ratings, skeleton: Skeleton) -> RaterAgreement:
    """Judge how far raters agree; the skeleton has the ratings' keypoints in their order.

    Notes
    -----
    Consensus, leave-one-out and the flag for two raters follow domain reference 1.7; κ follows 1.8.
    """
    tolerance_px, _ = tolerances_px(skeleton, _mean_scale(ratings))
    found = settle(ratings, mirror=skeleton.mirror_indices, tolerance_px=tolerance_px)
    errors = found.points - found.consensus[:, :, None]
    pairwise = pairwise_distances(found.points)
    distances = lengths_of(errors)
    far, n_far = _far(ratings, skeleton, found, pairwise, tolerance_px)
    four = skeleton.tiers is Tiers.FOUR
    return RaterAgreement(
        ratings=ratings,
        keypoints=skeleton.names,
        placed=found,
        tolerance_px=tolerance_px,
        n=(~np.isnan(distances)).any(axis=2).sum(axis=0),
        to_consensus_px=_mean(distances, axis=(0, 2)),
        pairwise_px=_mean(pairwise, axis=(0, 2)),
        sd_px=_spread(found.points),
        raters=_raters(ratings, skeleton, found, errors, tolerance_px),
        far=far,
        n_far=n_far,
        flags=flag_agreement(ratings.visibility, ratings.blocks, levels=COLLAPSED),
        four_tiers=flag_agreement(ratings.visibility, ratings.blocks, levels=FOUR) if four else None,
        swapped=_swapped(ratings, skeleton, found),
    )


def _raters(
    ratings: Ratings, skeleton: Skeleton, found: Placed, errors: Floats, tolerance_px: Floats
) -> dict[str, RaterBias]:
    policy = skeleton.policy
    rows = timeline(
        clips=ratings.clips, instances=ratings.instances, frames=ratings.frames, min_gap=policy.min_gap
    )
    own = [np.ascontiguousarray(errors[:, :, r]) for r in range(len(ratings.raters))]
    p = np.array([hotelling(independent_moments(each, rows)[0]).p for each in own])
    p = adjusted(p.ravel()).reshape(p.shape)
    others = _mean(leave_one_out(found.points), axis=0)
    floor = bias_floor_px(tolerance_px, policy)
    raters = {}
    for r, name in enumerate(ratings.raters):
        spread = moments(own[r])
        with np.errstate(invalid="ignore"):
            systematic = (p[r] < policy.fdr_alpha) & (spread.size_px >= floor)
        raters[name] = RaterBias(_mean(lengths_of(own[r]), axis=0), others[:, r], spread, p[r], systematic)
    return raters


def _spread(points: Floats) -> Floats:
    """``(K, 2)`` SD around each placement's mean, pooled over ``(N, K, R, 2)``."""
    known = placed(points)[..., None]
    n = known.sum(axis=2)
    kept = np.where(known, points, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = np.where(known, points - (kept.sum(axis=2) / n)[:, :, None], 0.0)
        freedom = np.maximum(n - 1, 0).sum(axis=0)
        squares = np.square(centred).sum(axis=(0, 2))
        return np.asarray(np.sqrt(np.where(freedom > 0, squares / freedom, np.nan)))


def _far(
    ratings: Ratings, skeleton: Skeleton, found: Placed, pairwise: Floats, tolerance_px: Floats
) -> tuple[tuple[FarPair, ...], Ints]:
    """Return the widest pairs where two raters alone, without gold, differ by too much, and their number."""
    alone = (placed(found.points).sum(axis=2) == 2) & ~found.by_gold
    apart = np.where(alone, np.nansum(pairwise, axis=2), 0.0)
    wide = apart > FAR * tolerance_px
    rows, keypoints = np.nonzero(wide)
    order = np.argsort(-apart[rows, keypoints], kind="stable")[:_LISTED]
    listed = tuple(
        FarPair(
            clip=str(ratings.clips[n]),
            instance=str(ratings.instances[n]),
            frame=int(ratings.frames[n]),
            keypoint=skeleton.names[k],
            distance_px=float(apart[n, k]),
        )
        for n, k in zip(rows[order].tolist(), keypoints[order].tolist(), strict=True)
    )
    return listed, wide.sum(axis=0)


def _swapped(ratings: Ratings, skeleton: Skeleton, found: Placed) -> dict[str, tuple[Swapped, ...]]:
    each = {
        name: swapped_instances(
            Swaps(found.swapped[:, r], found.swapped_poses[:, r]),
            skeleton.names,
            clips=ratings.clips,
            instances=ratings.instances,
            frames=ratings.frames,
        )
        for r, name in enumerate(ratings.raters)
    }
    return {name: instances for name, instances in each.items() if instances}


def _mean_scale(ratings: Ratings) -> Floats:
    """``(K,)`` mean s in px; tolerances are judged at one scale, as in a score."""
    known = ratings.scale_px[ratings.scale_px > 0]
    return np.full(ratings.visibility.shape[2], known.mean() if len(known) else np.nan)


def _mean(values: Floats, axis: int | tuple[int, ...]) -> Floats:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=axis) / known.sum(axis=axis))
