"""How skeletons of all kinds hang together."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.kinship import kinship_of
from palpate.model.skeleton import Keypoint, Side, Skeleton
from palpate.store.library import load_skeleton


def named(skeleton, indices):
    return {skeleton.names[k] for k in indices}


@pytest.fixture(scope="module")
def bowler():
    return load_skeleton("cricket_bowling_54")


def test_parents_come_before_their_children(bowler):
    kinship = kinship_of(bowler)
    place = np.argsort(kinship.order)
    children = np.flatnonzero(kinship.parents >= 0)
    assert (place[kinship.parents[children]] < place[children]).all()
    assert bowler.names[kinship.order[0]] == "l5"


def test_hands_feet_and_head_are_parts_and_limbs_are_parts_of_two(bowler):
    parts = [named(bowler, part.members) for part in kinship_of(bowler).parts]
    assert {"left_elbow", "left_wrist_proximal"} in parts
    assert {"right_hip", "right_knee"} in parts
    assert {"head_vertex", "nose", "left_tragion", "right_tragion"} in parts
    assert any("left_middle_tip" in part and "left_wrist_mid" in part for part in parts)
    assert not any("left_ankle" in part and "right_ankle" in part for part in parts)


def test_the_trunk_is_what_lies_between_shoulders_and_hips(bowler):
    trunk = named(bowler, kinship_of(bowler).parts[-1].members)
    assert {"left_shoulder", "right_shoulder", "left_hip", "right_hip", "c7", "l5"} <= trunk
    assert "left_elbow" not in trunk


def test_without_parents_the_edges_make_the_tree_and_a_circle_is_cut_open():
    points = tuple(Keypoint(name) for name in "abcd")
    kinship = kinship_of(Skeleton("ring", points, edges=(("a", "b"), ("b", "c"), ("c", "a"))))
    assert kinship.parents.tolist() == [-1, 0, 0, -1]
    assert len(kinship.parts) == 3


def test_parents_in_a_circle_do_not_hang_the_walk():
    points = Keypoint("a", parent="b"), Keypoint("b", parent="a")
    kinship = kinship_of(Skeleton("odd", points))
    assert (kinship.parents < 0).sum() == 1


def test_points_without_anything_stand_alone():
    kinship = kinship_of(Skeleton("ball", (Keypoint("ball", region="ball", side=Side.MIDLINE),)))
    assert kinship.parents.tolist() == [-1]
    assert kinship.parts == ()
