from fractions import Fraction

import numpy as np
import pytest

from palpate.media.video.index import NO_STAMP, Listed, index_from

MILLISECONDS = Fraction(1, 1000)


def build(stamps, *, keyframe=None, time_base=MILLISECONDS, rates=(), position=None):
    written = np.array([NO_STAMP if stamp is None else stamp for stamp in stamps], np.int64)
    flags = np.array(keyframe or [True] * len(stamps), np.bool_)
    places = np.array([(position or {}).get(stamp, -1) for stamp in stamps], np.int64)
    listed = Listed(written, flags, decoded=True)
    return index_from(listed, position=places, time_base=time_base, rates=rates)


def test_frames_of_unlike_stamps_are_known_by_the_stamp_alone():
    index = build([0, 33, 67])
    assert [index.place_of(stamp, None) for stamp in (67, 0, 33, 34)] == [2, 0, 1, None]


def test_frames_of_the_same_stamp_are_known_by_the_frame_before():
    index = build([0, 40, 40, 80])
    assert index.place_of(40, None) is None
    assert index.place_of(40, 0) == 1
    assert index.place_of(40, 1) == 2


def test_frames_without_a_stamp_are_known_only_by_counting():
    index = build([None, None, None], rates=(Fraction(25),))
    assert index.stamps.tolist() == [NO_STAMP] * 3
    assert index.place_of(None, None) is None
    assert [index.place_of(None, after) for after in (-1, 0, 1, 2)] == [0, 1, 2, None]
    assert index.pts.tolist() == [0, 40, 80]


def test_decoding_never_begins_with_a_keyframe_that_cannot_be_told_from_another_frame():
    index = build([0, 40, 40, 80], keyframe=[True, False, True, True])
    assert index.keyframe.tolist() == [True, False, False, True]
    assert [index.keyframe_before(frame) for frame in range(4)] == [0, 0, 0, 3]


def test_without_a_keyframe_before_it_a_frame_is_reached_from_the_start():
    assert build([0, 40], keyframe=[False, True]).keyframe_before(0) == -1


def test_presentation_times_never_fall_even_where_the_decoder_writes_decoding_order():
    index = build([1, 4, 3, 2, 5])
    assert index.pts.tolist() == [1, 2, 3, 4, 5]
    assert [index.place_of(stamp, None) for stamp in (1, 4, 3, 2, 5)] == [0, 1, 2, 3, 4]


def test_times_are_measured_from_the_first_frame():
    index = build([5000, 5040, 5080])
    assert index.time_of(0) == 0.0
    assert index.time_of(2) == 0.08


def test_rounding_to_the_unit_does_not_make_a_rate_variable():
    index = build([0, 67, 133, 200, 267, 333], rates=(Fraction(15),))
    assert not index.vfr
    assert index.fps == 15.0


def test_one_late_frame_makes_a_rate_variable():
    index = build([0, 40, 80, 160, 200])
    assert index.vfr
    assert index.fps == pytest.approx(20.0)


def test_a_claimed_rate_far_from_the_truth_is_not_believed():
    assert build([0, 100, 200], rates=(Fraction(240),)).fps == pytest.approx(10.0)


def test_a_single_frame_has_the_claimed_rate_or_none():
    assert build([0]).fps == 0.0
    assert build([0], rates=(Fraction(5),)).fps == 5.0


def test_a_packet_elsewhere_in_the_file_is_not_the_frame_its_stamp_claims():
    index = build([0, 40], position={0: 1000})
    assert index.bears(0, 1000)
    assert not index.bears(0, 2000)
    assert index.bears(1, 2000)
    assert index.bears(0, None)
