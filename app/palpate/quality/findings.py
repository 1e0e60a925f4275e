"""What a comparison finds of each keypoint, as arrays; the score puts it into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.quality.keypoint_score import Worst
from palpate.quality.local_bias import LocalBias
from palpate.quality.normalised import Normalised
from palpate.quality.pairs import Pairs
from palpate.quality.pck import Pck, shares
from palpate.quality.position import Distances, Moments, hotelling, summarise_columns
from palpate.quality.segments import SegmentScore
from palpate.quality.swaps import Swaps
from palpate.quality.tally import LEVELS, Counts, PairColumns, Tally
from palpate.quality.verdict import Evidence, Verdict, judge, tolerances_px
from palpate.quality.visibility import too_often

_OCCLUDED = LEVELS.index(Visibility.ESTIMATED)
_VISIBLE = LEVELS.index(Visibility.VISIBLE)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found of N pairs and K keypoints.

    Attributes
    ----------
    counts
        Numbers of pairs and placements.
    pairs
        What is kept of every pair, clip by clip.
    mean_similarities
        ``(K,)`` mean KS; NaN where undefined.
    worst
        For each keypoint the placement that is furthest off; None where there is none.
    sizes, spread, shares
        Sizes of errors, their mean and covariance, and PCK, over all placements.
    independent
        Moments of the independent errors that the bias test rests on.
    by_clip
        ``(K,)`` true where clips were the independent units, false where thinned frames were.
    evidence, verdict
        What the fail rule was given, and its outcome.
    tolerance_lent
        ``(K,)`` true where the policy's mean error stood in for a tolerance.
    swaps
        Where left and right look exchanged, in the order of `pairs`.
    local
        Bias along and across the limb of each keypoint.
    normalised
        Errors as fractions of lengths.
    segments
        Agreement on the lengths of rigid segments.
    """

    counts: Counts
    pairs: tuple[PairColumns, ...]
    mean_similarities: Floats
    worst: tuple[Worst | None, ...]
    sizes: Distances
    spread: Moments
    shares: Pck
    independent: Moments
    by_clip: Bools
    evidence: Evidence
    verdict: Verdict
    tolerance_lent: Bools
    swaps: Swaps
    local: tuple[LocalBias | None, ...]
    normalised: Normalised
    segments: tuple[SegmentScore, ...]

    @property
    def occluded_visible(self) -> Ints:
        """``(K,)`` placements that gold calls occluded and the labels visible."""
        return np.asarray(self.counts.tiers[:, _OCCLUDED, _VISIBLE])


def tallied(parts: Iterable[Pairs], skeleton: Skeleton) -> Tally:
    """Gather what there is of label sets that come part by part; no clip may be in two of the parts."""
    tally = Tally(skeleton)
    for part in parts:
        for clip in part.by_clip():
            tally.add_clip(clip)
            del clip
        del part  # or it were in memory beside the next one
    return tally


def find(tally: Tally) -> Findings:
    """Compare labels with gold.

    Positions are compared where both sides have one, flags where both have decided. Sizes, bias and spread
    describe all placements; whether bias or flags are more than chance is tested on independent ones.
    """
    skeleton, counts = tally.skeleton, tally.counts
    independent, by_clip = tally.independent.moments()
    sizes, spread = summarise_columns(_columns(tally)), tally.spread.moments()
    mean_scale_px = counts.scale_sums / np.where(counts.scaled > 0, counts.scaled, np.nan)
    tolerance_px, lent = tolerances_px(skeleton, mean_scale_px)
    evidence = Evidence(
        mpjpe_px=sizes.mean,
        bias_px=spread.size_px,
        tolerance_px=tolerance_px,
        bias_p=hotelling(independent).p,
        occluded_n=counts.tiers[:, _OCCLUDED].sum(axis=1),
        occluded_p=too_often(counts.occluded_visible, counts.occluded),
    )
    return Findings(
        counts=counts,
        pairs=tuple(tally.columns),
        mean_similarities=tally.similar.means(),
        worst=tuple(tally.worst),
        sizes=sizes,
        spread=spread,
        shares=shares(counts.correct, counts.judged),
        independent=independent,
        by_clip=by_clip,
        evidence=evidence,
        verdict=judge(evidence, skeleton.policy),
        tolerance_lent=lent,
        swaps=tally.swaps.swaps(tolerance_px),
        local=tuple(tally.local.biases(skeleton)),
        normalised=tally.normalised.normalised(),
        segments=tally.segments.scores(),
    )


def _columns(tally: Tally) -> Iterator[Floats]:
    """Yield the distances of each keypoint over all clips, in px."""
    for k in range(len(tally.skeleton)):
        column = np.concatenate([np.empty(0), *(kept.distances[k] for kept in tally.columns)])
        yield column if tally.counts.compared[k] == len(column) else column[~np.isnan(column)]
