"""What labels are judged by, laid over them: gold stars, and arrows from there to where the labels stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from palpate.model.arrays import Bools, Floats
from palpate.model.origin import Origin
from palpate.model.visibility import has_position
from palpate.ui.canvas.edges import path_of
from palpate.ui.canvas.figures import MARGIN_PX, gathered, within_sight
from palpate.ui.canvas.geometry import clipped_segments
from palpate.ui.canvas.ghosts import stamp
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.sprites import outline_of
from palpate.ui.canvas.transform import ViewTransform

GOLD_INK, BEYOND_INK, _BLACK = "#fff06a", "#ff4d6a", "#000000"
_WITHIN_PX, _BEYOND_PX, _SEAM_PX = 1.3, 2.2, 1.4  # logical; the seam adds to a line's width
_SIZE, _LEAST_STAR_PX = 0.8, 3.2  # of a disc of the labels; logical px
_LEAST_PX, _BARB_PX = 3.0, 6.0  # logical: shorter arrows say nothing, shorter ones than a barb have none
_ALONG = (0.0, 0.25, 0.5, 0.75)
_BARB_SHARE = 0.4  # of a short arrow


@dataclass(frozen=True, eq=False)
class GoldErrors:
    """What is laid over the labels of a frame.

    Attributes
    ----------
    poses
        Where the reference has the keypoints.
    tolerances
        ``(K,)`` px of the picture for each of them; NaN where nothing says how far off one may be.
    """

    poses: tuple[PoseOnCanvas, ...]
    tolerances: tuple[Floats, ...]

    def vectors(self, labels: Sequence[PoseOnCanvas]) -> tuple[Floats, Bools]:
        """Return ``(n, 2, 2)`` image px from the reference to the labels, and which go beyond tolerance."""
        now = {pose.instance: pose.view for pose in labels}
        ends, beyond = [np.empty((0, 2, 2))], [np.empty(0, dtype=np.bool_)]
        for pose, tolerance in zip(self.poses, self.tolerances, strict=True):
            view = now.get(pose.instance)
            if view is None:
                continue
            both = pose.shown & has_position(view.visibility) & np.isfinite(view.positions).all(axis=1)
            pairs = np.stack([pose.view.positions[both], view.positions[both]], axis=1)
            off = np.hypot(*(pairs[:, 1] - pairs[:, 0]).T)
            ends.append(pairs)
            beyond.append(off > np.where(np.isnan(tolerance[both]), np.inf, tolerance[both]))
        return np.concatenate(ends), np.concatenate(beyond)

    def spots(self, labels: Sequence[PoseOnCanvas]) -> Floats:
        """Return ``(n, 2)`` image px on stars and arrows, that names keep off."""
        pairs, _ = self.vectors(labels)
        along = [pairs[:, 0] + share * (pairs[:, 1] - pairs[:, 0]) for share in _ALONG]
        return np.concatenate([np.empty((0, 2)), *along])


def draw_gold(
    painter: QPainter, view: ViewTransform, gold: GoldErrors, labels: Sequence[PoseOnCanvas]
) -> None:
    """Draw small stars, so that a label close by is not hidden, and arrows on top; device px."""
    if not gold.poses:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    figures = gathered(gold.poses)
    radii = figures.mark_radii(view, gold.poses)
    for pose, radius in zip(gold.poses, radii.tolist(), strict=True):
        points = view.to_device(pose.view.positions)
        seen = np.flatnonzero(pose.shown & within_sight(view, points))
        stamp(painter, np.floor(points[seen]).astype(np.int64), [_star(radius, view.ratio)] * len(seen))
    pairs, beyond = gold.vectors(labels)
    for chosen, ink, width in ((~beyond, GOLD_INK, _WITHIN_PX), (beyond, BEYOND_INK, _BEYOND_PX)):
        _stroke(painter, arrows(view, pairs[chosen]), ink, width * view.ratio, view.ratio)


@lru_cache(maxsize=16)
def _star(radius: float, unit: float) -> QImage:
    """Return a small star, dark around, centred in an image of odd size."""
    shape = outline_of(Origin.GOLD, max(radius * _SIZE, _LEAST_STAR_PX * unit))
    half = math.ceil(-shape.boundingRect().top() + 2.0 * unit)
    image = QImage(2 * half + 1, 2 * half + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half + 0.5, half + 0.5)
    painter.strokePath(shape, QPen(QColor(_BLACK), _SEAM_PX * unit))
    painter.fillPath(shape, QColor(GOLD_INK))
    painter.end()
    return image


def arrows(view: ViewTransform, pairs: Floats) -> QPainterPath:
    """Return arrows ``(n, 2, 2)`` of image px in device px; those too short to be seen are left out."""
    if not len(pairs):
        return QPainterPath()
    ends = np.concatenate([view.to_device(pairs[:, 0]), view.to_device(pairs[:, 1])], axis=1)
    way = ends[:, 2:] - ends[:, :2]
    length = np.hypot(way[:, 0], way[:, 1])
    long = length >= _LEAST_PX * view.ratio
    ends, way, length = ends[long], way[long], length[long]
    shafts = clipped_segments(ends, view.device_size, margin=MARGIN_PX)
    barbed = (length >= _BARB_PX * view.ratio) & within_sight(view, ends[:, 2:])
    return path_of(np.concatenate([_finite(shafts), *_barbs(ends[barbed], way[barbed], view.ratio)]))


def _barbs(ends: Floats, way: Floats, unit: float) -> tuple[Floats, Floats]:
    """Return both barbs ``(n, 4)`` of arrows that go from and to ``(n, 4)`` device px."""
    length = np.hypot(way[:, 0], way[:, 1])[:, None]
    along = way / length
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1)
    tips, barb = ends[:, 2:], np.minimum(_BARB_PX * unit, _BARB_SHARE * length)
    left, right = (tips - barb * (along + side * 0.5 * aside) for side in (1.0, -1.0))
    return np.concatenate([left, tips], axis=1), np.concatenate([right, tips], axis=1)


def _finite(segments: Floats) -> Floats:
    return segments[np.isfinite(segments[:, 0])]


def _stroke(painter: QPainter, path: QPainterPath, ink: str, width: float, unit: float) -> None:
    # Opaque on purpose, as edges are: see-through pens take several times as long.
    for colour, wide in ((_BLACK, width + _SEAM_PX * unit), (ink, width)):
        painter.strokePath(path, QPen(QColor(colour), wide, c=Qt.PenCapStyle.RoundCap))
