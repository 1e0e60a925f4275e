"""Pictures made in passing while a film plays, and what becomes of them at rest."""

import threading

import numpy as np

from palpate.base.errors import FrameUnavailable
from palpate.media.cache import FrameCache
from palpate.media.fetch import FrameFetcher
from palpate.media.glimpse import Glimpse
from palpate.model.picture import Part, Region, Sight

SIDE = 4
FRAME_BYTES = SIDE * SIDE * 4
ALL = Sight(Region(0, 0, SIDE, SIDE), 1.0)
PATIENCE_S = 20
TORN = 30


class Passing:
    """Forty tiny frames in one group; notes how each was had, and gives glimpses if it may."""

    n_frames = 40

    def __init__(self, *, glimpses=True, part=True):
        self.decoded, self.glimpsed, self.developed = [], [], []
        self._glimpses, self._part = glimpses, part
        self._news = threading.Condition()

    def size_of(self, frame):
        return (SIDE, SIDE)

    def time_of(self, frame):
        return 0.0

    def pts_of(self, frame):
        return frame

    def run_start(self, frame):
        return 0

    def twin(self):
        return self

    def grey(self, frame):
        return np.full((SIDE, SIDE), frame, np.uint8)

    def close(self):
        pass

    def bgra(self, frame, *, stop=None):
        self.decoded.append(frame)
        if frame == TORN:
            raise FrameUnavailable("torn out", frame=frame)
        return np.full((SIDE, SIDE, 4), frame, np.uint8)

    def glimpse(self, frame, sight, *, stop=None):
        if not self._glimpses:
            return None
        if frame == TORN:
            raise FrameUnavailable("torn out", frame=frame)

        def develop():
            self.developed.append(frame)
            return np.full((SIDE, SIDE, 4), frame, np.uint8)

        shown = Part(0, 0, 1.0, np.full((SIDE, SIDE, 4), frame, np.uint8)) if self._part else None
        with self._news:
            self.glimpsed.append(frame)
            self._news.notify_all()
        return Glimpse(shown, (SIDE, SIDE), np.full((SIDE, SIDE), frame, np.uint8), develop, FRAME_BYTES)

    def await_glimpses(self, n):
        with self._news:
            assert self._news.wait_for(lambda: len(self.glimpsed) >= n, PATIENCE_S), self.glimpsed


class Inbox:
    """Collects what is delivered and lets a test wait for it."""

    def __init__(self):
        self.came = {}
        self._news = threading.Condition()

    def __call__(self, frame, result):
        with self._news:
            self.came[frame] = result
            self._news.notify_all()

    def wait_for(self, frame):
        with self._news:
            assert self._news.wait_for(lambda: frame in self.came, PATIENCE_S), self.came
            return self.came[frame]


def start(medium, inbox, **more):
    return FrameFetcher(lambda: medium, FrameCache(100 * FRAME_BYTES), inbox, **more)


def test_pictures_made_in_passing_are_never_exact_and_become_so_at_rest_without_decoding():
    medium, inbox, seen = Passing(), Inbox(), []
    fetcher = start(medium, inbox, watch=lambda frame, pixels: seen.append((frame, pixels.shape)))
    for frame in (5, 6):
        picture = fetcher.request(frame, ALL, pace=1, in_passing=True) or inbox.wait_for(frame)
        assert not picture.exact
        assert picture.in_passing
        assert (picture.finest.pixels == frame).all()
    inbox.came.clear()
    assert fetcher.request(6, ALL) is None
    exact = inbox.wait_for(6)
    fetcher.close()
    assert exact.exact
    assert (exact.whole.pixels == 6).all()
    assert 6 in medium.developed
    assert 6 not in medium.decoded
    assert (5, (SIDE, SIDE)) in seen


def test_what_is_ahead_after_a_rest_is_developed_too():
    medium, inbox = Passing(), Inbox()
    fetcher = start(medium, inbox)
    fetcher.request(0, ALL, pace=1, in_passing=True)
    medium.await_glimpses(4)
    for frame in (0, 1, 2):
        assert (fetcher.request(frame, ALL) or inbox.wait_for(frame)) is not None
        inbox.came.pop(frame, None)
    fetcher.close()
    assert not {0, 1, 2} & set(medium.decoded)


def test_a_medium_without_quick_pictures_is_decoded_as_ever():
    for medium in (Passing(glimpses=False), Passing(part=False)):
        inbox = Inbox()
        fetcher = start(medium, inbox)
        fetcher.request(5, ALL, pace=1, in_passing=True)
        came = inbox.wait_for(5)
        fetcher.close()
        assert came.exact
        assert len(medium.glimpsed) == 0 or 5 not in medium.decoded


def test_a_frame_that_cannot_be_had_in_passing_says_so():
    inbox = Inbox()
    fetcher = start(Passing(), inbox)
    fetcher.request(TORN, ALL, pace=1, in_passing=True)
    assert isinstance(inbox.wait_for(TORN), FrameUnavailable)
    fetcher.close()
