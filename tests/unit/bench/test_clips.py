"""Clips that are made for measuring, and the anchor that reads them."""

from __future__ import annotations

import tracemalloc
from contextlib import closing

import av
import numpy as np
import pytest

from palpate.base.errors import FileUnwritable
from palpate.bench.bare_video import BareVideo
from palpate.bench.clips import STEP_PX, ClipMaking, number_in, texture, write_clip

MAKING = ClipMaking((192, 128), 30, 12)


@pytest.fixture
def clip(tmp_path, progress):
    return write_clip(tmp_path / "clip.mp4", MAKING, progress)


def test_keyframes_come_as_asked_and_there_are_b_frames(clip):
    with av.open(str(clip)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
    shown = [packet.pts for packet in packets]
    keyframes = [sorted(shown).index(packet.pts) for packet in packets if packet.is_keyframe]
    assert keyframes == [0, 12, 24]
    assert shown != sorted(shown)  # pictures are stored after those that refer to them


def test_every_frame_tells_its_number(clip):
    with closing(BareVideo(clip)) as video:
        assert [number_in(video.bgra(n)) for n in range(30)] == list(range(30))


def test_the_anchor_gives_exact_frames_in_any_order(clip):
    order = [29, 3, 3, 4, 17, 16, 15, 0, 28, 12, 11]
    with closing(BareVideo(clip)) as video:
        assert [number_in(video.bgra(n)) for n in order] == order


def test_the_texture_moves_by_its_step(clip):
    right, down = STEP_PX
    with closing(BareVideo(clip)) as video:
        before, after = (video.bgra(n)[20:, :, 1].astype(int) for n in (5, 6))
    moved = np.abs(before[down:, right:] - after[:-down, :-right]).mean()
    stayed = np.abs(before - after).mean()
    assert moved < stayed / 2


def test_a_long_clip_needs_no_more_memory_than_a_short_one(tmp_path, progress):
    tracemalloc.start()
    long = write_clip(tmp_path / "long.mp4", ClipMaking((64, 36), 2400, 250), progress)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 250e6  # a texture for all of it would take 1.4 GB
    with closing(BareVideo(long)) as video:
        assert [number_in(video.bgra(n)) for n in (999, 1000, 1001, 2399)] == [999, 1000, 1001, 2399]


def test_the_texture_is_the_same_each_time():
    assert (texture((64, 48), 3) == texture((64, 48), 3)).all()


def test_a_folder_that_is_not_there_is_a_known_fault(tmp_path, progress):
    with pytest.raises(FileUnwritable):
        write_clip(tmp_path / "nowhere" / "clip.mp4", MAKING, progress)
