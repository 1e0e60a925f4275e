"""Keypoints of a chain along a curve."""

from __future__ import annotations

import math

import numpy as np
import pytest

from palpate.assist.ruler import Ruler
from palpate.base.errors import UsageError

C7, L5 = np.array([100.0, 50.0]), np.array([140.0, 350.0])
SPINE = np.array([0.0, 0.21, 0.39, 0.653, 0.907])


@pytest.fixture
def straight() -> Ruler:
    return Ruler.through(np.array([0.907, 0.0]), np.array([L5, C7]))


@pytest.fixture
def bent() -> Ruler:
    """A quarter of a circle of 100 px, with knots at its ends and near its middle."""
    angles = np.array([0.0, 0.8, math.pi / 2])
    return Ruler.through(angles, 100.0 * np.stack([np.cos(angles), np.sin(angles)], axis=1))


def test_two_ends_make_a_straight_ruler_read_by_fraction(straight: Ruler) -> None:
    expected = C7 + (SPINE / 0.907)[:, None] * (L5 - C7)
    np.testing.assert_allclose(straight.at(SPINE), expected, atol=1e-9)
    assert straight.length_px == pytest.approx(math.dist(C7, L5))


def test_a_third_point_bends_the_ruler_and_lies_on_it(bent: Ruler) -> None:
    np.testing.assert_allclose(bent.at(bent.fractions), bent.places, atol=1e-9)
    radii = np.hypot(*bent.at(np.linspace(0, math.pi / 2, 40)).T)
    assert (np.abs(radii - 100.0) < 6.0).all()


def test_nothing_bulges_beyond_what_was_placed(bent: Ruler) -> None:
    x, y = bent.at(np.linspace(0, math.pi / 2, 500)).T
    assert (np.diff(x) <= 1e-9).all()
    assert (np.diff(y) >= -1e-9).all()


def test_beyond_its_ends_a_ruler_says_nothing(straight: Ruler) -> None:
    assert straight.spans(np.array([-0.1, 0.0, 0.5, 0.907, 0.95])).tolist() == [
        False,
        True,
        True,
        True,
        False,
    ]
    np.testing.assert_allclose(straight.at(np.array([2.0]))[0], L5)


def test_the_nearest_point_of_the_ruler_is_found_finely(bent: Ruler) -> None:
    for fraction in (0.0, 0.123, 0.8, 1.5):
        there = bent.at(np.array([fraction]))[0]
        np.testing.assert_allclose(bent.at(np.array([bent.nearest(there)]))[0], there, atol=1e-4)
    assert bent.nearest(np.array([500.0, -90.0])) == pytest.approx(0.0, abs=1e-6)


def test_sliding_goes_its_length_along_the_curve_and_stops_at_the_end(straight: Ruler) -> None:
    start = straight.at(np.array([0.4]))[0]
    on, back = straight.slid(start, 10.0), straight.slid(start, -10.0)
    assert math.dist(start, on) == pytest.approx(10.0, abs=1e-3)
    assert on[1] > start[1] > back[1]
    np.testing.assert_allclose(straight.slid(start, 1e4), L5)
    np.testing.assert_allclose(straight.slid(start, -1e4), C7)


def test_what_lies_beside_the_ruler_is_put_onto_it_by_sliding(straight: Ruler) -> None:
    across = np.array([L5 - C7])[:, ::-1] * [1.0, -1.0]
    beside = straight.at(np.array([0.4]))[0] + 0.05 * across[0]
    np.testing.assert_allclose(straight.slid(beside, 0.0), straight.at(np.array([0.4]))[0], atol=1e-3)


@pytest.mark.parametrize(
    ("fractions", "places", "sentence"),
    [
        ([0.0], [[1.0, 1.0]], "both ends"),
        ([0.3, 0.3], [[1.0, 1.0], [5.0, 5.0]], "same place on it"),
        ([0.0, 1.0], [[1.0, 1.0], [1.0, 1.0]], "at the same place"),
    ],
)
def test_no_ruler_is_laid_through_too_little(
    fractions: list[float], places: list[list[float]], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        Ruler.through(np.array(fractions), np.array(places))
