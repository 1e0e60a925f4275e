"""Gold's own error: by Dahlberg's formula, by analysis of variance, and taken out of others'."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.model.arrays import Floats
from palpate.quality.gold_error import MIN_N, gold_error, without_gold_px


def marked(sd: float, *, times: int = 2, n: int = 40, keypoints: int = 3, seed: int = 1) -> Floats:
    """Return ``(R, N, K, 2)`` px that differ by chance alone, sd px along each axis."""
    chance = np.random.default_rng(seed)
    truth = chance.uniform(0.0, 900.0, (n, keypoints, 2))
    return np.asarray(truth + chance.normal(0.0, sd, (times, n, keypoints, 2)))


def test_two_placements_give_dahlbergs_error() -> None:
    repeats = marked(2.0)
    found = gold_error(repeats, ["a", "b", "c"])
    squares = np.square(repeats[0] - repeats[1]).sum(axis=-1)
    assert found.variance == pytest.approx(squares.sum(axis=0) / (2 * 40), rel=1e-12)
    assert found.n.tolist() == [40, 40, 40]


def test_a_pose_that_was_marked_once_says_nothing() -> None:
    repeats = marked(2.0)
    once = repeats.copy()
    once[1, 20:] = np.nan
    assert gold_error(once, ["a", "b", "c"]).n.tolist() == [20, 20, 20]
    whole, half = gold_error(repeats[:, :20], ["a", "b", "c"]), gold_error(once, ["a", "b", "c"])
    assert half.variance == pytest.approx(whole.variance, rel=1e-12)


def test_a_keypoint_with_few_repeats_takes_those_of_its_type_and_one_without_stays_unknown() -> None:
    repeats = marked(2.0)
    repeats[1, 4:, 0] = np.nan
    repeats[1, 4:, 2] = np.nan
    found = gold_error(repeats, ["hand", "hand", "spine"])
    assert found.n.tolist() == [4, 40, 4]
    assert found.pooled_n.tolist() == [44, 40, 0]
    squares = np.nansum(np.square(repeats[0] - repeats[1]), axis=(0, 2))
    assert found.variance[0] == pytest.approx(squares[:2].sum() / 88)
    assert np.isnan([found.variance[2], found.sd_px[2], found.low_px[2], found.high_px[2]]).all()


def test_just_enough_repeats_are_enough() -> None:
    found = gold_error(marked(2.0, n=MIN_N), ["a", "b", "c"])
    assert np.isfinite(found.variance).all()
    assert np.isnan(gold_error(marked(2.0, n=MIN_N - 1), ["a", "b", "c"]).variance).all()


def test_nothing_marked_at_all_is_unknown_without_a_warning() -> None:
    assert np.isnan(gold_error(np.full((2, 0, 3, 2), np.nan), ["a", "b", "c"]).variance).all()
    assert np.isnan(gold_error(np.full((2, 5, 3, 2), np.nan), ["a", "a", "a"]).variance).all()


def test_the_limits_hold_what_is_true_nineteen_times_in_twenty() -> None:
    held = 0
    for seed in range(300):
        found = gold_error(marked(2.0, n=20, keypoints=1, seed=seed), ["a"])
        held += bool(found.low_px[0] <= 2.0 * np.sqrt(2.0) <= found.high_px[0])
    assert 270 <= held <= 297  # 285 ± 3 standard errors of a binomial


@settings(max_examples=50, deadline=None)
@given(shift=st.floats(-500.0, 500.0), factor=st.floats(0.1, 10.0))
def test_the_spread_knows_no_place_and_grows_with_the_picture(shift: float, factor: float) -> None:
    repeats = marked(2.0, n=12)
    before = gold_error(repeats, ["a", "b", "c"]).sd_px
    after = gold_error(repeats * factor + shift, ["a", "b", "c"]).sd_px
    assert after == pytest.approx(before * factor, rel=1e-6)


@settings(max_examples=50, deadline=None)
@given(rmse=st.floats(0.0, 100.0), variance=st.floats(0.0, 1e4))
def test_what_is_left_is_never_more_than_there_was_nor_below_nothing(rmse: float, variance: float) -> None:
    left = without_gold_px(np.array([rmse]), np.array([variance]))[0]
    assert 0.0 <= left <= rmse * (1 + 1e-12)


def test_errors_without_golds_own_are_the_annotators() -> None:
    assert without_gold_px(np.array([5.0, 3.0, 2.0]), np.array([9.0, np.nan, 16.0])) == pytest.approx(
        [4.0, np.nan, 0.0], nan_ok=True
    )


def test_taking_gold_out_finds_the_spread_that_an_annotator_has() -> None:
    chance = np.random.default_rng(5)
    truth = chance.uniform(0.0, 900.0, (4000, 1, 2))
    first, second, theirs = (truth + chance.normal(0.0, sd, truth.shape) for sd in (2.0, 2.0, 3.0))
    error = gold_error(np.stack([first, second]), ["a"])
    rmse = np.sqrt(np.square(theirs - first).sum(axis=-1).mean(axis=0))
    assert without_gold_px(rmse, error.variance)[0] == pytest.approx(3.0 * np.sqrt(2.0), rel=0.03)
