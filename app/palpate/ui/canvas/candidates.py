"""Places that are decided between, or looked at: hollow marks that differ in shape, each with a letter.

The middle of a mark is bare, so that the pixel that is judged is seen; the letters stand outside, each on the
side that faces away from the other mark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from palpate.model.arrays import Floats
from palpate.ui.canvas.transform import ViewTransform

_RADIUS_PX, _GAP_PX = 10.0, 8.0  # logical: of a mark, and from its rim to its letter
_LINE_PX, _SEAM_PX = 1.8, 1.8  # logical; the seam adds to the line's width
_PAD_PX, _CORNER_PX = 4.0, 3.0
_TICK = 0.4  # of the radius, outwards
_BLACK, _GROUND = "#000000", "#e6141414"
_FAR_PX = 4096.0  # device px beyond the picture; Qt counts no farther safely


class Outline(Enum):
    """The shape of a mark."""

    RING = auto()
    SQUARE = auto()


_INKS = {
    Outline.RING: "#ffe34d",
    Outline.SQUARE: "#7fdcff",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place, image px, with what is written beside it; nothing if that is empty."""

    place: tuple[float, float]
    outline: Outline
    words: str = ""


def draw_candidates(
    painter: QPainter, view: ViewTransform, candidates: Sequence[Candidate], font: QFont
) -> None:
    """Draw them; the painter works in device px."""
    if not candidates:
        return
    spots = view.to_device(np.array([one.place for one in candidates], dtype=np.float64))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ways = ways_out(spots)
    for one, spot in zip(candidates, spots, strict=True):
        if not _is_near(view, spot):
            continue
        path = _mark(one.outline, _RADIUS_PX * view.ratio).translated(QPointF(*spot.tolist()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width in ((_BLACK, _LINE_PX + _SEAM_PX), (_INKS[one.outline], _LINE_PX)):
            painter.strokePath(path, QPen(QColor(ink), width * view.ratio))
    for one, spot, way in zip(candidates, spots, ways, strict=True):
        if one.words and _is_near(view, spot):
            tag = _tag(one.words, font.toString(), _INKS[one.outline], view.ratio)
            painter.drawImage(_beside(spot, way, tag, view), tag)


def ways_out(spots: Floats) -> Floats:
    """Return ``(n, 2)`` unit vectors along which the words of marks at ``(n, 2)`` device px stand.

    They lead away from the middle of all; a mark that is alone, or exactly on another, has its words at the
    right or the left.
    """
    away = spots - spots.mean(axis=0)
    length = np.hypot(*away.T)[:, None]
    usual = np.where(np.arange(len(spots))[:, None] % 2 == 0, [[-1.0, 0.0]], [[1.0, 0.0]])
    if len(spots) == 1:
        usual = np.array([[1.0, 0.0]])
    return np.asarray(np.where(length > 1e-6, away / np.maximum(length, 1e-6), usual))


def _is_near(view: ViewTransform, spot: Floats) -> bool:
    inside = (spot > -_FAR_PX) & (spot < np.array(view.device_size) + _FAR_PX)
    return bool(np.isfinite(spot).all() and inside.all())


def _beside(spot: Floats, way: Floats, tag: QImage, view: ViewTransform) -> QPointF:
    """Return the top-left of a tag outside its mark, pushed back into the picture where it would be cut."""
    reach = (_RADIUS_PX + _GAP_PX) * view.ratio
    half = np.array([tag.width(), tag.height()]) / 2.0
    middle = spot + way * (reach + float(np.abs(way) @ half))
    x, y = np.floor(middle - half).tolist()
    width, height = view.device_size
    on_picture = 0.0 <= spot[0] < width and 0.0 <= spot[1] < height
    if on_picture:
        x, y = min(max(x, 0.0), width - tag.width()), min(max(y, 0.0), height - tag.height())
    return QPointF(x, y)


@lru_cache(maxsize=8)
def _mark(outline: Outline, radius: float) -> QPainterPath:
    path = QPainterPath()
    if outline is Outline.RING:
        path.addEllipse(QPointF(0.0, 0.0), radius, radius)
    else:
        side = radius * math.sqrt(math.pi) / 2.0  # as large as the ring, to the eye
        path.addRect(QRectF(-side, -side, 2.0 * side, 2.0 * side))
    rim = path.boundingRect().right()
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):  # ticks that point at the pixel
        path.moveTo(x * (rim + _TICK * radius), y * (rim + _TICK * radius))
        path.lineTo(x * rim, y * rim)
    return path


@lru_cache(maxsize=32)
def _tag(words: str, font: str, ink: str, unit: float) -> QImage:
    face = QFont()
    face.fromString(font)
    face.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetricsF(face)
    width, height = metrics.horizontalAdvance(words) + 2.0 * _PAD_PX, metrics.height() + 2.0
    size = math.ceil(width * unit), math.ceil(height * unit)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_GROUND))
    painter.drawRoundedRect(QRectF(0.0, 0.0, width, height), _CORNER_PX, _CORNER_PX)
    painter.setFont(face)
    painter.setPen(QColor(ink))
    painter.drawText(QRectF(0.0, 0.0, width, height), Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return image
