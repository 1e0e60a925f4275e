"""Passages, and the Markdown that notices are written in."""

from __future__ import annotations

from palpate.report.text import Passage, passages_in


def test_a_passage_that_says_nothing_is_false() -> None:
    assert not Passage("Definition")
    assert Passage("Definition", ("Tip.",))
    assert Passage("Blur", rows=(("Visible", "up to 7 mm"),))


def test_markdown_becomes_headed_passages_without_its_marks() -> None:
    text = (
        "# Where from\n\nDrawn by `draw.py`,\nby hand.\n\n- **Bones**: as published\n  by others\n"
        "- Skin_outline\n\n## Notice\n\nAll rights.\n"
    )
    assert passages_in(text) == [
        Passage(
            "Where from", ("Drawn by draw.py, by hand.",), ("Bones: as published by others", "Skin_outline")
        ),
        Passage("Notice", ("All rights.",)),
    ]


def test_an_empty_text_has_no_passages() -> None:
    assert passages_in("") == []
