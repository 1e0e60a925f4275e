"""A drag around keypoints chooses them: a lasso, or a box from corner to corner."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from palpate.base.geometry import Polygon, encloses
from palpate.model.arrays import Ints
from palpate.session.placing.pose_adjusting import Joining
from palpate.ui.canvas.tools.choose import Choose
from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Spot, Trace
from palpate.ui.canvas.tools.work import Caught, Refused

_STEP_PX = 2.0  # logical; the way of a hand in finer steps encloses the same


class Catch:
    """Show the line while it lasts, tell the keypoints of the active instance within it at the end.

    A click with the lasso is about the keypoint under it, and beside everything lets go of all; any
    click chooses the instance under it.
    """

    def __init__(self, stage: Stage, joining: Joining, *, boxed: bool = False) -> None:
        self._stage = stage
        self._joining = joining
        self._boxed = boxed
        self._moving = False

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._start, self._way = pointer, [pointer]

    def move(self, pointer: Pointer) -> Gesture:
        """Draw on."""
        if not self._moving and not pointer.beyond_click(self._start):
            return self
        self._moving = True
        if math.dist(pointer.widget, self._way[-1].widget) >= _STEP_PX:
            self._way.append(pointer)
        self._trace(Trace(self._ring(pointer)))
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell what is within."""
        self.cancel()
        if self._moving:
            self._tell(self._within(self._ring(pointer)))
            return
        if not self._boxed:
            self._click()
        click = Choose(self._stage)
        click.press(self._start)
        click.release(pointer)

    def cancel(self) -> None:
        """Choose nothing."""
        self._trace(None)

    def _tell(self, within: Ints) -> None:
        """Tell of what was caught the part that a hand may change; what is chosen may be let go of anyway."""
        pose = self._stage.scene.active_pose
        if pose is None or self._joining is Joining.REMOVE:
            self._stage.tell_work(Caught(within, self._joining))
            return
        free = within[pose.free[within]]
        refusal = pose.refusal(within.tolist()) if len(within) and not len(free) else ""
        self._stage.tell_work(Refused(refusal) if refusal else Caught(free, self._joining))

    def _trace(self, trace: Trace | None) -> None:
        self._stage.hold(replace(self._stage.scene.in_hand, trace=trace))

    def _ring(self, pointer: Pointer) -> tuple[Spot, ...]:
        (x0, y0), (x, y) = self._start.image, pointer.image
        if self._boxed:
            return ((x0, y0), (x, y0), (x, y), (x0, y))
        return (*(past.image for past in self._way), pointer.image)

    def _click(self) -> None:
        stage, (x, y) = self._stage, self._start.image
        found = stage.scene.near(x, y, REACH_PX / stage.view.scale, stage.view.aspect)
        own = found is not None and found.instance == stage.scene.instance
        if found is not None and own and self._joining is Joining.ADD:
            stage.tell_chosen(found, extend=True)  # joins the active one, as without the lasso
            return
        under = [found.keypoint] if found is not None and own else []
        stage.tell_work(Caught(np.array(under, dtype=np.int64), self._joining))

    def _within(self, ring: tuple[Spot, ...]) -> Ints:
        pose = self._stage.scene.active_pose
        if pose is None:
            return np.empty(0, dtype=np.int64)
        outline = (Polygon(np.array(ring, dtype=np.float64)),)
        placed = np.flatnonzero(pose.shown)
        inside = [encloses(outline, x, y) for x, y in pose.view.positions[placed].tolist()]
        return np.asarray(placed[np.array(inside, dtype=np.bool_)])
