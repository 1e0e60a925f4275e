"""Whether a batch of labels passes, from a sample of it: by attributes, unit by unit.

A unit is one instance in one frame, a defect one that does not conform: OKS below the target, a critical
keypoint beyond its tolerance, sides mixed up, or a wrong tier on a critical keypoint. A plan of fixed size is
never stopped early because it looks good; the sequential one may be. Source: domain reference 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Floats

_LETTERS = "ABCDEFGHJKLMNPQR"
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
LIMITS = (0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25, 0.4, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0)
"""Acceptance quality limits of the standard, in per cent."""

# Both tables are the same along diagonals: the place of the letter plus that of the limit.
_ZERO = 14
_NORMAL = {17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21}
_TIGHTENED = {18: 1, 19: 2, 20: 3, 21: 5, 22: 8, 23: 12, 24: 18}
_REJECTED_TO_TIGHTEN, _OF, _ACCEPTED_TO_RELAX = 2, 5, 5


class Severity(StrEnum):
    """How strictly batches are inspected."""

    NORMAL = "normal"
    TIGHTENED = "tightened"


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """Inspect n units and accept the batch with up to c defects.

    Attributes
    ----------
    letter
        Code letter of the standard; of the plan that is used, which an arrow may have led to.
    """

    n: int
    c: int
    letter: str = ""

    def accepts(self, defects: int) -> bool:
        """Tell whether a batch with so many defects in its sample passes."""
        return defects <= self.c

    def chance(self, rates: Floats) -> Floats:
        """Return the operating characteristic: the probability of accepting batches of these defect rates."""
        from scipy.special import bdtr

        return np.asarray(bdtr(self.c, self.n, np.asarray(rates, dtype=np.float64)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Bound:
    """A defect rate and how far it may lie from what the sample shows.

    Attributes
    ----------
    rate
        Defects ÷ units; None where there is no unit.
    low, high
        Limits of the true rate; None where there is no unit.
    reason
        Why they are not known.
    """

    rate: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sequential:
    """Wald's sequential test between two defect rates.

    Attributes
    ----------
    slope, accept_at, reject_at
        After n units with x defects: accept if x ≤ slope · n − accept_at, reject if
        x ≥ slope · n + reject_at.
    cap
        Units after which the nearer of the two lines decides.
    """

    slope: float
    accept_at: float
    reject_at: float
    cap: int

    def decide(self, defects: int, n: int) -> bool | None:
        """Return whether the batch passes, None while more units are needed."""
        if defects <= self.slope * n - self.accept_at:
            return True
        if defects >= self.slope * n + self.reject_at:
            return False
        if n < self.cap:
            return None
        return defects <= self.slope * n + 0.5 * (self.reject_at - self.accept_at)

    @property
    def earliest(self) -> int:
        """Units without a defect after which a batch is accepted."""
        return int(np.ceil(self.accept_at / self.slope - 1e-12))


def wilson(defects: int, n: int, *, confidence: float = 0.95, two_sided: bool = False) -> Bound:
    """Return Wilson's limits of a defect rate.

    One-sided, each limit holds by itself with the confidence stated; two-sided, both together do.

    Notes
    -----
    Wilson 1927: centre (p̂ + z²/2n) ÷ (1 + z²/n), half the width z √(p̂(1 − p̂)/n + z²/4n²) ÷ (1 + z²/n).
    """
    from scipy.special import ndtri

    _refuse_impossible(defects, n)
    if not n:
        return Bound(None, None, None, "nothing was inspected")
    z = float(ndtri(0.5 + confidence / 2.0 if two_sided else confidence))
    p, shrink = defects / n, 1.0 + z * z / n
    centre = (p + z * z / (2.0 * n)) / shrink
    half = z * float(np.sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n))) / shrink
    low, high = (0.0 if defects == 0 else centre - half), (1.0 if defects == n else centre + half)
    return Bound(p, low, high)


def clopper_pearson(defects: int, n: int, *, confidence: float = 0.95, two_sided: bool = False) -> Bound:
    """Return the exact limits of a defect rate (Clopper and Pearson 1934); sides as in `wilson`."""
    from scipy.special import betaincinv

    _refuse_impossible(defects, n)
    if not n:
        return Bound(None, None, None, "nothing was inspected")
    tail = (1.0 - confidence) / 2.0 if two_sided else 1.0 - confidence
    low = float(betaincinv(defects, n - defects + 1, tail)) if defects else 0.0
    high = float(betaincinv(defects + 1, n - defects, 1.0 - tail)) if defects < n else 1.0
    return Bound(defects / n, low, high)


def passes(defects: int, n: int, *, limit: float, confidence: float = 0.95) -> bool | None:
    """Tell whether the one-sided upper Wilson limit of the defect rate is within a limit; None if n is 0."""
    bound = wilson(defects, n, confidence=confidence)
    return None if bound.high is None else bound.high <= limit


def sample_plan(batch: int, limit: float, *, severity: Severity = Severity.NORMAL) -> SamplePlan:
    """Return the single sampling plan of ISO 2859-1, general inspection level II.

    Parameters
    ----------
    batch
        Units in it.
    limit
        Acceptance quality limit in per cent, one of `LIMITS`.

    Notes
    -----
    Where the standard's table shows an arrow, the plan it leads to is used, with that plan's sample size. A
    sample that would be larger than the batch is the whole of it.

    Raises
    ------
    UsageError
        If there is no such limit, or the batch has fewer than two units.
    """
    if limit not in LIMITS:
        known = ", ".join(f"{one:g}" for one in LIMITS)
        raise UsageError(f"there is no acceptance limit of {limit:g} %; the standard has {known}")
    if batch < 2:
        raise UsageError("a batch needs at least two units to sample from")
    column = LIMITS.index(limit)
    row = _led_to(int(np.searchsorted(_LOTS, batch)), column, severity)
    accepted = _accepted(row + column, severity)
    assert accepted is not None
    return SamplePlan(min(_SIZES[row], batch), accepted, _LETTERS[row])


def severity_after(accepted: Sequence[bool]) -> Severity:
    """Return how the next batch is inspected, from what became of those before, oldest first.

    Two of up to five in a row rejected lead to tightened inspection, five in a row accepted back.
    """
    severity, since = Severity.NORMAL, 0
    for at in range(len(accepted)):
        window = accepted[max(since, at - _OF + 1) : at + 1]
        if severity is Severity.NORMAL and window.count(False) >= _REJECTED_TO_TIGHTEN:
            severity, since = Severity.TIGHTENED, at + 1
        elif severity is Severity.TIGHTENED and len(window) == _ACCEPTED_TO_RELAX and all(window):
            severity, since = Severity.NORMAL, at + 1
    return severity


def sequential(
    good: float, bad: float, *, alpha: float = 0.05, beta: float = 0.10, cap: int = 0
) -> Sequential:
    """Return Wald's test (1945) between a good and a bad defect rate.

    Parameters
    ----------
    alpha, beta
        Probability of rejecting a good batch, and of accepting a bad one.
    cap
        Units at most; three times the earliest acceptance if 0.

    Raises
    ------
    UsageError
        If the rates or probabilities are not in order.
    """
    if not 0.0 < good < bad < 1.0:
        raise UsageError("the bad defect rate must lie above the good one, both between 0 and 1")
    if not (0.0 < alpha < 0.5 and 0.0 < beta < 0.5):
        raise UsageError("both risks of the sequential test must lie between 0 and one half")
    unit = float(np.log(bad * (1.0 - good) / (good * (1.0 - bad))))
    found = Sequential(
        slope=float(np.log((1.0 - good) / (1.0 - bad))) / unit,
        accept_at=float(np.log((1.0 - alpha) / beta)) / unit,
        reject_at=float(np.log((1.0 - beta) / alpha)) / unit,
        cap=cap,
    )
    return found if cap else Sequential(found.slope, found.accept_at, found.reject_at, 3 * found.earliest)


def _led_to(row: int, column: int, severity: Severity) -> int:
    """Follow the arrows of the table to the row whose plan is used."""
    zero = _ZERO if severity is Severity.NORMAL else _ZERO + 1
    table = _NORMAL if severity is Severity.NORMAL else _TIGHTENED
    place = row + column
    if place == zero + 1 and severity is Severity.NORMAL and row:
        return row - 1
    if place > max(table):
        return max(table) - column
    while _accepted(row + column, severity) is None:
        row += 1
    return row


def _accepted(place: int, severity: Severity) -> int | None:
    if severity is Severity.NORMAL:
        return 0 if place == _ZERO else _NORMAL.get(place)
    return 0 if place == _ZERO + 1 else _TIGHTENED.get(place)


def _refuse_impossible(defects: int, n: int) -> None:
    if not 0 <= defects <= n:
        raise UsageError(f"{defects} defects of {n} units cannot be; check what was counted")
