"""The loupe: true pixels at a power that can be turned, following or pinned."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palpate.model.picture import Part, Picture, Region
from palpate.ui.canvas.loupe import Corner, Loupe, lacking, loupe_area, loupe_corner, loupe_view
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.canvas.view import CanvasView

WIDTH, HEIGHT = 1600, 1200
FIT = ViewTransform().over(WIDTH, HEIGHT).resized(800, 600, 1.0)


def noise() -> NDArray[np.uint8]:
    return np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


def hover(canvas: CanvasView, spot: QPoint) -> None:
    QTest.mouseMove(canvas, spot + QPoint(9, 9))  # the pointer of the test before may be there already
    QTest.mouseMove(canvas, spot)


def turn(canvas: CanvasView, notches: float, modifier: Qt.KeyboardModifier) -> None:
    spot = QPointF(400.0, 300.0)
    event = QWheelEvent(
        spot,
        canvas.mapToGlobal(spot),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def colours_in(canvas: CanvasView, left: int, top: int, side: int) -> NDArray[np.uint8]:
    """``(side, side, 3)`` BGR of a part of the canvas."""
    image = canvas.grab().toImage().convertToFormat(canvas.grab().toImage().Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return flat[top : top + side, left : left + side, :3].copy()


# ---- power -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("power", "steps", "after"), [(8, 1, 10), (8, -1, 6), (20, 1, 20), (2, -3, 2), (7, 1, 10)]
)
def test_a_turn_goes_from_power_to_power_within_2_and_20(power: int, steps: int, after: int) -> None:
    assert Loupe(power).turned(steps, FIT).power == after


def test_the_loupe_shows_at_least_twice_what_the_canvas_shows_and_turns_from_there() -> None:
    close = FIT.zoomed_to(6.0)
    assert loupe_view(close, (10.0, 10.0), Loupe(4)).zoom == 12.0
    assert Loupe(4).turned(1, close).power == 14


def test_the_wheel_with_ctrl_turns_the_loupe_while_it_is_seen_and_zooms_else(canvas: CanvasView) -> None:
    canvas.set_frame(noise(), 0)
    zoom = canvas.view.zoom
    hover(canvas, QPoint(400, 300))
    canvas.set_loupe(True)
    told: list[Loupe] = []
    canvas.loupe_turned.connect(told.append)
    turn(canvas, 2, Qt.KeyboardModifier.ControlModifier)
    assert [loupe.power for loupe in told] == [12]
    assert canvas.view.zoom == zoom
    turn(canvas, 1, Qt.KeyboardModifier.NoModifier)
    assert canvas.view.zoom > zoom
    canvas.set_loupe(False)
    zoom = canvas.view.zoom
    turn(canvas, 1, Qt.KeyboardModifier.ControlModifier)
    assert canvas.view.zoom > zoom
    assert len(told) == 1


def test_small_turns_of_a_fine_wheel_add_up_to_a_power(canvas: CanvasView) -> None:
    canvas.set_frame(noise(), 0)
    hover(canvas, QPoint(400, 300))
    canvas.set_loupe(True)
    powers = []
    for _ in range(4):
        turn(canvas, 0.375, Qt.KeyboardModifier.ControlModifier)
        powers.append(canvas.loupe.power)
    assert powers == [8, 8, 10, 10]


# ---- place -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("corner", "place"),
    [
        (Corner.TOP_LEFT, (12.0, 12.0)),
        (Corner.TOP_RIGHT, (604.0, 12.0)),
        (Corner.BOTTOM_LEFT, (12.0, 404.0)),
        (Corner.BOTTOM_RIGHT, (604.0, 404.0)),
    ],
)
def test_a_pinned_loupe_stands_in_its_corner_and_makes_way_for_the_spot(
    corner: Corner, place: tuple[float, float]
) -> None:
    middle = FIT.to_image(400.0, 300.0)
    assert loupe_corner(FIT, middle, Loupe(8, corner)) == place
    beneath = FIT.to_image(place[0] + 90.0, place[1] + 90.0)
    left, top = loupe_corner(FIT, beneath, Loupe(8, corner))
    assert (left, top) == (616.0 - place[0], place[1])
    assert not loupe_area(FIT, beneath, Loupe(8, corner)).contains(
        QPoint(int(place[0]) + 90, int(place[1]) + 90)
    )


def test_a_loupe_that_follows_never_covers_its_spot() -> None:
    for x, y in [(5.0, 5.0), (795.0, 5.0), (5.0, 595.0), (795.0, 595.0), (400.0, 300.0)]:
        area = loupe_area(FIT, FIT.to_image(x, y), Loupe())
        assert not area.contains(QPoint(int(x), int(y)))


@pytest.mark.parametrize("corner", [None, Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT])
def test_what_takes_the_bottom_edge_is_never_under_the_loupe_nor_over_it(corner: Corner | None) -> None:
    foot = 140
    for x, y in [(5.0, 5.0), (400.0, 150.0), (400.0, 300.0), (790.0, 440.0)]:
        area = loupe_area(FIT, FIT.to_image(x, y), Loupe(8, corner, foot))
        assert area.bottom() <= 600 - foot + 4  # with its frame
        assert not area.contains(QPoint(int(x), int(y)))


def test_a_pinned_loupe_shows_what_is_under_the_pointer_without_a_key(canvas: CanvasView) -> None:
    pixels = noise()
    canvas.set_frame(pixels, 0)
    canvas.arm_loupe(Loupe(16, Corner.TOP_LEFT))
    hover(canvas, QPoint(500, 400))
    x, y = (int(part) for part in canvas.view.to_image(500.5, 400.5))
    shown = {tuple(colour) for colour in colours_in(canvas, 12, 12, 184).reshape(-1, 3).tolist()}
    for dx, dy in [(-4, -3), (3, 4), (-3, 3)]:
        assert tuple(pixels[y + dy, x + dx, :3].tolist()) in shown
    canvas.set_overlays_hidden(True)
    bare = {tuple(colour) for colour in colours_in(canvas, 12, 12, 184).reshape(-1, 3).tolist()}
    assert tuple(pixels[y - 3, x - 4, :3].tolist()) not in bare


# ---- true pixels -------------------------------------------------------------------------------------------


def reduced(pixels: NDArray[np.uint8]) -> Picture:
    """The frame as it is kept when there is no room for all of it: every second pixel."""
    small = np.ascontiguousarray(pixels[::2, ::2])
    return Picture(0, (WIDTH, HEIGHT), (Part(0, 0, 0.5, small),))


def test_what_is_not_at_hand_as_stored_is_asked_for_once_and_shown_when_it_comes(
    canvas: CanvasView, qtbot: QtBot
) -> None:
    pixels = noise()
    canvas.set_picture(reduced(pixels))
    hover(canvas, QPoint(400, 300))
    wanted: list[Region] = []
    canvas.closer_wanted.connect(wanted.append)
    canvas.set_loupe(True)
    canvas.grab()
    canvas.grab()
    (region,) = wanted
    x, y = (int(part) for part in canvas.view.to_image(400.5, 300.5))
    assert region.left < x - 100
    assert region.right > x + 100
    cut = np.ascontiguousarray(pixels[region.top : region.bottom, region.left : region.right])
    canvas.bring_closer(0, Part(region.left, region.top, 1.0, cut))
    shown = {tuple(colour) for colour in colours_in(canvas, 460, 56, 184).reshape(-1, 3).tolist()}
    for dx, dy in [(-5, -5), (4, 6), (6, -3)]:
        assert tuple(pixels[y + dy, x + dx, :3].tolist()) in shown
    assert len(wanted) == 1


def test_a_region_of_another_frame_is_not_shown(canvas: CanvasView) -> None:
    canvas.set_picture(reduced(noise()))
    hover(canvas, QPoint(400, 300))
    canvas.set_loupe(True)
    before = canvas.grab().toImage()
    canvas.bring_closer(5, Part(0, 0, 1.0, np.zeros((HEIGHT, WIDTH, 4), np.uint8)))
    assert canvas.grab().toImage() == before


def test_nothing_lacks_where_the_whole_frame_is_at_hand() -> None:
    assert lacking(Picture.of(0, noise()), FIT, (800.0, 600.0), Loupe()) is None
