import threading
import time
from dataclasses import replace

import numpy as np

from palpate.base.errors import Cancelled, FrameUnavailable, MediaUnreadable
from palpate.media.cache import FrameCache
from palpate.media.fetch import FrameFetcher
from palpate.model.picture import Picture, Region, Sight

SIDE = 4
FRAME_BYTES = SIDE * SIDE * 4
ALL = Sight(Region(0, 0, SIDE, SIDE), 1.0)
PATIENCE_S = 20
GOP = 10
TORN = 30


class Gate:
    """Forty tiny frames in groups of ten; each is decoded only when the test opens the gate for it."""

    n_frames = 40

    def __init__(self, *, open_for=None):
        self.decoded = []
        self.closed = 0
        self._news = threading.Condition()
        self._open = set(range(self.n_frames)) if open_for is None else set(open_for)

    def open(self, *frames):
        with self._news:
            self._open.update(frames)
            self._news.notify_all()

    def await_decoding(self, *frames):
        with self._news:
            assert self._news.wait_for(lambda: set(frames) <= set(self.decoded), PATIENCE_S), self.decoded

    def size_of(self, frame):
        return (SIDE, SIDE)

    def time_of(self, frame):
        return 0.0

    def pts_of(self, frame):
        return frame

    def run_start(self, frame):
        return frame // GOP * GOP

    def glimpse(self, frame, sight, *, stop=None):
        return None

    def twin(self):
        return self

    def bgra(self, frame, *, stop=None):
        with self._news:
            self.decoded.append(frame)
            self._news.notify_all()
            while frame not in self._open:
                self._news.wait(0.01)
                if stop is not None and stop():
                    raise Cancelled
        if frame == TORN:
            raise FrameUnavailable("torn out", frame=frame)
        return np.full((SIDE, SIDE, 4), frame, np.uint8)

    def grey(self, frame):
        return np.full((SIDE, SIDE), frame, np.uint8)

    def close(self):
        self.closed += 1


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

    def wait_for_results(self, n):
        with self._news:
            assert self._news.wait_for(lambda: len(self.results) == n, PATIENCE_S), self.results

    def wait_for(self, frame):
        with self._news:
            assert self._news.wait_for(lambda: frame in self.frames, PATIENCE_S), self.frames


def start(gate, inbox, *, keeps=100, **more):
    """Start a fetcher whose cache keeps so many frames."""
    return FrameFetcher(lambda: gate, FrameCache(int(keeps * FRAME_BYTES / 0.6) + 8), inbox, **more)


def at_hand(fetcher, frame):
    """Ask until a frame has come that is being decoded in advance."""
    end = time.monotonic() + PATIENCE_S
    while (picture := fetcher.request(frame, ALL)) is None:
        assert time.monotonic() < end, f"frame {frame} never came"
    return picture


def test_a_wish_is_delivered_with_its_pixels():
    inbox = Inbox()
    fetcher = start(Gate(), inbox)
    assert fetcher.request(5, ALL) is None
    inbox.wait_for(5)
    fetcher.close()
    assert inbox.frames == [5]
    assert (inbox.results[0].whole.pixels == 5).all()
    assert inbox.results[0].exact


def test_a_frame_that_is_at_hand_is_returned_at_once_and_not_delivered():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(5, ALL)
    inbox.wait_for(5)
    picture = fetcher.request(5, ALL)
    fetcher.close()
    assert (picture.whole.pixels == 5).all()
    assert inbox.frames == [5]


def test_an_unavailable_frame_is_delivered_as_the_reason_and_tried_again_when_asked_again():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox)
    for _ in range(2):
        fetcher.request(TORN, ALL)
        inbox.wait_for(TORN)
        inbox.frames.clear()
    fetcher.close()
    assert all(isinstance(result, FrameUnavailable) for result in inbox.results)
    assert gate.decoded.count(TORN) == 2


def test_an_unavailable_frame_does_not_stop_what_is_decoded_in_advance():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(28, ALL)
    inbox.wait_for(28)
    fetcher.request(29, ALL)
    gate.await_decoding(29, TORN, 31, 32)
    fetcher.close()
    assert gate.decoded.count(TORN) == 1


def test_wishes_overtaken_while_waiting_are_never_decoded():
    gate, inbox = Gate(open_for=[39]), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(0, ALL)
    gate.await_decoding(0)
    for frame in (10, 21, 39):
        fetcher.request(frame, ALL)
    inbox.wait_for(39)
    fetcher.close()
    assert set(gate.decoded) - {39} <= {0, 10, 21, *range(30, 39), *range(20, 30)}
    assert inbox.frames == [39]


def test_a_walk_to_a_frame_nobody_waits_for_any_more_is_called_off():
    gate, inbox = Gate(open_for=[20]), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(5, ALL)
    gate.await_decoding(5)
    fetcher.request(20, ALL)  # the gate for 5 stays shut
    inbox.wait_for(20)
    fetcher.close()
    assert inbox.frames == [20]


def test_moving_forward_the_next_frames_are_decoded_in_advance():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(0, ALL)
    inbox.wait_for(0)
    fetcher.request(1, ALL)
    gate.await_decoding(*range(10))
    fetcher.close()
    assert gate.decoded[:10] == list(range(10))
    assert set(inbox.frames) <= {0, 1}


def test_behind_the_cursor_its_group_is_decoded_in_forward_order_and_then_the_one_before():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(25, ALL)
    gate.await_decoding(*range(10, 28))
    fetcher.close()
    assert gate.decoded == [25, 26, 27, *range(20, 25), *range(10, 20)]
    assert inbox.frames == [25]


def test_stepping_back_through_two_groups_never_decodes_a_frame_twice():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(25, ALL)
    gate.await_decoding(*range(10, 28))
    for frame in range(24, 9, -1):
        assert (at_hand(fetcher, frame).whole.pixels == frame).all()
    fetcher.close()
    assert len(gate.decoded) == len(set(gate.decoded))


def test_a_step_back_before_the_run_has_come_there_goes_on_with_the_run():
    gate, inbox = Gate(open_for=[25, 26, 27, 20, 21]), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(25, ALL)
    gate.await_decoding(22)
    fetcher.request(24, ALL)
    gate.open(*range(40))
    inbox.wait_for(24)
    fetcher.close()
    assert gate.decoded[gate.decoded.index(22) :][:4] == [22, 22, 23, 24]


def test_decoding_in_advance_stays_within_the_room():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox, keeps=10)
    fetcher.request(39, ALL)
    gate.await_decoding(*range(32, 40))
    fetcher.request(0, ALL)
    inbox.wait_for(0)
    fetcher.close()
    assert min(set(gate.decoded) - {0, 1, 2}) >= 29


def test_looking_closer_at_a_frame_cuts_it_anew_without_decoding():
    class Large(Gate):
        n_frames = 1

        def bgra(self, frame, *, stop=None):
            self.decoded.append(frame)
            return np.full((3000, 3000, 4), 7, np.uint8)

    gate, inbox = Large(), Inbox()
    fetcher = FrameFetcher(lambda: gate, FrameCache(1 << 30), inbox)
    fetcher.request(0, Sight(Region(0, 0, 3000, 3000), 0.25))
    inbox.wait_for(0)
    near = Sight(Region(1000, 1000, 200, 100), 8.0)
    picture = fetcher.look(near)
    fetcher.close()
    assert gate.decoded == [0]
    assert picture.part_for(near) is not None


def test_a_stand_in_comes_first_where_there_is_one_and_is_told_apart():
    gate, inbox = Gate(), Inbox()
    stand_in = Picture.of(25, np.zeros((SIDE, SIDE, 4), np.uint8))
    fetcher = start(gate, inbox, preview=lambda frame: stand_in if frame == 25 else None)
    fetcher.request(25, ALL)
    inbox.wait_for(25)
    inbox.wait_for_results(2)
    fetcher.close()
    assert [result.exact for result in inbox.results] == [False, True]


def test_the_first_frame_is_shown_before_a_medium_is_open():
    inbox, may_open = Inbox(), threading.Event()
    look = replace(Picture.of(0, np.zeros((SIDE, SIDE, 4), np.uint8)), exact=False)

    def opened():
        assert may_open.wait(PATIENCE_S)
        return Gate()

    fetcher = FrameFetcher(opened, FrameCache(1 << 20), inbox, first_look=lambda: look)
    fetcher.request(0, ALL)
    inbox.wait_for(0)
    assert not inbox.results[0].exact
    may_open.set()
    inbox.frames.clear()
    inbox.wait_for(0)
    fetcher.close()
    assert inbox.results[-1].exact


def test_an_exact_first_frame_is_not_decoded_again():
    inbox, gate, seen = Inbox(), Gate(), []
    look = Picture.of(0, np.full((SIDE, SIDE, 4), 9, np.uint8))
    fetcher = FrameFetcher(
        lambda: gate,
        FrameCache(1 << 20),
        inbox,
        first_look=lambda: look,
        watch=lambda frame, _: seen.append(frame),
    )
    fetcher.request(0, ALL)
    inbox.wait_for(0)
    gate.await_decoding(1)
    again = fetcher.request(0, ALL)
    fetcher.close()
    assert inbox.results[0].exact
    assert again.whole.pixels[0, 0, 0] == 9
    assert 0 not in gate.decoded
    assert seen[0] == 0


def test_a_frame_is_fetched_before_it_is_known_how_it_will_be_looked_at():
    gate, inbox = Gate(), Inbox()
    fetcher = start(gate, inbox)
    fetcher.begin(25)
    inbox.wait_for(25)
    found = fetcher.request(25, ALL)
    fetcher.close()
    assert found.whole.pixels[0, 0, 0] == 25
    assert gate.decoded.count(25) == 1


def test_a_medium_that_cannot_be_opened_is_the_answer_to_every_wish():
    inbox = Inbox()

    def refuse():
        raise MediaUnreadable("is no video")

    fetcher = FrameFetcher(refuse, FrameCache(1 << 20), inbox)
    for frame in (3, 9):
        fetcher.request(frame, ALL)
        inbox.wait_for(frame)
    fetcher.close()
    assert all(isinstance(result, MediaUnreadable) for result in inbox.results)


def test_everything_that_is_decoded_is_seen_once():
    seen, gate, inbox = [], Gate(), Inbox()
    fetcher = start(gate, inbox, watch=lambda frame, pixels: seen.append((frame, int(pixels[0, 0, 0]))))
    fetcher.request(25, ALL)
    gate.await_decoding(*range(10, 28))
    fetcher.close()
    assert sorted(seen) == [(frame, frame) for frame in range(10, 28)]


def test_closing_while_decoding_delivers_nothing_more():
    gate, inbox = Gate(open_for=[]), Inbox()
    fetcher = start(gate, inbox)
    fetcher.request(3, ALL)
    gate.await_decoding(3)
    fetcher.close()
    assert inbox.frames == []
    assert gate.closed >= 1


def test_closing_twice_is_harmless():
    fetcher = start(Gate(), Inbox())
    fetcher.close()
    fetcher.close()


def test_a_receiver_may_close_the_fetcher():
    done = threading.Event()

    def receive(_frame, _result):
        fetcher.close()
        done.set()

    fetcher = start(Gate(), receive)
    fetcher.request(1, ALL)
    assert done.wait(PATIENCE_S)
