"""Boxes, areas and frames of reference in the plane."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.base.geometry import bounding_box, polygons_area, rotated

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
coordinates = st.floats(-1e4, 1e4)


def test_a_box_holds_the_finite_points() -> None:
    points = np.array([[1.0, 5.0], [np.nan, 0.0], [4.0, 9.0], [np.nan, np.nan]])
    box = bounding_box(points)
    assert box is not None
    assert box.tolist() == [1.0, 5.0, 3.0, 4.0]


def test_a_margin_is_shared_by_both_sides() -> None:
    box = bounding_box(np.array([[0.0, 0.0], [10.0, 20.0]]), margin=0.1)
    assert box is not None
    np.testing.assert_allclose(box, [-0.5, -1.0, 11.0, 22.0])


def test_no_points_have_no_box_and_one_has_an_empty_one() -> None:
    assert bounding_box(np.full((3, 2), np.nan)) is None
    assert bounding_box(np.empty((0, 2))) is None
    box = bounding_box(np.array([[3.0, 4.0]]), margin=0.5)
    assert box is not None
    assert box.tolist() == [3.0, 4.0, 0.0, 0.0]


@given(points=arrays.arrays(np.float64, (5, 2), elements=coordinates))
def test_every_point_is_in_the_box(points: np.ndarray) -> None:
    box = bounding_box(points)
    assert box is not None
    assert (points >= box[:2] - 1e-9).all()
    assert (points <= box[:2] + box[2:] + 1e-9).all()


def test_areas_that_overlap_count_once() -> None:
    assert polygons_area([SQUARE]) == pytest.approx(100.0)
    assert polygons_area([SQUARE, SQUARE + 5.0]) == pytest.approx(175.0)
    assert polygons_area([SQUARE, SQUARE + 50.0]) == pytest.approx(200.0)
    assert polygons_area([SQUARE[::-1]]) == pytest.approx(100.0)


def test_a_ring_that_crosses_itself_has_the_area_it_covers() -> None:
    bow_tie = np.array([[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]])
    assert polygons_area([bow_tie]) == pytest.approx(50.0)


def test_what_is_no_ring_covers_nothing() -> None:
    assert polygons_area([]) == 0.0
    assert polygons_area([SQUARE[:2], SQUARE[:0]]) == 0.0
    assert polygons_area([np.array([[0.0, 0.0], [5.0, 5.0], [10.0, 10.0]])]) == 0.0


def test_a_vector_is_told_along_and_across() -> None:
    along = np.array([[0.0, 5.0], [3.0, 0.0]])  # down, and to the right
    vectors = np.array([[2.0, 7.0], [2.0, 7.0]])
    np.testing.assert_allclose(rotated(vectors, along), [[7.0, 2.0], [2.0, -7.0]])


def test_along_nothing_there_is_no_direction() -> None:
    assert np.isnan(rotated(np.array([1.0, 2.0]), np.zeros(2))).all()


@given(
    vectors=arrays.arrays(np.float64, (4, 2), elements=coordinates),
    along=arrays.arrays(np.float64, (4, 2), elements=st.floats(0.1, 1e4)),
)
def test_turning_keeps_lengths(vectors: np.ndarray, along: np.ndarray) -> None:
    turned = rotated(vectors, along)
    np.testing.assert_allclose(
        np.hypot(*np.moveaxis(turned, -1, 0)), np.hypot(*np.moveaxis(vectors, -1, 0)), rtol=1e-9, atol=1e-9
    )
