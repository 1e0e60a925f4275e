import threading

import numpy as np

from palpate.base.errors import FrameUnavailable
from palpate.media.cache import FrameCache
from palpate.media.fetch import FrameFetcher

FRAME_BYTES = 4 * 4 * 4
PATIENCE_S = 20


class Gate:
    """Forty tiny frames; each is decoded only when the test opens the gate for it."""

    n_frames = 40

    def __init__(self, *, open_for=None):
        self.decoded = []
        self._news = threading.Condition()
        self._open = set(range(self.n_frames)) if open_for is None else set(open_for)

    def open(self, *frames):
        with self._news:
            self._open.update(frames)
            self._news.notify_all()

    def await_decoding(self, frame):
        with self._news:
            assert self._news.wait_for(lambda: frame in self.decoded, PATIENCE_S)

    def size_of(self, frame):
        return (4, 4)

    def time_of(self, frame):
        return 0.0

    def pts_of(self, frame):
        return frame

    def bgra(self, frame):
        with self._news:
            self.decoded.append(frame)
            self._news.notify_all()
            assert self._news.wait_for(lambda: frame in self._open, PATIENCE_S)
        if frame == 30:
            raise FrameUnavailable("torn out", frame=frame)
        return np.full((4, 4, 4), frame, np.uint8)

    def grey(self, frame):
        return np.full((4, 4), frame, np.uint8)

    def close(self):
        pass


class Inbox:
    """Collects what is delivered and lets a test wait for it."""

    def __init__(self):
        self.frames = []
        self.results = []
        self._news = threading.Condition()

    def __call__(self, frame, result):
        with self._news:
            self.frames.append(frame)
            self.results.append(result)
            self._news.notify_all()

    def wait_for(self, frame):
        with self._news:
            assert self._news.wait_for(lambda: frame in self.frames, PATIENCE_S)


def start(gate, inbox, *, ahead=4, keeps=40):
    cache = FrameCache(gate, keeps * FRAME_BYTES)
    return cache, FrameFetcher(cache, inbox, ahead=ahead)


def test_a_wish_is_delivered_with_its_pixels():
    gate, inbox = Gate(), Inbox()
    _, fetcher = start(gate, inbox)
    fetcher.request(5)
    inbox.wait_for(5)
    fetcher.close()
    assert inbox.frames == [5]
    assert (inbox.results[0] == 5).all()


def test_an_unavailable_frame_is_delivered_as_the_reason():
    gate, inbox = Gate(), Inbox()
    _, fetcher = start(gate, inbox)
    fetcher.request(30)
    inbox.wait_for(30)
    fetcher.close()
    assert isinstance(inbox.results[0], FrameUnavailable)


def test_wishes_overtaken_while_waiting_are_never_decoded():
    gate, inbox = Gate(open_for=[20]), Inbox()
    _, fetcher = start(gate, inbox, ahead=0)
    fetcher.request(0)
    gate.await_decoding(0)
    for frame in (10, 11, 12, 20):
        fetcher.request(frame)
    gate.open(0)
    inbox.wait_for(20)
    fetcher.close()
    assert gate.decoded == [0, 20]


def test_moving_forward_the_next_frames_are_decoded_in_advance():
    gate, inbox = Gate(open_for=range(5)), Inbox()
    cache, fetcher = start(gate, inbox, ahead=4)
    fetcher.request(0)
    gate.await_decoding(4)
    fetcher.close()
    assert gate.decoded == [0, 1, 2, 3, 4]
    assert all(frame in cache for frame in range(5))
    assert inbox.frames == [0]


def test_a_new_wish_ends_decoding_in_advance():
    gate, inbox = Gate(open_for=[0]), Inbox()
    _, fetcher = start(gate, inbox, ahead=4)
    fetcher.request(0)
    gate.await_decoding(1)
    fetcher.request(20)
    gate.open(*range(40))
    inbox.wait_for(20)
    fetcher.close()
    assert gate.decoded[:3] == [0, 1, 20]


def test_moving_backward_a_run_is_decoded_in_forward_order():
    gate, inbox = Gate(), Inbox()
    cache, fetcher = start(gate, inbox, ahead=4, keeps=9)
    fetcher.request(20)
    gate.await_decoding(24)
    fetcher.request(19)
    inbox.wait_for(19)
    fetcher.close()
    at = gate.decoded.index(15)
    assert gate.decoded[at : at + 5] == [15, 16, 17, 18, 19]
    assert all(frame in cache for frame in range(15, 20))


def test_decoding_in_advance_leaves_half_the_cache_to_the_frames_just_seen():
    gate, inbox = Gate(), Inbox()
    _, fetcher = start(gate, inbox, ahead=30, keeps=6)
    fetcher.request(0)
    gate.await_decoding(3)
    fetcher.request(39)
    inbox.wait_for(39)
    fetcher.close()
    assert gate.decoded == [0, 1, 2, 3, 39]


def test_closing_while_decoding_delivers_nothing_more():
    gate, inbox = Gate(open_for=[]), Inbox()
    _, fetcher = start(gate, inbox)
    fetcher.request(3)
    gate.await_decoding(3)
    closing = threading.Thread(target=fetcher.close)
    closing.start()
    while not fetcher.closed:
        pass
    gate.open(3)
    closing.join(PATIENCE_S)
    assert inbox.frames == []


def test_closing_twice_is_harmless():
    _, fetcher = start(Gate(), Inbox())
    fetcher.close()
    fetcher.close()


def test_a_receiver_may_close_the_fetcher():
    done = threading.Event()

    def receive(_frame, _result):
        fetcher.close()
        done.set()

    fetcher = FrameFetcher(FrameCache(Gate(), FRAME_BYTES), receive)
    fetcher.request(1)
    assert done.wait(PATIENCE_S)
