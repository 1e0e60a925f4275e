"""Pictures in PQ and HLG on an ordinary screen, held against the formulas in floating point."""

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter

from palpate.media.colour.converter import Converter
from palpate.media.colour.facts import colour_of
from palpate.media.colour.signals import planar_signals, rgb_signals
from palpate.media.colour.tone_map import ToneMap

PQ, HLG = 16, 18
BT2020_TO_709 = np.array(
    [[1.660491, -0.587641, -0.072850], [-0.124550, 1.132900, -0.008349], [-0.018151, -0.100579, 1.118730]]
)
CHROMA = {"yuv420p10le": (2, 2), "yuv422p10le": (2, 1), "yuv444p10le": (1, 1), "yuv420p12le": (2, 2)}


def pq_nits(signal):
    power = signal ** (32 / 2523)
    return 1e4 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (16384 / 2610)


def pq_of(nits):
    power = (nits / 1e4) ** (2610 / 16384)
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** (2523 / 32)


def hlg_nits(signal):
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    return 1000 * scene * (scene @ [0.2627, 0.6780, 0.0593])[..., None] ** 0.2


def eetf(nits):
    """BT.2390 from 1,000 to 203 cd/m², black to black."""
    top, most = pq_of(1000.0), pq_of(203.0) / pq_of(1000.0)
    e, knee = np.minimum(pq_of(nits) / top, 1.0), 1.5 * most - 0.5
    t = (e - knee) / (1 - knee)
    curve = (
        (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * most
    )
    return pq_nits(np.where(e < knee, e, curve) * top)


def shown(signal, transfer):
    """Return blue, green, red in 0 to 255 of ``(..., 3)`` red, green, blue."""
    nits = pq_nits(signal) if transfer == PQ else hlg_nits(signal)
    brightest = nits.max(-1, keepdims=True)
    light = nits * eetf(brightest) / np.maximum(brightest, 1e-12) / 203
    light = np.clip(light @ BT2020_TO_709.T, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)[..., ::-1]


def all_kinds_of_signals():
    chance = np.random.default_rng(7)
    signals = chance.integers(0, 65536, (90, 131, 3))
    signals[:20] = chance.integers(0, 65536, (20, 131, 1))  # grey
    signals[20:40] = chance.integers(0, 4000, (20, 131, 3))  # nearly black
    signals[40:60, :, 1:] = 0
    signals[0, 0], signals[0, 1] = 0, 65535
    return signals.astype(np.uint16)


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_every_signal_is_shown_within_one_of_255_of_the_formulas(transfer):
    signals = all_kinds_of_signals()
    red, green, blue = (np.ascontiguousarray(plane) for plane in np.moveaxis(signals, -1, 0))
    pixels = ToneMap(transfer, 9).bgra(lambda rows: (red[rows], green[rows], blue[rows]), (131, 90))
    assert np.abs(pixels[..., :3] - shown(signals / 65535, transfer)).max() < 1.0
    assert (pixels[..., 3] == 255).all()


def patches(name, transfer, *, full=False, width=64, height=48):
    """Return a picture of flat patches in BT.2020, and the signals ``(H, W, 3)`` it stands for."""
    across, down = CHROMA[name]
    bits = int(name[-4:-2])
    step, most = 1 << (bits - 8), (1 << bits) - 1
    chance = np.random.default_rng(transfer)
    rgb = chance.random((-(-height // 8), -(-width // 8), 3)) * 0.75
    rgb[0] = rgb[0, :, :1]
    y = rgb @ [0.2627, 0.6780, 0.0593]
    levels = [y, (rgb[..., 2] - y) / 1.8814, (rgb[..., 0] - y) / 1.4746]
    scales = [(most, 0), (most, 128 * step), (most, 128 * step)]
    if not full:
        scales = [(219 * step, 16 * step), (224 * step, 128 * step), (224 * step, 128 * step)]
    planes = [np.rint(level * scale + zero) for level, (scale, zero) in zip(levels, scales, strict=True)]
    frame = av.VideoFrame(width, height, name)
    frame.colorspace, frame.color_range = 9, 2 if full else 1
    for plane, values, part in zip(
        frame.planes, planes, ((1, 1), (across, down), (across, down)), strict=True
    ):
        wide = values.repeat(8 // part[1], 0).repeat(8 // part[0], 1)[: plane.height, : plane.width]
        memory = np.zeros((plane.buffer_size // plane.line_size, plane.line_size // 2), np.uint16)
        memory[: plane.height, : plane.width] = wide
        plane.update(memory.tobytes())
    y, u, v = ((p - zero) / scale for p, (scale, zero) in zip(planes, scales, strict=True))
    red, blue = y + 1.4746 * v, y + 1.8814 * u
    green = (y - 0.2627 * red - 0.0593 * blue) / 0.6780
    signals = np.clip(np.stack([red, green, blue], -1), 0, 1)
    return frame, signals.repeat(8, 0).repeat(8, 1)[:height, :width]


def middles(values):
    return values[4::8, 4::8]


@pytest.mark.parametrize("name", CHROMA)
@pytest.mark.parametrize("transfer", [PQ, HLG])
@pytest.mark.parametrize("full", [False, True])
def test_a_patch_of_any_depth_and_range_is_shown_within_one_of_255_of_the_formulas(name, transfer, full):
    frame, signals = patches(name, transfer, full=full)
    pixels = Converter(transfer=transfer, primaries=9).bgra(frame)
    assert np.abs(middles(pixels[..., :3] - shown(signals, transfer))).max() < 1.0


@pytest.mark.parametrize("target", ["p010le", "gbrp10le", "yuv420p10be"])
def test_kinds_that_are_converted_first_come_out_alike(target):
    frame, signals = patches("yuv420p10le", PQ)
    other = VideoReformatter().reformat(
        frame,
        format=target,
        src_colorspace=9,
        dst_colorspace=9,
        src_color_range=1,
        dst_color_range=2 if target.startswith("gbr") else 1,
    )
    other.colorspace = 9
    other.color_range = 2 if target.startswith("gbr") else 1
    pixels = Converter(transfer=PQ, primaries=9).bgra(other)
    assert np.abs(middles(pixels[..., :3] - shown(signals, PQ))).max() < 4.0  # 10 bits rounded once more


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 5), (33, 17), (32, 1), (131, 33), (1281, 721)])
def test_odd_sizes_come_out_whole_and_the_same_every_time(width, height):
    frame, _ = patches("yuv420p10le", PQ, width=width, height=height)
    converter = Converter(transfer=PQ, primaries=9)
    first = converter.bgra(frame)
    assert first.shape == (height, width, 4)
    assert (first[..., 3] == 255).all()
    for filler in (0, 255):
        rubbish = np.full(first.nbytes, filler, np.uint8)
        del rubbish
        assert (converter.bgra(frame) == first).all()
    assert (Converter(transfer=PQ, primaries=9).bgra(frame) == first).all()


def test_a_pixel_does_not_depend_on_the_rows_it_is_worked_upon_with():
    frame, _ = patches("yuv444p10le", HLG, width=64, height=48)
    whole = Converter(transfer=HLG, primaries=9).bgra(frame)
    signals = planar_signals(frame, colour_of(frame, transfer=HLG, primaries=9))
    below = ToneMap(HLG, 9).bgra(lambda rows: signals(slice(rows.start + 5, rows.stop + 5)), (64, 43))
    assert (below == whole[5:]).all()


def test_grey_of_pq_is_the_luma_that_was_decoded():
    frame, _ = patches("yuv444p10le", PQ)
    luma = np.frombuffer(frame.planes[0], np.uint16).reshape(48, -1)[:, :64]
    assert (Converter(transfer=PQ, primaries=9).grey(frame) == luma >> 2).all()


def test_primaries_of_the_screen_itself_need_no_clipping():
    signals = np.full((4, 4), 30000, np.uint16), np.zeros((4, 4), np.uint16), np.zeros((4, 4), np.uint16)
    narrow = ToneMap(PQ, 1).bgra(lambda rows: tuple(s[rows] for s in signals), (4, 4))
    wide = ToneMap(PQ, 9).bgra(lambda rows: tuple(s[rows] for s in signals), (4, 4))
    assert (narrow[..., :2] == 0).all()
    assert (wide[..., 2] > narrow[..., 2]).all()


def test_pictures_of_eight_bits_or_packed_have_no_planes_to_add_up():
    for name in ("yuv420p", "p010le", "gbrp10le", "yuv420p10be"):
        frame = av.VideoFrame(16, 16, name)
        assert planar_signals(frame, colour_of(frame)) is None


def test_signals_of_red_green_and_blue_are_its_planes():
    frame = av.VideoFrame(8, 2, "gbrp16le")
    for number, plane in enumerate(frame.planes):
        plane.update(np.full(plane.buffer_size // 2, number, np.uint16).tobytes())
    red, green, blue = rgb_signals(frame)(slice(0, 2))
    assert (red.shape, int(red[0, 0]), int(green[0, 0]), int(blue[0, 0])) == ((2, 8), 2, 0, 1)
