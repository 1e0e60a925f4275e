"""Small copies of pictures, fit to be kept: upright, on white, and with nothing but their pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import FileUnreadable, MediaUnreadable
from palpate.media.images.file import ImageFiles, place_named
from palpate.media.images.header import read_header
from palpate.media.opencv import as_bgra, decode_on_white, encode_jpeg, encode_png, shrink
from palpate.model.arrays import Pixels

MOST_READ = 32 << 20
"""Bytes of a file that is copied."""

MOST_PIXELS = 64_000_000
"""Of a picture that is copied."""

LONGEST = 2400
"""Side of a copy, px."""

MOST_BYTES = 3 << 20
"""Of a copy."""

_QUALITIES = (92, 85, 70, 50)


@dataclass(frozen=True, slots=True)
class SmallCopy:
    """A picture file in memory.

    Attributes
    ----------
    kind
        png or jpeg.
    size
        Width and height in px.
    """

    content: bytes
    kind: str
    size: tuple[int, int]


def small_copy(path: Path) -> SmallCopy:
    """Return a copy of a PNG or JPEG file, smaller where it is large; of a file too large nothing is read.

    Raises
    ------
    FileUnreadable
        If it cannot be opened.
    MediaUnreadable
        If it is no such picture, damaged, or too large.
    """
    try:
        content = _content(path)
    except OSError as fault:
        raise FileUnreadable((fault.strerror or "cannot be read").lower(), path=path) from fault
    header = read_header(content)
    assert header is not None  # looked at before all of it was read
    pixels = decode_on_white(content)
    if pixels is None:
        raise MediaUnreadable("is a picture that is damaged or cut off", path=path)
    upright = header.orientation.apply(as_bgra(_eight_bits(pixels)))[..., :3]
    return _encoded(shrink(np.ascontiguousarray(upright), LONGEST))


def header_of(content: bytes) -> tuple[str, tuple[int, int]] | None:
    """Return kind and size in px of a copy that was kept; None if these bytes are none."""
    header = read_header(content)
    if header is None or header.kind not in ("png", "jpeg") or len(content) > MOST_BYTES:
        return None
    fits = min(header.size) > 0 and max(header.size) <= LONGEST
    return (header.kind, header.size) if fits else None


def _content(path: Path) -> bytes:
    """Return the bytes of a file whose head says that they can be decoded in reasonable time."""
    if not path.is_file():
        raise FileUnreadable("is a folder" if path.is_dir() else "there is no such file", path=path)
    size = path.stat().st_size
    if size > MOST_READ:
        said = f"is too large for a picture to point at ({size >> 20} MB; at most {MOST_READ >> 20} MB)"
        raise MediaUnreadable(said, path=path)
    facts = ImageFiles().facts(place_named(path))
    width, height = facts.stored_size
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        said = f"has too many pixels to point at ({width} × {height}; at most {most} million)"
        raise MediaUnreadable(said, path=path)
    with path.open("rb") as stream:
        content = stream.read(MOST_READ)
    header = read_header(content)
    if header is None or header.kind not in ("png", "jpeg"):
        raise MediaUnreadable("is no PNG or JPEG picture", path=path)
    ImageFiles().still(place_named(path))  # tells what decoders fill up in silence
    return content


def _eight_bits(pixels: NDArray[np.generic]) -> Pixels:
    if pixels.dtype == np.uint8:
        return pixels.astype(np.uint8, copy=False)
    return np.asarray(pixels.astype(np.float64) / 257.0).round().astype(np.uint8)


def _encoded(pixels: Pixels) -> SmallCopy:
    size = pixels.shape[1], pixels.shape[0]
    content = encode_png(pixels)
    if len(content) <= MOST_BYTES:
        return SmallCopy(content, "png", size)
    for quality in _QUALITIES:
        content = encode_jpeg(pixels, quality)
        if len(content) <= MOST_BYTES:
            break
    return SmallCopy(content, "jpeg", size)
