"""Which gesture a press begins."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from palpate.model.visibility import Visibility
from palpate.session.placing.pose_adjusting import Joining
from palpate.ui.canvas.chosen_frame import Grip, frame_of, grip_at
from palpate.ui.canvas.scene import Target
from palpate.ui.canvas.tools.adjust import Adjust
from palpate.ui.canvas.tools.box import PullBox
from palpate.ui.canvas.tools.brush import Paint
from palpate.ui.canvas.tools.catch import Catch
from palpate.ui.canvas.tools.choose import Choose
from palpate.ui.canvas.tools.construct import ClickPoint
from palpate.ui.canvas.tools.drag import Drag
from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.canvas.tools.limb import DragLimb, limb_at
from palpate.ui.canvas.tools.pan import Pan
from palpate.ui.canvas.tools.place import Place
from palpate.ui.canvas.tools.polygon import polygon_gesture
from palpate.ui.canvas.tools.slide import Slide, slideway_of
from palpate.ui.canvas.tools.template import LayTemplate


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

    @property
    def left(self) -> bool:
        """Whether it is the left button."""
        return self.button is Qt.MouseButton.LeftButton

    @property
    def right(self) -> bool:
        """Whether it is the right button."""
        return self.button is Qt.MouseButton.RightButton

    @property
    def shift(self) -> bool:
        """Whether Shift is held."""
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)

    @property
    def alt(self) -> bool:
        """Whether Alt is held, with Ctrl or without."""
        return bool(self.modifiers & Qt.KeyboardModifier.AltModifier)

    @property
    def ctrl(self) -> bool:
        """Whether Ctrl is held, and not with Alt: many window managers keep a drag with Alt alone."""
        return bool(self.modifiers & Qt.KeyboardModifier.ControlModifier) and not self.alt

    @property
    def tier(self) -> Visibility:
        """How visible a point is that it places."""
        if self.right:
            return Visibility.ESTIMATED
        return Visibility.CERTAIN if self.shift else Visibility.VISIBLE


def gesture_for(stage: Stage, press: Press) -> Gesture | None:
    """Return the gesture that a press begins, or None where it means nothing."""
    if press.button is Qt.MouseButton.MiddleButton or (press.left and press.panning):
        return Pan(stage)
    if stage.scene.in_hand.draws:
        return _drawing(stage, press)
    if press.left and press.ctrl:
        return Choose(stage)
    if press.right:
        return Place(stage, press.tier, None) if stage.scene.placing else None
    return _left(stage, press) if press.left else None


def _drawing(stage: Stage, press: Press) -> Gesture | None:
    held = stage.scene.in_hand
    if press.ctrl and not press.right:
        return Choose(stage)
    if held.construction is not None:
        return ClickPoint(stage, press.tier)
    if held.tool is Tool.BRUSH:
        return Paint(stage, erases=press.right or press.alt)
    if held.tool is Tool.POLYGON:
        return polygon_gesture(stage, press.pointer, alt=press.alt, button=press.button)
    if press.right:
        return None
    if held.tool is Tool.LASSO:
        return _lasso(stage, press)
    return LayTemplate(stage) if held.tool is Tool.TEMPLATE else PullBox(stage)


def _lasso(stage: Stage, press: Press) -> Gesture:
    by_frame = _adjusting(stage, press)
    return by_frame if by_frame is not None else Catch(stage, _joining(press))


def _left(stage: Stage, press: Press) -> Gesture:
    scene, view = stage.scene, stage.view
    target = scene.near(*press.pointer.image, REACH_PX / view.scale, view.aspect)
    if press.alt:
        grabbed = _grabbing(stage, press, target)
        if grabbed is not None:
            return grabbed
    if scene.placing:
        return Place(stage, press.tier, target)
    by_frame = _adjusting(stage, press)
    if by_frame is not None and (target is None or by_frame.grip is not Grip.INSIDE):
        return by_frame
    if target is not None:
        return Drag(stage, target, extend=press.shift)
    return Catch(stage, _joining(press), boxed=True) if press.shift else Choose(stage)


def _grabbing(stage: Stage, press: Press, target: Target | None) -> Gesture | None:
    """Return what Alt takes hold of: a keypoint, on its ruler if it has one, or a limb."""
    if target is not None:
        way = None if press.shift else slideway_of(stage.scene, target)
        return Slide(stage, target, way) if way else Drag(stage, target, extend=press.shift, at_once=True)
    view = stage.view
    limb = limb_at(stage.scene.active_pose, press.pointer.image, REACH_PX / view.scale, view.aspect)
    return DragLimb(stage, limb) if limb is not None and not press.shift else None


def _adjusting(stage: Stage, press: Press) -> Adjust | None:
    frame = frame_of(stage.scene, stage.view)
    grip = grip_at(frame, stage.view, press.pointer.image)
    if frame is None or grip is None or press.alt or (press.shift and grip in (Grip.INSIDE, Grip.KNOB)):
        return None
    return Adjust(stage, frame, grip)


def _joining(press: Press) -> Joining:
    if press.alt:
        return Joining.REMOVE
    return Joining.ADD if press.shift else Joining.REPLACE
