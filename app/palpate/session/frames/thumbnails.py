"""Small pictures of a clip for lists and the timeline, made in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from palpate.base.errors import FileUnwritable, PalpateError
from palpate.base.folders import cache_folder
from palpate.media import storage
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.media.thumbnails.thumbnail import Thumbnail
    from palpate.media.thumbnails.worker import Thumbnailer

    Delivery: TypeAlias = Callable[[int, Thumbnail | PalpateError], None]

LIMIT_BYTES = 256_000_000


def thumbnailer(session: Session, clip: Clip, deliver: Delivery, *, long_side: int = 160) -> Thumbnailer:
    """Return what makes thumbnails of a clip; the caller closes it.

    Thumbnails are kept in the cache folder from one start of the program to the next; those of clips not
    seen for longest make room.

    Parameters
    ----------
    deliver
        Called in the worker's thread with the frame wished for and its thumbnail, which says which frame it
        shows, or why there is none.
    long_side
        Of the thumbnails, in px.

    Raises
    ------
    MediaUnreadable
        If the medium is not to be found. What else is wrong is delivered for the frame wished for.
    """
    from palpate.media.thumbnails.worker import Thumbnailer  # loads the decoder

    session.media.path_of(clip)
    root = cache_folder() / "thumbnails"
    with suppress(FileUnwritable):  # all of it in use: they are small
        storage.make_room(root, 0, limit=LIMIT_BYTES)
    name = storage.folder_name(clip.fingerprint, clip.stream)
    return Thumbnailer(
        lambda: session.media.open_own(clip),
        deliver,
        stream=clip.stream,
        long_side=long_side,
        folder=root / name if clip.fingerprint else None,
    )


Receive = Callable[[Pixels | None, int], None]
"""Takes a thumbnail ``(h, w, 4)`` BGRA, or None if there is none, and the frame it shows; from any thread."""


class ClipThumbnails:
    """Thumbnails of one clip, each given to who asked for it; the work begins with the first wish."""

    def __init__(self, session: Session, clip: Clip, *, long_side: int) -> None:
        self._session, self._clip, self._long_side = session, clip, long_side
        self._maker: Thumbnailer | None = None
        self._waiting: dict[int, Receive] = {}
        self._lock = threading.Lock()

    def ask(self, frame: int, receive: Receive) -> None:
        """Wish for the picture of a frame, or of a keyframe near it."""
        try:
            if self._maker is None:
                self._maker = thumbnailer(self._session, self._clip, self._made, long_side=self._long_side)
        except PalpateError:  # the canvas says so
            receive(None, frame)
            return
        with self._lock:
            self._waiting[frame] = receive
        self._maker.request(frame)

    def close(self) -> None:
        """End the work; nobody is told anything afterwards."""
        with self._lock:
            self._waiting.clear()
        if self._maker is not None:
            self._maker.close()
            self._maker = None

    def _made(self, wish: int, made: Thumbnail | PalpateError) -> None:
        with self._lock:
            receive = self._waiting.pop(wish, None)
        if receive is not None and isinstance(made, PalpateError):
            receive(None, wish)
        elif receive is not None and not isinstance(made, PalpateError):
            receive(made.pixels, made.frame)
