"""Lengths and angles in video whose pixels are not square."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.base.geometry import square_pixels

anywhere = arrays.arrays(
    np.float64, st.tuples(st.integers(0, 4), st.integers(1, 5), st.just(2)), elements=st.floats(-1e4, 1e4)
)


@given(anywhere)
def test_square_pixels_stay_where_they_are(positions):
    assert (square_pixels(positions, (1, 1)) == positions).all()
    assert (square_pixels(positions, (7, 7)) == positions).all()


def test_a_circle_stored_on_wide_pixels_is_round_again():
    turn = np.linspace(0, 2 * np.pi, 60)
    stored = np.stack([300 + 100 * np.cos(turn) * 45 / 64, 200 + 100 * np.sin(turn)], -1)
    round_again = square_pixels(stored, (64, 45)) - square_pixels(np.array([300.0, 200.0]), (64, 45))
    assert np.hypot(*round_again.T) == pytest.approx(100.0)


def test_a_right_angle_stored_on_narrow_pixels_is_right_again():
    corner, along, up = square_pixels(np.array([[0.0, 0.0], [2.0, 1.0], [-2.0, 4.0]]), (1, 1))
    assert (along - corner) @ (up - corner) == 0.0
    stored = np.array([[0.0, 0.0], [4.0, 1.0], [-4.0, 4.0]])
    corner, along, up = square_pixels(stored, (1, 2))
    assert (along - corner) @ (up - corner) == 0.0


def test_a_keypoint_without_a_position_still_has_none_and_the_input_is_left_alone():
    positions = np.array([[1.0, 2.0], [np.nan, np.nan]])
    square = square_pixels(positions, (2, 1))
    assert square[0].tolist() == [2.0, 2.0]
    assert np.isnan(square[1]).all()
    assert positions[0].tolist() == [1.0, 2.0]
