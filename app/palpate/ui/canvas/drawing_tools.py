"""Drawing what tools for keypoints have in the hand: frames with handles, lassos, constructions."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.model.arrays import Floats
from palpate.session.placing.constructing import Construction, drafted
from palpate.ui.canvas.chosen_frame import ChosenFrame, frame_of
from palpate.ui.canvas.geometry import clipped_ring
from palpate.ui.canvas.scene import Scene
from palpate.ui.canvas.shapes import draw_squares, stroke_path
from palpate.ui.canvas.tools.in_hand import Spot, Trace
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.tokens import instance_colour

_LINE_PX, _HANDLE_PX, _KNOB_PX, _ARM_PX = 1.6, 3.5, 4.5, 5.0  # logical
_MARGIN_PX = 32.0
_WIDEST_PX = 8000.0  # device px; the rasteriser counts no farther, and a flatter arc says nothing
# White with a dark seam is read on any picture; the accent of the light theme is lost on a dark one.
_WHITE, _BLACK = QColor(255, 255, 255), QColor(0, 0, 0)


def draw_tools(painter: QPainter, view: ViewTransform, scene: Scene, pointer: Spot | None) -> None:
    """Draw what is chosen, drawn or clicked but placed nowhere; the painter works in device px.

    Parameters
    ----------
    pointer
        Image px under the pointer; None elsewhere.
    """
    held = scene.in_hand
    if held.trace is not None:
        _draw_trace(painter, view, held.trace)
    else:
        frame = frame_of(scene, view)
        if frame is not None:
            _draw_frame(painter, view, frame)
    if held.construction is not None:
        _draw_draft(painter, view, scene, held.construction, pointer)
    elif held.built is not None and scene.active_pose is not None and scene.active_position is not None:
        points, ink = np.array(held.built.points, dtype=np.float64), instance_colour(scene.active_pose.tint)
        _draw_construction(painter, view, held.built.kind, points, scene.active_position, ink)


def _draw_trace(painter: QPainter, view: ViewTransform, trace: Trace) -> None:
    points = view.to_device(np.array(trace.spots, dtype=np.float64))
    if not trace.closed:
        stroke_path(painter, _open_path(points), _WHITE, _LINE_PX * view.ratio, view.ratio)
        return
    cut = clipped_ring(points, view.device_size, margin=_MARGIN_PX * view.ratio)
    if len(cut) >= 2:
        path = _open_path(np.concatenate([cut, cut[:1]]))
        stroke_path(painter, path, _WHITE, _LINE_PX * view.ratio, view.ratio)


def _draw_frame(painter: QPainter, view: ViewTransform, frame: ChosenFrame) -> None:
    unit = view.ratio
    corners = view.to_device(frame.corners)
    knob, stem = (QPointF(*view.to_device_point(*spot)) for spot in (frame.knob, frame.stem))
    margin = _MARGIN_PX * unit
    ends = np.clip(corners, -margin, np.array(view.device_size) + margin)
    path = _open_path(np.concatenate([ends, ends[:1]]))
    path.moveTo(stem)
    path.lineTo(knob)
    stroke_path(painter, path, _WHITE, _LINE_PX * unit, unit)
    draw_squares(painter, corners, _WHITE, _HANDLE_PX * unit, unit)
    painter.setPen(QPen(_BLACK, unit))
    painter.setBrush(_WHITE)
    painter.drawEllipse(knob, _KNOB_PX * unit, _KNOB_PX * unit)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_draft(
    painter: QPainter, view: ViewTransform, scene: Scene, kind: Construction, pointer: Spot | None
) -> None:
    marks = scene.in_hand.marks
    if not marks or scene.active_pose is None or scene.keypoint < 0:
        return
    spots = marks if pointer is None or len(marks) >= kind.n_points else (*marks, pointer)
    points = np.array(spots, dtype=np.float64)
    centre = None
    if len(points) == kind.n_points:
        pose = scene.active_pose
        aspect = (view.aspect, 1.0)
        centre = drafted(kind, points, pose.skeleton, view=pose.view, keypoint=scene.keypoint, aspect=aspect)
    _draw_construction(painter, view, kind, points, centre, instance_colour(scene.active_pose.tint))


def _draw_construction(
    painter: QPainter,
    view: ViewTransform,
    kind: Construction,
    points: Floats,
    centre: Floats | None,
    ink: str,
) -> None:
    """Draw clicked points and what joins them, a circle where there is one, and the centre in an ink."""
    unit, spots = view.ratio, view.to_device(points)
    within = (np.abs(spots) < _WIDEST_PX).all()
    if within and len(spots) > 1 and (kind is not Construction.CIRCLE or centre is None):
        stroke_path(painter, _open_path(spots), _WHITE, _LINE_PX * unit, unit)
    if centre is not None:
        if kind is Construction.CIRCLE:
            _draw_circle(painter, view, points, centre)
        elif kind is Construction.HIP and within:
            _draw_plumb(painter, view, points, centre)
        _draw_crosses(painter, view.to_device(centre[None]), unit, QColor(ink))
    _draw_crosses(painter, spots, unit, _WHITE)


def _draw_circle(painter: QPainter, view: ViewTransform, points: Floats, centre: Floats) -> None:
    on_rim, middle = view.to_device(points[0]).tolist(), view.to_device_point(*centre.tolist())
    radius = math.dist(on_rim, middle)  # round as it is seen, whatever shape stored pixels have
    if radius > _WIDEST_PX:
        return
    path = QPainterPath()
    path.addEllipse(QPointF(*middle), radius, radius)
    stroke_path(painter, path, _WHITE, _LINE_PX * view.ratio, view.ratio)


def _draw_plumb(painter: QPainter, view: ViewTransform, points: Floats, centre: Floats) -> None:
    """Draw the line from the pelvis' own side to the hip."""
    ends = view.to_device(np.stack([points[0], centre]))
    if (np.abs(ends) < _WIDEST_PX).all():
        stroke_path(painter, _open_path(ends), _WHITE, _LINE_PX * view.ratio, view.ratio)


def _draw_crosses(painter: QPainter, spots: Floats, unit: float, ink: QColor) -> None:
    arm = _ARM_PX * unit
    near = spots[(np.abs(spots) < _WIDEST_PX).all(axis=1)]
    lines = [
        QLineF(x - dx, y - dy, x + dx, y + dy)
        for x, y in near.tolist()
        for dx, dy in ((arm, arm), (arm, -arm))
    ]
    for colour, width in ((_BLACK, 3.0), (ink, 1.4)):
        painter.setPen(QPen(colour, width * unit, c=Qt.PenCapStyle.FlatCap))
        painter.drawLines(lines)


def _open_path(points: Floats) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0].tolist()))
    for x, y in points[1:].tolist():
        path.lineTo(x, y)
    return path
