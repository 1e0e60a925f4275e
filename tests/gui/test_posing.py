"""Commands on poses in the window: by key, told where they do nothing, asked in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures
from palpate.session.placing.constructing import Construction
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.actions.tables.pose import POSE_ACTIONS
from palpate.ui.app import make_application
from palpate.ui.dialogs.position import PositionDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A clip of a hundred frames without a medium, and a person on whom nothing is placed."""
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        clip = Clip("clip-1", "over", ClipKind.VIDEO, size=(1000, 800), n_frames=100)
        session.do(PutClips("Add over", (clip,)))
        session.selection.move(clip="clip-1")
        gestures.add_instance(session, "coco_17")
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    yield window
    window.close()


@pytest.fixture
def told(window: MainWindow) -> list[str]:
    sentences: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: sentences.append(sentence))
    return sentences


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def view(window: MainWindow) -> PoseView:
    return gestures.current_view(session_of(window))


def press(window: MainWindow, name: str) -> None:
    action = window.actions_.by_name[name]
    assert action.isEnabled(), action.toolTip()
    action.trigger()


def go(window: MainWindow, frame: int) -> None:
    session_of(window).selection.move(frame=frame)


def test_every_action_on_poses_has_a_key_and_is_carried_out_by_a_command(window: MainWindow) -> None:
    for spec in POSE_ACTIONS:
        assert spec.keys, spec.does
        assert callable(getattr(window.commands, spec.does))


def test_a_template_is_placed_by_a_key_and_copied_from_frame_to_frame(window: MainWindow) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Y)
    assert len(view(window).unplaced) == 0
    press(window, "accept")
    go(window, 50)
    QTest.keyClick(window.canvas, Qt.Key.Key_C)
    assert len(view(window).unplaced) == 0
    assert (view(window).origin == Origin.MODEL).all()


def test_what_is_kept_is_told_and_replaced_when_asked_again(window: MainWindow, told: list[str]) -> None:
    gestures.place(session_of(window), np.array([5.0, 6.0]), Visibility.VISIBLE)
    press(window, "start_template")
    assert told == ["16 keypoints are placed; 1 that somebody placed before stay"]
    assert view(window).positions[0].tolist() == [5.0, 6.0]
    press(window, "start_over")
    assert view(window).positions[0].tolist() != [5.0, 6.0]


def test_nothing_to_paste_and_nothing_to_repeat_are_told(window: MainWindow, told: list[str]) -> None:
    press(window, "paste_pose")
    press(window, "start_over")
    press(window, "swap_identity")
    assert ["Ctrl+C" in told[0], "previous keyframe" in told[1], "no other instance" in told[2]] == [True] * 3


def test_a_copied_pose_is_pasted_and_forgotten_with_its_project(window: MainWindow, told: list[str]) -> None:
    press(window, "start_template")
    press(window, "carry_pose")
    go(window, 99)
    press(window, "paste_pose")
    assert len(view(window).unplaced) == 0
    path = session_of(window).project.path
    window.workbench.close()
    window.open_named([str(path)])
    press(window, "paste_pose")
    assert "no pose is copied" in told[-1]


def test_a_dragged_box_takes_the_template_and_one_without_extent_is_told(
    window: MainWindow, told: list[str]
) -> None:
    window.posing.template_in(np.array([10.0, 10.0, 0.0, 80.0]))
    assert "width and a height" in told[0]
    window.posing.template_in(np.array([10.0, 20.0, 100.0, 200.0]))
    np.testing.assert_allclose(view(window).positions.max(axis=0), [110.0, 220.0])


def test_turning_and_scaling_go_by_keys_and_mirroring_puts_back(window: MainWindow) -> None:
    press(window, "start_template")
    before = view(window).positions.copy()
    for there, back in (
        ("turn_left", "turn_right"),
        ("make_larger", "make_smaller"),
        ("mirror_pose", "mirror_pose"),
        ("swap_sides", "swap_sides"),
    ):
        press(window, there)
        assert (view(window).positions != before).any()
        press(window, back)
        np.testing.assert_allclose(view(window).positions, before, atol=0.2)


def test_clearing_over_a_range_says_what_it_needs(window: MainWindow) -> None:
    action = window.actions_.by_name["clear_frames"]
    assert not action.isEnabled()
    assert "choose a range first" in action.toolTip()
    for frame in (0, 50):
        go(window, frame)
        press(window, "start_template")
    session_of(window).selection.move(chosen_frames=(20, 30))
    press(window, "clear_frames")
    go(window, 25)
    assert len(view(window).unplaced) == 17
    go(window, 10)
    assert len(view(window).unplaced) == 0
    press(window, "empty_span")
    assert len(view(window).unplaced) == 17


def test_filling_concerns_the_range_where_there_is_one(window: MainWindow) -> None:
    for frame in (0, 30, 60):
        go(window, frame)
        press(window, "start_template")
    session_of(window).selection.move(chosen_frames=(35, 40))
    press(window, "fill_none")
    go(window, 45)
    assert len(view(window).unplaced) == 17
    go(window, 15)
    assert len(view(window).unplaced) == 0


def test_the_commands_of_construction_reach_the_pose(window: MainWindow, told: list[str]) -> None:
    window.posing.place_centre(Construction.MIDDLE, np.array([[10.0, 10.0], [20.0, 30.0]]))
    assert view(window).positions[0].tolist() == [15.0, 20.0]
    for name in ("place_between", "drop_on_ruler", "slide_back", "slide_on"):
        press(window, name)
    assert [sentence for sentence in told if "chain" in sentence or "between which" in sentence] == told
    assert len(told) == 4


# ---- numbers ---------------------------------------------------------------------------------------------


@pytest.fixture
def dialog(window: MainWindow) -> PositionDialog:
    press(window, "type_position")
    (found,) = window.findChildren(PositionDialog)
    return found


def test_a_position_is_typed_and_placed(window: MainWindow, dialog: PositionDialog) -> None:
    QTest.keyClicks(dialog.x_field, "12,5")
    QTest.keyClicks(dialog.y_field, "40")
    QTest.keyClick(dialog.y_field, Qt.Key.Key_Return)
    assert view(window).positions[0].tolist() == [12.5, 40.0]
    assert not dialog.isVisible()


def test_what_is_no_number_is_told_in_the_dialog_and_places_nothing(
    window: MainWindow, dialog: PositionDialog
) -> None:
    QTest.keyClicks(dialog.x_field, "left")
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert dialog.isVisible()
    assert "x must be a number of pixels" in dialog.fault.text()
    assert len(view(window).unplaced) == 17
    QTest.keyClicks(dialog.x_field, "4")
    assert not dialog.fault.text()
    dialog.reject()


def test_the_dialog_begins_with_where_the_keypoint_is(window: MainWindow) -> None:
    gestures.place(session_of(window), np.array([7.25, 800.0]), Visibility.VISIBLE)
    session_of(window).selection.move(keypoint=0)
    press(window, "type_position")
    (dialog,) = window.findChildren(PositionDialog)
    assert (dialog.x_field.text(), dialog.y_field.text()) == ("7.25", "800")
    dialog.reject()
