"""Calm curves: polylines smoothed and fitted with few cubic Béziers, and written as path data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from plate_bones import Points

_STEP = 1.0


@dataclass(frozen=True)
class Curve:
    """A chain of cubic Béziers: (S, 4, 2) control points; closed curves end where they begin."""

    pieces: Points
    closed: bool

    def shifted(self, by: float) -> Curve:
        """Return the curve moved by the same distance right and down."""
        return Curve(self.pieces + by, self.closed)

    def data(self) -> str:
        """Return SVG path data in whole units, relative, closed with ``z``."""
        corners = np.rint(self.pieces).astype(int)
        at = corners[0, 0]
        words = [f"M{at[0]} {at[1]}c"]
        numbers: list[int] = []
        for piece in corners:
            numbers += [int(value) for value in (piece[1:] - piece[0]).ravel()]
        words.append(_packed(numbers))
        return "".join(words) + ("z" if self.closed else "")


def _packed(numbers: list[int]) -> str:
    text = "".join(f"{value}" if value < 0 else f" {value}" for value in numbers)
    return text.removeprefix(" ")


def calmed(line: Points, *, closed: bool, width: float, tolerance: float) -> Curve | None:
    """Return a polyline (N, 2) smoothed over ``width`` units and fitted within ``tolerance``.

    The ends of an open line stay; what shrinks to nothing gives None.
    """
    even = _even(line, closed)
    if len(even) < 4:
        return None
    smooth = _smooth(even, closed, width / _STEP)
    if closed:
        pieces = _fit_closed(smooth, tolerance)
    else:
        pieces = _fit(smooth, _way(smooth, 0, 1), _way(smooth, len(smooth) - 1, -1), tolerance)
    return Curve(np.array(pieces), closed)


def _even(line: Points, closed: bool) -> Points:
    line = np.concatenate([line, line[:1]]) if closed else line
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0], np.cumsum(steps)])
    count = max(int(along[-1] / _STEP), 1)
    at = np.linspace(0, along[-1], count + 1)
    even = np.stack([np.interp(at, along, line[:, k]) for k in range(2)], 1)
    return even[:-1] if closed else even


def _smooth(line: Points, closed: bool, sigma: float) -> Points:
    """Smooth twice, the second time outwards again, so that round shapes keep their size (Taubin, 1995)."""
    once = _blurred(line, closed, sigma)
    return np.asarray(2 * once - _blurred(once, closed, sigma))


def _blurred(line: Points, closed: bool, sigma: float) -> Points:
    from scipy.ndimage import gaussian_filter1d

    if closed:
        return np.asarray(gaussian_filter1d(line, sigma, axis=0, mode="wrap"))
    # Mirrored through its ends, a line keeps them and runs straight out of them.
    reach = min(len(line) - 1, int(4 * sigma) + 1)
    before = 2 * line[0] - line[reach:0:-1]
    after = 2 * line[-1] - line[-2 : -reach - 2 : -1]
    whole = gaussian_filter1d(np.concatenate([before, line, after]), sigma, axis=0)
    found = whole[reach : reach + len(line)]
    found[0], found[-1] = line[0], line[-1]
    return np.asarray(found)


def _fit_closed(line: Points, tolerance: float) -> list[Points]:
    """Begin where the line bends least, so that the seam does not show."""
    ahead, behind = np.roll(line, -4, axis=0), np.roll(line, 4, axis=0)
    start = int(np.linalg.norm(ahead + behind - 2 * line, axis=1).argmin())
    turned = np.roll(line, -start, axis=0)
    ring = np.concatenate([turned, turned[:1]])
    way = (np.roll(turned, -3, axis=0) - np.roll(turned, 3, axis=0))[0]
    way = way / (np.linalg.norm(way) + 1e-12)
    return _fit(ring, way, -way, tolerance)


def _way(line: Points, k: int, direction: int) -> Points:
    far = min(max(k + 3 * direction, 0), len(line) - 1)
    way = line[far] - line[k]
    return np.asarray(way / (np.linalg.norm(way) + 1e-12))


def _fit(line: Points, first: Points, last: Points, tolerance: float) -> list[Points]:
    """Fit by least squares, halving where it is worst (Schneider, 1990)."""
    if len(line) < 4:
        reach = np.linalg.norm(line[-1] - line[0]) / 3
        return [np.array([line[0], line[0] + first * reach, line[-1] + last * reach, line[-1]])]
    at = np.linspace(0, 1, len(line))
    piece = _least_squares(line, at, first, last)
    for _ in range(3):
        gaps = np.linalg.norm(_on(piece, at) - line, axis=1)
        if gaps.max() <= tolerance:
            return [piece]
        if gaps.max() > 6 * tolerance:
            break
        at = _nearer(piece, line, at)
        piece = _least_squares(line, at, first, last)
    worst = min(max(int(np.linalg.norm(_on(piece, at) - line, axis=1).argmax()), 2), len(line) - 3)
    way = line[min(worst + 3, len(line) - 1)] - line[max(worst - 3, 0)]
    way = way / (np.linalg.norm(way) + 1e-12)
    left = _fit(line[: worst + 1], first, -way, tolerance)
    return left + _fit(line[worst:], way, last, tolerance)


def _on(piece: Points, at: Points) -> Points:
    t = at[:, None]
    a, b, c, d = piece
    return np.asarray((1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d)


def _nearer(piece: Points, line: Points, at: Points) -> NDArray[np.float64]:
    """Move each parameter one Newton step towards its place on the curve."""
    a, b, c, d = piece
    t = at[:, None]
    gap = _on(piece, at) - line
    speed = 3 * ((1 - t) ** 2 * (b - a) + 2 * t * (1 - t) * (c - b) + t**2 * (d - c))
    turn = 6 * ((1 - t) * (c - 2 * b + a) + t * (d - 2 * c + b))
    top = (gap * speed).sum(1)
    under = (speed**2).sum(1) + (gap * turn).sum(1)
    step = np.where(np.abs(under) > 1e-9, top / np.where(np.abs(under) > 1e-9, under, 1), 0)
    return np.asarray(np.maximum.accumulate((at - step).clip(0, 1)))


def _least_squares(line: Points, at: Points, first: Points, last: Points) -> Points:
    t = at[:, None]
    b0, b1, b2, b3 = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
    rest = line - (b0 + b1) * line[0] - (b2 + b3) * line[-1]
    one, two = b1 * first, b2 * last
    c00, c01, c11 = (one * one).sum(), (one * two).sum(), (two * two).sum()
    x0, x1 = (rest * one).sum(), (rest * two).sum()
    under = c00 * c11 - c01 * c01
    chord = np.linalg.norm(line[-1] - line[0])
    length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
    usual = length / 3
    alpha, beta = usual, usual
    if abs(under) > 1e-9:
        alpha, beta = (x0 * c11 - x1 * c01) / under, (c00 * x1 - c01 * x0) / under
    if min(alpha, beta) < 0.05 * chord or max(alpha, beta) > 1.2 * length:
        alpha, beta = usual, usual
    return np.array([line[0], line[0] + alpha * first, line[-1] + beta * last, line[-1]])
