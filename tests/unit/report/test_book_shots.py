"""Pictures out of real frames in a book: which are chosen, and where their marks stand."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from reportlab.lib.utils import ImageReader

from palpate.report.book.shots import Shot, chosen, shot_figure
from palpate.report.figure import Circle, Line, Photo
from palpate.report.html.drawing import figure_as_svg


def png(size: tuple[int, int] = (40, 20)) -> bytes:
    import cv2

    ok, packed = cv2.imencode(".png", np.full((size[1], size[0], 3), 90, np.uint8))
    assert ok
    return bytes(packed)


def shot(name: str, *, correct: bool, conditions: str) -> Shot:
    wrong = None if correct else (30.0, 15.0)
    return Shot(name, png(), "png", (40, 20), (10.0, 5.0), wrong, correct, conditions, "On the notch.")


def test_right_and_wrong_are_chosen_in_turn_and_under_different_light() -> None:
    every = [
        shot(f"{kind}-{light}", correct=kind == "right", conditions=light)
        for kind in ("right", "wrong")
        for light in ("diffuse", "hard", "backlit")
    ]
    names = [one.name for one in chosen(every)]
    assert names == ["right-diffuse", "wrong-diffuse", "right-hard", "wrong-hard"]


def test_what_there_is_is_shown_where_one_kind_is_lacking() -> None:
    wrong = [shot(f"w{k}", correct=False, conditions="diffuse") for k in range(2)]
    assert [one.name for one in chosen(wrong)] == ["w0", "w1"]
    assert chosen([]) == ()


def test_marks_stand_where_the_picture_shows_their_places() -> None:
    figure = shot_figure(shot("a", correct=False, conditions=""), side=80.0)
    (photo,) = (shape for shape in figure.shapes if isinstance(shape, Photo))
    assert photo.box == (0.0, 20.0, 80.0, 40.0)
    rings = {shape.at for shape in figure.shapes if isinstance(shape, Circle)}
    assert rings == {(20.0, 30.0)}
    crossing = [shape for shape in figure.shapes if isinstance(shape, Line) and shape.ink.stroke == "#c8201e"]
    for line in crossing:
        middle = np.mean(line.places, axis=0)
        assert middle == pytest.approx([60.0, 50.0])
    assert len(crossing) == 2


def test_a_right_picture_has_no_cross() -> None:
    figure = shot_figure(shot("a", correct=True, conditions=""), side=80.0)
    assert not [shape for shape in figure.shapes if isinstance(shape, Line) and shape.ink.stroke == "#c8201e"]


def test_a_web_page_holds_the_pixels_itself() -> None:
    one = shot("a", correct=True, conditions="diffuse light")
    text = figure_as_svg(shot_figure(one, side=80.0))
    begin = text.index("data:image/png;base64,") + len("data:image/png;base64,")
    held = base64.b64decode(text[begin : text.index('"', begin)])
    assert held == one.content
    assert ImageReader(io.BytesIO(held)).getSize() == (40, 20)
