"""The whole window without a screen, driven step by step; for whoever may not know Qt."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from palpate.ui.main_window import MainWindow
from palpate.ui.offscreen import offscreen_application
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.drawing import NAMES

_PATIENCE_MS = 120_000


class WindowOffscreen:
    """A window of a fixed size with what was named open in it.

    Parameters
    ----------
    paths
        What to open, as on the command line.
    size
        Width and height in logical px.
    """

    def __init__(self, paths: Sequence[Path], size: tuple[int, int] = (1920, 1080)) -> None:
        offscreen_application()
        self._window = MainWindow(Preferences())
        self._window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._window.resize(*size)
        self._window.show()
        self._shown = -1
        self._n_shown = 0
        self._pressed = False
        self._window.presenter.frame_shown.connect(self._on_shown)
        self._window.open_named([str(path) for path in paths])

    @property
    def pictures_shown(self) -> int:
        """How many pictures have come since the beginning."""
        return self._n_shown

    @property
    def frame(self) -> int:
        """The frame in focus."""
        return self._window.workbench.focus.frame

    def go(self, frame: int) -> None:
        """Go to a frame, as a click on the timeline does; its picture may come later."""
        self._window.going.go_to(frame)

    def show(self, frame: int, *, exact: bool = True) -> None:
        """Go to a frame and wait until its picture is painted, by default the exact one."""
        self.go(frame)
        self.until_painted(frame, exact=exact)

    def limit_memory(self, limit_bytes: int) -> None:
        """Let frames take so much memory from now on."""
        session = self._window.workbench.session
        assert session is not None
        session.media.cache_bytes = limit_bytes
        self._window.presenter.reopen()

    def look(self, zoom: float | None, at: tuple[float, float]) -> None:
        """Zoom to device px per image px at an image position; None shows all of the picture."""
        canvas = self._window.canvas
        canvas.fit()
        if zoom is not None:
            canvas.set_zoom(zoom)
            canvas.centre_on(*at)

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by image px."""
        canvas = self._window.canvas
        x, y = canvas.view.centre
        canvas.centre_on(x + dx, y + dy)

    def until_painted(self, frame: int, *, exact: bool = True) -> None:
        """Work on events until this frame's picture is painted, by default the exact one.

        Raises
        ------
        TimeoutError
            If it does not come.
        """
        if not self._is_there(frame, exact=exact):
            loop = QEventLoop()
            patience = QTimer(singleShot=True, interval=_PATIENCE_MS)
            patience.timeout.connect(loop.quit)
            came = self._window.presenter.frame_shown.connect(
                lambda _: loop.quit() if self._is_there(frame, exact=exact) else None
            )
            patience.start()
            loop.exec()
            self._window.presenter.frame_shown.disconnect(came)
            if not patience.isActive():
                raise TimeoutError("no picture came")
            patience.stop()
        self._window.canvas.repaint()

    def play(self, speed: float, seconds: float) -> None:
        """Play at a multiple of the capture's time for a while."""
        self._window.player.play_at(speed)
        self.rest(seconds)
        self._window.player.pause()

    def rest(self, seconds: float) -> None:
        """Let events come and go for a while."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1e3), loop.quit)
        loop.exec()

    def scrub(self, share: float) -> float:
        """Drag on the ruler to a share of its width and return how long the window was busy with it, in s.

        The button stays down until `let_go`.
        """
        began = time.perf_counter()
        kind = QEvent.Type.MouseMove if self._pressed else QEvent.Type.MouseButtonPress
        self._mouse(kind, share)
        self._pressed = True
        QApplication.processEvents()
        return time.perf_counter() - began

    def let_go(self, share: float) -> None:
        """End a drag on the ruler."""
        self._mouse(QEvent.Type.MouseButtonRelease, share)
        self._pressed = False

    def turn(self) -> float:
        """Work on what has come meanwhile and return how long the window was busy with it, in s."""
        began = time.perf_counter()
        QApplication.processEvents()
        return time.perf_counter() - began

    def close(self) -> None:
        """Close it as a person does."""
        self._window.close()
        self._window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _mouse(self, kind: QEvent.Type, share: float) -> None:
        view: QWidget = self._window.timeline.lanes
        at = QPointF(NAMES + share * (view.width() - 1 - NAMES), 8.0)
        held = (
            Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        )
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        where = QPointF(view.mapToGlobal(QPoint(round(at.x()), round(at.y()))))
        event = QMouseEvent(kind, at, where, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)

    def _on_shown(self, frame: int) -> None:
        self._shown = frame
        self._n_shown += 1

    def _is_there(self, frame: int, *, exact: bool) -> bool:
        return self._shown == frame and (self._window.canvas.exact or not exact)
