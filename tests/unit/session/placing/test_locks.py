"""What is locked cannot be changed by any gesture; the refusal says how to unlock it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.pose import Pose
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer, RemoveInstance
from palpate.session.edits.labels import AddLabels
from palpate.session.placing import gestures, pose_adjusting, pose_starts, shaping, swapping
from palpate.session.placing.aside import Parts
from palpate.session.session import Session

HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT = range(5)


@pytest.fixture
def walker(two_bowlers: Session) -> Session:
    """The walker in frame 20, a keyframe, with the head in hand and its left hand locked."""
    layer, walker, _ = two_bowlers.contents.layers[0], *two_bowlers.contents.instances
    two_bowlers.selection.move(clip="clip-1", layer=layer.id, instance=walker.id, frame=20, keypoint=HEAD)
    lock(two_bowlers, "left_hand")
    return two_bowlers


def lock(session: Session, *names: str) -> None:
    instance = session.contents.instances[0].id
    session.aside.put(locked=Parts(frozenset(), frozenset((instance, name) for name in names)))


def lock_all(session: Session) -> None:
    session.aside.put(locked=Parts(frozenset({session.contents.instances[0].id})))


def stored(session: Session) -> Pose:
    focus = session.selection.focus
    pose = session.project.pose(focus.layer, focus.instance, focus.frame)
    assert pose is not None
    return pose


def place(session: Session) -> None:
    gestures.place(session, np.array([7.0, 8.0]), Visibility.VISIBLE)


def swap_identity(session: Session) -> None:
    session.selection.move(frame=50)
    swapping.swap_identity(session, session.contents.instances[1].id)


GESTURES: dict[str, Callable[[Session], object]] = {
    "place": place,
    "clear": gestures.clear,
    "absent": lambda session: gestures.set_tier(session, Visibility.ABSENT),
    "flag": lambda session: gestures.set_tier(session, Visibility.ESTIMATED),
    "nudge": lambda session: gestures.nudge(session, (1.0, 0.0)),
    "type": lambda session: pose_adjusting.place_at(session, np.array([1.0, 2.0])),
    "turn": lambda session: pose_adjusting.turn(session, 5.0),
    "scale": lambda session: pose_adjusting.scale(session, 1.1),
    "mirror": pose_adjusting.mirror,
    "clear pose": swapping.clear_pose,
    "swap sides": swapping.swap_sides,
    "swap identity": swap_identity,
}


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES.keys())
def test_no_gesture_changes_a_locked_keypoint(walker: Session, gesture: Callable[[Session], object]) -> None:
    walker.selection.move(keypoint=LEFT_HAND)
    before, steps = stored(walker), len(walker.project.history())
    with pytest.raises(EditRefused, match=r"Left hand is locked.*unlocks it"):
        gesture(walker)
    walker.selection.move(frame=20)
    assert stored(walker).says_the_same_as(before)
    assert len(walker.project.history()) == steps


def test_a_keypoint_beside_a_locked_one_is_moved_as_ever(walker: Session) -> None:
    place(walker)
    assert stored(walker).positions[HEAD].tolist() == [7.0, 8.0]


def test_several_locked_keypoints_are_counted(walker: Session) -> None:
    lock(walker, "left_hand", "hip", "foot")
    with pytest.raises(EditRefused, match=r"Left hand and 2 more are locked.*unlocks them"):
        swapping.clear_pose(walker)


def test_a_locked_instance_is_named_and_its_box_stays(walker: Session) -> None:
    shaping.draw_box(walker, (10.0, 20.0), (50.0, 80.0))
    lock_all(walker)
    with pytest.raises(EditRefused, match="walker is locked"):
        shaping.clear_shape(walker)
    with pytest.raises(EditRefused, match="walker is locked"):
        place(walker)
    assert shaping.shape_here(walker).box == (10.0, 20.0, 40.0, 60.0)


def test_an_instance_with_something_locked_is_not_removed(walker: Session) -> None:
    with pytest.raises(EditRefused, match="is locked"):
        walker.do(RemoveInstance(walker.contents.instances[0]))
    walker.aside.put(locked=Parts())
    walker.do(RemoveInstance(walker.contents.instances[0]))
    assert len(walker.contents.instances) == 1


def test_the_other_instance_is_free(walker: Session) -> None:
    walker.selection.move(instance=walker.contents.instances[1].id, frame=50, keypoint=LEFT_HAND)
    place(walker)
    assert stored(walker).positions[LEFT_HAND].tolist() == [7.0, 8.0]


def test_what_fills_locked_spans_stays_while_others_get_another_method(walker: Session) -> None:
    focus = walker.selection.focus
    gestures.fill_by(walker, Method.NONE, (20, 30))
    view = walker.view(focus.layer, focus.instance, 25)
    filled = view.visibility == Visibility.VISIBLE
    assert filled.tolist() == [k == LEFT_HAND for k in range(5)]
    walker.selection.move(keypoint=LEFT_HAND, chosen=frozenset({LEFT_HAND, HEAD}))
    with pytest.raises(EditRefused, match="Left hand is locked"):
        gestures.fill_by(walker, Method.LINEAR, (20, 30))


def test_accepting_a_pose_leaves_locked_guesses_out(walker: Session) -> None:
    walker.selection.move(frame=25)
    assert gestures.accept(walker) == 4
    assert stored(walker).visibility[LEFT_HAND] == Visibility.NOT_PLACED


def test_a_pose_to_start_from_leaves_locked_keypoints_out(walker: Session) -> None:
    walker.selection.move(frame=25)
    assert pose_starts.from_previous(walker).placed == 4
    assert stored(walker).visibility[LEFT_HAND] == Visibility.NOT_PLACED


def test_undo_goes_back_whatever_is_locked_since(walker: Session) -> None:
    walker.selection.move(keypoint=HEAD)
    before = stored(walker)
    place(walker)
    lock_all(walker)
    walker.undo()
    walker.selection.move(keypoint=HEAD)
    assert stored(walker).says_the_same_as(before)


def test_a_lock_holds_in_the_layer_in_hand_alone(walker: Session) -> None:
    lock_all(walker)
    walker.do(PutLayer("Add layer", editions.new_layer("second", LayerKind.WORK, "ana")))
    walker.selection.move(layer=walker.contents.layers[0].id)
    second = walker.contents.layers[1].id
    at = walker.pose_at(second, walker.contents.instances[0].id, 3)
    walker.do(poses.place(at, HEAD, np.array([1.0, 2.0]), Visibility.VISIBLE, "Head"))
    assert walker.project.pose(second, walker.contents.instances[0].id, 3) is not None


def test_placing_goes_on_past_what_is_hidden_or_locked(walker: Session) -> None:
    walker.selection.move(frame=99, keypoint=HEAD)
    walker.aside.put(hidden=Parts(frozenset(), frozenset({(walker.contents.instances[0].id, "right_hand")})))
    place(walker)
    assert walker.selection.focus.keypoint == HIP


def test_what_is_hidden_is_not_placed_blindly(walker: Session) -> None:
    walker.aside.put(hidden=Parts(frozenset(), frozenset({(walker.contents.instances[0].id, "head")})))
    with pytest.raises(EditRefused, match=r"Head is hidden.*shows it"):
        place(walker)
    with pytest.raises(EditRefused, match="Head is hidden"):
        gestures.nudge(walker, (1.0, 0.0))


def test_an_import_into_the_layer_in_hand_brings_new_instances_in(walker: Session) -> None:
    layer = walker.contents.layer(walker.selection.focus.layer)
    newcomer = editions.new_instance(walker.contents, "clip-1", "stick_figure", "newcomer")
    pose = stored(walker)
    labels = AddLabels("Import", layer, (), (), (newcomer,), {newcomer.id: Track.from_poses({3: pose}, 5)})
    walker.do(labels)
    assert walker.project.pose(layer.id, newcomer.id, 3) is not None


# ---- several at once -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gesture", [GESTURES[name] for name in ("nudge", "turn", "scale", "mirror")], ids=lambda _: ""
)
def test_of_chosen_keypoints_the_locked_and_hidden_ones_stay(
    walker: Session, gesture: Callable[[Session], object]
) -> None:
    walker.aside.put(hidden=Parts(frozenset(), frozenset({(walker.contents.instances[0].id, "hip")})))
    walker.selection.move(chosen=frozenset({HEAD, LEFT_HAND, HIP, FOOT}))
    before = stored(walker).positions.copy()
    gesture(walker)
    moved = (stored(walker).positions != before).any(axis=1)
    assert moved.tolist() == [True, False, False, False, True]


def test_all_that_is_hidden_is_not_turned_blindly(walker: Session) -> None:
    walker.aside.put(hidden=Parts(frozenset({walker.contents.instances[0].id})))
    with pytest.raises(EditRefused, match=r"Head and 4 more are hidden.*shows them"):
        pose_adjusting.turn(walker, 5.0)


def test_moving_a_pose_leaves_its_hidden_keypoints(walker: Session) -> None:
    walker.aside.put(
        hidden=Parts(frozenset(), frozenset({(walker.contents.instances[0].id, "hip")})), locked=Parts()
    )
    before = stored(walker).positions.copy()
    pose_adjusting.shift(walker, (5.0, 0.0))
    assert (stored(walker).positions == before).all(axis=1).tolist() == [False, False, False, True, False]
