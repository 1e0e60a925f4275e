"""Edges as lines with a dark seam, which can be read on any ground."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.model.arrays import Floats, Ints

_ACTIVE_PX, _PX = 1.6, 1.0  # logical
_SEAM_PX = 0.7  # that the seam adds to a line's width, logical
_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])


def draw_edges(
    painter: QPainter, segments: Floats, colours: Iterable[tuple[str, Ints]], unit: float, *, active: bool
) -> None:
    """Draw segments ``(n, 4)``, device px.

    Parameters
    ----------
    colours
        Each with the places ``(m,)`` of the segments that have it.
    unit
        Device px per logical px.
    """
    width = (_ACTIVE_PX if active else _PX) * unit
    # Opaque on purpose: of a see-through pen the raster engine hands every few spans to a pool of threads and
    # waits for them, which takes five times as long and now and then several frames.
    whole = path_of(segments)
    _stroke(painter, whole, QColor(0, 0, 0), width + _SEAM_PX * unit)
    for colour, places in colours:
        path = whole if len(places) == len(segments) else path_of(segments[places])
        _stroke(painter, path, QColor(colour), width)


def _stroke(painter: QPainter, path: QPainterPath, ink: QColor, width: float) -> None:
    painter.strokePath(path, QPen(ink, width, c=Qt.PenCapStyle.FlatCap))


def path_of(segments: Floats) -> QPainterPath:
    """Return segments ``(n, 4)`` as a path, each with a beginning of its own; they must be finite.

    The path is read from the bytes that Qt would have written for it: building it point by point takes longer
    than drawing it.
    """
    elements = np.empty((len(segments), 2), dtype=_ELEMENT)
    elements["type"] = (
        QPainterPath.ElementType.MoveToElement.value,
        QPainterPath.ElementType.LineToElement.value,
    )
    elements["x"], elements["y"] = segments[:, 0::2], segments[:, 1::2]
    return _read(elements)


def path_around(rings: Sequence[Floats]) -> QPainterPath:
    """Return rings ``(N, 2)`` of finite device px as a path, closed; what two go around is free."""
    closed = [np.concatenate([ring, ring[:1]]) for ring in rings if len(ring)]
    if not closed:
        return QPainterPath()
    points = np.concatenate(closed)
    elements = np.empty(len(points), dtype=_ELEMENT)
    elements["type"] = QPainterPath.ElementType.LineToElement.value
    starts = np.cumsum([0, *(len(ring) for ring in closed[:-1])])
    elements["type"][starts] = QPainterPath.ElementType.MoveToElement.value
    elements["x"], elements["y"] = points.T
    return _read(elements)


def _read(elements: NDArray[np.void]) -> QPainterPath:
    rest = struct.pack(">ii", 0, Qt.FillRule.OddEvenFill.value)
    path = QPainterPath()
    stream = QDataStream(QByteArray(struct.pack(">i", elements.size) + elements.tobytes() + rest))
    stream >> path
    return path
