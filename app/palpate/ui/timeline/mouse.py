"""What the mouse means on the timeline: scrubbing, ranges of frames and lanes, names, scrolling, zooming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from palpate.ui.timeline.drawing import FOLD, HEAD, MARKS_END, NAMES, RULER
from palpate.ui.timeline.raster import STRIP
from palpate.ui.timeline.rows import Row
from palpate.ui.timeline.ruler_hand import RulerHand
from palpate.ui.timeline.snapping import snapped

if TYPE_CHECKING:
    from palpate.ui.timeline.view import LanesView

ZOOM = 1.2
_NEAR = 4  # px around a click that still mean the doubtful frame beside it
_DRAG = 4  # px that a hand may tremble before a press on the lanes chooses a range
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class LanesMouse(QObject):
    """One gesture at a time.

    Signals
    -------
    frame_wanted, range_wanted
        As of `RulerHand`.
    keypoint_wanted
        (instance id, keypoint) a name or a doubtful frame was clicked; −1 for an instance's name.
    keypoint_added
        (instance id, keypoint) a name was clicked with Ctrl: it joins those that are chosen, or leaves.
    lanes_wanted
        (instance id, keypoints) were dragged over together with a range; none for an instance's row.
    hovered
        (frame) under the mouse on the ruler, −1 for none.
    step_wanted
        (by) with the wheel on the ruler.
    """

    frame_wanted = Signal(int)
    range_wanted = Signal(object)
    keypoint_wanted = Signal(str, int)
    keypoint_added = Signal(str, int)
    lanes_wanted = Signal(str, object)
    hovered = Signal(int)
    step_wanted = Signal(int)

    def __init__(self, view: LanesView) -> None:
        super().__init__(view)
        self._view = view
        self._hand = RulerHand(self)
        self._hand.frame_wanted.connect(self._on_scrubbed)
        self._hand.range_wanted.connect(self.range_wanted)
        self._pressed: tuple[QPointF, Row | None] | None = None
        self._lanes: tuple[str, tuple[int, ...]] | None = None
        self._held: QPointF | None = None

    def press(self, event: QMouseEvent) -> None:
        """Scrub or choose frames from here, or choose what was clicked."""
        at, row = event.position(), self._view.row_at(event.position())
        if event.button() is _MIDDLE:
            self._held = at
        if event.button() is not _LEFT:
            return
        if at.x() < NAMES:
            self._click_name(row, at, extend=bool(event.modifiers() & _CTRL))
        elif self._click_heat(row, at):
            return
        elif at.y() < HEAD:
            self._press_head(at, shift=bool(event.modifiers() & _SHIFT))
        elif event.modifiers() & _SHIFT:
            self._choose_from(at, row)
        else:
            self._pressed = at, row
            self._hand.scrub(self._view.axis, at.x() - NAMES)

    def _press_head(self, at: QPointF, *, shift: bool) -> None:
        axis, view = self._view.axis, self._view
        if at.y() < RULER and shift:
            self._hand.choose(axis, at.x() - NAMES)
        elif at.y() >= RULER or not self._hand.take_end(view.focus.chosen_frames, axis, at.x() - NAMES):
            self._hand.scrub(axis, snapped(at, axis, view.state.marks, view.labels()))

    def move(self, event: QMouseEvent) -> None:
        """Go on with what was begun; tell what the ruler has under the mouse."""
        at, axis = event.position(), self._view.axis
        if self._held is not None:
            self._view.pan(self._held - at)
            self._held = at
            return
        if self._pressed is not None and (at - self._pressed[0]).manhattanLength() > _DRAG:
            self._choose_from(*self._pressed)
        if self._lanes is not None:
            self._keep_in_sight(at)
            axis = self._view.axis
        self._hand.move(axis, at.x() - NAMES)
        self._choose_lanes(at)
        on_ruler = at.x() >= NAMES and at.y() < MARKS_END and self._view.state.clip is not None
        self.hovered.emit(axis.frame_at(at.x() - NAMES) if on_ruler else -1)
        over_end = on_ruler and self._hand.over_end(self._view.focus.chosen_frames, axis, at.x() - NAMES)
        if over_end:
            self._view.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self._view.viewport().unsetCursor()

    def release(self, event: QMouseEvent) -> None:
        """End it."""
        if event.button() is _MIDDLE:
            self._held = None
        if event.button() is _LEFT:
            self._hand.release()
            self._pressed = self._lanes = None

    def double_click(self, event: QMouseEvent) -> None:
        """Unfold by a double-click on an instance's name; clear the range by one on the ruler."""
        at = event.position()
        row = self._view.row_at(at)
        if at.x() >= NAMES and at.y() < RULER:
            self._hand.clear()
        elif row is not None and row.keypoint < 0 and FOLD <= at.x() < NAMES:
            self._view.toggle(row.instance.id)
        else:
            self.press(event)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the cursor, sideways or with Shift scroll; over names scroll rows, over the ruler step."""
        delta, at, view = event.angleDelta(), event.position(), self._view
        sideways = delta.x() or (delta.y() if event.modifiers() & _SHIFT else 0)
        if at.x() < NAMES:
            view.scroll_rows(-delta.y() * 3 / 120)
        elif sideways:
            view.set_axis(view.axis.scrolled(-sideways))
        elif at.y() < RULER and not event.modifiers() & _CTRL:
            if delta.y():
                self.step_wanted.emit(-1 if delta.y() > 0 else 1)
        elif delta.y():
            view.set_axis(view.axis.zoomed(at.x() - NAMES, ZOOM ** (delta.y() / 120.0)))
        event.accept()

    def _choose_from(self, at: QPointF, row: Row | None) -> None:
        """Choose frames from a place of the lanes, and the lanes that are dragged over with them."""
        self._pressed = None
        self._hand.release()
        self._hand.choose(self._view.axis, at.x() - NAMES)
        if row is not None:
            self._lanes = row.instance.id, (row.keypoint,)
            self.lanes_wanted.emit(row.instance.id, () if row.keypoint < 0 else (row.keypoint,))

    def _choose_lanes(self, at: QPointF) -> None:
        if self._lanes is None:
            return
        instance, (first, *_) = self._lanes
        row = self._view.row_at(at)
        if row is None or row.instance.id != instance or first < 0 or row.keypoint < 0:
            return
        step = 1 if row.keypoint >= first else -1
        covered = (
            (first, *range(first + step, row.keypoint + step, step)) if row.keypoint != first else (first,)
        )
        if covered != self._lanes[1]:
            self._lanes = instance, covered
            self.lanes_wanted.emit(instance, covered)

    def _keep_in_sight(self, at: QPointF) -> None:
        """Scroll on where a range is dragged beyond an edge."""
        over = min(at.x() - NAMES, 0.0) + max(at.x() - self._view.viewport().width(), 0.0)
        if over:
            self._view.set_axis(self._view.axis.scrolled(over))

    def _click_name(self, row: Row | None, at: QPointF, *, extend: bool) -> None:
        if row is None:
            return
        focus = self._view.focus
        if row.keypoint < 0 and at.x() < FOLD:
            self._view.toggle(row.instance.id)
        elif extend and row.keypoint >= 0:
            self.keypoint_added.emit(row.instance.id, row.keypoint)
        elif (row.instance.id, row.keypoint) != (focus.instance, focus.keypoint):
            self.keypoint_wanted.emit(row.instance.id, row.keypoint)

    def _click_heat(self, row: Row | None, at: QPointF) -> bool:
        """Go to what is worst near a click on the heat of all or of a row; tells whether it was one."""
        view = self._view
        if row is None:
            return MARKS_END <= at.y() < HEAD and self._click_overview(at)
        below = at.y() - (HEAD + row.top - view.verticalScrollBar().value())
        if below < (row.height // 2 if row.keypoint < 0 else row.height - STRIP - 3):
            return False
        worst = view.state.worst_near(row.instance.id, *self._near(at), row.keypoint)
        if worst is None:
            return False
        self._go_to(row.instance.id, *worst)
        return True

    def _click_overview(self, at: QPointF) -> bool:
        worst = self._view.state.worst_of_all(*self._near(at))
        if worst is None:
            return False
        self._go_to(*worst)
        return True

    def _near(self, at: QPointF) -> tuple[int, int]:
        first, last = (self._view.axis.frame_at(at.x() - NAMES + reach) for reach in (-_NEAR, _NEAR))
        return first, last

    def _go_to(self, instance: str, frame: int, keypoint: int) -> None:
        self.frame_wanted.emit(frame)
        self.keypoint_wanted.emit(instance, keypoint)

    def _on_scrubbed(self, frame: int) -> None:
        if frame != self._view.focus.frame:
            self.frame_wanted.emit(frame)
