"""Recordings of Phantom cameras (.cine), which FFmpeg reads, through the video source."""

import struct

import numpy as np
import pytest

from palpate.base.errors import FrameUnavailable, MediaUnreadable
from palpate.media.probe import probe
from palpate.media.video.source import VideoSource

HEADER, BITMAP, SETUP = 44, 40, 12_000
FRAME_RATE_AT, FILTER_AT, BITS_AT = 768, 808, 896
GREY, BAYER = 0, 2
MOST = 4095
PICTURES = np.zeros((12, 32, 64), np.uint16)
for number, picture in enumerate(PICTURES):
    picture[:4, :8] = MOST  # top left
    picture[10 + number, 20] = number * 300


def cine(path, pictures, *, fps=1000, bits=12, kind=GREY):
    """Write what Vision Research documents: rows from below, an index of offsets, a note before each."""
    setup = bytearray(SETUP)
    setup[140:142] = b"ST"
    for at, value in ((FRAME_RATE_AT, fps), (FILTER_AT, 3 if kind == BAYER else 0), (BITS_AT, bits)):
        struct.pack_into("<I", setup, at, value)
    struct.pack_into("<H", setup, 142, SETUP)
    n, height, width = pictures.shape
    setup_at = HEADER + BITMAP
    index_at = setup_at + SETUP
    start, each = index_at + 8 * n, pictures[0].nbytes + 8
    head = struct.pack("<2sHHHiIiI", b"CI", HEADER, kind, 1, 0, n, 0, n)
    head += struct.pack("<III8x", HEADER, setup_at, index_at)
    depth = pictures.dtype.itemsize * 8
    bitmap = struct.pack("<IiiHHIIiiII", 40, width, height, 1, depth, 0, pictures[0].nbytes, 0, 0, 0, 0)
    offsets = struct.pack(f"<{n}Q", *(start + each * number for number in range(n)))
    stored = [struct.pack("<II", 8, shown.nbytes) + shown[::-1].tobytes() for shown in pictures]
    path.write_bytes(head + bitmap + setup + offsets + b"".join(stored))
    return path


def test_a_recording_has_the_rate_of_its_camera(tmp_path):
    facts = probe(cine(tmp_path / "shot.cine", PICTURES, fps=24_000))
    assert (facts.frames, facts.size, facts.fps, facts.capture_fps) == (12, (64, 32), 24_000, 24_000)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_any_frame_is_the_right_one_and_the_right_way_up(tmp_path, dtype):
    pictures = (PICTURES >> 4).astype(np.uint8) if dtype == np.uint8 else PICTURES
    source = VideoSource(cine(tmp_path / "shot.cine", pictures))
    for frame in (11, 0, 5, 4, 6, 1):
        pixels = source.bgra(frame).astype(int)
        assert (pixels[:4, :8, :3] > 250).all()
        assert abs(pixels[10 + frame, 20, 0] - frame * 300 / MOST * 255) <= 2
        assert pixels[..., :3].sum() <= 3 * (32 * 255 + pixels[10 + frame, 20, 0])
        assert source.time_of(frame) == pytest.approx(frame / 1000)
    source.close()


def test_a_colour_mosaic_is_shown_in_colour(tmp_path):
    mosaic = np.zeros((2, 32, 64), np.uint16)
    mosaic[:, 1::2, ::2] = MOST  # red of a GB/RG mosaic, whose rows are stored from below
    source = VideoSource(cine(tmp_path / "shot.cine", mosaic, kind=BAYER))
    blue, green, red, _ = source.bgra(1)[15, 31].astype(int)
    source.close()
    assert max(blue, red) > 200
    assert green < 60


def test_a_recording_cut_off_keeps_its_first_frames(tmp_path):
    path = cine(tmp_path / "shot.cine", PICTURES)
    path.write_bytes(path.read_bytes()[: -5 * PICTURES[0].nbytes])
    source = VideoSource(path)
    assert (source.bgra(3)[:4, :8, :3] > 250).all()
    for frame in range(7, source.n_frames):
        with pytest.raises(FrameUnavailable):
            source.bgra(frame)
    source.close()


def test_a_header_alone_is_no_recording(tmp_path):
    path = cine(tmp_path / "shot.cine", PICTURES)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(MediaUnreadable):
        VideoSource(path)
