import io
import struct

from palpate.media.images.tiff_directory import orientation_in, pages_of

ASCII, SHORT, LONG = 2, 3, 4


def entry(number, kind, count, value):
    return struct.pack("<HHI", number, kind, count) + struct.pack("<I", value)


def directories(chain, tail=b""):
    """A file of directories, each (entries, offset of the next or None for what follows)."""
    content = b"II*\0" + struct.pack("<I", 8)
    for n, (entries, following) in enumerate(chain):
        length = 2 + 12 * len(entries) + 4
        last = n == len(chain) - 1
        behind = following if following is not None else 0 if last else len(content) + length
        content += struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", behind)
    return io.BytesIO(content + tail)


def page(width, *more):
    return [entry(256, LONG, 1, width), entry(257, LONG, 1, 7), *more]


def test_pages_are_listed_with_their_size_depth_and_orientation():
    stream = directories(
        [(page(5), None), (page(6, entry(258, SHORT, 1, 16), entry(274, SHORT, 1, 6)), None)]
    )
    pages, whole = pages_of(stream)
    assert whole
    assert [found.size for found in pages] == [(5, 7), (6, 7)]
    assert [found.bits for found in pages] == [1, 16]
    assert [found.exif_orientation for found in pages] == [1, 6]


def test_thumbnails_and_masks_are_no_pages():
    kinds = [0, 1, 4, 2]
    stream = directories([(page(n + 1, entry(254, LONG, 1, kind)), None) for n, kind in enumerate(kinds)])
    assert [found.size[0] for found in pages_of(stream)[0]] == [1, 4]


def test_a_chain_that_bites_its_tail_ends():
    pages, whole = pages_of(directories([(page(5), None), (page(6), 8)]))
    assert len(pages) == 2
    assert whole


def test_a_chain_that_leads_out_of_the_file_keeps_the_pages_before():
    pages, whole = pages_of(directories([(page(5), None), (page(6), 999_999)]))
    assert [found.size[0] for found in pages] == [5, 6]
    assert not whole


def test_what_is_no_tiff_file_has_no_pages():
    for content in (b"", b"II", b"II*\0", b"II+\0\x08\0\0\0", b"this is a text", b"II*\0\xff\xff\xff\xff"):
        assert pages_of(io.BytesIO(content))[0] == []


def test_imagej_lists_one_page_of_a_large_stack_and_means_them_all():
    text = b"ImageJ=1.54\nimages=3\nslices=3\n\0"
    tags = page(5, entry(258, SHORT, 1, 16), entry(270, ASCII, len(text), 200), entry(273, LONG, 1, 300))
    stream = directories([(tags, None)])
    content = stream.getvalue().ljust(200, b"\0") + text
    whole_stack = io.BytesIO(content.ljust(300, b"\0") + bytes(3 * 5 * 7 * 2))
    assert [found.shift for found in pages_of(whole_stack)[0]] == [0, 70, 140]
    cut = io.BytesIO(content.ljust(300, b"\0") + bytes(2 * 5 * 7 * 2 + 3))
    assert len(pages_of(cut)[0]) == 2


def test_a_block_of_exif_tells_how_a_picture_lies():
    assert orientation_in(directories([([entry(274, SHORT, 1, 8)], None)])) == 8
    assert orientation_in(directories([(page(5), None)])) == 1
    assert orientation_in(io.BytesIO(b"nothing")) == 1
