"""The timeline dock: transport above, rows over time below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from palpate.model.change import Change
from palpate.session.selection import Focus
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.timeline.state import TimelineState
from palpate.ui.timeline.telling import Teller
from palpate.ui.timeline.transport import Transport
from palpate.ui.timeline.view import LanesView


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
    """

    frame_wanted = Signal(int)
    keypoint_wanted = Signal(str, int)
    play_toggled = Signal()
    step_wanted = Signal(int)
    keyframe_step_wanted = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._state = TimelineState()
        self._teller = Teller(workbench, self._state)
        self.transport = Transport(self)
        self.lanes = LanesView(self._state, self._teller, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        column.addWidget(self.lanes, 1)
        for part in (self.transport, self.lanes):
            part.frame_wanted.connect(self.frame_wanted)
            part.step_wanted.connect(self.step_wanted)
            part.keyframe_step_wanted.connect(self.keyframe_step_wanted)
        self.transport.play_toggled.connect(self.play_toggled)
        self.transport.zoom_wanted.connect(self._on_zoom_wanted)
        self.lanes.keypoint_wanted.connect(self.keypoint_wanted)
        workbench.session_changed.connect(self._on_session_changed)
        workbench.changed.connect(self._on_changed)
        workbench.focus_changed.connect(self._on_focus_changed)
        self._on_session_changed()

    def set_playing(self, playing: bool) -> None:
        """Show whether the clip is playing."""
        self.transport.set_playing(playing)

    def _on_session_changed(self) -> None:
        focus = self._workbench.focus
        self._load(focus)

    def _on_changed(self, change: Change) -> None:
        instances, n_frames = self._state.instances, self._state.n_frames
        if not self._state.touched(change):
            return
        if (self._state.instances, self._state.n_frames) != (instances, n_frames):
            self.transport.set_clip(self._state.n_frames)
            self.lanes.reload(self._workbench.focus)
        else:
            self.lanes.refresh()

    def _on_focus_changed(self, now: Focus, before: Focus) -> None:
        if (now.clip, now.layer) != (before.clip, before.layer):
            self._load(now)
        else:
            self.lanes.move_focus(now, before)
            self._show_place(now)

    def _on_zoom_wanted(self, factor: float) -> None:
        if factor:
            self.lanes.zoom(factor)
        else:
            self.lanes.fit()

    def _load(self, focus: Focus) -> None:
        self._state.load(self._workbench.session, focus.clip, focus.layer)
        self.transport.set_clip(self._state.n_frames)
        self.lanes.reload(focus)
        self._show_place(focus)

    def _show_place(self, focus: Focus) -> None:
        self.transport.show_frame(focus.frame, self._teller.time_of(focus.frame))
