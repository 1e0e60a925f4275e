"""Size, depth and orientation of an image file from its first bytes, without decoding the picture."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from palpate.media.images import tiff_directory as tiff
from palpate.media.orientation import UPRIGHT, Orientation, of_exif

_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PNG_BITS = (1, 2, 4, 8, 16)
_WEBP_HAS_EXIF = 0x08
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What the first bytes of an image file tell.

    Attributes
    ----------
    kind
        png, jpeg, bmp or webp.
    stored_size
        Width and height in px before turning.
    orientation
        How the picture is to be turned for display.
    picture_at
        Where in the file the picture itself begins, after all headers and thumbnails; 0 if not known.
    bits
        Bits per sample.
    """

    kind: str
    stored_size: tuple[int, int]
    orientation: Orientation = UPRIGHT
    picture_at: int = 0
    bits: int = 8

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px, display-oriented."""
        return self.orientation.size(*self.stored_size)


def read_header(content: bytes, *, whole: bool = True) -> ImageHeader | None:
    """Return the header of a PNG, JPEG, BMP or WebP file; None if it is none of them or faulty.

    Parameters
    ----------
    content
        The file, or its beginning.
    whole
        Whether that is all of it. Otherwise None also means that more must be read to know.
    """
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(content, whole=whole)
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if content.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", content, 18)
            return ImageHeader("bmp", (width, abs(height)))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content, whole=whole)
    except (struct.error, KeyError, IndexError):
        return None
    return None


def _png(content: bytes, *, whole: bool) -> ImageHeader | None:
    width, height, bits = struct.unpack_from(">IIB", content, 16)
    if bits not in _PNG_BITS:
        return None
    at, orientation = 8, UPRIGHT
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind == b"eXIf":
            orientation = _exif(content[at + 8 : at + 8 + length])
        if kind in (b"IDAT", b"IEND"):
            return ImageHeader("png", (width, height), orientation, at, bits)
        at += length + 12
    return ImageHeader("png", (width, height), orientation, at, bits) if whole else None


def _jpeg(content: bytes) -> ImageHeader | None:
    at, size, orientation = 2, (0, 0), UPRIGHT
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF or marker in _JPEG_BARE:  # fill byte, or a marker without content
            at += 1 if marker == 0xFF else 2
            continue
        if marker == 0xDA:
            return ImageHeader("jpeg", size, orientation, at) if size != (0, 0) else None
        (length,) = struct.unpack_from(">H", content, at + 2)
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            size = (width, height)
        elif marker == 0xE1 and content[at + 4 : at + 10] == b"Exif\0\0":
            orientation = _exif(content[at + 10 : at + 2 + length])
        at += 2 + length
    return None


def _webp(content: bytes, *, whole: bool) -> ImageHeader | None:
    kind = content[12:16]
    if kind == b"VP8X":
        if not whole and content[20] & _WEBP_HAS_EXIF:
            return None  # it stands at the end
        width = int.from_bytes(content[24:27], "little") + 1
        height = int.from_bytes(content[27:30], "little") + 1
        return ImageHeader("webp", (width, height), _webp_exif(content))
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return ImageHeader("webp", ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
    width, height = struct.unpack_from("<HH", content, 26)
    return ImageHeader("webp", (width & 0x3FFF, height & 0x3FFF))


def _webp_exif(content: bytes) -> Orientation:
    at = 12
    while at + 8 <= len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        if kind == b"EXIF":
            block = content[at + 8 : at + 8 + length]
            return _exif(block.removeprefix(b"Exif\0\0"))
        at += 8 + length + length % 2
    return UPRIGHT


def _exif(block: bytes) -> Orientation:
    try:
        return of_exif(tiff.orientation_in(io.BytesIO(block)))
    except tiff.FAULTS:
        return UPRIGHT
