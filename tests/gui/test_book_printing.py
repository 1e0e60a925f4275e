"""Printing the guidelines from the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window without a project."""
    make_application()
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def open_new(window: MainWindow, folder: Path, skeleton: str) -> Path:
    path = folder / "walk.palpate"
    Session.create(path, [skeleton], "ana").close()
    window.open_named([str(path)])
    return path


def answer_with(file: Path | None) -> None:
    """Answer the next file dialog: with a file, or by cancelling it."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        if file is None:
            dialog.reject()
            return
        dialog.selectFile(str(file))
        dialog.accept()

    QTimer.singleShot(0, answer)


def test_without_a_project_it_says_what_is_missing(window: MainWindow) -> None:
    action = window.actions_.by_name["print_guidelines"]
    assert not action.isEnabled()
    assert "project" in action.toolTip()


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_the_guidelines_of_the_skeleton_in_hand_are_printed_in_the_background(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    open_new(window, tmp_path, "hand_21")
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: said.append(sentence))
    file = tmp_path / f"hand{suffix}"
    answer_with(file)
    window.actions_.by_name["print_guidelines"].trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert said == [f"wrote the guidelines of 21 keypoints to hand{suffix}"]
    assert file.stat().st_size > 10_000


def test_cancelled_nothing_is_written(window: MainWindow, tmp_path: Path) -> None:
    path = open_new(window, tmp_path, "hand_21")
    answer_with(None)
    window.actions_.by_name["print_guidelines"].trigger()
    assert window.workbench.session is not None
    assert not window.workbench.session.jobs.running
    assert [one.name for one in tmp_path.iterdir() if one.suffix in (".pdf", ".html")] == []
    assert path.exists()


def test_a_skeleton_without_guidelines_is_told(window: MainWindow, tmp_path: Path) -> None:
    open_new(window, tmp_path, "face_98")
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: said.append(sentence))
    window.actions_.by_name["print_guidelines"].trigger()
    assert len(said) == 1
    assert "no keypoint of face_98 has a guideline yet" in said[0]
