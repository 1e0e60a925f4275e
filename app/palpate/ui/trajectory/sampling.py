"""From frames to the points of a curve: cost follows the screen, not the clip; knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.origin import Origin
from palpate.ui.timeline.axis import TimeAxis

# Period and inked part, px, by what a value comes from; what is not named here is drawn without gaps.
DASHES: dict[Origin, tuple[int, int]] = {
    Origin.INTERPOLATED: (8, 5),
    Origin.TRACKED: (4, 2),
    Origin.MODEL: (14, 11),
}
# Where a px or a step between two frames has several origins, the one that nobody looked at is drawn.
_ORDER = np.zeros(len(Origin), dtype=np.int8)
for _rank, _origin in enumerate((Origin.MODEL, Origin.TRACKED, Origin.INTERPOLATED), start=1):
    _ORDER[_origin] = _rank
_DASH_OF = np.array([(1, 1), *(DASHES[o] for o in (Origin.MODEL, Origin.TRACKED, Origin.INTERPOLATED))])


@dataclass(frozen=True, slots=True)
class Line:
    """Points of a curve.

    Attributes
    ----------
    frames
        ``(N,)`` places in time; the middle of frame f lies at f + 0.5.
    values
        ``(N,)``, finite everywhere.
    joined
        ``(N,)`` whether a line leads on to the next point.
    """

    frames: Floats
    values: Floats
    joined: Bools

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not bool(self.joined.any())


NOTHING = Line(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_))


def line_of(values: Floats, origin: Codes, *, start: int, axis: TimeAxis) -> Line:
    """Return what is drawn of the ``(F,)`` values of the frames from ``start`` on, one origin each."""
    if not len(values):
        return NOTHING
    if axis.px_per_frame >= 1.0:
        return _between_frames(values, origin, start, axis)
    return _over_columns(values, origin, start, axis)


def range_in_sight(values: Floats, *, start: int, axis: TimeAxis) -> tuple[float, float] | None:
    """Return the least and greatest of the values in sight; None where there is none."""
    low, high = int(np.floor(axis.first)) - 1, int(np.ceil(axis.last)) + 1
    part = values[max(low - start, 0) : max(high - start, 0)]
    there = part[np.isfinite(part)]
    return (float(there.min()), float(there.max())) if len(there) else None


def _between_frames(values: Floats, origin: Codes, start: int, axis: TimeAxis) -> Line:
    """One point per px, on straight lines from frame to frame."""
    numbers = _columns(axis)
    at: Floats = numbers / np.float64(axis.px_per_frame)
    row = np.floor(at - 0.5).astype(np.int64) - start
    inside = (row >= 0) & (row < len(values) - 1)
    numbers, at, row = numbers[inside], at[inside], row[inside]
    share = at - 0.5 - (row + start)
    found = values[row] * (1.0 - share) + values[row + 1] * share
    rank = np.maximum(_ORDER[origin[row]], _ORDER[origin[row + 1]])
    return _line(at, found, numbers, rank)


def _over_columns(values: Floats, origin: Codes, start: int, axis: TimeAxis) -> Line:
    """Least and greatest value of each px."""
    numbers = _columns(axis)
    edges = np.floor(numbers / axis.px_per_frame + 1e-9).astype(np.int64) - start
    begin, end = edges[:-1], edges[1:]
    inside = np.flatnonzero((end > 0) & (begin < len(values)))
    if not len(inside):
        return NOTHING
    stop = int(min(end[inside[-1]], len(values)))
    starts = np.maximum(begin[inside], 0)
    low = np.fmin.reduceat(values[:stop], starts)
    high = np.fmax.reduceat(values[:stop], starts)
    rank = np.maximum.reduceat(_ORDER[origin[:stop]], starts)
    both = np.stack([low, high], axis=1).reshape(-1)
    numbers = np.repeat(numbers[:-1][inside], 2)
    middles: Floats = (numbers + 0.5) / np.float64(axis.px_per_frame)
    return _line(middles, both, numbers, np.repeat(rank, 2))


def _columns(axis: TimeAxis) -> Ints:
    left = round(axis.first * axis.px_per_frame)
    return np.arange(left, left + round(axis.width) + 2)


def _line(at: Floats, values: Floats, numbers: Ints, rank: Codes) -> Line:
    """Join neighbours that have values, with the gaps of the dashes; these stand still on the clip."""
    there = np.isfinite(values)
    dash = _DASH_OF[rank]
    joined = there & (numbers % dash[:, 0] < dash[:, 1])
    joined[:-1] &= there[1:]
    joined[-1:] = False
    filler = values[there][:1] if there.any() else np.zeros(1)
    return Line(at, np.where(there, values, filler), joined)
