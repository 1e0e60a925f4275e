"""How fast a camera's sensor ran, where the file says it; slow motion plays slower than it was filmed."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_HEAD = struct.Struct(">I4s")
_LARGEST_TEXT = 1 << 20
_SONY = re.compile(rb"<VideoFrame\b[^>]*\bcaptureFps=\"(\d+(?:\.\d+)?)([pi]?)\"")
_MOST_BOXES = 10_000  # garbage may look like a long row of tiny ones
_PLAUSIBLE = 1e6
_NEVER_SLOWED = 100.0


def camera_rate(path: Path, tags: Mapping[str, str]) -> float:
    """Return what the camera says its sensor ran at, in frames per second; 0 if it says nothing.

    Read are:

    - Android's ``com.android.capture.fps``, which phones write beside pictures timed at 30 per second;
    - ARRI's ``com.arri.camera.SensorFps``, in thousandths;
    - Sony's ``captureFps`` in the NonRealTimeMeta document that XAVC cameras write into the file (box
      ``meta/xml``) and beside it (``C0001M01.XML`` for ``C0001.MP4``); with an ``i`` it counts fields.

    iPhones write no such number: their originals are timed as they were filmed, and
    ``full-frame-rate-playback-intent`` is 0 for slow motion and for ordinary films alike.

    Parameters
    ----------
    tags
        The metadata of file and stream, keys in lower case.
    """
    thousandths = _number(tags.get("com.arri.camera.sensorfps", ""))
    told = _number(tags.get("com.android.capture.fps", "")) or thousandths / 1000 or _sony_rate(path)
    return told if told < _PLAUSIBLE else 0.0


def guess_of(fps: float, capture_fps: float) -> str:
    """Return a sentence about a capture rate the file says nothing of; empty if there is nothing to say.

    Parameters
    ----------
    fps
        The file's own rate; 0 for images.
    capture_fps
        What the camera says, 0 if nothing.
    """
    if not fps or capture_fps:
        return ""
    if fps >= _NEVER_SLOWED:
        return f"{fps:g} frames per second is most likely what the camera filmed; the file does not say"
    return (
        f"the file plays {fps:g} frames per second and does not say how many the camera filmed; "
        "if it is slow motion, give the rate of the camera"
    )


def _number(text: str) -> float:
    try:
        told = float(text)
    except ValueError:
        return 0.0
    return told if 0 < told < float("inf") else 0.0


def _sony_rate(path: Path) -> float:
    documents = [path.with_name(f"{path.stem}M01{suffix}") for suffix in (".XML", ".xml")]
    with suppress(OSError):
        texts = [*_embedded(path), *(_start_of(found) for found in documents if found.is_file())]
        for text in texts:
            found = _SONY.search(text) if b"NonRealTimeMeta" in text else None
            if found is not None:
                return float(found[1]) / (2 if found[2] == b"i" else 1)
    return 0.0


def _start_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_LARGEST_TEXT)


def _embedded(path: Path) -> list[bytes]:
    """Return the XML documents of an ISO base media file, of the file as a whole and of the movie."""
    with path.open("rb") as stream:
        size = path.stat().st_size
        if stream.read(8)[4:] != b"ftyp":
            return []
        found: list[bytes] = []
        for kind, start, end in _boxes(stream, 0, size):
            for inner, begin, stop in _boxes(stream, start, end) if kind == b"moov" else ():
                found += _documents(stream, begin, stop) if inner == b"meta" else []
            found += _documents(stream, start, end) if kind == b"meta" else []
        return found


def _documents(stream: BinaryIO, start: int, end: int) -> list[bytes]:
    """Return the documents of a ``meta`` box; of its two forms ISO's begins with four bytes of version."""
    stream.seek(start)
    begin = start if stream.read(8)[4:] == b"hdlr" else start + 4
    texts = []
    for kind, first, last in _boxes(stream, begin, end):
        if kind == b"xml ":
            stream.seek(first + 4)
            texts.append(stream.read(min(last - first, _LARGEST_TEXT)))
    return texts


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Walk boxes of ISO 14496-12: kind, and from where to where; up to the first faulty one."""
    for _ in range(_MOST_BOXES):
        if start + _HEAD.size > end:
            return
        stream.seek(start)
        head = stream.read(16)
        if len(head) < _HEAD.size:
            return
        length, kind = _HEAD.unpack(head[:8])
        content = start + 8
        if length == 1 and len(head) == 16:
            length, content = int.from_bytes(head[8:], "big"), start + 16
        last = end if length == 0 else start + length
        if last < content or last > end:
            return
        yield kind, content, last
        start = last
