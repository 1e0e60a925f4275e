"""A start of the whole program up to its first picture, without a screen; for whoever may not know Qt.

Nothing is loaded with this module: what a start loads, and when, is part of what is looked at.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from palpate.ui.main_window import MainWindow

_SIZE = 1920, 1080
_PATIENCE_MS = 120_000


def show_first_frame(path: str) -> frozenset[str]:
    """Start as the program does with a project, until the window is painted with the exact frame in it.

    Returns
    -------
    The names of the modules that are loaded by then.

    Raises
    ------
    TimeoutError
        If it does not come.
    """
    application, window = _started(path)
    _until_exact(application, window)
    if not window.canvas.exact:
        raise TimeoutError("no picture came")
    application.processEvents()  # the frame may have come before anything of the window was painted
    window.canvas.repaint()
    return frozenset(sys.modules)


def make_first_edit(path: str) -> str:
    """Start as the program does with a project, until a key has edited what is painted.

    The exact picture is waited for where the clip has a medium, and the keypoint that was left off at is
    nudged by a key.

    Returns
    -------
    The title of the edit.

    Raises
    ------
    TimeoutError
        If no picture comes, or the key has done nothing.
    """
    application, window = _started(path)
    session = window.workbench.session
    if session is None:
        raise TimeoutError("no project came")
    clip = session.contents.clip(window.workbench.focus.clip)
    if clip.media_path:
        _until_exact(application, window)
    if window.workbench.focus.keypoint < 0:
        session.selection.move(keypoint=0)
    application.processEvents()
    window.canvas.repaint()
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_D)
    application.processEvents()
    entry = session.undoable()
    if entry is None or not entry.title.startswith("Nudge"):
        raise TimeoutError("the key has done nothing")
    return entry.title


def _started(path: str) -> tuple[QApplication, MainWindow]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from palpate.base.loading import hold_collection, resume_collection

    hold_collection()
    from palpate.ui.binding import load_binding

    load_binding()
    from palpate.ui.beginning import begin

    begun = begin([path])
    from palpate.ui.app import make_application, make_window

    application = make_application()
    window = make_window(begun)
    window.resize(*_SIZE)
    window.show()
    window.open_named([path])
    resume_collection()
    return application, window


def _until_exact(application: QApplication, window: MainWindow) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop(application)
    patience = QTimer(singleShot=True, interval=_PATIENCE_MS)
    patience.timeout.connect(loop.quit)
    window.presenter.frame_shown.connect(lambda _: loop.quit() if window.canvas.exact else None)
    patience.start()
    if not window.canvas.exact:
        loop.exec()
