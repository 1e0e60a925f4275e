import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.media.reduce import cut, with_surround
from palpate.model.picture import Region, Sight


def slope(width, height):
    """A frame whose blue grows with x and green with y, by half a step per pixel."""
    y, x = np.mgrid[:height, :width]
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., 0], pixels[..., 1] = x // 8, y // 8
    return pixels


def whole(pixels, zoom):
    return Sight(Region(0, 0, pixels.shape[1], pixels.shape[0]), zoom)


@pytest.mark.parametrize("zoom", [0.05, 0.2, 0.4123, 0.5, 0.77])
def test_a_reduced_frame_lies_where_the_frame_lies(zoom):
    """Each pixel shows the mean of what it covers: on a slope, the value at its middle.

    Each halving, and the last interpolation, rounds halves up: a quarter of a step on average.
    """
    rounding = 0.25 * (2 + int(-math.log2(zoom)))
    pixels = slope(1900, 1500)
    part = cut(pixels, whole(pixels, zoom))
    height, width = part.pixels.shape[:2]
    x = (part.left + np.arange(width) + 0.5) / zoom
    y = (part.top + np.arange(height) + 0.5) / zoom
    inner = slice(3, -3)
    across = part.pixels[height // 2, inner, 0] - (x[inner] / 8 - 0.5)
    down = part.pixels[inner, width // 2, 1] - (y[inner] / 8 - 0.5)
    assert abs(across).max() <= 1.5
    assert abs(down).max() <= 1.5
    assert abs(across.mean()) <= rounding
    assert abs(down.mean()) <= rounding


def test_no_pixel_is_passed_over_when_shrinking():
    pixels = np.zeros((800, 800, 4), np.uint8)
    pixels[::2] = 200
    part = cut(pixels, whole(pixels, 0.25))
    assert part.pixels.min() == part.pixels.max() == 100


def test_a_close_look_is_kept_as_stored():
    pixels = slope(4000, 3000)
    sight = Sight(Region(1000, 900, 200, 120), 8.0)
    part = cut(pixels, sight)
    height, width = part.pixels.shape[:2]
    assert part.scale == 1.0
    assert np.array_equal(part.pixels, pixels[part.top : part.top + height, part.left : part.left + width])
    assert part.shows(sight)
    assert part.pixels.flags.c_contiguous


def test_what_is_hardly_less_than_all_is_not_cut():
    pixels = slope(900, 900)
    assert cut(pixels, whole(pixels, 0.9)) is None
    assert cut(pixels, whole(pixels, 3.0)) is None
    assert cut(pixels, Sight(Region(400, 400, 20, 20), 8.0)) is None


@given(
    st.tuples(st.integers(1, 3000), st.integers(1, 2000)),
    st.floats(0.05, 4.0),
    st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
)
def test_what_is_cut_for_a_sight_shows_it(size, zoom, where):
    pixels = np.zeros((size[1], size[0], 4), np.uint8)
    left, top = int(where[0] * (size[0] - 1)), int(where[1] * (size[1] - 1))
    width, height = 1 + int(where[2] * (size[0] - left - 1)), 1 + int(where[3] * (size[1] - top - 1))
    sight = Sight(Region(left, top, width, height), zoom)
    part = cut(pixels, sight)
    assert part is None or part.shows(sight)


def test_the_surround_stays_inside_the_frame():
    region = with_surround(Sight(Region(0, 0, 100, 100), 8.0), (3000, 700))
    assert (region.left, region.top, region.bottom) == (0, 0, 562)
    assert region.right == 562
