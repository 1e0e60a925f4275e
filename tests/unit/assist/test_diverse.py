"""Which frames are least like those one has."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.diverse import farthest, picture_features, pose_features


def test_each_is_the_farthest_from_all_before_it():
    line = np.array([[0.0], [1.0], [10.0], [4.0], [6.0]])
    rows, far = farthest(line, np.array([True, False, False, False, False]), n=3)
    assert rows.tolist() == [2, 3, 4]
    assert far.tolist() == [10.0, 4.0, 2.0]


def test_with_nothing_known_it_begins_in_the_middle():
    line = np.array([[0.0], [5.0], [11.0]])
    rows, far = farthest(line, np.zeros(3, bool), n=2)
    assert rows[0] == 1
    assert np.isnan(far[0])
    assert far[1] == 6.0


def test_rows_that_are_the_same_as_known_ones_are_not_offered():
    rows, _ = farthest(np.zeros((6, 3)), np.eye(6, dtype=bool)[0], n=4)
    assert len(rows) == 0
    assert len(farthest(np.zeros((0, 3)), np.zeros(0, bool), n=4)[0]) == 0


def test_where_and_how_large_a_pose_is_makes_no_difference():
    pose = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 20.0]])
    turned = pose[:, ::-1]
    features = pose_features(np.stack([pose, 3 * pose + 400, turned]))
    np.testing.assert_allclose(features[0], features[1])
    assert np.abs(features[0] - features[2]).max() > 0.5


def test_an_unknown_keypoint_stands_where_it_does_on_average():
    poses = np.array([[[0.0, 0.0], [1.0, 0.0]]] * 3)
    poses[2, 1] = np.nan
    features = pose_features(poses)
    assert np.isfinite(features).all()
    np.testing.assert_allclose(features[2, 2:], features[0, 2:])


def test_pictures_are_told_apart_by_what_is_where():
    dark = np.zeros((90, 160), np.uint8)
    left = dark.copy()
    left[:, :80] = 200
    assert np.sqrt(((picture_features(left) - picture_features(dark)) ** 2).mean()) == pytest.approx(
        200 / np.sqrt(2)
    )
    assert picture_features(np.full((3, 5), 7, np.uint8)).tolist() == [7.0] * 15
