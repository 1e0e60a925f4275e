"""Which gesture a press begins."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from palpate.model.visibility import Visibility
from palpate.ui.canvas.tools.choose import Choose
from palpate.ui.canvas.tools.drag import Drag
from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage
from palpate.ui.canvas.tools.pan import Pan
from palpate.ui.canvas.tools.place import Place


@dataclass(frozen=True, slots=True)
class Press:
    """A mouse button going down.

    Attributes
    ----------
    panning
        Whether the key that turns a drag into a pan is held.
    """

    pointer: Pointer
    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier
    panning: bool = False


def gesture_for(stage: Stage, press: Press) -> Gesture | None:
    """Return the gesture that a press begins, or None where it means nothing."""
    left = press.button is Qt.MouseButton.LeftButton
    if press.button is Qt.MouseButton.MiddleButton or (left and press.panning):
        return Pan(stage)
    if press.button is Qt.MouseButton.RightButton:
        return Place(stage, Visibility.ESTIMATED, None) if stage.scene.placing else None
    return _left(stage, press) if left else None


def _left(stage: Stage, press: Press) -> Gesture:
    shift = bool(press.modifiers & Qt.KeyboardModifier.ShiftModifier)
    target = stage.scene.near(*press.pointer.image, REACH_PX / stage.view.scale, stage.view.aspect)
    if target is not None and press.modifiers & Qt.KeyboardModifier.AltModifier:
        return Drag(stage, target, extend=shift, at_once=True)
    if stage.scene.placing:
        return Place(stage, Visibility.CERTAIN if shift else Visibility.VISIBLE, target)
    return Drag(stage, target, extend=shift) if target is not None else Choose(stage)
