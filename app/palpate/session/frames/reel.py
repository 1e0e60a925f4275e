"""The frames of a clip for somebody who moves about: the original, and what stands in for it meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.errors import FrameUnavailable, PalpateError
from palpate.media.asides import Crop, CropDelivery
from palpate.media.cache import FrameCache
from palpate.media.fetch import FrameFetcher
from palpate.media.fetching import Delivery, FetchFigures, Watch
from palpate.media.medium import Medium
from palpate.media.memory import give_back_large_blocks
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip, ClipKind
from palpate.model.picture import Part, Picture, Region, Sight
from palpate.session.frames import proxies
from palpate.session.frames.clip_marks import ClipMarks
from palpate.session.frames.frame_tones import FrameTones

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
        Where frames go that were not at hand; called in the worker. None until `hand_over` tells.
    marks
        Who is told of every frame that is decoded.
    limit_bytes
        How much memory the frames may take.

    Attributes
    ----------
    tones
        What is known of the brightness of its frames.
    """

    def __init__(
        self,
        clip: Clip,
        path: Path,
        open_medium: Callable[[], Medium],
        deliver: Delivery | None,
        *,
        marks: ClipMarks,
        limit_bytes: int,
    ) -> None:
        give_back_large_blocks()
        self._clip, self._path, self._open = clip, path, open_medium
        self.tones = FrameTones()
        self._deliver = deliver
        self._early: Picture | None = None
        self._turn = threading.Lock()
        self._proxy: ProxySource | None = None
        self._fetcher = FrameFetcher(
            self._opened,
            FrameCache(limit_bytes),
            self._tell,
            first_look=self._first_look if clip.kind is ClipKind.VIDEO else None,
            preview=self._preview,
            watch=self._watching(marks.of(clip).see),
        )

    @property
    def figures(self) -> FetchFigures:
        """How cache and worker do."""
        return self._fetcher.figures

    def request(self, frame: int, sight: Sight, *, pace: int = 0, in_passing: bool = False) -> Picture | None:
        """Go to a frame: returns it if it is at hand, else it is delivered; see `FrameFetcher.request`."""
        picture = self._fetcher.request(frame, sight, pace=pace, in_passing=in_passing)
        with self._turn:
            early, self._early = self._early, None
        return picture if picture is not None or early is None or early.frame != frame else early

    def begin(self, frame: int) -> None:
        """Fetch a frame before it is known how it will be looked at."""
        self._fetcher.begin(frame)

    @property
    def clip(self) -> Clip:
        """Whose frames these are."""
        return self._clip

    def hand_over(self, deliver: Delivery) -> None:
        """Say where frames go from now on; what came before is given for the first request."""
        with self._turn:
            self._deliver = deliver

    def at_hand(self, frame: int) -> Picture | None:
        """Return what is in memory of a frame, without going there."""
        return self._fetcher.at_hand(frame)

    def has(self, frame: int) -> bool:
        """Tell whether anything of a frame is in memory, be it a picture made in passing."""
        return self._fetcher.has(frame)

    def crop(self, who: str, regions: Mapping[int, Region], deliver: CropDelivery) -> None:
        """Have a region of each of some frames as stored, while nobody waits for a frame.

        They are delivered in the order given, as far as what is at hand allows, each with its frame and as a
        `Part`, or as the reason why there is none. What ``who`` wished for before is forgotten.
        """
        self._fetcher.crop(who, (Crop(frame, region) for frame, region in regions.items()), deliver)

    def look(self, sight: Sight) -> Picture | None:
        """Look elsewhere or closer in the same frame; as `request`."""
        return self._fetcher.look(sight)

    def close(self) -> None:
        """End the worker and let go of the files."""
        self._fetcher.close()
        if self._proxy is not None:
            self._proxy.close()

    def _tell(self, frame: int, result: Picture | PalpateError) -> None:
        with self._turn:
            deliver = self._deliver
            if deliver is None:
                self._early = result if isinstance(result, Picture) else None
        if deliver is not None:
            deliver(frame, result)

    def _watching(self, see: Watch) -> Watch:
        def seen(frame: int, pixels: Pixels) -> None:
            see(frame, pixels)
            self.tones.see(frame, pixels)

        return seen

    def _opened(self) -> Medium:
        medium = self._open()
        self._proxy = proxies.proxy_of(self._clip, medium)
        return medium

    def _first_look(self) -> Picture | None:
        """Return frame 0, which can be had before the medium is open: exact where its frames are listed."""
        from palpate.media.video.first_look import first_look, frame_0_alone  # both load the decoder
        from palpate.media.video.index_store import kept_survey

        with suppress(PalpateError):  # what is wrong with the file is told when it is opened
            known = kept_survey(self._path, self._clip.stream)
            if known is not None:
                pixels = frame_0_alone(self._path, self._clip.stream, known)
                return Picture.of(0, pixels) if pixels is not None else None
            look = first_look(self._path, self._clip.stream)
            return replace(Picture.of(0, look.pixels), exact=False) if look is not None else None
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
