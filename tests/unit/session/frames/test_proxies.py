"""Proxies of a project's clips."""

from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import EditRefused, FileUnwritable, MediaUnreadable
from palpate.media.scaling import reduced
from palpate.session.frames import proxies
from palpate.session.frames.media_adding import add_media
from palpate.session.jobs import JobState


@pytest.fixture
def session(empty_project, shared_data):
    add_media(empty_project, [shared_data / "pose2sim" / "single" / "cam01.mp4"])
    return empty_project


@pytest.fixture
def clip(session):
    return session.contents.clips[0]


@pytest.fixture
def source(session, clip):
    return session.media.source(clip)


def made(session, clip, **options):
    reports = []
    job = proxies.start_proxy_job(session, clip, then=reports.append, **options)
    session.jobs.wait(job)
    return reports[0]


def test_a_proxy_is_made_in_the_background_and_found_again(session, clip, source):
    assert proxies.proxy_of(clip, source) is None
    report = made(session, clip, long_side=320)
    assert (report.frames, report.missing) == (clip.n_frames, ())
    proxy = proxies.proxy_of(clip, source)
    assert max(proxy.size) == 320
    assert proxy.missing() == []
    apart = np.abs(proxy.bgra(50).astype(int) - reduced(source.bgra(50), proxy.size))
    assert apart.mean() < 6
    proxy.close()


def test_cuts_and_repeats_are_looked_for_on_the_way(session, clip):
    made(session, clip, long_side=320)
    assert session.media.marks.of(clip).steps_known == clip.n_frames - 1


def test_sizes_are_told_and_a_proxy_can_be_dropped(session, clip, source):
    assert proxies.all_proxy_bytes() == 0
    report = made(session, clip, long_side=320)
    assert proxies.all_proxy_bytes() > report.written_bytes
    proxies.drop_proxy(clip)
    assert proxies.all_proxy_bytes() == 0
    assert proxies.proxy_of(clip, source) is None


def test_a_cancelled_job_leaves_what_was_made(session, clip):
    job = proxies.start_proxy_job(session, clip, then=lambda _: None, long_side=320)
    job.token.cancel()
    session.jobs.wait(job)
    assert job.state is JobState.CANCELLED
    assert made(session, clip, long_side=320).frames == clip.n_frames


def test_a_limit_that_is_reached_is_told(session, clip):
    job = proxies.start_proxy_job(session, clip, then=lambda _: None, long_side=320, limit_bytes=1000)
    with pytest.raises(FileUnwritable, match="set aside"):
        session.jobs.wait(job)


def test_a_proxy_of_small_frames_is_refused(session, clip):
    with pytest.raises(EditRefused, match="small already"):
        proxies.start_proxy_job(session, replace(clip, size=(640, 360)), then=lambda _: None)


def test_a_medium_that_is_not_there_is_told_at_once(session, clip):
    gone = replace(clip, media_path="gone.mp4", fingerprint="")
    with pytest.raises(MediaUnreadable):
        proxies.start_proxy_job(session, gone, then=lambda _: None)
    assert proxies.proxy_of(gone, session.media.source(clip)) is None


def test_a_proxy_of_another_medium_is_not_taken(session, clip, source, shared_data):
    made(session, clip, long_side=320)
    add_media(session, [shared_data / "pose2sim" / "single" / "cam02.mp4"])
    other = session.contents.clips[1]
    proxies.proxy_folder(clip).rename(proxies.proxy_folder(other))
    assert proxies.proxy_of(other, session.media.source(other)) is None
