"""The lines on the canvas: in one order, on nothing else, and out of the way of the hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palpate.model.arrays import Bools
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.tracks import PoseView
from palpate.ui.canvas.aids import Aids
from palpate.ui.canvas.loupe import Corner, Loupe, loupe_area
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.canvas.view import CanvasView

PAIR = Skeleton("pair", (Keypoint("a", "Left front spine of the pelvis"), Keypoint("b", "B")), edges=())
SIZE = (780, 430)  # what a window of 1366 × 768 leaves for the canvas
LEGEND = (
    "Onion skin: keyframe 120 before, dark wedges back; 144 after, light wedges on",
    "Trails: the last 12 frames, diamonds are keyframes",
    "Ghost of ben: hollow, red lines to where it differs",
)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    """Everything is told at once, and the strip has its corner."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    qtbot.waitExposed(view)
    view.set_frame(np.full((860, 1560, 4), 128, dtype=np.uint8), 0)
    view.set_poses([pose(hidden=np.array([False, True]))])
    view.set_active("ada", 0)
    view.set_aids(Aids(words=LEGEND))
    view.set_line("numbers", "Number pad: keypoints 1 to 10 of 54")
    view.set_line("spotlight", "Spotlight: T6, as filled in between keyframes")
    view.set_line("pass", "Pass: T6  ·  frame 3 of 12  ·  9 to go")
    view.set_line("follow", "Following bowler")
    view.keep_foot(528, 131)
    return view


def pose(*, hidden: Bools | None = None) -> PoseOnCanvas:
    positions, tiers = np.array([[400.0, 300.0], [500.0, 300.0]]), np.full(2, 2, np.int8)
    view = PoseView(positions, tiers, np.ones(2, np.int8), np.full(2, np.nan), np.zeros(2, np.int8))
    return PoseOnCanvas("ada", 1, "Ada", PAIR, view, True, hidden=hidden)


def painted(canvas: CanvasView) -> list[QRect]:
    canvas.grab()
    return canvas._screen.hud.areas


def point_at(canvas: CanvasView, x: int, y: int) -> None:
    where, none = QPointF(x, y), Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        where,
        canvas.mapToGlobal(where),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, moved)


def told(canvas: CanvasView) -> list[str]:
    screen = canvas._screen
    return screen.hud.lines(screen.scene, screen.stack.aids.words, bare=screen.bare, waiting=False)


def apart(areas: list[QRect]) -> bool:
    return not any(one.intersects(other) for one, other in combinations(areas, 2))


def strip_of(canvas: CanvasView) -> QRect:
    return QRect(canvas.width() - 528, canvas.height() - 131, 528, 131)


def test_what_leads_the_hand_stands_first_whoever_told_it_when(canvas: CanvasView) -> None:
    assert [line.split(":")[0].split(" ")[0] for line in told(canvas)] == [
        "Pass", "Spotlight", "Following", "Number", "hidden", "Onion", "Trails", "Ghost"
    ]  # fmt: skip


def test_a_frame_that_is_awaited_moves_no_line_that_stands(canvas: CanvasView) -> None:
    before = painted(canvas)
    canvas._screen.hud.coming = "frame 77 is on its way"
    after = painted(canvas)
    assert before[:-1] == after[: len(before) - 1]
    assert told(canvas)[-1] == "frame 77 is on its way"


def test_long_lines_that_go_away_soon_stand_last(canvas: CanvasView) -> None:
    canvas.set_line("numbers", "Number pad\n1   Nose\n2   Left eye")
    assert told(canvas)[-1].startswith("Number pad\n")


def test_all_lines_at_once_lie_on_nothing(canvas: CanvasView) -> None:
    canvas.set_hint("Every keypoint here is decided; click one to adjust it, or go on")
    areas = painted(canvas)
    assert len(areas) == 9
    assert apart([*areas, strip_of(canvas)])


@pytest.mark.parametrize("tool", list(Tool))
@pytest.mark.parametrize("width", [780, 560, 360])
def test_what_a_tool_says_fits_beside_the_strip_or_above_it(
    canvas: CanvasView, tool: Tool, width: int
) -> None:
    canvas.resize(width, 430)
    canvas.take_up(tool)
    areas = painted(canvas)
    assert apart([*areas, strip_of(canvas)])
    assert all(canvas.rect().contains(area) for area in areas)


def test_lines_go_to_the_other_side_of_the_pointer_and_come_back(canvas: CanvasView) -> None:
    before = painted(canvas)
    place = before[1].center()
    point_at(canvas, place.x(), place.y())
    aside = painted(canvas)
    assert not any(area.adjusted(-10, -10, 10, 10).contains(place) for area in aside)
    assert aside[0].right() > SIZE[0] - 20
    point_at(canvas, SIZE[0] // 2, SIZE[1] // 2 + 30)
    assert painted(canvas) == before


def test_what_goes_aside_is_painted_anew_where_it_was_and_where_it_is(
    canvas: CanvasView, qtbot: QtBot
) -> None:
    canvas.repaint()
    before = canvas._screen.hud.areas[0]
    canvas._hand.follow(before.center().x(), before.center().y())
    canvas._look_under_pointer()
    stale = canvas._screen._stale
    assert stale.contains(before)
    assert stale.right() > SIZE[0] - 20


def test_the_name_beside_the_pointer_lies_on_no_line(canvas: CanvasView) -> None:
    canvas.set_poses([pose()])
    canvas.set_always_placing(True)
    for x in range(8, SIZE[0], 60):
        for y in range(8, SIZE[1] - 131, 40):
            point_at(canvas, x, y)
            areas = painted(canvas)
            beside = canvas._screen._beside(canvas.view, canvas.font())
            assert beside is not None
            name = QRect(beside[1].toPoint(), beside[0].size())
            assert not any(name.intersects(area) for area in areas), (x, y)


@pytest.mark.parametrize("corner", list(Corner))
def test_a_pinned_loupe_and_the_lines_keep_off_each_other(canvas: CanvasView, corner: Corner) -> None:
    canvas.arm_loupe(Loupe(4, corner))
    point_at(canvas, SIZE[0] // 2, SIZE[1] // 2)
    areas = painted(canvas)
    spot = canvas._screen._magnified_spot
    assert spot is not None
    assert not any(loupe_area(canvas.view, spot, canvas.loupe).intersects(area) for area in areas)


def test_where_there_is_no_room_the_last_lines_are_left_out(canvas: CanvasView) -> None:
    canvas.resize(780, 300)
    areas = painted(canvas)
    assert 1 < len(areas) < 9
    assert apart([*areas, strip_of(canvas)])


def test_lines_wider_than_the_canvas_are_broken_between_words(canvas: CanvasView) -> None:
    canvas.resize(300, 430)
    canvas.keep_foot(0, 0)
    assert all(area.width() <= 300 - 24 for area in painted(canvas))


def test_the_held_key_leaves_only_what_is_about_the_picture(canvas: CanvasView) -> None:
    canvas._screen.hud.coming = "frame 77 is on its way"
    canvas.set_overlays_hidden(True)
    assert told(canvas) == ["frame 77 is on its way"]
    assert len(painted(canvas)) == 1


def test_a_drag_under_the_loupe_sends_the_lines_aside(canvas: CanvasView) -> None:
    canvas.set_poses([pose()])
    canvas.set_view(canvas.view.centred_on(780.0, 430.0, 0.5))
    x, y = (round(part) for part in canvas.view.to_widget(400.0, 300.0))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    QTest.mouseMove(canvas, QPoint(x - 20, y))
    QTest.mouseMove(canvas, QPoint(x - 40, y))
    areas = painted(canvas)
    aim = canvas._screen.aim
    assert aim is not None
    assert not any(loupe_area(canvas.view, aim, canvas.loupe).intersects(area) for area in areas)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x - 40, y))
