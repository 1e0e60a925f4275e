"""Square patches around points, turned with the bone that each point lies on."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats, Floats32, Ints, Pixels


def bearings(positions: Floats, parents: Ints) -> Floats:
    """Return the direction from each keypoint to its parent, or of a root to a child, ``(F, K)`` radians.

    0 where either is nowhere. `positions` are ``(F, K, 2)``, `parents` ``(K,)`` with −1 for a root.
    """
    towards = np.where(parents >= 0, parents, np.arange(len(parents)))
    for child in np.flatnonzero(parents >= 0)[::-1]:
        if parents[parents[child]] < 0:
            towards[parents[child]] = child
    way = positions[:, towards] - positions
    return np.asarray(np.nan_to_num(np.arctan2(way[..., 1], way[..., 0])))


def turned(image: Pixels, places: Floats, angles: Floats, side: int) -> Floats32:
    """Return grey values ``(M, side, side)`` float32 around places, x along the angle.

    Parameters
    ----------
    places
        ``(M, 2)`` px, corner origin of the image.
    angles
        ``(M,)`` radians.
    """
    import cv2

    reach = np.arange(side, dtype=np.float32) - (side - 1) / 2
    x, y = (places - 0.5).astype(np.float32)[:, :, np.newaxis, np.newaxis].transpose(1, 0, 2, 3)
    c, s = (part.astype(np.float32)[:, np.newaxis, np.newaxis] for part in (np.cos(angles), np.sin(angles)))
    u, v = reach[np.newaxis, np.newaxis, :], reach[np.newaxis, :, np.newaxis]
    columns, rows = ((x + c * u - s * v).reshape(-1, side), (y + s * u + c * v).reshape(-1, side))
    patches = cv2.remap(image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shown: Floats32 = np.asarray(patches, dtype=np.float32)
    return shown.reshape(len(places), side, side)
