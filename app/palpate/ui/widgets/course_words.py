"""Attempts over time in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from palpate.model.attempt import Attempt, Task
from palpate.session.calibrating.attempt_course import Figure, Point, Reading
from palpate.ui.widgets.unit_words import task_title
from palpate.ui.widgets.when_words import when_words

_HEADS = {
    Figure.ERROR: QT_TRANSLATE_NOOP("Course", "Mean error, px"),
    Figure.OKS: QT_TRANSLATE_NOOP("Course", "OKS"),
    Figure.KAPPA: QT_TRANSLATE_NOOP("Course", "κ of visibility flags"),
    Figure.FAILING: QT_TRANSLATE_NOOP("Course", "Failing keypoints"),
    Figure.BIAS: QT_TRANSLATE_NOOP("Course", "Bias, px"),
}
_DIGITS = {Figure.ERROR: 1, Figure.OKS: 3, Figure.KAPPA: 2, Figure.FAILING: 0, Figure.BIAS: 1}


def figure_word(figure: Figure) -> str:
    """Return what a figure is called."""
    return _tr(str(_HEADS[figure]))


def figure_number(figure: Figure, value: float) -> str:
    """Write a figure with its usual digits."""
    return f"{value:.{_DIGITS[figure]}f}"


def short_number(attempt: Attempt) -> str:
    """Return the number of an attempt where there is little room; practice has a letter before it."""
    return _tr("P{n}").format(n=attempt.number) if attempt.task is Task.PRACTICE else str(attempt.number)


def point_words(point: Point) -> str:
    """Say what an attempt came to, figure by figure, with the reason of each that is not known."""
    attempt = point.outcome.attempt
    verdict = {True: _tr("passed"), False: _tr("not passed"), None: _tr("not judged")}[point.passed]
    head = _tr("{title}, {when}: {verdict}").format(
        title=task_title(attempt),
        when=when_words(attempt.submitted, datetime.now().astimezone()),
        verdict=verdict,
    )
    return ". ".join((head, *(_reading_words(*one) for one in point.readings.items()))) + "."


def course_words(points: Sequence[Point]) -> str:
    """Say how a person came along, from the first to the last attempt."""
    if not points:
        return ""
    last = points[-1]
    passed = sum(point.passed is True for point in points)
    n = _tr("One attempt") if len(points) == 1 else _tr("{n} attempts").format(n=len(points))
    good = _tr("none passed") if not passed else _tr("{n} passed").format(n=passed)
    first_px, last_px = (point.readings[Figure.ERROR].value for point in (points[0], last))
    if len(points) < 2 or first_px is None or last_px is None:
        return _tr("{n}, {good}.").format(n=n, good=good)
    return _tr("{n}, {good}; from {first} to {last} px off.").format(
        n=n, good=good, first=f"{first_px:.1f}", last=f"{last_px:.1f}"
    )


def _reading_words(figure: Figure, reading: Reading) -> str:
    name = figure_word(figure)
    if reading.value is None:
        return _tr("{name} not known: {reason}").format(name=name, reason=reading.reason)
    value = figure_number(figure, reading.value)
    if reading.line is None or figure is Figure.FAILING:
        return f"{name} {value}"
    line = figure_number(figure, reading.line)
    return _tr("{name} {value} (line {line})").format(name=name, value=value, line=line)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Course", text)
