"""Writing a report from the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from palpate.session.exchange import demo_project
from palpate.session.session import Session
from palpate.ui.actions.reporting import Reporting
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


def told(window: MainWindow) -> list[str]:
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: said.append(sentence))
    return said


def test_without_a_project_it_says_what_is_missing(window: MainWindow) -> None:
    action = window.actions_.by_name["write_report"]
    assert not action.isEnabled()
    assert "project" in action.toolTip()


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".csv"])
def test_a_report_is_written_in_the_background_while_the_project_is_open(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    made = demo_project.make(tmp_path / "demo")
    window.open_named([str(made.project)])
    file = tmp_path / f"quality{suffix}"
    answer_with(file)
    window.actions_.by_name["write_report"].trigger()
    qtbot.waitUntil(lambda: any("report" in one for one in window.messages.texts()), timeout=60_000)
    assert window.messages.texts()[0].partition("\n")[0] == f"Wrote the report to {file}"
    assert file.stat().st_size > 10_000


def test_what_cannot_be_reported_is_told_and_nothing_is_written(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "walk.palpate"
    Session.create(path, ["coco_17"], "ana").close()
    window.open_named([str(path)])
    said = told(window)
    answer_with(tmp_path / "quality.html")
    window.actions_.by_name["write_report"].trigger()
    qtbot.waitUntil(lambda: any("nothing to report" in one for one in said), timeout=60_000)
    assert not (tmp_path / "quality.html").exists()


def test_cancelled_nothing_is_written(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "walk.palpate"
    Session.create(path, ["coco_17"], "ana").close()
    window.open_named([str(path)])
    answer_with(None)
    window.actions_.by_name["write_report"].trigger()
    assert window.workbench.session is not None
    assert not window.workbench.session.jobs.running
    assert [one.name for one in tmp_path.iterdir() if one.suffix in (".pdf", ".html", ".csv")] == []


class Folders(QObject):
    """Takes the place of whatever shows folders on this machine."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        """Be asked to show one."""
        self.shown.append(url.toLocalFile())


def test_success_after_a_fault_takes_its_notice_back_and_opens_the_folder(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    made = demo_project.make(tmp_path / "demo")
    window.open_named([str(made.project)])
    (tmp_path / "taken.csv").mkdir()
    reporting = next(one for one in window.workbench.children() if isinstance(one, Reporting))
    reporting.write_to(tmp_path / "taken.csv")
    qtbot.waitUntil(lambda: any("taken.csv" in one for one in window.messages.texts()), timeout=60_000)
    (fault,) = (one for one in window.messages.texts() if "taken.csv" in one)
    reporting.write_to(tmp_path / "quality.csv")
    qtbot.waitUntil(lambda: any("Wrote the report" in one for one in window.messages.texts()), timeout=60_000)
    assert fault not in window.messages.texts()
    folders = Folders()
    QDesktopServices.setUrlHandler("file", folders, "show")
    try:
        (door,) = (one for one in window.findChildren(QPushButton) if one.text() == "Open the folder")
        door.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert folders.shown == [str(tmp_path)]
    assert not any("Wrote the report" in one for one in window.messages.texts())
