"""Passages that are divided over pages."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from palpate.report.pdf.fonts import register_fonts
from palpate.report.pdf.setting import cut, set_passage
from palpate.report.text import Passage

LONG = Passage("Heading", tuple(f"Paragraph {n} goes on over several lines. " * 6 for n in range(3)))


@pytest.mark.parametrize("height", [4.0, 13.0, 20.0, 50.0, 51.0, 90.0, 1000.0])
def test_both_parts_of_a_divided_passage_can_be_drawn(height: float) -> None:
    register_fonts()
    block = set_passage(LONG, width=300.0, size=9.0)
    parts = cut(block, height)
    canvas = Canvas(io.BytesIO())
    for part in parts or (block,):
        part.draw(canvas, 50.0, 700.0)
    if parts is not None:
        assert parts[0].height <= height
        assert len(parts[0].pieces) + len(parts[1].pieces) >= len(block.pieces)
