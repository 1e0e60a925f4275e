"""Small pictures that are kept as files."""

from __future__ import annotations

import numpy as np

from palpate.media.still_picture import as_png, decoded


def grain(width: int, height: int) -> np.ndarray:  # type: ignore[type-arg]
    pixels = np.random.default_rng(3).integers(0, 255, (height, width, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


def test_what_is_kept_comes_back_pixel_for_pixel() -> None:
    pixels = grain(37, 21)
    back = decoded(as_png(pixels))
    assert back is not None
    assert (back == pixels).all()


def test_a_region_of_a_larger_frame_is_kept_as_it_is() -> None:
    frame = grain(64, 48)
    back = decoded(as_png(frame[8:24, 10:40]))
    assert back is not None
    assert (back == frame[8:24, 10:40]).all()


def test_a_picture_is_made_smaller_and_never_larger() -> None:
    content = as_png(grain(300, 150))
    small, same = decoded(content, 100), decoded(content, 2048)
    assert small is not None
    assert same is not None
    assert (small.shape, same.shape) == ((50, 100, 4), (150, 300, 4))
    assert small.flags.c_contiguous


def test_a_damaged_picture_is_none() -> None:
    assert decoded(b"") is None
    assert decoded(b"\xff\xd8\xff no picture") is None
    assert decoded(as_png(grain(8, 8))[:40]) is None
