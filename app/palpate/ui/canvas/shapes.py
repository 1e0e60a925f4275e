"""Drawing boxes and masks: the fill so faint that pixels can be judged, lines that are read on any ground."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from palpate.base.geometry import Outline
from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.ui.canvas.geometry import clipped_ring
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.tokens import instance_colour

_ACTIVE_PX, _PX = 1.8, 1.2  # logical
_SEAM_PX = 1.2  # that the seam adds to a line's width, logical
_FILL = 34  # of 255
_DASHES = [5.0, 3.0]  # in widths of the line: made from the keypoints, not by hand
_MARGIN_PX = 32.0


def draw_shapes(painter: QPainter, view: ViewTransform, poses: Sequence[PoseOnCanvas]) -> None:
    """Draw box and mask of each pose; the painter works in device px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pose in poses:
        if pose.view.shape is not None:
            draw_shape(painter, view, pose.view.shape, pose.number, active=pose.active)


def draw_shape(painter: QPainter, view: ViewTransform, shape: Shape, number: int, *, active: bool) -> None:
    """Draw a box and a mask in the colour of an instance; only the active one's mask is filled."""
    ink = QColor(instance_colour(number))
    width = (_ACTIVE_PX if active else _PX) * view.ratio
    if shape.polygons:
        path = outline_path(view, shape.outline)
        if active:
            veil = QColor(ink)
            veil.setAlpha(_FILL)
            painter.fillPath(path, veil)
        stroke_path(painter, path, ink, width, view.ratio, dashed=shape.outline_origin is Origin.ACCEPTED)
    if shape.box is not None and all(np.isfinite(shape.box)):
        path = _path([_box_corners(view, shape.box)], view)
        stroke_path(painter, path, ink, width, view.ratio, dashed=shape.box_origin is Origin.ACCEPTED)


def outline_path(view: ViewTransform, outline: Outline) -> QPainterPath:
    """Return a mask in device px, cut to the viewport; filled, its holes stay free."""
    return _path([view.to_device(ring) for part in outline for ring in part.rings], view)


def stroke_path(
    painter: QPainter, path: QPainterPath, ink: QColor, width: float, unit: float, *, dashed: bool = False
) -> None:
    """Draw a line with a dark seam; both are opaque, as see-through ones take several times as long."""
    painter.strokePath(path, QPen(QColor(0, 0, 0), width + _SEAM_PX * unit))
    pen = QPen(ink, width)
    if dashed:
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.strokePath(path, pen)


def draw_squares(painter: QPainter, points: Floats, ink: QColor, half: float, unit: float) -> None:
    """Draw a small square at each of ``(n, 2)`` device px."""
    painter.setPen(QPen(QColor(0, 0, 0), unit))
    painter.setBrush(ink)
    painter.drawRects([QRectF(x - half, y - half, 2.0 * half, 2.0 * half) for x, y in points.tolist()])
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _path(rings: Sequence[Floats], view: ViewTransform) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        # Zoomed in far, a mask reaches beyond the coordinates that a rasteriser can count.
        cut = clipped_ring(ring, view.device_size, margin=_MARGIN_PX * view.ratio)
        if len(cut) >= 3:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in cut.tolist()]))
            path.closeSubpath()
    return path


def _box_corners(view: ViewTransform, box: tuple[float, float, float, float]) -> Floats:
    x, y, width, height = box
    corners = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]])
    return view.to_device(corners)
