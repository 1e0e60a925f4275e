"""From where on a point wants a look, as it is said in the review panel; and its pages at the least width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hands import session_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from palpate.session.exchange import demo_project
from palpate.session.filling.limits import Limit, choose_limit, chosen_limit, limits_of
from palpate.ui.main_window import MainWindow
from palpate.ui.panels.review.limit import LimitLine
from palpate.ui.preferences import Preferences

BY_SKELETON, FOR_ALL, OF_TOLERANCE = range(3)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The demo under review, the bowler of the layer with faults in hand."""
    project = demo_project.make(tmp_path / "demo").project
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(project)
    session = session_of(made)
    session.selection.move(layer=session.contents.layer_named(demo_project.FAULTY).id)
    bowler = next(found for found in session.contents.instances if found.name == "bowler")
    session.selection.move(instance=bowler.id)
    made.enter_mode("review")
    made.docks["review"].raise_()
    qtbot.waitUntil(lambda: made.review.left > 0)
    yield made
    made.close()


def line(window: MainWindow) -> LimitLine:
    return window.review.limit


def choose(window: MainWindow, kind: int) -> None:
    box = line(window).kind
    while box.currentIndex() != kind:
        QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < kind else Qt.Key.Key_Up)


def type_number(window: MainWindow, text: str) -> None:
    number = line(window).number
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, text)
    QTest.keyClick(number, Qt.Key.Key_Return)


def test_by_skeleton_its_limit_is_shown_and_cannot_be_typed_over(window: MainWindow) -> None:
    assert line(window).kind.currentIndex() == BY_SKELETON
    assert line(window).number.text() == "4.0 px"
    assert not line(window).number.isEnabled()


def test_one_limit_for_all_is_typed_kept_and_told_in_the_legend(window: MainWindow) -> None:
    session = session_of(window)
    choose(window, FOR_ALL)
    assert chosen_limit(session) == Limit(px=4.0)
    type_number(window, "2")
    assert chosen_limit(session) == Limit(px=2.0)
    assert set(limits_of(session, session.selection.focus.layer, session.selection.focus.instance)) == {2.0}
    assert "red 2 px" in window.timeline.transport.legend.tip()
    session.undo()
    session.undo()
    assert line(window).kind.currentIndex() == BY_SKELETON
    assert set(limits_of(session, session.selection.focus.layer, session.selection.focus.instance)) == {4.0}


def test_shares_of_the_tolerance_say_in_px_what_they_are_here(window: MainWindow) -> None:
    session = session_of(window)
    choose(window, OF_TOLERANCE)
    type_number(window, "150")
    assert chosen_limit(session) == Limit(share=1.5)
    assert line(window).number.text() == "150 %"
    limits = limits_of(session, session.selection.focus.layer, session.selection.focus.instance)
    assert f"Here: {limits.min():.1f}" in line(window).number.toolTip()


def test_the_line_follows_what_is_chosen_elsewhere(window: MainWindow) -> None:
    choose_limit(session_of(window), Limit(px=6.5))
    assert line(window).kind.currentIndex() == FOR_ALL
    assert line(window).number.text() == "6.5 px"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_all_four_pages_are_named_in_full_at_the_least_width(window: MainWindow, theme: str) -> None:
    window.set_theme(theme)
    panel = window.review
    panel.resize(panel.minimumSizeHint().width(), panel.height())
    tabs = panel._tabs
    tabs.setTabText(0, "Doubtful (1234)")  # of a long clip
    tabs.setTabText(1, "Mix-ups (56)")
    assert tabs.sizeHint().width() <= tabs.width()
    assert not any(button.isVisible() for button in tabs.findChildren(QToolButton))
    assert all(len(tabs.tabToolTip(n)) > 40 for n in range(tabs.count()))
    for page, show in (
        (panel._queue, panel.show_queue),
        (panel.mixups, panel.show_mixups),
        (panel.next, panel.show_next),
        (panel.blur, panel.show_blur),
    ):
        show()
        assert page.isVisible()
        assert page.minimumSizeHint().width() <= page.width()
