"""Runs of marked rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

from palpate.model.runs import runs_by_column, runs_of


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("", []),
        ("000", []),
        ("111", [(0, 3)]),
        ("0110", [(1, 3)]),
        ("1011", [(0, 1), (2, 4)]),
    ],
)
def test_a_run_ends_before_the_first_row_that_is_not_marked(marked, expected):
    assert runs_of(np.array([sign == "1" for sign in marked], dtype=np.bool_)) == expected


@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=9)))
def test_runs_of_columns_mark_again_what_was_marked(marked):
    again = np.zeros_like(marked)
    for column, start, stop in zip(*runs_by_column(marked), strict=True):
        assert not again[start:stop, column].any()
        assert start == 0 or not marked[start - 1, column]
        assert stop == len(marked) or not marked[stop, column]
        again[start:stop, column] = True
    np.testing.assert_array_equal(again, marked)
