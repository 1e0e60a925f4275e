"""Hands on the real window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


def opened(qtbot: QtBot, project: Path) -> MainWindow:
    """Open a project in a window."""
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(project)])
    return window


def session_of(window: MainWindow) -> Session:
    assert window.workbench.session is not None
    return window.workbench.session


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key over the picture."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key, held)
