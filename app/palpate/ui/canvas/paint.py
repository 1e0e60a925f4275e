"""Drawing poses from arrays, in device px; no object per keypoint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from palpate.model.arrays import Ints
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility, has_position
from palpate.ui.canvas import labels, sprites
from palpate.ui.canvas.edges import draw_edges
from palpate.ui.canvas.figures import gathered, within_sight
from palpate.ui.canvas.look import look
from palpate.ui.canvas.scene import PoseOnCanvas, Scene, label_of
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import instance_colour

_SOLID, _SEE_THROUGH = 225, 165
_RING_GAP = 5.0
_GLASSY_FROM = 4.0  # where single pixels are judged, marks must not hide them


def draw_poses(painter: QPainter, view: ViewTransform, poses: Sequence[PoseOnCanvas]) -> None:
    """Draw the edges, then the drift halos and marks of each pose; the painter works in device px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    figures = gathered(poses)
    radii = figures.mark_radii(view, poses)
    segments, cuts = figures.edges_in_sight(view, radii)
    points = view.to_device(figures.positions)
    rows = np.flatnonzero(figures.placed & within_sight(view, points))
    spots = np.floor(points[rows]).astype(np.int64)
    bounds = np.searchsorted(rows, figures.starts)
    for n, (pose, radius) in enumerate(zip(poses, radii.tolist(), strict=True)):
        draw_edges(painter, segments[cuts[n] : cuts[n + 1]], pose.number, view.ratio, active=pose.active)
        mine = slice(bounds[n], bounds[n + 1])
        keypoints = rows[mine] - figures.starts[n]
        drifting = np.flatnonzero(pose.view.drift[keypoints] >= 1.0)
        _stamp(painter, spots[mine][drifting], _halos(view, pose, keypoints[drifting], radius))
        _stamp(painter, spots[mine], _marks(view, pose, keypoints, radius))


def mark_radius(view: ViewTransform, pose: PoseOnCanvas) -> float:
    """Return the radius of a disc of a pose in device px."""
    return float(gathered([pose]).mark_radii(view, [pose])[0])


def _halos(view: ViewTransform, pose: PoseOnCanvas, keypoints: Ints, radius: float) -> list[QImage]:
    steps = map(sprites.drift_step, pose.view.drift[keypoints].tolist())
    return [sprites.halo(step, radius, view.ratio) for step in steps]


def _marks(view: ViewTransform, pose: PoseOnCanvas, keypoints: Ints, radius: float) -> list[QImage]:
    stroke = min((1.6 if pose.active else 1.2) * view.ratio, radius * 0.4)
    colour, glassy = instance_colour(pose.number), view.least_zoom >= _GLASSY_FROM
    origins, tiers = pose.view.origin[keypoints].tolist(), pose.view.visibility[keypoints].tolist()
    kinds = list(zip(origins, tiers, strict=True))
    images = {
        (origin, tier): sprites.mark(
            sprites.MarkKind(Origin(origin), Visibility(tier), colour, radius, stroke, glassy)
        )
        for origin, tier in set(kinds)
    }
    return [images[kind] for kind in kinds]


def _stamp(painter: QPainter, spots: Ints, images: list[QImage]) -> None:
    """Draw images of odd size with their middles on the device px ``(n, 2)``."""
    for (x, y), image in zip(spots.tolist(), images, strict=True):
        half = image.width() // 2
        # Two numbers, not a QPoint: it is half the time.
        painter.drawImage(x - half, y - half, image)


def draw_active(painter: QPainter, view: ViewTransform, scene: Scene) -> None:
    """Draw an accent ring with ticks around the active keypoint, and a plain one around chosen ones."""
    pose = scene.active_pose
    if pose is None:
        return
    placed = has_position(pose.view.visibility)
    ringed = np.array(
        [k for k in sorted(scene.chosen | {scene.keypoint}) if k >= 0 and placed[k]], dtype=np.int64
    )
    points = view.to_device(pose.view.positions[ringed])
    inside = within_sight(view, points)
    radius = mark_radius(view, pose) + _RING_GAP * view.ratio
    images = [
        sprites.ring(radius, view.ratio, current().accent, ticks=k == scene.keypoint)
        for k in ringed[inside].tolist()
    ]
    _stamp(painter, np.floor(points[inside]).astype(np.int64), images)


def draw_names(painter: QPainter, view: ViewTransform, scene: Scene, font: QFont) -> None:
    """Name the active instance's keypoints, once zoomed in so far that names do not hide the picture."""
    pose = scene.active_pose
    if pose is None or not look().names or view.zoom <= view.fit_zoom * 1.2:
        return
    points = view.to_device(pose.view.positions)
    inside = np.flatnonzero(has_position(pose.view.visibility) & within_sight(view, points))
    boxes = _name_boxes([label_of(pose, k) for k in inside.tolist()], font, view.ratio)
    if not boxes or not labels.room_for_labels(points[inside], boxes[0].height()):
        return
    figures = gathered(scene.poses)
    everyone = view.to_device(figures.positions[figures.in_sight(view)])
    spots = labels.placed_labels(
        points[inside],
        np.array([[box.width(), box.height()] for box in boxes], dtype=np.float64),
        everyone,
        clearance=mark_radius(view, pose) + _RING_GAP * view.ratio,
    )
    for box, spot in zip(boxes, spots, strict=True):
        if spot is not None:
            painter.drawImage(QPoint(round(spot[0]), round(spot[1])), box)


def name_box(lines: tuple[str, str], font: QFont, unit: float, *, strong: bool = False) -> QImage:
    """Return a name and a quieter line in the colours of the theme, device px."""
    return labels.text_box(lines, font.toString(), _colours(_SOLID), unit, strong=strong)


def _name_boxes(names: list[str], font: QFont, unit: float) -> list[QImage]:
    described, colours = font.toString(), _colours(_SEE_THROUGH)
    return [labels.text_box((name, ""), described, colours, unit) for name in names]


def _colours(alpha: int) -> tuple[str, str, str]:
    tokens = current()
    ground = QColor(tokens.raised)
    ground.setAlpha(alpha)
    return tokens.text, tokens.text_quiet, ground.name(QColor.NameFormat.HexArgb)
