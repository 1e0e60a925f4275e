import numpy as np
import pytest

from palpate.base.errors import FrameUnavailable
from palpate.media.thumbnails.thumbnail import Thumbnail, ThumbnailFolder, cheap_frame, thumbnail
from palpate.media.video.source import VideoSource


@pytest.fixture
def source(stamped):
    opened = VideoSource(stamped("film.mp4", 60, codec_options={"g": "20", "sc_threshold": "0"}))
    yield opened
    opened.close()


def test_a_thumbnail_is_of_the_frame_it_names(source, read_number):
    made = thumbnail(source, 37, 48)
    assert made.frame == 37
    assert made.pixels.shape == (32, 48, 4)
    assert read_number(made.pixels.repeat(2, 0).repeat(2, 1)) == 37


def test_a_small_frame_is_not_enlarged(source):
    assert thumbnail(source, 0, 500).pixels.shape == (64, 96, 4)


def test_there_is_none_of_a_frame_that_is_not_there(source):
    with pytest.raises(FrameUnavailable):
        thumbnail(source, 60, 48)


def test_the_nearest_keyframe_is_cheap(source):
    assert [cheap_frame(source, frame) for frame in (0, 9, 11, 20, 29, 31, 59)] == [0, 0, 20, 20, 20, 40, 40]


def test_a_kept_thumbnail_is_found_by_its_number_and_time(tmp_path):
    folder = ThumbnailFolder(tmp_path / "thumbnails", 48)
    pixels = np.full((32, 48, 4), 200, np.uint8)
    folder.keep(Thumbnail(7, pixels), 3584)
    found = folder.kept(7, 3584)
    assert found.frame == 7
    assert found.pixels.shape == (32, 48, 4)
    assert np.abs(found.pixels[..., :3].astype(int) - 200).max() < 4
    assert folder.kept(7, 3585) is None
    assert folder.kept(8, 3584) is None
    assert ThumbnailFolder(tmp_path / "thumbnails", 24).kept(7, 3584) is None


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_damaged_thumbnail_is_as_good_as_none(tmp_path, content):
    folder = ThumbnailFolder(tmp_path, 48)
    folder.keep(Thumbnail(7, np.zeros((32, 48, 4), np.uint8)), 1)
    next(tmp_path.iterdir()).write_bytes(content)
    assert folder.kept(7, 1) is None


def test_a_thumbnail_that_cannot_be_kept_is_no_fault(tmp_path):
    (tmp_path / "taken").write_bytes(b"")
    folder = ThumbnailFolder(tmp_path / "taken", 48)
    folder.keep(Thumbnail(7, np.zeros((32, 48, 4), np.uint8)), 1)
    assert folder.kept(7, 1) is None
