"""Tools for keypoints on the canvas, with real mouse and key events."""

from __future__ import annotations

import math

import numpy as np
import pytest
from back_on_canvas import (
    ALT,
    CTRL,
    HAND,
    LEFT,
    LOWER,
    PLACES,
    PLAIN,
    RIGHT,
    SHIFT,
    TOP,
    UPPER,
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

from palpate.model.visibility import Visibility
from palpate.session.placing.constructing import Construction
from palpate.session.placing.pose_adjusting import Joining
from palpate.ui.canvas.tools.in_hand import Built, Tool
from palpate.ui.canvas.tools.work import Caught, LimbCaught, PointClicked, Slid, TemplateLaid
from palpate.ui.canvas.view import CanvasView


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    return canvas_with_a_back(qtbot)


@pytest.fixture
def told(canvas: CanvasView) -> list[object]:
    return heard_on(canvas)


def choose(canvas: CanvasView, *keypoints: int) -> None:
    canvas.set_active("ada", keypoints[0], frozenset(keypoints))


# ---- choosing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "joining"), [(PLAIN, Joining.REPLACE), (SHIFT, Joining.ADD), (ALT, Joining.REMOVE)]
)
def test_a_lasso_chooses_what_it_goes_around(
    canvas: CanvasView, told: list[object], keys: Qt.KeyboardModifier, joining: Joining
) -> None:
    canvas.take_up(Tool.LASSO)
    drag(canvas, [(180.0, 90.0), (220.0, 90.0), (220.0, 160.0), (180.0, 160.0)], keys)
    (caught,) = told
    assert isinstance(caught, Caught)
    assert (caught.keypoints.tolist(), caught.joining) == ([UPPER, LOWER], joining)
    assert canvas.scene.in_hand.trace is None
    assert canvas.tool is Tool.LASSO


def test_a_click_with_the_lasso_is_about_one_keypoint_or_lets_go_of_all(
    canvas: CanvasView, told: list[object]
) -> None:
    canvas.take_up(Tool.LASSO)
    click(canvas, (200.0, 144.0))
    click(canvas, (200.0, 102.0), SHIFT)
    click(canvas, (200.0, 144.0), ALT)
    click(canvas, (100.0, 250.0))
    found = [(w.keypoints.tolist(), w.joining) if isinstance(w, Caught) else w for w in told]
    assert found == [
        ([LOWER], Joining.REPLACE),
        ("keypoint", UPPER, True),
        ([LOWER], Joining.REMOVE),
        ([], Joining.REPLACE),
    ]


@pytest.mark.parametrize(("keys", "joining"), [(SHIFT, Joining.ADD), (SHIFT | ALT, Joining.REMOVE)])
def test_a_box_dragged_with_shift_chooses_while_nothing_is_placed(
    canvas: CanvasView, told: list[object], keys: Qt.KeyboardModifier, joining: Joining
) -> None:
    drag(canvas, [(230.0, 170.0), (215.0, 100.0), (170.0, 40.0)], keys)
    (caught,) = told
    assert isinstance(caught, Caught)
    assert (caught.keypoints.tolist(), caught.joining) == ([TOP, UPPER, LOWER], joining)


def test_while_a_keypoint_waits_a_drag_with_shift_places_it(canvas: CanvasView, told: list[object]) -> None:
    canvas.set_poses([pose([*PLACES[:4], [np.nan, np.nan]])])
    canvas.set_active("ada", HAND)
    drag(canvas, [(230.0, 170.0), (215.0, 100.0), (170.0, 40.0)], SHIFT)
    assert told == ["placed"]


def test_a_box_does_not_catch_keypoints_of_somebody_else(canvas: CanvasView, told: list[object]) -> None:
    canvas.set_poses([pose(PLACES), pose([[x + 20, y + 5] for x, y in PLACES], "ben", active=False)])
    drag(canvas, [(260.0, 170.0), (170.0, 40.0)], SHIFT)
    (caught,) = told
    assert isinstance(caught, Caught)
    assert caught.keypoints.tolist() == [TOP, UPPER, LOWER]


def test_escape_takes_the_lasso_back_then_drops_what_is_chosen_then_the_tool(
    canvas: CanvasView, told: list[object]
) -> None:
    canvas.take_up(Tool.LASSO)
    choose(canvas, UPPER, LOWER)
    lead(canvas, [(100.0, 220.0), (220.0, 220.0), (220.0, 250.0)])
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.scene.in_hand.trace is None
    assert told == []
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, (220.0, 250.0)))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    (caught,) = told
    assert isinstance(caught, Caught)
    assert (caught.keypoints.tolist(), caught.joining) == ([], Joining.REPLACE)
    canvas.set_active("ada", UPPER)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool is Tool.KEYPOINTS
    assert len(told) == 1


# ---- limbs and rulers ----------------------------------------------------------------------------------


def test_alt_moves_a_limb_by_both_its_ends(canvas: CanvasView, told: list[object]) -> None:
    drag(canvas, [(250.0, 60.0), (255.0, 70.0), (260.0, 80.0)], ALT)
    ((said, keypoints, places),) = told  # type: ignore[misc]
    assert (said, keypoints) == ("moved", [TOP, HAND])
    np.testing.assert_allclose(places, [[210.0, 80.0], [310.0, 80.0]])


def test_alt_and_a_click_choose_both_ends_of_a_limb(canvas: CanvasView, told: list[object]) -> None:
    click(canvas, (250.0, 60.0), ALT)
    (work,) = told
    assert isinstance(work, LimbCaught)
    assert (work.instance, work.keypoints.tolist()) == ("ada", [TOP, HAND])


def test_without_alt_a_limb_stays_where_it_is(canvas: CanvasView, told: list[object]) -> None:
    drag(canvas, [(250.0, 60.0), (255.0, 70.0), (260.0, 80.0)])
    assert told == []


def test_alt_slides_a_keypoint_of_a_chain_along_its_curve(canvas: CanvasView, told: list[object]) -> None:
    lead(canvas, [(200.0, 102.0), (230.0, 110.0), (240.0, 120.0)], ALT)
    trace = canvas.scene.in_hand.trace
    assert trace is not None
    assert not trace.closed
    assert trace.spots[0] == pytest.approx((200.0, 60.0))
    assert trace.spots[-1] == pytest.approx((200.0, 200.0))
    assert canvas.cursor().shape() is Qt.CursorShape.BlankCursor, "the pixel under it is to be seen"
    QTest.mouseRelease(canvas, LEFT, ALT, at(canvas, (240.0, 120.0)))
    (work,) = told
    assert isinstance(work, Slid)
    assert work.keypoint == UPPER
    assert work.spot == pytest.approx((200.0, 120.0), abs=1e-3)
    assert canvas.scene.in_hand.trace is None


@pytest.mark.parametrize("keypoint", [TOP, HAND])
def test_an_end_of_a_chain_and_what_is_on_none_are_moved_freely(
    canvas: CanvasView, told: list[object], keypoint: int
) -> None:
    x, y = PLACES[keypoint]
    drag(canvas, [(x, y), (x + 10.0, y + 5.0), (x + 20.0, y + 20.0)], ALT)
    told = [work for work in told if work != ("keypoint", keypoint, False)]
    assert told == [("moved", [keypoint], [[x + 20.0, y + 20.0]])]


def test_a_keypoint_dragged_over_another_stays_the_one_that_is_moved(
    canvas: CanvasView, told: list[object]
) -> None:
    lead(canvas, [(200.0, 102.0), (200.0, 130.0), (200.0, 144.0)])
    assert canvas.cursor().shape() is Qt.CursorShape.BlankCursor
    QTest.mouseMove(canvas, at(canvas, (202.0, 160.0)))
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, (202.0, 160.0)))
    assert told == [("moved", [UPPER], [[202.0, 160.0]])]


# ---- the template --------------------------------------------------------------------------------------


def test_the_template_is_seen_in_the_box_until_the_button_is_let_go(
    canvas: CanvasView, told: list[object]
) -> None:
    canvas.set_poses([pose([[np.nan, np.nan]] * 5)])
    canvas.take_up(Tool.TEMPLATE)
    before = canvas.grab().toImage()
    lead(canvas, [(60.0, 250.0), (100.0, 200.0), (160.0, 90.0)])
    assert canvas.grab().toImage() != before
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, (160.0, 90.0)))
    (work,) = told
    assert isinstance(work, TemplateLaid)
    assert np.abs(np.subtract(work.first, (60.25, 250.25))).max() < 0.5
    assert np.abs(np.subtract(work.second, (160.25, 90.25))).max() < 0.5


def test_a_click_with_the_template_tells_a_box_of_no_size(canvas: CanvasView, told: list[object]) -> None:
    canvas.take_up(Tool.TEMPLATE)
    click(canvas, (60.0, 250.0))
    (work,) = told
    assert isinstance(work, TemplateLaid)
    assert work.first == work.second


# ---- constructions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "keys", "tier"),
    [
        (LEFT, PLAIN, Visibility.VISIBLE),
        (RIGHT, PLAIN, Visibility.ESTIMATED),
        (LEFT, SHIFT, Visibility.CERTAIN),
    ],
)
def test_clicks_tell_all_points_until_then_and_the_tier_of_the_last(
    canvas: CanvasView,
    told: list[object],
    button: Qt.MouseButton,
    keys: Qt.KeyboardModifier,
    tier: Visibility,
) -> None:
    canvas.take_up(Tool.MIDDLE)
    canvas.keep_marks(((10.0, 20.0),))
    click(canvas, (60.0, 250.0), keys, button)
    (work,) = told
    assert isinstance(work, PointClicked)
    assert work.points[0] == (10.0, 20.0)
    assert math.dist(work.points[1], (60.0, 250.0)) < 0.5
    assert work.visibility is tier


@pytest.mark.parametrize("key", [(Qt.Key.Key_Backspace, PLAIN), (Qt.Key.Key_Z, CTRL)])
def test_the_last_click_of_a_construction_is_taken_back_and_escape_drops_it(
    canvas: CanvasView, told: list[object], key: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    canvas.take_up(Tool.CIRCLE)
    canvas.keep_marks(((10.0, 20.0), (40.0, 20.0)))
    QTest.keyClick(canvas, *key)
    assert canvas.scene.in_hand.marks == ((10.0, 20.0),)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.scene.in_hand.marks == ()
    assert canvas.tool is Tool.KEYPOINTS
    assert told == []


@pytest.mark.parametrize("tool", [Tool.MIDDLE, Tool.CIRCLE, Tool.HIP])
def test_what_is_clicked_and_what_it_would_make_are_painted_also_where_it_makes_nothing(
    canvas: CanvasView, tool: Tool
) -> None:
    canvas.set_poses([pose([[np.nan, np.nan]] * 5)])
    canvas.set_active("ada", HAND)
    canvas.take_up(tool)
    shown = [canvas.grab().toImage()]
    for marks in (((60.0, 60.0),), ((60.0, 60.0), (60.0, 60.0)), ((60.0, 60.0), (1e9, 60.0))):
        canvas.keep_marks(marks)
        for spot in ((160.0, 60.0), (161.0, 61.0), (120.0, 120.0)):
            QTest.mouseMove(canvas, at(canvas, spot))
            shown.append(canvas.grab().toImage())
    assert all(image != shown[0] for image in shown[1:])


def test_what_a_keypoint_was_built_from_is_painted_while_it_is_active(canvas: CanvasView) -> None:
    before = canvas.grab().toImage()
    canvas.show_built(Built(Construction.MIDDLE, ((180.0, 60.0), (220.0, 60.0))))
    assert canvas.grab().toImage() != before
    canvas.show_built(None)
    assert canvas.grab().toImage() == before
