"""The dock Production: opened from the menu, one page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import office_story
import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from palpate.model.skeleton import Skeleton
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.production.pages import PAGES


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, stick_figure: Skeleton) -> Iterator[MainWindow]:
    """The lead's turn in the project of several people."""
    make_application()
    office = office_story.project(tmp_path, stick_figure)
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_named([str(office.path)])
    yield made
    made.close()


def test_the_dock_is_away_until_the_menu_brings_it_to_the_front(window: MainWindow) -> None:
    dock = window.docks["production"]
    assert not dock.toggleViewAction().isChecked()
    window.actions_.by_name["show_plans"].trigger()
    assert dock.toggleViewAction().isChecked()
    assert window.producing.panel.isVisible()
    tabs = [bar.tabText(bar.currentIndex()) for bar in window.findChildren(QTabBar) if bar.isVisible()]
    assert "Production" in tabs


def test_every_page_can_be_chosen(window: MainWindow) -> None:
    window.commands.show_plans()
    panel = window.producing.panel
    for place, page in enumerate(PAGES):
        panel.chooser.setCurrentIndex(place)
        assert panel.chooser.currentText()
        assert panel.page.isVisible(), page.name
