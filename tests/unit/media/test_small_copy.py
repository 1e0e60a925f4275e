"""Small copies of pictures: upright, on white, and never of something too large."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, MediaUnreadable
from palpate.media.images.small_copy import LONGEST, MOST_BYTES, header_of, small_copy


def put(path: Path, pixels: np.ndarray, *options: int) -> Path:
    assert cv2.imwrite(str(path), pixels, options)
    return path


def test_a_picture_keeps_its_pixels_and_loses_everything_else(tmp_path: Path) -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (40, 60, 3), np.uint8)
    path = put(tmp_path / "knee.png", pixels)
    plain = path.read_bytes()
    secret = b"tEXtComment\0taken at home"
    chunk = struct.pack(">I", len(secret) - 4) + secret + struct.pack(">I", zlib.crc32(secret))
    path.write_bytes(plain[:33] + chunk + plain[33:])
    copy = small_copy(path)
    assert (copy.kind, copy.size) == ("png", (60, 40))
    assert b"taken at home" not in copy.content
    assert np.array_equal(cv2.imdecode(np.frombuffer(copy.content, np.uint8), cv2.IMREAD_COLOR), pixels)
    assert header_of(copy.content) == ("png", (60, 40))


def test_a_large_picture_becomes_small_and_keeps_its_shape(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (3000, 4000, 3), np.uint8)
    copy = small_copy(put(tmp_path / "noise.jpg", noise))
    assert copy.size == (LONGEST, LONGEST * 3 // 4)
    assert copy.kind == "jpeg"
    assert len(copy.content) <= MOST_BYTES


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    pixels = np.zeros((8, 8, 4), np.uint8)
    pixels[2, 3, 3] = 255
    copy = small_copy(put(tmp_path / "line.png", pixels))
    read = cv2.imdecode(np.frombuffer(copy.content, np.uint8), cv2.IMREAD_COLOR)
    assert read[2, 3].tolist() == [0, 0, 0]
    assert read[0, 0].tolist() == [255, 255, 255]


def test_deep_and_grey_pictures_are_taken(tmp_path: Path) -> None:
    deep = np.full((8, 8), 65535, np.uint16)
    copy = small_copy(put(tmp_path / "deep.png", deep))
    read = cv2.imdecode(np.frombuffer(copy.content, np.uint8), cv2.IMREAD_COLOR)
    assert (read == 255).all()


def test_a_picture_that_lies_on_its_side_is_set_upright(tmp_path: Path) -> None:
    path = put(tmp_path / "side.jpg", np.zeros((40, 60, 3), np.uint8))
    plain = path.read_bytes()
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    block = b"Exif\0\0" + tiff
    path.write_bytes(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + plain[2:])
    copy = small_copy(path)
    assert copy.size == (40, 60)
    assert b"Exif" not in copy.content


def test_a_hundred_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(MediaUnreadable, match="too large for a picture to point at \\(100 MB; at most 32 MB"):
        small_copy(path)


def test_a_small_file_that_claims_a_huge_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = put(tmp_path / "bomb.png", np.zeros((8, 8, 3), np.uint8))
    content = bytearray(path.read_bytes())
    content[16:24] = struct.pack(">II", 60_000, 60_000)
    path.write_bytes(content)
    with pytest.raises(MediaUnreadable, match="too many pixels to point at \\(60000 × 60000"):
        small_copy(path)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.png"
    path.write_bytes(content)
    with pytest.raises(MediaUnreadable):
        small_copy(path)


def test_a_picture_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path / "cut.png", np.random.default_rng(3).integers(0, 255, (99, 99, 3), np.uint8))
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(MediaUnreadable, match="damaged or cut off"):
        small_copy(path)


def test_what_is_not_there_or_is_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no such file"):
        small_copy(tmp_path / "none.png")
    with pytest.raises(FileUnreadable, match="folder"):
        small_copy(tmp_path)


def test_bytes_that_are_no_copy_of_ours_have_no_header(tmp_path: Path) -> None:
    wide = put(tmp_path / "wide.png", np.zeros((1, LONGEST + 1, 3), np.uint8))
    assert header_of(wide.read_bytes()) is None
    assert header_of(b"BM" + bytes(60)) is None
    assert header_of(b"") is None
