"""Texts of reports before they are set: headed passages, and the Markdown that notices are written in."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A headed text; false if it says nothing.

    Attributes
    ----------
    paragraphs, points
        Plain texts, and those of a list behind them.
    pairs
        Texts behind the words they belong to.
    rows
        A small table of two columns.
    tone
        ``strong`` for what is read first, ``good`` and ``bad`` for what to do and to avoid, ``quiet``;
        ``passed``, ``failed`` and ``open`` for a verdict, whose heading is large.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    tone: str = ""

    def __bool__(self) -> bool:
        return bool(self.paragraphs or self.points or self.pairs or self.rows)


_MARKS = re.compile(r"\*\*|`|(?<!\w)_|_(?!\w)")


def passages_in(markdown: str) -> list[Passage]:
    """Return the passages of a Markdown text of headings, paragraphs and lists; emphasis is dropped."""
    passages: list[Passage] = []
    heading, blocks = "", list[str]()
    for line in [*markdown.splitlines(), "# "]:
        content = _MARKS.sub("", line.strip())
        if line.startswith("#"):
            passages.append(_passage(heading, blocks))
            heading, blocks = content.lstrip("# "), [""]
        elif not content or content.startswith(("- ", "* ")) or not blocks:
            blocks.append(content)
        else:
            blocks[-1] = f"{blocks[-1]} {content}".strip()
    return [passage for passage in passages if passage]


def _passage(heading: str, blocks: list[str]) -> Passage:
    points = tuple(block[2:] for block in blocks if block.startswith(("- ", "* ")))
    return Passage(
        heading, tuple(block for block in blocks if block and not block.startswith(("- ", "* "))), points
    )


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many signs; what is cut off ends in an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
