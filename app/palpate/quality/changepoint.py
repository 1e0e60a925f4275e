"""Whether and when a person's errors at a keypoint became others.

One change is looked for in a series of error vectors in the order of time. The statistic is the maximally
selected Hotelling statistic: of all places where the series may be parted, at least a tenth of it from either
end, the one where the means before and after differ most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats

MIN_N = 20
"""Errors below which no change is looked for."""

_EDGE = 0.1  # share of the series at either end in which no change is looked for
_FLAT = 1e-12  # px²: less spread than this is rounding

TOO_SHORT = f"fewer than {MIN_N} errors in the series"
NO_VARIATION = "no variation: all errors are the same"
ONE_TIME = "all errors have the same time"


@dataclass(frozen=True, slots=True)
class Shift:
    """The likeliest change in a series.

    Attributes
    ----------
    at
        Place in the series of the first error after the change; None where none could be looked for.
    statistic
        The maximum.
    p
        Probability of a maximum at least as large without any change, not adjusted for other series.
    before, after
        Mean errors on either side, px.
    reason
        Why there is none.
    """

    at: int | None
    statistic: float | None = None
    p: float | None = None
    before: tuple[float, float] = (0.0, 0.0)
    after: tuple[float, float] = (0.0, 0.0)
    reason: str = ""

    @property
    def step_px(self) -> float:
        """How far the mean error moved."""
        return float(np.hypot(self.after[0] - self.before[0], self.after[1] - self.before[1]))


def shift_in(errors: Floats, times: Floats | None = None) -> Shift:
    """Look for one change of the mean in ``(N, 2)`` independent errors in the order of time, px.

    Parameters
    ----------
    times
        ``(N,)`` ascending; the series is parted only between two that differ, for what has the same time has
        no order. All differ if None.

    Notes
    -----
    With Z_k = √(k (N − k) ÷ N) (mean before − mean after) and S the covariance of all N errors, the maximum
    of Z_k' S⁻¹ Z_k over k behaves without a change like that of the squared norm of a two-dimensional
    Brownian bridge divided by its variance. Its tail beyond x is, with a part ε left out at either end,
    x e^(−x/2) ÷ 2 · ((1 − 2/x) ln((1 − ε)²/ε²) + 4/x) (Vostrikova 1981; Csörgő and Horváth 1997, 1.3).
    S holds the change as well, which makes the test conservative, the more so the shorter the series.
    """
    places = np.flatnonzero(np.isfinite(errors).all(axis=1))
    known = errors[places]
    n = len(known)
    if n < MIN_N:
        return Shift(None, reason=TOO_SHORT)
    centred = known - known.mean(axis=0)
    spread, along = np.linalg.eigh(centred.T @ centred / (n - 1))
    varies = spread > _FLAT
    if not varies.any():
        return Shift(None, reason=NO_VARIATION)
    white = (centred @ along)[:, varies] / np.sqrt(spread[varies])
    first = max(2, int(np.ceil(_EDGE * n)))
    k = np.arange(first, n - first + 1)
    if times is not None:
        k = k[times[places[k]] > times[places[k - 1]]]
    if not len(k):
        return Shift(None, reason=ONE_TIME)
    sums = np.cumsum(white, axis=0)[k - 1]
    statistics = np.square(sums).sum(axis=1) * n / (k * (n - k))
    best = int(np.argmax(statistics))
    at, most = int(k[best]), float(statistics[best])
    before, after = known[:at].mean(axis=0), known[at:].mean(axis=0)
    return Shift(
        at=int(places[at]),
        statistic=most,
        p=tail_of_maximum(most, edge=_EDGE),
        before=(float(before[0]), float(before[1])),
        after=(float(after[0]), float(after[1])),
    )


def tail_of_maximum(statistic: float, *, edge: float) -> float:
    """Return the probability that the maximum exceeds a value without a change; see `shift_in`.

    Where the approximation would fall again towards small values, where it does not hold, it is 1.
    """
    width = 2.0 * np.log((1.0 - edge) / edge)
    if statistic <= 4.0 - 4.0 / width:
        return 1.0
    return float(min(1.0, 0.5 * np.exp(-0.5 * statistic) * ((statistic - 2.0) * width + 4.0)))
