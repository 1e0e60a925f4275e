"""Boxes, areas and frames of reference in the plane."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.base.errors import GeometryRefused
from palpate.base.geometry import (
    Polygon,
    bounding_box,
    box_between,
    encloses,
    hull_outline,
    is_valid,
    joined,
    mended,
    outline_area,
    overlap,
    polygons_area,
    rotated,
    simplified,
    stroke_outline,
    valid_polygon,
    without,
)

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
coordinates = st.floats(-1e4, 1e4)


def test_a_box_holds_the_finite_points() -> None:
    points = np.array([[1.0, 5.0], [np.nan, 0.0], [4.0, 9.0], [np.nan, np.nan]])
    box = bounding_box(points)
    assert box is not None
    assert box.tolist() == [1.0, 5.0, 3.0, 4.0]


def test_a_margin_is_shared_by_both_sides() -> None:
    box = bounding_box(np.array([[0.0, 0.0], [10.0, 20.0]]), margin=0.1)
    assert box is not None
    np.testing.assert_allclose(box, [-0.5, -1.0, 11.0, 22.0])


def test_no_points_have_no_box_and_one_has_an_empty_one() -> None:
    assert bounding_box(np.full((3, 2), np.nan)) is None
    assert bounding_box(np.empty((0, 2))) is None
    box = bounding_box(np.array([[3.0, 4.0]]), margin=0.5)
    assert box is not None
    assert box.tolist() == [3.0, 4.0, 0.0, 0.0]


@given(points=arrays.arrays(np.float64, (5, 2), elements=coordinates))
def test_every_point_is_in_the_box(points: np.ndarray) -> None:
    box = bounding_box(points)
    assert box is not None
    assert (points >= box[:2] - 1e-9).all()
    assert (points <= box[:2] + box[2:] + 1e-9).all()


def test_areas_that_overlap_count_once() -> None:
    assert polygons_area([SQUARE]) == pytest.approx(100.0)
    assert polygons_area([SQUARE, SQUARE + 5.0]) == pytest.approx(175.0)
    assert polygons_area([SQUARE, SQUARE + 50.0]) == pytest.approx(200.0)
    assert polygons_area([SQUARE[::-1]]) == pytest.approx(100.0)


def test_a_ring_that_crosses_itself_has_the_area_it_covers() -> None:
    bow_tie = np.array([[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]])
    assert polygons_area([bow_tie]) == pytest.approx(50.0)


def test_what_is_no_ring_covers_nothing() -> None:
    assert polygons_area([]) == 0.0
    assert polygons_area([SQUARE[:2], SQUARE[:0]]) == 0.0
    assert polygons_area([np.array([[0.0, 0.0], [5.0, 5.0], [10.0, 10.0]])]) == 0.0


def test_a_vector_is_told_along_and_across() -> None:
    along = np.array([[0.0, 5.0], [3.0, 0.0]])  # down, and to the right
    vectors = np.array([[2.0, 7.0], [2.0, 7.0]])
    np.testing.assert_allclose(rotated(vectors, along), [[7.0, 2.0], [2.0, -7.0]])


def test_along_nothing_there_is_no_direction() -> None:
    assert np.isnan(rotated(np.array([1.0, 2.0]), np.zeros(2))).all()


@given(
    vectors=arrays.arrays(np.float64, (4, 2), elements=coordinates),
    along=arrays.arrays(np.float64, (4, 2), elements=st.floats(0.1, 1e4)),
)
def test_turning_keeps_lengths(vectors: np.ndarray, along: np.ndarray) -> None:
    turned = rotated(vectors, along)
    np.testing.assert_allclose(
        np.hypot(*np.moveaxis(turned, -1, 0)), np.hypot(*np.moveaxis(vectors, -1, 0)), rtol=1e-9, atol=1e-9
    )


# ---- outlines ------------------------------------------------------------------------------------------

BOW_TIE = SQUARE[[0, 2, 1, 3]]
rings = arrays.arrays(
    np.float64, st.tuples(st.integers(0, 12), st.just(2)), elements=st.floats(-500, 500, width=32)
)


def square(x: float, y: float, side: float) -> Polygon:
    return Polygon(SQUARE * side / 10.0 + np.array([x, y]))


@given(ring=rings, hole=rings)
def test_what_a_hand_may_draw_is_refused_or_becomes_valid(ring: np.ndarray, hole: np.ndarray) -> None:
    try:
        outline = valid_polygon(ring, [hole] if len(hole) >= 3 else [])
    except GeometryRefused:
        return
    assert is_valid(outline)
    assert outline_area(outline) > 0.0
    assert mended(outline) is outline


@given(first=rings, second=rings)
def test_areas_are_never_negative_and_add_up(first: np.ndarray, second: np.ndarray) -> None:
    try:
        a, b = valid_polygon(first), valid_polygon(second)
    except GeometryRefused:
        return
    both, shared = joined(a, b), overlap(a, b)
    assert is_valid(both)
    assert shared >= 0.0
    assert outline_area(both) + shared == pytest.approx(outline_area(a) + outline_area(b), abs=0.1)
    try:
        left = without(a, b)
    except GeometryRefused:
        left = ()
    assert outline_area(left) == pytest.approx(outline_area(a) - shared, abs=0.1)


@given(points=arrays.arrays(np.float64, (6, 2), elements=st.floats(-500, 500, width=32)))
def test_a_stroke_covers_its_way_and_a_hull_its_points(points: np.ndarray) -> None:
    stroke = stroke_outline(points, 3.0)
    assert is_valid(stroke)
    assert outline_area(stroke) > 25.0  # the brush alone covers 28, its circle a little less
    assert all(encloses(stroke, x, y) for x, y in points.tolist())
    try:
        hull = hull_outline(points, margin=1.0)
    except GeometryRefused:
        return
    assert is_valid(hull)
    assert all(encloses(hull, x, y) for x, y in points.tolist())
    assert outline_area(simplified(hull, 0.5)) > 0.0


def test_a_ring_that_crosses_itself_falls_into_what_it_goes_around() -> None:
    outline = valid_polygon(BOW_TIE)
    assert len(outline) == 2
    assert outline_area(outline) == pytest.approx(50.0)


def test_a_stretch_that_a_ring_goes_around_twice_is_inside() -> None:
    loop = np.array([[0, 0], [10, 0], [10, 6], [4, 6], [4, 2], [8, 2], [8, 10], [0, 10]], dtype=np.float64)
    (part,) = valid_polygon(loop)
    assert part.holes == ()
    assert outline_area((part,)) == pytest.approx(92.0)


def test_a_closed_ring_is_the_open_one() -> None:
    closed = np.vstack([SQUARE, SQUARE[:1]])
    (part,) = valid_polygon(closed)
    assert len(part.exterior) == 4


def test_a_hole_is_cut_out_and_what_it_reaches_beyond_means_nothing() -> None:
    (part,) = valid_polygon(SQUARE, [SQUARE / 2 + 2.0])
    assert len(part.holes) == 1
    assert outline_area((part,)) == pytest.approx(75.0)
    assert encloses((part,), 1.0, 1.0)
    assert not encloses((part,), 4.0, 4.0)
    assert outline_area(valid_polygon(SQUARE, [SQUARE + 5.0])) == pytest.approx(75.0)


@pytest.mark.parametrize(
    ("ring", "sentence"),
    [
        (SQUARE[:2], "three corners or more"),
        (np.repeat(SQUARE[:2], 3, axis=0), "three corners or more"),
        (np.array([[0.0, 0.0], [5.0, 5.0], [9.0, 9.0]]), "do not lie on a line"),
        (np.array([[0.0, 0.0], [5.0, np.nan], [9.0, 9.0]]), "two finite numbers"),
        (np.array([[0.0, 0.0], [5.0, np.inf], [9.0, 9.0]]), "two finite numbers"),
        (SQUARE * 1e12, "two finite numbers"),
    ],
)
def test_what_encloses_nothing_is_refused_with_the_reason(ring: np.ndarray, sentence: str) -> None:
    with pytest.raises(GeometryRefused, match=sentence):
        valid_polygon(ring)


def test_a_hole_over_all_of_it_is_refused() -> None:
    with pytest.raises(GeometryRefused, match="nothing is left"):
        valid_polygon(SQUARE, [SQUARE * 3.0 - 5.0])
    with pytest.raises(GeometryRefused, match="nothing would be left"):
        without((square(1, 1, 2),), (square(0, 0, 10),))


def test_parts_of_a_file_that_cross_or_overlap_are_mended() -> None:
    whole = mended((square(0, 0, 10), square(5, 5, 10), Polygon(SQUARE[:2])))
    assert len(whole) == 1
    assert outline_area(whole) == pytest.approx(175.0)
    with pytest.raises(GeometryRefused):
        mended((Polygon(SQUARE[:2]),))


def test_a_hole_of_a_file_that_has_no_area_is_left_out() -> None:
    slit = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    (whole,) = mended((Polygon(SQUARE, (slit, SQUARE / 4.0 + 5.0)),))
    assert len(whole.holes) == 1
    assert outline_area((whole,)) == pytest.approx(outline_area((Polygon(SQUARE),)) * 15.0 / 16.0)


def test_a_bridge_that_is_cut_leaves_two_parts_the_larger_first() -> None:
    bar = (Polygon(np.array([[0.0, 0.0], [30.0, 0.0], [30.0, 4.0], [0.0, 4.0]])),)
    large, small = without(bar, (square(20, -3, 7),))
    assert outline_area((large,)) == pytest.approx(80.0)
    assert outline_area((small,)) == pytest.approx(12.0)


def test_a_box_is_the_same_from_any_corner_and_refused_without_extent() -> None:
    assert box_between((1.0, 9.0), (5.0, 2.0)) == (1.0, 2.0, 4.0, 7.0)
    for corner in ((1.0, 20.0), (8.0, 9.0), (1.0, 9.0)):
        with pytest.raises(GeometryRefused, match="a width and a height"):
            box_between((1.0, 9.0), corner)
    with pytest.raises(GeometryRefused, match="four finite numbers"):
        box_between((1.0, 9.0), (np.nan, 2.0))


def test_a_hull_needs_three_points_off_a_line() -> None:
    with pytest.raises(GeometryRefused, match="three placed keypoints"):
        hull_outline(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [np.nan, 5.0]]), margin=2.0)
    assert outline_area(hull_outline(SQUARE)) == pytest.approx(100.0)
    widened = outline_area(hull_outline(SQUARE, margin=1.0))
    assert 140.0 < widened < 144.0  # a frame of 1 px with rounded corners


def test_a_stroke_without_a_point_or_a_size_is_refused() -> None:
    with pytest.raises(GeometryRefused):
        stroke_outline(np.empty((0, 2)), 3.0)
    with pytest.raises(GeometryRefused):
        stroke_outline(SQUARE, 0.0)
    assert outline_area(stroke_outline(SQUARE[:1], 10.0)) == pytest.approx(np.pi * 100, rel=0.01)


def test_an_area_knows_of_holes() -> None:
    assert polygons_area([SQUARE], [[SQUARE / 2 + 2.0]]) == pytest.approx(75.0)
    assert polygons_area([SQUARE, SQUARE + 50.0], [[], [SQUARE / 2 + 52.0]]) == pytest.approx(175.0)
