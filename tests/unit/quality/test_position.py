"""Bias, spread and size of position errors, and their borderline cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.quality.position import adjusted, hotelling, mean_ellipse, moments, summarise

errors_of_one = arrays.arrays(
    np.float64,
    st.tuples(st.integers(4, 30), st.just(1), st.just(2)),
    elements=st.integers(-400, 400).map(lambda tenths: tenths / 10),
)


def p_of(errors):
    return hotelling(moments(np.array(errors, dtype=float)[:, None])).p[0]


def test_sizes_are_those_of_the_compared_placements():
    found = summarise(np.array([[3.0, np.nan], [5.0, np.nan], [np.nan, np.nan], [10.0, np.nan]]))
    assert found.n.tolist() == [3, 0]
    assert found.mean[0] == 6.0
    assert found.rmse[0] == pytest.approx(np.sqrt(134 / 3))
    assert (found.median[0], found.max[0]) == (5.0, 10.0)
    assert found.p95[0] == pytest.approx(9.5)
    assert np.isnan([found.mean[1], found.rmse[1], found.median[1], found.p95[1], found.max[1]]).all()


def test_a_mean_square_is_bias_and_spread_together():
    errors = np.random.default_rng(2).normal(3, 2, (50, 1, 2))
    sample = moments(errors)
    expected = sample.size_px**2 + 49 / 50 * sample.radial_sd_px**2
    assert np.square(errors).sum(axis=-1).mean() == pytest.approx(expected[0])
    assert sample.axis_sd_px[0] == pytest.approx(errors[:, 0].std(axis=0, ddof=1))


def test_moments_of_nothing_are_unknown():
    sample = moments(np.full((3, 1, 2), np.nan))
    assert sample.n.tolist() == [0]
    assert np.isnan(sample.bias).all()
    assert np.isnan(moments(np.ones((1, 1, 2))).covariance).all()


def test_three_errors_are_too_few_to_test():
    assert np.isnan(p_of([(5, 5), (5, 6), (6, 5)]))
    assert mean_ellipse(moments(np.ones((3, 1, 2))), 0) is None


def test_always_the_same_shift_is_no_chance():
    assert p_of([(14, 0)] * 20) == 0.0


def test_no_error_at_all_is_no_bias():
    assert p_of([(0, 0)] * 20) == 1.0


def test_spread_along_one_axis_hides_no_shift_across_it():
    assert p_of([(x, 3) for x in (-2, 1, 0, 2, -1)]) == 0.0
    assert p_of([(x, 0) for x in (-2, 1, 0, 2, -1)]) == 1.0
    assert 0.0 < p_of([(14 + x, 0) for x in (-2, 1, 0, 2, -1)]) < 0.01


@given(errors_of_one, st.floats(0, 6.28))
def test_turning_the_picture_changes_no_probability(errors, angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    sample = moments(errors)
    if np.linalg.eigvalsh(sample.covariance[0])[0] > 1e-3:
        assert hotelling(moments(errors @ turn.T)).p == pytest.approx(hotelling(sample).p, abs=1e-9)


@given(errors_of_one)
def test_the_ellipse_leaves_out_zero_exactly_when_the_bias_is_significant(errors):
    sample = moments(errors)
    p = hotelling(sample).p[0]
    ellipse = mean_ellipse(sample, 0)
    if ellipse.semi_axes.min() > 1e-3 and abs(p - 0.05) > 1e-9:
        direction = np.array([np.cos(ellipse.angle), np.sin(ellipse.angle)])
        across = np.array([-direction[1], direction[0]])
        inside = np.hypot(
            ellipse.centre @ direction / ellipse.semi_axes[0], ellipse.centre @ across / ellipse.semi_axes[1]
        )
        assert (inside > 1) == (p < 0.05)


def test_untested_keypoints_do_not_make_the_others_harder():
    found = adjusted(np.array([0.01, np.nan, 0.04, np.nan]))
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[[1, 3]]).all()
