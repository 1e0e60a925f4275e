"""The error to expect, from what speaks of one."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from palpate.assist.expected import (
    UNITS,
    Around,
    Components,
    components_of,
    expected_of,
    expected_px,
    raw,
)
from palpate.assist.expected_table import MEAN_PX, RAW, WEIGHTS
from palpate.assist.fusing import Fused

NAMES = [part.name for part in fields(Components)]
QUIET = Components(**{name: np.full((2, 3), 0.0 if name == "lost" else 0.1) for name in NAMES})


@pytest.mark.parametrize("name", NAMES)
def test_more_in_any_component_never_means_less(name):
    before = expected_px(QUIET)
    for value in (1.0, 4.0, 20.0):
        after = expected_px(replace(QUIET, **{name: np.full((2, 3), value)}))
        assert (after >= before).all()
        before = after


def test_every_component_has_a_weight_for_each_of_its_units():
    assert list(WEIGHTS) == list(UNITS)
    assert sorted(WEIGHTS) == sorted(NAMES)
    for name, weights in WEIGHTS.items():
        assert len(weights) == len(UNITS[name])
        assert min(weights) >= 0


def test_the_table_is_monotone_and_spans_a_fifth_to_tens_of_pixels():
    assert (np.diff(RAW) > 0).all()
    assert (np.diff(MEAN_PX) >= 0).all()
    assert MEAN_PX[0] < 0.25
    assert MEAN_PX[-1] > 30


def test_what_components_add_sums_up_to_the_score():
    uncertain, long = np.full((2, 3), 5.0), np.full((2, 3), 12.0)
    one, other = raw(replace(QUIET, deviation=uncertain)), raw(replace(QUIET, limb=long))
    assert raw(replace(QUIET, deviation=uncertain, limb=long)) == pytest.approx(one + other - raw(QUIET))
    assert (one > raw(QUIET)).all()
    assert (other > raw(QUIET)).all()


def fused_at(positions, *, likeness=None):
    shape = positions.shape[:2]
    quiet = np.where(np.isfinite(positions[..., 0]), 0.4, np.nan)
    return Fused(
        first=0,
        positions=positions,
        velocities=positions,
        sd=quiet.copy(),
        forward_backward=quiet,
        parting=quiet,
        apart=quiet,
        strain=quiet.copy(),
        likeness=np.full(shape, np.nan) if likeness is None else likeness,
        closing=np.full((*shape, 2), np.nan),
        closing_sd=np.full(shape, np.nan),
        likelier=np.full(shape, np.nan),
        blind=np.zeros(shape, bool),
        cuts=(),
    )


def around(n_frames, *keyframes, k=3, rigid=((0, 1),)):
    here = np.zeros((n_frames, k), bool)
    here[list(keyframes)] = True
    return Around(here, np.array([-1, 0, 1]), np.array(rigid).reshape(-1, 2))


def test_where_nothing_was_estimated_nothing_is_expected():
    positions = np.zeros((4, 3, 2))
    positions[1, 2] = np.nan
    components = components_of(fused_at(positions), np.zeros((4, 3, 2)), around(4, 0, 3))
    expected = expected_px(components)
    assert np.isnan(expected[1, 2])
    assert np.isfinite(expected).sum() == 11


def test_a_position_away_from_the_fused_one_is_expected_to_be_off_by_that_much():
    still = np.zeros((4, 3, 2))
    fused = fused_at(still, likeness=np.ones((4, 3)))
    moved = still.copy()
    moved[1, 0] = (6.0, 8.0)
    expected = expected_of(moved, still, expected_px(components_of(fused, still, around(4, 0, 3))))
    assert expected[1, 0] == pytest.approx(10.0, rel=0.05)
    assert expected[2, 1] < 1.0


def test_a_span_is_judged_by_its_own_deviations_and_not_by_its_neighbours():
    fused = fused_at(np.zeros((9, 3, 2)))
    fused.sd[1:4] = 3.0
    fused.sd[2] = 6.0
    components = components_of(fused, np.zeros((9, 3, 2)), around(9, 0, 4, 8))
    np.testing.assert_allclose(components.stretch[1:4], 4.0)
    np.testing.assert_allclose(components.stretch[5:8], 0.4)
    np.testing.assert_allclose(components.stretch[[0, 4, 8]], 0.0)


def test_a_limb_departs_from_the_length_it_has_between_keyframes():
    positions = np.zeros((5, 3, 2))
    positions[:, 1, 0] = (10.0, 11.0, 17.0, 13.0, 14.0)
    components = components_of(fused_at(positions), positions, around(5, 0, 4))
    np.testing.assert_allclose(components.limb[:, 0], (0, 0, 5, 0, 0), atol=1e-9)
    np.testing.assert_allclose(components.limb[:, 1], components.limb[:, 0])
    assert np.isnan(components.limb[:, 2]).all()


def test_a_jerk_that_interpolation_does_not_have_is_an_acceleration():
    smooth = np.zeros((5, 3, 2))
    smooth[..., 0] = (np.arange(5.0) ** 2)[:, np.newaxis]
    jerked = smooth.copy()
    jerked[2, 1] += (0.0, 3.0)
    components = components_of(fused_at(jerked), smooth, around(5, 0, 4))
    np.testing.assert_allclose(components.acceleration[:, 1], (0, 3, 6, 3, 0))
    np.testing.assert_allclose(components.acceleration[:, 0], 0)


def test_unlikeness_is_averaged_over_derived_frames_and_told_to_the_children():
    likeness = np.ones((6, 3))
    likeness[1:5, 0] = 0.2
    still = np.zeros((6, 3, 2))
    components = components_of(fused_at(still, likeness=likeness), still, around(6, 0, 5))
    np.testing.assert_allclose(components.unlikeness[:, 0], (0, 0.8, 0.8, 0.8, 0.8, 0))
    np.testing.assert_allclose(components.kin[:, 1], components.unlikeness[:, 0])
    np.testing.assert_allclose(components.kin[:, 0], 0)


def test_what_cannot_be_compared_counts_as_half_alike():
    components = components_of(fused_at(np.zeros((4, 3, 2))), np.zeros((4, 3, 2)), around(4, 0, 3))
    np.testing.assert_allclose(components.unlikeness[1:3], 0.5)


def test_a_strain_that_lasts_pulls_most_far_from_the_keyframes():
    fused = fused_at(np.zeros((9, 3, 2)))
    fused.strain[1:4, 0] = (2.0, 3.0, 4.0)
    fused.strain[5:8] = 0.0
    components = components_of(fused, np.zeros((9, 3, 2)), around(9, 0, 4, 8))
    np.testing.assert_allclose(components.pull[:, 0], (0, 3, 6, 3, 0, 0, 0, 0, 0))


def test_a_keypoint_that_was_not_computed_stands_for_its_limb_where_interpolation_has_it():
    positions = np.zeros((5, 3, 2))
    positions[:, 1, 0] = 10.0
    plain = positions.copy()
    plain[2, 0, 0] = -4.0
    positions[:, 0] = np.nan
    components = components_of(fused_at(positions), plain, around(5, 0, 4))
    np.testing.assert_allclose(components.limb[:, 1], (0, 0, 4, 0, 0), atol=1e-9)
