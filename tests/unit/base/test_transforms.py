"""Sets of points turned, scaled and mirrored."""

from __future__ import annotations

import math

import numpy as np
import pytest

from palpate.base.transforms import fitted_into, middle_of_box, reflected, scaled, turned

CORNER = np.array([[3.0, 1.0], [np.nan, np.nan]])
HERE = np.array([1.0, 1.0])


def test_a_quarter_turn_is_clockwise_on_the_screen() -> None:
    np.testing.assert_allclose(turned(CORNER, math.pi / 2, about=HERE), [[1.0, 3.0], [np.nan, np.nan]])


def test_what_is_scaled_moves_away_from_the_place_that_stays() -> None:
    np.testing.assert_allclose(scaled(CORNER, 3.0, about=HERE)[0], [7.0, 1.0])
    np.testing.assert_allclose(scaled(HERE, 3.0, about=HERE), HERE)
    np.testing.assert_allclose(scaled(CORNER[0], np.array([0.5, 9.0]), about=HERE), [2.0, 1.0])


@pytest.mark.parametrize("length", [1.0, 0.001, 250.0])
def test_a_mirror_is_as_long_as_one_likes(length: float) -> None:
    slanted = np.array([1.0, 1.0]) * length
    np.testing.assert_allclose(reflected(CORNER, about=np.zeros(2), along=slanted)[0], [1.0, 3.0])


def test_mirrored_twice_is_where_it_was() -> None:
    line = {"about": np.array([7.0, -2.0]), "along": np.array([2.0, 5.0])}
    np.testing.assert_allclose(reflected(reflected(CORNER, **line), **line), CORNER)


def test_the_middle_of_a_box_is_not_the_mean() -> None:
    points = np.array([[0.0, 0.0], [0.0, 1.0], [10.0, 4.0], [np.nan, np.nan]])
    np.testing.assert_array_equal(middle_of_box(points), [5.0, 2.0])


def test_fractions_fill_their_box() -> None:
    box = np.array([100.0, 50.0, 40.0, 200.0])
    shares = np.array([[0.0, 0.0], [1.0, 1.0], [0.5, 0.25]])
    np.testing.assert_array_equal(fitted_into(shares, box), [[100, 50], [140, 250], [120, 100]])
