"""The case study replayed: what was planted is flagged, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.base.folders import resource
from palpate.bench.power import change_rates, replayed, rule_rates, told
from palpate.demo.season import PEOPLE, PLANTED, Plant, flags_due, reference_of, season, work_of
from palpate.demo.truth import Truth, load_truth
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility


@pytest.fixture(scope="module")
def truth() -> Truth:
    return load_truth(resource("demo", "bowler_truth.npz"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_weekly_rule_flags_exactly_what_was_planted(truth: Truth, seed: int) -> None:
    found = replayed(truth, seed=seed)
    assert found.missed == frozenset()
    assert found.false == frozenset()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_drift_is_marked_in_the_week_in_which_it_begins(truth: Truth, seed: int) -> None:
    found = replayed(truth, seed=seed)
    assert (found.change_found, found.change_off) == (True, 0)


def test_the_work_of_a_person_differs_from_gold_by_the_errors_of_the_season(truth: Truth) -> None:
    played, gold = season(truth, seed=4, weeks=2, per_week=9), reference_of(truth, seed=4)
    work = work_of(played, truth, "ben")
    assert sorted(work) == [0, 1]
    for week, track in work.items():
        mine = (played.annotators == "ben") & (played.weeks == week)
        off = track.positions - gold.positions[track.frames]
        both = np.isfinite(off).all(axis=-1)
        assert both.mean() > 0.5
        assert off[both] == pytest.approx(played.errors[mine][both])
        assert np.isnan(track.positions[track.visibility == Visibility.ABSENT]).all()
        assert set(np.unique(track.origin)) == {Origin.HAND}


def test_flags_are_due_from_the_second_week_of_a_bias_on() -> None:
    plants = (Plant("a", "x", 12.0), Plant("b", "y", 12.0, first_week=3))
    assert flags_due(plants, weeks=5) == {
        ("a", "x", 1),
        ("a", "x", 2),
        ("a", "x", 3),
        ("a", "x", 4),
        ("b", "y", 4),
    }


def test_what_was_planted_has_the_size_that_is_told(truth: Truth) -> None:
    played = season(truth, seed=4, per_week=100)
    for plant in PLANTED:
        mine = (played.annotators == plant.person) & (played.weeks >= plant.first_week)
        off = played.errors[mine, played.names.index(plant.keypoint)] / played.scaling
        distance = np.nanmean(np.hypot(off[:, 0], off[:, 1]))
        assert plant.size_px - 2.0 < distance < plant.size_px + 6.0


def test_the_same_seed_plays_the_same_season(truth: Truth) -> None:
    first, again = season(truth, seed=5), season(truth, seed=5)
    assert np.array_equal(first.errors, again.errors, equal_nan=True)
    assert set(first.annotators) == set(PEOPLE)


def test_many_seasons_are_summed_up(truth: Truth) -> None:
    said = told([replayed(truth, seed=1)])
    assert (said["seeds"], said["missed"], said["wrong"]) == (1, 0, 0)
    assert said["due"] == len(flags_due(PLANTED, weeks=7))


def test_a_large_bias_is_found_and_none_is_not() -> None:
    assert set(rule_rates(0.0, 50).values()) == {0.0}
    assert set(rule_rates(15.0, 50).values()) == {1.0}
    assert set(change_rates(8.0, 20).values()) == {1.0}
    assert max(change_rates(0.0, 20).values()) <= 0.05
