"""Centres found from what can be seen on the outline."""

from __future__ import annotations

import math

import numpy as np
import pytest

from palpate.assist.construct import circle_centre, hip_centre, middle
from palpate.base.errors import UsageError

DOWN = np.array([0.0, 1.0])


def test_the_middle_of_two_skin_edges_lies_halfway() -> None:
    np.testing.assert_array_equal(middle(np.array([[10.0, 20.0], [30.0, 26.0]])), [20.0, 23.0])


@pytest.mark.parametrize("angles", [(0.0, 1.0, 2.0), (0.3, 0.5, 0.8), (0.0, 2.0, 4.0)])
def test_three_points_of_an_edge_give_back_its_circle(angles: tuple[float, ...]) -> None:
    centre = np.array([321.5, 87.25])
    edge = centre + 40.0 * np.array([[math.cos(a), math.sin(a)] for a in angles])
    np.testing.assert_allclose(circle_centre(edge), centre, atol=1e-9)


@pytest.mark.parametrize(
    "points",
    [
        [[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]],
        [[0.0, 0.0], [10.0, 0.05], [20.0, 0.0]],
        [[5.0, 5.0], [5.0, 5.0], [5.0, 5.0]],
        [[0.0, 0.0], [0.0, 0.0], [20.0, 0.0]],
    ],
)
def test_three_points_on_a_line_are_no_circle(points: list[list[float]]) -> None:
    with pytest.raises(UsageError, match="almost on a line"):
        circle_centre(np.array(points))


def test_a_hip_from_the_front_is_30_percent_down_and_14_percent_in() -> None:
    right, left = np.array([100.0, 200.0]), np.array([300.0, 200.0])
    np.testing.assert_allclose(hip_centre(right, left, distal=DOWN), [128.0, 260.0])
    np.testing.assert_allclose(hip_centre(left, right, distal=DOWN), [272.0, 260.0])


def test_a_tilted_pelvis_takes_its_hips_along() -> None:
    right, left = np.array([100.0, 200.0]), np.array([100.0, 400.0])  # lying on the side, feet to the left
    hip = hip_centre(right, left, distal=np.array([-3.0, 1.0]))
    np.testing.assert_allclose(hip, [40.0, 228.0])


def test_a_pelvis_of_one_point_or_with_feet_beside_it_has_no_hip() -> None:
    here = np.array([100.0, 200.0])
    with pytest.raises(UsageError, match="the same"):
        hip_centre(here, here, distal=DOWN)
    with pytest.raises(UsageError, match="where the legs are"):
        hip_centre(here, here + np.array([50.0, 0.0]), distal=np.array([1.0, 0.0]))
