"""Blur in the window: measured, listed, corrected and overruled by keys, and suggested while placing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hands import press, session_of
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.change import Change
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.ruling import BLUR
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
EVERY, FIRST, STOP = 2, 110, 161
SWING = 140


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The bowler's arm swings; every keypoint is placed where it is in every second frame, and visible."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    path = tmp_path / "bowling.palpate"
    with Session.create(path, ["cricket_bowling_54"], "ana") as session:
        (clip,) = add_media(session, [Path(film)])
        frames = np.arange(FIRST, STOP, EVERY)
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
    made.enter_mode("review")
    made.docks["review"].raise_()
    yield made
    made.close()


def note_shutter(window: MainWindow, text: str = "1/500") -> None:
    session = session_of(window)
    clip: Clip = session.contents.clips[0]
    session.do(PutClips("Note", (replace(clip, attributes={"shutter": text}),)))


def go_to(window: MainWindow, qtbot: QtBot, frame: int, keypoint: str) -> int:
    session = session_of(window)
    k = session.contents.skeleton_of("b").position_of[keypoint]
    session.selection.move(frame=frame, keypoint=k, chosen=frozenset())
    qtbot.waitUntil(lambda: window.canvas.frame == frame and window.canvas.exact)
    return k


def tier(window: MainWindow, frame: int, keypoint: int) -> int:
    session = session_of(window)
    return int(session.view(session.selection.focus.layer, "b", frame).visibility[keypoint])


def line(window: MainWindow) -> str:
    return window.canvas._screen.hud.standing.get("blur", "")


def test_without_a_shutter_the_page_says_the_way_out(window: MainWindow) -> None:
    window.review.show_blur()
    assert "no shutter is noted" in window.review.blur.hint.lower()
    assert "1/1000" in window.review.blur.hint
    assert not window.review.blur.buttons["next_blur"].isEnabled()


def test_measuring_by_its_key_fills_the_list(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_B, CONTROL, SHIFT)
    page = window.review.blur
    qtbot.waitUntil(lambda: not window.blurring.measuring, timeout=20000)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    assert page.model.rowCount() == len(window.blurring.points)
    press(window, Qt.Key.Key_B, CONTROL, SHIFT)
    assert not window.blurring.measuring


def test_an_entry_is_gone_to_and_corrected_by_one_key_and_the_next_comes_up(window: MainWindow) -> None:
    note_shutter(window)
    window.review.show_blur()
    worst = window.blurring.points[0]
    press(window, Qt.Key.Key_B, CONTROL, ALT)
    focus = session_of(window).selection.focus
    assert (focus.frame, focus.keypoint) == (worst.frame, worst.keypoint)
    window.review.blur.refresh()
    assert f"{worst.extent:.1f} px" in window.review.blur.rule
    assert len(window.review.blur.rule.splitlines()) == 2  # the numbers, and the guideline's rule
    press(window, Qt.Key.Key_D, CONTROL)
    assert tier(window, worst.frame, worst.keypoint) == worst.allowed
    assert worst not in window.blurring.points
    assert session_of(window).selection.focus.keypoint != worst.keypoint
    session_of(window).undo()
    assert window.blurring.points[0] == worst


def test_visible_all_the_same_takes_it_off_the_list_and_is_logged(window: MainWindow) -> None:
    note_shutter(window)
    worst = window.blurring.points[0]
    press(window, Qt.Key.Key_B, CONTROL, ALT)
    press(window, Qt.Key.Key_G, CONTROL, SHIFT)
    assert worst not in window.blurring.points
    assert tier(window, worst.frame, worst.keypoint) == Visibility.VISIBLE
    rulings = session_of(window).project.rulings(session_of(window).selection.focus.layer)
    assert [(ruling.kind, ruling.keypoint) for ruling in rulings] == [(BLUR, worst.keypoint_name)]


def test_what_is_put_off_comes_last(window: MainWindow) -> None:
    note_shutter(window)
    worst = window.blurring.points[0]
    press(window, Qt.Key.Key_B, CONTROL, ALT)
    press(window, Qt.Key.Key_G, CONTROL, ALT)
    assert window.blurring.points[-1] == replace(worst, later=True)
    assert session_of(window).selection.focus.keypoint == window.blurring.points[0].keypoint


def test_a_smeared_point_in_hand_is_suggested_a_tier_and_nothing_is_applied(
    window: MainWindow, qtbot: QtBot
) -> None:
    note_shutter(window)
    k = go_to(window, qtbot, SWING, "right_index_tip")
    assert "blur" in line(window)
    assert "(Ctrl+D)" in line(window)
    assert tier(window, SWING, k) == Visibility.VISIBLE
    press(window, Qt.Key.Key_D, CONTROL)
    assert tier(window, SWING, k) == Visibility.ESTIMATED
    assert tier(window, SWING - EVERY, k) == Visibility.VISIBLE
    assert line(window) == ""


def test_a_point_just_placed_is_told_of_while_the_next_waits(window: MainWindow, qtbot: QtBot) -> None:
    note_shutter(window)
    session = session_of(window)
    k = go_to(window, qtbot, SWING, "right_index_tip")
    place = session.view(session.selection.focus.layer, "b", SWING).positions[k].copy()
    gestures.clear(session)
    gestures.place(session, place, Visibility.VISIBLE)
    assert session.selection.focus.keypoint != k
    assert line(window).startswith("Right index tip: blur")
    press(window, Qt.Key.Key_G, CONTROL, SHIFT)
    assert "counts as visible despite" in line(window)
    assert tier(window, SWING, k) == Visibility.VISIBLE


def test_a_resting_point_is_not_spoken_of(window: MainWindow, qtbot: QtBot) -> None:
    note_shutter(window, "1/8000")
    go_to(window, qtbot, SWING, "nose")
    assert line(window) == ""
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, text: said.append(text))
    press(window, Qt.Key.Key_D, CONTROL)
    assert "no blur speaks against" in said[0]


def test_the_smear_is_drawn_at_the_point_and_switched_by_its_action(window: MainWindow, qtbot: QtBot) -> None:
    note_shutter(window, "1/120")
    k = go_to(window, qtbot, SWING, "right_index_tip")
    smear = window.canvas._screen.smear
    assert smear is not None
    assert smear.contradicts
    at = session_of(window).view(session_of(window).selection.focus.layer, "b", SWING).positions[k]
    assert smear.position == pytest.approx(tuple(at.tolist()))
    window.canvas.set_view(window.canvas.view.centred_on(*smear.position, 4.0))
    shown = window.canvas.grab().toImage()
    press(window, Qt.Key.Key_G, ALT, SHIFT)
    assert window.canvas._screen.smear is None
    assert window.canvas.grab().toImage() != shown
    assert not window.actions_.by_name["show_blur"].isChecked()
    press(window, Qt.Key.Key_G, ALT, SHIFT)
    assert window.canvas._screen.smear == smear
    assert window.actions_.by_name["show_blur"].isChecked()


def test_without_a_shutter_the_picture_shown_tells_of_the_fastest_points(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = session_of(window)
    skeleton = session.contents.skeleton_of("b")
    told = []
    for frame in range(FIRST, STOP, EVERY):
        for name in ("right_index_mcp", "right_middle_tip"):
            go_to(window, qtbot, frame, skeleton.names[skeleton.position_of[name]])
            told.append(window.blur_hints.suggestion)
    found = [one for one in told if one is not None]
    assert found
    assert all(one.point.extent > 2.0 for one in found)
    assert session.project.smears(session.selection.focus.layer, "b") == {}


def test_a_bare_1_on_a_smeared_point_overrules_its_blur_as_one_step(window: MainWindow, qtbot: QtBot) -> None:
    note_shutter(window)
    k = go_to(window, qtbot, SWING, "right_index_tip")
    press(window, Qt.Key.Key_3)
    assert line(window) == ""
    press(window, Qt.Key.Key_1)
    assert tier(window, SWING, k) == Visibility.VISIBLE
    assert line(window).startswith("Right index tip counts as visible despite")
    session = session_of(window)
    (ruling,) = session.project.rulings(session.selection.focus.layer)
    assert (ruling.kind, ruling.keypoint, ruling.frame, ruling.stop) == (
        BLUR,
        "right_index_tip",
        SWING,
        SWING + 1,
    )
    assert not any(SWING in one.frames for one in window.blurring.points if one.keypoint == k)
    session.selection.move(frame=SWING + EVERY)
    session.selection.move(frame=SWING)
    qtbot.waitUntil(lambda: window.canvas.frame == SWING)
    assert line(window) == ""  # said once
    session.undo()
    assert tier(window, SWING, k) == Visibility.ESTIMATED
    assert session.project.rulings(session.selection.focus.layer) == []


def test_a_bare_1_on_a_point_that_is_visible_anyway_is_logged_too(window: MainWindow, qtbot: QtBot) -> None:
    note_shutter(window)
    k = go_to(window, qtbot, SWING, "right_index_tip")
    assert "(Ctrl+D)" in line(window)
    press(window, Qt.Key.Key_1)
    assert "counts as visible despite" in line(window)
    assert not any(SWING in one.frames for one in window.blurring.points if one.keypoint == k)
    press(window, Qt.Key.Key_Z, CONTROL)
    assert "(Ctrl+D)" in line(window)


def test_a_bare_1_on_a_sharp_point_rules_nothing(window: MainWindow, qtbot: QtBot) -> None:
    note_shutter(window)
    go_to(window, qtbot, SWING, "left_hip")
    press(window, Qt.Key.Key_3)
    press(window, Qt.Key.Key_1)
    assert session_of(window).project.rulings(session_of(window).selection.focus.layer) == []


def test_the_guideline_panel_says_beside_the_state_what_the_blur_allows(
    window: MainWindow, qtbot: QtBot
) -> None:
    note_shutter(window)
    go_to(window, qtbot, SWING, "right_index_tip")
    assert window.guideline.state.text() == "visible, placed by hand · by its blur estimated (Ctrl+D)"
    press(window, Qt.Key.Key_D, CONTROL)
    assert "blur" not in window.guideline.state.text()


def test_points_that_moved_since_they_were_measured_are_counted_and_measured_by_one_key(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = window.review.blur
    window.review.show_blur()
    assert page.unmeasured == ""  # nobody asked so far
    press(window, Qt.Key.Key_B, CONTROL, SHIFT)
    qtbot.waitUntil(lambda: not window.blurring.measuring, timeout=20000)
    page.refresh()
    assert page.unmeasured == ""
    session, k = session_of(window), go_to(window, qtbot, SWING, "nose")
    at = session.view(session.selection.focus.layer, "b", SWING).positions[k]
    gestures.move(session, np.array([k]), at[np.newaxis] + 40.0)
    qtbot.waitUntil(lambda: page.unmeasured.endswith("where they stand (Ctrl+Shift+B)"))
    assert int(page.unmeasured.split()[0]) == 3  # in between it is filled in, and moved along
    press(window, Qt.Key.Key_B, CONTROL, SHIFT)
    qtbot.waitUntil(lambda: page.unmeasured == "" and not window.blurring.measuring, timeout=20000)


def test_after_tracking_a_clip_is_measured_again_by_itself(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_B, CONTROL, SHIFT)
    qtbot.waitUntil(lambda: not window.blurring.measuring, timeout=20000)
    session, k = session_of(window), go_to(window, qtbot, SWING, "nose")
    at = session.view(session.selection.focus.layer, "b", SWING).positions[k]
    gestures.move(session, np.array([k]), at[np.newaxis] + 20.0)
    assert window.blurring.unmeasured
    session.changed.emit(Change(spans=frozenset({(session.selection.focus.layer, "b")}), title="Track"), None)
    qtbot.waitUntil(lambda: window.blurring.measuring, timeout=10000)
    qtbot.waitUntil(lambda: not window.blurring.measuring, timeout=20000)
    assert window.blurring.unmeasured == 0
