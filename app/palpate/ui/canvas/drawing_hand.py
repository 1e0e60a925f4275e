"""Drawing what a tool has in the hand: handles to pull, an outline that is not closed, the brush."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.model.arrays import Floats
from palpate.model.pose import Shape
from palpate.ui.canvas.footprint import around
from palpate.ui.canvas.handles import box_handles, edges_at, gap_at, ring_of, vertex_at
from palpate.ui.canvas.scene import Scene
from palpate.ui.canvas.shapes import draw_squares, stroke_path
from palpate.ui.canvas.tools.gesture import REACH_PX
from palpate.ui.canvas.tools.in_hand import Spot, Tool
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current

_HANDLE_PX, _VERTEX_PX = 3.5, 2.5  # half a side, logical
_CROWDED = 400  # vertices in sight, from which only those near the pointer are shown
_NEAR_PX = 60.0
_SEEN_PX = 16.0


def draw_in_hand(
    painter: QPainter, view: ViewTransform, scene: Scene, shape: Shape, pointer: Spot | None
) -> None:
    """Draw what belongs to the tool; the painter works in device px.

    Parameters
    ----------
    shape
        Box and mask of the active instance as they are seen now.
    pointer
        Image px under the pointer; None elsewhere.
    """
    held = scene.in_hand
    if held.tool is Tool.BOX and shape.box is not None:
        points = view.to_device(box_handles(shape.box))
        draw_squares(painter, points, _white(), _HANDLE_PX * view.ratio, view.ratio)
    elif held.tool is Tool.POLYGON:
        if held.ring:
            _draw_ring(painter, view, scene, pointer)
        else:
            _draw_vertices(painter, view, shape, pointer)
    elif held.tool is Tool.BRUSH:
        _draw_brush(painter, view, scene, pointer)


def over_something(view: ViewTransform, scene: Scene, spot: Spot) -> bool:
    """Tell whether a press at an image position would take hold of a handle, a side or a vertex."""
    held, shape, reach = scene.in_hand, scene.active_shape, REACH_PX / view.scale
    if held.tool is Tool.BOX:
        return edges_at(shape.box, spot, reach, view.aspect) is not None
    return (
        held.tool is Tool.POLYGON
        and not held.ring
        and vertex_at(shape.outline, spot, reach, view.aspect) is not None
    )


def area_in_hand(view: ViewTransform, scene: Scene, pointer: Spot | None) -> QRect:
    """Return the logical px of what follows the pointer."""
    held = scene.in_hand
    if pointer is not None and held.construction is not None and held.marks:
        return QRect(0, 0, *view.viewport)  # a circle may reach anywhere
    if pointer is None or held.tool not in (Tool.POLYGON, Tool.BRUSH):
        return QRect()
    spots = [pointer, *held.ring[:1], *held.ring[-1:]] if held.tool is Tool.POLYGON else [pointer]
    reach = {Tool.BRUSH: held.brush_px + 4.0, Tool.POLYGON: _NEAR_PX + _SEEN_PX}[held.tool]
    return around(view, view.to_device(np.array(spots)), reach * view.ratio)


def _draw_ring(painter: QPainter, view: ViewTransform, scene: Scene, pointer: Spot | None) -> None:
    ring = view.to_device(np.array(scene.in_hand.ring))
    accent = QColor(current().accent)
    if pointer is not None:
        ends = [QPointF(*ring[-1]), QPointF(*view.to_device_point(*pointer)), QPointF(*ring[0])]
        for ink, width in ((QColor(0, 0, 0), 2.4), (_white(), 1.0)):
            painter.setPen(QPen(ink, width * view.ratio, Qt.PenStyle.DotLine))
            painter.drawLine(ends[0], ends[1])
            if len(ring) > 1:
                painter.drawLine(ends[1], ends[2])
    path = QPainterPath(QPointF(*ring[0]))
    for x, y in ring[1:].tolist():
        path.lineTo(x, y)
    stroke_path(painter, path, accent, 1.8 * view.ratio, view.ratio)
    draw_squares(painter, ring, accent, _VERTEX_PX * view.ratio, view.ratio)
    if len(ring) >= 3:  # where a click closes it
        painter.setPen(QPen(accent, 1.5 * view.ratio))
        painter.drawEllipse(QPointF(*ring[0]), REACH_PX * view.ratio, REACH_PX * view.ratio)


def _draw_vertices(painter: QPainter, view: ViewTransform, shape: Shape, pointer: Spot | None) -> None:
    rings = [ring for part in shape.outline for ring in part.rings]
    if not rings:
        return
    points = _within(view.to_device(np.concatenate(rings)), view)
    if len(points) > _CROWDED:
        at = np.array(view.to_device_point(*pointer)) if pointer is not None else np.full(2, np.inf)
        points = points[np.hypot(*(points - at).T) <= _NEAR_PX * view.ratio]
    draw_squares(painter, points, _white(), _VERTEX_PX * view.ratio, view.ratio)
    if pointer is None:
        return
    reach = REACH_PX / view.scale
    found = vertex_at(shape.outline, pointer, reach, view.aspect)
    if found is not None:
        spot = view.to_device(ring_of(shape.outline, found)[found.place])[None]
        draw_squares(painter, spot, QColor(current().accent), _HANDLE_PX * view.ratio, view.ratio)
    elif gap_at(shape.outline, pointer, reach, view.aspect) is not None:
        painter.setPen(QPen(QColor(current().accent), 1.5 * view.ratio))
        painter.drawEllipse(QPointF(*view.to_device_point(*pointer)), 4 * view.ratio, 4 * view.ratio)


def _draw_brush(painter: QPainter, view: ViewTransform, scene: Scene, pointer: Spot | None) -> None:
    held = scene.in_hand
    radius = held.brush_px / view.scale
    across, down = radius * view.zoom_xy[0], radius * view.zoom_xy[1]
    if held.stroke:
        _draw_stroke(painter, view.to_device(np.array(held.stroke)), across, down, erases=held.erases)
    if pointer is None:
        return
    at = QPointF(*view.to_device_point(*pointer))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((QColor(0, 0, 0), 3.0), (_white(), 1.4)):
        painter.setPen(QPen(ink, width * view.ratio))
        painter.drawEllipse(at, across, down)


def _draw_stroke(painter: QPainter, way: Floats, across: float, down: float, *, erases: bool) -> None:
    # Squeezed so that the brush is round there: stored pixels need not be square.
    painter.save()
    painter.scale(1.0, down / across)
    path = QPainterPath()
    scaled = way * np.array([1.0, across / down])
    path.moveTo(*scaled[0])
    for x, y in scaled[1:].tolist() or scaled.tolist():
        path.lineTo(x, y)
    ink = QColor(current().bad if erases else current().accent)
    ink.setAlpha(110)
    round_ = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if len(way) == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        (x, y) = scaled[0].tolist()
        painter.drawEllipse(QRectF(x - across, y - across, 2 * across, 2 * across))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.strokePath(path, QPen(ink, 2.0 * across, *round_))
    painter.restore()


def _within(points: Floats, view: ViewTransform) -> Floats:
    margin = _SEEN_PX * view.ratio
    seen = ((points > -margin) & (points < np.array(view.device_size) + margin)).all(axis=1)
    return np.asarray(points[seen])


def _white() -> QColor:
    return QColor(255, 255, 255)
