"""Drawing the errors of a keypoint: a plot in px around its target."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from palpate.model.arrays import Bools, Floats, Ints
from palpate.session.judging.quality_view import Errors, KeypointScore
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import Tokens

PAD = 8
LEGEND = 3  # lines
COMPACT = 2
MOST_DRAWN = 1500  # errors; more could not be told apart, and would take longer than a picture may
_LARGEST, _MOST_BEYOND = 200, 400
_BESIDE_BELOW = 256  # px of height; below, words and plot stand side by side
_OUTLIER = 4.0  # times the 95th percentile; what lies further out would shrink all the rest to a dot


@dataclass(frozen=True, slots=True)
class Plot:
    """Where everything lies.

    Attributes
    ----------
    box
        Of the plot, on the widget.
    centre, scale
        The target on the widget, and its px per px of the picture.
    """

    keypoint: KeypointScore
    errors: Errors
    box: QRectF
    centre: QPointF
    scale: float

    @staticmethod
    def of(keypoint: KeypointScore, errors: Errors, room: QRect, metrics: QFontMetrics) -> Plot:
        """Fit the errors, the tolerance and the bias into the room that the words leave."""
        words, line = words_room(room), metrics.height()
        if words == room:
            above = PAD + 2 * line + PAD
            below = legend_lines(room) * (line + 2) + 2 * PAD + line
            box = QRectF(room).adjusted(PAD, above, -PAD, -below)
        else:
            box = QRectF(room).adjusted(words.width(), PAD, -PAD, -PAD)
        size = np.abs(errors.vectors)
        usual = np.maximum(np.quantile(size, 0.95, axis=0), 0.5)
        tolerance = keypoint.tolerance_px if math.isfinite(keypoint.tolerance_px) else 0.5
        reach = np.minimum(size.max(axis=0), _OUTLIER * usual.max())
        reach = 1.08 * np.maximum(np.maximum(reach, np.abs(keypoint.bias_px)), tolerance)
        scale = min(max(box.width(), 16.0) / reach[0], max(box.height(), 16.0) / reach[1]) / 2.0
        return Plot(keypoint, errors, box, box.center(), float(scale))

    @property
    def half(self) -> tuple[float, float]:
        """Px of the picture from the target to the right and to the lower edge."""
        return self.box.width() / self.scale / 2.0, self.box.height() / self.scale / 2.0

    def at(self, x: float, y: float) -> QPointF:
        """Return where an error ends on the widget."""
        return QPointF(self.centre.x() + x * self.scale, self.centre.y() + y * self.scale)

    def beyond(self) -> Bools:
        """``(N,)`` true where an error ends outside the plot."""
        return np.asarray((np.abs(self.errors.vectors) > self.half).any(axis=1))

    def ends(self) -> Floats:
        """``(N, 2)`` where the errors end on the widget; those beyond the plot at its rim."""
        vectors = self.errors.vectors
        share = np.maximum(np.abs(vectors) / self.half, 1e-9).max(axis=1)
        drawn = vectors * np.where(share > 1.0, 0.98 / share, 1.0)[:, None]
        return np.asarray(drawn * self.scale + (self.centre.x(), self.centre.y()))


def words_room(room: QRect) -> QRect:
    """Return where the words go: all of the room, around the plot; or its left part where it is low."""
    if room.height() >= _BESIDE_BELOW or room.width() < 1.4 * room.height():
        return room
    width = min(max(room.width() - room.height(), 160), 5 * room.width() // 9)
    return QRect(room.left(), room.top(), width, room.height())


def legend_lines(room: QRect) -> int:
    """Return how many lines the legend takes: one per mark, or few words in two where the room is low."""
    return LEGEND if room.height() >= _BESIDE_BELOW else COMPACT


def draw_plot(painter: QPainter, plot: Plot, *, chosen: int = -1) -> None:
    """Draw axes, tolerance, errors, bias and its ellipse; ``chosen`` is the error to stand out."""
    tokens = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_ground(painter, plot, tokens)
    _draw_errors(painter, plot, tokens)
    _draw_bias(painter, plot, tokens)
    _draw_chosen(painter, plot, chosen, tokens)


def _draw_ground(painter: QPainter, plot: Plot, tokens: Tokens) -> None:
    """Axes through the target and the circle of the tolerance."""
    painter.setPen(QPen(QColor(tokens.line), 1.0))
    x, y = plot.half
    painter.drawLine(QLineF(plot.at(-x, 0), plot.at(x, 0)))
    painter.drawLine(QLineF(plot.at(0, -y), plot.at(0, y)))
    if math.isfinite(plot.keypoint.tolerance_px):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.text_quiet), 1.5, Qt.PenStyle.DashLine))
        radius = plot.keypoint.tolerance_px * plot.scale
        painter.drawEllipse(plot.centre, radius, radius)


def _draw_errors(painter: QPainter, plot: Plot, tokens: Tokens) -> None:
    ends, beyond = plot.ends(), plot.beyond()
    n = len(ends)
    drawn = _drawn(n)
    faint = QColor(tokens.text_quiet)
    faint.setAlphaF(min(0.35, max(0.06, 24.0 / n)))
    painter.setPen(QPen(faint, 1.0))
    painter.drawLines([QLineF(plot.centre, QPointF(x, y)) for x, y in ends[drawn].tolist()])
    dot = QColor(tokens.text)
    dot.setAlphaF(min(0.85, max(0.3, 60.0 / n)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(dot)
    radius = 2.25 if n <= 400 else 1.5
    for x, y in ends[drawn][~beyond[drawn]].tolist():
        painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.setPen(QPen(QColor(tokens.bad), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y in ends[beyond][:_MOST_BEYOND].tolist():
        painter.drawPolygon(_outward(plot.centre, QPointF(x, y)))


def _drawn(n: int) -> Ints:
    """Return which of so many errors, the largest first, are drawn: the largest, and evenly of the rest."""
    if n <= MOST_DRAWN:
        return np.arange(n)
    rest = np.linspace(_LARGEST, n - 1, MOST_DRAWN - _LARGEST).astype(np.int64)
    return np.concatenate([np.arange(_LARGEST), rest])


def _outward(centre: QPointF, tip: QPointF) -> QPolygonF:
    """A small open triangle that points away from the target."""
    angle = math.atan2(tip.y() - centre.y(), tip.x() - centre.x())
    corners = ((0.0, 6.0), (2.5, 5.0), (-2.5, 5.0))
    return QPolygonF(
        [tip + QPointF(r * math.cos(angle + turn), r * math.sin(angle + turn)) for turn, r in corners]
    )


def _draw_bias(painter: QPainter, plot: Plot, tokens: Tokens) -> None:
    accent = QColor(tokens.accent)
    ellipse = plot.errors.ellipse
    if ellipse is not None:
        wash = QColor(accent)
        wash.setAlphaF(0.25)
        painter.save()
        painter.translate(plot.at(float(ellipse.centre[0]), float(ellipse.centre[1])))
        painter.rotate(math.degrees(ellipse.angle))
        painter.setPen(QPen(accent, 1.5))
        painter.setBrush(wash)
        a, b = (max(float(axis) * plot.scale, 1.5) for axis in ellipse.semi_axes)
        painter.drawEllipse(QPointF(0, 0), a, b)
        painter.restore()
    tip = plot.at(*plot.keypoint.bias_px)
    draw_arrow(painter, plot.centre, tip, casing=QColor(tokens.panel), ink=accent)
    painter.setPen(QPen(QColor(tokens.text), 1.5))
    for dx, dy in ((5.0, 0.0), (0.0, 5.0)):
        away = QPointF(dx, dy)
        painter.drawLine(QLineF(plot.centre - away, plot.centre + away))


def draw_arrow(painter: QPainter, start: QPointF, tip: QPointF, *, casing: QColor, ink: QColor) -> None:
    """Draw an arrow that stands out from what lies below it; one too short for that is left out."""
    line = QLineF(start, tip)
    if line.length() < 3.0:
        return
    path = QPainterPath(start)
    path.lineTo(tip)
    angle = math.atan2(line.dy(), line.dx())
    wing = min(9.0, line.length() * 0.6)
    for turn in (2.6, -2.6):
        path.moveTo(tip)
        path.lineTo(tip + QPointF(wing * math.cos(angle + turn), wing * math.sin(angle + turn)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((casing, 6.0), (ink, 3.0)):
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(path)


def _draw_chosen(painter: QPainter, plot: Plot, chosen: int, tokens: Tokens) -> None:
    if chosen < 0:
        return
    end = QPointF(*plot.ends()[chosen].tolist())
    painter.setPen(QPen(QColor(tokens.text), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(QLineF(plot.centre, end))
    painter.drawEllipse(end, 5.0, 5.0)
