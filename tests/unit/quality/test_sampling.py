"""Plans: how many frames of each stratum, how far apart, and always the same for the same seed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.policy import Sampling
from palpate.model.skeleton import Subject
from palpate.quality.sampling import (
    ExtraMode,
    Population,
    allocate,
    draw,
    extra_count,
    keypoints_of,
    type_spreads,
    usual_rates,
    weighted_mean,
)


@pytest.fixture(scope="module")
def worked(reference: Path):
    entries = json.loads((reference / "worked_examples.json").read_text(encoding="utf-8"))["examples"]
    return {entry["id"]: entry for entry in entries if entry["id"].startswith("EX-SAMPLE")}


def population(n_frames: int, *, clips: int = 1, strata: int = 1) -> Population:
    frames = np.tile(np.arange(n_frames), clips)
    return Population(
        np.repeat(np.arange(clips), n_frames),
        np.repeat(np.arange(clips), n_frames),
        frames,
        frames * strata // n_frames,
    )


def test_the_bowlers_of_the_case_study_get_their_fifth(worked) -> None:
    case = worked["EX-SAMPLE-1"]
    frames = np.array(case["input"]["frames"])
    found = allocate(frames, round(case["input"]["rate"] * frames.sum()))
    assert found.tolist() == case["expected"]["allocation"]
    assert found.sum() == case["expected"]["total"]


def test_the_five_types_add_to_the_placements_of_the_case_study(worked) -> None:
    case = worked["EX-SAMPLE-2"]["input"]
    n, wanted = case["frames"], worked["EX-SAMPLE-2"]["expected"]
    base = round(case["base"] * n) * case["keypoints"]
    extra = extra_count(n, base=case["base"], extra=case["extra"], mode=ExtraMode.DISJOINT)
    extra *= case["extra_keypoints"]
    assert (base, extra) == (wanted["base_placements"], wanted["extra_placements"])
    assert (base + extra) / (n * case["keypoints"]) == pytest.approx(wanted["share"], abs=1e-6)


def test_an_extra_sample_in_total_counts_the_base_sample() -> None:
    assert extra_count(1000, base=0.2, extra=0.4, mode=ExtraMode.TOTAL) == 200
    assert extra_count(1000, base=0.5, extra=0.4, mode=ExtraMode.TOTAL) == 0


def test_a_tiny_stratum_gets_one_at_the_cost_of_the_one_that_has_most_above_its_share() -> None:
    assert allocate(np.array([1000, 1, 1]), 10).tolist() == [8, 1, 1]


def test_an_empty_stratum_gets_nothing() -> None:
    assert allocate(np.array([0, 10]), 4).tolist() == [0, 4]
    assert allocate(np.array([0, 0]), 4).tolist() == [0, 0]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12), st.integers(0, 900))
def test_shares_sum_up_fit_their_strata_and_are_within_one_of_proportional(sizes: list[int], n: int) -> None:
    counts = np.array(sizes)
    found = allocate(counts, n)
    filled = counts > 0
    assert (found <= counts).all()
    assert (found[filled] >= 1).all()
    assert found.sum() == min(max(n, filled.sum()), counts.sum())
    exact = counts * found.sum() / max(counts.sum(), 1)
    if (exact[filled] >= 1).all():
        assert (np.abs(found - exact) < 1).all()


@given(
    st.integers(10, 200),
    st.integers(1, 3),
    st.integers(1, 4),
    st.integers(1, 9),
    st.floats(0.01, 1.0),
    st.integers(0, 5),
)
def test_a_draw_has_the_numbers_asked_for_and_keeps_the_gap_it_tells(
    n_frames: int, clips: int, strata: int, gap: int, rate: float, seed: int
) -> None:
    units = population(n_frames, clips=clips, strata=strata)
    wanted = allocate(units.counts, round(rate * len(units)))
    drawn = draw(units, wanted=wanted, min_gap=gap, generator=np.random.default_rng(seed))
    rows = drawn.rows
    assert np.bincount(units.strata[rows], minlength=len(wanted)).tolist() == wanted.tolist()
    assert len(np.unique(rows)) == len(rows)
    assert (drawn.gaps[wanted > 0] >= 1).all()
    assert (drawn.gaps <= gap).all()
    for first in rows:
        for second in rows[(rows > first) & (units.clips[rows] == units.clips[first])]:
            kept = min(drawn.gaps[units.strata[first]], drawn.gaps[units.strata[second]])
            assert units.frames[second] - units.frames[first] >= kept


@given(st.integers(1, 30), st.integers(1, 6), st.integers(0, 3))
def test_the_gap_is_kept_wherever_there_is_room(n: int, gap: int, seed: int) -> None:
    units = population(n * gap)
    drawn = draw(units, wanted=np.array([n]), min_gap=gap, generator=np.random.default_rng(seed))
    assert drawn.gaps.tolist() == [gap]


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    units = population(500, clips=2, strata=3)
    wanted = allocate(units.counts, 80)
    first, again, other = (
        draw(units, wanted=wanted, min_gap=3, generator=np.random.default_rng(seed)).rows
        for seed in (7, 7, 8)
    )
    assert first.tolist() == again.tolist() != other.tolist()


def test_every_set_that_keeps_the_gap_is_equally_likely() -> None:
    from scipy.stats import chisquare

    units, generator = population(9), np.random.default_rng(1)
    counts: dict[tuple[int, ...], int] = {}
    for _ in range(4000):
        rows = draw(units, wanted=np.array([3]), min_gap=3, generator=generator).rows
        counts[tuple(rows)] = counts.get(tuple(rows), 0) + 1
    assert len(counts) == 10  # C(9 − 2 · 2, 3)
    assert chisquare(list(counts.values())).pvalue > 0.001


def test_what_was_taken_before_is_not_drawn_again_and_kept_away_from() -> None:
    units = population(100)
    taken = np.isin(units.frames, [0, 50])
    drawn = draw(units, wanted=np.array([20]), min_gap=4, generator=np.random.default_rng(3), taken=taken)
    off = np.abs(units.frames[drawn.rows][:, None] - np.array([0, 50]))
    assert off.min() >= 4
    assert drawn.gaps.tolist() == [4]


def test_types_are_ranked_by_spread_with_each_persons_own_mean_taken_out() -> None:
    rng = np.random.default_rng(4)
    errors = rng.normal(0.0, [[[1.0], [4.0], [4.0], [2.0]]], (300, 4, 2))
    who = np.repeat(["ana", "ben", "cem"], 100)
    errors[who == "ben", 0] += 500.0  # biased, not variable
    types = ("nose", "talus", "talus", "hip")
    found = type_spreads(errors, scale_px=np.full(300, 10.0), annotators=who, types=types)
    assert [one.type for one in found] == ["talus", "hip", "nose"]
    assert found[0].variance == pytest.approx(2 * 16 / 100, rel=0.1)
    assert found[0].n == 600
    assert keypoints_of(types, [one.type for one in found[:1]]).tolist() == [1, 2]


def test_a_type_without_enough_errors_is_not_ranked() -> None:
    errors = np.full((2, 2, 2), np.nan)
    errors[:, 0] = 1.0
    found = type_spreads(
        errors, scale_px=np.array([1.0, np.nan]), annotators=np.array(["a", "a"]), types=("x", "y")
    )
    assert found == []


def test_weights_undo_oversampling() -> None:
    assert weighted_mean(np.array([2.0, 6.0]), np.array([300, 100])) == pytest.approx(3.0)
    assert weighted_mean(np.array([2.0, np.nan]), np.array([300, 100])) == pytest.approx(2.0)
    assert weighted_mean(np.array([np.nan]), np.array([5])) is None


def test_hands_are_checked_more_often_than_bodies() -> None:
    assert usual_rates(Subject.HAND, Sampling()) == (0.25, 0.35)
    assert usual_rates(Subject.PERSON, Sampling()) == usual_rates(Subject.ANIMAL, Sampling()) == (0.10, 0.15)
    assert usual_rates(Subject.FACE, Sampling()) == (0.20, 0.20)
