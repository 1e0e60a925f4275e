"""Mean poses, poses fitted onto poses, and the line between left and right."""

from __future__ import annotations

import numpy as np

from palpate.assist.posture import fitted, mean_pose, midline

NOWHERE = [np.nan, np.nan]
FIGURE = np.array([[0.0, 0.0], [-30.0, 40.0], [30.0, 40.0], [0.0, 50.0], [0.0, 100.0]])
MIRROR = np.array([0, 2, 1, 3, 4])


def test_where_and_how_near_a_figure_stood_does_not_blur_its_shape() -> None:
    poses = np.stack([FIGURE, FIGURE * 2.0 + 300.0, FIGURE * 0.5 - 40.0])
    np.testing.assert_allclose(mean_pose(poses), FIGURE, atol=1e-9)


def test_a_keypoint_counts_in_the_poses_that_have_it() -> None:
    missing_foot, raised_hand = FIGURE + 10.0, FIGURE.copy()
    missing_foot[4] = NOWHERE
    raised_hand[1, 1] -= 1e-6
    mean = mean_pose(np.stack([raised_hand, missing_foot]))
    np.testing.assert_allclose(mean, FIGURE, atol=1e-3)


def test_what_no_pose_has_the_mean_has_not() -> None:
    headless = FIGURE.copy()
    headless[0] = NOWHERE
    mean = mean_pose(np.stack([headless, headless + 5.0]))
    assert np.isnan(mean[0]).all()
    assert np.isfinite(mean[1:]).all()


def test_one_keypoint_in_common_tells_the_place_and_two_the_size() -> None:
    onto = np.full_like(FIGURE, np.nan)
    onto[0] = [500.0, 200.0]
    np.testing.assert_allclose(fitted(FIGURE, onto=onto), FIGURE + onto[0])
    onto[4] = [500.0, 400.0]
    np.testing.assert_allclose(fitted(FIGURE, onto=onto), FIGURE * 2.0 + onto[0])


def test_without_anything_in_common_a_pose_stays_where_it_is() -> None:
    np.testing.assert_array_equal(fitted(FIGURE, onto=np.full_like(FIGURE, np.nan)), FIGURE)


def test_the_midline_runs_through_midline_keypoints_and_between_pairs() -> None:
    found = midline(FIGURE, MIRROR)
    assert found is not None
    place, along = found
    assert abs(place[0]) < 1e-9
    np.testing.assert_allclose(np.abs(along), [0.0, 1.0], atol=1e-9)


def test_a_leaning_figure_has_a_leaning_midline() -> None:
    place, along = midline(FIGURE @ np.array([[1.0, 1.0], [-1.0, 1.0]]), MIRROR) or (None, None)
    assert place is not None
    np.testing.assert_allclose(np.abs(along), np.sqrt([0.5, 0.5]))


def test_one_place_of_the_middle_makes_an_upright_line_and_none_makes_none() -> None:
    hands = np.full_like(FIGURE, np.nan)
    hands[1:3] = FIGURE[1:3]
    place, along = midline(hands, MIRROR) or (None, None)
    np.testing.assert_array_equal(place, [0.0, 40.0])
    np.testing.assert_array_equal(along, [0.0, 1.0])
    hands[1] = NOWHERE
    assert midline(hands, MIRROR) is None
