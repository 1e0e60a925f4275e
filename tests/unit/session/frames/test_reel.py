"""What stands in for a frame until it has come."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import MediaUnreadable
from palpate.model.picture import Picture, Region, Sight
from palpate.session.frames import proxies
from palpate.session.frames.media_adding import add_media

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


def test_what_was_begun_is_given_to_whoever_shows_the_clip(session, clip, sight):
    session.media.begin(clip, 3)
    inbox = Inbox()
    reel = session.media.reel(clip, inbox)
    picture = reel.request(3, sight)
    if picture is None:
        inbox.wait_for(3, exact=True)
        picture = inbox.came[-1][1]
    reel.close()
    np.testing.assert_array_equal(picture.whole.pixels, session.media.source(clip).bgra(3))


def test_what_was_begun_of_another_clip_is_let_go_of(session, clip, sight):
    session.media.begin(replace(clip, id="another"), 3)
    inbox = Inbox()
    reel = session.media.reel(clip, inbox)
    reel.request(0, sight)
    inbox.wait_for(0, exact=True)
    reel.close()


def test_what_was_begun_and_never_asked_for_ends_with_the_session(session, clip):
    session.media.begin(clip, 0)
    session.media.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "frame fetcher"]


def test_a_medium_that_is_gone_is_told_when_it_is_to_be_shown(session, clip, tmp_path):
    gone = replace(clip, media_path=str(tmp_path / "gone.mp4"))
    session.media.begin(gone, 0)
    with pytest.raises(MediaUnreadable):
        session.media.reel(gone, Inbox())


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
