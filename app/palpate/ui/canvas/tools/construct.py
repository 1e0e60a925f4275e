"""Clicks on what can be seen give a centre that cannot."""

from __future__ import annotations

from palpate.model.visibility import Visibility
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.work import PointClicked


class ClickPoint:
    """A click gives the next point of a construction; a drag aims under the loupe first.

    How visible the centre is, is said by the last click, as for a keypoint that is placed.
    """

    def __init__(self, stage: Stage, visibility: Visibility) -> None:
        self._stage = stage
        self._visibility = visibility
        self._aiming = False

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._start = pointer

    def move(self, pointer: Pointer) -> Gesture:
        """Aim."""
        if self._aiming or pointer.beyond_click(self._start):
            self._aiming = True
            self._stage.aim_at(pointer.image)
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell all points until now."""
        self._stage.aim_at(None)
        spot = pointer if self._aiming else self._start
        points = (*self._stage.scene.in_hand.marks, spot.image)
        self._stage.tell_work(PointClicked(points, self._visibility))

    def cancel(self) -> None:
        """Click nothing."""
        self._stage.aim_at(None)
