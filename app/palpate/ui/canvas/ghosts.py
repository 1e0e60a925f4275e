"""Poses that are not the one in hand: hollow where another layer has them, grey where another frame has.

The keyframe before is dark and made of wedges that point back, the one after it light with wedges that point
on; so they are told apart by shape, by tone, and from the present pose by having no colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from palpate.model.arrays import Floats, Ints
from palpate.model.origin import Origin
from palpate.model.visibility import has_position
from palpate.ui.canvas.edges import path_of
from palpate.ui.canvas.figures import MARGIN_PX, gathered, within_sight
from palpate.ui.canvas.geometry import clipped_segments
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.sprites import outline_of
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.tokens import instance_colour

_DARK_INK, _LIGHT_INK = "#2c2c2c", "#f2f2f2"
_PALE, _BLACK = "#bdbdbd", "#000000"
_LINE_PX, _SEAM_PX = 1.2, 1.4  # logical; the seam adds to a line's width
_RIM_PX, _CORE_PX = 3.0, 1.5  # of a hollow line
_ERROR_INK, _ERROR_PX = "#ff4d6a", 1.6
_PALENESS = 0.65  # share of white
_CROWD = 4
_LEAST_ERROR_PX = 3.0  # logical; below that the marks themselves tell


def draw_previous(painter: QPainter, view: ViewTransform, pose: PoseOnCanvas) -> None:
    """Draw the keyframe before; the painter works in device px."""
    _draw_wedges(painter, view, pose, (_DARK_INK, _PALE), back=True)


def draw_next(painter: QPainter, view: ViewTransform, pose: PoseOnCanvas) -> None:
    """Draw the keyframe after; the painter works in device px."""
    _draw_wedges(painter, view, pose, (_LIGHT_INK, _BLACK), back=False)


def draw_outlines(painter: QPainter, view: ViewTransform, poses: Sequence[PoseOnCanvas]) -> None:
    """Draw poses of another layer hollow, in pale tones of their instances' colours; device px.

    In a crowd only the active one has its lines: those of everybody would hide the picture, and take longer
    than the poses themselves.
    """
    if not poses:
        return
    figures = gathered(poses)
    radii = figures.mark_radii(view, poses)
    segments, _, cuts = figures.edges_in_sight(view, radii)
    for n, pose in enumerate(poses):
        if len(poses) > _CROWD and not pose.active:
            continue
        path = path_of(segments[cuts[n] : cuts[n + 1]])
        _stroke(painter, path, (pale(pose.tint), _RIM_PX), (_BLACK, _CORE_PX), view.ratio)
    for pose, radius in zip(poses, radii.tolist(), strict=True):
        keypoints, spots = _in_sight(view, pose)
        marks = [
            hollow(Origin(origin), radius, view.ratio, pale(pose.tint))
            for origin in pose.view.origin[keypoints].tolist()
        ]
        stamp(painter, spots, marks)


def draw_errors(
    painter: QPainter, view: ViewTransform, ghosts: Sequence[PoseOnCanvas], poses: Sequence[PoseOnCanvas]
) -> None:
    """Draw a line from where another layer has a keypoint to where it stands, if both have it; device px."""
    pairs = error_pairs(ghosts, poses)
    if not len(pairs):
        return
    ends = np.concatenate([view.to_device(pairs[:, 0]), view.to_device(pairs[:, 1])], axis=1)
    apart = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]) >= _LEAST_ERROR_PX * view.ratio
    lines = clipped_segments(ends[apart], view.device_size, margin=MARGIN_PX)
    path = path_of(lines[np.isfinite(lines[:, 0])])
    seam, ink = (_BLACK, _ERROR_PX + _SEAM_PX), (_ERROR_INK, _ERROR_PX)
    _stroke(painter, path, seam, ink, view.ratio)


def error_pairs(ghosts: Sequence[PoseOnCanvas], poses: Sequence[PoseOnCanvas]) -> Floats:
    """Return ``(n, 2, 2)`` image px: where a ghost has a keypoint, and where its instance has it now."""
    now = {pose.instance: pose.view for pose in poses}
    found = [np.empty((0, 2, 2))]
    for ghost in ghosts:
        view = now.get(ghost.instance)
        if view is not None:
            both = ghost.shown & has_position(view.visibility)
            found.append(np.stack([ghost.view.positions[both], view.positions[both]], axis=1))
    return np.concatenate(found)


@lru_cache(maxsize=64)
def pale(number: int) -> str:
    """Return the pale tone of an instance's colour."""
    colour = QColor(instance_colour(number))
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    return QColor.fromRgbF(*(part + (1.0 - part) * _PALENESS for part in parts)).name()


@lru_cache(maxsize=64)
def hollow(origin: Origin, radius: float, unit: float, colour: str) -> QImage:
    """Return the outline of an origin's shape with a dark core, centred in an image of odd size."""
    shape = outline_of(origin, radius * 1.15)
    image, painter = _blank(math.ceil(-shape.boundingRect().top() + _RIM_PX * unit))
    painter.strokePath(shape, QPen(QColor(colour), _RIM_PX * unit))
    painter.strokePath(shape, QPen(QColor(_BLACK), _CORE_PX * unit))
    painter.end()
    return image


@lru_cache(maxsize=32)
def wedge(radius: float, unit: float, inks: tuple[str, str], *, back: bool) -> QImage:
    """Return a triangle that points back or on in time, centred in an image of odd size."""
    way = -1.0 if back else 1.0
    tip, foot = way * radius * 1.3, -way * radius * 0.8
    corners = (QPointF(tip, 0.0), QPointF(foot, -radius * 1.1), QPointF(foot, radius * 1.1))
    shape = QPainterPath()
    shape.addPolygon(QPolygonF(corners))
    shape.closeSubpath()
    image, painter = _blank(math.ceil(radius * 1.3 + 2.0 * unit))
    painter.strokePath(shape, QPen(QColor(inks[1]), 1.6 * unit))
    painter.fillPath(shape, QColor(inks[0]))
    painter.end()
    return image


def stamp(painter: QPainter, spots: Ints, images: Sequence[QImage]) -> None:
    """Draw images of odd size with their middles on the device px ``(n, 2)``."""
    for (x, y), image in zip(spots.tolist(), images, strict=True):
        half = image.width() // 2
        # Two numbers, not a QPoint: it is half the time.
        painter.drawImage(x - half, y - half, image)


def _draw_wedges(
    painter: QPainter, view: ViewTransform, pose: PoseOnCanvas, inks: tuple[str, str], *, back: bool
) -> None:
    figures = gathered([pose])
    radius = float(figures.mark_radii(view, [pose])[0])
    segments, _, _ = figures.edges_in_sight(view, np.array([radius]))
    seam, ink = (inks[1], _LINE_PX + _SEAM_PX), (inks[0], _LINE_PX)
    _stroke(painter, path_of(segments), seam, ink, view.ratio)
    _, spots = _in_sight(view, pose)
    stamp(painter, spots, [wedge(radius, view.ratio, inks, back=back)] * len(spots))


def _stroke(
    painter: QPainter, path: QPainterPath, under: tuple[str, float], over: tuple[str, float], unit: float
) -> None:
    # Opaque on purpose, as edges are: see-through pens take several times as long.
    for colour, width in (under, over):
        painter.strokePath(path, QPen(QColor(colour), width * unit, c=Qt.PenCapStyle.FlatCap))


def _in_sight(view: ViewTransform, pose: PoseOnCanvas) -> tuple[Ints, Ints]:
    """Return the keypoints that may be seen, and their device px ``(n, 2)``."""
    points = view.to_device(pose.view.positions)
    keypoints = np.flatnonzero(pose.shown & within_sight(view, points))
    return keypoints, np.floor(points[keypoints]).astype(np.int64)


def _blank(half: int) -> tuple[QImage, QPainter]:
    image = QImage(2 * half + 1, 2 * half + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half + 0.5, half + 0.5)
    return image, painter
