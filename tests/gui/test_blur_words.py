"""Blur in words, and the line that shows it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from palpate.model.picture import Part, Picture, Region
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_review import BlurPoint
from palpate.session.frames.exposure import Exposure, Known
from palpate.ui.bridge.blur_hints import grey_of
from palpate.ui.canvas.smear import SmearLine, draw_smear
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.widgets.blur_words import exposure_words, frames_words, ratio_words, sentence, told_beside

POINT = BlurPoint(
    "l",
    "c",
    "i",
    "ada",
    2,
    "hand",
    *(20, 14, 25),
    (14, 20, 25),
    10.0,
    20.0,
    (340.0, 180.0),
    Visibility.ESTIMATED,
    Exposure(0.25, Known.SHUTTER),
    2.0,
)
NO_WIDTH = replace(POINT, width=math.nan, score=1.25)


def test_a_keypoint_with_a_width_is_told_with_its_ratio() -> None:
    assert told_beside(POINT, "Hand") == "Hand: blur 10.0 px of 20.0 px width"
    assert ratio_words(POINT) == "0.5\u00a0× its width"
    said = sentence(POINT, 0.25).replace("\u00a0", " ")
    assert said == (
        "Blur 10.0 px at a width of 20.0 px: 0.5 ×. "
        "Visible up to 0.25 ×, here 5.0 px. By that it is estimated."
    )
    assert frames_words(POINT) == "14–25"
    assert frames_words(replace(POINT, first=20, last=20)) == "frame 20"


def test_a_keypoint_without_a_width_is_told_in_px_alone() -> None:
    assert told_beside(NO_WIDTH, "Hand") == "Hand: blur 10.0 px"
    assert ratio_words(NO_WIDTH) == ""
    assert sentence(NO_WIDTH, 0.25) == "Blur 10.0 px; visible up to 8.0 px. By that it is estimated."


def test_how_the_exposure_is_known_is_said() -> None:
    assert exposure_words(Exposure(0.25, Known.SHUTTER)) == "Shutter as noted: open for 25 % of a frame."
    assert "fast points" in exposure_words(Exposure(0.21, Known.PICTURE))
    assert exposure_words(Exposure(None, Known.NOTHING, "no shutter is noted")) == "No shutter is noted."
    assert exposure_words(Exposure(1.0, Known.SHUTTER, "too long")).endswith("Too long.")


@pytest.mark.parametrize(("extent", "drawn"), [(40.0, True), (0.5, False)])
def test_a_line_as_long_as_the_smear_is_drawn_unless_it_is_tiny(
    qtbot: QtBot, extent: float, drawn: bool
) -> None:
    image = QImage(200, 100, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    view = ViewTransform((200, 100), (200, 100)).fit()
    painter = QPainter(image)
    draw_smear(painter, view, SmearLine((100.0, 50.0), (1.0, 0.0), extent, contradicts=True))
    painter.end()
    columns = [x for x in range(200) if any(image.pixel(x, y) for y in range(100))]
    assert bool(columns) is drawn
    if drawn:
        assert (columns[0], columns[-1]) == (pytest.approx(80, abs=3), pytest.approx(120, abs=3))


def test_luma_is_taken_of_what_is_at_hand_as_stored_and_of_nothing_else() -> None:
    pixels = np.zeros((20, 30, 4), dtype=np.uint8)
    pixels[5, 6] = (0, 255, 0, 255)
    whole = Picture.of(3, pixels)
    grey = grey_of(whole, Region(5, 4, 4, 3))
    assert grey is not None
    assert grey.tolist() == [[0, 0, 0, 0], [0, 150, 0, 0], [0, 0, 0, 0]]
    assert grey_of(whole, Region(28, 4, 4, 3)) is None
    reduced = Picture(3, (60, 40), (Part(0, 0, 0.5, pixels),))
    assert grey_of(reduced, Region(5, 4, 4, 3)) is None
