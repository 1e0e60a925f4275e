"""What the pages of the review panel have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from palpate.ui.panels.review.parts import in_rows, lay_out, tell_button
from palpate.ui.widgets.quiet_label import QuietLabel


def test_a_button_says_what_it_does_by_which_keys_and_why_not_now(qtbot: QtBot) -> None:
    button = QPushButton("Next")
    qtbot.addWidget(button)
    tell_button(button, "next_drift", "Go on", reason="nothing wants a look")
    assert not button.isEnabled()
    first, second = button.toolTip().split("\n")
    assert first.startswith("Go on")
    assert len(first) > len("Go on")
    assert second == "Not now: nothing wants a look"
    tell_button(button, "next_drift", "Go on", reason="")
    assert button.isEnabled()
    assert button.toolTip() == first


def test_buttons_stand_three_to_a_row(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    buttons = [QPushButton(str(n), page) for n in range(5)]
    grid = in_rows(buttons)
    lay_out(page, grid, QWidget(page))
    assert [grid.getItemPosition(n)[:2] for n in range(5)] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]


def test_the_list_of_a_page_gets_the_room(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    words, rows = QWidget(page), QWidget(page)
    words.setFixedHeight(20)
    lay_out(page, QHBoxLayout(), words, rows)
    page.resize(100, 300)
    page.show()
    assert rows.height() > 200


def test_a_quiet_label_takes_no_room_while_it_says_nothing(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label = QuietLabel(page)
    page.show()
    label.say("Not tracked yet.")
    assert label.isVisible()
    label.say("")
    assert not label.isVisible()
