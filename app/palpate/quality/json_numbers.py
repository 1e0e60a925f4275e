"""Numbers as JSON can hold them: what cannot be estimated is null, never NaN."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Json = dict[str, object]


def number(value: float) -> float | None:
    """Return None for NaN and infinity, which JSON cannot hold."""
    return float(value) if np.isfinite(value) else None


def numbers(values: Sequence[float]) -> list[float] | None:
    """Return a list, or None if any of the values is NaN or infinite."""
    return [float(value) for value in values] if np.isfinite(values).all() else None
