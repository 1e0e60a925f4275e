"""The hand is led: in order, by number and by name; in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from robot_walk import at, click, lines, press, session_of, typed, view, window_on_robot

from palpate.model.visibility import Visibility
from palpate.session.placing import gestures
from palpate.ui.main_window import MainWindow
from palpate.ui.panels.instances.tree import HOW_MUCH, NUMBER

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PAD = Qt.KeyboardModifier.KeypadModifier
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
LEFT_EYE, LEFT_WRIST, LEFT_ANKLE = 1, 9, 15


@pytest.fixture
def window(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> Iterator[MainWindow]:
    opened = window_on_robot(qtbot, shared_data, tmp_path)
    yield opened
    opened.close()


def placed(window: MainWindow, frame: int, positions: dict[int, tuple[float, float]]) -> None:
    session = session_of(window)
    focus = session.selection.focus
    for keypoint, spot in positions.items():
        session.selection.move(frame=frame, keypoint=keypoint)
        gestures.place(session, np.array(spot), Visibility.VISIBLE)
    session.selection.set(focus)


# ---- guided order ----------------------------------------------------------------------------------------


def test_placing_skips_what_is_placed_and_comes_back_for_holes(window: MainWindow) -> None:
    placed(window, 0, {2: (50.0, 50.0)})
    session_of(window).selection.move(keypoint=1)
    visited = []
    for n in range(16):
        visited.append(at(window)[1])
        click(window, np.array([20.0 + 10 * n, 30.0]))
    assert visited == [1, *range(3, 17), 0]
    assert len(view(window).unplaced) == 0


def test_shift_click_is_refused_with_a_sentence_where_there_are_three_tiers(window: MainWindow) -> None:
    click(window, np.array([40.0, 40.0]), SHIFT)
    assert "no tier for certain" in window.messages.texts()[0]
    assert len(view(window).unplaced) == 17


def test_four_decides_absent_and_goes_on_and_five_clears(window: MainWindow) -> None:
    press(window, KEY.Key_4)
    assert at(window) == (0, 1)
    assert view(window).visibility[0] == Visibility.ABSENT
    press(window, KEY.Key_Tab, SHIFT)
    press(window, KEY.Key_5)
    assert view(window).visibility[0] == Visibility.NOT_PLACED
    assert at(window) == (0, 0)


# ---- numbers ---------------------------------------------------------------------------------------------


def test_the_number_pad_reaches_every_keypoint_in_banks_of_ten(window: MainWindow) -> None:
    press(window, KEY.Key_0, PAD)
    assert at(window) == (0, LEFT_WRIST)
    assert "keypoints 1 to 10 of 17" in lines(window)
    press(window, KEY.Key_Plus, PAD)
    assert at(window) == (0, LEFT_WRIST)
    assert "keypoints 11 to 17 of 17" in lines(window)
    assert "6   Left ankle" in lines(window)
    press(window, KEY.Key_6, PAD)
    assert at(window) == (0, LEFT_ANKLE)
    assert "6   Left ankle" not in lines(window)
    press(window, KEY.Key_9, PAD)
    assert "no keypoint 19" in window.messages.texts()[0]
    press(window, KEY.Key_Minus, PAD)
    press(window, KEY.Key_2, PAD)
    assert at(window) == (0, LEFT_EYE)
    assert view(window).visibility[LEFT_EYE] == Visibility.NOT_PLACED  # no digit of the row above


def test_what_digits_mean_is_told_for_a_while_in_keys_that_every_keyboard_has(window: MainWindow) -> None:
    numbering = window.placing.numbering
    for leave in (
        lambda: numbering._read.timeout.emit(),
        lambda: press(window, KEY.Key_Escape),
        lambda: window.going.step(1),
        lambda: placed(window, 0, {3: (40.0, 40.0)}),
    ):
        press(window, KEY.Key_BracketRight, ALT)
        assert "Alt+1…0: keypoints" in lines(window)
        assert "Alt+]: the next ten" in lines(window)
        assert "Num+" not in lines(window)
        assert numbering._read.isActive()
        leave()
        assert "keypoints" not in lines(window)


def test_a_keyboard_without_a_number_pad_has_alt_and_digits(window: MainWindow) -> None:
    press(window, KEY.Key_BracketRight, ALT)
    press(window, KEY.Key_6, ALT)
    assert at(window) == (0, LEFT_ANKLE)
    press(window, KEY.Key_BracketLeft, ALT)
    press(window, KEY.Key_0, ALT)
    assert at(window) == (0, LEFT_WRIST)


def test_the_list_numbers_keypoints_and_tells_those_in_the_bank(window: MainWindow) -> None:
    panel = window.instances
    numbers = [panel.model.place_of(window.workbench.focus.instance, k).data(NUMBER) for k in range(17)]
    assert numbers == list(range(1, 18))
    assert panel.tree.bank == range(10)
    press(window, KEY.Key_Plus, PAD)
    assert panel.tree.bank == range(10, 17)


# ---- names -----------------------------------------------------------------------------------------------


def test_a_slash_and_a_few_letters_go_to_a_keypoint_without_a_dialog(window: MainWindow) -> None:
    press(window, KEY.Key_Slash)
    typed(window, "lw", KEY.Key_Return)
    assert at(window) == (0, LEFT_WRIST)
    assert not window.placing.ask_line.isVisible()
    assert window.canvas.hasFocus()


def test_letters_narrow_and_arrows_and_tab_walk(window: MainWindow) -> None:
    press(window, KEY.Key_Slash)
    ask = window.placing.ask_line
    assert len(ask.texts()) == 17
    typed(window, "ank")
    assert ask.texts() == ["Left ankle", "Right ankle"]
    QTest.keyClick(ask.line, KEY.Key_Down)
    QTest.keyClick(ask.line, KEY.Key_Up)
    QTest.keyClick(ask.line, KEY.Key_Tab)
    QTest.keyClick(ask.line, KEY.Key_Return)
    assert at(window) == (0, 16)


def test_escape_and_a_click_elsewhere_leave_everything_as_it_was(window: MainWindow) -> None:
    for leave in (lambda: typed(window, "", KEY.Key_Escape), lambda: window.instances.filter.setFocus()):
        press(window, KEY.Key_Slash)
        typed(window, "knee")
        leave()
        window.placing.ask_line.leave()
        assert not window.placing.ask_line.isVisible()
        assert at(window) == (0, 0)
        window.canvas.setFocus()


def test_an_unknown_name_is_told_and_enter_takes_nothing(window: MainWindow) -> None:
    press(window, KEY.Key_Slash)
    typed(window, "tail", KEY.Key_Return)
    ask = window.placing.ask_line
    assert ask.isVisible()
    assert "is called tail" in ask.texts()[0]
    typed(window, "", KEY.Key_Escape)
    assert at(window) == (0, 0)


def test_a_name_can_be_clicked(window: MainWindow) -> None:
    press(window, KEY.Key_Slash)
    found = window.placing.ask_line.list
    spot = found.visualItemRect(found.item(3)).center()
    QTest.mouseClick(found.viewport(), LEFT, PLAIN, spot)
    assert at(window) == (0, 3)


def test_undo_in_a_new_project_leaves_the_layer_to_work_in(window: MainWindow) -> None:
    layer = window.workbench.focus.layer
    for _ in range(6):
        window.commands.undo()
    session = session_of(window)
    assert [found.id for found in session.contents.layers] == [layer] == [window.workbench.focus.layer]
    assert session.contents.skeletons


def test_a_click_without_a_layer_says_so(window: MainWindow) -> None:
    told: list[str] = []
    window.workbench.told.connect(lambda _tone, said: told.append(said))
    session_of(window).selection.move(layer="")
    click(window, np.array([100.0, 100.0]))
    assert any("No layer is chosen" in said for said in told)
    assert "No layer is chosen" in window.canvas.accessibleDescription()


def test_guesses_are_counted_apart_in_the_list_and_in_the_hint(window: MainWindow) -> None:
    model = window.instances.model
    counted = model.index(0, HOW_MUCH)
    press(window, KEY.Key_Y)
    assert counted.data() == "0 placed, 17 guesses"
    assert "17 are guesses" in counted.data(Qt.ItemDataRole.AccessibleTextRole)
    session_of(window).selection.move(keypoint=LEFT_WRIST)
    gestures.nudge(session_of(window), (1.0, 0.0))
    assert counted.data() == "1 placed, 16 guesses"
    quiet = counted.data(Qt.ItemDataRole.ForegroundRole)
    session_of(window).selection.move(keypoint=-1)
    window.presenter.show_poses()
    assert "1 placed, 16 guesses: accept them" in window.canvas.accessibleDescription()
    window.instances.grab()
    told: list[object] = []
    model.dataChanged.connect(lambda first, _last: told.append(model.address(first)))
    press(window, KEY.Key_R)
    assert (window.workbench.focus.instance, -1) in told, "the count is painted anew"
    assert counted.data() == "17/17"
    assert counted.data(Qt.ItemDataRole.ForegroundRole) != quiet
    assert "Every keypoint here is decided" in window.canvas.accessibleDescription()


def test_another_instance_begins_at_its_first_keypoint_that_waits(window: MainWindow) -> None:
    session = session_of(window)
    first = window.workbench.focus.instance
    window.commands.add_instance()
    second = window.workbench.focus.instance
    session.selection.move(instance=first)
    for n in range(17):
        gestures.place(session, np.array([10.0 + n, 20.0]), Visibility.VISIBLE)
    assert at(window) == (0, -1)
    session.selection.move(instance=second)
    assert at(window) == (0, 0)
    session.selection.move(instance=first)
    gestures.choose_instance(session, second)
    assert at(window) == (0, 0)
