"""Small questions about points that every judgement asks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints

_REACH = 16  # times as many numbers as values may be used up
_CHUNK = 512  # rows at a time, so that a pass over them stays in cache


def placed(points: Floats) -> Bools:
    """Tell which of ``(..., 2)`` points are finite in both coordinates; shape ``(...)``."""
    return np.asarray(np.isfinite(points[..., 0]) & np.isfinite(points[..., 1]), dtype=np.bool_)


def lengths_of(vectors: Floats) -> Floats:
    """Return ``(...)`` lengths of ``(..., 2)`` vectors; NaN where a coordinate is."""
    x, y = vectors[..., 0], vectors[..., 1]
    return np.asarray(np.sqrt(x * x + y * y), dtype=np.float64)  # px need no guard against overflow


def keypoints_first(positions: Floats) -> Floats:
    """Return a ``(K, 2, B)`` copy of ``(B, K, 2)`` positions: along a row, sums are several times as fast."""
    n, keypoints = positions.shape[:2]
    turned = np.empty((keypoints, 2, n))
    np.copyto(turned.reshape(2 * keypoints, n), positions.reshape(n, 2 * keypoints).T)
    return turned


def numbered(values: NDArray[Any]) -> Ints:
    """Return ``(N,)`` numbers from 0 on, equal exactly where the values are; of words without gaps.

    Words are looked up, not sorted as `numpy.unique` does, which takes ten times as long.
    """
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    if values.dtype.kind in "iufb":
        low, high = values.min(), values.max()
        if values.dtype.kind == "i" and int(high) - int(low) < _REACH * len(values):
            return np.asarray(values - low, dtype=np.int64)
        return np.unique(values, return_inverse=True)[1]
    # Rows mostly come in runs of one word, and only the first of a run has to be looked up.
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    words = values[starts].tolist()
    code = {word: n for n, word in enumerate(dict.fromkeys(words))}
    codes = np.fromiter(map(code.__getitem__, words), np.int64, len(words))
    return np.repeat(codes, np.diff(starts, append=len(values)))


def extents(points: Floats) -> Floats:
    """Return ``(N, 2)`` width and height of the finite ones of ``(N, K, 2)`` points; −inf without any."""
    found = np.empty((len(points), 2))
    for start in range(0, len(points), _CHUNK):
        low = high = keypoints_first(points[start : start + _CHUNK])
        with np.errstate(invalid="ignore"):
            complete = bool(np.isfinite(low.sum()))  # an infinite term, or NaN, leaves no finite sum
        if not complete:
            known = np.isfinite(low).all(axis=1, keepdims=True)
            low, high = (np.where(known, low, e) for e in (np.inf, -np.inf))
        width = high.max(axis=0, initial=-np.inf) - low.min(axis=0, initial=np.inf)
        found[start : start + _CHUNK] = width.T
    return found
