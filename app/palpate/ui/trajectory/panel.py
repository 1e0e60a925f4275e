"""The trajectory plot: x, y and speed of the keypoints in hand, on the timeline's own axis."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollBar,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.model.arrays import Floats
from palpate.model.change import Change
from palpate.session.filling import trajectories
from palpate.session.filling.comparing import spread
from palpate.session.filling.trajectories import Trajectory
from palpate.session.frames.capture_time import capture_times
from palpate.session.selection import Focus
from palpate.ui.bridge.method_ways import compared_in_focus
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.apply import current
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.bars import set_across
from palpate.ui.timeline.drawing import NAMES
from palpate.ui.timeline.newest import Newest
from palpate.ui.trajectory.hand import PlotHand
from palpate.ui.trajectory.look import MOST_CURVES, Quantity, curve_colour
from palpate.ui.trajectory.names import CurveNames
from palpate.ui.trajectory.plots import AXIS, Curve, Plots


class TrajectoryPanel(QWidget):
    """Curves of the active keypoint and of those that are chosen with it.

    Parameters
    ----------
    right
        Width of the timeline's scroll bar, px; so much is left free, that frames stand below each other.

    Signals
    -------
    frame_wanted, range_wanted, axis_wanted, menu_wanted
        As of `PlotHand`.
    keypoint_wanted
        (instance id, keypoint)
    quantities_changed
        Somebody has chosen which curves are shown.
    shown_at
        (keypoint, frame, ``(2,)`` image px) so far a keyframe was dragged; None for no longer.
    """

    frame_wanted = Signal(int)
    range_wanted = Signal(object)
    axis_wanted = Signal(object)
    menu_wanted = Signal(QPoint, int)
    keypoint_wanted = Signal(str, int)
    quantities_changed = Signal()
    shown_at = Signal(int, int, object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None, *, right: int = 0) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._axis = TimeAxis.fitted(0, 1.0)
        self._ways: dict[tuple[str, str, int], Trajectory] = {}
        self._times: tuple[str, Floats | None] | None = None
        self._shown = set(Quantity)
        self._compares = False
        self.plots = Plots(self)
        self.hand = PlotHand(self.plots, self)
        self._names = CurveNames(self)
        self._toggles = {quantity: self._toggle(quantity) for quantity in Quantity}
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.plots.widget)
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.valueChanged.connect(self._on_scrolled)
        self._soon = Newest(self)
        self._soon.wanted.connect(self.redraw)
        self._anew = Newest(self)
        self._anew.wanted.connect(lambda _: self._lay_out())
        self._place(right)
        for name in ("frame_wanted", "range_wanted", "axis_wanted", "menu_wanted"):
            getattr(self.hand, name).connect(getattr(self, name))
        self.hand.value_wanted.connect(self._on_value_wanted)
        self.hand.dragged.connect(self._on_dragged)
        for part in (self.hand, self._names):
            part.keypoint_wanted.connect(self._on_keypoint_wanted)
        workbench.session_changed.connect(self._on_session_changed)
        workbench.changed.connect(self._on_changed)
        workbench.focus_changed.connect(self._on_focus_changed)
        self.setAccessibleName(self.tr("Trajectory plot"))
        self._lay_out()

    @property
    def quantities(self) -> list[Quantity]:
        """What is shown, from the top down."""
        return self.plots.quantities

    def show_quantities(self, wanted: set[Quantity]) -> None:
        """Show the curves of these, in their own order; none changes nothing."""
        if wanted and wanted != self._shown:
            self._shown = set(wanted)
            for quantity, toggle in self._toggles.items():
                toggle.setChecked(quantity in wanted)
            self._lay_out()

    @property
    def message(self) -> str:
        """What is said where there is nothing to draw; empty while there is."""
        return self._empty.text() if self._pages.currentWidget() is self._empty else ""

    def set_axis(self, axis: TimeAxis) -> None:
        """Show another part of the clip."""
        if axis != self._axis:
            self._axis = axis
            self.hand.set_axis(axis)
            set_across(self._bar, axis, round(axis.width))
            self._bar.setVisible(self._bar.maximum() > 0)
            self._soon.put(None)  # of many turns of a wheel only the last is drawn

    def redraw(self, _wish: object = None) -> None:
        """Draw what is in hand."""
        if self.isHidden():
            return
        focus = self._workbench.focus
        reason = self._why_empty(focus)
        self._empty.setText(reason)
        self._pages.setCurrentWidget(self._empty if reason else self.plots.widget)
        chosen = [] if reason else self._keypoints(focus)
        curves = [self._curve(focus, number, k) for number, k in enumerate(chosen[:MOST_CURVES])]
        self._names.show_curves(curves, active=focus.keypoint, rest=max(len(chosen) - MOST_CURVES, 0))
        if not reason:
            self.plots.draw(curves, self._axis)
            self._draw_behind(focus, curves)
            self.plots.set_playhead(focus.frame)
            self.plots.set_range(focus.chosen_frames)

    def compare(self, compares: bool) -> None:
        """Show the ways of the active keypoint by all methods, or no more."""
        if compares != self._compares:
            self._compares = compares
            self.redraw()

    def _draw_behind(self, focus: Focus, curves: list[Curve]) -> None:
        """Draw how sure the active curve is, and around the playhead its ways by other methods."""
        session = self._workbench.session
        if session is None or not curves:
            return
        live = session.live(focus.layer, focus.instance)
        start, sd = spread(live, curves[0].keypoint)
        fits = start == curves[0].way.start and len(sd) == len(curves[0].way.speed)
        self.plots.draw_spread(curves[0], sd if fits else None)
        self._draw_ways()

    def _draw_ways(self) -> None:
        session = self._workbench.session
        compared = compared_in_focus(session) if session is not None and self._compares else ()
        active = compared[0].ways if compared and compared[0].named else ()
        self.plots.draw_ways(active)

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._anew.put(None)  # Qt still walks over the items that would be taken away

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has changed out of sight."""
        super().showEvent(event)
        self.redraw()

    # ---- putting things in place -----------------------------------------------------------------------

    def _place(self, right: int) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 4, 4, 0)
        buttons.setSpacing(2)
        for toggle in self._toggles.values():
            buttons.addWidget(toggle)
        buttons.addStretch(1)
        side = QWidget(self)
        side.setFixedWidth(NAMES - AXIS)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(buttons)
        column.addWidget(self._names, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._pages, 1)
        below = QHBoxLayout()
        below.setContentsMargins(NAMES, 0, 0, 0)
        below.addWidget(self._bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, right, 0)
        whole.setSpacing(0)
        whole.addLayout(row, 1)
        whole.addLayout(below)

    def _toggle(self, quantity: Quantity) -> QToolButton:
        tips = {
            Quantity.X: self.tr("x: to the right, in px of the picture"),
            Quantity.Y: self.tr("y: downwards, as on the picture, in px"),
            Quantity.SPEED: self.tr("Speed, in px per second of capture time"),
        }
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setCheckable(True)
        button.setChecked(quantity in self._shown)
        button.setText(str(quantity))
        button.setToolTip(tips[quantity])
        button.setAccessibleName(tips[quantity])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda on, quantity=quantity: self._on_toggled(quantity, on))
        return button

    def _lay_out(self) -> None:
        tokens = current()
        self.plots.widget.setBackground(tokens.panel)
        titles = {
            Quantity.X: self.tr("x  px →"),
            Quantity.Y: self.tr("y  px ↓"),
            Quantity.SPEED: self.tr("px/s") if self._known_times() is not None else self.tr("px/frame"),
        }
        wanted = [quantity for quantity in Quantity if quantity in self._shown]
        self.plots.set_quantities([(quantity, titles[quantity]) for quantity in wanted])
        self.redraw()

    def _on_scrolled(self, px: int) -> None:
        self.axis_wanted.emit(self._axis.scrolled(px - self._axis.first * self._axis.px_per_frame))

    def _on_toggled(self, quantity: Quantity, on: bool) -> None:
        wanted = self._shown | {quantity} if on else self._shown - {quantity}
        self.show_quantities(wanted or {quantity})  # something is always shown
        self._toggles[quantity].setChecked(quantity in self._shown)
        self.quantities_changed.emit()

    # ---- what is drawn ---------------------------------------------------------------------------------

    def _why_empty(self, focus: Focus) -> str:
        session = self._workbench.session
        if session is None or not focus.clip:
            return self.tr("Add a video or images first")
        if not focus.instance or not focus.layer:
            return self.tr("Add an instance first; then its keypoints have a way to show")
        keypoints = self._keypoints(focus)
        if not keypoints:
            return self.tr("Choose a keypoint: click its name in the list, or press Tab over the picture")
        if not any(np.isfinite(self._way(focus, k).positions).any() for k in keypoints):
            skeleton = session.contents.skeleton_of(focus.instance)
            said = self.tr("{name} is placed in no frame yet; place it in two, and its way appears here")
            return said.format(name=skeleton.keypoints[keypoints[0]].called)
        return ""

    @staticmethod
    def _keypoints(focus: Focus) -> list[int]:
        """Return the active keypoint, then the chosen ones."""
        active = [focus.keypoint] if focus.keypoint >= 0 else []
        return active + sorted(focus.chosen - set(active))

    def _curve(self, focus: Focus, number: int, keypoint: int) -> Curve:
        session = self._workbench.session
        assert session is not None
        name = session.contents.skeleton_of(focus.instance).keypoints[keypoint].called
        return Curve(keypoint, name, curve_colour(number, current()), self._way(focus, keypoint))

    def _way(self, focus: Focus, keypoint: int) -> Trajectory:
        session = self._workbench.session
        assert session is not None
        key = (focus.layer, focus.instance, keypoint)
        if key not in self._ways:
            self._ways[key] = trajectories.trajectory(
                session, focus.layer, focus.instance, keypoint=keypoint, times=self._known_times()
            )
        return self._ways[key]

    def _known_times(self) -> Floats | None:
        session, clip = self._workbench.session, self._workbench.focus.clip
        if session is None or not clip:
            return None
        if self._times is None or self._times[0] != clip:
            self._times = clip, capture_times(session, session.contents.clip(clip))
        return self._times[1]

    # ---- what happens ----------------------------------------------------------------------------------

    def _on_session_changed(self) -> None:
        self._forget_clip()
        self._lay_out()

    def _forget_clip(self) -> None:
        self._ways.clear()
        self._times = None
        self.hand.give_up()

    def _on_changed(self, change: Change) -> None:
        if change.clips or change.instances or change.layers:
            self._forget_clip()
            self._lay_out()
            return
        stale = [key for key in self._ways if change.touches(key[0], key[1])]
        for key in stale:
            del self._ways[key]
        if stale:
            self.hand.give_up()
            self.redraw()

    def _on_focus_changed(self, now: Focus, before: Focus) -> None:
        if now.clip != before.clip:
            self._forget_clip()
            self._lay_out()
        elif _drawn(now) != _drawn(before):
            self.hand.give_up()
            self.redraw()
        elif self.isVisible():
            self.plots.set_playhead(now.frame)
            if self._compares:
                self._draw_ways()
            if now.chosen_frames != before.chosen_frames:
                self.plots.set_range(now.chosen_frames)

    def _on_dragged(self, keypoint: int, frame: int, quantity: Quantity | None, value: float) -> None:
        known = quantity is not None and self._workbench.session is not None
        position = self._moved(keypoint, frame, quantity, value) if known and quantity else None
        self.shown_at.emit(keypoint, frame, position)

    def _moved(self, keypoint: int, frame: int, quantity: Quantity, value: float) -> Floats:
        """Return where a keypoint is with another value of one quantity, ``(2,)`` px."""
        way = self._way(self._workbench.focus, keypoint)
        position: Floats = way.positions[frame - way.start].copy()
        position[0 if quantity is Quantity.X else 1] = value
        return position

    def _on_value_wanted(self, keypoint: int, frame: int, quantity: Quantity, value: float) -> None:
        session = self._workbench.session
        if session is None:
            return
        position = self._moved(keypoint, frame, quantity, value)
        self._workbench.attempt(
            lambda: trajectories.move_keyframe(session, frame, keypoint=keypoint, position=position)
        )

    def _on_keypoint_wanted(self, keypoint: int) -> None:
        focus = self._workbench.focus
        if keypoint != focus.keypoint:
            self.keypoint_wanted.emit(focus.instance, keypoint)


def _drawn(focus: Focus) -> tuple[str, str, int, frozenset[int]]:
    return focus.layer, focus.instance, focus.keypoint, focus.chosen
