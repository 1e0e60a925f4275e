"""Playing: a clock that moves the focus from frame to frame."""

from __future__ import annotations

import math
import time
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from palpate.model.clip import Clip
from palpate.session.frames.playback import Course, Playback, course_of, default_speed, faster
from palpate.session.selection import Focus
from palpate.ui.bridge.pace_words import pace_words, speed_words
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.timeline.clock import capture_time


class Player(QObject):
    """Plays at a multiple of the capture's real time, either way, once or in a loop.

    Up to real time every frame is shown, however long that takes; above it frames are left out and the pace
    says so.

    Signals
    -------
    playing_changed
        Whether it plays now.
    speed_chosen
        (multiple of real time) it begins to play at.
    pace_told
        (sentence) at the beginning, and once a second while playing; empty at the end.
    travelling_changed
        (frames from one picture to the next) negative backwards, 0 at rest.
    """

    playing_changed = Signal(bool)
    speed_chosen = Signal(float)
    pace_told = Signal(str)
    travelling_changed = Signal(int)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._wish: float | None = None
        self._usual: float | None = None
        self._speed = 1.0
        self._backwards = False
        self._playback: Playback | None = None
        self._travelling = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)
        workbench.session_changed.connect(self._on_session)
        workbench.focus_changed.connect(self._on_focus)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._playback is not None

    @property
    def speed(self) -> float:
        """Multiple of real time at which it plays, or would."""
        clip = self._clip()
        if self.playing or clip is None:
            return self._speed
        return self._wished(clip)

    @property
    def backwards(self) -> bool:
        """Whether it plays backwards, or did last."""
        return self._backwards

    @property
    def travelling(self) -> int:
        """Frames from one picture to the next, negative backwards, 0 at rest."""
        return self._travelling

    def toggle(self) -> None:
        """Play, or pause whichever way it plays."""
        self._toggle(backwards=False)

    def toggle_backwards(self) -> None:
        """Play backwards, or pause."""
        self._toggle(backwards=True)

    def play_at(self, speed: float) -> None:
        """Play at a multiple of real time, also from now on in this project."""
        self._wish = speed
        self._start(speed, backwards=self.playing and self._backwards)

    def choose_speed(self, speed: float) -> None:
        """Play at a multiple of real time from now on in this project, without beginning to."""
        self._wish = speed
        if self.playing:
            self._start(speed, backwards=self._backwards)

    def set_usual_speed(self, speed: float | None) -> None:
        """Play at a multiple of real time where nobody chose another; None as fits the clip."""
        self._usual = speed
        if not self.playing:
            self.speed_chosen.emit(self.speed)

    def jog(self, *, backwards: bool) -> None:
        """Play this way; faster if it does already, until the next pause."""
        onwards = self.playing and self._backwards == backwards
        self._start(faster(self._speed) if onwards else None, backwards=backwards)

    def pause(self) -> None:
        """Stop where it is."""
        if self.playing:
            self._playback = None
            self._timer.stop()
            self._travel(0)
            self.playing_changed.emit(False)
            self.pace_told.emit("")

    def frame_painted(self, frame: int = -1) -> None:
        """Say that a frame is on the screen, by default the one asked for last; the next one may come."""
        if self._playback is not None and frame in (-1, self._playback.frame):
            self._playback.painted(time.monotonic())
            self._wait()

    def _toggle(self, *, backwards: bool) -> None:
        if self.playing:
            self.pause()
        else:
            self._start(None, backwards=backwards)

    def _start(self, speed: float | None, *, backwards: bool) -> None:
        session, clip, focus = self._workbench.session, self._clip(), self._workbench.focus
        if session is None or clip is None:
            return
        if clip.n_frames < 1:
            self._workbench.note(self.tr("{name} has no frames to play").format(name=clip.name))
            return
        began = not self.playing
        self._speed, self._backwards = speed or self._wished(clip), backwards
        course, now = self._course(clip, focus), time.monotonic()
        playback = Playback(course, partial(capture_time, session, clip), frame=focus.frame, now=now)
        self._playback = playback
        self.speed_chosen.emit(self._speed)
        self.pace_told.emit(speed_words(self._speed, backwards=backwards))
        if began:
            self.playing_changed.emit(True)
        self._travel(playback.travelling)
        elsewhere = playback.restart(now)
        if elsewhere is not None:
            session.selection.move(frame=elsewhere)
        self._wait()

    def _wished(self, clip: Clip) -> float:
        return self._wish or self._usual or default_speed(clip)

    def _course(self, clip: Clip, focus: Focus) -> Course:
        return course_of(clip, focus, speed=self._speed, backwards=self._backwards)

    def _clip(self) -> Clip | None:
        session, focus = self._workbench.session, self._workbench.focus
        return session.contents.clip(focus.clip) if session is not None and focus.clip else None

    def _on_session(self) -> None:
        self.pause()
        self._wish = None

    def _on_focus(self, now: Focus, before: Focus) -> None:
        playback, clip = self._playback, self._clip()
        if playback is None:
            return
        if now.clip != before.clip or clip is None:
            self.pause()
            return
        if now.frame != playback.frame:
            playback.follow(now.frame, time.monotonic())
        if (now.loops, now.chosen_frames) != (before.loops, before.chosen_frames):
            playback.turn(self._course(clip, now))

    def _on_due(self) -> None:
        session, playback, now = self._workbench.session, self._playback, time.monotonic()
        if session is None or playback is None:
            return
        if playback.stalled(now):
            self._give_up()
            return
        self._tell(playback, now)
        frame = playback.next(now)
        self._travel(playback.travelling)
        if frame is not None:
            session.selection.move(frame=frame)
        if playback.ended:
            self.pause()
        elif self._playback is playback:  # who heard of the move may have stopped it
            self._wait()

    def _wait(self) -> None:
        # By way of the event loop, also when it is due at once: what was shown must be painted first.
        if self._playback is not None:
            self._timer.start(math.ceil(self._playback.rest(time.monotonic()) * 1000.0))

    def _tell(self, playback: Playback, now: float) -> None:
        pace = playback.pace(now)
        if pace is not None:
            self.pace_told.emit(pace_words(pace))

    def _travel(self, travelling: int) -> None:
        if travelling != self._travelling:
            self._travelling = travelling
            self.travelling_changed.emit(travelling)

    def _give_up(self) -> None:
        self.pause()
        self._workbench.told.emit(
            Tone.WARNING, self.tr("playing has paused: no picture came for two seconds")
        )
