"""Frames of a second clip, fetched only while whoever works on the first does not wait for theirs."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from palpate.media.fetching import Delivery
from palpate.media.glimpse import Glimpse
from palpate.media.medium import Medium
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip
from palpate.model.frames import Stop
from palpate.model.picture import Sight
from palpate.session.frames.reel import Reel
from palpate.session.session import Session

SHARE = 4
"""A second clip may keep one in so many of the bytes that a first one may."""

_NICENESS = 5  # a third of the turns: other work in the background must not starve it
_LOOK_AGAIN_S = 0.004

Busy = Callable[[], bool]
"""Tells whether the first clip needs the machine; called from a worker thread, between two pictures."""


def side_reel(session: Session, clip: Clip, deliver: Delivery, busy: Busy) -> Reel:
    """Return a reel that steps back for another one: less urgent, and at rest while that one is busy.

    The caller closes it; what is wrong with the medium is told as by `MediaShelf.reel`.

    Raises
    ------
    MediaUnreadable
        If the medium is not to be found.
    """
    shelf = session.media

    def opened() -> Medium:
        _be_less_urgent()
        return _Yielding(shelf.open_own(clip), busy)

    return Reel(
        clip,
        shelf.path_of(clip),
        opened,
        deliver,
        marks=shelf.marks,
        limit_bytes=shelf.cache_bytes // SHARE,
    )


class _Yielding:
    """A medium that waits between two pictures as long as another one is busy."""

    def __init__(self, medium: Medium, busy: Busy) -> None:
        self._medium = medium
        self._busy = busy

    @property
    def n_frames(self) -> int:
        return self._medium.n_frames

    def size_of(self, frame: int) -> tuple[int, int]:
        return self._medium.size_of(frame)

    def time_of(self, frame: int) -> float:
        return self._medium.time_of(frame)

    def pts_of(self, frame: int) -> int:
        return self._medium.pts_of(frame)

    def run_start(self, frame: int) -> int:
        return self._medium.run_start(frame)

    def bgra(self, frame: int, *, stop: Stop | None = None) -> Pixels:
        return self._medium.bgra(frame, stop=self._waiting(stop))

    def glimpse(self, frame: int, sight: Sight, *, stop: Stop | None = None) -> Glimpse | None:
        return self._medium.glimpse(frame, sight, stop=self._waiting(stop))

    def grey(self, frame: int) -> Pixels:
        return self._medium.grey(frame)

    def twin(self) -> Medium:
        return _Yielding(self._medium.twin(), self._busy)

    def close(self) -> None:
        self._medium.close()

    def _waiting(self, stop: Stop | None) -> Stop:
        """Wait once before it begins, and whenever it is asked whether to go on."""

        def asked() -> bool:
            while not (stop is not None and stop()):
                if not self._busy():
                    return False
                time.sleep(_LOOK_AGAIN_S)
            return True

        asked()
        return asked


def _be_less_urgent() -> None:
    """Let this thread, and those that a decoder starts from it, run behind all others; only Linux can."""
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
