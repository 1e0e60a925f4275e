"""Velocities of keypoints as differences from frame to frame."""

from __future__ import annotations

import numpy as np

from palpate.assist.velocity import NO_CUTS, central_differences


def line(*x: float) -> np.ndarray:
    return np.array(x, dtype=np.float64)[:, None]


def test_differences_are_central_and_one_sided_at_the_ends() -> None:
    assert central_differences(line(0, 1, 4, 9), NO_CUTS).ravel().tolist() == [1.0, 2.0, 4.0, 5.0]


def test_a_gap_leaves_what_one_side_tells_and_nothing_in_itself() -> None:
    found = central_differences(line(0, 2, np.nan, 10, np.nan), NO_CUTS).ravel()
    assert found[:2].tolist() == [2.0, 2.0]
    assert np.isnan(found[2:]).all()


def test_nothing_moves_across_a_cut() -> None:
    found = central_differences(line(0, 1, 500, 502), np.array([2, -5, 90])).ravel()
    assert found.tolist() == [1.0, 1.0, 2.0, 2.0]


def test_a_track_of_no_frame_or_one_has_no_velocity() -> None:
    assert central_differences(np.empty((0, 1)), NO_CUTS).shape == (0, 1)
    assert np.isnan(central_differences(line(3.0), NO_CUTS)).all()
