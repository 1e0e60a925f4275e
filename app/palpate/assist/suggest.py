"""The frames and keypoints where one more hand placement lowers the expected error of a clip most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.outlook import Outlook
from palpate.model.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Effort:
    """What work costs, in placements of one keypoint.

    Attributes
    ----------
    visit
        Going to a frame and seeing what is going on there. Taken dearer than its time: keyframes in one frame
        help each other through the parts they lie on, which gains do not tell. On a rendered bowler 2, 6 and
        20 need as many keyframes for the same error, and 20 half the visits of 2.
    """

    visit: float = 10.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A frame to go to, and the M keypoints that are worth placing there, the one that gains most first.

    Attributes
    ----------
    frame
        Of the clip.
    keypoints
        ``(M,)`` indices.
    gains
        ``(M,)`` px × frames by which each lowers the expected error of its span.
    expected
        ``(M,)`` px that each is expected to be off there now.
    supposed
        ``(M,)`` whether nothing has judged its span, so that errors are supposed from keyframes alone.
    rate
        Gain per effort, in multiples of the limits: by it suggestions on several instances are ordered.
    """

    frame: int
    keypoints: tuple[int, ...]
    gains: tuple[float, ...]
    expected: tuple[float, ...]
    supposed: tuple[bool, ...]
    rate: float

    @property
    def gain(self) -> float:
        """Px × frames of all its keypoints together."""
        return sum(self.gains)


def suggest(outlook: Outlook, *, limits: Floats, n: int, effort: Effort | None = None) -> list[Suggestion]:
    """Return up to n suggestions, best first, each on the assumption that those before it were followed.

    A frame is worth what its keypoints gain, each measured by its own limit, over what going there and
    placing them costs; those are taken in each frame that make this ratio highest.

    Parameters
    ----------
    outlook
        Reckons with all suggestions afterwards.
    limits
        ``(K,)`` px that each keypoint may be off.
    """
    cost, weight = effort or Effort(), 1.0 / limits
    rate, count = _best(outlook.gain * weight, cost)
    found: list[Suggestion] = []
    while len(found) < n and len(rate) and rate.max() > 0:
        row = int(rate.argmax())
        chosen = np.argsort(-outlook.gain[row] * weight, kind="stable")[: count[row]]
        found.append(_told(outlook, row, chosen, float(rate[row])))
        touched = [outlook.place(row, k) for k in chosen.tolist()]
        stale = slice(max(min(start for start, _ in touched), 0), max(stop for _, stop in touched))
        rate[stale], count[stale] = _best(outlook.gain[stale] * weight, cost)
    return found


def _told(outlook: Outlook, row: int, chosen: Ints, rate: float) -> Suggestion:
    return Suggestion(
        frame=outlook.first + row,
        keypoints=tuple(chosen.tolist()),
        gains=tuple(outlook.gain[row, chosen].tolist()),
        expected=tuple(outlook.error[row, chosen].tolist()),
        supposed=tuple(outlook.supposed[row, chosen].tolist()),
        rate=rate,
    )


def _best(worth: Floats, cost: Effort) -> tuple[Floats, Ints]:
    """Return the highest worth per cost of each row of ``(F, K)``, and with how many keypoints."""
    n_keypoints = worth.shape[1]
    if not n_keypoints:
        return np.zeros(len(worth)), np.zeros(len(worth), dtype=np.int64)
    total = np.cumsum(-np.sort(-worth, axis=1), axis=1)
    rate = total / (cost.visit + np.arange(1, n_keypoints + 1))
    at = rate.argmax(axis=1)
    return rate[np.arange(len(rate)), at], at + 1
