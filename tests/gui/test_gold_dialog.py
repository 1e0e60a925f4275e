"""Gold in the window: certified, begun anew, planned, marked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import pytest
from hands import opened
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.session.calibrating import attempts, gold
from palpate.session.calibrating.unit_walk import attempt_to_go_on
from palpate.session.session import Session
from palpate.session.working_as import work_as
from palpate.ui.app import make_application
from palpate.ui.dialogs.gold import GoldDialog
from palpate.ui.dialogs.questions import Question
from palpate.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The consultant's project with sixty poses of open gold."""
    make_application()
    with story.project(tmp_path) as session:
        path = session.project.path
    window = opened(qtbot, path)
    yield window
    window.close()


@pytest.fixture
def session(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


@pytest.fixture
def dialog(window: MainWindow) -> GoldDialog:
    window.commands.manage_gold()
    assert window.calibrating.gold is not None
    return window.calibrating.gold


def asked(dialog: GoldDialog) -> Question:
    assert dialog.question is not None
    return dialog.question


def rows(dialog: GoldDialog) -> list[tuple[str, str]]:
    items = [dialog.list.topLevelItem(n) for n in range(dialog.list.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def test_gold_is_certified_for_good_with_a_note(dialog: GoldDialog, session: Session) -> None:
    assert rows(dialog) == [("gold", "open, version 1 to be")]
    assert dialog.page.state.text() == "Nothing is missing: it can be certified."
    dialog.page.certify.click()
    assert "no undo takes it back" in asked(dialog).said.text()
    assert not asked(dialog).do.isDefault()
    line = asked(dialog).line
    assert line is not None
    QTest.keyClicks(line, "first round")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert gold.certificate_of(session, story.gold_of(session).id) is None
    assert line.text() == "first round"
    asked(dialog).do.click()
    held = gold.certificate_of(session, story.gold_of(session).id)
    assert held is not None
    assert held.note == "first round"
    assert rows(dialog) == [("gold", "version 1")]
    assert dialog.page.state.text() == "Checked just now: the labels are exactly what was certified."
    assert "certified by cora" in dialog.page.facts.text()
    assert "certified already" in dialog.page.certify.toolTip()


def test_what_is_missing_is_told_and_certified_in_part_only_on_purpose(
    window: MainWindow, dialog: GoldDialog, session: Session
) -> None:
    session.selection.move(
        layer=story.gold_of(session).id, clip="run", instance="runner", frame=0, keypoint=1
    )
    window.commands.clear_keypoint()
    dialog.refresh()
    assert dialog.page.state.text().startswith("To be certified: 1 keypoint is not decided in 1 pose of gold")
    dialog.page.certify.click()
    question = asked(dialog)
    assert question.box is not None
    assert not question.do.isEnabled()
    question.box.setChecked(True)
    question.do.click()
    assert rows(dialog) == [("gold", "version 1")]


def test_a_new_version_is_a_copy_that_is_certified_in_its_turn(dialog: GoldDialog, session: Session) -> None:
    assert "not certified" in dialog.page.new_version.toolTip()
    gold.certify(session, story.gold_of(session).id)
    dialog.page.new_version.click()
    assert rows(dialog) == [("gold", "version 1"), ("gold, version 2", "open, version 2 to be")]
    assert dialog.page.title.text() == "gold, version 2"
    assert dialog.page.certify.isEnabled()


def test_a_plan_is_drawn_and_gone_through_by_the_bar_and_can_be_left(
    window: MainWindow, dialog: GoldDialog, session: Session
) -> None:
    dialog.page.draw.click()
    number = asked(dialog).number
    assert number is not None
    number.setValue(4)
    asked(dialog).do.click()
    bar = window.calibrating.bar
    assert bar.isVisible()
    assert (bar.title.text(), bar.place.text()) == ("Plan for gold", "unit 1 of 4 · 0 done")
    assert not bar.submit.isVisible()
    assert session.selection.focus.layer == story.gold_of(session).id
    bar.leave.click()
    assert not bar.isVisible()
    window.commands.manage_gold()
    again = window.calibrating.gold
    assert again is not None
    assert again.page.plans.currentText() == "gold, seed 1: 4 of 4 poses left"
    again.page.go_on.click()
    assert bar.isVisible()


def test_gold_is_marked_again_blind_and_its_own_error_shown(
    window: MainWindow, dialog: GoldDialog, session: Session
) -> None:
    assert dialog.page.notes.text().startswith(
        "Gold's own error is unknown: nothing of it was marked a second"
    )
    dialog.page.repeats.click()
    asked(dialog).do.click()
    attempt = attempt_to_go_on(session)
    assert attempt is not None
    assert window.calibrating.bar.title.text() == "Hidden repeats 1"
    story.follow(session, attempt, spread=2.0)
    window.commands.submit_attempt()
    assert window.calibrating.question is not None
    window.calibrating.question.do.click()
    assert not attempts.attempt_known(session, attempt.id).is_open
    window.commands.manage_gold()
    page = window.calibrating.gold
    assert page is not None
    assert page.page.table.rowCount() == 17
    first = [page.page.table.item(0, column) for column in range(4)]
    assert all(cell is not None and cell.text() for cell in first)
    header = page.page.table.horizontalHeader()
    for column in range(1, 4):
        assert header.sectionSize(column) >= header.sectionSizeFromContents(column).width()


def test_a_second_consultant_gets_a_layer_of_gold_of_their_own(dialog: GoldDialog, session: Session) -> None:
    work_as(session, "cleo", "consultant")
    dialog.add.click()
    asked(dialog).do.click()
    assert [name for name, _ in rows(dialog)] == ["gold", "gold of cleo"]


def test_an_annotator_has_no_hand_in_gold(window: MainWindow, dialog: GoldDialog, session: Session) -> None:
    work_as(session, "ana", "annotator")
    assert window.calibrating.gold is None
    assert "consultant" in window.actions_.by_name["manage_gold"].statusTip()
