"""Gold as the consultant looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest

from palpate.session.calibrating import gold, gold_error, gold_plan
from palpate.session.calibrating.calibration import submit
from palpate.session.calibrating.gold_view import GoldView, gold_rows, view_gold, why_not_plan
from palpate.session.edits import poses
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The consultant's project with sixty poses of open gold."""
    with story.project(tmp_path) as session:
        yield session


def shown(session: Session, at: int = 0) -> GoldView:
    return view_gold(session, gold_rows(session)[at])


def test_open_gold_tells_what_is_missing_and_that_nothing_is(session: Session) -> None:
    view = shown(session)
    assert (view.row.certificate, view.verified, view.missing, view.only_undecided) == (None, None, "", False)
    at = session.pose_at(view.row.layer.id, "runner", 0)
    session.do(poses.clear(at, np.array([1]), "an eye"))
    view = shown(session)
    assert view.missing.startswith("1 keypoint is not decided in 1 pose of gold")
    assert view.only_undecided


def test_empty_gold_cannot_be_certified_even_in_part(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=()) as session:
        view = shown(session)
    assert "nothing is labelled" in view.missing
    assert not view.only_undecided


def test_certified_gold_is_checked_and_its_next_version_stands_beside_it(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer, "first round")
    gold.new_version(session, layer)
    first, second = gold_rows(session)
    assert first.certificate is not None
    assert (first.certificate.version, second.certificate, second.next_version) == (1, None, 2)
    verified = shown(session).verified
    assert verified is not None
    assert verified.holds


def test_plans_say_how_much_of_them_is_left(session: Session) -> None:
    layer = story.gold_of(session)
    plan = gold_plan.draw_gold_plan(session, layer.id, 4)
    assert [(one.id, left) for one, left in shown(session).plans] == [(plan.id, 4)]
    unit = plan.units[0]
    story.label(session, layer, unit.instance, (unit.frame,))
    assert [left for _, left in shown(session).plans] == [3]


def test_for_certified_gold_no_frames_are_drawn(session: Session) -> None:
    (row,) = gold_rows(session)
    assert why_not_plan(session, row) == ""
    gold.certify(session, row.layer.id)
    assert "make a new version" in why_not_plan(session, gold_rows(session)[0])
    story.become(session, "ana", "annotator")
    assert "consultant" in why_not_plan(session, gold_rows(session)[0])


def test_hidden_repeats_tell_golds_own_error(session: Session) -> None:
    layer = story.gold_of(session).id
    assert "nothing of it was marked a second time" in shown(session).floor.notes[0]
    attempt = gold_error.begin_repeat(session, layer, 20)
    story.follow(session, attempt, spread=2.0)
    submit(session, attempt)
    floor = shown(session).floor
    assert floor.source == "repeats"
    assert 0.5 < floor.sd_px["nose"] < 4.0
