"""The table of every number: weeks, and what else production says of people."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from palpate.quality.event_agreement import EventSpread
from palpate.quality.flag_agreement import FlagAgreement
from palpate.quality.rater_agreement import RaterAgreement
from palpate.quality.scalars import Z95
from palpate.report.quality.content import Weekly
from palpate.report.quality.production import Apart, Events, Production, Twice
from palpate.report.quality.tidy_row import Row, Value, is_known

_SPREAD = "a spread takes two placements"
_FLAGS = "nothing was rated by two"


def rows_of_weeks(weekly: Weekly) -> Iterator[Row]:
    """Yield what each person's week says of each keypoint and type."""
    found, error = weekly.figures, weekly.figures.standard_error_px
    for a, g, w in np.argwhere(found.n > 0).tolist():
        mean, se, n = float(found.mean_px[a, g, w]), float(error[a, g, w]), int(found.n[a, g, w])
        enough = bool(weekly.sufficient[a, g, w])
        note = "" if enough else f"fewer than {weekly.rule.min_n} placements: the week is not judged"
        where = ("weeks, type" if weekly.is_type[g] else "weeks", found.annotators[a], weekly.groups[g])
        week = str(weekly.weeks[w])
        numbers: tuple[tuple[str, float, float, float], ...] = (
            ("week_mpjpe_px", mean, mean - Z95 * se, mean + Z95 * se),
            ("week_sd_px", float(found.sd_px[a, g, w]), math.nan, math.nan),
            ("week_scaled_mpjpe_px", float(found.scaled_px[a, g, w]), math.nan, math.nan),
            ("week_bias_x_px", float(found.bias_px[a, g, w, 0]), math.nan, math.nan),
            ("week_bias_y_px", float(found.bias_px[a, g, w, 1]), math.nan, math.nan),
            ("week_limit_px", weekly.limits_px[g], math.nan, math.nan),
            ("week_flagged", float(weekly.flags[a, g, w]), math.nan, math.nan),
        )
        for quantity, value, low, high in numbers:
            told = note or ("" if is_known(value) else _SPREAD)
            yield Row(where[0], quantity, value, where[1], where[2], week, low, high, n, told)


def rows_of_production(found: Production) -> Iterator[Row]:
    """Yield agreement, second labels and repeats, spot checks, blur, events and batches."""
    if found.agreement is not None:
        yield from _of_agreement(found.agreement)
    for twice in found.twice:
        yield from _of_twice(twice)
    for check in found.checks:
        of = ("spot checks", check.person, check.week, check.looked)
        for quantity, value, note in (
            ("spots_looked_at", check.looked, ""),
            ("spots_corrected", check.corrected, ""),
            ("spots_moved_px", check.moved_px, "none was moved"),
        ):
            told = "" if is_known(value) else note
            yield Row(of[0], quantity, value, of[1], week=of[2], n=of[3], note=told)
        yield Row(of[0], "spots_corrected_share", check.share, of[1], "", of[2], None, check.at_most, of[3])
    for blur in found.blur:
        group, n = "flags against blur", blur.visible
        yield Row(group, "flagged_visible", blur.visible, blur.person)
        yield Row(group, "too_blurred", blur.beyond, blur.person, n=n)
        bound = blur.bound
        yield Row(group, "too_blurred_share", bound.rate, blur.person, low=bound.low, high=bound.high, n=n)
        for name, count in blur.keypoints:
            yield Row(group, "too_blurred", count, blur.person, name)
    for pair in found.events:
        yield from _of_events(pair)
    for batch in found.batches:
        group = f"batch, {batch.layer} by {batch.reference}"
        yield Row(group, "batch_poses", batch.size)
        yield Row(group, "batch_judged", batch.n)
        yield Row(group, "batch_defects", batch.defects, n=batch.n)
        for fault, count in batch.faults.items():
            yield Row(group, f"batch_defects_{fault}", count, n=batch.n)
        bound = batch.bound
        yield Row(group, "batch_defect_share", bound.rate, low=bound.low, high=bound.high, n=batch.n)
        yield Row(group, "batch_limit", batch.limit)
        passed = None if batch.passed is None else int(batch.passed)
        yield Row(group, "passes", passed, n=batch.n, note="; ".join(batch.notes))


def _of_twice(twice: Twice) -> Iterator[Row]:
    group = f"{twice.called} beside {twice.beside}" if twice.beside else twice.called
    yield from _of_apart(twice.pooled, group, twice.person, "")
    for name, apart in twice.keypoints.items():
        yield from _of_apart(apart, group, twice.person, name)


def _of_apart(apart: Apart, group: str, person: str, keypoint: str) -> Iterator[Row]:
    none = "nothing was placed twice"
    told: list[tuple[str, Value, int, str]] = [
        ("twice_mean_px", apart.mean_px, apart.n, none),
        ("twice_p95_px", apart.p95_px, apart.n, none),
        ("twice_flags_agree", apart.flags_agree, apart.flags_n, _FLAGS),
    ]
    if apart.sd_px is not None or "repeat" in group:
        told.append(("repeat_sd_px", apart.sd_px, apart.n, none))
    for quantity, value, n, note in told:
        yield Row(group, quantity, value, person, keypoint, n=n, note="" if is_known(value) else note)


def _of_events(pair: Events) -> Iterator[Row]:
    group = f"events, {pair.first} and {pair.second}"
    for unit, spread in (("frames", pair.frames), ("ms", pair.ms)):
        yield from _of_spread(spread, group, unit)
    for one in pair.marked:
        frame = one.first if one.first is not None else one.second
        told: tuple[tuple[str, Value, str], ...] = (
            ("event_frame_first", one.first, f"{pair.first} did not mark it"),
            ("event_frame_second", one.second, f"{pair.second} did not mark it"),
            ("event_difference_frames", one.frames, "one of the two did not mark it"),
            ("event_difference_ms", one.ms, "one of the two did not mark it, or the rate is not known"),
        )
        for quantity, value, note in told:
            why = "" if is_known(value) else note
            yield Row(group, quantity, value, "", one.event, note=why, at=(one.clip, "", frame))


def _of_spread(spread: EventSpread, group: str, unit: str) -> Iterator[Row]:
    told = (
        ("bias", spread.bias),
        ("sd", spread.sd),
        ("mean_size", spread.mean_size),
        ("largest", spread.largest),
        ("exact", spread.exact),
    )
    for name, value in told:
        note = "" if is_known(value) else "too few events that both marked"
        yield Row(group, f"events_{name}_{unit}", value, n=spread.n, note=note)


# ---- agreement -----------------------------------------------------------------------------------------


def _of_agreement(found: RaterAgreement) -> Iterator[Row]:
    yield Row("agreement", "raters", len(found.ratings.raters))
    yield Row("agreement", "poses", len(found.ratings))
    yield from _of_flags(found.flags, "")
    if found.four_tiers is not None:
        yield from _of_flags(found.four_tiers, "_four_tiers")
    for k, name in enumerate(found.keypoints):
        yield from _of_keypoint(found, k, name)
    for rater in found.ratings.raters:
        yield from _of_rater(found, rater)
    for far in found.far:
        at = (far.clip, far.instance, far.frame)
        yield Row("agreement", "far_apart_px", far.distance_px, "", far.keypoint, at=at)


def _of_flags(flags: FlagAgreement, of: str) -> Iterator[Row]:
    pooled, (low, high) = flags.pooled, flags.pooled_interval.tolist()
    note = flags.no_interval or ""
    yield Row(
        "agreement",
        f"fleiss_kappa{of}",
        pooled.kappa,
        low=low,
        high=high,
        n=pooled.n,
        note=note if is_known(pooled.kappa) else pooled.reason,
    )
    cohen = flags.cohen
    if cohen is not None:
        yield Row("agreement", f"cohen_kappa{of}", cohen.value, n=pooled.n, note=cohen.reason)
    for quantity, value in (
        (f"ac1{of}", flags.ac1),
        (f"flags_agree{of}", pooled.agreement),
        (f"flags_expected{of}", pooled.expected),
    ):
        yield Row("agreement", quantity, value, n=pooled.n, note="" if is_known(value) else _FLAGS)


def _of_keypoint(found: RaterAgreement, k: int, name: str) -> Iterator[Row]:
    n, kappa = int(found.n[k]), found.flags.kappas[k]
    why = "" if n else "placed by fewer than two"
    told: tuple[tuple[str, Value, str], ...] = (
        ("to_consensus_px", float(found.to_consensus_px[k]), why),
        ("pairwise_px", float(found.pairwise_px[k]), why),
        ("raters_sd_x_px", float(found.sd_px[k, 0]), why),
        ("raters_sd_y_px", float(found.sd_px[k, 1]), why),
        ("tolerance_px", float(found.tolerance_px[k]), "no tolerance is given"),
        ("far_apart", int(found.n_far[k]), ""),
        ("flags_agree", kappa.agreement, _FLAGS),
    )
    for quantity, value, note in told:
        yield Row("agreement", quantity, value, "", name, n=n, note="" if is_known(value) else note)
    low, high = found.flags.intervals[k].tolist()
    rated = int(found.flags.n[k])
    yield Row("agreement", "kappa", kappa.value, "", name, "", low, high, rated, kappa.reason)
    if found.four_tiers is not None:
        four = found.four_tiers.kappas[k]
        yield Row("agreement", "kappa_four_tiers", four.value, "", name, n=rated, note=four.reason)


def _of_rater(found: RaterAgreement, rater: str) -> Iterator[Row]:
    bias = found.raters[rater]
    for k, name in enumerate(found.keypoints):
        n = int(bias.spread.n[k])
        why = "" if n else "this person placed it in no pose that is compared"
        few = why or "too few independent placements"
        told: tuple[tuple[str, Value, str], ...] = (
            ("to_consensus_px", float(bias.mpjpe_px[k]), why),
            ("leave_one_out_px", float(bias.leave_one_out_px[k]), why),
            ("bias_x_px", float(bias.spread.bias[k, 0]), why),
            ("bias_y_px", float(bias.spread.bias[k, 1]), why),
            ("sd_x_px", float(bias.spread.axis_sd_px[k, 0]), why or _SPREAD),
            ("sd_y_px", float(bias.spread.axis_sd_px[k, 1]), why or _SPREAD),
            ("bias_p_adjusted", float(bias.p[k]), few),
            ("bias_systematic", int(bias.systematic[k]), ""),
        )
        for quantity, value, note in told:
            yield Row("agreement", quantity, value, rater, name, n=n, note="" if is_known(value) else note)
