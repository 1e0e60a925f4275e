"""What a window shows after a drag or a hover is what it would show if all of it were painted again."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
NAMES = ["hip", "knee", "ankle", "toe"]
LEG = Skeleton("leg", tuple(map(Keypoint, NAMES)), edges=tuple(itertools.pairwise(NAMES)))


class Areas(QObject):
    """Notes how much of a widget each paint covers, 0…1."""

    def __init__(self, widget: CanvasView) -> None:
        super().__init__(widget)
        self.seen: list[float] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent) and isinstance(watched, CanvasView):
            area = event.rect()
            self.seen.append(area.width() * area.height() / (watched.width() * watched.height()))
        return False


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.set_frame(np.random.default_rng(7).integers(0, 256, (300, 400, 4), dtype=np.uint8), 0)
    view.set_view(view.view.centred_on(200.0, 150.0, 1.5))
    view.set_poses([pose("bowler", [(150, 60), (160, 110), (150, 160), (170, 170)])])
    view.set_active("bowler", 0)
    QApplication.processEvents()
    return view


def pose(instance: str, positions: Sequence[tuple[float, float]]) -> PoseOnCanvas:
    count = len(positions)
    view = PoseView(
        positions=np.array(positions, dtype=np.float64),
        visibility=np.full(count, Visibility.VISIBLE, dtype=np.int8),
        origin=np.full(count, Origin.HAND, dtype=np.int8),
        drift=np.array([np.nan, 3.0, np.nan, np.nan]),
        reasons=np.zeros(count, dtype=np.int8),
    )
    return PoseOnCanvas(instance, 1, instance.title(), LEG, view, active=True)


def on_screen(canvas: CanvasView) -> NDArray[np.int64]:
    return levels(canvas.screen().grabWindow(canvas.winId()))


def painted_whole(canvas: CanvasView) -> NDArray[np.int64]:
    return levels(canvas.grab())


def levels(pixmap: QPixmap) -> NDArray[np.int64]:
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(np.int64)


def is_as_if_painted_whole(canvas: CanvasView) -> bool:
    # Where a smooth line is clipped the raster engine rounds its shades in another place.
    return bool(np.abs(on_screen(canvas) - painted_whole(canvas)).max() <= 3)


def widget_point(canvas: CanvasView, x: float, y: float) -> QPoint:
    u, v = canvas.view.to_widget(x, y)
    return QPoint(round(u), round(v))


@pytest.mark.parametrize("keypoint", range(4))
def test_each_step_of_a_drag_leaves_the_window_as_if_painted_whole(canvas: CanvasView, keypoint: int) -> None:
    x, y = canvas.scene.poses[0].view.positions[keypoint].tolist()
    start = widget_point(canvas, x, y)
    QTest.mousePress(canvas, LEFT, pos=start)
    for dx, dy in [(10, 0), (12, 3), (14, 9), (60, 40), (-40, 80), (-41, 81)]:
        QTest.mouseMove(canvas, start + QPoint(dx, dy))
        QApplication.processEvents()
        assert is_as_if_painted_whole(canvas)
    QTest.mouseRelease(canvas, LEFT, pos=start + QPoint(-41, 81))
    QApplication.processEvents()
    assert is_as_if_painted_whole(canvas)


def test_steps_of_a_drag_paint_only_what_moved(canvas: CanvasView) -> None:
    start = widget_point(canvas, 160.0, 110.0)
    QTest.mousePress(canvas, LEFT, pos=start)
    QTest.mouseMove(canvas, start + QPoint(20, 0))
    QApplication.processEvents()
    areas = Areas(canvas)
    for step in range(5):
        QTest.mouseMove(canvas, start + QPoint(21 + step, 0))
        QApplication.processEvents()
    QTest.mouseRelease(canvas, LEFT, pos=start)
    assert len(areas.seen) >= 5
    assert max(areas.seen[:5]) < 0.4


def test_a_pointer_over_nothing_paints_nothing(canvas: CanvasView) -> None:
    QTest.mouseMove(canvas, QPoint(20, 20))
    QApplication.processEvents()
    areas = Areas(canvas)
    for step in range(5):
        QTest.mouseMove(canvas, QPoint(21 + step, 20))
        QApplication.processEvents()
    assert areas.seen == []


def test_words_beside_the_pointer_come_go_and_follow_it(canvas: CanvasView) -> None:
    over = widget_point(canvas, 150.0, 60.0)
    bare = on_screen(canvas)
    for at in (over, over + QPoint(1, 1), over + QPoint(2, 0)):
        QTest.mouseMove(canvas, at)
        QApplication.processEvents()
        assert is_as_if_painted_whole(canvas)
        assert (on_screen(canvas) != bare).any()
    QTest.mouseMove(canvas, over + QPoint(200, 0))
    QApplication.processEvents()
    assert (on_screen(canvas) == bare).all()
