"""Directories of TIFF files, classic and big: what pages there are, without decoding one."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIP_AT, STRIP_BYTES, TILE_AT, TILE_BYTES = 273, 279, 324, 325
SAMPLES, PLANAR, EXTRA, SAMPLE_FORMAT = 277, 284, 338, 339
_KIND_OF_PAGE, _DESCRIPTION, _ORIENTATION = 254, 270, 274
_REDUCED_OR_MASK = 0b101
_LETTERS = {1: "B", 2: "s", 3: "H", 4: "I", 6: "b", 7: "s", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_BIG_LETTERS = {16: "Q", 17: "q", 18: "Q"}
_LETTER = _LETTERS | _BIG_LETTERS
_MOST_PAGES = 1_000_000
_MOST_VALUES = 1 << 24

FAULTS = (struct.error, KeyError, IndexError, ValueError, OverflowError)
"""What reading a directory that is faulty may raise besides `OSError`."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One entry of a directory: its type, how many values, and their bytes."""

    kind: int
    count: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Layout:
    """How numbers lie in a TIFF file: ``<`` or ``>``, and whether offsets have 8 bytes (BigTIFF)."""

    order: str
    big: bool
    first: int


@dataclass(frozen=True, slots=True)
class TiffPage:
    """A page that can be shown.

    Attributes
    ----------
    at
        Where its directory is in the file.
    size
        Width and height in px as stored.
    bits
        Bits per sample.
    exif_orientation
        As EXIF tag 0x0112.
    shift
        How many bytes further on its picture lies than the directory says; ImageJ writes one directory for
        a whole stack above 4 GB.
    """

    at: int
    size: tuple[int, int]
    bits: int
    exif_orientation: int = 1
    shift: int = 0


def layout_of(stream: BinaryIO) -> Layout | None:
    """Return how a TIFF file is laid out; None if it is none."""
    stream.seek(0)
    head = stream.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return None
    (version,) = struct.unpack_from(f"{order}H", head, 2)
    if version == 42:
        return Layout(order, False, struct.unpack_from(f"{order}I", head, 4)[0])
    if version == 43 and len(head) == 16:
        return Layout(order, True, struct.unpack_from(f"{order}Q", head, 8)[0])
    return None


def read_directory(stream: BinaryIO, layout: Layout, at: int) -> tuple[dict[int, Tag], int]:
    """Return the tags of the directory at an offset, and where the next one is (0 for none).

    Only values that fit into the directory itself are read; get the others by `values_of`.

    Raises
    ------
    struct.error
        If the file ends before.
    """
    stream.seek(at)
    counting, entry, offset = ("Q", "HHQ8s", "Q") if layout.big else ("H", "HHI4s", "I")
    (count,) = _unpacked(stream, layout.order + counting)
    if count > 4096:
        raise ValueError("too many entries")
    step = struct.calcsize("<" + entry)
    block = stream.read(count * step)
    tags = {
        tag: Tag(kind, n, content)
        for tag, kind, n, content in struct.iter_unpack(layout.order + entry, block)
    }
    if len(block) < count * step:
        raise ValueError("the directory is cut off")
    return tags, _unpacked(stream, layout.order + offset)[0]


def _unpacked(stream: BinaryIO, form: str) -> tuple[int, ...]:
    return struct.unpack(form, stream.read(struct.calcsize(form)))


def values_of(stream: BinaryIO, layout: Layout, tag: Tag) -> tuple[float, ...] | bytes:
    """Return the values of a tag, or its bytes if it is text or undefined, wherever they lie."""
    letter = _LETTER[tag.kind]
    if not 0 < tag.count <= _MOST_VALUES:
        raise ValueError("too many values")
    form = f"{layout.order}{tag.count}{letter}"
    length = struct.calcsize(form)
    content = tag.content
    if length > len(content):
        stream.seek(struct.unpack(layout.order + ("Q" if layout.big else "I"), content)[0])
        content = stream.read(length)
    values = struct.unpack_from(form, content)
    return bytes(values[0]) if letter == "s" else values


def number_of(stream: BinaryIO, layout: Layout, tags: Mapping[int, Tag], number: int, usual: int) -> int:
    """Return the first value of a whole-numbered tag, or what is usual where the tag is missing."""
    if number not in tags:
        return usual
    return int(values_of(stream, layout, tags[number])[0])


def orientation_in(block: BinaryIO) -> int:
    """Return EXIF tag 0x0112 of a TIFF structure; 1 where there is none."""
    layout = layout_of(block)
    if layout is None:
        return 1
    tags, _ = read_directory(block, layout, layout.first)
    return number_of(block, layout, tags, _ORIENTATION, 1)


def pages_of(stream: BinaryIO) -> tuple[list[TiffPage], bool]:
    """List the pages of a TIFF file; thumbnails, reduced copies and masks are left out.

    Returns
    -------
    tuple
        The pages, and whether the list is whole: False if a directory could not be read.
    """
    pages: list[TiffPage] = []
    layout = layout_of(stream)
    at, seen, tags = layout.first if layout else 0, set[int](), dict[int, Tag]()
    while layout is not None and at and at not in seen and len(seen) < _MOST_PAGES:
        seen.add(at)
        try:
            tags, following = read_directory(stream, layout, at)
            if not number_of(stream, layout, tags, _KIND_OF_PAGE, 0) & _REDUCED_OR_MASK:
                pages.append(_page(stream, layout, tags, at))
        except FAULTS:
            return pages, False
        at = following
    if layout is not None and len(seen) == len(pages) == 1:
        pages += _unlisted(stream, layout, tags, pages[0])
    return pages, layout is not None


def _page(stream: BinaryIO, layout: Layout, tags: Mapping[int, Tag], at: int) -> TiffPage:
    width = number_of(stream, layout, tags, WIDTH, 0)
    height = number_of(stream, layout, tags, HEIGHT, 0)
    if width < 1 or height < 1:
        raise ValueError("no size")
    bits = number_of(stream, layout, tags, BITS, 1)
    return TiffPage(at, (width, height), bits, number_of(stream, layout, tags, _ORIENTATION, 1))


def _unlisted(stream: BinaryIO, layout: Layout, tags: Mapping[int, Tag], first: TiffPage) -> list[TiffPage]:
    """Return the further pages of an ImageJ stack that has one directory for all of them."""
    try:
        text = values_of(stream, layout, tags[_DESCRIPTION])
        told = re.search(rb"^images=(\d+)", text, re.MULTILINE) if isinstance(text, bytes) else None
        plain = number_of(stream, layout, tags, COMPRESSION, 1) == 1
        if told is None or not plain or not (isinstance(text, bytes) and text.startswith(b"ImageJ=")):
            return []
        samples = number_of(stream, layout, tags, SAMPLES, 1)
        length = first.size[0] * first.size[1] * samples * first.bits // 8
        start = number_of(stream, layout, tags, STRIP_AT, 0)
        room = (stream.seek(0, 2) - start) // max(length, 1)
    except FAULTS:
        return []
    n = min(int(told[1]), room, _MOST_PAGES)
    return [replace(first, shift=i * length) for i in range(1, n)]
