"""How unusual the length of a rigid segment is among its neighbours in time."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints

_NORMAL = 0.6745  # MAD of a normal distribution of SD 1
_MEAN_TO_SD = 1.4826
_BLOCK = 65_536
MIN_LENGTHS = 5


def segment_lengths(positions: Floats, rigid: Ints) -> Floats:
    """Return ``(F, R)`` px for ``(F, K, 2)`` positions and ``(R, 2)`` ends; NaN where an end is missing."""
    apart = positions[:, rigid[:, 0]] - positions[:, rigid[:, 1]]
    return np.hypot(apart[..., 0], apart[..., 1])


def robust_z(values: Floats) -> Floats:
    """Return z = 0.6745 (x − median) / MAD of ``(…, n)`` values among themselves.

    Iglewicz and Hoaglin (1993). Where the MAD is 0, 1.4826 · mean absolute deviation is the spread; where
    all are equal, z is 0. NaN values are left out and stay NaN.
    """
    median = _median(np.sort(values, axis=-1))
    return _ratio(values - median[..., np.newaxis], _spread(values, median)[..., np.newaxis])


def rolling_z(lengths: Floats, wanted: Bools, *, reach_frames: int, floor_px: float) -> tuple[Floats, Floats]:
    """Return z and the deviation from the median in px of lengths among those ± some frames.

    Parameters
    ----------
    lengths, wanted
        ``(F, R)`` px, and for which of them to compute; the others are NaN.
    floor_px
        Least spread (SD) that is assumed: interpolated lengths hardly scatter, and nobody places
        keypoints better than that.

    Returns
    -------
    tuple[Floats, Floats]
        ``(F, R)`` each; NaN also where fewer than `MIN_LENGTHS` lengths are known.
    """
    z = np.full(lengths.shape, np.nan)
    deviation = np.full(lengths.shape, np.nan)
    frame, segment = np.nonzero(wanted & np.isfinite(lengths))
    if not len(frame):
        return z, deviation
    padded = np.pad(lengths, ((reach_frames, reach_frames), (0, 0)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach_frames + 1, axis=0)
    for begin in range(0, len(frame), _BLOCK):
        at = frame[begin : begin + _BLOCK], segment[begin : begin + _BLOCK]
        around = windows[at]
        median = _median(np.sort(around, axis=-1))
        median[np.isfinite(around).sum(axis=-1) < MIN_LENGTHS] = np.nan
        deviation[at] = lengths[at] - median
        z[at] = _ratio(deviation[at], np.maximum(_spread(around, median), floor_px))
    return z, deviation


def _median(ordered: Floats) -> Floats:
    """Return the median of ``(…, n)`` sorted values, NaN at the end being none."""
    count = np.isfinite(ordered).sum(axis=-1)[..., np.newaxis]
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=-1)
    high = np.take_along_axis(ordered, count // 2, axis=-1)
    return ((low + high) / 2)[..., 0]


def _spread(values: Floats, median: Floats) -> Floats:
    """Return a robust estimate of the SD of ``(…, n)`` values around their median."""
    off = np.abs(values - median[..., np.newaxis])
    mad = _median(np.sort(off, axis=-1))
    known = np.isfinite(off)
    mean = np.where(known, off, 0.0).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)
    return np.where(mad > 0, mad / _NORMAL, _MEAN_TO_SD * mean)


def _ratio(deviation: Floats, spread: Floats) -> Floats:
    """Divide; without any spread nothing deviates."""
    shape = np.broadcast_shapes(deviation.shape, spread.shape)
    z: Floats = np.where(np.isnan(deviation), np.nan, np.zeros(shape))
    np.divide(deviation, spread, out=z, where=np.broadcast_to(spread > 0, shape))
    return z
