"""Cutting what a screen shows out of a whole frame, at the screen's resolution."""

from __future__ import annotations

import math

import numpy as np

from palpate.media.opencv import opencv
from palpate.model.arrays import Pixels
from palpate.model.picture import Part, Region, Sight

_LEAST_PX = 1 << 20
_WORTH_CUTTING = 0.6


def cut(pixels: Pixels, sight: Sight) -> Part | None:
    """Return what is to be kept of a frame ``(H, W, 4)`` for a sight; None if that is hardly less than all.

    It reaches beyond the sight so that a pan between two frames stays inside. A reduced part lies on the
    screen's own grid and is copied there without another interpolation.
    """
    size = pixels.shape[1], pixels.shape[0]
    region = with_surround(sight, size)
    left, top, right, bottom = _reduced(region, sight.scale)
    if (right - left) * (bottom - top) > _WORTH_CUTTING * size[0] * size[1]:
        return None
    if sight.scale == 1.0:
        kept = np.ascontiguousarray(pixels[region.top : region.bottom, region.left : region.right])
    else:
        kept = _shrunk(pixels, sight.scale, (left, top, right, bottom))
    kept.flags.writeable = False
    return Part(left, top, sight.scale, kept)


def with_surround(sight: Sight, size: tuple[int, int]) -> Region:
    """Return a sight's region with a surround: an eighth on each side, but a million pixels in all."""
    least = math.sqrt(_LEAST_PX) / sight.scale
    margin = [max(side // 8, math.ceil((least - side) / 2), 0) for side in _sides(sight.region)]
    return sight.region.grown((margin[0], margin[1]), size)


def _sides(region: Region) -> tuple[int, int]:
    return region.width, region.height


def _reduced(region: Region, scale: float) -> tuple[int, int, int, int]:
    return (
        math.floor(region.left * scale),
        math.floor(region.top * scale),
        math.ceil(region.right * scale - 1e-6),
        math.ceil(region.bottom * scale - 1e-6),
    )


def _shrunk(pixels: Pixels, scale: float, box: tuple[int, int, int, int]) -> Pixels:
    """Return the box of the reduced frame, halving first so that no pixel is passed over."""
    cv2 = opencv()
    left, top, right, bottom = box
    margin = 2
    x0, y0 = (max(math.floor(edge / scale) - margin, 0) for edge in (left, top))
    x1, y1 = (math.ceil(edge / scale) + margin for edge in (right, bottom))
    source = pixels[y0:y1, x0:x1]
    step = 1.0
    while scale * step <= 0.5 and min(source.shape[:2]) >= 2:
        height, width = source.shape[0] // 2 * 2, source.shape[1] // 2 * 2
        half = (width // 2, height // 2)
        source = cv2.resize(source[:height, :width], half, interpolation=cv2.INTER_LINEAR)
        step *= 2.0
    per_pixel = 1.0 / (scale * step)
    across, down = ((edge + 0.5) * per_pixel - start / step - 0.5 for edge, start in ((left, x0), (top, y0)))
    shrunk: Pixels = cv2.warpAffine(
        source,
        np.array([[per_pixel, 0.0, across], [0.0, per_pixel, down]]),
        (right - left, bottom - top),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return shrunk
