import os
import random
from fractions import Fraction

import av
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.media.video.source import VideoSource

PARAMETERS = "keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0"
X264 = {"x264-params": PARAMETERS, "preset": "veryfast", "crf": "18"}
INDEX_FIRST = {"movflags": "faststart"}


def packets_of(path):
    """Return where the content of each packet lies in the file."""
    content = path.read_bytes()
    with av.open(str(path)) as container:
        insides = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    return [(content.index(inside), len(inside)) for inside in insides]


def strike(path, place):
    """Overwrite the inside of one packet, so that it can be cut out of the container but not decoded."""
    start, size = packets_of(path)[place]
    content = bytearray(path.read_bytes())
    content[start + 8 : start + size] = b"\xff" * (size - 8)
    path.write_bytes(content)


def given_numbers(source, read_number):
    numbers = {}
    for frame in random.Random(2).sample(range(source.n_frames), source.n_frames):
        try:
            numbers[frame] = read_number(source.bgra(frame))
        except FrameUnavailable:
            continue
    return numbers


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi"])
def test_damage_spoils_what_is_built_upon_it_and_nothing_else(stamped, read_number, name):
    path = stamped(name, codec_options=X264)
    place = 13  # the frame shown as number 16, upon which 13 to 23 are built
    strike(path, place)
    source = VideoSource(path)
    numbers = given_numbers(source, read_number)
    source.close()
    assert source.n_frames == 60
    assert numbers == {frame: frame for frame in range(60) if not 13 <= frame <= 23}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_damage_in_one_of_several_slices_of_a_picture_is_noticed(stamped, read_number, share):
    path = stamped("a.mp4", codec_options={**X264, "x264-params": f"{PARAMETERS}:slices=4"})
    content = bytearray(path.read_bytes())
    start, size = packets_of(path)[24]  # a keyframe
    for place in range(start + int(share * size), start + int(share * size) + 12):
        content[place] ^= 0x55
    path.write_bytes(content)
    source = VideoSource(path)
    numbers = given_numbers(source, read_number)
    source.close()
    assert numbers == {frame: frame for frame in range(60) if not 24 <= frame <= 35}


def test_a_damaged_frame_is_told_with_its_number_and_the_file(stamped):
    path = stamped("a.mp4", codec_options=X264)
    strike(path, 13)
    source = VideoSource(path)
    with pytest.raises(FrameUnavailable, match="damaged") as caught:
        source.bgra(16)
    source.close()
    assert caught.value.frame == 16
    assert caught.value.path == path


def test_a_struck_keyframe_costs_its_group_of_pictures(stamped, read_number):
    path = stamped("a.mp4", codec_options=X264)
    strike(path, 24)
    source = VideoSource(path)
    numbers = given_numbers(source, read_number)
    source.close()
    assert numbers == {frame: frame for frame in range(60) if not 24 <= frame <= 35}


def test_a_group_of_pictures_that_never_was_decodable_does_not_count(stamped, read_number):
    path = stamped("a.mp4", codec_options=X264)
    strike(path, 0)
    source = VideoSource(path)
    numbers = given_numbers(source, read_number)
    source.close()
    assert numbers == {frame: frame + 12 for frame in range(48)}


@pytest.mark.parametrize(
    ("name", "options"), [("a.mp4", INDEX_FIRST), ("a.mkv", {}), ("a.ts", {}), ("a.avi", {}), ("a.flv", {})]
)
@pytest.mark.parametrize("share", [0.3, 0.55, 0.8, 0.97])
def test_of_a_video_that_was_cut_off_the_good_part_can_be_used(stamped, read_number, name, options, share):
    path = stamped(name, codec_options=X264, container_options=options)
    with av.open(str(path)) as container:
        start = next(container.demux(video=0)).pos
    content = path.read_bytes()
    path.write_bytes(content[: start + int((len(content) - start) * share)])
    source = VideoSource(path)
    numbers = given_numbers(source, read_number)
    source.close()
    in_order = [numbers[frame] for frame in sorted(numbers)]
    assert in_order[:-3] == list(range(len(in_order) - 3))  # then B-frames may be missing before the last
    assert in_order == sorted(set(in_order))
    assert len(numbers) > 60 * share - 15


def test_a_video_cut_off_before_its_table_of_contents_says_so(stamped):
    path = stamped("a.mp4", codec_options=X264)
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"moov") - 4])
    with pytest.raises(MediaUnreadable, match="cut off before its table of contents"):
        VideoSource(path)


def test_a_text_file_named_like_a_video_is_told(tmp_path):
    path = tmp_path / "notes.mp4"
    path.write_text("Left elbow: see the guideline, page 4.\n" * 40)
    with pytest.raises(MediaUnreadable, match="is a text file, not a video"):
        VideoSource(path)


def test_an_empty_file_is_told(tmp_path):
    path = tmp_path / "empty.mp4"
    path.touch()
    with pytest.raises(MediaUnreadable, match="is empty"):
        VideoSource(path)


def test_random_bytes_are_told(tmp_path):
    path = tmp_path / "noise.mp4"
    path.write_bytes(np.random.default_rng(1).bytes(5000))
    with pytest.raises(MediaUnreadable, match="not a video this program can read"):
        VideoSource(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(FileUnreadable, match="no such file"):
        VideoSource(tmp_path / "gone.mp4")


def test_a_folder_is_no_video(tmp_path):
    with pytest.raises(FileUnreadable, match="directory"):
        VideoSource(tmp_path)


def test_a_file_that_may_not_be_read_is_told(stamped):
    path = stamped("a.mp4")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything: nothing to be told
        VideoSource(path).close()
        return
    with pytest.raises(FileUnreadable, match="permission denied"):
        VideoSource(path)


def test_sound_alone_is_told(tmp_path):
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 8000, 0, Fraction(1, 8000)
        container.mux([*stream.encode(frame), *stream.encode(None)])
    with pytest.raises(MediaUnreadable, match="no video stream; it holds sound only"):
        VideoSource(path)


def test_a_video_without_a_single_frame_is_told(stamped):
    path = stamped("a.mp4", 1, codec_options=X264, container_options={"movflags": "empty_moov+frag_keyframe"})
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moof") - 4])
    with pytest.raises(MediaUnreadable, match="no picture"):
        VideoSource(path)


def test_a_video_of_nothing_but_damage_is_told(stamped):
    path = stamped("a.mkv", 8, codec_options=X264)
    for place in range(8):
        strike(path, place)
    with pytest.raises(MediaUnreadable, match="no picture that can be decoded"):
        VideoSource(path)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_flipped_bytes_cost_nothing_outside_the_groups_of_pictures_they_hit(stamped, read_number, name):
    path = stamped(name, codec_options=X264)
    whole, places = path.read_bytes(), packets_of(path)
    chance = random.Random(11)
    for _ in range(10):
        content, hit = bytearray(whole), chance.sample(range(60), chance.choice([1, 2]))
        for packet in hit:
            start, size = places[packet]
            content[start + chance.randrange(size)] ^= chance.randrange(1, 256)
        path.write_bytes(content)
        source = VideoSource(path)
        numbers = given_numbers(source, read_number)
        source.close()
        groups = {packet // 12 for packet in hit}
        spared = [frame for frame in range(60) if frame // 12 not in groups]
        assert source.n_frames == 60
        assert [numbers.get(frame) for frame in spared] == spared


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts", "a.avi"])
def test_bytes_flipped_anywhere_are_told_of_calmly(stamped, read_number, name):
    path = stamped(name, 30, codec_options=X264)
    whole = path.read_bytes()
    chance = random.Random(4)
    for _ in range(15):
        content = bytearray(whole)
        for place in chance.choices(range(len(content)), k=chance.choice([1, 10, 100])):
            content[place] = chance.randrange(256)
        path.write_bytes(content)
        try:
            source = VideoSource(path)
        except MediaUnreadable:
            continue
        assert set(given_numbers(source, read_number)) <= set(range(source.n_frames))
        source.close()
