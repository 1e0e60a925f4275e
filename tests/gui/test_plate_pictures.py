"""Plates as pixels: each drawn once, in a thread, and laid under the marks without a shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from palpate.model.plate import Plate, Target
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.plates import Drawing, Sight, drawing_of, sights_of
from palpate.store.library import load_skeleton
from palpate.ui.app import make_application
from palpate.ui.bridge.plate_pictures import PlatePictures, Wish, drawn, print_of
from palpate.ui.theme.apply import current
from palpate.ui.widgets.plate_view import Framing, PlateView

BOWLER = load_skeleton("cricket_bowling_54")


@pytest.fixture
def pictures(qtbot: QtBot) -> Iterator[PlatePictures]:
    made = PlatePictures()
    yield made
    made.close()


def at_one(_sight: Sight) -> float:
    return 0.25


def wish(keypoint: str, *, plates: int = 1, dark: bool = True) -> Wish:
    return Wish(BOWLER, keypoint, at_one, dark, plates)


def grey(image: QImage) -> np.ndarray:
    """Return the grey values (H, W) of what was grabbed."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].astype(float)


def test_what_is_wished_for_comes_and_is_drawn_once(pictures: PlatePictures, qtbot: QtBot) -> None:
    assert pictures.sights(BOWLER, "t6") is None
    pictures.wish([wish("t6")], self_ := object())
    qtbot.waitUntil(lambda: pictures.drawn == 1)
    (first, _) = pictures.sights(BOWLER, "t6") or ()
    image = pictures.at_hand(first, 0.25, True)
    assert image is not None
    assert image.width() >= 0.25 * first.plate.size[0]
    pictures.wish([wish(name) for name in ("t6", "t7", "l5", "right_knee")], self_)
    knee = sights_of(BOWLER, "right_knee")[0]
    qtbot.waitUntil(lambda: pictures.at_hand(knee, 0.25, True) is not None)
    assert pictures.drawn == 2


def test_both_sides_share_one_print(pictures: PlatePictures, qtbot: QtBot) -> None:
    pictures.wish([wish("left_index_tip"), wish("right_index_tip"), wish("t6")], pictures)
    spine = sights_of(BOWLER, "t6")[0]
    qtbot.waitUntil(lambda: pictures.at_hand(spine, 0.25, True) is not None)
    for name in ("left_index_tip", "right_index_tip"):
        assert pictures.at_hand(sights_of(BOWLER, name)[0], 0.25, True) is not None
    assert pictures.drawn == 2


def test_the_other_theme_and_another_size_are_other_prints(pictures: PlatePictures, qtbot: QtBot) -> None:
    pictures.wish([wish("t6"), wish("t6", dark=False)], pictures)
    qtbot.waitUntil(lambda: pictures.drawn == 2)
    sight = sights_of(BOWLER, "t6")[0]
    dark, light = (pictures.at_hand(sight, 0.25, dark) for dark in (True, False))
    assert dark is not None
    assert light is not None
    assert dark != light
    larger = pictures.at_hand(sight, 1.0, True)  # until it is drawn, what there is
    assert larger == dark


def test_a_later_wish_takes_the_place_of_what_was_not_begun(pictures: PlatePictures, qtbot: QtBot) -> None:
    owner = object()
    pictures.wish([wish(name, plates=4) for name in BOWLER.names], owner)
    pictures.wish([wish("right_navicular")], owner)
    qtbot.waitUntil(lambda: pictures.sights(BOWLER, "right_navicular") is not None)
    qtbot.waitUntil(lambda: pictures.at_hand(sights_of(BOWLER, "right_navicular")[0], 0.25, True) is not None)
    pictures.close()
    assert pictures.drawn <= 4


def test_a_skeleton_of_ones_own_is_known_to_be_on_no_plate(
    pictures: PlatePictures, qtbot: QtBot, stick_figure: Skeleton
) -> None:
    pictures.wish([Wish(stick_figure, "head", at_one, True)], pictures)
    qtbot.waitUntil(lambda: pictures.sights(stick_figure, "head") == ())
    assert pictures.drawn == 0


def test_sizes_go_in_steps_and_end_where_pixels_would_be_too_many() -> None:
    sight = sights_of(BOWLER, "t6")[0]
    widths = {print_of(sight, scale, True).width for scale in np.linspace(0.3, 0.6, 50)}
    assert len(widths) <= 6
    for scale in (0.1, 0.33, 1.0):
        assert scale * sight.plate.size[0] <= print_of(sight, scale, True).width
    huge = print_of(sight, 100.0, True)
    assert huge.width * huge.height <= 16.1e6


def test_a_drawing_keeps_its_shape_and_is_empty_where_nothing_is_drawn(qtbot: QtBot) -> None:
    image = drawn(drawing_of("spine_posterior", dark=False), 118, 220)
    assert (image.width(), image.height()) == (118, 220)
    assert image.hasAlphaChannel()
    assert drawn(Drawing(b"<svg/>"), 10, 10).isNull()


# ---- the view ------------------------------------------------------------------------------------------


def plate_of_halves(mirrored: bool) -> Sight:
    """A plate of 100 × 200 whose left half is white; its target is on the seam."""
    target = Target("halves", mirrored, (0.5, 0.25), (0.25, 0.125, 0.5, 0.25), {"other": (0.5, 0.35)})
    return Sight(Plate("halves", "Halves", (100, 200), 50), target, "Halves")


def halves(_sight: Sight, _scale: float, _dark: bool) -> QImage:
    image = QImage(100, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0xFF000000)
    for x in range(50):
        for y in range(200):
            image.setPixel(x, y, 0xFFFFFFFF)
    return image


def test_surroundings_fill_the_view_and_spare_room_shows_more_of_the_plate() -> None:
    sight = plate_of_halves(False)
    square = Framing(sight, 100, 100)
    assert square.scale == 2
    assert square.place((0.25, 0.125)) == QPointF(0, 0)
    assert square.place((0.75, 0.375)) == QPointF(100, 100)
    wide = Framing(sight, 200, 100)
    assert wide.scale == 2
    assert wide.place((0, 0.125)) == QPointF(0, 0)
    assert wide.place((1, 0.375)) == QPointF(200, 100)


def test_a_flat_view_cuts_around_the_target_and_never_beyond_the_plate() -> None:
    sight = plate_of_halves(False)
    flat = Framing(sight, 200, 50, cut=1.4)
    assert flat.scale == pytest.approx(1.4)
    assert flat.place(sight.target.at).y() == pytest.approx(25)
    for size in ((30, 300), (300, 30), (80, 90)):
        framing = Framing(sight, *size, cut=1.4)
        place = framing.place(sight.target.at)
        assert 0 < place.x() < size[0]
        assert 0 < place.y() < size[1]
        if framing.box.height() >= size[1]:
            assert framing.box.top() <= 0
            assert framing.box.bottom() >= size[1] - 1e-6


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_mirrored_plate_is_flipped_and_its_places_stay(qtbot: QtBot, mirrored: bool) -> None:
    make_application()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 200)
    view = PlateView(halves, window)
    view.resize(200, 200)
    view.show_sight(plate_of_halves(mirrored), {"other": "The other one"})
    picture = grey(view.grab().toImage())
    left, right = picture[10:60, 10:60].mean(), picture[10:60, -60:-10].mean()
    assert bool(left < right) is mirrored
    middle = view.framing.place((0.5, 0.25)) if view.framing is not None else QPointF()
    assert middle == QPointF(100, 100)
    image = view.grab().toImage()
    ring = image.pixelColor(100, 110)  # below the place, where a tick meets the ring
    assert ring.name() == current().accent


def test_without_a_print_the_place_is_shown_on_an_empty_field(qtbot: QtBot) -> None:
    make_application()
    window = QWidget()
    qtbot.addWidget(window)
    view = PlateView(lambda *_: None, window)
    view.resize(200, 200)
    view.show_sight(plate_of_halves(False), {})
    assert grey(view.grab().toImage()).std() > 0
    view.show_sight(None, {})
    assert grey(view.grab().toImage()).std() == 0


def test_the_words_of_the_scale_stand_on_a_ground_of_their_own(qtbot: QtBot) -> None:
    make_application()
    window = QWidget()
    qtbot.addWidget(window)
    red = QImage(200, 200, QImage.Format.Format_RGB32)
    red.fill(QColor("#ff0000"))
    sight = plate_of_halves(False)
    shown = []
    for width_mm in (None, 100.0):
        view = PlateView(lambda *_: red, window)
        view.resize(200, 200)
        view.show_sight(replace(sight, plate=replace(sight.plate, width_mm=width_mm)), {})
        corner = view.grab().toImage().copy(175, 178, 16, 12)
        colours = [corner.pixelColor(x, y) for x in range(corner.width()) for y in range(corner.height())]
        shown.append(sum(colour.red() > 200 and colour.green() < 60 for colour in colours) / len(colours))
    assert shown == [1.0, 0.0]
