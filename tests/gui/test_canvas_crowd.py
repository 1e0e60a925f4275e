"""One instance among many: picked by a click, or shown alone."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.base.geometry import Polygon
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.tracks import PoseView
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.canvas.view import CanvasView

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
STICK = Skeleton("stick", (Keypoint("top", "Top"), Keypoint("end", "End")), edges=(("top", "end"),))
SQUARE = np.array([[50.0, 50.0], [150.0, 50.0], [150.0, 150.0], [50.0, 150.0]])
HOLED = Shape().with_outline((Polygon(SQUARE, (SQUARE * 0.4 + 60.0,)),), Origin.HAND)


def pose(instance: str, number: int, at: float, *, active: bool, shape: Shape | None) -> PoseOnCanvas:
    view = PoseView(
        np.array([[at, 20.0], [np.nan, np.nan]]),
        np.array([2, -1], np.int8),
        np.array([1, 0], np.int8),
        np.full(2, np.nan),
        np.zeros(2, np.int8),
        shape,
    )
    return PoseOnCanvas(instance, number, instance.title(), STICK, view, active)


def show(view: CanvasView, shape: Shape | None, other: Shape | None = None) -> None:
    """Show Ada, who is active and whose end is not placed, and Ben."""
    ada = pose("ada", 1, 20.0, active=True, shape=shape)
    view.set_poses([ada, pose("ben", 2, 380.0, active=False, shape=other)])
    view.set_active("ada", 1)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    """400 × 300 image px at 150 % in a window of 800 × 600."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.set_frame(np.full((300, 400, 4), 128, dtype=np.uint8), 0)
    view.set_view(view.view.centred_on(200.0, 150.0, 1.5))
    show(view, None)
    return view


@pytest.fixture
def told(canvas: CanvasView) -> list[object]:
    heard: list[object] = []
    canvas.drawn.connect(heard.append)
    canvas.placed.connect(lambda at, tier: heard.append("placed"))
    canvas.instance_chosen.connect(lambda instance: heard.append(("instance", instance)))
    return heard


def at(canvas: CanvasView, x: float, y: float) -> QPoint:
    u, v = canvas.view.to_widget(x, y)
    return QPoint(int(u), int(v))


def click(canvas: CanvasView, x: float, y: float) -> None:
    QTest.mouseClick(canvas, LEFT, PLAIN, at(canvas, x, y))


def test_a_click_inside_a_mask_or_box_chooses_whose_it_is_the_smallest_first(
    canvas: CanvasView, told: list[object]
) -> None:
    show(canvas, Shape(box=(40.0, 40.0, 300.0, 200.0)), Shape(box=(100.0, 100.0, 60.0, 60.0)))
    canvas.set_active("ada", 0)  # placed already: clicks choose
    click(canvas, 130.0, 130.0)
    assert told == [("instance", "ben")]
    click(canvas, 300.0, 200.0)  # inside the active one's alone
    assert told == [("instance", "ben")]


def test_ctrl_click_chooses_also_while_keypoints_are_placed_or_masks_drawn(
    canvas: CanvasView, told: list[object]
) -> None:
    show(canvas, None, Shape(box=(100.0, 100.0, 60.0, 60.0)))
    for tool in (Tool.KEYPOINTS, Tool.POLYGON, Tool.BRUSH, Tool.BOX):
        canvas.take_up(tool)
        QTest.mouseClick(canvas, LEFT, CTRL, at(canvas, 130.0, 130.0))
    assert told == [("instance", "ben")] * 4


def test_the_hole_of_a_mask_is_not_inside(canvas: CanvasView, told: list[object]) -> None:
    show(canvas, None, HOLED)
    canvas.set_active("ada", 0)
    click(canvas, 100.0, 100.0)
    assert told == []
    click(canvas, 65.0, 65.0)
    assert told == [("instance", "ben")]


def test_isolating_shows_the_active_one_alone_and_tells_so(canvas: CanvasView) -> None:
    canvas.set_isolated(True)
    assert [found.instance for found in canvas.scene.poses] == ["ada"]
    show(canvas, None)
    assert [found.instance for found in canvas.scene.poses] == ["ada"]
    canvas.set_isolated(False)
    assert len(canvas.scene.poses) == 2
