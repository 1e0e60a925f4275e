"""The score: everything there is to say about one label set against its gold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import Skeleton, Tiers
from palpate.quality.findings import Findings, find, tallied
from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.notes import notes_on
from palpate.quality.pairs import Alone, Pairs
from palpate.quality.scorecard import OksScore, Score, VisibilityScore
from palpate.quality.swaps import swapped_instances
from palpate.quality.tally import LEVELS
from palpate.quality.visibility import cohen_kappa, collapsed, raw_agreement

__all__ = ["Pairs", "Score", "score", "score_parts"]

_COLLAPSED_LEVELS = (0, 1, 2)


def score(pairs: Pairs, skeleton: Skeleton) -> Score:
    """Judge labels against gold by the skeleton's policy; see `Findings` and `Verdict` for the rules."""
    return score_parts([pairs], skeleton)


def score_parts(parts: Iterable[Pairs], skeleton: Skeleton) -> Score:
    """Judge labels that come part by part, so that only one part has to be in memory; as `score`.

    No clip may be in two of the parts. Their order changes nothing but the order of pairs that are listed. Of
    a part that is done some 8 (K + 7) bytes a pair are kept, for the medians and the list of pairs.
    """
    rest = _Rest()
    found = find(tallied(rest.passing(parts), skeleton))
    return _scored(found, skeleton, rest)


@dataclass(slots=True)
class _Rest:
    """What parts say that is not of their pairs."""

    normaliser: str = ""
    unmatched_labels: int = 0
    unmatched_gold: int = 0
    sizes: set[tuple[int, int] | None] = field(default_factory=set)
    alone: list[Alone] = field(default_factory=list)

    def passing(self, parts: Iterable[Pairs]) -> Iterator[Pairs]:
        """Hand the parts on and remember what they say."""
        for part in parts:
            self.normaliser = self.normaliser or part.normaliser
            self.unmatched_labels += part.unmatched_labels
            self.unmatched_gold += part.unmatched_gold
            self.sizes.add(part.frame_size)
            self.alone += part.alone
            yield part
            del part  # or it were in memory beside the next one

    @property
    def frame_size(self) -> tuple[int, int] | None:
        """What all parts share."""
        return next(iter(self.sizes)) if len(self.sizes) == 1 else None


def _scored(found: Findings, skeleton: Skeleton, rest: _Rest) -> Score:
    confusions = collapsed(found.counts.tiers, levels=LEVELS)
    keypoints = {
        name: _keypoint(k, name=name, found=found, confusion=confusions[k])
        for k, name in enumerate(skeleton.names)
    }
    overall = _visibility(confusions.sum(axis=0), _COLLAPSED_LEVELS)
    four = skeleton.tiers is Tiers.FOUR
    similar = _oks(found, target=skeleton.policy.oks)
    swapped = swapped_instances(
        found.swaps,
        skeleton.names,
        clips=similar.clips,
        instances=similar.instances,
        frames=similar.frames,
    )
    kappas = [keypoint.kappa for keypoint in keypoints.values()]
    notes = notes_on(skeleton, found, normaliser=rest.normaliser, kappas=kappas, overall=overall)
    scales = _known(np.concatenate([np.empty(0), *(kept.scale_px for kept in found.pairs)]))
    return Score(
        n_frames=found.counts.frames,
        n_pairs=found.counts.pairs,
        unmatched_labels=rest.unmatched_labels,
        unmatched_gold=rest.unmatched_gold,
        oks=similar,
        pck_micro=found.shares.micro,
        pck_macro=found.shares.macro,
        pck_alpha=skeleton.policy.pck_alpha,
        pck_normaliser=rest.normaliser,
        mpjpe_px=_over_placements(found.sizes.mean, found.sizes.n),
        mpjpe_macro_px=_mean(found.sizes.mean[found.sizes.n > 0]),
        keypoints=keypoints,
        visibility=overall,
        four_tier=_visibility(found.counts.tiers.sum(axis=0), LEVELS) if four else None,
        kappa_target=skeleton.policy.kappa,
        kappa_min_n=skeleton.policy.occluded_min_n,
        scale_px=float(np.median(scales)) if len(scales) else np.nan,
        scale_sources=dict(sorted(found.counts.sources.items())),
        frame_size=rest.frame_size,
        warnings=(told := tuple(one.sentence for one in swapped)),
        notes=(*told, *notes),
        normalised=found.normalised,
        segments=found.segments,
        alone=tuple(sorted(rest.alone, key=lambda one: (one.side != "labels", one.clip, one.instance))),
        swapped=swapped,
    )


def _keypoint(k: int, *, name: str, found: Findings, confusion: Ints) -> KeypointScore:
    sizes, spread, verdict = found.sizes, found.spread, found.verdict
    return KeypointScore(
        name=name,
        n=int(sizes.n[k]),
        missing=int(found.counts.missing[k]),
        extra=int(found.counts.extra[k]),
        mpjpe_px=float(sizes.mean[k]),
        mpjpe_s=float(found.normalised.per_keypoint[k]),
        rmse_px=float(sizes.rmse[k]),
        median_px=float(sizes.median[k]),
        p95_px=float(sizes.p95[k]),
        max_px=float(sizes.max[k]),
        bias_px=_two(spread.bias[k]),
        axis_sd_px=_two(spread.axis_sd_px[k]),
        radial_sd_px=float(spread.radial_sd_px[k]),
        bias_local=found.local[k],
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
        worst=found.worst[k],
        fails=verdict.fails[k],
    )


def _oks(found: Findings, *, target: float) -> OksScore:
    columns = {
        name: np.concatenate([getattr(kept, name) for kept in found.pairs])
        for name in ("frames", "instances", "clips")
    }
    by_pair = np.concatenate([kept.oks for kept in found.pairs])
    known = _known(by_pair)
    p10, median = np.quantile(known, [0.1, 0.5]) if len(known) else (np.nan, np.nan)
    return OksScore(
        **columns,
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
