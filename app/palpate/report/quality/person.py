"""One person's section: what is wrong, how sure, what to do; the figures, and every keypoint in a table."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.verdict import VISIBILITY
from palpate.report.quality.body_map import NUMBERED, body_map
from palpate.report.quality.charts import confusion_figure, coverage_chart
from palpate.report.quality.content import Judged, QualityReport
from palpate.report.quality.error_picture import error_picture
from palpate.report.quality.faults import advice_on, certainty_of, wrong_with
from palpate.report.quality.parts import Gallery, Part, Picture, Section, Table
from palpate.report.quality.summary import filled_sentence, flags_sentence, verdict_sentence
from palpate.report.quality.wording import (
    counted,
    listed,
    number,
    probability,
    share,
    signed,
    towards,
    verdict,
)
from palpate.report.text import Passage

_ROWS = 40  # of a chart on one page
_NAMED = 5


def person_section(report: QualityReport, one: Judged, n: int) -> Section:
    """Return the section of the n-th person."""
    title = one.person if one.group == one.person else f"{one.person}: {one.group}"
    parts: list[Part] = [Passage("", (verdict_sentence(one),), tone="strong")]
    parts.append(_overview(report, one))
    parts += _wrong(report, one)
    parts += _error_pictures(report, one)
    said = "Lengths are px of the frames; bias is the mean error to the right and down. "
    said += "The last column names the rules that a keypoint breaks."
    parts += [Passage("Every keypoint, the worst first", (said,)), _table(report, one)]
    parts += _dashes(report, one)
    parts += _coverage(one)
    filled = filled_sentence(one)
    notes = (*((filled,) if filled else ()), *one.notes, *one.score.notes)
    if notes:
        parts.append(Passage("What these numbers rest on", points=notes, tone="quiet"))
    return Section(title, f"person-{n}", tuple(parts))


def _overview(report: QualityReport, one: Judged) -> Part:
    map_of, pictures = body_map(report, one), list[Picture]()
    if map_of is not None:
        said = (
            "Each disc is as large as the keypoint's mean error; the arrow in it is its bias, as it points "
            "in the frames. An arrow that reaches the rim says that every error leads there; dark ones are "
            "no chance."
        )
        if one.failing:
            said += f" Numbers: the {counted(min(len(one.failing), NUMBERED), 'worst keypoint')}, as below."
        pictures.append(Picture(map_of, said))
    flags = one.score.visibility
    counts = np.asarray(flags.confusion)
    if counts.sum():
        title = f"Visibility of {one.person} against gold"
        said = "Visibility: how often labels call visible, occluded or absent what gold calls so; "
        said += f"{flags_sentence(one)}."
        pictures.append(Picture(confusion_figure(counts, flags.levels, title=title), said))
    if not pictures:
        return Passage("", ("No figure: no keypoint has a place on both sides.",), tone="quiet")
    if map_of is None:
        why = "No body map: this skeleton has no figure, or no keypoint has a place on both sides."
        first = pictures[0]
        pictures[0] = Picture(first.figure, f"{first.caption} {why}")
    return Gallery(tuple(pictures), 2)


def _wrong(report: QualityReport, one: Judged) -> list[Part]:
    heading = "What is wrong, how sure, what to do"
    if not one.failing:
        return [Passage(heading, ("No keypoint fails; there is nothing to do.",), tone="good")]
    shown, left = one.failing[:NUMBERED], one.failing[NUMBERED:]
    said = (
        f"The worst {len(shown)} of {len(one.failing)} keypoints that fail; the others are marked in the "
        "table of every keypoint. "
        if left
        else ""
    )
    n = len(one.score.keypoints)
    said += f"How sure is told by p, the chance of such a shift without a cause, adjusted for {n} keypoints. "
    said += "Afterwards: practise these keypoints, and calibrate again."
    return [Passage(heading, (said,)), _faults(report, one, shown)]


def _faults(report: QualityReport, one: Judged, points: tuple[KeypointScore, ...]) -> Table:
    rows = tuple(
        (
            str(rank),
            report.called(point.name),
            wrong_with(one, point),
            certainty_of(point),
            advice_on(report, one, point),
        )
        for rank, point in enumerate(points, 1)
    )
    return Table(
        ("", "keypoint", "what is wrong", "how sure", "what to do"),
        rows,
        (7.0, 27.0, 48.0, 44.0, 48.0),
        frozenset({0}),
        told=True,
    )


def _error_pictures(report: QualityReport, one: Judged) -> list[Part]:
    pictures, missing = list[Picture](), list[str]()
    for rank, point in enumerate(one.failing[:NUMBERED], 1):
        if point.fails == (VISIBILITY,):
            continue
        errors = one.errors.get(point.name)
        called = report.called(point.name)
        if errors is None or not len(errors.vectors):
            missing.append(called)
            continue
        figure = error_picture(point, errors, report.sights.get(point.name), title=called)
        pictures.append(Picture(figure, f"{rank} {called}. {_errors_said(point, len(errors.vectors))}"))
    if not (pictures or missing):
        return []
    said = (
        "Each dot is one placement, seen from the target (red cross), as it lies in the frames. Inside the "
        "dashed circle it is tolerated; the arrow is the bias, the ellipse where the true bias lies with "
        "95 % confidence, rings at the rim lie further out. Behind, pale, the plate that shows which place "
        "is meant; the errors have the frames' scale and not the plate's."
    )
    parts: list[Part] = [Passage("Where the placements lie", (said,))]
    if pictures:
        parts.append(Gallery(tuple(pictures), 4))
    if missing:
        parts.append(
            Passage("", (f"No picture, for lack of a place on both sides: {listed(missing)}.",), tone="quiet")
        )
    return parts


def _errors_said(point: KeypointScore, n: int) -> str:
    shift = f"bias {towards(point.bias_px)}" if point.systematic else "no systematic bias"
    drawn = f"; {n} of {point.n:,} drawn" if n < point.n else ""
    return f"{number(point.mpjpe_px)} px off on average; {shift}{drawn}"


# ---- the table -----------------------------------------------------------------------------------------


def _table(report: QualityReport, one: Judged) -> Table:
    ordered = one.worst_first
    rows = tuple(_row(report, one, rank, point) for rank, point in enumerate(ordered, 1))
    headings = (
        *("", "keypoint", "n", "mean px", "tolerance", "SD", "bias →", "bias ↓", "p"),
        *("without gold", "PCK", "flags", "κ", "fails by"),
    )
    widths = (6.0, 30.0, 10.0, 11.0, 15.0, 9.0, 10.0, 10.0, 12.0, 12.0, 11.0, 10.0, 10.0, 18.0)
    return Table(
        headings,
        rows,
        widths,
        frozenset(range(2, 13)) | {0},
        frozenset(n for n, point in enumerate(ordered) if point.fails),
    )


def _row(report: QualityReport, one: Judged, rank: int, point: KeypointScore) -> tuple[str, ...]:
    return (
        str(rank),
        report.called(point.name),
        str(point.n),
        number(point.mpjpe_px),
        number(point.tolerance_px),
        number(point.radial_sd_px),
        signed(point.bias_px[0]),
        signed(point.bias_px[1]),
        probability(point.bias_p_adjusted),
        number(one.left_px.get(point.name)),
        share(point.pck),
        share(point.agreement),
        number(point.kappa.value, 2),
        ", ".join(point.fails) or verdict(point),
    )


def _dashes(report: QualityReport, one: Judged) -> list[Part]:
    """Say of every dash in the table why it is there."""
    found: dict[str, list[str]] = {}
    for point in one.worst_first:
        for reason in _missing(report, one, point):
            found.setdefault(reason, []).append(report.called(point.name))
    if not found:
        return []
    n = len(one.score.keypoints)
    said = tuple(
        (reason, "all keypoints" if len(names) == n else listed(names, _NAMED))
        for reason, names in found.items()
    )
    return [Passage("Why numbers are missing", pairs=said, tone="quiet")]


def _missing(report: QualityReport, one: Judged, point: KeypointScore) -> Iterator[str]:
    if not point.n:
        yield "Errors: no position on both sides"
        return
    if not math.isfinite(point.tolerance_px):
        yield "Tolerance: the skeleton gives none, or no scale is known"
    if not math.isfinite(point.radial_sd_px):
        yield "SD: a spread takes two placements"
    if not math.isfinite(point.bias_p_adjusted):
        yield "p: too few errors are independent"
    if point.name not in one.left_px:
        yield "Without gold: gold's own error is not known"
    if not math.isfinite(point.pck):
        yield "PCK: the length that it is a share of is not known"
    if not math.isfinite(point.agreement):
        yield "Flags: nothing rated by both"
    if point.kappa.value is None:
        yield f"κ: {point.kappa.reason}"


def _coverage(one: Judged) -> list[Part]:
    if not one.coverage:
        said = "Nothing is known of clips or moments that the frames could be told apart by."
        return [Passage("Error and coverage by group", (said,), tone="quiet")]
    ordered = sorted(one.coverage, key=lambda cover: cover.by)
    charts = [coverage_chart(ordered[at : at + _ROWS]) for at in range(0, len(ordered), _ROWS)]
    pictures = tuple(Picture(figure) for figure in charts if figure is not None)
    thin = sum(cover.thin for cover in ordered)
    said = (
        f"Mean error of the poses in each group with its 95 % interval; {counted(thin, 'group')} of "
        f"{len(ordered)} {'is' if thin == 1 else 'are'} thin (red): too little was compared to rely on."
        if thin
        else f"Mean error of the poses in each group with its 95 % interval; none of {len(ordered)} is thin."
    )
    if not pictures:
        points = tuple(f"{cover.by}: {cover.group}: {cover.sentence}" for cover in ordered)
        return [Passage("Error and coverage by group", (said,), points)]
    return [Passage("Error and coverage by group", (said,)), Gallery(pictures, 1)]
