"""Shares of correct keypoints and the lengths they are fractions of."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.model.skeleton import Keypoint, Skeleton
from palpate.quality import faces
from palpate.quality.pck import normaliser_lengths, pck, usable_normaliser

HAND = Skeleton("hand", tuple(Keypoint(name) for name in "abc"), normalisers={"torso": ("a", "c")})
POSE = np.array([[[0.0, 0.0], [50.0, 10.0], [3.0, 4.0]]])
NO_BOX = np.full((1, 4), np.nan)


def test_macro_weighs_keypoints_and_micro_placements():
    distances = np.array([[1.0, 9.0], [1.0, np.nan], [9.0, np.nan]])
    found = pck(distances, lengths=np.full(3, 10.0), alpha=0.2)
    assert found.per_keypoint == pytest.approx([2 / 3, 0.0])
    assert found.macro == pytest.approx(1 / 3)
    assert found.micro == pytest.approx(0.5)


@pytest.mark.parametrize("length", [0.0, np.nan])
def test_without_a_length_nothing_is_judged(length):
    found = pck(np.array([[1.0]]), lengths=np.array([length]), alpha=0.2)
    assert np.isnan([found.macro, found.micro, found.per_keypoint[0]]).all()


def test_the_skeletons_pair_gives_the_length():
    assert usable_normaliser(HAND) == "torso"
    assert normaliser_lengths(HAND, "torso", positions=POSE, boxes=NO_BOX).tolist() == [5.0]


def test_the_boxs_longer_side_stands_in_else_that_of_the_keypoints():
    assert usable_normaliser(Skeleton("plain", HAND.keypoints)) == "box"
    box = np.array([[0.0, 0.0, 30.0, 80.0]])
    assert normaliser_lengths(HAND, "box", positions=POSE, boxes=box).tolist() == [80.0]
    assert normaliser_lengths(HAND, "box", positions=POSE, boxes=NO_BOX).tolist() == [50.0]


def test_faces_in_profile_are_measured_by_their_box():
    assert faces.box_lengths(np.array([[0.0, 0.0, 4.0, 9.0]])).tolist() == [6.0]
    lengths = faces.interpupil_lengths(POSE, left_eye=[0, 2], right_eye=[1])
    assert lengths == pytest.approx(np.hypot(1.5 - 50, 2 - 10))
    assert np.isnan(faces.nme(np.array([[np.nan, np.nan]]), np.array([5.0]))).all()
    assert np.isnan(faces.auc(np.array([np.nan]), 0.1))
    assert np.isnan(faces.failure_rate(np.array([np.nan]), 0.1))
    assert np.isnan(faces.auc_as_mmpose(np.array([np.nan])))
