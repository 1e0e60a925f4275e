"""Decoded pictures to the arrays everything else works with: BGRA and grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from palpate.media.colour_facts import BT601, BT709, FULL, has_alpha, matrix_of, range_of
from palpate.media.ffmpeg import IN_ONE_THREAD, new_reformatter
from palpate.model.arrays import Pixels

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.reformatter import VideoReformatter

# swscale's fast paths write whole blocks of up to 32 pixels: at other widths they leave the last columns
# unwritten, spoil the start of a neighbouring thread's row, or write past the buffer. The exact path does
# not, and places chroma between the pixels besides, for twice the time.
_SAFE_STEP = 32
_FAST, _EXACT = 0x2, 0x2 | 0x2000 | 0x40000  # bilinear; with full chroma and accurate rounding


class Converter:
    """Turns decoded pictures into arrays, always by an explicit colour matrix and range.

    PyAV versions differ in what they take from the picture when nothing is given; therefore everything is.
    """

    def __init__(self) -> None:
        self._reformatters: dict[tuple[str, int, int, int], VideoReformatter] = {}

    def bgra(self, picture: VideoFrame) -> Pixels:
        """Return ``(H, W, 4)`` uint8 as stored (not turned), blue first, opaque."""
        matrix, span = matrix_of(picture), range_of(picture)
        key = (picture.format.name, picture.width, matrix, span)
        if key not in self._reformatters:
            self._reformatters[key] = new_reformatter()
        packed = self._reformatters[key].reformat(
            picture,
            format="bgra",
            src_colorspace=matrix,
            # RGB has no matrix; PyAV before 15 heeds the source's only where the target's differs
            dst_colorspace=BT601 if matrix != BT601 else BT709,
            src_color_range=span,
            dst_color_range=FULL,
            interpolation=_FAST if picture.width % _SAFE_STEP == 0 else _EXACT,
            **IN_ONE_THREAD,
        )
        pixels = _plane(packed, 4).reshape(picture.height, picture.width, 4)
        if has_alpha(picture.format):
            pixels[..., 3] = 255
        return pixels

    def grey(self, picture: VideoFrame) -> Pixels:
        """Return ``(H, W)`` uint8 luma as stored (not turned): the decoder's own where there is one."""
        depth = _luma_depth(picture)
        if depth == 8:
            return _plane(picture, 1).copy()  # the decoder may still build upon this plane
        if depth:
            deep = _plane(picture, 2).view(np.uint16)
            return np.asarray(deep >> (depth - 8), np.uint8)
        return luma_of(self.bgra(picture))


def luma_of(bgra: Pixels) -> Pixels:
    """Return ``(H, W)`` luma of ``(H, W, 4)`` colours by the weights of BT.601."""
    blue, green, red = np.moveaxis(bgra[..., :3].astype(np.uint16), -1, 0)
    return np.asarray((29 * blue + 150 * green + 77 * red) >> 8, np.uint8)


def _plane(picture: VideoFrame, bytes_per_pixel: int) -> Pixels:
    """Return the first plane, ``(H, W · bytes)``: its own memory where its rows touch, else a copy."""
    plane = picture.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    used: Pixels = rows[: picture.height, : picture.width * bytes_per_pixel]
    return np.ascontiguousarray(used)


def _luma_depth(picture: VideoFrame) -> int:
    """Return the bits of luma if the first plane is nothing else, lowest bits used, little-endian; else 0."""
    name = picture.format.name
    if name in ("nv12", "nv21", "nv16", "nv24", "gray"):
        return 8
    if not name.startswith(("yuv", "gray")) or not (name.startswith("gray") or picture.format.is_planar):
        return 0
    bits = int(picture.format.components[0].bits)
    return bits if bits == 8 or name.endswith("le") else 0
