"""How far two people agree on when something happened."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.quality.event_agreement import event_spread, matched_events

FRAMES = st.lists(st.integers(0, 60), max_size=6, unique=True).map(sorted)


def test_events_are_paired_with_the_nearest_and_the_rest_stands_alone() -> None:
    assert matched_events([10, 50], [12, 90], reach=15) == [(0, 0), (1, None), (None, 1)]
    assert matched_events([], [3], reach=15) == [(None, 0)]
    assert matched_events([], [], reach=15) == []


def test_more_pairs_go_before_nearer_ones() -> None:
    assert matched_events([10, 20], [18, 30], reach=10) == [(0, 0), (1, 1)]


@given(FRAMES, FRAMES, st.integers(0, 20))
def test_every_event_is_told_once_and_pairs_lie_within_reach(a: list[int], b: list[int], reach: int) -> None:
    pairs = matched_events(a, b, reach=reach)
    assert sorted(i for i, _ in pairs if i is not None) == list(range(len(a)))
    assert sorted(j for _, j in pairs if j is not None) == list(range(len(b)))
    assert all(abs(a[i] - b[j]) <= reach for i, j in pairs if i is not None and j is not None)
    lonely = [a[i] for i, j in pairs if j is None and i is not None]
    others = [b[j] for i, j in pairs if i is None and j is not None]
    assert not any(abs(x - y) <= reach for x in lonely for y in others)


def test_differences_are_summed_up() -> None:
    found = event_spread(np.array([0.0, 2.0, -1.0]))
    assert (found.n, found.bias, found.mean_size, found.largest) == (3, pytest.approx(1 / 3), 1.0, 2.0)
    assert found.exact == pytest.approx(1 / 3)
    assert found.sd == pytest.approx(np.std([0, 2, -1], ddof=1))


def test_nothing_and_one_give_no_spread() -> None:
    assert event_spread(np.array([])).bias is event_spread(np.array([1.0])).sd is None
