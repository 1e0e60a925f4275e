"""Bias along and across a limb, with a sign that the body gives."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.model.skeleton import ChainPlace, Keypoint, Side, Skeleton
from palpate.quality.limbs import neighbours
from palpate.quality.local_bias import local_biases

L, R = Side.LEFT, Side.RIGHT
BODY = Skeleton(
    "body",
    (
        Keypoint("c7", parent="t6", chain=ChainPlace("spine", 0.0)),
        Keypoint("t6", parent="l5", chain=ChainPlace("spine", 0.5)),
        Keypoint("l5", chain=ChainPlace("spine", 1.0)),
        Keypoint("left_shoulder", side=L, mirror="right_shoulder", parent="c7"),
        Keypoint("right_shoulder", side=R, mirror="left_shoulder", parent="c7"),
        Keypoint("left_elbow", side=L, mirror="right_elbow", parent="left_shoulder"),
        Keypoint("right_elbow", side=R, mirror="left_elbow", parent="right_shoulder"),
        Keypoint("nose"),
        Keypoint("left_ear", side=L, mirror="right_ear"),
        Keypoint("right_ear", side=R, mirror="left_ear"),
    ),
)
FROM_BEHIND = [
    (0, 0),
    (0, 50),
    (0, 100),
    (-30, 10),
    (30, 10),
    (-40, 60),
    (40, 60),
    (0, -30),
    (-5, -30),
    (5, -30),
]
FACING_RIGHT = [
    (0, 0),
    (0, 50),
    (0, 100),
    (1, 10),
    (-1, 10),
    (5, 60),
    (3, 60),
    (15, -30),
    (1, -30),
    (-1, -30),
]


def biases(errors, positions, skeleton=BODY):
    scale = np.full(len(positions), 100.0)
    return local_biases(errors, skeleton, positions=positions, scale_px=scale)


def bias_of(name, shift, *poses):
    positions = np.array(poses, dtype=float)
    errors = np.zeros_like(positions) + np.array(shift, dtype=float)
    return biases(errors, positions)[BODY.position_of[name]]


def mirrored(pose):
    return [(-x, y) for x, y in pose]


def test_the_spine_runs_along_its_chain_and_not_to_its_root():
    assert neighbours(BODY, BODY.position_of["t6"]) == ([0], [2])
    assert neighbours(BODY, BODY.position_of["c7"]) == ([0], [1])
    assert neighbours(BODY, BODY.position_of["left_elbow"]) == ([3], [5])
    assert neighbours(BODY, BODY.position_of["nose"]) == ([], [])


def test_across_the_spine_is_positive_to_the_athletes_left():
    found = bias_of("t6", (-8, 3), FROM_BEHIND)
    assert (found.along, found.across, found.axis) == (pytest.approx(3), pytest.approx(8), "left")


def test_athletes_seen_from_both_sides_do_not_cancel_out():
    found = bias_of("t6", (-8, 0), FROM_BEHIND)
    turned = bias_of("t6", (8, 0), mirrored(FROM_BEHIND))
    assert found.across == pytest.approx(turned.across)


def test_paired_points_count_away_from_the_midline():
    assert bias_of("left_elbow", (-8, 0), FROM_BEHIND).axis == "lateral"
    assert bias_of("left_elbow", (-8, 0), FROM_BEHIND).across > 7
    assert bias_of("right_elbow", (8, 0), FROM_BEHIND).across > 7


def test_from_the_side_across_is_positive_to_the_front():
    found = bias_of("t6", (6, 0), FACING_RIGHT)
    assert (found.across, found.axis) == (pytest.approx(6), "anterior")
    assert bias_of("t6", (6, 0), mirrored(FACING_RIGHT)).across == pytest.approx(-6)


def test_the_view_of_most_frames_is_reported_and_the_others_left_out():
    positions = np.array([FROM_BEHIND, FROM_BEHIND, FACING_RIGHT], dtype=float)
    errors = np.zeros_like(positions)
    errors[:2, 1] = (-8, 0)
    errors[2, 1] = (100, 100)
    found = biases(errors, positions)[1]
    assert (found.n, found.across, found.axis) == (2, pytest.approx(8), "left")


def test_without_shoulders_or_face_the_sign_is_that_of_the_image():
    finger = Skeleton("finger", (Keypoint("base"), Keypoint("tip", parent="base")))
    positions = np.array([[[0.0, 0.0], [0.0, 10.0]]])
    found = biases(np.full((1, 2, 2), 2.0), positions, finger)[1]
    assert (found.along, found.across, found.axis) == (2.0, 2.0, "")


def test_a_keypoint_without_limb_or_without_errors_has_none():
    assert bias_of("nose", (1, 1), FROM_BEHIND) is None
    assert bias_of("t6", (np.nan, np.nan), FROM_BEHIND) is None
