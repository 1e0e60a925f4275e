"""Pictures that tell their own number, and reading it back after any lossy coding, at any size."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

BITS = 12
_ACROSS, _DOWN = 7, 2  # twelve bits, and a black and a white block to judge them by
_SMALLEST = (_ACROSS * 8, _DOWN * 2 * 8)
_LEVELS = 8


def period_of(size: tuple[int, int]) -> int:
    """Return from which number on a picture of this size (width, height) repeats those before."""
    return 1 << BITS if _has_room(size) else _LEVELS


def picture_of(number: int, size: tuple[int, int]) -> np.ndarray:
    """Return ``(H, W, 3)`` uint8 BGR: the number in blocks above a moving texture.

    A picture too small for blocks is plain grey, one of eight levels.
    """
    width, height = size
    if not _has_room(size):
        return np.full((height, width, 3), 20 + 28 * (number % _LEVELS), np.uint8)
    whole = _texture()
    right, down = 3 * number % 256, 2 * number % 256
    picture = np.ascontiguousarray(np.roll(whole, (-down, -right), (0, 1))[:height, :width])
    for place, bit in enumerate((0, 1, *((number >> n & 1) for n in range(BITS)))):
        top, left, tall, wide = _block(place, size)
        picture[top : top + tall, left : left + wide] = 255 * bit
    return picture


def number_in(pixels: np.ndarray) -> int:
    """Read the number from ``(H, W, 3 or 4)``, modulo `period_of` its size."""
    height, width = pixels.shape[:2]
    green = pixels[..., 1].astype(np.float64)
    if not _has_room((width, height)):
        return round((float(green.mean()) - 20) / 28) % _LEVELS
    black, white, *bits = (_middle(green, place) for place in range(BITS + 2))
    middle = (black + white) / 2
    return sum((value > middle) << n for n, value in enumerate(bits))


def _has_room(size: tuple[int, int]) -> bool:
    return size[0] >= _SMALLEST[0] and size[1] >= _SMALLEST[1]


def _block(place: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return top, left, height and width of a block; they fill the upper half."""
    tall, wide = size[1] // (2 * _DOWN), size[0] // _ACROSS
    row, column = divmod(place, _ACROSS)
    return row * tall, column * wide, tall, wide


def _middle(green: np.ndarray, place: int) -> float:
    top, left, tall, wide = _block(place, (green.shape[1], green.shape[0]))
    rows = slice(top + tall // 4, top + tall - tall // 4)
    return float(green[rows, left + wide // 4 : left + wide - wide // 4].mean())


@lru_cache(maxsize=1)
def _texture() -> np.ndarray:
    """Return a texture larger than any picture here, of coarse and fine parts, in colour."""
    rng = np.random.default_rng(8)
    layers = np.zeros((1024, 1024, 3))
    for octave in (4, 16, 64):
        rough = rng.uniform(-1, 1, (1024 // octave, 1024 // octave, 3))
        layers += np.kron(rough, np.ones((octave, octave, 1)))
    return np.clip(128 + 40 * layers, 0, 255).astype(np.uint8)
