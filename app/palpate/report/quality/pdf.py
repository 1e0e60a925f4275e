"""A report on quality as printed pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from unicodedata import bidirectional

from reportlab.lib.units import mm

from palpate.base.progress import Progress
from palpate.report.pdf.fonts import missing_signs, register_fonts, text_width
from palpate.report.pdf.printing import BOTTOM, INNER, SIDE, TOP, Leaf, Sheet, print_leaves
from palpate.report.pdf.setting import Block, cut, set_line, set_passage
from palpate.report.plate_pixels import read_plate
from palpate.report.quality.content import QualityReport
from palpate.report.quality.parts import Gallery, Part, Picture, Section, Table, texts_of
from palpate.report.quality.sections import sections_of
from palpate.report.text import Passage, shortened

_TEXT, _STRONG, _CELL, _CAPTION = 8.8, 9.6, 7.2, 7.2
_GAP, _TITLE = 4.0, 17.0
_LEAST_BELOW = 30.0  # mm that a heading keeps below it
_HEADING, _PAD = 6.4, 1.3
_COLUMN_GAP = 2.2
_FROM_RIGHT = ("R", "AL")
_LONGEST = 60

Draw = Callable[[Sheet, float], None]


def report_as_pdf(
    report: QualityReport, *, progress: Progress | None = None, compressed: bool = True
) -> bytes:
    """Return the report as PDF; the same report gives the same bytes.

    Raises
    ------
    PlateFaulty
        If a plate is not one.
    Cancelled
        If stopping was asked for.
    """
    register_fonts()
    flow = _Flow()
    for section in sections_of(report):
        flow.begin(section)
        for part, follows in zip(section.parts, (*section.parts[1:], None), strict=True):
            _lay(flow, part, follows)
    return print_leaves(
        flow.leaves(),
        title=shortened(report.title, _LONGEST),
        subject=f"Quality of labels by {report.skeleton.name}, version {report.skeleton.version}",
        program=report.program,
        plates={name: read_plate(picture, name=name) for name, picture in report.pictures.items()},
        progress=progress,
        compressed=compressed,
    )


def unprintable(report: QualityReport) -> tuple[str, ...]:
    """Return a sentence on signs that the fonts of printed pages lack; nothing if they have all."""
    texts = tuple(texts_of(sections_of(report)))
    missing = missing_signs(texts)
    said = []
    if missing:
        signs = "1 sign" if len(missing) == 1 else f"{len(missing)} signs"
        shown = " ".join(missing[:20])
        said.append(f"the font of printed pages lacks {signs} of the texts: {shown}; HTML shows them")
    if any(bidirectional(sign) in _FROM_RIGHT for text in texts for sign in text):
        said.append("words that are read from right to left stand in the wrong order on paper; HTML has them")
    return tuple(said)


class _Flow:
    """Fills pages from top to bottom; everything that is put has a height in mm."""

    def __init__(self) -> None:
        self._leaves: list[Leaf] = []
        self._drawn: list[tuple[float, Draw]] = []
        self._section = Section("", "", ())
        self._head = ""
        self._entries: list[Section] = []
        self.y = TOP

    @property
    def room(self) -> float:
        """How much is left of the page, in mm."""
        return BOTTOM - self.y

    def begin(self, section: Section) -> None:
        """Begin a section, on a page of its own if it wants one or if too little is left of this one."""
        if self._drawn and (section.fresh or self.room < _LEAST_BELOW + 12.0):
            self.turn()
        section = replace(section, title=shortened(section.title, _LONGEST))
        self._section = section
        self._entries.append(section)
        first = not self._leaves and not self._drawn
        size = 21.0 if first else 15.0
        width = text_width(section.title, size, bold=True) / mm
        size *= min(INNER / width, 1.0) if width else 1.0
        self.put(partial(_draw_title, section.title, size, first), _TITLE if first else 12.0)

    def put(self, draw: Draw, height: float, gap: float = 0.0) -> None:
        """Put something, on the next page if this one has too little room for it."""
        if height > self.room and self._drawn:
            self.turn()
        if not self._drawn:
            self._head = self._section.title
        self._drawn.append((self.y, draw))
        self.y += height + gap

    def keep(self, height: float) -> None:
        """Go to the next page unless so much is left of this one."""
        if height > self.room and self._drawn:
            self.turn()

    def turn(self) -> None:
        """End this page."""
        first = self._entries[0] if self._entries else None
        self._leaves.append(
            Leaf(
                partial(_draw_all, tuple(self._drawn)),
                self._head if self._leaves else None,
                first.anchor if first is not None else "",
                (0, first.title) if first is not None else None,
                tuple(one.anchor for one in self._entries[1:]),
            )
        )
        self._drawn, self._entries, self.y = [], [], TOP

    def leaves(self) -> list[Leaf]:
        """Return all pages."""
        if self._drawn:
            self.turn()
        return self._leaves


def _draw_all(drawn: tuple[tuple[float, Draw], ...], sheet: Sheet) -> None:
    for y, draw in drawn:
        draw(sheet, y)


def _draw_title(title: str, size: float, first: bool, sheet: Sheet, y: float) -> None:
    sheet.words((SIDE, y + 7.0), title, size, bold=True)
    if first:
        sheet.rule((SIDE, y + 11.5), (SIDE + 24.0, y + 11.5), ink="accent", width=0.8)


def _lay(flow: _Flow, part: Part, follows: Part | None) -> None:
    if isinstance(part, Table):
        _lay_table(flow, part)
    elif isinstance(part, Gallery):
        _lay_gallery(flow, part)
    else:
        _lay_passage(flow, part, below=_beginning(follows))


def _beginning(part: Part | None) -> float:
    """Return how many mm the first row of what follows a text takes: both stand on one page."""
    if isinstance(part, Gallery):
        row = [_captioned(one) for one in part.pictures[: part.across]]
        return float(max(picture.figure.height + note.height / mm + 1.6 for picture, note in row))
    return _LEAST_BELOW if isinstance(part, Table) else 0.0


# ---- texts and figures ---------------------------------------------------------------------------------


def _lay_passage(flow: _Flow, passage: Passage, *, below: float) -> None:
    size = _STRONG if passage.tone == "strong" else _TEXT
    block = set_passage(passage, width=INNER * mm, size=size)
    least = block.height / mm + _GAP + below if below else min(block.height / mm, 14.0)
    flow.keep(least if passage.heading or below else 0.0)
    while block.pieces:
        if block.height <= flow.room * mm:
            flow.put(partial(_draw_block, block), block.height / mm, _GAP)
            return
        parts = cut(block, flow.room * mm)
        if parts is None:
            flow.turn()
            continue
        flow.put(partial(_draw_block, parts[0]), parts[0].height / mm)
        block = parts[1]
        if block.pieces:
            flow.turn()


def _draw_block(block: Block, sheet: Sheet, y: float) -> None:
    sheet.block(block, (SIDE, y))


def _lay_gallery(flow: _Flow, gallery: Gallery) -> None:
    for at in range(0, len(gallery.pictures), gallery.across):
        row = [_captioned(one) for one in gallery.pictures[at : at + gallery.across]]
        high = max(picture.figure.height + note.height / mm + 1.6 for picture, note in row)
        flow.put(partial(_draw_row, row, INNER / gallery.across), high, _GAP)


def _captioned(picture: Picture) -> tuple[Picture, Block]:
    wide = picture.figure.width * mm
    return picture, set_line(picture.caption, width=wide, size=_CAPTION, ink="quiet")


def _draw_row(row: list[tuple[Picture, Block]], step: float, sheet: Sheet, y: float) -> None:
    for n, (picture, note) in enumerate(row):
        x = SIDE + n * step
        sheet.figure(picture.figure, (x, y))
        sheet.block(note, (x, y + picture.figure.height + 1.6))


# ---- tables --------------------------------------------------------------------------------------------


def _lay_table(flow: _Flow, table: Table) -> None:
    headings = [_cell(text, width) for text, width in zip(table.headings, table.widths, strict=True)]
    above = max(block.height for block in headings) / mm + _PAD
    flow.keep(_LEAST_BELOW)
    flow.put(partial(_draw_heads, table, headings, above), above)
    for n, row in enumerate(table.rows):
        cells = [
            text if column in table.numbers else _cell(text, table.widths[column])
            for column, text in enumerate(row)
        ]
        blocks = [cell.height for cell in cells if isinstance(cell, Block)]
        high = max([*blocks, _CELL * 1.36]) / mm + _PAD
        if high > flow.room:
            flow.turn()
            flow.put(partial(_draw_heads, table, headings, above), above)
        flow.put(partial(_draw_cells, table, cells, n in table.bad, high), high)
    flow.y += _GAP


def _cell(text: str, width: float) -> Block:
    return set_line(text, width=(width - _COLUMN_GAP) * mm, size=_CELL)


def _draw_heads(table: Table, headings: list[Block], high: float, sheet: Sheet, y: float) -> None:
    x = SIDE
    for column, (_block, width) in enumerate(zip(headings, table.widths, strict=True)):
        if column in table.numbers:
            _draw_head_at_end(table.headings[column], x + width - _COLUMN_GAP, width, sheet, y + high)
        else:
            sheet.words((x, y + high - 1.6), table.headings[column], _CELL, ink="quiet")
        x += width
    sheet.rule((SIDE, y + high), (SIDE + sum(table.widths), y + high), ink="quiet")


def _draw_head_at_end(text: str, right: float, width: float, sheet: Sheet, bottom: float) -> None:
    """Write a heading over numbers: in several lines if it is wider than its column."""
    lines = [text] if text_width(text, _CELL) / mm <= width else text.split(" ")
    for n, line in enumerate(reversed(lines)):
        wide = text_width(line, _CELL) / mm
        size = _CELL * min((width - 0.8) / wide, 1.0) if wide else _CELL
        sheet.words((right, bottom - 1.6 - 3.1 * n), line, size, ink="quiet", anchor="end")


def _draw_cells(
    table: Table, cells: list[Block | str], bad: bool, high: float, sheet: Sheet, y: float
) -> None:
    if bad:
        sheet.rule((SIDE - 1.6, y + 0.5), (SIDE - 1.6, y + high - 0.5), ink="bad", width=0.7)
    x = SIDE
    for width, cell in zip(table.widths, cells, strict=True):
        if isinstance(cell, Block):
            sheet.block(cell, (x, y + _PAD / 2))
        else:
            sheet.words((x + width - _COLUMN_GAP, y + _PAD / 2 + 2.3), cell, _CELL, anchor="end")
        x += width
    sheet.rule((SIDE, y + high), (SIDE + sum(table.widths), y + high), width=0.1)
