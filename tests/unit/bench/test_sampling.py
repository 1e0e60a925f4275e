"""Taking turns, and the figures that come of it."""

from __future__ import annotations

import pytest

from palpate.bench.sampling import (
    ANCHOR,
    OURS,
    PEER,
    Figures,
    Time,
    clocked,
    entry_of,
    interleaved,
    timed,
)


def times(*ms):
    return [Time(float(one), one / 2) for one in ms]


def test_takes_run_in_turn_and_each_round_begins_with_another():
    order = []
    takes = {name: timed(lambda name=name: order.append(name)) for name in "abc"}
    interleaved(takes, rounds=3)
    assert "".join(order) == "abc" + "bca" + "cab"


def test_warm_rounds_count_for_nothing():
    given = iter(range(6))
    samples = interleaved({"a": lambda: times(next(given))}, rounds=4, warm=2)
    assert [one.ms for one in samples["a"]] == [2, 3, 4, 5]


def test_a_take_may_give_several_times():
    samples = interleaved({"a": lambda: times(1, 2), "b": lambda: times(3)}, rounds=2)
    assert [one.ms for one in samples["a"]] == [1, 2, 1, 2]
    assert len(samples["b"]) == 2


def test_what_was_clocked_is_given_back():
    took, result = clocked(lambda: "done")
    assert result == "done"
    assert took.ms >= 0


def test_a_time_is_shared_between_its_parts():
    assert Time(12.0, 6.0) / 3 == Time(4.0, 2.0)


def test_figures_of_a_hundred_and_one_times():
    figures = Figures.of(times(*range(101)))
    assert (figures.median_ms, figures.p95_ms, figures.mean_ms) == (50, 95, 50)
    assert figures.cpu_ms == 25


def test_one_time_is_its_own_median_and_p95():
    assert Figures.of(times(7)) == Figures(7, 7, 7, 3.5)


def test_a_line_without_an_anchor_has_no_ratio():
    content = entry_of({OURS: times(1)}).to_json()
    assert content == {"median_ms": 1, "p95_ms": 1, "mean_ms": 1, "cpu_ms": 0.5}


def test_the_ratio_is_of_the_medians_and_that_of_the_means_stands_beside_it():
    content = entry_of({OURS: times(1, 1, 10), ANCHOR: times(4, 4, 4)}, anchor="floor").to_json()
    assert content["ratio"] == 0.25
    assert content["ratio_of_means"] == 1.0
    assert content["anchor"] == "floor"


def test_a_peer_that_could_not_be_had_is_null_with_a_note():
    content = entry_of({OURS: times(1)}, peer="rival", note="rival is not installed").to_json()
    assert content["peer"] == "rival"
    assert content["peer_ms"] is None
    assert content["peer_ratio"] is None
    assert content["note"] == "rival is not installed"


def test_a_peer_gives_its_own_ratio():
    content = entry_of({OURS: times(2), ANCHOR: times(1), PEER: times(8)}, anchor="a", peer="p").to_json()
    assert (content["ratio"], content["peer_ratio"]) == (2, 0.25)


def test_numbers_are_cut_to_four_digits_and_more_of_them_stand_beside():
    content = entry_of({OURS: [Time(1234.5678, 0.00012345)]}, more={"wrong": 0}).to_json()
    assert content["median_ms"] == 1235
    assert content["cpu_ms"] == pytest.approx(0.0001234, abs=1e-7)
    assert content["wrong"] == 0
