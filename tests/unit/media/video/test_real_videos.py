"""Random access against plain sequential decoding, over every real video there is."""

import hashlib
import json
import random
from pathlib import Path

import av
import numpy as np
import pytest

from palpate.media.colour.converter import Converter
from palpate.media.probe import probe
from palpate.media.video.source import VideoSource

SUFFIXES = {".mp4", ".avi", ".mov", ".webm"}
SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"
FOUND = sorted(p.relative_to(SHARED) for p in SHARED.rglob("*") if p.suffix.lower() in SUFFIXES)
PICTURE_BUDGET = 600  # decoded pictures that random access may cost per video


def fingerprint_of(pixels):
    return hashlib.blake2b(np.ascontiguousarray(pixels), digest_size=16).digest(), pixels.shape


def sequential(path, stream, orientation, frames):
    """Return how many pictures there are, and what the ones asked for look like."""
    converter, found = Converter(), {}
    with av.open(str(path)) as container:
        video = container.streams.video[stream]
        video.thread_type = "AUTO"
        for number, picture in enumerate(container.decode(video)):
            if number in frames:
                found[number] = fingerprint_of(orientation.apply(converter.bgra(picture)))
    return number + 1, found


def streams_of(path):
    with av.open(str(path)) as container:
        return len(container.streams.video)


def jumps_within_budget(index, seed):
    chance = random.Random(seed)
    left = min(PICTURE_BUDGET, 4 * index.n_frames)
    while left > 0:
        frame = chance.randrange(index.n_frames)
        left -= frame - max(0, index.keyframe_before(frame)) + 1
        yield frame


@pytest.mark.parametrize("name", FOUND, ids=str)
def test_random_access_gives_byte_by_byte_what_decoding_in_sequence_gives(shared_data, name):
    path = shared_data / name
    for stream in range(streams_of(path)):
        source = VideoSource(path, stream)
        jumps = list(jumps_within_budget(source.index, str(name)))
        count, expected = sequential(path, stream, source.facts.orientation, set(jumps))
        assert source.n_frames == count
        for frame in jumps:
            assert fingerprint_of(source.bgra(frame)) == expected[frame], (stream, frame)
        source.close()


@pytest.mark.parametrize(("stream", "position"), [(0, 0), (3, 1)])
def test_every_time_is_the_one_known_for_the_frame(shared_data, stream, position):
    path = shared_data / "torchcodec" / "nasa_13013.mp4"
    known = json.loads(path.with_name(f"{path.name}.stream{stream}.all_frames_info.json").read_text())
    source = VideoSource(path, position)
    times = [source.pts_of(frame) * source.index.time_base for frame in range(source.n_frames)]
    source.close()
    assert [float(time) for time in times] == pytest.approx(
        [float(one["pts_time"]) for one in known], abs=1e-6
    )


@pytest.mark.parametrize(
    ("name", "frames", "size", "vfr", "rotation", "codec"),
    [
        ("androidx-media/sample.avi", 96, (960, 400), True, 0, "mpeg4"),
        ("androidx-media/mv_with_2_top_shots.mp4", 53, (1080, 1440), True, 270, "hevc"),
        ("androidx-media/trim_optimization_failure.mp4", 167, (518, 488), True, 0, "h264"),
        ("cvat/test_rotated_90_video.mp4", 25, (100, 200), False, 270, "mpeg4"),
        ("cvat/video_without_valid_keyframes.mp4", 25, (1920, 1080), False, 0, "h264"),
        ("decord/unordered.mov", 4, (50, 50), False, 0, "h264"),
        ("decord/video_90.mov", 3, (320, 568), False, 90, "h264"),
        ("deeplabcut/vid.avi", 256, (416, 374), False, 0, "h264"),
        ("deeplabcut/m3v1mp4.mp4", 2330, (640, 480), False, 0, "h264"),
        ("moviepy/fire2.mp4", 25, (1280, 720), True, 180, "h264"),
        ("sleap-io.js/centered_pair_low_quality.webm", 30, (384, 384), False, 0, "vp9"),
        ("sports2d/demo.mp4", 230, (1768, 994), False, 0, "vp9"),
    ],
)
def test_facts_of_real_videos_are_known(shared_data, name, frames, size, vfr, rotation, codec):
    facts = probe(shared_data / name)
    assert (facts.frames, facts.size, facts.vfr, facts.rotation, facts.codec) == (
        frames,
        size,
        vfr,
        rotation,
        codec,
    )


@pytest.mark.parametrize(
    ("name", "fps"),
    [
        ("lightning-pose/test_vid.mp4", 250.0),
        ("sleap/dance.mp4", 30.0),
        ("labelbox/cat.mp4", 30000 / 1001),
        ("sleap-io.js/centered_pair_low_quality.webm", 15.0),
        ("deeplabcut/m3v1mp4.mp4", 1_000_000 / 33_333),
    ],
)
def test_an_even_rate_is_told_exactly(shared_data, name, fps):
    assert probe(shared_data / name).fps == fps


@pytest.mark.parametrize(
    ("name", "quarter_turns_left"),
    [("decord/video_90.mov", -1), ("cvat/test_rotated_90_video.mp4", 1), ("moviepy/fire2.mp4", 2)],
)
def test_a_turned_video_is_the_stored_one_turned(shared_data, name, quarter_turns_left):
    with av.open(str(shared_data / name)) as container:
        stored = next(container.decode(video=0))
    source = VideoSource(shared_data / name)
    converter = Converter()
    assert (source.bgra(0) == np.rot90(converter.bgra(stored), quarter_turns_left)).all()
    assert (source.grey(0) == np.rot90(converter.grey(stored), quarter_turns_left)).all()
    assert source.size_of(0) == source.grey(0).shape[::-1]
    source.close()
