"""Small pictures of a clip for lists and the timeline, made in the background."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from palpate.base.errors import FileUnwritable, PalpateError
from palpate.base.folders import cache_folder
from palpate.media import proxy_storage
from palpate.model.clip import Clip
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.media.thumbnail import Thumbnail
    from palpate.media.thumbnail_worker import Thumbnailer

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
    from palpate.media.thumbnail_worker import Thumbnailer  # loads the decoder

    session.media.path_of(clip)
    root = cache_folder() / "thumbnails"
    with suppress(FileUnwritable):  # all of it in use: they are small
        proxy_storage.make_room(root, 0, limit=LIMIT_BYTES)
    name = proxy_storage.folder_name(clip.fingerprint, clip.stream)
    return Thumbnailer(
        lambda: session.media.open_own(clip),
        deliver,
        stream=clip.stream,
        long_side=long_side,
        folder=root / name if clip.fingerprint else None,
    )
