"""Plane geometry that several packages need; the one place that knows shapely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def bounding_box(points: Floats, margin: float = 0.0) -> Floats | None:
    """Return the box around the finite points.

    Parameters
    ----------
    points
        ``(K, 2)`` in px, corner origin; rows with NaN are left out.
    margin
        Fraction of each extent added in total (0.1 enlarges the box by 10 %).

    Returns
    -------
    ``(4,)`` x, y, width, height in px, or None without a finite point.
    """
    finite = points[np.isfinite(points).all(axis=1)]
    if not len(finite):
        return None
    low, high = finite.min(axis=0), finite.max(axis=0)
    pad = (high - low) * margin / 2.0
    return np.concatenate([low - pad, high - low + 2.0 * pad])


def polygons_area(rings: Sequence[Floats]) -> float:
    """Return the area in px² that the rings cover together; overlaps count once, repaired if they cross."""
    from shapely import Polygon, make_valid, union_all

    shapes = [make_valid(Polygon(ring)) for ring in rings if len(ring) >= 3]
    return float(union_all(shapes).area) if shapes else 0.0


def square_pixels(positions: Floats, aspect: tuple[int, int]) -> Floats:
    """Return positions as they lie in the scene, where a step across is as long as one down.

    Angles, lengths and speeds are taken from these; labels and exported frames stay on the stored grid.

    Parameters
    ----------
    positions
        ``(..., 2)`` in stored px, corner origin; NaN stays NaN.
    aspect
        Width to height of a displayed pixel, as a clip has it.

    Returns
    -------
    ``(..., 2)`` in heights of a pixel; the same numbers where pixels are square.
    """
    width, height = aspect
    return np.asarray(positions * np.array([width / height, 1.0]))


def rotated(vectors: Floats, along: Floats) -> Floats:
    """Express vectors in the frame whose first axis is ``along``.

    Parameters
    ----------
    vectors, along
        ``(..., 2)``; ``along`` need not be of unit length.

    Returns
    -------
    ``(..., 2)``: the part along the axis, and the part across it (n = (t_y, −t_x)); NaN where ``along``
    has no length. Source: domain reference 1.5, body-local frame.
    """
    length = np.hypot(along[..., 0], along[..., 1])[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(length > 0, along / length, np.nan)
    across = vectors[..., 0] * t[..., 1] - vectors[..., 1] * t[..., 0]
    return np.stack([(vectors * t).sum(axis=-1), across], axis=-1)
