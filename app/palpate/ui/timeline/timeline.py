"""The timeline dock: transport above, rows over time below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from palpate.model.arrays import Ints
from palpate.model.change import Change
from palpate.session.placing import gestures
from palpate.session.selection import Focus
from palpate.ui.bridge.player import Player
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.timeline.drawing import NAMES
from palpate.ui.timeline.preview import Preview, Previews, Thumbnails
from palpate.ui.timeline.state import TimelineState
from palpate.ui.timeline.telling import Teller
from palpate.ui.timeline.transport import Transport
from palpate.ui.timeline.view import LanesView

if TYPE_CHECKING:
    from palpate.ui.trajectory.panel import TrajectoryPanel

_PLOT_ROOM, _LANES_ROOM = 376, 296


class Timeline(QWidget):
    """What is placed and guessed in every frame of the clip.

    Signals
    -------
    frame_wanted
        (frame) was scrubbed to, typed, or clicked as doubtful.
    keypoint_wanted
        (instance id, keypoint) was clicked; −1 where the instance alone is meant.
    play_toggled
    step_wanted, keyframe_step_wanted
        (by) frames, keyframes.
    plot_menu_wanted
        (place on the screen, frame; −1 for the one in hand) what can be done on the plot is asked for.
    room_wanted
        (px) so high it should be at least, for the plot or unfolded lanes.
    tab_changed
        Lanes or plot are shown now.
    shown_at
        As of `TrajectoryPanel`.
    """

    frame_wanted = Signal(int)
    keypoint_wanted = Signal(str, int)
    play_toggled = Signal()
    step_wanted = Signal(int)
    keyframe_step_wanted = Signal(int)
    plot_menu_wanted = Signal(QPoint, int)
    room_wanted = Signal(int)
    tab_changed = Signal()
    shown_at = Signal(int, int, object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._state = TimelineState()
        self._teller = Teller(workbench, self._state)
        self.transport = Transport(self)
        self.lanes = LanesView(self._state, self._teller, self)
        self._trajectories: TrajectoryPanel | None = None
        self._compares = False
        self._previews = Previews(Preview(self))
        self._player: Player | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        column.addWidget(self.lanes, 1)
        self._column = column
        for part in (self.transport, self.lanes):
            part.frame_wanted.connect(self.frame_wanted)
            part.step_wanted.connect(self.step_wanted)
            part.keyframe_step_wanted.connect(self.keyframe_step_wanted)
            part.play_toggled.connect(self.play_toggled)
        self.transport.loop_toggled.connect(self._on_loop_toggled)
        self.lanes.range_wanted.connect(self._on_range_wanted)
        self.lanes.hovered.connect(self._on_hovered)
        self.transport.zoom_wanted.connect(self._on_zoom_wanted)
        self.lanes.keypoint_wanted.connect(self.keypoint_wanted)
        self.lanes.keypoint_added.connect(self._on_keypoint_added)
        self.lanes.lanes_wanted.connect(self._on_lanes_wanted)
        self.lanes.lanes_shown.connect(lambda: self.room_wanted.emit(_LANES_ROOM))
        self.transport.tabs.trajectories_toggled.connect(self.show_trajectories)
        workbench.session_changed.connect(self._on_session_changed)
        workbench.changed.connect(self._on_changed)
        workbench.focus_changed.connect(self._on_focus_changed)
        workbench.focus_followed.connect(self._on_focus_followed)
        self._on_session_changed()

    def set_playing(self, playing: bool) -> None:
        """Show whether the clip is playing."""
        by = self._player.travelling if self._player is not None else 1
        self.transport.show_travelling(by if playing else 0)

    def follow(self, player: Player) -> None:
        """Show which way and how fast a player plays, and let it be told."""
        self._player = player
        player.travelling_changed.connect(self.transport.show_travelling)
        player.speed_chosen.connect(self.transport.speed.show_speed)
        self.transport.backwards_toggled.connect(player.toggle_backwards)
        self.transport.speed_wanted.connect(player.choose_speed)
        self.transport.speed_wanted.connect(self.transport.speed.show_speed)
        self.transport.speed.show_speed(player.speed)

    @property
    def trajectories(self) -> TrajectoryPanel | None:
        """The plot, once it was shown."""
        return self._trajectories

    @property
    def shows_trajectories(self) -> bool:
        """Whether the plot stands in the place of the lanes."""
        return self._trajectories is not None and self._trajectories.isVisibleTo(self)

    def show_trajectories(self, shown: bool) -> None:
        """Show the plot below ruler and marks in the place of the lanes, or the lanes again."""
        if shown and self._trajectories is None:
            self._trajectories = self._made_trajectories()
        if self._trajectories is None or shown == self.shows_trajectories:
            return
        self.lanes.show_head_alone(shown)
        self._trajectories.setVisible(shown)
        self._column.setStretchFactor(self.lanes, 0 if shown else 1)
        self.transport.tabs.show_tab(trajectories=shown)
        self.tab_changed.emit()
        if shown:
            self.room_wanted.emit(_PLOT_ROOM)

    def _made_trajectories(self) -> TrajectoryPanel:
        from palpate.ui.trajectory.panel import TrajectoryPanel  # loads pyqtgraph, which few starts need

        panel = TrajectoryPanel(
            self._workbench, self, right=self.lanes.verticalScrollBar().sizeHint().width()
        )
        panel.hide()
        panel.set_axis(self.lanes.axis)
        self._column.addWidget(panel, 1)
        self.lanes.axis_changed.connect(panel.set_axis)
        panel.axis_wanted.connect(self.lanes.set_axis)
        panel.frame_wanted.connect(self.frame_wanted)
        panel.range_wanted.connect(self._on_range_wanted)
        panel.keypoint_wanted.connect(self.keypoint_wanted)
        panel.menu_wanted.connect(self.plot_menu_wanted)
        panel.shown_at.connect(self.shown_at)
        panel.compare(self._compares)
        return panel

    def compare_methods(self, shown: Mapping[str, bool]) -> None:
        """Compare methods in the plot too, if that is among what is switched on."""
        self._compares = shown.get("compare_methods", False)
        if self._trajectories is not None:
            self._trajectories.compare(self._compares)

    def set_found(self, cuts: Ints, doubles: Ints) -> None:
        """Mark what was found in the clip's frames.

        Parameters
        ----------
        cuts
            ``(C,)`` first frames of a scene, ascending.
        doubles
            ``(D,)`` frames that show the same as the one before, ascending.
        """
        self._state.cuts, self._state.doubles = cuts, doubles
        self.lanes.refresh_rows({}, marks=True)

    def set_suggested(self, suggested: Mapping[int, str]) -> None:
        """Mark frames where one more keyframe is suggested, with what it would be good for; none if empty."""
        if suggested != self._state.suggested:
            self._state.suggested = suggested
            self.lanes.refresh_rows({}, marks=True)

    def set_thumbnails(self, thumbnails: Thumbnails | None) -> None:
        """Show a picture of the frame under the mouse on the ruler, or no longer.

        Parameters
        ----------
        thumbnails
            Called as ``thumbnails(frame, deliver)``; ``deliver`` takes ``(H, W, 4)`` uint8 BGRA or None, on
            any thread. Only the newest of what was asked for is shown.
        """
        self._previews.take(thumbnails)
        self.lanes.previews = thumbnails is not None

    def _on_loop_toggled(self) -> None:
        session = self._workbench.session
        if session is not None:
            session.selection.move(loops=not self._workbench.focus.loops)

    def _on_range_wanted(self, chosen: tuple[int, int] | None) -> None:
        if chosen is None and self._player is not None and self._player.playing:
            self._player.pause()  # the first Escape stops, the next one clears
            return
        session = self._workbench.session
        if session is not None:
            session.selection.move(chosen_frames=chosen)

    def _on_keypoint_added(self, instance: str, keypoint: int) -> None:
        session = self._workbench.session
        if session is not None:
            gestures.choose(session, instance, keypoint, extend=True)

    def _on_lanes_wanted(self, instance: str, keypoints: tuple[int, ...]) -> None:
        session = self._workbench.session
        if session is None:
            return
        if not keypoints:
            gestures.choose_instance(session, instance)
            session.selection.move(chosen=frozenset())
        else:
            session.selection.move(instance=instance, keypoint=keypoints[0], chosen=frozenset(keypoints))

    def _on_hovered(self, frame: int) -> None:
        if frame < 0 or self._state.clip is None:
            self._previews.hide()
            return
        port, window = self.lanes.viewport(), self.window()
        self._previews.show(
            frame,
            port.mapToGlobal(QPoint(round(NAMES + self.lanes.axis.centre_of(frame)), 0)),
            words=self.lanes.ruler_words(frame),
            picture=QSize(*self._state.clip.size_of(frame)),
            within=QRect(window.mapToGlobal(QPoint(0, 0)), window.size()),
        )

    def look_anew(self) -> None:
        """Something was looked at: show it soon."""
        self.lanes.overview.look([self._workbench.focus.instance])

    def hide_preview(self, *_: object) -> None:
        """Take the picture above the ruler away until the mouse moves there again."""
        self._previews.hide()

    def _on_session_changed(self) -> None:
        self._load(self._workbench.focus)

    def _on_changed(self, change: Change) -> None:
        instances, n_frames = self._state.instances, self._state.n_frames
        marks = self._state.touched(change)
        stale = self._state.stale_rows(change)
        if change.clips or change.instances or change.spans:  # shares follow the size of instances
            self.transport.legend.show_limits(self._state.limits_px())
        if (self._state.instances, self._state.n_frames) != (instances, n_frames):
            self.transport.set_clip(self._state.n_frames)
            self.lanes.reload(self._workbench.focus)
        elif stale or marks:
            self.lanes.refresh_rows(stale, marks=marks)

    def _on_focus_changed(self, now: Focus, before: Focus) -> None:
        if (now.clip, now.layer) != (before.clip, before.layer):
            self._load(now)
        else:
            self.lanes.move_focus(now, before)

    def _on_focus_followed(self, now: Focus, _before: Focus) -> None:
        self.lanes.tell()
        self._show_place(now)

    def _on_zoom_wanted(self, factor: float) -> None:
        if factor:
            self.lanes.zoom(factor)
        else:
            self.lanes.fit()

    def _load(self, focus: Focus) -> None:
        self._state.load(self._workbench.session, focus.clip, focus.layer)
        self._previews.hide()
        self.transport.set_clip(self._state.n_frames)
        if self._player is not None:
            self.transport.speed.show_speed(self._player.speed)
        self.lanes.reload(focus)
        self.transport.legend.show_limits(self._state.limits_px())
        self._show_place(focus)

    def _show_place(self, focus: Focus) -> None:
        self.transport.show_frame(focus.frame, self._teller.time_of(focus.frame))
        self.transport.show_range(focus.chosen_frames, loops=focus.loops)
