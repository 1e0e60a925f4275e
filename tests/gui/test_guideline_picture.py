"""The guideline as a picture: it follows the work, grows large, and is searched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QTabBar
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.marking.notes import pin
from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

FRAME = 144
BARE = """skeleton: bare
version: 1
title: Bare
subject: animal
visibility: three_tier
keypoints:
  - {name: horn, side: midline}
  - {name: hump, side: midline}
"""
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The bowler releases the ball; every keypoint is placed where it is in every second frame."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    path = tmp_path / "bowling.palpate"
    with Session.create(path, ["cricket_bowling_54"], "ana") as session:
        (clip,) = add_media(session, [Path(film)])
        frames = np.arange(FRAME - 10, FRAME + 10, 2)
        at = truth.positions[frames, 0].astype(np.float64)
        codes = np.full(at.shape[:2], Visibility.VISIBLE, np.int8)
        track = Track(frames, at, codes, np.full_like(codes, Origin.HAND))
        bowler = Instance("b", clip.id, "bowler", 1, "cricket_bowling_54")
        session.do(AddLabels("Put", session.contents.layers[0], (), (), (bowler,), {"b": track}))
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(path)
    qtbot.waitUntil(lambda: made.canvas.frame >= 0)
    yield made
    made.close()


def session_of(window: MainWindow) -> Session:
    assert window.workbench.session is not None
    return window.workbench.session


def choose(window: MainWindow, name: str) -> None:
    session = session_of(window)
    skeleton = session.contents.skeleton_of("b")
    session.selection.move(instance="b", frame=FRAME, keypoint=skeleton.position_of[name])


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key, held)


def plate(window: MainWindow) -> str:
    sight = window.guideline.plate.view.sight
    return "" if sight is None else sight.plate.name


def tab_texts(tabs: QTabBar) -> list[str]:
    return [tabs.tabText(n) for n in range(tabs.count())]


def test_the_picture_follows_the_active_keypoint(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "t6")
    qtbot.waitUntil(lambda: plate(window) == "spine_posterior")
    box = window.guideline.plate
    assert tab_texts(box.tabs) == ["From behind", "From the right"]
    sight = box.view.sight
    assert sight is not None
    assert sight.target.at == pytest.approx((0.5002, 0.3821))
    choose(window, "left_navicular")
    qtbot.waitUntil(lambda: plate(window) == "foot_medial")
    left = box.view.sight
    choose(window, "right_navicular")
    right = box.view.sight  # at once: the next keypoints are read ahead
    assert left is not None
    assert right is not None
    assert left.target.mirrored is not right.target.mirrored
    assert "Left" in left.title
    assert "Right" in right.title


def test_the_plates_of_the_next_keypoints_are_drawn_before_one_gets_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "c7")
    pictures = window.guideline.pictures
    skeleton = session_of(window).contents.skeleton_of("b")
    qtbot.waitUntil(lambda: pictures.sights(skeleton, "t12") is not None)
    view = window.guideline.plate.view
    qtbot.waitUntil(lambda: view.sight is not None and pictures.at_hand(view.sight, 0.1, True) is not None)
    for name in ("t4", "t5", "t6", "t7", "t8", "t12"):
        choose(window, name)
        assert view.sight is not None
        assert view.framing is not None
        ratio = view.devicePixelRatioF()
        assert pictures.at_hand(view.sight, view.framing.scale * ratio, True) is not None


def test_the_plate_that_was_looked_at_last_stays_in_front(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "t6")
    qtbot.waitUntil(lambda: plate(window) == "spine_posterior")
    tabs = window.guideline.plate.tabs
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert plate(window) == "spine_lateral"
    choose(window, "t7")
    qtbot.waitUntil(lambda: plate(window) == "spine_lateral")
    choose(window, "right_knee")
    qtbot.waitUntil(lambda: plate(window).startswith("knee"))
    choose(window, "t8")
    qtbot.waitUntil(lambda: plate(window) == "spine_lateral")


def test_the_name_of_a_neighbour_is_told_where_it_lies(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "t6")
    view = window.guideline.plate.view
    qtbot.waitUntil(lambda: view.sight is not None)
    sight, framing = view.sight, view.framing
    assert sight is not None
    assert framing is not None
    assert view.name_at(framing.place(sight.target.neighbours["t5"])) == "T5 spinous process"
    assert view.name_at(framing.place(sight.target.at)) == ""


def words(window: MainWindow) -> QScrollArea:
    (area,) = (
        one for one in window.guideline.findChildren(QScrollArea) if one.widget() is window.guideline.text
    )
    return area


def test_in_a_low_panel_the_picture_goes_before_the_words(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "t6")
    qtbot.waitUntil(lambda: plate(window) == "spine_posterior")
    view = window.guideline.plate.view
    assert view.height() > 1.5 * words(window).height()
    assert view.height() >= 140
    assert words(window).height() >= 3 * window.guideline.fontMetrics().height()


def test_a_skeleton_without_plates_leaves_the_room_to_the_words(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "t6")
    box = window.guideline.plate
    qtbot.waitUntil(box.isVisible)
    shared = words(window).height()
    session = session_of(window)
    (clip,) = session.contents.clips
    stranger = Instance("s", clip.id, "stranger", 2, "bare")
    session.do(AddLabels("Put", session.contents.layers[0], (("bare", 1, BARE),), (), (stranger,), {}))
    session.selection.move(instance="s", keypoint=0)
    qtbot.waitUntil(lambda: not box.isVisible())
    assert words(window).height() > 2 * shared
    choose(window, "t7")
    qtbot.waitUntil(box.isVisible)
    assert words(window).height() == shared


def test_behind_the_three_dots_are_the_actions_on_the_guideline(window: MainWindow) -> None:
    choose(window, "t6")
    menu = window.guideline.more.menu()
    assert [action.text().replace("&", "") for action in menu.actions()] == [
        "Guideline, large",
        "Search the guidelines…",
        "Print or export the guideline book…",
    ]
    assert window.guideline.more.isVisible()
    menu.actions()[0].trigger()
    assert window.guiding.sheet.isVisible()


def test_blur_is_said_of_the_keypoint_in_hand(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    (clip,) = session.contents.clips
    session.do(PutClips("Note", (replace(clip, attributes={**clip.attributes, "shutter": "1/250"}),)))
    choose(window, "right_index_tip")
    qtbot.waitUntil(lambda: window.canvas.frame == FRAME)
    window.blur_hints.refresh()
    told = window.guideline.texts()
    (said,) = (
        told[heading] for heading in ("Blur in this frame", "Too blurred for its tier") if heading in told
    )
    found = window.blur_hints.suggestion
    assert found is not None
    assert f"{found.point.extent:.1f} px" in said
    assert ("Too blurred for its tier" in told) is found.contradicts
    session.selection.move(frame=0)  # nothing is placed there
    window.blur_hints.refresh()
    assert not {"Blur in this frame", "Too blurred for its tier"} & set(window.guideline.texts())


def test_notes_on_the_keypoint_are_read_with_it(window: MainWindow) -> None:
    choose(window, "t6")
    assert "Notes" not in window.guideline.texts()
    pin(session_of(window), "count from C7", window.workbench.focus)
    assert "count from C7 (frame 144, ana)" in window.guideline.texts()["Notes"]
    choose(window, "t7")
    assert "Notes" not in window.guideline.texts()


# ---- large ---------------------------------------------------------------------------------------------


def test_one_key_shows_the_guideline_large_and_takes_it_away(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "t6")
    press(window, Qt.Key.Key_G)
    sheet = window.guiding.sheet
    assert sheet.isVisible()
    assert window.actions_.by_name["enlarge_guideline"].isChecked()
    qtbot.waitUntil(lambda: all(view.sight is not None for view in sheet.views))
    assert [caption.text() for caption in sheet.captions] == ["Spine from behind", "Spine from the right"]
    assert "spinous process" in sheet.text.texts()[""]
    press(window, Qt.Key.Key_G)
    assert not sheet.isVisible()
    assert not window.actions_.by_name["enlarge_guideline"].isChecked()
    press(window, Qt.Key.Key_G)
    press(window, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_large_guideline_follows_and_a_click_on_it_places_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "t6")
    press(window, Qt.Key.Key_G)
    sheet = window.guiding.sheet
    press(window, Qt.Key.Key_Tab)
    assert sheet.title.text() == "T7 spinous process"
    before = len(session_of(window).project.history())
    QTest.mouseClick(sheet.views[0], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert len(session_of(window).project.history()) == before
    session_of(window).selection.move(keypoint=-1)
    assert not sheet.isVisible()


def test_without_a_keypoint_there_is_nothing_to_enlarge(window: MainWindow) -> None:
    session_of(window).selection.move(instance="b", keypoint=-1)
    press(window, Qt.Key.Key_G)
    assert not window.guiding.shown["enlarge_guideline"]
    assert not window.actions_.by_name["enlarge_guideline"].isChecked()
    assert any("Choose a keypoint first" in text for text in window.messages.texts())


# ---- searched ------------------------------------------------------------------------------------------


def test_typing_narrows_and_enter_goes_to_the_keypoint(window: MainWindow) -> None:
    choose(window, "t6")
    press(window, Qt.Key.Key_F, ALT, SHIFT)
    search = window.guideline.search
    assert search.isVisible()
    assert len(search.texts()) == 54
    assert search.list.currentItem().text() == "T6 spinous process"
    QTest.keyClicks(search.line, "keystone")
    assert search.texts() == ["Left navicular", "Right navicular"]
    QTest.keyClick(search.line, Qt.Key.Key_Down)
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert window.guideline.title.text() == "Right navicular"
    assert not search.isVisible()
    assert window.canvas.hasFocus()


def test_escape_leaves_the_search_where_one_was(window: MainWindow) -> None:
    choose(window, "t6")
    press(window, Qt.Key.Key_F, ALT, SHIFT)
    search = window.guideline.search
    QTest.keyClicks(search.line, "no such words")
    assert search.texts() == ["No guideline says so."]
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert search.isVisible()
    QTest.keyClick(search.line, Qt.Key.Key_Escape)
    assert not search.isVisible()
    assert window.guideline.title.text() == "T6 spinous process"


def test_a_click_on_what_was_found_goes_there(window: MainWindow) -> None:
    choose(window, "t6")
    window.guiding.search_guidelines()
    search = window.guideline.search
    search.line.setText("keystone")
    box = search.list.visualItemRect(search.list.item(0))
    QTest.mouseClick(search.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert window.guideline.title.text() == "Left navicular"
