"""Small questions about points that every judgement asks."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Floats


def placed(points: Floats) -> Bools:
    """Tell which of ``(..., 2)`` points are finite in both coordinates; shape ``(...)``."""
    return np.asarray(np.isfinite(points[..., 0]) & np.isfinite(points[..., 1]), dtype=np.bool_)


def lengths_of(vectors: Floats) -> Floats:
    """Return ``(...)`` lengths of ``(..., 2)`` vectors; NaN where a coordinate is."""
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]), dtype=np.float64)
