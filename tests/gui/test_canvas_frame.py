"""The frame around chosen keypoints on the canvas, with real mouse and key events."""

from __future__ import annotations

import numpy as np
import pytest
from back_on_canvas import (
    HAND,
    LEFT,
    LOWER,
    PLACES,
    PLAIN,
    SHIFT,
    UPPER,
    Spot,
    at,
    canvas_with_a_back,
    click,
    drag,
    heard_on,
    lead,
    pose,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.ui.canvas.chosen_frame import ChosenFrame, Grip, frame_of, grip_at
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.canvas.tools.work import Adjusted
from palpate.ui.canvas.view import CanvasView


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    return canvas_with_a_back(qtbot)


@pytest.fixture
def told(canvas: CanvasView) -> list[object]:
    return heard_on(canvas)


def frame(canvas: CanvasView) -> ChosenFrame:
    found = frame_of(canvas.scene, canvas.view)
    assert found is not None
    return found


def choose(canvas: CanvasView, *keypoints: int) -> None:
    canvas.set_active("ada", keypoints[0], frozenset(keypoints))


def adjusted(told: list[object]) -> Adjusted:
    (work,) = told
    assert isinstance(work, Adjusted)
    return work


def test_two_chosen_keypoints_have_a_frame_and_one_has_none(canvas: CanvasView) -> None:
    assert frame_of(canvas.scene, canvas.view) is None
    choose(canvas, UPPER, HAND)
    assert frame(canvas).keypoints.tolist() == [UPPER, HAND]
    np.testing.assert_allclose(frame(canvas).tight[[0, 2]], [[200.0, 60.0], [300.0, 102.0]])
    canvas.set_poses([pose([*PLACES[:4], [np.nan, np.nan]])])
    assert frame_of(canvas.scene, canvas.view) is None, "one of the two is not placed"


def test_nothing_has_a_frame_while_a_keypoint_waits_or_a_box_is_drawn(canvas: CanvasView) -> None:
    choose(canvas, UPPER, HAND)
    canvas.take_up(Tool.BOX)
    assert frame_of(canvas.scene, canvas.view) is None
    canvas.take_up(Tool.KEYPOINTS)
    canvas.set_poses([pose([*PLACES[:4], [np.nan, np.nan]])])
    canvas.set_active("ada", HAND, frozenset({UPPER, LOWER, HAND}))
    assert frame_of(canvas.scene, canvas.view) is None


def test_the_knob_is_never_out_of_sight_or_under_the_hint(canvas: CanvasView) -> None:
    choose(canvas, UPPER, HAND)
    middle, size = frame(canvas).middle, (canvas.width(), canvas.height())
    for zoom in (0.5, 1.0, 3.0, 12.0):
        for x, y in ((0.5, 0.02), (0.5, 0.98), (0.02, 0.5), (0.98, 0.5), (0.5, 0.5)):
            scale = canvas.view.centred_on(*middle, zoom).scale
            centre = (middle[0] - (x - 0.5) * size[0] / scale, middle[1] - (y - 0.5) * size[1] / scale)
            canvas.set_view(canvas.view.centred_on(*centre, zoom))
            at_x, at_y = canvas.view.to_widget(*frame(canvas).knob)
            assert 9.0 < at_x < size[0] - 9.0
            assert 9.0 < at_y < size[1] - 48.0


def test_the_knob_stands_below_where_there_is_no_room_above(canvas: CanvasView) -> None:
    choose(canvas, UPPER, HAND)
    assert frame(canvas).knob[1] < frame(canvas).corners[0, 1]
    canvas.set_view(canvas.view.centred_on(200.0, 200.0, 2.0))
    assert frame(canvas).knob[1] > frame(canvas).corners[2, 1]
    assert grip_at(frame(canvas), canvas.view, frame(canvas).knob) is Grip.KNOB


@pytest.mark.parametrize("start", [(250.0, 80.0), (300.0, 60.0)])
def test_a_drag_inside_or_of_a_chosen_keypoint_moves_all_chosen(
    canvas: CanvasView, told: list[object], start: Spot
) -> None:
    choose(canvas, UPPER, HAND)
    drag(canvas, [start, (start[0] + 5.0, start[1]), (start[0] + 10.0, start[1] + 6.0)])
    (work,) = told
    before = np.array(PLACES)[[UPPER, HAND]]
    after = work.change(before) if isinstance(work, Adjusted) else np.array(work[2])  # type: ignore[index]
    np.testing.assert_allclose(after, before + np.array([10.0, 6.0]))


def test_a_press_inside_that_goes_nowhere_changes_nothing(canvas: CanvasView, told: list[object]) -> None:
    choose(canvas, UPPER, HAND)
    click(canvas, (250.0, 80.0))
    assert told == []


def test_a_click_inside_the_frame_picks_who_stands_there(canvas: CanvasView, told: list[object]) -> None:
    canvas.set_poses([pose(PLACES), pose([[x + 50, y + 20] for x, y in PLACES], "ben", active=False)])
    choose(canvas, UPPER, HAND)
    click(canvas, (280.0, 80.0))  # on a limb of Ben
    assert told == [("instance", "ben")]


def test_the_knob_turns_about_the_middle(canvas: CanvasView, told: list[object]) -> None:
    choose(canvas, UPPER, HAND)
    (x, y), middle = frame(canvas).knob, frame(canvas).middle
    reach = middle[1] - y
    drag(canvas, [(x, y), (middle[0] + 0.7 * reach, middle[1] - 0.7 * reach), (middle[0] + reach, middle[1])])
    work = adjusted(told)
    assert work.verb == "Turn"
    after = work.change(np.array(PLACES)[[UPPER, HAND]])
    # A quarter turn to the right, as far as a pixel of the widget tells.
    np.testing.assert_allclose(after, middle + np.array([[-21.0, -50.0], [21.0, 50.0]]), atol=1.0)


def test_what_is_shown_wider_than_stored_is_turned_as_it_is_seen(
    canvas: CanvasView, told: list[object]
) -> None:
    canvas.set_view(canvas.view.over(400, 300, 2.0))
    choose(canvas, UPPER, HAND)
    (x, y), middle = frame(canvas).knob, frame(canvas).middle
    reach = middle[1] - y  # half as many stored px across
    drag(canvas, [(x, y), (middle[0] + 0.3 * reach, y), (middle[0] + 0.5 * reach, middle[1])])
    before = (np.array(PLACES)[[UPPER, HAND]] - middle) * [2.0, 1.0]
    after = (adjusted(told).change(np.array(PLACES)[[UPPER, HAND]]) - middle) * [2.0, 1.0]
    np.testing.assert_allclose(after, np.stack([-before[:, 1], before[:, 0]], axis=1), atol=2.5)


@pytest.mark.parametrize("keys", [PLAIN, SHIFT])
def test_a_corner_scales_from_the_opposite_one_and_with_shift_from_the_middle(
    canvas: CanvasView, told: list[object], keys: Qt.KeyboardModifier
) -> None:
    choose(canvas, UPPER, HAND)
    corner = frame(canvas).corners[2]
    about = frame(canvas).tight[0] if keys == PLAIN else frame(canvas).middle
    x, y = (about + 1.5 * (corner - about)).tolist()
    QTest.mousePress(canvas, LEFT, keys, at(canvas, tuple(corner.tolist())))
    QTest.mouseMove(canvas, at(canvas, (x - 5.0, y)))
    QTest.mouseRelease(canvas, LEFT, keys, at(canvas, (x, y)))
    work = adjusted(told)
    assert work.verb == "Scale"
    before = np.array(PLACES)[[UPPER, HAND]]
    np.testing.assert_allclose(work.change(before), about + 1.5 * (before - about), atol=1.0)


def test_a_corner_never_turns_the_pose_inside_out(canvas: CanvasView, told: list[object]) -> None:
    choose(canvas, UPPER, HAND)
    drag(canvas, [tuple(frame(canvas).corners[2].tolist()), (150.0, 30.0), (100.0, 10.0)])
    after = adjusted(told).change(np.array(PLACES)[[UPPER, HAND]])
    assert after[1, 0] - after[0, 0] == pytest.approx(1.0), "a hundredth of what it was"


def test_a_turn_is_seen_while_it_lasts_and_escape_takes_it_back(
    canvas: CanvasView, told: list[object], qtbot: QtBot
) -> None:
    choose(canvas, UPPER, HAND)
    before = canvas.grab().toImage()
    (x, y) = frame(canvas).knob
    lead(canvas, [(x, y), (x + 20.0, y), (x + 40.0, y + 10.0)])
    trace = canvas.scene.in_hand.trace
    assert trace is not None
    assert trace.said.endswith("°")
    assert canvas.grab().toImage() != before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, (x + 40.0, y + 10.0)))
    QTest.mouseMove(canvas, at(canvas, (50.0, 250.0)))
    assert told == []
    assert canvas.scene.in_hand.trace is None
    canvas.leaveEvent(None)  # type: ignore[arg-type]
    assert canvas.grab().toImage() == before


def test_the_pointer_tells_what_a_press_on_the_frame_does(canvas: CanvasView) -> None:
    choose(canvas, UPPER, HAND)
    found = frame(canvas)
    shapes = []
    for spot in (found.corners[0], found.corners[1], found.tight.mean(axis=0), np.array([100.0, 250.0])):
        QTest.mouseMove(canvas, at(canvas, tuple(spot.tolist())))
        shapes.append(canvas.cursor().shape())
    wanted = Qt.CursorShape
    assert shapes == [
        wanted.SizeFDiagCursor,
        wanted.SizeBDiagCursor,
        wanted.SizeAllCursor,
        wanted.ArrowCursor,
    ]
