"""Writing what is told of a keypoint, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from consultant import FRAME, begun, choose, definition, opened, session_of, titles, write
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.guideline import Guideline
from palpate.model.migration import Redefine
from palpate.session.edits.contents import PutSetting
from palpate.session.guidelines import guide_editing
from palpate.session.guidelines.guidance import told_of
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.ui.main_window import MainWindow

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0L9 9"/></svg>'


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = begun(qtbot, tmp_path)
    yield made
    made.close()


# ---- words ---------------------------------------------------------------------------------------------


def test_what_is_typed_is_read_beside_it_and_kept_as_one_edit_when_one_goes_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    editor = opened(window, qtbot).words
    before = len(titles(window))
    write(editor.texts["definition"], "Tip of the spine of T6.")
    write(editor.texts["palpation_cue"], "Count down.")
    assert editor.preview.texts()[""] == "Tip of the spine of T6."
    assert editor.preview.texts()["Palpation"] == "Count down."
    assert len(titles(window)) == before
    choose(window, "t7")
    assert titles(window)[0] == "Rewrite the guideline of T6 spinous process"
    assert len(titles(window)) == before + 1
    assert definition(window) == "Tip of the spine of T6."
    assert editor.texts["definition"].toPlainText() == definition(window, "t7")
    choose(window, "t6")
    assert editor.texts["definition"].toPlainText() == "Tip of the spine of T6."
    assert window.guideline.texts()[""] == "Tip of the spine of T6."
    assert window.guideline.texts()["Whose words"].startswith("The project's own words, changed by cora on")


def test_the_words_end_where_the_page_ends(window: MainWindow, qtbot: QtBot) -> None:
    text = window.guideline.text
    qtbot.waitUntil(lambda: text.height() == text.heightForWidth(text.width()))
    preview = opened(window, qtbot).words.preview
    qtbot.waitUntil(lambda: preview.height() == preview.heightForWidth(preview.width()))


def test_reading_alone_writes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot)
    before = len(titles(window))
    for name in session_of(window).contents.skeleton_of("b").names:
        choose(window, name)
    assert len(titles(window)) == before


def test_one_may_go_through_frames_and_go_on_typing(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Half a")
    session_of(window).selection.move(frame=FRAME + 1)
    assert editor.texts["definition"].toPlainText() == "Half a"
    QTest.keyClicks(editor.texts["definition"], " sentence.")
    opened(window, qtbot).close()
    assert definition(window) == "Half a sentence."


def test_undo_takes_the_words_back_and_the_fields_follow(window: MainWindow, qtbot: QtBot) -> None:
    shipped = definition(window)
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Mine.")
    assert editor.keep()
    window.actions_.by_name["undo"].trigger()
    assert editor.texts["definition"].toPlainText() == shipped == definition(window)
    window.actions_.by_name["redo"].trigger()
    assert editor.texts["definition"].toPlainText() == "Mine."


def test_one_goes_back_to_the_shipped_text(window: MainWindow, qtbot: QtBot) -> None:
    shipped = definition(window)
    editor = opened(window, qtbot).words
    assert not editor.back.isEnabled()
    assert editor.back.toolTip() == "There are no words of the project's own here"
    write(editor.texts["definition"], "Mine.")
    editor.keep()
    assert editor.whose.text().startswith("The project's own words, changed by cora")
    QTest.mouseClick(editor.back, Qt.MouseButton.LeftButton)
    assert definition(window) == shipped
    assert editor.texts["definition"].toPlainText() == shipped
    assert "Whose words" not in window.guideline.texts()


def test_half_a_rule_of_blur_waits_and_all_other_words_are_kept(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Mine.")
    editor.blur.reference.setFocus()
    editor.blur.reference.selectAll()
    QTest.keyClick(editor.blur.reference, Qt.Key.Key_Delete)
    assert "say which width" in editor.problem.text()
    choose(window, "t7")
    assert definition(window) == "Mine."
    session = session_of(window)
    told = told_of(session.contents.skeleton_of("b"), "t6", session.guides).guideline
    assert told is not None
    assert told.blur_rule is not None
    assert editor.problem.text() == ""
    choose(window, "t6")
    assert editor.blur.reference.text() == ""
    assert "say which width" in editor.problem.text()
    QTest.keyClicks(editor.blur.reference, "height of a process")
    assert editor.problem.text() == ""
    assert editor.keep()
    told = told_of(session.contents.skeleton_of("b"), "t6", session.guides).guideline
    assert told is not None
    assert told.blur_rule is not None
    assert told.blur_rule.reference == "height of a process"


def test_shares_of_blur_that_do_not_grow_are_told_while_typing(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    editor.blur.ratios[0].setFocus()
    editor.blur.ratios[0].selectAll()
    QTest.keyClicks(editor.blur.ratios[0], "9")
    assert "must grow" in editor.problem.text()
    QTest.mouseClick(editor.blur.given, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert editor.problem.text() == ""
    assert not editor.blur.ratios[0].isEnabled()
    editor.keep()
    told = told_of(session_of(window).contents.skeleton_of("b"), "t6", session_of(window).guides).guideline
    assert told is not None
    assert told.blur_rule is None


def test_tiers_errors_and_conditions_of_light_are_written(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    write(editor.rules.field("estimated"), "Under loose cloth.")
    write(editor.errors, "Too high.\nToo low.\n")
    QTest.keyClicks(editor.light.other, "Low sun")
    QTest.keyClick(editor.light.other, Qt.Key.Key_Return)
    write(editor.light.field("low_sun"), "Long shadows mislead.")
    editor.keep()
    told = told_of(session_of(window).contents.skeleton_of("b"), "t6", session_of(window).guides).guideline
    assert told is not None
    assert told.visibility_rule["estimated"] == "Under loose cloth."
    assert told.common_errors == ("Too high.", "Too low.")
    assert told.lighting_notes["low_sun"] == "Long shadows mislead."
    assert {"diffuse", "hard_side_light"} <= told.lighting_notes.keys()


def test_a_condition_that_has_no_word_is_asked_for_again(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, words: said.append(words))
    QTest.keyClicks(editor.light.other, "3 suns")
    QTest.mouseClick(editor.light.add, Qt.MouseButton.LeftButton)
    assert "a letter from a to z" in said[-1]


def test_what_is_typed_is_kept_when_the_project_or_the_window_closes(
    window: MainWindow, qtbot: QtBot
) -> None:
    path = session_of(window).project.path
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Nothing is lost.")
    window.workbench.close()
    with Session.open(path, read_only=True) as session:
        told = told_of(session.contents.skeletons["cricket_bowling_54"], "t6", session.guides)
        assert told.guideline is not None
        assert told.guideline.definition == "Nothing is lost."


def test_an_annotator_finds_no_way_to_write(window: MainWindow, qtbot: QtBot) -> None:
    session_of(window).do(PutSetting("role", "annotator"))
    assert not window.guideline.edit.isVisible()
    action = window.actions_.by_name["edit_guideline"]
    assert not action.isEnabled()
    assert "consultants and leads" in action.toolTip()


def test_fields_close_when_somebody_becomes_an_annotator(window: MainWindow, qtbot: QtBot) -> None:
    guide = opened(window, qtbot)
    session_of(window).do(PutSetting("role", "annotator"))
    choose(window, "t7")
    assert not guide.words.texts["definition"].isEnabled()
    assert "consultants and leads" in guide.words.whose.text()
    assert not guide.pictures.side.add.isEnabled()


def test_words_of_a_former_place_are_there_to_begin_with(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    skeleton = session.contents.skeleton_of("b")
    guide_editing.write_guideline(session, skeleton, Guideline("t6", "The old place."))
    migrating.migrate(session, migrating.by_rules(session, [Redefine("t6")]))
    assert "before version 2" in window.guideline.texts()["Whose words"]
    editor = opened(window, qtbot).words
    assert editor.texts["definition"].toPlainText() == "The old place."
    assert editor.back.text() == "These words still hold"
    QTest.mouseClick(editor.back, Qt.MouseButton.LeftButton)
    assert definition(window) == "The old place."
    assert editor.back.text() == "Back to the shipped text"


def test_shipped_words_of_a_former_place_are_offered_to_begin_with(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    shipped = definition(window)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("t6")]))
    assert definition(window) == ""
    editor = opened(window, qtbot).words
    assert editor.texts["definition"].toPlainText() == ""
    assert editor.back.text() == "Begin with the words of before"
    assert editor.whose.text().startswith("Another place since version 2")
    QTest.mouseClick(editor.back, Qt.MouseButton.LeftButton)
    assert editor.texts["definition"].toPlainText() == shipped
    assert definition(window) == ""
    choose(window, "t7")
    assert definition(window) == shipped
    choose(window, "t6")
    assert editor.back.text() == "Back to the shipped text"


def test_a_label_to_be_placed_anew_says_so_in_words_that_fit(window: MainWindow) -> None:
    session = session_of(window)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("t6")]))
    choose(window, "t6")
    state = window.guideline.state
    assert state.text().endswith("place anew")
    assert state.shown == state.text()
    assert "changed in version 2" in state.toolTip()
