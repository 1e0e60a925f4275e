"""A window onto true pixels beside the spot that the hand works on."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from palpate.model.picture import Picture
from palpate.session.enhancing import Lens
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
    side = (_SIDE_PX, _SIDE_PX)
    return ViewTransform(view.image, side, view.ratio, zoom, image, fitted=False, aspect=view.aspect)


def loupe_corner(view: ViewTransform, image: tuple[float, float]) -> tuple[float, float]:
    """Return the loupe's top-left in logical px: above right of the spot, elsewhere near the edges."""
    x, y = view.to_widget(*image)
    left = x + _AWAY_PX if x + _AWAY_PX + _SIDE_PX <= view.viewport[0] else x - _AWAY_PX - _SIDE_PX
    top = y - _AWAY_PX - _SIDE_PX if y - _AWAY_PX - _SIDE_PX >= 0.0 else y + _AWAY_PX
    return max(left, 0.0), top


def loupe_area(view: ViewTransform, image: tuple[float, float]) -> QRect:
    """Return the logical px that the loupe for an image position covers, with its frame."""
    left, top = loupe_corner(view, image)
    return QRect(math.floor(left) - 4, math.floor(top) - 4, _SIDE_PX + 9, _SIDE_PX + 9)


def draw_loupe(
    painter: QPainter,
    picture: Picture,
    view: ViewTransform,
    image: tuple[float, float],
    lens: Lens | None = None,
) -> None:
    """Draw the loupe for an image position; the painter works in device px."""
    magnified = loupe_view(view, image)
    shown = view_image(picture, magnified, QColor(current().canvas), lens)
    _draw_cross(shown, QPointF(*magnified.to_device_point(*image)), magnified.zoom_xy, view.ratio)
    left, top = (round(part * view.ratio) for part in loupe_corner(view, image))
    frame = _frame(shown.width(), view.ratio, current().accent)
    edge = (frame.width() - shown.width()) // 2
    painter.drawImage(left, top, shown)
    painter.drawImage(left - edge, top - edge, frame)


@lru_cache(maxsize=4)
def _frame(side: int, unit: float, colour: str) -> QImage:
    """Return a frame whose rounded corners cover those of a square image of this side, device px."""
    edge = math.ceil(3.0 * unit)
    image = QImage(side + 2 * edge, side + 2 * edge, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen in (QPen(QColor(0, 0, 0, 200), 4.0 * unit), QPen(QColor(colour), 2.0 * unit)):
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(edge, edge, side, side), 4.0 * unit, 4.0 * unit)
    painter.end()
    return image


def _draw_cross(image: QImage, at: QPointF, zoom: tuple[float, float], unit: float) -> None:
    """Draw hair lines up to the pixel that is aimed at, which stays free; a point marks the exact spot."""
    across, down = 1.5 * zoom[0], 1.5 * zoom[1]
    x, y = at.x(), at.y()
    lines = [
        QLineF(0.0, y, x - across, y),
        QLineF(x + across, y, image.width(), y),
        QLineF(x, 0.0, x, y - down),
        QLineF(x, y + down, x, image.height()),
    ]
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Opaque: the raster engine takes several times as long for see-through lines.
    for colour, width in ((QColor(0, 0, 0), 2.0), (QColor(255, 255, 255), 1.0)):
        painter.setPen(QPen(colour, width * unit, c=Qt.PenCapStyle.FlatCap))
        painter.drawLines(lines)
    painter.setPen(QPen(QColor(0, 0, 0), 1.0 * unit))
    painter.setBrush(QColor(current().accent))
    painter.drawEllipse(at, 2.0 * unit, 2.0 * unit)
    painter.end()
