"""Images that are gone, cut off, damaged or another one now: told for their frame alone."""

import struct
from contextlib import suppress

import cv2
import numpy as np
import pytest

from palpate.base.errors import FrameUnavailable
from palpate.media.images.source import ImageSource

QUARTERS = np.zeros((40, 60, 3), np.uint8)
QUARTERS[:20, :30] = (255, 0, 0)  # blue top left
QUARTERS[:20, 30:] = (0, 255, 0)  # green top right
QUARTERS[20:, :30] = (0, 0, 255)  # red bottom left
QUARTERS[20:, 30:] = (255, 255, 255)


def corner(pixels):
    return pixels[2, 2, :3].tolist()


def write(path, pixels=QUARTERS):
    fine, encoded = cv2.imencode(path.suffix, pixels)
    assert fine
    path.write_bytes(bytes(encoded))
    return path


@pytest.mark.parametrize(
    "content", [b"", b"this is text", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\0", b"II*\0"]
)
def test_a_file_that_is_no_image_is_an_unavailable_frame_that_names_it(tmp_path, content):
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    source = ImageSource([write(tmp_path / "fine.png"), path])
    for ask in (source.bgra, source.grey, source.size_of):
        with pytest.raises(FrameUnavailable, match="image") as caught:
            ask(1)
        assert caught.value.path == path
        assert caught.value.frame == 1
    assert corner(source.bgra(0)) == [255, 0, 0]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".tif", ".webp"])
def test_an_image_that_was_cut_off_is_refused_rather_than_half_grey(tmp_path, suffix):
    noise = np.random.default_rng(1).integers(0, 256, (80, 80, 3), np.uint8)
    path = write(tmp_path / f"cut{suffix}", noise)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(FrameUnavailable):
        ImageSource([path]).bgra(0)


def test_a_missing_image_of_a_set_is_an_unavailable_frame(tmp_path):
    source = ImageSource([tmp_path / "gone.png"])
    with pytest.raises(FrameUnavailable, match="no such file"):
        source.bgra(0)


def test_a_picture_replaced_by_one_of_another_size_is_not_shown(tmp_path):
    for suffix in (".png", ".tif"):
        path = write(tmp_path / f"a{suffix}")
        source = ImageSource([path])
        assert source.size_of(0) == (60, 40)
        write(path, QUARTERS[:30])
        with pytest.raises(FrameUnavailable, match="was 60 × 40 px and is 60 × 30 px now"):
            source.bgra(0)
        write(path, QUARTERS[::-1])
        assert source.bgra(0)[2, 2, 2] == 255


def test_a_picture_removed_while_open_is_one_unavailable_frame(tmp_path):
    first, second = write(tmp_path / "a.png"), write(tmp_path / "b.png")
    source = ImageSource([first, second])
    source.bgra(0)
    first.unlink()
    with pytest.raises(FrameUnavailable, match="no such file"):
        source.bgra(0)
    assert corner(source.bgra(1)) == [255, 0, 0]


def test_a_picture_beyond_the_limits_is_refused_with_its_size(tmp_path):
    content = bytearray(write(tmp_path / "a.png").read_bytes())
    content[16:24] = struct.pack(">II", 40_000, 40_000)
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(FrameUnavailable, match="larger than can be shown \\(40000 × 40000 px\\)"):
        ImageSource([tmp_path / "a.png"]).bgra(0)


@pytest.mark.parametrize(("suffix", "at", "form"), [(".png", 16, ">II"), (".jpg", None, ">HH")])
def test_a_damaged_size_that_the_file_cannot_hold_is_refused(tmp_path, suffix, at, form):
    content = bytearray(write(tmp_path / f"a{suffix}").read_bytes())
    at = at or content.index(b"\xff\xc0") + 5
    content[at : at + struct.calcsize(form)] = struct.pack(form, 30_000, 30_000)
    (tmp_path / f"a{suffix}").write_bytes(content)
    with pytest.raises(FrameUnavailable, match="damaged"):
        ImageSource([tmp_path / f"a{suffix}"]).bgra(0)


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_picture_of_one_colour_may_be_as_small_as_it_likes(tmp_path, suffix):
    path = tmp_path / f"plain{suffix}"
    smallest = [cv2.IMWRITE_JPEG_QUALITY, 1, cv2.IMWRITE_JPEG_OPTIMIZE, 1, cv2.IMWRITE_JPEG_PROGRESSIVE, 1]
    more = smallest if suffix == ".jpg" else [cv2.IMWRITE_PNG_COMPRESSION, 9]
    assert cv2.imwrite(str(path), np.zeros((3000, 4000), np.uint8), more)
    assert ImageSource([path]).bgra(0).shape == (3000, 4000, 4)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".bmp", ".webp"])
def test_mutated_images_are_frames_or_unavailable(tmp_path, suffix):
    noise = np.random.default_rng(8)
    smooth = cv2.GaussianBlur(noise.integers(0, 256, (40, 60, 3), np.uint8), (0, 0), 2)
    whole = write(tmp_path / f"a{suffix}", smooth).read_bytes()
    for _ in range(60):
        content = bytearray(whole)
        for at in noise.integers(0, len(content), 6):
            content[at] = noise.integers(0, 256)
        for at in noise.integers(0, 60, 2):
            content[at] = noise.integers(0, 256)
        (tmp_path / f"a{suffix}").write_bytes(content)
        source = ImageSource([tmp_path / f"a{suffix}"])
        with suppress(FrameUnavailable):
            if np.prod(source.size_of(0)) < 1 << 22:
                assert source.bgra(0).shape[1::-1] == source.size_of(0)
