"""σ from repeats, and agreement on single numbers, at their borders."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.quality.scalars import intraclass, limits_of_agreement
from palpate.quality.sigma import BETWEEN_PAIRS, TO_GOLD, sigmas_from, to_consensus


def repeats(sigma, scale, n=20000):
    """N pairs of placements with isotropic Gaussian errors whose RMS distance is σ·s."""
    rng = np.random.default_rng(5)
    return rng.normal(0, sigma * scale / np.sqrt(2), (2, n, 1, 2))


def test_every_estimator_finds_the_same_sigma():
    first, second = repeats(0.01, 800.0)
    scale = np.full(len(first), 800.0)
    to_gold = np.hypot(*np.moveaxis(first, -1, 0))
    between = np.hypot(*np.moveaxis(first - second, -1, 0))
    to_mean = between / 2
    for distances, factor in ((to_gold, TO_GOLD), (between, BETWEEN_PAIRS), (to_mean, to_consensus(2))):
        found = sigmas_from(distances, scale, factor=factor)
        assert found.sigma[0] == pytest.approx(0.01, rel=0.02)
        assert found.robust[0] == pytest.approx(0.01, rel=0.02)
        assert found.low[0] < 0.01 < found.high[0]


def test_the_robust_estimate_ignores_a_few_swaps():
    first, _ = repeats(0.01, 800.0, n=2000)
    distances = np.hypot(*np.moveaxis(first, -1, 0))
    distances[:20] = 400.0
    found = sigmas_from(distances, np.full(2000, 800.0), factor=TO_GOLD)
    assert found.robust[0] == pytest.approx(0.01, rel=0.05)
    assert found.sigma[0] > 0.04


def test_a_keypoint_never_placed_twice_has_no_sigma():
    found = sigmas_from(np.full((3, 1), np.nan), np.ones(3), factor=TO_GOLD)
    assert found.n.tolist() == [0]
    assert np.isnan([found.sigma[0], found.robust[0], found.low[0], found.high[0]]).all()


def test_one_difference_has_no_limits():
    assert limits_of_agreement(np.array([3.0, np.nan])) is None


def test_missing_ratings_leave_the_target_out():
    ratings = np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 6.0], [9.0, 9.0]])
    assert intraclass(ratings).icc31 == intraclass(ratings[[0, 2, 3]]).icc31
    assert intraclass(ratings[:2]) is None


def test_equal_ratings_leave_no_correlation():
    assert np.isnan(intraclass(np.ones((4, 3))).icc21)
