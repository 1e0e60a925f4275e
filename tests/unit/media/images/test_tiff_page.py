import io
import struct
import zlib

import cv2
import numpy as np
import pytest

from palpate.media.images.tiff_directory import pages_of
from palpate.media.images.tiff_page import read_page

NOISE = np.random.default_rng(3)
GREY = NOISE.integers(0, 256, (12, 20), np.uint8)
COLOUR = NOISE.integers(0, 256, (12, 20, 3), np.uint8)
DEEP = NOISE.integers(0, 1 << 16, (12, 20)).astype(np.uint16)
DEEP_COLOUR = NOISE.integers(0, 1 << 16, (12, 20, 3)).astype(np.uint16)
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK = 0, 1, 2, 3, 5
KINDS = {"u": 1, "i": 2, "f": 3}


def tiff_file(pages, *, order="<", big=False):
    """A TIFF file of pages (samples, photometric, further tags as {number: (letter, values)})."""
    mark = b"II" if order == "<" else b"MM"
    head = struct.pack(f"{order}HHHQ", 43, 8, 0, 16) if big else struct.pack(f"{order}HI", 42, 8)
    content = bytearray(mark + head)
    link = len(content) - (8 if big else 4)
    for samples, photometric, more in pages:
        at = len(content)
        struct.pack_into(f"{order}{'Q' if big else 'I'}", content, link, at)
        tags = page_tags(samples, photometric) | more
        strips = tags.pop("strips", [samples.astype(samples.dtype.newbyteorder(order)).tobytes()])
        tags[273], tags[279] = ("I", (0,) * len(strips)), ("I", tuple(len(strip) for strip in strips))
        entry, offset = (20, 8) if big else (12, 4)
        beyond = at + (8 if big else 2) + entry * len(tags) + offset
        places, end = [], beyond + sum(len(packed(order, *tag)) for tag in tags.values())
        for strip in strips:
            places.append(end)
            end += len(strip)
        tags[273] = ("I", tuple(places))
        directory, values = struct.pack(f"{order}{'Q' if big else 'H'}", len(tags)), b""
        for number, (letter, numbers) in sorted(tags.items()):
            raw = packed(order, letter, numbers)
            kind = {"B": 1, "H": 3, "I": 4, "s": 7, "Q": 16}[letter]
            directory += struct.pack(f"{order}HH{offset_letter(big)}", number, kind, len(numbers))
            if len(raw) <= offset:
                directory += raw.ljust(offset, b"\0")
            else:
                directory += struct.pack(f"{order}{offset_letter(big)}", beyond + len(values))
            values += raw
        link = len(content) + len(directory)
        content += directory + bytes(offset) + values + b"".join(strips)
    return io.BytesIO(content)


def offset_letter(big):
    return "Q" if big else "I"


def packed(order, letter, numbers):
    return bytes(numbers) if letter == "s" else struct.pack(f"{order}{len(numbers)}{letter}", *numbers)


def page_tags(samples, photometric):
    n = samples.shape[2] if samples.ndim == 3 else 1
    bits = samples.dtype.itemsize * 8
    return {
        256: ("I", (samples.shape[1],)),
        257: ("I", (samples.shape[0],)),
        258: ("H", (bits,) * n),
        259: ("H", (1,)),
        262: ("H", (photometric,)),
        277: ("H", (n,)),
        278: ("I", (samples.shape[0],)),
        339: ("H", (KINDS[samples.dtype.kind],) * n),
    }


def read(samples, photometric, more=None, **layout):
    stream = tiff_file([(samples, photometric, more or {})], **layout)
    (page,), whole = pages_of(stream)
    assert whole
    return read_page(stream, page)


def planes(samples):
    channels = [np.ascontiguousarray(samples[..., n]).tobytes() for n in range(samples.shape[2])]
    return {284: ("H", (2,)), "strips": channels}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("values", [GREY, DEEP, DEEP.astype(np.uint32), (DEEP / 9).astype(np.float32)])
def test_grey_of_every_depth_comes_out_as_stored_in_either_byte_order_and_above_4_gb(values, order, big):
    found = read(values, BLACK_IS_ZERO, order=order, big=big)
    assert found.dtype == values.dtype
    assert (found == values).all()


@pytest.mark.parametrize("values", [DEEP.view(np.int16), DEEP.view(np.int16).astype(np.int32)])
def test_values_below_zero_keep_their_sign(values):
    assert (read(values, BLACK_IS_ZERO) == values).all()


def test_fractions_of_64_and_16_bits_are_read():
    share = DEEP / 65535
    assert (read(share, BLACK_IS_ZERO) == share).all()
    half = share.astype(np.float16)
    assert (read(half, BLACK_IS_ZERO) == half).all()


@pytest.mark.parametrize("values", [COLOUR, DEEP_COLOUR, (DEEP_COLOUR / 65535).astype(np.float32)])
def test_colours_come_out_blue_first(values):
    assert (read(values, RGB) == values[..., ::-1]).all()


@pytest.mark.parametrize("values", [COLOUR, DEEP_COLOUR])
def test_colours_stored_plane_by_plane_are_put_together(values):
    assert (read(values, RGB, planes(values)) == values[..., ::-1]).all()


@pytest.mark.parametrize("values", [GREY, DEEP])
def test_a_negative_is_turned_to_positive(values):
    assert (read(values, WHITE_IS_ZERO) == np.iinfo(values.dtype).max - values).all()


@pytest.mark.parametrize("kind_of_alpha", [1, 2])
def test_transparency_is_ignored_and_colours_stay_as_stored(kind_of_alpha):
    for values in (COLOUR, DEEP_COLOUR):
        clear = np.dstack([values, np.zeros(values.shape[:2], values.dtype)])
        found = read(clear, RGB, {338: ("H", (kind_of_alpha,))})
        assert (found == values[..., ::-1]).all()


@pytest.mark.parametrize("values", [GREY, DEEP])
def test_grey_with_transparency_or_many_channels_gives_the_first(values):
    for n in (2, 5):
        many = np.dstack([values] + [np.zeros_like(values)] * (n - 1))
        found = read(many, BLACK_IS_ZERO, {338: ("H", (0,) * (n - 1))})
        assert (found == values).all()


@pytest.mark.parametrize("most", [255, 65535])
@pytest.mark.parametrize("in_planes", [False, True])
def test_printing_inks_become_colours(most, in_planes):
    inks = np.zeros((2, 2, 4), np.uint8 if most == 255 else np.uint16)
    inks[0, 0, 0] = most  # cyan
    inks[0, 1, 3] = most  # black
    inks[1, 0, 2] = most // 2  # half yellow
    found = read(inks, CMYK, planes(inks) if in_planes else None).astype(int)
    assert found[0, 0].tolist() == [most, most, 0]
    assert found[0, 1].tolist() == [0, 0, 0]
    assert abs(found[1, 0, 0] - most / 2) <= 1
    assert found[1, 1].tolist() == [most, most, most]


def test_a_palette_is_looked_up():
    table = NOISE.integers(0, 256, (3, 256)) * 257
    found = read(GREY, PALETTE, {320: ("H", tuple(int(v) for v in table.ravel()))})
    assert (found == np.moveaxis(table[::-1, GREY] // 257, 0, -1)).all()


def test_one_bit_per_pixel_is_black_and_white():
    wide = NOISE.integers(0, 2, (12, 24), np.uint8)
    more = {258: ("H", (1,)), 256: ("I", (24,)), "strips": [np.packbits(wide, axis=1).tobytes()]}
    assert (read(wide, BLACK_IS_ZERO, more) == wide * 255).all()


def test_twelve_bits_packed_keep_their_value():
    values = DEEP >> 4
    first, second = values[:, ::2], values[:, 1::2]
    three = np.stack([first >> 4, (first & 15) << 4 | second >> 8, second & 255], axis=-1)
    more = {258: ("H", (12,)), "strips": [three.astype(np.uint8).tobytes()]}
    assert (read(values, BLACK_IS_ZERO, more) == values).all()


def test_compressed_strips_are_read_wherever_they_lie():
    strips = [zlib.compress(DEEP[row : row + 5].tobytes()) for row in (0, 5, 10)]
    found = read(DEEP, BLACK_IS_ZERO, {259: ("H", (8,)), 278: ("I", (5,)), "strips": strips})
    assert (found == DEEP).all()


@pytest.mark.parametrize("compression", [5, 7, 8, 32773])
def test_what_opencv_compresses_comes_back(tmp_path, compression):
    smooth = cv2.GaussianBlur(COLOUR, (0, 0), 4)
    cv2.imwrite(str(tmp_path / "a.tif"), smooth, [cv2.IMWRITE_TIFF_COMPRESSION, compression])
    stream = io.BytesIO((tmp_path / "a.tif").read_bytes())
    found = read_page(stream, pages_of(stream)[0][0])
    assert np.abs(found.astype(int) - smooth).max() <= (20 if compression == 7 else 0)


def test_any_page_of_a_stack_is_read_without_the_others():
    stack = [DEEP + n for n in range(5)]
    stream = tiff_file([(page, BLACK_IS_ZERO, {}) for page in stack])
    pages, _ = pages_of(stream)
    for n in (4, 0, 3, 1, 2):
        assert (read_page(stream, pages[n]) == stack[n]).all()


def test_a_page_whose_strip_is_cut_off_is_refused_and_the_ones_before_are_not():
    stream = tiff_file([(DEEP, BLACK_IS_ZERO, {}), (DEEP, BLACK_IS_ZERO, {})])
    pages, _ = pages_of(stream)
    shorter = io.BytesIO(stream.getvalue()[:-10])
    assert (read_page(shorter, pages[0]) == DEEP).all()
    with pytest.raises(EOFError):
        read_page(shorter, pages[1])


def test_a_page_that_has_become_another_one_is_refused():
    (page,), _ = pages_of(tiff_file([(DEEP, BLACK_IS_ZERO, {})]))
    with pytest.raises(EOFError):
        read_page(tiff_file([(DEEP[:6], BLACK_IS_ZERO, {})]), page)
    with pytest.raises(EOFError):
        read_page(io.BytesIO(b"no longer a TIFF file"), page)


def test_a_compression_nobody_knows_gives_nothing():
    assert read(DEEP, BLACK_IS_ZERO, {259: ("H", (4711,))}) is None


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_file_is_read_or_refused(seed):
    noise = np.random.default_rng(seed)
    content = bytearray(tiff_file([(COLOUR, RGB, {}), (DEEP, BLACK_IS_ZERO, {})]).getvalue())
    for at in noise.integers(0, len(content), 12):
        content[at] = noise.integers(0, 256)
    for at in noise.integers(0, 140, 4):  # the first directory
        content[at] = noise.integers(0, 256)
    stream = io.BytesIO(content)
    for page in pages_of(stream)[0]:
        if page.size[0] * page.size[1] > 1 << 20:
            continue
        try:
            values = read_page(stream, page)
        except EOFError:
            continue
        assert values is None or values.ndim in (2, 3)
