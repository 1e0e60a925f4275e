"""Who is plainly whose in a frame: what bounds on similarities settle without knowing all their digits.

Two thirds of the keypoints, in single precision and frames last, cost a third of what exact similarities do.
They settle a frame where nothing that the other keypoints could add would change the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Floats32, Ints

_AT_ONCE = 36_864  # similarities of one label at a time: with both sides' poses they fit a core's cache
_LEAST = np.float32(-80.0)  # exp of less is nothing, and takes many times as long where it underflows
_STEPS = 8.0 * 2.0**-24  # how far single precision may put a distance off, as a share of the coordinates
_STEEPEST = np.exp(-0.5)  # of exp(−x² / 2)
_ROUNDING = 1e-5  # of each similarity in their sum


@dataclass(frozen=True, slots=True)
class Side:
    """The poses of a label set, ``(N, K, 2)`` px, and ``(F, I)`` which of them are in each of F frames."""

    positions: Floats
    rows: Ints


def nearest(labels: Side, gold: Side, *, scale_px: Floats, sigma: float, least: float) -> tuple[Bools, Ints]:
    """Find gold's best pose for each label where there is no doubt.

    Parameters
    ----------
    scale_px
        ``(F, J)`` s of gold's poses in px, above 0.
    sigma
        Of every keypoint.
    least
        The similarity that a pair has to reach: the sum over the keypoints of both by one more than these.

    Returns
    -------
    ``(F,)`` true where each label has a best pose of its own that is as similar as that, and ``(F, I)`` its
    column. Where labels are more than gold's poses, it is the other way round: ``(F, J)`` columns of labels.
    """
    keypoints = gold.positions.shape[1]
    looked_at = (2 * keypoints + 2) // 3
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large or unknown settles nothing
        width_px = 2.0 * sigma * scale_px.T
        steepness = (-0.5 / (np.square(width_px) + np.spacing(1))).astype(np.float32)
        sums, known, reach = _sums(labels, gold, steepness, looked_at)
        off_by = looked_at * (_STEPS * _STEEPEST * reach / width_px + _ROUNDING)
        more = np.float32(keypoints - looked_at)
        low, high = sums - off_by.astype(np.float32), sums + (off_by + more).astype(np.float32)
        number = known + (more + np.float32(1.0))
        return _decided(low / number, high / number, least)


def _sums(labels: Side, gold: Side, steepness: Floats32, looked_at: int) -> tuple[Floats32, Floats32, float]:
    """``(I, J, F)`` sums of similarities and how many there are; and the largest coordinate in px."""
    size = labels.rows.shape[1], *steepness.shape
    sums, known, reach = np.empty(size, dtype=np.float32), np.full((1, 1, 1), looked_at, np.float32), 0.0
    step = max(1, _AT_ONCE // max(1, max(size[:2]) * looked_at))
    for start in range(0, size[2], step):
        part = slice(start, start + step)
        first, second = (_turned(side, part, looked_at) for side in (labels, gold))
        ends = [float(end) for side in (first, second) for end in (side.min(), side.max())]
        complete = not np.isnan(sum(ends))
        reach = max(reach, *map(abs, ends)) if complete else max(reach, _largest(first), _largest(second))
        if not complete and known.size == 1:
            known = np.full(size, looked_at, dtype=np.float32)
        for n, own in enumerate(first):
            similar = _similarities(own, second, steepness[:, None, part])
            if not complete:
                both = ~np.isnan(similar)
                np.copyto(similar, 0.0, where=~both)
                known[n, :, part] = both.sum(axis=1)
            sums[n, :, part] = similar.sum(axis=1)
    return sums, known, reach


def _turned(side: Side, frames: slice, keypoints: int) -> Floats32:
    """``(I, M, 2, B)`` px of the first M keypoints."""
    rows = side.rows[frames]
    turned = np.empty((rows.shape[1], keypoints, 2, len(rows)), dtype=np.float32)
    for own, at in zip(turned, rows.T, strict=True):
        in_a_row = bool((at[1:] - at[:-1] == 1).all())
        poses = side.positions[at[0] : at[0] + len(at)] if in_a_row else side.positions[at]
        own[:] = poses[:, :keypoints].transpose(1, 2, 0)
    return turned


def _largest(points: Floats32) -> float:
    """Return the largest coordinate where there is any, whatever its sign."""
    return float(np.fmax.reduce(np.abs(points), axis=None, initial=0.0))


def _similarities(own: Floats32, others: Floats32, steepness: Floats32) -> Floats32:
    """``(J, M, B)`` similarities of one label's ``(M, 2, B)`` points to those of ``(J, M, 2, B)``."""
    across, down = own[:, 0] - others[:, :, 0], own[:, 1] - others[:, :, 1]
    across *= across
    down *= down
    across += down
    across *= steepness
    np.maximum(across, _LEAST, out=across)
    np.exp(across, out=across)
    return across


def _decided(low: Floats32, high: Floats32, least: float) -> tuple[Bools, Ints]:
    """``(F,)`` true where there is no doubt, and ``(F, min(I, J))`` which is the best; spoils the bounds."""
    if low.shape[0] > low.shape[1]:
        low, high = low.transpose(1, 0, 2), high.transpose(1, 0, 2)
    best = low.argmax(axis=1)
    taken = np.take_along_axis(low, best[:, None], axis=1)[:, 0]
    np.put_along_axis(high, best[:, None], -np.inf, axis=1)
    clear = (taken > high.max(axis=1)) & (taken >= least)  # not where NaN
    ordered = np.sort(np.ascontiguousarray(best.T), axis=1).T
    own = (ordered[1:] != ordered[:-1]).all(axis=0)
    return own & clear.all(axis=0), best.T
