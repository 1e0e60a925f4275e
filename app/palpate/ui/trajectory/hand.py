"""The mouse on the plots: going through frames, choosing a range, dragging keyframes in value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.mouse import ZOOM
from palpate.ui.timeline.ruler_hand import RulerHand
from palpate.ui.trajectory.look import Quantity
from palpate.ui.trajectory.plots import AXIS, Curve, Plots

_REACH = 7.0
_TREMBLE = 3.0  # px that a click on a keyframe may move
_FINE = 0.1
_LEFT = Qt.MouseButton.LeftButton
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Drag:
    """A keyframe in the hand: what of it, where it was pressed, its value then and now."""

    quantity: Quantity
    curve: Curve
    frame: int
    at: QPointF
    value: float
    now: float
    moved: bool = False


class PlotHand(QObject):
    """One gesture at a time, on the viewport of the plots.

    Signals
    -------
    frame_wanted, range_wanted
        As of `RulerHand`.
    value_wanted
        (keypoint, frame, quantity, value) a keyframe was let go of somewhere else.
    dragged
        (keypoint, frame, quantity, value) a keyframe is there in the hand; None for the quantity: no longer.
    keypoint_wanted
        (keypoint) a keyframe was clicked.
    axis_wanted
        (TimeAxis) of a wheel.
    menu_wanted
        (place on the screen, frame; −1 for the frame in hand)
    """

    frame_wanted = Signal(int)
    range_wanted = Signal(object)
    value_wanted = Signal(int, int, object, float)
    dragged = Signal(int, int, object, float)
    keypoint_wanted = Signal(int)
    axis_wanted = Signal(object)
    menu_wanted = Signal(QPoint, int)

    def __init__(self, plots: Plots, parent: QObject) -> None:
        super().__init__(parent)
        self._plots = plots
        self._axis = TimeAxis.fitted(0, 1.0)
        self._drag: Drag | None = None
        self._hand = RulerHand(self)
        self._hand.frame_wanted.connect(self.frame_wanted)
        self._hand.range_wanted.connect(self.range_wanted)
        viewport = plots.widget.viewport()
        viewport.setMouseTracking(True)
        for widget in (plots.widget, viewport):
            widget.installEventFilter(self)

    @property
    def drags(self) -> bool:
        """Whether a keyframe is in the hand."""
        return self._drag is not None

    def set_axis(self, axis: TimeAxis) -> None:
        """Take what is in sight."""
        self._axis = axis

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to a gesture; the rest goes its way."""
        if isinstance(event, QKeyEvent):
            return self._take_back(event)
        if watched is not self._plots.widget.viewport():
            return isinstance(event, QContextMenuEvent) and self._ask_menu(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if isinstance(event, QContextMenuEvent):
            return self._ask_menu(event)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self._plots.widget)
            return True
        return False

    def give_up(self) -> None:
        """Put a keyframe in the hand back."""
        if self._drag is not None:
            drag, self._drag = self._drag, None
            self.dragged.emit(drag.curve.keypoint, drag.frame, None, drag.value)
            self._plots.end_preview()
            QToolTip.hideText()

    def _mouse(self, event: QMouseEvent) -> bool:
        at, kind = event.position(), event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if event.button() is _LEFT:
                self._press(at, event)
        elif kind == QEvent.Type.MouseMove:
            self._move(at, event)
        elif kind == QEvent.Type.MouseButtonRelease and event.button() is _LEFT:
            self._hand.release()
            self._let_go()
        return True

    def _press(self, at: QPointF, event: QMouseEvent) -> None:
        self._plots.widget.setFocus(Qt.FocusReason.MouseFocusReason)
        grip = self._plots.grip_at(at, _REACH)
        if grip is not None and not event.modifiers() & _SHIFT:
            quantity, curve, frame = grip
            value = float(curve.values(quantity)[frame - curve.way.start])
            self._drag = Drag(quantity, curve, frame, at, value, now=value)
        elif event.modifiers() & _SHIFT:
            self._hand.choose(self._axis, at.x() - AXIS)
        else:
            self._hand.scrub(self._axis, at.x() - AXIS)

    def _move(self, at: QPointF, event: QMouseEvent) -> None:
        if self._drag is None:
            self._hand.move(self._axis, at.x() - AXIS)
            over = not event.buttons() and self._plots.grip_at(at, _REACH) is not None
            sizes = over and self._plots.quantity_at(at) is not Quantity.SPEED
            shape = Qt.CursorShape.SizeVerCursor if sizes else Qt.CursorShape.ArrowCursor
            self._plots.widget.viewport().setCursor(shape)
            return
        drag = self._drag
        away = at.y() - drag.at.y()
        if drag.quantity is Quantity.SPEED or (not drag.moved and abs(away) <= _TREMBLE):
            return
        value = self._dragged(drag, at, fine=bool(event.modifiers() & _CTRL))
        self._drag = replace(drag, now=value, moved=True)
        if not drag.moved:
            self.frame_wanted.emit(drag.frame)  # the picture shows what is done to it
        self.dragged.emit(drag.curve.keypoint, drag.frame, drag.quantity, value)
        self._plots.preview(drag.quantity, drag.curve, drag.frame, value)
        QToolTip.showText(event.globalPosition().toPoint(), self._words(drag, value), self._plots.widget)

    def _dragged(self, drag: Drag, at: QPointF, *, fine: bool) -> float:
        by = self._plots.value_at(drag.quantity, at) - self._plots.value_at(drag.quantity, drag.at)
        return drag.value + by * (_FINE if fine else 1.0)

    def _let_go(self) -> None:
        drag = self._drag
        if drag is None:
            return
        self.give_up()
        if drag.moved:
            self.value_wanted.emit(drag.curve.keypoint, drag.frame, drag.quantity, drag.now)
        else:
            self.frame_wanted.emit(drag.frame)
            self.keypoint_wanted.emit(drag.curve.keypoint)

    def _take_back(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape or event.type() == QEvent.Type.KeyRelease:
            return False
        if self._drag is not None:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.give_up()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self.range_wanted.emit(None)
        return event.type() == QEvent.Type.KeyPress

    def _wheel(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        sideways = delta.x() or (delta.y() if event.modifiers() & _SHIFT else 0)
        if sideways:
            self.axis_wanted.emit(self._axis.scrolled(-sideways))
        elif delta.y():
            x = event.position().x() - AXIS
            self.axis_wanted.emit(self._axis.zoomed(x, ZOOM ** (delta.y() / 120.0)))
        event.accept()

    def _ask_menu(self, event: QContextMenuEvent) -> bool:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        frame = self._axis.frame_at(event.pos().x() - AXIS) if by_mouse else -1
        self.menu_wanted.emit(event.globalPos(), frame)
        return True

    def _tip(self, at: QPointF) -> str:
        grip = self._plots.grip_at(at, _REACH)
        if grip is None:
            return ""
        quantity, curve, frame = grip
        value = float(curve.values(quantity)[frame - curve.way.start])
        said = f"{curve.name} · {self.tr('frame {frame}').format(frame=frame)} · {quantity} {value:.2f}"
        if quantity is Quantity.SPEED:
            return said
        return said + "\n" + self.tr("drag: move it in value; with Ctrl ten times finer; Escape: back")

    def _words(self, drag: Drag, value: float) -> str:
        by = value - drag.value
        return f"{drag.curve.name} · {drag.quantity} {value:.2f} px ({by:+.2f})"
