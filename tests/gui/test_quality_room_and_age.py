"""Switches of the pages in little room, an old score on every page, very many errors in one picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import judged_story
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.session.session import Session
from palpate.session.working_as import work_as
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.panels.quality.page_table import PAGES
from palpate.ui.panels.quality.pages import QualityPages
from palpate.ui.panels.quality.panel import QualityPanel
from palpate.ui.panels.quality.plot import MOST_DRAWN, _drawn
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Ana's labels, scored, on a small laptop."""
    with judged_story.project(tmp_path) as session:
        path = session.project.path
    make_application()
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_named([str(path)])
    made.commands.score()
    qtbot.waitUntil(lambda: not made.quality.hint)
    yield made
    made.close()


@pytest.fixture
def panel(window: MainWindow) -> QualityPanel:
    return window.quality


@pytest.fixture
def session(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


def edit(session: Session) -> None:
    """Change a label of Ana's."""
    story.label(session, judged_story.layer_of(session), "walker", (116,))


def told_old(panel: QualityPanel) -> bool:
    return panel.aged.isVisible() and "The labels have changed since" in panel.aged.said.text()


def test_the_switches_take_two_rows_at_most_on_a_small_laptop(
    window: MainWindow, panel: QualityPanel, qtbot: QtBot
) -> None:
    window.resize(1366, 768)
    window.docks["quality"].raise_()
    chips = panel.pages.chips
    qtbot.waitUntil(chips.isVisible)
    assert panel.pages.chooser.isHidden()
    assert len({chip.y() for chip in chips.chips.values()}) <= 2
    assert all(chip.geometry().right() < chips.width() for chip in chips.chips.values())
    assert panel.pages._stack.y() == chips.geometry().bottom() + 1 + 8


def test_pages_are_chosen_from_a_list_where_their_switches_would_take_more(
    panel: QualityPanel, qtbot: QtBot
) -> None:
    pages = QualityPages(PAGES, panel.pages._around)
    qtbot.addWidget(pages)
    pages.resize(200, 300)
    pages.show()
    qtbot.waitExposed(pages)
    assert pages.chips.isHidden()
    assert pages.chooser.isVisible()
    assert pages.chooser.count() == len(PAGES)
    pages.chooser.setFocus()
    for _ in PAGES[1:]:
        QTest.keyClick(pages.chooser, Qt.Key.Key_Down)
    assert pages.front == "notes"
    pages.turn_to("map")
    assert pages.chooser.currentText() == "Map"
    pages.resize(900, 300)
    assert pages.chooser.isHidden()
    assert len({chip.y() for chip in pages.chips.chips.values()}) == 1
    assert pages.chips.height() < 2 * pages.chips.chips["map"].height()


def test_every_page_says_that_labels_have_changed_and_offers_to_score_again(
    panel: QualityPanel, session: Session, qtbot: QtBot
) -> None:
    edit(session)
    for name in panel.pages.chips.chips:
        panel.pages.turn_to(name)
        assert told_old(panel), name
    before = panel.pages.judged
    panel.aged.said.linkActivated.emit("score")
    qtbot.waitUntil(lambda: panel.pages.judged is not before)
    assert not told_old(panel)


def test_a_score_that_is_stopped_leaves_the_old_one_as_old_as_it_was(
    panel: QualityPanel, session: Session, qtbot: QtBot
) -> None:
    edit(session)
    before = panel.pages.judged
    panel.score()
    for job in tuple(session.jobs.running.values()):
        job.token.cancel()
    qtbot.waitUntil(lambda: panel._button.isEnabled())
    assert panel.pages.judged is before
    assert told_old(panel)


def test_of_very_many_errors_the_largest_and_some_of_the_rest_are_drawn() -> None:
    drawn = _drawn(112_000)
    assert len(set(drawn.tolist())) == MOST_DRAWN
    assert drawn[:100].tolist() == list(range(100))
    assert drawn[-1] == 112_000 - 1
    assert _drawn(80).tolist() == list(range(80))


def test_gold_is_laid_over_by_a_button_that_does_what_the_key_does(
    window: MainWindow, panel: QualityPanel, session: Session
) -> None:
    action = window.actions_.by_name["overlay_gold"]
    assert not panel.overlay.isEnabled()
    assert "Not now" in panel.overlay.toolTip()
    work_as(session, session.author, "consultant")
    assert panel.overlay.isEnabled()
    QTest.mouseClick(panel.overlay, Qt.MouseButton.LeftButton)
    assert action.isChecked()
    assert panel.overlay.isChecked()
    action.trigger()
    assert not panel.overlay.isChecked()
