"""Second labels compared in the background, and closed when that is known."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.attempt import Attempt
from palpate.model.visibility import Visibility
from palpate.session.calibrating.attempts import attempt_known, plan_of
from palpate.session.calibrating.gold_content import digest_of
from palpate.session.edits import poses
from palpate.session.production_qa import production
from palpate.session.production_qa.labelled_twice import comparison
from palpate.session.production_qa.submitting import start_submitting
from palpate.session.session import Session

FIGURE = np.array([(300.0, 80.0), (250.0, 180.0), (350.0, 180.0), (300.0, 200.0), (300.0, 330.0)])


@pytest.fixture
def repeat(office) -> tuple[Session, Attempt]:
    """Ana labels a part of her work again, 4 px to the right."""
    layer = office.label("ana")
    session = office.as_("ana")
    attempt = production.begin_repeat(session, layer, share=0.02, seed=3)
    for unit in plan_of(session, attempt).units:
        move(session, session.pose_at(attempt.layer, unit.instance, unit.frame), 4.0)
    return session, attempt


def move(session: Session, at: poses.PoseAt, off: float) -> None:
    tiers = np.full(len(FIGURE), Visibility.VISIBLE, np.int8)
    session.do(poses.move(at, np.arange(len(FIGURE)), FIGURE + np.array([off, 0.0]), tiers, title="Place"))


def test_it_is_closed_with_what_a_comparison_at_once_would_have_said(repeat) -> None:
    session, attempt = repeat
    told, digest = comparison(session, attempt), digest_of(session, attempt.layer)
    closed = list[Attempt]()
    job = start_submitting(session, attempt, closed.append)
    assert attempt_known(session, attempt.id).is_open
    session.jobs.wait(job)
    (one,) = closed
    assert one == attempt_known(session, attempt.id)
    assert (one.is_open, one.digest, msgspec.json.decode(one.result)) == (False, digest, told)
    assert told["mean_px"] == 4.0


def test_nothing_is_closed_if_a_label_was_moved_meanwhile(repeat) -> None:
    session, attempt = repeat
    closed = list[Attempt]()
    job = start_submitting(session, attempt, closed.append)
    unit = plan_of(session, attempt).units[0]
    assert job.thread is not None
    job.thread.join()
    move(session, session.pose_at(attempt.layer, unit.instance, unit.frame), 5.0)
    with pytest.raises(EditRefused, match="changed while the labels were compared; submit once more"):
        session.jobs.wait(job)
    assert not closed
    assert attempt_known(session, attempt.id).is_open


def test_what_cannot_be_closed_begins_no_job(repeat) -> None:
    session, attempt = repeat
    production.submit(session, attempt)
    with pytest.raises(EditRefused, match="submitted already"):
        start_submitting(session, attempt_known(session, attempt.id), lambda _: None)
    assert not session.jobs.running


def test_who_stops_it_finds_the_attempt_open(repeat) -> None:
    session, attempt = repeat
    job = start_submitting(session, attempt, lambda _: None)
    job.token.cancel()
    session.jobs.wait(job)
    assert attempt_known(session, attempt.id).is_open
