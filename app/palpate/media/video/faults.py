"""Why a file is no readable video, said so that a person can do something about it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PLAIN = "is not a video this program can read"
_CUT = (
    "was cut off before its table of contents (moov) was written, as happens when a camera loses power; "
    "repair it with the camera or an untruncated file of the same camera"
)


def why_unreadable(path: Path) -> str:
    """Return a sentence about a file that could not be opened as a video."""
    with path.open("rb") as stream:
        head = stream.read(512)
        if not head:
            return "is empty"
        if _looks_like_text(head):
            return "is a text file, not a video"
        kinds = set(_boxes(stream, path.stat().st_size))
    if b"ftyp" in kinds and b"moov" not in kinds:
        return _CUT
    return _PLAIN


def _looks_like_text(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
    return not any(byte < 9 for byte in head)


def _boxes(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Walk the top-level boxes of an ISO base media file."""
    position = 0
    while position + 8 <= size:
        stream.seek(position)
        length, kind = struct.unpack(">I4s", stream.read(8))
        if length == 1 and position + 16 <= size:
            (length,) = struct.unpack(">Q", stream.read(8))
        yield kind
        if length < 8:
            return
        position += length
