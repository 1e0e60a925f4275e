import numpy as np
import pytest

from palpate.media.scaling import fitted, reduced


@pytest.mark.parametrize(
    ("size", "long_side", "expected"),
    [
        ((3840, 2160), 1280, (1280, 720)),
        ((2160, 3840), 1280, (720, 1280)),
        ((640, 480), 1280, (640, 480)),
        ((2704, 1520), 1280, (1280, 720)),
        ((10000, 3), 100, (100, 1)),
    ],
)
def test_the_long_side_decides(size, long_side, expected):
    assert fitted(size, long_side) == expected


def ramp(width, height):
    """Colours that say where they are: blue grows to the right, green downwards, over the whole frame."""
    y, x = np.mgrid[0:height, 0:width] + 0.5
    return np.stack([255 * x / width, 255 * y / height, 0 * x, 255 + 0 * x], -1).round().astype(np.uint8)


@pytest.mark.parametrize("size", [(300, 200), (301, 203), (640, 400), (799, 401), (150, 100), (151, 99)])
def test_nothing_is_shifted_at_any_ratio(size):
    found = reduced(ramp(*size), (100, 66))
    assert found.shape == (66, 100, 4)
    assert np.abs(found.astype(int) - ramp(100, 66))[2:-2, 2:-2, :3].max() <= 2
    assert np.all(found[..., 3] == 255)


def test_no_pixel_is_passed_over():
    picture = np.zeros((600, 600, 4), np.uint8)
    picture[::6, ::6] = 255
    found = reduced(picture, (100, 100))
    assert found.max() < 60
    assert found.mean() == pytest.approx(255 / 36, abs=2)


def test_a_canvas_repeats_the_last_pixels():
    picture = ramp(200, 120)
    found = reduced(picture, (100, 60), canvas=(128, 64))
    assert found.shape == (64, 128, 4)
    assert np.array_equal(found[:60, 100:], np.repeat(found[:60, 99:100], 28, axis=1))
    assert np.abs(found[:60, :100].astype(int) - reduced(picture, (100, 60))).max() <= 1


def test_a_frame_of_the_right_size_is_left_alone():
    picture = ramp(64, 32)
    assert reduced(picture, (64, 32)) is picture
