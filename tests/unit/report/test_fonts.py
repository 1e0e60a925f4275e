"""The fonts of printed pages have every sign that is printed."""

from __future__ import annotations

import pytest

from palpate.base.folders import resource
from palpate.report.book.content import facts_of, passages_of, reading_of
from palpate.report.pdf.fonts import missing_signs, register_fonts, text_width
from palpate.report.text import Passage, passages_in
from palpate.session.guidelines.guideline_book import book_of, why_no_book
from palpate.store.library import load_skeleton, plate_sources, skeleton_names


def told(passages: list[Passage]) -> list[str]:
    texts = [text for one in passages for text in (one.heading, *one.paragraphs, *one.points)]
    return texts + [text for one in passages for pair in (*one.pairs, *one.rows) for text in pair]


@pytest.mark.parametrize("name", [name for name in skeleton_names() if not why_no_book(load_skeleton(name))])
def test_every_sign_of_the_shipped_guidelines_can_be_printed(name: str) -> None:
    book = book_of(load_skeleton(name))
    texts = told(reading_of(book.skeleton)) + told(passages_in(plate_sources()))
    texts += [said for fact in facts_of(book.skeleton) for said in fact]
    for page in book.pages:
        texts += told(passages_of(page, book.skeleton))
    assert missing_signs(texts) == []


def test_a_sign_that_cannot_be_printed_is_named() -> None:
    assert missing_signs(["T6 脊椎", "σ ≤ 2 ×"]) == ["椎", "脊"]


def test_bold_text_is_wider() -> None:
    register_fonts()
    assert text_width("Definition", 9.0, bold=True) > text_width("Definition", 9.0) > 30.0


def test_the_fonts_come_with_their_licence() -> None:
    said = resource("fonts", "LICENSE.txt").read_text(encoding="utf-8")
    for owner in ("Bitstream", "Tavmjong Bah", "DejaVu"):
        assert owner in said
