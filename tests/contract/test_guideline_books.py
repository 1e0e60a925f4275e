"""Every skeleton with guidelines has a book, and in every picture the ring stands where the table says."""

from __future__ import annotations

import re
from html import unescape

import pytest

from palpate.report.book.content import Book
from palpate.report.book.html import book_as_html
from palpate.report.book.marks import RING_MM
from palpate.report.book.pdf import book_as_pdf
from palpate.session.guidelines.guideline_book import book_of, why_no_book
from palpate.store.library import load_skeleton, skeleton_names

from printed_pages import Shown, pages_of, targets_on  # isort: skip

NAMES = [name for name in skeleton_names() if not why_no_book(load_skeleton(name))]
RING = RING_MM * 72 / 25.4
MOST_OFF = 0.001  # of the plate's width, a tenth of what a reader may be misled by
FIGURE = re.compile(
    r'<svg class="figure" .*?aria-label="[^"]*exact place">.*?</svg>(?=<figcaption)', re.DOTALL
)
VIEW = re.compile(
    r'<svg class="plate" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" '
    r'viewBox="([\d.-]+) ([\d.-]+) ([\d.]+) ([\d.]+)"[^>]*>'
    r'<use href="#picture-(\w+)"[^>]*?( transform=[^>]*)?/>'
)
CENTRE = re.compile(r'<circle class="target" cx="([\d.-]+)" cy="([\d.-]+)"')


@pytest.fixture(scope="module", params=NAMES)
def book(request: pytest.FixtureRequest) -> Book:
    return book_of(load_skeleton(request.param))


@pytest.fixture(scope="module")
def printed(book: Book) -> bytes:
    return book_as_pdf(book, compressed=False)


@pytest.fixture(scope="module")
def page_text(book: Book) -> str:
    return book_as_html(book)


def wanted(book: Book) -> list[list[Shown]]:
    return [[Shown(one.plate, one.mirrored, one.at) for one in page.targets] for page in book.pages]


def agree(book: Book, found: list[list[Shown]]) -> None:
    assert len(found) == len(book.pages)
    for page, told, shown in zip(book.pages, wanted(book), found, strict=True):
        assert [(one.plate, one.mirrored) for one in shown] == [(one.plate, one.mirrored) for one in told]
        for one, other in zip(shown, told, strict=True):
            width, height = book.plates[one.plate].size
            off = max(abs(one.at[0] - other.at[0]), abs(one.at[1] - other.at[1]) * height / width)
            assert off < MOST_OFF, page.keypoint.name


def test_there_are_books_of_the_skeletons_that_people_begin_with() -> None:
    assert {"cricket_bowling_54", "coco_17", "face_68", "hand_21", "cattle_gait_25"} <= set(NAMES)


def test_every_keypoint_has_a_printed_page_with_its_ring_on_its_target(book: Book, printed: bytes) -> None:
    sizes = {name: plate.size for name, plate in book.plates.items()}
    pages = [targets_on(page, sizes, radius=RING) for page in pages_of(printed)]
    drawn = [page for page in book.pages if page.targets]
    ringed = [shown for shown in pages if shown]
    assert len(ringed) == len(drawn)
    agree(book, [ringed.pop(0) if page.targets else [] for page in book.pages])


def test_every_keypoint_has_a_part_of_the_web_page_with_its_ring_on_its_target(
    book: Book, page_text: str
) -> None:
    found = []
    for page in book.pages:
        begin = page_text.index(f'<article id="{page.anchor}">')
        part = page_text[begin : page_text.index("</article>", begin)]
        found.append([in_figure(figure, book) for figure in FIGURE.findall(part)])
    agree(book, found)


def in_figure(figure: str, book: Book) -> Shown:
    view, centre = VIEW.search(figure), CENTRE.search(figure)
    assert view is not None
    assert centre is not None
    x, y, across, down, left, top, wide, high = (float(number) for number in view.groups()[:8])
    width, height = book.plates[view[9]].size
    at = (
        (left + (float(centre[1]) - x) / across * wide) / width,
        (top + (float(centre[2]) - y) / down * high) / height,
    )
    return Shown(view[9], view[10] is not None, at)


def test_the_printed_book_has_a_page_for_each_keypoint_and_those_around_them(
    book: Book, printed: bytes
) -> None:
    pages = pages_of(printed)
    n_around = len(pages) - len(book.pages)
    assert 4 <= n_around <= 10 + len(book.plates)
    assert printed.count(b"/Type /Page\n") == len(pages)


def test_the_web_page_says_everything_that_a_guideline_says(book: Book, page_text: str) -> None:
    said = unescape(re.sub(r"\s+", " ", page_text))
    for page in book.pages:
        assert page.keypoint.name in said
        assert page.keypoint.called in said
        guide = page.guideline
        if guide is None:
            continue
        texts = [guide.definition, guide.palpation_cue, guide.video_cue, guide.correct, guide.incorrect]
        texts += [*guide.common_errors, *guide.lighting_notes.values()]
        for text in texts:
            assert all(part in said for part in text.split("\n\n")), page.keypoint.name


def test_the_web_page_runs_nothing_and_fetches_nothing(page_text: str) -> None:
    assert not re.search(
        r"<script|<iframe|<img|<link|javascript:|@import|url\(|https?:|\ssrc=", page_text, re.I
    )
    held = re.sub(r'<image [^>]*href="data:image/(?:jpeg|png);base64,[A-Za-z0-9+/=]+"/>', "", page_text)
    assert set(re.findall(r'href="(.)', held)) == {"#"}
    assert not re.search(r"<[^>]*\son\w+=", page_text)


def test_every_link_of_the_web_page_leads_somewhere(page_text: str) -> None:
    places = re.findall(r'\sid="([^"]+)"', page_text)
    assert len(set(places)) == len(places)
    assert set(re.findall(r'href="#([^"]+)"', page_text)) <= set(places)
