"""The real window on a film of a robot, and the hands on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.arrays import Floats
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

PLAIN, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def window_on_robot(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> MainWindow:
    """A clip with one instance on whom nothing is placed, at its first frame."""
    make_application()
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "sleap" / "small_robot.mp4"])
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    window.activateWindow()
    window.commands.add_instance()
    window.canvas.setFocus()
    return window


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def view(window: MainWindow) -> PoseView:
    return gestures.current_view(session_of(window))


def at(window: MainWindow) -> tuple[int, int]:
    return window.workbench.focus.frame, window.workbench.focus.keypoint


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(window.canvas, key, held)


def typed(window: MainWindow, text: str, end: Qt.Key | None = None) -> None:
    line = window.placing.ask_line.line
    assert line.hasFocus()
    QTest.keyClicks(line, text)
    if end is not None:
        QTest.keyClick(line, end)


def click(window: MainWindow, position: Floats, held: Qt.KeyboardModifier = PLAIN) -> None:
    x, y = window.canvas.view.to_widget(*np.asarray(position).tolist())
    QTest.mouseClick(window.canvas, LEFT, held, QPoint(int(x), int(y)))


def lines(window: MainWindow) -> str:
    return "\n".join(text for text in window.canvas._screen.hud.standing.values() if text)
