import pytest

from palpate.media.video.h264 import forgets_its_encoder, is_built_upon, length_size_of

SETTINGS, KEYFRAME, SLICE, UNUSED_SLICE, REMARK = b"\x67ab", b"\x65xyz", b"\x41pq", b"\x01rs", b"\x06note"


def by_length(*units, size=4):
    return b"".join(len(unit).to_bytes(size, "big") + unit for unit in units)


def by_start_code(*units):
    return b"".join(b"\0\0\0\1" + unit for unit in units)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([KEYFRAME], True),
        ([SLICE], True),
        ([UNUSED_SLICE], False),
        ([REMARK, UNUSED_SLICE, UNUSED_SLICE], False),
        ([SETTINGS, REMARK, KEYFRAME], True),
        ([REMARK], True),
    ],
)
def test_the_first_slice_tells_whether_others_are_built_upon_it(units, expected):
    assert is_built_upon(by_length(*units), 4) is expected
    assert is_built_upon(by_length(*units, size=2), 2) is expected
    assert is_built_upon(by_start_code(*units), 0) is expected


@pytest.mark.parametrize("packet", [b"", b"\0", b"\0\0\0\xff", b"\xff" * 40])
def test_in_doubt_others_are_built_upon_it(packet):
    assert is_built_upon(packet, 4)
    assert is_built_upon(packet, 0)


def test_the_size_of_lengths_stands_in_the_configuration():
    assert length_size_of(b"\x01\x64\x00\x1f\xff\xe1") == 4
    assert length_size_of(b"\x01\x64\x00\x1f\xfd\xe1") == 2
    assert length_size_of(b"\0\0\0\1\x67") == 0
    assert length_size_of(None) == 0


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        (b"x264 - core 148 r2", True),
        (b"x264 - core 151", False),
        (b"x264 - core 164", False),
        (b"Lavc", False),
    ],
)
def test_builds_of_x264_that_ffmpeg_makes_up_for_are_recognised(remark, expected):
    assert forgets_its_encoder(b"\0\0\0\x09\x06" + remark) is expected
