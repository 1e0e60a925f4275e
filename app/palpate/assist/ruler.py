"""Anatomical rulers: keypoints of a chain at their fractions of a curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.curves import cubic, pchip_slopes, secants
from palpate.base.errors import UsageError
from palpate.model.arrays import Floats

_STEPS = 512  # samples of a curve for its length and for what is nearest on it
_REFINED = 24  # halvings of the interval around the nearest sample


@dataclass(frozen=True, slots=True)
class Ruler:
    """A smooth curve through what is placed of a chain, read by anatomical fraction.

    x and y are monotone between neighbouring knots (PCHIP over the fraction), so that the curve has no bulge
    that nobody placed. Two knots make a straight line; each further one bends it. The spine's fractions are
    shares of the path over the skin from C7. Source: domain reference 4.3, *spine ruler*.

    Attributes
    ----------
    fractions
        ``(N,)`` strictly ascending.
    places
        ``(N, 2)`` px, corner origin.
    """

    fractions: Floats
    places: Floats

    @staticmethod
    def through(fractions: Floats, places: Floats) -> Ruler:
        """Lay a ruler through N placed keypoints, in any order.

        Raises
        ------
        UsageError
            If there are fewer than two, two have the same fraction, or the ends coincide.
        """
        order = np.argsort(fractions)
        ruler = Ruler(fractions[order], places[order])
        if len(order) < 2:
            raise UsageError("a ruler needs both ends of the chain")
        if not (np.diff(ruler.fractions) > 0).all():
            raise UsageError("two keypoints of the chain have the same place on it")
        if ruler.length_px == 0:
            raise UsageError("the ends of the ruler are at the same place")
        return ruler

    @property
    def length_px(self) -> float:
        """Length of the curve between its ends."""
        sampled = self.at(np.linspace(self.fractions[0], self.fractions[-1], _STEPS))
        return float(np.hypot(*np.diff(sampled, axis=0).T).sum())

    def spans(self, fractions: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Tell which fractions lie on the ruler, its ends included; beyond them it says nothing."""
        return np.asarray((fractions >= self.fractions[0]) & (fractions <= self.fractions[-1]))

    def at(self, fractions: Floats) -> Floats:
        """Return the ``(M, 2)`` px places at fractions ``(M,)``; those beyond an end are at the end."""
        inside = np.clip(fractions, self.fractions[0], self.fractions[-1])
        joined = np.arange(len(self.fractions)) < len(self.fractions) - 1
        slopes = pchip_slopes(self.fractions, self.places, joined)
        step, secant = secants(self.fractions, self.places, joined)
        left = np.clip(np.searchsorted(self.fractions, inside, side="right") - 1, 0, len(joined) - 2)
        third, second = cubic(step[left], secant[left], slopes[left], slopes[left + 1])
        since = (inside - self.fractions[left])[:, None]
        return np.asarray(self.places[left] + since * (slopes[left] + since * (second + since * third)))

    def nearest(self, place: Floats) -> float:
        """Return the fraction of the curve's point that is nearest to a place ``(2,)`` px."""
        low, high = float(self.fractions[0]), float(self.fractions[-1])
        sampled = np.linspace(low, high, _STEPS)
        best = float(sampled[int(self._away(sampled, place).argmin())])
        reach = (high - low) / (_STEPS - 1)
        for _ in range(_REFINED):
            around = np.clip(np.array([best - reach, best, best + reach]), low, high)
            best = float(around[int(self._away(around, place).argmin())])
            reach /= 2.0
        return best

    def slid(self, place: Floats, by_px: float) -> Floats:
        """Return where a place ``(2,)`` px comes to when it is slid along the curve, at most to an end.

        A place beside the curve is put onto it first; positive is towards the larger fraction.
        """
        start = self.nearest(place)
        end = float(self.fractions[-1] if by_px > 0 else self.fractions[0])
        sampled = np.linspace(start, end, _STEPS)
        run = np.concatenate([[0.0], np.hypot(*np.diff(self.at(sampled), axis=0).T).cumsum()])
        return self.at(np.interp([abs(by_px)], run, sampled)).reshape(2)

    def _away(self, fractions: Floats, place: Floats) -> Floats:
        return np.asarray(np.hypot(*(self.at(fractions) - place).T))
