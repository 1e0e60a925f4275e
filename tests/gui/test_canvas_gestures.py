"""What the hand does on the canvas, with real mouse and key events."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palpate.model.skeleton import Keypoint, Skeleton, Tiers
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.view import CanvasView

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
ARM = Skeleton(
    "arm",
    (Keypoint("shoulder", "Shoulder"), Keypoint("elbow", "Elbow"), Keypoint("wrist", "Wrist")),
    edges=(("shoulder", "elbow"), ("elbow", "wrist")),
    tiers=Tiers.FOUR,
)
# Shoulder and elbow placed, wrist not yet.
SHOULDER, ELBOW, WRIST = 0, 1, 2


def pose(instance: str, positions: list[list[float]], *, active: bool) -> PoseOnCanvas:
    placed = np.array(positions, dtype=np.float64)
    visibility = np.where(np.isnan(placed[:, 0]), -1, 2).astype(np.int8)
    view = PoseView(
        positions=placed,
        visibility=visibility,
        origin=np.where(visibility > 0, 1, 0).astype(np.int8),
        drift=np.full(len(placed), np.nan),
        reasons=np.zeros(len(placed), dtype=np.int8),
    )
    return PoseOnCanvas(instance, 1 if active else 2, instance.title(), ARM, view, active)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    """400 × 300 image px at 150 % in a window of 800 × 600; bowler with an unplaced wrist, and a batter."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    view.set_frame(np.full((300, 400, 4), 128, dtype=np.uint8), 0)
    view.set_view(view.view.centred_on(200.0, 150.0, 1.5))
    view.set_poses(
        [
            pose("bowler", [[100.0, 100.0], [150.0, 100.0], [np.nan, np.nan]], active=True),
            pose("batter", [[300.0, 200.0], [300.0, 250.0], [350.0, 250.0]], active=False),
        ]
    )
    view.set_active("bowler", WRIST)
    return view


@pytest.fixture
def told(canvas: CanvasView) -> list[tuple[object, ...]]:
    """Everything that the canvas told, in order."""
    heard: list[tuple[object, ...]] = []

    def hear(name: str) -> Callable[..., None]:
        return lambda *what: heard.append((name, *what))

    canvas.placed.connect(lambda at, tier: heard.append(("placed", (at.x(), at.y()), tier)))
    canvas.moved.connect(lambda k, positions: heard.append(("moved", k.tolist(), positions.tolist())))
    canvas.keypoint_chosen.connect(hear("keypoint"))
    canvas.instance_chosen.connect(hear("instance"))
    canvas.space_tapped.connect(hear("space"))
    return heard


def at(canvas: CanvasView, x: float, y: float) -> QPoint:
    """The widget pixel that shows an image position."""
    u, v = canvas.view.to_widget(x, y)
    return QPoint(int(u), int(v))


def meant(canvas: CanvasView, spot: QPoint) -> tuple[float, float]:
    """The image position in the middle of a widget pixel."""
    return canvas.view.to_image(spot.x() + 0.5, spot.y() + 0.5)


def drag(canvas: CanvasView, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(canvas, LEFT, modifiers, start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, modifiers, end)


@pytest.mark.parametrize(
    ("button", "modifiers", "tier"),
    [
        (LEFT, PLAIN, Visibility.VISIBLE),
        (RIGHT, PLAIN, Visibility.ESTIMATED),
        (LEFT, SHIFT, Visibility.CERTAIN),
    ],
)
def test_a_click_places_exactly_under_the_pointer(
    canvas: CanvasView,
    told: list[object],
    button: Qt.MouseButton,
    modifiers: Qt.KeyboardModifier,
    tier: Visibility,
) -> None:
    spot = QPoint(517, 222)
    QTest.mouseClick(canvas, button, modifiers, spot)
    assert told == [("placed", pytest.approx(meant(canvas, spot), abs=1e-9), tier)]


def test_a_click_on_another_keypoint_places_too(canvas: CanvasView, told: list[object]) -> None:
    spot = at(canvas, 150.0, 100.0)
    QTest.mouseClick(canvas, LEFT, PLAIN, spot)
    assert told == [("placed", pytest.approx(meant(canvas, spot)), Visibility.VISIBLE)]


def test_an_unsteady_click_within_4_px_places_where_it_was_pressed(
    canvas: CanvasView, told: list[object]
) -> None:
    spot = at(canvas, 150.0, 100.0)
    drag(canvas, spot, spot + QPoint(2, 3))
    assert told == [("placed", pytest.approx(meant(canvas, spot)), Visibility.VISIBLE)]


def test_a_double_click_is_two_clicks(canvas: CanvasView, told: list[object]) -> None:
    spot = at(canvas, 220.0, 120.0)
    QTest.mouseClick(canvas, LEFT, PLAIN, spot)
    QTest.mouseDClick(canvas, LEFT, PLAIN, spot)  # the second press alone
    QTest.mouseRelease(canvas, LEFT, PLAIN, spot)
    assert [what[0] for what in told] == ["placed"] * 2


def test_two_fast_clicks_on_the_last_keypoint_do_not_zoom(canvas: CanvasView, told: list[object]) -> None:
    spot = at(canvas, 120.0, 100.0)

    def accept_placement() -> None:
        canvas.set_poses([pose("bowler", [[100.0, 100.0], [150.0, 100.0], [120.0, 100.0]], active=True)])
        canvas.set_active("bowler", -1)

    canvas.placed.connect(accept_placement)
    before = canvas.view
    QTest.mouseClick(canvas, LEFT, PLAIN, spot)
    QTest.mouseDClick(canvas, LEFT, PLAIN, spot)
    QTest.mouseRelease(canvas, LEFT, PLAIN, spot)
    assert canvas.view == before
    assert [what[0] for what in told] == ["placed", "keypoint"]


def test_a_drag_from_a_keypoint_moves_it_even_while_another_waits(
    canvas: CanvasView, told: list[object]
) -> None:
    start = at(canvas, 150.0, 100.0)
    drag(canvas, start, start + QPoint(30, -15))
    assert told == [("moved", [ELBOW], [pytest.approx([150.0 + 30 / 1.5, 100.0 - 15 / 1.5])])]


def test_alt_grabs_at_once(canvas: CanvasView, told: list[object]) -> None:
    start = at(canvas, 150.0, 100.0)
    drag(canvas, start, start + QPoint(3, 0), ALT)
    assert told == [("moved", [ELBOW], [pytest.approx([152.0, 100.0])])]


def test_a_drag_from_a_free_spot_aims_and_places_where_it_ends(
    canvas: CanvasView, told: list[object]
) -> None:
    start = at(canvas, 220.0, 120.0)
    drag(canvas, start, start + QPoint(40, 10))
    assert told == [("placed", pytest.approx(meant(canvas, start + QPoint(40, 10))), Visibility.VISIBLE)]


def test_the_pointer_is_hidden_while_a_keypoint_is_dragged(canvas: CanvasView) -> None:
    start = at(canvas, 150.0, 100.0)
    QTest.mousePress(canvas, LEFT, PLAIN, start)
    QTest.mouseMove(canvas, start + QPoint(20, 0))
    assert canvas.cursor().shape() is Qt.CursorShape.BlankCursor
    QTest.mouseRelease(canvas, LEFT, PLAIN, start + QPoint(20, 0))
    assert canvas.cursor().shape() is not Qt.CursorShape.BlankCursor


def test_a_drag_is_previewed_and_told_only_on_release(canvas: CanvasView, told: list[object]) -> None:
    start = at(canvas, 150.0, 100.0)
    before = canvas.grab().toImage()
    QTest.mousePress(canvas, LEFT, PLAIN, start)
    QTest.mouseMove(canvas, start + QPoint(0, 60))
    assert canvas.grab().toImage() != before
    assert told == []
    QTest.mouseRelease(canvas, LEFT, PLAIN, start + QPoint(0, 60))
    assert len(told) == 1


def test_escape_takes_a_drag_back(canvas: CanvasView, told: list[object]) -> None:
    start = at(canvas, 150.0, 100.0)
    QTest.mouseMove(canvas, start)
    before = canvas.grab().toImage()
    QTest.mousePress(canvas, LEFT, PLAIN, start)
    QTest.mouseMove(canvas, start + QPoint(0, 60))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseMove(canvas, start)
    assert canvas.grab().toImage() == before
    QTest.mouseRelease(canvas, LEFT, PLAIN, start)
    assert told == []


def test_a_click_chooses_a_keypoint_when_none_waits(canvas: CanvasView, told: list[object]) -> None:
    canvas.set_active("bowler", SHOULDER)
    QTest.mouseClick(canvas, LEFT, PLAIN, at(canvas, 150.0, 100.0) + QPoint(5, 5))
    QTest.mouseClick(canvas, LEFT, SHIFT, at(canvas, 100.0, 100.0))
    assert told == [("keypoint", "bowler", ELBOW, False), ("keypoint", "bowler", SHOULDER, True)]


def test_a_click_beside_everything_does_nothing_when_none_waits(
    canvas: CanvasView, told: list[object]
) -> None:
    canvas.set_active("bowler", SHOULDER)
    QTest.mouseClick(canvas, LEFT, PLAIN, at(canvas, 220.0, 30.0))
    QTest.mouseClick(canvas, RIGHT, PLAIN, at(canvas, 220.0, 30.0))
    assert told == []


def test_a_click_on_a_limb_chooses_its_instance(canvas: CanvasView, told: list[object]) -> None:
    canvas.set_active("bowler", SHOULDER)
    QTest.mouseClick(canvas, LEFT, PLAIN, at(canvas, 325.0, 251.0))
    assert told == [("instance", "batter")]


def test_dragging_another_instance_s_keypoint_chooses_it_first(
    canvas: CanvasView, told: list[object]
) -> None:
    start = at(canvas, 300.0, 200.0)
    drag(canvas, start, start + QPoint(15, 0))
    assert told == [
        ("keypoint", "batter", SHOULDER, False),
        ("moved", [SHOULDER], [pytest.approx([310.0, 200.0])]),
    ]


def test_chosen_keypoints_move_together(canvas: CanvasView, told: list[object]) -> None:
    canvas.set_active("bowler", SHOULDER, frozenset({ELBOW, WRIST}))
    start = at(canvas, 150.0, 100.0)
    drag(canvas, start, start + QPoint(0, 30))
    assert told == [
        ("moved", [SHOULDER, ELBOW], [pytest.approx([100.0, 120.0]), pytest.approx([150.0, 120.0])])
    ]


def test_the_active_instance_s_keypoint_is_preferred_where_two_lie_together(
    canvas: CanvasView, told: list[object]
) -> None:
    canvas.set_poses(
        [
            pose("bowler", [[100.0, 100.0], [150.0, 100.0], [200.0, 100.0]], active=True),
            pose("batter", [[102.0, 100.0], [300.0, 250.0], [350.0, 250.0]], active=False),
        ]
    )
    canvas.set_active("bowler", ELBOW)
    QTest.mouseClick(canvas, LEFT, PLAIN, at(canvas, 102.0, 100.0))
    assert told == [("keypoint", "bowler", SHOULDER, False)]


def test_a_double_click_on_a_limb_fits_its_instance(canvas: CanvasView) -> None:
    canvas.set_active("bowler", SHOULDER)
    QTest.mouseDClick(canvas, LEFT, PLAIN, at(canvas, 325.0, 250.0))
    assert canvas.view.centre == pytest.approx((325.0, 225.0))


def test_the_middle_button_pans(canvas: CanvasView, told: list[object]) -> None:
    start = QPoint(400, 300)
    grabbed = meant(canvas, start)
    QTest.mousePress(canvas, MIDDLE, PLAIN, start)
    QTest.mouseMove(canvas, start + QPoint(60, -45))
    QTest.mouseRelease(canvas, MIDDLE, PLAIN, start + QPoint(60, -45))
    assert meant(canvas, start + QPoint(60, -45)) == pytest.approx(grabbed)
    assert told == []


def test_space_held_pans_and_is_no_tap(canvas: CanvasView, told: list[object]) -> None:
    start = QPoint(400, 300)
    grabbed = meant(canvas, start)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, start, start + QPoint(-30, 20))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert meant(canvas, start + QPoint(-30, 20)) == pytest.approx(grabbed)
    assert told == []


def test_space_tapped_is_told(canvas: CanvasView, told: list[object]) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert told == [("space",)]


@pytest.mark.parametrize("modifiers", [PLAIN, Qt.KeyboardModifier.ControlModifier])
@pytest.mark.parametrize(("turned", "slid"), [(QPoint(0, 120), QPoint()), (QPoint(), QPoint(0, 40))])
def test_the_wheel_zooms_at_the_pointer(
    canvas: CanvasView, turned: QPoint, slid: QPoint, modifiers: Qt.KeyboardModifier
) -> None:
    spot = QPoint(613, 207)
    under = meant(canvas, spot)
    wheel(canvas, spot, turned, slid, modifiers)
    assert canvas.view.zoom > 1.5
    off = np.subtract(canvas.view.to_widget(*under), (spot.x() + 0.5, spot.y() + 0.5))
    assert np.abs(off).max() <= 0.5 * (1.0 + canvas.view.zoom / 1.5)


def wheel(
    canvas: CanvasView, spot: QPoint, turned: QPoint, slid: QPoint, modifiers: Qt.KeyboardModifier
) -> None:
    event = QWheelEvent(
        QPointF(spot),
        QPointF(canvas.mapToGlobal(spot)),
        slid,
        turned,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_fit_and_back_returns_to_the_same_place(canvas: CanvasView) -> None:
    before = canvas.view
    canvas.toggle_fit()
    assert canvas.view.fitted
    canvas.toggle_fit()
    assert canvas.view == before


def test_hovering_names_a_keypoint(canvas: CanvasView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.hovered) as heard:
        QTest.mouseMove(canvas, at(canvas, 300.0, 200.0))
    assert heard.args == ["batter", SHOULDER]


def test_a_click_on_a_picture_about_to_be_replaced_does_nothing(
    canvas: CanvasView, told: list[object]
) -> None:
    canvas.await_frame(1)
    QTest.mouseClick(canvas, LEFT, PLAIN, QPoint(400, 200))
    assert told == []
    canvas.set_frame(np.zeros((300, 400, 4), dtype=np.uint8), 1)
    QTest.mouseClick(canvas, LEFT, PLAIN, QPoint(400, 200))
    assert len(told) == 1


def test_poses_wait_for_the_picture_they_belong_to(canvas: CanvasView) -> None:
    canvas.await_frame(1)
    canvas.set_poses([])
    assert len(canvas.scene.poses) == 2
    canvas.set_frame(np.zeros((300, 400, 4), dtype=np.uint8), 1)
    assert canvas.scene.poses == ()


def test_a_new_frame_takes_a_running_drag_back(canvas: CanvasView, told: list[object]) -> None:
    start = at(canvas, 150.0, 100.0)
    QTest.mousePress(canvas, LEFT, PLAIN, start)
    QTest.mouseMove(canvas, start + QPoint(30, 0))
    canvas.set_frame(np.zeros((300, 400, 4), dtype=np.uint8), 1)
    QTest.mouseRelease(canvas, LEFT, PLAIN, start + QPoint(30, 0))
    assert told == []


def test_arrow_keys_are_left_to_others(canvas: CanvasView, told: list[object]) -> None:
    before = canvas.view
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(canvas, key)
    assert canvas.view == before
    assert told == []


def test_space_is_claimed_from_shortcuts_only_while_the_canvas_has_the_keys(
    canvas: CanvasView, told: list[object]
) -> None:
    heard: list[str] = []
    for key in ("Space", "Esc", "Q"):
        shortcut = QShortcut(QKeySequence(key), canvas)
        shortcut.activated.connect(lambda name=key: heard.append(name))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Q):
        QTest.keyClick(canvas, key)
    assert told == [("space",)]
    assert heard == ["Esc", "Q"]
