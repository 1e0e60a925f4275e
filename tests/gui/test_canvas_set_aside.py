"""Under a tool in the hand what is hidden or locked stays; Ctrl+Alt does what Alt does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.skeleton import ChainPlace, Keypoint, Skeleton
from palpate.session.pose_adjusting import Joining
from palpate.session.tracks import PoseView
from palpate.ui.canvas.chosen_frame import frame_of
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.tool_words import tool_hint
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.canvas.tools.work import Caught, Refused, Slid
from palpate.ui.canvas.view import CanvasView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Spot = tuple[float, float]

# A back of four on a chain, and a hand beside it that is no part of the chain.
BACK = Skeleton(
    "back",
    (
        Keypoint("top", "Top", chain=ChainPlace("back", 0.0)),
        Keypoint("upper", "Upper", chain=ChainPlace("back", 0.3)),
        Keypoint("lower", "Lower", chain=ChainPlace("back", 0.6)),
        Keypoint("end", "End", chain=ChainPlace("back", 1.0)),
        Keypoint("hand", "Hand"),
    ),
    edges=(("top", "upper"), ("upper", "lower"), ("lower", "end"), ("top", "hand")),
)
TOP, UPPER, LOWER, END, HAND = range(5)
PLACES = [[200.0, 60.0], [200.0, 102.0], [200.0, 144.0], [200.0, 200.0], [300.0, 60.0]]


def pose(places: list[list[float]], instance: str = "ada", *, active: bool = True) -> PoseOnCanvas:
    positions = np.array(places, dtype=np.float64)
    tiers = np.where(np.isnan(positions[:, 0]), -1, 2).astype(np.int8)
    origin = np.where(tiers > 0, 1, 0).astype(np.int8)
    view = PoseView(positions, tiers, origin, np.full(5, np.nan), np.zeros(5, dtype=np.int8))
    return PoseOnCanvas(instance, 1 if active else 2, instance.title(), BACK, view, active)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    """400 × 300 image px at 200 % in a window of 800 × 600; everything of Ada is placed."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    view.set_frame(np.full((300, 400, 4), 128, dtype=np.uint8), 0)
    view.set_view(view.view.centred_on(200.0, 150.0, 2.0))
    view.set_poses([pose(PLACES)])
    view.set_active("ada", TOP)
    return view


@pytest.fixture
def told(canvas: CanvasView) -> list[object]:
    heard: list[object] = []
    canvas.worked.connect(heard.append)
    canvas.placed.connect(lambda _at, _tier: heard.append("placed"))
    canvas.moved.connect(lambda k, places: heard.append(("moved", k.tolist(), places.tolist())))
    canvas.keypoint_chosen.connect(lambda _instance, k, extend: heard.append(("keypoint", k, extend)))
    canvas.instance_chosen.connect(lambda instance: heard.append(("instance", instance)))
    return heard


def at(canvas: CanvasView, spot: Spot) -> QPoint:
    x, y = canvas.view.to_widget(*spot)
    return QPoint(int(x), int(y))


def drag(canvas: CanvasView, way: list[Spot], keys: Qt.KeyboardModifier = PLAIN) -> None:
    lead(canvas, way, keys)
    QTest.mouseRelease(canvas, LEFT, keys, at(canvas, way[-1]))


def lead(canvas: CanvasView, way: list[Spot], keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(canvas, LEFT, keys, at(canvas, way[0]))
    for spot in way[1:]:
        QTest.mouseMove(canvas, at(canvas, spot))


def click(canvas: CanvasView, spot: Spot, keys: Qt.KeyboardModifier = PLAIN, button: object = LEFT) -> None:
    assert isinstance(button, Qt.MouseButton)
    QTest.mouseClick(canvas, button, keys, at(canvas, spot))


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
