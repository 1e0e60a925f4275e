"""Blocks in columns: alike in height, smaller where they must, never lost."""

from __future__ import annotations

from typing import Any

import pytest

from palpate.report.pdf.columns import balanced, flowing, height_of, largest_fitting
from palpate.report.pdf.fonts import register_fonts
from palpate.report.pdf.setting import Block, set_line, set_passage
from palpate.report.text import Passage

WIDE = 240.0
LOREM = "The tip of the process, not the skin over it, in the midline of the back. "


@pytest.fixture(autouse=True)
def fonts() -> None:
    register_fonts()


def blocks(n: int, size: float = 9.0, length: int = 3) -> list[Block]:
    return [set_passage(Passage(f"Part {k}", (LOREM * length,)), width=WIDE, size=size) for k in range(n)]


def words_in(columns: list[list[Block]]) -> str:
    pieces = [piece for column in columns for block in column for piece in block.pieces]
    return " ".join(text for piece in pieces for text in lines_of(piece.paragraph))


def lines_of(paragraph: Any) -> list[str]:
    """Return the lines as they are set: plain words, or parts in several fonts."""
    lines = paragraph.blPara.lines
    return [
        " ".join(line[1]) if isinstance(line, tuple) else "".join(part.text for part in line.words)
        for line in lines
    ]


def test_columns_are_as_alike_as_whole_blocks_allow() -> None:
    left, right = balanced(blocks(6))
    assert (len(left), len(right)) == (3, 3)


def test_what_to_avoid_stays_below_what_to_do() -> None:
    told = [
        Passage("Definition", (LOREM,)),
        Passage("Correct", (LOREM,), tone="good"),
        Passage("Incorrect", (LOREM,), tone="bad"),
        Passage("Source", (LOREM,)),
    ]
    left, right = balanced([set_passage(one, width=WIDE, size=9.0) for one in told])
    assert sorted((len(left), len(right))) == [1, 3]


def test_the_largest_font_that_fits_is_taken() -> None:
    sizes = (12.0, 9.0, 6.0)
    room = max(height_of(column) for column in balanced(blocks(6, 9.0)))
    found = largest_fitting(lambda size: blocks(6, size), sizes, room)
    assert found is not None
    assert height_of(found[0]) == pytest.approx(height_of(blocks(3, 9.0)))
    assert largest_fitting(lambda size: blocks(6, size), sizes, 20.0) is None


def test_a_long_text_flows_on_and_no_word_is_lost() -> None:
    text = " ".join(f"word{k}" for k in range(3000))
    block = set_passage(Passage("Definition", (text,)), width=WIDE, size=8.0)
    columns = flowing([*blocks(2), block, *blocks(1)], [300.0, 300.0, 700.0])
    assert len(columns) > 2
    assert all(height_of(column) <= (300.0 if k < 2 else 700.0) for k, column in enumerate(columns))
    said = words_in(columns)
    assert all(f"word{k}" in said.split() for k in range(3000))
    assert [said.count(f"Part {k}") for k in range(2)] == [2, 1]


def test_texts_are_shown_as_they_are_written() -> None:
    block = set_passage(Passage("a < b & c", ("<b>x</b> σ ≤ 2",)), width=WIDE, size=8.0)
    said = words_in([[block]])
    assert "a < b & c" in said
    assert "<b>x</b> σ ≤ 2" in said


def test_an_empty_line_takes_no_room() -> None:
    assert set_line("", width=WIDE, size=8.0).height == 0.0


def test_a_pair_of_a_table_stands_on_one_line() -> None:
    one = set_passage(Passage("Blur", rows=(("Visible", "7 mm"),)), width=WIDE, size=8.0)
    two = set_passage(Passage("Blur", rows=(("Visible", "7 mm"), ("Absent", "56 mm"))), width=WIDE, size=8.0)
    line = two.height - one.height
    assert 8.0 < line < 14.0


def test_a_single_block_stands_in_the_left_column() -> None:
    left, right = balanced(blocks(1))
    assert (len(left), right) == (1, [])
