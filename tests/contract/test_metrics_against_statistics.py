"""κ, tests and intervals against statsmodels and scipy."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from statsmodels.formula import api as formula
from statsmodels.stats import anova, inter_rater, multitest, multivariate

from palpate.quality import agreement, flag_agreement, position, scalars, sigma, visibility

EXACT = 1e-9

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


@given(st.integers(0, 10_000), st.integers(4, 60))
def test_hotellings_test_is_that_of_statsmodels(seed, n):
    errors = np.random.default_rng(seed).normal(0.3, [1.0, 4.0], (n, 2)) @ np.array([[1.0, 0.6], [0.0, 0.8]])
    test = position.hotelling(position.moments(errors[:, None]))
    theirs = multivariate.test_mvmean(errors)
    assert test.t2[0] == pytest.approx(theirs.t2, rel=EXACT)
    assert test.f[0] == pytest.approx(theirs.statistic, rel=EXACT)
    assert test.p[0] == pytest.approx(theirs.pvalue, rel=EXACT)


@given(st.integers(0, 10_000), st.integers(2, 60))
def test_mean_and_covariance_are_those_of_numpy(seed, n):
    errors = np.random.default_rng(seed).normal(100.0, 3.0, (n, 2))
    found = position.moments(errors[:, None])
    assert found.bias[0] == pytest.approx(errors.mean(axis=0), rel=EXACT)
    assert found.covariance[0] == pytest.approx(np.cov(errors.T), rel=EXACT, abs=EXACT)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(2, 15), st.integers(2, 5))
def test_the_mean_squares_of_an_intraclass_correlation_are_those_of_statsmodels(seed, targets, raters):
    rng = np.random.default_rng(seed)
    ratings = rng.normal(0, 5, (targets, 1)) + rng.normal(0, 1, (1, raters))
    ratings = ratings + rng.normal(0, 2, (targets, raters))
    check_intraclass(ratings)


def check_intraclass(ratings):
    """Hold an intraclass correlation against a two-way analysis of variance by least squares."""
    n, k = ratings.shape
    target, rater = (index.ravel() for index in np.indices(ratings.shape))
    table = pandas.DataFrame({"value": ratings.ravel(), "target": target, "rater": rater})
    both = anova.anova_lm(formula.ols("value ~ C(target) + C(rater)", table).fit())
    one = anova.anova_lm(formula.ols("value ~ C(target)", table).fit())
    between, judges, residual = both["mean_sq"]
    within = one["mean_sq"].iloc[-1]
    ours = scalars.intraclass(ratings)
    size = np.square(ratings).sum()
    expected = {
        "between": between,
        "raters": judges,
        "residual": residual,
        "within": within,
    }
    for name, value in expected.items():
        assert getattr(ours, name) == pytest.approx(value, rel=EXACT, abs=EXACT * size), name
    icc = (between - residual) / (between + (k - 1) * residual + k * (judges - residual) / n)
    assert ours.icc21 == pytest.approx(icc, rel=EXACT, abs=EXACT)
    assert ours.icc11 == pytest.approx(
        (between - within) / (between + (k - 1) * within), rel=EXACT, abs=EXACT
    )
    assert ours.sem_consistency == pytest.approx(np.sqrt(residual), rel=EXACT, abs=EXACT)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 40), st.integers(2, 5))
def test_the_kappas_of_raters_are_those_of_statsmodels(seed, poses, raters):
    rng = np.random.default_rng(seed)
    flags = rng.integers(0, 3, (poses, raters, 2)).astype(np.int8)
    found = flag_agreement.flag_agreement(flags, np.arange(poses), levels=flag_agreement.COLLAPSED)
    everything = np.concatenate([flags[:, :, 0], flags[:, :, 1]])
    table = inter_rater.aggregate_raters(everything, n_cat=3)[0]
    assert found.pooled.kappa == pytest.approx(inter_rater.fleiss_kappa(table), abs=EXACT)
    for k, kappa in enumerate(found.kappas):
        table = inter_rater.aggregate_raters(flags[:, :, k], n_cat=3)[0]
        theirs = inter_rater.fleiss_kappa(table)
        if raters == 2:
            square = visibility.confusion(flags[:, :1, k], flags[:, 1:2, k], levels=(0, 1, 2))[0]
            theirs = inter_rater.cohens_kappa(square, return_results=False)
        assert kappa.value == pytest.approx(theirs, abs=EXACT)


def test_a_common_tier_leaves_randolphs_kappa_between_fleiss_and_ac1():
    flags = np.random.default_rng(4).choice(3, (200, 3), p=[0.02, 0.08, 0.9])
    counts = inter_rater.aggregate_raters(flags, n_cat=3)[0]
    randolph = inter_rater.fleiss_kappa(counts, method="randolph")
    ours = agreement.fleiss_kappa(counts)
    assert ours.kappa < randolph < flag_agreement.gwet_ac1(ours)


@pytest.fixture
def real_errors(shared_data: Path):
    """What a published model's detections are off the people of four real pictures, px."""
    truth = json.loads((shared_data / "mmpose/coco/test_coco.json").read_text(encoding="utf-8"))
    results = json.loads((shared_data / "xtcocoapi/example_coco_preds.json").read_text(encoding="utf-8"))
    pairs = []
    for person in truth["annotations"]:
        gold = np.array(person["keypoints"], dtype=float).reshape(-1, 3)
        known = gold[:, 2] > 0
        near = [
            np.array(r["keypoints"]).reshape(-1, 3) for r in results if r["image_id"] == person["image_id"]
        ]
        if known.sum() >= 8:
            best = min(near, key=lambda pose: np.abs(pose[known, :2] - gold[known, :2]).sum())
            pairs.append((best[:, :2], np.where(known[:, None], gold[:, :2], np.nan)))
    return np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])


def test_real_errors_have_the_bias_that_statsmodels_finds(real_errors):
    found, gold = real_errors
    errors = found - gold
    test = position.hotelling(position.moments(errors))
    compared = 0
    for k in range(errors.shape[1]):
        known = errors[:, k][~np.isnan(errors[:, k, 0])]
        if len(known) >= position.MIN_N:
            assert test.p[k] == pytest.approx(multivariate.test_mvmean(known).pvalue, rel=EXACT)
            compared += 1
    assert compared >= 8


def test_real_limb_lengths_have_the_correlation_that_statsmodels_finds(real_errors):
    lengths = [np.linalg.norm(side[:, 5] - side[:, 6], axis=1) for side in real_errors]
    table = np.stack(lengths, axis=1)
    table = table[~np.isnan(table).any(axis=1)]
    assert len(table) >= 5
    check_intraclass(table)
