"""One subject labelled twice in a frame: poses of a label set that lie on each other."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.quality.points import lengths_of, placed

COINCIDE = 0.02
"""Mean distance as a fraction of s below which two poses of a frame are one subject, labelled twice."""

_PROBES = 2  # neighbouring keypoints, for they lie together in memory, in two places of the skeleton
_MOST = 64  # poses of a frame that each is compared with
_ROWS = 4096  # at a time, so that what is probed of them stays in cache


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
    ordered = frames[order]
    most = 1
    while most < min(_MOST, len(order)) and (ordered[:-most] == ordered[most:]).any():
        most += 1
    found: list[list[Ints]] = [[np.zeros((0, 2), dtype=np.int64)], *([] for _ in range(1, most))]
    for start in range(0, len(order) if most > 1 else 0, _ROWS):
        rows = order[start : start + _ROWS + most - 1]
        x, y = _probes(positions, rows)
        here, furthest = frames[rows], limits[rows] * positions.shape[1]
        for lag in range(1, min(most, len(rows))):
            first, second = slice(min(_ROWS, len(rows) - lag)), slice(lag, _ROWS + lag)
            # A mean below the limit leaves no few distances whose sum is above K limits: these settle most.
            apart = np.sqrt(np.square(x[:, first] - x[:, second]) + np.square(y[:, first] - y[:, second]))
            near = np.fmax(apart, 0.0, out=apart).sum(axis=0) <= np.minimum(furthest[first], furthest[second])
            at = np.flatnonzero((here[first] == here[second]) & near)
            pairs = np.stack([rows[at], rows[at + lag]], axis=1)
            found[lag].append(pairs[_same(positions, pairs, limits[pairs].min(axis=1))])
    return np.concatenate([pairs for of_lag in found for pairs in of_lag])


def _probes(positions: Floats, rows: Ints) -> tuple[Floats, Floats]:
    """Return x and y of a few keypoints, each ``(P, R)`` px."""
    keypoints = positions.shape[1]
    starts = {0, max(0, keypoints // 2)}
    few = np.concatenate([positions[rows, start : start + _PROBES] for start in starts], axis=1)
    return np.ascontiguousarray(few[..., 0].T), np.ascontiguousarray(few[..., 1].T)


def _same(positions: Floats, pairs: Ints, limits_px: Floats) -> Bools:
    first, second = positions[pairs[:, 0]], positions[pairs[:, 1]]
    in_first, in_second = placed(first), placed(second)
    both = in_first & in_second
    distances = np.where(both, lengths_of(first - second), 0.0)
    n = both.sum(axis=1)
    enough = (n > 0) & (2 * n >= np.maximum(in_first.sum(axis=1), in_second.sum(axis=1)))
    return np.asarray(enough & (distances.sum(axis=1) <= limits_px * n))
