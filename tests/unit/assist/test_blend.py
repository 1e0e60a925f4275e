"""Two tracks of one span, joined."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.blend import blend_weights, closed, join, mixed
from palpate.assist.spans import Spans
from palpate.assist.sweep import Path


def test_the_published_blend_is_met(examples):
    example = examples["EX-LK-1"]
    given, expected = example["input"], example["expected"]
    share = np.array([given["u"]])
    errors = (np.array([error], dtype=np.float64) for error in given["fb"])
    weight = blend_weights(share, *errors, softening_px=given["e0"])
    assert weight[0] == pytest.approx(expected["weight_f"], abs=example["abs_tol"])
    position = mixed(np.array([given["f"]]), np.array([given["b"]]), weight)
    assert position[0] == pytest.approx(expected["p"], abs=example["abs_tol"])


def test_the_published_closure_is_met(examples):
    example = examples["EX-LK-2"]
    track, end = np.array(example["input"]["f"], dtype=np.float64), np.array(example["input"]["K_R"])
    corrected = closed(track, np.linspace(0, 1, len(track)), end - track[-1])
    np.testing.assert_allclose(corrected, example["expected"]["corrected"], atol=example["abs_tol"])


def one_span(length):
    """From x = 0 in frame 10 to x = 40."""
    return Spans(
        n_keypoints=1,
        keypoint=np.array([0]),
        left=np.array([10]),
        right=np.array([10 + length]),
        start=np.array([[0.0, 0.0]]),
        end=np.array([[40.0, 0.0]]),
    )


def path(x, *, error=0.0):
    """A path along x with the same error everywhere; NaN where it is lost."""
    x = np.array(x, dtype=np.float64)[:, None]
    positions = np.stack((x, np.zeros_like(x)), axis=-1)
    positions[np.isnan(x)] = np.nan
    return Path(positions, np.full(x.shape, error), np.ones(x.shape))


LOST = np.nan


def test_two_whole_tracks_are_weighted_by_distance():
    joined = join(one_span(4), path([LOST, 10, 20, 30, 40]), path([0, 14, 24, 34, LOST]), softening_px=1)
    np.testing.assert_allclose(joined.positions[:, 0], [11, 22, 33])
    np.testing.assert_allclose(joined.parting, [4, 4, 4])
    assert joined.frame.tolist() == [11, 12, 13]


def test_a_track_that_got_through_alone_is_closed_and_serves_the_whole_span():
    forward, backward = path([LOST, 10, 20, 30, 44]), path([LOST, LOST, LOST, 33, LOST])
    joined = join(one_span(4), forward, backward, softening_px=1)
    np.testing.assert_allclose(joined.positions[:, 0], [9, 18, 27])
    np.testing.assert_allclose(joined.parting, [1, 2, 3])


def test_the_backward_track_is_closed_at_the_left_keyframe():
    forward, backward = path([LOST, 12, LOST, LOST, LOST]), path([4, 14, 24, 34, LOST])
    joined = join(one_span(4), forward, backward, softening_px=1)
    np.testing.assert_allclose(joined.positions[:, 0], [11, 22, 33])


def test_between_two_broken_tracks_nothing_is_claimed():
    forward, backward = path([LOST, 10, LOST, LOST, LOST]), path([LOST, LOST, LOST, 30, LOST])
    joined = join(one_span(4), forward, backward, softening_px=1)
    np.testing.assert_array_equal(joined.positions[:, 0], [10, np.nan, 30])


def test_the_error_of_a_blend_lies_between_those_of_its_tracks():
    forward, backward = path([LOST, 10, 20, 30, 40], error=0.5), path([0, 10, 20, 30, LOST], error=1.5)
    joined = join(one_span(4), forward, backward, softening_px=1)
    assert ((joined.forward_backward > 0.5) & (joined.forward_backward < 1.5)).all()
    assert (np.diff(joined.forward_backward) > 0).all()
