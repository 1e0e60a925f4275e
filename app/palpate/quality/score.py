"""The score: everything there is to say about one label set against its gold."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import Skeleton, Tiers
from palpate.quality.findings import LEVELS, Findings, find
from palpate.quality.keypoint_score import KeypointScore, Worst
from palpate.quality.local_bias import LocalBias, local_biases
from palpate.quality.notes import notes_on
from palpate.quality.oks import oks
from palpate.quality.pairs import Pairs
from palpate.quality.points import numbered
from palpate.quality.scorecard import OksScore, Score, VisibilityScore
from palpate.quality.swaps import swapped_instances
from palpate.quality.visibility import cohen_kappa, collapsed, raw_agreement

__all__ = ["Pairs", "Score", "score"]

_COLLAPSED_LEVELS = (0, 1, 2)


def score(pairs: Pairs, skeleton: Skeleton) -> Score:
    """Judge labels against gold by the skeleton's policy; see `Findings` and `Verdict` for the rules."""
    pairs = pairs.finite()
    found = find(pairs, skeleton)
    confusions = collapsed(found.tiers, levels=LEVELS)
    local = local_biases(
        found.compared.errors, skeleton, positions=pairs.gold_positions, scale_px=pairs.scale_px
    )
    keypoints = {
        name: _keypoint(k, pairs, name=name, found=found, local=local[k], confusion=confusions[k])
        for k, name in enumerate(skeleton.names)
    }
    overall = _visibility(confusions.sum(axis=0), _COLLAPSED_LEVELS)
    means = found.sizes.mean[found.sizes.n > 0]
    four = skeleton.tiers is Tiers.FOUR
    swapped = swapped_instances(
        found.swaps, skeleton.names, clips=pairs.clips, instances=pairs.instances, frames=pairs.frames
    )
    return Score(
        n_frames=_number_of_frames(pairs),
        n_pairs=len(pairs),
        unmatched_labels=pairs.unmatched_labels,
        unmatched_gold=pairs.unmatched_gold,
        oks=_oks(pairs, found.similarities, target=skeleton.policy.oks),
        pck_micro=found.shares.micro,
        pck_macro=found.shares.macro,
        pck_alpha=skeleton.policy.pck_alpha,
        pck_normaliser=pairs.normaliser,
        mpjpe_px=_over_placements(found.sizes.mean, found.sizes.n),
        mpjpe_macro_px=_mean(means),
        keypoints=keypoints,
        visibility=overall,
        four_tier=_visibility(found.tiers.sum(axis=0), LEVELS) if four else None,
        kappa_target=skeleton.policy.kappa,
        kappa_min_n=skeleton.policy.occluded_min_n,
        scale_px=float(np.median(scales)) if len(scales := _known(pairs.scale_px)) else np.nan,
        scale_sources=_counts(pairs),
        frame_size=pairs.frame_size,
        warnings=(told := tuple(one.sentence for one in swapped)),
        notes=(
            *told,
            *notes_on(
                pairs,
                skeleton,
                found,
                kappas=[keypoint.kappa for keypoint in keypoints.values()],
                overall=overall,
            ),
        ),
        normalised=found.normalised,
        segments=found.segments,
        alone=pairs.alone,
        swapped=swapped,
    )


def _keypoint(
    k: int, pairs: Pairs, *, name: str, found: Findings, local: LocalBias | None, confusion: Ints
) -> KeypointScore:
    sizes, spread, verdict = found.sizes, found.spread, found.verdict
    return KeypointScore(
        name=name,
        n=int(sizes.n[k]),
        missing=int(found.compared.missing[:, k].sum()),
        extra=int(found.compared.extra[:, k].sum()),
        mpjpe_px=float(sizes.mean[k]),
        mpjpe_s=float(found.normalised.per_keypoint[k]),
        rmse_px=float(sizes.rmse[k]),
        median_px=float(sizes.median[k]),
        p95_px=float(sizes.p95[k]),
        max_px=float(sizes.max[k]),
        bias_px=_two(spread.bias[k]),
        axis_sd_px=_two(spread.axis_sd_px[k]),
        radial_sd_px=float(spread.radial_sd_px[k]),
        bias_local=local,
        n_independent=int(found.independent.n[k]),
        bias_p=float(found.evidence.bias_p[k]),
        bias_p_adjusted=float(verdict.bias_p[k]),
        systematic=bool(verdict.systematic[k]),
        tolerance_px=float(found.evidence.tolerance_px[k]),
        pck=float(found.shares.per_keypoint[k]),
        oks=float(found.mean_similarities[k]),
        confusion=confusion,
        agreement=float(raw_agreement(confusion)),
        kappa=cohen_kappa(confusion),
        occluded_n=int(found.evidence.occluded_n[k]),
        occluded_visible=int(found.occluded_visible[k]),
        occluded_p=float(verdict.occluded_p[k]),
        worst=_worst(pairs, int(found.worst[k])) if sizes.n[k] else None,
        fails=verdict.fails[k],
    )


def _oks(pairs: Pairs, similarities: Floats, *, target: float) -> OksScore:
    by_pair = oks(similarities)
    known = _known(by_pair)
    p10, median = np.quantile(known, [0.1, 0.5]) if len(known) else (np.nan, np.nan)
    return OksScore(
        frames=pairs.frames,
        instances=pairs.instances,
        clips=pairs.clips,
        by_pair=by_pair,
        mean=_mean(by_pair),
        median=float(median),
        p10=float(p10),
        target=target,
    )


def _visibility(counts: Ints, levels: tuple[int, ...]) -> VisibilityScore:
    return VisibilityScore(
        levels=levels,
        confusion=counts,
        kappa=cohen_kappa(counts),
        linear=cohen_kappa(counts, weights="linear"),
        quadratic=cohen_kappa(counts, weights="quadratic"),
    )


def _worst(pairs: Pairs, row: int) -> Worst:
    return Worst(str(pairs.clips[row]), str(pairs.instances[row]), int(pairs.frames[row]))


def _number_of_frames(pairs: Pairs) -> int:
    reach = int(np.ptp(pairs.frames)) + 1 if len(pairs) else 1
    return len(np.unique(numbered(pairs.clips) * reach + pairs.frames))


def _counts(pairs: Pairs) -> dict[str, int]:
    if pairs.scale_source is None:
        return {}
    sources, counts = np.unique(pairs.scale_source, return_counts=True)
    return dict(zip(sources.tolist(), counts.tolist(), strict=True))


def _known(values: Floats) -> Floats:
    return np.asarray(values[np.isfinite(values)])


def _mean(values: Floats) -> float:
    known = _known(values)
    return float(known.mean()) if len(known) else np.nan


def _over_placements(means: Floats, n: Ints) -> float:
    """Return the mean over all placements from those of keypoints."""
    some = n > 0
    return float((means[some] * n[some]).sum() / n.sum()) if some.any() else np.nan


def _two(vector: Floats) -> tuple[float, float]:
    return float(vector[0]), float(vector[1])
