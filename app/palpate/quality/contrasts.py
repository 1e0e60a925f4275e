"""Whether a group of frames differs from all the others by more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Floats, Ints
from palpate.quality.points import numbered
from palpate.quality.position import adjusted
from palpate.quality.units import MIN_CLIPS, Timeline

MIN_N = 4
"""Independent values that a group and the rest each need before they are compared."""

_FLAT = 1e-12  # px²: less spread than this is rounding


@dataclass(frozen=True, slots=True)
class Contrasts:
    """G groups, each against all other values, in C columns.

    Attributes
    ----------
    groups
        Their words, in order.
    n, rest_n
        ``(G, C)`` independent values of the group and of the rest.
    mean, rest_mean
        ``(G, C)`` of the independent values; NaN where there is none.
    p
        ``(G, C)`` probability of such a difference by chance, not adjusted; NaN where it cannot be told.
    by_clip
        Whether clips were the independent units; else frames far enough apart.
    """

    groups: tuple[str, ...]
    n: Ints
    rest_n: Ints
    mean: Floats
    rest_mean: Floats
    p: Floats
    by_clip: bool

    def adjusted(self, columns: slice) -> Floats:
        """Return ``(G, …)`` p of some columns, adjusted for their number by Benjamini and Hochberg."""
        part = self.p[:, columns]
        return adjusted(part.ravel()).reshape(part.shape)


def contrasts(values: Floats, words: NDArray[Any], rows: Timeline) -> Contrasts:
    """Compare each group with the rest by Welch's t-test of independent values.

    Parameters
    ----------
    values
        ``(N, C)``, NaN where unknown.
    words
        ``(N,)`` group of each row.
    rows
        The same rows in the order of time.

    Notes
    -----
    The units are the means of clips where each clip lies in one group and there are 8 or more, else rows at
    least the minimum gap apart. Source: Welch 1947, degrees of freedom after Satterthwaite 1946.
    """
    groups = tuple(sorted(set(words.tolist())))
    codes = np.searchsorted(np.array(groups), words) if groups else np.zeros(0, dtype=np.int64)
    by_clip = _whole_clips(codes, rows)
    sums, middle = np.zeros((3, len(groups), values.shape[1])), np.zeros(values.shape[1])
    for column in range(values.shape[1]):
        units, of_unit = _units(values[:, column], codes, rows, by_clip=by_clip)
        middle[column] = units.mean() if len(units) else 0.0  # squares of what is far from 0 lose digits
        for power in range(3):
            moved = (units - middle[column]) ** power
            sums[power, :, column] = np.bincount(of_unit, moved, minlength=len(groups))
    n, mean, variance = _moments(*sums)
    rest_n, rest_mean, rest_variance = _moments(*(sums.sum(axis=1, keepdims=True) - sums))
    p = _welch(n, mean, variance, rest=(rest_n, rest_mean, rest_variance))
    counts = n.astype(np.int64), rest_n.astype(np.int64)
    return Contrasts(groups, *counts, mean + middle, rest_mean + middle, p, by_clip)


def _whole_clips(codes: Ints, rows: Timeline) -> bool:
    """Tell whether there are clips enough, each of them in one group."""
    pairs = np.unique(np.stack([rows.clips, codes[rows.order]]), axis=1)
    n_clips = len(np.unique(rows.clips))
    return n_clips >= MIN_CLIPS and pairs.shape[1] == n_clips


def _units(values: Floats, codes: Ints, rows: Timeline, *, by_clip: bool) -> tuple[Floats, Ints]:
    """Return the independent values of a column, and the group of each."""
    known = ~np.isnan(values)
    if not by_clip:
        at = rows.independent_rows(known)
        return values[at], codes[at]
    order = rows.order[known[rows.order]]
    clip = numbered(rows.clips[known[rows.order]])
    n = np.bincount(clip)
    first = np.unique(clip, return_index=True)[1]
    return np.bincount(clip, values[order]) / n, codes[order][first]


def _moments(n: Floats, total: Floats, squares: Floats) -> tuple[Floats, Floats, Floats]:
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / np.where(n > 0, n, np.nan)
        variance = (squares - n * np.square(mean)) / np.where(n > 1, n - 1.0, np.nan)
    return n, mean, np.maximum(variance, 0.0)


def _welch(n: Floats, mean: Floats, variance: Floats, *, rest: tuple[Floats, Floats, Floats]) -> Floats:
    """Two-sided p; NaN with too few values on a side, or without any spread."""
    from scipy.special import stdtr

    rest_n, rest_mean, rest_variance = rest
    with np.errstate(invalid="ignore", divide="ignore"):
        own, other = variance / n, rest_variance / rest_n
        both = own + other
        df = np.square(both) / (np.square(own) / (n - 1.0) + np.square(other) / (rest_n - 1.0))
        p = 2.0 * stdtr(df, -np.abs(mean - rest_mean) / np.sqrt(both))
    judged = (n >= MIN_N) & (rest_n >= MIN_N) & (both > _FLAT)
    return np.where(judged, p, np.nan)
