"""A drag slides a keypoint of a chain along the curve through the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.base.errors import EditRefused
from palpate.session.placing.constructing import Slideway, slideway
from palpate.ui.canvas.scene import Scene, Target
from palpate.ui.canvas.tools.drag import with_positions
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Spot, Trace
from palpate.ui.canvas.tools.refuse import Refuse
from palpate.ui.canvas.tools.work import Slid


class Slide:
    """Show the curve and the keypoint on it, tell where it came to once at the end.

    A press without a drag chooses the keypoint.
    """

    def __init__(self, stage: Stage, grabbed: Target, way: Slideway) -> None:
        self._stage = stage
        self._grabbed = grabbed
        self._way = way
        self._moving = False

    def press(self, pointer: Pointer) -> None:
        """Note where everything was."""
        pose = self._stage.scene.pose_of(self._grabbed.instance)
        assert pose is not None  # it was hit a moment ago
        self._start, self._pose = pointer, pose
        self._before = pose.view.positions[self._grabbed.keypoint]
        self._refusal = pose.refusal([self._grabbed.keypoint])
        self._curve = Trace(tuple((float(x), float(y)) for x, y in self._way.drawn()), closed=False)

    def move(self, pointer: Pointer) -> Gesture:
        """Show the keypoint where the hand has taken it on the curve."""
        if not self._moving and not pointer.beyond_click(self._start):
            return self
        if self._refusal:
            return Refuse(self._stage, self._refusal)
        if not self._moving:
            self._moving = True
            self._trace(self._curve)
        spot = self._slid(pointer)
        keypoints = np.array([self._grabbed.keypoint], dtype=np.int64)
        self._stage.preview(with_positions(self._pose, keypoints, np.array([spot])))
        self._stage.aim_at(spot)
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell where it is, or the choice."""
        self.cancel()
        if self._moving:
            self._stage.tell_work(Slid(self._grabbed.instance, self._grabbed.keypoint, self._slid(pointer)))
        else:
            self._stage.tell_chosen(self._grabbed, extend=False)

    def cancel(self) -> None:
        """Put it back."""
        self._stage.aim_at(None)
        self._stage.preview(None)
        self._trace(None)

    def _trace(self, trace: Trace | None) -> None:
        held = self._stage.scene.in_hand
        if held.trace is not trace:
            self._stage.hold(replace(held, trace=trace))

    def _slid(self, pointer: Pointer) -> Spot:
        by = np.subtract(pointer.image, self._start.image)
        x, y = self._way.nearest(self._before + by).tolist()
        return x, y


def slideway_of(scene: Scene, target: Target) -> Slideway | None:
    """Return the curve that a keypoint slides along; None if it is on none, or an end of it."""
    pose = scene.pose_of(target.instance)
    if pose is None or pose.skeleton.keypoints[target.keypoint].chain is None:
        return None
    try:
        return slideway(pose.skeleton, pose.view, target.keypoint)
    except EditRefused:
        return None
