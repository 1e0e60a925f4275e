"""Boxes and masks on the canvas, with real mouse and key events."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.base.geometry import Polygon, outline_area
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.tracks import PoseView
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.tools.in_hand import BoxDrawn, Drawn, Painted, Reshaped, RingDrawn, Tool
from palpate.ui.canvas.view import CanvasView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLAIN, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
STICK = Skeleton("stick", (Keypoint("top", "Top"), Keypoint("end", "End")), edges=(("top", "end"),))
SQUARE = np.array([[50.0, 50.0], [150.0, 50.0], [150.0, 150.0], [50.0, 150.0]])
HOLE = np.array([[80.0, 80.0], [120.0, 80.0], [120.0, 120.0], [80.0, 120.0]])


def pose(instance: str, number: int, at: float, *, active: bool, shape: Shape | None = None) -> PoseOnCanvas:
    positions = np.array([[at, 20.0], [np.nan, np.nan]])
    view = PoseView(
        positions,
        np.array([2, -1], np.int8),
        np.array([1, 0], np.int8),
        np.full(2, np.nan),
        np.zeros(2, np.int8),
        shape,
    )
    return PoseOnCanvas(instance, number, instance.title(), STICK, view, active)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    """400 × 300 image px at 150 % in a window of 800 × 600; Ada with an unplaced end, and Ben."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    view.set_frame(np.full((300, 400, 4), 128, dtype=np.uint8), 0)
    view.set_view(view.view.centred_on(200.0, 150.0, 1.5))
    show(view, None)
    return view


def show(view: CanvasView, shape: Shape | None) -> None:
    view.set_poses([pose("ada", 1, 20.0, active=True, shape=shape), pose("ben", 2, 380.0, active=False)])
    view.set_active("ada", 1)


@pytest.fixture
def told(canvas: CanvasView) -> list[object]:
    heard: list[object] = []
    canvas.drawn.connect(heard.append)
    canvas.placed.connect(lambda at, tier: heard.append("placed"))
    return heard


def at(canvas: CanvasView, x: float, y: float) -> QPoint:
    u, v = canvas.view.to_widget(x, y)
    return QPoint(int(u), int(v))


def meant(canvas: CanvasView, x: float, y: float) -> tuple[float, float]:
    """The image position in the middle of the widget pixel that shows one."""
    spot = at(canvas, x, y)
    return canvas.view.to_image(spot.x() + 0.5, spot.y() + 0.5)


def click(canvas: CanvasView, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(canvas, button, PLAIN, at(canvas, x, y))


def drag(
    canvas: CanvasView,
    start: tuple[float, float],
    end: tuple[float, float],
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = PLAIN,
) -> None:
    press(canvas, start, end, button, keys)
    QTest.mouseRelease(canvas, button, keys, at(canvas, *end))


def press(
    canvas: CanvasView,
    start: tuple[float, float],
    end: tuple[float, float],
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = PLAIN,
) -> None:
    QTest.mousePress(canvas, button, keys, at(canvas, *start))
    QTest.mouseMove(canvas, at(canvas, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    QTest.mouseMove(canvas, at(canvas, *end))


def mask(*holes: np.ndarray) -> Shape:
    return Shape().with_outline((Polygon(SQUARE, holes),), Origin.HAND)


# ---- box -----------------------------------------------------------------------------------------------


def test_a_drag_draws_a_box_from_corner_to_corner(canvas: CanvasView, told: list[Drawn]) -> None:
    canvas.take_up(Tool.BOX)
    drag(canvas, (60.0, 150.0), (200.0, 40.0))
    (drawn,) = told
    assert isinstance(drawn, BoxDrawn)
    assert drawn.first == pytest.approx(meant(canvas, 60.0, 150.0))
    assert drawn.second == pytest.approx(meant(canvas, 200.0, 40.0))


@pytest.mark.parametrize(
    ("start", "by", "first", "second"),
    [
        ((50.0, 50.0), (-20.0, 10.0), (30.0, 60.0), (150.0, 150.0)),  # a corner
        ((150.0, 100.0), (30.0, 40.0), (50.0, 50.0), (180.0, 150.0)),  # the middle of a side
        ((70.0, 50.0), (30.0, 40.0), (80.0, 90.0), (180.0, 190.0)),  # beside a handle: all of it
        ((50.0, 150.0), (200.0, 0.0), (250.0, 50.0), (150.0, 150.0)),  # turned over
    ],
)
def test_a_box_is_pulled_by_its_handles_and_moved_by_its_sides(
    canvas: CanvasView,
    told: list[Drawn],
    start: tuple[float, float],
    by: tuple[float, float],
    first: tuple[float, float],
    second: tuple[float, float],
) -> None:
    show(canvas, Shape(box=(50.0, 50.0, 100.0, 100.0)))
    canvas.take_up(Tool.BOX)
    drag(canvas, start, (start[0] + by[0], start[1] + by[1]))
    (drawn,) = told
    assert isinstance(drawn, BoxDrawn)
    assert drawn.first == pytest.approx(first, abs=0.7)  # widget pixels are 2/3 image px
    assert drawn.second == pytest.approx(second, abs=0.7)


def test_escape_puts_a_box_back_and_then_the_tool_away(canvas: CanvasView, told: list[Drawn]) -> None:
    canvas.take_up(Tool.BOX)
    press(canvas, (60.0, 150.0), (200.0, 40.0))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, 200.0, 40.0))
    assert told == []
    assert canvas.tool is Tool.BOX
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool is Tool.KEYPOINTS


def test_a_click_on_a_handle_changes_nothing_and_one_beside_is_a_box_of_no_size(
    canvas: CanvasView, told: list[Drawn]
) -> None:
    show(canvas, Shape(box=(50.0, 50.0, 100.0, 100.0)))
    canvas.take_up(Tool.BOX)
    click(canvas, 50.0, 50.0)
    assert told == []
    click(canvas, 300.0, 250.0)
    (drawn,) = told
    assert isinstance(drawn, BoxDrawn)
    assert drawn.first == drawn.second


def test_no_keypoint_is_placed_while_a_tool_is_in_the_hand(canvas: CanvasView, told: list[object]) -> None:
    click(canvas, 200.0, 200.0)
    assert told == ["placed"]
    canvas.take_up(Tool.POLYGON)
    click(canvas, 220.0, 200.0)
    assert told == ["placed"]
    assert len(canvas.scene.in_hand.ring) == 1


# ---- polygon -------------------------------------------------------------------------------------------


def draw_corners(canvas: CanvasView, corners: np.ndarray) -> None:
    canvas.take_up(Tool.POLYGON)
    for x, y in corners.tolist():
        click(canvas, x, y)


def closed(canvas: CanvasView, told: list[Drawn], corners: np.ndarray) -> None:
    (drawn,) = told
    assert isinstance(drawn, RingDrawn)
    np.testing.assert_allclose(drawn.ring, [meant(canvas, x, y) for x, y in corners.tolist()])


def test_enter_closes_what_was_clicked(canvas: CanvasView, told: list[Drawn]) -> None:
    draw_corners(canvas, SQUARE)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    closed(canvas, told, SQUARE)


def test_a_double_click_sets_the_last_corner_and_closes(canvas: CanvasView, told: list[Drawn]) -> None:
    draw_corners(canvas, SQUARE[:3])
    click(canvas, *SQUARE[3])
    QTest.mouseDClick(canvas, LEFT, PLAIN, at(canvas, *SQUARE[3]))
    closed(canvas, told, SQUARE)


def test_a_click_on_the_first_corner_closes(canvas: CanvasView, told: list[Drawn]) -> None:
    draw_corners(canvas, SQUARE)
    click(canvas, 51.0, 51.0)
    closed(canvas, told, SQUARE)


@pytest.mark.parametrize("key", [(Qt.Key.Key_Backspace, PLAIN), (Qt.Key.Key_Z, CTRL)])
def test_a_key_takes_the_last_corner_back(
    canvas: CanvasView, told: list[Drawn], key: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    draw_corners(canvas, SQUARE)
    click(canvas, 300.0, 200.0)
    QTest.keyClick(canvas, *key)
    QTest.keyClick(canvas, Qt.Key.Key_Enter)
    closed(canvas, told, SQUARE)


def test_a_ring_waits_in_the_hand_over_frames_and_tools_until_it_is_taken(
    canvas: CanvasView, told: list[Drawn]
) -> None:
    draw_corners(canvas, SQUARE)
    canvas.set_frame(np.full((300, 400, 4), 90, dtype=np.uint8), 1)
    canvas.take_up(Tool.BOX)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert told == []
    canvas.take_up(Tool.POLYGON)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    closed(canvas, told, SQUARE)
    assert len(canvas.scene.in_hand.ring) == 4
    canvas.drop_ring()
    assert not canvas.scene.in_hand.ring


def test_escape_lets_go_of_the_ring_first_and_of_the_tool_then(canvas: CanvasView) -> None:
    draw_corners(canvas, SQUARE)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool is Tool.POLYGON
    assert not canvas.scene.in_hand.ring
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool is Tool.KEYPOINTS


def test_a_drag_moves_a_vertex(canvas: CanvasView, told: list[Drawn]) -> None:
    show(canvas, mask(HOLE))
    canvas.take_up(Tool.POLYGON)
    drag(canvas, (150.0, 150.0), (200.0, 180.0))
    (drawn,) = told
    assert isinstance(drawn, Reshaped)
    np.testing.assert_allclose(drawn.outline[0].exterior[2], [200.0, 180.0], atol=0.7)
    np.testing.assert_array_equal(drawn.outline[0].exterior[[0, 1, 3]], SQUARE[[0, 1, 3]])
    np.testing.assert_array_equal(drawn.outline[0].holes[0], HOLE)


def test_a_vertex_of_a_hole_is_moved_alike(canvas: CanvasView, told: list[Drawn]) -> None:
    show(canvas, mask(HOLE))
    canvas.take_up(Tool.POLYGON)
    drag(canvas, (80.0, 80.0), (70.0, 70.0))
    (drawn,) = told
    assert isinstance(drawn, Reshaped)
    np.testing.assert_allclose(drawn.outline[0].holes[0][0], [70.0, 70.0], atol=0.7)


def test_alt_click_puts_a_vertex_into_an_edge(canvas: CanvasView, told: list[Drawn]) -> None:
    show(canvas, mask())
    canvas.take_up(Tool.POLYGON)
    QTest.mouseClick(canvas, LEFT, ALT, at(canvas, 100.0, 51.0))
    (drawn,) = told
    assert isinstance(drawn, Reshaped)
    assert len(drawn.outline[0].exterior) == 5
    np.testing.assert_allclose(drawn.outline[0].exterior[1], meant(canvas, 100.0, 51.0))


def test_a_right_click_takes_a_vertex_out_and_a_hole_of_two_goes(
    canvas: CanvasView, told: list[Drawn]
) -> None:
    triangle = HOLE[:3]
    show(canvas, mask(triangle))
    canvas.take_up(Tool.POLYGON)
    click(canvas, 150.0, 150.0, RIGHT)
    click(canvas, 80.0, 80.0, RIGHT)
    click(canvas, 300.0, 200.0, RIGHT)
    first, second = told
    assert isinstance(first, Reshaped)
    assert isinstance(second, Reshaped)
    assert len(first.outline[0].exterior) == 3
    assert second.outline[0].holes == ()


def test_an_exterior_of_two_leaves_no_part(canvas: CanvasView, told: list[Drawn]) -> None:
    show(canvas, Shape().with_outline((Polygon(SQUARE[:3]),), Origin.HAND))
    canvas.take_up(Tool.POLYGON)
    click(canvas, 50.0, 50.0, RIGHT)
    assert told == [Reshaped(())]


# ---- brush ---------------------------------------------------------------------------------------------


def test_the_brush_is_told_with_its_way_and_its_size_in_the_picture(
    canvas: CanvasView, told: list[Drawn]
) -> None:
    canvas.take_up(Tool.BRUSH)
    drag(canvas, (60.0, 60.0), (160.0, 60.0))
    (drawn,) = told
    assert isinstance(drawn, Painted)
    assert not drawn.erases
    assert drawn.radius == pytest.approx(14.0 / 1.5)
    np.testing.assert_allclose(drawn.points[[0, -1]], [meant(canvas, 60, 60), meant(canvas, 160, 60)])
    assert canvas.scene.in_hand.stroke == ()


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, PLAIN), (LEFT, ALT)])
def test_the_right_button_or_alt_erases(
    canvas: CanvasView, told: list[Drawn], button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    canvas.take_up(Tool.BRUSH)
    drag(canvas, (60.0, 60.0), (160.0, 60.0), button, keys)
    (drawn,) = told
    assert isinstance(drawn, Painted)
    assert drawn.erases


def test_escape_lifts_the_brush_without_a_trace(canvas: CanvasView, told: list[Drawn]) -> None:
    canvas.take_up(Tool.BRUSH)
    press(canvas, (60.0, 60.0), (160.0, 60.0))
    assert canvas.scene.in_hand.stroke
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, 160.0, 60.0))
    assert told == []
    assert canvas.scene.in_hand.stroke == ()


def test_the_brush_has_a_smallest_and_a_largest_size(canvas: CanvasView) -> None:
    for _ in range(40):
        canvas.resize_brush(1.25)
    assert canvas.scene.in_hand.brush_px == 240.0
    for _ in range(60):
        canvas.resize_brush(0.8)
    assert canvas.scene.in_hand.brush_px == 2.0


# ---- what is painted -----------------------------------------------------------------------------------


def pixel(canvas: CanvasView, x: float, y: float) -> tuple[int, int, int]:
    colour = canvas.grab().toImage().pixelColor(at(canvas, x, y))
    return colour.red(), colour.green(), colour.blue()


def test_a_mask_is_filled_faintly_and_its_hole_stays_free(canvas: CanvasView) -> None:
    show(canvas, mask(HOLE))
    inside, hole, outside = (pixel(canvas, *spot) for spot in ((65, 65), (100, 100), (250, 200)))
    assert outside == hole == (128, 128, 128)
    assert inside != outside
    assert max(abs(a - b) for a, b in zip(inside, outside, strict=True)) < 32


def test_everything_is_painted_at_any_zoom(canvas: CanvasView) -> None:
    """Zoomed in on a mask whose corners are far outside, its inside is still filled."""
    show(canvas, mask())
    canvas.set_view(canvas.view.centred_on(60.0, 60.0, 64.0))
    for tool in Tool:
        canvas.take_up(tool)
        QTest.mouseMove(canvas, QPoint(300, 300))
        assert pixel(canvas, 60.0, 62.0) != (128, 128, 128)


def test_a_mask_under_way_is_shown_in_place_of_the_one_that_stands(canvas: CanvasView) -> None:
    show(canvas, mask())
    canvas.take_up(Tool.POLYGON)
    press(canvas, (150.0, 150.0), (60.0, 60.0))
    assert pixel(canvas, 130.0, 130.0) == (128, 128, 128)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert pixel(canvas, 130.0, 130.0) != (128, 128, 128)
    QTest.mouseRelease(canvas, LEFT, PLAIN, at(canvas, 60.0, 60.0))


def test_a_double_click_fits_what_a_mask_reaches_to(canvas: CanvasView) -> None:
    show(canvas, mask())
    canvas.fit_instance("ada")
    left, top, right, bottom = canvas.view.visible()
    assert left < 20.0
    assert top < 20.0
    assert right > 150.0
    assert bottom > 150.0
    assert math.isclose(outline_area(canvas.scene.active_shape.outline), 1e4)
