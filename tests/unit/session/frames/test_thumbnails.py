"""Thumbnails of a project's clips."""

import shutil
import threading
from dataclasses import replace

import pytest

from palpate.base.errors import MediaUnreadable
from palpate.base.folders import cache_folder
from palpate.session.frames.media_adding import add_media
from palpate.session.frames.thumbnails import thumbnailer


@pytest.fixture
def session(empty_project, shared_data, tmp_path):
    film = shutil.copy(shared_data / "cvat" / "video_1.mp4", tmp_path / "over 1.mp4")
    add_media(empty_project, [film])
    return empty_project


@pytest.fixture
def clip(session):
    return session.contents.clips[0]


def made(session, clip, frame):
    found, come = [], threading.Event()

    def deliver(wish, thumbnail):
        found.append((wish, thumbnail))
        come.set()

    worker = thumbnailer(session, clip, deliver, long_side=100)
    worker.request(frame, exact=True)
    assert come.wait(20)
    worker.close()
    return found[0]


def test_a_clip_has_thumbnails(session, clip):
    wish, thumbnail = made(session, clip, 2)
    assert wish == thumbnail.frame == 2
    assert thumbnail.pixels.shape == (100, 100, 4)


def test_thumbnails_stay_in_the_cache_folder(session, clip):
    first = made(session, clip, 1)[1]
    kept = list((cache_folder() / "thumbnails").rglob("*.jpg"))
    assert len(kept) == 1
    again = made(session, clip, 1)[1]
    assert abs(int(again.pixels.mean()) - int(first.pixels.mean())) <= 1


def test_a_medium_that_is_not_there_is_told_at_once(session, clip):
    with pytest.raises(MediaUnreadable):
        thumbnailer(session, replace(clip, media_path="gone.mp4", fingerprint=""), lambda *_: None)
