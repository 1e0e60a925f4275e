"""What a picture file is and how large, told by its first bytes: nothing is decoded."""

from __future__ import annotations

import struct

from palpate.model.example import PictureKind

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_ALONE = frozenset((0x01, *range(0xD0, 0xDA)))  # markers without a length
_NO_FRAME = frozenset((0xC4, 0xC8, 0xCC))  # tables among the markers of frames
_DATA_BEGINS = 0xDA


def header_of(content: bytes) -> tuple[PictureKind, tuple[int, int]] | None:
    """Return the kind of a picture and its width and height in px; None if it is no PNG or JPEG.

    Parameters
    ----------
    content
        The file, or as much of its beginning as is at hand; a JPEG tells its size after its metadata.
    """
    if content.startswith(_PNG):
        if len(content) < 24 or content[12:16] != b"IHDR":
            return None
        width, height = struct.unpack(">II", content[16:24])
        return (PictureKind.PNG, (width, height)) if width and height else None
    size = _jpeg_size(content) if content.startswith(_JPEG) else None
    return None if size is None else (PictureKind.JPEG, size)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == _DATA_BEGINS:
            return None
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return (width, height) if width and height else None
        length = int(struct.unpack(">H", content[at + 2 : at + 4])[0])
        if length < 2:
            return None
        at += 2 + length
    return None
