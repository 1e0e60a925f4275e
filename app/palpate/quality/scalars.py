"""Agreement on one number (an angle, a length, one axis): Bland–Altman limits and intraclass correlation.

Never for raw pixel coordinates: their spread between frames makes any ICC look perfect.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats

Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Limits:
    """Bland–Altman limits of agreement, in the unit of the values.

    Attributes
    ----------
    bias, sd
        Mean and standard deviation (n − 1) of the differences.
    low, high
        Bias ± 1.96 SD: where 95 % of differences lie if they are normal.
    bias_ci
        95 % confidence interval of the bias.
    se
        Standard error of either limit.
    """

    n: int
    bias: float
    sd: float
    low: float
    high: float
    bias_ci: tuple[float, float]
    se: float


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Intraclass correlations of n targets rated by k raters, and the error of one rating.

    Attributes
    ----------
    between, within, raters, residual
        Mean squares: targets (BMS), within targets (WMS), raters (JMS), residual (EMS).
    icc11, icc21, icc31
        One-way; two-way random, absolute agreement; two-way mixed, consistency. Single ratings.
        NaN where all values are equal.
    sem_agreement, sem_consistency
        Standard error of a rating, with and without the raters' own offsets; unit of the values.
    """

    between: float
    within: float
    raters: float
    residual: float
    icc11: float
    icc21: float
    icc31: float
    sem_agreement: float
    sem_consistency: float

    @property
    def mdc95_agreement(self) -> float:
        """Smallest change that is not chance between two ratings of different raters."""
        return Z95 * float(np.sqrt(2.0)) * self.sem_agreement

    @property
    def mdc95_consistency(self) -> float:
        """Smallest change that is not chance between two ratings of one rater."""
        return Z95 * float(np.sqrt(2.0)) * self.sem_consistency


def limits_of_agreement(differences: Floats) -> Limits | None:
    """Return Bland–Altman limits of ``(N,)`` differences, NaN left out; None with fewer than two.

    The standard error of a limit is SD √(1/n + 1.96² / (2 (n − 1))) (Bland and Altman 1999).
    """
    from scipy.special import stdtrit

    values = differences[~np.isnan(differences)]
    n = len(values)
    if n < 2:
        return None
    bias, sd = float(values.mean()), float(values.std(ddof=1))
    reach = float(stdtrit(n - 1, 0.975)) * sd / np.sqrt(n)
    error = float(sd * np.sqrt(1.0 / n + Z95**2 / (2.0 * (n - 1))))
    return Limits(n, bias, sd, bias - Z95 * sd, bias + Z95 * sd, (bias - reach, bias + reach), error)


def intraclass(ratings: Floats) -> Intraclass | None:
    """Return intraclass correlations of ``(n, k)`` ratings; rows with NaN are left out.

    None with fewer than two targets or raters. Source: Shrout and Fleiss 1979.
    """
    table = np.ascontiguousarray(ratings.T)  # sums run along rows
    unknown = np.isnan(table).any(axis=0)
    table = table[:, ~unknown] if unknown.any() else table
    k, n = table.shape
    if n < 2 or k < 2:
        return None
    targets, raters = table.mean(axis=0), table.mean(axis=1)
    bms = k * float(targets.var(ddof=1))
    jms = n * float(raters.var(ddof=1))
    apart = table - targets
    wms = float(np.square(apart).sum()) / (n * (k - 1))
    apart -= (raters - table.mean())[:, None]
    ems = float(np.square(apart).sum()) / ((n - 1) * (k - 1))
    return Intraclass(
        between=bms,
        within=wms,
        raters=jms,
        residual=ems,
        icc11=_ratio(bms - wms, bms + (k - 1) * wms),
        icc21=_ratio(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        icc31=_ratio(bms - ems, bms + (k - 1) * ems),
        sem_agreement=float(np.sqrt(max((jms - ems) / n + ems, 0.0))),
        sem_consistency=float(np.sqrt(ems)),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
