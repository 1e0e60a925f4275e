import av
import numpy as np
import pytest

from palpate.media.colour.converter import Converter, luma_of

WEIGHTS = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 9: (0.2627, 0.0593)}
SUBSAMPLING = {
    "yuv420p": (2, 2, 8),
    "yuvj420p": (2, 2, 8),
    "yuva420p": (2, 2, 8),
    "yuv422p": (2, 1, 8),
    "yuv444p": (1, 1, 8),
    "yuv420p10le": (2, 2, 10),
    "yuv422p10le": (2, 1, 10),
    "yuv444p12le": (1, 1, 12),
}


def wave(height, width, low, high):
    y, x = np.mgrid[0:height, 0:width]
    return low + (high - low) * (0.5 + 0.5 * np.sin(x / 9) * np.cos(y / 7))


def fill(frame, planes):
    for plane, values in zip(frame.planes, planes, strict=True):
        memory = np.zeros((plane.buffer_size // plane.line_size, plane.line_size), np.uint8)
        rows = np.ascontiguousarray(values).view(np.uint8).reshape(values.shape[0], -1)
        memory[: rows.shape[0], : rows.shape[1]] = rows
        plane.update(memory.tobytes())


def picture_and_planes(name, width, height, *, matrix, full):
    across, down, bits = SUBSAMPLING[name]
    frame = av.VideoFrame(width, height, name)
    frame.colorspace, frame.color_range = matrix, 2 if full else 1
    small = (-(-height // down), -(-width // across))
    kind, scale = (np.uint8, 1) if bits == 8 else (np.uint16, 1 << (bits - 8))
    shapes = [((height, width), 40, 200), (small, 100, 150), (small, 100, 150)]
    planes = [np.rint(wave(*shape, low, high) * scale).astype(kind) for shape, low, high in shapes]
    alpha = [np.full((height, width), 77, np.uint8)] if name.startswith("yuva") else []
    fill(frame, [*planes, *alpha])
    luma, *chroma = [plane / scale for plane in planes]
    chroma = [c.repeat(down, 0).repeat(across, 1)[:height, :width] for c in chroma]
    return frame, (luma, *chroma)


def colours_of(luma, blue, red, *, matrix, full):
    """Return blue, green, red in 0 to 255 by the textbook."""
    kr, kb = WEIGHTS[matrix]
    y = luma / 255 if full else (luma - 16) / 219
    u, v = ((c - 128) / (255 if full else 224) for c in (blue, red))
    r, b = y + 2 * (1 - kr) * v, y + 2 * (1 - kb) * u
    g = (y - kr * r - kb * b) / (1 - kr - kb)
    return np.clip(np.stack([b, g, r], -1) * 255, 0, 255)


@pytest.mark.parametrize("name", SUBSAMPLING)
@pytest.mark.parametrize(("width", "height"), [(96, 64), (97, 55), (98, 54), (100, 56), (104, 58), (50, 50)])
def test_colours_follow_the_textbook_at_every_width_to_the_last_column(name, width, height):
    for matrix, full in ((1, False), (5, False), (9, False), (1, True)):
        frame, planes = picture_and_planes(name, width, height, matrix=matrix, full=full)
        pixels = Converter().bgra(frame)
        expected = colours_of(*planes, matrix=matrix, full=full or name.startswith("yuvj"))
        assert pixels.shape == (height, width, 4)
        assert np.abs(pixels[..., :3] - expected).max() < 8  # chroma lies between pixels
        assert np.abs(pixels[..., :3] - expected).mean() < 1.5
        assert (pixels[..., 3] == 255).all()


@pytest.mark.parametrize("width", [50, 98, 406, 1080])
def test_the_same_picture_gives_the_same_bytes_every_time(width):
    frame, _ = picture_and_planes("yuv420p", width, 64, matrix=1, full=False)
    converter = Converter()
    first = converter.bgra(frame)
    for filler in (0, 255, 0):
        rubbish = np.full(first.nbytes, filler, np.uint8)
        del rubbish
        assert (converter.bgra(frame) == first).all()


@pytest.mark.parametrize("name", SUBSAMPLING)
def test_grey_is_the_luma_plane_in_eight_bits(name):
    frame, (luma, *_) = picture_and_planes(name, 97, 55, matrix=1, full=False)
    grey = Converter().grey(frame)
    assert grey.shape == (55, 97)
    assert np.abs(grey - luma).max() < 1


def test_grey_is_a_copy_that_the_decoder_cannot_change():
    frame, _ = picture_and_planes("yuv420p", 96, 64, matrix=1, full=False)
    grey = Converter().grey(frame)
    before = grey.copy()
    fill(frame, [np.zeros((64, 96), np.uint8), *[np.zeros((32, 48), np.uint8)] * 2])
    assert (grey == before).all()


def test_a_picture_of_red_green_and_blue_has_weighted_grey():
    frame = av.VideoFrame.from_ndarray(np.full((8, 8, 3), (10, 20, 30), np.uint8), format="rgb24")
    assert Converter().bgra(frame)[0, 0].tolist() == [30, 20, 10, 255]
    assert set(Converter().grey(frame).ravel().tolist()) == {(29 * 30 + 150 * 20 + 77 * 10) >> 8}


def test_luma_weighs_green_most():
    pixels = np.array([[[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]]], np.uint8)
    blue, green, red = luma_of(pixels)[0]
    assert green > red > blue
