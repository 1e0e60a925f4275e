"""When a keypoint fails: too far off, off in one direction, or seen where gold could not see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.policy import Policy
from palpate.model.skeleton import Skeleton, Tolerance
from palpate.quality.position import adjusted

NO_TOLERANCE = Tolerance()
POSITION, BIAS, VISIBILITY = "position", "bias", "visibility"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the verdict on K keypoints rests on; NaN where unknown.

    Attributes
    ----------
    mpjpe_px, bias_px, tolerance_px
        ``(K,)`` mean distance, length of the mean error, and tolerance in px.
    bias_p
        ``(K,)`` probability of the bias by chance, not yet adjusted for the number of keypoints.
    occluded_n
        ``(K,)`` placements that gold calls occluded.
    occluded_p
        ``(K,)`` probability of so many of them flagged visible at the tolerated rate, not yet adjusted.
    """

    mpjpe_px: Floats
    bias_px: Floats
    tolerance_px: Floats
    bias_p: Floats
    occluded_n: Ints
    occluded_p: Floats


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on K keypoints.

    Attributes
    ----------
    bias_p, occluded_p
        ``(K,)`` probabilities adjusted for the number of keypoints.
    systematic
        ``(K,)`` a bias that is neither chance nor negligible.
    fails
        For each keypoint the rules it breaks.
    """

    bias_p: Floats
    occluded_p: Floats
    systematic: Bools
    fails: tuple[tuple[str, ...], ...]


def judge(evidence: Evidence, policy: Policy) -> Verdict:
    """Apply the fail rule.

    A keypoint fails if its mean distance exceeds the tolerance; or its bias is systematic (adjusted
    p < α, and at least 2 px and a quarter of the tolerance: domain reference 1.5) and at least half the
    tolerance; or points that gold calls occluded are flagged visible significantly often. The numbers are
    those of the policy.
    """
    tolerance = evidence.tolerance_px
    bias_p = adjusted(evidence.bias_p)
    floor = bias_floor_px(tolerance, policy)
    systematic = (bias_p < policy.fdr_alpha) & (evidence.bias_px >= floor)
    enough = evidence.occluded_n >= policy.occluded_min_n
    occluded_p = adjusted(np.where(enough, evidence.occluded_p, np.nan))
    broken = {
        POSITION: evidence.mpjpe_px > tolerance,
        BIAS: systematic & (evidence.bias_px >= policy.bias_fails_share * tolerance),
        VISIBILITY: occluded_p < policy.fdr_alpha,
    }
    fails = tuple(
        tuple(rule for rule, keypoints in broken.items() if keypoints[k]) for k in range(len(tolerance))
    )
    return Verdict(bias_p, occluded_p, systematic, fails)


def bias_floor_px(tolerance_px: Floats, policy: Policy) -> Floats:
    """Return the length in px from which on a bias can be systematic; NaN where the tolerance is unknown."""
    return np.asarray(np.maximum(policy.bias_min_px, policy.bias_min_share * np.asarray(tolerance_px)))


def bias_rule(policy: Policy) -> str:
    """Say when a bias counts, in one sentence."""
    return (
        f"bias is systematic when p (adj.) is below {policy.fdr_alpha:g} and its length is at least "
        f"{policy.bias_min_px:g} px and {policy.bias_min_share:.0%} of the tolerance; a systematic bias of "
        f"at least {policy.bias_fails_share:.0%} of the tolerance fails its keypoint; p (adj.) is adjusted "
        "by Benjamini–Hochberg over keypoints"
    )


def tolerances_px(skeleton: Skeleton, mean_scale_px: Floats) -> tuple[Floats, Bools]:
    """Return each keypoint's tolerance in px, and where the skeleton gives none.

    Parameters
    ----------
    mean_scale_px
        ``(K,)`` mean s of the placements compared, NaN where unknown.

    Returns
    -------
    ``(K,)`` px, and ``(K,)`` true where there is no tolerance, or one relative to an unknown scale: the
    policy's mean error in px stands in.
    """
    given = [
        np.nan if point.tolerance == NO_TOLERANCE else point.tolerance.in_px(float(scale))
        for point, scale in zip(skeleton.keypoints, mean_scale_px, strict=True)
    ]
    tolerances = np.array(given, dtype=np.float64)
    unknown = np.isnan(tolerances)
    return np.where(unknown, skeleton.mpjpe_limits_px, tolerances), unknown
