"""Small questions about points that every judgement asks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints


def placed(points: Floats) -> Bools:
    """Tell which of ``(..., 2)`` points are finite in both coordinates; shape ``(...)``."""
    return np.asarray(np.isfinite(points[..., 0]) & np.isfinite(points[..., 1]), dtype=np.bool_)


def lengths_of(vectors: Floats) -> Floats:
    """Return ``(...)`` lengths of ``(..., 2)`` vectors; NaN where a coordinate is."""
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]), dtype=np.float64)


def numbered(values: NDArray[Any]) -> Ints:
    """Return ``(N,)`` numbers from 0 on, equal exactly where the values are.

    Words are looked up, not sorted as `numpy.unique` does, which takes ten times as long.
    """
    if values.dtype.kind in "iufb":
        return np.unique(values, return_inverse=True)[1]
    code: dict[Any, int] = {}
    return np.array([code.setdefault(value, len(code)) for value in values.tolist()], dtype=np.int64)
