"""Rows put in and taken out anywhere are what an insertion into a list would give."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from palpate.session.growing import Growing

STEPS = st.lists(
    st.tuples(st.sampled_from(["insert", "remove", "widen", "write"]), st.integers(0, 2**32 - 1)), max_size=30
)


def column(length):
    rows = np.arange(2.0 * length).reshape(length, 2) + 1.0
    return Growing(rows.copy(), -1.0), [tuple(row) for row in rows.tolist()]


@given(st.integers(0, 20), STEPS)
def test_any_steps_are_those_of_a_list(length, steps):
    grown, expected = column(length)
    for kind, seed in steps:
        random = np.random.default_rng(seed)
        n = len(expected)
        if kind == "insert":
            places = np.sort(random.integers(0, n + 1, random.integers(0, 9)))
            grown.insert(places)
            for at in places[::-1].tolist():
                expected.insert(at, (-1.0, -1.0))
        elif kind == "remove":
            places = np.flatnonzero(random.random(n) < random.choice([0.1, 0.5]))
            grown.remove(places)
            expected = [row for at, row in enumerate(expected) if at not in places]
        elif kind == "widen":
            before, after = random.integers(-n // 2, 80, 2).tolist()
            before, after = max(before, -(n // 2)), max(after, -(n // 2))
            grown.widen(before, after)
            expected = [(-1.0, -1.0)] * before + expected[max(-before, 0) :]
            expected = expected[: len(expected) + min(after, 0)] + [(-1.0, -1.0)] * after
        elif n:
            grown.rows[n // 2] = 7.0
            expected[n // 2] = (7.0, 7.0)
        np.testing.assert_array_equal(grown.rows, np.array(expected).reshape(-1, 2))


def test_a_row_at_the_end_moves_no_other_once_there_is_room():
    grown, _ = column(1000)
    grown.insert(np.array([1000]))
    before = grown.rows
    grown.insert(np.array([1001]))
    assert np.shares_memory(before, grown.rows)
    grown.insert(np.array([0]))
    assert np.shares_memory(before, grown.rows)


def test_what_was_dropped_at_an_end_is_not_seen_again():
    grown, _ = column(6)
    grown.widen(-1, -2)
    grown.widen(1, 2)
    assert grown.rows[[0, -1, -2], 0].tolist() == [-1.0, -1.0, -1.0]
