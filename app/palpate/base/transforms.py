"""Moving sets of points as a whole: turning, scaling, mirroring. A shift is a plain sum."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def turned(points: Floats, angle: float, *, about: Floats) -> Floats:
    """Turn points about a place.

    Parameters
    ----------
    points
        ``(..., 2)`` px, y down; NaN stays NaN.
    angle
        Radians, clockwise as it is seen (y points down).
    about
        ``(2,)`` px.
    """
    cos, sin = math.cos(angle), math.sin(angle)
    return np.asarray((points - about) @ np.array([[cos, sin], [-sin, cos]]) + about)


def scaled(points: Floats, factors: float | Floats, *, about: Floats) -> Floats:
    """Scale points away from a place: ``(..., 2)`` px by one factor, or ``(2,)`` for x and y."""
    return np.asarray((points - about) * factors + about)


def reflected(points: Floats, *, about: Floats, along: Floats) -> Floats:
    """Mirror points at a line.

    Parameters
    ----------
    points
        ``(..., 2)`` px; NaN stays NaN.
    about
        ``(2,)`` px, a place on the line.
    along
        ``(2,)`` its direction, of any length above 0.
    """
    t = along / math.hypot(float(along[0]), float(along[1]))
    away = points - about
    return np.asarray(about + 2.0 * (away @ t)[..., None] * t - away)


def middle_of_box(points: Floats) -> Floats:
    """Return the ``(2,)`` centre of the box around points ``(N, 2)`` px; there must be a finite one."""
    return np.asarray((np.nanmin(points, axis=0) + np.nanmax(points, axis=0)) / 2.0)


def fitted_into(shares: Floats, box: Floats) -> Floats:
    """Lay points given as fractions of a box ``(..., 2)`` into a box: x, y, width, height in px."""
    return np.asarray(box[:2] + shares * box[2:])
