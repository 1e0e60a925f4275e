"""Keypoint marks, painted once per kind and then only copied.

Shape and fill say where a value came from, the manner of the outline how much of it could be seen:

=============  =======================  ==========  ==============================================
origin         shape                    visibility  manner
=============  =======================  ==========  ==============================================
hand           filled disc              visible     full
accepted       ring around a dot        estimated   filled shapes to the lower half, lines dashed
interpolated   hollow circle            certain     crossed by a bar
tracked        hollow diamond
model          hollow square
imported       filled square
gold           filled star
=============  =======================  ==========  ==============================================
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility

CASING = QColor(0, 0, 0, 190)
_GLASS = 110
_FILLED = (Origin.HAND, Origin.IMPORTED, Origin.GOLD)


@dataclass(frozen=True, slots=True)
class MarkKind:
    """What a mark looks like.

    Attributes
    ----------
    radius, stroke
        Of a disc and its outline, device px.
    glassy
        Whether fills let the pixels beneath through.
    """

    origin: Origin
    visibility: Visibility
    colour: str
    radius: float
    stroke: float
    glassy: bool = False


@lru_cache(maxsize=512)
def mark(kind: MarkKind) -> QImage:
    """Return the mark, centred in an image of odd size (device px)."""
    outline = outline_of(kind.origin, kind.radius)
    reach = -outline.boundingRect().top() + kind.stroke / 2.0 + 1.0
    if kind.visibility is Visibility.CERTAIN:
        reach = max(reach, _bar_reach(kind))
    image, painter = blank(math.ceil(reach))
    _draw_mark(painter, outline, kind)
    painter.end()
    return image


def _draw_mark(painter: QPainter, outline: QPainterPath, kind: MarkKind) -> None:
    colour = QColor(kind.colour)
    pen = QPen(colour, kind.stroke)
    painter.strokePath(outline, QPen(CASING, kind.stroke + 2.0))
    if kind.origin in _FILLED:
        _fill(painter, outline, kind)
    elif kind.visibility is Visibility.ESTIMATED:
        pen.setDashPattern([2.0, 1.4])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.strokePath(outline, pen)
    if kind.origin is Origin.ACCEPTED:
        dot = kind.radius * 0.42
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(0, 0), dot, dot)
    if kind.visibility is Visibility.CERTAIN:
        _cross(painter, kind)


def _fill(painter: QPainter, outline: QPainterPath, kind: MarkKind) -> None:
    colour = QColor(kind.colour)
    if kind.glassy:
        colour.setAlpha(_GLASS)
    if kind.visibility is Visibility.ESTIMATED:
        painter.fillPath(outline.intersected(_half_plane(0.0)), colour)
        painter.fillPath(outline.intersected(_half_plane(-1000.0)), QColor(0, 0, 0, 90))
    else:
        painter.fillPath(outline, colour)


def _cross(painter: QPainter, kind: MarkKind) -> None:
    reach = _bar_reach(kind)
    bar = QLineF(-reach, 0.0, reach, 0.0)
    for pen in (QPen(CASING, kind.stroke + 2.0), QPen(QColor(kind.colour), kind.stroke)):
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(bar)


def _bar_reach(kind: MarkKind) -> float:
    return kind.radius * 1.5 + 1.0


def outline_of(origin: Origin, radius: float) -> QPainterPath:
    """Return the closed outline of an origin's shape around (0, 0)."""
    path = QPainterPath()
    if origin is Origin.TRACKED:
        r = radius * 1.3
        path.addPolygon(QPolygonF([QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0)]))
    elif origin in (Origin.MODEL, Origin.IMPORTED):
        r = radius * 0.92
        path.addRect(QRectF(-r, -r, 2 * r, 2 * r))
    elif origin is Origin.GOLD:
        path.addPolygon(_star(radius * 1.45))
    else:
        r = radius * 1.12 if origin is Origin.ACCEPTED else radius
        path.addEllipse(QPointF(0, 0), r, r)
    path.closeSubpath()
    return path


def _star(radius: float) -> QPolygonF:
    corners = []
    for k in range(10):
        r = radius if k % 2 == 0 else radius * 0.45
        turn = math.pi * k / 5.0
        corners.append(QPointF(r * math.sin(turn), -r * math.cos(turn)))
    return QPolygonF(corners)


def _half_plane(top: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-1000.0, top, 2000.0, 1000.0))
    return path


@lru_cache(maxsize=64)
def ring(radius: float, unit: float, colour: str, *, ticks: bool) -> QImage:
    """Return a ring (device px) around what the hands are on, centred in an image of odd size."""
    tick = 7.0 * unit if ticks else 0.0
    image, painter = blank(math.ceil(radius + tick + 3.0 * unit))
    lines = [
        QLineF(dx * radius, dy * radius, dx * (radius + tick), dy * (radius + tick))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    for pen in (QPen(QColor(0, 0, 0, 200), 3.6 * unit), QPen(QColor(colour), 1.8 * unit)):
        painter.setPen(pen)
        painter.drawEllipse(QPointF(0, 0), radius, radius)
        if ticks:
            painter.drawLines(lines)
    painter.end()
    return image


def blank(half: int) -> tuple[QImage, QPainter]:
    """Return a clear image that reaches so far from its middle, and a painter that works from there."""
    image = QImage(2 * half + 1, 2 * half + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half + 0.5, half + 0.5)
    return image, painter
