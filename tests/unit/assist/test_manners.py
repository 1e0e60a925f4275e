"""How briskly keypoints move, told by their own keyframes."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.manners import manners_of, tracked_jerk
from palpate.assist.smoother import Measured


def path_of(jerk, frames, seed=3):
    random = np.random.default_rng(seed)
    covariance = np.array([[1 / 20, 1 / 8, 1 / 6], [1 / 8, 1 / 3, 1 / 2], [1 / 6, 1 / 2, 1]]) * jerk
    move = np.array([[1, 1, 0.5], [0, 1, 1], [0, 0, 1]])
    state, path = np.zeros((3, 2)), []
    for _ in range(frames):
        path.append(state[0])
        state = move @ state + random.multivariate_normal(np.zeros(3), covariance, 2).T
    return np.array(path)


def keyframes(path, gap):
    keyed = np.arange(len(path)) % gap == 0
    return Measured(
        np.ones(len(path) - 1),
        np.where(keyed[:, None], path, 0.0),
        np.where(keyed, 25.0, 0.0),
        np.zeros((len(path) - 1, 2)),
        np.zeros(len(path) - 1),
    )


def chosen(runs, path):
    return manners_of(path[:, None], np.ones((len(path) - 1, 1), dtype=bool), runs)[0]


@pytest.mark.parametrize("jerk", [0.02, 2.0])
def test_a_brisk_motion_is_told_from_a_calm_one_by_its_keyframes(jerk):
    path = path_of(jerk, 400)
    still = np.zeros_like(path)
    manner = chosen(lambda _k, kin: [] if kin else [keyframes(path, 10)], still)
    assert jerk / 3 < manner.jerk / 8 < 3 * jerk
    assert not manner.of_kin


def test_a_keypoint_that_goes_with_its_parent_is_found_out():
    path, parent = path_of(0.01, 400), path_of(5.0, 400, seed=8)
    manner = chosen(lambda _k, kin: [keyframes(path if kin else path + parent, 10)], np.zeros_like(path))
    assert manner.of_kin


def test_without_enough_keyframes_the_usual_holds():
    path = np.zeros((30, 2))
    manner = chosen(lambda _k, _kin: [keyframes(path, 29)], path)
    assert manner.jerk == pytest.approx(2.0)


def test_tracked_places_that_jump_say_more_than_their_noise():
    inside = np.ones((199, 1), dtype=bool)
    calm = np.random.default_rng(1).normal(0, 0.1, (200, 1, 2))
    jumping = np.random.default_rng(1).normal(0, 6.0, (200, 1, 2))
    assert tracked_jerk(calm, inside)[0] == 0
    assert tracked_jerk(jumping, inside)[0] > 100
