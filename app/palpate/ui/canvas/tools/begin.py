"""Which gesture a press begins."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from palpate.model.visibility import Visibility
from palpate.ui.canvas.tools.box import PullBox
from palpate.ui.canvas.tools.brush import Paint
from palpate.ui.canvas.tools.choose import Choose
from palpate.ui.canvas.tools.drag import Drag
from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.canvas.tools.pan import Pan
from palpate.ui.canvas.tools.place import Place
from palpate.ui.canvas.tools.polygon import polygon_gesture


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
    if stage.scene.in_hand.draws:
        return _drawing(stage, press)
    if left and press.modifiers & Qt.KeyboardModifier.ControlModifier:
        return Choose(stage)
    if press.button is Qt.MouseButton.RightButton:
        return Place(stage, Visibility.ESTIMATED, None) if stage.scene.placing else None
    return _left(stage, press) if left else None


def _drawing(stage: Stage, press: Press) -> Gesture | None:
    right = press.button is Qt.MouseButton.RightButton
    alt = bool(press.modifiers & Qt.KeyboardModifier.AltModifier)
    if press.modifiers & Qt.KeyboardModifier.ControlModifier and not right:
        return Choose(stage)
    if stage.scene.in_hand.tool is Tool.BRUSH:
        return Paint(stage, erases=right or alt)
    if stage.scene.in_hand.tool is Tool.POLYGON:
        return polygon_gesture(stage, press.pointer, alt=alt, button=press.button)
    return None if right else PullBox(stage)


def _left(stage: Stage, press: Press) -> Gesture:
    shift = bool(press.modifiers & Qt.KeyboardModifier.ShiftModifier)
    target = stage.scene.near(*press.pointer.image, REACH_PX / stage.view.scale, stage.view.aspect)
    if target is not None and press.modifiers & Qt.KeyboardModifier.AltModifier:
        return Drag(stage, target, extend=shift, at_once=True)
    if stage.scene.placing:
        return Place(stage, Visibility.CERTAIN if shift else Visibility.VISIBLE, target)
    return Drag(stage, target, extend=shift) if target is not None else Choose(stage)
