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
_FOOT_PX = 52.0  # the line that tells what can be done lies there


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
        Image px of the handle that turns, above the frame; on another side where it would be out of sight
        or under the line at the lower edge.
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
    knob, stem = _knob_of(corners, view)
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


def _knob_of(corners: Floats, view: ViewTransform) -> tuple[Spot, Spot]:
    """Return where the knob is and where it is joined: the first side of the frame that has room for it."""
    (left, top), (right, bottom) = corners[0].tolist(), corners[2].tolist()
    x, y = (left + right) / 2.0, (top + bottom) / 2.0
    across, down = (_KNOB_PX / scale for scale in view.scale_xy)
    sides = (
        ((x, top - down), (x, top)),
        ((x, bottom + down), (x, bottom)),
        ((right + across, y), (right, y)),
        ((left - across, y), (left, y)),
    )
    free = [side for side in sides if _in_reach(view, side[0])]
    if free:
        return free[0]
    # The frame is larger than what is seen of it: the knob stands inside, where the frame can be seen.
    width, height = view.viewport
    at = view.to_widget(x, y)
    spot = (
        min(max(at[0], _LEAST_KNOB_PX), width - _LEAST_KNOB_PX),
        min(max(at[1], _LEAST_KNOB_PX), height - _FOOT_PX),
    )
    inside = view.to_image(*spot)
    return inside, inside


def _in_reach(view: ViewTransform, knob: Spot) -> bool:
    x, y = view.to_widget(*knob)
    width, height = view.viewport
    return _LEAST_KNOB_PX <= x <= width - _LEAST_KNOB_PX and _LEAST_KNOB_PX <= y <= height - _FOOT_PX


def _corners(box: Floats, across: float, down: float) -> Floats:
    x, y, width, height = box.tolist()
    left, top, right, bottom = x - across, y - down, x + width + across, y + height + down
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
