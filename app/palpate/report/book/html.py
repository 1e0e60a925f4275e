"""The book of guidelines as a web page: one file, which runs nothing and fetches nothing."""

from __future__ import annotations

from typing import Any

from palpate.report.book.content import Book, Page, brief_of, facts_of, passages_of, reading_of, word
from palpate.report.book.marks import locator_figure, plate_figure, plate_height, target_figure, whole_view
from palpate.report.book.plates import caption_of, cover_plate, places_on, plate_anchor
from palpate.report.book.shots import shot_figure
from palpate.report.figure import Figure, window_around
from palpate.report.html.drawing import colour_variables, figure_as_svg, plate_rules, plate_symbol
from palpate.report.html.page import markup, render
from palpate.report.palette import DARK, LIGHT
from palpate.report.plate_pixels import read_plate

_ONE, _TWO = (112.0, 74.0), (73.0, 73.0)
_PLATE_WIDE, _PLATE_HIGH = 174.0, 200.0
_COVER = (120.0, 150.0)
_SHOT = 42.0


def book_as_html(book: Book) -> str:
    """Return the book as HTML; the same book gives the same text.

    Raises
    ------
    PlateFaulty
        If a plate is not one.
    """
    return render(
        "book.html",
        book=book,
        facts=facts_of(book.skeleton),
        cover=_cover(book),
        colours={"light": markup(colour_variables(LIGHT)), "dark": markup(colour_variables(DARK))},
        rules={theme: markup(plate_rules(sheet)) for theme, sheet in book.sheets.items()},
        symbols=[
            markup(plate_symbol(name, read_plate(picture, name=name)))
            for name, picture in book.pictures.items()
        ],
        reading=reading_of(book.skeleton),
        plates=[_plate(book, name) for name in book.plates],
        regions=[(word(region), pages) for region, pages in book.regions.items()],
        keypoints=[_keypoint(book, page) for page in book.pages],
        sources=book.told_sources(),
    )


def _cover(book: Book) -> object:
    plate = cover_plate(book)
    if plate is None:
        return ""
    figure = Figure(*_COVER, title=plate.title)
    figure.add(whole_view(plate, False, (0.0, 0.0, *_COVER)))
    return markup(figure_as_svg(figure))


def _plate(book: Book, name: str) -> dict[str, Any]:
    plate = book.plates[name]
    places, note = places_on(book, name)
    size = (_PLATE_WIDE, plate_height(plate, places, width=_PLATE_WIDE, most=_PLATE_HIGH))
    picture = markup(figure_as_svg(plate_figure(plate, places, size=size)))
    return {"anchor": plate_anchor(name), "title": plate.title, "picture": picture, "note": note}


def _keypoint(book: Book, page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "region": word(page.keypoint.region),
        "brief": brief_of(page.keypoint),
        "pictures": [_picture(book, page, n) for n in range(len(page.targets))],
        "passages": passages_of(page, book.skeleton),
        "shots": [
            {"shot": shot, "picture": markup(figure_as_svg(shot_figure(shot, side=_SHOT)))}
            for shot in page.shots
        ],
    }


def _picture(book: Book, page: Page, n: int) -> dict[str, Any]:
    target = page.targets[n]
    plate = book.plates[target.plate]
    size = _ONE if len(page.targets) == 1 else _TWO
    zoom = window_around(plate, target.zoom, (0.0, 0.0, *size))
    small = (size[1] * 0.4 * plate.size[0] / plate.size[1], size[1] * 0.4)
    return {
        "large": markup(
            figure_as_svg(target_figure(plate, target, size=size, names=book.names_beside(page)))
        ),
        "small": markup(figure_as_svg(locator_figure(plate, target, size=small, zoom=zoom))),
        "caption": caption_of(book, page, n),
        "anchor": plate_anchor(plate.name),
    }
