"""A small picture of each clip, made one clip after the other in the background."""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from palpate.base.errors import PalpateError
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip
from palpate.session.frames.thumbnails import thumbnailer
from palpate.session.session import Session

PictureDelivery = Callable[[str, "Pixels | None"], None]


class ClipPictures:
    """Makes pictures of clips in a thread that is there only while some are wished for.

    Parameters
    ----------
    deliver
        Called in the thread with the id of a clip and ``(h, w, 4)`` uint8, blue first; None if there is no
        picture to be had.
    """

    def __init__(self, session: Session, deliver: PictureDelivery, *, long_side: int = 160) -> None:
        self._session, self._deliver, self._long_side = session, deliver, long_side
        self._wishes: OrderedDict[str, Clip] = OrderedDict()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._came: queue.SimpleQueue[Pixels | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def wish(self, clips: Sequence[Clip]) -> None:
        """Wish for pictures, in this order; each is asked for once."""
        with self._lock:
            self._wishes.update((clip.id, clip) for clip in clips)
            if self._wishes and self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._work, name="clip-pictures", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the thread and wait for it; nothing is delivered afterwards."""
        self._stop.set()
        self._came.put(None)  # whoever waits for a picture waits no longer
        with self._lock:
            self._wishes.clear()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while (clip := self._next()) is not None:
            picture = self._picture_of(clip)
            if not self._stop.is_set():
                self._deliver(clip.id, picture)

    def _next(self) -> Clip | None:
        with self._lock:
            if not self._wishes or self._stop.is_set():
                self._thread = None
                return None
            return self._wishes.popitem(last=False)[1]

    def _picture_of(self, clip: Clip) -> Pixels | None:
        """Return a picture from the middle of a clip, where more is to be seen than at its beginning."""
        came: queue.SimpleQueue[Pixels | None] = queue.SimpleQueue()
        self._came = came

        def take(_frame: int, result: object) -> None:
            came.put(getattr(result, "pixels", None))

        try:
            worker = thumbnailer(self._session, clip, take, long_side=self._long_side)
        except PalpateError:
            return None
        try:
            worker.request(clip.n_frames // 2)
            return came.get()
        finally:
            worker.close()
