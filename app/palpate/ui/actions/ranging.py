"""What is done on the timeline: its tabs and zoom, and the menu of a range or a lane."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu

from palpate.session.filling.trajectories import span_around
from palpate.session.placing import swapping
from palpate.session.session import Session
from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.keys import key_told
from palpate.ui.actions.menus import ActionSet
from palpate.ui.actions.spec import Needs
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.timeline.rows import Row
from palpate.ui.timeline.timeline import Timeline

_STEP = 1.5
# What the menu offers; without a range some would be about the whole clip, which no click here means.
_OFFERED = (
    ("range_span", "range_from", "range_to", "loop", "clear_range"),
    ("fill_linear", "fill_pchip", "fill_makima", "fill_fused", "track_range", "fill_none"),
    ("swap_sides", "swap_identity"),
    ("clear_frames", "clear_pose"),
)
_JUMPS = ("gap", "flag", "event", "note")
_RANGE_ALONE = {"fill_linear", "fill_pchip", "fill_makima", "fill_fused", "fill_none"}


class Ranging(QObject):
    """Commands on the timeline; it is given to them once the window has one."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._timeline: Timeline | None = None
        self._actions: ActionSet | None = None

    def attend(self, timeline: Timeline, actions: ActionSet) -> None:
        """Serve a timeline with actions."""
        self._timeline, self._actions = timeline, actions
        timeline.lanes.menu_wanted.connect(self._on_menu_wanted)
        timeline.plot_menu_wanted.connect(lambda place, frame: self._on_menu_wanted(place, frame, None))
        timeline.room_wanted.connect(self._on_room_wanted)
        timeline.transport.offer_jumps(
            *([actions.by_name[f"{way}_{kind}"] for kind in _JUMPS] for way in ("previous", "next"))
        )
        timeline.tab_changed.connect(
            lambda: actions.show_checked({"show_trajectories": timeline.shows_trajectories})
        )

    # ---- commands --------------------------------------------------------------------------------------

    def show_trajectories(self) -> None:
        """Show the plot, or the lanes again; the timeline appears if it was hidden."""
        timeline = self._timeline
        if timeline is None:
            return
        dock = timeline.parentWidget()
        hidden = isinstance(dock, QDockWidget) and not dock.isVisible()
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()
        timeline.show_trajectories(hidden or not timeline.shows_trajectories)

    def unfold_lanes(self) -> None:
        """Unfold the instance in hand, or fold it."""
        if self._timeline is not None and self._workbench.focus.instance:
            self._timeline.show_trajectories(False)
            self._timeline.lanes.toggle(self._workbench.focus.instance)

    def more_time(self) -> None:
        """Zoom out in time."""
        self._zoom(1.0 / _STEP)

    def less_time(self) -> None:
        """Zoom in on the frame in hand."""
        self._zoom(_STEP)

    def whole_time(self) -> None:
        """Show the whole clip."""
        if self._timeline is not None:
            self._timeline.lanes.fit()

    def range_span(self) -> None:
        """Choose the frames between the keyframes around the one in hand."""
        session = self._workbench.session
        if session is None:
            return
        span = span_around(session, self._workbench.focus.frame)
        if span is None:
            self._workbench.note(self._no_span())
        else:
            session.selection.move(chosen_frames=span)

    def _zoom(self, factor: float) -> None:
        if self._timeline is not None:
            self._timeline.lanes.zoom(factor)

    # ---- the menu --------------------------------------------------------------------------------------

    def menu(self) -> QMenu | None:
        """Return what can be done with the range and the keypoints in hand; None without a clip."""
        session = self._workbench.session
        if session is None or self._actions is None or self._timeline is None:
            return None
        menu = QMenu(self._timeline)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        title = menu.addAction(self._scope(session))
        title.setEnabled(False)
        for group in _OFFERED:
            menu.addSeparator()
            for name in group:
                self._offer(menu, self._actions.by_name[name], self._reason(session, name))
        return menu

    def _offer(self, menu: QMenu, action: QAction, reason: str) -> None:
        name = action.objectName()
        key = key_told(name)
        offered = menu.addAction(self._text(name, action) + (f"\t{key}" if key else ""))
        offered.setObjectName(name)
        offered.setCheckable(action.isCheckable())
        offered.setChecked(action.isChecked())
        offered.setEnabled(not reason)
        offered.setToolTip(reason or action.toolTip())
        offered.setStatusTip(reason)
        # The menu is gone by the time that a dialogue of the action's might ask something.
        offered.triggered.connect(action.trigger, Qt.ConnectionType.QueuedConnection)

    def _text(self, name: str, action: QAction) -> str:
        """Say what a command does to what the heading names."""
        chosen = bool(self._workbench.focus.chosen)
        if name == "clear_frames":
            pose, these = self.tr("Clear the pose over the range"), self.tr("Clear these over the range")
        elif name == "clear_pose":
            pose, these = self.tr("Clear the pose in this frame"), self.tr("Clear these in this frame")
        else:
            return action.text()
        return these if chosen else pose

    def _reason(self, session: Session, name: str) -> str:
        assert self._actions is not None
        action = self._actions.by_name[name]
        if not action.isEnabled():
            return action.statusTip()
        if name in _RANGE_ALONE:
            return why_not(Needs.INSTANCE_RANGE, self._workbench)
        if name == "range_span" and span_around(session, self._workbench.focus.frame) is None:
            return self._no_span()
        if name == "swap_identity" and not swapping.instances_to_swap(session):
            return self.tr("there is no other instance with this skeleton to swap with")
        return ""

    def _no_span(self) -> str:
        return self.tr("this frame does not lie between two keyframes; place the keypoint in another frame")

    def _scope(self, session: Session) -> str:
        """Say what a command would be about."""
        focus = session.selection.focus
        frames = self.tr("frame {frame}").format(frame=focus.frame)
        if focus.chosen_frames is not None:
            first, last = focus.chosen_frames
            frames = self.tr("frames {first} to {last}").format(first=first, last=last)
        if not focus.instance:
            return frames
        name = session.contents.instance(focus.instance).name
        keypoints = session.contents.skeleton_of(focus.instance).keypoints
        if not focus.chosen:
            what = self.tr("all keypoints")
        elif len(focus.chosen) == 1:
            what = keypoints[next(iter(focus.chosen))].called
        else:
            what = self.tr("{n} keypoints").format(n=len(focus.chosen | {focus.keypoint} - {-1}))
        return f"{name} · {what} · {frames}"

    def menu_for(self, frame: int, row: Row | None) -> QMenu | None:
        """Return the menu of a place on the timeline, which is in hand then; −1 for what is in hand now."""
        session = self._workbench.session
        if session is not None and frame >= 0:
            self._take_up(session, frame, row)
        return self.menu()

    def _on_menu_wanted(self, place: QPoint, frame: int, row: Row | None) -> None:
        menu = self.menu_for(frame, row)
        if menu is not None:
            menu.popup(place)

    def _take_up(self, session: Session, frame: int, row: Row | None) -> None:
        """Let a click mean the range and the lanes that it falls on, or else this frame and this lane."""
        focus = session.selection.focus
        chosen = focus.chosen_frames
        inside = chosen is not None and chosen[0] <= frame <= chosen[1]
        parts: dict[str, int] = {} if inside else {"frame": frame}
        if not inside:
            session.selection.move(chosen_frames=None)
        if row is not None:
            meant = focus.chosen if row.instance.id == focus.instance else frozenset()
            lanes = frozenset() if row.keypoint < 0 else meant if row.keypoint in meant else {row.keypoint}
            other = row.instance.id != focus.instance
            keypoint = row.keypoint if row.keypoint >= 0 or other else focus.keypoint
            session.selection.move(
                instance=row.instance.id, keypoint=keypoint, chosen=frozenset(lanes), **parts
            )
        elif parts:
            session.selection.move(**parts)

    def _on_room_wanted(self, px: int) -> None:
        dock = self._timeline.parentWidget() if self._timeline is not None else None
        window = dock.window() if dock is not None else None
        if isinstance(dock, QDockWidget) and isinstance(window, QMainWindow) and dock.height() < px:
            window.resizeDocks([dock], [px], Qt.Orientation.Vertical)
