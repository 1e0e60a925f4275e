"""Stopping a report that is being written, and what cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from test_reporting import answer_with, told

from palpate.session.exchange import demo_project
from palpate.session.reporting.report_writing import report_of_file
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window with the demo."""
    make_application()
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.show()
    made.open_named([str(demo_project.make(tmp_path / "demo").project)])
    yield made
    made.close()


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".csv"])
def test_a_cancelled_report_leaves_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    answer_with(tmp_path / f"quality{suffix}")
    window.actions_.by_name["write_report"].trigger()
    session = window.workbench.session
    assert session is not None
    (job,) = session.jobs.running.values()
    job.token.cancel()
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=60_000)
    assert [one.name for one in tmp_path.iterdir() if "quality" in one.name] == []
    assert "The report was stopped; nothing was written" in window.messages.texts()


def test_an_unwritable_place_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = told(window)
    session = window.workbench.session
    assert session is not None
    session.jobs.start(
        "Writing the report",
        lambda progress: report_of_file(
            session.project.path, tmp_path / "file" / "x.pdf", author="ana", progress=progress
        ),
        lambda _done: None,
    )
    qtbot.waitUntil(lambda: any("cannot be written" in one for one in said), timeout=60_000)
