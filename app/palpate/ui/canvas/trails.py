"""Where keypoints were: dots that shrink and fade with age, diamonds where somebody placed them."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from palpate.session.placing.trails import Trails
from palpate.ui.canvas.figures import within_sight
from palpate.ui.canvas.ghosts import stamp
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.tokens import instance_colour

_STEPS = 8
_DOT_PX, _KEYFRAME_PX = 2.8, 5.4  # radius of the newest, logical
_FADED = 0.3  # what is left of the oldest in strength
_SHRUNK = 0.6  # and in size


def draw_trails(painter: QPainter, view: ViewTransform, trails: Trails, number: int) -> None:
    """Draw trails in the colour of an instance, the newest on top; the painter works in device px."""
    points = view.to_device(trails.positions)
    seen = within_sight(view, points)
    steps = (trails.age[seen] - 1) * _STEPS // max(trails.length, 1)
    spots = np.floor(points[seen]).astype(np.int64)
    colour = instance_colour(number)
    images = [
        dot(step, view.ratio, colour, keyframe=keyframe)
        for step, keyframe in zip(steps.tolist(), trails.keyframe[seen].tolist(), strict=True)
    ]
    stamp(painter, spots, images)


@lru_cache(maxsize=256)
def dot(step: int, unit: float, colour: str, *, keyframe: bool) -> QImage:
    """Return the mark of an age, 0 for the newest to 7, centred in an image of odd size."""
    old = min(step, _STEPS - 1) / (_STEPS - 1)
    radius = (_KEYFRAME_PX if keyframe else _DOT_PX) * (1.0 - old * (1.0 - _SHRUNK)) * unit
    half = math.ceil(radius + 1.5 * unit)
    image = QImage(2 * half + 1, 2 * half + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(1.0 - old * (1.0 - _FADED))
    painter.translate(half + 0.5, half + 0.5)
    shape = _shape(radius, keyframe=keyframe)
    painter.strokePath(shape, QPen(QColor(0, 0, 0), 1.6 * unit))
    painter.fillPath(shape, QColor(colour))
    painter.end()
    return image


def _shape(radius: float, *, keyframe: bool) -> QPainterPath:
    path = QPainterPath()
    if keyframe:
        corners = [QPointF(0, -radius), QPointF(radius, 0), QPointF(0, radius), QPointF(-radius, 0)]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    else:
        path.addEllipse(QPointF(0, 0), radius, radius)
    return path
