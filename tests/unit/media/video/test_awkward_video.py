"""What must not be: each is told calmly, or read as far as it can be."""

import os
import random
import threading
from fractions import Fraction

import av
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.base.folders import cache_folder
from palpate.base.progress import Progress
from palpate.media.open import open_medium
from palpate.media.probe import probe
from palpate.media.video.first_look import first_look
from palpate.media.video.index_store import survey_of
from palpate.media.video.source import VideoSource

CLOSED = {"x264-params": "keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0", "preset": "veryfast"}
FRAGMENTS = {"movflags": "frag_keyframe+empty_moov"}


def kept_lists():
    return list((cache_folder() / "index").glob("*"))


def write_sized(path, width, height, *, pixel_format):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        for number in range(2):
            picture = np.full((height, width), 60 + 90 * number, np.uint8)
            picture[: height // 2, : width // 2] = 250
            frame = av.VideoFrame.from_ndarray(picture, format="gray").reformat(format=pixel_format)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def restamped(source, target, stamps):
    """Copy a video with other stamps, as (pts, dts) for each packet in file order."""
    with av.open(str(source)) as before, av.open(str(target), "w") as after:
        stream = after.add_stream_from_template(before.streams.video[0])
        for place, packet in enumerate(before.demux(video=0)):
            if packet.size:
                packet.pts, packet.dts = stamps(place)
                packet.stream, packet.time_base = stream, Fraction(1, 1000)
                after.mux(packet)
    return target


def test_a_folder_named_like_a_video_is_told(tmp_path):
    (tmp_path / "a.mp4").mkdir()
    with pytest.raises(MediaUnreadable, match="folder without images"):
        open_medium(tmp_path / "a.mp4")
    with pytest.raises(FileUnreadable, match="directory"):
        first_look(tmp_path / "a.mp4")


def test_a_pipe_named_like_a_video_is_told_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "a.mp4")
    with pytest.raises(FileUnreadable, match="no file but a device or a pipe"):
        open_medium(tmp_path / "a.mp4")
    with pytest.raises(FileUnreadable, match="no file but a device or a pipe"):
        first_look(tmp_path / "a.mp4")


@pytest.mark.parametrize("name", ["a.mkv", "a.ts"])
def test_a_video_that_grows_while_open_keeps_its_frames(stamped, read_number, name):
    whole = stamped(name, codec_options=CLOSED).read_bytes()
    path = stamped(name, codec_options=CLOSED)
    path.write_bytes(whole[: len(whole) * 2 // 3])
    source = VideoSource(path)
    known = {frame: read_number(source.bgra(frame)) for frame in range(0, source.n_frames - 4, 3)}
    path.write_bytes(whole)
    assert {frame: read_number(source.bgra(frame)) for frame in reversed(known)} == known
    source.close()
    again = open_medium(path)
    assert again.n_frames == 60
    again.close()


def test_a_video_still_being_written_is_told_and_not_kept(stamped, read_number):
    path = stamped("a.mp4", codec_options=CLOSED, container_options=FRAGMENTS)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 7 // 10])

    def grow(*_step):
        path.write_bytes(whole)

    made = survey_of(path, progress=Progress(report=grow))
    assert made.growing
    assert kept_lists() == []
    source = VideoSource(path, known=made)
    assert [read_number(source.bgra(frame)) for frame in (0, 13, 5)] == [0, 13, 5]
    source.close()
    assert not survey_of(path).growing
    assert len(kept_lists()) == 1


def test_what_is_still_growing_is_remarked(stamped, monkeypatch):
    path = stamped("a.mp4", codec_options=CLOSED, container_options=FRAGMENTS)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1000])
    facts = probe(path, progress=Progress(report=lambda *_step: path.write_bytes(whole)))
    assert "still being written" in facts.remarks[0]
    assert probe(path).remarks == ()


def test_a_video_removed_while_open_never_freezes(stamped, read_number):
    path = stamped("a.mp4", codec_options=CLOSED)
    source = VideoSource(path)
    path.unlink()
    for frame in random.Random(3).sample(range(60), 60):
        try:
            assert read_number(source.bgra(frame)) == frame
        except FrameUnavailable as error:
            assert "no such file" in error.sentence  # noqa: PT017 - one of two good ends
    source.close()


def test_a_video_emptied_while_open_gives_no_wrong_frame(stamped, read_number):
    path = stamped("a.mp4", codec_options=CLOSED)
    source = VideoSource(path)
    assert read_number(source.bgra(3)) == 3
    os.truncate(path, 0)
    for frame in (59, 30, 0, 4):
        try:
            assert read_number(source.bgra(frame)) == frame
        except FrameUnavailable as error:
            assert error.path == path  # noqa: PT017 - one of two good ends
    source.close()


def test_a_hundred_million_pixels_are_shown(tmp_path):
    path, size = tmp_path / "wall.avi", 10_000
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = size, size, "yuvj420p"
        frame = av.VideoFrame(size, size, "yuvj420p")
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        for plane, level in zip(frame.planes, (60, 128, 128), strict=True):
            np.frombuffer(plane, np.uint8)[:] = level
        np.frombuffer(frame.planes[0], np.uint8)[: size * size // 4] = 250
        container.mux([*stream.encode(frame), *stream.encode(None)])
    source = VideoSource(path)
    pixels = source.bgra(0)
    source.close()
    assert pixels.shape == (size, size, 4)
    assert pixels[0, 0, 1] > 240
    assert pixels[-1, -1, 1] < 80


@pytest.mark.parametrize(("width", "height"), [(33, 17), (1, 1), (7, 101), (101, 7), (97, 65)])
@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv444p"])
def test_odd_sizes_are_shown_to_the_last_row_and_column(tmp_path, width, height, pixel_format):
    path = write_sized(tmp_path / "a.mkv", width, height, pixel_format=pixel_format)
    source = open_medium(path)
    assert source.size_of(0) == (width, height)
    first, second = source.bgra(0), source.bgra(1)
    source.close()
    assert first.shape == second.shape == (height, width, 4)
    assert second[-1, -1, 1] > first[-1, -1, 1] + 50


@pytest.mark.parametrize("start", [-(10**6), 10**6, 2**40, -(2**40)])
def test_stamps_far_from_zero_are_listed(stamped, tmp_path, read_number, start):
    plain = stamped("plain.mkv", codec="mjpeg", pixel_format="yuvj420p")
    path = restamped(plain, tmp_path / "far.nut", lambda n: (start + 40 * n, start + 40 * n))
    source = VideoSource(path)
    assert source.n_frames == 60
    assert source.index.fps == pytest.approx(25.0)
    assert [read_number(source.bgra(frame)) for frame in (59, 0, 30)] == [59, 0, 30]
    assert source.time_of(59) == pytest.approx(59 * 0.04)
    source.close()


def test_a_leap_of_years_between_two_frames_is_listed(stamped, tmp_path, read_number):
    plain = stamped("plain.mkv", codec="mjpeg", pixel_format="yuvj420p")
    path = restamped(plain, tmp_path / "leap.nut", lambda n: (n * 40 + (n > 30) * 2**52,) * 2)
    source = VideoSource(path)
    assert (source.n_frames, source.index.vfr) == (60, True)
    assert [read_number(source.bgra(frame)) for frame in (59, 30, 31)] == [59, 30, 31]
    source.close()


def test_frames_of_one_single_stamp_are_told_apart_by_counting(stamped, read_number):
    path = stamped("a.mkv", codec="mjpeg", pixel_format="yuvj420p", n=12, shown_at=lambda _n: 0)
    source = VideoSource(path)
    assert [read_number(source.bgra(frame)) for frame in (11, 0, 5, 4)] == [11, 0, 5, 4]
    assert set(source.index.pts.tolist()) == {int(source.index.pts[0])}
    facts = probe(path)
    source.close()
    assert facts.frames == 12


def test_stamps_in_falling_order_give_each_picture_once(stamped, tmp_path, read_number):
    plain = stamped("plain.mkv", codec="mjpeg", pixel_format="yuvj420p")
    path = restamped(plain, tmp_path / "falling.mkv", lambda n: (5000 - 40 * n, n - 100_000))
    source = VideoSource(path)
    numbers = [read_number(source.bgra(frame)) for frame in range(source.n_frames)]
    again = [read_number(source.bgra(frame)) for frame in reversed(range(source.n_frames))]
    source.close()
    assert sorted(numbers) == list(range(60))
    assert again == numbers[::-1]


def test_damage_in_the_middle_is_told_with_the_number_and_the_rest_is_usable(stamped, read_number):
    path = stamped("a.mkv", codec_options=CLOSED)
    content = bytearray(path.read_bytes())
    source = VideoSource(path)
    start = int(source.index.position[24])
    source.close()
    content[start + 40 : start + 300] = b"\xff" * 260
    path.write_bytes(content)
    source = open_medium(path)
    with pytest.raises(FrameUnavailable, match="damaged") as caught:
        source.bgra(26)
    assert (caught.value.frame, caught.value.path) == (26, path)
    assert [read_number(source.bgra(frame)) for frame in (23, 36, 0, 59)] == [23, 36, 0, 59]
    source.close()


def moved_to_another_stream(content, pid):
    """Return a transport stream whose pictures travel under another number, and whose table says so."""
    moved = bytearray(content)
    for start in range(0, len(moved), 188):
        here = int.from_bytes(moved[start + 1 : start + 3], "big") & 0x1FFF
        if here == 0x0100:
            moved[start + 1 : start + 3] = bytes([moved[start + 1] & 0xE0 | pid >> 8, pid & 0xFF])
        if here == 0x1000:
            begin = start + 5
            end = begin + 3 + (int.from_bytes(moved[begin + 1 : begin + 3], "big") & 0x0FFF) - 4
            table = bytes(moved[begin:end]).replace(b"\xe1\x00", bytes([0xE0 | pid >> 8, pid & 0xFF]))
            moved[begin : end + 4] = table + checksum(table).to_bytes(4, "big")
    return bytes(moved)


def checksum(table):
    """Return the CRC of ISO 13818-1."""
    value = 0xFFFFFFFF
    for byte in table:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
    return value


def test_a_broadcast_in_which_a_stream_begins_later_is_read_to_its_end(stamped, read_number):
    path = stamped("a.ts", 600, codec_options=CLOSED)
    content = path.read_bytes()
    path.write_bytes(content + moved_to_another_stream(content, 0x0321))
    source = VideoSource(path)
    n_frames, numbers = source.n_frames, [read_number(source.bgra(frame)) for frame in range(550, 600)]
    source.close()
    assert (n_frames, numbers) == (600, list(range(550, 600)))


def test_two_threads_may_look_first_and_list_at_once(stamped):
    path = stamped("a.mp4", 200, codec_options=CLOSED)
    found = []
    threads = [threading.Thread(target=lambda: found.append(first_look(path))) for _ in range(3)]
    for thread in threads:
        thread.start()
    source = open_medium(path)
    for thread in threads:
        thread.join()
    assert all((look.pixels == source.bgra(0)).all() for look in found)
    source.close()
