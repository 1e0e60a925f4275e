"""Whether spans close, and which end looks right where they do not."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.closings import closings_of
from palpate.assist.glimpses import glimpse

ROOTS = np.array([-1])


@pytest.fixture
def told(texture):
    """A point followed rightly through 13 frames; keyframes in 0, 6 and 12, the middle one 10 px beside."""
    picture = texture(velocity=(0.5, 0.2))
    true = np.array([picture.where(np.array([[90.0, 70.0]]), frame) for frame in range(13)])
    places = np.full(true.shape, np.nan)
    places[[0, 6, 12]] = true[[0, 6, 12]]
    places[6, 0] += (10.0, 0.0)
    glimpses = glimpse(picture.grey, range(13), true, margin_px=40, shrink=1, tick=lambda _: None)
    return glimpses, np.diff(true, axis=0), np.full((12, 1), 0.5), places, true


def test_a_span_misses_its_right_keyframe_by_what_is_wrong_at_either_end(told):
    closings = closings_of(*told, parents=ROOTS)
    np.testing.assert_allclose(closings.missed[1:6, 0], np.full((5, 2), (-10.0, 0.0)), atol=1e-9)
    np.testing.assert_allclose(closings.missed[7:12, 0], np.full((5, 2), (10.0, 0.0)), atol=1e-9)
    np.testing.assert_allclose(closings.sd[[1, 5, 7, 11], 0], 6 * 0.5)


def test_at_keyframes_nothing_is_said(told):
    closings = closings_of(*told, parents=ROOTS)
    for part in (closings.missed[..., 0], closings.sd, closings.likelier):
        assert np.isnan(part[[0, 6, 12]]).all()


def test_the_end_that_is_wrong_looks_less_right_than_where_the_steps_lead(told):
    closings = closings_of(*told, parents=ROOTS)
    assert closings.likelier[5, 0] > 0.5
    assert closings.likelier[7, 0] > 0.5
    assert closings.likelier[3, 0] == pytest.approx((closings.likelier[1, 0] + closings.likelier[5, 0]) / 2)


def test_a_span_with_a_step_that_was_not_measured_says_nothing(told):
    told[2][3] = np.inf
    closings = closings_of(*told, parents=ROOTS)
    assert np.isnan(closings.missed[:7]).all()
    assert np.isfinite(closings.missed[7:12]).all()


def test_what_closes_is_not_looked_at(told):
    told[3][6, 0] -= (10.0, 0.0)
    closings = closings_of(*told, parents=ROOTS)
    np.testing.assert_array_equal(closings.likelier[1:6], 0.0)
