"""Who works is changed at the window: by the name above the picture, or in the menu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from consultant import begun, choose, session_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from palpate.session.working_as import role_of
from palpate.ui.dialogs.work_as import WorkAsDialog
from palpate.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    window = begun(qtbot, tmp_path)
    yield window
    window.close()


def asked(window: MainWindow, qtbot: QtBot) -> WorkAsDialog:
    QTest.mouseClick(window.header.person, Qt.MouseButton.LeftButton)
    dialog = window.findChildren(WorkAsDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def decide(dialog: WorkAsDialog, name: str, role: str, qtbot: QtBot) -> None:
    dialog.name.setEditText(name)
    dialog.roles[role].click()
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_a_click_on_the_name_lets_somebody_new_work_and_undo_the_one_before(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = session_of(window)
    assert window.header.person.text() == "cora · consultant"
    assert window.guideline.edit.isVisible()
    dialog = asked(window, qtbot)
    assert dialog.decided == ("cora", "consultant")
    dialog.name.setEditText("ben")
    assert "gets a layer" in dialog.told.text()
    decide(dialog, "ben", "annotator", qtbot)
    assert window.header.person.text() == "ben · annotator"
    assert not window.guideline.edit.isVisible()
    assert session.contents.layer(session.selection.focus.layer).author == "ben"
    window.commands.undo()
    assert window.header.person.text() == "cora · consultant"
    assert session.contents.layer(session.selection.focus.layer).author == "cora"
    choose(window, "t6")
    assert window.guideline.edit.isVisible()
    window.commands.redo()
    assert (session.author, role_of(session)) == ("ben", "annotator")


def test_what_a_role_may_do_is_open_at_once(window: MainWindow, qtbot: QtBot) -> None:
    write = window.actions_.by_name["edit_guideline"]
    assert write.isEnabled()
    decide(asked(window, qtbot), "cora", "annotator", qtbot)
    assert not write.isEnabled()
    gold = window.header._layers.findText("gold · gold")
    assert not window.header._layers.model().flags(window.header._layers.model().index(gold, 0))
    decide(asked(window, qtbot), "cora", "lead", qtbot)
    assert write.isEnabled()


def test_a_name_that_cannot_be_one_is_not_taken_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    dialog.name.setEditText("  ")
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    assert not buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert dialog.told.text().startswith("Say who is working")
    dialog.reject()
    assert session_of(window).author == "cora"


def test_deciding_what_is_so_already_writes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    before = session_of(window).project.history()
    decide(asked(window, qtbot), "cora", "consultant", qtbot)
    assert session_of(window).project.history() == before


def test_nobody_is_handed_the_role_of_the_one_before(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    dialog.name.setEditText("ben")
    assert dialog.decided == ("ben", "annotator")
    dialog.name.setEditText("cora")
    assert dialog.decided == ("cora", "consultant")
    decide(dialog, "ben", "lead", qtbot)
    dialog = asked(window, qtbot)
    dialog.name.setEditText("cora")
    assert dialog.decided == ("cora", "consultant")
    decide(dialog, "cora", "annotator", qtbot)
    dialog = asked(window, qtbot)
    dialog.name.setEditText("ben")
    assert dialog.decided == ("ben", "lead")


def test_a_role_chosen_by_hand_stays_when_the_name_is_written(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    dialog.roles["lead"].click()
    dialog.name.setEditText("ben")
    assert dialog.decided == ("ben", "lead")
