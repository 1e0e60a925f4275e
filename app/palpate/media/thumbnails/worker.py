"""Thumbnails made in the background, newest wishes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from palpate.base.errors import Cancelled, PalpateError
from palpate.media.storage import hold, release
from palpate.media.thumbnails.keyframe import KeyframeReader
from palpate.media.thumbnails.thumbnail import Thumbnail, ThumbnailFolder, cheap_frame, shrunk, thumbnail
from palpate.media.video.source import VideoSource
from palpate.model.arrays import Pixels
from palpate.model.frames import FrameSource

ThumbnailDelivery = Callable[[int, "Thumbnail | PalpateError"], None]

_WISHES_AT_MOST = 128


class Thumbnailer:
    """Makes thumbnails of one medium in a thread of its own, with a source of its own.

    Parameters
    ----------
    open_source
        Called in the thread at the first wish; the source is closed at the end.
    deliver
        Called in the thread with the frame that was wished for and its thumbnail, or why there is none. The
        thumbnail says which frame it shows: a wish that need not be exact gets the nearest keyframe.
    stream
        Which of the file's video streams the source shows.
    long_side
        Of the thumbnails, in px.
    folder
        Where they are kept; nowhere if None.
    memory_bytes
        How much may be kept in memory.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        deliver: ThumbnailDelivery,
        *,
        stream: int = 0,
        long_side: int = 160,
        folder: Path | None = None,
        memory_bytes: int = 32_000_000,
    ) -> None:
        self._open, self._deliver, self._long_side = open_source, deliver, long_side
        self._place = folder
        self._folder = ThumbnailFolder(folder, long_side) if folder is not None else None
        self._stream = stream
        self._keyframes: KeyframeReader | None = None
        self._limit, self._bytes = memory_bytes, 0
        self._memory: OrderedDict[int, Thumbnail] = OrderedDict()
        self._wishes: OrderedDict[tuple[int, bool], None] = OrderedDict()
        self._news = threading.Condition()
        self._latest = 0
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="thumbnails", daemon=True)
        self._thread.start()

    def request(self, frame: int, *, exact: bool = False) -> None:
        """Wish for a thumbnail; of very many unfulfilled wishes the oldest are forgotten.

        Parameters
        ----------
        exact
            Whether it must show this very frame, which may take as long as decoding up to it.
        """
        with self._news:
            self._wishes[frame, exact] = None
            self._wishes.move_to_end((frame, exact))
            self._latest += 1
            if len(self._wishes) > _WISHES_AT_MOST:
                self._wishes.popitem(last=False)
            self._news.notify()

    def kept(self, frame: int) -> Thumbnail | None:
        """Return the thumbnail of exactly this frame if it is in memory, without waiting."""
        with self._news:
            found = self._memory.get(frame)
            if found is not None:
                self._memory.move_to_end(frame)
            return found

    def close(self) -> None:
        """End the thread and wait for it; nothing is delivered afterwards."""
        with self._news:
            self._closed = True
            self._news.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _work(self) -> None:
        source: FrameSource | None = None
        if self._place is not None:
            hold(self._place)
        try:
            while (wish := self._next()) is not None:
                try:
                    source = source or self._open()
                    made: Thumbnail | PalpateError = self._made(source, *wish)
                except Cancelled:
                    self._put_back(wish)
                    continue
                except PalpateError as error:
                    made = error
                if not self._closed:
                    self._deliver(wish[0], made)
        finally:
            if self._keyframes is not None:
                self._keyframes.close()
            if source is not None:
                source.close()
            if self._place is not None:
                release(self._place)

    def _next(self) -> tuple[int, bool] | None:
        with self._news:
            self._news.wait_for(lambda: self._closed or self._wishes)
            return None if self._closed else self._wishes.popitem()[0]

    def _put_back(self, wish: tuple[int, bool]) -> None:
        """Take up an interrupted wish again when the newer ones are fulfilled."""
        with self._news:
            self._wishes.setdefault(wish)
            self._wishes.move_to_end(wish, last=False)

    def _made(self, source: FrameSource, frame: int, exact: bool) -> Thumbnail:
        shown = frame if exact else cheap_frame(source, frame)
        kept = self.kept(shown)
        if kept is not None:
            return kept
        pts = source.pts_of(shown)
        made = self._folder.kept(shown, pts) if self._folder is not None else None
        if made is None:
            begun = self._latest
            alone = self._alone(source, shown)
            if alone is not None:
                made = shrunk(shown, alone, self._long_side)
            else:
                made = thumbnail(source, shown, self._long_side, stop=lambda: self._overtaken(begun))
            if self._folder is not None:
                self._folder.keep(made, pts)
        self._remember(made)
        return made

    def _alone(self, source: FrameSource, frame: int) -> Pixels | None:
        """Return a keyframe decoded by itself, if the frame is one."""
        if not isinstance(source, VideoSource) or not source.index.keyframe[frame]:
            return None
        self._keyframes = self._keyframes or KeyframeReader(source, self._stream)
        return self._keyframes.bgra(frame)

    def _overtaken(self, begun: int) -> bool:
        return self._closed or self._latest != begun

    def _remember(self, made: Thumbnail) -> None:
        with self._news:
            self._memory[made.frame] = made
            self._bytes += made.pixels.nbytes
            while self._bytes > self._limit:
                self._bytes -= self._memory.popitem(last=False)[1].pixels.nbytes
