"""One keypoint over the weeks: a person's mean error with its standard error, the limit, and the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.model.arrays import Floats
from palpate.quality.weekly import Week
from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.tokens import Tokens
from palpate.ui.weeks.heat import draw_diamond
from palpate.ui.weeks.words import group_title, week_words

_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 16.0, 34.0, 26.0
_DOT = 4.0
_OTHERS_AT_MOST = 6  # beyond, lines of others would be a tangle


@dataclass(frozen=True, slots=True)
class Curve:
    """One person's weeks at one keypoint; ``(W,)`` arrays over all weeks from the first to the last.

    Attributes
    ----------
    mean_px, error_px
        As judged, NaN where nothing was reviewed; the standard error NaN for a single placement.
    enough, flagged
        Whether the week is judged, and whether retraining is asked for.
    """

    who: str
    mean_px: Floats
    error_px: Floats
    enough: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    flagged: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


class WeekChart(QWidget):
    """Draws it; what it says stands in its accessible description too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title, self._limit = "", 0.0
        self._first, self._n = 0, 0
        self._mine: Curve | None = None
        self._others: list[Curve] = []
        self._changed = -1
        self.setAccessibleName(self.tr("Error over the weeks"))

    def show_group(self, report: WeeklyReport | None, person: int, group: int) -> None:
        """Show a person at a keypoint or type; nothing without them."""
        self._mine, self._others, self._changed, self._n = None, [], -1, 0
        if report is not None and person >= 0 and group >= 0 and len(report.figures.weeks):
            who = report.figures.annotators[person]
            one = report.groups[group]
            self._title = self.tr("{title}, {who}").format(title=group_title(report, group), who=who)
            self._limit = one.limit_px
            self._first = int(report.figures.weeks[0])
            self._n = int(report.figures.weeks[-1]) - self._first + 1
            curves = [curve_of(report, a, group) for a in range(len(report.figures.annotators))]
            self._mine = curves.pop(person)
            self._others = curves[:_OTHERS_AT_MOST]
            self._changed = _change(report, who, one.name, self._first)
        self.setAccessibleDescription(self.description)
        self.update()

    @property
    def title(self) -> str:
        """What is shown; empty for nothing."""
        return self._title if self._mine is not None else ""

    @property
    def changed(self) -> int:
        """Which week from the first on has the mark of a change; −1 without one."""
        return self._changed

    @property
    def description(self) -> str:
        """The figures in words."""
        if self._mine is None:
            return self.tr("Choose a keypoint to see its weeks")
        told = [
            f"{week_words(Week(self._first + w))} {self._mine.mean_px[w]:.1f}"
            for w in np.flatnonzero(np.isfinite(self._mine.mean_px)).tolist()
        ]
        return self.tr("{title}: {weeks}; limit {limit} px").format(
            title=self._title, weeks=", ".join(told), limit=f"{self._limit:g}"
        )

    # ---- Qt ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Wide rather than high."""
        return QSize(420, 220)

    def minimumSizeHint(self) -> QSize:
        """Below this weeks could not be told apart."""
        return QSize(180, 130)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, tokens = QPainter(self), current()
        painter.fillRect(self.rect(), QColor(tokens.panel))
        painter.setFont(number_font(self.font()))
        if self._mine is None:
            painter.setPen(QColor(tokens.text_quiet))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.description)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(painter, self._mine, tokens)
        painter.end()

    # ---- inside ------------------------------------------------------------------------------------------

    def _draw(self, painter: QPainter, mine: Curve, tokens: Tokens) -> None:
        field = _Field.of(QRectF(self.rect()), self._n, self._highest(mine))
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        plain = painter.font()
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text))
        title = self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideMiddle, self.width() - 24)
        painter.drawText(QPointF(12.0, 20.0), title)
        used = 12.0 + painter.fontMetrics().horizontalAdvance(title)
        painter.setFont(plain)
        self._name_others(painter, used + 16.0, tokens)
        self._draw_ground(painter, field, tokens)
        for other in self._others:
            _draw_line(painter, field, other, QPen(QColor(tokens.text_disabled), 1.0))
        self._draw_change(painter, field, tokens)
        _draw_line(painter, field, mine, QPen(QColor(tokens.text), 2.0))
        for w in np.flatnonzero(np.isfinite(mine.mean_px)).tolist():
            _draw_week(painter, field, mine, w, self._limit, tokens)

    def _name_others(self, painter: QPainter, left: float, tokens: Tokens) -> None:
        """Say whose the faint lines are, if there is room."""
        said = self.tr("faint: {names}").format(names=", ".join(one.who for one in self._others))
        if self._others and left + painter.fontMetrics().horizontalAdvance(said) < self.width() - 8:
            painter.setPen(QColor(tokens.text_quiet))
            painter.drawText(QPointF(left, 20.0), said)

    def _highest(self, mine: Curve) -> float:
        """Return px at the upper edge: what is shown of this person fits, others may leave."""
        tops = np.nan_to_num(mine.mean_px) + np.nan_to_num(mine.error_px)
        return max(1.25 * self._limit, 1.1 * float(tops.max(initial=0.0)))

    def _draw_ground(self, painter: QPainter, field: _Field, tokens: Tokens) -> None:
        metrics, box = painter.fontMetrics(), field.box
        painter.setPen(QPen(QColor(tokens.line), 1.0))
        painter.drawLine(QLineF(box.bottomLeft(), box.bottomRight()))
        limit = field.y(self._limit)
        painter.setPen(QPen(QColor(tokens.warning), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(box.left(), limit, box.right(), limit))
        painter.setPen(QColor(tokens.text_quiet))
        for value, y in ((0.0, box.bottom()), (self._limit, limit), (field.high, box.top())):
            if value in (0.0, self._limit) or abs(y - limit) > metrics.height():
                said = f"{value:g}" if value in (0.0, self._limit) else f"{value:.0f}"
                room = QRectF(0.0, y - 10.0, box.left() - 6.0, 20.0)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), said)
        step = max(int(np.ceil(self._n * (metrics.horizontalAdvance("W00") + 8) / max(box.width(), 1.0))), 1)
        for w in range(0, self._n, step):
            room = QRectF(field.x(w) - 30.0, box.bottom() + 4.0, 60.0, 18.0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter), week_words(Week(self._first + w)))
        painter.drawText(
            QRectF(box.left(), box.top() - 12.0, box.width(), 14.0), int(Qt.AlignmentFlag.AlignLeft), "px"
        )

    def _draw_change(self, painter: QPainter, field: _Field, tokens: Tokens) -> None:
        if self._changed < 0:
            return
        x = field.x(self._changed - 0.5)
        painter.setPen(QPen(QColor(tokens.accent), 1.5, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, field.box.top(), x, field.box.bottom()))
        draw_diamond(painter, QPointF(x, field.box.top()), tokens, radius=5.0)
        said = self.tr("changed")
        width = painter.fontMetrics().horizontalAdvance(said)
        left = x + 8.0 if x + 10.0 + width < field.box.right() else x - 8.0 - width
        painter.setPen(QColor(tokens.accent))
        painter.drawText(QPointF(left, field.box.top() + 4.0), said)


@dataclass(frozen=True, slots=True)
class _Field:
    """Where weeks and px lie on the widget."""

    box: QRectF
    n: int
    high: float

    @staticmethod
    def of(room: QRectF, n: int, high: float) -> _Field:
        return _Field(room.adjusted(_LEFT, _TOP + 12.0, -_RIGHT, -_BOTTOM), n, max(high, 1e-6))

    def x(self, week: float) -> float:
        return self.box.left() + self.box.width() * (week + 0.5) / max(self.n, 1)

    def y(self, px: float) -> float:
        return self.box.bottom() - self.box.height() * min(px / self.high, 1.02)


def curve_of(report: WeeklyReport, person: int, group: int) -> Curve:
    """Return a person's weeks, those in which nothing was reviewed among them."""
    found = report.figures
    n = int(found.weeks[-1] - found.weeks[0]) + 1
    at = found.weeks - found.weeks[0]
    mean, error = np.full(n, np.nan), np.full(n, np.nan)
    enough, flagged = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    mean[at] = np.where(found.n[person, group] > 0, found.scaled_px[person, group], np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        error[at] = found.scaled_sd_px[person, group] / np.sqrt(found.n[person, group])
    enough[at], flagged[at] = report.sufficient[person, group], report.flags[person, group]
    return Curve(found.annotators[person], mean, error, enough, flagged)


def _change(report: WeeklyReport, who: str, name: str, first: int) -> int:
    for one in report.drifts:
        if one.counts and (one.annotator, one.keypoint) == (who, name):
            return one.week.count - first
    return -1


def _draw_line(painter: QPainter, field: _Field, curve: Curve, pen: QPen) -> None:
    """Join the weeks that are judged."""
    known = np.flatnonzero(curve.enough & np.isfinite(curve.mean_px)).tolist()
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(field.x(w), field.y(float(curve.mean_px[w]))) for w in known]))


def _draw_week(painter: QPainter, field: _Field, curve: Curve, w: int, limit: float, tokens: Tokens) -> None:
    mean, error = float(curve.mean_px[w]), float(curve.error_px[w])
    over = bool(curve.enough[w]) and mean > limit
    ink, x, y = QColor(tokens.bad if over else tokens.text), field.x(w), field.y(mean)
    painter.setPen(QPen(ink, 1.5))
    if np.isfinite(error):
        painter.drawLine(QLineF(x, field.y(mean - error), x, field.y(mean + error)))
    painter.setBrush(ink if curve.enough[w] else QColor(tokens.panel))
    if over:
        painter.drawRect(QRectF(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT))
    else:
        painter.drawEllipse(QPointF(x, y), _DOT, _DOT)
    if curve.flagged[w]:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x - 7.5, y - 7.5, 15.0, 15.0))
