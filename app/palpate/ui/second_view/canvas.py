"""The picture of the second view: looked at, zoomed and panned; nothing is placed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from palpate.model.picture import Picture
from palpate.session.frames.enhancing import Lens
from palpate.ui.canvas import notices
from palpate.ui.canvas.hand import octaves_of
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.screen import Screen
from palpate.ui.canvas.tools.gesture import REACH_PX
from palpate.ui.canvas.zoomable import ZoomableView

_LATE_MS = 150  # pictures that come sooner need no word
_DRAG_PX = 4.0
_CLOSE = 1.0


class SecondCanvas(ZoomableView):
    """Shows a frame with its poses; a click chooses a keypoint, a drag pans, the wheel zooms.

    Signals
    -------
    keypoint_chosen
        (instance id, keypoint) was clicked.
    """

    keypoint_chosen = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen = Screen()
        self._awaited: tuple[int, Scene] | None = None
        self._why_late = ""
        self._aspect = 1.0
        self._centres = False
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._on_late)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # keys go to the canvas that is worked on
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Second view"))

    # ---- what is shown -----------------------------------------------------------------------------------

    @property
    def frame(self) -> int:
        """Index of the frame whose picture is shown, −1 for none."""
        picture = self._screen.stack.picture
        return picture.frame if picture is not None else -1

    @property
    def blank_text(self) -> str:
        """Why there is no picture; empty while there is one."""
        return self._screen.blank_text if self._screen.stack.picture is None else ""

    @property
    def scene(self) -> Scene:
        """What stands on the picture that is shown."""
        return self._screen.scene

    def expect(self, size: tuple[int, int], aspect: float) -> None:
        """Make room for pictures of a size in px whose pixels are so much wider than high."""
        self._aspect = aspect
        self.set_view(self._view.over(*size, aspect))

    def show_blank(self, text: str) -> None:
        """Show words in place of a picture."""
        self._awaited = None
        self._late.stop()
        self._screen.stack.picture = None
        self._screen.blank_text, self._screen.hover = text, None
        self._screen.hud.coming = ""
        self.setAccessibleDescription(text)
        self.update()

    def await_frame(
        self, frame: int, poses: Sequence[PoseOnCanvas], active: tuple[str, int], *, why_late: str
    ) -> None:
        """Show these poses with the picture of a frame: at once if it stands there, else when it comes.

        Parameters
        ----------
        why_late
            Said at the top edge if it does not come in a moment.
        """
        self._why_late = why_late
        scene = Scene().with_poses(poses).on(*active, frozenset())
        if frame == self.frame:
            self._awaited = None
            self._late.stop()
            self._show(scene)
        else:
            self._awaited = (frame, scene)
            if not self._late.isActive():
                self._late.start()

    def set_picture(self, picture: Picture) -> None:
        """Show a picture, if it is of the frame awaited or shown."""
        if self._awaited is not None and self._awaited[0] == picture.frame:
            scene, self._awaited = self._awaited[1], None
            self._late.stop()
        elif picture.frame == self.frame:
            scene = self.scene
        else:
            return
        self._screen.stack.picture = picture
        self.set_view(self._view.over(*picture.size, self._aspect))
        self._show(scene)

    def set_lens(self, lens: Lens | None) -> None:
        """Show the picture as it is seen through a lens; as it is stored for None."""
        if lens is not self._screen.stack.lens:
            self._screen.stack.lens = lens
            self.update()

    @property
    def lens(self) -> Lens | None:
        """What the picture is looked at through; None if it is shown as it is stored."""
        return self._screen.stack.lens

    @property
    def picture(self) -> Picture | None:
        """The frame that is shown, as far as it is at hand."""
        return self._screen.stack.picture

    def set_hint(self, text: str) -> None:
        """Show a line at the bottom edge; none if empty."""
        if text != self._screen.hud.hint:
            self._screen.hud.hint = text
            self.update()

    def set_overlays_hidden(self, hidden: bool) -> None:
        """Show the bare picture, or everything again."""
        self._screen.bare = hidden
        self.update()

    def set_centres(self, centres: bool) -> None:
        """Keep the active keypoint in the middle, or leave the picture where it is."""
        self._centres = centres
        if centres and self._view.fitted:
            self.set_view(self._view.zoomed_to(max(_CLOSE, 2.0 * self._view.fit_zoom)))
        self._centre()

    def redraw(self) -> None:
        """Draw anew what is kept: theme or look have changed."""
        self._show(replace(self.scene, poses=tuple(self.scene.poses)))

    def _show(self, scene: Scene) -> None:
        self._screen.scene = scene
        self._screen.hud.coming = ""
        self._screen.blank_text = ""
        self._look_under_pointer()
        self._centre()
        self.update()

    def _centre(self) -> None:
        at = self.scene.active_position
        if self._centres and at is not None:
            self.centre_on(float(at[0]), float(at[1]))

    def _on_late(self) -> None:
        if self._awaited is not None:
            self._screen.hud.coming = self._why_late
            self.update()

    # ---- the hand ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a pan, or a click."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or name what is under the pointer."""
        at = event.position()
        if self._pressed is not None and (
            self._screen.busy or (at - self._pressed).manhattanLength() > _DRAG_PX
        ):
            self._screen.busy = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            moved, self._last = at - self._last, at
            self.set_view(self._view.panned(moved.x(), moved.y()))
        self._screen.pointer = self._view.to_image(at.x(), at.y())
        self._look_under_pointer()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan; without one it was a click."""
        panned, self._screen.busy = self._screen.busy, False
        self.unsetCursor()
        if self._pressed is None:
            return
        self._pressed = None
        found = self._screen.hover
        if not panned and found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.keypoint_chosen.emit(found.instance, found.keypoint)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole picture, or go back to the zoom before."""
        if self._screen.hover is None:
            self.toggle_fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; at the middle while the active keypoint is kept there."""
        octaves = octaves_of(event)
        if octaves and self._screen.stack.picture is not None:
            at = event.position()
            spot = None if self._centres and self.scene.active_position is not None else (at.x(), at.y())
            self.set_view(self._view.zoomed_by(2.0**octaves, spot))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._screen.pointer = None
        self._look_under_pointer()

    def _look_under_pointer(self) -> None:
        at, found = self._screen.pointer, None
        if at is not None and self._screen.stack.picture is not None:
            found = self.scene.near(*at, REACH_PX / self._view.scale, self._view.aspect)
        if found != self._screen.hover or found is not None:
            self._screen.hover = found
            self.update()

    def event(self, event: QEvent) -> bool:
        """Follow screens of another density."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._follow_size()
        return super().event(event)

    # ---- painting ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Ask for as much as a small canvas."""
        return QSize(480, 320)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and its poses."""
        painter = QPainter(self)
        self._screen.paint(painter, self._view, self.font())
        if self.hasFocus():
            notices.draw_focus(painter, self._view.viewport)
        painter.end()
