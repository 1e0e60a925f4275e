"""A click on a limb makes its instance the active one; a click beside everything does nothing."""

from __future__ import annotations

from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage


class Choose:
    """Choose the instance under a click."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._start = pointer

    def move(self, pointer: Pointer) -> Gesture:
        """Wait for the release."""
        return self

    def release(self, pointer: Pointer) -> None:
        """Choose, unless the hand has moved on."""
        if pointer.beyond_click(self._start):
            return
        found = self._stage.scene.instance_near(
            *self._start.image, REACH_PX / self._stage.view.scale, self._stage.view.aspect
        )
        if found is not None and found != self._stage.scene.instance:
            self._stage.tell_instance_chosen(found)

    def cancel(self) -> None:
        """Choose nothing."""
