"""A long clip in pieces: what to look at to know some frames as well as if the whole clip had been."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from palpate.assist.spans import Spans

_REACH_SPANS = 2
_MOST_AROUND = 64


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames to keep, and the window around them to compute; first frame, and one past the last."""

    kept: tuple[int, int]
    window: tuple[int, int]


def stretches(spans: Spans, *, n_frames: int, length: int = 240) -> list[Stretch]:
    """Return the pieces in which spans are best computed, in ascending order.

    A keyframe's weight fades with every further keyframe: two spans beyond what is kept are enough. Only
    frames inside or between the spans given are kept, so after an edit only its surroundings are.

    Parameters
    ----------
    spans
        What is wanted; at least one.
    n_frames
        Of the clip.
    length
        Frames kept at a time, about; what bounds the memory.
    """
    around = int(min(_REACH_SPANS * np.median(spans.right - spans.left) + 1, _MOST_AROUND))
    pieces: list[Stretch] = []
    order = np.argsort(spans.left, kind="stable")
    first, last = int(spans.left[order[0]]), int(spans.right[order[0]])
    for left, right in zip(spans.left[order].tolist(), spans.right[order].tolist(), strict=True):
        if left > last + 2 * around:
            pieces += _cut(first, last, around, n_frames, length)
            first = left
        last = max(last, right)
    return pieces + _cut(first, last, around, n_frames, length)


def _cut(first: int, last: int, around: int, n_frames: int, length: int) -> list[Stretch]:
    """Return one run of frames, first and last included, in pieces of about equal length."""
    count = max(1, round((last + 1 - first) / length))
    edges = np.linspace(first, last + 1, count + 1).astype(np.int64).tolist()
    return [
        Stretch((begin, stop), (max(begin - around, 0), min(stop + around, n_frames)))
        for begin, stop in pairwise(edges)
    ]
