import numpy as np
import pytest

from palpate.media.orientation import UPRIGHT, Orientation, of_display_matrix, of_exif

ONE = 1 << 16
# stored: 0 1 2
#         3 4 5
STORED = np.arange(6, dtype=np.uint8).reshape(2, 3)
SEEN_BY_EXIF = {
    1: [[0, 1, 2], [3, 4, 5]],
    2: [[2, 1, 0], [5, 4, 3]],
    3: [[5, 4, 3], [2, 1, 0]],
    4: [[3, 4, 5], [0, 1, 2]],
    5: [[0, 3], [1, 4], [2, 5]],
    6: [[3, 0], [4, 1], [5, 2]],
    7: [[5, 2], [4, 1], [3, 0]],
    8: [[2, 5], [1, 4], [0, 3]],
}


@pytest.mark.parametrize("value", SEEN_BY_EXIF)
def test_each_exif_value_turns_a_grey_picture_as_the_standard_says(value):
    assert of_exif(value).apply(STORED).tolist() == SEEN_BY_EXIF[value]


@pytest.mark.parametrize("value", SEEN_BY_EXIF)
def test_colours_turn_like_grey_and_stay_together(value):
    colours = np.stack([STORED, STORED + 10, STORED + 20, STORED + 30], axis=-1)
    turned = of_exif(value).apply(colours)
    assert turned[..., 0].tolist() == SEEN_BY_EXIF[value]
    assert (turned[..., 3] == turned[..., 0] + 30).all()
    assert turned.flags.c_contiguous


@pytest.mark.parametrize("value", SEEN_BY_EXIF)
def test_the_told_size_is_the_size_of_the_turned_picture(value):
    orientation = of_exif(value)
    height, width = orientation.apply(STORED).shape
    assert orientation.size(3, 2) == (width, height)


def test_an_unknown_exif_value_leaves_the_picture_as_it_is():
    assert of_exif(0) == UPRIGHT


@pytest.mark.parametrize(
    ("matrix", "clockwise", "seen"),
    [
        ((ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30), 0, [[0, 1, 2], [3, 4, 5]]),
        ((0, ONE, 0, -ONE, 0, 0, 2, 0, 1 << 30), 90, [[3, 0], [4, 1], [5, 2]]),
        ((-ONE, 0, 0, 0, -ONE, 0, 3, 2, 1 << 30), 180, [[5, 4, 3], [2, 1, 0]]),
        ((0, -ONE, 0, ONE, 0, 0, 0, 3, 1 << 30), 270, [[2, 5], [1, 4], [0, 3]]),
    ],
)
def test_a_display_matrix_sends_each_pixel_where_it_says(matrix, clockwise, seen):
    orientation = of_display_matrix(matrix)
    assert orientation.clockwise_degrees == clockwise
    assert orientation.apply(STORED).tolist() == seen


def test_a_mirroring_display_matrix_mirrors():
    matrix = (-ONE, 0, 0, 0, ONE, 0, 3, 0, 1 << 30)
    assert of_display_matrix(matrix) == Orientation(mirror_x=True)


def test_an_oblique_picture_is_taken_to_the_nearest_quarter_turn():
    matrix = (int(0.1 * ONE), int(0.99 * ONE), 0, int(-0.99 * ONE), int(0.1 * ONE), 0, 0, 0, 1 << 30)
    assert of_display_matrix(matrix).clockwise_degrees == 90
