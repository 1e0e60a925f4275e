"""Agreement among several raters: where they agree, how far each is off, and on what they can rely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.base.progress import Progress
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton, Tiers
from palpate.quality.agreement_sums import FAR as FAR
from palpate.quality.agreement_sums import AgreementSums
from palpate.quality.agreement_sums import FarPair as FarPair
from palpate.quality.flag_agreement import COLLAPSED, FOUR, FlagAgreement, flag_agreement
from palpate.quality.position import Moments, adjusted, hotelling
from palpate.quality.ratings import Ratings
from palpate.quality.swaps import Swapped, Swaps, swapped_instances
from palpate.quality.verdict import bias_floor_px, tolerances_px


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
    by_gold
        Whether the consensus is gold anywhere.
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
    by_gold: bool
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


def agree(ratings: Ratings, skeleton: Skeleton, progress: Progress | None = None) -> RaterAgreement:
    """Judge how far raters agree, clip by clip; the skeleton has the ratings' keypoints in their order.

    Raises
    ------
    Cancelled
        If stopping was asked for.

    Notes
    -----
    Consensus, leave-one-out and the flag for two raters follow domain reference 1.7; κ follows 1.8.
    """
    tolerance_px, _ = tolerances_px(skeleton, _mean_scale(ratings))
    sums = AgreementSums.none(len(ratings), len(ratings.raters), skeleton, tolerance_px)
    for rows, part in ratings.by_clip():
        (progress or Progress()).step(0, 0, "agreement")
        sums.add(rows, part)
    four = skeleton.tiers is Tiers.FOUR
    return RaterAgreement(
        ratings=ratings,
        keypoints=skeleton.names,
        by_gold=sums.by_gold,
        tolerance_px=tolerance_px,
        n=sums.n,
        to_consensus_px=sums.distances.sum(axis=1) / _some(sums.compared.sum(axis=1)),
        pairwise_px=sums.pairwise / _some(sums.pairs),
        sd_px=np.sqrt(sums.squares / _some(sums.freedom)),
        raters=_raters(ratings.raters, skeleton, sums),
        far=tuple(sums.far),
        n_far=sums.n_far,
        flags=flag_agreement(ratings.visibility, ratings.blocks, levels=COLLAPSED),
        four_tiers=flag_agreement(ratings.visibility, ratings.blocks, levels=FOUR) if four else None,
        swapped=_swapped(ratings, skeleton, sums),
    )


def _raters(names: Sequence[str], skeleton: Skeleton, sums: AgreementSums) -> dict[str, RaterBias]:
    policy = skeleton.policy
    p = np.array([hotelling(each.moments()[0]).p for each in sums.independent])
    p = adjusted(p.ravel()).reshape(p.shape)
    floor = bias_floor_px(sums.tolerance_px, policy)
    raters = {}
    for r, name in enumerate(names):
        spread = sums.spread[r].moments()
        with np.errstate(invalid="ignore"):
            systematic = (p[r] < policy.fdr_alpha) & (spread.size_px >= floor)
        raters[name] = RaterBias(
            sums.distances[:, r] / _some(sums.compared[:, r]),
            sums.others[:, r] / _some(sums.beside[:, r]),
            spread,
            p[r],
            systematic,
        )
    return raters


def _swapped(ratings: Ratings, skeleton: Skeleton, sums: AgreementSums) -> dict[str, tuple[Swapped, ...]]:
    each = {
        name: swapped_instances(
            Swaps(sums.swapped[:, r], sums.swapped_poses[:, r]),
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


def _some(n: Ints | Floats) -> Floats:
    """Return numbers to divide by: NaN in place of 0."""
    return np.where(n > 0, n, np.nan)
