"""A drag with the middle button, or with Space held, moves the picture."""

from __future__ import annotations

from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage


class Pan:
    """Keep the image px that was grabbed under the pointer."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, pointer: Pointer) -> None:
        """Note where the picture was."""
        self._start, self._before = pointer, self._stage.view

    def move(self, pointer: Pointer) -> Gesture:
        """Move the picture along."""
        (x, y), (x0, y0) = pointer.widget, self._start.widget
        self._stage.set_view(self._before.panned(x - x0, y - y0))
        return self

    def release(self, pointer: Pointer) -> None:
        """Leave it there."""

    def cancel(self) -> None:
        """Put the picture back."""
        self._stage.set_view(self._before)
