"""Gold's own error against the analysis of variance of statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from palpate.quality.gold_error import gold_error


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("times", [2, 3, 5])
def test_the_spread_is_the_mean_square_within_poses(times: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    truth = chance.uniform(0.0, 900.0, (15, 1, 2))
    repeats = truth + chance.normal(0.0, 3.0, (times, 15, 1, 2))
    within = 0.0
    for axis in (0, 1):
        table = pd.DataFrame({"value": repeats[:, :, 0, axis].ravel(), "pose": np.tile(np.arange(15), times)})
        within += float(anova_lm(ols("value ~ C(pose)", data=table).fit()).loc["Residual", "mean_sq"])
    assert gold_error(repeats, ["a"]).variance[0] == pytest.approx(within, rel=1e-9)
