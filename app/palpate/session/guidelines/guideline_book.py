"""The guidelines of a skeleton as a book to print or to read in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import palpate
from palpate.base.atomic_write import write_bytes
from palpate.base.errors import PlateFaulty, TargetExists, UsageError
from palpate.base.progress import Progress
from palpate.model.guideline import Guideline
from palpate.model.plate import Plate
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.book_examples import Shots, filed_shots, with_shots
from palpate.session.guidelines.guidance import guidelines_of
from palpate.session.guidelines.guides import SHIPPED, Guides, beside
from palpate.session.guidelines.plates import PlateSource, Sight, drawing_of, sights_of
from palpate.session.skeletons.skeleton_files import any_skeleton
from palpate.store import library

if TYPE_CHECKING:
    from palpate.report.book.content import Book, Page
    from palpate.report.plate_pixels import PlatePixels

# Reports and what they are made with are loaded when a book is made: no start needs them.

SUFFIXES = (".pdf", ".html")


@dataclass(frozen=True, slots=True)
class Printed:
    """A book that was written.

    Attributes
    ----------
    n_keypoints, n_explained
        How many keypoints it has pages for, and how many of them have a guideline.
    warnings
        What a reader will miss.
    """

    path: Path
    skeleton: str
    n_keypoints: int
    n_explained: int
    n_plates: int
    warnings: tuple[str, ...] = ()


def print_book(
    skeleton: Skeleton | str,
    out: Path,
    *,
    guides: Guides = SHIPPED,
    shots: Shots | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Printed:
    """Write the book of a skeleton's guidelines.

    Parameters
    ----------
    skeleton
        The skeleton, or its name or file.
    out
        A ``.pdf`` or ``.html`` file.
    guides
        What a project tells of keypoints itself; with the name of a file, what lies beside it is read.
    shots
        Pictures out of real frames by keypoint; None for those that come as files.
    force
        Whether an existing file may be replaced.

    Raises
    ------
    UsageError
        If the ending is another, or no keypoint has a guideline.
    TargetExists, FileUnwritable
        If the file exists, or cannot be written.
    SkeletonFaulty, GuidelineFaulty, PlateFaulty, ExampleFaulty
        With every problem of a file that the book needs.
    Cancelled
        If stopping was asked for; then nothing was written.
    """
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"a book is written as {' or '.join(SUFFIXES)}; {out.name} is neither")
    if out.exists() and not force:
        raise TargetExists("exists already; give --force to replace it", path=out)
    if isinstance(skeleton, str):
        folder, skeleton = library.folder_of(skeleton), any_skeleton(skeleton)
        guides = beside(skeleton.name, folder) if guides is SHIPPED else guides
    shots = filed_shots(skeleton, near=guides.near.get(skeleton.name)) if shots is None else shots
    bare, left_out = _bound(skeleton, guides)
    book = with_shots(bare, shots)
    warnings = (*left_out, *(_unprintable(book) if suffix == ".pdf" else ()))
    write_bytes(out, _written(book, suffix, progress), force=force)
    explained = sum(page.guideline is not None for page in book.pages)
    return Printed(out, skeleton.name, len(book.pages), explained, len(book.plates), warnings)


def why_no_book(skeleton: Skeleton, guides: Guides = SHIPPED) -> str:
    """Return why no book can be made of a skeleton, empty if one can; errors as for `print_book`."""
    if guidelines_of(skeleton, guides):
        return ""
    return f"no keypoint of {skeleton.name} has a guideline yet, so there is no book to print"


def book_of(skeleton: Skeleton, guides: Guides = SHIPPED) -> Book:
    """Return what stands in the book of a skeleton; errors as for `print_book`."""
    return _bound(skeleton, guides)[0]


def _bound(skeleton: Skeleton, guides: Guides) -> tuple[Book, tuple[str, ...]]:
    """Return a book, and what a reader will miss of its pictures."""
    from palpate.report.book.content import Book

    why = why_no_book(skeleton, guides)
    if why:
        raise UsageError(why)
    guidelines = guidelines_of(skeleton, guides)
    sights = {name: sights_of(skeleton, name, guides) for name in skeleton.names}
    used = {sight.plate.name: sight for listed in sights.values() for sight in listed}
    pictures = {name: printable(sight.plate, sight.source) for name, sight in used.items()}
    printed = {name: picture for name, picture in pictures.items() if picture is not None}
    pages = tuple(
        _page(skeleton, k, guidelines.get(name), [one for one in sights[name] if one.plate.name in printed])
        for k, name in enumerate(skeleton.names)
    )
    book = Book(
        skeleton,
        pages,
        plates={name: used[name].plate for name in printed},
        pictures=printed,
        sheets=library.plate_sheets() if printed else {},
        plate_sources=library.plate_sources() if any(used[name].source is None for name in printed) else "",
        program=f"Palpate {palpate.__version__}",
    )
    return book, tuple(
        f"{used[name].plate.title} is left out: of drawings, pages hold those of plain paths only"
        for name in pictures
        if name not in printed
    )


def printable(plate: Plate, source: PlateSource) -> str | PlatePixels | None:
    """Return a plate as pages draw it; None for a drawing made of more than plain paths."""
    from palpate.report.plate_pixels import PlatePixels
    from palpate.report.plate_shapes import read_drawing

    drawing = drawing_of(plate.name, source, dark=False)
    if drawing.kind != "svg":
        return PlatePixels(plate.size, drawing.content, drawing.kind)
    text = drawing.content.decode("utf-8")
    if source is not None:
        try:
            read_drawing(text, name=plate.name)
        except PlateFaulty:
            return None
    return text


def _page(skeleton: Skeleton, k: int, guideline: Guideline | None, sights: list[Sight]) -> Page:
    from palpate.report.book.content import Page

    return Page(
        k + 1,
        skeleton.keypoints[k],
        guideline,
        targets=tuple(sight.target for sight in sights),
        captions=tuple(sight.title for sight in sights),
    )


def _written(book: Book, suffix: str, progress: Progress | None) -> bytes:
    if suffix == ".pdf":
        from palpate.report.book.pdf import book_as_pdf

        return book_as_pdf(book, progress=progress)
    from palpate.report.book.html import book_as_html

    return book_as_html(book).encode("utf-8")


def _unprintable(book: Book) -> tuple[str, ...]:
    from palpate.report.book.content import passages_of
    from palpate.report.pdf.fonts import missing_signs

    texts = [book.title, *(page.keypoint.called for page in book.pages)]
    for page in book.pages:
        for passage in passages_of(page, book.skeleton):
            texts += [passage.heading, *passage.paragraphs, *passage.points]
            texts += [part for pair in (*passage.pairs, *passage.rows) for part in pair]
    missing = missing_signs(texts)
    if not missing:
        return ()
    shown = " ".join(missing[:20])
    return (f"the font of printed pages lacks {len(missing)} signs of the texts: {shown}; HTML shows them",)
