"""What stands in for a frame until it has come."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import MediaUnreadable
from palpate.model.picture import Picture, Region, Sight
from palpate.session import proxies
from palpate.session.media_adding import add_media

PATIENCE_S = 60


class Inbox:
    def __init__(self):
        self.came = []
        self._news = threading.Condition()

    def __call__(self, frame, result):
        with self._news:
            self.came.append((frame, result))
            self._news.notify_all()

    def wait_for_any(self):
        with self._news:
            assert self._news.wait_for(lambda: self.came, PATIENCE_S)

    def wait_for(self, frame, *, exact):
        def there():
            return any(f == frame and getattr(r, "exact", None) is exact for f, r in self.came)

        with self._news:
            assert self._news.wait_for(there, PATIENCE_S), self.came


@pytest.fixture
def session(empty_project, shared_data):
    add_media(empty_project, [shared_data / "pose2sim" / "single" / "cam01.mp4"])
    return empty_project


@pytest.fixture
def clip(session):
    return session.contents.clips[0]


@pytest.fixture
def sight(clip):
    return Sight(Region(0, 0, *clip.size), 0.3)


def test_a_jump_shows_the_proxy_until_the_exact_frame_has_come(session, clip, sight):
    session.jobs.wait(proxies.start_proxy_job(session, clip, then=lambda _: None, long_side=320))
    inbox = Inbox()
    reel = session.media.reel(clip, inbox)
    reel.request(0, sight)
    inbox.wait_for(0, exact=True)
    reel.request(70, sight)
    inbox.wait_for(70, exact=True)
    reel.close()
    first, last = (result for frame, result in inbox.came if frame == 70)
    assert [first.exact, last.exact] == [False, True]
    assert first.size == last.size == clip.size
    np.testing.assert_array_equal(last.whole.pixels, session.media.source(clip).bgra(70))


def test_a_step_needs_no_proxy(session, clip, sight):
    session.jobs.wait(proxies.start_proxy_job(session, clip, then=lambda _: None, long_side=320))
    inbox = Inbox()
    reel = session.media.reel(clip, inbox)
    reel.request(50, sight)
    inbox.wait_for(50, exact=True)
    inbox.came.clear()
    for _ in range(100_000):
        picture = reel.request(51, sight)
        if picture is not None:
            break
    reel.close()
    assert picture.exact
    assert all(result.exact for _, result in inbox.came)


def test_the_first_frame_comes_before_an_unknown_video_is_listed(session, clip, sight, tmp_path):
    copy = tmp_path / "unknown.mp4"
    copy.write_bytes(session.media.path_of(clip).read_bytes() + b"\0\0\0\x08free")
    inbox = Inbox()
    unknown = replace(clip, id="unknown", media_path=str(copy), fingerprint="")
    reel = session.media.reel(unknown, inbox)
    reel.request(0, sight)
    inbox.wait_for(0, exact=True)
    reel.close()
    assert [result.exact for frame, result in inbox.came] == [False, True]
    first, last = (result.whole.pixels for _, result in inbox.came)
    np.testing.assert_array_equal(first, last)


def test_every_frame_that_is_decoded_is_looked_at_for_cuts(session, clip, sight):
    inbox = Inbox()
    reel = session.media.reel(clip, inbox)
    for frame in (10, 11, 12, 13):
        if reel.request(frame, sight) is None:
            inbox.wait_for(frame, exact=True)
    reel.close()
    assert session.media.marks.of(clip).steps_known >= 3


def test_what_is_wrong_with_the_file_is_told_for_the_wished_frame(session, clip, sight, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"this is no video")
    inbox = Inbox()
    reel = session.media.reel(replace(clip, media_path=str(broken), fingerprint=""), inbox)
    reel.request(4, sight)
    inbox.wait_for_any()
    reel.close()
    assert [frame for frame, _ in inbox.came] == [4]
    assert isinstance(inbox.came[0][1], MediaUnreadable)


def test_closing_frees_what_was_held(session, clip, sight):
    inbox = Inbox()
    reel = session.media.reel(clip, inbox)
    reel.request(5, sight)
    inbox.wait_for(5, exact=True)
    held = reel.figures.cache
    reel.close()
    assert held.full_bytes + held.view_bytes > 0
    assert reel.figures.cache.full_bytes + reel.figures.cache.view_bytes == 0
    assert isinstance(inbox.came[0][1], Picture)
