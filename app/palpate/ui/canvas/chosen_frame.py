"""The frame around chosen keypoints: where its handles are, and which of them a press takes hold of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from palpate.base.geometry import bounding_box
from palpate.model.arrays import Floats, Ints
from palpate.ui.canvas.scene import Scene
from palpate.ui.canvas.tools.gesture import REACH_PX
from palpate.ui.canvas.tools.in_hand import Spot, Tool
from palpate.ui.canvas.transform import ViewTransform

_MARGIN_PX, _KNOB_PX, _LEAST_KNOB_PX = 14.0, 26.0, 10.0  # logical


class Grip(Enum):
    """What of the frame a press takes hold of."""

    INSIDE = auto()
    KNOB = auto()
    TOP_LEFT = auto()
    TOP_RIGHT = auto()
    BOTTOM_RIGHT = auto()
    BOTTOM_LEFT = auto()


CORNERS = (Grip.TOP_LEFT, Grip.TOP_RIGHT, Grip.BOTTOM_RIGHT, Grip.BOTTOM_LEFT)


@dataclass(frozen=True, slots=True)
class ChosenFrame:
    """A frame around two or more chosen keypoints.

    Attributes
    ----------
    keypoints
        ``(n,)`` ascending, those that a hand may move.
    tight
        ``(4, 2)`` image px: corners of the box around them, from the top-left clockwise.
    corners
        The same with a margin on the screen.
    knob
        Image px of the handle that turns, above the frame; below it at the top edge of the view.
    stem
        Image px where the knob is joined to the frame.
    """

    keypoints: Ints
    tight: Floats
    corners: Floats
    knob: Spot
    stem: Spot

    @property
    def middle(self) -> Floats:
        """``(2,)`` image px in the middle of the keypoints' box."""
        return np.asarray(self.tight.mean(axis=0))


def frame_of(scene: Scene, view: ViewTransform) -> ChosenFrame | None:
    """Return the frame around the chosen keypoints; None where clicks are for something else."""
    pose = scene.active_pose
    if pose is None or not scene.chosen or scene.placing:
        return None
    if scene.in_hand.tool not in (Tool.KEYPOINTS, Tool.LASSO):
        return None
    free = pose.free  # what is hidden or locked is not moved along
    together = sorted(k for k in scene.chosen | {scene.keypoint} if k >= 0 and free[k])
    box = bounding_box(pose.view.positions[together]) if len(together) > 1 else None
    if box is None:
        return None
    tight = _corners(box, 0.0, 0.0)
    across, down = view.scale_xy
    corners = _corners(box, _MARGIN_PX / across, _MARGIN_PX / down)
    top, bottom = float(corners[0, 1]), float(corners[2, 1])
    x = float(corners[:2, 0].mean())
    knob = (x, top - _KNOB_PX / down)
    stem = (x, top)
    if view.to_widget(*knob)[1] < _LEAST_KNOB_PX:
        knob, stem = (x, bottom + _KNOB_PX / down), (x, bottom)
    return ChosenFrame(np.array(together, dtype=np.int64), tight, corners, knob, stem)


def grip_at(frame: ChosenFrame | None, view: ViewTransform, spot: Spot) -> Grip | None:
    """Return what a press at an image position takes hold of; None beside the frame."""
    if frame is None:
        return None
    x, y = view.to_widget(*spot)
    handles = [(Grip.KNOB, frame.knob), *zip(CORNERS, frame.corners.tolist(), strict=True)]
    away = [(math.dist((x, y), view.to_widget(*at)), grip) for grip, at in handles]
    nearest, grip = min(away, key=lambda found: found[0])
    if nearest <= REACH_PX:
        return grip
    low, high = frame.corners[0], frame.corners[2]
    inside = low[0] <= spot[0] <= high[0] and low[1] <= spot[1] <= high[1]
    return Grip.INSIDE if inside else None


def _corners(box: Floats, across: float, down: float) -> Floats:
    x, y, width, height = box.tolist()
    left, top, right, bottom = x - across, y - down, x + width + across, y + height + down
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
