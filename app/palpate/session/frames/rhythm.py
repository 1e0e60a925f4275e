"""How many frames a step goes on when playing is faster than the screen or the decoder."""

from __future__ import annotations

import math
from statistics import median

_SCREEN_PER_S = 60.0
_LOOKS = 6
_WAIT_AT_MOST_S = 0.12  # steps that take longer look like a slide show; rather fall behind


class Rhythm:
    """Even steps that hold a rate: as short as they can be, and always of one length for a while.

    Parameters
    ----------
    rate
        Frames of the clip per second that shall go by.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._longest = max(int(rate * _WAIT_AT_MOST_S), 1)
        self._took: list[float] = []
        self._least = 1  # what was too short stays so: trying it again and again would be uneven
        self.stride = self._needed(0.0)

    def took(self, seconds: float) -> None:
        """Learn how long a step took: to the picture, or if the next one was late by then, to that."""
        self._took.append(seconds)
        if len(self._took) >= _LOOKS:
            self.stride = self._chosen(median(self._took))
            self._took.clear()

    def _chosen(self, took: float) -> int:
        needed = self._needed(took)
        if took > _WAIT_AT_MOST_S:
            return max(int(self.stride * _WAIT_AT_MOST_S / took), 1)
        if needed > self.stride:
            # Longer steps cost more where all between them must be decoded: only while there is room.
            if took >= _WAIT_AT_MOST_S / 2:
                return self.stride
            self._least = self.stride + 1
            return min(needed, 2 * self.stride)
        return max(needed, self._least) if needed < 0.7 * self.stride else self.stride

    def _needed(self, took: float) -> int:
        """Return the least stride that holds the rate at this cost of a step."""
        held = math.ceil(self._rate * max(took, 1.0 / _SCREEN_PER_S) - 1e-6)
        return min(max(held, 1), self._longest)
