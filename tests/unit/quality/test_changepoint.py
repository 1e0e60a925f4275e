"""Whether a person's errors became others, and when."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.quality.changepoint import MIN_N, NO_VARIATION, ONE_TIME, TOO_SHORT, shift_in, tail_of_maximum


def series(n: int, at: int, step: tuple[float, float], *, seed: int = 1) -> np.ndarray:
    errors = np.random.default_rng(seed).normal(0.0, 4.0, (n, 2))
    errors[at:] += step
    return errors


def test_a_step_is_found_where_it_is_with_its_direction() -> None:
    found = shift_in(series(200, 80, (9.0, -3.0)))
    assert found.at is not None
    assert abs(found.at - 80) <= 3
    assert found.p is not None
    assert found.p < 1e-9
    moved = np.subtract(found.after, found.before)
    assert moved.tolist() == pytest.approx([9.0, -3.0], abs=1.5)
    assert found.step_px == pytest.approx(np.hypot(*moved))


def test_a_step_is_found_although_the_distances_stay_the_same() -> None:
    errors = series(200, 0, (10.0, 0.0), seed=2)
    errors[120:, 0] -= 20.0
    found = shift_in(errors)
    assert found.at is not None
    assert abs(found.at - 120) <= 1
    assert found.p is not None
    assert found.p < 1e-12


def test_false_alarms_stay_below_what_is_promised() -> None:
    rng = np.random.default_rng(3)
    for n in (20, 60, 300):
        values = [shift_in(rng.normal(0.0, 4.0, (n, 2))).p for _ in range(1500)]
        for alpha in (0.05, 0.01):
            share = np.mean(np.array(values) < alpha)
            assert share <= alpha + 3 * np.sqrt(alpha * (1 - alpha) / 1500)


def test_the_p_value_is_near_that_of_permutations() -> None:
    errors = series(150, 60, (3.0, 0.0), seed=5)
    rng = np.random.default_rng(6)
    found = shift_in(errors)
    permuted = [shift_in(rng.permutation(errors)).statistic for _ in range(2000)]
    exact = (1 + np.sum(np.array(permuted) >= found.statistic)) / 2001
    assert found.p is not None
    assert exact <= found.p * 1.5 + 0.002
    assert found.p <= 4 * exact + 0.01


def test_turning_and_stretching_the_picture_changes_nothing() -> None:
    errors = series(100, 40, (4.0, 2.0), seed=7)
    turned = errors @ np.array([[0.6, -1.6], [2.4, 0.3]])
    assert shift_in(turned).statistic == pytest.approx(shift_in(errors).statistic)
    assert shift_in(turned).at == shift_in(errors).at


def test_errors_that_are_missing_are_left_out_and_the_place_is_that_of_the_series() -> None:
    errors = series(200, 80, (12.0, 0.0))
    with_gaps = np.full((400, 2), np.nan)
    with_gaps[::2] = errors
    whole, gaps = shift_in(errors), shift_in(with_gaps)
    assert whole.at is not None
    assert gaps.at == 2 * whole.at
    assert gaps.p == whole.p


def test_a_short_series_and_a_constant_one_say_why_there_is_no_change() -> None:
    short = shift_in(np.zeros((MIN_N - 1, 2)))
    assert (short.at, short.p, short.reason) == (None, None, TOO_SHORT)
    constant = shift_in(np.full((50, 2), 3.0))
    assert (constant.at, constant.p, constant.reason) == (None, None, NO_VARIATION)


def test_errors_along_one_line_are_tested_along_it() -> None:
    errors = series(100, 50, (15.0, 0.0))
    errors[:, 1] = 0.0
    found = shift_in(errors)
    assert found.at is not None
    assert abs(found.at - 50) <= 2
    assert np.isfinite([found.p, found.statistic]).all()


def test_the_tail_falls_with_the_statistic() -> None:
    tails = [tail_of_maximum(x, edge=0.1) for x in np.linspace(0.0, 60.0, 241)]
    assert tails[0] == 1.0
    assert (np.diff(tails) <= 0).all()
    assert tails[-1] < 1e-10


def test_what_has_the_same_time_is_never_parted() -> None:
    errors = series(200, 80, (9.0, 0.0))
    assert shift_in(errors, np.zeros(200)).reason == ONE_TIME
    found = shift_in(errors, np.repeat([0.0, 1.0], 100))
    assert found.at == 100
