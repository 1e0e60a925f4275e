"""What was found: cuts between scenes, frames that repeat the one before, and where a keyframe tells most."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from palpate.model.arrays import Floats, Ints, distinct
from palpate.ui.theme.apply import current
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import NAMES, RULER, Place

_HALF = 4.0
_TALL = 7.0
_ROOM = 3.0 * _HALF
_DASH = 2
_NEXT = 3.5  # half a diamond


def draw_found(painter: QPainter, cuts: Ints, doubles: Ints, *, axis: TimeAxis, place: Place) -> None:
    """Draw two wedges that meet where a scene is cut, and a dash under a repeated frame.

    Parameters
    ----------
    cuts
        ``(C,)`` first frames of a scene, ascending.
    doubles
        ``(D,)`` frames that show the same as the one before, ascending.
    """
    painter.save()
    painter.setClipRect(QRectF(NAMES, 0, place.width - NAMES, RULER))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().text_quiet))
    for first, last in runs_of(doubles, axis):
        painter.drawRect(QRectF(NAMES + first, RULER - _DASH, max(last - first, 1.0), _DASH))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    places = NAMES + distinct(np.round(_places(cuts, axis)))
    crowded = len(places) > 1 and np.diff(places).min() < _ROOM
    for x in places.tolist():
        if crowded:
            painter.drawRect(QRectF(x - 0.5, RULER - _TALL, 1.0, _TALL))
        else:
            draw_cut(painter, QPointF(x, RULER - _TALL))
    painter.restore()


def draw_suggested(painter: QPainter, frames: Ints, *, axis: TimeAxis, place: Place) -> None:
    """Draw an empty diamond, as a keyframe that is not there yet, at each of ``(S,)`` suggested frames."""
    painter.save()
    painter.setClipRect(QRectF(NAMES, 0, place.width - NAMES, RULER))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inside = frames[(frames >= axis.first - 1) & (frames <= axis.last + 1)]
    for frame in inside.tolist():
        draw_empty_diamond(painter, QPointF(NAMES + axis.centre_of(frame), RULER - _NEXT - 1.0))
    painter.restore()


def draw_empty_diamond(painter: QPainter, at: QPointF) -> None:
    """Draw the sign of a suggested keyframe around a place."""
    x, y, half = at.x(), at.y(), _NEXT
    corners = [QPointF(x - half, y), QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half)]
    painter.setPen(QPen(QColor(current().accent), 1.2))
    painter.setBrush(QColor(current().window))
    painter.drawPolygon(QPolygonF(corners))


def draw_cut(painter: QPainter, top: QPointF) -> None:
    """Draw the sign of a cut below a place."""
    x, y = top.x(), top.y()
    for side in (-_HALF, _HALF):
        corners = [QPointF(x + side, y), QPointF(x, y + _TALL / 2), QPointF(x + side, y + _TALL)]
        painter.drawPolygon(QPolygonF(corners))


def runs_of(frames: Ints, axis: TimeAxis) -> Iterable[tuple[float, float]]:
    """Return the stretches of the axis, px, that ascending frames fill: neighbours are one stretch."""
    inside = frames[(frames >= axis.first - 1) & (frames <= axis.last)]
    if not len(inside):
        return []
    # A gap that is less than a px wide cannot be seen: a long clip has a few hundred stretches at most.
    gap = max(1.0 / axis.px_per_frame, 1.0)
    ends = np.flatnonzero(np.diff(inside, append=inside[-1] + gap + 2) > gap)
    starts = np.concatenate([[0], ends[:-1] + 1])
    return [
        (axis.x_of(first), axis.x_of(last + 1))
        for first, last in zip(inside[starts].tolist(), inside[ends].tolist(), strict=True)
    ]


def _places(frames: Ints, axis: TimeAxis) -> Floats:
    inside = frames[(frames >= axis.first - 1) & (frames <= axis.last + 1)]
    return np.asarray((inside - axis.first) * axis.px_per_frame, dtype=np.float64)
