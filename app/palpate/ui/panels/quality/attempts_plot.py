"""Drawing attempts over time: one small plot for each figure, with the policy's line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from palpate.model.attempt import Task
from palpate.session.calibrating.attempt_course import Figure, Point, Reading
from palpate.ui.panels.quality.marks import draw_light, light_of
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import Tokens
from palpate.ui.widgets.course_words import figure_number, figure_word, short_number

_MARK = 12.0  # px across
_PAD = 10.0
_TICKS = 40.0  # px beside a plot for the numbers of its axis
_FROM_ZERO = (Figure.ERROR, Figure.FAILING, Figure.BIAS)
_TOP = {Figure.OKS: 1.0, Figure.KAPPA: 1.0}


@dataclass(frozen=True, slots=True)
class SmallPlot:
    """Where one figure lies on the widget.

    Attributes
    ----------
    box
        Of the plot with its words.
    low, high
        Ends of its axis.
    """

    figure: Figure
    box: QRectF
    readings: tuple[Reading, ...]
    low: float
    high: float
    line: float

    @staticmethod
    def of(figure: Figure, points: Sequence[Point], box: QRectF, line: float) -> SmallPlot:
        """Fit the readings, and the line of the policy, into a box; ``line`` is the height of a word."""
        readings = tuple(point.readings[figure] for point in points)
        values = [one.value for one in readings if one.value is not None]
        lines = [one.line for one in readings if one.line is not None]
        low, high = _ends(figure, [*values, *lines])
        return SmallPlot(figure, box, readings, low, high, line)

    @property
    def inside(self) -> QRectF:
        """Where the marks lie."""
        return self.box.adjusted(_TICKS, self.line + 10.0, -_PAD, -(self.line + 8.0))

    def x(self, at: int) -> float:
        """Return where an attempt stands."""
        room, n = self.inside, len(self.readings)
        return room.left() + room.width() * (0.5 if n == 1 else (at + 0.5) / n)

    def y(self, value: float) -> float:
        """Return how high a value stands."""
        room = self.inside
        return room.bottom() - room.height() * (value - self.low) / (self.high - self.low)


def draw_small_plot(painter: QPainter, plot: SmallPlot, points: Sequence[Point], *, chosen: int) -> None:
    """Draw heading, axis, the policy's line and the marks; ``chosen`` is the attempt to stand out."""
    tokens = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_axis(painter, plot, points, tokens, chosen)
    _draw_line(painter, plot, tokens)
    _draw_course(painter, plot, points, tokens, chosen)


def _ends(figure: Figure, values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    if figure in _FROM_ZERO:
        return 0.0, max(1.12 * max(values), 1.0)
    top = _TOP[figure]
    low = min(values)
    return low - max(0.25 * (top - low), 0.02), top


def _draw_axis(
    painter: QPainter, plot: SmallPlot, points: Sequence[Point], tokens: Tokens, chosen: int
) -> None:
    room, line = plot.inside, plot.line
    base = painter.font()
    bold = QFont(base)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(tokens.text))
    head = QRectF(plot.box.left(), plot.box.top(), plot.box.width(), line)
    painter.drawText(head, Qt.AlignmentFlag.AlignLeft, figure_word(plot.figure))
    painter.setFont(base)
    painter.setPen(QPen(QColor(tokens.line), 1.0))
    painter.drawLine(QLineF(room.bottomLeft(), room.bottomRight()))
    painter.setPen(QColor(tokens.text_quiet))
    there = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for value in (plot.low, plot.high):
        beside = QRectF(plot.box.left(), plot.y(value) - line / 2, _TICKS - 6.0, line)
        painter.drawText(beside, there, figure_number(plot.figure, value))
    wide = max(painter.fontMetrics().horizontalAdvance(short_number(one.outcome.attempt)) for one in points)
    every = max(1, math.ceil((wide + 6.0) * len(points) / max(room.width(), 1.0)))
    for at, one in enumerate(points):
        if at % every and at != chosen:
            continue
        painter.setPen(QColor(tokens.text if at == chosen else tokens.text_quiet))
        below = QRectF(plot.x(at) - 30.0, room.bottom() + 4.0, 60.0, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, short_number(one.outcome.attempt))


def _draw_line(painter: QPainter, plot: SmallPlot, tokens: Tokens) -> None:
    """Draw what the policy asked for at each attempt, with the latest in figures."""
    known = [(at, one.line) for at, one in enumerate(plot.readings) if one.line is not None]
    if not known or plot.figure is Figure.FAILING:
        return
    room = plot.inside
    half = room.width() / max(len(plot.readings), 1) / 2
    painter.setPen(QPen(QColor(tokens.text_quiet), 1.5, Qt.PenStyle.DashLine))
    for at, line in known:
        y = plot.y(line)
        painter.drawLine(QLineF(plot.x(at) - half, y, plot.x(at) + half, y))
    latest = known[-1][1]
    painter.setPen(QColor(tokens.text_quiet))
    head = QRectF(plot.box.left(), plot.box.top(), plot.box.width() - _PAD, plot.line)
    sign = "≤" if plot.figure in _FROM_ZERO else "≥"
    painter.drawText(head, Qt.AlignmentFlag.AlignRight, f"{sign} {figure_number(plot.figure, latest)}")


def _draw_course(
    painter: QPainter, plot: SmallPlot, points: Sequence[Point], tokens: Tokens, chosen: int
) -> None:
    known = [(at, one.value) for at, one in enumerate(plot.readings) if one.value is not None]
    places = [QPointF(plot.x(at), plot.y(value)) for at, value in known]
    painter.setPen(QPen(QColor(tokens.text_quiet), 1.5))
    painter.drawPolyline(places)
    if 0 <= chosen < len(plot.readings):
        _draw_chosen(painter, plot, tokens, chosen)
    for (at, _), place in zip(known, places, strict=True):
        small = points[at].outcome.attempt.task is Task.PRACTICE
        _draw_mark(painter, place, plot.readings[at], tokens, _MARK - 3.0 if small else _MARK)
    painter.setPen(QColor(tokens.text_quiet))
    for at, one in enumerate(plot.readings):
        if one.value is None:
            middle = QRectF(plot.x(at) - 8.0, plot.inside.bottom() - plot.line - 2.0, 16.0, plot.line)
            painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, "–")


def _draw_mark(painter: QPainter, place: QPointF, reading: Reading, tokens: Tokens, size: float) -> None:
    """Draw a verdict; a dot where nothing is judged."""
    if reading.good is None:
        painter.setPen(QPen(QColor(tokens.panel), 1.5))
        painter.setBrush(QColor(tokens.text))
        painter.drawEllipse(place, size / 3.0, size / 3.0)
        return
    box = QRectF(place.x() - size / 2, place.y() - size / 2, size, size)
    draw_light(painter, light_of(reading.good), box)


def _draw_chosen(painter: QPainter, plot: SmallPlot, tokens: Tokens, chosen: int) -> None:
    room, x = plot.inside, plot.x(chosen)
    painter.setPen(QPen(QColor(tokens.accent), 1.0))
    painter.drawLine(QLineF(x, room.top() - 4.0, x, room.bottom()))
    value = plot.readings[chosen].value
    if value is None:
        return
    word = figure_number(plot.figure, value)
    width = painter.fontMetrics().horizontalAdvance(word) + 6.0
    right = x + 9.0 + width <= plot.box.right()
    box = QRectF(x + 9.0 if right else x - 9.0 - width, plot.y(value) - plot.line / 2, width, plot.line)
    painter.fillRect(box, QColor(tokens.panel))
    painter.setPen(QColor(tokens.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
