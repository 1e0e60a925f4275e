"""A report as sections: the summary, everybody, calibrations, weeks, gold itself, and how to read it."""

from __future__ import annotations

import math
from itertools import zip_longest

from palpate.report.quality.charts import attempts_chart, week_chart
from palpate.report.quality.content import ATTEMPTS, FLOOR, WEEKLY, QualityReport, Tried, Weekly
from palpate.report.quality.first_page import first_page
from palpate.report.quality.names import with_short_names
from palpate.report.quality.parts import Gallery, Part, Picture, Section, Table
from palpate.report.quality.person import person_section
from palpate.report.quality.production_section import production_section
from palpate.report.quality.wording import DASH, counted, listed, moment, number
from palpate.report.text import Passage

MOST_WEEK_CHARTS = 9
"""Of a person: those that were flagged, and of the others the largest errors, as many as fill a row."""

_ACROSS, _SHORT = 3, 12


def sections_of(report: QualityReport) -> tuple[Section, ...]:
    """Return the report in the order of reading."""
    report = with_short_names(report)
    people = [person_section(report, one, n) for n, one in enumerate(report.judged, 1)]
    between = production_section(report)
    return (
        first_page(report),
        *people,
        _attempts(report),
        _weeks(report),
        *((between,) if between is not None else ()),
        _gold(report),
        _reading(),
    )


# ---- calibrations --------------------------------------------------------------------------------------


def _attempts(report: QualityReport) -> Section:
    if not report.attempts:
        return Section(ATTEMPTS, "calibration", (_absent(report, ATTEMPTS),), fresh=False)
    parts: list[Part] = []
    for person in dict.fromkeys(one.person for one in report.attempts):
        own = [one for one in report.attempts if one.person == person]
        parts += _attempts_of(report, person, own)
    return Section(ATTEMPTS, "calibration", tuple(parts))


def _attempts_of(report: QualityReport, person: str, own: list[Tried]) -> list[Part]:
    judged = [one for one in own if one.task == "calibration"]
    charts = [(attempts_chart(judged, key), key) for key in ("oks", "mpjpe_px")] if judged else []
    pictures = tuple(
        Picture(figure, "By attempt; filled marks passed, hollow ones did not.")
        for figure, _ in charts
        if figure is not None
    )
    missing = [f"{key} by attempt: no attempt has one" for figure, key in charts if figure is None]
    comments = [
        (f"{one.called}, {report.called(keypoint)}" if keypoint else one.called, text)
        for one in own
        for keypoint, text in one.comments
    ]
    parts: list[Part] = [Passage(person, (_course(own),), points=tuple(missing))]
    if pictures:
        parts.append(Gallery(pictures, 2))
    parts.append(_attempts_table(report, own))
    if comments:
        parts.append(Passage("What the consultant said", pairs=tuple(comments)))
    return parts


def _course(own: list[Tried]) -> str:
    """Say how a person's attempts went, in a sentence."""
    judged = [one for one in own if one.task == "calibration"]
    if not judged:
        return f"{counted(len(own), 'practice')}, no calibration yet."
    last = judged[-1]
    if last.passed:
        return f"Passed at {last.called}{f' of {len(judged)}' if len(judged) > 1 else ''}."
    why = f"{counted(len(last.failing), 'keypoint')} failed" if last.failing else "; ".join(last.reasons)
    return f"Not passed yet, at {last.called}: {why or 'the targets were not reached'}."


def _attempts_table(report: QualityReport, own: list[Tried]) -> Table:
    rows = tuple(
        (
            one.called,
            moment(one.submitted),
            str(one.n_pairs),
            number(one.oks, 3),
            number(one.mpjpe_px),
            number(one.kappa, 2),
            "passed" if one.passed else "not passed",
            listed([report.called(name) for name in one.failing], 6) if one.failing else DASH,
        )
        for one in own
    )
    return Table(
        ("", "submitted", "poses", "OKS", "mean px", "κ", "", "keypoints that failed"),
        rows,
        (19.0, 33.0, 13.0, 14.0, 16.0, 12.0, 19.0, 48.0),
        frozenset({2, 3, 4, 5}),
        frozenset(n for n, one in enumerate(own) if not one.passed),
    )


# ---- weeks ---------------------------------------------------------------------------------------------


def _weeks(report: QualityReport) -> Section:
    weekly = report.weekly
    if weekly is None or weekly.is_empty:
        return Section(WEEKLY, "weeks", (_absent(report, WEEKLY),), fresh=False)
    rule = weekly.rule
    said = (
        f"Somebody goes over a keypoint again when {counted(rule.weeks, 'week')} in a row with at least "
        f"{rule.min_n} placements each are above the limit, {rule.limit_px:g} px where nothing else is said. "
        "The limit belongs to footage in which the subject stands 1500 px tall; errors are shown as there."
    )
    parts: list[Part] = [Passage("The rule", (said,))]
    todo = tuple(text for _, _, is_open, text in weekly.retraining if is_open)
    closed = tuple(text for _, _, is_open, text in weekly.retraining if not is_open)
    parts.append(
        Passage("To go over again", points=todo, tone="bad")
        if todo
        else Passage("To go over again", ("Nobody: no weeks in a row are above the limit.",))
    )
    if closed:
        parts.append(Passage("Closed by a recalibration", points=closed, tone="good"))
    if weekly.changes:
        told = tuple(text for *_, text in weekly.changes)
        parts.append(Passage("Who places a keypoint differently, and since when", points=told))
    for person in range(len(weekly.figures.annotators)):
        parts += _weeks_of(report, weekly, person)
    if weekly.notes:
        parts.append(Passage("What these numbers rest on", points=weekly.notes, tone="quiet"))
    return Section(WEEKLY, "weeks", tuple(parts))


def _weeks_of(report: QualityReport, weekly: Weekly, person: int) -> list[Part]:
    name, found = weekly.figures.annotators[person], weekly.figures
    groups = [g for g, kind in enumerate(weekly.is_type) if not kind and found.n[person, g].any()]
    if not groups:
        return [Passage(name, ("No chart: nothing of this person's work was reviewed.",), tone="quiet")]

    def rank(g: int) -> tuple[bool, float]:
        values = found.scaled_px[person, g][weekly.sufficient[person, g]]
        return (not weekly.flags[person, g].any(), -float(max(values, default=0.0)))

    flagged = sum(bool(weekly.flags[person, g].any()) for g in groups)
    rows = max(math.ceil(flagged / _ACROSS), 1)
    chosen = sorted(groups, key=rank)[: min(rows * _ACROSS, MOST_WEEK_CHARTS)]
    charts = tuple(
        Picture(week_chart(weekly, person, g, title=report.called(weekly.groups[g]))) for g in chosen
    )
    left = len(groups) - len(chosen)
    more = f" The other {counted(left, 'keypoint')} stand in the table of every number (CSV)." if left else ""
    said = (
        "Mean error by week of annotation, ± its standard error. Hollow: too few placements, not judged; "
        f"red: above the limit; ringed: flagged.{more}"
    )
    return [Passage(name, (said,)), Gallery(charts, _ACROSS)]


# ---- gold and how to read ------------------------------------------------------------------------------


def _gold(report: QualityReport) -> Section:
    floor = report.floor
    if not floor.sd_px:
        return Section(FLOOR, "gold", (_absent(report, FLOOR),), fresh=False)
    rows = tuple(
        (
            report.called(name),
            number(sd, 2),
            f"{number(floor.limits_px[name][0], 2)} – {number(floor.limits_px[name][1], 2)}",
            str(floor.n[name]),
        )
        for name, sd in sorted(floor.sd_px.items(), key=lambda one: -one[1])
    )
    table = _side_by_side(("keypoint", "SD px", "95 % limits", "repeats"), rows)
    said = (
        "How far one placement of gold lies from its own mean. No score can tell errors below this; it is "
        "taken out of the column “without gold”."
    )
    return Section(FLOOR, "gold", (Passage("", (said, *floor.notes)), table))


def _side_by_side(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    """Set a long narrow table in two columns that are read one after the other."""
    half = math.ceil(len(rows) / 2)
    if half <= _SHORT:
        return Table(headings, rows, (70.0, 20.0, 36.0, 20.0), frozenset({1, 2, 3}))
    empty = ("",) * len(headings)
    paired = tuple(
        (*one, "", *other) for one, other in zip_longest(rows[:half], rows[half:], fillvalue=empty)
    )
    widths = (36.0, 13.0, 22.0, 14.0)
    return Table((*headings, "", *headings), paired, (*widths, 4.0, *widths), frozenset({1, 2, 3, 6, 7, 8}))


def _absent(report: QualityReport, what: str) -> Passage:
    return Passage("", (f"Absent: {report.why_absent(what) or 'nothing is known'}.",), tone="quiet")


def _reading() -> Section:
    pairs = (
        ("px", "pixels of the frames as they were recorded; right and down as on the screen"),
        ("mean px (MPJPE)", "mean distance between a placement and gold"),
        ("tolerance", "how far a placement may be off, a share of the subject's size or fixed px"),
        ("bias", "the mean error as an arrow: every placement leans this way"),
        ("SD", "how far placements scatter around their own mean"),
        (
            "p",
            "how often chance alone would make a bias at least as large (Hotelling's T² over independent "
            "errors), adjusted over all keypoints by Benjamini–Hochberg; below 0.05 it is no chance",
        ),
        (
            "fails",
            "position: the mean distance is beyond the tolerance; bias: systematic and at least half the "
            "tolerance; visibility: called visible too often where gold calls it occluded",
        ),
        ("OKS", "likeness of poses from 0 to 1, weighed by how exactly each keypoint can be placed (COCO)"),
        ("PCK", "share of placements that lie close enough, by a share of the named length of the body"),
        ("κ", "agreement on visibility beyond what chance gives: 0 is chance, 1 is perfect (Cohen)"),
        ("without gold", "what is left of the error when gold's own error is taken out"),
        ("independent", "errors of clips, or of frames far enough apart, which do not repeat each other"),
        (
            "thin",
            "a group of frames of which too little was compared; drawn red, with what it takes to know more",
        ),
        (DASH, "cannot be estimated; the reason stands below the table"),
    )
    return Section("How to read this report", "reading", (Passage("", pairs=pairs),))
