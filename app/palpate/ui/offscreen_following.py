"""The keypoint in hand going round in the whole window, without a screen; for whoever may not know Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.offscreen import offscreen_application
from palpate.ui.preferences import Preferences
from palpate.ui.theme.apply import current

_NAP_S = 0.0005
_PATIENCE_S = 30.0


@dataclass(slots=True)
class Round:
    """What one walk over all keypoints took.

    Attributes
    ----------
    paints_s
        What each paint of the canvas took: by the clock, and of the window's thread alone.
    stalls_s
        Per keypoint, the longest time for which the window did nothing else, likewise.
    late
        Keypoints whose plate was not to be seen when the next one came.
    """

    paints_s: list[tuple[float, float]] = field(default_factory=list)
    stalls_s: list[tuple[float, float]] = field(default_factory=list)
    late: int = 0


class FollowingOffscreen:
    """A window with a project in it whose keypoints are gone through by key, one at each beat.

    Parameters
    ----------
    size
        Width and height in logical px.
    """

    def __init__(self, project: Path, size: tuple[int, int] = (1920, 1080)) -> None:
        offscreen_application()
        self._window = MainWindow(Preferences())
        self._window.resize(*size)
        self._window.show()
        self._window.open_named([str(project)])
        self._watch = _PaintWatch(self._window.canvas)
        self._work_until(lambda: self._window.canvas.frame >= 0)

    @property
    def session(self) -> Session:
        """The session in the window."""
        session = self._window.workbench.session
        assert session is not None
        return session

    def show_guideline(self, shown: bool) -> None:
        """Open or close the panel of the guideline, and wait until it has its first plate."""
        self._window.docks["guideline"].setVisible(shown)
        self._work_until(self._plate_is_there)

    def go_round(self, keypoints: int, beat_s: float) -> Round:
        """Press the key for the next keypoint so many times, one beat apart."""
        found = Round(paints_s=self._watch.begin())
        for _ in range(keypoints):
            began, began_cpu = time.perf_counter(), time.thread_time()
            QTest.keyClick(self._window.canvas, Qt.Key.Key_Tab)
            pressed = time.perf_counter() - began, time.thread_time() - began_cpu
            found.stalls_s.append(max(pressed, self._work_for(beat_s - pressed[0])))
            found.late += not self._plate_is_there()
        return found

    def close(self) -> None:
        """Close the window as a person does."""
        self._watch.end()
        self._window.close()
        self._window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _work_until(self, there: Callable[[], bool]) -> None:
        ends = time.perf_counter() + _PATIENCE_S
        while not there() and time.perf_counter() < ends:
            self._work_for(0.02)

    def _work_for(self, seconds: float) -> tuple[float, float]:
        """Work on events as they come and return the longest time in which none could be worked on."""
        last, longest = time.perf_counter(), (0.0, 0.0)
        ends = last + max(seconds, 2 * _NAP_S)  # what was asked for is painted, however late it is
        while last < ends:
            began_cpu = time.thread_time()
            QApplication.processEvents()
            busy = time.perf_counter() - last
            time.sleep(_NAP_S)  # another thread may keep Python's lock meanwhile, which is a stall too
            now = time.perf_counter()
            longest = max(longest, (max(busy, now - last - busy - _NAP_S), time.thread_time() - began_cpu))
            last = now
        return longest

    def _plate_is_there(self) -> bool:
        guideline = self._window.guideline
        view = guideline.plate.view
        if not guideline.isVisible():
            return True
        if view.sight is None or view.framing is None:
            return False
        shown = view.sight, view.framing.scale * view.devicePixelRatioF(), current().name == "dark"
        return guideline.pictures.at_hand(*shown) is not None


class _PaintWatch(QObject):
    """Times every paint of a widget."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self._watched = watched
        self._times: list[tuple[float, float]] = []
        watched.installEventFilter(self)

    def begin(self) -> list[tuple[float, float]]:
        """Return the list that times go to from now on, in s."""
        self._times = []
        return self._times

    def end(self) -> None:
        """Watch no more."""
        self._watched.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the widget paint, and take the time."""
        if watched is not self._watched or event.type() is not QEvent.Type.Paint:
            return False
        began, began_cpu = time.perf_counter(), time.thread_time()
        watched.event(event)
        self._times.append((time.perf_counter() - began, time.thread_time() - began_cpu))
        return True
