"""The table of every number: somebody's labels against gold, and their calibrations."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from palpate.model.arrays import Ints
from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.scalars import Z95
from palpate.quality.scorecard import OksScore, Score, VisibilityScore
from palpate.quality.segments import SegmentScore
from palpate.report.quality.content import Judged, Tried
from palpate.report.quality.tidy_row import Row, Spot, Value, is_known

TIERS = ("absent", "occluded", "visible", "certain")
"""By code: the fourth is certain despite partial occlusion."""


def rows_of_judged(one: Judged) -> Iterator[Row]:
    """Yield everything about somebody's labels: the whole, single poses, then groups of frames."""
    for quantity, said in (("doubt", one.doubts), ("warning", one.score.warnings)):
        told = (note for note in said if quantity == "doubt" or note not in one.doubts)
        yield from (Row(one.group, quantity, person=one.person, note=note) for note in told)
    yield from _of_score(one.score, one.group, one.person)
    for side, n in (("labels", one.score.unmatched_labels), ("gold", one.score.unmatched_gold)):
        yield Row(one.group, f"unmatched_{side}", n, one.person, n=one.score.n_pairs)
    if one.filled is not None:
        yield Row(one.group, "filled_in_mpjpe_px", one.filled.mpjpe_px, one.person, n=one.filled.n)
    yield from _of_poses(one)
    for name, left in one.left_px.items():
        n = one.score.keypoints[name].n
        yield Row(one.group, "rmse_without_gold_px", left, one.person, name, n=n)
    for segment in one.score.segments:
        yield from _of_segment(segment, one)
    for by, groups in one.groups.items():
        for value, score in groups.items():
            yield from _of_score(score, f"{one.group}, {by} {value}", one.person)
    for cover in one.coverage:
        group = f"{one.group}, {cover.by} {cover.group}"
        half, mean = cover.half_width_px, cover.mpjpe_px
        yield Row(
            group,
            "coverage_mpjpe_px",
            mean,
            one.person,
            low=mean - half,
            high=mean + half,
            n=cover.n_independent,
            note=cover.sentence,
        )
        for quantity, n in (("coverage_poses", cover.n_poses), ("coverage_independent", cover.n_independent)):
            yield Row(group, quantity, n, one.person)
        yield Row(group, "coverage_missing", cover.missing, one.person, note=cover.sentence)


def _of_poses(one: Judged) -> Iterator[Row]:
    """Yield what is said of single poses: likeness, who has no partner, whose sides look exchanged."""
    oks: OksScore = one.score.oks
    told = (oks.frames.tolist(), oks.instances.tolist(), oks.clips.tolist(), oks.by_pair.tolist())
    for frame, instance, clip, value in zip(*told, strict=True):
        note = "" if is_known(value) else "no keypoint in common, no σ or no scale is known"
        at: Spot = (str(clip), str(instance), int(frame))
        yield Row(one.group, "oks_pose", value, one.person, note=note, at=at)
    for alone in one.score.alone:
        note = f"the instance stands in the {alone.side} alone in so many frames"
        at = (alone.clip, alone.instance, None)
        yield Row(
            one.group, f"unmatched_{alone.side}_frames", len(alone.frames), one.person, note=note, at=at
        )
    for swapped in one.score.swapped:
        at = (swapped.clip, swapped.instance, None)
        yield Row(
            one.group,
            "swapped_frames",
            len(swapped.frames),
            one.person,
            n=swapped.n,
            note=swapped.sentence,
            at=at,
        )
        for name, n in swapped.keypoints.items():
            yield Row(one.group, "swapped_frames", n, one.person, name, n=swapped.n, at=at)


def _of_segment(segment: SegmentScore, one: Judged) -> Iterator[Row]:
    said, name, limits = segment.to_json(), " to ".join(segment.ends), segment.limits
    for key in ("bias", "sd", "icc21", "sem", "mdc95"):
        quantity = f"length_{key}" if key == "icc21" else f"length_{key}_px"
        low, high = limits.bias_ci if limits is not None and key == "bias" else (None, None)
        value = getattr(limits, key) if limits is not None and key in ("bias", "sd") else said[key]
        known = value if isinstance(value, float) else None
        yield Row(
            one.group,
            quantity,
            known,
            one.person,
            name,
            low=low,
            high=high,
            n=segment.n,
            note="" if known is not None else segment.reason,
        )


def _of_score(score: Score, group: str, person: str) -> Iterator[Row]:
    n, why = score.n_pairs, "; ".join(score.notes)
    kappa = score.visibility.kappa
    pooled: tuple[tuple[str, Value, str], ...] = (
        ("frames", score.n_frames, ""),
        ("poses", score.n_pairs, ""),
        ("oks_mean", score.oks.mean, why),
        ("oks_median", score.oks.median, why),
        ("oks_p10", score.oks.p10, why),
        ("oks_target", score.oks.target, ""),
        (f"pck_{score.pck_alpha:g}_{score.pck_normaliser}", score.pck_micro, why),
        (f"pck_{score.pck_alpha:g}_{score.pck_normaliser}_over_keypoints", score.pck_macro, why),
        ("mpjpe_px", score.mpjpe_px, why),
        ("mpjpe_px_over_keypoints", score.mpjpe_macro_px, why),
        ("mpjpe_s", score.normalised.mpjpe_s, why),
        ("scale_px", score.scale_px, why),
        ("kappa", kappa.value, kappa.reason),
        ("kappa_linear", score.visibility.linear.value, score.visibility.linear.reason),
        ("kappa_quadratic", score.visibility.quadratic.value, score.visibility.quadratic.reason),
        ("kappa_target", score.kappa_target, ""),
        ("visibility_agreement", kappa.agreement, kappa.reason),
        ("passes", int(score.passed), ", ".join(score.fails)),
    )
    for quantity, value, reason in pooled:
        note = reason if quantity == "passes" or not is_known(value) else ""
        yield Row(group, quantity, value, person, n=n, note=note)
    for source, count in score.scale_sources.items():
        yield Row(group, f"scale_from_{source.replace(' ', '_')}", count, person, n=n)
    for name, share in score.normalised.pck.items():
        if name != score.pck_normaliser:
            why = "" if is_known(share) else "the length it is a share of is not known"
            yield Row(group, f"pck_{score.pck_alpha:g}_{name}", share, person, n=n, note=why)
    for name, face in score.normalised.nme.items():
        why = "" if face.n else "the length it is a share of is not known"
        for quantity, value in (("nme", face.mean), ("auc", face.auc), ("failure_rate", face.failure_rate)):
            yield Row(group, f"{quantity}_{name}", value, person, n=face.n, note=why)
    yield from _of_flags(score.visibility, group, person)
    if score.four_tier is not None:
        four = score.four_tier.kappa
        yield Row(group, "kappa_four_tiers", four.value, person, n=n, note=four.reason)
        yield from _of_flags(score.four_tier, group, person, before="four_tiers_")
    for keypoint in score.keypoints.values():
        yield from _of_keypoint(keypoint, group, person, score.pck_alpha)


def _of_flags(flags: VisibilityScore, group: str, person: str, before: str = "") -> Iterator[Row]:
    yield from _confusion(np.asarray(flags.confusion), group, person, "", flags.levels, before=before)


def _of_keypoint(point: KeypointScore, group: str, person: str, alpha: float) -> Iterator[Row]:
    why = "" if point.n else "no position on both sides"
    few = why or f"too few independent errors: {point.n_independent}"
    limits = [
        (bias - Z95 * sd, bias + Z95 * sd) for bias, sd in zip(point.bias_px, point.axis_sd_px, strict=True)
    ]
    local = point.bias_local
    no_limb = why or "the keypoint has no limb that its errors could be told along"
    numbers: tuple[tuple[str, Value, str], ...] = (
        ("mpjpe_px", point.mpjpe_px, why),
        ("mpjpe_s", point.mpjpe_s, why or "no scale is known"),
        ("rmse_px", point.rmse_px, why),
        ("median_px", point.median_px, why),
        ("p95_px", point.p95_px, why),
        ("sd_px", point.radial_sd_px, why or "a spread takes two placements"),
        ("sd_x_px", point.axis_sd_px[0], why or "a spread takes two placements"),
        ("sd_y_px", point.axis_sd_px[1], why or "a spread takes two placements"),
        ("bias_x_px", point.bias_px[0], why),
        ("bias_y_px", point.bias_px[1], why),
        ("bias_along_limb_px", local.along if local else None, no_limb),
        ("bias_across_limb_px", local.across if local else None, no_limb),
        ("bias_p", point.bias_p, few),
        ("bias_p_adjusted", point.bias_p_adjusted, few),
        ("bias_systematic", int(point.systematic), ""),
        ("independent", point.n_independent, ""),
        ("tolerance_px", point.tolerance_px, "no tolerance is given"),
        (f"pck_{alpha:g}", point.pck, why or "the length it is a share of is not known"),
        ("oks", point.oks, why or "no σ or no scale is known"),
        ("missing", point.missing, ""),
        ("extra", point.extra, ""),
        ("visibility_agreement", point.agreement, "nothing rated by both"),
        ("kappa", point.kappa.value, point.kappa.reason),
        ("occluded_in_gold", point.occluded_n, ""),
        ("occluded_called_visible", point.occluded_visible, ""),
        ("occluded_p_adjusted", point.occluded_p, "too few placements that gold calls occluded"),
        ("fails", int(bool(point.fails)), ""),
    )
    for quantity, value, reason in numbers:
        note = ", ".join(point.fails) if quantity == "fails" else "" if is_known(value) else reason
        yield Row(group, quantity, value, person, point.name, n=point.n, note=note)
    worst = point.worst
    at: Spot = ("", "", None) if worst is None else (worst.clip, worst.instance, worst.frame)
    yield Row(group, "max_px", point.max_px, person, point.name, n=point.n, note=why, at=at)
    for axis, (low, high) in zip("xy", limits, strict=True):
        bias = point.bias_px["xy".index(axis)]
        note = "limits of agreement: where 95 % of the errors lie" if is_known(low) else few
        quantity = f"agreement_{axis}_px"
        yield Row(group, quantity, bias, person, point.name, low=low, high=high, n=point.n, note=note)
    yield from _confusion(np.asarray(point.confusion), group, person, point.name, (0, 1, 2))


def _confusion(
    counts: Ints,
    group: str,
    person: str,
    keypoint: str,
    levels: tuple[int, ...],
    *,
    before: str = "",
) -> Iterator[Row]:
    total = int(counts.sum())
    for row, gold in enumerate(levels):
        for column, called in enumerate(levels):
            quantity = f"{before}gold_{TIERS[gold]}_labelled_{TIERS[called]}"
            yield Row(group, quantity, int(counts[row, column]), person, keypoint, n=total)


def rows_of_attempt(tried: Tried) -> Iterator[Row]:
    """Yield what an attempt was judged by when it was submitted."""
    group = f"calibration, {tried.called}"
    numbers: tuple[tuple[str, Value, str], ...] = (
        ("passes", int(tried.passed), "; ".join(tried.reasons)),
        ("oks_mean", tried.oks, "" if tried.oks is not None else "no pose had an OKS"),
        ("oks_target", tried.oks_target, ""),
        ("mpjpe_px", tried.mpjpe_px, "" if tried.mpjpe_px is not None else "no position on both sides"),
        ("kappa", tried.kappa, "" if tried.kappa is not None else "no variation, or nothing rated by both"),
        ("failing_keypoints", len(tried.failing), ", ".join(tried.failing)),
    )
    for quantity, value, note in numbers:
        yield Row(group, quantity, value, tried.person, n=tried.n_pairs, note=note)
