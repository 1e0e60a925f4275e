"""Under a tool in the hand what is hidden or locked stays; Ctrl+Alt does what Alt does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from back_on_canvas import (
    ALT,
    CTRL,
    END,
    HAND,
    LEFT,
    LOWER,
    PLACES,
    PLAIN,
    SHIFT,
    TOP,
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

from palpate.session.placing.pose_adjusting import Joining
from palpate.ui.canvas.chosen_frame import frame_of
from palpate.ui.canvas.tool_words import tool_hint
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.canvas.tools.work import Caught, Refused, Slid
from palpate.ui.canvas.view import CanvasView


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    return canvas_with_a_back(qtbot)


@pytest.fixture
def told(canvas: CanvasView) -> list[object]:
    return heard_on(canvas)


def choose(canvas: CanvasView, *keypoints: int) -> None:
    canvas.set_active("ada", keypoints[0], frozenset(keypoints))


# ---- hidden and locked ---------------------------------------------------------------------------------


def set_aside(canvas: CanvasView, *, hidden: tuple[int, ...] = (), locked: tuple[int, ...] = ()) -> None:
    masks = [np.isin(np.arange(5), part) if part else None for part in (hidden, locked)]
    canvas.set_poses([replace(pose(PLACES), hidden=masks[0], locked=masks[1])])


def refusals(told: list[object]) -> list[str]:
    return [one.sentence for one in told if isinstance(one, Refused)]


def stands_still(canvas: CanvasView) -> bool:
    return canvas._screen.preview is None and canvas.scene.in_hand.trace is None


@pytest.mark.parametrize(
    ("keys", "way"),
    [
        (PLAIN, [(200.0, 102.0), (215.0, 110.0), (240.0, 130.0)]),
        (ALT, [(200.0, 102.0), (215.0, 110.0), (240.0, 130.0)]),
        (ALT | SHIFT, [(200.0, 102.0), (215.0, 110.0), (240.0, 130.0)]),
        (ALT, [(200.0, 80.0), (215.0, 90.0), (240.0, 95.0)]),
    ],
    ids=["drag", "slide", "drag at once", "limb"],
)
def test_what_is_locked_does_not_follow_the_hand_and_it_is_told_once_why(
    canvas: CanvasView, told: list[object], keys: Qt.KeyboardModifier, way: list[Spot]
) -> None:
    set_aside(canvas, locked=(UPPER,))
    lead(canvas, way, keys)
    assert refusals(told) == [
        "Upper is locked; its padlock in the list of instances or View › Hide and lock unlocks it"
    ]
    assert stands_still(canvas)
    QTest.mouseRelease(canvas, LEFT, keys, at(canvas, way[-1]))
    assert len(told) == 1


def test_a_click_still_chooses_what_is_locked(canvas: CanvasView, told: list[object]) -> None:
    set_aside(canvas, locked=(UPPER,))
    click(canvas, (200.0, 102.0))
    assert told == [("keypoint", UPPER, False)]


def test_chosen_keypoints_move_without_the_locked_and_hidden_ones(
    canvas: CanvasView, told: list[object]
) -> None:
    set_aside(canvas, hidden=(END,), locked=(LOWER,))
    choose(canvas, TOP, UPPER, LOWER, END)
    drag(canvas, [(200.0, 60.0), (210.0, 60.0), (220.0, 60.0)])
    assert told == [("moved", [TOP, UPPER], [[220.0, 60.0], [220.0, 102.0]])]


def test_the_frame_is_around_what_it_moves(canvas: CanvasView) -> None:
    set_aside(canvas, hidden=(END,), locked=(LOWER,))
    choose(canvas, TOP, UPPER, LOWER, END)
    frame = frame_of(canvas.scene, canvas.view)
    assert frame is not None
    assert frame.keypoints.tolist() == [TOP, UPPER]
    assert frame.tight[2].tolist() == [200.0, 102.0]
    assert "2 hidden or locked: stay" in tool_hint(canvas.scene)


def test_a_lasso_and_a_box_pass_over_what_is_hidden_or_locked(canvas: CanvasView, told: list[object]) -> None:
    set_aside(canvas, hidden=(END,), locked=(LOWER,))
    ring = [(180.0, 50.0), (220.0, 50.0), (220.0, 230.0), (180.0, 230.0)]
    drag(canvas, [ring[0], ring[2]], SHIFT)
    canvas.take_up(Tool.LASSO)
    drag(canvas, ring)
    assert [one.keypoints.tolist() for one in told if isinstance(one, Caught)] == [[TOP, UPPER]] * 2
    drag(canvas, [(180.0, 120.0), (220.0, 120.0), (220.0, 230.0), (180.0, 230.0)])
    assert refusals(told)[0].startswith("Lower is locked")


def test_a_lasso_lets_go_of_what_was_locked_meanwhile(canvas: CanvasView, told: list[object]) -> None:
    set_aside(canvas, locked=(LOWER,))
    canvas.take_up(Tool.LASSO)
    drag(canvas, [(180.0, 90.0), (220.0, 90.0), (220.0, 160.0), (180.0, 160.0)], ALT)
    (caught,) = told
    assert isinstance(caught, Caught)
    assert caught.keypoints.tolist() == [UPPER, LOWER]


def test_a_limb_of_which_an_end_is_hidden_is_not_there(canvas: CanvasView, told: list[object]) -> None:
    set_aside(canvas, hidden=(UPPER,))
    drag(canvas, [(200.0, 80.0), (215.0, 90.0), (240.0, 95.0)], ALT)
    assert not refusals(told)
    assert not [one for one in told if isinstance(one, tuple) and one[0] == "moved"]


def test_nothing_is_aimed_for_a_locked_keypoint(canvas: CanvasView, told: list[object]) -> None:
    set_aside(canvas, locked=(HAND,))
    canvas.set_always_placing(True)
    canvas.set_active("ada", HAND)
    lead(canvas, [(60.0, 60.0), (70.0, 70.0), (90.0, 90.0)])
    assert refusals(told)[0].startswith("Hand is locked")
    assert canvas._screen.aim is None
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, (90.0, 90.0)))
    assert "placed" not in told


# ---- Ctrl and Alt, where the window manager keeps Alt ---------------------------------------------------


def test_ctrl_with_alt_does_what_alt_does(canvas: CanvasView, told: list[object]) -> None:
    both = CTRL | ALT
    drag(canvas, [(250.0, 60.0), (255.0, 70.0), (260.0, 80.0)], both)
    assert told.pop() == ("moved", [TOP, HAND], [[210.0, 80.0], [310.0, 80.0]])
    drag(canvas, [(200.0, 102.0), (203.0, 110.0), (205.0, 120.0)], both)
    slid = told.pop()
    assert isinstance(slid, Slid)
    assert slid.keypoint == UPPER
    canvas.take_up(Tool.LASSO)
    drag(canvas, [(180.0, 90.0), (220.0, 90.0), (220.0, 160.0), (180.0, 160.0)], both)
    caught = told.pop()
    assert isinstance(caught, Caught)
    assert caught.joining is Joining.REMOVE
