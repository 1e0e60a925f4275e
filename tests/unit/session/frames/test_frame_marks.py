"""Marks of a project's clips: shared by all who look, kept until the next start."""

from dataclasses import replace

import pytest

from palpate.session.frames.clip_marks import ClipMarks, marks_path
from palpate.session.frames.frame_marks import start_marking
from palpate.session.frames.media_adding import add_media
from palpate.session.jobs import JobState


@pytest.fixture
def session(empty_project, shared_data):
    add_media(empty_project, [shared_data / "torchcodec" / "nasa_13013.mp4"])
    return empty_project


@pytest.fixture
def clip(session):
    return session.contents.clips[0]


def test_everybody_gets_the_same_marks_of_a_clip(clip):
    marks = ClipMarks()
    assert marks.of(clip) is marks.of(clip)
    assert marks.of(clip).n_frames == clip.n_frames
    assert marks.of(replace(clip, n_frames=7)).n_frames == 7


def test_cuts_found_once_are_known_at_the_next_start(session, clip):
    marks = ClipMarks()
    session.jobs.wait(start_marking(session, clip, marks.of(clip)))
    assert marks.of(clip).cuts().tolist() == [202]
    marks.save()
    again = ClipMarks().of(clip)
    assert again.cuts().tolist() == [202]
    assert again.steps_known == clip.n_frames - 1


def test_only_what_is_new_is_written(session, clip):
    marks = ClipMarks()
    marks.of(clip)
    marks.save()
    assert not marks_path(clip).exists()
    source = session.media.source(clip)
    for frame in (0, 1):
        marks.of(clip).see(frame, source.bgra(frame))
    marks.save()
    written = marks_path(clip).stat().st_mtime_ns
    marks.save()
    assert marks_path(clip).stat().st_mtime_ns == written


def test_a_clip_that_cannot_be_recognised_is_marked_for_now_only(session, clip):
    unknown = replace(clip, id="other", fingerprint="")
    marks = ClipMarks()
    session.jobs.wait(start_marking(session, clip, marks.of(unknown)))
    marks.save()
    assert ClipMarks().of(unknown).steps_known == 0


def test_looking_can_be_called_off(session, clip):
    marks = ClipMarks().of(clip)
    job = start_marking(session, clip, marks)
    job.token.cancel()
    session.jobs.wait(job)
    assert job.state is JobState.CANCELLED
