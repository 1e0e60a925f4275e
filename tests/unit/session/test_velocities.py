"""Velocities of keypoints as differences from frame to frame."""

from __future__ import annotations

import numpy as np

from palpate.session.scenes import keep_cuts
from palpate.session.session import Session
from palpate.session.velocities import central_differences, velocities_of

NO_CUTS = np.empty(0, dtype=np.int64)


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


def test_the_hand_of_the_thrower_goes_forty_px_a_frame(thrower: Session) -> None:
    live = thrower.live(thrower.contents.layers[0].id, "ada")
    found = velocities_of(live)
    assert found[20, 2].tolist() == [40.0, 0.0]
    assert (found[:, 0] == 0.0).all()


def test_a_scene_that_begins_amid_the_throw_parts_it(thrower: Session) -> None:
    keep_cuts(thrower, thrower.contents.clip("c"), [15])
    live = thrower.live(thrower.contents.layers[0].id, "ada")
    assert velocities_of(live)[14:16, 2, 0].tolist() == [0.0, 40.0]
