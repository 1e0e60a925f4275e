import threading

import numpy as np
import pytest

from palpate.base.errors import Cancelled, FrameUnavailable, MediaUnreadable
from palpate.media.thumbnails.thumbnail import Thumbnail
from palpate.media.thumbnails.worker import Thumbnailer
from palpate.media.video.source import VideoSource

PATIENCE_S = 20


class Inbox:
    """Collects what is delivered and lets a test wait for it."""

    def __init__(self):
        self.found = []
        self._news = threading.Condition()

    def __call__(self, frame, made):
        with self._news:
            self.found.append((frame, made))
            self._news.notify_all()

    def await_count(self, count):
        with self._news:
            assert self._news.wait_for(lambda: len(self.found) >= count, PATIENCE_S)
        return self.found


class Gate:
    """Tiny frames, decoded only when the test lets it; a walk can be called off."""

    n_frames = 1000

    def __init__(self):
        self.begun, self.closed = [], False
        self.go = threading.Event()
        self._news = threading.Condition()

    def await_begun(self, frame):
        with self._news:
            assert self._news.wait_for(lambda: frame in self.begun, PATIENCE_S)

    def size_of(self, frame):
        return (16, 8)

    def pts_of(self, frame):
        return frame

    def bgra(self, frame, *, stop=None):
        with self._news:
            self.begun.append(frame)
            self._news.notify_all()
        while not self.go.wait(0.001):
            if stop():
                raise Cancelled
        if frame == 13:
            raise FrameUnavailable("torn out", frame=frame)
        return np.full((8, 16, 4), frame % 256, np.uint8)

    def close(self):
        self.closed = True


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def worker(gate, inbox):
    made = Thumbnailer(lambda: gate, inbox, long_side=8)
    yield made
    made.close()


def test_the_newest_wish_comes_first(worker, gate, inbox):
    worker.request(1)
    gate.await_begun(1)
    for frame in (2, 3, 4):
        worker.request(frame)
    gate.await_begun(4)  # the first was interrupted
    gate.go.set()
    assert [frame for frame, _ in inbox.await_count(4)] == [4, 3, 2, 1]


def test_a_thumbnail_is_made_once(worker, gate, inbox):
    gate.go.set()
    for n in range(3):
        worker.request(5)
        inbox.await_count(n + 1)
    assert gate.begun == [5]
    assert worker.kept(5).frame == 5
    assert worker.kept(6) is None


def test_memory_is_bounded(gate, inbox):
    gate.go.set()
    one = 8 * 4 * 4
    worker = Thumbnailer(lambda: gate, inbox, long_side=8, memory_bytes=2 * one)
    for frame in (1, 2, 3):
        worker.request(frame)
        inbox.await_count(frame)
    assert [frame for frame in (1, 2, 3) if worker.kept(frame)] == [2, 3]
    worker.close()


def test_a_frame_that_cannot_be_had_is_told_and_the_next_comes(worker, gate, inbox):
    gate.go.set()
    worker.request(13)
    inbox.await_count(1)
    worker.request(14)
    (_, first), (_, second) = inbox.await_count(2)
    assert isinstance(first, FrameUnavailable)
    assert second.frame == 14


def test_a_medium_that_cannot_be_opened_is_told(inbox):
    def refuse():
        raise MediaUnreadable("holds nothing")

    worker = Thumbnailer(refuse, inbox)
    worker.request(0)
    assert isinstance(inbox.await_count(1)[0][1], MediaUnreadable)
    worker.close()


def test_very_many_wishes_are_not_all_remembered(worker, gate, inbox):
    worker.request(0)
    gate.await_begun(0)
    for frame in range(100, 600):
        worker.request(frame)
    gate.go.set()
    found = [frame for frame, _ in inbox.await_count(128)]
    assert 599 in found
    assert min(set(found) - {0}) >= 600 - 128


def test_closing_interrupts_and_lets_go(gate, inbox):
    worker = Thumbnailer(lambda: gate, inbox)
    worker.request(1)
    gate.await_begun(1)
    worker.close()
    assert gate.closed
    assert inbox.found == []


def test_a_wish_need_not_be_exact_but_says_so(stamped, inbox, read_number):
    film = stamped("film.mp4", 60, codec_options={"g": "20", "sc_threshold": "0"})
    worker = Thumbnailer(lambda: VideoSource(film), inbox, long_side=96)
    worker.request(33)
    inbox.await_count(1)
    worker.request(33, exact=True)
    (_, near), (_, exact) = inbox.await_count(2)
    assert (near.frame, exact.frame) == (40, 33)
    assert (read_number(near.pixels), read_number(exact.pixels)) == (40, 33)
    worker.close()


def test_thumbnails_are_kept_for_the_next_time(gate, inbox, tmp_path):
    gate.go.set()
    for _ in range(2):
        worker = Thumbnailer(lambda: gate, inbox, long_side=8, folder=tmp_path / "kept")
        worker.request(200)
        inbox.await_count(1)
        worker.close()
    assert gate.begun == [200]
    assert all(isinstance(made, Thumbnail) and made.frame == 200 for _, made in inbox.found)
