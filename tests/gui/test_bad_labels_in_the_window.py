"""Labels and gold that do not go together, in the window: a sentence, never NaN, never a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import bad_story as bad
import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from palpate.session.working_as import work_as
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

SAID = {
    "exchanged sides": "left and right look swapped for this instance: runner, run",
    "no common frame": "the labels and gold have no frame in common",
    "never placed": "no position on both sides: left_wrist, left_ankle",
    "nothing there": "no position on both sides: all keypoints",
    "constant raters": "κ not estimable, no variation",
    "one subject twice": "seem to have one subject twice: runner and runner again",
    "other version": "coco_17 was migrated from version 1 to 2 by cora",
}
WARNED = {"exchanged sides", "one subject twice", "other version"}
GOLD = "layer = (SELECT id FROM layer WHERE kind = 'gold')"
MOVED = np.full((17, 2), 300.0).tobytes().hex()
TAMPERED = {
    "moved": f"UPDATE pose SET positions = x'{MOVED}' WHERE {GOLD} AND frame = 4",
    "cut off": f"UPDATE pose SET positions = x'00' WHERE {GOLD} AND frame = 4",
    "flags that there are none of": f"UPDATE pose SET visibility = x'{'09' * 17}' WHERE {GOLD} AND frame = 4",
}


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[list[MainWindow]]:
    windows: list[MainWindow] = []
    yield windows
    for window in windows:
        window.close()


def open_(qtbot: QtBot, opened: list[MainWindow], project: Path) -> MainWindow:
    make_application()
    window = MainWindow(Preferences())
    opened.append(window)
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(project)])
    return window


def scored(qtbot: QtBot, window: MainWindow) -> str:
    """Let the work be scored, and return everything that the panel says."""
    session = window.workbench.session
    assert session is not None
    window.actions_.by_name["score"].trigger()
    qtbot.waitUntil(lambda: not session.jobs.running)
    window.quality.pages.turn_to("notes")
    return said_in(window.quality)


def said_in(widget: QWidget) -> str:
    parts = [label.text() for label in widget.findChildren(QLabel)]
    parts += [button.text() for button in widget.findChildren(QAbstractButton)]
    for table in widget.findChildren(QTableView):
        model = table.model()
        for row in range(model.rowCount()):
            parts += [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
    return "\n".join(parts)


@pytest.mark.parametrize("name", [name for name in bad.CASES if name != "constant rater"])
def test_the_quality_panel_says_what_is_wrong_and_shows_no_nan(
    qtbot: QtBot, opened: list[MainWindow], tmp_path: Path, name: str
) -> None:
    window = open_(qtbot, opened, bad.project(tmp_path, bad.CASES[name]))
    said = scored(qtbot, window)
    assert not re.search(r"\b(nan|NaN|inf|None)\b", said)
    assert window.quality.warned.isVisible() == (name in WARNED)
    assert SAID.get(name, "").casefold() in said.casefold()


@pytest.mark.parametrize("name", TAMPERED)
def test_gold_that_was_changed_by_other_means_is_told_wherever_it_is_looked_at(
    qtbot: QtBot, opened: list[MainWindow], tmp_path: Path, name: str
) -> None:
    project = bad.tampered(bad.project(tmp_path, bad.right), TAMPERED[name])
    window = open_(qtbot, opened, project)
    session = window.workbench.session
    assert session is not None
    assert "Gold is not what cora certified as version 1" in scored(qtbot, window)
    assert window.quality.warned.isVisible()
    window.commands.begin_calibration()
    assert any("is not what was certified" in said for said in window.messages.texts())
    work_as(session, "cora", "consultant")
    window.commands.manage_gold()
    dialog = window.calibrating.gold
    assert dialog is not None
    assert "were changed outside the program since they were frozen" in said_in(dialog)
    gold = session.contents.gold_layer()
    assert gold is not None
    session.selection.move(layer=gold.id, clip="run", instance="runner", frame=4)
    assert "NaN" not in said_in(window)
