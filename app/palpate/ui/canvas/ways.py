"""The ways of a keypoint by several methods: thin lines, and names with leaders to where it is by each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from palpate.model.arrays import Floats
from palpate.session.filling.comparing import Way
from palpate.ui.canvas.figures import MARGIN_PX
from palpate.ui.canvas.geometry import clipped_segments
from palpate.ui.canvas.labels import text_box
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.tokens import METHOD_COLOURS

_LINE_PX, _SEAM_PX, _DOT_PX = 1.4, 1.6, 2.6  # logical; the seam adds to a line's width
_ASIDE_PX, _BETWEEN_PX = 56.0, 2.0
_GROUND = "#d0202020"
_BLACK = "#000000"


@dataclass(frozen=True)
class Compared:
    """What is drawn of one keypoint.

    Attributes
    ----------
    ways, names
        As many of each.
    frame
        Where the work is.
    named
        Whether the names stand beside it.
    """

    ways: tuple[Way, ...]
    names: tuple[str, ...]
    frame: int
    named: bool = True


def draw_ways(
    painter: QPainter, view: ViewTransform, compared: Sequence[Compared], body: Floats | None = None
) -> None:
    """Draw what is compared; the painter works in device px.

    Parameters
    ----------
    body
        ``(n, 2)`` px in the image that names stand beside rather than on.
    """
    for one in compared:
        for way in one.ways:
            _draw_line(painter, view, way)
    for one in compared:
        _draw_spots(painter, view, one, body)


def _draw_line(painter: QPainter, view: ViewTransform, way: Way) -> None:
    points = view.to_device(way.positions)
    segments = clipped_segments(
        np.concatenate([points[:-1], points[1:]], axis=1), view.device_size, margin=MARGIN_PX
    )
    path, last = QPainterPath(), (np.nan, np.nan)
    for x1, y1, x2, y2 in segments[np.isfinite(segments[:, 0])].tolist():
        if (x1, y1) != last:
            path.moveTo(x1, y1)
        path.lineTo(x2, y2)
        last = x2, y2
    # Opaque on purpose: see-through pens take several times as long.
    for colour, width in ((_BLACK, _LINE_PX + _SEAM_PX), (METHOD_COLOURS[way.method], _LINE_PX)):
        painter.strokePath(path, QPen(QColor(colour), width * view.ratio, j=Qt.PenJoinStyle.RoundJoin))


def _draw_spots(painter: QPainter, view: ViewTransform, one: Compared, body: Floats | None) -> None:
    """Draw where each method has it now, and beside it their names, one below the other."""
    found = [
        (way, name, view.to_device(at[None])[0])
        for way, name in zip(one.ways, one.names, strict=True)
        if (at := way.at(one.frame)) is not None
    ]
    found.sort(key=lambda entry: float(entry[2][1]))
    unit = view.ratio
    boxes = [_box(name, METHOD_COLOURS[way.method], unit) for way, name, _ in found] if one.named else []
    if boxes:
        spots = np.array([spot for _, _, spot in found])
        left = _left_of(view, spots, body, room=max(box.width() for box in boxes))
        for (way, _, spot), (box, corner) in zip(found, _column(boxes, spots, left, view), strict=True):
            end = QPointF(corner.x() + box.width(), corner.y() + box.height() / 2.0)
            painter.setPen(QPen(QColor(METHOD_COLOURS[way.method]), unit))
            painter.drawLine(QLineF(end, QPointF(*spot.tolist())))
            painter.drawImage(corner, box)
    for way, _, spot in found:
        painter.setPen(QPen(QColor(_BLACK), unit))
        painter.setBrush(QColor(METHOD_COLOURS[way.method]))
        painter.drawEllipse(QPointF(*spot.tolist()), _DOT_PX * unit, _DOT_PX * unit)


def _left_of(view: ViewTransform, spots: Floats, body: Floats | None, *, room: float) -> float:
    """Return what names stand left of, device px: of the body, as long as they are in sight there."""
    left = float(spots[:, 0].min())
    if body is None or not len(body):
        return left
    beside = min(float(view.to_device(body)[:, 0].min()), left)
    return beside if beside - _ASIDE_PX * view.ratio >= room else left


def _column(
    boxes: list[QImage], spots: Floats, left: float, view: ViewTransform
) -> list[tuple[QImage, QPointF]]:
    """Return where names stand, device px, one below the other beside some spots."""
    unit = view.ratio
    high = boxes[0].height() + _BETWEEN_PX * unit
    right = max(left - _ASIDE_PX * unit, float(max(box.width() for box in boxes)))
    top = float(spots[:, 1].mean()) - high * len(boxes) / 2.0
    top = min(max(top, 0.0), max(view.device_size[1] - high * len(boxes), 0.0))
    return [(box, QPointF(round(right - box.width()), round(top + n * high))) for n, box in enumerate(boxes)]


def _box(name: str, colour: str, unit: float) -> QImage:
    return text_box((name, ""), QFont().toString(), (colour, colour, _GROUND), unit)
