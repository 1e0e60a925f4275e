"""A gesture that may not be: it is told why at once, and nothing moves that would spring back."""

from __future__ import annotations

from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.work import Refused


class Refuse:
    """Tell why when it is made; what the hand does until it lets go means nothing."""

    def __init__(self, stage: Stage, sentence: str) -> None:
        stage.tell_work(Refused(sentence))

    def press(self, pointer: Pointer) -> None:
        """Stay."""

    def move(self, pointer: Pointer) -> Gesture:
        """Stay."""
        return self

    def release(self, pointer: Pointer) -> None:
        """End."""

    def cancel(self) -> None:
        """End."""
