from types import SimpleNamespace

import av
import pytest

from palpate.media.colour.facts import colour_of, matrix_of, range_of


@pytest.mark.parametrize(
    ("name", "bits", "subsampling", "alpha"),
    [
        ("yuv420p", 8, "4:2:0", False),
        ("nv12", 8, "4:2:0", False),
        ("p010le", 10, "4:2:0", False),
        ("yuv422p10le", 10, "4:2:2", False),
        ("yuyv422", 8, "4:2:2", False),
        ("yuv444p12le", 12, "4:4:4", False),
        ("yuv440p", 8, "4:4:0", False),
        ("yuv411p", 8, "4:1:1", False),
        ("yuva444p10le", 10, "4:4:4", True),
        ("gray", 8, "4:0:0", False),
        ("ya8", 8, "4:0:0", True),
        ("gbrp", 8, "rgb", False),
        ("rgba", 8, "rgb", True),
        ("bgr0", 8, "rgb", False),
        ("pal8", 8, "rgb", True),
    ],
)
def test_the_kind_of_picture_is_named(name, bits, subsampling, alpha):
    facts = colour_of(av.VideoFrame(64, 48, name))
    assert (facts.bits, facts.subsampling, facts.alpha) == (bits, subsampling, alpha)
    assert not facts.interlaced
    assert not facts.hdr


def test_red_green_and_blue_have_no_matrix_and_every_step():
    facts = colour_of(av.VideoFrame(1920, 1080, "gbrp10le"))
    assert (facts.matrix, facts.range) == (0, 2)


@pytest.mark.parametrize(("transfer", "hdr"), [(16, True), (18, True), (1, False), (14, False), (2, False)])
def test_what_only_the_stream_says_of_the_transfer_counts_for_its_pictures(transfer, hdr):
    facts = colour_of(av.VideoFrame(64, 48, "yuv420p10le"), transfer=transfer, primaries=9)
    assert (facts.transfer, facts.primaries, facts.hdr) == (transfer, 9, hdr)


def test_what_the_picture_says_of_the_transfer_wins_over_the_stream():
    frame = av.VideoFrame(64, 48, "yuv420p10le")
    telling = SimpleNamespace(
        format=frame.format,
        colorspace=9,
        color_range=1,
        color_trc=18,
        color_primaries=9,
        interlaced_frame=True,
        width=64,
        height=48,
    )
    facts = colour_of(telling, transfer=16, primaries=1)
    assert (facts.transfer, facts.primaries, facts.matrix, facts.range) == (18, 9, 9, 1)
    assert facts.interlaced


@pytest.mark.parametrize(
    ("width", "height", "matrix"),
    [(640, 480, 5), (720, 576, 5), (1280, 720, 1), (720, 1280, 1), (1024, 768, 1), (3840, 2160, 1)],
)
def test_an_untold_matrix_goes_by_the_size_of_the_picture(width, height, matrix):
    frame = av.VideoFrame(width, height, "yuv420p")
    frame.colorspace = 2
    assert matrix_of(frame) == matrix


def test_a_told_matrix_wins_over_the_size():
    frame = av.VideoFrame(1920, 1080, "yuv420p")
    frame.colorspace = 6
    assert matrix_of(frame) == 5


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        ("yuv420p", 0, 1),
        ("yuv420p", 2, 2),
        ("yuvj420p", 0, 2),
        ("yuvj420p", 1, 2),
        ("rgb24", 0, 2),
        ("bgr0", 1, 2),
        ("gray", 0, 2),
        ("gray", 1, 1),
        ("gray10le", 2, 2),
    ],
)
def test_the_range_is_limited_unless_told_or_known_by_the_format(name, told, expected):
    frame = av.VideoFrame(16, 16, name)
    frame.color_range = told
    assert range_of(frame) == expected
