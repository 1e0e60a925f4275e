"""One page of a TIFF file as an array, whatever the length of the stack it stands in.

The page is cut out: its directory and its strips become a TIFF file of their own in memory, which OpenCV
decodes. So a page costs the same anywhere in a stack of many gigabytes, and a strip that the file does not
hold is noticed instead of being shown black.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from palpate.media.images import tiff_directory as tiff
from palpate.media.images.tiff_directory import Layout, Tag, TiffPage
from palpate.media.opencv import decode_image

Values = NDArray[np.generic]
Numbers = tuple[float, ...] | bytes

# size, bits, compression, colours, fill order, rows, fax options, predictor, palette, tiles, inks, JPEG
# tables, YCbCr; the orientation is left out because the picture is turned later
_KEPT = (256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 317, 320, 322, 323, 332, 338, 339, 347)
_YCBCR = (529, 530, 531, 532)
_ROWS_PER_STRIP, _PREDICTOR, _TILE_WIDTH = 278, 317, 322
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _CMYK = 0, 1, 2, 5
_SHORT, _LONG = 3, 4
_UNSIGNED, _SIGNED, _FRACTION = 1, 2, 3
_STORED_COLOURS = 1  # colours already multiplied by alpha: given out as they stand


@dataclass(frozen=True, slots=True)
class _Form:
    """How the samples of a page are arranged."""

    samples: int
    bits: int
    kind: int
    photometric: int
    planes: bool
    predictor: int

    @property
    def deep(self) -> bool:
        return self.bits > 8 or self.kind != _UNSIGNED

    @property
    def foreign(self) -> bool:
        """Whether OpenCV cannot take the samples for a picture; they are decoded as one wide grey one."""
        return self.samples > 4 or (self.deep and (self.samples == 2 or self.photometric == _CMYK))


def read_page(stream: BinaryIO, page: TiffPage) -> Values | None:
    """Return ``(H, W)`` or ``(H, W, 3)`` blue first, of the stored depth, not turned; None if it cannot be.

    Transparency is ignored; further channels beyond colours are left out.

    Raises
    ------
    EOFError
        If the file does not hold all of the page, or has changed since it was listed.
    """
    layout = tiff.layout_of(stream)
    if layout is None:
        raise EOFError
    try:
        tags, _ = tiff.read_directory(stream, layout, page.at)
        fields = {n: tiff.values_of(stream, layout, tags[n]) for n in (*_KEPT, *_YCBCR) if n in tags}
        tiled = tiff.TILE_AT in tags
        where = tags[tiff.TILE_AT if tiled else tiff.STRIP_AT]
        lengths = tags[tiff.TILE_BYTES if tiled else tiff.STRIP_BYTES]
        parts = _parts(stream, layout, (where, lengths), page.shift)
    except tiff.FAULTS as error:
        raise EOFError from error
    if (_first(fields, tiff.WIDTH), _first(fields, tiff.HEIGHT)) != page.size:
        raise EOFError
    return _decoded(_Cut(stream, layout, fields, parts, tiled), _form(fields))


def _form(fields: Mapping[int, Numbers]) -> _Form:
    return _Form(
        samples=_first(fields, tiff.SAMPLES, 1),
        bits=_first(fields, tiff.BITS, 1),
        kind=_first(fields, tiff.SAMPLE_FORMAT, _UNSIGNED),
        photometric=_first(fields, tiff.PHOTOMETRIC, _BLACK_IS_ZERO),
        planes=_first(fields, tiff.PLANAR, 1) == 2,
        predictor=_first(fields, _PREDICTOR, 1),
    )


def _first(fields: Mapping[int, Numbers], number: int, usual: int = 0) -> int:
    return int(fields[number][0]) if number in fields else usual


def _parts(stream: BinaryIO, layout: Layout, tags: tuple[Tag, Tag], shift: int) -> list[tuple[int, int]]:
    where, lengths = (tiff.values_of(stream, layout, tag) for tag in tags)
    if len(where) != len(lengths):
        raise ValueError("strips without length")
    return [(int(at) + shift, int(length)) for at, length in zip(where, lengths, strict=True)]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The pieces of one page, to be put together as a file of its own."""

    stream: BinaryIO
    layout: Layout
    fields: Mapping[int, Numbers]
    parts: list[tuple[int, int]]
    tiled: bool

    def plane(self, n: int, of: int) -> _Cut:
        """Return one channel of a page stored channel by channel, as a grey page."""
        each = len(self.parts) // of
        return self._grey({}, self.parts[n * each : (n + 1) * each])

    def widened(self, samples: int) -> _Cut:
        """Return a page of interleaved samples as a grey page so many times as wide."""
        wide: dict[int, Numbers] = {
            n: (_first(self.fields, n) * samples,) for n in (tiff.WIDTH, _TILE_WIDTH) if n in self.fields
        }
        return self._grey(wide, self.parts)

    def as_unsigned(self) -> _Cut:
        """Return the page with its samples taken for whole numbers of the same length."""
        rest = {n: value for n, value in self.fields.items() if n != tiff.SAMPLE_FORMAT}
        return _Cut(self.stream, self.layout, rest, self.parts, self.tiled)

    def _grey(self, changes: dict[int, Numbers], parts: list[tuple[int, int]]) -> _Cut:
        kept = {n: v for n, v in self.fields.items() if n not in (320, 332, tiff.EXTRA)}
        single = {tiff.SAMPLES: (1,), tiff.PLANAR: (1,), tiff.PHOTOMETRIC: (_BLACK_IS_ZERO,)}
        first = {n: kept[n][:1] for n in (tiff.BITS, tiff.SAMPLE_FORMAT) if n in kept}
        return _Cut(self.stream, self.layout, kept | single | first | changes, parts, self.tiled)

    def decoded(self) -> Values | None:
        """Return what OpenCV makes of it."""
        return decode_image(self._file())

    def _file(self) -> bytearray:
        content = bytearray(8)
        places = []
        for at, length in self.parts:
            self.stream.seek(at)
            piece = self.stream.read(length)
            if len(piece) < length:
                raise EOFError
            places.append(len(content))
            content += piece
        counts = tuple(length for _, length in self.parts)
        where, lengths = (tiff.TILE_AT, tiff.TILE_BYTES) if self.tiled else (tiff.STRIP_AT, tiff.STRIP_BYTES)
        fields = dict(self.fields) | {where: tuple(places), lengths: counts}
        if tiff.EXTRA in fields:
            fields[tiff.EXTRA] = (_STORED_COLOURS,) * len(fields[tiff.EXTRA])
        directory = _directory(self.layout.order, fields, content)
        mark = b"II*\0" if self.layout.order == "<" else b"MM\0*"
        content[:8] = mark + struct.pack(f"{self.layout.order}I", len(content))
        content += directory
        return content


def _directory(order: str, fields: Mapping[int, Numbers], content: bytearray) -> bytes:
    """Return a directory; values too long for it are appended to the content."""
    entries = []
    for number, values in sorted(fields.items()):
        if isinstance(values, bytes):
            kind, count, raw = 7, len(values), values
        elif any(isinstance(value, float) for value in values):
            kind, count, raw = 11, len(values), struct.pack(f"{order}{len(values)}f", *values)
        else:
            kind = _SHORT if max(values) < 1 << 16 else _LONG
            raw = struct.pack(f"{order}{len(values)}{'H' if kind == _SHORT else 'I'}", *values)
            count = len(values)
        if len(raw) > 4:
            content += bytes(len(content) % 2)
            at = len(content)
            content += raw
            raw = struct.pack(f"{order}I", at)
        entries.append(struct.pack(f"{order}HHI", number, kind, count) + raw.ljust(4, b"\0"))
    content += bytes(len(content) % 2)
    return struct.pack(f"{order}H", len(entries)) + b"".join(entries) + bytes(4)


def _decoded(cut: _Cut, form: _Form) -> Values | None:
    if form.kind == _FRACTION and form.bits == 16:
        whole = _decoded(cut.as_unsigned(), replace(form, kind=_UNSIGNED))
        return None if whole is None else np.asarray(np.ascontiguousarray(whole).view(np.float16), np.float32)
    if form.planes and form.samples > 1:
        wanted = {_RGB: 3, _CMYK: 4}.get(form.photometric, 1)
        planes = [cut.plane(n, form.samples).decoded() for n in range(min(wanted, form.samples))]
        held = [plane for plane in planes if plane is not None]
        return _coloured(np.stack(held, axis=-1), form) if len(held) == len(planes) else None
    if form.foreign:
        wide = None if form.predictor != 1 else cut.widened(form.samples).decoded()
        return None if wide is None else _coloured(wide.reshape(wide.shape[0], -1, form.samples), form)
    values = cut.decoded()
    if values is not None and 8 < form.bits < 16:
        values = np.asarray(values, np.uint16) >> (16 - form.bits)  # OpenCV fills them up to 16
    if values is not None and form.deep and form.photometric == _WHITE_IS_ZERO:
        return _coloured(values.reshape(*values.shape[:2], -1), form)  # OpenCV turns shallow ones only
    return values


def _coloured(samples: Values, form: _Form) -> Values:
    """Return ``(H, W)`` or ``(H, W, 3)`` blue first of ``(H, W, N)`` samples in stored order."""
    if form.photometric == _RGB and samples.shape[2] >= 3:
        return np.ascontiguousarray(samples[..., 2::-1])
    if form.photometric == _CMYK and samples.shape[2] >= 4:
        return _from_inks(samples, form.bits)
    first = np.ascontiguousarray(samples[..., 0])
    if form.photometric == _WHITE_IS_ZERO and first.dtype.kind == "u":
        return np.asarray((1 << form.bits) - 1 - first.astype(np.int64), first.dtype)
    return first


def _from_inks(inks: Values, bits: int) -> Values:
    most = float((1 << bits) - 1)
    paper = (most - inks[..., :4].astype(np.float32)) / most
    blue_first = paper[..., 2::-1] * paper[..., 3:]
    return np.asarray(np.rint(blue_first * most), inks.dtype)
