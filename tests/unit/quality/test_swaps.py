"""Left and right exchanged, and subjects labelled twice."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.quality.duplicates import coinciding, repeated
from palpate.quality.swaps import find_swaps, swapped_instances

NAMES = ("nose", "left_hip", "right_hip", "left_knee", "right_knee")
MIRROR = np.array([0, 2, 1, 4, 3])
TOLERANCE = np.full(5, 3.0)
FRONT = np.array([[0.0, 0.0], [20.0, 60.0], [-20.0, 60.0], [22.0, 100.0], [-22.0, 100.0]])


def swaps_of(candidate, reference):
    return find_swaps(candidate, reference, mirror=MIRROR, tolerance_px=TOLERANCE)


def test_a_pose_with_all_sides_exchanged_is_one_swap_not_many_errors():
    found = swaps_of((FRONT[MIRROR] + 1.0)[None], FRONT[None])
    assert found.poses.tolist() == [True]
    assert found.keypoints.tolist() == [[False, True, True, True, True]]


def test_one_exchanged_pair_does_not_make_the_pose_one():
    mixed = FRONT[[0, 1, 2, 4, 3]]
    found = swaps_of(mixed[None], FRONT[None])
    assert found.poses.tolist() == [False]
    assert found.keypoints.tolist() == [[False, False, False, True, True]]


@pytest.mark.parametrize("shift", [0.0, 2.0, 60.0])
def test_a_shift_of_everything_is_no_swap(shift):
    found = swaps_of((FRONT + np.array([shift, 0.0]))[None], FRONT[None])
    assert not found.poses.any()
    assert not found.keypoints.any()


def test_from_the_side_left_and_right_lie_on_each_other_and_prove_nothing():
    side_on = FRONT * [0.1, 1.0]
    found = swaps_of(side_on[MIRROR][None], side_on[None])
    assert not found.poses.any()
    assert not found.keypoints.any()


def test_a_missing_side_is_not_judged():
    lacking = FRONT[MIRROR].copy()
    lacking[1] = np.nan
    found = swaps_of(lacking[None], FRONT[None])
    assert found.keypoints.tolist() == [[False, False, False, True, True]]
    assert not found.poses.any()


def test_the_instance_is_named_with_its_frames():
    poses = np.stack([FRONT[MIRROR], FRONT, FRONT[MIRROR]])
    found = swapped_instances(
        swaps_of(poses, np.stack([FRONT] * 3)),
        NAMES,
        clips=np.array(["over 1"] * 3),
        instances=np.array(["Ana", "Ben", "Ana"]),
        frames=np.array([4, 4, 7]),
    )
    assert [(one.instance, one.frames) for one in found] == [("Ana", (4, 7))]
    assert found[0].keypoints == {"left_hip": 2, "right_hip": 2, "left_knee": 2, "right_knee": 2}
    assert found[0].sentence.startswith("left and right look swapped for this instance: Ana, over 1")


def test_of_equal_keys_all_but_the_first_are_repeats():
    assert repeated(np.array([3, 1, 3, 3, 2])).tolist() == [False, False, True, True, False]


def test_poses_that_lie_on_each_other_in_one_frame_are_one_subject():
    positions = np.stack([FRONT, FRONT + 0.5, FRONT + 40.0, FRONT])
    found = coinciding(positions, frames=np.array([1, 1, 1, 2]), scale_px=np.full(4, 100.0))
    assert found.tolist() == [[0, 1]]


def test_sharing_a_single_point_makes_nobody_the_same():
    other = np.full_like(FRONT, np.nan)
    other[0] = FRONT[0]
    found = coinciding(np.stack([FRONT, other]), frames=np.array([1, 1]), scale_px=np.full(2, 100.0))
    assert not len(found)


def test_without_scale_only_equal_poses_are_the_same():
    for shift, n in ((0.0, 1), (0.1, 0)):
        positions = np.stack([FRONT, FRONT + shift])
        assert len(coinciding(positions, frames=np.array([1, 1]), scale_px=np.full(2, np.nan))) == n


def test_of_nothing_nothing_coincides():
    assert not len(coinciding(np.zeros((0, 5, 2)), frames=np.zeros(0, int), scale_px=np.zeros(0)))
