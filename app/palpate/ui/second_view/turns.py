"""Whose turn it is to decode: the first view's, until it has what is looked at and what comes next."""

from __future__ import annotations

import time

from palpate.ui.bridge.presenter import Presenter

_AHEAD = 3  # pictures that the first view has in hand before the second takes a turn while both play
_NEIGHBOURS_S = 0.3  # a damaged frame beside the one in hand must not keep the second view waiting for ever


class Turns:
    """Asked from worker threads; what it knows is set on the window's thread, one value at a time."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._frame, self._by, self._since = 0, 1, 0.0

    @property
    def passing(self) -> bool:
        """Whether frames follow each other by the clock, so that pictures for looking only will do."""
        return self._presenter.pace != 0

    def now(self, frame: int) -> None:
        """Say which frame the first view is at."""
        if frame != self._frame:
            self._by = 1 if frame > self._frame else -1
            self._frame, self._since = frame, time.monotonic()

    def taken(self) -> bool:
        """Whether the first view waits for its frame, or would for the next one."""
        reel, frame, by = self._presenter.reel, self._frame, self._by
        if reel is None:
            return False
        pace = self._presenter.pace
        if pace:
            ahead = (frame + step * pace for step in range(_AHEAD + 1))
            return any(0 <= at < reel.clip.n_frames and not reel.has(at) for at in ahead)
        if reel.at_hand(frame) is None:
            return time.monotonic() - self._since < _WAITS_S
        if time.monotonic() - self._since > _NEIGHBOURS_S:
            return False
        beside = frame + by
        return 0 <= beside < reel.clip.n_frames and reel.at_hand(beside) is None


_WAITS_S = 30.0  # what cannot be had is said by then
