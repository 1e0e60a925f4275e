"""Where two things that go side by side have changed places: left with right, or one subject with another.

Both are one question. Of a pair only the vector from one to the other tells them apart, and where they are
exchanged it points the other way. So the signs are looked for with which these vectors go on most evenly:
each is compared with where the two before it point, and a change of sign has its price (Viterbi 1967, over
whether each step changes it).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.base.progress import Progress
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.runs import runs_of

_CHECK_EVERY = 2048


@dataclass(frozen=True, slots=True)
class Limits:
    """What a change of places must be worth.

    Attributes
    ----------
    price
        Of a change of sign, in usual unevennesses of one pair.
    floor
        Least unevenness that is assumed, as a fraction of the subject's size.
    apart
        Pairs nearer to each other than this fraction of the size say nothing.
    reach_s
        After a longer pause nothing is compared any more.
    most
        A pair's say is cut off at so many usual unevennesses.
    """

    price: float = 12.0
    floor: float = 0.004
    apart: float = 0.03
    reach_s: float = 0.1
    most: float = 25.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """Rows over which the two have changed places.

    Attributes
    ----------
    first, last
        Rows, both included.
    as_is_px, exchanged_px
        How far the vectors are from where those before them point, at the ends of the rows: as labelled, and
        with the two exchanged; means over ends and pairs.
    share
        Of the rows compared without a break, those that are said to be exchanged.
    """

    first: int
    last: int
    as_is_px: float
    exchanged_px: float
    share: float

    @property
    def confidence(self) -> float:
        """What exchanging gains, less where it is half of all and either half may be the wrong one."""
        gain = 1.0 - self.exchanged_px / max(self.as_is_px, 1e-9)
        return float(np.clip(gain * (1.0 - max(self.share - 0.4, 0.0)), 0.0, 1.0))


def exchanges(
    apart: Floats, frames: Ints, *, size_px: float, limits: Limits, fps: float, progress: Progress
) -> list[Exchange]:
    """Return where two have changed places, in rows.

    Parameters
    ----------
    apart
        ``(T, M, 2)`` px from the first to the second of M pairs; NaN where one is missing.
    frames
        ``(T,)`` ascending.
    size_px
        Of the subject.
    fps
        Frames per second of capture.

    Raises
    ------
    Cancelled
    """
    known: Bools = np.asarray(np.isfinite(apart).all(axis=2))
    rows = np.flatnonzero(known.any(axis=1))
    if len(rows) < 3:
        return []
    kept, turned = _unevenness(apart[rows], frames[rows])
    usual = _usual(kept[0], limits.floor * size_px)
    costs = [_total(found / usual, limits.most) for found in (*kept, *turned)]
    telling = _telling(apart[rows], limits.apart * size_px)
    costs[2:] = [np.where(telling, cost, np.inf) for cost in costs[2:]]
    breaks = np.concatenate([[True], np.diff(frames[rows]) > max(limits.reach_s * fps, 1.0)])
    here: Bools = known[rows]
    common: Bools = here & np.concatenate([here[:1], here[:-1]])
    breaks |= ~common.any(axis=1)
    turns = _best_turns(costs, breaks, limits.price, progress)
    found = []
    for begin, end in _parts(breaks):
        found += _minority(turns, begin, end, kept[0], turned[0])
    return [
        Exchange(int(rows[one.first]), int(rows[one.last]), one.as_is_px, one.exchanged_px, one.share)
        for one in found
    ]


def _unevenness(apart: Floats, frames: Ints) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return ``(T, M)`` px from where a vector is expected: as it is, and turned round.

    Each for the step before it having kept the sign, and having changed it. Where the one before the last is
    missing, or time goes on too unevenly to draw a line, the last alone is the expectation.
    """
    before = np.concatenate([apart[:1], apart[:-1]])
    earlier = np.concatenate([apart[:1], apart[:1], apart[:-2]])[: len(apart)]
    gap = np.diff(frames, prepend=frames[:1] - 1).astype(np.float64)
    ratio = gap / np.concatenate([gap[:1], gap[:-1]])
    usable = (ratio >= 0.5) & (ratio <= 2.0)
    usable[:2] = False
    weight = np.where(usable, ratio, 0.0)[:, None, None]
    expected = []
    for sign in (1.0, -1.0):
        slope = np.nan_to_num(before - sign * earlier)
        straight = before + weight * slope
        expected.append(straight)
    kept = [_length(apart - line) for line in expected]
    turned = [_length(-apart - line) for line in expected]
    return (kept[0], kept[1]), (turned[0], turned[1])


def _length(vectors: Floats) -> Floats:
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]))


def _usual(kept: Floats, floor_px: float) -> Floats:
    """Return each pair's usual unevenness ``(M,)``, px."""
    usual = np.full(kept.shape[1], floor_px)
    for pair in range(kept.shape[1]):
        values = kept[1:, pair]
        values = values[np.isfinite(values)]
        if len(values):
            usual[pair] = max(float(np.median(values)), floor_px)
    return usual


def _total(relative: Floats, most: float) -> Floats:
    """Return what all pairs say together ``(T,)``; they move together, so they count as their square root."""
    known = np.isfinite(relative)
    count = known.sum(axis=1)
    total = np.where(known, np.minimum(relative, most), 0.0).sum(axis=1)
    return np.asarray(total / np.sqrt(np.maximum(count, 1)))


def _telling(apart: Floats, least_px: float) -> Bools:
    """Tell in which rows some pair is so far apart, here and just before, that its two can be told."""
    length = np.hypot(apart[..., 0], apart[..., 1])
    before = np.concatenate([length[:1], length[:-1]])
    return np.asarray((np.fmin(length, before) >= least_px).any(axis=1))


def _best_turns(costs: list[Floats], breaks: Bools, price: float, progress: Progress) -> Bools:
    """Return at which rows the sign changes.

    Parameters
    ----------
    costs
        ``(T,)`` each: kept after kept, kept after turned, turned after kept, turned after turned.
    """
    n = len(breaks)
    kept_kept, kept_turned, turned_kept, turned_turned = (cost.tolist() for cost in costs)
    from_turned = np.zeros((n, 2), dtype=np.bool_)
    kept, turned = 0.0, np.inf
    parted = breaks.tolist()
    for row in range(n):
        if row % _CHECK_EVERY == 0:
            progress.step(row, n)
        if parted[row]:
            from_turned[row, 0] = turned < kept
            kept, turned = min(kept, turned), np.inf
            continue
        stay = (kept + kept_kept[row], turned + kept_turned[row])
        turn = (kept + turned_kept[row], turned + turned_turned[row])
        from_turned[row] = stay[1] < stay[0], turn[1] < turn[0]
        kept, turned = min(stay), min(turn) + price
    turns = np.zeros(n, dtype=np.bool_)
    state = turned < kept
    for row in range(n - 1, -1, -1):
        turns[row] = state
        state = bool(from_turned[row, int(state)])
    return turns


def _parts(breaks: Bools) -> list[tuple[int, int]]:
    starts = np.flatnonzero(breaks).tolist()
    return list(zip(starts, [*starts[1:], len(breaks)], strict=True))


def _minority(turns: Bools, begin: int, end: int, kept: Floats, turned: Floats) -> list[Exchange]:
    """Return the stretches of the sign that fewer rows have, of one part."""
    sign = np.cumsum(turns[begin:end]) % 2
    share = float(sign.mean())
    if share in (0.0, 1.0):
        return []
    if share > 0.5:
        sign, share = 1 - sign, 1.0 - share
    found = []
    for first, stop in runs_of(sign == 1):
        ends = [row + begin for row in (first, stop) if 0 < row < end - begin]
        found.append(Exchange(begin + first, begin + stop - 1, _mean(kept[ends]), _mean(turned[ends]), share))
    return found


def _mean(values: Floats) -> float:
    known = np.isfinite(values)
    return float(values[known].mean()) if known.any() else 0.0
