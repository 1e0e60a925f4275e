"""The hand is led through frames, and the view comes along; in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from robot_walk import at, click, lines, press, session_of, typed, view, window_on_robot

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.placing import gestures
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> Iterator[MainWindow]:
    opened = window_on_robot(qtbot, shared_data, tmp_path)
    yield opened
    opened.close()


def shown(window: MainWindow, qtbot: QtBot, frame: int) -> None:
    qtbot.waitUntil(lambda: window.canvas.frame == frame and window.canvas.exact)


def placed(window: MainWindow, frame: int, positions: dict[int, tuple[float, float]]) -> None:
    session = session_of(window)
    focus = session.selection.focus
    for keypoint, spot in positions.items():
        session.selection.move(frame=frame, keypoint=keypoint)
        gestures.place(session, np.array(spot), Visibility.VISIBLE)
    session.selection.set(focus)


# ---- passes ----------------------------------------------------------------------------------------------


def test_one_keypoint_is_placed_in_every_nth_frame_by_clicks_alone(window: MainWindow, qtbot: QtBot) -> None:
    press(window, KEY.Key_K, CTRL | SHIFT)
    last = session_of(window).contents.clips[0].n_frames - 1
    step = last // 3
    typed(window, str(step), KEY.Key_Return)
    assert window.actions_.by_name["pass_keypoint"].isChecked()
    visited = []
    while session_of(window).selection.under_way is not None:
        frame = at(window)[0]
        shown(window, qtbot, frame)
        visited.append(frame)
        click(window, np.array([60.0, 70.0]))
    assert visited == list(range(0, last + 1, step))
    assert any("The pass is done: Nose is placed in all" in text for text in window.messages.texts())
    assert not window.actions_.by_name["pass_keypoint"].isChecked()
    assert Preferences().settings.get("pass_step") == step


def test_in_a_pass_a_click_also_places_over_what_is_filled_in_and_keys_step_its_frames(
    window: MainWindow, qtbot: QtBot
) -> None:
    placed(window, 0, {0: (60.0, 60.0)})
    placed(window, 20, {0: (80.0, 60.0)})
    session_of(window).selection.move(chosen_frames=(0, 20), keypoint=0)
    press(window, KEY.Key_K, CTRL | SHIFT)
    typed(window, "5", KEY.Key_Return)
    assert at(window) == (5, 0)
    assert "Pass: Nose" in lines(window)
    assert "frame 2 of 5" in lines(window)
    assert "3 to go" in lines(window)
    press(window, KEY.Key_E)
    assert at(window) == (10, 0)
    press(window, KEY.Key_Q)
    shown(window, qtbot, 5)
    click(window, view(window).positions[0])
    session_of(window).selection.move(frame=5)
    assert view(window).origin[0] == Origin.HAND
    press(window, KEY.Key_K, CTRL | SHIFT)
    assert session_of(window).selection.under_way is None
    assert "Pass" not in lines(window)
    press(window, KEY.Key_E)
    assert at(window)[0] == 6


def test_the_ends_of_a_pass_and_what_cannot_be_gone_through_are_told(window: MainWindow) -> None:
    press(window, KEY.Key_K, CTRL | SHIFT)
    ask = window.placing.ask_line
    assert [ask.list.item(row).toolTip() != "" for row in range(3)] == [True, False, True]
    assert "no keyframe yet" in ask.list.item(0).toolTip()
    typed(window, "zero")
    assert "no number of frames" in ask.texts()[0]
    ask.line.clear()
    typed(window, "9", KEY.Key_Return)
    press(window, KEY.Key_Q)
    assert window.messages.texts() == ["This is the first frame of the pass"]


def test_pose_after_pose_goes_on_to_the_next_frame(window: MainWindow, qtbot: QtBot) -> None:
    session_of(window).selection.move(chosen_frames=(3, 4))
    press(window, KEY.Key_K, CTRL | ALT)
    QTest.keyClick(window.placing.ask_line.line, KEY.Key_Down)
    typed(window, "", KEY.Key_Return)
    assert window.actions_.by_name["pass_poses"].isChecked()
    for frame in (3, 4):
        shown(window, qtbot, frame)
        for n in range(17):
            assert at(window) == (frame, n)
            click(window, np.array([20.0 + 9 * n, 40.0]))
    assert session_of(window).selection.under_way is None


def test_a_pass_goes_on_after_its_last_placement_is_undone(window: MainWindow, qtbot: QtBot) -> None:
    session_of(window).selection.move(chosen_frames=(3, 5))
    press(window, KEY.Key_K, CTRL | SHIFT)
    typed(window, "1", KEY.Key_Return)
    shown(window, qtbot, 3)
    click(window, np.array([60.0, 70.0]))
    assert at(window) == (4, 0)
    press(window, KEY.Key_Z, CTRL)
    assert at(window) == (3, 0)
    shown(window, qtbot, 3)
    click(window, np.array([66.0, 70.0]))
    assert at(window) == (4, 0)


# ---- the view --------------------------------------------------------------------------------------------


def test_the_spotlight_goes_to_what_is_expected_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    before = window.canvas.view
    press(window, KEY.Key_Z, SHIFT)
    assert "nothing tells yet where Nose is" in lines(window)
    assert window.canvas.view.fitted
    placed(window, 0, {0: (100.0, 60.0), 5: (120.0, 100.0), 11: (110.0, 160.0), 12: (90.0, 160.0)})
    session_of(window).selection.move(keypoint=3)
    assert "Left ear, expected from the skeleton's template" in lines(window)
    assert window.canvas.view.zoom == 3.0
    session_of(window).selection.move(keypoint=6)
    assert "Right shoulder, expected from the other side" in lines(window)
    assert window.canvas.view.centre == pytest.approx((80.0, 100.0), abs=6.0)
    session_of(window).selection.move(frame=7, keypoint=0)
    shown(window, qtbot, 7)
    assert "Nose, expected from the previous keyframe" in lines(window)
    assert window.canvas.view.centre == pytest.approx((100.0, 60.0))
    press(window, KEY.Key_Z, SHIFT)
    assert lines(window) == ""
    assert (window.canvas.view.fitted, before.fitted) == (True, True)


def test_the_spotlight_leaves_the_view_to_the_hand_until_the_next_keypoint(window: MainWindow) -> None:
    placed(window, 0, {1: (100.0, 60.0)})
    press(window, KEY.Key_Z, SHIFT)
    window.canvas.centre_on(30.0, 30.0)
    session = session_of(window)
    gestures.rename_instance(session, session.contents.instances[0], "robot")
    assert window.canvas.view.centre == (30.0, 30.0)
    press(window, KEY.Key_Tab)
    assert window.canvas.view.centre == (100.0, 60.0)
    assert "as it is placed" in lines(window)
    window.customising._settings.set("spotlight_zoom", 800)
    press(window, KEY.Key_Tab, SHIFT)
    assert window.canvas.view.zoom == 8.0


def test_the_spotlight_comes_along_in_a_pass(window: MainWindow, qtbot: QtBot) -> None:
    placed(window, 0, {0: (100.0, 60.0)})
    placed(window, 20, {0: (140.0, 80.0)})
    session_of(window).selection.move(keypoint=0)
    press(window, KEY.Key_Z, SHIFT)
    press(window, KEY.Key_K, CTRL | SHIFT)
    typed(window, "5", KEY.Key_Return)
    for frame, x in ((5, 110.0), (10, 120.0)):
        shown(window, qtbot, frame)
        assert at(window) == (frame, 0)
        assert window.canvas.view.centre[0] == pytest.approx(x, abs=3.0)
        assert "as filled in between keyframes" in lines(window)
        middle = QPointF(*window.canvas.view.to_widget(*view(window).positions[0].tolist())).toPoint()
        QTest.mouseClick(window.canvas, LEFT, PLAIN, middle)


def test_an_instance_that_is_followed_stays_in_the_middle(window: MainWindow, qtbot: QtBot) -> None:
    placed(window, 0, {k: (100.0 + k, 60.0) for k in range(3)})
    placed(window, 10, {k: (160.0 + k, 90.0) for k in range(3)})
    window.canvas.set_zoom(3.0)
    press(window, KEY.Key_F, CTRL)
    assert window.canvas.view.centre == (101.0, 60.0)
    session_of(window).selection.move(frame=10)
    shown(window, qtbot, 10)
    assert window.canvas.view.centre == (161.0, 90.0)
    assert window.canvas.view.zoom == 3.0
    session_of(window).selection.move(frame=20)
    shown(window, qtbot, 20)
    assert "not placed in this frame" in lines(window)
    assert window.canvas.view.centre == (161.0, 90.0)
    press(window, KEY.Key_F, CTRL)
    assert lines(window) == ""
    session_of(window).selection.move(frame=0)
    shown(window, qtbot, 0)
    assert window.canvas.view.centre == (161.0, 90.0)


def test_the_name_beside_the_pointer_stays_there_when_the_view_moves(window: MainWindow) -> None:
    spot = QPoint(200, 150)
    QTest.mouseMove(window.canvas, spot)
    window.canvas.set_zoom(4.0)
    window.canvas.centre_on(50.0, 50.0)
    pointer = window.canvas._screen.pointer
    assert pointer is not None
    assert window.canvas.view.to_widget(*pointer) == pytest.approx((200.5, 150.5))
