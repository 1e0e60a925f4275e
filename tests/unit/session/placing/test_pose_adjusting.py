"""Poses and selections moved as wholes, and positions typed as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures, pose_adjusting
from palpate.session.placing.pose_adjusting import Joining
from palpate.session.session import Session
from palpate.session.tracks import PoseView

HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT = range(5)
DIAGONAL = 10.0 * np.arange(5)


@pytest.fixture
def session(two_bowlers: Session) -> Session:
    """The story, with the hands on the walker in frame 0: keypoint k at (100 + 10 k, 100 + 10 k)."""
    contents = two_bowlers.contents
    walker = contents.instances[0].id
    two_bowlers.selection.move(
        clip=contents.clips[0].id, layer=contents.layers[0].id, instance=walker, keypoint=HEAD
    )
    return two_bowlers


def view(session: Session) -> PoseView:
    return gestures.current_view(session)


def steps(session: Session) -> int:
    return len(session.project.history())


def test_a_pose_is_shifted_as_one_step(session: Session) -> None:
    before = steps(session)
    pose_adjusting.shift(session, (5.0, -2.5))
    np.testing.assert_array_equal(view(session).positions[:, 0], 105.0 + DIAGONAL)
    np.testing.assert_array_equal(view(session).positions[:, 1], 97.5 + DIAGONAL)
    assert steps(session) == before + 1
    assert session.undoable().title == "Move 5 keypoints"


def test_a_pose_turns_about_the_middle_of_its_box(session: Session) -> None:
    pose_adjusting.turn(session, 90.0)
    np.testing.assert_allclose(view(session).positions[:, 0], 140.0 - DIAGONAL)
    np.testing.assert_allclose(view(session).positions[:, 1], 100.0 + DIAGONAL)


def test_a_pose_turns_and_grows_about_a_place_that_is_given(session: Session) -> None:
    pose_adjusting.turn(session, 180.0, np.array([100.0, 100.0]))
    np.testing.assert_allclose(view(session).positions[:, 0], 100.0 - DIAGONAL)
    pose_adjusting.scale(session, 2.0, np.array([100.0, 100.0]))
    np.testing.assert_allclose(view(session).positions[:, 0], 100.0 - 2.0 * DIAGONAL)


def test_only_the_selection_is_scaled_where_there_is_one(session: Session) -> None:
    session.selection.move(keypoint=HIP, chosen=frozenset({HIP, FOOT}))
    pose_adjusting.scale(session, 3.0)
    np.testing.assert_allclose(view(session).positions[:, 0], [100, 110, 120, 120, 150])
    assert session.undoable().title == "Scale 2 keypoints"


@pytest.mark.parametrize("factor", [0.0, -1.0, np.nan, np.inf])
def test_a_pose_is_not_scaled_to_nothing(session: Session, factor: float) -> None:
    before = steps(session)
    with pytest.raises(EditRefused, match="factor above 0"):
        pose_adjusting.scale(session, factor)
    assert steps(session) == before


def test_mirroring_turns_the_picture_of_a_pose_and_leaves_its_names(session: Session) -> None:
    pose_adjusting.mirror(session)
    np.testing.assert_allclose(view(session).positions[:, 0], 140.0 - DIAGONAL)
    np.testing.assert_allclose(view(session).positions[:, 1], 100.0 + DIAGONAL)
    pose_adjusting.mirror(session)
    np.testing.assert_allclose(view(session).positions[:, 0], 100.0 + DIAGONAL)


def test_a_pose_is_mirrored_at_an_axis_that_is_given(session: Session) -> None:
    pose_adjusting.mirror(session, (np.array([0.0, 100.0]), np.array([1.0, 0.0])))
    np.testing.assert_allclose(view(session).positions[:, 1], 100.0 - DIAGONAL)


def test_turns_in_quick_succession_are_one_step_of_undo(session: Session) -> None:
    before = steps(session)
    for _ in range(4):
        pose_adjusting.turn(session, 1.0)
    pose_adjusting.scale(session, 1.5)
    assert steps(session) == before + 2


def test_a_pose_moved_as_a_whole_keeps_its_tiers_and_what_is_missing(session: Session) -> None:
    gestures.set_tier(session, Visibility.ESTIMATED)
    session.selection.move(keypoint=FOOT)
    gestures.clear(session)
    session.selection.move(keypoint=HIP)
    gestures.set_tier(session, Visibility.ABSENT)
    pose_adjusting.shift(session, (1.0, 1.0))
    assert view(session).visibility.tolist() == [1, 2, 2, 0, -1]


@pytest.mark.parametrize(
    "adjust",
    [
        lambda session: pose_adjusting.shift(session, (1.0, 1.0)),
        lambda session: pose_adjusting.turn(session, 5.0),
        lambda session: pose_adjusting.scale(session, 1.1),
        pose_adjusting.mirror,
        lambda session: pose_adjusting.choose_all(session) and gestures.nudge(session, (1.0, 0.0)),
    ],
    ids=["shift", "turn", "scale", "mirror", "nudge"],
)
def test_guesses_that_are_moved_with_the_pose_stay_guesses(
    session: Session, adjust: Callable[[Session], object]
) -> None:
    session.selection.move(frame=15, keypoint=HIP)
    gestures.nudge(session, (1.0, 0.0))
    assert view(session).origin[HIP] == Origin.HAND, "one moved by itself was looked at"
    before = view(session).positions.copy()
    adjust(session)
    assert (view(session).positions != before).any()
    guesses = np.delete(view(session).origin, HIP)
    assert view(session).origin[HIP] == Origin.HAND
    assert (guesses == Origin.MODEL).all()
    assert gestures.accept(session) == 4


def test_nothing_is_moved_where_nothing_is_placed(session: Session) -> None:
    session.selection.move(frame=99)
    with pytest.raises(EditRefused, match="nothing is placed"):
        pose_adjusting.turn(session, 1.0)
    with pytest.raises(EditRefused, match="nothing is placed"):
        pose_adjusting.choose_all(session)


def test_choosing_all_takes_what_is_placed_so_that_a_nudge_moves_the_pose(session: Session) -> None:
    session.selection.move(keypoint=FOOT)
    gestures.clear(session)
    assert pose_adjusting.choose_all(session) == 4
    assert gestures.chosen_keypoints(session).tolist() == [HEAD, LEFT_HAND, RIGHT_HAND, HIP]
    gestures.nudge(session, (0.0, 1.0))
    np.testing.assert_array_equal(view(session).positions[:4, 1], 101.0 + DIAGONAL[:4])


# ---- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "y", "position"),
    [
        ("812.5", "40", (812.5, 40.0)),
        (" 3,25 ", "-7", (3.25, -7.0)),
        ("\N{MINUS SIGN}1", "1e2", (-1.0, 100.0)),
    ],
)
def test_a_position_is_read_as_people_type_it(x: str, y: str, position: tuple[float, float]) -> None:
    np.testing.assert_array_equal(pose_adjusting.position_in(x, y), position)


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        ("left", "4", "x must be a number of pixels such as 812.5, not “left”"),
        ("4", "", "y must be a number of pixels such as 812.5"),
        ("nan", "4", "x must be"),
        ("4", "inf", "y must be"),
        ("1e9", "4", "x must be"),
        ("1,000,5", "4", "x must be"),
    ],
)
def test_what_is_no_number_is_told_in_a_sentence(x: str, y: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        pose_adjusting.position_in(x, y)


def test_a_typed_position_moves_a_placed_keypoint_and_keeps_its_tier(session: Session) -> None:
    gestures.set_tier(session, Visibility.ESTIMATED)
    pose_adjusting.place_at(session, np.array([7.25, 8.5]))
    assert view(session).positions[HEAD].tolist() == [7.25, 8.5]
    assert view(session).visibility[HEAD] == Visibility.ESTIMATED
    assert session.selection.focus.keypoint == HEAD


def test_a_typed_position_places_what_has_none(session: Session) -> None:
    session.selection.move(frame=99)
    pose_adjusting.place_at(session, np.array([7.25, 8.5]))
    assert view(session).visibility[HEAD] == Visibility.VISIBLE
    assert session.selection.focus.keypoint == LEFT_HAND


# ---- choosing --------------------------------------------------------------------------------------------


def choose(session: Session, *keypoints: int, joining: Joining = Joining.REPLACE) -> int:
    return pose_adjusting.choose_keypoints(session, np.array(keypoints, dtype=np.int64), joining)


def held(session: Session) -> tuple[int, set[int]]:
    focus = session.selection.focus
    return focus.keypoint, set(focus.chosen)


def test_keypoints_are_chosen_more_are_added_and_some_let_go(session: Session) -> None:
    assert choose(session, HIP, FOOT) == 2
    assert held(session) == (HIP, {HIP, FOOT}), "the active head was chosen by nobody"
    assert choose(session, HEAD, HIP, joining=Joining.ADD) == 3
    assert held(session) == (HIP, {HEAD, HIP, FOOT})
    assert choose(session, HIP, joining=Joining.REMOVE) == 2
    assert held(session) == (HEAD, {HEAD, FOOT})
    assert choose(session, FOOT, joining=Joining.REMOVE) == 1
    assert held(session) == (HEAD, set())
    assert choose(session) == 0
    assert held(session) == (HEAD, set())


def test_letting_go_of_what_is_not_chosen_changes_nothing(session: Session) -> None:
    choose(session, HIP, FOOT)
    choose(session, LEFT_HAND, joining=Joining.REMOVE)
    assert held(session) == (HIP, {HIP, FOOT})
    pose_adjusting.choose_none(session)
    assert held(session) == (HIP, set())


def test_several_chosen_keypoints_are_nudged_together_as_one_step(session: Session) -> None:
    choose(session, HIP, FOOT)
    before, count = view(session).positions.copy(), steps(session)
    for _ in range(3):
        gestures.nudge(session, (0.1, 0.0))
    moved = view(session).positions - before
    np.testing.assert_allclose(moved[[HIP, FOOT]], [[0.3, 0.0]] * 2, atol=1e-9)
    assert not moved[[HEAD, LEFT_HAND, RIGHT_HAND]].any()
    assert steps(session) == count + 1


def test_a_pose_is_turned_as_it_is_seen_where_pixels_are_not_square(session: Session) -> None:
    clip = session.contents.clips[0]
    session.do(PutClips("Two wide", (replace(clip, sample_aspect=(2, 1)),)))
    pose_adjusting.turn(session, 90.0, np.array([100.0, 100.0]))
    np.testing.assert_allclose(view(session).positions[:, 0], 100.0 - DIAGONAL / 2.0)
    np.testing.assert_allclose(view(session).positions[:, 1], 100.0 + 2.0 * DIAGONAL)


def test_a_slanting_axis_mirrors_as_it_is_seen_where_pixels_are_not_square(session: Session) -> None:
    clip = session.contents.clips[0]
    session.do(PutClips("Two wide", (replace(clip, sample_aspect=(2, 1)),)))
    pose_adjusting.mirror(session, (np.array([100.0, 100.0]), np.array([1.0, 2.0])))
    np.testing.assert_allclose(view(session).positions[:, 0], 100.0 + DIAGONAL / 2.0)
    np.testing.assert_allclose(view(session).positions[:, 1], 100.0 + 2.0 * DIAGONAL)
