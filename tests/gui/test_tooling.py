"""Tools for keypoints in the whole window: keys, the session behind, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.actions.tables.tool import CONSTRUCT_ACTIONS, TOOL_ACTIONS
from palpate.ui.app import make_application
from palpate.ui.canvas.tools.in_hand import Built, Tool
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """A picture and a bowler of 54 keypoints on whom nothing is placed."""
    make_application()
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["cricket_bowling_54"], "ana") as session:
        add_media(session, [shared_data / "mmpose" / "demo.mp4"])
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.exact)
    window.activateWindow()
    window.canvas.setFocus()
    window.commands.add_instance()
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


def k(name: str, window: MainWindow) -> int:
    return session_of(window).contents.skeletons["cricket_bowling_54"].position_of[name]


def activate(window: MainWindow, name: str) -> int:
    keypoint = k(name, window)
    session_of(window).selection.move(keypoint=keypoint, chosen=frozenset())
    return keypoint


def key(window: MainWindow, which: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(window.canvas, which, keys)


def click(
    window: MainWindow, x: int, y: int, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = PLAIN
) -> np.ndarray:
    """Click a pixel of the canvas and return the image px that it shows."""
    QTest.mouseClick(window.canvas, button, keys, QPoint(x, y))
    return np.array(window.canvas.view.to_image(x + 0.5, y + 0.5))


def drag(window: MainWindow, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(window.canvas, LEFT, keys, start)
    QTest.mouseMove(window.canvas, (start + end) / 2)
    QTest.mouseMove(window.canvas, end)
    QTest.mouseRelease(window.canvas, LEFT, keys, end)


def place(window: MainWindow, name: str, x: int, y: int) -> None:
    activate(window, name)
    click(window, x, y)


def spot(window: MainWindow, position: np.ndarray) -> QPoint:
    x, y = window.canvas.view.to_widget(*position.tolist())
    return QPoint(int(x), int(y))


def steps(window: MainWindow) -> int:
    return len(session_of(window).project.history())


def template(window: MainWindow) -> None:
    window.commands.start_template()
    window.commands.accept()


def test_every_tool_has_a_key_and_a_command(window: MainWindow) -> None:
    for spec in (*CONSTRUCT_ACTIONS, *TOOL_ACTIONS):
        assert spec.keys, spec.does
        assert callable(getattr(window.commands, spec.does))


def test_a_tool_is_taken_up_and_put_away_by_its_key_and_the_menu_shows_it(window: MainWindow) -> None:
    action = window.actions_.by_name["choose_by_lasso"]
    key(window, Qt.Key.Key_L, SHIFT)
    assert (window.canvas.tool, action.isChecked()) == (Tool.LASSO, True)
    key(window, Qt.Key.Key_Y, SHIFT)
    assert (window.canvas.tool, action.isChecked()) == (Tool.TEMPLATE, False)
    key(window, Qt.Key.Key_Y, SHIFT)
    assert window.canvas.tool is Tool.KEYPOINTS


# ---- choosing and adjusting ----------------------------------------------------------------------------


def test_a_box_chooses_what_a_handle_then_turns_in_one_step(window: MainWindow) -> None:
    template(window)
    before = view(window).positions.copy()
    low, high = spot(window, before.min(axis=0)), spot(window, before.max(axis=0))
    drag(window, low - QPoint(9, 9), high + QPoint(9, 9), SHIFT)
    assert window.workbench.focus.chosen == frozenset(range(54))
    count = steps(window)
    knob = (low + high) / 2 - QPoint(0, (high - low).y() // 2 + 14 + 26)
    drag(window, knob, knob + QPoint(60, 0))
    assert steps(window) == count + 1
    after = view(window).positions
    middle = (before.min(axis=0) + before.max(axis=0)) / 2
    away = [np.hypot(*(places - middle).T) for places in (before, after)]
    np.testing.assert_allclose(away[0], away[1])
    assert np.abs(after - before).max() > 5.0
    window.commands.undo()
    np.testing.assert_allclose(view(window).positions, before)
    key(window, Qt.Key.Key_Escape)
    assert window.workbench.focus.chosen == frozenset()


def test_a_lasso_adds_with_shift_and_lets_go_with_alt(window: MainWindow) -> None:
    template(window)
    key(window, Qt.Key.Key_L, SHIFT)
    nose, head = k("nose", window), k("head_vertex", window)
    found = [spot(window, view(window).positions[one]) for one in (nose, head)]
    click(window, found[0].x(), found[0].y())
    assert window.workbench.focus.keypoint == nose
    click(window, found[1].x(), found[1].y(), keys=SHIFT)
    assert window.workbench.focus.chosen == {nose, head}
    click(window, found[0].x(), found[0].y(), keys=ALT)
    assert window.workbench.focus.chosen == frozenset()
    assert window.workbench.focus.keypoint == head
    window.commands.choose_all()
    window.commands.choose_none()
    assert window.workbench.focus.chosen == frozenset()


def test_nudges_move_all_that_is_chosen_by_one_and_by_a_tenth_of_a_pixel(window: MainWindow) -> None:
    template(window)
    before = view(window).positions.copy()
    session_of(window).selection.move(keypoint=3, chosen=frozenset({3, 4, 5}))
    key(window, Qt.Key.Key_D)
    key(window, Qt.Key.Key_W, SHIFT)
    moved = view(window).positions - before
    np.testing.assert_allclose(moved[3:6], [[1.0, -0.1]] * 3)
    assert not np.delete(moved, [3, 4, 5], axis=0).any()


def test_alt_drags_a_limb_by_both_its_ends(window: MainWindow) -> None:
    for name, x in (("left_shoulder", 100), ("left_elbow", 200)):
        place(window, name, x, 150)
    before = view(window).positions.copy()
    drag(window, QPoint(150, 150), QPoint(150, 190), ALT)
    moved = view(window).positions - before
    down = 40.0 / window.canvas.view.scale
    ends = [k("left_shoulder", window), k("left_elbow", window)]
    np.testing.assert_allclose(moved[ends], [[0.0, down]] * 2, atol=1e-9)
    window.commands.undo()
    np.testing.assert_allclose(view(window).positions, before)


def test_a_keypoint_of_the_spine_is_slid_along_it_in_one_step(window: MainWindow) -> None:
    place(window, "c7", 150, 60)
    place(window, "l5", 190, 360)
    t6 = activate(window, "t6")
    key(window, Qt.Key.Key_U)
    before, count = view(window).positions.copy(), steps(window)
    start = spot(window, before[t6])
    drag(window, start, start + QPoint(30, 50), ALT)
    assert steps(window) == count + 1
    after = view(window).positions
    ends = after[[k("c7", window), k("l5", window)]]
    along, away = ends[1] - ends[0], after[t6] - ends[0]
    beside = (along[0] * away[1] - along[1] * away[0]) / np.hypot(*along)
    assert beside == pytest.approx(0.0, abs=1e-6)
    assert after[t6, 1] > before[t6, 1] + 10.0
    assert view(window).origin[t6] == Origin.HAND
    assert window.workbench.focus.keypoint == t6
    assert (np.delete(after, t6, axis=0)[:, 0] == np.delete(before, t6, axis=0)[:, 0])[4:12].all()
    window.commands.undo()
    np.testing.assert_allclose(view(window).positions[t6], before[t6])


# ---- the template --------------------------------------------------------------------------------------


def test_a_dragged_box_is_filled_with_the_template_in_one_step(window: MainWindow) -> None:
    key(window, Qt.Key.Key_Y, SHIFT)
    drag(window, QPoint(260, 380), QPoint(100, 80))
    assert window.canvas.tool is Tool.KEYPOINTS
    positions, at = view(window).positions, window.canvas.view
    assert spot(window, positions.min(axis=0)) == QPoint(100, 80)
    np.testing.assert_allclose(np.ptp(positions, axis=0), np.array([160, 300]) / at.scale)
    window.commands.undo()
    assert len(view(window).unplaced) == 54


def test_a_template_of_no_size_is_refused_with_a_sentence_and_changes_nothing(
    window: MainWindow, told: list[str]
) -> None:
    count = steps(window)
    key(window, Qt.Key.Key_Y, SHIFT)
    click(window, 200, 200)
    drag(window, QPoint(100, 100), QPoint(100, 300))
    assert ["width and a height" in sentence for sentence in told] == [True, True]
    assert steps(window) == count
    assert window.canvas.tool is Tool.TEMPLATE
    key(window, Qt.Key.Key_Escape)
    assert window.canvas.tool is Tool.KEYPOINTS


# ---- constructions -------------------------------------------------------------------------------------


def test_two_clicks_place_the_active_keypoint_between_them_and_the_next_click_places_again(
    window: MainWindow,
) -> None:
    knee = activate(window, "left_knee")
    key(window, Qt.Key.Key_U, CTRL)
    first, second = click(window, 120, 200), click(window, 180, 220, RIGHT)
    assert view(window).positions[knee] == pytest.approx((first + second) / 2)
    assert view(window).visibility[knee] == Visibility.ESTIMATED
    assert window.canvas.tool is Tool.KEYPOINTS
    following = window.workbench.focus.keypoint
    assert following != knee
    there = click(window, 300, 300)
    assert view(window).positions[following] == pytest.approx(there)


def test_three_clicks_make_a_circle_and_three_on_a_line_are_refused(
    window: MainWindow, told: list[str]
) -> None:
    shoulder = activate(window, "left_shoulder")
    key(window, Qt.Key.Key_U, CTRL | SHIFT)
    for x in (100, 150, 200):
        click(window, x, 200)
    assert "almost on a line" in told[0]
    assert steps(window) == 2, "clip and instance: nothing was placed"
    assert len(window.canvas.scene.in_hand.marks) == 2
    key(window, Qt.Key.Key_Backspace)
    click(window, 150, 150)
    right = click(window, 200, 200)
    left = np.array(window.canvas.view.to_image(100.5, 200.5))
    assert view(window).positions[shoulder] == pytest.approx((left + right) / 2)


def test_a_hip_comes_from_the_pelvis_and_nothing_else_does(window: MainWindow, told: list[str]) -> None:
    activate(window, "left_knee")
    key(window, Qt.Key.Key_U, ALT)
    assert "is no hip" in told[0]
    assert window.canvas.tool is Tool.KEYPOINTS
    hip = activate(window, "left_hip")
    key(window, Qt.Key.Key_U, ALT)
    own, other = click(window, 300, 200), click(window, 200, 200)
    width = own[0] - other[0]
    assert view(window).positions[hip] == pytest.approx(own + width * np.array([-0.14, 0.30]))


def test_what_a_centre_was_built_from_is_seen_whenever_its_keypoint_is_active(window: MainWindow) -> None:
    knee = activate(window, "left_knee")
    key(window, Qt.Key.Key_U, CTRL)
    points = [click(window, 120, 200), click(window, 180, 220)]
    assert window.canvas.scene.in_hand.built is None, "the next keypoint is active"
    activate(window, "left_knee")
    built = window.canvas.scene.in_hand.built
    assert isinstance(built, Built)
    np.testing.assert_allclose(built.points, points)
    key(window, Qt.Key.Key_D)
    assert window.canvas.scene.in_hand.built is None, "it was moved away"
    window.commands.undo()
    assert window.canvas.scene.in_hand.built == built
    session_of(window).selection.move(frame=1, keypoint=knee)
    assert window.canvas.scene.in_hand.built is None


def test_clicks_of_a_construction_are_for_one_keypoint_of_one_frame(window: MainWindow) -> None:
    activate(window, "left_knee")
    key(window, Qt.Key.Key_U, CTRL)
    click(window, 120, 200)
    assert len(window.canvas.scene.in_hand.marks) == 1
    key(window, Qt.Key.Key_Tab)
    assert window.canvas.scene.in_hand.marks == ()
    assert window.canvas.tool is Tool.MIDDLE
    session_of(window).selection.move(keypoint=-1)
    assert window.canvas.tool is Tool.KEYPOINTS


def test_the_line_at_the_edge_says_what_the_tool_waits_for(window: MainWindow) -> None:
    from palpate.ui.canvas.tool_words import point_words, tool_hint

    scene = lambda: window.canvas.scene  # noqa: E731
    activate(window, "left_knee")
    key(window, Qt.Key.Key_U, CTRL)
    assert "Left knee" in tool_hint(scene())
    assert "edge 1 of 2" in point_words(scene())
    click(window, 120, 200)
    assert "the other" in tool_hint(scene())
    assert "Backspace" in tool_hint(scene())
    key(window, Qt.Key.Key_Escape)
    assert tool_hint(scene()) == ""
    template(window)
    window.commands.choose_all()
    assert "54 chosen" in tool_hint(scene())
    key(window, Qt.Key.Key_Y, SHIFT)
    assert "drag a box" in tool_hint(scene())
