"""Decoded pictures to the arrays everything else works with: BGRA and grey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from palpate.media.colour.facts import BT601, BT709, FULL, LIMITED, RGB, UNSPECIFIED, ColourFacts, colour_of
from palpate.media.colour.reformatter import IN_ONE_THREAD, new_reformatter
from palpate.media.colour.signals import planar_signals, rgb_signals
from palpate.media.colour.tone_map import ToneMap
from palpate.model.arrays import Pixels

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.reformatter import VideoReformatter

# swscale's fast paths write whole blocks of up to 32 pixels: at other widths they leave the last columns
# unwritten, spoil the start of a neighbouring thread's row, or write past the buffer. The exact path does
# not, and places chroma between the pixels besides, for twice the time.
_SAFE_STEP = 32
_FAST, _EXACT = 0x2, 0x2 | 0x2000 | 0x40000  # bilinear; with full chroma and accurate rounding

_HIGH_BITS_USED = ("p010le", "p012le", "p016le", "p210le", "p212le", "p216le", "p410le", "p412le", "p416le")
# of these swscale gets neither limited range nor many bits right
_GREY = re.compile(r"gray((9|10|12|14|16)le)?")


class Converter:
    """Turns decoded pictures into arrays, always by an explicit colour matrix and range.

    PyAV versions differ in what they take from the picture when nothing is given; therefore everything is.
    PQ and HLG are brought onto an ordinary screen (see `ToneMap`). Transparency is ignored: a picture shows
    the colours that are stored, also where they would not be seen, since what would lie behind is unknown
    and any ground put there would change the picture. Woven fields stay woven.

    What takes swscale's exact path comes out within 1 of 255 of the formulas of BT.601, BT.709 and BT.2020
    (1.6 for more than 8 bits in full range), and so does HDR; its fast path, which films of common widths
    take, is up to 3 darker.

    Parameters
    ----------
    transfer, primaries
        What the stream says of them, for pictures that say nothing; see `colour_of`.
    """

    def __init__(self, *, transfer: int = UNSPECIFIED, primaries: int = UNSPECIFIED) -> None:
        self._transfer, self._primaries = transfer, primaries
        self._reformatters: dict[tuple[str, str, int, int, int], VideoReformatter] = {}
        self._tone_maps: dict[tuple[int, int], ToneMap] = {}

    def bgra(self, picture: VideoFrame) -> Pixels:
        """Return ``(H, W, 4)`` uint8 as stored (not turned), blue first, opaque."""
        facts = colour_of(picture, transfer=self._transfer, primaries=self._primaries)
        if facts.hdr:
            return self._toned(picture, facts)
        if (facts.range == LIMITED or facts.bits > 8) and _GREY.fullmatch(picture.format.name):
            return _spread(picture, facts)
        exact = picture.width % _SAFE_STEP != 0
        packed = self._reformatted(picture, "bgra", facts, flags=_EXACT if exact else _FAST)
        pixels = _plane(packed, 4).reshape(picture.height, picture.width, 4)
        if packed is picture:  # the decoder may still build upon it
            pixels = pixels.copy()
        if facts.alpha:
            pixels[..., 3] = 255
        return pixels

    def bgra_like(self, other: VideoFrame, picture: VideoFrame) -> Pixels | None:
        """Return ``(H, W, 4)`` of another picture in the same format as `bgra` would if it were this one's.

        Its width must be a multiple of 32. None where colours need more than a matrix.
        """
        facts = colour_of(picture, transfer=self._transfer, primaries=self._primaries)
        if facts.hdr:
            return None
        flags = _EXACT if picture.width % _SAFE_STEP else _FAST
        packed = self._reformatted(other, "bgra", facts, flags=flags)
        return _plane(packed, 4).reshape(other.height, other.width, 4)

    def grey(self, picture: VideoFrame) -> Pixels:
        """Return ``(H, W)`` uint8 luma as stored (not turned): the decoder's own where there is one.

        Of PQ and HLG too: their steps are even to the eye, so that an edge looks alike in light and in
        shadow, while a roll-off would flatten highlights. What follows keypoints is best served by that.
        """
        depth = _luma_depth(picture)
        if depth == 8:
            return _plane(picture, 1).copy()  # the decoder may still build upon this plane
        if depth:
            deep = _plane(picture, 2).view(np.uint16)
            return np.asarray(deep >> (depth - 8), np.uint8)
        return luma_of(self.bgra(picture))

    def _toned(self, picture: VideoFrame, facts: ColourFacts) -> Pixels:
        signals = planar_signals(picture, facts)
        if signals is None:
            signals = rgb_signals(self._reformatted(picture, "gbrp16le", facts, flags=_EXACT))
        key = (facts.transfer, facts.primaries)
        if key not in self._tone_maps:
            self._tone_maps[key] = ToneMap(*key)
        return self._tone_maps[key].bgra(signals, (picture.width, picture.height))

    def _reformatted(self, picture: VideoFrame, target: str, facts: ColourFacts, *, flags: int) -> VideoFrame:
        matrix = facts.matrix or BT709
        # RGB needs none, but swscale before 9 takes deep RGB there and back by one each. With alike ones PyAV
        # before 15 would forget YUV's.
        other = BT601 if matrix != BT601 else BT709
        key = (picture.format.name, target, picture.width, matrix, facts.range)
        if key not in self._reformatters:
            self._reformatters[key] = new_reformatter()
        return self._reformatters[key].reformat(
            picture,
            format=target,
            src_colorspace=matrix,
            dst_colorspace=matrix if facts.matrix == RGB else other,
            src_color_range=facts.range,
            dst_color_range=FULL,
            interpolation=flags,
            **IN_ONE_THREAD,
        )


def luma_of(bgra: Pixels) -> Pixels:
    """Return ``(H, W)`` luma of ``(H, W, 4)`` colours by the weights of BT.601."""
    blue, green, red = np.moveaxis(bgra[..., :3].astype(np.uint16), -1, 0)
    return np.asarray((29 * blue + 150 * green + 77 * red) >> 8, np.uint8)


def _spread(picture: VideoFrame, facts: ColourFacts) -> Pixels:
    """Return ``(H, W, 4)`` of grey of any depth and range."""
    bits, step = facts.bits, 1 << (facts.bits - 8)
    black, white = (0, (1 << bits) - 1) if facts.range == FULL else (16 * step, 235 * step)
    levels = (np.arange(1 << bits) - black) * (255 / (white - black))
    table = np.rint(np.clip(levels, 0, 255)).astype(np.uint8)
    stored = _plane(picture, 1 if bits == 8 else 2)
    pixels = np.full((picture.height, picture.width, 4), 255, np.uint8)
    pixels[..., :3] = table[stored if bits == 8 else stored.view(np.uint16)][..., None]
    return pixels


def _plane(picture: VideoFrame, bytes_per_pixel: int) -> Pixels:
    """Return the first plane, ``(H, W · bytes)``: its own memory where its rows touch, else a copy."""
    plane = picture.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, abs(plane.line_size))  # type: ignore[call-overload]
    rows = rows[::-1] if plane.line_size < 0 else rows  # stored bottom-up
    used: Pixels = rows[: picture.height, : picture.width * bytes_per_pixel]
    return np.ascontiguousarray(used)


def _luma_depth(picture: VideoFrame) -> int:
    """Return how many bits the first plane uses if it is nothing but luma, little-endian; else 0."""
    name = picture.format.name
    if name in ("nv12", "nv21", "nv16", "nv24", "gray"):
        return 8
    if name in _HIGH_BITS_USED:
        return 16
    if not name.startswith(("yuv", "gray")) or not (name.startswith("gray") or picture.format.is_planar):
        return 0
    bits = int(picture.format.components[0].bits)
    return bits if bits == 8 or name.endswith("le") else 0
