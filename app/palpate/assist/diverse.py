"""Frames that are least like those one has: farthest first, by poses or by pictures."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints, Pixels

_ACROSS, _DOWN = 24, 16  # of a thumbnail; fine detail says nothing of what a frame is about


def farthest(features: Floats, known: Bools, *, n: int) -> tuple[Ints, Floats]:
    """Return up to n rows, each the one farthest from all that are known or were chosen before it.

    Greedy k-centre (Gonzalez 1985): what remains is at most twice as far off as in the best choice.

    Parameters
    ----------
    features
        ``(N, D)``; without any known row the one nearest to the mean comes first.
    known
        ``(N,)`` rows one has.

    Returns
    -------
    tuple
        Rows, and how far each was from those before it: root mean square over D; that of the first is NaN
        if none was known.
    """
    if not len(features):
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    rows: list[int] = []
    far: list[float] = []
    nearest = np.full(len(features), np.inf)
    for have in np.flatnonzero(known).tolist():
        nearest = np.minimum(nearest, _distance(features, have))
    while len(rows) < n:
        if np.isinf(nearest).all():
            row = int(((features - features.mean(axis=0)) ** 2).sum(axis=1).argmin())
        else:
            row = int(nearest.argmax())
        if nearest[row] <= 0:
            break
        rows.append(row)
        far.append(float(nearest[row]) if np.isfinite(nearest[row]) else np.nan)
        nearest = np.minimum(nearest, _distance(features, row))
    return np.array(rows, dtype=np.int64), np.array(far)


def pose_features(positions: Floats) -> Floats:
    """Return ``(N, D)`` of poses ``(N, K, 2)``: each keypoint about the middle, in sizes of the pose.

    What is unknown stands where it stands on average; a row without any position has nothing but averages.
    """
    known = np.isfinite(positions[..., 0])
    count = np.maximum(known.sum(axis=1), 1)[:, np.newaxis]
    middle = np.nansum(positions, axis=1) / count
    about = positions - middle[:, np.newaxis]
    size = np.sqrt(np.nansum(about**2, axis=(1, 2)) / count[:, 0])
    size[size == 0] = 1.0
    flat = (about / size[:, np.newaxis, np.newaxis]).reshape(len(positions), -1)
    heard = np.isfinite(flat)
    mean = np.nansum(flat, axis=0) / np.maximum(heard.sum(axis=0), 1)
    return np.asarray(np.where(heard, flat, mean))


def picture_features(grey: Pixels) -> Floats:
    """Return ``(D,)`` of a picture ``(H, W)``: mean grey of a coarse grid, 0 to 255."""
    rows, columns = (_edges(side, n) for side, n in zip(grey.shape, (_DOWN, _ACROSS), strict=True))
    sums = np.add.reduceat(np.add.reduceat(grey, rows, axis=0, dtype=np.float64), columns, axis=1)
    height, width = np.diff(rows, append=grey.shape[0]), np.diff(columns, append=grey.shape[1])
    return np.asarray((sums / np.outer(height, width)).ravel())


def _edges(side: int, n: int) -> Ints:
    """Return where each of up to n parts of a side begins."""
    return np.arange(min(n, side), dtype=np.int64) * side // min(n, side)


def _distance(features: Floats, row: int) -> Floats:
    return np.asarray(np.sqrt(((features - features[row]) ** 2).mean(axis=1)))
