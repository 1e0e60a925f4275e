"""Acceptance sampling against scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, binom
from statsmodels.stats.proportion import proportion_confint

from palpate.quality.acceptance import SamplePlan, clopper_pearson, wilson

CASES = [(int(k), int(n)) for n in (1, 7, 59, 80, 500) for k in {0, 1, n // 3, n - 1, n}]


@pytest.mark.parametrize(("defects", "n"), CASES)
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_bounds_are_those_of_statsmodels(defects: int, n: int, confidence: float) -> None:
    for ours, method in ((wilson, "wilson"), (clopper_pearson, "beta")):
        theirs = proportion_confint(defects, n, alpha=1.0 - confidence, method=method)
        bound = ours(defects, n, confidence=confidence, two_sided=True)
        assert (bound.low, bound.high) == pytest.approx(theirs, abs=1e-9)
        # A one-sided limit is that of twice the risk.
        theirs = proportion_confint(defects, n, alpha=2.0 * (1.0 - confidence), method=method)
        bound = ours(defects, n, confidence=confidence)
        assert (bound.low, bound.high) == pytest.approx(theirs, abs=1e-9)


def test_exact_limits_are_quantiles_of_the_beta_distribution() -> None:
    rng = np.random.default_rng(2)
    for n in rng.integers(2, 400, 50):
        k = int(rng.integers(0, n))
        high = clopper_pearson(k, int(n)).high
        assert high == pytest.approx(beta.ppf(0.95, k + 1, n - k), abs=1e-9)


def test_the_operating_characteristic_is_the_binomial_distribution() -> None:
    rates = np.linspace(0.0, 1.0, 101)
    for n, c in ((80, 5), (13, 0), (500, 21)):
        assert SamplePlan(n, c).chance(rates) == pytest.approx(binom.cdf(c, n, rates), abs=1e-9)
