"""Drawing poses from arrays, in device px; no object per keypoint."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility, has_position
from palpate.ui.canvas import labels, sprites
from palpate.ui.canvas.geometry import clipped_segments, shortened_segments
from palpate.ui.canvas.scene import PoseOnCanvas, Scene, label_of
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import instance_colour

_RADII = (2.2, 3.0, 4.0, 5.0, 6.0)  # logical px, by the room between keypoints
_ROOM = (7.0, 14.0, 36.0, 90.0)  # median length of an edge, logical px, from which marks grow
_MARGIN = 48.0
_SOLID, _SEE_THROUGH = 225, 165
_RING_GAP = 5.0
_GLASSY_FROM = 4.0  # where single pixels are judged, marks must not hide them


def draw_poses(painter: QPainter, view: ViewTransform, poses: list[PoseOnCanvas]) -> None:
    """Draw the edges, then the drift halos and marks of each pose; the painter works in device px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pose in poses:
        points = view.to_device(pose.view.positions)
        placed = has_position(pose.view.visibility)
        radius = mark_radius(view, pose)
        _draw_edges(painter, view, pose, points, placed, radius)
        inside = np.flatnonzero(placed & _in_sight(view, points))
        _draw_halos(painter, view, pose, points, inside, radius)
        _draw_marks(painter, view, pose, points, inside, radius)


def mark_radius(view: ViewTransform, pose: PoseOnCanvas) -> float:
    """Return the radius of a disc in device px: small where keypoints crowd, so that gaps stay open."""
    edges = pose.skeleton.edge_indices
    placed = has_position(pose.view.visibility)
    edges = edges[placed[edges].all(axis=1)]
    if len(edges):
        along = pose.view.positions[edges[:, 1]] - pose.view.positions[edges[:, 0]]
        lengths = np.sort(np.hypot(along[:, 0], along[:, 1]))
        length = float(lengths[len(lengths) // 2]) * view.scale
    else:
        length = _ROOM[-1]
    size = _RADII[int(np.searchsorted(_ROOM, length, side="right"))]
    return (size if pose.active else size * 0.8) * view.ratio


def _draw_edges(
    painter: QPainter,
    view: ViewTransform,
    pose: PoseOnCanvas,
    points: Floats,
    placed: Bools,
    radius: float,
) -> None:
    edges = pose.skeleton.edge_indices
    edges = edges[placed[edges].all(axis=1)]
    segments = np.concatenate([points[edges[:, 0]], points[edges[:, 1]]], axis=1)
    # Lines end before the marks: hollow shapes stay hollow, and the pixel under a mark free.
    segments = shortened_segments(segments, by=radius + 1.0 * view.ratio)
    segments = clipped_segments(segments, view.device_size, margin=_MARGIN)
    lines = [QLineF(*row) for row in segments.tolist()]
    colour = QColor(instance_colour(pose.number))
    width = (1.6 if pose.active else 1.0) * view.ratio
    painter.setPen(QPen(QColor(0, 0, 0, 130), width + 1.6 * view.ratio, c=Qt.PenCapStyle.FlatCap))
    painter.drawLines(lines)
    colour.setAlpha(235 if pose.active else 200)
    painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.FlatCap))
    painter.drawLines(lines)


def _draw_halos(
    painter: QPainter, view: ViewTransform, pose: PoseOnCanvas, points: Floats, inside: Ints, radius: float
) -> None:
    for k in inside[pose.view.drift[inside] >= 1.0].tolist():
        step = sprites.drift_step(float(pose.view.drift[k]))
        _stamp(painter, sprites.halo(step, radius, view.ratio), *points[k].tolist())


def _draw_marks(
    painter: QPainter, view: ViewTransform, pose: PoseOnCanvas, points: Floats, inside: Ints, radius: float
) -> None:
    stroke = min((1.6 if pose.active else 1.2) * view.ratio, radius * 0.4)
    colour, glassy = instance_colour(pose.number), view.zoom >= _GLASSY_FROM
    kinds = list(zip(pose.view.origin[inside].tolist(), pose.view.visibility[inside].tolist(), strict=True))
    table = {
        (origin, tier): sprites.mark(
            sprites.MarkKind(Origin(origin), Visibility(tier), colour, radius, stroke, glassy)
        )
        for origin, tier in set(kinds)
    }
    for (x, y), kind in zip(np.floor(points[inside]).astype(np.int64).tolist(), kinds, strict=True):
        sprite = table[kind]
        half = sprite.width() // 2
        painter.drawImage(QPoint(x - half, y - half), sprite)


def _stamp(painter: QPainter, sprite: QImage, x: float, y: float) -> None:
    half = sprite.width() // 2
    painter.drawImage(QPoint(int(x // 1) - half, int(y // 1) - half), sprite)


def _in_sight(view: ViewTransform, points: Floats) -> Bools:
    with np.errstate(invalid="ignore"):
        near = (points > -_MARGIN) & (points < np.array(view.device_size) + _MARGIN)
    return np.asarray(near.all(axis=1))


def draw_active(painter: QPainter, view: ViewTransform, scene: Scene) -> None:
    """Draw an accent ring with ticks around the active keypoint, and a plain one around chosen ones."""
    pose = scene.active_pose
    if pose is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = mark_radius(view, pose) + _RING_GAP * view.ratio
    placed = has_position(pose.view.visibility)
    for k in sorted(scene.chosen | {scene.keypoint}):
        if k >= 0 and placed[k]:
            x, y = view.to_device(pose.view.positions[k]).tolist()
            _draw_ring(painter, QPointF(x, y), ring, view.ratio, ticks=k == scene.keypoint)


def _draw_ring(painter: QPainter, at: QPointF, radius: float, unit: float, *, ticks: bool) -> None:
    accent = QColor(current().accent)
    tick = 7.0 * unit
    lines = [
        QLineF(
            at.x() + dx * radius,
            at.y() + dy * radius,
            at.x() + dx * (radius + tick),
            at.y() + dy * (radius + tick),
        )
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(0, 0, 0, 200), 3.6 * unit), QPen(accent, 1.8 * unit)):
        painter.setPen(pen)
        painter.drawEllipse(at, radius, radius)
        if ticks:
            painter.drawLines(lines)


def draw_names(painter: QPainter, view: ViewTransform, scene: Scene, font: QFont) -> None:
    """Name the active instance's keypoints, once zoomed in so far that names do not hide the picture."""
    pose = scene.active_pose
    if pose is None or view.zoom <= view.fit_zoom * 1.2:
        return
    points = view.to_device(pose.view.positions)
    inside = np.flatnonzero(has_position(pose.view.visibility) & _in_sight(view, points))
    boxes = [name_box((label_of(pose, k), ""), font, view.ratio, see_through=True) for k in inside.tolist()]
    if not boxes or not labels.room_for_labels(points[inside], boxes[0].height()):
        return
    everyone = np.concatenate([view.to_device(each.view.positions) for each in scene.poses])
    spots = labels.placed_labels(
        points[inside],
        np.array([[box.width(), box.height()] for box in boxes], dtype=np.float64),
        everyone[_in_sight(view, everyone)],
        clearance=mark_radius(view, pose) + _RING_GAP * view.ratio,
    )
    for box, spot in zip(boxes, spots, strict=True):
        if spot is not None:
            painter.drawImage(QPoint(round(spot[0]), round(spot[1])), box)


def name_box(
    lines: tuple[str, str], font: QFont, unit: float, *, strong: bool = False, see_through: bool = False
) -> QImage:
    """Return a name and a quieter line in the colours of the theme, device px."""
    tokens = current()
    ground = QColor(tokens.raised)
    ground.setAlpha(_SEE_THROUGH if see_through else _SOLID)
    colours = (tokens.text, tokens.text_quiet, ground.name(QColor.NameFormat.HexArgb))
    return labels.text_box(lines, font, colours, unit, strong=strong)
