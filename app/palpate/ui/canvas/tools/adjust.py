"""A drag moves, turns or scales the chosen keypoints by their frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from palpate.base.transforms import scaled, turned
from palpate.model.arrays import Floats
from palpate.ui.canvas.chosen_frame import CORNERS, ChosenFrame, Grip
from palpate.ui.canvas.tools.choose import Choose
from palpate.ui.canvas.tools.drag import with_positions
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Trace
from palpate.ui.canvas.tools.work import Adjusted

_LEAST_FACTOR = 0.01  # a pose is never folded into a point, nor turned inside out

Change = Callable[[Floats], Floats]


class Adjust:
    """Show the pose as it would be while it lasts, tell the change once at the end.

    A corner scales away from the opposite one, in proportion, and with Shift from the middle; the knob turns
    about the middle; inside the frame all is moved.
    """

    def __init__(self, stage: Stage, frame: ChosenFrame, grip: Grip) -> None:
        self._stage = stage
        self._frame = frame
        self.grip = grip
        self._moving = False

    def press(self, pointer: Pointer) -> None:
        """Note where everything was."""
        pose = self._stage.scene.active_pose
        assert pose is not None  # it has a frame
        self._start, self._pose = pointer, pose
        self._shape = np.array([self._stage.view.aspect, 1.0])  # turned as it is seen

    def move(self, pointer: Pointer) -> Gesture:
        """Show the keypoints where the hand has taken them."""
        if not self._moving and not pointer.beyond_click(self._start):
            return self
        self._moving = True
        _, change, said = self._change(pointer)
        keypoints = self._frame.keypoints
        positions = change(self._pose.view.positions[keypoints])
        self._stage.preview(with_positions(self._pose, keypoints, positions))
        spots = tuple((float(x), float(y)) for x, y in change(self._frame.corners))
        self._trace(Trace(spots, said=said))
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the change; a click inside is for the instance under it."""
        verb, change, _ = self._change(pointer)
        self.cancel()
        if self._moving:
            self._stage.tell_work(Adjusted(verb, change))
        elif self.grip is Grip.INSIDE:
            click = Choose(self._stage)
            click.press(self._start)
            click.release(pointer)

    def cancel(self) -> None:
        """Put everything back."""
        self._stage.preview(None)
        self._trace(None)

    def _trace(self, trace: Trace | None) -> None:
        self._stage.hold(replace(self._stage.scene.in_hand, trace=trace))

    def _change(self, pointer: Pointer) -> tuple[str, Change, str]:
        """Return the verb, what is done to positions, and how far it goes in figures."""
        start, now = np.array(self._start.image), np.array(pointer.image)
        if self.grip is Grip.INSIDE:
            x, y = now - start
            return "Move", lambda points: points + (now - start), f"{x:+.1f}, {y:+.1f} px"
        if self.grip is Grip.KNOB:
            return "Turn", *self._turning(start, now)
        return "Scale", *self._scaling(start, now, about_middle=pointer.shift)

    def _turning(self, start: Floats, now: Floats) -> tuple[Change, str]:
        middle, shape = self._frame.middle * self._shape, self._shape
        angle = _direction(now * shape - middle) - _direction(start * shape - middle)
        degrees = math.degrees(math.remainder(angle, math.tau))
        return lambda points: turned(points * shape, angle, about=middle) / shape, f"{degrees:+.1f}°"

    def _scaling(self, start: Floats, now: Floats, *, about_middle: bool) -> tuple[Change, str]:
        opposite = (CORNERS.index(self.grip) + 2) % 4
        about = self._frame.middle if about_middle else self._frame.tight[opposite]
        away = start - about
        factor = max(float((now - about) @ away / (away @ away)), _LEAST_FACTOR)
        return lambda points: scaled(points, factor, about=about), f"{100.0 * factor:.1f} %"


def _direction(away: Floats) -> float:
    return math.atan2(float(away[1]), float(away[0]))
