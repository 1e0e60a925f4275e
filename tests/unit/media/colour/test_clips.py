"""Flat patches through real encoders, held against the formulas of BT.601, BT.709 and BT.2020."""

from fractions import Fraction

import av
import numpy as np
import pytest

from palpate.media.colour.converter import Converter
from palpate.media.colour.facts import colour_of

WEIGHTS = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114), 7: (0.212, 0.087), 9: (0.2627, 0.0593)}
PATCH = 16
# container, codec, options that lose nothing (or hardly anything), pixel format, subsampling across and down
# (x265 gives the only picture of a film that may have B-frames a random decoding stamp, hence none)
CLIPS = [
    ("mp4", "libx264", {"qp": "0"}, "yuv420p", (2, 2)),
    ("mp4", "libx264", {"qp": "0"}, "yuv422p", (2, 1)),
    ("mp4", "libx264", {"qp": "0"}, "yuv444p", (1, 1)),
    ("mp4", "libx264", {"qp": "0"}, "yuv420p10le", (2, 2)),
    ("mp4", "libx265", {"x265-params": "lossless=1:log-level=none:bframes=0"}, "yuv420p10le", (2, 2)),
    ("mp4", "libx265", {"x265-params": "lossless=1:log-level=none:bframes=0"}, "yuv444p12le", (1, 1)),
    ("webm", "libvpx-vp9", {"lossless": "1"}, "yuv420p", (2, 2)),
    ("mov", "prores_ks", {"profile": "3", "qscale": "1"}, "yuv422p10le", (2, 1)),
    ("mkv", "ffv1", {}, "yuv420p", (2, 2)),
    ("mkv", "ffv1", {}, "yuv411p", (4, 1)),
    ("mkv", "ffv1", {}, "yuva420p", (2, 2)),
    ("mkv", "ffv1", {}, "yuv444p16le", (1, 1)),
]
NOT_TOLD_THE_RANGE = {"prores_ks"}  # has limited range only


def depth_of(name):
    return int(name[-4:-2]) if name.endswith("le") else 8


def levels_of(rgb, *, matrix, full, bits):
    """Return luma, blue and red difference in whole numbers, and the blue, green, red they stand for."""
    kr, kb = WEIGHTS[matrix]
    step, most = 1 << (bits - 8), (1 << bits) - 1
    y_scale, y_zero = (most, 0) if full else (219 * step, 16 * step)
    c_scale, c_zero = (most if full else 224 * step), 128 * step
    y = rgb @ [kr, 1 - kr - kb, kb]
    u, v = (rgb[..., 2] - y) / (2 * (1 - kb)), (rgb[..., 0] - y) / (2 * (1 - kr))
    stored = [
        np.rint(np.clip(c * s + z, 0, most))
        for c, s, z in ((y, y_scale, y_zero), (u, c_scale, c_zero), (v, c_scale, c_zero))
    ]
    y, u, v = (stored[0] - y_zero) / y_scale, (stored[1] - c_zero) / c_scale, (stored[2] - c_zero) / c_scale
    red, blue = y + 2 * (1 - kr) * v, y + 2 * (1 - kb) * u
    green = (y - kr * red - kb * blue) / (1 - kr - kb)
    return stored, 255 * np.clip(np.stack([blue, green, red], -1), 0, 1)


def patches(across, down):
    rgb = np.random.default_rng(11).random((down, across, 3))
    rgb[0] = np.linspace(0, 1, across)[:, None]  # grey from black to white
    return rgb


def plane_filled(plane, values, part, bits):
    kind = np.uint8 if bits == 8 else np.uint16
    wide = values.repeat(PATCH // part[1], 0).repeat(PATCH // part[0], 1).astype(kind)
    memory = np.zeros((plane.buffer_size // plane.line_size, plane.line_size // kind().itemsize), kind)
    memory[: plane.height, : plane.width] = wide[: plane.height, : plane.width]
    plane.update(memory.tobytes())


def frame_of(name, stored, part, size):
    frame = av.VideoFrame(*size, name)
    parts = [(1, 1), part, part]
    for plane, values, each in zip(frame.planes[:3], stored, parts, strict=True):
        plane_filled(plane, values, each, depth_of(name))
    if len(frame.planes) == 4:
        plane_filled(frame.planes[3], np.full_like(stored[0], 31), (1, 1), 8)
    return frame


def through(path, frame, codec, options, *, matrix, full):
    """Encode one picture and decode it again."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, frame.format.name
        context = stream.codec_context
        context.colorspace, context.color_range = matrix, 2 if full else 1
        frame.colorspace, frame.color_range = matrix, 2 if full else 1
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with av.open(str(path)) as container:
        return next(container.decode(video=0))


def error(pixels, expected):
    return pixels[PATCH // 2 :: PATCH, PATCH // 2 :: PATCH, :3] - expected


@pytest.mark.parametrize(("matrix", "full"), [(1, False), (6, False), (9, False), (1, True), (5, True)])
@pytest.mark.parametrize("across", [8, 7], ids=["fast", "exact"])
@pytest.mark.parametrize(("suffix", "codec", "options", "name", "part"), CLIPS)
def test_patches_come_back_in_their_colours(
    tmp_path, suffix, codec, options, name, part, across, matrix, full
):
    if codec in NOT_TOLD_THE_RANGE:
        full = False
    bits = depth_of(name)
    stored, expected = levels_of(patches(across, 5), matrix=matrix, full=full, bits=bits)
    frame = frame_of(name, stored, part, (across * PATCH, 5 * PATCH))
    picture = through(tmp_path / f"patches.{suffix}", frame, codec, options, matrix=matrix, full=full)
    facts = colour_of(picture)
    assert (facts.matrix, facts.range, facts.bits) == (5 if matrix == 6 else matrix, 2 if full else 1, bits)
    assert facts.alpha == name.startswith("yuva")
    off = error(Converter().bgra(picture), expected)
    # swscale's fast path rounds each of up to three terms down; 10 bits in full range it takes for 1024 steps
    assert off.max() < 1.6
    assert off.min() > (-3.1 if across == 8 else -1.1)


def test_transparency_changes_no_colour(tmp_path):
    stored, _ = levels_of(patches(7, 5), matrix=1, full=False, bits=8)
    plain = frame_of("yuv420p", stored, (2, 2), (112, 80))
    clear = frame_of("yuva420p", stored, (2, 2), (112, 80))
    for frame in (plain, clear):
        frame.colorspace = 1
    assert (Converter().bgra(clear) == Converter().bgra(plain)).all()
    rgba = np.random.default_rng(0).integers(0, 256, (9, 11, 4), np.uint8)
    shown = Converter().bgra(av.VideoFrame.from_ndarray(rgba, format="rgba"))
    assert (shown[..., :3] == rgba[..., 2::-1]).all()
    assert (shown[..., 3] == 255).all()


@pytest.mark.parametrize("name", ["bgra", "bgr0", "rgb24", "gbrp", "rgb48le", "gbrp10le", "gbrap"])
@pytest.mark.parametrize("width", [37, 64])
def test_red_green_and_blue_are_shown_as_stored_and_the_decoders_memory_is_left_alone(name, width):
    rgb = np.random.default_rng(0).integers(0, 256, (9, width, 3), np.uint8)
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format=name)
    before = [bytes(plane) for plane in frame.planes]
    shown = Converter().bgra(frame)
    assert np.abs(shown[..., 2::-1].astype(int) - rgb).max() <= (
        0 if "1" not in name and "48" not in name else 1
    )
    assert (shown[..., 3] == 255).all()
    shown[:] = 0
    assert [bytes(plane) for plane in frame.planes] == before


@pytest.mark.parametrize(
    ("name", "bits"), [("gray", 8), ("gray10le", 10), ("gray12le", 12), ("gray16le", 16)]
)
@pytest.mark.parametrize("full", [False, True])
def test_grey_has_the_contrast_its_range_gives_it(name, bits, full):
    most, step = (1 << bits) - 1, 1 << (bits - 8)
    stored = np.linspace(0, most, 300).round()
    frame = av.VideoFrame(300, 3, name)
    frame.color_range = 2 if full else 1
    kind = np.uint8 if bits == 8 else np.uint16
    memory = np.zeros(
        (
            frame.planes[0].buffer_size // frame.planes[0].line_size,
            frame.planes[0].line_size // kind().itemsize,
        ),
        kind,
    )
    memory[:, :300] = stored
    frame.planes[0].update(memory.tobytes())
    expected = stored / most * 255 if full else (stored / step - 16) * 255 / 219
    off = Converter().bgra(frame)[..., :3] - np.clip(expected, 0, 255)[:, None]
    assert np.abs(off).max() < 0.51


@pytest.mark.parametrize("name", ["p010le", "p016le", "p210le"])
def test_grey_of_high_bits_is_their_upper_eight(name):
    frame = av.VideoFrame(33, 5, name)
    luma = np.random.default_rng(0).integers(0, 1 << 16, (5, 33)).astype(np.uint16)
    memory = np.zeros(
        (frame.planes[0].buffer_size // frame.planes[0].line_size, frame.planes[0].line_size // 2), np.uint16
    )
    memory[:5, :33] = luma
    frame.planes[0].update(memory.tobytes())
    assert (Converter().grey(frame) == luma >> 8).all()


@pytest.mark.parametrize(
    "name", ["yuv420p", "nv12", "yuv422p", "yuv444p", "yuyv422", "yuv420p10le", "p010le", "gray"]
)
@pytest.mark.parametrize(
    ("width", "height"), [(1, 1), (2, 1), (3, 5), (33, 17), (32, 1), (32, 7), (1281, 721), (1280, 721)]
)
def test_odd_sizes_come_out_whole_and_the_same_every_time(name, width, height):
    # one colour, of which the last row and column must be as well
    frame = av.VideoFrame(width, height, name)
    frame.colorspace, frame.color_range = 1, 1
    fill = {"p010le": (np.uint16, 400 << 6), "yuv420p10le": (np.uint16, 400)}.get(name, (np.uint8, 100))
    for plane in frame.planes:
        plane.update(np.full(plane.buffer_size // fill[0]().itemsize, fill[1], fill[0]).tobytes())
    converter = Converter()
    first = converter.bgra(frame)
    assert first.shape == (height, width, 4)
    assert np.abs(first.astype(int) - first[0, 0]).max() <= 1  # swscale takes other ways to the last two rows
    for filler in (0, 255):
        rubbish = np.full(first.nbytes, filler, np.uint8)
        del rubbish
        assert (converter.bgra(frame) == first).all()
        assert (Converter().bgra(frame) == first).all()


def test_the_fast_path_is_the_exact_one_but_for_its_rounding():
    """One column more makes a picture take the exact path; the first 64 are the same."""
    stored, _ = levels_of(patches(8, 5), matrix=1, full=False, bits=8)
    wide = [np.pad(plane, ((0, 0), (0, 1)), mode="edge") for plane in stored]
    fast = frame_of("yuv444p", stored, (1, 1), (128, 80))
    exact = frame_of("yuv444p", wide, (1, 1), (130, 80))
    for frame in (fast, exact):
        frame.colorspace = 1
    assert (Converter().bgra(fast) == Converter().bgra(exact)[:, :128]).all()
    fast = frame_of("yuv420p", stored, (2, 2), (128, 80))
    exact = frame_of("yuv420p", wide, (2, 2), (130, 80))
    for frame in (fast, exact):
        frame.colorspace = 1
    inner = np.s_[PATCH // 2 :: PATCH, PATCH // 2 : 120 : PATCH, :3]
    apart = Converter().bgra(fast)[inner].astype(int) - Converter().bgra(exact)[inner]
    assert apart.max() <= 1
    assert apart.min() >= -3
