"""What one gesture of a hand does: where it lands, what comes next, what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.session.tracks import PoseView

HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT = range(5)
SPOT = np.array([10.5, 20.25])


@pytest.fixture
def session(two_bowlers: Session) -> Session:
    """The story, with a third bowler on whom nothing is placed, in frame 5."""
    contents = two_bowlers.contents
    two_bowlers.selection.move(clip=contents.clips[0].id, layer=contents.layers[0].id, frame=5)
    gestures.add_instance(two_bowlers, "stick_figure", "newcomer")
    return two_bowlers


@pytest.fixture
def three_tiers(tmp_path: Path) -> Iterator[Session]:
    """A project with the seventeen points of COCO, which know three tiers."""
    with Session.create(tmp_path / "three.palpate", ["coco_17"], "ana") as session:
        yield session


def view(session: Session) -> PoseView:
    return gestures.current_view(session)


def choose_walker(session: Session, frame: int, keypoint: int = HEAD) -> None:
    walker = next(found for found in session.contents.instances if found.name == "walker")
    session.selection.move(instance=walker.id, frame=frame, keypoint=keypoint, chosen=frozenset())


def steps(session: Session) -> int:
    return len(session.project.history())


# ---- placing, and what comes next ----------------------------------------------------------------------


def test_a_new_instance_is_active_at_its_first_keypoint(session: Session) -> None:
    focus = session.selection.focus
    assert session.contents.instance(focus.instance).name == "newcomer"
    assert session.contents.instance(focus.instance).number == 3
    assert focus.keypoint == HEAD


def test_five_placements_place_five_keypoints_in_order(session: Session) -> None:
    visited = []
    while session.selection.focus.keypoint >= 0:
        visited.append(session.selection.focus.keypoint)
        gestures.place(session, SPOT + len(visited), Visibility.VISIBLE)
    assert visited == [HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT]
    np.testing.assert_array_equal(view(session).positions, SPOT + np.arange(1.0, 6.0)[:, None])
    assert (view(session).origin == Origin.HAND).all()
    assert session.undoable().title == "Place Foot"


def test_placing_goes_on_past_what_is_placed_and_comes_back_for_holes(session: Session) -> None:
    session.selection.move(keypoint=RIGHT_HAND)
    gestures.place(session, SPOT, Visibility.VISIBLE)
    assert session.selection.focus.keypoint == HIP
    session.selection.move(keypoint=LEFT_HAND)
    gestures.place(session, SPOT, Visibility.VISIBLE)
    assert session.selection.focus.keypoint == HIP
    gestures.place(session, SPOT, Visibility.VISIBLE)
    gestures.place(session, SPOT, Visibility.VISIBLE)
    assert session.selection.focus.keypoint == HEAD
    gestures.place(session, SPOT, Visibility.VISIBLE)
    assert session.selection.focus.keypoint == -1


def test_absent_is_decided_and_goes_on(session: Session) -> None:
    gestures.set_tier(session, Visibility.ABSENT)
    assert session.selection.focus.keypoint == LEFT_HAND
    assert view(session).visibility[HEAD] == Visibility.ABSENT
    assert np.isnan(view(session).positions[HEAD]).all()
    gestures.advance(session)
    assert session.selection.focus.keypoint == RIGHT_HAND


def test_a_keypoint_placed_over_a_guess_becomes_a_keyframe(session: Session) -> None:
    choose_walker(session, 15)
    assert view(session).origin[HEAD] == Origin.INTERPOLATED
    gestures.place(session, SPOT, Visibility.ESTIMATED)
    assert view(session).origin.tolist() == [Origin.HAND] + 4 * [Origin.INTERPOLATED]
    assert view(session).visibility[HEAD] == Visibility.ESTIMATED
    assert session.selection.focus.keypoint == -1  # the others have a guess each


@pytest.mark.parametrize("spot", [(np.nan, 1.0), (1.0, np.inf)])
def test_nothing_is_placed_nowhere(session: Session, spot: tuple[float, float]) -> None:
    before = steps(session)
    with pytest.raises(EditRefused, match="finite"):
        gestures.place(session, np.array(spot), Visibility.VISIBLE)
    assert steps(session) == before


def test_a_keypoint_outside_the_picture_is_placed_where_it_is(session: Session) -> None:
    gestures.place(session, np.array([-30.5, 5000.0]), Visibility.ESTIMATED)
    assert view(session).positions[HEAD].tolist() == [-30.5, 5000.0]


def test_stepping_goes_round_whether_placed_or_not(session: Session) -> None:
    visited = []
    for by in (1, 1, 1, 1, 1, -1):
        gestures.step_keypoint(session, by)
        visited.append(session.selection.focus.keypoint)
    assert visited == [LEFT_HAND, RIGHT_HAND, HIP, FOOT, HEAD, FOOT]


@pytest.mark.parametrize(("by", "lands"), [(1, HEAD), (-1, FOOT)])
def test_stepping_from_nowhere_begins_at_an_end(session: Session, by: int, lands: int) -> None:
    session.selection.move(keypoint=-1)
    gestures.step_keypoint(session, by)
    assert session.selection.focus.keypoint == lands


# ---- tiers ---------------------------------------------------------------------------------------------


def test_a_placed_keypoint_takes_any_tier_and_stays_where_it_is(session: Session) -> None:
    gestures.place(session, SPOT, Visibility.VISIBLE)
    session.selection.move(keypoint=HEAD)
    for tier in (Visibility.ESTIMATED, Visibility.CERTAIN, Visibility.VISIBLE):
        gestures.set_tier(session, tier)
        assert view(session).visibility[HEAD] == tier
        assert view(session).positions[HEAD].tolist() == SPOT.tolist()
        assert session.selection.focus.keypoint == HEAD


def test_a_tier_needs_a_position_first(session: Session) -> None:
    with pytest.raises(EditRefused, match="place Head first"):
        gestures.set_tier(session, Visibility.ESTIMATED)


def test_the_fourth_tier_is_refused_where_there_are_three(three_tiers: Session) -> None:
    from palpate.model.clip import Clip, ClipKind
    from palpate.session.edits.contents import PutClips

    session = three_tiers
    session.do(PutClips("Add", (Clip("c", "c", ClipKind.VIDEO, n_frames=9),)))
    session.selection.move(clip="c", layer=session.contents.layers[0].id)
    gestures.add_instance(session, "coco_17")
    before = steps(session)
    with pytest.raises(EditRefused, match="no tier for certain"):
        gestures.place(session, SPOT, Visibility.CERTAIN)
    gestures.place(session, SPOT, Visibility.VISIBLE)
    session.selection.move(keypoint=0)
    with pytest.raises(EditRefused, match="no tier for certain"):
        gestures.set_tier(session, Visibility.CERTAIN)
    assert steps(session) == before + 1


def test_flagging_a_guess_makes_it_a_fact_where_it_was(session: Session) -> None:
    choose_walker(session, 15)
    guess = view(session).positions[HEAD].copy()
    gestures.set_tier(session, Visibility.ESTIMATED)
    assert view(session).origin[HEAD] == Origin.HAND
    assert view(session).positions[HEAD].tolist() == guess.tolist()


# ---- clearing, moving, nudging -------------------------------------------------------------------------


def test_clearing_takes_active_and_chosen_back_to_not_placed(session: Session) -> None:
    choose_walker(session, 20, HIP)
    session.selection.move(chosen=frozenset({FOOT}))
    gestures.clear(session)
    assert view(session).origin[[HIP, FOOT]].tolist() == [Origin.INTERPOLATED] * 2
    assert view(session).origin[HEAD] == Origin.HAND
    assert session.undoable().title == "Clear 2 keypoints"


def test_a_pose_on_which_nothing_is_left_is_gone(session: Session) -> None:
    gestures.place(session, SPOT, Visibility.VISIBLE)
    focus = session.selection.focus
    session.selection.move(keypoint=HEAD)
    gestures.clear(session)
    assert session.project.pose(focus.layer, focus.instance, focus.frame) is None


def test_nudges_in_quick_succession_are_one_step_of_undo(session: Session) -> None:
    choose_walker(session, 20)
    start, before = view(session).positions[HEAD].copy(), steps(session)
    for _ in range(5):
        gestures.nudge(session, (0.1, 0.0))
    np.testing.assert_allclose(view(session).positions[HEAD], start + np.array([0.5, 0.0]))
    assert steps(session) == before + 1
    session.undo()
    assert view(session).positions[HEAD].tolist() == start.tolist()


def test_a_nudge_of_another_keypoint_or_frame_is_a_step_of_its_own(session: Session) -> None:
    choose_walker(session, 20)
    before = steps(session)
    gestures.nudge(session, (1.0, 0.0))
    session.selection.move(keypoint=HIP)
    gestures.nudge(session, (1.0, 0.0))
    session.selection.move(frame=30)
    gestures.nudge(session, (1.0, 0.0))
    assert steps(session) == before + 3


def test_a_nudge_after_a_drag_is_a_step_of_its_own(session: Session) -> None:
    choose_walker(session, 20)
    before = steps(session)
    gestures.move(session, np.array([HEAD]), SPOT[None])
    gestures.nudge(session, (1.0, 0.0))
    gestures.move(session, np.array([HEAD]), SPOT[None])
    assert steps(session) == before + 3


def test_a_nudge_moves_what_is_placed_and_leaves_the_rest(session: Session) -> None:
    gestures.place(session, SPOT, Visibility.CERTAIN)
    session.selection.move(keypoint=HEAD, chosen=frozenset({HEAD, HIP}))
    gestures.nudge(session, (0.0, -2.0))
    assert view(session).positions[HEAD].tolist() == [10.5, 18.25]
    assert view(session).visibility[HEAD] == Visibility.CERTAIN
    assert view(session).unplaced.tolist() == [LEFT_HAND, RIGHT_HAND, HIP, FOOT]


def test_there_is_nothing_to_nudge_where_nothing_is_placed(session: Session) -> None:
    with pytest.raises(EditRefused, match="no placed keypoint"):
        gestures.nudge(session, (1.0, 0.0))


# ---- accepting -----------------------------------------------------------------------------------------


def test_accepting_a_frame_pins_every_guess_in_it(session: Session) -> None:
    choose_walker(session, 15)
    guesses = view(session).positions.copy()
    assert gestures.accept(session) == 5
    assert (view(session).origin == Origin.ACCEPTED).all()
    np.testing.assert_array_equal(view(session).positions, guesses)
    with pytest.raises(EditRefused, match="no guess"):
        gestures.accept(session)


def test_accepting_can_be_of_chosen_keypoints_only(session: Session) -> None:
    choose_walker(session, 15, HIP)
    session.selection.move(chosen=frozenset({HIP, FOOT}))
    assert gestures.accept(session) == 2
    assert np.flatnonzero(view(session).origin == Origin.ACCEPTED).tolist() == [HIP, FOOT]


def test_an_accepted_guess_stays_when_its_neighbours_move(session: Session) -> None:
    choose_walker(session, 15)
    gestures.accept(session)
    pinned = view(session).positions.copy()
    session.selection.move(frame=20, keypoint=HEAD)
    gestures.move(session, np.array([HEAD]), np.array([[900.0, 900.0]]))
    session.selection.move(frame=15)
    np.testing.assert_array_equal(view(session).positions, pinned)


# ---- spans, choosing, naming ---------------------------------------------------------------------------


def test_filling_by_a_method_concerns_the_chosen_keypoints_or_all(session: Session) -> None:
    choose_walker(session, 15, HIP)
    session.selection.move(chosen=frozenset({HIP}))
    assert gestures.fill_by(session, Method.NONE) == 9
    assert view(session).unplaced.tolist() == [HIP]
    session.selection.move(chosen=frozenset())
    assert gestures.fill_by(session, Method.NONE) == 45
    assert view(session).unplaced.tolist() == [0, 1, 2, 3, 4]
    assert gestures.fill_by(session, Method.LINEAR) == 45
    assert len(view(session).unplaced) == 0


def test_there_is_nothing_to_fill_between_no_keyframes(session: Session) -> None:
    with pytest.raises(EditRefused, match="nothing between two keyframes"):
        gestures.fill_by(session, Method.LINEAR)


def chosen(session: Session) -> tuple[int, list[int]]:
    return session.selection.focus.keypoint, gestures.chosen_keypoints(session).tolist()


def test_choosing_extends_by_joining_and_leaving(session: Session) -> None:
    walker = session.contents.instances[0].id
    gestures.choose(session, walker, HEAD)
    assert chosen(session) == (HEAD, [HEAD])
    gestures.choose(session, walker, HIP, extend=True)
    assert chosen(session) == (HIP, [HEAD, HIP])
    gestures.choose(session, walker, FOOT, extend=True)
    assert chosen(session) == (FOOT, [HEAD, HIP, FOOT])
    gestures.choose(session, walker, HEAD, extend=True)
    assert chosen(session) == (FOOT, [HIP, FOOT])
    gestures.choose(session, walker, FOOT, extend=True)
    assert chosen(session) == (HIP, [HIP])
    gestures.choose(session, walker, HIP, extend=True)
    assert chosen(session) == (-1, [])
    gestures.choose(session, walker, HIP, extend=True)
    assert chosen(session) == (HIP, [HIP])


def test_choosing_on_another_instance_begins_anew(session: Session) -> None:
    walker, stander, _ = session.contents.instances
    gestures.choose(session, walker.id, HEAD)
    gestures.choose(session, stander.id, HIP, extend=True)
    assert session.selection.focus.instance == stander.id
    assert chosen(session) == (HIP, [HIP])


def test_an_instance_is_chosen_at_what_is_still_to_be_placed(session: Session) -> None:
    newcomer = session.selection.focus.instance
    gestures.place(session, SPOT, Visibility.VISIBLE)
    choose_walker(session, 5)
    gestures.choose_instance(session, newcomer)
    assert (session.selection.focus.instance, session.selection.focus.keypoint) == (newcomer, LEFT_HAND)


def test_renaming_keeps_the_labels(session: Session) -> None:
    walker = session.contents.instances[0]
    gestures.rename_instance(session, walker, "Ada")
    assert session.contents.instance(walker.id).name == "Ada"
    assert len(session.live(session.contents.layers[0].id, walker.id).track.frames) == 10
    with pytest.raises(EditRefused, match="needs a name"):
        gestures.rename_instance(session, walker, "  ")


# ---- what is missing is said ---------------------------------------------------------------------------


def test_every_gesture_says_what_it_misses(empty_project: Session) -> None:
    session = empty_project
    with pytest.raises(EditRefused, match="open a clip first"):
        gestures.add_instance(session, "stick_figure")
    with pytest.raises(EditRefused, match="choose a layer first"):
        gestures.place(session, SPOT, Visibility.VISIBLE)
    session.selection.move(layer=session.contents.layers[0].id)
    with pytest.raises(EditRefused, match="add an instance first"):
        gestures.place(session, SPOT, Visibility.VISIBLE)


def test_no_keypoint_is_no_place_to_put_one(session: Session) -> None:
    session.selection.move(keypoint=-1)
    with pytest.raises(EditRefused, match="no keypoint is active"):
        gestures.place(session, SPOT, Visibility.VISIBLE)


def test_an_unknown_skeleton_is_a_mistake(session: Session, stick_figure: Skeleton) -> None:
    assert stick_figure.name in session.contents.skeletons
    with pytest.raises(UsageError, match="no skeleton named"):
        gestures.add_instance(session, "octopus_8")


def test_who_listens_is_told_what_was_touched_and_by_whom(session: Session) -> None:
    heard: list[tuple[frozenset[tuple[str, str, int]], str, object]] = []
    session.changed.connect(lambda change, origin: heard.append((change.poses, change.title, origin)))
    focus = session.selection.focus
    gestures.place(session, SPOT, Visibility.VISIBLE, origin="canvas")
    session.undo(origin="menu")
    touched = frozenset({(focus.layer, focus.instance, focus.frame)})
    assert heard == [(touched, "Place Head", "canvas"), (touched, "Place Head", "menu")]


def test_a_keypoint_without_a_label_is_called_by_its_name(session: Session) -> None:
    session.pin(Skeleton("dots", (Keypoint("a"), Keypoint("b", "The second"))))
    gestures.add_instance(session, "dots", "loose")
    gestures.place(session, np.array([1.0, 2.0]), Visibility.VISIBLE)
    assert session.undoable().title == "Place a"
    gestures.place(session, np.array([1.0, 2.0]), Visibility.VISIBLE)
    assert session.undoable().title == "Place The second"
