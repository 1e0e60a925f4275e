"""σ of a keypoint from repeated placements: how far apart people put it, as a fraction of scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats, Ints

MIN_N = 50  # below this many placements the preset says more (domain reference 1.9)
TO_GOLD = 1.0
BETWEEN_PAIRS = 0.5
_LN2 = float(np.log(2.0))


@dataclass(frozen=True, slots=True)
class Sigmas:
    """σ of K keypoints, dimensionless; NaN where n is 0.

    Attributes
    ----------
    n
        ``(K,)`` placements.
    sigma
        ``(K,)`` from the mean square.
    robust
        ``(K,)`` from the median, which 1–2 % of gross outliers leave alone.
    low, high
        ``(K,)`` confidence limits of σ.
    """

    n: Ints
    sigma: Floats
    robust: Floats
    low: Floats
    high: Floats


def to_consensus(raters: int) -> float:
    """Return the variance factor for distances to the mean of several annotators, oneself included."""
    return raters / (raters - 1.0)


def sigmas_from(distances: Floats, scale_px: Floats, *, factor: float, confidence: float = 0.95) -> Sigmas:
    """Estimate σ from distances between repeated placements.

    Parameters
    ----------
    distances
        ``(N, K)`` px, NaN where not placed twice.
    scale_px
        ``(N,)`` s in px.
    factor
        By what the distances run between: `TO_GOLD`, `BETWEEN_PAIRS` or `to_consensus`.

    Notes
    -----
    σ² = factor · mean(d²/s²), robustly factor · median(d²/s²) / ln 2; the interval is that of N errors in
    the plane, χ² with 2N degrees of freedom (domain reference 1.9). A bias that all share stays unseen
    unless the distances run to gold.
    """
    ratios = np.square(distances / np.where(scale_px > 0, scale_px, np.nan)[:, None])
    columns = [column[~np.isnan(column)] for column in ratios.T]
    n = np.array([len(column) for column in columns], dtype=np.int64)
    sigma = np.sqrt([factor * column.mean() if len(column) else np.nan for column in columns])
    median = np.array([np.median(column) if len(column) else np.nan for column in columns])
    low, high = relative_interval(n, confidence=confidence)
    return Sigmas(n, sigma, np.sqrt(factor * median / _LN2), sigma * low, sigma * high)


def relative_interval(n: Ints, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the confidence limits of σ from n placements, as multiples of its estimate; NaN for n = 0."""
    from scipy.special import chdtri

    freedom = np.where(n > 0, 2.0 * n, np.nan)
    tail = (1.0 - confidence) / 2.0
    return np.sqrt(freedom / chdtri(freedom, tail)), np.sqrt(freedom / chdtri(freedom, 1.0 - tail))
