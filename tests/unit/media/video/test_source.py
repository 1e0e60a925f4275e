import random

import av
import numpy as np
import pytest

from palpate.base.errors import Cancelled, FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.base.progress import CancelToken, Progress
from palpate.media.video.source import VideoSource

CLOSED = "keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0"
OPEN = f"{CLOSED}:open-gop=1"


def x264(parameters):
    return {"x264-params": parameters, "preset": "veryfast", "crf": "18"}


def x265(parameters):
    return {"x265-params": f"{parameters}:log-level=none", "preset": "ultrafast"}


MPEG = {"g": "12", "bf": "2"}
HEVC_OPEN = x265("keyint=12:min-keyint=12:scenecut=0:bframes=3:open-gop=1")
MADE = {
    "closed groups of pictures": ("a.mp4", {"codec_options": x264(CLOSED)}),
    "in Matroska": ("a.mkv", {"codec_options": x264(CLOSED)}),
    "in QuickTime": ("a.mov", {"codec_options": x264(CLOSED)}),
    "in Flash": ("a.flv", {"codec_options": x264(CLOSED)}),
    "open groups of pictures": ("a.mp4", {"codec_options": x264(OPEN)}),
    "open groups in Matroska": ("a.mkv", {"codec_options": x264(OPEN)}),
    "open groups in a transport stream": ("a.ts", {"codec_options": x264(OPEN)}),
    "cut at an open group": ("a.mkv", {"codec_options": x264(OPEN), "only": lambda packet: packet >= 12}),
    "cut in mid-group": ("a.mp4", {"codec_options": x264(CLOSED), "only": lambda packet: packet >= 5}),
    "one single keyframe": ("a.mp4", {"codec_options": x264("keyint=999:bframes=3:scenecut=0:b-adapt=0")}),
    "keyframes only": ("a.mp4", {"codec_options": x264("keyint=1")}),
    "periodic refresh without keyframes": ("a.mp4", {"codec_options": x264("keyint=12:intra-refresh=1")}),
    "variable rate": ("a.mp4", {"codec_options": x264(CLOSED), "shown_at": lambda n: n + n // 5 * 3}),
    "variable rate in Matroska": (
        "a.mkv",
        {"codec_options": x264(CLOSED), "shown_at": lambda n: n + n // 5 * 3},
    ),
    "repeated stamps": ("a.mp4", {"codec_options": x264(CLOSED), "shown_at": lambda n: n - n % 3 // 2}),
    "repeated stamps in Matroska": (
        "a.mkv",
        {"codec_options": x264(CLOSED), "shown_at": lambda n: n - n % 3 // 2},
    ),
    "a late start": ("a.mp4", {"codec_options": x264(CLOSED), "shown_at": lambda n: n + 111}),
    "a transport stream that starts late": (
        "a.ts",
        {"codec_options": x264(CLOSED), "shown_at": lambda n: n + 150},
    ),
    "fragments": (
        "a.mp4",
        {"codec_options": x264(CLOSED), "container_options": {"movflags": "frag_keyframe+empty_moov"}},
    ),
    "an edit list in mid-group": ("a.mp4", {"codec_options": x264(CLOSED), "shown_at": lambda n: n - 17}),
    "an edit list at a keyframe": ("a.mp4", {"codec_options": x264(CLOSED), "shown_at": lambda n: n - 24}),
    "B-frames in AVI": ("a.avi", {"codec_options": x264(CLOSED)}),
    "open groups in AVI": ("a.avi", {"codec_options": x264(OPEN)}),
    "MPEG-4 in AVI": ("a.avi", {"codec": "mpeg4", "codec_options": MPEG}),
    "MPEG-4 in MP4": ("a.mp4", {"codec": "mpeg4", "codec_options": MPEG}),
    "MJPEG in AVI": ("a.avi", {"codec": "mjpeg", "pixel_format": "yuvj420p"}),
    "MPEG-2 in a program stream": ("a.mpg", {"codec": "mpeg2video", "codec_options": MPEG}),
    "MPEG-2 in a transport stream": ("a.ts", {"codec": "mpeg2video", "codec_options": MPEG}),
    "a bare H.264 stream without any times": ("a.h264", {"codec_options": x264(CLOSED)}),
    "HEVC with open groups": ("a.mp4", {"codec": "libx265", "codec_options": HEVC_OPEN}),
    "HEVC cut at an open group": (
        "a.mp4",
        {"codec": "libx265", "codec_options": HEVC_OPEN, "only": lambda packet: packet >= 12},
    ),
    "HEVC in a transport stream": ("a.ts", {"codec": "libx265", "codec_options": HEVC_OPEN}),
    "hidden pictures of VP8": (
        "a.webm",
        {
            "codec": "libvpx",
            "codec_options": {"auto-alt-ref": "1", "lag-in-frames": "16", "g": "20", "b": "300k"},
        },
    ),
    "hidden pictures of VP9": (
        "a.webm",
        {
            "codec": "libvpx-vp9",
            "codec_options": {
                "auto-alt-ref": "1",
                "lag-in-frames": "16",
                "g": "20",
                "b": "300k",
                "cpu-used": "8",
            },
        },
    ),
    "ten bits": ("a.mp4", {"codec_options": x264(CLOSED), "pixel_format": "yuv420p10le"}),
    "full chroma": ("a.mp4", {"codec_options": x264(CLOSED), "pixel_format": "yuv444p"}),
    "ProRes": ("a.mov", {"codec": "prores_ks", "pixel_format": "yuv422p10le"}),
    "FFV1": ("a.mkv", {"codec": "ffv1"}),
    "Windows Media": ("a.wmv", {"codec": "wmv2", "codec_options": {"g": "12"}}),
    "an animated GIF": ("a.gif", {"codec": "gif", "pixel_format": "rgb8"}),
}


def numbers_in_sequence(path, read_number):
    with av.open(str(path)) as container:
        return [read_number(frame.to_ndarray(format="bgr24")) for frame in container.decode(video=0)]


@pytest.mark.parametrize("story", MADE)
def test_every_frame_bears_its_number_however_it_is_reached(stamped, read_number, story):
    name, options = MADE[story]
    path = stamped(name, **options)
    expected = numbers_in_sequence(path, read_number)
    source = VideoSource(path)
    frames = range(source.n_frames)
    jumps = random.Random(5).choices(frames, k=60)
    seen = {order: [read_number(source.bgra(frame)) for frame in order] for order in (tuple(jumps),)}
    seen |= {order: [read_number(source.bgra(frame)) for frame in order] for order in (frames, frames[::-1])}
    source.close()
    assert len(frames) == len(expected) > 30
    for order, numbers in seen.items():
        assert numbers == [expected[frame] for frame in order]


@pytest.mark.parametrize(
    "story", ["repeated stamps", "variable rate", "B-frames in AVI", "an edit list in mid-group"]
)
def test_numbers_rise_by_one_where_nothing_was_left_out(stamped, read_number, story):
    name, options = MADE[story]
    source = VideoSource(stamped(name, **options))
    numbers = [read_number(source.bgra(frame)) for frame in range(source.n_frames)]
    source.close()
    assert numbers == list(range(60 - source.n_frames, 60))


def test_frames_that_share_a_stamp_are_told_apart(stamped, read_number):
    name, options = MADE["repeated stamps"]
    source = VideoSource(stamped(name, **options))
    assert not source.index.all_unlike
    assert source.pts_of(1) == source.pts_of(2)
    assert [read_number(source.bgra(frame)) for frame in (2, 1, 2)] == [2, 1, 2]
    source.close()


def test_an_edit_list_hides_what_comes_before_the_cut(stamped):
    name, options = MADE["an edit list in mid-group"]
    source = VideoSource(stamped(name, **options))
    source.close()
    assert source.n_frames == 43
    assert not source.index.decoded


def test_a_trusted_container_is_listed_without_decoding_all_of_it(stamped):
    for story, decoded in [
        ("closed groups of pictures", False),
        ("MJPEG in AVI", False),
        ("B-frames in AVI", True),
    ]:
        name, options = MADE[story]
        source = VideoSource(stamped(name, **options))
        source.close()
        assert source.index.decoded is decoded, story


def test_a_jump_that_lands_too_late_is_begun_one_keyframe_earlier(stamped, read_number):
    name, options = MADE["a transport stream that starts late"]
    source = VideoSource(stamped(name, **options))
    assert read_number(source.bgra(50)) == 50
    assert read_number(source.bgra(25)) == 25
    source.close()


def test_grey_is_the_same_picture(stamped, read_number):
    source = VideoSource(stamped("a.mp4", codec_options=x264(CLOSED)))
    grey = source.grey(41)
    source.close()
    assert grey.shape == (64, 96)
    assert read_number(grey) == 41


def test_pixels_are_contiguous_opaque_and_the_callers_own(stamped):
    source = VideoSource(stamped("a.mp4", codec_options=x264(CLOSED)))
    pixels = source.bgra(3)
    before = pixels.copy()
    for frame in range(4, 40):
        source.bgra(frame)
    source.close()
    assert pixels.flags.c_contiguous
    assert pixels.dtype == np.uint8
    assert (pixels[..., 3] == 255).all()
    assert (pixels == before).all()


def test_times_and_stamps_come_from_the_file(stamped):
    source = VideoSource(stamped("a.mp4", rate=25, shown_at=lambda n: n + 50, codec_options=x264(CLOSED)))
    assert source.time_of(0) == 0.0
    assert source.time_of(10) == pytest.approx(0.4)
    assert source.pts_of(10) * source.index.time_base == pytest.approx(2.4)
    assert source.index.fps == 25.0
    source.close()


@pytest.mark.parametrize("frame", [-1, 60, 10**9])
def test_a_frame_outside_the_video_is_unavailable(stamped, frame):
    source = VideoSource(stamped("a.mp4"))
    for ask in (source.bgra, source.grey, source.size_of, source.time_of, source.pts_of):
        with pytest.raises(FrameUnavailable, match="the last is 59") as caught:
            ask(frame)
        assert caught.value.frame == frame
    source.close()


def test_a_second_source_shares_the_survey_and_not_the_place(stamped, read_number):
    first = VideoSource(stamped("a.mp4", codec_options=x264(CLOSED)))
    second = VideoSource(first.path, known=first.survey)
    pairs = [(read_number(first.bgra(n)), read_number(second.bgra(59 - n))) for n in range(0, 60, 7)]
    first.close()
    second.close()
    assert pairs == [(n, 59 - n) for n in range(0, 60, 7)]


def test_listing_by_decoding_can_be_watched_and_stopped(stamped):
    path = stamped("a.avi", codec_options=x264(CLOSED))
    seen = []
    VideoSource(path, progress=Progress(report=lambda done, total, _what: seen.append((done, total)))).close()
    assert seen[-1] == (60, 60)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        VideoSource(path, progress=Progress(token=token))


def test_a_video_replaced_by_another_gives_no_wrong_frame(stamped):
    path = stamped("a.mp4", codec_options=x264(CLOSED))
    source = VideoSource(path)
    source.close()
    other = stamped("b.mp4", codec_options=x264("keyint=25:min-keyint=25"), rate=24)
    other.replace(path)
    changed = VideoSource(path, known=source.survey)
    with pytest.raises(FrameUnavailable, match="changed"):
        changed.bgra(40)
    changed.close()


def test_a_video_that_vanished_is_told(stamped):
    path = stamped("a.mp4")
    source = VideoSource(path)
    source.close()
    path.unlink()
    with pytest.raises(FileUnreadable, match="no such file"):
        VideoSource(path, known=source.survey)


def test_a_stream_that_does_not_exist_is_told(stamped):
    with pytest.raises(MediaUnreadable, match="has 1 video streams, none with number 1"):
        VideoSource(stamped("a.mp4"), 1)


def test_a_closed_video_gives_no_frame(stamped):
    source = VideoSource(stamped("a.mp4"))
    source.close()
    source.close()
    with pytest.raises(FrameUnavailable, match="closed"):
        source.bgra(0)
