"""Filling between keyframes: what is a fact stays one, and nothing is made up beyond the keyframes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.assist.interpolate import fill
from palpate.assist.spans import METHODS, code_of, method_codes, reach, spans_of
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility

NOT, ABSENT, ESTIMATED, VISIBLE, CERTAIN = Visibility


def walk(frames, visibility, x=None):
    """One keypoint that goes along x, 10 px per frame unless told otherwise."""
    frames = np.array(frames, dtype=np.int64)
    codes = np.array(visibility, dtype=np.int8)[:, None]
    x = frames * 10.0 if x is None else np.array(x, dtype=np.float64)
    positions = np.stack((x, np.full(len(x), 7.0)), axis=-1)[:, None]
    positions[codes <= 0] = np.nan
    return Track(frames, positions, codes, np.where(codes >= 0, Origin.HAND, 0).astype(np.int8))


def filled_x(track, *, n_frames=20, method=Method.PCHIP, chosen=None):
    filled = fill(track, method_codes(track, chosen or {}, default=method), window=(0, n_frames))
    return filled, filled.positions[:, 0, 0]


def test_frames_between_two_keyframes_lie_on_the_way():
    filled, x = filled_x(walk([2, 6], [VISIBLE, VISIBLE]))
    np.testing.assert_allclose(x[2:7], [20, 30, 40, 50, 60])
    assert filled.origin[:, 0].tolist()[1:8] == [0, 1, 3, 3, 3, 1, 0]


def test_nothing_is_extrapolated():
    filled, x = filled_x(walk([5, 9], [VISIBLE, VISIBLE]))
    assert np.isnan(x[:5]).all()
    assert np.isnan(x[10:]).all()
    assert (filled.visibility[10:] == NOT).all()


def test_an_absent_keyframe_ends_the_span_and_nothing_is_drawn_towards_it():
    filled, x = filled_x(walk([0, 4, 8, 12, 16], [VISIBLE, VISIBLE, ABSENT, VISIBLE, VISIBLE]))
    assert np.isfinite(x[0:5]).all()
    assert np.isnan(x[5:12]).all()
    assert np.isfinite(x[12:17]).all()
    assert filled.visibility[8, 0] == ABSENT
    assert (filled.visibility[[5, 7, 9, 11], 0] == NOT).all()


def test_a_frame_in_which_the_keypoint_is_not_placed_is_bridged():
    _, x = filled_x(walk([0, 4, 8], [VISIBLE, NOT, VISIBLE]))
    np.testing.assert_allclose(x[:9], np.arange(9) * 10.0)


def test_a_span_without_a_method_stays_empty_and_parts_the_runs():
    track = walk([0, 4, 8, 12], [VISIBLE] * 4, x=[0, 10, 90, 100])
    chosen = {(0, 4): Method.NONE, (0, 8): Method.PCHIP}
    filled, x = filled_x(track, chosen=chosen)
    assert np.isnan(x[5:8]).all()
    np.testing.assert_allclose(x[0:5], [0, 2.5, 5, 7.5, 10])
    np.testing.assert_allclose(x[8:13], [90, 92.5, 95, 97.5, 100])
    assert (filled.method[5:8, 0] == -1).all()


def test_the_method_can_be_chosen_span_by_span():
    track = walk([0, 4, 8, 12], [VISIBLE] * 4, x=[0, 10, 90, 100])
    pchip = filled_x(track)[1]
    _, mixed = filled_x(track, chosen={(0, 4): Method.LINEAR, (0, 8): Method.PCHIP})
    np.testing.assert_allclose(mixed[4:9], [10, 30, 50, 70, 90])
    np.testing.assert_array_equal(mixed[:5], pchip[:5])
    np.testing.assert_array_equal(mixed[8:13], pchip[8:13])


def test_a_choice_holds_until_the_next_one_also_for_keyframes_that_come_later():
    track = walk([0, 4, 6, 8, 12], [VISIBLE] * 5, x=[0, 10, 50, 90, 100])
    _, x = filled_x(track, chosen={(0, 4): Method.NONE, (0, 8): Method.LINEAR})
    assert np.isnan(x[[5, 7]]).all()
    np.testing.assert_allclose(x[8:13], [90, 92.5, 95, 97.5, 100])


def test_a_span_to_be_tracked_is_pchip_until_it_is():
    track = walk([0, 4, 8, 12], [VISIBLE] * 4, x=[0, 10, 90, 100])
    filled, x = filled_x(track, method=Method.FLOW)
    np.testing.assert_array_equal(x, filled_x(track)[1])
    assert (filled.method[1:4, 0] == code_of(Method.FLOW)).all()


def test_a_derived_value_has_the_weaker_tier_of_its_keyframes():
    filled, _ = filled_x(walk([0, 4, 8, 12], [VISIBLE, CERTAIN, ESTIMATED, VISIBLE]))
    assert filled.visibility[:13, 0].tolist() == [2, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 2]


def test_time_counts_and_not_the_frame_number():
    times = np.array([0, 1, 2, 3, 7], dtype=np.float64)
    track = walk([0, 4], [VISIBLE, VISIBLE], x=[0, 70])
    filled = fill(track, method_codes(track, {}, default=Method.LINEAR), window=(0, 5), times=times)
    np.testing.assert_allclose(filled.positions[:, 0, 0], [0, 10, 20, 30, 70])


def test_a_track_without_facts_gives_empty_frames():
    track = Track.from_poses({}, 3)
    filled = fill(track, method_codes(track, {}, default=Method.PCHIP), window=(0, 4))
    assert filled.positions.shape == (4, 3, 2)
    assert np.isnan(filled.positions).all()
    assert len(spans_of(track, method_codes(track, {}, default=Method.FLOW), window=(0, 4))) == 0


def test_a_choice_outlives_the_keyframe_that_it_was_made_at():
    track = walk([0, 4], [VISIBLE, VISIBLE])
    codes = method_codes(track, {(0, 2): Method.NONE}, default=Method.PCHIP)
    assert codes[:, 0].tolist() == [code_of(Method.PCHIP), code_of(Method.NONE)]


N_FRAMES = 40


@st.composite
def tracks(draw):
    n_keyframes = draw(st.integers(0, 12))
    frames = sorted(draw(st.sets(st.integers(0, N_FRAMES - 1), min_size=n_keyframes, max_size=n_keyframes)))
    shape = (len(frames), 2)
    visibility = draw(arrays.arrays(np.int8, shape, elements=st.sampled_from([-1, 0, 1, 2, 3])))
    coordinate = st.floats(-1e4, 1e4, allow_nan=False, width=32)
    positions = draw(arrays.arrays(np.float64, (*shape, 2), elements=coordinate))
    positions[visibility <= 0] = np.nan
    origin = np.where(visibility >= 0, Origin.HAND, Origin.NONE).astype(np.int8)
    return Track(np.array(frames, dtype=np.int64), positions, visibility, origin)


@st.composite
def tracks_with_methods(draw):
    track = draw(tracks())
    code = st.integers(0, len(METHODS) - 1)
    return track, draw(arrays.arrays(np.int8, track.visibility.shape, elements=code))


@given(tracks_with_methods())
def test_facts_are_untouched(given_track):
    track, methods = given_track
    filled = fill(track, methods, window=(0, N_FRAMES))
    decided = track.visibility != NOT
    np.testing.assert_array_equal(filled.positions[track.frames][decided], track.positions[decided])
    np.testing.assert_array_equal(filled.visibility[track.frames][decided], track.visibility[decided])
    np.testing.assert_array_equal(filled.origin[track.frames][decided], track.origin[decided])


OVERSHOOTING = (code_of(Method.MAKIMA), code_of(Method.FUSED))


@given(tracks_with_methods())
def test_values_are_finite_inside_a_run_and_those_of_lines_and_pchip_stay_between_their_keyframes(
    given_track,
):
    track, methods = given_track
    filled = fill(track, methods, window=(0, N_FRAMES))
    for k in range(2):
        knots = [row for row in range(len(track.frames)) if track.visibility[row, k] != NOT]
        derived = np.zeros(N_FRAMES, dtype=bool)
        for a, b in pairwise(knots):
            inside = slice(track.frames[a] + 1, track.frames[b])
            placed = track.visibility[a, k] > 0 and track.visibility[b, k] > 0
            if not placed or methods[a, k] == code_of(Method.NONE):
                continue
            derived[inside] = True
            if methods[a, k] in OVERSHOOTING:
                assert np.isfinite(filled.positions[inside, k]).all()
                continue
            ends = track.positions[[a, b], k]
            slack = 1e-9 * np.abs(ends).max()
            assert (filled.positions[inside, k] >= ends.min(axis=0) - slack).all()
            assert (filled.positions[inside, k] <= ends.max(axis=0) + slack).all()
        np.testing.assert_array_equal(filled.origin[:, k] == Origin.INTERPOLATED, derived)
        np.testing.assert_array_equal(filled.method[:, k] >= 0, derived)


@given(tracks_with_methods(), st.integers(0, N_FRAMES), st.integers(0, N_FRAMES), st.integers(0, 1))
def test_a_window_of_one_keypoint_equals_that_part_of_the_whole(given_track, one, other, keypoint):
    track, methods = given_track
    window = min(one, other), max(one, other)
    whole = fill(track, methods, window=(0, N_FRAMES))
    part = fill(track, methods, window=window, keypoints=np.array([keypoint]))
    for name in ("positions", "visibility", "origin", "method"):
        expected = getattr(whole, name)[slice(*window), keypoint : keypoint + 1]
        np.testing.assert_array_equal(getattr(part, name), expected)


@given(tracks_with_methods(), st.data())
def test_a_moved_keyframe_changes_nothing_beyond_its_reach(given_track, data):
    track, methods = given_track
    if not len(track.frames):
        return
    row = data.draw(st.integers(0, len(track.frames) - 1))
    frame = int(track.frames[row])
    positions, visibility = track.positions.copy(), track.visibility.copy()
    visibility[row, 0] = data.draw(st.sampled_from([-1, 0, 2]))
    positions[row, 0] = (123.0, -45.0) if visibility[row, 0] > 0 else np.nan
    moved = Track(track.frames, positions, visibility, track.origin)
    before = fill(track, methods, window=(0, N_FRAMES)).positions
    after = fill(moved, methods, window=(0, N_FRAMES)).positions
    changed = np.flatnonzero(~np.isclose(before, after, rtol=0, atol=0, equal_nan=True).all(axis=(1, 2)))
    first, stop = reach(track, keypoints=np.array([0]), frames=(frame, frame), n_frames=N_FRAMES)
    assert ((changed >= first) & (changed < stop)).all()
