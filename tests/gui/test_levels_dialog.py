"""Handles on a histogram."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from palpate.session.frames.levels import Histogram, Levels, LevelsView
from palpate.ui.app import make_application
from palpate.ui.dialogs.levels import LevelsDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> LevelsDialog:
    """A thousand values from 0 to 1000."""
    make_application()
    histogram = Histogram(np.linspace(0, 1000, 101), np.full(100, 10, np.int64))
    view = LevelsView(histogram, Levels(0, 1023), Levels(0, 1023), Levels(100, 900), 16)
    dialog = LevelsDialog("shots", view)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def wanted(dialog: LevelsDialog) -> list[Levels | None]:
    found: list[Levels | None] = []
    dialog.levels_wanted.connect(found.append)
    return found


def test_a_handle_is_dragged_and_never_beyond_the_other(
    dialog: LevelsDialog, wanted: list[Levels | None]
) -> None:
    plot, middle = dialog._plot, QPoint(dialog._plot.width() // 2, 20)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(plot, left, Qt.KeyboardModifier.NoModifier, QPoint(8, 20))
    QTest.mouseMove(plot, middle)
    QTest.mouseRelease(plot, left, Qt.KeyboardModifier.NoModifier, middle)
    assert abs(dialog.levels().low - 500) < 10
    QTest.mousePress(plot, left, Qt.KeyboardModifier.NoModifier, QPoint(plot.width() - 8, 20))
    QTest.mouseMove(plot, QPoint(8, 20))
    assert wanted[-1] is not None
    assert wanted[-1].low < wanted[-1].high
    plot.grab()


def test_handles_move_by_keys(dialog: LevelsDialog, wanted: list[Levels | None]) -> None:
    plot = dialog._plot
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert dialog.levels().low == 10
    QTest.keyClick(plot, Qt.Key.Key_Space)
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.levels() == Levels(10, 923)
    assert wanted == [Levels(10, 1023), Levels(10, 923)]
    assert plot.accessibleDescription() == "from 10 to 923"


def test_numbers_can_be_typed_and_a_gamma_given(dialog: LevelsDialog, wanted: list[Levels | None]) -> None:
    dialog._high.setValue(640)
    dialog._gamma.setValue(1.5)
    assert wanted == [Levels(0, 640), Levels(0, 640, 1.5)]


def test_auto_takes_the_best_and_reset_the_usual(dialog: LevelsDialog, wanted: list[Levels | None]) -> None:
    for text in ("Auto", "Reset"):
        next(one for one in dialog.findChildren(QPushButton) if one.text() == f"&{text}").click()
    assert wanted == [Levels(100, 900), None]
    assert dialog.levels() == Levels(0, 1023)
