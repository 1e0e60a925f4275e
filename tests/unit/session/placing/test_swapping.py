"""Sides and identities exchanged, values taken away: over a range, and nothing moves outside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutInstance, PutLayer, PutSetting
from palpate.session.edits.shapes import SetBox
from palpate.session.placing import gestures, swapping
from palpate.session.session import Session

HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT = range(5)


@pytest.fixture
def session(two_bowlers: Session) -> Session:
    """The story, with straight lines between the walker's keyframes, in frame 10."""
    contents = two_bowlers.contents
    for instance in reversed(contents.instances):
        two_bowlers.selection.move(
            clip=contents.clips[0].id,
            layer=contents.layers[0].id,
            instance=instance.id,
            frame=10,
            keypoint=HEAD,
        )
        gestures.fill_by(two_bowlers, Method.LINEAR)
    return two_bowlers


def xs(session: Session, keypoint: int, instance: int = 0) -> np.ndarray:
    """Return x in every frame, NaN where there is nothing."""
    focus = session.selection.focus
    found = session.contents.instances[instance].id
    return np.array([session.view(focus.layer, found, f).positions[keypoint, 0] for f in range(100)])


def origins(session: Session, frame: int) -> np.ndarray:
    focus = session.selection.focus
    return session.view(focus.layer, focus.instance, frame).origin


def steps(session: Session) -> int:
    return len(session.project.history())


def crossed(first: np.ndarray, second: np.ndarray, frames: slice) -> np.ndarray:
    """Return the first with the second's values in some frames."""
    made = first.copy()
    made[frames] = second[frames]
    return made


# ---- sides -----------------------------------------------------------------------------------------------


def test_left_and_right_are_exchanged_in_this_frame_and_the_middle_stays(session: Session) -> None:
    before = steps(session)
    assert swapping.swap_sides(session) == 1
    view = gestures.current_view(session)
    np.testing.assert_array_equal(view.positions[:, 0], [110.0, 130.0, 120.0, 140.0, 150.0])
    assert (view.origin == Origin.HAND).all()
    assert steps(session) == before + 1
    assert session.undoable().title == "Swap left and right in frame 10"
    np.testing.assert_array_equal(xs(session, LEFT_HAND)[[0, 20]], [110.0, 130.0])


def test_tiers_and_scores_cross_with_the_positions(session: Session) -> None:
    session.selection.move(keypoint=LEFT_HAND)
    gestures.set_tier(session, Visibility.ABSENT)
    session.selection.move(keypoint=RIGHT_HAND)
    gestures.set_tier(session, Visibility.ESTIMATED)
    swapping.swap_sides(session)
    assert gestures.current_view(session).visibility.tolist() == [2, 1, 0, 2, 2]


def test_a_guess_that_is_exchanged_in_this_frame_stays_a_guess(session: Session) -> None:
    session.selection.move(frame=15)
    swapping.swap_sides(session)
    found = origins(session, 15)
    assert found[[LEFT_HAND, RIGHT_HAND]].tolist() == [Origin.MODEL, Origin.MODEL]
    assert found[HEAD] == Origin.INTERPOLATED


@pytest.mark.parametrize("frames", [(10, 30), (14, 36), (0, 99), (20, 20), (33, 37), (85, 99)])
def test_a_swap_over_a_range_is_exact_inside_and_changes_nothing_outside(
    session: Session, frames: tuple[int, int]
) -> None:
    left, right, hip = xs(session, LEFT_HAND), xs(session, RIGHT_HAND), xs(session, HIP)
    session.selection.move(chosen_frames=frames)
    swapping.swap_sides(session)
    inside = slice(frames[0], frames[1] + 1)
    np.testing.assert_allclose(xs(session, LEFT_HAND), crossed(left, right, inside))
    np.testing.assert_allclose(xs(session, RIGHT_HAND), crossed(right, left, inside))
    np.testing.assert_array_equal(xs(session, HIP), hip)
    session.undo()
    np.testing.assert_array_equal(xs(session, LEFT_HAND), left)


def test_guesses_pinned_at_the_ends_of_a_range_stay_guesses(session: Session) -> None:
    session.selection.move(chosen_frames=(14, 36))
    swapping.swap_sides(session)
    for frame in (13, 14, 36, 37):
        assert origins(session, frame)[[LEFT_HAND, RIGHT_HAND]].tolist() == [Origin.MODEL] * 2
        assert origins(session, frame)[HEAD] == Origin.INTERPOLATED


def test_one_chosen_side_stands_for_its_pair(session: Session) -> None:
    session.selection.move(keypoint=HEAD, chosen=frozenset({HEAD, LEFT_HAND}))
    assert swapping.swap_sides(session) == 1
    session.selection.move(keypoint=HEAD, chosen=frozenset({HEAD, HIP}))
    before = steps(session)
    with pytest.raises(EditRefused, match="no left and right among"):
        swapping.swap_sides(session)
    assert steps(session) == before


def test_a_side_that_was_never_placed_takes_the_values_over_without_filling_the_hole(
    session: Session,
) -> None:
    for frame in range(0, 100, 10):
        session.selection.move(frame=frame, keypoint=RIGHT_HAND)
        gestures.clear(session)
    left, nothing = xs(session, LEFT_HAND), xs(session, RIGHT_HAND)
    assert np.isnan(nothing).all()
    session.selection.move(chosen_frames=(24, 46))
    swapping.swap_sides(session)
    np.testing.assert_allclose(xs(session, LEFT_HAND), crossed(left, nothing, slice(24, 47)))
    np.testing.assert_allclose(xs(session, RIGHT_HAND), crossed(nothing, left, slice(24, 47)))


def test_swapping_where_nothing_stands_is_refused(session: Session) -> None:
    before = steps(session)
    session.selection.move(chosen_frames=(92, 99))
    with pytest.raises(EditRefused, match="nothing stands on these keypoints in frames 92 to 99"):
        swapping.swap_sides(session)
    assert steps(session) == before


def test_the_methods_of_spans_cross_with_the_sides(session: Session) -> None:
    session.selection.move(chosen=frozenset({LEFT_HAND}), keypoint=LEFT_HAND)
    gestures.fill_by(session, Method.NONE, (21, 30))
    session.selection.move(chosen=frozenset(), chosen_frames=(10, 40))
    left, right = xs(session, LEFT_HAND), xs(session, RIGHT_HAND)
    assert np.isnan(left[21:30]).all()
    swapping.swap_sides(session)
    np.testing.assert_allclose(xs(session, LEFT_HAND), crossed(left, right, slice(10, 41)))
    np.testing.assert_allclose(xs(session, RIGHT_HAND), crossed(right, left, slice(10, 41)))


# ---- identities ------------------------------------------------------------------------------------------


def stander(session: Session) -> str:
    return session.contents.instances[1].id


@pytest.mark.parametrize("frames", [(10, 30), (5, 44), (50, 50), (0, 50)])
def test_two_instances_are_exchanged_over_a_range_and_nowhere_else(
    session: Session, frames: tuple[int, int]
) -> None:
    walker, standing = xs(session, HIP), xs(session, HIP, 1)
    session.selection.move(chosen_frames=frames)
    before = steps(session)
    swapping.swap_identity(session, stander(session))
    assert steps(session) == before + 1
    inside = slice(frames[0], frames[1] + 1)
    np.testing.assert_allclose(xs(session, HIP), crossed(walker, standing, inside))
    np.testing.assert_allclose(xs(session, HIP, 1), crossed(standing, walker, inside))


def test_one_that_leaves_within_the_range_leaves_as_the_other(session: Session) -> None:
    walker, standing = xs(session, HIP), xs(session, HIP, 1)
    session.selection.move(chosen_frames=(45, 60))  # the stander ends in frame 50
    swapping.swap_identity(session, stander(session))
    np.testing.assert_allclose(xs(session, HIP), crossed(walker, standing, slice(45, 61)))
    np.testing.assert_allclose(xs(session, HIP, 1), crossed(standing, walker, slice(45, 61)))


def test_outlines_cross_with_identities(session: Session) -> None:
    focus, box = session.selection.focus, (1.0, 2.0, 3.0, 4.0)
    for frame in (10, 40):
        session.do(SetBox("Draw box", session.pose_at(focus.layer, focus.instance, frame), box))
    for chosen in (None, (35, 45)):
        session.selection.move(chosen_frames=chosen)
        swapping.swap_identity(session, stander(session))
    for frame in (10, 40):
        pose = session.project.pose(focus.layer, stander(session), frame)
        assert pose is not None
        assert pose.shape == Shape(box=box, box_origin=Origin.HAND)
        own = session.project.pose(focus.layer, focus.instance, frame)
        assert own is None or own.shape is None


def test_an_identity_swap_without_one_of_the_two_is_refused(session: Session) -> None:
    session.selection.move(chosen_frames=(60, 80))
    before = steps(session)
    with pytest.raises(EditRefused, match="stander has nothing in frames 60 to 80; choose frames that both"):
        swapping.swap_identity(session, stander(session))
    session.selection.move(chosen_frames=None, frame=70)
    with pytest.raises(EditRefused, match="stander has nothing in frame 70"):
        swapping.swap_identity(session, stander(session))
    assert steps(session) == before


def test_only_instances_of_the_same_clip_and_skeleton_are_swapped(session: Session) -> None:
    assert [found.name for found in swapping.instances_to_swap(session)] == ["stander"]
    third = editions.new_instance(session.contents, "clip-1", "stick_figure", "third")
    session.do(PutInstance("Add third", third))
    assert [found.name for found in swapping.instances_to_swap(session)] == ["stander", "third"]
    for other in (session.selection.focus.instance, "nobody"):
        with pytest.raises(EditRefused, match="same skeleton"):
            swapping.swap_identity(session, other)


# ---- taking away -----------------------------------------------------------------------------------------


def test_a_cleared_pose_is_a_gap_that_is_filled_from_its_neighbours(session: Session) -> None:
    before = steps(session)
    assert swapping.clear_pose(session) == 5
    assert steps(session) == before + 1
    assert (origins(session, 10) == Origin.INTERPOLATED).all()
    with pytest.raises(EditRefused, match="guesses go with their keyframes"):
        swapping.clear_pose(session)


def test_clearing_a_pose_can_be_of_chosen_keypoints_and_leaves_the_outline(session: Session) -> None:
    focus, box = session.selection.focus, (1.0, 2.0, 3.0, 4.0)
    session.do(SetBox("Draw box", session.pose_at(focus.layer, focus.instance, 10), box))
    session.selection.move(keypoint=HIP, chosen=frozenset({HIP, FOOT}))
    assert swapping.clear_pose(session) == 2
    session.selection.move(chosen=frozenset())
    assert swapping.clear_pose(session) == 3
    pose = session.project.pose(focus.layer, focus.instance, 10)
    assert pose is not None
    assert pose.shape == Shape(box=box, box_origin=Origin.HAND)


@pytest.mark.parametrize("frames", [(14, 36), (10, 20), (0, 5), (55, 99), (33, 37)])
def test_a_cleared_range_is_a_gap_and_both_sides_stay(session: Session, frames: tuple[int, int]) -> None:
    head = xs(session, HEAD)
    session.selection.move(chosen_frames=frames)
    assert swapping.clear_frames(session) == frames[1] - frames[0] + 1
    nothing = np.full(100, np.nan)
    np.testing.assert_allclose(xs(session, HEAD), crossed(head, nothing, slice(frames[0], frames[1] + 1)))


def test_a_range_is_cleared_of_chosen_keypoints_alone(session: Session) -> None:
    session.selection.move(keypoint=HIP, chosen=frozenset({HIP, FOOT}), chosen_frames=(10, 30))
    head = xs(session, HEAD)
    swapping.clear_frames(session)
    np.testing.assert_array_equal(xs(session, HEAD), head)
    assert np.isnan(xs(session, FOOT)[10:31]).all()


def test_clearing_needs_a_range_with_something_in_it(session: Session) -> None:
    before = steps(session)
    with pytest.raises(EditRefused, match="choose a range"):
        swapping.clear_frames(session)
    session.selection.move(chosen_frames=(95, 99))
    with pytest.raises(EditRefused, match="nothing stands"):
        swapping.clear_frames(session)
    assert steps(session) == before


def test_a_cleared_range_can_be_filled_again(session: Session) -> None:
    head = xs(session, HEAD)
    session.selection.move(chosen_frames=(14, 36))
    swapping.clear_frames(session)
    gestures.fill_by(session, Method.LINEAR, (14, 37))
    np.testing.assert_allclose(xs(session, HEAD), head)


def test_the_span_around_a_frame_is_left_empty_and_its_neighbours_are_not(session: Session) -> None:
    session.selection.move(frame=15)
    assert swapping.empty_span(session) == 5
    head = xs(session, HEAD)
    assert np.isnan(head[11:20]).all()
    assert np.isfinite(head[:11]).all()
    assert np.isfinite(head[20:91]).all()


def test_a_guess_that_a_consultant_exchanges_in_gold_is_gold_once_it_is_accepted(session: Session) -> None:
    layer = session.contents.layer(session.selection.focus.layer)
    session.do(PutSetting("role", "consultant"))
    session.do(PutLayer("Make it gold", replace(layer, kind=LayerKind.GOLD)))
    session.selection.move(frame=15)
    swapping.swap_sides(session)
    assert origins(session, 15)[[LEFT_HAND, RIGHT_HAND]].tolist() == [Origin.MODEL] * 2
    gestures.accept(session)
    assert origins(session, 15)[[LEFT_HAND, RIGHT_HAND]].tolist() == [Origin.GOLD] * 2


def test_a_range_that_is_not_in_sight_is_not_swapped_unasked(session: Session) -> None:
    session.selection.move(frame=30, chosen_frames=(10, 20))
    with pytest.raises(EditRefused, match="frames 10 to 20 are chosen and frame 30 is not one of them"):
        swapping.refuse_elsewhere(session)
    session.selection.move(frame=20)
    swapping.refuse_elsewhere(session)
    session.selection.move(frame=30, chosen_frames=None)
    swapping.refuse_elsewhere(session)
