"""Piecewise cubics through knots: shape-preserving slopes and their coefficients."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Floats


def pchip_slopes(times: Floats, values: Floats, joined: Bools) -> Floats:
    """Return ``(N, C)`` slopes at N knots of several runs laid end to end.

    Fritsch and Carlson (1980) with the weighted harmonic mean of Fritsch and Butland (1984) inside a
    run and the one-sided three-point formula at its ends (Moler, Numerical Computing with Matlab,
    2004, 3.6). A run of two knots is a straight line.

    Parameters
    ----------
    times
        ``(N,)``, ascending inside each run.
    values
        ``(N, C)``; must be finite in runs of two or more.
    joined
        ``(N,)`` whether a knot and the next belong to one run; the last is False.

    Returns
    -------
    Floats
        0 at a knot that is joined to neither neighbour.
    """
    step, secant = secants(times, values, joined)
    after = joined
    before = np.concatenate(([False], joined[:-1]))
    slopes = np.zeros_like(values)

    inner = np.flatnonzero(before & after)
    slopes[inner] = _harmonic(step[inner - 1], step[inner], secant[inner - 1], secant[inner])

    start = np.flatnonzero(after & ~before)
    slopes[start] = secant[start]
    longer = start[joined[start + 1]]
    slopes[longer] = _edge(step[longer], step[longer + 1], secant[longer], secant[longer + 1])

    end = np.flatnonzero(before & ~after)
    slopes[end] = secant[end - 1]
    longer = end[(end >= 2) & joined[end - 2]]
    slopes[longer] = _edge(step[longer - 1], step[longer - 2], secant[longer - 1], secant[longer - 2])
    return slopes


def makima_slopes(times: Floats, values: Floats, joined: Bools) -> Floats:
    """Return ``(N, C)`` slopes at knots as `pchip_slopes` does, by the modified Akima rule.

    Akima (1970) with the weights |δ₂ − δ₁| + |δ₂ + δ₁| / 2 that keep flat stretches flat, and his linear
    extension of the secants beyond the ends of a run. Follows turns better than PCHIP and overshoots mildly.
    """
    before = np.concatenate(([False], joined[:-1]))
    inner, end = (joined & before)[:, np.newaxis], (before & ~joined)[:, np.newaxis]
    _, secant = secants(times, values, joined)
    left, right = _shifted(secant, 1), secant
    left_known = (before & np.concatenate(([False], before[:-1])))[:, np.newaxis]
    right_known = (joined & np.concatenate((joined[1:], [False])))[:, np.newaxis]
    farther_left = np.where(left_known, _shifted(secant, 2), np.where(inner, 2 * left - right, left))
    farther_right = np.where(right_known, _shifted(secant, -1), np.where(inner, 2 * right - left, right))
    right = np.where(end, 2 * left - farther_left, right)
    farther_right = np.where(end, 2 * right - left, farther_right)
    left = np.where(inner | end, left, 2 * right - farther_right)
    farther_left = np.where(inner | end, farther_left, 2 * left - right)
    slopes = _akima(farther_left, left, right, farther_right)
    return np.where((joined | before)[:, np.newaxis], slopes, 0.0)


def _akima(m1: Floats, m2: Floats, m3: Floats, m4: Floats) -> Floats:
    """Return the slope between the second and the third of four consecutive secants."""
    of_left = np.abs(m4 - m3) + np.abs(m4 + m3) / 2
    of_right = np.abs(m2 - m1) + np.abs(m2 + m1) / 2
    total = of_left + of_right
    slope = (m1 + m4) / 2
    np.divide(of_left * m2 + of_right * m3, total, out=slope, where=total > 0)
    return slope


def _shifted(values: Floats, by: int) -> Floats:
    """Return what stands `by` rows before each row, 0 beyond the ends."""
    moved = np.zeros_like(values)
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved


def secants(times: Floats, values: Floats, joined: Bools) -> tuple[Floats, Floats]:
    """Return ``(N, 1)`` steps and ``(N, C)`` secant slopes from each knot to the next; 1 and 0 at a break."""
    step = np.ones((len(times), 1))
    secant = np.zeros_like(values)
    at = np.flatnonzero(joined)
    step[at, 0] = times[at + 1] - times[at]
    secant[at] = (values[at + 1] - values[at]) / step[at]
    return step, secant


def _harmonic(step_l: Floats, step_r: Floats, secant_l: Floats, secant_r: Floats) -> Floats:
    """Weighted harmonic mean of the neighbouring secants, 0 at a turn or where one is flat."""
    weight_l = 2 * step_r + step_l
    weight_r = step_r + 2 * step_l
    monotone = (np.sign(secant_l) == np.sign(secant_r)) & (secant_l != 0)
    left = np.where(monotone, secant_l, 1.0)
    right = np.where(monotone, secant_r, 1.0)
    mean = (weight_l / left + weight_r / right) / (weight_l + weight_r)
    return np.where(monotone, 1.0 / mean, 0.0)


def _edge(step: Floats, next_step: Floats, secant: Floats, next_secant: Floats) -> Floats:
    """Three-point slope at the end of a run, limited so that the curve keeps its shape."""
    slope = ((2 * step + next_step) * secant - step * next_secant) / (step + next_step)
    wrong_way = np.sign(slope) != np.sign(secant)
    too_steep = (np.sign(secant) != np.sign(next_secant)) & (np.abs(slope) > 3.0 * np.abs(secant))
    return np.where(wrong_way, 0.0, np.where(too_steep, 3.0 * secant, slope))


def cubic(step: Floats, secant: Floats, slope: Floats, next_slope: Floats) -> tuple[Floats, Floats]:
    """Return the cubic and the quadratic coefficient of a Hermite span in time since its left knot."""
    bend = (slope + next_slope - 2 * secant) / step
    return bend / step, (secant - slope) / step - bend
