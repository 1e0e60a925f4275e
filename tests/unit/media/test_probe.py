from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, MediaUnreadable
from palpate.media.images.source import ImageSource
from palpate.media.open import open_medium
from palpate.media.probe import facts_of, probe
from palpate.media.video.source import VideoSource
from palpate.model.clip import ClipKind


def image(path, width, height):
    cv2.imwrite(str(path), np.zeros((height, width, 3), np.uint8))
    return path


def test_a_video_is_described(stamped):
    facts = probe(stamped("a.mp4", 50, rate=25, shown_at=lambda n: n + 50))
    assert facts.kind is ClipKind.VIDEO
    assert (facts.codec, facts.size, facts.frames) == ("h264", (96, 64), 50)
    assert facts.fps == facts.capture_fps == 25.0
    assert facts.duration_s == pytest.approx(2.0)
    assert facts.pts[0] * facts.pts_step == pytest.approx(2.0)
    assert (facts.pts[1] - facts.pts[0]) * facts.pts_step == pytest.approx(49 / 25)
    assert (facts.vfr, facts.rotation, facts.sar) == (False, 0, (1, 1))
    assert facts.names == facts.sizes == ()


def test_a_variable_rate_is_told(stamped):
    assert probe(stamped("a.mkv", shown_at=lambda n: n + n // 7)).vfr


def test_the_rate_of_the_camera_differs_from_that_of_a_slow_motion_file(stamped):
    tags = {"com.android.capture.fps": "240.000000"}
    facts = probe(stamped("slow.mp4", tags=tags, container_options={"movflags": "use_metadata_tags"}))
    assert (facts.fps, facts.capture_fps) == (30.0, 240.0)


def test_pixels_that_are_not_square_are_told_and_left_alone(tmp_path, stamped):
    path = tmp_path / "wide.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)
        container.mux([*stream.encode(av.VideoFrame(96, 64, "yuv420p")), *stream.encode(None)])
    facts = probe(path)
    assert facts.sar == (4, 3)
    assert facts.size == (96, 64)


def test_a_folder_of_images_is_described(tmp_path):
    for name, size in {"b10.png": (8, 6), "b9.jpg": (8, 6), "b2.png": (4, 5)}.items():
        image(tmp_path / name, *size)
    facts = probe(tmp_path)
    assert facts.kind is ClipKind.IMAGES
    assert facts.names == ("b2.png", "b9.jpg", "b10.png")
    assert facts.size == (4, 5)
    assert facts.sizes == ((1, (8, 6)), (2, (8, 6)))
    assert (facts.codec, facts.frames, facts.fps, facts.pts) == ("jpg,png", 3, 0.0, (0, 2))


def test_an_unreadable_image_does_not_hide_the_others(tmp_path):
    (tmp_path / "a.png").write_bytes(b"nothing")
    image(tmp_path / "b.png", 7, 3)
    facts = probe(tmp_path)
    assert (facts.size, facts.frames) == ((7, 3), 2)


def test_a_folder_of_unreadable_images_is_told(tmp_path):
    (tmp_path / "a.png").write_bytes(b"nothing")
    with pytest.raises(MediaUnreadable, match="no image this program can read"):
        probe(tmp_path)


def test_what_is_opened_goes_by_what_it_is(tmp_path, stamped):
    folder = tmp_path / "images"
    folder.mkdir()
    first = image(folder / "a.png", 4, 4)
    image(folder / "b.png", 6, 6)
    single, several = open_medium(first), open_medium(folder)
    assert isinstance(single, ImageSource)
    assert isinstance(several, ImageSource)
    assert (single.n_frames, several.n_frames) == (1, 2)
    video = open_medium(stamped("a.mp4"))
    assert isinstance(video, VideoSource)
    video.close()


def test_remembered_images_keep_their_numbers_when_one_is_gone(tmp_path):
    for name in ("a.png", "b.png", "c.png"):
        image(tmp_path / name, 4, 4)
    (tmp_path / "b.png").unlink()
    source = open_medium(tmp_path, names=("a.png", "b.png", "c.png"))
    assert source.n_frames == 3
    assert source.size_of(2) == (4, 4)
    assert facts_of(source).names == ("a.png", "b.png", "c.png")


def test_a_missing_medium_is_told(tmp_path):
    with pytest.raises(FileUnreadable, match="does not exist"):
        open_medium(tmp_path / "gone.mp4")


def test_a_folder_without_images_is_told(tmp_path):
    with pytest.raises(MediaUnreadable, match="folder without images"):
        open_medium(tmp_path)


def test_a_film_that_ends_early_says_how_much_is_missing(shared_data, tmp_path):
    whole = shared_data / "sports2d" / "demo.mp4"
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[:2_000_000])
    assert probe(whole).remarks == ()
    facts = probe(cut)
    missing = probe(whole).frames - facts.frames
    assert any(f"{missing} of the frames" in remark for remark in facts.remarks)
