"""Passages set in a column: which words on which line, and how high it all is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from palpate.report.pdf.drawing import colour
from palpate.report.pdf.fonts import BOLD, REGULAR
from palpate.report.text import Passage

_LEADING = 1.36
_BAR = 2.0
_HANGING = 1.1
_TONES = {"good": "good", "bad": "bad", "passed": "good", "failed": "bad", "open": "quiet"}
_VERDICTS = ("passed", "failed", "open")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph: how far it is moved in, how high it is, and what is left free above it; in points.

    `flush` says that it stands beside the piece before it rather than below.
    """

    paragraph: Any
    indent: float
    height: float
    above: float
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A passage that is set; `bar` is the colour of a bar at its side, empty for none.

    `joined` says that it belongs under the block before it, in the same column.
    """

    pieces: tuple[Piece, ...]
    bar: str = ""
    joined: bool = False

    @property
    def height(self) -> float:
        """How high it is, without what is left free above it."""
        return sum(piece.height + piece.above for piece in self.pieces if not piece.flush)

    def draw(self, canvas: Any, x: float, top: float) -> None:  # noqa: ANN401
        """Draw it with its top-left corner at a place of the page, in points that count upwards."""
        if self.bar:
            canvas.setFillColor(colour(self.bar))
            canvas.rect(x, top - self.height, _BAR, self.height, stroke=0, fill=1)
        y = top
        for piece in self.pieces:
            y -= 0.0 if piece.flush else piece.above + piece.height
            piece.paragraph.drawOn(canvas, x + piece.indent, y)


def set_passage(passage: Passage, *, width: float, size: float) -> Block:
    """Set a passage.

    Parameters
    ----------
    width
        Of the column, in points.
    size
        Of the font, in points.
    """
    bar = _TONES.get(passage.tone, "")
    setter = _Setter(width, size, indent=3.2 * _BAR if bar else 0.0)
    ink = "quiet" if passage.tone == "quiet" else "ink"
    if passage.heading:
        share = 1.5 if passage.tone in _VERDICTS else 0.94
        setter.put(_bold(passage.heading), share=share, ink=bar or "accent", above=0.0)
    larger = 1.06 if passage.tone in ("strong", *_VERDICTS) else 1.0
    for text in passage.paragraphs:
        setter.put(escape(text), share=larger, ink=ink)
    for text in passage.points:
        setter.put(escape(text), bullet="•", ink=ink)
    for word, text in passage.pairs:
        setter.put(f"{_bold(word + '.')} {escape(text)}", ink=ink)
    for name, said in passage.rows:
        setter.put(escape(name), above=0.12)
        setter.put(escape(said), beside=6.2)
    return Block(tuple(setter.pieces), bar, joined=passage.tone == "bad")


def set_line(text: str, *, width: float, size: float, ink: str = "ink", bold: bool = False) -> Block:
    """Set a plain text that may need several lines; an empty one takes no room."""
    setter = _Setter(width, size, indent=0.0)
    if text:
        setter.put(_bold(text) if bold else escape(text), ink=ink, above=0.0)
    return Block(tuple(setter.pieces))


class _Setter:
    def __init__(self, width: float, size: float, *, indent: float) -> None:
        self._width, self._size, self._indent = width, size, indent
        self.pieces: list[Piece] = []

    def put(
        self,
        markup: str,
        *,
        share: float = 1.0,
        ink: str = "ink",
        above: float = 0.28,
        bullet: str = "",
        beside: float = 0.0,
    ) -> None:
        """Add a paragraph, below the last or `beside` it; lengths are multiples of the font's size."""
        size = self._size * share
        moved = (_HANGING if bullet else beside) * self._size
        style = ParagraphStyle(
            "",
            fontName=REGULAR,
            fontSize=size,
            leading=size * _LEADING,
            textColor=colour(ink),
            bulletFontName=REGULAR,
            bulletFontSize=size,
            bulletIndent=-moved,
            splitLongWords=1,
        )
        paragraph = Paragraph(markup, style, bulletText=bullet or None)
        height = paragraph.wrap(self._width - self._indent - moved, 1e6)[1]
        self.pieces.append(Piece(paragraph, self._indent + moved, height, above * self._size, beside > 0.0))


def _bold(text: str) -> str:
    return f'<font name="{BOLD}">{escape(text)}</font>'


def cut(block: Block, height: float) -> tuple[Block, Block] | None:
    """Divide a block so that the first part is at most so high; None if not even a line fits."""
    fitting: list[Piece] = []
    left = height
    for n, piece in enumerate(block.pieces):
        need = 0.0 if piece.flush else piece.above + piece.height
        if need <= left:
            fitting.append(piece)
            left -= need
            continue
        head, rest = _cut_piece(piece, left - piece.above)
        first = [*fitting, *head]
        if not first:
            return None
        return Block(tuple(first), block.bar), Block((*rest, *block.pieces[n + 1 :]), block.bar)
    return block, Block(())


def _cut_piece(piece: Piece, height: float) -> tuple[Sequence[Piece], Sequence[Piece]]:
    width = piece.paragraph.width
    parts = piece.paragraph.split(width, height) if height > 0 else []
    if len(parts) != 2:
        piece.paragraph.wrap(width, 1e6)  # a split that fails forgets the lines, and it could not be drawn
        return [], [piece]
    set_parts = [Piece(part, piece.indent, part.wrap(width, 1e6)[1], piece.above) for part in parts]
    return set_parts[:1], set_parts[1:]
