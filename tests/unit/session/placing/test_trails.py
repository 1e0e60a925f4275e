"""Where keypoints were in the frames before."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.session.placing.trails import trails
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack


@pytest.fixture
def walker(two_bowlers: Session) -> LiveTrack:
    return two_bowlers.live(two_bowlers.contents.layers[0].id, two_bowlers.contents.instances[0].id)


def test_a_trail_is_where_the_keypoint_was_oldest_first(walker: LiveTrack) -> None:
    found = trails(walker, 25, np.array([1]), length=4)
    assert found.age.tolist() == [4, 3, 2, 1]
    assert np.allclose(found.positions[:, 0], [131.0, 132.0, 133.0, 134.0])
    assert not found.keyframe.any()


def test_what_a_person_placed_is_told_from_what_was_filled_in(walker: LiveTrack) -> None:
    found = trails(walker, 25, np.array([0, 3]), length=8)
    assert len(found.positions) == 16
    assert found.age[found.keyframe].tolist() == [5, 5]
    assert np.allclose(found.positions[found.keyframe][:, 0], [120.0, 150.0])


def test_a_trail_ends_where_the_track_begins(walker: LiveTrack) -> None:
    assert trails(walker, 2, np.array([0]), length=12).age.tolist() == [2, 1]
    assert not len(trails(walker, 0, np.array([0]), length=12).positions)


def test_beyond_the_last_keyframe_a_trail_fades_out(walker: LiveTrack) -> None:
    assert trails(walker, 95, np.array([0]), length=6).age.tolist() == [6, 5]
    assert not len(trails(walker, 99, np.array([0]), length=6).positions)


def test_a_trail_of_no_keypoint_is_empty(walker: LiveTrack) -> None:
    assert trails(walker, 25, np.array([], dtype=np.int64), length=6).positions.shape == (0, 2)
