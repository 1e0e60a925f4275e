"""The rows over time: where they lie, and what the keys mean there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from palpate.session.frames.renewals import Window
from palpate.session.selection import Focus
from palpate.ui.actions.keys import has_key
from palpate.ui.theme.apply import current
from palpate.ui.timeline import drawing
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.bars import set_across, set_down
from palpate.ui.timeline.drawing import HEAD, MARKS_END, NAMES, Place
from palpate.ui.timeline.event_labels import EventLabel, event_at
from palpate.ui.timeline.mouse import ZOOM, LanesMouse
from palpate.ui.timeline.overview import Overview
from palpate.ui.timeline.painting import LanesPainter, Layout
from palpate.ui.timeline.rows import Row, row_at, row_beside, rows_of
from palpate.ui.timeline.state import TimelineState
from palpate.ui.timeline.telling import Teller

_LANE = 16
_SUMMARY = 32
_ANY_HEIGHT = (1 << 24) - 1  # what Qt takes for no limit
_NEAR = 4  # px around the mouse that a mark may lie away to be told of


class LanesView(QAbstractScrollArea):
    """Ruler, marks, and one row per instance that unfolds into lanes.

    Signals
    -------
    frame_wanted, keypoint_wanted, keypoint_added, lanes_wanted, range_wanted, hovered
        As of `LanesMouse`.
    step_wanted, keyframe_step_wanted
        (by) from the keyboard or the wheel.
    axis_changed
        (TimeAxis) another part of the clip is in sight.
    menu_wanted
        (place on the screen, frame, Row or None) what can be done there is asked for; frame −1 with the
        Menu key, which means what is in hand.
    lanes_shown
        An instance was unfolded, and wants room.
    play_toggled
    """

    frame_wanted = Signal(int)
    keypoint_wanted = Signal(str, int)
    keypoint_added = Signal(str, int)
    lanes_wanted = Signal(str, object)
    step_wanted = Signal(int)
    keyframe_step_wanted = Signal(int)
    range_wanted = Signal(object)
    hovered = Signal(int)
    axis_changed = Signal(object)
    menu_wanted = Signal(QPoint, int, object)
    lanes_shown = Signal()
    play_toggled = Signal()

    def __init__(self, state: TimelineState, teller: Teller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self._teller = teller
        self._focus = Focus()
        self._axis = TimeAxis.fitted(0, 1.0)
        self._rows: list[Row] = []
        self._unfolded: set[str] = set()
        self.previews = False  # whether a picture with the words stands above the ruler
        self.overview = Overview(state, self)
        self.overview.changed.connect(self._on_overview)
        self.painter = LanesPainter(state, teller, self.overview)
        self._mouse = LanesMouse(self)
        for name in ("frame", "keypoint", "lanes", "range", "step"):
            getattr(self._mouse, f"{name}_wanted").connect(getattr(self, f"{name}_wanted"))
        self._mouse.keypoint_added.connect(self.keypoint_added)
        self._mouse.hovered.connect(self.hovered)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled_in_time)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())
        self.setAccessibleName(self.tr("Timeline"))

    # ---- what is shown ---------------------------------------------------------------------------------

    @property
    def axis(self) -> TimeAxis:
        """Where frames lie, from the right edge of the names on."""
        return self._axis

    @property
    def focus(self) -> Focus:
        """Where the work is."""
        return self._focus

    @property
    def rows(self) -> list[Row]:
        """All rows, also those that are scrolled out of sight."""
        return self._rows

    @property
    def unfolded(self) -> frozenset[str]:
        """Ids of the instances whose lanes are shown."""
        return frozenset(self._unfolded)

    def reload(self, focus: Focus) -> None:
        """Lay everything out anew: another clip or layer, or other instances."""
        same_clip = focus.clip == self._focus.clip and self._axis.n_frames == self.state.n_frames
        self._focus = focus
        if not same_clip:
            self._axis = TimeAxis.fitted(self.state.n_frames, self._time_width())
        self._lay_out()
        self.overview.begin()
        self.tell()

    def refresh(self) -> None:
        """Paint everything anew."""
        self.painter.forget()
        self.viewport().update()

    def refresh_rows(self, stale: Mapping[str, Window | None], *, marks: bool = False) -> None:
        """Paint stale frames by instance anew, None for all of them; and the marks, if they are stale."""
        self.painter.rows.forget(stale)
        self.overview.touch(stale)
        if marks:
            self.painter.forget_marks()
        self.viewport().update()

    def move_focus(self, now: Focus, before: Focus) -> None:
        """Follow the work; a step in time repaints two strips alone."""
        self._focus = now
        if (now.instance, now.keypoint) != (before.instance, before.keypoint):
            self._show_row(now.instance, now.keypoint)
            self.viewport().update()
        if now.frame != before.frame:
            paged = self._axis.showing(now.frame)
            if paged != self._axis:
                self.set_axis(paged)
            for frame in (before.frame, now.frame):
                left, width = drawing.playhead_strip(self._axis, frame)
                self.viewport().update(left, 0, width, self.viewport().height())
        if (now.chosen_frames, now.loops, now.chosen) != (before.chosen_frames, before.loops, before.chosen):
            self.viewport().update()

    def show_head_alone(self, alone: bool) -> None:
        """Show ruler and marks without rows or scroll bars, above something that has the same axis."""
        beside = self.verticalScrollBar().sizeHint().width() if alone else 0
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(off if alone else on)
        self.setHorizontalScrollBarPolicy(off if alone else Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setViewportMargins(0, 0, beside, 0)
        self.setMinimumHeight(HEAD if alone else 0)
        self.setMaximumHeight(HEAD if alone else _ANY_HEIGHT)

    def toggle(self, instance: str) -> None:
        """Unfold an instance into lanes, or fold it."""
        self._unfolded ^= {instance}
        self._lay_out()
        if instance in self._unfolded:
            self.lanes_shown.emit()
        self._show_row(self._focus.instance, self._focus.keypoint)

    def zoom(self, factor: float) -> None:
        """Zoom in time about the present frame."""
        self.set_axis(self._axis.zoomed(self._axis.centre_of(self._focus.frame), factor))

    def fit(self) -> None:
        """Show the whole clip."""
        self.set_axis(TimeAxis.fitted(self.state.n_frames, self._time_width()))

    def set_axis(self, axis: TimeAxis) -> None:
        """Look at another part of the clip."""
        axis = axis.on_pixels(self.devicePixelRatioF())
        changed, self._axis = axis != self._axis, axis
        bottom = self._rows[-1].bottom if self._rows else 0
        room = max(self.viewport().height() - HEAD, 1)
        set_across(self.horizontalScrollBar(), axis, self._time_width())
        set_down(self.verticalScrollBar(), bottom=bottom, room=room, step=_LANE)
        self.viewport().update()
        if changed:
            self.axis_changed.emit(axis)

    def pan(self, by: QPointF) -> None:
        """Scroll by some px to the right and down."""
        self.set_axis(self._axis.scrolled(by.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(by.y()))

    def scroll_rows(self, by: float) -> None:
        """Scroll down by the height of some lanes."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(by * _LANE))

    def row_at(self, at: QPointF) -> Row | None:
        """Return the row at a place of the viewport."""
        if at.y() < HEAD:
            return None
        return row_at(self._rows, at.y() - HEAD + self.verticalScrollBar().value())

    def labels(self) -> list[EventLabel]:
        """Return where the names of events stand."""
        return self.painter.labels(self._layout())

    # ---- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the kept pictures and draw the playhead over them."""
        painter = QPainter(self.viewport())
        self.painter.paint(painter, event.rect(), self._layout(), self._focus)
        if self.hasFocus():
            painter.setPen(QColor(current().accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _layout(self) -> Layout:
        size = self.viewport().size()
        place = Place(size.width(), size.height(), self.verticalScrollBar().value())
        return Layout(
            self._axis, place, self._rows, self.unfolded, font=self.font(), ratio=self.devicePixelRatioF()
        )

    # ---- mouse and keys --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if self.state.clip is not None:
            self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Unfold, or let go of the range."""
        if self.state.clip is not None:
            self._mouse.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self.hovered.emit(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, scroll or step."""
        self._mouse.wheel(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask what can be done here; with the Menu key at the playhead in the row in hand."""
        if self.state.clip is None:
            return
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            at = QPointF(event.pos())
            frame = self._axis.frame_at(at.x() - NAMES) if at.x() >= NAMES else self._focus.frame
            self.menu_wanted.emit(event.globalPos(), frame, self.row_at(at))
            return
        row = self._row_of(self._focus.instance, self._focus.keypoint)
        row = row or self._row_of(self._focus.instance, -1)
        y = HEAD + (row.bottom - self.verticalScrollBar().value() if row is not None else 0)
        x = NAMES + round(self._axis.centre_of(self._focus.frame))
        box = self.viewport().rect()
        place = QPoint(min(max(x, NAMES), box.right()), min(max(y, HEAD), box.bottom()))
        self.menu_wanted.emit(self.viewport().mapToGlobal(place), -1, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, choose the next row, unfold, zoom."""
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if key == Qt.Key.Key_Right else -1
            (self.keyframe_step_wanted if shift else self.step_wanted).emit(by)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose_row(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._focus.instance:
            self.toggle(self._focus.instance)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(ZOOM if key == Qt.Key.Key_Plus else 1.0 / ZOOM)
        elif key == Qt.Key.Key_Escape:
            self.range_wanted.emit(None)
        elif has_key("hold_pan", key) and not event.isAutoRepeat():
            self.play_toggled.emit()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tooltip what lies under the mouse; forget the mouse when it leaves."""
        if event.type() == QEvent.Type.Leave:  # also towards a scroll bar, which is no leave of the whole
            self.hovered.emit(-1)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            previewed = self.previews and event.pos().y() < MARKS_END and event.pos().x() >= NAMES
            QToolTip.showText(event.globalPos(), "" if previewed else self.tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def tip_at(self, place: QPoint) -> str:
        """Say what lies at a place of the viewport."""
        at = QPointF(place)
        frame = self._axis.frame_at(at.x() - NAMES) if at.x() >= NAMES else None
        if frame is not None and MARKS_END <= at.y() < HEAD:
            return self._teller.overview_tip(frame, self._near(), self.overview.unseen_at(frame))
        named = event_at(self.labels(), at) if frame is not None else None
        frame = named.frame if named is not None else frame
        return self._teller.tip(self.row_at(at), frame, self._near(), at.y() < HEAD)

    def ruler_words(self, frame: int) -> str:
        """Say what is marked at a frame."""
        return self._teller.tip(None, frame, self._near(), True)

    def tell(self) -> None:
        """Say where the work is, to those who listen instead of looking."""
        self.setAccessibleDescription(self._teller.sentence(self._focus))

    def _near(self) -> int:
        return int(_NEAR / self._axis.px_per_frame)

    def _choose_row(self, by: int) -> None:
        row = row_beside(self._rows, (self._focus.instance, self._focus.keypoint), by)
        if row is not None:
            self.keypoint_wanted.emit(row.instance.id, row.keypoint)

    # ---- layout ----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a whole clip whole."""
        super().resizeEvent(event)
        self.set_axis(self._axis.resized(self._time_width()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame it."""
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Frame it no longer."""
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew under another theme or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._lay_out()

    def _on_overview(self) -> None:
        self.viewport().update(NAMES, MARKS_END, self.viewport().width() - NAMES, HEAD - MARKS_END)

    def _lay_out(self) -> None:
        lane = max(_LANE, self.fontMetrics().height())
        self._rows = rows_of(
            self.state.instances, self.state.skeletons, self._unfolded, lane=lane, summary=_SUMMARY
        )
        self.painter.forget()
        self.set_axis(self._axis)

    def _on_scrolled_in_time(self, px: int) -> None:
        self.set_axis(self._axis.scrolled(px - self._axis.first * self._axis.px_per_frame))

    def _show_row(self, instance: str, keypoint: int) -> None:
        row = self._row_of(instance, keypoint) or self._row_of(instance, -1)
        if row is not None:
            room = self.viewport().height() - HEAD
            bar = self.verticalScrollBar()
            bar.setValue(min(max(bar.value(), row.bottom - room), row.top))

    def _row_of(self, instance: str, keypoint: int) -> Row | None:
        return next((r for r in self._rows if (r.instance.id, r.keypoint) == (instance, keypoint)), None)

    def _time_width(self) -> int:
        return max(self.viewport().width() - NAMES, 16)
