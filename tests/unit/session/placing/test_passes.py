"""Placing through many frames: where a placement leads, what is skipped, how it ends."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.visibility import Visibility
from palpate.session.placing import gestures, passes
from palpate.session.placing.aside import Parts
from palpate.session.placing.passes import Through, frames_through
from palpate.session.selection import By
from palpate.session.session import Session

HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT = range(5)
SPOT = np.array([10.5, 20.25])


@pytest.fixture
def session(two_bowlers: Session) -> Session:
    """The story, at the walker's left hand in its first frame."""
    contents = two_bowlers.contents
    two_bowlers.selection.move(clip=contents.clips[0].id, layer=contents.layers[0].id, frame=0)
    gestures.choose(two_bowlers, contents.instances[0].id, LEFT_HAND)
    return two_bowlers


@pytest.fixture
def told(session: Session) -> list[str]:
    sentences: list[str] = []
    session.selection.told.connect(sentences.append)
    return sentences


def at(session: Session) -> tuple[int, int]:
    return session.selection.focus.frame, session.selection.focus.keypoint


def place(session: Session, times: int = 1) -> None:
    for _ in range(times):
        gestures.place(session, SPOT, Visibility.VISIBLE)


def newcomer(session: Session) -> None:
    gestures.add_instance(session, "stick_figure", "newcomer")


def test_frames_are_the_keyframes_every_nth_or_the_range(session: Session) -> None:
    assert frames_through(session, Through.KEYFRAMES) == tuple(range(0, 100, 10))
    assert frames_through(session, Through.EVERY, 30) == (0, 30, 60, 90)
    session.selection.move(chosen_frames=(5, 8))
    assert frames_through(session, Through.RANGE) == (5, 6, 7, 8)
    assert frames_through(session, Through.EVERY, 2) == (5, 7)


def test_frames_that_are_not_there_are_refused_with_the_way_out(session: Session) -> None:
    with pytest.raises(EditRefused, match="Shift-drag"):
        frames_through(session, Through.RANGE)
    with pytest.raises(EditRefused, match="every second"):
        frames_through(session, Through.EVERY, 0)
    newcomer(session)
    with pytest.raises(EditRefused, match="no keyframe yet"):
        frames_through(session, Through.KEYFRAMES)


def test_one_keypoint_is_placed_in_frame_after_frame_until_a_sentence_ends_it(
    session: Session, told: list[str]
) -> None:
    newcomer(session)
    session.selection.move(keypoint=HIP)
    passes.begin(session, By.KEYPOINT, (0, 30, 60))
    visited = []
    while session.selection.under_way is not None:
        visited.append(at(session))
        place(session)
    assert visited == [(0, HIP), (30, HIP), (60, HIP)]
    assert at(session) == (60, HIP)
    assert told == ["The pass is done: Hip is placed in all 3 frames"]


def test_frames_where_it_is_placed_are_skipped_and_what_is_filled_in_is_not(session: Session) -> None:
    session.selection.move(frame=3)
    passes.begin(session, By.KEYPOINT, (0, 5, 10, 15))
    assert at(session) == (5, LEFT_HAND)
    place(session)
    assert at(session) == (15, LEFT_HAND)


def test_what_was_left_out_is_come_back_to_and_told(session: Session, told: list[str]) -> None:
    passes.begin(session, By.KEYPOINT, (5, 15, 25))
    passes.step(session, 1)
    place(session, 2)
    assert at(session) == (5, LEFT_HAND)
    assert told == ["Back to what was left out of the pass: 1 frame"]
    place(session)
    assert session.selection.under_way is None


def test_absent_is_a_decision_that_goes_on_too(session: Session) -> None:
    passes.begin(session, By.KEYPOINT, (5, 15))
    gestures.set_tier(session, Visibility.ABSENT)
    assert at(session) == (15, LEFT_HAND)


def test_pose_after_pose_is_placed_keypoint_by_keypoint(session: Session, told: list[str]) -> None:
    newcomer(session)
    session.selection.move(frame=0, keypoint=HIP)
    passes.begin(session, By.FRAME, (0, 50))
    visited = []
    while session.selection.under_way is not None:
        visited.append(at(session))
        place(session)
    first = [(0, HIP), (0, FOOT), (0, HEAD), (0, LEFT_HAND), (0, RIGHT_HAND)]
    assert visited == first + [(50, k) for k in range(5)]
    assert at(session) == (50, -1)
    assert told == ["The pass is done: every keypoint is placed in all 2 frames"]


def test_a_pass_stands_where_it_is_and_steps_to_its_ends(session: Session) -> None:
    assert passes.standing(session) is None
    passes.begin(session, By.KEYPOINT, (0, 5, 10, 15))
    assert passes.standing(session) == passes.Standing(place=2, count=4, left=2)
    passes.step(session, -1)
    assert at(session) == (0, LEFT_HAND)
    with pytest.raises(EditRefused, match="the first frame of the pass"):
        passes.step(session, -1)
    passes.step(session, 8)
    assert at(session) == (15, LEFT_HAND)
    with pytest.raises(EditRefused, match="the last frame of the pass"):
        passes.step(session, 1)
    session.selection.move(frame=7)
    assert passes.standing(session) == passes.Standing(place=0, count=4, left=2)


def test_another_keypoint_takes_over_in_the_middle_of_a_pass(session: Session) -> None:
    passes.begin(session, By.KEYPOINT, (5, 15))
    session.selection.move(keypoint=FOOT)
    place(session)
    assert at(session) == (15, FOOT)


def test_a_pass_over_what_is_placed_is_refused_and_leaves_nothing_under_way(session: Session) -> None:
    with pytest.raises(EditRefused, match="Left hand is placed in each of these 2 frames already"):
        passes.begin(session, By.KEYPOINT, (0, 10))
    session.selection.move(keypoint=-1)
    with pytest.raises(EditRefused, match="choose the keypoint first"):
        passes.begin(session, By.KEYPOINT, (5,))
    session.selection.move(instance="")
    with pytest.raises(EditRefused, match="add an instance first"):
        passes.begin(session, By.FRAME, (5,))
    assert session.selection.under_way is None


def test_a_pass_is_let_go_of_with_its_instance_and_when_asked(session: Session) -> None:
    seen: list[object] = []
    session.selection.pass_changed.connect(seen.append)
    walker, stander = session.contents.instances
    begun = passes.begin(session, By.KEYPOINT, (5, 15))
    gestures.choose_instance(session, stander.id)
    assert session.selection.under_way is None
    session.selection.move(instance=walker.id, keypoint=HEAD)
    again = passes.begin(session, By.KEYPOINT, (5, 15))
    passes.end(session)
    assert seen == [begun, None, again, None]
    with pytest.raises(EditRefused, match="no pass is under way"):
        passes.step(session, 1)


def test_another_frame_during_a_pass_leads_back_to_it_only_with_a_placement(session: Session) -> None:
    passes.begin(session, By.FRAME, (5, 15))
    session.selection.move(frame=40, keypoint=-1)
    gestures.settle(session)
    assert at(session) == (40, -1)
    session.selection.move(keypoint=HEAD)
    place(session)
    assert at(session) == (5, HEAD)


def test_a_pass_of_whole_poses_goes_past_what_is_hidden_or_locked(session: Session, told: list[str]) -> None:
    newcomer(session)
    instance = session.selection.focus.instance
    session.aside.put(
        hidden=Parts(frozenset(), frozenset({(instance, "head")})),
        locked=Parts(frozenset(), frozenset({(instance, "foot")})),
    )
    passes.begin(session, By.FRAME, (0, 30))
    visited = []
    while session.selection.under_way is not None:
        visited.append(at(session))
        place(session)
    assert visited == [(frame, k) for frame in (0, 30) for k in (LEFT_HAND, RIGHT_HAND, HIP)]
    assert told == ["The pass is done: every keypoint is placed in all 2 frames"]


def test_a_pass_needs_a_keypoint_that_can_be_placed(session: Session) -> None:
    session.aside.put(locked=Parts(frozenset({session.selection.focus.instance})))
    with pytest.raises(EditRefused, match="hidden or locked"):
        passes.begin(session, By.FRAME, (0, 30))
    assert session.selection.under_way is None
