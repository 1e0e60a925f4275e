"""The hand on the canvas: which gesture runs, whether Space is held, where the pointer is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from palpate.ui.canvas.chosen_frame import Grip, frame_of, grip_at
from palpate.ui.canvas.cursors import CursorKind
from palpate.ui.canvas.tools.adjust import Adjust
from palpate.ui.canvas.tools.begin import Press, gesture_for
from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage
from palpate.ui.canvas.tools.pan import Pan
from palpate.ui.canvas.tools.place import Place

_OCTAVE_IN_WHEEL_UNITS = 360.0  # three notches double the zoom
_OCTAVE_IN_PIXELS = 160.0

_CURSORS = {
    Grip.INSIDE: CursorKind.MOVE,
    Grip.KNOB: CursorKind.GRAB,
    Grip.TOP_LEFT: CursorKind.SCALE_FALLING,
    Grip.BOTTOM_RIGHT: CursorKind.SCALE_FALLING,
    Grip.TOP_RIGHT: CursorKind.SCALE_RISING,
    Grip.BOTTOM_LEFT: CursorKind.SCALE_RISING,
}


def octaves_of(event: QWheelEvent) -> float:
    """Return how often a turn of the wheel, or a slide over a trackpad, doubles the zoom."""
    turned, slid = event.angleDelta(), event.pixelDelta()
    # With Alt held Qt turns a vertical wheel into a horizontal one.
    return (turned.y() or turned.x()) / _OCTAVE_IN_WHEEL_UNITS or slid.y() / _OCTAVE_IN_PIXELS


class Hand:
    """Follows the mouse through one gesture at a time."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._button = Qt.MouseButton.NoButton
        self._placed_last = False
        self._panned = False
        self.gesture: Gesture | None = None
        self.pointer: Pointer | None = None
        self.space = False

    @property
    def panning(self) -> bool:
        """Whether the picture is being moved."""
        return isinstance(self.gesture, Pan)

    def follow(self, x: float, y: float, *, shift: bool = False) -> Pointer:
        """Note where the pointer is, in whole logical px of the event, and return it.

        An event names the pixel under the tip of the cursor by its corner; what is meant is its middle. At
        fit on a large frame the difference is more than an image px, always to the same side.
        """
        half = 0.5 / self._stage.view.ratio
        spot = (x + half, y + half)
        self.pointer = Pointer(spot, self._stage.view.to_image(*spot), shift)
        return self.pointer

    def see_anew(self) -> None:
        """Find what is under the pointer now: the view moved, the pointer did not."""
        if self.pointer is not None:
            spot = self.pointer.widget
            self.pointer = Pointer(spot, self._stage.view.to_image(*spot))

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, unless one runs."""
        pointer = self._followed(event)
        if self.gesture is not None:
            return
        press = Press(pointer, event.button(), event.modifiers(), self.space)
        self.gesture = gesture_for(self._stage, press)
        self._button = event.button()
        self._panned |= self.panning
        self._placed_last = isinstance(self.gesture, Place)
        if self.gesture is not None:
            self.gesture.press(pointer)

    def double_press(self, event: QMouseEvent) -> str | None:
        """Return the instance that a double-click is on; while keypoints are placed it is just a click."""
        pointer = self._followed(event)
        left = event.button() is Qt.MouseButton.LeftButton
        drawing = self._stage.scene.in_hand.draws
        if self._stage.scene.placing or drawing or self._placed_last or not left or self.space:
            self.press(event)
            return None
        found = self._stage.scene.instance_near(
            *pointer.image, REACH_PX / self._stage.view.scale, self._stage.view.aspect
        )
        if found is None:
            self.press(event)
        return found

    def move(self, event: QMouseEvent) -> Pointer:
        """Go on with the gesture."""
        pointer = self._followed(event)
        if self.gesture is not None:
            self.gesture = self.gesture.move(pointer)
        return pointer

    def release(self, event: QMouseEvent) -> None:
        """End the gesture that this button began."""
        pointer = self._followed(event)
        if self.gesture is None or event.button() is not self._button:
            return
        # Ended before it acts: what it tells may come back as another scene.
        ended, self.gesture = self.gesture, None
        ended.release(pointer)

    def cancel(self) -> bool:
        """Take the gesture back; False if none runs."""
        if self.gesture is None:
            return False
        ended, self.gesture = self.gesture, None
        ended.cancel()
        return True

    def cursor_kind(self, *, aiming: bool, over: bool) -> CursorKind:
        """Return what the pointer should look like."""
        if aiming:
            return CursorKind.HIDDEN
        if self.panning:
            return CursorKind.PANNING
        if self.space:
            return CursorKind.PAN
        grip = self._grip()
        if grip is not None and not (over and grip is Grip.INSIDE):
            return _CURSORS[grip]
        if self._stage.scene.placing or (self._stage.scene.in_hand.draws and not over):
            return CursorKind.PLACE
        return CursorKind.GRAB if over else CursorKind.NOTHING

    def _grip(self) -> Grip | None:
        """Return what of the frame around the chosen keypoints is held, or would be."""
        if isinstance(self.gesture, Adjust):
            return self.gesture.grip
        if self.gesture is not None or self.pointer is None:
            return None
        stage = self._stage
        return grip_at(frame_of(stage.scene, stage.view), stage.view, self.pointer.image)

    def _followed(self, event: QMouseEvent) -> Pointer:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return self.follow(event.position().x(), event.position().y(), shift=shift)

    def hold_space(self) -> None:
        """Let drags pan."""
        self.space, self._panned = True, False

    def let_space_go(self) -> bool:
        """Let drags be drags again; returns whether Space was only tapped."""
        tapped = self.space and not self._panned
        self.space = False
        return tapped
