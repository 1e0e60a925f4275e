"""What an instance's scale is taken from."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.model.pose import Shape
from palpate.model.skeleton import ScaleRule
from palpate.quality.scale import areas_and_boxes, clip_constant, scales

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
POSE = np.array([[0.0, 0.0], [10.0, 20.0], [np.nan, np.nan]])


def scale_of(shape, pose=POSE, rule=None):
    areas, boxes = areas_and_boxes([shape])
    found = scales(rule or ScaleRule(), areas=areas, boxes=boxes, positions=pose[None])
    return found.px[0], found.source[0]


def test_a_stated_area_comes_first():
    shape = Shape(box=(0, 0, 5, 5), area=400.0, polygons=(SQUARE,))
    assert scale_of(shape) == (20.0, "mask")


def test_a_mask_without_stated_area_is_measured():
    assert scale_of(Shape(box=(0, 0, 5, 5), polygons=(SQUARE,))) == (10.0, "mask")


def test_a_box_counts_for_about_half_its_area():
    assert scale_of(Shape(box=(3, 4, 10, 20))) == (pytest.approx(np.sqrt(0.53 * 200)), "box")


def test_without_a_shape_the_keypoints_box_is_enlarged_by_a_tenth():
    assert scale_of(None) == (pytest.approx(np.sqrt(0.53 * 11 * 22)), "keypoints")


def test_an_area_of_zero_is_no_scale():
    assert scale_of(Shape(box=(0, 0, 10, 10), area=0.0))[1] == "box"


def test_a_single_point_has_no_scale():
    size, source = scale_of(None, pose=np.array([[3.0, 4.0]]))
    assert np.isnan(size)
    assert source == "none"


def test_the_skeletons_rule_sets_order_and_factor():
    shape = Shape(box=(0, 0, 10, 10), area=100.0)
    assert scale_of(shape, rule=ScaleRule(("box", "mask")))[1] == "box"
    assert scale_of(shape, rule=ScaleRule(factor=4.0))[0] == 20.0


def test_a_clips_scale_is_the_median_of_its_frames_also_where_one_has_none():
    px = np.array([10.0, 12.0, 50.0, np.nan, 30.0, 20.0, np.nan])
    groups = np.array([1, 1, 1, 1, 2, 2, 3])
    steady = clip_constant(px, groups)
    assert steady[:6].tolist() == [12.0, 12.0, 12.0, 12.0, 25.0, 25.0]
    assert np.isnan(steady[6])
    assert np.isnan(clip_constant(np.array([np.nan]), np.array([1]))).all()
