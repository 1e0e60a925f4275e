"""A window onto true pixels beside the spot that the hand works on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from palpate.model.picture import Part, Picture, Region
from palpate.session.frames.enhancing import Lens
from palpate.ui.canvas.background import sight_of, view_image
from palpate.ui.canvas.paint import name_box
from palpate.ui.canvas.transform import MAX_ZOOM, ViewTransform
from palpate.ui.theme.apply import current

POWERS = (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20)
_SIDE_PX, _WIDE_SIDE_PX = 184, 248  # logical
_WIDE_FROM_PX = 800  # height of the viewport
_AWAY_PX = 60.0
_EDGE_PX = 12.0
_CLEAR_PX = 24.0  # between a pinned loupe and the spot
_SURROUND_PX = 160  # image px that are fetched around what the loupe shows


class Corner(StrEnum):
    """Where a pinned loupe is."""

    TOP_LEFT = "top left"
    TOP_RIGHT = "top right"
    BOTTOM_LEFT = "bottom left"
    BOTTOM_RIGHT = "bottom right"


@dataclass(frozen=True, slots=True)
class Loupe:
    """How somebody wants the loupe.

    Attributes
    ----------
    power
        Logical px per image px, one of `POWERS`; more where the canvas itself shows half of that.
    corner
        Where it is pinned; None to follow the spot.
    foot
        Logical px at the bottom edge that are taken by something else.
    """

    power: int = 8
    corner: Corner | None = None
    foot: int = 0

    def turned(self, steps: int, view: ViewTransform) -> Loupe:
        """Return it some powers stronger, or weaker below 0, so far as that can be seen."""
        shown = min(max(self.power, 2.0 * view.scale), POWERS[-1])
        at = sum(power < shown for power in POWERS)  # the first that is not weaker
        power = POWERS[min(max(at + steps, 0), len(POWERS) - 1)]
        return replace(self, power=power)


def loupe_side(view: ViewTransform) -> int:
    """Return how wide and high the loupe is, logical px."""
    return _WIDE_SIDE_PX if view.viewport[1] >= _WIDE_FROM_PX else _SIDE_PX


def loupe_view(view: ViewTransform, image: tuple[float, float], loupe: Loupe) -> ViewTransform:
    """Return what the loupe shows: its power, and at least twice what the canvas shows."""
    zoom = min(max(loupe.power * math.ceil(view.ratio), 2.0 * view.zoom), MAX_ZOOM)
    # Not clamped like the canvas: the spot stays in the middle also outside the picture.
    side = (loupe_side(view), loupe_side(view))
    return ViewTransform(view.image, side, view.ratio, zoom, image, fitted=False, aspect=view.aspect)


def loupe_corner(view: ViewTransform, image: tuple[float, float], loupe: Loupe) -> tuple[float, float]:
    """Return the loupe's top-left in logical px: in its corner, or above right of the spot if there is room.

    A pinned loupe makes way for the spot to the other side.
    """
    (x, y), side = view.to_widget(*image), loupe_side(view)
    if loupe.corner is not None:
        return _pinned(view, (x, y), loupe.corner, loupe.foot)
    left = x + _AWAY_PX if x + _AWAY_PX + side <= view.viewport[0] else x - _AWAY_PX - side
    top = y - _AWAY_PX - side if y - _AWAY_PX - side >= 0.0 else y + _AWAY_PX
    if loupe.foot:  # beside the spot, if there is room neither above nor below
        top = max(min(top, view.viewport[1] - loupe.foot - side), 0.0)
    return max(left, 0.0), top


def _pinned(view: ViewTransform, spot: tuple[float, float], corner: Corner, foot: int) -> tuple[float, float]:
    side, width, height = loupe_side(view), view.viewport[0], view.viewport[1] - foot
    sides = (_EDGE_PX, width - _EDGE_PX - side)
    at_right = corner in (Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT)
    left = sides[at_right]
    top = height - _EDGE_PX - side if corner in (Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT) else _EDGE_PX
    room = QRectF(left, top, side, side).adjusted(-_CLEAR_PX, -_CLEAR_PX, _CLEAR_PX, _CLEAR_PX)
    return (sides[not at_right] if room.contains(QPointF(*spot)) else left), top


def loupe_area(view: ViewTransform, image: tuple[float, float], loupe: Loupe) -> QRect:
    """Return the logical px that the loupe for an image position covers, with its frame."""
    (left, top), side = loupe_corner(view, image, loupe), loupe_side(view)
    return QRect(math.floor(left) - 4, math.floor(top) - 4, side + 9, side + 9)


def closer(picture: Picture, part: Part | None) -> Picture:
    """Return a picture with a region of it as stored."""
    if part is None:
        return picture
    return Picture(picture.frame, picture.size, (*picture.parts, part), picture.exact, picture.in_passing)


def lacking(picture: Picture, view: ViewTransform, image: tuple[float, float], loupe: Loupe) -> Region | None:
    """Return the region that the loupe shows, with a surround, if it is not at hand as stored."""
    sight = sight_of(loupe_view(view, image, loupe))
    if not picture.exact or picture.part_for(sight) is not None:
        return None
    return sight.region.grown((_SURROUND_PX, _SURROUND_PX), picture.size)


def draw_loupe(
    painter: QPainter,
    picture: Picture,
    view: ViewTransform,
    image: tuple[float, float],
    *,
    loupe: Loupe,
    font: QFont,
    lens: Lens | None = None,
) -> None:
    """Draw the loupe for an image position; the painter works in device px."""
    magnified = loupe_view(view, image, loupe)
    shown = view_image(picture, magnified, QColor(current().canvas), lens)
    _draw_cross(shown, QPointF(*magnified.to_device_point(*image)), magnified.zoom_xy, view.ratio)
    left, top = (round(part * view.ratio) for part in loupe_corner(view, image, loupe))
    frame = _frame(shown.width(), view.ratio, current().accent)
    edge = (frame.width() - shown.width()) // 2
    painter.drawImage(left, top, shown)
    painter.drawImage(left - edge, top - edge, frame)
    words = name_box(("", f"{magnified.scale:.3g}×"), font, view.ratio)
    gap = round(4.0 * view.ratio)
    painter.drawImage(left + gap, top + shown.height() - words.height() - gap, words)


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
