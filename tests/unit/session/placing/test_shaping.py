"""Boxes and masks at the focus: drawn, made from keypoints, mended or refused, each one undo."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from palpate.base.errors import EditRefused, GeometryRefused
from palpate.base.geometry import Polygon, is_valid, outline_area
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.quality.scale import areas_and_boxes, scales
from palpate.session import editions
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.shapes import SetPolygon
from palpate.session.placing import gestures, pose_starts, shaping
from palpate.session.placing.shaping import MadeByHand, shape_here
from palpate.session.session import Session

SQUARE = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])


@pytest.fixture
def walker(two_bowlers: Session) -> Session:
    """The walker in frame 20, whose keypoints lie on a diagonal from (120, 120) to (160, 160)."""
    layer, walker = two_bowlers.contents.layers[0], two_bowlers.contents.instances[0]
    two_bowlers.selection.move(clip="clip-1", layer=layer.id, instance=walker.id, frame=20)
    return two_bowlers


def steps(session: Session) -> int:
    return len(session.project.history())


def test_a_box_is_drawn_between_two_corners(walker: Session) -> None:
    shaping.draw_box(walker, (50.0, 80.0), (10.0, 20.0))
    assert shape_here(walker).box == (10.0, 20.0, 40.0, 60.0)
    assert shape_here(walker).box_origin is Origin.HAND
    walker.undo()
    assert shape_here(walker) == Shape()


def test_a_box_of_no_size_is_refused_and_the_old_one_stays(walker: Session) -> None:
    shaping.draw_box(walker, (10.0, 20.0), (50.0, 80.0))
    before = steps(walker)
    with pytest.raises(GeometryRefused, match="a width and a height"):
        shaping.draw_box(walker, (10.0, 20.0), (10.0, 90.0))
    assert shape_here(walker).box == (10.0, 20.0, 40.0, 60.0)
    assert steps(walker) == before


def test_a_box_from_keypoints_has_a_margin_and_may_be_made_again(walker: Session) -> None:
    shaping.box_from_keypoints(walker)
    assert shape_here(walker).box == pytest.approx((118.0, 118.0, 44.0, 44.0))
    assert shape_here(walker).box_origin is Origin.ACCEPTED
    shaping.box_from_keypoints(walker, margin=0.5)
    assert shape_here(walker).box == pytest.approx((110.0, 110.0, 60.0, 60.0))


def test_what_was_drawn_by_hand_goes_only_when_asked_for(walker: Session) -> None:
    shaping.draw_box(walker, (10.0, 20.0), (50.0, 80.0))
    with pytest.raises(MadeByHand):
        shaping.box_from_keypoints(walker)
    assert shape_here(walker).box == (10.0, 20.0, 40.0, 60.0)
    shaping.box_from_keypoints(walker, replace=True)
    assert shape_here(walker).box == pytest.approx((118.0, 118.0, 44.0, 44.0))
    walker.undo()
    assert shape_here(walker).box == (10.0, 20.0, 40.0, 60.0)


def test_too_few_keypoints_have_neither_box_nor_hull(walker: Session) -> None:
    walker.selection.move(instance=walker.contents.instances[1].id, frame=0)  # all at x = 500
    with pytest.raises(EditRefused, match="two placed ones"):
        shaping.box_from_keypoints(walker)
    with pytest.raises(GeometryRefused, match="on a line"):
        shaping.mask_from_hull(walker)


def test_a_ring_within_the_mask_cuts_a_hole_and_elsewhere_adds(walker: Session) -> None:
    assert shaping.draw_ring(walker, SQUARE) == ""
    assert shaping.draw_ring(walker, SQUARE / 2 + 20.0) == ""
    assert outline_area(shape_here(walker).outline) == pytest.approx(7500.0)
    assert len(shape_here(walker).holes[0]) == 1
    shaping.draw_ring(walker, SQUARE + 50.0)
    assert outline_area(shape_here(walker).outline) == pytest.approx(17500.0 - 2100.0)
    for _ in range(3):
        walker.undo()
    assert shape_here(walker) == Shape()


def test_a_ring_that_crosses_itself_is_mended_and_told(walker: Session) -> None:
    said = shaping.draw_ring(walker, SQUARE[[0, 2, 1, 3]])
    assert said == "the outline crossed itself; what it goes around was kept, in 2 parts"
    assert is_valid(shape_here(walker).outline)
    assert outline_area(shape_here(walker).outline) == pytest.approx(5000.0)


def test_a_ring_on_a_line_is_refused_and_changes_nothing(walker: Session) -> None:
    before = steps(walker)
    with pytest.raises(GeometryRefused):
        shaping.draw_ring(walker, np.array([[0.0, 0.0], [5.0, 5.0], [9.0, 9.0]]))
    assert steps(walker) == before


def test_moved_vertices_are_taken_as_they_are_unless_they_cross(walker: Session) -> None:
    shaping.draw_ring(walker, SQUARE)
    pulled = SQUARE.copy()
    pulled[2] = (150.0, 130.0)
    assert shaping.reshape(walker, (Polygon(pulled),)) == ""
    np.testing.assert_array_equal(shape_here(walker).polygons[0], pulled)
    pulled = pulled.copy()
    pulled[2] = (-50.0, 50.0)
    assert "mended" in shaping.reshape(walker, (Polygon(pulled),))
    assert is_valid(shape_here(walker).outline)


def test_a_brush_adds_and_takes_away_until_nothing_is_left(walker: Session) -> None:
    way = np.array([[0.0, 0.0], [100.0, 0.0]])
    with pytest.raises(EditRefused, match="no mask under the brush"):
        shaping.paint(walker, way, 5.0, erases=True)
    shaping.paint(walker, way, 10.0)
    area = outline_area(shape_here(walker).outline)
    assert area == pytest.approx(2000.0 + np.pi * 100.0, rel=0.01)
    assert len(shape_here(walker).polygons[0]) < 40
    shaping.paint(walker, np.array([[50.0, -50.0], [50.0, 50.0]]), 10.0, erases=True)
    assert len(shape_here(walker).polygons) == 2
    with pytest.raises(EditRefused, match="no mask under the brush"):
        shaping.paint(walker, way + 500.0, 10.0, erases=True)
    shaping.paint(walker, way, 50.0, erases=True)
    assert shape_here(walker) == Shape()
    walker.undo()
    assert len(shape_here(walker).polygons) == 2


def test_a_hull_lies_around_the_keypoints_and_spares_a_mask_by_hand(walker: Session) -> None:
    head = np.array([[150.0, 100.0]])
    walker.selection.move(keypoint=0)
    gestures.move(walker, np.array([0]), head)
    shaping.mask_from_hull(walker)
    hulled = outline_area(shape_here(walker).outline)
    assert hulled > 600.0
    shaping.mask_from_hull(walker, margin=0.2)
    assert outline_area(shape_here(walker).outline) > hulled
    shaping.draw_ring(walker, SQUARE)
    with pytest.raises(MadeByHand):
        shaping.mask_from_hull(walker)
    shaping.mask_from_hull(walker, replace=True)
    assert outline_area(shape_here(walker).outline) == pytest.approx(hulled)


def test_clearing_takes_box_and_mask_in_one_step(walker: Session) -> None:
    with pytest.raises(EditRefused, match="no box and no mask"):
        shaping.clear_shape(walker)
    shaping.draw_ring(walker, SQUARE)
    shaping.draw_box(walker, (0.0, 0.0), (5.0, 5.0))
    shaping.clear_shape(walker)
    assert shape_here(walker) == Shape()
    walker.undo()
    assert shape_here(walker).box is not None
    assert shape_here(walker).polygons


def test_the_same_again_is_no_step(walker: Session) -> None:
    shaping.draw_ring(walker, SQUARE)
    before = steps(walker)
    shaping.reshape(walker, shape_here(walker).outline)
    assert steps(walker) == before


def test_an_outline_that_crosses_itself_never_reaches_the_file(walker: Session) -> None:
    focus = walker.selection.focus
    at = walker.pose_at(focus.layer, focus.instance, focus.frame)
    with pytest.raises(EditRefused, match="crosses itself"):
        walker.do(SetPolygon("Draw", at, (Polygon(SQUARE[[0, 2, 1, 3]]),)))


def test_what_a_consultant_draws_in_gold_is_gold(walker: Session) -> None:
    walker.do(PutLayer("Add gold", editions.new_layer("gold", LayerKind.GOLD, "ana")))
    walker.selection.move(layer=walker.contents.layers[-1].id)
    with pytest.raises(EditRefused, match="only a consultant"):
        shaping.draw_box(walker, (0.0, 0.0), (5.0, 5.0))
    walker.contents.settings["role"] = "consultant"
    shaping.draw_box(walker, (0.0, 0.0), (5.0, 5.0))
    assert shape_here(walker).box_origin is Origin.GOLD


@pytest.mark.parametrize("draw", [shaping.box_from_keypoints, shaping.clear_shape, shaping.mask_from_hull])
def test_without_an_instance_it_says_so(walker: Session, draw: Callable[[Session], None]) -> None:
    walker.selection.move(instance="", keypoint=-1)
    with pytest.raises(EditRefused, match="add an instance first"):
        draw(walker)


def test_a_mask_that_is_drawn_is_the_scale_of_similarity(walker: Session) -> None:
    rule = walker.contents.skeletons["stick_figure"].scale
    shaping.draw_box(walker, (0.0, 0.0), (200.0, 100.0))
    shaping.draw_ring(walker, SQUARE)
    shaping.draw_ring(walker, SQUARE / 2 + 20.0)
    areas, boxes = areas_and_boxes([shape_here(walker)])
    assert areas.tolist() == pytest.approx([7500.0])
    found = scales(rule, areas=areas, boxes=boxes, positions=np.full((1, 5, 2), np.nan))
    assert found.source.tolist() == ["mask"]
    assert found.px.tolist() == pytest.approx([np.sqrt(7500.0)])


def test_shapes_outlive_closing_the_project(walker: Session) -> None:
    shaping.draw_box(walker, (10.0, 20.0), (50.0, 80.0))
    shaping.draw_ring(walker, SQUARE)
    shaping.draw_ring(walker, SQUARE / 2 + 20.0)
    focus, drawn = walker.selection.focus, shape_here(walker)
    with Session.open(walker.project.path, read_only=True) as again:
        shape = again.project.track(focus.layer, focus.instance, 5).shapes[20]
    assert shape.box == drawn.box
    assert (shape.box_origin, shape.outline_origin) == (Origin.HAND, Origin.HAND)
    for there, here in zip(shape.outline[0].rings, drawn.outline[0].rings, strict=True):
        np.testing.assert_array_equal(there, here)


def test_instances_are_walked_in_a_circle(walker: Session) -> None:
    walker_id, stander = (found.id for found in walker.contents.instances)
    shaping.step_instance(walker, 1)
    assert walker.selection.focus.instance == stander
    shaping.step_instance(walker, 1)
    assert walker.selection.focus.instance == walker_id
    shaping.step_instance(walker, -1)
    assert walker.selection.focus.instance == stander
    walker.selection.move(instance="", keypoint=-1)
    shaping.step_instance(walker, -1)
    assert walker.selection.focus.instance == stander


def test_a_frame_with_a_box_alone_is_no_keyframe_to_copy_from(walker: Session) -> None:
    walker.selection.move(frame=23)
    shaping.draw_box(walker, (0.0, 0.0), (5.0, 5.0))
    walker.selection.move(frame=95)  # behind the last keyframe, in 90
    shaping.draw_box(walker, (0.0, 0.0), (5.0, 5.0))
    walker.selection.move(frame=97)
    assert pose_starts.from_previous(walker).placed == 5
    assert gestures.current_view(walker).positions[0].tolist() == [190.0, 190.0]
