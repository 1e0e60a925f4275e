"""Frames for somebody who moves about: fetched by a worker, newest wish first, others in advance."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

from palpate.base.errors import Cancelled, FrameUnavailable, PalpateError
from palpate.media.asides import Asides, Crop, CropDelivery
from palpate.media.cache import FrameCache
from palpate.media.fetching import Delivery, FetchFigures, Preview, Watch, Wish
from palpate.media.medium import Medium
from palpate.media.reading_ahead import Run, Terrain, Travel, next_ahead, next_behind, urgent_run
from palpate.model.arrays import Pixels
from palpate.model.frames import Stop
from palpate.model.picture import Picture, Region, Sight

_STEP = 8
_REST_S = 0.08
_SMOOTHING = 0.2
_ALL = Sight(Region(0, 0, 1 << 30, 1 << 30), 1.0)


class FrameFetcher:
    """Decodes in a thread of its own; of several waiting wishes only the newest is fulfilled.

    A wish that is overtaken is dropped within the decoding of one picture. While there is no wish, frames are
    decoded in advance: some in front of the cursor by the same place in the file, and whole groups of
    pictures behind it by a second place, since each step back alone would decode a group from its start.

    Parameters
    ----------
    open_medium
        Opens what frames come from; called in the worker, which closes it. If it fails, that is delivered
        for the wish at hand and any later one.
    cache
        Where frames are kept.
    deliver
        Where they go.
    first_look
        Gives the first frame before the medium is open, exact or to look at meanwhile.
    preview
        Gives a stand-in to look at until the exact frame has come; see `Picture.exact`.
    watch
        Sees all frames that are decoded.
    """

    def __init__(
        self,
        open_medium: Callable[[], Medium],
        cache: FrameCache,
        deliver: Delivery,
        *,
        first_look: Callable[[], Picture | None] | None = None,
        preview: Preview | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._open = open_medium
        self._first_look = first_look
        self._cache = cache
        self._deliver = deliver
        self._preview = preview
        self._watch = watch
        self._asides = Asides(cache)
        self._news = threading.Condition()
        self._wish: Wish | None = None
        self._travel = Travel(0)
        self._sight: Sight | None = None
        self._closed = self._began = False
        self._front: Medium | None = None
        self._back: Medium | None = None
        self._run: Run | None = None
        self._hopeless: set[int] = set()
        self._part_bytes = self._passing_bytes = 0
        self._decode_ms, self._decoded, self._running = 0.0, 0, ""
        self._thread = threading.Thread(target=self._work, name="frame fetcher", daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        with self._news:
            return self._closed

    @property
    def figures(self) -> FetchFigures:
        """How it does, for those who look under the bonnet."""
        return FetchFigures(self._cache.figures, self._decode_ms, self._decoded, self._running)

    def request(self, frame: int, sight: Sight, *, pace: int = 0, in_passing: bool = False) -> Picture | None:
        """Go to a frame. Returns its picture if it is at hand; else it is delivered when it has come.

        A wish not yet fulfilled is forgotten either way.

        Parameters
        ----------
        sight
            What is looked at; the picture shows all of it.
        pace
            How many frames farther the next one is, if it follows by the clock; negative backwards.
        in_passing
            Whether a picture for looking only will do, which costs far less; see `Picture.in_passing`.
        """
        picture = self._cache.asked(frame, sight, in_passing=in_passing)
        with self._news:
            way = frame - self._travel.focus
            to = pace or way
            heading = (to > 0) - (to < 0) if pace or 0 < abs(way) <= _STEP else 0
            self._travel = Travel(frame, heading if way else self._travel.heading, abs(pace), in_passing)
            self._sight = sight
            jump, self._began = heading == 0 and (way != 0 or self._began), False
            self._wish = None if picture is not None else Wish(frame, sight, jump, in_passing)
            self._news.notify()
        return picture

    def begin(self, frame: int) -> None:
        """Go to a frame before it is known how it will be looked at: it is kept whole."""
        with self._news:
            self._travel, self._began = Travel(frame), frame != 0
            self._wish = Wish(frame, _ALL, jump=False, in_passing=False)
            self._news.notify()

    def at_hand(self, frame: int) -> Picture | None:
        """Return what is kept of a frame, without going there."""
        return self._cache.picture(frame)

    def has(self, frame: int) -> bool:
        """Tell whether anything is kept of a frame, be it made in passing."""
        return self._cache.has(frame)

    def crop(self, who: str, crops: Iterable[Crop], deliver: CropDelivery) -> None:
        """Cut regions out of frames while nobody waits for one, in place of what ``who`` wished for."""
        with self._news:
            self._asides.wish(who, () if self._closed else crops, deliver)
            self._news.notify()

    def look(self, sight: Sight) -> Picture | None:
        """Look elsewhere or closer in the same frame; as `request`."""
        with self._news:
            travel = self._travel
        pace = travel.pace * travel.heading
        return self.request(travel.focus, sight, pace=pace, in_passing=travel.in_passing)

    def close(self) -> None:
        """End the worker, wait for it and forget all frames; nothing is delivered afterwards."""
        with self._news:
            self._closed = True
            self._asides.forget()
            self._news.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join()
        self._cache.clear()  # whoever still knows this object must not hold gigabytes with it

    # ---- the worker ------------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            if self._opened():
                while self._turn():
                    pass
        finally:
            for medium in (self._front, self._back):
                if medium is not None:
                    medium.close()

    def _opened(self) -> bool:
        """Open the medium; if that fails, tell it for every wish until closed."""
        try:
            looked = self._look_first()
            self._front = self._open()
        except PalpateError as error:
            while (wish := self._next_wish()) is not None:
                self._tell(wish.frame, error)
            return False
        if looked is not None and self._watch is not None:
            self._watch(0, looked)
        return True

    def _look_first(self) -> Pixels | None:
        if self._first_look is None:
            return None
        with self._news:
            self._news.wait_for(lambda: self._closed or self._wish is not None)
            wish = self._wish
        picture = self._first_look() if wish is not None and wish.frame == 0 else None
        if picture is None or wish is None or not picture.exact:
            if picture is not None:
                self._tell(0, picture)
            return None
        kept = self._cache.keep(0, picture.finest.pixels, wish.sight)
        self._part_bytes = kept.parts[0].pixels.nbytes
        self._tell(0, kept)
        with self._news:
            self._wish = None if self._wish is wish else self._wish
        self._rest(0)  # the window paints first
        return picture.finest.pixels

    def _next_wish(self) -> Wish | None:
        with self._news:
            self._news.wait_for(lambda: self._closed or self._wish is not None)
            wish, self._wish = self._wish, None
            return None if self._closed else wish

    def _turn(self) -> bool:
        """Do the next thing; False once closed."""
        with self._news:
            wish, self._wish = self._wish, None
            if self._closed:
                return False
            idle = self._state()
        if wish is not None:
            self._fulfil(wish)
        elif not self._cropped() and not self._prepared() and not self._cropped(all_of_them=True):
            with self._news:
                self._running = ""
                self._news.wait_for(lambda: self._closed or self._wish is not None or self._state() != idle)
        return True

    def _state(self) -> tuple[object, ...]:
        return self._travel, self._sight, self._asides.turn

    def _cropped(self, *, all_of_them: bool = False) -> bool:
        """Give one region that somebody wishes for; what is to be prepared anyway is left for then."""
        if self._sight is None:
            return False
        passes = (lambda _: False) if all_of_them else (lambda frame: not self._is_ready(frame))
        return self._asides.give_at_hand() or self._asides.decode_one(
            self._decode_aside, self._overtaken, passes=passes
        )

    def _decode_aside(self, frame: int, stop: Stop) -> Picture | FrameUnavailable:
        assert self._sight is not None
        return self._decode(self._place(front=frame > self._travel.focus), frame, self._sight, stop)

    def _overtaken(self) -> bool:
        with self._news:
            return self._closed or self._wish is not None

    def _left(self, frame: int) -> bool:
        """Whether nobody waits for a frame any more."""
        with self._news:
            return self._closed or self._wish is not None or self._travel.focus != frame

    def _fulfil(self, wish: Wish) -> None:
        if wish.frame in self._hopeless:
            self._hopeless.discard(wish.frame)  # the file may have come back
        elif self._previewed(wish):
            return
        with suppress(Cancelled):
            result = self._found(wish, lambda: self._left(wish.frame))
            self._tell(wish.frame, result)
            if wish.jump:
                self._rest()

    def _previewed(self, wish: Wish) -> bool:
        """Show a stand-in for a jump, and see whether the next one follows at once."""
        if self._preview is None or not wish.jump or self._cache.picture(wish.frame) is not None:
            return False
        picture = self._preview(wish.frame)
        if picture is None:
            return False
        self._tell(wish.frame, replace(picture, exact=False))
        return self._rest()

    def _rest(self, frame: int = -1) -> bool:
        """Wait a moment; True if a new wish, of another frame than one at hand, came meanwhile."""
        with self._news:
            return self._news.wait_for(
                lambda: self._closed or (self._wish is not None and self._wish.frame != frame),
                timeout=_REST_S,
            )

    def _tell(self, frame: int, result: Picture | PalpateError) -> None:
        if not self.closed:
            self._deliver(frame, result)

    def _found(self, wish: Wish, stop: Stop) -> Picture | FrameUnavailable:
        at_hand = self._cache.at_hand(wish.frame, wish.sight, in_passing=wish.in_passing)
        # it may have come while the wish was made
        again = at_hand or self._cache.cut_again(wish.frame, wish.sight)
        if again is not None:
            return again
        run = self._urgent(wish)
        if run is None:
            decode = self._glimpsed if wish.in_passing else self._decode
            return decode(self._place(front=True), wish.frame, wish.sight, stop)
        back = self._place(front=False)
        self._run = run
        for frame in range(run.at, wish.frame):
            self._run = Run(frame, run.end)
            if not self._is_ready(frame):
                self._decode(back, frame, wish.sight, stop)
        self._run = Run(wish.frame + 1, run.end)
        return self._decode(back, wish.frame, wish.sight, stop)

    def _urgent(self, wish: Wish) -> Run | None:
        with self._news:
            travel = self._travel
        return urgent_run(wish.frame, travel, self._terrain(), self._run)

    def _prepared(self) -> bool:
        """Decode one frame in advance; False if there is nothing to do."""
        with self._news:
            travel, sight = self._travel, self._sight
        if sight is None:
            return False
        terrain = self._terrain()
        with suppress(Cancelled):
            ahead = next_ahead(travel, terrain)
            if ahead is not None:
                self._running = "ahead"
                decode = self._glimpsed if travel.in_passing else self._again_or_decode
                decode(self._place(front=True), ahead, sight, self._overtaken)
                return True
            self._run = next_behind(travel, terrain, self._run)
            if self._run is None:
                return False
            self._running = "behind"
            self._decode(self._place(front=False), self._run.at, sight, self._overtaken)
        return True

    def _terrain(self) -> Terrain:
        medium = self._place(front=True)
        room = self._cache.room_for(self._part_bytes) if self._part_bytes else 0
        passing = self._cache.room_in_passing(self._passing_bytes) if self._passing_bytes else 0
        return Terrain(medium.n_frames, room, medium.run_start, self._is_ready, passing)

    def _is_ready(self, frame: int) -> bool:
        sight, in_passing = self._sight, self._travel.in_passing
        if frame in self._hopeless:
            return True
        return sight is not None and self._cache.shows(frame, sight, in_passing=in_passing)

    def _place(self, *, front: bool) -> Medium:
        assert self._front is not None
        if front:
            return self._front
        if self._back is None:
            try:
                self._back = self._front.twin()
            except PalpateError:  # the file has gone; what is open already may still do
                return self._front
        return self._back

    def _again_or_decode(
        self, medium: Medium, frame: int, sight: Sight, stop: Stop
    ) -> Picture | FrameUnavailable:
        return self._cache.cut_again(frame, sight) or self._decode(medium, frame, sight, stop)

    def _decode(self, medium: Medium, frame: int, sight: Sight, stop: Stop) -> Picture | FrameUnavailable:
        began = time.perf_counter()
        try:
            pixels = medium.bgra(frame, stop=stop)
        except FrameUnavailable as error:
            self._hopeless.add(frame)
            return error
        return self._kept(frame, pixels, sight, began)

    def _glimpsed(self, medium: Medium, frame: int, sight: Sight, stop: Stop) -> Picture | FrameUnavailable:
        """Decode a frame for looking only, where the medium has a quicker way for that."""
        began = time.perf_counter()
        try:
            glimpse = medium.glimpse(frame, sight, stop=stop)
        except FrameUnavailable as error:
            self._hopeless.add(frame)
            return error
        if glimpse is None:
            return self._decode(medium, frame, sight, stop)
        picture = self._cache.keep_passing(frame, glimpse)
        if picture is None:
            return self._kept(frame, glimpse.develop(), sight, began)
        self._passing_bytes = glimpse.nbytes
        if self._watch is not None and glimpse.luma is not None:
            self._watch(frame, glimpse.luma)
        self._count(began)
        return picture

    def _kept(self, frame: int, pixels: Pixels, sight: Sight, began: float) -> Picture:
        if self._watch is not None:
            self._watch(frame, pixels)
        picture = self._cache.keep(frame, pixels, sight)
        self._part_bytes = picture.parts[0].pixels.nbytes
        self._count(began)
        return picture

    def _count(self, began: float) -> None:
        took = (time.perf_counter() - began) * 1e3
        self._decode_ms += (took - self._decode_ms) * (_SMOOTHING if self._decoded else 1.0)
        self._decoded += 1
