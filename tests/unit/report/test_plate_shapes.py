"""A plate's SVG as outlines, exactly, and nothing but plates."""

from __future__ import annotations

import pytest

from palpate.base.errors import PlateFaulty
from palpate.report.plate_shapes import read_drawing, read_steps, style_colours
from palpate.store.library import plate_drawing, plate_table

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">'


def test_relative_curves_become_absolute() -> None:
    steps = read_steps("M10 20c1 2 3 4 5 6 1 1 2 2 3 3z")
    assert steps == (
        ("M", (10.0, 20.0)),
        ("C", (11.0, 22.0, 13.0, 24.0, 15.0, 26.0)),
        ("C", (16.0, 27.0, 17.0, 28.0, 18.0, 29.0)),
        ("z", ()),
    )


def test_after_a_closing_relative_places_count_from_where_the_piece_began() -> None:
    steps = read_steps("M10 10L20 10zc1 0 2 0 3 0")
    assert steps[-1] == ("C", (11.0, 10.0, 12.0, 10.0, 13.0, 10.0))


def test_places_behind_a_move_are_lines_and_signs_divide_numbers() -> None:
    assert read_steps("M1 2-3-.5.5 4") == (("M", (1.0, 2.0)), ("L", (-3.0, -0.5)), ("L", (0.5, 4.0)))


@pytest.mark.parametrize("data", ["M1", "M1 2c1 2 3", "12", "M1 2A1 1 0 0 0 3 3", "M1 2 h3", "z1", "M1 2,x"])
def test_path_data_that_no_plate_holds_are_refused(data: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_steps(data)


def test_a_style_sheet_gives_fill_and_outline_by_class() -> None:
    colours = style_colours(".bone{fill:#ffffff}.edge,.fold{fill:none;stroke:#000000}")
    assert colours["fold"] == {"fill": "none", "stroke": "#000000"}
    assert colours["bone"] == {"fill": "#ffffff"}


def test_outlines_have_the_colours_of_their_class() -> None:
    text = (
        f'{HEAD}<style>.bone{{fill:#f8f5ef}}</style><path class="bone" stroke-width="2" d="M0 0L1 1z"/></svg>'
    )
    drawing = read_drawing(text, name="a plate")
    (outline,) = drawing.outlines
    assert drawing.size == (100.0, 50.0)
    assert (outline.fill, outline.stroke, outline.width) == ("#f8f5ef", "", 2.0)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="x.png"/>',
        '<path d="M0 0L1 1" onclick="x()"/>',
        '<g transform="scale(2)"/>',
        "<style>.a{fill:url(x)}</style>",
        "<style>@import 'x';</style>",
        '<path d="M0 0 A 1 1 0 0 0 2 2"/>',
        "<text>T6</text>",
    ],
)
def test_what_runs_fetches_or_is_no_outline_is_refused(inside: str) -> None:
    with pytest.raises(PlateFaulty):
        read_drawing(f"{HEAD}{inside}</svg>", name="a plate")


@pytest.mark.parametrize("text", ["<!DOCTYPE svg><svg/>", "<svg", "", "<html></html>"])
def test_what_is_no_svg_or_declares_something_is_refused(text: str) -> None:
    with pytest.raises(PlateFaulty):
        read_drawing(text, name="a plate")


def test_every_shipped_plate_is_read_whole_and_lies_on_its_field() -> None:
    for name, plate in plate_table().plates.items():
        text = plate_drawing(name, dark=False)
        drawing = read_drawing(text, name=name)
        assert drawing.size == plate.size
        assert len(drawing.outlines) == text.count("<path")
        assert all(outline.fill or outline.stroke for outline in drawing.outlines)
