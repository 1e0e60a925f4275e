"""Going from unit to unit: in the order of work, led only to what is asked for, without a guess to follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest

from palpate.model.visibility import Visibility
from palpate.session.calibrating import calibration, gold_plan, unit_walk
from palpate.session.calibrating.unit_walk import Walk
from palpate.session.placing import gestures
from palpate.session.session import Session

LEFT_WRIST = 9


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana's turn in a project with sixty poses of certified gold."""
    with story.anas_turn(tmp_path) as session:
        yield session


def begun(session: Session, n: int = 6) -> Walk:
    calibration.start(session, n)
    return in_hand(session)


def in_hand(session: Session) -> Walk:
    walk = unit_walk.walk_in_hand(session)
    assert walk is not None
    return walk


def failed(session: Session) -> None:
    """Submit an attempt in which the left wrist is wrong."""
    attempt = calibration.start(session, 10)
    story.follow(session, attempt, by=story.off_at(LEFT_WRIST, 80.0), spread=0.5)
    calibration.submit(session, attempt)


def test_without_a_task_nothing_is_gone_through(session: Session) -> None:
    assert not unit_walk.walks(session)
    assert unit_walk.walk_in_hand(session) is None
    assert unit_walk.wanted_here(session) is None
    assert not unit_walk.has_submitted(session)


def test_an_attempt_is_gone_through_in_the_order_of_its_plan_and_no_further(session: Session) -> None:
    walk = begun(session, 3)
    assert walk.place_of(session.selection.focus) == -1
    places = []
    for by in (0, 1, 1, 1, -1, -1, -1):
        unit_walk.step(session, walk, by)
        places.append(walk.place_of(session.selection.focus))
    assert places == [0, 1, 2, 2, 1, 0, 0]
    assert session.selection.focus.layer == walk.layer


def test_from_elsewhere_one_comes_to_the_first_unit_that_is_left(session: Session) -> None:
    walk = begun(session, 3)
    first, second = walk.units[:2]
    story.label(session, session.contents.layer(walk.layer), first.instance, (first.frame,))
    walk = in_hand(session)
    assert walk.done == 1
    unit_walk.step(session, walk, 1)
    assert walk.units[walk.place_of(session.selection.focus)] == second


def test_between_the_poses_of_an_attempt_nothing_is_filled_in(session: Session) -> None:
    walk = begun(session, 20)
    layer = session.contents.layer(walk.layer)
    frames = sorted(unit.frame for unit in walk.units if unit.instance == "runner")
    story.label(session, layer, "runner", (frames[0], frames[-1]))
    between = session.view(walk.layer, "runner", frames[1])
    assert (between.visibility == Visibility.NOT_PLACED).all()
    work = session.contents.working_layer("ana")
    assert work is not None
    story.label(session, work, "runner", (frames[0], frames[-1]))
    assert (session.view(work.id, "runner", frames[1]).visibility != Visibility.NOT_PLACED).all()


def test_after_a_placement_the_next_one_that_nobody_has_decided_is_active(session: Session) -> None:
    walk = begun(session)
    unit_walk.step(session, walk, 0)
    assert session.selection.focus.keypoint == 0
    gestures.place(session, np.array([10.0, 20.0]), Visibility.VISIBLE)
    assert session.selection.focus.keypoint == 1
    assert unit_walk.left_in(session, walk, walk.units[0])[0] == "Left eye"


def test_practice_leads_to_the_failing_keypoints_alone(session: Session) -> None:
    failed(session)
    assert unit_walk.has_submitted(session)
    calibration.practise(session, 2)
    walk = in_hand(session)
    unit_walk.step(session, walk, 0)
    assert session.selection.focus.keypoint == LEFT_WRIST
    wanted = unit_walk.wanted_here(session)
    assert wanted is not None
    assert np.flatnonzero(wanted).tolist() == [LEFT_WRIST]
    gestures.place(session, np.array([10.0, 20.0]), Visibility.VISIBLE)
    assert session.selection.focus.keypoint == -1
    assert in_hand(session).done == 1


def test_while_a_calibration_is_open_no_other_is_begun(session: Session) -> None:
    assert unit_walk.why_not_judge_anew(session) == ""
    begun(session)
    assert unit_walk.why_not_judge_anew(session) == "ana, attempt 1 is begun; submit it first"
    session.undo()
    assert unit_walk.why_not_judge_anew(session) == ""


def test_nobody_goes_on_with_somebody_elses_attempt(session: Session) -> None:
    begun(session)
    story.become(session, "ben", "annotator")
    assert unit_walk.walk_in_hand(session) is None


def test_a_plan_for_gold_is_followed_until_it_is_left_or_undone(tmp_path: Path) -> None:
    with story.project(tmp_path) as session:
        layer = story.gold_of(session)
        plan = gold_plan.draw_gold_plan(session, layer.id, 4)
        unit_walk.follow_plan(session, plan, layer.id)
        walk = in_hand(session)
        assert (walk.attempt, len(walk.units), walk.done) == (None, 4, 0)
        unit_walk.step(session, walk, 0)
        assert session.selection.focus.keypoint == 0
        gestures.place(session, np.array([10.0, 20.0]), Visibility.VISIBLE)
        assert session.selection.focus.keypoint == 1  # although all is filled in from keyframe to keyframe
        session.author = "cleo"
        assert not unit_walk.walks(session)
        assert unit_walk.walk_in_hand(session) is None
        session.author = "cora"
        unit_walk.leave_plan(session)
        assert unit_walk.walk_in_hand(session) is None
        unit_walk.follow_plan(session, plan, layer.id)
        session.undo()
        session.undo()
        assert unit_walk.walk_in_hand(session) is None
