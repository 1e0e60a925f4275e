"""What the canvas draws, judged by its pixels."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.origin import Origin
from palpate.model.picture import Picture
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.ui.canvas import sprites
from palpate.ui.canvas.background import view_image
from palpate.ui.canvas.labels import nearest, placed_labels
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.canvas.view import CanvasView

BLACK = QColor(0, 0, 0)


def seen(image: QImage) -> NDArray[np.uint8]:
    """``(H, W, 4)`` BGRA, opaque or premultiplied."""
    whole = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    flat = np.frombuffer(whole.constBits(), dtype=np.uint8).reshape(whole.height(), whole.bytesPerLine())
    return flat[:, : whole.width() * 4].reshape(whole.height(), whole.width(), 4).copy()


def picture_in(canvas: CanvasView) -> NDArray[np.uint8]:
    """``(H, W, 3)`` BGR of the canvas within its focus frame."""
    return seen(canvas.grab().toImage())[4:-4, 4:-4, :3]


def noise(width: int, height: int) -> NDArray[np.uint8]:
    return np.random.default_rng(7).integers(0, 256, (height, width, 4), dtype=np.uint8)


@pytest.fixture
def canvas(qtbot: QtBot) -> CanvasView:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.mark.parametrize("zoom", [2.0, 3.0, 8.0, 12.0])
def test_from_200_percent_every_pixel_is_a_square_of_its_own_colour(canvas: CanvasView, zoom: float) -> None:
    pixels = noise(120, 90)
    canvas.set_frame(pixels, 0)
    canvas.set_view(canvas.view.centred_on(60.0, 45.0, zoom))
    grabbed = seen(canvas.grab().toImage())[..., :3]
    side = int(zoom)
    for x, y in [(60, 45), (50, 40), (71, 52)]:
        u, v = (round(part) for part in canvas.view.to_widget(x, y))
        square = grabbed[v : v + side, u : u + side]
        assert (square == pixels[y, x, :3]).all()
        assert (grabbed[v, u - 1] == pixels[y, x - 1, :3]).all()


def test_squares_of_a_broken_zoom_lie_where_clicks_do() -> None:
    pixels = noise(40, 30)
    view = ViewTransform((40, 30), (331, 257), 1.5).zoomed_to(7.3).panned(11.0, -5.0)
    shown = seen(view_image(Picture.of(0, pixels), view, BLACK))[..., :3]
    for u, v in itertools.product(range(10, 400, 37), range(10, 300, 41)):
        x, y = view.to_image((u + 0.5) / 1.5, (v + 0.5) / 1.5)
        inside = 0 <= x < 40 and 0 <= y < 30
        expected = pixels[int(y), int(x), :3] if inside else (0, 0, 0)
        assert (shown[v, u] == expected).all()


def shown_ramp(slope: int, zoom: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A row of the view of a picture whose grey changes by ``slope`` per px: what it should be, and is."""
    grey = np.clip((np.arange(2000) - 1000) * slope + 128, 0, 255)
    pixels = np.ascontiguousarray(np.broadcast_to(grey[None, :, None], (1200, 2000, 4)).astype(np.uint8))
    view = ViewTransform((2000, 1200), (701, 433)).centred_on(1000.3, 600.7, zoom)
    row = seen(view_image(Picture.of(0, pixels), view, BLACK))[200, :, 0].astype(np.float64)
    x = np.array([view.to_image(u + 0.5, 200.5)[0] for u in range(701)])
    rising = np.abs(x - 1000.0) < 25.0
    return (x[rising] - 1000.5) * slope + 128, row[rising]


@pytest.mark.parametrize("zoom", [0.1, 0.26, 0.43, 0.8, 1.5])
def test_a_smoothed_picture_lies_where_clicks_do(zoom: float) -> None:
    # Rounding of grey values is the same on both slopes; a shift has opposite signs.
    off = [np.mean(np.subtract(*shown_ramp(slope, zoom))) for slope in (4, -4)]
    shift = (off[0] - off[1]) / 8.0 * zoom
    assert abs(shift) < 0.1


def test_at_100_percent_pixels_are_copied(canvas: CanvasView) -> None:
    pixels = noise(900, 700)
    canvas.set_frame(pixels, 0)
    canvas.set_view(canvas.view.zoomed_to(1.0).panned(3.0, 4.0))
    left, top = (round(part) for part in canvas.view.to_image(0.0, 0.0))
    grabbed = picture_in(canvas)
    assert (grabbed == pixels[top + 4 : top + 596, left + 4 : left + 796, :3]).all()


def test_the_pixel_grid_appears_at_1600_percent(canvas: CanvasView) -> None:
    canvas.set_frame(np.full((90, 120, 4), 128, dtype=np.uint8), 0)
    for zoom, grid in [(15.0, False), (16.0, True)]:
        canvas.set_view(canvas.view.centred_on(60.0, 45.0, zoom))
        assert (len(np.unique(picture_in(canvas))) > 1) == grid


def silhouette(origin: Origin, visibility: Visibility, radius: float) -> NDArray[np.float64]:
    """Grey of a mark in the middle of ``(41, 41)``, 0…1: what is left without colour."""
    drawn = seen(sprites.mark(sprites.MarkKind(origin, visibility, "#c0c0c0", radius, 1.6)))
    return np.pad(drawn[..., :3].mean(axis=2) / 255.0, (41 - len(drawn)) // 2)


ORIGINS = [origin for origin in Origin if origin is not Origin.NONE]


@pytest.mark.parametrize("radius", [3.0, 4.0, 6.0])
@pytest.mark.parametrize("pair", list(itertools.combinations(ORIGINS, 2)), ids=str)
def test_origins_differ_without_colour(pair: tuple[Origin, Origin], radius: float) -> None:
    first, second = (silhouette(origin, Visibility.VISIBLE, radius) for origin in pair)
    differing = np.abs(first - second) > 0.25
    assert differing.sum() >= 0.12 * ((first > 0.25) | (second > 0.25)).sum()


@pytest.mark.parametrize("origin", ORIGINS)
def test_tiers_differ_without_colour(origin: Origin) -> None:
    tiers = (Visibility.VISIBLE, Visibility.ESTIMATED, Visibility.CERTAIN)
    drawn = [silhouette(origin, tier, 4.0) for tier in tiers]
    for first, second in itertools.combinations(drawn, 2):
        assert (np.abs(first - second) > 0.25).sum() >= 6


def chain(n_keypoints: int) -> Skeleton:
    names = [f"k{k}" for k in range(n_keypoints)]
    return Skeleton(
        "chain",
        tuple(Keypoint(name, f"Keypoint {name}") for name in names),
        edges=tuple(itertools.pairwise(names)),
    )


def crowd(n_instances: int, n_keypoints: int) -> list[PoseOnCanvas]:
    rng = np.random.default_rng(3)
    skeleton = chain(n_keypoints)
    return [
        PoseOnCanvas(
            f"i{number}",
            number,
            f"Person {number}",
            skeleton,
            PoseView(
                positions=rng.uniform(-50.0, 450.0, (n_keypoints, 2)),
                visibility=rng.choice(np.array([-1, 0, 1, 2, 3], dtype=np.int8), n_keypoints),
                origin=rng.integers(1, 8, n_keypoints).astype(np.int8),
                drift=rng.uniform(0.0, 4.0, n_keypoints),
                reasons=np.zeros(n_keypoints, dtype=np.int8),
            ),
            number == 1,
        )
        for number in range(1, n_instances + 1)
    ]


@pytest.mark.parametrize("zoom", [0.05, 0.4, 1.0, 8.0, 64.0])
def test_twenty_instances_of_54_are_painted_without_an_object_each(canvas: CanvasView, zoom: float) -> None:
    canvas.set_frame(noise(400, 400), 0)
    canvas.set_view(canvas.view.centred_on(200.0, 200.0, zoom))
    before = len(canvas.findChildren(object))
    bare = seen(canvas.grab().toImage())
    canvas.set_poses(crowd(20, 54))
    canvas.set_active("i1", 3)
    assert (seen(canvas.grab().toImage()) != bare).any()
    assert len(canvas.findChildren(object)) == before


def test_hiding_the_overlays_leaves_the_bare_picture(canvas: CanvasView) -> None:
    canvas.set_frame(noise(400, 400), 0)
    bare = canvas.grab().toImage()
    canvas.set_poses(crowd(3, 12))
    assert canvas.grab().toImage() != bare
    canvas.set_overlays_hidden(True)
    assert canvas.grab().toImage() == bare


def test_the_nearest_of_the_others_is_how_much_room_a_name_has() -> None:
    points = np.array([[0.0, 0.0], [30.0, 40.0], [0.0, 200.0]])
    assert nearest(points)[:2].tolist() == [50.0, 50.0]
    assert nearest(points[:1]).tolist() == [np.inf]
    assert nearest(points[:0]).shape == (0,)


def test_no_label_covers_another_or_a_keypoint() -> None:
    points = np.random.default_rng(5).uniform(0.0, 500.0, (40, 2))
    sizes = np.full((40, 2), (70.0, 18.0))
    spots = placed_labels(points, sizes, points, clearance=6.0)
    boxes = [(x, y, x + 70.0, y + 18.0) for x, y in (spot for spot in spots if spot is not None)]
    assert 0 < len(boxes) < 40
    for (a, b, c, d), (e, f, g, h) in itertools.combinations(boxes, 2):
        assert c <= e or g <= a or d <= f or h <= b
    for left, top, right, bottom in boxes:
        covered = (points > (left, top)).all(axis=1) & (points < (right, bottom)).all(axis=1)
        assert not covered.any()


def test_the_loupe_shows_true_pixels_around_the_pointer(canvas: CanvasView) -> None:
    pixels = noise(700, 500)
    canvas.set_frame(pixels, 0)
    spot = QPoint(300, 300)
    QTest.mouseMove(canvas, spot)
    without = canvas.grab().toImage()
    canvas.set_loupe(True)
    shown = seen(canvas.grab().toImage())[..., :3]
    assert canvas.grab().toImage() != without
    x, y = (int(part) for part in canvas.view.to_image(300.5, 300.5))
    colours = {tuple(colour) for colour in shown[100:264, 340:500].reshape(-1, 3).tolist()}
    for dx, dy in [(-5, -5), (4, 6), (6, -3)]:
        assert tuple(pixels[y + dy, x + dx, :3].tolist()) in colours
    canvas.set_loupe(False)
    assert canvas.grab().toImage() == without


def test_where_there_is_no_picture_words_say_why(canvas: CanvasView) -> None:
    canvas.set_frame(None, 0)
    empty = canvas.grab().toImage()
    canvas.set_blank_text("The medium is not where it was")
    assert canvas.grab().toImage() != empty


def test_the_canvas_can_be_found_by_keyboard_and_screen_reader(canvas: CanvasView) -> None:
    assert canvas.accessibleName()
    assert canvas.accessibleDescription()
    assert canvas.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_focus_is_visible(canvas: CanvasView, qtbot: QtBot) -> None:
    canvas.set_frame(noise(400, 400), 0)
    canvas.clearFocus()
    without = canvas.grab().toImage()
    canvas.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.grab().toImage() != without
