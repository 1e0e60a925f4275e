"""The stored poses nearest to a frame that say something; of a long clip only those around it are read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from palpate.model.arrays import Bools, Codes
from palpate.model.track import Track
from palpate.model.visibility import Visibility

_BLOCK = 64  # rows; twice as many each time nothing is found
Says = Callable[[Codes], Bools]
"""Tells which of visibilities ``(n, K)`` count, ``(n, K)``."""


def decides(visibility: Codes) -> Bools:
    """Tell what is decided, be it absent."""
    return np.asarray(visibility != Visibility.NOT_PLACED)


def frame_before(track: Track, frame: int, says: Says = decides) -> int | None:
    """Return the last frame before one whose pose says something; None without any."""
    stop, block = int(np.searchsorted(track.frames, frame)), _BLOCK
    while stop > 0:
        start = max(stop - block, 0)
        found = np.flatnonzero(says(track.visibility[start:stop]).any(axis=1))
        if len(found):
            return int(track.frames[start + found[-1]])
        stop, block = start, 2 * block
    return None


def frame_behind(track: Track, frame: int, says: Says = decides) -> int | None:
    """Return the first frame behind one whose pose says something; None without any."""
    start, block = int(np.searchsorted(track.frames, frame, side="right")), _BLOCK
    while start < len(track.frames):
        found = np.flatnonzero(says(track.visibility[start : start + block]).any(axis=1))
        if len(found):
            return int(track.frames[start + found[0]])
        start, block = start + block, 2 * block
    return None


def frame_beside(track: Track, frame: int, says: Says = decides) -> int | None:
    """Return the nearest other frame whose pose says something, the earlier one of two; None without any."""
    before, behind = frame_before(track, frame, says), frame_behind(track, frame, says)
    if before is None or behind is None:
        return behind if before is None else before
    return before if frame - before <= behind - frame else behind


def says_at(track: Track, frame: int, says: Says = decides) -> bool:
    """Tell whether the pose of this very frame says something."""
    pose = track.pose(frame)
    return pose is not None and bool(says(pose.visibility).any())
