"""The frames of a clip for somebody who moves about: the original, and what stands in for it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.errors import FrameUnavailable, PalpateError
from palpate.media.cache import FrameCache
from palpate.media.fetch import Delivery, FetchFigures, FrameFetcher
from palpate.media.medium import Medium
from palpate.media.memory import give_back_large_blocks
from palpate.model.clip import Clip, ClipKind
from palpate.model.picture import Part, Picture, Sight
from palpate.session import proxies
from palpate.session.clip_marks import ClipMarks

if TYPE_CHECKING:
    from palpate.media.proxy.source import ProxySource


class Reel:
    """A cache and a worker of their own for one clip.

    Parameters
    ----------
    path
        Where the medium is.
    open_medium
        Opens it; called in the worker.
    deliver
        Where frames go that were not at hand; called in the worker.
    marks
        Who is told of every frame that is decoded.
    limit_bytes
        How much memory the frames may take.
    """

    def __init__(
        self,
        clip: Clip,
        path: Path,
        open_medium: Callable[[], Medium],
        deliver: Delivery,
        *,
        marks: ClipMarks,
        limit_bytes: int,
    ) -> None:
        give_back_large_blocks()
        self._clip, self._path, self._open = clip, path, open_medium
        self._proxy: ProxySource | None = None
        self._fetcher = FrameFetcher(
            self._opened,
            FrameCache(limit_bytes),
            deliver,
            first_look=self._first_look if clip.kind is ClipKind.VIDEO else None,
            preview=self._preview,
            watch=marks.of(clip).see,
        )

    @property
    def figures(self) -> FetchFigures:
        """How cache and worker do."""
        return self._fetcher.figures

    def request(self, frame: int, sight: Sight, *, pace: int = 0, in_passing: bool = False) -> Picture | None:
        """Go to a frame: returns it if it is at hand, else it is delivered; see `FrameFetcher.request`."""
        return self._fetcher.request(frame, sight, pace=pace, in_passing=in_passing)

    def at_hand(self, frame: int) -> Picture | None:
        """Return what is in memory of a frame, without going there."""
        return self._fetcher.at_hand(frame)

    def look(self, sight: Sight) -> Picture | None:
        """Look elsewhere or closer in the same frame; as `request`."""
        return self._fetcher.look(sight)

    def close(self) -> None:
        """End the worker and let go of the files."""
        self._fetcher.close()
        if self._proxy is not None:
            self._proxy.close()

    def _opened(self) -> Medium:
        medium = self._open()
        self._proxy = proxies.proxy_of(self._clip, medium)
        return medium

    def _first_look(self) -> Picture | None:
        """Return frame 0 if listing the frames of the video would take its time."""
        from palpate.media.video.first_look import first_look  # both load the decoder
        from palpate.media.video.index_store import is_kept

        if is_kept(self._path, self._clip.stream):
            return None
        with suppress(PalpateError):  # what is wrong with the file is told when it is opened
            look = first_look(self._path, self._clip.stream)
            return Picture.of(0, look.pixels) if look is not None else None
        return None

    def _preview(self, frame: int) -> Picture | None:
        """Return a frame of the proxy."""
        proxy = self._proxy
        if proxy is None or not proxy.has(frame):
            return None
        try:
            pixels = proxy.bgra(frame)
        except FrameUnavailable:
            return None
        size = proxy.original_size
        return Picture(frame, size, (Part(0, 0, pixels.shape[1] / size[0], pixels),))
