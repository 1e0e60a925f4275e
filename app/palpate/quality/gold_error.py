"""Gold's own error: how far apart somebody puts the same keypoint twice, and what it leaves of others' error.

Nobody can be found better than the gold that judges them: its spread is the floor under every score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.quality.points import placed
from palpate.quality.sigma import relative_interval

MIN_N = 10
"""Repeats from which on a keypoint tells its own spread; below, those of its type are pooled."""


@dataclass(frozen=True, slots=True)
class GoldError:
    """The spread of gold per keypoint; NaN where too little was marked twice.

    Attributes
    ----------
    n
        ``(K,)`` repeats of the keypoint: placements of the same one beyond the first.
    pooled_n
        ``(K,)`` those that the number rests on; larger than `n` where its type was pooled, 0 where unknown.
    variance
        ``(K,)`` px², of one placement around its mean, both axes together.
    low_px, high_px
        ``(K,)`` 95 % limits of the SD.
    """

    n: Ints
    pooled_n: Ints
    variance: Floats
    low_px: Floats
    high_px: Floats

    @property
    def sd_px(self) -> Floats:
        """``(K,)`` radial SD of one placement, px."""
        return np.asarray(np.sqrt(self.variance))


def gold_error(repeats: Floats, types: Sequence[str]) -> GoldError:
    """Estimate the error of gold from what was marked several times.

    Parameters
    ----------
    repeats
        ``(R, N, K, 2)`` px: R placements of N poses, NaN where one is missing. They are independent of each
        other: of one person who did not see the first, or of several people.
    types
        K kinds; a keypoint that was repeated fewer than 10 times takes the spread of its kind.

    Notes
    -----
    The pooled within-pose variance Σ |x − x̄|² ÷ Σ (m − 1), m placements of a pose; for two this is
    Dahlberg's Σ d² ÷ 2n (Dahlberg 1940, *Statistical methods for medical and biological students*), summed
    over both axes. Between two people it is the mean of their two variances and holds half the square of what
    they differ by in the mean. Limits by χ² with 2n degrees of freedom, as for σ (domain reference 1.9).
    """
    known = placed(repeats)
    m = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known[..., None], repeats, 0.0).sum(axis=0) / m[..., None]
        off = np.where(known[..., None], repeats - mean, 0.0)
    squares = np.square(off).sum(axis=(0, 1, 3))
    n = np.maximum(m - 1, 0).sum(axis=0).astype(np.int64)
    codes = np.unique(np.array(types, dtype=np.str_), return_inverse=True)[1]
    of_type_n = np.bincount(codes, weights=n)[codes] if len(codes) else np.zeros(0)
    of_type = np.bincount(codes, weights=squares)[codes] if len(codes) else np.zeros(0)
    own = n >= MIN_N
    pooled_n = np.where(own, n, np.where(of_type_n >= MIN_N, of_type_n, 0)).astype(np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = np.where(own, squares, of_type) / np.where(pooled_n > 0, pooled_n, np.nan)
    low, high = relative_interval(pooled_n)
    sd = np.sqrt(variance)
    return GoldError(n, pooled_n, np.asarray(variance), np.asarray(sd * low), np.asarray(sd * high))


def without_gold_px(rmse_px: Floats, variance: Floats) -> Floats:
    """Return ``(K,)`` px what is left of errors to gold without gold's own, as a root mean square.

    √max(0, MSE − variance of gold): the two are independent, so their squares add up. What comes out below
    zero is chance, and no error can be told from gold's. NaN where either is unknown.
    """
    left = np.square(rmse_px) - variance
    return np.asarray(np.sqrt(np.where(np.isnan(left), np.nan, np.maximum(left, 0.0))))
