"""Which keyframe lowers the expected error most, checked against reckoning it through for each."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from palpate.assist.outlook import gain_of, outlook_of
from palpate.assist.spans import Spans
from palpate.assist.suggest import Effort, suggest
from palpate.assist.supposed import supposed_acceleration, supposed_px

NOTHING = np.nan


def spans_at(keyframes, positions=None):
    """Return the spans between each keypoint's keyframes; at positions by (keypoint, frame), else at 0."""
    ends = [(k, a, b) for k, own in enumerate(keyframes) for a, b in pairwise(own)]
    ends = [(k, a, b) for k, a, b in ends if b - a > 1]
    at = (lambda k, f: (0.0, 0.0)) if positions is None else positions
    columns = np.array(ends, dtype=np.int64).reshape(-1, 3)
    return Spans(
        len(keyframes),
        *columns.T,
        np.array([at(k, a) for k, a, _ in ends], dtype=np.float64).reshape(-1, 2),
        np.array([at(k, b) for k, _, b in ends], dtype=np.float64).reshape(-1, 2),
    )


def arches(keyframes, heights, n_frames):
    """Return expected errors that go as t·(g − t), as high as told in the middle of each keypoint's spans."""
    expected = np.full((n_frames, len(keyframes)), NOTHING)
    for k, own in enumerate(keyframes):
        for a, b in pairwise(own):
            t = np.arange(1, b - a)
            expected[a + 1 : b, k] = heights[k] * 4 * t * (b - a - t) / (b - a) ** 2
    return expected


def reckoned(error):
    """Return the gain of each frame of a span, by going through all others."""
    g = len(error) + 1
    t = np.arange(1, g)
    left = [
        sum(e * (f - s) / (g - s) if s < f else e * (s - f) / s for s, e in zip(t, error, strict=True))
        for f in t
    ]
    return error.sum() - np.array(left)


def test_the_gain_of_every_frame_is_what_reckoning_it_through_gives():
    random = np.random.default_rng(5)
    errors = [random.uniform(0, 9, n) for n in (1, 2, 7, 40)]
    since = np.concatenate([np.arange(1, len(e) + 1) for e in errors])
    until = np.concatenate([np.arange(len(e), 0, -1) for e in errors])
    found = gain_of(np.concatenate(errors), since, until)
    np.testing.assert_allclose(found, np.concatenate([reckoned(e) for e in errors]), atol=1e-9)


def test_an_even_error_is_cut_in_the_middle_and_falls_to_a_quarter():
    keyframes = [[0, 40]]
    outlook = outlook_of(arches(keyframes, [8.0], 41), spans_at(keyframes), first=0)
    before = outlook.error.sum()
    (found,) = suggest(outlook, limits=np.array([4.0]), n=1)
    assert (found.frame, found.keypoints) == (20, (0,))
    assert found.expected == (8.0,)
    assert outlook.error.sum() == pytest.approx(before - found.gain)
    assert outlook.error.max() == pytest.approx(2.0)
    np.testing.assert_allclose(outlook.error[1:20, 0], arches([[0, 20]], [2.0], 41)[1:20, 0])


def test_a_bump_draws_the_keyframe_to_it():
    keyframes = [[0, 60]]
    expected = arches(keyframes, [1.0], 61)
    expected[45:56, 0] += 30.0
    (found,) = suggest(outlook_of(expected, spans_at(keyframes), first=0), limits=np.ones(1), n=1)
    assert 45 <= found.frame <= 55


def test_what_was_chosen_before_counts_and_the_next_one_is_elsewhere():
    keyframes = [[0, 30, 60]]
    expected = arches(keyframes, [6.0], 61)
    outlook = outlook_of(expected, spans_at(keyframes), first=0)
    found = suggest(outlook, limits=np.ones(1), n=4)
    assert sorted(one.frame for one in found[:2]) == [15, 45]
    gains = [one.gain for one in found]
    assert gains == sorted(gains, reverse=True)


def test_one_visit_takes_along_what_is_worth_it_and_nothing_else():
    keyframes = [[0, 20], [0, 20], [0, 20]]
    expected = arches(keyframes, [9.0, 8.0, 0.05], 21)
    (found,) = suggest(outlook_of(expected, spans_at(keyframes), first=0), limits=np.full(3, 4.0), n=1)
    assert (found.frame, found.keypoints) == (10, (0, 1))
    (dear,) = suggest(
        outlook_of(expected, spans_at(keyframes), first=0),
        limits=np.full(3, 4.0),
        n=1,
        effort=Effort(visit=1000.0),
    )
    assert dear.keypoints == (0, 1, 2)


def test_a_keypoint_that_must_be_closer_goes_first():
    keyframes = [[0, 20], [30, 50]]
    expected = arches(keyframes, [5.0, 4.0], 51)
    (found,) = suggest(outlook_of(expected, spans_at(keyframes), first=0), limits=np.array([4.0, 1.0]), n=1)
    assert (found.frame, found.keypoints) == (40, (1,))


def test_frames_are_those_of_the_clip_and_spans_beyond_the_rows_are_left_out():
    keyframes = [[100, 120], [90, 140]]
    expected = arches(keyframes, [3.0, 50.0], 141)[100:121]
    (found,) = suggest(outlook_of(expected, spans_at(keyframes), first=100), limits=np.ones(2), n=1)
    assert (found.frame, found.keypoints) == (110, (0,))


def test_where_every_frame_is_labelled_nothing_is_suggested():
    keyframes = [list(range(5))]
    outlook = outlook_of(np.full((5, 1), NOTHING), spans_at(keyframes), first=0)
    assert suggest(outlook, limits=np.ones(1), n=3) == []
    empty = outlook_of(np.zeros((0, 1)), spans_at([[]]), first=0)
    assert suggest(empty, limits=np.ones(1), n=3) == []


def test_frames_of_a_span_that_nothing_judges_follow_those_that_are():
    keyframes = [[0, 20]]
    whole = arches(keyframes, [6.0], 21)
    holes = whole.copy()
    holes[5:9] = NOTHING
    outlook = outlook_of(holes, spans_at(keyframes), first=0)
    np.testing.assert_allclose(outlook.error[1:20], whole[1:20])
    assert not outlook.supposed.any()


def test_without_a_judgement_the_turn_between_spans_is_supposed_and_said():
    def place(k, frame):
        return (0.5 * frame**2, 0.0) if k == 0 else (3.0 * frame, 0.0)

    keyframes = [[0, 10, 20, 30], [0, 10, 20, 30]]
    spans = spans_at(keyframes, place)
    np.testing.assert_allclose(supposed_acceleration(spans)[:3], 1.0 / 2 + np.median([1] * 3 + [0] * 3) / 2)
    outlook = outlook_of(np.full((31, 2), NOTHING), spans, first=0)
    (found,) = suggest(outlook, limits=np.ones(2), n=1)
    assert found.keypoints[0] == 0
    assert found.supposed == (True,) * len(found.keypoints)


def test_two_keyframes_alone_let_suppose_more_the_farther_they_are_apart():
    def place(k, frame):
        return (0.0, 200.0 * k)

    near, far = (
        supposed_px(s, supposed_acceleration(s)).max()
        for s in (spans_at([[0, gap], [0, gap]], place) for gap in (10, 60))
    )
    assert 0 < near < far < 0.3 * 200


def test_no_supposed_error_grows_beyond_the_subject():
    def place(k, frame):
        return (0.0, 100.0 * k + 50.0 * (frame % 2))

    spans = spans_at([[0, 2001, 4000], [0, 2001, 4000]], place)
    assert supposed_px(spans, supposed_acceleration(spans)).max() < 100.0
    assert supposed_px(spans, np.full(4, 1e6)).max() < 100.0
