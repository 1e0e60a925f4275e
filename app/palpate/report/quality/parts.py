"""What sections of a report are made of; pages and web pages lay the same parts out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from palpate.report.figure import Figure
from palpate.report.text import Passage


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with what stands below it."""

    figure: Figure
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures in rows of so many."""

    pictures: tuple[Picture, ...]
    across: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    widths
        Of the columns on paper, mm.
    numbers
        Columns that stand at the right.
    bad
        Rows that stand out.
    told
        Whether cells are sentences, which stand below each other where there is little room.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    bad: frozenset[int] = frozenset()
    told: bool = False


Part = Passage | Gallery | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A headed stretch of a report; `fresh` says that it begins on a page of its own."""

    title: str
    anchor: str
    parts: tuple[Part, ...]
    fresh: bool = True


def texts_of(sections: Sequence[Section]) -> Iterator[str]:
    """Yield every text, words of figures included."""
    for section in sections:
        yield section.title
        for part in section.parts:
            if isinstance(part, Passage):
                yield from (part.heading, *part.paragraphs, *part.points)
                yield from (text for pair in (*part.pairs, *part.rows) for text in pair)
            elif isinstance(part, Table):
                yield from part.headings
                yield from (cell for row in part.rows for cell in row)
            else:
                for picture in part.pictures:
                    yield picture.caption
                    yield from (getattr(shape, "text", "") for shape in picture.figure.shapes)
