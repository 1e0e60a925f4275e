"""High-dynamic-range pictures brought onto an ordinary screen, fast: tables for curves, sums for colours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from palpate.media.colour import tone_curves
from palpate.media.colour.facts import PQ
from palpate.media.colour.signals import WHOLE, Signal, SignalRows
from palpate.media.opencv import opencv
from palpate.model.arrays import Floats, Pixels

_Light = NDArray[np.float32]
_Entry = TypeVar("_Entry", np.uint8, np.float32)

_STEPS = 1 << 16
_ROWS = 16  # as many as stay in the processor's cache while they are worked upon


class ToneMap:
    """Turns PQ or HLG into what an ordinary screen shows.

    The brightest of red, green and blue is rolled off (see `tone_curves`) and the other two with it, so that
    hues stay; then colours go over to the screen's primaries, and what these cannot show is clipped. Each
    pixel is treated alike whatever surrounds it, in whichever frame.

    Parameters
    ----------
    transfer, primaries
        H.273 numbers; the transfer is 16 (PQ) or 18 (HLG).
    """

    def __init__(self, transfer: int, primaries: int) -> None:
        self._matrix: Floats = tone_curves.to_screen_primaries(primaries)
        self._weights: Floats = tone_curves.luminance_weights(primaries)
        steps = np.arange(_STEPS) / WHOLE
        self._is_pq = transfer == PQ
        light = tone_curves.pq_light(steps) if self._is_pq else tone_curves.hlg_scene(steps)
        self._light = light.astype(np.float32)
        self._gain = tone_curves.hlg_gain(steps).astype(np.float32)
        # by the brightest signal for PQ, by the light it has on a display for HLG
        brightest = light if self._is_pq else steps * tone_curves.PEAK
        self._share = tone_curves.share_kept(brightest).astype(np.float32)
        self._screen = np.rint(255.0 * tone_curves.screen_signal(steps)).astype(np.uint8)

    def bgra(self, signals: SignalRows, size: tuple[int, int]) -> Pixels:
        """Return ``(H, W, 4)`` uint8, blue first, opaque, of a picture of this width and height."""
        width, height = size
        pixels: Pixels = np.empty((height, width, 4), np.uint8)
        opaque = np.full((min(_ROWS, height), width), 255, np.uint8)
        for top in range(0, height, _ROWS):
            rows = slice(top, min(top + _ROWS, height))
            red, green, blue = self._shown(signals(rows))
            opencv().merge([blue, green, red, opaque[: rows.stop - top]], dst=pixels[rows])
        return pixels

    def _shown(self, signals: tuple[Signal, Signal, Signal]) -> list[Pixels]:
        light = [_looked_up(self._light, signal) for signal in signals]
        brightest = np.maximum(np.maximum(signals[0], signals[1]), signals[2])
        share = _looked_up(self._share, brightest) if self._is_pq else self._hlg_share(light, brightest)
        for colour in light:
            np.multiply(colour, share, out=colour)
        return [_looked_up(self._screen, _summed(light, weights)) for weights in self._matrix.tolist()]

    def _hlg_share(self, light: list[_Light], brightest: Signal) -> _Light:
        gain = _looked_up(self._gain, _summed(light, self._weights.tolist()))
        shown = gain * _looked_up(self._light, brightest)
        shown *= np.float32(WHOLE / tone_curves.PEAK)
        gain *= _looked_up(self._share, np.rint(shown, out=shown).astype(np.uint16))
        return gain


def _summed(light: list[_Light], weights: Sequence[float]) -> Signal:
    """Return a weighted sum in steps of 16 bits for 0 to 1, clipped."""
    cv2 = opencv()
    red, green, blue = light
    partial = cv2.addWeighted(red, weights[0], green, weights[1], 0.0)
    steps: Signal = cv2.addWeighted(partial, WHOLE, blue, WHOLE * weights[2], 0.0, dtype=cv2.CV_16U)
    return steps


def _looked_up(table: NDArray[_Entry], steps: Signal) -> NDArray[_Entry]:
    if not _opencv_takes_16_bits():
        return np.take(table, steps)
    found: NDArray[_Entry] = opencv().LUT(steps, table)
    return found


@cache
def _opencv_takes_16_bits() -> bool:
    """Whether OpenCV looks up 16 bits, eight times faster than NumPy; versions 4 look up 8 only."""
    cv2 = opencv()
    try:
        cv2.LUT(np.zeros((1, 1), np.uint16), np.zeros(_STEPS, np.float32))
    except cv2.error:
        return False
    return True
