"""Where gold and its hidden repeats are farthest apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import pytest

from palpate.model.plan import Unit
from palpate.session.calibrating import attempts, calibration, gold_error
from palpate.session.calibrating.gold_farthest import Farthest, farthest_of, made_by_one_pose
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with story.project(tmp_path) as session:
        yield session


def test_without_repeats_nothing_is_farthest(session: Session) -> None:
    found = farthest_of(session, story.gold_of(session).id)
    assert found == {}
    assert made_by_one_pose(found) is None


def test_one_slip_is_found_with_its_pose_layer_and_distance(session: Session) -> None:
    gold = story.gold_of(session).id
    attempt = gold_error.begin_repeat(session, gold, 10)
    story.follow(session, attempt, spread=0.5)
    odd = attempts.plan_of(session, attempt).units[4]
    layer = session.contents.layer(attempt.layer)
    story.label(session, layer, odd.instance, (odd.frame,), by=story.off_at(9, 30.0, 40.0))
    calibration.submit(session, attempt)
    found = farthest_of(session, gold)
    wrist = found["left_wrist"]
    assert (wrist.unit.instance, wrist.unit.frame) == (odd.instance, odd.frame)
    assert (wrist.layer, wrist.px, wrist.poses) == (attempt.layer, pytest.approx(50.0), 10)
    assert wrist.makes_most
    made = made_by_one_pose(found)
    assert made is not None
    assert (made[0].frame, made[1]) == (odd.frame, ("left_wrist",))


@pytest.mark.parametrize(("share", "poses", "most"), [(0.6, 3, False), (0.6, 20, True), (0.4, 200, False)])
def test_what_may_be_chance_is_not_blamed_on_one_pose(share: float, poses: int, most: bool) -> None:
    assert Farthest(Unit("run", "runner", 4), "again", 20.0, share, poses).makes_most is most
