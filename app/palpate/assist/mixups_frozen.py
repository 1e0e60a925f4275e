"""Labels that stand still to the last digit while their subject moves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from palpate.base.progress import Progress
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.runs import runs_of

_REACH = 15
_BLOCK = 1024
# Of the size of the subject: so far labels should have gone. Whole poses never stand still by chance.
_WHOLE_LEAST, _ALONE_LEAST = 0.006, 0.02
_KNOWN_GRIDS = (1.0, 0.5, 0.25, 0.125)  # px; of whole pixels, and of pictures that were labelled enlarged
_GRIDS = 3.0  # so many of them labels should have gone


@dataclass(frozen=True, slots=True)
class Plateau:
    """Rows in which keypoints do not leave the place that they have in the row before the first.

    Attributes
    ----------
    first, last
        Rows, both included.
    expected_px
        How far they should have gone meanwhile, by their median pace around; of several, the median.
    least_px
        How far that had to be to be told from standing still.
    """

    first: int
    last: int
    keypoints: tuple[int, ...]
    expected_px: float
    least_px: float

    @property
    def confidence(self) -> float:
        """Near 1 where they should have gone many times what can be told."""
        return self.expected_px / (self.expected_px + self.least_px)


def plateaus(
    positions: Floats, frames: Ints, *, size_px: float, most_gap: int, progress: Progress
) -> list[Plateau]:
    """Return where labels stand still though the same keypoints move before and after.

    A whole pose counts from one step on, a single keypoint from two.

    Parameters
    ----------
    positions
        ``(T, K, 2)`` px, NaN where there is none.
    frames
        ``(T,)`` ascending.
    most_gap
        Rows of frames that lie further apart are not compared.

    Raises
    ------
    Cancelled
    """
    if len(frames) < 3:
        return []
    step = steps(positions)
    gap = np.diff(frames, prepend=frames[:1] - 1)
    step[gap > most_gap] = np.nan
    still = step <= 1e-5 * size_px
    grid = _resolution(positions)
    pace = around_quantile(np.where(still, np.nan, step / gap[:, None]), 0.5, _REACH, progress) * gap[:, None]
    if grid:
        pace *= _share_moving(still, step)
    told = _GRIDS * grid
    whole = _whole_rows(still, step)
    least = max(_WHOLE_LEAST * size_px, told)
    found = [_plateau(still, pace, rows, least, None) for rows in runs_of(whole)]
    least = max(_ALONE_LEAST * size_px, told)
    for k in range(positions.shape[1]):
        alone = runs_of(still[:, k] & ~whole)
        found += [_plateau(still, pace, rows, least, k) for rows in alone if rows[1] - rows[0] >= 2]
    return _joined([one for one in found if one.expected_px >= one.least_px])


def steps(positions: Floats) -> Floats:
    """Return ``(T, K)`` px from the row before; NaN in the first."""
    moved = np.diff(positions, axis=0, prepend=np.full_like(positions[:1], np.nan))
    return np.asarray(np.hypot(moved[..., 0], moved[..., 1]))


def _whole_rows(still: Bools, step: Floats) -> Bools:
    known = np.isfinite(step).sum(axis=1)
    return np.asarray((known >= 3) & (still.sum(axis=1) >= np.maximum(0.9 * known, 3)))


def around_quantile(values: Floats, share: float, reach: int, progress: Progress) -> Floats:
    """Return the quantile of the known among the rows within reach of each, ``(T, N)``, the lower of two.

    NaN where none is known. Tells the progress every thousand rows.

    Raises
    ------
    Cancelled
    """
    padded = np.pad(values, ((reach, reach), (0, 0)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0)
    found = np.full(values.shape, np.nan)
    for begin in range(0, len(values), _BLOCK):
        progress.step(begin, len(values))
        found[begin : begin + _BLOCK] = _low_quantile(windows[begin : begin + _BLOCK], share)
    return found


def _low_quantile(values: Floats, share: float) -> Floats:
    """Return the quantile of the known among ``(…, n)`` values, the lower of two; NaN where there is none."""
    ordered = np.sort(values, axis=-1)
    count = np.isfinite(ordered).sum(axis=-1)[..., None]
    at = np.floor(share * np.maximum(count - 1, 0)).astype(np.int64)
    return np.asarray(np.take_along_axis(ordered, at, axis=-1)[..., 0])


def _resolution(positions: Floats) -> float:
    """Return the grid in px that labels lie on, whatever its offset; 0 where they lie on none.

    On a grid labels stand still for many reasons: what moves slower than it stands and leaps by turns.
    """
    moved = np.diff(positions, axis=0)
    moved = moved[np.isfinite(moved)]
    for grid in _KNOWN_GRIDS if len(moved) else ():
        off = np.abs(moved / grid - np.round(moved / grid))
        if (off < 1e-6).mean() > 0.9:
            return grid
    return 0.0


def _share_moving(still: Bools, step: Floats) -> Floats:
    """Return which share ``(T, K)`` of the steps around a row are no standing still."""
    window = np.ones(2 * _REACH + 1)
    known = np.isfinite(step)
    share = np.ones(step.shape)
    for k in range(step.shape[1]):
        of = np.convolve(known[:, k].astype(np.float64), window)[_REACH:-_REACH]
        moving = np.convolve((known & ~still)[:, k].astype(np.float64), window)[_REACH:-_REACH]
        share[:, k] = moving / np.maximum(of, 1.0)
    return share


def _joined(found: list[Plateau]) -> list[Plateau]:
    """Return one plateau for all keypoints that stand still over the same rows."""
    together: dict[tuple[int, int], list[Plateau]] = {}
    for one in found:
        together.setdefault((one.first, one.last), []).append(one)
    joined = []
    for same in together.values():
        clearest = max(same, key=lambda one: one.confidence)
        keypoints = sorted({k for one in same for k in one.keypoints})
        joined.append(replace(clearest, keypoints=tuple(keypoints)))
    return joined


def _plateau(
    still: Bools, pace: Floats, rows: tuple[int, int], least: float, keypoint: int | None
) -> Plateau:
    first, stop = rows
    together = np.flatnonzero(still[first:stop].all(axis=0))
    keypoints = together if keypoint is None else np.array([keypoint])
    gone = pace[first:stop][:, keypoints].sum(axis=0)
    gone = gone[np.isfinite(gone)]
    expected = float(np.median(gone)) if len(gone) else 0.0
    return Plateau(first, stop - 1, tuple(keypoints.tolist()), expected, least)
