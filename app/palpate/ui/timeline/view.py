"""The rows over time: painting from kept pictures, and what the mouse and keys mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from palpate.session.selection import Focus
from palpate.ui.actions.keys import has_key
from palpate.ui.theme.apply import current
from palpate.ui.timeline import drawing
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.bars import set_across, set_down
from palpate.ui.timeline.columns import Columns
from palpate.ui.timeline.drawing import FOLD, HEAD, NAMES, Place
from palpate.ui.timeline.event_labels import EventLabel, draw_events, event_at, event_labels
from palpate.ui.timeline.found_marks import draw_found
from palpate.ui.timeline.range_band import draw_range
from palpate.ui.timeline.raster import picture, sheet_of
from palpate.ui.timeline.rows import Row, row_at, row_beside, rows_of, visible_rows
from palpate.ui.timeline.ruler_hand import RulerHand
from palpate.ui.timeline.snapping import snapped
from palpate.ui.timeline.state import TimelineState
from palpate.ui.timeline.telling import Teller

_LANE = 16
_SUMMARY = 32
_ZOOM = 1.2
_NEAR = 4  # px around a click that still mean the doubtful frame beside it


class LanesView(QAbstractScrollArea):
    """Ruler, marks, and one row per instance that unfolds into lanes.

    Signals
    -------
    frame_wanted
        (frame) newest place of a drag.
    keypoint_wanted
        (instance id, keypoint) a lane's name or a doubtful frame was clicked; −1 for an instance's name.
    step_wanted, keyframe_step_wanted
        (by) from the keyboard or the wheel.
    range_wanted
        (first and last frame, or None) newest state of a drag on the ruler.
    hovered
        (frame) under the mouse on the ruler, −1 for none.
    play_toggled
    """

    frame_wanted = Signal(int)
    keypoint_wanted = Signal(str, int)
    step_wanted = Signal(int)
    keyframe_step_wanted = Signal(int)
    range_wanted = Signal(object)
    hovered = Signal(int)
    play_toggled = Signal()

    def __init__(self, state: TimelineState, teller: Teller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._teller = teller
        self._focus = Focus()
        self._axis = TimeAxis.fitted(0, 1.0)
        self._rows: list[Row] = []
        self._unfolded: set[str] = set()
        self._still = QPixmap()
        self._stale = True
        self.previews = False  # whether a picture with the words stands above the ruler
        self._hand = RulerHand(self)
        self._hand.frame_wanted.connect(self._on_scrubbed)
        self._hand.range_wanted.connect(self.range_wanted)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled_in_time)
        self.verticalScrollBar().valueChanged.connect(self.refresh)
        self.setAccessibleName(self.tr("Timeline"))

    # ---- what is shown ---------------------------------------------------------------------------------

    @property
    def axis(self) -> TimeAxis:
        """Where frames lie, from the right edge of the names on."""
        return self._axis

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
        same_clip = focus.clip == self._focus.clip and self._axis.n_frames == self._state.n_frames
        self._focus = focus
        if not same_clip:
            self._axis = TimeAxis.fitted(self._state.n_frames, self._time_width())
        self._lay_out()
        self.tell()

    def refresh(self) -> None:
        """Paint the rows anew."""
        self._stale = True
        self.viewport().update()

    def move_focus(self, now: Focus, before: Focus) -> None:
        """Follow the work; a step in time repaints two strips alone."""
        self._focus = now
        if (now.instance, now.keypoint) != (before.instance, before.keypoint):
            self._show_row(now.instance, now.keypoint)
            self.refresh()
        if now.frame != before.frame:
            paged = self._axis.showing(now.frame)
            if paged != self._axis:
                self._set_axis(paged)
            for frame in (before.frame, now.frame):
                left, width = drawing.playhead_strip(self._axis, frame)
                self.viewport().update(left, 0, width, self.viewport().height())
        if (now.chosen_frames, now.loops) != (before.chosen_frames, before.loops):
            self.viewport().update(0, 0, self.viewport().width(), HEAD)

    def toggle(self, instance: str) -> None:
        """Unfold an instance into lanes, or fold it."""
        self._unfolded ^= {instance}
        self._lay_out()
        self._show_row(self._focus.instance, self._focus.keypoint)

    def zoom(self, factor: float) -> None:
        """Zoom in time about the present frame."""
        self._set_axis(self._axis.zoomed(self._axis.centre_of(self._focus.frame), factor))

    def fit(self) -> None:
        """Show the whole clip."""
        self._set_axis(TimeAxis.fitted(self._state.n_frames, self._time_width()))

    # ---- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the kept picture and draw the playhead over it."""
        ratio = self.devicePixelRatioF()
        if self._stale or self._still.size() != self.viewport().size() * ratio:
            self._still = self._drawn(ratio)
            self._stale = False
        painter = QPainter(self.viewport())
        box = event.rect()
        painter.drawPixmap(box, self._still, QRect(box.topLeft() * ratio, box.size() * ratio))
        if self._state.clip is not None:
            chosen, loops = self._focus.chosen_frames, self._focus.loops
            draw_range(painter, self._axis, self._place(), chosen, loops=loops)
            drawing.draw_playhead(painter, self._axis, self._place(), self._focus.frame)
        if self.hasFocus():
            painter.setPen(QColor(current().accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _drawn(self, ratio: float) -> QPixmap:
        tokens = current()
        pixmap = QPixmap(self.viewport().size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(tokens.panel))
        painter = QPainter(pixmap)
        place, active = self._place(), (self._focus.instance, self._focus.keypoint)
        rows = visible_rows(self._rows, place.scrolled, place.scrolled + place.height - HEAD)
        if self._state.clip is not None and rows:
            sheet = sheet_of(self._state, rows, active, self._axis.ticks(drawing.TICK_ROOM))
            image = picture(sheet, Columns.of(self._axis, ratio), ratio)
            image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(NAMES, HEAD + rows[0].top - place.scrolled), image)
        drawing.draw_names(painter, rows, place, self.font(), active=active, unfolded=self._unfolded)
        drawing.draw_ruler(painter, self._axis, place, self.font(), self._teller.time_of)
        draw_found(painter, self._state.cuts, self._state.doubles, axis=self._axis, place=place)
        painter.save()
        painter.setClipRect(QRect(NAMES, drawing.RULER, place.width - NAMES, place.height - drawing.RULER))
        drawing.draw_marks(painter, self._state.marks, self._axis, place, rows)
        draw_events(painter, self._event_labels(), place, self.font())
        painter.restore()
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, HEAD - 1, place.width, HEAD - 1)
        painter.drawLine(NAMES - 1, 0, NAMES - 1, place.height)
        self._teller.draw_corner(painter, self.font())
        painter.end()
        return pixmap

    # ---- mouse and keys --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Scrub or choose frames from here, or choose what was clicked."""
        if event.button() is not Qt.MouseButton.LeftButton or self._state.clip is None:
            return
        at = event.position()
        row = self._row_at(at)
        if at.x() < NAMES:
            self._click_name(row, at)
        elif row is not None and row.keypoint < 0 and self._click_heat(row, at):
            return
        elif at.y() < drawing.RULER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._hand.choose(self._axis, at.x() - NAMES)
        elif at.y() >= drawing.RULER or not self._hand.take_end(
            self._focus.chosen_frames, self._axis, at.x() - NAMES
        ):
            self._hand.scrub(self._axis, snapped(at, self._axis, self._state.marks, self._event_labels()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub or choose frames on; tell what the ruler has under the mouse."""
        at = event.position()
        self._hand.move(self._axis, at.x() - NAMES)
        on_ruler = at.x() >= NAMES and at.y() < HEAD and self._state.clip is not None
        self.hovered.emit(self._axis.frame_at(at.x() - NAMES) if on_ruler else -1)
        if on_ruler and self._hand.over_end(self._focus.chosen_frames, self._axis, at.x() - NAMES):
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.viewport().unsetCursor()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self.hovered.emit(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stop scrubbing."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._hand.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Unfold by a double-click on an instance's name; clear the range by one on the ruler."""
        row = self._row_at(event.position())
        if event.position().x() >= NAMES and event.position().y() < drawing.RULER:
            self._hand.clear()
        elif row is not None and row.keypoint < 0 and FOLD <= event.position().x() < NAMES:
            self.toggle(row.instance.id)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor, sideways or with Shift scroll; over names scroll rows, over the ruler step."""
        delta, at = event.angleDelta(), event.position()
        sideways = delta.x() or (delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if at.x() < NAMES:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - delta.y() * _LANE * 3 // 120)
        elif sideways:
            self._set_axis(self._axis.scrolled(-sideways))
        elif at.y() < drawing.RULER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if delta.y():
                self.step_wanted.emit(-1 if delta.y() > 0 else 1)
        elif delta.y():
            self._set_axis(self._axis.zoomed(at.x() - NAMES, _ZOOM ** (delta.y() / 120.0)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, choose the next row, unfold, zoom."""
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if by := {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0):
            (self.keyframe_step_wanted if shift else self.step_wanted).emit(by)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose_row(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._focus.instance:
            self.toggle(self._focus.instance)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(_ZOOM if key == Qt.Key.Key_Plus else 1.0 / _ZOOM)
        elif key == Qt.Key.Key_Escape:
            self.range_wanted.emit(None)
        elif has_key("hold_pan", key) and not event.isAutoRepeat():
            self.play_toggled.emit()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tooltip what lies under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            previewed = self.previews and event.pos().y() < HEAD and event.pos().x() >= NAMES
            QToolTip.showText(event.globalPos(), "" if previewed else self.tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def tip_at(self, place: QPoint) -> str:
        """Say what lies at a place of the viewport."""
        at = QPointF(place)
        frame = self._axis.frame_at(at.x() - NAMES) if at.x() >= NAMES else None
        named = event_at(self._event_labels(), at) if frame is not None else None
        told = named.frame if named else frame
        return self._teller.tip(self._row_at(at), told, self._near(), at.y() < HEAD)

    def ruler_words(self, frame: int) -> str:
        """Say what is marked at a frame."""
        return self._teller.tip(None, frame, self._near(), True)

    def _near(self) -> int:
        return int(_NEAR / self._axis.px_per_frame)

    def _click_name(self, row: Row | None, at: QPointF) -> None:
        if row is None:
            return
        if row.keypoint < 0 and at.x() < FOLD:
            self.toggle(row.instance.id)
        elif (row.instance.id, row.keypoint) != (self._focus.instance, self._focus.keypoint):
            self.keypoint_wanted.emit(row.instance.id, row.keypoint)

    def _click_heat(self, row: Row, at: QPointF) -> bool:
        if at.y() < HEAD + row.top - self.verticalScrollBar().value() + row.height // 2:
            return False
        x = at.x() - NAMES
        first, last = (self._axis.frame_at(x + reach) for reach in (-_NEAR, _NEAR))
        worst = self._state.worst_near(row.instance.id, first, last)
        if worst is None:
            return False
        self.frame_wanted.emit(worst[0])
        self.keypoint_wanted.emit(row.instance.id, worst[1])
        return True

    def _choose_row(self, by: int) -> None:
        row = row_beside(self._rows, (self._focus.instance, self._focus.keypoint), by)
        if row is not None:
            self.keypoint_wanted.emit(row.instance.id, row.keypoint)

    def _on_scrubbed(self, frame: int) -> None:
        if frame != self._focus.frame:
            self.frame_wanted.emit(frame)

    # ---- layout ----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a whole clip whole."""
        super().resizeEvent(event)
        self._set_axis(self._axis.resized(self._time_width()))

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

    def _lay_out(self) -> None:
        lane = max(_LANE, self.fontMetrics().height())
        self._rows = rows_of(
            self._state.instances, self._state.skeletons, self._unfolded, lane=lane, summary=_SUMMARY
        )
        self._set_axis(self._axis)

    def _set_axis(self, axis: TimeAxis) -> None:
        self._axis = axis
        bottom = self._rows[-1].bottom if self._rows else 0
        room = max(self.viewport().height() - HEAD, 1)
        set_across(self.horizontalScrollBar(), axis, self._time_width())
        set_down(self.verticalScrollBar(), bottom=bottom, room=room, step=_LANE)
        self.refresh()

    def _on_scrolled_in_time(self, px: int) -> None:
        self._axis = self._axis.scrolled(px - self._axis.first * self._axis.px_per_frame)
        self.refresh()

    def _show_row(self, instance: str, keypoint: int) -> None:
        row = next((r for r in self._rows if (r.instance.id, r.keypoint) == (instance, keypoint)), None)
        if row is not None:
            room = self.viewport().height() - HEAD
            bar = self.verticalScrollBar()
            bar.setValue(min(max(bar.value(), row.bottom - room), row.top))

    def _row_at(self, at: QPointF) -> Row | None:
        if at.y() < HEAD:
            return None
        return row_at(self._rows, at.y() - HEAD + self.verticalScrollBar().value())

    def _event_labels(self) -> list[EventLabel]:
        return event_labels(self._state.marks.events, self._axis, self._place(), self.font())

    def _place(self) -> Place:
        size = self.viewport().size()
        return Place(size.width(), size.height(), self.verticalScrollBar().value())

    def _time_width(self) -> int:
        return max(self.viewport().width() - NAMES, 16)

    def tell(self) -> None:
        """Say where the work is, to those who listen instead of looking."""
        self.setAccessibleDescription(self._teller.sentence(self._focus))
