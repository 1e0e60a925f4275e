"""κ, tests and intervals against statsmodels and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from statsmodels.stats import inter_rater, multitest

from palpate.quality import agreement, position, scalars, sigma, visibility

tables = arrays.arrays(np.int64, (3, 3), elements=st.integers(0, 40)).filter(
    lambda table: len(set(table.nonzero()[0]) | set(table.nonzero()[1])) > 1
)


@settings(deadline=None)
@given(tables, st.sampled_from(["none", "linear", "quadratic"]))
def test_cohens_kappa_is_that_of_statsmodels(table, weights):
    ours = visibility.cohen_kappa(table, weights=weights)
    theirs = inter_rater.cohens_kappa(table, wt=None if weights == "none" else weights, return_results=False)
    assert ours.value == pytest.approx(theirs, abs=1e-9)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 30), st.integers(2, 6), st.integers(2, 4))
def test_fleiss_kappa_is_that_of_statsmodels(seed, items, raters, levels):
    flags = np.random.default_rng(seed).integers(0, levels, (items, raters))
    counts = agreement.rating_counts(flags.astype(np.int8), levels=range(levels))
    ours = agreement.fleiss_kappa(counts)
    if ours.kappa is None:
        assert len(np.unique(flags)) == 1
    else:
        assert ours.kappa == pytest.approx(inter_rater.fleiss_kappa(counts), abs=1e-9)


@given(arrays.arrays(np.float64, st.integers(1, 60), elements=st.floats(0, 1)))
def test_adjusted_p_values_are_those_of_statsmodels(p):
    theirs = multitest.multipletests(p, method="fdr_bh")[1]
    assert position.adjusted(p) == pytest.approx(theirs, abs=1e-12)


@given(st.integers(0, 10_000), st.integers(4, 60))
def test_the_tail_of_hotellings_test_is_that_of_scipys_f(seed, n):
    errors = np.random.default_rng(seed).normal(0.3, 1.0, (n, 1, 2))
    test = position.hotelling(position.moments(errors))
    assert test.p[0] == pytest.approx(stats.f.sf(test.f[0], 2, n - 2), rel=1e-9)


@given(st.integers(4, 200), st.floats(0.5, 0.999))
def test_the_critical_t2_is_that_of_scipys_f(n, confidence):
    theirs = 2 * (n - 1) / (n - 2) * stats.f.ppf(confidence, 2, n - 2)
    assert position.critical_t2(n, confidence=confidence) == pytest.approx(theirs, rel=1e-9)


@given(st.integers(1, 300), st.data(), st.floats(0.01, 0.5))
def test_the_chance_of_so_many_visible_flags_is_the_binomial_tail(n, data, rate):
    hits = data.draw(st.integers(0, n))
    ours = visibility.too_often(np.array([hits]), np.array([n]), rate=rate)[0]
    theirs = stats.binomtest(hits, n, rate, alternative="greater").pvalue
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("n", [4, 8, 50, 1000])
def test_the_confidence_interval_of_a_bias_is_that_of_students_t(n):
    values = np.random.default_rng(n).normal(3.0, 2.0, n)
    low, high = stats.t.interval(0.95, n - 1, loc=values.mean(), scale=stats.sem(values))
    assert scalars.limits_of_agreement(values).bias_ci == pytest.approx((low, high), rel=1e-9)


@pytest.mark.parametrize(
    ("n", "low", "high"), [(30, 0.849, 1.217), (100, 0.911, 1.109), (200, 0.935, 1.074), (400, 0.953, 1.052)]
)
def test_the_confidence_interval_of_sigma_is_that_of_the_reference(n, low, high):
    ours = sigma.relative_interval(np.array([n]))
    assert (ours[0][0], ours[1][0]) == pytest.approx((low, high), abs=5e-4)
    freedom = 2 * n
    theirs = np.sqrt(freedom / stats.chi2.ppf([0.975, 0.025], freedom))
    assert (ours[0][0], ours[1][0]) == pytest.approx(tuple(theirs), rel=1e-9)


def test_an_intraclass_correlation_is_that_of_a_two_way_analysis_of_variance():
    rng = np.random.default_rng(3)
    ratings = rng.normal(0, 5, (20, 1)) + rng.normal(0, 1, (1, 4)) + rng.normal(0, 2, (20, 4))
    ours = scalars.intraclass(ratings)
    total = np.square(ratings - ratings.mean()).sum()
    assert 19 * ours.between + 3 * ours.raters + 57 * ours.residual == pytest.approx(total)
    assert ours.between / ours.within == pytest.approx(stats.f_oneway(*ratings).statistic)
