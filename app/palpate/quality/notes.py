"""What a reader of a score must know: what the numbers rest on, and why some are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from palpate.model.arrays import Bools
from palpate.model.skeleton import Skeleton
from palpate.quality.findings import Findings
from palpate.quality.position import MIN_N
from palpate.quality.scorecard import VisibilityScore
from palpate.quality.tally import Counts
from palpate.quality.units import MIN_CLIPS
from palpate.quality.verdict import bias_rule
from palpate.quality.visibility import TOLERATED_RATE, Kappa


def notes_on(
    skeleton: Skeleton,
    found: Findings,
    *,
    normaliser: str,
    kappas: Sequence[Kappa],
    overall: VisibilityScore,
) -> tuple[str, ...]:
    """Return the notes of a score, each one sentence.

    Parameters
    ----------
    normaliser
        Name of the length that PCK is a fraction of.
    kappas
        Of each keypoint.
    overall
        Agreement on visibility over all of them.
    """
    if not found.counts.pairs:
        return ("no pairs: nothing could be compared",)
    return (
        *_units(skeleton, found),
        *_on_pairs(skeleton, found.counts, normaliser),
        *_on_keypoints(skeleton, found),
        *_on_kappas(skeleton, kappas, overall),
    )


def _units(skeleton: Skeleton, found: Findings) -> Iterator[str]:
    gap = f"frames at least {skeleton.policy.min_gap} apart"
    compared = found.sizes.n > 0
    clips, frames = found.by_clip & compared, ~found.by_clip & compared
    if clips.any():
        yield f"independent units of the bias test are clips, {MIN_CLIPS}+{_of(skeleton, clips, frames)}"
    if frames.any():
        yield f"independent units of the bias test are {gap}{_of(skeleton, frames, clips)}"
    if compared.any():
        yield bias_rule(skeleton.policy)
    if (found.evidence.occluded_n >= skeleton.policy.occluded_min_n).any():
        yield (
            f"occluded points flagged visible are tested on {gap} "
            f"against a tolerated share of {TOLERATED_RATE:.0%}"
        )


def _on_pairs(skeleton: Skeleton, counts: Counts, normaliser: str) -> Iterator[str]:
    if counts.unscaled:
        yield f"no OKS for {counts.unscaled} of {counts.pairs} pairs: their scale is unknown"
    if counts.unmeasured:
        yield f"no PCK for {counts.unmeasured} of {counts.pairs} pairs: their {normaliser} length is unknown"
    if skeleton.policy.pck_normaliser != normaliser:
        yield f"PCK is a fraction of {normaliser}: no {skeleton.policy.pck_normaliser} in the skeleton"


def _on_keypoints(skeleton: Skeleton, found: Findings) -> Iterator[str]:
    n = found.sizes.n
    few = (n > 0) & (found.independent.n < MIN_N)
    sentences = {
        "left out of OKS, as the skeleton gives no σ": np.isnan(skeleton.sigmas),
        "no position on both sides": n == 0,
        f"bias not tested: fewer than {MIN_N} independent units": few,
    }
    for limit in np.unique(skeleton.mpjpe_limits_px[found.tolerance_lent]).tolist():
        lent = found.tolerance_lent & (skeleton.mpjpe_limits_px == limit)
        sentences[f"no tolerance known, {limit:g} px of the policy used"] = lent
    for sentence, keypoints in sentences.items():
        if keypoints.any():
            yield f"{sentence}: {_names(skeleton, keypoints)}"


def _on_kappas(skeleton: Skeleton, kappas: Sequence[Kappa], overall: VisibilityScore) -> Iterator[str]:
    if overall.kappa.agreement is not None and overall.n_varying < skeleton.policy.occluded_min_n:
        yield (
            f"overall κ is not judged: fewer than {skeleton.policy.occluded_min_n} placements "
            "lie outside gold's commonest tier"
        )
    for reason in sorted({kappa.reason for kappa in kappas if kappa.reason}):
        of_reason = np.array([kappa.reason == reason for kappa in kappas])
        yield f"κ not estimable, {reason}: {_names(skeleton, of_reason)}"


def _of(skeleton: Skeleton, keypoints: Bools, others: Bools) -> str:
    return f": {_names(skeleton, keypoints)}" if others.any() else ""


def _names(skeleton: Skeleton, keypoints: Bools) -> str:
    if keypoints.all():
        return "all keypoints"
    return ", ".join(name for name, named in zip(skeleton.names, keypoints, strict=True) if named)
