"""Square patches around points, turned with the bone that each point lies on."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Floats, Ints, Pixels

Real = TypeVar("Real", np.float32, np.float64)


def bearings(positions: Floats, parents: Ints) -> Floats:
    """Return the direction from each keypoint to its parent, or of a root to a child, ``(F, K)`` radians.

    0 where either is nowhere. `positions` are ``(F, K, 2)``, `parents` ``(K,)`` with −1 for a root.
    """
    return bearing(positions[:, towards(parents)] - positions)


def towards(parents: Ints) -> Ints:
    """Return the keypoint that each one's patch turns with: its parent, of a root a child, else itself."""
    found = np.where(parents >= 0, parents, np.arange(len(parents)))
    for child in np.flatnonzero(parents >= 0)[::-1]:
        if parents[parents[child]] < 0:
            found[parents[child]] = child
    return np.asarray(found)


def bearing(way: Floats) -> Floats:
    """Return the direction of ``(…, 2)`` vectors in radians; 0 where there is none."""
    return np.asarray(np.nan_to_num(np.arctan2(way[..., 1], way[..., 0])))


def turned(
    image: Pixels, places: Floats, angles: Floats, side: int, *, precision: type[Real]
) -> NDArray[Real]:
    """Return grey values ``(M, side, side)`` around places, x along the angle.

    Parameters
    ----------
    places
        ``(M, 2)`` px, corner origin of the image.
    angles
        ``(M,)`` radians.
    precision
        Of the answer and of what is computed on the way; single takes half the memory where patches are many.
    """
    import cv2

    reach = np.arange(side, dtype=precision) - precision((side - 1) / 2)
    x, y = (places - 0.5).astype(precision)[:, :, np.newaxis, np.newaxis].transpose(1, 0, 2, 3)
    c, s = (part.astype(precision)[:, np.newaxis, np.newaxis] for part in (np.cos(angles), np.sin(angles)))
    u, v = reach[np.newaxis, np.newaxis, :], reach[np.newaxis, :, np.newaxis]
    columns, rows = (
        part.reshape(-1, side).astype(np.float32, copy=False)
        for part in (x + c * u - s * v, y + s * u + c * v)
    )
    patches = cv2.remap(image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(patches, dtype=precision).reshape(len(places), side, side)
