"""One subject labelled twice in a frame: poses of a label set that lie on each other."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.quality.points import lengths_of, placed

COINCIDE = 0.02
"""Mean distance as a fraction of s below which two poses of a frame are one subject, labelled twice."""

_PROBES = 2  # neighbouring keypoints, for they lie together in memory, in two places of the skeleton
_MOST = 64  # poses of a frame that each is compared with


def repeated(keys: Ints) -> Bools:
    """Tell which of ``(N,)`` keys have come before in the array."""
    ordered = np.sort(keys)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.zeros(len(keys), dtype=np.bool_)
    first = np.unique(keys, return_index=True)[1]
    again = np.ones(len(keys), dtype=np.bool_)
    again[first] = False
    return again


def coinciding(positions: Floats, *, frames: Ints, scale_px: Floats) -> Ints:
    """Return the pairs of rows of one frame that are the same subject twice.

    Parameters
    ----------
    positions
        ``(N, K, 2)`` px, NaN where there is none.
    frames
        ``(N,)`` one number per frame.
    scale_px
        ``(N,)`` s in px, NaN where unknown: such rows coincide only if they are equal.

    Returns
    -------
    ``(P, 2)`` row numbers. At least half of the keypoints of either have to be placed in both.
    """
    order = np.argsort(frames, kind="stable")
    limits = COINCIDE * np.nan_to_num(scale_px)
    keypoints = positions.shape[1]
    starts = {0, max(0, keypoints // 2)}
    few = np.concatenate([positions[order, start : start + _PROBES] for start in starts], axis=1)
    x, y = (np.ascontiguousarray(few[..., axis].T) for axis in (0, 1))
    ordered, most = frames[order], limits[order] * keypoints
    found = [np.zeros((0, 2), dtype=np.int64)]
    for lag in range(1, min(_MOST, len(order))):
        together = ordered[:-lag] == ordered[lag:]
        if not together.any():
            break
        # A mean below the limit leaves no few distances whose sum is above K limits: these settle most.
        apart = np.sqrt(np.square(x[:, :-lag] - x[:, lag:]) + np.square(y[:, :-lag] - y[:, lag:]))
        near = np.fmax(apart, 0.0, out=apart).sum(axis=0) <= np.minimum(most[:-lag], most[lag:])
        at = np.flatnonzero(together & near)
        pairs = np.stack([order[at], order[at + lag]], axis=1)
        found.append(pairs[_same(positions, pairs, limits[pairs].min(axis=1))])
    return np.concatenate(found)


def _same(positions: Floats, pairs: Ints, limits_px: Floats) -> Bools:
    first, second = positions[pairs[:, 0]], positions[pairs[:, 1]]
    in_first, in_second = placed(first), placed(second)
    both = in_first & in_second
    distances = np.where(both, lengths_of(first - second), 0.0)
    n = both.sum(axis=1)
    enough = (n > 0) & (2 * n >= np.maximum(in_first.sum(axis=1), in_second.sum(axis=1)))
    return np.asarray(enough & (distances.sum(axis=1) <= limits_px * n))
