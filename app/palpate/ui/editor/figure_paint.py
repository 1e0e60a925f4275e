"""Drawing the template of a draft; everything comes as arrays and is drawn at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from palpate.model.arrays import Bools, Floats, Ints
from palpate.ui.theme.tokens import SIDE_COLOURS, Tokens

POINT = 4.5
_CHOSEN = 8.0
_NUMBER_ROOM = (20.0, 12.0)
_NUMBERS_FROM = 26.0  # px that each keypoint has around it on average


@dataclass(frozen=True)
class Scene:
    """What is drawn.

    Attributes
    ----------
    places
        ``(K, 2)`` px of the view.
    edges, rigid
        ``(E, 2)`` indices.
    sides
        Colour of each keypoint.
    hollow
        ``(K,)`` which cannot be changed, or have no place in the template.
    names
        What keypoints are called, by index: only those to be written out.
    """

    box: QRectF
    places: Floats
    edges: Ints
    rigid: Ints
    sides: tuple[str, ...]
    hollow: Bools
    chosen: frozenset[int]
    faulty: frozenset[int]
    names: dict[int, str]
    picture: QPixmap | None = None
    picture_at: QRectF | None = None


def draw(painter: QPainter, scene: Scene, tokens: Tokens, *, shows_rigid: bool) -> None:
    """Draw picture, box, edges, keypoints and names, in this order."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if scene.picture is not None and scene.picture_at is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(scene.picture_at, scene.picture, scene.picture.rect().toRectF())
    line = QColor(tokens.text)
    line.setAlphaF(0.25)
    painter.setPen(QPen(line, 1, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(scene.box)
    _draw_pairs(painter, scene, scene.rigid, QPen(QColor(tokens.accent), 5 if shows_rigid else 0))
    _draw_pairs(painter, scene, scene.edges, QPen(QColor(tokens.text), 1.5))
    _draw_points(painter, scene, tokens)
    _draw_numbers(painter, scene, tokens)
    for k, name in scene.names.items():
        write(painter, name, QPointF(*scene.places[k]), tokens)


def draw_pull(painter: QPainter, start: QPointF, end: QPointF, tokens: Tokens) -> None:
    """Draw the edge that a hand is drawing."""
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.drawLine(start, end)


def draw_band(painter: QPainter, band: QRectF, tokens: Tokens) -> None:
    """Draw the rectangle in which keypoints are being chosen."""
    fill = QColor(tokens.accent)
    fill.setAlphaF(0.15)
    painter.setPen(QPen(QColor(tokens.accent), 1))
    painter.setBrush(fill)
    painter.drawRect(band)


def draw_gone(painter: QPainter, start: QPointF, end: QPointF, tokens: Tokens) -> None:
    """Draw an edge that a click would take away."""
    painter.setPen(QPen(QColor(tokens.bad), 4))
    painter.drawLine(start, end)


def write(painter: QPainter, name: str, at: QPointF, tokens: Tokens) -> None:
    """Write a name beside a place on ground that it can be read on, within the view."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(name) + 8, metrics.height() + 2
    view = painter.viewport()
    left = at.x() + 12 if at.x() + 12 + width <= view.width() else at.x() - 12 - width
    ground = QRectF(max(left, 2.0), max(at.y() - height / 2, 2.0), width, height)
    fill = QColor(tokens.panel)
    fill.setAlphaF(0.9)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(ground, 3, 3)
    painter.setPen(QColor(tokens.text))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, name)


def crowd(places: Floats) -> float:
    """Return how many px each keypoint has around it, on average over the room that they fill."""
    known = places[~np.isnan(places[:, 0])]
    if len(known) < 2:
        return np.inf
    extent = np.maximum(np.ptp(known, axis=0), 1.0)
    return float(np.sqrt(extent[0] * extent[1] / len(known)))


def _draw_pairs(painter: QPainter, scene: Scene, pairs: Ints, pen: QPen) -> None:
    if not len(pairs) or not pen.widthF():
        return
    ends = scene.places[pairs].reshape(-1, 4)
    painter.setPen(pen)
    painter.drawLines([QLineF(*row) for row in ends[~np.isnan(ends).any(axis=1)].tolist()])


def _draw_points(painter: QPainter, scene: Scene, tokens: Tokens) -> None:
    rim = QPen(QColor("#1a1a1a"), 1)
    small = POINT if crowd(scene.places) > 14 else POINT - 1.5
    for k, (x, y) in enumerate(scene.places.tolist()):
        place, colour = QPointF(x, y), QColor(scene.sides[k])
        if scene.hollow[k]:
            painter.setPen(QPen(QColor("#1a1a1a"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, small - 1, small - 1)
            painter.setPen(QPen(colour, 1.5))
            painter.drawEllipse(place, small - 1, small - 1)
        else:
            painter.setPen(rim)
            painter.setBrush(colour)
            painter.drawEllipse(place, small, small)
    _draw_rings(painter, scene, scene.faulty - scene.chosen, tokens.bad, tokens.panel)
    _draw_rings(painter, scene, scene.chosen, tokens.accent, tokens.panel)


def _draw_rings(painter: QPainter, scene: Scene, which: Collection[int], colour: str, halo: str) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(halo), 4), QPen(QColor(colour), 2)):
        painter.setPen(pen)
        for k in which:
            painter.drawEllipse(QPointF(*scene.places[k].tolist()), _CHOSEN, _CHOSEN)


def _draw_numbers(painter: QPainter, scene: Scene, tokens: Tokens) -> None:
    """Write the numbers of keypoints that stand free of each other."""
    if crowd(scene.places) < _NUMBERS_FROM:
        return
    font = painter.font()
    usual = font.pointSizeF()
    font.setPointSizeF(usual * 0.8)
    painter.setFont(font)
    painter.setPen(QColor(tokens.text))
    written = [k for k in scene.names if k < len(scene.places)]
    for k, (x, y) in enumerate(scene.places.tolist()):
        taken = scene.places[written]
        near = (np.abs(taken[:, 0] - x) < _NUMBER_ROOM[0]) & (np.abs(taken[:, 1] - y) < _NUMBER_ROOM[1])
        if not near.any():
            painter.drawText(QPointF(x + 6, y - 5), str(k + 1))
            written.append(k)
    font.setPointSizeF(usual)
    painter.setFont(font)


def colours_of(sides: Collection[str]) -> tuple[str, ...]:
    """Return the colour of each side, in their order."""
    known = {side.value: colour for side, colour in SIDE_COLOURS.items()}
    return tuple(known[side] for side in sides)
