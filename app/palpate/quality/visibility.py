"""Agreement on visibility: confusion of tiers, Cohen's κ, and occluded points that were flagged visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.visibility import rank, three_tiers

TOLERATED_RATE = 0.10
"""Share of gold-occluded placements that may be flagged visible before it counts against a keypoint.

The limit between *visible* and *estimated* is a judgement; one in ten differing is no fault of training.
"""

Weights = Literal["none", "linear", "quadratic"]
NO_VARIATION = "no variation: one category only"
NOTHING_RATED = "nothing rated by both"
_NARROW = 4  # keypoints; so few are counted in one go
_ROWS = 255  # at a time: no count of them exceeds a byte, and bytes are added 64 at once


@dataclass(frozen=True, slots=True)
class Kappa:
    """Chance-corrected agreement.

    Attributes
    ----------
    value
        κ; None where it cannot be estimated, with the reason.
    agreement, expected
        Share of equal ratings (weighted, if so asked), and the share that chance alone would give;
        None if nothing was rated.
    """

    value: float | None
    agreement: float | None = None
    expected: float | None = None
    reason: str = ""


def confusion(gold: Codes, labels: Codes, *, levels: Sequence[int]) -> Ints:
    """Count pairs of tiers per keypoint.

    Parameters
    ----------
    gold, labels
        ``(N, K)`` visibility codes; a pair is left out where either is not among the levels.
    levels
        Codes in the order of rows and columns.

    Returns
    -------
    ``(K, L, L)``: rows gold, columns labels.
    """
    counts = np.zeros((gold.shape[1], len(levels), len(levels)), dtype=np.int64)
    narrow = gold.shape[1] < _NARROW
    step = max(len(gold), 1) if narrow else _ROWS
    for start in range(0, len(gold), step):
        first, second = gold[start : start + step], labels[start : start + step]
        if first.size and (first == first[0, 0]).all() and (second == second[0, 0]).all():
            if first[0, 0] in levels and second[0, 0] in levels:
                counts[:, levels.index(first[0, 0]), levels.index(second[0, 0])] += len(first)
            continue
        in_gold = {a: found for a, level in enumerate(levels) if (found := first == level).any()}
        in_labels = {b: found for b, level in enumerate(levels) if (found := second == level).any()}
        for a, there in in_gold.items():
            for b, here in in_labels.items():
                both = there & here
                counts[:, a, b] += (
                    np.count_nonzero(both, axis=0)
                    if narrow
                    else both.view(np.uint8).sum(axis=0, dtype=np.uint8)
                )
    return counts


def collapsed(counts: Ints, *, levels: Sequence[int]) -> Ints:
    """Merge ``(..., L, L)`` counts to absent, occluded, visible as COCO tells them apart."""
    tier = three_tiers(np.asarray(levels, dtype=np.int8))
    merge = (tier[:, None] == np.arange(3)).astype(np.int64)
    return np.asarray(merge.T @ counts @ merge)


def ordered_levels(levels: Sequence[int]) -> tuple[int, ...]:
    """Return tiers from absent to visible by rank, the order that weighted κ needs."""
    codes = np.asarray(levels, dtype=np.int8)
    return tuple(int(code) for code in codes[np.argsort(rank(codes))])


def cohen_kappa(counts: Ints, *, weights: Weights = "none") -> Kappa:
    """Return Cohen's κ of one confusion matrix.

    Parameters
    ----------
    counts
        ``(L, L)``: rows gold, columns labels; for weighted forms in the order of the tiers.
    weights
        ``none`` counts equal pairs only; ``linear`` and ``quadratic`` give partial credit for near ones.

    Notes
    -----
    κ = (p_o − p_e) / (1 − p_e); source: Cohen 1960 and 1968, domain reference 1.8.
    """
    total = counts.sum()
    if not total:
        return Kappa(None, reason=NOTHING_RATED)
    shares = counts / total
    credit = _credit(len(counts), weights)
    agreement = float((credit * shares).sum())
    expected = float(shares.sum(axis=1) @ credit @ shares.sum(axis=0))
    if expected >= 1.0 - 1e-12:
        return Kappa(None, agreement, expected, NO_VARIATION)
    return Kappa((agreement - expected) / (1.0 - expected), agreement, expected)


def raw_agreement(counts: Ints) -> Floats:
    """Return the share of equal pairs of ``(..., L, L)`` counts; NaN where there is none."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.trace(counts, axis1=-2, axis2=-1) / counts.sum(axis=(-2, -1)))


def recall_and_precision(counts: Ints, level: int) -> tuple[float | None, float | None]:
    """Return how much of gold's level was found, and how much of what was called so is so; None for 0/0."""
    hits = int(counts[level, level])
    in_gold, in_labels = int(counts[level].sum()), int(counts[:, level].sum())
    return (hits / in_gold if in_gold else None), (hits / in_labels if in_labels else None)


def too_often(hits: Ints, n: Ints, *, rate: float = TOLERATED_RATE) -> Floats:
    """Return the exact one-sided binomial probability of at least so many hits at the tolerated rate.

    Parameters
    ----------
    hits, n
        ``(K,)`` occluded placements flagged visible, and occluded placements; independent ones.

    Returns
    -------
    ``(K,)``: NaN where n is 0.
    """
    from scipy.special import betainc

    hits, n = np.asarray(hits), np.asarray(n)
    above = np.maximum(hits, 1)
    tail = betainc(above, np.maximum(n - above, 0) + 1, rate)
    return np.where(n == 0, np.nan, np.where(hits == 0, 1.0, tail))


def _credit(size: int, weights: Weights) -> Floats:
    if weights == "none":
        return np.eye(size)
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
    return np.asarray(1.0 - (steps if weights == "linear" else np.square(steps)))
