"""A reviewer's look at occluded and blurred keypoints in the window, one key for each."""

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
from palpate.session.keys.keymap_file import READY_MADE, ready_map
from palpate.session.production_qa import spot_check
from palpate.ui.actions.keys import KEYED, keys_of, put_in_force
from palpate.ui.actions.spot_checking import SpotChecking
from palpate.ui.app import make_application
from palpate.ui.canvas.candidates import Outline
from palpate.ui.main_window import MainWindow
from palpate.ui.production.spots_page import SpotsPage

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Lea looks at everything of ana's work that is hard to see: her hips, in four frames."""
    make_application()
    made = story.begun(qtbot, story.project(tmp_path))
    made.actions_.by_name["spot_check"].trigger()
    yield made
    put_in_force(ready_map("default", KEYED))
    made.close()


def page_of(window: MainWindow) -> SpotsPage:
    page = window.producing.panel.page
    assert isinstance(page, SpotsPage)
    return page


def checking(window: MainWindow) -> SpotChecking:
    return window.deciding.spots


def begin(window: MainWindow, qtbot: QtBot) -> None:
    form = page_of(window).drawing
    form.layer.setCurrentIndex(form.layer.findData(story.layer_of(session_of(window), "ana")))
    form.share.setValue(100)
    form.begin.click()
    awaited(window, qtbot)


def awaited(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.canvas.exact and bool(window.canvas.candidates))


def hips(window: MainWindow) -> list[tuple[int, Choice | None]]:
    queue = checking(window).queue
    assert queue is not None
    return sorted((spot.frame, spot.outcome) for spot in queue.spots if spot.name == story.HIP)


def go_to_hip(window: MainWindow, qtbot: QtBot, frame: int = 110) -> None:
    spots = {(one.name, one.frame): one for one in checking(window).waiting}
    page_of(window).waiting.chosen.emit(spots[story.HIP, frame])
    awaited(window, qtbot)


def test_the_first_point_comes_with_the_reason_why_it_is_asked(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    assert [frame for frame, _ in hips(window)] == story.FRAMES.tolist()
    here = checking(window).in_hand
    assert here is not None
    assert here == checking(window).waiting[0]
    go_to_hip(window, qtbot)
    assert "ana flags it occluded, estimated" in page_of(window).said.text()
    focus = session_of(window).selection.focus
    assert session_of(window).contents.layer(focus.layer).author == "ana"
    assert window.guideline.isVisible()


@pytest.mark.parametrize("keymap", ["default", *READY_MADE])
def test_accepting_and_calling_absent_lead_on_by_one_key_in_every_keymap(
    window: MainWindow, qtbot: QtBot, keymap: str
) -> None:
    put_in_force(ready_map(keymap, KEYED))
    window._on_keys()
    begin(window, qtbot)
    first, second, third, *_ = checking(window).waiting
    for does in ("accept", "mark_absent"):
        QTest.keySequence(window.canvas, keys_of(does)[0])
    assert checking(window).in_hand == third
    queue = checking(window).queue
    assert queue is not None
    said = {(one.frame, one.keypoint): one.outcome for one in queue.spots}
    assert said[first.frame, first.keypoint] is Choice.FIRST
    assert said[second.frame, second.keypoint] is Choice.ABSENT


def test_a_drag_corrects_and_leaves_the_labels_as_they_are(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    go_to_hip(window, qtbot)
    here, canvas = checking(window).in_hand, window.canvas
    assert here is not None
    start, end = (canvas.view.to_widget(here.place[0] + by, here.place[1]) for by in (0.0, 15.0))
    first, last = (QPoint(round(x), round(y)) for x, y in (start, end))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    for step in range(1, 6):
        QTest.mouseMove(canvas, first + (last - first) * step / 5)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, last)
    assert dict(hips(window))[110] is Choice.NEW
    session = session_of(window)
    view = session.view(here.layer, "b", 110)
    assert view.positions[here.keypoint].tolist() == pytest.approx(list(here.place))
    checking(window).go_back()
    awaited(window, qtbot)
    mine, corrected = canvas.candidates
    assert (mine.outline, corrected.outline) == (Outline.RING, Outline.SQUARE)
    assert corrected.place[0] - mine.place[0] == pytest.approx(15.0, abs=1.0)
    assert "Found: corrected" in page_of(window).said.text()


def test_another_flag_is_a_correction_and_the_same_one_is_right(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    go_to_hip(window, qtbot, 120)
    press(window, Qt.Key.Key_3)
    go_to_hip(window, qtbot, 130)
    press(window, Qt.Key.Key_1)
    found = dict(hips(window))
    assert (found[120], found[130]) == (Choice.FIRST, Choice.NEW)
    queue = checking(window).queue
    assert queue is not None
    (spot,) = (one for one in queue.spots if (one.name, one.frame) == (story.HIP, 130))
    assert spot_check.found_at(session_of(window), spot) == (spot.place, Visibility.VISIBLE)


def test_a_nudge_corrects_without_leaving_and_ana_s_work_stays(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    go_to_hip(window, qtbot)
    here = checking(window).in_hand
    assert here is not None
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_D)
    now = checking(window).in_hand
    assert now is not None
    assert now.outcome is Choice.NEW
    place, _ = spot_check.found_at(session_of(window), now)
    assert place is not None
    assert place[0] == pytest.approx(here.place[0] + 2.0)
    x = session_of(window).view(here.layer, "b", 110).positions[here.keypoint][0]
    assert x == pytest.approx(here.place[0])


def test_a_comment_is_pinned_to_the_point_in_hand(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    go_to_hip(window, qtbot)
    press(window, Qt.Key.Key_N)
    qtbot.waitUntil(window.note_card.isVisible)
    QTest.keyClicks(window.note_card.line, "farther forward")
    QTest.keyClick(window.note_card.line, Qt.Key.Key_Return)
    (note,) = session_of(window).project.notes()
    assert (note.text, note.keypoint, note.frame) == ("farther forward", story.HIP, 110)
    assert checking(window).in_hand is not None


def test_later_back_and_undo_keep_the_place_in_the_queue(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    first, second, *_ = checking(window).waiting
    press(window, Qt.Key.Key_X)
    assert checking(window).waiting[-1] == first
    assert checking(window).in_hand == second
    press(window, Qt.Key.Key_R)
    press(window, Qt.Key.Key_Z, CONTROL)
    assert checking(window).in_hand == second
    press(window, Qt.Key.Key_R)
    press(window, Qt.Key.Key_X, SHIFT)
    here = checking(window).in_hand
    assert here is not None
    assert (here.frame, here.keypoint, here.outcome) == (second.frame, second.keypoint, Choice.FIRST)


def test_an_undo_comes_back_to_the_point_that_was_asked_and_a_redo_leads_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, qtbot)
    first, second, third, *_ = checking(window).waiting
    press(window, Qt.Key.Key_R)
    press(window, Qt.Key.Key_R)  # the layer of answers stands already: this one is but a pose in it
    press(window, Qt.Key.Key_Z, CONTROL)
    assert checking(window).in_hand == second
    assert session_of(window).selection.focus.layer == second.layer
    press(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert checking(window).in_hand == third
    for expected in (second, first):
        press(window, Qt.Key.Key_Z, CONTROL)
        assert checking(window).in_hand == expected


def test_undoing_the_first_answer_says_nothing_of_the_layer_that_goes_with_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, qtbot)
    first = checking(window).in_hand
    press(window, Qt.Key.Key_R)
    told: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: told.append(sentence))
    press(window, Qt.Key.Key_Escape)  # nothing is asked any more: the undo leads by itself
    press(window, Qt.Key.Key_Z, CONTROL)
    assert checking(window).in_hand == first
    press(window, Qt.Key.Key_R)
    checking(window)._forget()
    press(window, Qt.Key.Key_Z, CONTROL)
    assert not any("no such layer" in sentence for sentence in told)


def test_figures_by_person_and_week_grow_with_every_answer(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    page = page_of(window)
    page.tabs.setCurrentWidget(page.figures)
    assert page.figures.rows.rowCount() == 0
    press(window, Qt.Key.Key_R)
    press(window, Qt.Key.Key_4)
    (row,) = page.figures.rows.rows
    assert (row.cells[0], *row.cells[2:4]) == ("ana", "2", "50 %")


def test_one_s_own_work_is_checked_by_somebody_else(window: MainWindow) -> None:
    form = page_of(window).drawing
    session = session_of(window)
    own = session.contents.working_layer("lea")
    assert own is not None
    assert form.layer.findData(own.id) < 0  # nothing is labelled in it
    window.workbench.note("")
    checking(window).begin(own.id)
    assert checking(window).queue is None


def test_only_the_point_in_hand_can_be_dragged(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    go_to_hip(window, qtbot)
    session = session_of(window)
    before = len(session.project.history())
    here = checking(window).in_hand
    assert here is not None
    other = (here.keypoint + 1) % 54
    window.canvas.moved.emit(*_one(other, here.place))
    assert len(session.project.history()) == before
    assert checking(window).in_hand is not None


def _one(keypoint: int, place: tuple[float, float]) -> tuple[object, object]:
    return np.array([keypoint]), np.array([place])


EDITS = (
    "paste_pose",
    "copy_previous",
    "mirror_pose",
    "swap_sides",
    "clear_pose",
    "clear_frames",
    "fill_flow",
    "box_from_keypoints",
    "mask_from_hull",
)


def test_nothing_else_changes_the_work_while_it_is_asked_about(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    session, actions = session_of(window), window.actions_.by_name
    before = digest_of(session, checking(window).layer)
    methods = session.project.methods(checking(window).layer, "b")
    told = list[str]()
    window.workbench.told.connect(lambda _tone, sentence: told.append(sentence))
    go_to_hip(window, qtbot, 120)
    actions["carry_pose"].trigger()
    go_to_hip(window, qtbot, 130)
    refused = 0
    for name in EDITS:
        told.clear()
        actions[name].trigger()
        refused += any("stays as it is while you are asked about it; Escape" in one for one in told)
        assert digest_of(session, checking(window).layer) == before, name
        assert session.project.methods(checking(window).layer, "b") == methods, name
    assert refused >= 5
    assert checking(window).in_hand is not None
    press(window, Qt.Key.Key_Escape)
    assert checking(window).in_hand is None
    actions["swap_sides"].trigger()
    assert digest_of(session, checking(window).layer) != before
