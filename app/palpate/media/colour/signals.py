"""The red, green and blue of deep pictures in 16 bits, before any curve is undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from palpate.media.colour.facts import BT601, BT709, FCC, FULL, SMPTE240, ColourFacts
from palpate.media.opencv import opencv

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane

Signal = NDArray[np.uint16]
SignalRows = Callable[[slice], tuple[Signal, Signal, Signal]]
"""Gives red, green and blue of some rows, ``(rows, W)`` each, 0 to 65535; what lies beyond is clipped."""

WHOLE = 65535.0
_PLANAR = re.compile(r"yuva?4\d\dp(9|10|12|14|16)le")
# shares of red and blue in luma. Source: ITU-T H.273, table 4
_SHARES = {FCC: (0.30, 0.11), BT601: (0.299, 0.114), BT709: (0.2126, 0.0722), SMPTE240: (0.212, 0.087)}
_BT2020_SHARES = (0.2627, 0.0593)
_MIDDLE = 32768.0  # keeps sums of chroma above zero until luma is added


def planar_signals(picture: VideoFrame, facts: ColourFacts) -> SignalRows | None:
    """Return the signals of a picture of more than 8 bits whose luma and chroma lie in planes of their own.

    Chroma is taken to lie in the middle of the pixels it is for, and is interpolated linearly. None for any
    other kind of picture.
    """
    if not _PLANAR.fullmatch(picture.format.name):
        return None
    width, height = picture.width, picture.height
    luma, blue, red = (_samples(plane) for plane in picture.planes[:3])
    form = picture.format
    across, down = 64 // form.chroma_width(64), 64 // form.chroma_height(64)
    if (across, down) != (1, 1):
        size = (blue.shape[1] * across, blue.shape[0] * down)
        blue, red = (_widened(chroma, size)[:height, :width] for chroma in (blue, red))
    return _summed(luma, blue, red, facts)


def rgb_signals(picture: VideoFrame) -> SignalRows:
    """Return the signals of a picture in the format gbrp16le."""
    green, blue, red = (_samples(plane) for plane in picture.planes[:3])
    return lambda rows: (red[rows], green[rows], blue[rows])


def _summed(luma: Signal, blue: Signal, red: Signal, facts: ColourFacts) -> SignalRows:
    of_red, of_blue = _SHARES.get(facts.matrix, _BT2020_SHARES)
    of_green = 1.0 - of_red - of_blue
    step, most = 1 << (facts.bits - 8), (1 << facts.bits) - 1
    full = facts.range == FULL
    y = WHOLE / (most if full else 219 * step)
    c = WHOLE / (most if full else 224 * step)
    black, none = (0 if full else 16 * step) * y, 128 * step
    by_red, by_blue = 2 * (1 - of_red) * c, 2 * (1 - of_blue) * c
    green_by_red, green_by_blue = -by_red * of_red / of_green, -by_blue * of_blue / of_green
    sum_of = opencv().addWeighted

    def rows_of(rows: slice) -> tuple[Signal, Signal, Signal]:
        line, cb, cr = luma[rows], blue[rows], red[rows]
        away = _MIDDLE - none * (green_by_blue + green_by_red)
        chroma = sum_of(cb, green_by_blue, cr, green_by_red, away)
        return (
            sum_of(line, y, cr, by_red, -black - none * by_red),
            sum_of(line, y, chroma, 1.0, -black - _MIDDLE),
            sum_of(line, y, cb, by_blue, -black - none * by_blue),
        )

    return rows_of


def _widened(chroma: Signal, size: tuple[int, int]) -> Signal:
    wide: Signal = opencv().resize(chroma, size, interpolation=opencv().INTER_LINEAR)
    return wide


def _samples(plane: VideoPlane) -> Signal:
    rows = np.frombuffer(plane, np.uint16).reshape(-1, plane.line_size // 2)  # type: ignore[call-overload]
    samples: Signal = rows[: plane.height, : plane.width]
    return samples
