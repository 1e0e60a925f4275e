"""The canvas: frames, the poses on them, and the hand that places keypoints.

It holds no project logic: it shows what it is given and tells what the hand did.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from palpate.model.arrays import Floats, Ints, Pixels
from palpate.model.picture import Picture
from palpate.model.visibility import Visibility
from palpate.ui.actions.keys import has_key
from palpate.ui.canvas import notices
from palpate.ui.canvas.aided_view import AidedView
from palpate.ui.canvas.cursors import CursorKind, cursor
from palpate.ui.canvas.drawing_hand import over_something
from palpate.ui.canvas.hand import Hand, octaves_of
from palpate.ui.canvas.scene import PoseOnCanvas, Scene, Target
from palpate.ui.canvas.tools.gesture import REACH_PX

_LATE_MS = 150  # pictures that come sooner need no word


class CanvasView(AidedView):
    """Shows one frame with its poses, zooms and pans, and turns gestures into signals.

    Signals
    -------
    placed
        (QPointF image px, Visibility): the active keypoint shall be there.
    moved
        (``(n,)`` keypoint indices, ``(n, 2)`` image px) of the active instance; if a keypoint of another
        instance was dragged, `keypoint_chosen` comes first.
    keypoint_chosen
        (instance id, keypoint, whether it joins the chosen ones).
    instance_chosen
        (instance id).
    hovered
        (instance id, keypoint) under the pointer; ("", −1) for none.
    cursor_moved
        (x, y) image px under the pointer; NaN when it left.
    space_tapped
        The key that pans went down and up without a pan.
    escaped
        Escape was pressed while no gesture ran.
    """

    placed = Signal(QPointF, object)
    moved = Signal(object, object)
    keypoint_chosen = Signal(str, int, bool)
    instance_chosen = Signal(str)
    hovered = Signal(str, int)
    cursor_moved = Signal(float, float)
    space_tapped = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = Hand(self)
        self._frame = -1
        self._aspect = 1.0
        self._awaited: int | None = None
        self._pending: tuple[PoseOnCanvas, ...] | None = None
        self._cursor_kind: CursorKind | None = None
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._on_late)
        self.sight_changed.connect(self._on_sight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(self.tr("The frame, with the keypoints placed on it"))

    # ---- what is shown -----------------------------------------------------------------------------------

    @property
    def frame(self) -> int:
        """Index of the frame whose picture is shown, −1 before the first."""
        return self._frame

    @property
    def exact(self) -> bool:
        """Whether a picture is shown that comes from the original, and is the one awaited."""
        return self._ready()

    def set_frame(self, pixels: Pixels | None, frame_index: int) -> None:
        """Show a whole frame, ``(H, W, 4)`` uint8 BGRA, or the blank text in its place."""
        self._set(None if pixels is None else Picture.of(frame_index, pixels), frame_index)

    def set_picture(self, picture: Picture) -> None:
        """Show a frame as far as it is at hand."""
        self._set(picture, picture.frame)

    def _set(self, picture: Picture | None, frame_index: int) -> None:
        if frame_index != self._frame:
            self._take_back(also_pan=picture is None or picture.size != self._view.image)
        self._frame = frame_index
        self._screen.stack.picture = picture
        if picture is not None:
            self.set_view(self._view.over(*picture.size, self._aspect))
        if self._awaited is not None and self._awaited == frame_index:
            self._awaited = None
            self._show_pending()
            self._tell_coming("")
        self.update()

    def expect(self, size: tuple[int, int], aspect: float) -> None:
        """Make room for pictures of a size in px whose pixels are so much wider than high."""
        self._aspect = aspect
        self.set_view(self._view.over(*size, aspect))

    def await_frame(self, frame_index: int) -> None:
        """Keep picture and poses together while a frame is on its way.

        Until `set_frame` brings it, poses are held back and no gesture begins or goes on: a click would be
        meant for the picture that is still seen.
        """
        self._awaited = None if frame_index == self._frame else frame_index
        if self._awaited is None:
            self._show_pending()
            self._tell_coming("")
        else:
            self._take_back(also_pan=False)
            if not self._late.isActive():
                self._late.start()

    def _take_back(self, *, also_pan: bool) -> None:
        """End a gesture that was meant for another picture; a pan goes on, it is about the view."""
        if also_pan or not self._hand.panning:
            self._hand.cancel()

    def _on_late(self) -> None:
        if self._awaited is not None:
            self._tell_coming(self.tr("frame {n} is on its way").format(n=self._awaited))

    def _tell_coming(self, text: str) -> None:
        if not text:
            self._late.stop()
        if text != self._screen.hud.coming:
            self._screen.hud.coming = text
            self.update()

    def set_poses(self, poses: Sequence[PoseOnCanvas]) -> None:
        """Show these poses."""
        held = self._awaited is not None and self._screen.scene.has_keypoints_of(poses)
        self._pending = tuple(poses) if held else None
        if not held:
            self._set_scene(self._screen.scene.with_poses(poses))

    def set_active(self, instance: str, keypoint: int, chosen: frozenset[int] = frozenset()) -> None:
        """Say what the hands are on; −1 for no keypoint."""
        scene = self._screen.scene
        if (scene.instance, scene.keypoint, scene.chosen) != (instance, keypoint, chosen):
            self._set_scene(scene.on(instance, keypoint, chosen))

    def set_hint(self, text: str) -> None:
        """Show a line at the bottom edge; none if empty."""
        if text == self._screen.hud.hint:
            return  # nothing is painted for frames that are still on their way
        self._screen.hud.hint = text
        self.setAccessibleDescription(text or self.tr("The frame, with the keypoints placed on it"))
        self.update()

    def set_figures(self, text: str) -> None:
        """Show lines at the top edge; none if empty."""
        if text != self._screen.hud.figures:
            self._screen.hud.figures = text
            self.update()

    def set_blank_text(self, text: str) -> None:
        """Say what stands where there is no picture."""
        self._screen.blank_text = text
        self.update()

    def set_overlays_hidden(self, hidden: bool) -> None:
        """Show the bare picture, or everything again."""
        self._screen.bare = hidden
        self.update()

    def fit_instance(self, instance: str) -> None:
        """Zoom to an instance's keypoints."""
        box = self._screen.scene.box_of(instance)
        if box is not None:
            self.set_view(self._view.framing(*box))

    # ---- what gestures ask (see tools.gesture.Stage) -----------------------------------------------------

    def preview(self, pose: PoseOnCanvas | None) -> None:
        """Show a pose in place of the one that stands, or what stands again."""
        self.update(self._screen.show_preview(pose, self._view))

    def aim_at(self, image: tuple[float, float] | None) -> None:
        """Hide the pointer and magnify an image position, or show the pointer again."""
        self._screen.aim = image
        self._choose_cursor()
        self._follow_pointer()

    def tell_placed(self, image: tuple[float, float], visibility: Visibility) -> None:
        """Tell that the active keypoint shall be at an image position."""
        self.placed.emit(QPointF(*image), visibility)

    def tell_moved(self, instance: str, keypoints: Ints, positions: Floats) -> None:
        """Tell that keypoints shall be at ``(n, 2)`` image px."""
        if instance != self._screen.scene.instance or self._screen.scene.keypoint < 0:
            self.keypoint_chosen.emit(instance, int(keypoints[0]), False)
        self.moved.emit(keypoints, positions)

    def tell_chosen(self, target: Target, *, extend: bool) -> None:
        """Tell that a keypoint shall be active, or join the chosen ones."""
        self.keypoint_chosen.emit(target.instance, target.keypoint, extend)

    def tell_instance_chosen(self, instance: str) -> None:
        """Tell that an instance shall be active."""
        self.instance_chosen.emit(instance)

    # ---- the hand ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, if there is a picture that it can be meant for."""
        if self._ready():
            self._hand.press(event)
            self._choose_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit the instance under the pointer, or count as a second click."""
        if self._ready():
            if self._screen.scene.in_hand.drawing_ring and event.button() is Qt.MouseButton.LeftButton:
                self.close_ring()
                return
            instance = self._hand.double_press(event)
            self._choose_cursor()
            if instance is not None:
                self.fit_instance(instance)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or name what is under the pointer."""
        pointer = self._hand.move(event)
        if self._screen.stack.picture is not None:
            self._look_under_pointer()
            self.cursor_moved.emit(*pointer.image)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._hand.release(event)
        self._look_under_pointer()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hand.pointer = None
        self._look_under_pointer()
        self.cursor_moved.emit(math.nan, math.nan)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        octaves = octaves_of(event)
        pointer = self._hand.follow(event.position().x(), event.position().y())
        turned = self._turns_loupe(event, octaves)
        if octaves and not turned and self._screen.stack.picture is not None:
            self.set_view(self._view.zoomed_by(2.0**octaves, pointer.widget))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Claim keys from shortcuts where they mean something; follow pinches and screens."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(self._claims(event))
            return event.isAccepted()
        if isinstance(event, QNativeGestureEvent):
            return self._pinched(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._follow_size()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let a key turn drags into pans, and Escape take a gesture back."""
        if event.key() == Qt.Key.Key_Escape and self._hand.gesture is None:
            self.escaped.emit()
        if not self._claims(event):
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape and self._hand.gesture is not None:
            self._hand.cancel()
        elif self._claims_for_tool(event):
            self._use_key(event)
        elif not event.isAutoRepeat():
            self._hand.hold_space()
        self._choose_cursor()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Tell a tap of the key that pans."""
        if not has_key("hold_pan", event.key()):
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            tapped = self._hand.let_space_go()
            self._choose_cursor()
            if tapped:
                self.space_tapped.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame the canvas."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take a gesture back: its keys and buttons go elsewhere now."""
        self._hand.cancel()
        self._hand.let_space_go()
        self.update()

    def _claims(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self._hand.gesture is not None:
            return True
        if self._claims_for_tool(event):
            return True
        return event.modifiers() == Qt.KeyboardModifier.NoModifier and has_key("hold_pan", event.key())

    def _pinched(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        pointer = self._hand.follow(event.position().x(), event.position().y())
        self.set_view(self._view.zoomed_by(1.0 + event.value(), pointer.widget))
        return True

    def _ready(self) -> bool:
        picture = self._screen.stack.picture
        return self._awaited is None and picture is not None and picture.exact

    # ---- painting ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Ask for room to work."""
        return QSize(960, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what follows the hand over what is kept."""
        painter = QPainter(self)
        self._screen.paint(painter, self._view, self.font())
        if self.hasFocus():
            notices.draw_focus(painter, self._view.viewport)
        painter.end()
        self._ask_closer()

    # ---- keeping up --------------------------------------------------------------------------------------

    def _set_scene(self, scene: Scene) -> None:
        self._screen.scene = scene
        self._look_under_pointer()
        self.update()

    def _show_pending(self) -> None:
        if self._pending is not None:
            poses, self._pending = self._pending, None
            self._set_scene(self._screen.scene.with_poses(poses))

    def _on_sight(self) -> None:
        self._hand.see_anew()
        self._look_under_pointer()

    def _spot(self) -> tuple[float, float] | None:
        return self._hand.pointer.widget if self._hand.pointer is not None else None

    def _look_under_pointer(self) -> None:
        pointer = self._hand.pointer
        found = None
        scene = self._screen.scene
        if pointer is not None and self._hand.gesture is None and not scene.in_hand.draws:
            found = scene.near(*pointer.image, REACH_PX / self._view.scale, self._view.aspect)
        if found != self._screen.hover:
            self._screen.hover = found
            self.hovered.emit(found.instance if found else "", found.keypoint if found else -1)
        self._choose_cursor()
        self._follow_pointer()

    def _follow_pointer(self) -> None:
        self._screen.busy = self._hand.gesture is not None
        self._screen.pointer = self._hand.pointer.image if self._hand.pointer is not None else None
        self.update(self._screen.touched(self._view, self.font()))

    def _choose_cursor(self) -> None:
        pointer, scene = self._hand.pointer, self._screen.scene
        over = self._screen.hover is not None
        if pointer is not None and scene.in_hand.draws:
            over = over_something(self._view, scene, pointer.image)
        kind = self._hand.cursor_kind(aiming=self._screen.aim is not None, over=over)
        if kind is not self._cursor_kind:
            self._cursor_kind = kind
            self.setCursor(cursor(kind, self._view.ratio))
