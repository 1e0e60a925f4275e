"""What the head of an image file tells: its size, and which way up the picture is."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from palpate.media.images.header import read_header
from palpate.media.images.source import ImageSource

QUARTERS = np.zeros((40, 60, 3), np.uint8)
QUARTERS[:20, :30] = (255, 0, 0)  # blue top left
QUARTERS[:20, 30:] = (0, 255, 0)  # green top right
QUARTERS[20:, :30] = (0, 0, 255)  # red bottom left
QUARTERS[20:, 30:] = (255, 255, 255)
UPRIGHT_NUMBERS = np.arange(20, 26, dtype=np.uint8).reshape(2, 3) * 9
TURNED = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.T,
    6: lambda a: a.T[:, ::-1],
    7: lambda a: a.T[::-1, ::-1],
    8: lambda a: a.T[::-1],
}


def write(path, pixels=QUARTERS):
    fine, encoded = cv2.imencode(path.suffix, pixels)
    assert fine
    path.write_bytes(bytes(encoded))
    return path


def exif_block(orientation, order="<"):
    tag = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(f"{order}IH", 8, 1) + tag + struct.pack(f"{order}I", 0)


def jpeg_turned(path, orientation, order="<"):
    plain = write(path).read_bytes()
    segment = b"Exif\0\0" + exif_block(orientation, order)
    path.write_bytes(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:])
    return path


def turned_file(folder, suffix, orientation):
    path = write(folder / f"turned{suffix}", UPRIGHT_NUMBERS)
    content, block = path.read_bytes(), exif_block(orientation)
    if suffix == ".png":
        chunk = struct.pack(">I4s", len(block), b"eXIf") + block
        content = content[:33] + chunk + struct.pack(">I", zlib.crc32(chunk[4:])) + content[33:]
    elif suffix == ".tif":
        at = struct.unpack_from("<I", content, 4)[0]
        (count,) = struct.unpack_from("<H", content, at)
        tags = dict(struct.iter_unpack("<H10s", content[at + 2 : at + 2 + 12 * count]))
        tags[274] = struct.pack("<HIHH", 3, 1, orientation, 0)
        directory = struct.pack("<H", len(tags)) + b"".join(
            struct.pack("<H", number) + tags[number] for number in sorted(tags)
        )
        content = content[:4] + struct.pack("<I", len(content)) + content[8:] + directory + bytes(4)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("orientation", "blue_at"), [(1, (2, 2)), (3, (37, 57)), (6, (2, 37)), (8, (57, 2))])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_is_turned_as_its_camera_says(tmp_path, orientation, blue_at, order):
    source = ImageSource([jpeg_turned(tmp_path / "photo.jpg", orientation, order)])
    pixels = source.bgra(0)
    assert source.size_of(0) == pixels.shape[1::-1]
    assert pixels[blue_at][0] > 200
    assert pixels[blue_at][1:3].max() < 60


def test_a_turned_photo_has_turned_grey(tmp_path):
    source = ImageSource([jpeg_turned(tmp_path / "photo.jpg", 6)])
    assert source.grey(0).shape == (60, 40)


def test_a_large_header_does_not_hide_the_size(tmp_path):
    plain = write(tmp_path / "a.jpg").read_bytes()
    profile = b"".join(b"\xff\xe2" + struct.pack(">H", 65535) + bytes(65533) for _ in range(6))
    (tmp_path / "a.jpg").write_bytes(plain[:2] + profile + plain[2:])
    assert ImageSource([tmp_path / "a.jpg"]).size_of(0) == (60, 40)


def test_headers_know_the_orientation_in_png_and_webp(tmp_path):
    png = write(tmp_path / "a.png").read_bytes()
    block = exif_block(6)
    chunk = struct.pack(">I4s", len(block), b"eXIf") + block + bytes(4)
    turned = read_header(png[:33] + chunk + png[33:])
    assert turned.size == (40, 60)
    extended = (
        b"VP8X"
        + struct.pack("<I", 10)
        + b"\x08\0\0\0"
        + (59).to_bytes(3, "little")
        + (39).to_bytes(3, "little")
    )
    exif = b"EXIF" + struct.pack("<I", len(block)) + block
    assert read_header(b"RIFF\0\0\0\0WEBP" + extended + exif).size == (40, 60)


def test_a_header_that_is_not_all_there_yet_is_not_guessed(tmp_path):
    png = write(tmp_path / "a.png").read_bytes()
    assert read_header(png[:33], whole=False) is None
    assert read_header(png[:60], whole=False).size == (60, 40)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_all_eight_ways_a_picture_can_lie_are_put_upright(tmp_path, suffix, orientation):
    source = ImageSource([turned_file(tmp_path, suffix, orientation)])
    expected = TURNED[orientation](UPRIGHT_NUMBERS)
    assert source.size_of(0) == expected.shape[::-1]
    assert (source.grey(0) == expected).all()
    assert (source.bgra(0)[..., 1] == expected).all()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_any_way_is_upright(tmp_path, orientation):
    plain = write(tmp_path / "plain.jpg").read_bytes()
    turned = ImageSource([jpeg_turned(tmp_path / "photo.jpg", orientation)])
    (tmp_path / "plain.jpg").write_bytes(plain)
    expected = TURNED[orientation](ImageSource([tmp_path / "plain.jpg"]).grey(0))
    assert (turned.grey(0) == expected).all()
