"""The next suggested keyframe in the window: by its key, in the list, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hands import press, session_of
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.drawing import NAMES, RULER
from palpate.ui.widgets.suggestion_words import names_words, suggestion_words


@pytest.fixture
def window(qtbot: QtBot, two_bowlers: Session) -> Iterator[MainWindow]:
    """Two bowlers without a film; the one that stands is in hand."""
    make_application()
    path = two_bowlers.project.path
    two_bowlers.close()
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_named([str(path)])
    session = session_of(made)
    session.selection.move(instance=session.contents.instances[1].id, keypoint=-1, frame=3)
    made.enter_mode("review")
    made.review.show_next()
    made.review.next.refresh()
    yield made
    made.close()


def press_next(window: MainWindow) -> None:
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)


def place_here(window: MainWindow) -> None:
    session = session_of(window)
    focus = session.selection.focus
    view = session.view(focus.layer, focus.instance, focus.frame)
    at = session.pose_at(focus.layer, focus.instance, focus.frame)
    visible = np.full(5, Visibility.VISIBLE, np.int8)
    session.do(poses.move(at, np.arange(5), view.positions, visible, title="Place all"))


def test_the_key_goes_to_the_best_frame_and_chooses_its_keypoints(window: MainWindow) -> None:
    told: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: told.append(sentence))
    best = window.suggesting.found[0]
    press_next(window)
    focus = session_of(window).selection.focus
    assert (focus.instance, focus.frame) == (best.instance, 25)
    assert focus.keypoint == best.suggestion.keypoints[0]
    assert focus.chosen == frozenset(range(5))
    assert window.suggesting.in_hand == best
    assert told[-1].endswith("px·frames, as far as keyframes alone tell")
    assert "and 3 more here lower the expected error by" in told[-1]


def test_pressed_again_it_takes_the_next_and_comes_round(window: MainWindow) -> None:
    found = list(window.suggesting.found)
    frames = []
    for _ in range(len(found) + 1):
        press_next(window)
        frames.append(session_of(window).selection.focus.frame)
    assert frames == [*(one.frame for one in found), found[0].frame]


def test_placing_brings_other_suggestions(window: MainWindow, qtbot: QtBot) -> None:
    press_next(window)
    place_here(window)
    assert 25 not in {one.frame for one in window.suggesting.found}
    qtbot.waitUntil(lambda: "frame 25 " not in window.review.next.list.item(0).text())
    press_next(window)
    assert session_of(window).selection.focus.frame in (12, 13, 37, 38)


def test_the_list_says_frame_gain_keypoints_and_what_is_off(window: MainWindow, qtbot: QtBot) -> None:
    page = window.review.next
    upper, lower = page.list.item(0).text().split("\n")
    assert upper.startswith("frame 25 · ")
    assert " px·frames · " in upper
    assert upper.endswith(" px off")
    assert lower.endswith(" and 3 more")
    assert "Not tracked yet" in page.said
    page.list.itemClicked.emit(page.list.item(1))
    assert session_of(window).selection.focus.frame == window.suggesting.found[1].frame
    qtbot.waitUntil(lambda: page.list.currentRow() == 1)


def ruler_tip(window: MainWindow, frame: int) -> str:
    lanes = window.timeline.lanes
    return lanes.tip_at(QPoint(round(NAMES + lanes.axis.centre_of(frame)), RULER // 2))


def test_suggested_frames_are_marked_on_the_ruler_and_told(window: MainWindow, qtbot: QtBot) -> None:
    lanes, best = window.timeline.lanes, window.suggesting.found[0]
    assert "a keyframe in frame 25 would help: " in ruler_tip(window, 25)
    assert suggestion_words(best) in ruler_tip(window, 25)
    marked = lanes.viewport().grab().toImage()
    window.timeline.set_suggested({})
    assert "would help" not in ruler_tip(window, 25)
    assert lanes.viewport().grab().toImage() != marked
    press_next(window)
    place_here(window)
    qtbot.waitUntil(lambda: "in frame 25 would help" not in ruler_tip(window, 25))
    qtbot.waitUntil(lambda: any("would help" in ruler_tip(window, frame) for frame in (12, 13)))


def test_marks_of_suggestions_go_where_nobody_asks_for_new_ones(window: MainWindow, qtbot: QtBot) -> None:
    window.review.show_queue()
    assert "would help" in ruler_tip(window, 25)
    place_here(window)
    qtbot.waitUntil(lambda: "would help" not in ruler_tip(window, 25))
    press_next(window)
    assert any("would help" in ruler_tip(window, one.frame) for one in window.suggesting.found)
    session = session_of(window)
    session.selection.move(instance=session.contents.instances[0].id)
    qtbot.waitUntil(lambda: "would help" not in ruler_tip(window, 25))


def test_where_there_is_nothing_to_suggest_it_is_said_why(window: MainWindow, qtbot: QtBot) -> None:
    told: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: told.append(sentence))
    session = session_of(window)
    session.undo()
    press_next(window)
    assert told[-1] == "stander has one keyframe, in frame 0: place it some frames away too"
    page = window.review.next
    qtbot.waitUntil(lambda: page.hint.startswith("Stander has one keyframe"))
    assert not page.button.isEnabled()
    assert "Not now: stander has one keyframe" in page.button.toolTip()


def test_without_an_instance_in_hand_the_way_out_is_said(window: MainWindow) -> None:
    session_of(window).selection.move(instance="", keypoint=-1)
    page = window.review.next
    page.refresh()
    assert page.list.count() == 0
    assert page.hint.startswith("Add an instance first")


def test_of_many_names_a_few_are_said() -> None:
    assert names_words(("Wrist",)) == "Wrist"
    assert names_words(("Wrist", "Hand")) == "Wrist and Hand"
    assert names_words(("Wrist", "Hand", "Elbow")) == "Wrist, Hand and 1 more"


def test_it_is_told_in_the_help(checkout: Path) -> None:
    manual = (checkout / "resources" / "help" / "manual.md").read_text(encoding="utf-8")
    assert "Ctrl+Alt+N" in manual
