import numpy as np
import pytest

from palpate.base.errors import FrameUnavailable
from palpate.media.cache import FrameCache

FRAME_BYTES = 4 * 4 * 4


class Flipbook:
    """Ten tiny frames filled with their number; frame 7 is torn out."""

    n_frames = 10

    def __init__(self):
        self.decoded = []

    def size_of(self, frame):
        return (4, 4)

    def time_of(self, frame):
        return frame / 10

    def pts_of(self, frame):
        return frame

    def bgra(self, frame):
        self.decoded.append(frame)
        if frame == 7:
            raise FrameUnavailable("torn out", frame=frame)
        return np.full((4, 4, 4), frame, np.uint8)

    def grey(self, frame):
        return np.full((4, 4), frame, np.uint8)

    def close(self):
        pass


def test_a_frame_is_decoded_once():
    book = Flipbook()
    cache = FrameCache(book, 10 * FRAME_BYTES)
    assert cache.bgra(3) is cache.bgra(3)
    assert book.decoded == [3]
    assert 3 in cache
    assert cache.kept(4) is None


def test_the_frame_unused_longest_goes_first_when_the_bytes_run_out():
    book = Flipbook()
    cache = FrameCache(book, 3 * FRAME_BYTES)
    for frame in (0, 1, 2, 0, 3):
        cache.bgra(frame)
    assert [frame for frame in range(10) if frame in cache] == [0, 2, 3]
    assert cache.kept_bytes == 3 * FRAME_BYTES


def test_a_frame_larger_than_the_cache_is_given_and_not_kept():
    cache = FrameCache(Flipbook(), FRAME_BYTES - 1)
    assert cache.bgra(2)[0, 0, 0] == 2
    assert cache.kept_bytes == 0


def test_nobody_can_paint_into_a_kept_frame():
    cache = FrameCache(Flipbook(), 10 * FRAME_BYTES)
    with pytest.raises(ValueError, match="read-only"):
        cache.bgra(1)[0, 0] = 0


def test_a_frame_that_cannot_be_had_is_not_kept():
    cache = FrameCache(Flipbook(), 10 * FRAME_BYTES)
    with pytest.raises(FrameUnavailable):
        cache.bgra(7)
    assert 7 not in cache


def test_clearing_forgets_everything():
    cache = FrameCache(Flipbook(), 10 * FRAME_BYTES)
    cache.bgra(1)
    cache.clear()
    assert 1 not in cache
    assert cache.kept_bytes == 0
