"""What a comparison finds of each keypoint, as arrays; the score puts it into words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import FOUR_TIERS, Visibility
from palpate.quality.normalised import Normalised, normalised
from palpate.quality.oks import similarities_of_distances
from palpate.quality.pairs import Compared, Pairs, compare
from palpate.quality.pck import Pck, pck
from palpate.quality.position import Distances, Moments, hotelling, moments, summarise
from palpate.quality.segments import SegmentScore, segment_scores
from palpate.quality.swaps import Swaps, find_swaps
from palpate.quality.units import Timeline, independent_moments, timeline
from palpate.quality.verdict import Evidence, Verdict, judge, tolerances_px
from palpate.quality.visibility import confusion, ordered_levels, too_often

LEVELS = ordered_levels(FOUR_TIERS)
_OCCLUDED = LEVELS.index(Visibility.ESTIMATED)
_VISIBLE = LEVELS.index(Visibility.VISIBLE)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found of N pairs and K keypoints.

    Attributes
    ----------
    compared
        What each placement was off.
    similarities, mean_similarities
        ``(N, K)`` KS, and ``(K,)`` their means; NaN where undefined.
    worst
        ``(K,)`` row of the placement that is furthest off; any where there is none.
    sizes, spread, shares
        Sizes of errors, their mean and covariance, and PCK, over all placements.
    independent
        Moments of the independent errors that the bias test rests on.
    by_clip
        ``(K,)`` true where clips were the independent units, false where thinned frames were.
    tiers
        ``(K, 4, 4)`` flags by `LEVELS`: rows gold, columns labels.
    evidence, verdict
        What the fail rule was given, and its outcome.
    tolerance_lent
        ``(K,)`` true where the policy's mean error stood in for a tolerance.
    swaps
        Where left and right look exchanged.
    normalised
        Errors as fractions of lengths.
    segments
        Agreement on the lengths of rigid segments.
    """

    compared: Compared
    similarities: Floats
    mean_similarities: Floats
    worst: Ints
    sizes: Distances
    spread: Moments
    shares: Pck
    independent: Moments
    by_clip: Bools
    tiers: Ints
    evidence: Evidence
    verdict: Verdict
    tolerance_lent: Bools
    swaps: Swaps
    normalised: Normalised
    segments: tuple[SegmentScore, ...]

    @property
    def occluded_visible(self) -> Ints:
        """``(K,)`` placements that gold calls occluded and the labels visible."""
        return np.asarray(self.tiers[:, _OCCLUDED, _VISIBLE])


def find(pairs: Pairs, skeleton: Skeleton) -> Findings:
    """Compare labels with gold.

    Positions are compared where both sides have one, flags where both have decided. Sizes, bias and spread
    describe all placements; whether bias or flags are more than chance is tested on independent ones.
    """
    policy = skeleton.policy
    compared = compare(pairs)
    rows = timeline(clips=pairs.clips, instances=pairs.instances, frames=pairs.frames, min_gap=policy.min_gap)
    independent, by_clip = independent_moments(compared.errors, rows)
    sizes, spread = summarise(compared.distances), moments(compared.errors)
    tolerance_px, lent = tolerances_px(skeleton, _mean_scale(compared.distances, pairs.scale_px))
    tiers = confusion(pairs.gold_visibility, pairs.labels_visibility, levels=LEVELS)
    evidence = Evidence(
        mpjpe_px=sizes.mean,
        bias_px=spread.size_px,
        tolerance_px=tolerance_px,
        bias_p=hotelling(independent).p,
        occluded_n=tiers[:, _OCCLUDED].sum(axis=1),
        occluded_p=_occluded_p(pairs, rows),
    )
    similarities = similarities_of_distances(
        compared.distances, missing=compared.missing, scale_px=pairs.scale_px, sigmas=skeleton.sigmas
    )
    return Findings(
        compared=compared,
        mean_similarities=_means(similarities),
        worst=_worst(compared.distances),
        similarities=similarities,
        sizes=sizes,
        spread=spread,
        shares=pck(compared.distances, lengths=pairs.normaliser_px, alpha=policy.pck_alpha),
        independent=independent,
        by_clip=by_clip,
        tiers=tiers,
        evidence=evidence,
        verdict=judge(evidence, policy),
        tolerance_lent=lent,
        swaps=find_swaps(
            pairs.labels_positions,
            pairs.gold_positions,
            mirror=skeleton.mirror_indices,
            tolerance_px=tolerance_px,
            distances=compared.distances,
        ),
        normalised=normalised(
            compared.distances, scale_px=pairs.scale_px, lengths=pairs.lengths, skeleton=skeleton
        ),
        segments=segment_scores(pairs, compared, skeleton, rows),
    )


def _means(values: Floats) -> Floats:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0))


def _worst(distances: Floats) -> Ints:
    if not len(distances):
        return np.zeros(distances.shape[1], dtype=np.int64)
    by_keypoint = np.ascontiguousarray(distances.T)  # ten times as fast along a row
    by_keypoint[np.isnan(by_keypoint)] = -1.0
    return np.asarray(by_keypoint.argmax(axis=1))


def _mean_scale(distances: Floats, scale_px: Floats) -> Floats:
    """``(K,)`` mean s in px of the placements compared; NaN where none has one."""
    known = np.isfinite(scale_px)
    compared = ~np.isnan(distances)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.where(known, scale_px, 0.0) @ compared) / (known.astype(np.float64) @ compared))


def _occluded_p(pairs: Pairs, rows: Timeline) -> Floats:
    """``(K,)`` probability of so many occluded points flagged visible, on frames far enough apart."""
    occluded = (pairs.gold_visibility == Visibility.ESTIMATED) & (
        pairs.labels_visibility != Visibility.NOT_PLACED
    )
    n, hits = np.zeros((2, occluded.shape[1]), dtype=np.int64)
    for k, chosen in enumerate(rows.independent_by_column(occluded)):
        n[k] = len(chosen)
        hits[k] = (pairs.labels_visibility[chosen, k] == Visibility.VISIBLE).sum()
    return too_often(hits, n)
