"""Playing: a clock that moves the focus from frame to frame."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from palpate.ui.bridge.workbench import Workbench

_TICK_MS = 4


class Player(QObject):
    """Plays at a multiple of the capture rate's real time.

    Up to the file's own rate every frame is shown, however long that takes; above it frames are left out
    and the rate says so.

    Signals
    -------
    playing_changed
        Whether it plays now.
    rate_measured
        (frames shown per second, wanted) once a second while playing.
    """

    playing_changed = Signal(bool)
    rate_measured = Signal(float, float)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._speed = 0.25
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._due = 0.0
        self._shown = 0
        self._since = 0.0
        self._waiting = False
        workbench.session_changed.connect(self.pause)

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
        """Play at a multiple of real time."""
        self._speed = speed
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
        if focus.frame >= session.contents.clip(focus.clip).n_frames - 1:
            session.selection.move(frame=0)
        self._due = self._since = time.monotonic()
        self._shown, self._waiting = 0, False
        if not self.playing:
            self._timer.start()
            self.playing_changed.emit(True)

    def _on_tick(self) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            self.pause()
            return
        clip = session.contents.clip(focus.clip)
        rate = max((clip.capture_fps or clip.fps or 25.0) * self._speed, 0.1)
        now = time.monotonic()
        self._measure(now, rate)
        if now < self._due or self._waiting:
            return
        step = 1 if self._speed <= 1.0 else max(1, int((now - self._due) * rate) + 1)
        if focus.frame + step >= clip.n_frames:
            session.selection.move(frame=clip.n_frames - 1)
            self.pause()
            return
        self._due = max(self._due + step / rate, now - 0.1)
        self._waiting = True
        session.selection.move(frame=focus.frame + step)

    def _measure(self, now: float, rate: float) -> None:
        if now - self._since >= 1.0:
            self.rate_measured.emit(self._shown / (now - self._since), rate)
            self._shown, self._since = 0, now
