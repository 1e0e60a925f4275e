"""The error to expect, from what speaks of one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.assist.expected import (
    MEAN_PX,
    RAW_PX,
    WEIGHTS,
    Components,
    components_of,
    expected_of,
    expected_px,
)
from palpate.assist.fusing import Fused

QUIET = Components(*(np.full((2, 3), value) for value in (0.4, 0.5, 0.1, 0.5, 0.0)))


@pytest.mark.parametrize("name", WEIGHTS)
def test_more_in_any_component_never_means_less(name):
    before = expected_px(QUIET)
    for value in (1.0, 4.0, 20.0):
        after = expected_px(replace(QUIET, **{name: np.full((2, 3), value)}))
        assert (after >= before).all()
        before = after


def test_the_table_is_monotone_and_spans_a_tenth_to_tens_of_pixels():
    assert (np.diff(RAW_PX) > 0).all()
    assert (np.diff(MEAN_PX) >= 0).all()
    assert MEAN_PX[0] < 0.25
    assert MEAN_PX[-1] > 30


def fused_at(positions):
    shape = positions.shape[:2]
    known = np.isfinite(positions[..., 0])
    quiet = np.where(known, 0.4, np.nan)
    return Fused(0, positions, positions, quiet, quiet, quiet, quiet, quiet, np.zeros(shape, bool), ())


def test_where_nothing_was_estimated_nothing_is_expected():
    positions = np.zeros((2, 3, 2))
    positions[1, 2] = np.nan
    expected = expected_px(components_of(fused_at(positions), np.zeros((2, 3, 2))))
    assert np.isnan(expected[1, 2])
    assert np.isfinite(expected).sum() == 5


def test_a_position_away_from_the_fused_one_is_expected_to_be_off_by_that_much():
    fused = fused_at(np.zeros((2, 3, 2)))
    moved = np.zeros((2, 3, 2))
    moved[0, 0] = (6.0, 8.0)
    expected = expected_of(moved, fused, components_of(fused, np.zeros((2, 3, 2))))
    assert expected[0, 0] == pytest.approx(10.0, rel=0.05)
    assert expected[1, 1] < 1.0
