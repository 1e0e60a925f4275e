"""Which frames were computed anew, for whoever keeps something that was made from them."""

from __future__ import annotations

from collections import deque

Window = tuple[int, int]
"""A frame, and one past the last."""

_REMEMBERED = 64  # edits between two looks; who looks more rarely begins anew


class Renewals:
    """The windows of frames that became others, in the order in which they did.

    Attributes
    ----------
    turn
        How often anything did; to be remembered together with what was made.
    """

    def __init__(self) -> None:
        self.turn = 0
        self._windows: deque[Window | None] = deque(maxlen=_REMEMBERED)

    def note(self, first: int, stop: int) -> None:
        """Remember that frames became others."""
        self._add((first, stop))

    def note_all(self) -> None:
        """Remember that any frame may be another one."""
        self._add(None)

    def since(self, turn: int) -> list[Window] | None:
        """Return the windows of all that became others after a turn, overlapping or not; None for any."""
        missed = self.turn - turn
        if missed > len(self._windows):
            return None
        found = list(self._windows)[len(self._windows) - missed :]
        known = [window for window in found if window is not None]
        return known if len(known) == missed else None

    def _add(self, window: Window | None) -> None:
        self.turn += 1
        self._windows.append(window)


def hull(windows: list[Window]) -> Window:
    """Return the least window around some; there must be one."""
    return min(first for first, _ in windows), max(stop for _, stop in windows)
