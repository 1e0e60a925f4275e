"""Centres that lie inside a body, constructed from what can be seen on its outline."""

from __future__ import annotations

import math

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Floats

# Hip joint centre from the anterior superior iliac spines (ASIS), as fractions of their distance.
# Source: domain reference 4.3, after Bell et al. 1989.
_HIP_DISTAL, _HIP_MEDIAL = 0.30, 0.14  # and 0.22 posterior, which is in depth

# Three points whose triangle is flatter than this, against its longest side, make no circle worth a centre.
_FLATTEST = 0.01


def middle(points: Floats) -> Floats:
    """Return the ``(2,)`` px middle of two skin edges, two epicondyles, or more points ``(N, 2)``."""
    return np.asarray(points.mean(axis=0))


def circle_centre(points: Floats) -> Floats:
    """Return the ``(2,)`` px centre of the circle through three points on an edge, ``(3, 2)``.

    Raises
    ------
    UsageError
        If they lie on a line, or nearly: the centre would be anywhere.
    """
    a, b, c = points
    u, v = b - a, c - a
    cross = float(u[0] * v[1] - u[1] * v[0])
    longest = max(math.dist(a, b), math.dist(b, c), math.dist(c, a))
    if longest == 0 or abs(cross) < _FLATTEST * longest**2:
        raise UsageError("the three points lie almost on a line; click them farther round the edge")
    uu, vv = float(u @ u), float(v @ v)
    return np.asarray(a + np.array([v[1] * uu - u[1] * vv, u[0] * vv - v[0] * uu]) / (2.0 * cross))


def hip_centre(asis: Floats, other_asis: Floats, *, distal: Floats) -> Floats:
    """Return the ``(2,)`` px hip joint centre in a view from the front.

    30 % of the distance of both anterior superior iliac spines distal and 14 % medial of the spine of the
    same side; 22 % posterior is in depth. Source: domain reference 4.3 (Bell et al. 1989).

    Parameters
    ----------
    asis, other_asis
        ``(2,)`` px, of the same and of the other side.
    distal
        ``(2,)`` a direction towards the feet; only its part across the pelvis counts.

    Raises
    ------
    UsageError
        If the two coincide, or the feet are sought along the line between them.
    """
    medial = other_asis - asis
    down = _across(medial, distal)
    return np.asarray(asis + _HIP_MEDIAL * medial + _HIP_DISTAL * math.hypot(*medial) * down)


def _across(line: Floats, towards: Floats) -> Floats:
    """Return the unit vector at right angles to a line, on the side of a direction."""
    length = math.hypot(*line)
    if length == 0:
        raise UsageError("the two points of the pelvis are the same; click both sides")
    across = np.array([-line[1], line[0]]) / length
    side = float(across @ towards)
    if not math.isfinite(side) or abs(side) < 1e-9:
        raise UsageError("the points of the pelvis do not tell where the legs are; place the knee first")
    return np.asarray(across if side > 0 else -across)
