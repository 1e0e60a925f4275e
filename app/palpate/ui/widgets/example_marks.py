"""The marks of an example: a ring where the keypoint is, a cross where it is not; told apart by shape too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.model.example import Example, Place, Shows
from palpate.ui.theme.tokens import DARK

_HALO = QColor(0, 0, 0, 190)
_GOOD, _BAD = QColor(DARK.good), QColor(DARK.bad)  # upon pictures, whatever the theme


def draw_right(painter: QPainter, place: QPointF, radius: float) -> None:
    """Draw a ring with a dot; the place itself can be seen between them."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_HALO, 0.34 * radius + 2), QPen(_GOOD, 0.2 * radius + 0.8)):
        painter.setPen(pen)
        painter.drawEllipse(place, radius, radius)
    painter.setPen(QPen(_HALO, 1))
    painter.setBrush(_GOOD)
    dot = max(0.16 * radius, 1.4)
    painter.drawEllipse(place, dot, dot)


def draw_wrong(painter: QPainter, place: QPointF, radius: float) -> None:
    """Draw a cross."""
    arm = 0.78 * radius
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_HALO, 0.34 * radius + 2), QPen(_BAD, 0.2 * radius + 0.8)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for side in (1, -1):
            painter.drawLine(place + QPointF(-arm, -side * arm), place + QPointF(arm, side * arm))


def draw_marks(painter: QPainter, example: Example, box: QRectF, *, radius: float) -> None:
    """Draw the marks of an example over its picture.

    Parameters
    ----------
    box
        Where the picture is shown.
    radius
        Of the ring, logical px.
    """

    def at(place: Place) -> QPointF:
        width, height = example.size
        return box.topLeft() + QPointF(place[0] / width * box.width(), place[1] / height * box.height())

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_right(painter, at(example.right), radius)
    if example.wrong is not None:
        draw_wrong(painter, at(example.wrong), radius)


def draw_verdict(painter: QPainter, shows: Shows, box: QRectF, ink: QColor) -> None:
    """Draw a tick or a cross, as large as the box, for a line of text."""
    path = QPainterPath()
    if shows is Shows.CORRECT:
        path.moveTo(_in(box, 0.12, 0.55))
        path.lineTo(_in(box, 0.4, 0.82))
        path.lineTo(_in(box, 0.9, 0.2))
    else:
        for start, end in (((0.18, 0.18), (0.82, 0.82)), ((0.18, 0.82), (0.82, 0.18))):
            path.moveTo(_in(box, *start))
            path.lineTo(_in(box, *end))
    pen = QPen(ink, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _in(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())
