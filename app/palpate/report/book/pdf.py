"""The book of guidelines as printed pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.lib.units import mm

from palpate.base.progress import Progress
from palpate.model.plate import Plate
from palpate.report.book.content import Book, Page, brief_of, facts_of, passages_of, reading_of, word
from palpate.report.book.marks import (
    Called,
    locator_figure,
    plate_figure,
    plate_height,
    target_figure,
    whole_view,
)
from palpate.report.book.pdf_shots import ShotRow, draw_shots_leaf, shot_row
from palpate.report.book.plates import caption_of, cover_plate, places_on, plate_anchor
from palpate.report.figure import Figure, Place, window_around
from palpate.report.pdf.columns import GAP, flowing, largest_fitting
from palpate.report.pdf.fonts import register_fonts, text_width
from palpate.report.pdf.printing import BOTTOM, INNER, SIDE, TOP, WIDTH, Leaf, Sheet, print_leaves
from palpate.report.pdf.setting import Block, set_line, set_passage
from palpate.report.plate_pixels import read_plate
from palpate.report.text import Passage

_GUTTER = 7.0
_COLUMN = (INNER - _GUTTER) / 2
_SIZES = tuple(9.6 - 0.2 * step for step in range(12))
_SMALLEST = 7.6
_FIGURE_TOP = TOP + 18.0
_FIGURE = 73.0
_BETWEEN = 4.0
_LOCATOR = INNER - 2 * (_FIGURE + _BETWEEN)
_ROW = 5.0
_APART = 4.6
_PLATE_GAP = 10.0


def book_as_pdf(book: Book, *, progress: Progress | None = None, compressed: bool = True) -> bytes:
    """Return the book as PDF; the same book gives the same bytes.

    Raises
    ------
    PlateFaulty
        If a plate is not one.
    Cancelled
        If stopping was asked for.
    """
    register_fonts()
    drawings = {name: read_plate(picture, name=name) for name, picture in book.pictures.items()}
    behind = [
        *_plate_leaves(book),
        *(leaf for page in book.pages for leaf in _keypoint_leaves(book, page)),
        *_text_leaves(book.told_sources(), "Sources", "sources"),
    ]
    reading = _text_leaves(reading_of(book.skeleton), "How to read this book", "reading")
    contents = _contents_leaves(book, [*reading, *behind])
    cover = Leaf(partial(_draw_cover, book), head=None, anchor="cover", outline=(0, "Cover"))
    return print_leaves(
        [cover, *contents, *reading, *behind],
        title=f"{book.title}: guidelines",
        subject=f"Guidelines of {book.skeleton.name}, version {book.skeleton.version}",
        program=book.program,
        plates=drawings,
        progress=progress,
        compressed=compressed,
    )


# ---- cover and contents --------------------------------------------------------------------------------


def _draw_cover(book: Book, sheet: Sheet) -> None:
    y = 42.0
    sheet.words((SIDE, y), "Guidelines", 12.0, ink="accent", bold=True)
    title = set_line(book.title, width=INNER * mm, size=27.0, bold=True)
    sheet.block(title, (SIDE, y + 4.0))
    y += 4.0 + title.height / mm + 6.0
    sheet.rule((SIDE, y), (SIDE + 24.0, y), ink="accent", width=0.8)
    y += 9.0
    for name, said in facts_of(book.skeleton):
        sheet.words((SIDE, y), name, 10.0, ink="quiet")
        sheet.words((SIDE + 32.0, y), said, 10.0)
        y += 6.0
    plate = cover_plate(book)
    if plate is not None:
        figure = Figure(INNER, BOTTOM - y - 4.0, title=plate.title)
        figure.add(whole_view(plate, False, (0.0, 0.0, INNER, BOTTOM - y - 4.0)))
        sheet.figure(figure, (SIDE, y + 4.0))
    sheet.words((SIDE, 289.0), book.program, 8.0, ink="quiet")


def _contents_leaves(book: Book, behind: Sequence[Leaf]) -> list[Leaf]:
    """Return the leaves of the contents; `behind` are those that follow them."""
    rows = _contents_rows(book)
    per_column = int((BOTTOM - TOP - 14.0) / _ROW)
    columns = _row_columns(rows, per_column)
    n_leaves = max((len(columns) + 1) // 2, 1)
    numbers = {name: n for n, leaf in enumerate(behind, 2 + n_leaves) for name in (leaf.anchor, *leaf.also)}
    leaves = []
    for n in range(n_leaves):
        draw = partial(_draw_contents, columns[2 * n : 2 * n + 2], numbers)
        outline = (0, "Contents") if n == 0 else None
        leaves.append(Leaf(draw, "Contents", "contents" if n == 0 else "", outline))
    return leaves


def _contents_rows(book: Book) -> list[tuple[str, str, str]]:
    """Return rows of number, text and anchor; a row without an anchor is a heading."""
    rows = [("", "How to read this book", "reading")]
    if book.plates:
        rows.append(("", "Plates", ""))
        rows += [("", plate.title, plate_anchor(name)) for name, plate in book.plates.items()]
    for region, pages in book.regions.items():
        rows.append(("", word(region), ""))
        rows += [(str(page.number), page.keypoint.called, page.anchor) for page in pages]
    return [*rows, ("", "", ""), ("", "Sources", "sources")]


def _row_columns(rows: Sequence[tuple[str, str, str]], most: int) -> list[list[tuple[str, str, str]]]:
    """Divide rows into columns of alike length; no heading ends one."""
    n_columns = max(2 * -(-len(rows) // (2 * most)), 2)
    length = min(-(-len(rows) // n_columns) + 1, most)
    columns: list[list[tuple[str, str, str]]] = [[]]
    for row in rows:
        if len(columns[-1]) >= length or (not row[2] and len(columns[-1]) >= length - 1):
            columns.append([])
        columns[-1].append(row)
    return columns


def _draw_contents(
    columns: Sequence[Sequence[tuple[str, str, str]]], numbers: dict[str, int], sheet: Sheet
) -> None:
    sheet.words((SIDE, TOP + 7.0), "Contents", 19.0, bold=True)
    for n, rows in enumerate(columns):
        x, y = SIDE + n * (_COLUMN + _GUTTER), TOP + 16.0
        for number, text, anchor in rows:
            if anchor:
                _draw_entry(sheet, (x, y), (number, text, anchor), numbers.get(anchor, 0))
            elif text:
                sheet.words((x, y), text, 8.6, ink="accent", bold=True)
            y += _ROW


def _draw_entry(sheet: Sheet, at: Place, row: tuple[str, str, str], leaf: int) -> None:
    x, y = at
    number, text, anchor = row
    size = 8.6
    sheet.words((x + 6.0, y), number, size, ink="quiet", anchor="end")
    start = x + (8.5 if number else 0.0)
    sheet.words((start, y), text, size)
    sheet.words((x + _COLUMN, y), str(leaf), size, ink="quiet", anchor="end")
    begin = start + text_width(text, size) / mm + 1.5
    end = x + _COLUMN - text_width(str(leaf), size) / mm - 1.5
    sheet.canvas.setDash([0.1, 3.0])
    sheet.rule((begin, y - 0.2), (end, y - 0.2), ink="quiet", width=0.22)
    sheet.canvas.setDash([])
    sheet.link((x, y - 3.6), (_COLUMN, _ROW), anchor)


# ---- plates --------------------------------------------------------------------------------------------


def _plate_leaves(book: Book) -> list[Leaf]:
    """Return leaves with a plate each, or with two that follow each other where both fit."""
    leaves: list[Leaf] = []
    waiting = [_shown_plate(book, name) for name in book.plates]
    while waiting:
        together = [waiting.pop(0)]
        if waiting and together[0].high + waiting[0].high + _PLATE_GAP <= BOTTOM - TOP:
            together.append(waiting.pop(0))
        anchor = plate_anchor(together[0].plate.name)
        also = tuple(plate_anchor(shown.plate.name) for shown in together[1:])
        title = together[0].plate.title
        outline = (1, title) if leaves else (0, "Plates")
        leaves.append(Leaf(partial(_draw_plates, together), "Plates", anchor, outline, also))
    return leaves


@dataclass(frozen=True, slots=True)
class _ShownPlate:
    """A plate with its keypoints, the note below it, and how high it is with both and its title."""

    plate: Plate
    places: list[tuple[Place, Called]]
    note: Block
    figure_high: float
    high: float


def _shown_plate(book: Book, name: str) -> _ShownPlate:
    plate = book.plates[name]
    places, said = places_on(book, name)
    note = set_line(said, width=INNER * mm, size=8.0, ink="quiet")
    around = 14.0 + 4.0 + note.height / mm
    figure = plate_height(plate, places, width=INNER, most=BOTTOM - TOP - around)
    return _ShownPlate(plate, places, note, figure, figure + around)


def _draw_plates(together: Sequence[_ShownPlate], sheet: Sheet) -> None:
    y = TOP
    for shown in together:
        sheet.words((SIDE, y + 7.0), shown.plate.title, 16.0, bold=True)
        figure = plate_figure(shown.plate, shown.places, size=(INNER, shown.figure_high))
        sheet.figure(figure, (SIDE, y + 14.0))
        sheet.block(shown.note, (SIDE, y + 14.0 + shown.figure_high + 4.0))
        y += shown.high + _PLATE_GAP


# ---- keypoints -----------------------------------------------------------------------------------------


def _keypoint_leaves(book: Book, page: Page) -> list[Leaf]:
    top = _FIGURE_TOP + (_FIGURE + 9.0 if page.targets else 0.0)
    row = shot_row(page.shots) if page.shots else None
    passages = passages_of(page, book.skeleton)
    wide = _COLUMN * mm

    def set_at(size: float) -> list[Block]:
        return [set_passage(passage, width=wide, size=size) for passage in passages]

    # Where the pictures leave the words too little room, they have a leaf of their own.
    for below in (row, None) if row else (None,):
        height = (BOTTOM - top - (below.high + _BETWEEN if below else 0.0)) * mm
        fitting = largest_fitting(set_at, _SIZES, height)
        if fitting is not None:
            draw = partial(_draw_keypoint, book, page, fitting, top, below=below)
            leaves = [Leaf(draw, word(page.keypoint.region), page.anchor, _outline(book, page))]
            return leaves if below or not row else [*leaves, _shots_leaf(page)]
    height = (BOTTOM - top) * mm
    full = (BOTTOM - TOP - 10.0) * mm
    columns = flowing(set_at(_SMALLEST), [height, height, full])
    first = partial(_draw_keypoint, book, page, columns[:2], top)
    leaves = [Leaf(first, word(page.keypoint.region), page.anchor, _outline(book, page))]
    for n in range(2, len(columns), 2):
        draw = partial(_draw_columns, columns[n : n + 2], TOP + 10.0, f"{page.keypoint.called}, continued")
        leaves.append(Leaf(draw, word(page.keypoint.region)))
    return [*leaves, _shots_leaf(page)] if row else leaves


def _shots_leaf(page: Page) -> Leaf:
    return Leaf(partial(draw_shots_leaf, page), word(page.keypoint.region))


def _outline(book: Book, page: Page) -> tuple[int, str]:
    return (0 if page is book.pages[0] else 1, page.keypoint.called)


def _draw_keypoint(
    book: Book,
    page: Page,
    columns: Sequence[Sequence[Block]],
    top: float,
    sheet: Sheet,
    *,
    below: ShotRow | None = None,
) -> None:
    counted = f"{page.number} of {len(book.skeleton)}, index {page.number - 1}"
    sheet.words((WIDTH - SIDE, TOP + 7.0), counted, 9.0, ink="quiet", anchor="end")
    room = INNER - text_width(counted, 9.0) / mm - 4.0
    wide = text_width(page.keypoint.called, 19.0, bold=True) / mm
    sheet.words((SIDE, TOP + 7.0), page.keypoint.called, 19.0 * min(room / wide, 1.0), bold=True)
    _draw_brief(page, sheet)
    if len(page.targets) == 1:
        _draw_target(book, page, 0, sheet, x=SIDE, size=(116.0, _FIGURE))
        _draw_locator(book, page, 0, sheet, box=(SIDE + 116.0 + _BETWEEN, _FIGURE_TOP, 54.0, _FIGURE))
    for n in range(min(len(page.targets), 2) if len(page.targets) > 1 else 0):
        x = SIDE + n * (_FIGURE + _BETWEEN)
        _draw_target(book, page, n, sheet, x=x, size=(_FIGURE, _FIGURE))
        half = (_FIGURE - _BETWEEN) / 2
        y = _FIGURE_TOP + n * (half + _BETWEEN)
        _draw_locator(book, page, n, sheet, box=(SIDE + INNER - _LOCATOR, y, _LOCATOR, half))
    _draw_columns(columns, top, "", sheet)
    if below is not None:
        below.draw(sheet, BOTTOM - below.high)


def _draw_brief(page: Page, sheet: Sheet) -> None:
    parts = [(page.keypoint.name, "accent", _APART)]
    for name, said in brief_of(page.keypoint):
        parts += [(name, "quiet", 1.4), (said, "ink", _APART)]
    size = 8.2
    wide = sum(text_width(text, size) / mm + gap for text, _, gap in parts) - _APART
    share = min(INNER / wide, 1.0)
    x = SIDE
    for text, ink, gap in parts:
        sheet.words((x, TOP + 13.0), text, size * share, ink=ink)
        x += (text_width(text, size) / mm + gap) * share


def _draw_target(
    book: Book, page: Page, n: int, sheet: Sheet, *, x: float, size: tuple[float, float]
) -> None:
    target = page.targets[n]
    plate = book.plates[target.plate]
    sheet.figure(target_figure(plate, target, size=size, names=book.names_beside(page)), (x, _FIGURE_TOP))
    caption = caption_of(book, page, n)
    sheet.words((x, _FIGURE_TOP + size[1] + 3.8), caption, 7.2, ink="quiet", link=plate_anchor(plate.name))


def _draw_locator(
    book: Book, page: Page, n: int, sheet: Sheet, *, box: tuple[float, float, float, float]
) -> None:
    target = page.targets[n]
    plate = book.plates[target.plate]
    side = (116.0 if len(page.targets) == 1 else _FIGURE, _FIGURE)
    window = window_around(plate, target.zoom, (0.0, 0.0, *side))
    sheet.figure(locator_figure(plate, target, size=(box[2], box[3]), zoom=window), (box[0], box[1]))


def _draw_columns(columns: Sequence[Sequence[Block]], top: float, heading: str, sheet: Sheet) -> None:
    if heading:
        sheet.words((SIDE, TOP + 5.0), heading, 11.0, bold=True)
    for n, blocks in enumerate(columns):
        y = top
        for block in blocks:
            sheet.block(block, (SIDE + n * (_COLUMN + _GUTTER), y))
            y += (block.height + GAP) / mm


# ---- texts ---------------------------------------------------------------------------------------------


def _text_leaves(passages: Sequence[Passage], title: str, anchor: str) -> list[Leaf]:
    blocks = [set_passage(passage, width=INNER * mm * 0.86, size=8.8) for passage in passages]
    columns = flowing(blocks, [(BOTTOM - TOP - 15.0) * mm])
    leaves = []
    for n, column in enumerate(columns):
        draw = partial(_draw_text, column, title if n == 0 else f"{title}, continued")
        leaves.append(Leaf(draw, title, anchor if n == 0 else "", (0, title) if n == 0 else None))
    return leaves


def _draw_text(blocks: Sequence[Block], title: str, sheet: Sheet) -> None:
    sheet.words((SIDE, TOP + 7.0), title, 19.0, bold=True)
    y = TOP + 15.0
    for block in blocks:
        sheet.block(block, (SIDE, y))
        y += (block.height + GAP) / mm
