"""The section on production: what people agree on, what was placed twice, checked, too blurred, accepted."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.quality.rater_agreement import RaterAgreement
from palpate.report.quality.content import QualityReport
from palpate.report.quality.parts import Part, Section, Table
from palpate.report.quality.production import Batch, Blurred, Checked, Events, Twice
from palpate.report.quality.wording import DASH, counted, listed, number, share
from palpate.report.text import Passage

_WORST, _NAMED, _MOST_NOTES = 10, 4, 12


def production_section(report: QualityReport) -> Section | None:
    """Return the section; None where nothing of it is known."""
    found = report.production
    parts: list[Part] = []
    if found.agreement is not None:
        parts += _agreement(report, found.agreement)
    if found.twice:
        parts += _twice(found.twice)
    if found.batches:
        parts += _batches(found.batches)
    if found.checks:
        parts += _checks(found.checks)
    if found.blur:
        parts += _blur(report, found.blur)
    if found.events:
        parts += _events(found.events)
    if found.agreement_notes:
        parts.append(
            Passage("What agreement rests on", points=found.agreement_notes[:_MOST_NOTES], tone="quiet")
        )
    return Section("Between people", "between", tuple(parts)) if parts else None


def _agreement(report: QualityReport, found: RaterAgreement) -> list[Part]:
    kappa = found.flags.pooled.kappa
    flags = (
        f"they agree on visibility by κ {number(kappa, 2)} (Fleiss)"
        if kappa is not None
        else f"their agreement on visibility cannot be estimated ({found.flags.pooled.reason})"
    )
    said = (
        f"{counted(len(found.ratings.raters), 'person', 'people')} labelled "
        f"{counted(len(found.ratings), 'pose')} in common; {flags}. Consensus is gold where there is one, "
        "else the middle of what they placed. Poses that one of them alone labelled are left out."
    )
    people = tuple(_rater(report, found, name) for name in found.ratings.raters)
    table = Table(
        ("person", "placements", "from consensus px", "from the others px", "always to one side at"),
        people,
        (36.0, 20.0, 25.0, 25.0, 68.0),
        frozenset({1, 2, 3}),
    )
    parts: list[Part] = [Passage("Agreement", (said,)), table]
    widest = [k for k in np.argsort(-np.nan_to_num(found.pairwise_px)).tolist() if found.n[k]][:_WORST]
    if widest:
        rows = tuple(_widest(report, found, k) for k in widest)
        parts += [
            Passage("Where people differ most", ("Agree on these first: read their guideline together.",)),
            Table(
                ("keypoint", "n", "apart px", "tolerance px", "κ", "too far apart"),
                rows,
                (60.0, 20.0, 22.0, 24.0, 18.0, 30.0),
                frozenset({1, 2, 3, 4, 5}),
            ),
        ]
    return parts


def _rater(report: QualityReport, found: RaterAgreement, name: str) -> tuple[str, ...]:
    bias = found.raters[name]
    n = bias.spread.n
    biased = [report.called(found.keypoints[k]) for k in np.flatnonzero(bias.systematic).tolist()]
    return (
        name,
        f"{int(n.sum()):,}",
        number(_mean(bias.mpjpe_px, n)),
        number(_mean(bias.leave_one_out_px, n)),
        listed(biased, _NAMED) if biased else DASH,
    )


def _mean(values: Floats, weights: Ints) -> float | None:
    known = np.isfinite(values) & (weights > 0)
    return float(np.average(values[known], weights=weights[known])) if known.any() else None


def _widest(report: QualityReport, found: RaterAgreement, k: int) -> tuple[str, ...]:
    return (
        report.called(found.keypoints[k]),
        f"{int(found.n[k]):,}",
        number(float(found.pairwise_px[k])),
        number(float(found.tolerance_px[k])),
        number(found.flags.kappas[k].value, 2),
        str(int(found.n_far[k])) if found.n_far[k] else DASH,
    )


def _twice(found: tuple[Twice, ...]) -> list[Part]:
    said = (
        "The same poses placed again: by the same person without seeing the first (a repeat), or blind by "
        "another (second labels). The spread of a repeat is what nobody can be asked to beat."
    )
    rows = tuple(
        (
            one.person,
            one.called,
            one.beside or DASH,
            f"{one.pooled.n:,}",
            number(one.pooled.mean_px),
            number(one.pooled.sd_px),
            share(one.pooled.flags_agree),
        )
        for one in found
    )
    headings = ("person", "what", "beside", "n", "apart px", "own spread px", "flags alike")
    table = Table(headings, rows, (34.0, 30.0, 38.0, 16.0, 18.0, 20.0, 18.0), frozenset({3, 4, 5, 6}))
    return [Passage("Placed twice", (said,)), table]


def _batches(found: tuple[Batch, ...]) -> list[Part]:
    words = {True: "accepted", False: "not accepted", None: "not judged"}
    rows = tuple(
        (
            one.layer,
            one.reference,
            f"{one.size:,}",
            f"{one.n:,}",
            str(one.defects),
            share(one.bound.high),
            share(one.limit),
            words[one.passed],
        )
        for one in found
    )
    headings = ("labels", "judged by", "poses", "sample", "wrong", "at most", "limit", "verdict")
    said = "Work is accepted if the share of wrong poses is, with 95 % confidence, at most the limit."
    table = Table(
        headings,
        rows,
        (38.0, 38.0, 16.0, 16.0, 14.0, 16.0, 14.0, 22.0),
        frozenset({2, 3, 4, 5, 6}),
        frozenset(n for n, one in enumerate(found) if one.passed is False),
    )
    return [Passage("Acceptance of batches", (said,)), table]


def _checks(found: tuple[Checked, ...]) -> list[Part]:
    said = "A reviewer looked at occluded and blurred keypoints, which are harder than most."
    rows = tuple(
        (
            one.person,
            one.week,
            str(one.looked),
            str(one.corrected),
            share(one.share),
            share(one.at_most),
            number(one.moved_px),
        )
        for one in found
    )
    headings = ("person", "week", "looked at", "corrected", "share", "at most", "moved px")
    table = Table(headings, rows, (44.0, 26.0, 20.0, 20.0, 20.0, 20.0, 24.0), frozenset({2, 3, 4, 5, 6}))
    return [Passage("Spot checks", (said,)), table]


def _blur(report: QualityReport, found: tuple[Blurred, ...]) -> list[Part]:
    said = "Keypoints called visible although the picture is too smeared there to show them."
    rows = tuple(
        (
            one.person,
            f"{one.visible:,}",
            f"{one.beyond:,}",
            share(one.bound.rate),
            listed([f"{report.called(name)} ({n})" for name, n in one.keypoints], _NAMED),
        )
        for one in found
    )
    headings = ("person", "called visible", "too blurred", "share", "most often at")
    table = Table(headings, rows, (36.0, 22.0, 20.0, 16.0, 80.0), frozenset({1, 2, 3}))
    return [Passage("Visibility against blur", (said,)), table]


def _events(found: tuple[Events, ...]) -> list[Part]:
    rows = tuple(
        (
            f"{one.first} and {one.second}",
            str(one.frames.n),
            str(sum(mark.frames is None for mark in one.marked)),
            number(one.frames.bias),
            number(one.frames.mean_size),
            number(one.frames.largest, 0),
            share(one.frames.exact),
        )
        for one in found
    )
    headings = ("people", "events of both", "of one alone", "later by", "apart", "at most", "alike")
    said = "When two people marked the same moment, in frames; “later by” is the second person's."
    table = Table(headings, rows, (56.0, 22.0, 20.0, 20.0, 18.0, 18.0, 20.0), frozenset(range(1, 7)))
    return [Passage("Events", (said,)), table]
