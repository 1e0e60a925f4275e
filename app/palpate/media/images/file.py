"""One picture in an image file: where it is, what its head tells, and its values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from palpate.base.errors import MediaUnreadable
from palpate.media.images.deep_frames import Still
from palpate.media.images.header import ImageHeader, read_header
from palpate.media.images.tiff_directory import TiffPage, pages_of
from palpate.media.images.tiff_page import read_page
from palpate.media.opencv import MOST_ON_A_SIDE, MOST_PIXELS, decode_image
from palpate.media.orientation import UPRIGHT, Orientation, of_exif

TIFF_SUFFIXES = frozenset({".tif", ".tiff"})
_TIFF_MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_HEADS = (1 << 13, 1 << 17)  # how much to read to find the size: most headers are short
_PAGE_NAME = re.compile(r"(.+\.tiff?)#(\d+)", re.IGNORECASE)
# more pixels (PNG: bytes of one channel) than a byte of a file can hold, by the compression's own limits
_MOST_PER_BYTE = {"png": 1100, "jpeg": 2000}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a frame is: a file, and which page of it, from 0, where it has several."""

    path: Path
    page: int | None = None

    @property
    def name(self) -> str:
        """Name of the file, with ``#`` and the page where it has several."""
        return self.path.name if self.page is None else f"{self.path.name}#{self.page}"


def place_named(path: Path) -> Place:
    """Return the place of a path that may end in ``#`` and a page."""
    match = _PAGE_NAME.fullmatch(path.name)
    return Place(path.with_name(match[1]), int(match[2])) if match else Place(path)


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What the head of a file tells of a picture: size in px as stored, how it lies, bits per sample."""

    stored_size: tuple[int, int]
    orientation: Orientation = UPRIGHT
    bits: int = 8

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px, display-oriented."""
        return self.orientation.size(*self.stored_size)


@dataclass(slots=True)
class ImageFiles:
    """Reads pictures; remembers the pages of TIFF files, nothing else, and holds no file open.

    Errors of all methods are `OSError` and `MediaUnreadable`.

    Attributes
    ----------
    broken_off
        Stacks whose list of pages ends at damage.
    """

    broken_off: list[Path] = field(default_factory=list)
    _pages: dict[Path, list[TiffPage]] = field(default_factory=dict)

    def places(self, path: Path) -> list[Place]:
        """Return the places of all frames in a file; one where it is no stack or cannot be read."""
        if path.suffix.lower() not in TIFF_SUFFIXES:
            return [place_named(path)]
        try:
            n = len(self._listed(path))
        except OSError:
            n = 0
        return [Place(path, page) for page in range(n)] if n > 1 else [Place(path)]

    def facts(self, place: Place) -> ImageFacts:
        """Return what the head of a file tells of a picture."""
        with place.path.open("rb") as stream:
            head = stream.read(_HEADS[0])
            if head.startswith(_TIFF_MARKS):
                return _facts_of_page(self._page(place))
            header = read_header(head, whole=False)
            for more in (_HEADS[1], -1):
                if header is None:
                    head += stream.read(more)
                    header = read_header(head, whole=more == -1)
        if header is None:
            raise MediaUnreadable("is not an image this program can read", path=place.path)
        return _facts_of_header(header)

    def still(self, place: Place) -> tuple[Still, ImageFacts]:
        """Return a picture and what its head tells, which may have changed since it was asked before."""
        with place.path.open("rb") as stream:
            if stream.read(4) in _TIFF_MARKS:
                return self._still_of_page(place)
            stream.seek(0)
            content = stream.read()
        header = read_header(content)
        if header is None:
            raise MediaUnreadable("is not an image this program can read, or is damaged", path=place.path)
        facts = _facts_of_header(header)
        _refuse_giants(facts, place.path)
        whole = not _cut_off(content, header) and not _hollow(content, header)
        values = decode_image(content) if whole else None
        if values is None:
            raise MediaUnreadable("is an image that is damaged or cut off", path=place.path)
        return Still(values, facts.orientation), facts

    def _still_of_page(self, place: Place) -> tuple[Still, ImageFacts]:
        for _ in range(2):
            page = self._page(place)
            facts = _facts_of_page(page)
            _refuse_giants(facts, place.path)
            try:
                with place.path.open("rb") as stream:
                    values = read_page(stream, page)
            except EOFError:
                self._pages.pop(place.path, None)  # perhaps it was written anew
                continue
            if values is None:
                raise MediaUnreadable(
                    "is a kind of TIFF image that cannot be read, or is damaged", path=place.path
                )
            return Still(values, facts.orientation), facts
        raise MediaUnreadable("is an image that is damaged or cut off", path=place.path)

    def _page(self, place: Place) -> TiffPage:
        pages = self._pages[place.path] if place.path in self._pages else self._listed(place.path)
        number = place.page or 0
        if number >= len(pages):
            told = "is not an image this program can read" if not pages else f"has no page {number} any more"
            raise MediaUnreadable(told, path=place.path)
        return pages[number]

    def _listed(self, path: Path) -> list[TiffPage]:
        with path.open("rb") as stream:
            pages, whole = pages_of(stream)
        if pages and not whole and path not in self.broken_off:
            self.broken_off.append(path)
        self._pages[path] = pages
        return pages


def _facts_of_page(page: TiffPage) -> ImageFacts:
    return ImageFacts(page.size, of_exif(page.exif_orientation), page.bits)


def _facts_of_header(header: ImageHeader) -> ImageFacts:
    return ImageFacts(header.stored_size, header.orientation, header.bits)


def _refuse_giants(facts: ImageFacts, path: Path) -> None:
    width, height = facts.stored_size
    if width * height > MOST_PIXELS or max(width, height) > MOST_ON_A_SIDE:
        raise MediaUnreadable(f"is larger than can be shown ({width} × {height} px)", path=path)


def _cut_off(content: bytes, header: ImageHeader) -> bool:
    """Whether the end is missing; decoders fill the rest with grey and say nothing."""
    if header.kind == "png":
        return not _has_all_chunks(content, header.picture_at)
    return header.kind == "jpeg" and content.rfind(b"\xff\xd9") < header.picture_at


def _has_all_chunks(content: bytes, at: int) -> bool:
    """Whether a PNG file holds all its chunks to the last; OpenCV makes room for any length claimed."""
    while at + 12 <= len(content):
        if content[at + 4 : at + 8] == b"IEND":
            return True
        at += int.from_bytes(content[at : at + 4], "big") + 12
    return False


def _hollow(content: bytes, header: ImageHeader) -> bool:
    """Whether a damaged header claims a size the file cannot hold; decoders fill it for many seconds."""
    width, height = header.stored_size
    claimed = width * height * (header.bits if header.kind == "png" else 8) // 8
    most = _MOST_PER_BYTE.get(header.kind)
    return most is not None and claimed > most * len(content)
