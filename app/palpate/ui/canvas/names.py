"""Which keypoints are named on the canvas, and where: the more room there is, the more of them."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QImage, QPainter

from palpate.model.arrays import Floats, Ints
from palpate.ui.canvas import labels
from palpate.ui.canvas.figures import within_sight
from palpate.ui.canvas.gold_errors import GoldErrors
from palpate.ui.canvas.look import look
from palpate.ui.canvas.paint import RING_GAP, mark_radius, see_through_boxes
from palpate.ui.canvas.scene import PoseOnCanvas, Scene, label_of
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current

_SHARE_PER_DOUBLING = 0.05  # of what the instance takes up on the canvas, for each doubling beyond fit
_SHARE_AT_MOST = 0.12
_ROOM = 2.0  # lines of text that the nearest keypoint must be away for one to be named unasked
_NAMED_TOGETHER = 3  # what is chosen in a crowd is moved as one, and names would hide it
_TRIED = 24

Placed = tuple[tuple[QImage, QPoint], ...]


class Names:
    """Names of the active instance's keypoints, kept as long as they hold.

    The active and the chosen keypoints come first, at any zoom, many chosen ones only beyond fit. The others
    follow, spread over the body and always in the same order, so that names do not flicker while frames
    follow each other; the farther one zooms in, the more of them. None covers another one, a keypoint, or
    more than a small share of the body.
    """

    def __init__(self) -> None:
        self._key: tuple[object, ...] | None = None
        self._poses: tuple[PoseOnCanvas, ...] = ()
        self._placed: Placed = ()

    def draw(
        self,
        painter: QPainter,
        view: ViewTransform,
        scene: Scene,
        font: QFont,
        gold: GoldErrors | None = None,
    ) -> None:
        """Draw them; the painter works in device px."""
        for box, spot in self.placed(view, scene, font, gold):
            painter.drawImage(spot, box)

    def placed(
        self, view: ViewTransform, scene: Scene, font: QFont, gold: GoldErrors | None = None
    ) -> Placed:
        """Return each name and its top-left, device px.

        Parameters
        ----------
        gold
            What lies over the labels; names keep off its arrows too.
        """
        pose = scene.active_pose
        if pose is None or not look().names or len(scene.chosen - {scene.keypoint}) >= _NAMED_TOGETHER:
            return ()
        key = (
            view,
            scene.instance,
            scene.keypoint,
            scene.chosen,
            font.toString(),
            current().name,
            look(),
            gold,
        )
        if key != self._key or scene.poses is not self._poses:
            spots = scene.spots if gold is None else np.concatenate([scene.spots, gold.spots(scene.poses)])
            self._placed = _placed(view, scene, pose, font, spots)
            self._key, self._poses = key, scene.poses
        return self._placed


def _placed(view: ViewTransform, scene: Scene, pose: PoseOnCanvas, font: QFont, spots: Floats) -> Placed:
    points = view.to_device(pose.view.positions)
    seen = np.flatnonzero(pose.shown & within_sight(view, points))
    budget = _share(view) * _extent(view, points[seen])
    first = [k for k in (scene.keypoint, *sorted(scene.chosen)) if k in seen]
    roomy = seen[:0]
    if budget > 0.0:
        line = labels.line_height(font.toString()) * view.ratio
        roomy = seen[labels.nearest(points[seen]) >= _ROOM * line]
    order = np.array(list(dict.fromkeys([*first, *spread(roomy)]))[:_TRIED], dtype=np.int64)
    if not len(order):
        return ()
    boxes = see_through_boxes([label_of(pose, k) for k in order.tolist()], font, view.ratio)
    everyone = view.to_device(spots)
    placed = labels.placed_labels(
        points[order],
        np.array([[box.width(), box.height()] for box in boxes], dtype=np.float64),
        everyone[within_sight(view, everyone)],
        clearance=mark_radius(view, pose) + RING_GAP * view.ratio,
        bounds=view.device_size,
        budget=budget,
        asked_for=len(set(first)),
    )
    found = zip(boxes, placed, strict=True)
    return tuple((box, QPoint(round(spot[0]), round(spot[1]))) for box, spot in found if spot is not None)


def spread(keypoints: Ints) -> list[int]:
    """Return keypoints in an order in which any first few lie all over the list.

    It depends on nothing but the keypoint (van der Corput 1935, the sequence in base 2): one that is named in
    a frame is likely named in the next.
    """
    return sorted(keypoints.tolist(), key=lambda k: int(f"{k:010b}"[::-1], 2))


def _share(view: ViewTransform) -> float:
    """Return how much of an instance names may cover, 0…1: nothing while the picture is seen as a whole."""
    beyond = math.log2(max(view.zoom / view.fit_zoom, 1e-9))
    return min(max(beyond, 0.0) * _SHARE_PER_DOUBLING, _SHARE_AT_MOST)


def _extent(view: ViewTransform, points: Floats) -> float:
    """Return the area that points ``(n, 2)`` span in the viewport, device px², at least some of it."""
    width, height = view.device_size
    if len(points) < 2:
        return 0.25 * width * height
    low, high = points.min(axis=0), points.max(axis=0)
    clipped = np.clip(np.stack([low, high]), 0.0, (width, height))
    return max(float(np.prod(clipped[1] - clipped[0])), 0.1 * width * height)
