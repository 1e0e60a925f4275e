"""A window onto true pixels beside the spot that the hand works on."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.model.picture import Picture
from palpate.ui.canvas.background import view_image
from palpate.ui.canvas.transform import MAX_ZOOM, ViewTransform
from palpate.ui.theme.apply import current

_SIDE_PX = 184  # logical
_AWAY_PX = 60.0
_LEAST_ZOOM = 8.0


def loupe_view(view: ViewTransform, image: tuple[float, float]) -> ViewTransform:
    """Return what the loupe shows: at least 8 device px per image px, and twice what the canvas shows."""
    zoom = min(max(_LEAST_ZOOM * math.ceil(view.ratio), 2.0 * view.zoom), MAX_ZOOM)
    # Not clamped like the canvas: the spot stays in the middle also outside the picture.
    return ViewTransform(view.image, (_SIDE_PX, _SIDE_PX), view.ratio, zoom, image, fitted=False)


def loupe_corner(view: ViewTransform, image: tuple[float, float]) -> tuple[float, float]:
    """Return the loupe's top-left in logical px: above right of the spot, elsewhere near the edges."""
    x, y = view.to_widget(*image)
    left = x + _AWAY_PX if x + _AWAY_PX + _SIDE_PX <= view.viewport[0] else x - _AWAY_PX - _SIDE_PX
    top = y - _AWAY_PX - _SIDE_PX if y - _AWAY_PX - _SIDE_PX >= 0.0 else y + _AWAY_PX
    return max(left, 0.0), top


def draw_loupe(painter: QPainter, picture: Picture, view: ViewTransform, image: tuple[float, float]) -> None:
    """Draw the loupe for an image position; the painter works in device px."""
    magnified = loupe_view(view, image)
    left, top = (round(part * view.ratio) for part in loupe_corner(view, image))
    shown = view_image(picture, magnified, QColor(current().canvas))
    frame = QRectF(left, top, shown.width(), shown.height())
    path = QPainterPath()
    path.addRoundedRect(frame, 6.0 * view.ratio, 6.0 * view.ratio)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)
    painter.drawImage(frame.topLeft(), shown)
    u, v = magnified.to_device_point(*image)
    _draw_cross(painter, QPointF(left + u, top + v), frame, magnified.zoom, view.ratio)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (
        QPen(QColor(0, 0, 0, 200), 4.0 * view.ratio),
        QPen(QColor(current().accent), 2.0 * view.ratio),
    ):
        painter.setPen(pen)
        painter.drawPath(path)


def _draw_cross(painter: QPainter, at: QPointF, frame: QRectF, zoom: float, unit: float) -> None:
    """Hair lines up to the pixel that is aimed at, which stays free; a point marks the exact spot."""
    gap = 1.5 * zoom
    x, y = at.x(), at.y()
    lines = [
        QLineF(frame.left(), y, x - gap, y),
        QLineF(x + gap, y, frame.right(), y),
        QLineF(x, frame.top(), x, y - gap),
        QLineF(x, y + gap, x, frame.bottom()),
    ]
    for colour, width in ((QColor(0, 0, 0, 150), 3.0), (QColor(255, 255, 255, 230), 1.0)):
        painter.setPen(QPen(colour, width * unit, c=Qt.PenCapStyle.FlatCap))
        painter.drawLines(lines)
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1.0 * unit))
    painter.setBrush(QColor(current().accent))
    painter.drawEllipse(at, 2.0 * unit, 2.0 * unit)
