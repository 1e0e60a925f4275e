"""Sudden departures in series that go on evenly: keypoints that jump, segments that change their length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.mixups_frozen import around_quantile
from palpate.base.progress import Progress
from palpate.model.arrays import Floats, Ints

_REACH = 10
_QUARTILE = 0.75
_NEAR = 0.35  # of the jump: so near to where it left from a series must come back


@dataclass(frozen=True, slots=True)
class Break:
    """Rows in which one series is somewhere else.

    Attributes
    ----------
    series
        Its index.
    first, last
        Rows, both included; of one that does not come back the row it jumps in.
    jump_px, usual_px
        The smaller of the steps there and back, and a usual step of the series around.
    left_px
        How far from where it left it comes back; the jump itself if it does not.
    """

    series: int
    first: int
    last: int
    jump_px: float
    usual_px: float
    left_px: float
    least_px: float

    @property
    def returns(self) -> bool:
        """Whether it comes back."""
        return self.left_px < self.jump_px

    @property
    def confidence(self) -> float:
        """High where the jump is many times what would be noticed, and leads back to where it left."""
        excess = 1.0 - 0.5 * self.least_px / max(self.jump_px, 1e-9)
        return float(np.clip(excess * (1.0 - 0.5 * self.left_px / max(self.jump_px, 1e-9)), 0.0, 1.0))


def breaks(
    values: Floats,
    frames: Ints,
    *,
    times: float,
    floors_px: Floats,
    most_gap: int,
    most_frames: int,
    progress: Progress,
) -> list[Break]:
    """Return where series depart suddenly.

    Parameters
    ----------
    values
        ``(T, N, D)`` px; NaN where unknown.
    frames
        ``(T,)`` ascending.
    times
        A step counts as sudden from so many usual steps of the series around it.
    floors_px
        ``(N,)`` steps below these never count.
    most_gap
        A step over more frames than that is never sudden.
    most_frames
        A departure that lasts longer is none.

    Raises
    ------
    Cancelled
    """
    if len(frames) < 4:
        return []
    gap = np.diff(frames, prepend=frames[:1] - 1).astype(np.float64)
    moved = np.diff(values, axis=0, prepend=np.full_like(values[:1], np.nan))
    step = np.sqrt((moved**2).sum(axis=2))
    step[gap > most_gap] = np.nan
    usual = around_quantile(step / gap[:, None], _QUARTILE, _REACH, progress) * gap[:, None]
    least = np.maximum(times * np.nan_to_num(usual), floors_px)
    sudden = step >= least
    found = []
    for n in np.flatnonzero(sudden.any(axis=0)).tolist():
        found += _of_series(n, values[:, n], frames, (step[:, n], usual[:, n], least[:, n]), most_frames)
    return found


def _of_series(
    n: int, values: Floats, frames: Ints, paces: tuple[Floats, Floats, Floats], most_frames: int
) -> list[Break]:
    """Join each sudden step with the next one that leads back; one alone counts if it stands out by far."""
    step, usual, least = paces
    rows = np.flatnonzero(step >= least).tolist()
    found: list[Break] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        soon = [later for later in rows[at + 1 :] if frames[later] - frames[row] <= most_frames]
        back = _way_back(values, step, soon, row)
        if back is not None:
            jump = float(min(step[row], step[back]))
            left = float(np.sqrt(((values[back] - values[row - 1]) ** 2).sum()))
            found.append(Break(n, row, back - 1, jump, float(usual[row]), left, float(least[row])))
            at += 1 + rows[at + 1 :].index(back)
        elif _stands_alone(step, row, float(least[row])):
            jump = float(step[row])
            found.append(Break(n, row, row, jump, float(usual[row]), jump, float(least[row])))
        at += 1
    return found


def _way_back(values: Floats, step: Floats, later: list[int], row: int) -> int | None:
    for back in later:
        left = float(np.sqrt(((values[back] - values[row - 1]) ** 2).sum()))
        if left <= _NEAR * min(step[row], step[back]):
            return back
    return None


def _stands_alone(step: Floats, row: int, least: float) -> bool:
    """Tell whether the steps beside are of another kind: whatever speeds up or slows down has no such."""
    around = np.concatenate([step[max(row - 2, 0) : row], step[row + 1 : row + 3]])
    around = around[np.isfinite(around)]
    return len(around) >= 3 and bool(step[row] >= 2.0 * least and step[row] >= 6.0 * around.max())
