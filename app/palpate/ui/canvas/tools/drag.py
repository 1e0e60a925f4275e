"""A drag moves a keypoint, or all chosen ones together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.origin import Origin
from palpate.ui.canvas.scene import PoseOnCanvas, Target
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.refuse import Refuse


class Drag:
    """Show the move while it lasts, tell it once at the end; a press without a drag chooses the keypoint.

    What is hidden or locked stays; where that is all, it is told as soon as the hand pulls.
    """

    def __init__(self, stage: Stage, grabbed: Target, *, extend: bool = False, at_once: bool = False) -> None:
        self._stage = stage
        self._grabbed = grabbed
        self._extend = extend
        self._moving = False
        self._at_once = at_once

    def press(self, pointer: Pointer) -> None:
        """Note where everything was."""
        pose = self._stage.scene.pose_of(self._grabbed.instance)
        assert pose is not None  # it was hit a moment ago
        self._start, self._pose = pointer, pose
        self._keypoints = self._stage.scene.moved_together(self._grabbed)
        self._refusal = pose.refusal([self._grabbed.keypoint])

    def move(self, pointer: Pointer) -> Gesture:
        """Show the keypoints where the hand has taken them."""
        if not self._moving and not self._at_once and not pointer.beyond_click(self._start):
            return self
        if self._refusal:
            return Refuse(self._stage, self._refusal)
        self._moving = True
        positions = self._moved(pointer)
        self._stage.preview(with_positions(self._pose, self._keypoints, positions))
        here = self._pose.view.positions[self._grabbed.keypoint] + self._by(pointer)
        self._stage.aim_at((float(here[0]), float(here[1])))
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the move, or the choice."""
        self._end()
        if self._moving:
            self._stage.tell_moved(self._grabbed.instance, self._keypoints, self._moved(pointer))
        else:
            self._stage.tell_chosen(self._grabbed, extend=self._extend)

    def cancel(self) -> None:
        """Put everything back."""
        self._end()

    def _end(self) -> None:
        self._stage.aim_at(None)
        self._stage.preview(None)

    def _by(self, pointer: Pointer) -> Floats:
        return np.subtract(pointer.image, self._start.image)

    def _moved(self, pointer: Pointer) -> Floats:
        return np.asarray(self._pose.view.positions[self._keypoints] + self._by(pointer))


def with_positions(pose: PoseOnCanvas, keypoints: Ints, positions: Floats) -> PoseOnCanvas:
    """Return a pose with keypoints elsewhere, for as long as the hand has them: ``(n, 2)`` image px."""
    moved = pose.view.positions.copy()
    origin, drift = pose.view.origin.copy(), pose.view.drift.copy()
    # Without an origin while under way: an open ring, so that the pixel beneath is seen.
    moved[keypoints], origin[keypoints], drift[keypoints] = positions, Origin.NONE, np.nan
    return replace(pose, view=replace(pose.view, positions=moved, origin=origin, drift=drift))
