"""Where rays first meet squeezed round cones; all rays of one solid at once.

The ray test is the classical one for a cone tangent to two balls, solved in the solid's own unsqueezed frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Floats

Reals = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Placed:
    """Solids in the world at one instant.

    Attributes
    ----------
    centres
        ``(N, 3)`` centre of each first ball, metres.
    shapes, inverses
        ``(N, 3, 3)`` own frame → world, and back.
    lengths, first_radii, last_radii
        ``(N,)`` in the own frame.
    """

    centres: Floats
    shapes: Floats
    inverses: Floats
    lengths: Floats
    first_radii: Floats
    last_radii: Floats

    def __len__(self) -> int:
        return len(self.centres)

    def ball_quadrics(self) -> Floats:
        """Return the dual quadrics ``(N, 2, 4, 4)`` of the two balls of every solid (ellipsoids)."""
        last = self.centres + self.shapes[:, :, 1] * self.lengths[:, None]
        centres = np.stack([self.centres, last], axis=1)
        radii = np.stack([self.first_radii, self.last_radii], axis=1)
        spread = (self.shapes @ self.shapes.transpose(0, 2, 1))[:, None] * (radii**2)[..., None, None]
        homogeneous = np.concatenate([centres, np.ones((*radii.shape, 1))], axis=-1)
        quadrics = -homogeneous[..., :, None] * homogeneous[..., None, :]
        quadrics[..., :3, :3] += spread
        return np.asarray(quadrics)


def first_hits(placed: Placed, solid: int, *, origins: Reals, directions: Reals) -> Reals:
    """Return the distance along each ray to its entry into one solid, infinite where it misses.

    Parameters
    ----------
    placed, solid
        The solids and the index of the one tested.
    origins, directions
        ``(3,)`` or ``(R, 3)``, metres; directions of any length. The distance is in units of the direction.

    Notes
    -----
    Entry into the hull of two balls is the first entry into either ball or through the cone's side; the
    side counts only between the two tangent circles. Single precision is enough when the rays start close.
    """
    inverse = placed.inverses[solid].astype(directions.dtype)
    start = (origins - placed.centres[solid].astype(directions.dtype)) @ inverse.T
    ray = directions @ inverse.T
    length, first, last = (
        float(x) for x in (placed.lengths[solid], placed.first_radii[solid], placed.last_radii[solid])
    )
    speed = _dot(ray, ray)
    nearest = _ball_entry(_dot(start, ray), _dot(start, start), speed, first)
    far = start - np.array([0.0, length, 0.0], dtype=directions.dtype)
    nearest = np.minimum(nearest, _ball_entry(_dot(far, ray), _dot(far, far), speed, last))
    if abs(first - last) >= length:
        return np.asarray(nearest)
    return np.minimum(nearest, _side_entry(start, ray, speed, length, first, first - last))


def _dot(a: Reals, b: Reals) -> Reals:
    return a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2]


def _ball_entry(along: Reals, square: Reals, speed: Reals, radius: float) -> Reals:
    root = along * along - speed * (square - radius * radius)
    with np.errstate(invalid="ignore"):
        return np.where(root >= 0, (-along - np.sqrt(root)) / speed, np.inf)


def _side_entry(start: Reals, ray: Reals, speed: Reals, length: float, first: float, taper: float) -> Reals:
    span = length * length - taper * taper
    m1, m2 = length * start[..., 1], length * ray[..., 1]
    k2 = span * speed - m2 * m2
    k1 = span * _dot(start, ray) - m1 * m2 + m2 * (taper * first)
    k0 = span * _dot(start, start) - m1 * m1 + m1 * (2 * taper * first) - (length * first) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(k1 * k1 - k0 * k2)
        best = np.full(np.shape(root), np.inf, dtype=np.asarray(root).dtype)
        for sign in (-1.0, 1.0):
            distance = (sign * root - k1) / k2
            height = m1 - first * taper + distance * m2
            best = np.where((height > 0) & (height < span) & (distance < best), distance, best)
    return best
