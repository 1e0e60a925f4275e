"""Playing: a clock that moves the focus from frame to frame."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from palpate.model.clip import Clip
from palpate.ui.bridge.workbench import Tone, Workbench

_TICK_MS = 4
_PATIENCE_S = 2.0
_HIGH_SPEED_FPS = 100.0


class Player(QObject):
    """Plays at a multiple of the capture rate's real time.

    Up to the file's own rate every frame is shown, however long that takes; above it frames are left out
    and the rate says so.

    Signals
    -------
    playing_changed
        Whether it plays now.
    speed_chosen
        (multiple of real time) it begins to play at.
    rate_measured
        (frames shown per second, wanted) once a second while playing.
    """

    playing_changed = Signal(bool)
    speed_chosen = Signal(float)
    rate_measured = Signal(float, float)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._wish: float | None = None
        self._speed = 1.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._due = 0.0
        self._shown = 0
        self._since = 0.0
        self._waiting = False
        self._asked = 0.0
        workbench.session_changed.connect(self._on_session)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self._start()

    def play_at(self, speed: float) -> None:
        """Play at a multiple of real time, also from now on in this project."""
        self._wish = speed
        self._start()

    def pause(self) -> None:
        """Stop where it is."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def frame_painted(self) -> None:
        """Say that the frame asked for last is on the screen; the next one may come."""
        self._waiting = False
        self._shown += 1

    def _start(self) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            return
        clip = session.contents.clip(focus.clip)
        if clip.n_frames < 1:
            self._workbench.note(self.tr("{name} has no frames to play").format(name=clip.name))
            return
        if focus.frame >= clip.n_frames - 1:
            session.selection.move(frame=0)
        self._speed = self._wish or default_speed(clip)
        self._due = self._since = time.monotonic()
        self._shown, self._waiting = 0, False
        if not self.playing:
            self._timer.start()
            self.playing_changed.emit(True)
        self.speed_chosen.emit(self._speed)

    def _on_session(self) -> None:
        self.pause()
        self._wish = None

    def _on_tick(self) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            self.pause()
            return
        clip = session.contents.clip(focus.clip)
        rate = max((clip.capture_fps or clip.fps or 25.0) * self._speed, 0.1)
        now = time.monotonic()
        self._measure(now, rate)
        if self._waiting and now - self._asked > _PATIENCE_S:
            self._give_up()
        if now < self._due or self._waiting:
            return
        step = 1 if self._speed <= 1.0 else max(1, int((now - self._due) * rate) + 1)
        if focus.frame + step >= clip.n_frames:
            session.selection.move(frame=clip.n_frames - 1)
            self.pause()
            return
        self._due = max(self._due + step / rate, now - 0.1)
        self._waiting, self._asked = True, now
        session.selection.move(frame=focus.frame + step)

    def _give_up(self) -> None:
        self.pause()
        self._workbench.told.emit(
            Tone.WARNING, self.tr("playing has paused: no picture came for two seconds")
        )

    def _measure(self, now: float, rate: float) -> None:
        if now - self._since >= 1.0:
            self.rate_measured.emit(self._shown / (now - self._since), rate)
            self._shown, self._since = 0, now


def default_speed(clip: Clip) -> float:
    """Return the multiple of real time at which a clip is worth watching: high speed is made to be slow."""
    return 0.25 if clip.capture_fps >= _HIGH_SPEED_FPS else 1.0
