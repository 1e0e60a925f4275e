"""Drawing boxes and masks: the fill so faint that pixels can be judged, lines that are read on any ground."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.base.geometry import Outline
from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.ui.canvas.edges import path_around
from palpate.ui.canvas.geometry import clipped_ring
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.tokens import instance_colour

_ACTIVE_PX = 1.8  # logical
_SEAM_PX = 1.2  # that the seam adds to a line's width, logical
_FILL = 34  # of 255
_DASHES = [5.0, 3.0]  # in widths of the line: made from the keypoints, not by hand
_MARGIN_PX = 32.0


def draw_shapes(painter: QPainter, view: ViewTransform, poses: Sequence[PoseOnCanvas]) -> None:
    """Draw box and mask of each pose; the painter works in device px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pose in poses:
        if pose.view.shape is not None and not pose.veiled:
            draw_shape(painter, view, pose.view.shape, pose.tint, active=pose.active)


def draw_shape(painter: QPainter, view: ViewTransform, shape: Shape, number: int, *, active: bool) -> None:
    """Draw a box and a mask in the colour of an instance; only the active one's mask is filled."""
    ink = QColor(instance_colour(number))
    if shape.polygons:
        path = outline_path(view, shape.outline)
        if active:
            veil = QColor(ink)
            veil.setAlpha(_FILL)
            painter.fillPath(path, veil)
        made = shape.outline_origin is Origin.ACCEPTED
        if active:
            stroke_path(painter, path, ink, _ACTIVE_PX * view.ratio, view.ratio, dashed=made)
        else:
            _shade_path(painter, path, ink, view.ratio, dashed=made)
    if shape.box is not None and all(np.isfinite(shape.box)):
        _draw_box(painter, view, shape.box, ink, active=active, dashed=shape.box_origin is Origin.ACCEPTED)


def outline_path(view: ViewTransform, outline: Outline) -> QPainterPath:
    """Return a mask in device px, cut to the viewport; filled, its holes stay free."""
    # Zoomed in far, a mask reaches beyond the coordinates that a rasteriser can count.
    size, margin = view.device_size, _MARGIN_PX * view.ratio
    rings = (view.to_device(ring) for part in outline for ring in part.rings)
    return path_around([cut for ring in rings if len(cut := clipped_ring(ring, size, margin=margin)) >= 3])


def stroke_path(
    painter: QPainter, path: QPainterPath, ink: QColor, width: float, unit: float, *, dashed: bool = False
) -> None:
    """Draw a line with a dark seam; both are opaque, as see-through ones take several times as long."""
    painter.strokePath(path, QPen(QColor(0, 0, 0), width + _SEAM_PX * unit))
    painter.strokePath(path, _pen(ink, width, dashed=dashed))


def draw_squares(painter: QPainter, points: Floats, ink: QColor, half: float, unit: float) -> None:
    """Draw a small square at each of ``(n, 2)`` device px."""
    painter.setPen(QPen(QColor(0, 0, 0), unit))
    painter.setBrush(ink)
    painter.drawRects([QRectF(x - half, y - half, 2.0 * half, 2.0 * half) for x, y in points.tolist()])
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _shade_path(painter: QPainter, path: QPainterPath, ink: QColor, unit: float, *, dashed: bool) -> None:
    """Draw a hairline with a shadow: the rasteriser takes a tenth of the time that a wider line takes."""
    painter.strokePath(path.translated(unit, unit), QPen(QColor(0, 0, 0), unit))
    for _ in range(2):  # smoothed, one pass covers about half of what it passes
        painter.strokePath(path, _pen(ink, unit, dashed=dashed))


def _draw_box(
    painter: QPainter,
    view: ViewTransform,
    box: tuple[float, float, float, float],
    ink: QColor,
    *,
    active: bool,
    dashed: bool,
) -> None:
    # Sides run along pixels: unsmoothed they are sharp, and dashes cost next to nothing.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    margin = _MARGIN_PX * view.ratio
    corners = view.to_device(np.array([box[:2], [box[0] + box[2], box[1] + box[3]]]))
    ends = np.clip(corners, -margin, np.array(view.device_size) + margin)
    (left, top), (right, bottom) = np.rint(ends).astype(int).tolist()
    unit = round(view.ratio)
    seam, off = (4 * unit, 0) if active else (unit, unit)  # a shadow for those in the background
    inks = ((QPen(QColor(0, 0, 0), seam), off), (_pen(ink, 2 * unit if active else unit, dashed=dashed), 0))
    for pen, by in inks:
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(left + by, top + by, right - left, bottom - top)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _pen(ink: QColor, width: float, *, dashed: bool) -> QPen:
    pen = QPen(ink, width)
    if dashed:
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
