"""A hand at the keys of the whole window, without a screen; for whoever may not know Qt."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from palpate.model.change import Change
from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.offscreen import offscreen_application
from palpate.ui.preferences import Preferences

_FIRST = 1_000  # before everybody else who wants to know of a change


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a key, in s after it went down.

    Attributes
    ----------
    committed
        Until its edit was in the file and the track followed; NaN if it edited nothing.
    painted
        Until the whole window showed it and was idle again.
    committed_cpu, painted_cpu
        Likewise, of the window's thread alone: what else the machine does is not in it.
    """

    committed: float
    painted: float
    committed_cpu: float
    painted_cpu: float


class HandOffscreen:
    """A window with a project in it, the keyboard on its canvas.

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
        self._window.canvas.setFocus()
        self._changed = self._changed_cpu = float("nan")
        self.session.changed.connect(self._on_changed, priority=_FIRST)
        QApplication.processEvents()

    @property
    def session(self) -> Session:
        """The session in the window."""
        session = self._window.workbench.session
        assert session is not None
        return session

    def go(self, frame: int, keypoint: int, frames: tuple[int, int] | None = None) -> None:
        """Go to a frame and make a keypoint active, with a range chosen or none."""
        self.session.selection.move(frame=frame, keypoint=keypoint, chosen=frozenset(), chosen_frames=frames)
        self.settle()

    def press(self, keys: str) -> Pressed:
        """Press and release a key, such as ``Ctrl+Z``, and work on events until the window is idle."""
        combination = self._combination(keys)
        self._changed = self._changed_cpu = float("nan")
        began, began_cpu = time.perf_counter(), time.thread_time()
        QTest.keyClick(self._window.canvas, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()
        ended, ended_cpu = time.perf_counter(), time.thread_time()
        return Pressed(
            self._changed - began, ended - began, self._changed_cpu - began_cpu, ended_cpu - began_cpu
        )

    def settle(self) -> None:
        """Work on what is left over from going somewhere."""
        for _ in range(3):  # what is laid out asks for more to be painted
            QApplication.processEvents()

    def close(self) -> None:
        """Close the window as a person does."""
        self._window.close()
        self._window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @staticmethod
    def _combination(keys: str) -> QKeyCombination:
        sequence: Sequence[QKeyCombination] = QKeySequence(keys)  # type: ignore[assignment]  # not in its stubs
        return sequence[0]

    def _on_changed(self, _change: Change, _origin: object) -> None:
        self._changed, self._changed_cpu = time.perf_counter(), time.thread_time()
