"""What becomes of a gesture under way when another frame is awaited."""

from __future__ import annotations

import numpy as np
import pytest
from back_on_canvas import LEFT, PLACES, PLAIN, TOP, at, canvas_with_a_back, heard_on, lead, pose
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.ui.canvas.view import CanvasView

MIDDLE = Qt.MouseButton.MiddleButton
SPOT = (100.0, 80.0)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    return canvas_with_a_back(qtbot)


@pytest.fixture
def told(canvas: CanvasView) -> list[object]:
    return heard_on(canvas)


def test_a_placement_under_way_is_taken_back(canvas: CanvasView, told: list[object]) -> None:
    canvas.set_poses([pose([[np.nan, np.nan], *PLACES[1:]])])
    canvas.set_active("ada", TOP)
    QTest.mousePress(canvas, LEFT, PLAIN, at(canvas, SPOT))
    canvas.await_frame(1)
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, SPOT))
    assert told == []


def test_a_drag_under_way_is_taken_back(canvas: CanvasView, told: list[object]) -> None:
    lead(canvas, [(200.0, 60.0), (230.0, 60.0)])
    canvas.await_frame(1)
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, (230.0, 60.0)))
    assert told == []


def test_a_pan_goes_on_while_frames_follow_each_other(canvas: CanvasView) -> None:
    before = canvas.view.centre
    QTest.mousePress(canvas, MIDDLE, PLAIN, QPoint(400, 200))
    QTest.mouseMove(canvas, QPoint(430, 200))
    canvas.await_frame(1)
    canvas.set_frame(np.zeros((300, 400, 4), dtype=np.uint8), 1)
    QTest.mouseMove(canvas, QPoint(460, 200))
    QTest.mouseRelease(canvas, MIDDLE, PLAIN, QPoint(460, 200))
    assert canvas.view.centre == pytest.approx((before[0] - 30.0, before[1]))
