import importlib.util
from pathlib import Path

import pytest

from palpate.base.errors import FileUnreadable, MediaUnreadable
from palpate.media.video.first_look import first_look, frame_0_alone
from palpate.media.video.source import VideoSource
from palpate.media.video.survey import survey

SUFFIXES = {".mp4", ".avi", ".mov", ".webm"}
SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"
FOUND = sorted(p.relative_to(SHARED) for p in SHARED.rglob("*") if p.suffix.lower() in SUFFIXES)


def _stories():
    spec = importlib.util.spec_from_file_location("stories", Path(__file__).with_name("test_source.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.MADE


MADE = _stories()
UNSURE = {"cut at an open group", "cut in mid-group", "HEVC cut at an open group"}


def agreement(path, stream=0):
    """Return whether there was a first look, after comparing it with frame 0."""
    look = first_look(path, stream)
    if look is None:
        return False
    source = VideoSource(path, stream)
    assert (look.pixels == source.bgra(0)).all()
    assert look.facts == source.facts
    source.close()
    return True


def alone_agrees(path, stream=0):
    """Return whether frame 0 came out alone, after comparing it with frame 0."""
    known = survey(path, stream)
    alone = frame_0_alone(path, stream, known)
    if alone is None:
        return False
    source = VideoSource(path, stream, known=known)
    assert (alone == source.bgra(0)).all()
    source.close()
    return True


@pytest.mark.parametrize("name", FOUND, ids=str)
def test_of_every_real_video_frame_0_comes_out_alone_as_itself_or_not_at_all(shared_data, name):
    alone_agrees(shared_data / name)


@pytest.mark.parametrize("story", MADE)
def test_of_every_kind_of_video_frame_0_comes_out_alone_as_itself_or_not_at_all(stamped, story):
    name, options = MADE[story]
    alone_agrees(stamped(name, **options))


def test_of_an_ordinary_video_frame_0_comes_out_alone(stamped):
    assert alone_agrees(stamped("a.mp4", codec_options={"x264-params": "keyint=12:bframes=3:scenecut=0"}))


def test_damage_lets_no_frame_0_out_alone(stamped):
    path = stamped("a.mp4", codec_options={"x264-params": "keyint=12:bframes=3:scenecut=0"})
    known = survey(path)
    content, start = bytearray(path.read_bytes()), int(known.index.position[0])
    content[start + 60 : start + 260] = bytes(200)
    path.write_bytes(content)
    assert frame_0_alone(path, 0, known) is None


@pytest.mark.parametrize("name", FOUND, ids=str)
def test_of_every_real_video_the_first_look_is_frame_0(shared_data, name):
    assert agreement(shared_data / name)


def test_each_stream_is_looked_at_by_itself(shared_data):
    assert agreement(shared_data / "torchcodec" / "nasa_13013.mp4", 1)


@pytest.mark.parametrize("story", MADE)
def test_of_every_kind_of_video_the_first_look_is_frame_0_or_nothing(stamped, story):
    name, options = MADE[story]
    assert agreement(stamped(name, **options)) is (story not in UNSURE)


@pytest.mark.parametrize("place", [0, 1, 2, 5])
def test_near_damage_there_is_no_first_look_that_is_not_frame_0(stamped, place):
    path = stamped("a.mp4", codec_options={"x264-params": "keyint=12:bframes=3:b-adapt=0:scenecut=0"})
    content = bytearray(path.read_bytes())
    look = first_look(path)
    source = VideoSource(path)
    start = int(source.index.position[source.index.pts.argsort()[place]])
    source.close()
    content[start + 8 : start + 60] = b"\xff" * 52
    path.write_bytes(content)
    assert look is not None
    agreement(path)


def test_what_is_no_video_is_told(tmp_path):
    (tmp_path / "a.mp4").write_text("notes, and notes, and notes")
    with pytest.raises(MediaUnreadable, match="text file"):
        first_look(tmp_path / "a.mp4")
    with pytest.raises(FileUnreadable, match="no such file"):
        first_look(tmp_path / "b.mp4")
