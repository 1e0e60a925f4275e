"""The array types that every package shares; shapes stand in the docstrings that use them."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
Bools = NDArray[np.bool_]
Pixels = NDArray[np.uint8]

Number = TypeVar("Number", np.int64, np.float64)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Return each value once, ascending; `numpy.unique` would first load masked arrays, which is slow."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered
