import pytest

from palpate.media.video.cursor import Cursor
from palpate.media.video.survey import survey

X264 = {"x264-params": "keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0", "preset": "veryfast"}


@pytest.fixture
def cursor(stamped):
    path = stamped("a.mp4", codec_options=X264)
    cursor = Cursor(path, 0, survey(path).index)
    yield cursor
    cursor.close()


@pytest.fixture
def stamp_of(stamped):
    index = survey(stamped("same.mp4", codec_options=X264)).index
    return lambda frame: int(index.stamps[frame])


def test_walking_on_goes_from_picture_to_picture_without_a_jump(cursor, read_number):
    assert cursor.jump(12)
    assert cursor.walk_to(12) is not None
    for frame in range(13, 60):
        assert cursor.reaches(frame, 12)
        found = cursor.walk_to(frame)
        assert read_number(found.picture.to_ndarray(format="bgr24")) == frame
    assert cursor.entry == 12


def test_a_frame_behind_is_not_reached_by_walking(cursor):
    cursor.jump(24)
    assert cursor.walk_to(30) is not None
    assert not cursor.reaches(30, 24)
    assert not cursor.reaches(25, 24)
    assert cursor.walk_to(25) is None


def test_walking_on_is_preferred_to_a_jump_over_few_frames_only(cursor):
    cursor.jump(12)
    cursor.walk_to(22)
    assert cursor.reaches(25, 24)
    assert not cursor.reaches(50, 48)


def test_stopping_before_a_packet_brings_out_what_the_decoder_held_back(cursor, stamp_of, read_number):
    cursor.jump(12, until=stamp_of(16))
    found = cursor.walk_to(12)
    assert read_number(found.picture.to_ndarray(format="bgr24")) == 12
    assert cursor.walk_to(13) is None


def test_starting_anew_needs_no_seek(cursor, read_number):
    cursor.jump(48)
    assert cursor.rewind()
    assert cursor.entry is None
    assert cursor.landed
    assert read_number(cursor.walk_to(3).picture.to_ndarray(format="bgr24")) == 3
