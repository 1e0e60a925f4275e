"""A back of four keypoints and a hand on a canvas, and the mouse on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.skeleton import ChainPlace, Keypoint, Skeleton
from palpate.session.tracks import PoseView
from palpate.ui.canvas.scene import PoseOnCanvas
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


def canvas_with_a_back(qtbot: QtBot) -> CanvasView:
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


def heard_on(canvas: CanvasView) -> list[object]:
    """Return what the canvas tells from now on, in order."""
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
