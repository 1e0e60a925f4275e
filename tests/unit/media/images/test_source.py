import struct
import zlib

import cv2
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.media.images.source import IMAGE_SUFFIXES, ImageSource, images_in

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


@pytest.mark.parametrize("suffix", sorted(IMAGE_SUFFIXES))
def test_every_kind_of_image_is_read_with_its_size_known_beforehand(tmp_path, suffix):
    source = ImageSource([write(tmp_path / f"a{suffix}")])
    assert source.size_of(0) == (60, 40)
    pixels = source.bgra(0)
    assert pixels.shape == (40, 60, 4)
    assert (pixels[..., 3] == 255).all()
    assert np.abs(pixels[2, 2, :3].astype(int) - (255, 0, 0)).max() < 30
    assert pixels.flags.c_contiguous


def test_sixteen_bits_are_seen_through_the_window_of_their_type(tmp_path):
    deep = np.zeros((4, 4), np.uint16)
    deep[0, 0], deep[1, 1] = 65535, 32768
    pixels = ImageSource([write(tmp_path / "deep.png", deep)]).bgra(0)
    assert pixels[0, 0].tolist() == [255, 255, 255, 255]
    assert pixels[1, 1, 0] == 128
    assert pixels[2, 2, 0] == 0


def test_a_transparent_image_comes_out_opaque(tmp_path):
    clear = np.dstack([QUARTERS, np.zeros((40, 60), np.uint8)])
    pixels = ImageSource([write(tmp_path / "clear.png", clear)]).bgra(0)
    assert corner(pixels) == [255, 0, 0]
    assert (pixels[..., 3] == 255).all()


def test_images_of_different_sizes_keep_them(tmp_path):
    small = write(tmp_path / "small.png", QUARTERS[:10, :12])
    source = ImageSource([write(tmp_path / "large.png"), small])
    assert [source.size_of(frame) for frame in (0, 1)] == [(60, 40), (12, 10)]
    assert source.bgra(1).shape == (10, 12, 4)


def test_a_folder_is_read_in_natural_order_without_hidden_and_other_files(tmp_path):
    for name in ("img10.png", "img2.png", "IMG1.PNG", "._img2.png"):
        write(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / "folder.png").mkdir()
    assert [path.name for path in images_in(tmp_path)] == ["IMG1.PNG", "img2.png", "img10.png"]


def test_a_folder_without_images_is_told(tmp_path):
    with pytest.raises(MediaUnreadable, match="folder without images"):
        images_in(tmp_path)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(FileUnreadable, match="no such file"):
        images_in(tmp_path / "nowhere")


def test_a_frame_beyond_the_last_image_is_unavailable(tmp_path):
    source = ImageSource([write(tmp_path / "a.png")])
    for frame in (-1, 1):
        with pytest.raises(FrameUnavailable, match="the last is 0"):
            source.bgra(frame)


def test_images_have_no_time_and_their_number_as_stamp(tmp_path):
    source = ImageSource([write(tmp_path / "a.png"), write(tmp_path / "b.jpg")])
    assert source.time_of(1) == 0.0
    assert source.pts_of(1) == 1
    assert source.names == ("a.png", "b.jpg")
    assert source.kinds == ("jpg", "png")


def test_no_image_at_all_is_told():
    with pytest.raises(MediaUnreadable, match="no image was given"):
        ImageSource([])


def test_real_images_are_read_as_opencv_reads_them(shared_data):
    found = sorted(path for path in shared_data.rglob("*") if path.suffix.lower() in IMAGE_SUFFIXES)
    assert found
    source = ImageSource(found)
    for frame, path in enumerate(found):
        pixels = source.bgra(frame)
        assert source.size_of(frame) == pixels.shape[1::-1], path
        assert (pixels[..., :3] == cv2.imread(str(path))).all(), path


def test_missing_numbers_are_told_and_frames_count_the_files_there_are(tmp_path):
    paths = [write(tmp_path / f"img_{number:04d}.png") for number in (1, 2, 5)]
    source = ImageSource(paths)
    assert source.missing == (range(3, 5),)
    assert source.n_frames == 3
    assert source.remarks() == (
        "2 numbers are missing from the names (3 to 4); frames count the files there are",
    )


def test_plain_pictures_call_for_no_remark(tmp_path):
    assert ImageSource([write(tmp_path / "a.png"), write(tmp_path / "b.jpg")]).remarks() == ()


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_one_channel_is_as_grey_as_three(tmp_path, suffix):
    source = ImageSource([write(tmp_path / f"grey{suffix}", QUARTERS[..., 1])])
    pixels = source.bgra(0)
    assert (pixels[..., 0] == pixels[..., 2]).all()
    assert (source.grey(0) == pixels[..., 1]).all()


def test_grey_with_transparency_in_a_png_comes_out_as_stored(tmp_path):
    numbers = np.arange(20, 26, dtype=np.uint8).reshape(2, 3) * 9
    samples = np.dstack([numbers, np.zeros_like(numbers)])
    rows = b"".join(b"\0" + row.tobytes() for row in samples)

    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 4, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    (tmp_path / "ga.png").write_bytes(b"\x89PNG\r\n\x1a\n" + head + body)
    assert (ImageSource([tmp_path / "ga.png"]).grey(0) == numbers).all()


def test_images_need_no_run_up_and_are_their_own_twin(tmp_path):
    source = ImageSource([write(tmp_path / "a.png")])
    assert source.run_start(0) == 0
    assert source.twin() is source
    source.close()
    assert corner(source.bgra(0)) == [255, 0, 0]
