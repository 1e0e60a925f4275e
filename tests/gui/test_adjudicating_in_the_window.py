"""Deciding between two people in the window: by keys, clicks, and without knowing whose place is whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import two_people as story
from hands import press, session_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.adjudication import Choice
from palpate.model.visibility import Visibility
from palpate.session.calibrating.gold_content import digest_of
from palpate.session.edits.contents import PutSetting
from palpate.session.keys.keymap_file import READY_MADE, ready_map
from palpate.session.production_qa.adjudication_walk import Letter, choice_of
from palpate.store import judging
from palpate.ui.actions.adjudicating import Adjudicating
from palpate.ui.actions.keys import KEYED, keys_of, put_in_force
from palpate.ui.app import make_application
from palpate.ui.canvas.candidates import Outline
from palpate.ui.main_window import MainWindow
from palpate.ui.production.differences_page import DifferencesPage

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    make_application()
    made = story.begun(qtbot, story.project(tmp_path))
    made.actions_.by_name["adjudicate"].trigger()
    yield made
    put_in_force(ready_map("default", KEYED))
    made.close()


def page_of(window: MainWindow) -> DifferencesPage:
    page = window.producing.panel.page
    assert isinstance(page, DifferencesPage)
    return page


def walking(window: MainWindow) -> Adjudicating:
    return window.deciding.between


def choose(window: MainWindow) -> None:
    page = page_of(window)
    session = session_of(window)
    for box, who in ((page.pair.first, "ana"), (page.pair.second, "ben")):
        box.setCurrentIndex(box.findData(story.layer_of(session, who)))


def begin(window: MainWindow, qtbot: QtBot) -> None:
    choose(window)
    page_of(window).pair.begin.click()
    qtbot.waitUntil(lambda: walking(window).in_hand is not None)
    awaited(window, qtbot)


def awaited(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.canvas.exact and bool(window.canvas.candidates))


def names_left(window: MainWindow) -> list[str]:
    walk = walking(window).walk
    assert walk is not None
    return [one.name for one in walk.waiting]


def decisions(window: MainWindow) -> dict[tuple[str, int], Choice]:
    walk = walking(window).walk
    assert walk is not None
    known = judging.adjudications(session_of(window).project, walk.match.final)
    names = {story.WRIST, story.KNEE, story.HIP}
    differ = {(story.WRIST, 120), (story.KNEE, 130), (story.HIP, 140)}
    return {
        (one.keypoint, one.frame): one.choice
        for one in known
        if one.keypoint in names and (one.keypoint, one.frame) in differ
    }


def test_what_agrees_is_taken_and_the_largest_difference_comes_into_sight(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, qtbot)
    walk, session = walking(window).walk, session_of(window)
    assert walk is not None
    assert walk.comparison.taken == walk.comparison.agreeing == 4 * 54 - 3
    assert names_left(window) == [story.KNEE, story.WRIST, story.HIP]
    focus = session.selection.focus
    skeleton = session.contents.skeleton_of("b")
    assert (focus.frame, skeleton.names[focus.keypoint]) == (130, story.KNEE)
    assert session.contents.layer(focus.layer).author == "lea"
    assert "absent" in page_of(window).said.text()
    assert window.guideline.isVisible()


def test_both_places_are_marked_by_shape_and_letter_and_nobody_is_named(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, qtbot)
    press(window, Qt.Key.Key_X)
    awaited(window, qtbot)
    marks = window.canvas.candidates
    assert [(mark.outline, mark.words) for mark in marks] == [(Outline.RING, "A"), (Outline.SQUARE, "B")]
    assert abs(marks[0].place[0] - marks[1].place[0]) == pytest.approx(story.FAR)
    said = page_of(window).said.text() + page_of(window).title.text()
    assert "ana" not in said
    assert "ben" not in said
    assert "30.0 px apart" in said
    page_of(window).whose.setChecked(True)
    assert {mark.words for mark in window.canvas.candidates} in (
        {"A · ana", "B · ben"},
        {"A · ben", "B · ana"},
    )


@pytest.mark.parametrize("keymap", ["default", *READY_MADE])
def test_one_key_each_takes_a_b_or_nothing_in_every_keymap(
    window: MainWindow, qtbot: QtBot, keymap: str
) -> None:
    put_in_force(ready_map(keymap, KEYED))
    window._on_keys()
    begin(window, qtbot)
    walk = walking(window).walk
    assert walk is not None
    by_name = {one.name: one for one in walk.waiting}
    for does in ("mark_visible", "mark_certain", "mark_absent"):
        window.canvas.setFocus()
        QTest.keySequence(window.canvas, keys_of(does)[0])
    assert decisions(window) == {
        (story.KNEE, 130): choice_of(by_name[story.KNEE], Letter.A),
        (story.WRIST, 120): choice_of(by_name[story.WRIST], Letter.B),
        (story.HIP, 140): Choice.ABSENT,
    }
    assert walking(window).in_hand is None
    assert window.canvas.candidates == ()
    assert page_of(window).decided.rows.rowCount() == 3


def test_a_click_places_anew_and_the_chosen_tier_goes_with_it(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    press(window, Qt.Key.Key_X)
    awaited(window, qtbot)
    at = window.canvas.candidates[0].place
    x, y = window.canvas.view.to_widget(at[0] - 12.0, at[1] + 3.0)
    spot = QPoint(round(x), round(y))
    QTest.mouseClick(window.canvas, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, spot)
    assert decisions(window) == {(story.WRIST, 120): Choice.NEW}
    walk, session = walking(window).walk, session_of(window)
    assert walk is not None
    k = session.contents.skeleton_of("b").position_of[story.WRIST]
    view = session.view(walk.match.final, "b", 120)
    assert view.positions[k].tolist() == pytest.approx([at[0] - 12.0, at[1] + 3.0], abs=1.0)
    assert view.visibility[k] == Visibility.ESTIMATED
    assert np.isfinite(session.view(story.layer_of(session, "ana"), "b", 120).positions[k]).all()


def test_later_and_back_lead_through_the_queue(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    press(window, Qt.Key.Key_X)
    assert names_left(window) == [story.WRIST, story.HIP, story.KNEE]
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_X, SHIFT)
    here = walking(window).in_hand
    assert here is not None
    assert (here.name, here.choice is not None) == (story.WRIST, True)
    assert any(mark.words in ("A · ana", "A · ben") for mark in window.canvas.candidates) or (
        window.canvas.frame != 120
    )
    press(window, Qt.Key.Key_2)
    walk = walking(window).walk
    assert walk is not None
    (wrist,) = walk.decided
    assert wrist.choice is choice_of(wrist, Letter.B)


def test_an_undo_comes_back_to_what_was_decided(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    press(window, Qt.Key.Key_1)
    assert story.KNEE not in names_left(window)
    press(window, Qt.Key.Key_Z, CONTROL)
    here = walking(window).in_hand
    assert here is not None
    assert (here.name, here.choice) == (story.KNEE, None)
    assert len(names_left(window)) == 3
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_1)
    assert names_left(window) == []


def test_the_keys_are_the_usual_ones_as_soon_as_the_hands_go_elsewhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, qtbot)
    visible = window.actions_.by_name["mark_visible"]
    assert "Take A" in visible.toolTip()
    assert not visible.autoRepeat()
    press(window, Qt.Key.Key_E)
    assert walking(window).in_hand is None
    assert "Take A" not in visible.toolTip()
    assert visible.autoRepeat()
    assert not page_of(window).answers.buttons["mark_absent"].isEnabled()
    row = page_of(window).waiting
    row.chosen.emit(row.rows.rows[1].of)
    assert walking(window).in_hand is not None
    press(window, Qt.Key.Key_Escape)
    assert walking(window).in_hand is None
    assert page_of(window).resume.isVisible()
    page_of(window).resume.click()
    here = walking(window).in_hand
    assert here == row.rows.rows[1].of
    assert not page_of(window).resume.isVisible()


def test_a_nudge_moves_what_was_decided_and_nothing_else(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    press(window, Qt.Key.Key_X)
    before = len(session_of(window).project.history())
    press(window, Qt.Key.Key_D)
    assert len(session_of(window).project.history()) == before
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_X, SHIFT)
    walk, session = walking(window).walk, session_of(window)
    assert walk is not None
    k = session.contents.skeleton_of("b").position_of[story.WRIST]
    x = session.view(walk.match.final, "b", 120).positions[k][0]
    press(window, Qt.Key.Key_D)
    assert session.view(walk.match.final, "b", 120).positions[k][0] == pytest.approx(x + 1.0)
    here = walking(window).in_hand
    assert here is not None
    assert here.choice is Choice.NEW


def test_before_anything_is_decided_no_pose_of_anybody_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    walk = walking(window).walk
    assert walk is not None
    press(window, Qt.Key.Key_Z, CONTROL)  # what agrees, and with it the final layer
    assert not walk.match.final
    walking(window).go_on()
    awaited(window, qtbot)
    assert not any(pose.shown.any() for pose in window.canvas.scene.poses)
    assert len(window.canvas.candidates) == 1
    press(window, Qt.Key.Key_X)
    press(window, Qt.Key.Key_1)
    assert walk.match.final
    assert decisions(window) == {(story.WRIST, 120): walk.decided[0].choice}


def test_a_ghost_of_either_layer_is_not_seen_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    settings = window.preferences.settings
    settings.set("ghost_layer", story.layer_of(session_of(window), "ana"))
    settings.set("ghost", True)
    begin(window, qtbot)
    qtbot.waitUntil(lambda: bool(window.canvas._screen.stack.aids.words))
    assert window.canvas._screen.stack.aids.others == ()
    assert "whose place is whose" in window.canvas._screen.stack.aids.words[-1]
    press(window, Qt.Key.Key_Escape)
    assert len(window.canvas._screen.stack.aids.others) == 1


def test_an_annotator_is_told_why_nothing_can_be_decided(window: MainWindow) -> None:
    session_of(window).do(PutSetting("role", "annotator"))
    page_of(window).refresh()
    choose(window)
    assert not page_of(window).pair.begin.isEnabled()
    assert "consultant or a lead" in page_of(window).pair.refusal.text()


def test_progress_is_told_in_all_and_by_keypoint(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    press(window, Qt.Key.Key_1)
    page = page_of(window)
    assert "1 of 3 differences decided" in page.state.text()
    assert (page.progress.value(), page.progress.maximum()) == (1, 3)
    assert [row.cells[1] for row in page.keypoints.rows.rows] == ["0 / 1", "0 / 1", "1 / 1"]
    (row,) = page.decided.rows.rows
    assert row.cells[2] in ("A, of ana", "A, of ben")


def test_nothing_but_answers_changes_the_final_layer_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    session, walk = session_of(window), walking(window).walk
    assert walk is not None
    before, told = digest_of(session, walk.match.final), list[str]()
    window.workbench.told.connect(lambda _tone, sentence: told.append(sentence))
    window.actions_.by_name["swap_sides"].trigger()
    assert "stays as it is while you are asked about it" in told[-1]
    assert digest_of(session, walk.match.final) == before
    press(window, Qt.Key.Key_1)
    assert digest_of(session, walk.match.final) != before
