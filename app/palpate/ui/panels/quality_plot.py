"""Drawing the errors of a keypoint: a plot in px around its target."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from palpate.model.arrays import Bools, Floats
from palpate.session.quality_view import Errors, KeypointScore
from palpate.ui.panels.quality_words import signed
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.tokens import Tokens

translate = QCoreApplication.translate
_PAD = 8
_LEGEND = 3
_OUTLIER = 4.0  # times the 95th percentile; what lies further out would shrink all the rest to a dot


@dataclass(frozen=True, slots=True)
class Plot:
    """Where everything lies.

    Attributes
    ----------
    centre, scale
        The target on the widget, and its px per px of the picture.
    radius
        px of the picture from the target to the nearer edge.
    """

    keypoint: KeypointScore
    errors: Errors
    box: QRectF
    centre: QPointF
    scale: float
    radius: float

    @staticmethod
    def of(keypoint: KeypointScore, errors: Errors, room: QRect, metrics: QFontMetrics) -> Plot:
        """Fit the errors, the tolerance and the bias into the room below the title and above the legend."""
        line = metrics.height()
        top = _PAD + 2 * line + _PAD
        below = (_LEGEND * (line + 2) if room.height() >= 280 else 0) + _PAD + line
        box = QRectF(room).adjusted(_PAD, top, -_PAD, -below)
        size = np.hypot(errors.vectors[:, 0], errors.vectors[:, 1])
        usual = max(float(np.quantile(size, 0.95)), 0.5)
        reach = min(float(size.max()), _OUTLIER * usual)
        tolerance = keypoint.tolerance_px if math.isfinite(keypoint.tolerance_px) else 0.0
        radius = 1.1 * max(reach, tolerance, math.hypot(*keypoint.bias_px), 0.5)
        scale = max(min(box.width(), box.height()), 16.0) / (2.0 * radius)
        return Plot(keypoint, errors, box, box.center(), scale, radius)

    def at(self, x: float, y: float) -> QPointF:
        """Return where an error ends on the widget."""
        return QPointF(self.centre.x() + x * self.scale, self.centre.y() + y * self.scale)

    def beyond(self) -> Bools:
        """``(N,)`` true where an error ends outside the plot."""
        return np.asarray(np.hypot(self.errors.vectors[:, 0], self.errors.vectors[:, 1]) > self.radius)

    def ends(self) -> Floats:
        """``(N, 2)`` where the errors end on the widget; those beyond the plot at its rim."""
        vectors = self.errors.vectors
        size = np.maximum(np.hypot(vectors[:, 0], vectors[:, 1]), 1e-9)
        shrunk = vectors * np.minimum(1.0, 0.97 * self.radius / size)[:, None]
        drawn = np.where(self.beyond()[:, None], shrunk, vectors)
        return np.asarray(drawn * self.scale + (self.centre.x(), self.centre.y()))


def draw(
    painter: QPainter,
    room: QRect,
    plot: Plot | None,
    title: str,
    said: str,
    *,
    chosen: int = -1,
    focused: bool = False,
) -> None:
    """Draw the plot with its title; without one only what is said instead."""
    tokens = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(room, QColor(tokens.panel))
    if plot is not None:
        _draw_ground(painter, plot, tokens)
        _draw_errors(painter, plot, tokens)
        _draw_bias(painter, plot, tokens)
        _draw_chosen(painter, plot, chosen, tokens)
        _draw_scale_bar(painter, room, plot, tokens)
        if room.height() >= 280:
            _draw_legend(painter, room, plot, tokens)
    _draw_title(painter, room, title, said, tokens)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 1.0))
        painter.drawRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5))


def round_length(at_most: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above a length."""
    power = 10.0 ** math.floor(math.log10(at_most))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= at_most * (1 + 1e-9))


def _draw_ground(painter: QPainter, plot: Plot, tokens: Tokens) -> None:
    """Axes through the target and the circle of the tolerance."""
    painter.setPen(QPen(QColor(tokens.line), 1.0))
    reach = plot.radius
    painter.drawLine(QLineF(plot.at(-reach, 0), plot.at(reach, 0)))
    painter.drawLine(QLineF(plot.at(0, -reach), plot.at(0, reach)))
    if math.isfinite(plot.keypoint.tolerance_px):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.text_quiet), 1.5, Qt.PenStyle.DashLine))
        radius = plot.keypoint.tolerance_px * plot.scale
        painter.drawEllipse(plot.centre, radius, radius)


def _draw_errors(painter: QPainter, plot: Plot, tokens: Tokens) -> None:
    ends, beyond = plot.ends(), plot.beyond()
    n = len(ends)
    faint = QColor(tokens.text_quiet)
    faint.setAlphaF(min(0.35, max(0.06, 24.0 / n)))
    painter.setPen(QPen(faint, 1.0))
    painter.drawLines([QLineF(plot.centre, QPointF(x, y)) for x, y in ends.tolist()])
    dot = QColor(tokens.text)
    dot.setAlphaF(min(0.85, max(0.3, 60.0 / n)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(dot)
    radius = 2.25 if n <= 400 else 1.5
    for x, y in ends[~beyond].tolist():
        painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.setPen(QPen(QColor(tokens.bad), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y in ends[beyond].tolist():
        painter.drawPolygon(_outward(plot.centre, QPointF(x, y)))


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
    _draw_arrow(painter, plot.centre, tip, casing=QColor(tokens.panel), ink=accent)
    painter.setPen(QPen(QColor(tokens.text), 1.5))
    for dx, dy in ((5.0, 0.0), (0.0, 5.0)):
        away = QPointF(dx, dy)
        painter.drawLine(QLineF(plot.centre - away, plot.centre + away))


def _draw_arrow(painter: QPainter, start: QPointF, tip: QPointF, *, casing: QColor, ink: QColor) -> None:
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


def _draw_scale_bar(painter: QPainter, room: QRect, plot: Plot, tokens: Tokens) -> None:
    length = round_length(max(min(plot.box.width(), 160.0) * 0.5 / plot.scale, 1e-6))
    y = room.bottom() - _PAD - 2.0
    left = float(room.left() + _PAD)
    right = left + length * plot.scale
    painter.setPen(QPen(QColor(tokens.text), 2.0))
    painter.drawLine(QLineF(left, y, right, y))
    for x in (left, right):
        painter.drawLine(QLineF(x, y - 4, x, y))
    font = number_font(painter.font())
    painter.setFont(font)
    metrics = painter.fontMetrics()
    words = translate("ErrorPicture", "{length} px").format(length=f"{length:g}")
    painter.drawText(QPointF(right + 8, y), words)
    n = f"n = {plot.keypoint.n}"
    hidden = int(plot.beyond().sum())
    if hidden:
        n = translate("ErrorPicture", "{n}, {hidden} beyond the edge").format(n=n, hidden=hidden)
    painter.drawText(QPointF(room.right() - _PAD - metrics.horizontalAdvance(n), y), n)


def _draw_legend(painter: QPainter, room: QRect, plot: Plot, tokens: Tokens) -> None:
    metrics = painter.fontMetrics()
    line = metrics.height() + 2
    top = room.bottom() - _PAD - metrics.height() - _LEGEND * line
    left = room.left() + _PAD
    bias = plot.keypoint.bias_px
    entries = (
        (
            translate("ErrorPicture", "bias {x}, {y} px").format(x=signed(bias[0]), y=signed(bias[1])),
            tokens.accent,
            "arrow",
        ),
        (_mean_words(plot), tokens.accent, "ellipse"),
        (_tolerance_words(plot.keypoint), tokens.text_quiet, "circle"),
    )
    for place, (words, colour, kind) in enumerate(entries):
        y = top + place * line
        _draw_sample(painter, QPointF(left + 10, y + line / 2), kind, QColor(colour), tokens)
        painter.setPen(QColor(tokens.text))
        width = room.width() - 2 * _PAD - 28
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left + 28, y, width, line), Qt.AlignmentFlag.AlignVCenter, shown)


def _draw_sample(painter: QPainter, middle: QPointF, kind: str, colour: QColor, tokens: Tokens) -> None:
    across = QPointF(8, 0)
    if kind == "arrow":
        _draw_arrow(painter, middle - across, middle + across, casing=QColor(tokens.panel), ink=colour)
        return
    wash = QColor(colour)
    wash.setAlphaF(0.25 if kind == "ellipse" else 0.0)
    painter.setBrush(wash)
    style = Qt.PenStyle.SolidLine if kind == "ellipse" else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour, 1.5, style))
    painter.drawEllipse(middle, 8.0, 4.5 if kind == "ellipse" else 6.0)


def _mean_words(plot: Plot) -> str:
    if plot.errors.ellipse is None:
        return translate("ErrorPicture", "too few independent frames for an ellipse")
    return translate("ErrorPicture", "95 % ellipse of the mean, {n} independent").format(
        n=plot.keypoint.n_independent
    )


def _tolerance_words(keypoint: KeypointScore) -> str:
    if not math.isfinite(keypoint.tolerance_px):
        return translate("ErrorPicture", "tolerance not known")
    return translate("ErrorPicture", "tolerance {px} px").format(px=f"{keypoint.tolerance_px:.1f}")


def _draw_title(painter: QPainter, room: QRect, title: str, said: str, tokens: Tokens) -> None:
    base = painter.font()
    bold = QFont(base)
    bold.setWeight(QFont.Weight.DemiBold)
    width = room.width() - 2 * _PAD
    y = room.top() + _PAD
    for text, font, colour in ((title, bold, tokens.text), (said, base, tokens.text_quiet)):
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(room.left() + _PAD, y, width, metrics.height()), 0, shown)
        y += metrics.height() if text else 0
