"""Regions beside the frame in hand: only while nobody waits, nearest first, the newest wish alone."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from palpate.base.errors import Cancelled, FrameUnavailable, PalpateError
from palpate.media.asides import Asides, Crop
from palpate.media.cache import FrameCache
from palpate.media.fetch import FrameFetcher
from palpate.model.picture import Part, Picture, Region, Sight

WIDTH, HEIGHT = 12, 8
ALL = Sight(Region(0, 0, WIDTH, HEIGHT), 1.0)
PLENTY = 1 << 24
PATIENCE_S = 20


def pixels_of(frame: int) -> np.ndarray:
    """A frame whose pixels tell where they are: blue the column, green the row, red the frame."""
    made = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    made[..., 0], made[..., 1] = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    made[..., 2] = frame
    return made


class Box:
    """Collects what is given."""

    def __init__(self) -> None:
        self.given: dict[int, Part | PalpateError] = {}
        self.order: list[int] = []
        self._news = threading.Condition()

    def __call__(self, frame: int, result: Part | PalpateError) -> None:
        with self._news:
            self.given[frame] = result
            self.order.append(frame)
            self._news.notify_all()

    def wait_for(self, *frames: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: set(frames) <= set(self.order), PATIENCE_S), self.order


def nobody(_frame: int) -> bool:
    return False


def never() -> bool:
    return False


@pytest.fixture
def cache() -> FrameCache:
    return FrameCache(PLENTY)


def test_a_region_in_memory_is_given_as_stored_without_decoding(cache: FrameCache) -> None:
    cache.keep(3, pixels_of(3), ALL)
    asides, box = Asides(cache), Box()
    asides.wish("strip", [Crop(3, Region(2, 1, 4, 3))], box)
    assert asides.give_at_hand()
    part = box.given[3]
    assert isinstance(part, Part)
    assert (part.left, part.top, part.scale) == (2, 1, 1.0)
    assert np.array_equal(part.pixels, pixels_of(3)[1:4, 2:6])
    assert not asides.give_at_hand()


def test_a_region_over_the_edge_is_given_as_far_as_the_frame_reaches(cache: FrameCache) -> None:
    cache.keep(0, pixels_of(0), ALL)
    asides, box = Asides(cache), Box()
    asides.wish("strip", [Crop(0, Region(-3, 6, 8, 8))], box)
    assert asides.give_at_hand()
    part = box.given[0]
    assert isinstance(part, Part)
    assert (part.left, part.top, *part.pixels.shape[:2]) == (0, 6, 2, 5)


def test_a_region_outside_the_frame_is_told_to_be_empty(cache: FrameCache) -> None:
    asides, box = Asides(cache), Box()
    asides.wish("strip", [Crop(0, Region(40, 40, 4, 4))], box)
    assert asides.decode_one(lambda frame, stop: Picture.of(frame, pixels_of(frame)), never, passes=nobody)
    assert isinstance(box.given[0], FrameUnavailable)


def test_only_what_was_wished_for_last_is_given_but_everybody_has_wishes_of_their_own(
    cache: FrameCache,
) -> None:
    for frame in range(4):
        cache.keep(frame, pixels_of(frame), ALL)
    asides, strip, loupe = Asides(cache), Box(), Box()
    asides.wish("loupe", [Crop(0, Region(0, 0, 2, 2))], loupe)
    asides.wish("strip", [Crop(1, Region(0, 0, 2, 2))], strip)
    asides.wish("strip", [Crop(3, Region(0, 0, 2, 2)), Crop(2, Region(0, 0, 2, 2))], strip)
    while asides.give_at_hand():
        pass
    assert (loupe.order, strip.order) == ([0], [3, 2])


def test_a_wish_that_is_replaced_while_it_is_decoded_is_called_off_and_never_given(cache: FrameCache) -> None:
    asides, box = Asides(cache), Box()
    asides.wish("strip", [Crop(5, Region(0, 0, 2, 2))], box)

    def decode(frame: int, stop: object) -> Picture:
        asides.wish("strip", [Crop(6, Region(0, 0, 2, 2))], box)
        assert callable(stop)
        if stop():
            raise Cancelled
        return Picture.of(frame, pixels_of(frame))

    assert asides.decode_one(decode, never, passes=nobody)
    assert box.order == []


def test_a_frame_that_cannot_be_read_is_told_and_not_tried_for_ever(cache: FrameCache) -> None:
    asides, box = Asides(cache), Box()
    asides.wish("strip", [Crop(5, Region(0, 0, 2, 2))], box)
    torn = FrameUnavailable("torn out", frame=5)
    assert asides.decode_one(lambda frame, stop: torn, never, passes=nobody)
    assert box.given == {5: torn}
    assert not asides.decode_one(lambda frame, stop: torn, never, passes=nobody)


class Reader:
    """Twenty frames in groups of ten; the gate holds back those that are shut."""

    n_frames = 20

    def __init__(self, shut: tuple[int, ...] = ()) -> None:
        self.decoded: list[int] = []
        self._shut = set(shut)
        self._news = threading.Condition()

    def open(self, frame: int) -> None:
        with self._news:
            self._shut.discard(frame)
            self._news.notify_all()

    def await_decoding(self, frame: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: frame in self.decoded, PATIENCE_S), self.decoded

    def bgra(self, frame: int, *, stop: object = None) -> np.ndarray:
        with self._news:
            self.decoded.append(frame)
            self._news.notify_all()
            while frame in self._shut:
                self._news.wait(0.01)
                if callable(stop) and stop():
                    raise Cancelled
        return pixels_of(frame)

    def glimpse(self, frame: int, sight: Sight, *, stop: object = None) -> None:
        return None

    def run_start(self, frame: int) -> int:
        return frame // 10 * 10

    def twin(self) -> Reader:
        return self

    def close(self) -> None:
        """Nothing is open."""


def fetcher_of(reader: Reader, arrived: Box) -> FrameFetcher:
    return FrameFetcher(lambda: reader, FrameCache(PLENTY), arrived)  # type: ignore[arg-type, return-value]


def test_the_fetcher_cuts_frames_around_out_of_what_it_prepares_anyway() -> None:
    reader, frames, box = Reader(), Box(), Box()
    fetcher = fetcher_of(reader, frames)
    fetcher.request(5, ALL)
    frames.wait_for(5)
    fetcher.crop("strip", [Crop(frame, Region(4, 4, 2, 2)) for frame in (5, 4, 6, 3, 7)], box)
    box.wait_for(3, 4, 5, 6, 7)
    fetcher.close()
    for frame in (3, 4, 5, 6, 7):
        part = box.given[frame]
        assert isinstance(part, Part)
        assert (part.pixels[..., 2] == frame).all()
    assert len(reader.decoded) == len(set(reader.decoded))


def test_a_frame_that_somebody_waits_for_comes_before_any_region() -> None:
    reader, frames, box = Reader(shut=(6,)), Box(), Box()
    fetcher = fetcher_of(reader, frames)
    fetcher.request(5, ALL)
    frames.wait_for(5)
    fetcher.crop("strip", [Crop(6, Region(4, 4, 2, 2))], box)
    reader.await_decoding(6)
    fetcher.request(15, ALL)  # the gate for 6 stays shut
    frames.wait_for(15)
    assert box.order == []
    reader.open(6)
    box.wait_for(6)
    fetcher.close()


def test_nothing_is_given_once_it_is_closed() -> None:
    reader, frames, box = Reader(), Box(), Box()
    fetcher = fetcher_of(reader, frames)
    fetcher.close()
    fetcher.crop("strip", [Crop(1, Region(0, 0, 2, 2))], box)
    assert box.order == []
