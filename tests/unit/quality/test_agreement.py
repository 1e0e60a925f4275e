"""Consensus of annotators, and agreement that cannot be estimated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.quality.agreement import (
    fleiss_kappa,
    geometric_median,
    leave_one_out,
    pairwise_distances,
    rating_counts,
)

clouds = arrays.arrays(
    np.float64, st.tuples(st.integers(1, 6), st.just(2)), elements=st.integers(0, 200).map(lambda n: n / 4)
)


def total_distance(points, centre):
    return np.hypot(*(points - centre).T).sum()


def test_two_annotators_meet_in_the_middle():
    assert geometric_median(np.array([[0.0, 0.0], [10.0, 4.0]])) == pytest.approx([5.0, 2.0])


def test_an_annotator_without_a_point_is_left_out():
    points = np.array([[0.0, 0.0], [np.nan, np.nan], [10.0, 4.0]])
    assert geometric_median(points) == pytest.approx([5.0, 2.0])
    assert np.isnan(geometric_median(np.full((3, 2), np.nan))).all()
    assert np.isnan(pairwise_distances(points)).tolist() == [True, False, True]


def test_a_median_at_an_annotators_own_point_is_found():
    points = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    assert geometric_median(points) == pytest.approx([0.0, 0.0], abs=1e-12)


def test_a_cloud_whose_mean_is_one_of_its_points_is_no_trap():
    points = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 6.0], [40.0, -30.0], [12.0, -6.0]])
    points[4] = points[:4].mean(axis=0)
    around = geometric_median(points) + np.array([[0.01, 0], [-0.01, 0], [0, 0.01], [0, -0.01]])
    best = total_distance(points, geometric_median(points))
    assert all(total_distance(points, near) >= best for near in around)


def test_frames_and_keypoints_are_solved_together():
    points = np.random.default_rng(4).uniform(0, 100, (3, 5, 4, 2))
    together = geometric_median(points)
    assert together.shape == (3, 5, 2)
    assert together[1, 2] == pytest.approx(geometric_median(points[1, 2]), abs=1e-6)


@given(clouds)
def test_no_point_nearby_is_closer_to_all(points):
    centre = geometric_median(points)
    best = total_distance(points, centre)
    for step in ([0.05, 0], [-0.05, 0], [0, 0.05], [0, -0.05]):
        assert total_distance(points, centre + step) >= best - 1e-9


@given(clouds, st.tuples(st.floats(-100, 100), st.floats(-100, 100)))
def test_the_consensus_moves_with_the_points(points, shift):
    moved = geometric_median(points + np.array(shift))
    assert total_distance(points, moved - shift) == pytest.approx(
        total_distance(points, geometric_median(points)), abs=1e-6
    )


def test_leaving_oneself_out_needs_somebody_else():
    alone = np.array([[3.0, 4.0], [np.nan, np.nan]])
    assert np.isnan(leave_one_out(alone)).all()
    assert leave_one_out(np.array([[0.0, 0.0], [3.0, 4.0]])).tolist() == [5.0, 5.0]


def test_everybody_always_saying_visible_gives_no_kappa():
    found = fleiss_kappa(rating_counts(np.full((6, 3), 2, dtype=np.int8), levels=(0, 1, 2)))
    assert found.kappa is None
    assert found.agreement == 1.0
    assert "no variation" in found.reason


def test_one_rater_alone_gives_no_kappa():
    found = fleiss_kappa(rating_counts(np.array([[2, -1], [1, -1]], dtype=np.int8), levels=(0, 1, 2)))
    assert (found.kappa, found.agreement, found.n) == (None, None, 0)
    assert found.reason


def test_chance_agreement_of_equal_halves_is_known():
    found = fleiss_kappa(np.array([[1, 1]] * 10))
    assert found.kappa == pytest.approx(-1.0)
