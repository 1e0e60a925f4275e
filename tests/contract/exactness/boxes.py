"""Editing the boxes of ISO base media files, for what no encoder here writes."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"})

Box = tuple[bytes, "bytes | list[Box]"]

QUARTER_TURNS = {
    # turns to the left → a, b, c, d of the display matrix
    0: (1, 0, 0, 1),
    1: (0, -1, 1, 0),
    2: (-1, 0, 0, -1),
    3: (0, 1, -1, 0),
}


def edit(path: Path, change: Callable[[Box], Box]) -> None:
    """Change every box below `moov` by a function, innermost first. `moov` must be at the end of the file."""
    content = path.read_bytes()
    start = content.rindex(b"moov") - 4
    (size,) = struct.unpack_from(">I", content, start)
    assert start + size == len(content)
    moov = _changed(_parsed(content[start:])[0], change)
    path.write_bytes(content[:start] + _written(moov))


def turned(path: Path, turns: int, *, mirrored: bool = False) -> None:
    """Write a display matrix that turns by quarters to the left, after exchanging left and right."""
    a, b, c, d = QUARTER_TURNS[turns]
    if mirrored:
        a, b = -a, -b
    matrix = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)

    def change(box: Box) -> Box:
        kind, inside = box
        return (kind, inside[:40] + matrix + inside[76:]) if kind == b"tkhd" else box

    edit(path, change)


def edited(path: Path, segments: Sequence[tuple[int, int]]) -> None:
    """Write an edit list.

    Parameters
    ----------
    segments
        Duration in units of the movie (ms), and the time in the medium to begin with in its own units;
        −1 to show nothing.
    """
    entries = b"".join(struct.pack(">iihh", *segment, 1, 0) for segment in segments)
    edits: Box = (b"edts", [(b"elst", struct.pack(">II", 0, len(segments)) + entries)])

    def change(box: Box) -> Box:
        kind, inside = box
        if kind != b"trak":
            return box
        others = [inner for inner in inside if inner[0] != b"edts"]
        return kind, [others[0], edits, *others[1:]]

    edit(path, change)


def inner(path: Path, *kinds: bytes) -> bytes:
    """Return the content of the first box at a way of names below `moov`."""
    content = path.read_bytes()
    inside: bytes | list[Box] = _parsed(content[content.rindex(b"moov") - 4 :])[0][1]
    for kind in kinds:
        inside = next(found for name, found in inside if name == kind)
    return inside


def _parsed(content: bytes) -> list[Box]:
    boxes: list[Box] = []
    at = 0
    while at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        inside = content[at + 8 : at + size]
        boxes.append((kind, _parsed(inside) if kind in _HOLDERS else inside))
        at += size
    return boxes


def _changed(box: Box, change: Callable[[Box], Box]) -> Box:
    kind, inside = box
    if isinstance(inside, list):
        inside = [_changed(inner, change) for inner in inside]
    return change((kind, inside))


def _written(box: Box) -> bytes:
    kind, inside = box
    content = inside if isinstance(inside, bytes) else b"".join(_written(inner) for inner in inside)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def boxes_of(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Give where each box of the top level begins, what it is, and how long."""
    at = 0
    while at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        yield at, kind, size
        at += size
