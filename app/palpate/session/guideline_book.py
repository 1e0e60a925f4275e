"""The guidelines of a skeleton as a book to print or to read in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import palpate
from palpate.base.atomic_write import write_bytes
from palpate.base.errors import TargetExists, UsageError
from palpate.base.progress import Progress
from palpate.model.guideline import Guideline
from palpate.model.skeleton import Skeleton
from palpate.session.book_examples import Shots, filed_shots, with_shots
from palpate.session.plates import drawing_of, sights_of
from palpate.session.skeleton_files import any_skeleton
from palpate.store import library

if TYPE_CHECKING:
    from palpate.report.book.content import Book, Page

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
    near: Path | None = None,
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
    near
        Folder of the skeleton's own file: guidelines there come before shipped ones.
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
        own = Path(skeleton)
        near = own.parent if near is None and own.suffix in (".yaml", ".yml") else near
        skeleton = any_skeleton(skeleton)
    shots = filed_shots(skeleton, near=near) if shots is None else shots
    book = with_shots(book_of(skeleton, near=near), shots)
    warnings = _unprintable(book) if suffix == ".pdf" else ()
    write_bytes(out, _written(book, suffix, progress), force=force)
    explained = sum(page.guideline is not None for page in book.pages)
    return Printed(out, skeleton.name, len(book.pages), explained, len(book.plates), warnings)


def why_no_book(skeleton: Skeleton, *, near: Path | None = None) -> str:
    """Return why no book can be made of a skeleton, empty if one can; errors as for `print_book`."""
    if library.load_guidelines(skeleton, near=near):
        return ""
    return f"no keypoint of {skeleton.name} has a guideline yet, so there is no book to print"


def book_of(skeleton: Skeleton, *, near: Path | None = None) -> Book:
    """Return what stands in the book of a skeleton; errors as for `print_book`."""
    from palpate.report.book.content import Book

    why = why_no_book(skeleton, near=near)
    if why:
        raise UsageError(why)
    guidelines = library.load_guidelines(skeleton, near=near)
    pages = tuple(_page(skeleton, k, guidelines.get(name)) for k, name in enumerate(skeleton.names))
    names = list(dict.fromkeys(target.plate for page in pages for target in page.targets))
    table = library.plate_table()
    return Book(
        skeleton,
        pages,
        plates={name: table.plates[name] for name in names},
        pictures={name: drawing_of(name, dark=False) for name in names},
        sheets=library.plate_sheets() if names else {},
        plate_sources=library.plate_sources() if names else "",
        program=f"Palpate {palpate.__version__}",
    )


def _page(skeleton: Skeleton, k: int, guideline: Guideline | None) -> Page:
    from palpate.report.book.content import Page

    sights = sights_of(skeleton, skeleton.names[k])
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
