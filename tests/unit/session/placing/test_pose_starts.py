"""Poses to begin with: where they come from, what they leave alone, what they are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutLayer
from palpate.session.edits.labels import AddLabels
from palpate.session.edits.shapes import SetBox
from palpate.session.placing import gestures, pose_starts
from palpate.session.placing.pose_starts import Started
from palpate.session.session import Session
from palpate.session.tracks import PoseView

HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT = range(5)
SPOT = np.array([10.5, 20.25])
DIAGONAL = 10.0 * np.arange(5)

Begin = Callable[..., Started]
EVERY_START = [
    pose_starts.from_previous,
    pose_starts.from_nearest,
    pose_starts.from_mean,
    pose_starts.from_template,
]


@pytest.fixture
def session(two_bowlers: Session) -> Session:
    """The story, with the hands on the walker in frame 95, past the last keyframe."""
    contents = two_bowlers.contents
    walker = contents.instances[0].id
    two_bowlers.selection.move(
        clip=contents.clips[0].id, layer=contents.layers[0].id, instance=walker, frame=95, keypoint=HEAD
    )
    return two_bowlers


def view(session: Session) -> PoseView:
    return gestures.current_view(session)


def steps(session: Session) -> int:
    return len(session.project.history())


def place(session: Session, keypoint: int, x: float, y: float) -> None:
    session.selection.move(keypoint=keypoint)
    gestures.place(session, np.array([x, y]), Visibility.VISIBLE)


# ---- what all have in common -----------------------------------------------------------------------------


@pytest.mark.parametrize("start", EVERY_START)
def test_a_start_is_one_undo_and_keeps_what_a_hand_placed(session: Session, start: Begin) -> None:
    place(session, HIP, *SPOT)
    before = steps(session)
    assert start(session) == Started(placed=4, kept=1)
    assert steps(session) == before + 1
    assert view(session).positions[HIP].tolist() == SPOT.tolist()
    assert len(view(session).unplaced) == 0
    session.undo()
    assert view(session).unplaced.tolist() == [HEAD, LEFT_HAND, RIGHT_HAND, FOOT]


@pytest.mark.parametrize("start", EVERY_START)
def test_a_hand_placed_keypoint_is_replaced_only_when_asked(session: Session, start: Begin) -> None:
    for keypoint in range(5):
        place(session, keypoint, 30.0 * keypoint, keypoint**2)
    placed = view(session).positions.copy()
    before = steps(session)
    with pytest.raises(EditRefused, match="somebody placed"):
        start(session)
    assert steps(session) == before
    assert start(session, overwrite=True) == Started(placed=5, kept=0)
    assert (view(session).positions != placed).any()


@pytest.mark.parametrize("start", EVERY_START)
def test_chosen_keypoints_start_alone(session: Session, start: Begin) -> None:
    session.selection.move(keypoint=HIP, chosen=frozenset({HIP, FOOT}))
    assert start(session) == Started(placed=2, kept=0)
    assert view(session).unplaced.tolist() == [HEAD, LEFT_HAND, RIGHT_HAND]


def test_a_decision_that_something_is_absent_is_kept(session: Session) -> None:
    gestures.set_tier(session, Visibility.ABSENT)
    assert pose_starts.from_template(session).kept == 1
    assert view(session).visibility[HEAD] == Visibility.ABSENT


def test_accepted_values_and_imports_are_kept_and_guesses_are_not(session: Session) -> None:
    session.selection.move(frame=15)
    assert (view(session).origin == Origin.INTERPOLATED).all()
    session.selection.move(keypoint=FOOT, chosen=frozenset({HIP, FOOT}))
    gestures.accept(session)
    session.selection.move(chosen=frozenset())
    assert pose_starts.from_nearest(session) == Started(placed=3, kept=2)
    assert pose_starts.by_person(np.array([Origin.IMPORTED, Origin.GOLD], np.int8)).all()
    assert not pose_starts.by_person(np.array([Origin.MODEL, Origin.TRACKED, Origin.NONE], np.int8)).any()


@pytest.mark.parametrize("start", [*EVERY_START, pose_starts.from_other_side])
def test_nobody_starts_in_the_layer_of_somebody_else(session: Session, start: Begin) -> None:
    session.do(PutLayer("Add", editions.new_layer("theirs", LayerKind.WORK, "ben")))
    session.selection.move(layer=session.contents.layer_named("theirs").id)
    with pytest.raises(EditRefused, match="layer of ben"):
        start(session)


# ---- keyframes -------------------------------------------------------------------------------------------


def test_the_previous_keyframe_is_copied_as_a_guess_until_somebody_accepts_it(session: Session) -> None:
    pose_starts.from_previous(session)
    np.testing.assert_array_equal(view(session).positions[:, 0], 190.0 + DIAGONAL)
    assert (view(session).origin == Origin.MODEL).all()
    assert session.undoable().title == "Copy the pose of frame 90"
    assert gestures.accept(session) == 5
    assert (view(session).origin == Origin.ACCEPTED).all()


@pytest.mark.parametrize(("frame", "nearest"), [(14, 10), (16, 20), (15, 10), (20, 10)])
def test_the_nearest_keyframe_is_another_one_and_the_earlier_of_two(
    session: Session, frame: int, nearest: int
) -> None:
    session.selection.move(frame=frame)
    pose_starts.from_nearest(session, overwrite=True)
    np.testing.assert_array_equal(view(session).positions[:, 0], 100.0 + nearest + DIAGONAL)


def test_a_frame_with_nothing_but_a_box_is_no_keyframe(session: Session) -> None:
    focus = session.selection.focus
    at = session.pose_at(focus.layer, focus.instance, 94)
    session.do(SetBox("Draw box", at, (1.0, 1.0, 5.0, 5.0)))
    pose_starts.from_previous(session)
    assert session.undoable().title == "Copy the pose of frame 90"


def test_before_the_first_keyframe_there_is_nothing_to_copy(session: Session) -> None:
    session.selection.move(frame=0)
    with pytest.raises(EditRefused, match="no earlier keyframe"):
        pose_starts.from_previous(session)
    gestures.add_instance(session, "stick_figure", "newcomer")
    with pytest.raises(EditRefused, match="no other keyframe"):
        pose_starts.from_nearest(session)


def test_a_guess_that_is_copied_stays_a_guess(session: Session) -> None:
    pose_starts.from_template(session)
    session.selection.move(frame=97)
    pose_starts.from_previous(session)
    assert (view(session).origin == Origin.MODEL).all()


# ---- copy and paste --------------------------------------------------------------------------------------


def test_a_copied_pose_is_pasted_on_another_instance_in_another_frame(session: Session) -> None:
    session.selection.move(frame=15)
    carried = pose_starts.carry(session)
    session.selection.move(instance=session.contents.instances[1].id, frame=80)
    assert pose_starts.paste(session, carried) == Started(placed=5, kept=0)
    np.testing.assert_allclose(view(session).positions[:, 0], 115.0 + DIAGONAL)
    assert (view(session).origin == Origin.MODEL).all(), "what was interpolated is a guess here too"
    assert session.undoable().title == "Paste the pose of frame 15"


def test_a_copied_pose_does_not_follow_what_it_was_copied_from(session: Session) -> None:
    session.selection.move(frame=90)
    carried = pose_starts.carry(session)
    gestures.move(session, np.array([HEAD]), np.array([[900.0, 900.0]]))
    session.selection.move(frame=95)
    pose_starts.paste(session, carried)
    assert view(session).positions[HEAD].tolist() == [190.0, 190.0]


def test_nothing_is_copied_from_nothing_nor_pasted_on_another_skeleton(session: Session) -> None:
    with pytest.raises(EditRefused, match="nothing is placed"):
        pose_starts.carry(session)
    session.selection.move(frame=90)
    carried = replace(pose_starts.carry(session), skeleton="hand_21", frame=3)
    with pytest.raises(EditRefused, match="of hand_21, this instance of stick_figure"):
        pose_starts.paste(session, carried)


# ---- mean, template, mirror ------------------------------------------------------------------------------


def test_the_mean_pose_comes_to_where_the_nearest_keyframe_is_and_is_a_guess(session: Session) -> None:
    pose_starts.from_mean(session)
    np.testing.assert_allclose(view(session).positions[:, 0], 190.0 + DIAGONAL)
    assert (view(session).origin == Origin.MODEL).all()


def test_the_mean_pose_is_fitted_onto_what_is_placed(session: Session) -> None:
    place(session, HEAD, 500.0, 500.0)
    place(session, FOOT, 580.0, 580.0)
    pose_starts.from_mean(session)
    np.testing.assert_allclose(view(session).positions[:, 0], 500.0 + 2.0 * DIAGONAL)


def test_of_hundreds_of_poses_enough_are_taken_and_rare_keypoints_are_not_missed(session: Session) -> None:
    clip, layer = replace(session.contents.clips[0], n_frames=400), session.contents.layers[0]
    session.do(PutClips("Look again", (clip,)))
    runner = Instance("runner", clip.id, "runner", 9, "stick_figure")
    places = np.arange(300.0)[:, None, None] + np.arange(10.0).reshape(5, 2)
    tiers = np.full((300, 5), Visibility.VISIBLE, np.int8)
    tiers[:, FOOT] = Visibility.NOT_PLACED
    tiers[7, FOOT] = Visibility.VISIBLE
    track = Track(np.arange(300), places, tiers, np.where(tiers > 0, 1, 0).astype(np.int8))
    session.do(AddLabels("Import", layer, (), (), (runner,), {runner.id: track}))
    session.selection.move(instance=runner.id, frame=350, keypoint=0)
    pose_starts.from_mean(session)
    np.testing.assert_allclose(view(session).positions, places[299], atol=1e-6)
    entry = session.undoable()
    assert entry is not None
    assert entry.title == "Start from the mean pose of 101 frames"


def test_one_pose_alone_has_no_mean(session: Session) -> None:
    gestures.add_instance(session, "stick_figure", "newcomer")
    place(session, HEAD, *SPOT)
    with pytest.raises(EditRefused, match="no other pose"):
        pose_starts.from_mean(session)


def test_a_template_fills_its_box_with_guesses_that_can_be_accepted(session: Session) -> None:
    pose_starts.from_template(session, np.array([100.0, 50.0, 80.0, 200.0]))
    low, high = view(session).positions.min(axis=0), view(session).positions.max(axis=0)
    assert [low.tolist(), high.tolist()] == [[100.0, 50.0], [180.0, 250.0]]
    assert (view(session).origin == Origin.MODEL).all()
    assert gestures.accept(session) == 5
    assert (view(session).origin == Origin.ACCEPTED).all()


@pytest.mark.parametrize(
    "box", [[1.0, 1.0, 0.0, 9.0], [1.0, 1.0, 9.0, 0.0], [1.0, 1.0, -5.0, 9.0], [1.0, np.nan, 5.0, 9.0]]
)
def test_a_template_box_without_extent_is_refused_and_nothing_changes(
    session: Session, box: list[float]
) -> None:
    before = steps(session)
    with pytest.raises(EditRefused, match="box with a width and a height"):
        pose_starts.from_template(session, np.array(box))
    assert steps(session) == before
    assert len(view(session).unplaced) == 5


def test_without_a_box_a_template_goes_where_the_subject_is(session: Session) -> None:
    assert pose_starts.template_box(session).tolist() == [190.0, 190.0, 40.0, 40.0], "nearest keyframe"
    place(session, HEAD, 500.0, 500.0)
    place(session, FOOT, 540.0, 600.0)
    assert pose_starts.template_box(session).tolist() == [500.0, 500.0, 40.0, 100.0], "what is placed"
    focus = session.selection.focus
    at = session.pose_at(focus.layer, focus.instance, focus.frame)
    session.do(SetBox("Draw box", at, (1.0, 2.0, 30.0, 40.0)))
    assert pose_starts.template_box(session).tolist() == [1.0, 2.0, 30.0, 40.0], "the box drawn"
    gestures.add_instance(session, "stick_figure", "newcomer")
    x, y, width, height = pose_starts.template_box(session)
    assert (x + width / 2, y + height / 2) == (960.0, 540.0)


def test_the_other_side_is_mirrored_at_the_middle_of_the_pose(session: Session) -> None:
    for keypoint, (x, y) in {HEAD: (50, 0), LEFT_HAND: (80, 40), FOOT: (50, 100)}.items():
        place(session, keypoint, x, y)
    assert pose_starts.from_other_side(session) == Started(placed=1, kept=0)
    np.testing.assert_allclose(view(session).positions[RIGHT_HAND], [20.0, 40.0])
    assert view(session).origin[RIGHT_HAND] == Origin.MODEL
    assert view(session).origin[LEFT_HAND] == Origin.HAND


def test_the_other_side_is_mirrored_at_an_axis_that_is_given(session: Session) -> None:
    place(session, LEFT_HAND, 80.0, 40.0)
    axis = (np.array([0.0, 100.0]), np.array([1.0, 0.0]))
    pose_starts.from_other_side(session, axis)
    np.testing.assert_allclose(view(session).positions[RIGHT_HAND], [80.0, 160.0])


def test_mirroring_needs_a_middle_and_a_side_that_is_missing(session: Session) -> None:
    place(session, LEFT_HAND, 80.0, 40.0)
    with pytest.raises(EditRefused, match="keypoint of the middle"):
        pose_starts.from_other_side(session)
    place(session, RIGHT_HAND, 20.0, 40.0)
    with pytest.raises(EditRefused, match="no keypoint lacks its side"):
        pose_starts.from_other_side(session)


def test_a_side_that_is_placed_is_mirrored_anew_where_it_is_chosen(session: Session) -> None:
    for keypoint, (x, y) in {HEAD: (50, 0), LEFT_HAND: (80, 40), RIGHT_HAND: (0, 9), FOOT: (50, 100)}.items():
        place(session, keypoint, x, y)
    session.selection.move(keypoint=HEAD, chosen=frozenset({HEAD, RIGHT_HAND}))
    axis = (np.array([50.0, 0.0]), np.array([0.0, 1.0]))
    assert pose_starts.from_other_side(session, axis, overwrite=True) == Started(placed=1, kept=0)
    np.testing.assert_allclose(view(session).positions[RIGHT_HAND], [20.0, 40.0])
    np.testing.assert_allclose(view(session).positions[LEFT_HAND], [80.0, 40.0])


def test_the_other_side_is_opposite_as_it_is_seen_where_pixels_are_not_square(session: Session) -> None:
    clip = session.contents.clips[0]
    session.do(PutClips("Two wide", (replace(clip, sample_aspect=(2, 1)),)))
    for keypoint, (x, y) in {HEAD: (0, 0), HIP: (50, 100), LEFT_HAND: (50, 0)}.items():
        place(session, keypoint, x, y)
    pose_starts.from_other_side(session)
    np.testing.assert_allclose(view(session).positions[RIGHT_HAND], [0.0, 100.0], atol=1e-9)


def test_a_skeleton_without_a_template_says_so_instead_of_inventing_one(session: Session) -> None:
    bare = Skeleton("dots", (Keypoint("a", rest=(0.0, 0.0)), Keypoint("b")))
    session.pin(bare)
    gestures.add_instance(session, "dots", "loose")
    before = steps(session)
    for box in (None, np.array([0.0, 0.0, 9.0, 9.0])):
        with pytest.raises(EditRefused, match=r"dots has no template: .* for b"):
            pose_starts.from_template(session, box)
    assert steps(session) == before
