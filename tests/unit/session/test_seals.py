"""What nobody takes back: submissions, certificates, and the labels that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.adjudication import Adjudication, Choice
from palpate.model.attempt import Attempt, Comment, Task
from palpate.model.certificate import Certificate
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.judging import (
    Adjudicate,
    BeginAttempt,
    Certify,
    CommentOn,
    DrawPlan,
    SubmitAttempt,
)
from palpate.session.session import Session
from palpate.store import judging

FRAMES = (3, 9)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A runner in a clip, placed by the consultant in two frames."""
    with Session.create(tmp_path / "gold.palpate", ["coco_17"], "consultant", "consultant") as session:
        clip = Clip("clip", "run", ClipKind.VIDEO, size=(640, 480), n_frames=50)
        session.do(PutClips("Add", (clip,)))
        session.do(PutInstance("Add", Instance("runner", "clip", "runner", 1, "coco_17")))
        for frame in FRAMES:
            place(session, gold(session), frame, 10.0)
        yield session


def gold(session: Session) -> str:
    layer = session.contents.gold_layer()
    assert layer is not None
    return layer.id


def place(session: Session, layer: str, frame: int, x: float) -> None:
    at = session.pose_at(layer, "runner", frame)
    tiers = np.full(1, Visibility.VISIBLE, np.int8)
    session.do(poses.move(at, np.array([0]), np.array([[x, 5.0]]), tiers, title="Place"))


def attempted(session: Session) -> tuple[str, str]:
    """Begin an attempt at a plan and return its id and layer."""
    plan = Plan(editions.new_id(), "week 1", Purpose.CALIBRATION, 7, (Unit("clip", "runner", 3),))
    session.do(DrawPlan(plan))
    layer = editions.new_layer("ana, attempt 1", LayerKind.CALIBRATION, "ana")
    attempt = Attempt(editions.new_id(), "ana", Task.CALIBRATION, 1, plan.id, layer.id, gold(session), 1)
    session.do(BeginAttempt(attempt, layer))
    return attempt.id, layer.id


def test_certified_gold_refuses_every_change_and_says_what_to_do(session: Session) -> None:
    session.seal(Certify(Certificate(gold(session), 1, "digest")))
    with pytest.raises(EditRefused, match=r"gold is certified \(version 1\).*make a new version"):
        place(session, gold(session), 3, 11.0)
    view = session.view(gold(session), "runner", 3)
    assert view.positions[0].tolist() == [10.0, 5.0]


def test_undo_does_not_reach_behind_a_certificate(session: Session) -> None:
    session.seal(Certify(Certificate(gold(session), 1, "digest")))
    assert session.undoable() is None
    with pytest.raises(EditRefused):
        session.undo()
    assert [one.digest for one in judging.certificates(session.project).values()] == ["digest"]


def test_what_was_undone_before_a_seal_is_not_done_again_after_it(session: Session) -> None:
    session.undo()
    session.seal(Certify(Certificate(gold(session), 1, "digest")))
    assert session.redoable() is None


def test_a_certificate_is_given_once(session: Session) -> None:
    session.seal(Certify(Certificate(gold(session), 1, "digest")))
    with pytest.raises(EditRefused, match="certified already"):
        session.seal(Certify(Certificate(gold(session), 2, "other")))


def test_other_layers_go_on_beside_certified_gold(session: Session) -> None:
    session.seal(Certify(Certificate(gold(session), 1, "digest")))
    work = session.contents.working_layer("consultant")
    assert work is not None
    place(session, work.id, 3, 12.0)
    session.undo()
    assert np.isnan(session.view(work.id, "runner", 3).positions).all()


def test_a_submitted_attempt_stays_and_keeps_what_was_found(session: Session) -> None:
    attempt, layer = attempted(session)
    place(session, layer, 3, 20.0)
    session.seal(SubmitAttempt(attempt, "abc", '{"oks": 0.9}'))
    with pytest.raises(EditRefused, match="ana, attempt 1 was submitted"):
        place(session, layer, 3, 21.0)
    with pytest.raises(EditRefused, match="submitted stays"):
        session.seal(SubmitAttempt(attempt, "abc", '{"oks": 1.0}'))
    (found,) = judging.attempts(session.project)
    assert (found.result, found.digest, found.is_open) == ('{"oks": 0.9}', "abc", False)


def test_a_plan_that_nobody_follows_can_be_undone_and_one_that_is_followed_goes_with_its_attempt(
    session: Session,
) -> None:
    attempted(session)
    session.undo()
    session.undo()
    assert judging.plans(session.project) == judging.attempts(session.project) == []


def test_a_comment_waits_for_the_submission_and_is_taken_back_with_no_words(session: Session) -> None:
    attempt, _ = attempted(session)
    with pytest.raises(EditRefused, match="once it is submitted"):
        session.do(CommentOn(Comment(attempt, "nose", "lower")))
    session.seal(SubmitAttempt(attempt, "", "{}"))
    session.do(CommentOn(Comment(attempt, "nose", " lower ")))
    (said,) = judging.comments(session.project, attempt)
    assert (said.text, said.author) == ("lower", "consultant")
    session.do(CommentOn(Comment(attempt, "nose", "")))
    assert judging.comments(session.project, attempt) == []


def test_everything_reads_back_as_it_was_written(session: Session) -> None:
    attempt, layer = attempted(session)
    (plan,) = judging.plans(session.project)
    assert plan.units == (Unit("clip", "runner", 3),)
    assert plan.author == "consultant"
    (found,) = judging.attempts(session.project)
    assert (found.id, found.layer, found.reference, found.task) == (
        attempt,
        layer,
        gold(session),
        Task.CALIBRATION,
    )
    assert found.begun


def test_a_decision_says_who_was_right_and_who_decided(session: Session) -> None:
    work = session.contents.layers[0].id
    one = Adjudication(work, "runner", "nose", 3, "a", "b", Choice.SECOND)
    session.do(Adjudicate((one,)))
    (found,) = judging.adjudications(session.project, work)
    assert (found.choice, found.author) == (Choice.SECOND, "consultant")
    session.do(Adjudicate((one,)))  # saying the same again is no edit
    assert [entry.title for entry in session.project.history()].count("Adjudicate") == 1
