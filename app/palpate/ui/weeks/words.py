"""The weeks in words: who is retrained in what and why, what changed, what a cell says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
from PySide6.QtCore import QCoreApplication, QDate, QLocale

from palpate.quality.weekly import Week
from palpate.session.judging.bias_words import in_picture, on_body
from palpate.session.production_qa.changes_of_people import Drift
from palpate.session.production_qa.retraining import Retraining, explained
from palpate.session.production_qa.type_titles import titles_in
from palpate.session.production_qa.weekly_content import direction
from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.session.production_qa.weeks_view import WeeksView
from palpate.ui.messages import with_capital

GUIDELINE, CELL, PERSON = "guideline", "cell", "person"


def retraining_html(view: WeeksView) -> str:
    """Return the retraining list as rich text, person by person; links are ``guideline:`` and ``cell:``."""
    report = view.report
    titles = titles_of(report)
    parts = []
    for who in dict.fromkeys(one.annotator for one in report.retraining):
        mine = [one for one in report.retraining if one.annotator == who]
        opened = explained([one for one in mine if one.is_open])
        closed = explained([one for one in mine if not one.is_open])
        if opened:
            parts.append(_person(report, who, opened, titles))
        if closed:
            parts.append(_closed(who, closed, titles, alone=not opened))
    if not any(one.is_open for one in report.retraining):
        parts.insert(0, f"<p>{escape(nobody(report))}</p>")
    return "".join(parts)


def changes_html(view: WeeksView) -> str:
    """Return what people began to place differently, as rich text."""
    report = view.report
    titles = titles_of(report)
    counted = [one for one in report.drifts if one.counts]
    head = f"<h2>{escape(_tr('Placed differently'))}</h2>"
    if not counted:
        n = len(report.drifts)
        said = (
            _tr("No change in any of {n} series of errors.").format(n=n)
            if n
            else _tr("Nobody has twenty errors at a keypoint, apart in time: too few to look for a change.")
        )
        return f"{head}<p>{escape(said)}</p>"
    return head + "".join(_change(report, one, titles[one.keypoint]) for one in counted)


def notes_html(view: WeeksView) -> str:
    """Return what the numbers rest on, as rich text."""
    notes = "".join(f"<p>{escape(with_capital(note))}.</p>" for note in view.report.notes)
    return f"<h2>{escape(_tr('What the numbers rest on'))}</h2>{notes}"


def waiting_for(report: WeeklyReport, who: str) -> int:
    """Return how many keypoints somebody is to be retrained in."""
    mine = [one for one in report.retraining if one.is_open and one.annotator == who]
    return len({int(k) for one in explained(mine) for k in one.group.keypoints})


def nobody(report: WeeklyReport) -> str:
    """Say why nobody is on the list."""
    if not report.sufficient.any():
        return _tr("Nobody can be judged yet: {why}.").format(why=report.notes[-1] if report.notes else "")
    return _tr(
        "Nobody is to be retrained: nobody was above a limit in {n} sufficient weeks in a row."
    ).format(n=report.rule.weeks)


def titles_of(report: WeeklyReport) -> dict[str, str]:
    """Return what keypoints and types of them are called, by name."""
    return titles_in(report.skeleton)


def group_title(report: WeeklyReport, group: int) -> str:
    """Return what a row of the table is called."""
    one = report.groups[group]
    called = titles_of(report)[one.name]
    return _tr("all {type}").format(type=called) if one.is_type else called


def change_words(report: WeeklyReport, drift: Drift, title: str) -> str:
    """Say since when somebody places a keypoint differently, and how."""
    step = np.subtract(drift.after_px, drift.before_px).tolist()
    body = on_body(drift.local)
    return _tr("{title}: differently since {week}, moved {way} (p {p})").format(
        title=title,
        week=week_words(drift.week),
        way=in_picture(step) + (f"; {_tr('on the body')} {body}" if body else ""),
        p=p_words(drift.p),
    )


def week_words(week: Week, *, among: Sequence[Week] = ()) -> str:
    """Return ``W37``, with its year where the others lie in more than one."""
    years = {one.monday.isocalendar().year for one in among}
    said = str(week)
    return said if len(years) > 1 else said[5:]


def days_words(week: Week) -> str:
    """Return the days of a week: ``9 Sep 2024 – 15 Sep 2024``."""
    first = week.monday
    day = QDate(first.year, first.month, first.day)
    told = QLocale()
    return f"{told.toString(day, 'd MMM yyyy')} – {told.toString(day.addDays(6), 'd MMM yyyy')}"


def p_words(p: float | None) -> str:
    """Return a probability as people write it."""
    if p is None:
        return _tr("not known")
    return "<\N{NO-BREAK SPACE}0.001" if p < 0.001 else f"=\N{NO-BREAK SPACE}{p:.3f}"


def cell_words(report: WeeklyReport, *, person: int, group: int, week: int) -> str:
    """Say what a cell of the table rests on."""
    found, one = report.figures, report.groups[group]
    at = (person, group, week)
    n, when = int(found.n[at]), report.weeks[week]
    head = _tr("{title}, {who}, {week} ({days})").format(
        title=group_title(report, group), who=found.annotators[person], week=str(when), days=days_words(when)
    )
    if not n:
        return f"{head}\n{_tr('nothing was reviewed')}"
    lines = [head, _figure(report, at), _bias(found.bias_px[at])]
    if not report.sufficient[at]:
        lines.append(
            _tr("Fewer than {n} placements: the week is skipped, not judged").format(n=report.rule.min_n)
        )
    elif report.flags[at]:
        lines.append(
            _tr("Above the limit of {px:g} px for {n} sufficient weeks in a row: to be retrained").format(
                px=one.limit_px, n=report.rule.weeks
            )
        )
    elif found.scaled_px[at] > one.limit_px:
        lines.append(_tr("Above the limit of {px:g} px, this week").format(px=one.limit_px))
    else:
        lines.append(_tr("Within the limit of {px:g} px").format(px=one.limit_px))
    lines.append(_tr("Click, or Enter: the frame that is worst"))
    return "\n".join(lines)


def scaled_differs(report: WeeklyReport) -> bool:
    """Whether subjects stand so tall that the numbers judged are not those of the footage."""
    found = report.figures
    with np.errstate(invalid="ignore"):
        return bool((np.abs(found.scaled_px - found.mean_px) >= 0.05).any())


def _figure(report: WeeklyReport, at: tuple[int, int, int]) -> str:
    found = report.figures
    n = int(found.n[at])
    with np.errstate(invalid="ignore", divide="ignore"):
        error = float(found.scaled_sd_px[at] / np.sqrt(n))
    said = _tr("{px:.1f} px").format(px=float(found.scaled_px[at]))
    if np.isfinite(error):
        said += _tr(" ± {error:.1f} (standard error)").format(error=error)
    if scaled_differs(report):
        said += _tr(" where the subject stands 1500 px tall, {px:.1f} px here").format(
            px=float(found.mean_px[at])
        )
    return f"{said}; n {n}"


def _bias(bias: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    if not np.isfinite(bias).all():
        return _tr("no direction is known")
    return _tr("On average {way}").format(way=in_picture(bias.tolist()))


def _person(report: WeeklyReport, who: str, items: Sequence[Retraining], titles: Mapping[str, str]) -> str:
    n = len({int(k) for one in items for k in one.group.keypoints})
    said = (
        _tr("one keypoint again; no new work with it until a recalibration closes this")
        if n == 1
        else _tr("{n} keypoints again; no new work with them until a recalibration closes this").format(n=n)
    )
    head = f'<h3><a href="{PERSON}:{escape(who)}">{escape(who)}</a></h3><p>{escape(said)}</p>'
    return head + "".join(_item(report, one, titles) for one in items)


def _item(report: WeeklyReport, one: Retraining, titles: Mapping[str, str]) -> str:
    over = _tr("Since {week} above the limit of {limit:g} px: {px:.1f} px off").format(
        week=week_words(one.weeks[0], among=report.weeks), px=one.scaled_px, limit=one.group.limit_px
    )
    if abs(one.scaled_px - one.mean_px) >= 0.05:
        over += _tr(" ({px:.1f} px in this footage)").format(px=one.mean_px)
    way = direction(one)
    sure = "" if one.bias_p is None else f" (p\N{NO-BREAK SPACE}{p_words(one.bias_p)})"
    lines = [f"{escape(over)}, {escape(way)}{escape(sure)}."]
    if one.tried is not None and one.tried.mean_px is not None:
        lines.append(
            escape(
                _tr("A recalibration on {day} did not close it: {px:.1f} px, n {n}.").format(
                    day=_day(one), px=one.tried.mean_px, n=one.tried.n
                )
            )
        )
    name = report.skeleton.names[int(one.group.keypoints[0])]
    links = (
        f'<a href="{GUIDELINE}:{name}">{escape(_tr("Guideline"))}</a> &nbsp; '
        f'<a href="{CELL}:{escape(one.annotator)}:{one.group.name}">{escape(_tr("Its weeks"))}</a>'
    )
    title = escape(titles[one.group.name])
    return f'<p style="margin-left:12px"><b>{title}</b><br>{" ".join(lines)}<br>{links}</p>'


def _change(report: WeeklyReport, one: Drift, title: str) -> str:
    who = escape(one.annotator)
    link = f'<a href="{CELL}:{who}:{one.keypoint}">{escape(_tr("Its weeks"))}</a>'
    return f"<p><b>{who}</b> &nbsp; {escape(change_words(report, one, title))}<br>{link}</p>"


def _closed(who: str, items: Sequence[Retraining], titles: Mapping[str, str], *, alone: bool) -> str:
    told = [
        _tr("{title} ({px:.1f} px)").format(title=titles[one.group.name], px=one.closed_by.mean_px)
        for one in items
        if one.closed_by is not None and one.closed_by.mean_px is not None
    ]
    said = _tr("Closed by a recalibration: {titles}.").format(titles=", ".join(told))
    head = f'<h3><a href="{PERSON}:{escape(who)}">{escape(who)}</a></h3>' if alone else ""
    return f"{head}<p>{escape(said)}</p>"


def _day(one: Retraining) -> str:
    assert one.tried is not None
    time = one.tried.time
    return QLocale().toString(QDate(time.year, time.month, time.day), "d MMM yyyy")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Weeks", text)
