import numpy as np
import pytest

from palpate.media.thumbnails.keyframe import KeyframeReader
from palpate.media.video.source import VideoSource

REAL = (
    "moviepy/chaplin.mp4",
    "sports2d/demo.mp4",
    "deeplabcut/vid.avi",
    "decord/video_90.mov",
    "pose2sim/single/cam01.mp4",
    "sleap-io.js/centered_pair_low_quality.webm",
    "androidx-media/pixel-motion-photo-2-hevc-tracks.mp4",
    "torchcodec/h265_video.mp4",
    "androidx-media/sample.avi",
    "sleap/small_robot.mp4",
)


def keyframes_alone(path):
    """How many keyframes there are, how many came out alone, and how many of these are not themselves."""
    source = VideoSource(path)
    reader = KeyframeReader(source)
    alone = [
        (frame, reader.bgra(frame)) for frame in [*source.index.keyframes, *source.index.keyframes[::-1]]
    ]
    found = [(frame, pixels) for frame, pixels in alone if pixels is not None]
    wrong = [frame for frame, pixels in found if not np.array_equal(pixels, source.bgra(frame))]
    reader.close()
    source.close()
    return len(alone), len(found), wrong


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("closed.mp4", {"codec_options": {"g": "12", "bf": "3"}}),
        ("open.mp4", {"codec_options": {"g": "12", "bf": "3", "x264-params": "open-gop=1"}}),
        ("film.mkv", {"codec_options": {"g": "12", "bf": "3"}}),
        ("film.ts", {"codec_options": {"g": "12"}}),
        ("intra.mp4", {"codec_options": {"g": "1"}}),
        ("single.mp4", {"codec_options": {"g": "500"}}),
        ("motion.avi", {"codec": "mjpeg", "pixel_format": "yuvj420p"}),
        ("later.mp4", {"codec_options": {"g": "12"}, "shown_at": lambda frame: frame + frame // 5}),
    ],
)
def test_a_keyframe_alone_is_the_frame_itself(stamped, name, options):
    _, _, wrong = keyframes_alone(stamped(name, **options))
    assert wrong == []


def test_an_ordinary_film_gives_all_its_keyframes_alone(stamped):
    count, found, _ = keyframes_alone(stamped("film.mp4", codec_options={"g": "12", "bf": "3"}))
    assert count == found == 10


@pytest.mark.parametrize("film", REAL)
def test_keyframes_of_films_made_by_others_are_themselves(shared_data, film):
    assert keyframes_alone(shared_data / film)[2] == []


def test_a_frame_that_is_no_keyframe_is_not_given(stamped):
    source = VideoSource(stamped("film.mp4", codec_options={"g": "12"}))
    reader = KeyframeReader(source)
    assert reader.bgra(5) is None
    assert reader.bgra(12) is not None
    reader.close()
    source.close()
