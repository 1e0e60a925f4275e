"""The history panel: what it lists, and going back to any point by a double-click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutSetting
from palpate.session.placing import gestures, swapping
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.panels.marks.history import HistoryPanel
from palpate.ui.panels.marks.history_list import BY_ROLE

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Workbench]:
    """A project in which the lens was set to 1, 2, 3, 4."""
    session = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    made = Workbench()
    made.take(lambda: session)
    for value in "1234":
        session.do(PutSetting("lens", value))
    yield made
    made.close()


@pytest.fixture
def session(bench: Workbench) -> Session:
    assert bench.session is not None
    return bench.session


@pytest.fixture
def stand(qtbot: QtBot) -> QWidget:
    """Where the panel stands."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 600)
    return made


@pytest.fixture
def panel(stand: QWidget, bench: Workbench) -> HistoryPanel:
    made = HistoryPanel(bench, stand)
    made.resize(360, 500)
    stand.show()
    return made


def titles(panel: HistoryPanel) -> list[str]:
    return [str(panel.model.index(row, 0).data()) for row in range(panel.model.rowCount())]


def double_click(panel: HistoryPanel, row: int) -> None:
    panel.list.scrollTo(panel.model.index(row, 0))
    at = panel.list.visualRect(panel.model.index(row, 0)).center()
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=at)
    QTest.mouseDClick(panel.list.viewport(), LEFT, pos=at)


def lens(session: Session) -> str | None:
    return session.project.settings().get("lens")


def test_edits_are_listed_newest_first_down_to_the_beginning(panel: HistoryPanel) -> None:
    assert titles(panel)[:4] == ["Set lens"] * 4
    assert titles(panel)[-1] == "Beginning of the project"
    assert panel.model.present_row() == 0
    panel.grab()


def test_a_double_click_goes_back_and_another_on_again(panel: HistoryPanel, session: Session) -> None:
    double_click(panel, 2)
    assert lens(session) == "2"
    assert panel.model.present_row() == 2
    assert len(titles(panel)) == 5  # four times the lens, the beginning
    panel.grab()
    double_click(panel, 0)
    assert lens(session) == "4"


def test_enter_goes_there_too_and_the_last_row_is_the_beginning(
    panel: HistoryPanel, session: Session
) -> None:
    panel.list.setCurrentIndex(panel.model.index(panel.model.rowCount() - 1, 0))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert lens(session) is None
    assert len(session.contents.layers) == 1  # what the project was made with stays
    assert not panel.undo.isEnabled()
    assert panel.redo.isEnabled()


def test_somebody_elses_edit_in_the_way_is_told(
    panel: HistoryPanel, session: Session, bench: Workbench
) -> None:
    told: list[tuple[object, str]] = []
    bench.told.connect(lambda tone, said: told.append((tone, said)))
    session.author = "ben"
    session.do(PutSetting("film", "hp5"))
    session.author = "ana"
    double_click(panel, 2)
    assert lens(session) == "4"
    assert told[0][0] is Tone.WARNING
    assert "by ben lies between" in told[0][1]
    panel.refresh()
    assert not panel.undo.isEnabled()
    assert "by ben" in panel.undo.toolTip()


def test_what_is_gone_for_good_stays_in_the_list_and_says_so(panel: HistoryPanel, session: Session) -> None:
    session.undo()
    session.do(PutSetting("lens", "5"))
    tip = str(panel.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "undone for good" in tip
    assert "the last edit that stands" in str(panel.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    panel.grab()


def test_a_long_history_is_read_page_by_page(panel: HistoryPanel, session: Session) -> None:
    for value in range(450):
        session.do(PutSetting("film", str(value)))
    panel.model.load(None)
    panel.refresh()
    assert panel.model.rowCount() == 200
    while panel.model.canFetchMore(panel.model.index(-1, -1)):
        panel.model.fetchMore(panel.model.index(-1, -1))
    assert titles(panel) == ["Set film"] * 450 + ["Set lens"] * 4 + ["Beginning of the project"]


def test_without_a_project_the_panel_says_so(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = HistoryPanel(Workbench(), window)
    made.refresh()
    assert made.hint == "No project is open."
    assert not made.undo.isEnabled()


def test_a_row_names_the_frame_that_its_edit_is_about(
    panel: HistoryPanel, session: Session, two_bowlers: Session, bench: Workbench
) -> None:
    contents = two_bowlers.contents
    two_bowlers.selection.move(
        clip="clip-1", layer=contents.layers[0].id, instance=contents.instances[0].id, frame=37, keypoint=0
    )
    gestures.place(two_bowlers, np.array([1.0, 2.0]), Visibility.VISIBLE)
    two_bowlers.selection.move(chosen_frames=(20, 40))
    swapping.clear_frames(two_bowlers)
    panel.model.load(two_bowlers)
    rows = [panel.model.index(row, 0) for row in range(3)]
    assert str(rows[0].data()).endswith("in frames 20 to 40")
    assert "frame" not in str(rows[0].data(BY_ROLE)), "its title names them"
    assert str(rows[1].data(BY_ROLE)).startswith("frame 37 · ")
    assert "frame 37" in str(rows[1].data(Qt.ItemDataRole.ToolTipRole))
    panel.model.load(session)
    assert "frame" not in str(panel.model.index(0, 0).data(BY_ROLE)), "a lens is about no frame"
