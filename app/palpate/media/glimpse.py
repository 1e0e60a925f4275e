"""Pictures for looking only, made at the size of the screen while they follow each other.

Colours are converted after reducing, by the same matrix, range and path as in whole frames: a flat patch
looks alike in both, a fine pattern nearly so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from palpate.media.opencv import opencv
from palpate.media.orientation import Orientation
from palpate.media.reduce import with_surround
from palpate.model.arrays import Pixels
from palpate.model.picture import Part, Region, Sight

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from palpate.media.colour.converter import Converter  # loads the decoder

_Plane = NDArray[Any]  # uint8 or uint16, as stored

# Bytes per sample, and stored columns and rows per sample of chroma.
_FORMATS = {
    **{f"{name}420p": (1, 2, 2) for name in ("yuv", "yuvj")},
    **{f"{name}422p": (1, 2, 1) for name in ("yuv", "yuvj")},
    **{f"{name}444p": (1, 1, 1) for name in ("yuv", "yuvj")},
    **{f"yuv420p{bits}le": (2, 2, 2) for bits in (10, 12)},
    **{f"yuv422p{bits}le": (2, 2, 1) for bits in (10, 12)},
}
_ON_THE_SAFE_SIDE = 32  # widths at which the quick conversion is sound; see `Converter`
_CHOICE = 16


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A frame as the screen shows it, and what it can be made of in full.

    Attributes
    ----------
    part
        None where the picture is stored in a way that reducing does not pay for.
    size
        Width and height of the whole frame in px.
    luma
        ``(H, W)`` uint8, as displayed, only to be read; None where that would cost a copy.
    develop
        Returns the whole frame as `FrameSource.bgra` would, without decoding it again.
    undeveloped_bytes
        How much memory is held for that.
    """

    part: Part | None
    size: tuple[int, int]
    luma: Pixels | None
    develop: Callable[[], Pixels]
    undeveloped_bytes: int

    @property
    def nbytes(self) -> int:
        """How much memory it takes in all."""
        return (self.part.pixels.nbytes if self.part is not None else 0) + self.undeveloped_bytes


class Glimpser:
    """Makes parts of decoded pictures at the resolution of the screen."""

    def __init__(self, converter: Converter, orientation: Orientation) -> None:
        self._converter = converter
        self._orientation = orientation
        self._scratch: VideoFrame | None = None

    def part(self, picture: VideoFrame, sight: Sight) -> Part | None:
        """Return what a sight shows; None of pictures that are stored in another way than most."""
        form = _FORMATS.get(picture.format.name)
        if form is None or any(plane.line_size <= 0 for plane in picture.planes):
            return None
        turn = self._orientation
        size = turn.size(picture.width, picture.height)
        sight = sight.within(size)
        region, scale = with_surround(sight, size), sight.scale
        across = _edges((region.left, region.right), size[0], scale, mirrored=turn.mirror_x)
        down = _edges((region.top, region.bottom), size[1], scale, mirrored=turn.mirror_y)
        source = turn.stored(Region(across[0], down[0], across[1] - across[0], down[1] - down[0]), size)
        (left, right), (top, bottom) = across[2:], down[2:]
        target = (bottom - top, right - left) if turn.transpose else (right - left, bottom - top)
        if min(target) < 1:
            return None
        pixels = self._reduced(picture, source, target, halvings=max(math.floor(-math.log2(scale)), 0))
        if pixels is None:
            return None
        shown = turn.apply(pixels)
        shown.flags.writeable = False
        part = Part(left, top, scale, shown)
        return part if part.shows(sight) else None

    def luma(self, picture: VideoFrame) -> Pixels | None:
        """Return ``(H, W)`` as displayed in the decoder's own memory; None where it is no plane of bytes."""
        form = _FORMATS.get(picture.format.name)
        if form is None or form[0] != 1 or picture.planes[0].line_size <= 0:
            return None
        return self._orientation.turned(_samples(picture, 0, np.uint8))

    def _reduced(
        self, picture: VideoFrame, source: Region, target: tuple[int, int], *, halvings: int
    ) -> Pixels | None:
        """Return ``(h, w, 4)`` of a region of the stored picture, not turned."""
        each, across, down = _FORMATS[picture.format.name]
        kind = np.uint8 if each == 1 else np.uint16
        room = self._room_for(picture, target)
        for number in range(3):
            kx, ky = (across, down) if number else (1, 1)
            plane = _samples(picture, number, kind)
            rows = slice(source.top // ky, math.ceil(source.bottom / ky))
            columns = slice(source.left // kx, math.ceil(source.right / kx))
            height, width = math.ceil(target[1] / ky), math.ceil(target[0] / kx)
            space = _samples(room, number, kind)
            _shrink(plane[rows, columns], space[:height, :width], halvings)
            space[:height, width:] = space[:height, width - 1 : width]  # chroma is smoothed across the edge
            space[height:] = space[height - 1]
        pixels = self._converter.bgra_like(room, picture)
        if pixels is None:
            return None
        return np.ascontiguousarray(pixels[: target[1], : target[0]])

    def _room_for(self, picture: VideoFrame, target: tuple[int, int]) -> VideoFrame:
        """Return a picture of the same kind to write to, at least as large."""
        # the quick conversion falls back to a slow one at odd heights
        width = math.ceil(target[0] / _ON_THE_SAFE_SIDE) * _ON_THE_SAFE_SIDE
        height = target[1] + target[1] % 2
        form, room = picture.format.name, self._scratch
        if room is None or (room.width, room.height, room.format.name) != (width, height, form):
            room = self._scratch = type(picture)(width, height, form)
        return room


def _edges(seen: tuple[int, int], extent: int, scale: float, *, mirrored: bool) -> tuple[int, int, int, int]:
    """Return from where to where to take of a side of the displayed frame, and where that lies reduced.

    Both edges lie where a sample of chroma begins, and of such places as close to a pixel of the screen as
    can be had nearby.
    """

    def fits(edge: int) -> bool:
        return edge in (0, extent) or (extent - edge if mirrored else edge) % 2 == 0

    def off(edge: int) -> float:
        return round(abs(edge * scale - round(edge * scale)), 6)

    low, high = seen
    starts = [edge for edge in range(low, max(low - _CHOICE, -1), -1) if fits(edge)]
    ends = [edge for edge in range(high, min(high + _CHOICE, extent) + 1) if fits(edge)]
    start, end = min(starts, key=off, default=0), min(ends, key=off, default=extent)
    return start, end, round(start * scale), round(end * scale)


def _shrink(plane: _Plane, into: _Plane, halvings: int) -> None:
    """Reduce a plane, halving first so that no sample is passed over."""
    cv2 = opencv()
    for _ in range(halvings):
        height, width = plane.shape
        if min(height, width) < 2:
            break
        half = (math.ceil(width / 2), math.ceil(height / 2))
        plane = cv2.resize(plane, half, interpolation=cv2.INTER_LINEAR)
    cv2.resize(plane, (into.shape[1], into.shape[0]), dst=into, interpolation=cv2.INTER_LINEAR)


def _samples(picture: VideoFrame, number: int, kind: type[np.uint8 | np.uint16]) -> _Plane:
    """Return a plane ``(h, w)`` in the picture's own memory."""
    plane = picture.planes[number]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    samples: _Plane = rows.view(kind)[: plane.height, : plane.width]
    return samples
