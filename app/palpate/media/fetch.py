"""Frames for somebody who moves about: fetched by a worker, newest wish first, next ones in advance."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from palpate.base.errors import FrameUnavailable
from palpate.media.cache import FrameCache
from palpate.model.arrays import Pixels

Delivery = Callable[[int, Pixels | FrameUnavailable], None]


class FrameFetcher:
    """Decodes in a thread of its own; of several waiting wishes only the newest is fulfilled.

    Having delivered, it decodes further frames in the direction of travel into the cache until that many are
    there, half the cache is used for it, or a new wish comes. Travelling backward it decodes a run of frames
    in forward order, since each backward step alone would decode from the last keyframe again.

    Parameters
    ----------
    cache
        Where frames are kept; its source is used by this worker alone.
    deliver
        Called in the worker with the frame number and its pixels ``(H, W, 4)``, or why it cannot be had.
    ahead
        How many frames to decode in advance.
    """

    def __init__(self, cache: FrameCache, deliver: Delivery, *, ahead: int = 8) -> None:
        self._cache = cache
        self._deliver = deliver
        self._ahead = ahead
        self._news = threading.Condition()
        self._wish: int | None = None
        self._closed = False
        self._frame_bytes = 0
        self._thread = threading.Thread(target=self._work, name="frame fetcher", daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        with self._news:
            return self._closed

    def request(self, frame: int) -> None:
        """Wish for a frame; a wish not yet fulfilled is forgotten."""
        with self._news:
            self._wish = frame
            self._news.notify()

    def close(self) -> None:
        """End the worker and wait for it; nothing is delivered afterwards."""
        with self._news:
            self._closed = True
            self._news.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _work(self) -> None:
        previous: int | None = None
        while (frame := self._next_wish()) is not None:
            backward = previous is not None and frame < previous and previous - frame <= self._ahead
            if backward and frame not in self._cache and not self._run_up(frame):
                continue
            self._fulfil(frame)
            self._prepare(frame, backward=backward)
            previous = frame

    def _next_wish(self) -> int | None:
        with self._news:
            self._news.wait_for(lambda: self._closed or self._wish is not None)
            frame, self._wish = self._wish, None
            return None if self._closed else frame

    @property
    def _idle(self) -> bool:
        with self._news:
            return self._wish is None and not self._closed

    def _fulfil(self, frame: int) -> None:
        result = self._decoded(frame)
        if not self.closed:
            self._deliver(frame, result)

    def _run_up(self, frame: int) -> bool:
        """Decode the frames before one, in order; False if it was overtaken by a wish outside of them."""
        first = max(0, frame - self._reach())
        for earlier in range(first, frame):
            self._decoded(earlier)
            with self._news:
                overtaken = self._wish is not None and not first <= self._wish <= frame
                if self._closed or overtaken:
                    return False
        return True

    def _prepare(self, frame: int, *, backward: bool) -> None:
        for further in self._further(frame, backward=backward):
            if not self._idle:
                return
            self._decoded(further)

    def _further(self, frame: int, *, backward: bool) -> Iterator[int]:
        if not backward:
            yield from range(frame + 1, min(frame + 1 + self._reach(), self._cache.source.n_frames))
        elif frame > 0 and frame - 1 not in self._cache:
            yield from range(max(0, frame - self._reach()), frame)

    def _reach(self) -> int:
        """How many frames to decode in advance without pushing out those just seen."""
        return min(self._ahead, self._cache.limit_bytes // max(1, 2 * self._frame_bytes))

    def _decoded(self, frame: int) -> Pixels | FrameUnavailable:
        try:
            pixels = self._cache.bgra(frame)
        except FrameUnavailable as error:
            return error
        self._frame_bytes = pixels.nbytes
        return pixels
