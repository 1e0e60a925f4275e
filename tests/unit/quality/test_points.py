"""Small questions about points and rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.quality.points import extents, lengths_of, numbered


@given(st.lists(st.sampled_from(["over 1", "over 10", "", "ö"])))
def test_words_have_equal_numbers_exactly_where_they_are_equal(words):
    found = numbered(np.array(words, dtype=np.str_))
    assert len(found) == len(words)
    assert ((found[:, None] == found) == (np.array(words, dtype=object)[:, None] == words)).all()
    assert set(found.tolist()) == set(range(len(set(words))))


def test_numbers_are_numbered_too():
    first, other, again = numbered(np.array([7, -3, 7])).tolist()
    assert first == again != other
    assert numbered(np.array([7, -(10**9), 7])).tolist() == [1, 0, 1]


def test_a_box_leaves_out_what_is_not_placed():
    points = np.array(
        [[[0.0, 0.0], [30.0, 40.0], [np.nan, 900.0]], [[5.0, 5.0], [np.nan, np.nan], [6.0, 3.0]]]
    )
    assert extents(points).tolist() == [[30.0, 40.0], [1.0, 2.0]]
    assert (extents(np.full((1, 3, 2), np.nan)) == -np.inf).all()
    assert extents(np.zeros((0, 3, 2))).shape == (0, 2)


def test_more_boxes_than_one_part_are_those_of_each_alone():
    points = np.random.default_rng(1).normal(size=(1300, 4, 2))
    points[700, 2] = np.nan
    expected = np.nanmax(points, axis=1) - np.nanmin(points, axis=1)
    assert extents(points) == pytest.approx(expected)


def test_a_length_is_unknown_where_a_coordinate_is():
    assert np.array_equal(lengths_of(np.array([[3.0, 4.0], [np.nan, 1.0]])), [5.0, np.nan], equal_nan=True)
