"""Marks of places that are decided between: seen, told apart, and the pixel between left bare."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from palpate.ui.app import make_application
from palpate.ui.canvas.candidates import Candidate, Outline, draw_candidates, ways_out
from palpate.ui.canvas.transform import ViewTransform

SIZE = 200
VIEW = ViewTransform(image=(SIZE, SIZE), viewport=(SIZE, SIZE), zoom=1.0, centre=(100.0, 100.0), fitted=False)


def drawn(*candidates: Candidate) -> np.ndarray:
    """Return ``(H, W, 3)`` RGB of marks on grey."""
    make_application()
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    draw_candidates(painter, VIEW, candidates, QFont())
    painter.end()
    return np.ndarray((SIZE, SIZE, 4), np.uint8, buffer=image.constBits())[..., 2::-1].copy()


def test_the_pixel_that_is_judged_and_those_around_it_stay_bare() -> None:
    for outline in Outline:
        seen = drawn(Candidate((100.0, 100.0), outline, "A"))
        assert (seen[95:105, 95:105] == 128).all(), outline
        assert (seen[80:120, 80:120] != 128).any()


def test_marks_are_told_apart_without_colour() -> None:
    shapes = {outline: (drawn(Candidate((100.0, 100.0), outline)) != 128).any(axis=-1) for outline in Outline}
    assert (shapes[Outline.RING] != shapes[Outline.SQUARE]).sum() > 40


def test_words_stand_outside_on_the_sides_that_face_away() -> None:
    ways = ways_out(np.array([[10.0, 10.0], [30.0, 10.0]]))
    assert ways.tolist() == [[-1.0, 0.0], [1.0, 0.0]]
    assert ways_out(np.array([[10.0, 10.0]])).tolist() == [[1.0, 0.0]]
    same = ways_out(np.array([[10.0, 10.0], [10.0, 10.0]]))
    assert same.tolist() == [[-1.0, 0.0], [1.0, 0.0]]


@pytest.mark.parametrize("place", [(1e9, 5.0), (-1e9, -1e9), (np.nan, 3.0), (199.9, 0.1)])
def test_places_far_outside_or_at_the_edge_are_no_trouble(place: tuple[float, float]) -> None:
    seen = drawn(Candidate(place, Outline.RING, "A · somebody"))
    assert seen.shape == (SIZE, SIZE, 3)


def test_words_of_a_mark_at_the_edge_are_pushed_into_the_picture() -> None:
    seen = drawn(Candidate((195.0, 100.0), Outline.RING, "B · certain"))
    tag = (seen == 0x14).all(axis=-1) | (seen < 0x30).all(axis=-1)
    assert tag[:, -2:].any()
    assert tag.any(axis=0).sum() > 60
