"""Levels: which stored values of a deep image are shown black and which white."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from palpate.media.opencv import look_up
from palpate.model.arrays import Pixels

Values = NDArray[np.generic]

_ALL_PATTERNS = 1 << 16
_LOOKED_AT = 1_000_000  # values per image from which percentiles are taken
_LOW_PERCENT, _HIGH_PERCENT = 0.1, 99.9


@dataclass(frozen=True, slots=True)
class Levels:
    """A straight line from stored values to the 256 steps of a screen, bent by gamma.

    Attributes
    ----------
    low, high
        The stored values shown black and white; what lies outside is cut off.
    gamma
        Above 1 brightens the dark half: shown is ((v − low) / (high − low)) to the power of 1 / gamma.

    Raises
    ------
    ValueError
        If high is not above low, gamma is not above 0, or one of them is no number.
    """

    low: float
    high: float
    gamma: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"levels must rise: {self.low} to {self.high}")
        if not (0 < self.gamma < math.inf):
            raise ValueError(f"gamma must be above 0: {self.gamma}")

    def applied(self, values: Values) -> Pixels:
        """Return uint8 of the same shape; NaN is black. 16-bit numbers go by a table, 1 ms at 4K."""
        if values.dtype.itemsize == 2 and values.dtype.kind in "ui":
            patterns = np.ascontiguousarray(values).view(np.uint16)
            return look_up(patterns, _table(self, values.dtype.kind))
        return _mapped(values, self)


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often stored values occur: ``counts[i]`` of them from ``edges[i]`` to ``edges[i + 1]``."""

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]


def usual_levels(samples: Sequence[Values]) -> Levels:
    """Return levels that show all values of some images without cutting off.

    Of whole numbers: 0 to the highest number of as many bits as the highest value has, so that 12-bit
    values in 16-bit files are seen; lowest to highest where some are negative. Of fractions: 0 to 1, or as
    `proposed_levels` where they leave that range.
    """
    if samples[0].dtype.kind == "f":
        held = [_looked_at(sample) for sample in samples]
        outside = any(part.size and (part.min() < 0 or part.max() > 1) for part in held)
        return proposed_levels(samples) if outside else Levels(0, 1)
    low, high = min(int(s.min()) for s in samples), max(int(s.max()) for s in samples)
    if low < 0:
        return Levels(low, max(high, low + 1))
    return Levels(0, (1 << max(high.bit_length(), 1)) - 1)


def proposed_levels(samples: Sequence[Values]) -> Levels:
    """Return levels with the best contrast for some images: their percentiles 0.1 and 99.9."""
    values = np.concatenate([_looked_at(sample) for sample in samples])
    if not values.size:
        return Levels(0, 1)
    low, high = (float(value) for value in np.percentile(values, (_LOW_PERCENT, _HIGH_PERCENT)))
    least = 1.0 if samples[0].dtype.kind in "ui" else max(abs(low), 1.0) * 1e-6
    return Levels(low, max(high, low + least))


def histogram_of(samples: Sequence[Values], *, bins: int = 256) -> Histogram:
    """Return how often values occur in some images, over the range of the values that do."""
    values = np.concatenate([_looked_at(sample) for sample in samples])
    counts, edges = np.histogram(values, bins=bins)
    return Histogram(edges.astype(np.float64), counts.astype(np.int64))


def _looked_at(sample: Values) -> NDArray[np.float64]:
    step = max(1, math.isqrt(sample.size // _LOOKED_AT))
    values = sample[::step, ::step].astype(np.float64).ravel()
    return values[np.isfinite(values)]


@lru_cache(maxsize=8)
def _table(levels: Levels, kind: str) -> Pixels:
    patterns = np.arange(_ALL_PATTERNS).astype(np.uint16)
    return _mapped(patterns if kind == "u" else patterns.view(np.int16), levels)


def _mapped(values: Values, levels: Levels) -> Pixels:
    exact = np.float64 if values.dtype.itemsize > 2 else np.float32
    share: NDArray[np.floating] = np.asarray(values, exact)
    share = (share - levels.low) / (levels.high - levels.low)
    share = np.clip(np.nan_to_num(share, nan=0.0), 0, 1)
    if levels.gamma != 1:
        share = share ** (1 / levels.gamma)
    return np.asarray(np.rint(share * 255), np.uint8)
