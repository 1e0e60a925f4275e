"""Going through what two people differ in."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from palpate.base.errors import Cancelled, EditRefused
from palpate.base.progress import CancelToken, Progress
from palpate.model.adjudication import Choice
from palpate.model.change import Change
from palpate.model.visibility import Visibility
from palpate.session.calibrating.gold_content import digest_of
from palpate.session.edits import poses
from palpate.session.edits.contents import PutSetting
from palpate.session.jobs import JobState
from palpate.session.production_qa import production
from palpate.session.production_qa.adjudicating import Taking, decide, settle_agreeing, take_agreeing
from palpate.session.production_qa.adjudication_walk import (
    Letter,
    Walk,
    choice_of,
    layers_to_compare,
    letter_of,
    second_labels,
    spot_of,
)
from palpate.session.production_qa.differences import agreeing_in, match_between
from palpate.session.production_qa.qa_sampling import draw_plan
from palpate.session.production_qa.taking import start_taking
from palpate.session.session import Session
from palpate.store import judging

HEAD, FOOT = 0, 4


@pytest.fixture
def pair(office) -> tuple[Session, str, str]:
    """Ben's head lies 10 px off in every third frame, 30 px in frame 7, where his foot is absent."""
    first, second = office.label("ana"), office.label("ben")
    session = office.as_("lea")
    for frame in range(0, 30, 3):
        shift(session, second, frame, 10.0)
    shift(session, second, 7, 30.0)
    session.do(poses.decide_absent(session.pose_at(second, "ada", 7), FOOT, "foot"))
    return session, first, second


def shift(session: Session, layer: str, frame: int, by: float) -> None:
    view, head = session.view(layer, "ada", frame), np.array([HEAD])
    at = session.pose_at(layer, "ada", frame)
    session.do(poses.move(at, head, view.positions[head] + (by, 0.0), view.visibility[head], title="M"))


def told(session: Session, walk: Walk, choice: Choice) -> None:
    """Decide about what is in hand, and let the walk learn of it as a window would."""
    heard: list[Change] = []
    session.changed.connect(lambda change, _origin: heard.append(change))
    assert walk.at is not None
    decide(session, walk.match, walk.at, choice, place=(1.0, 2.0))
    for change in heard:
        walk.follow(change)


def test_the_walk_goes_worst_first_and_ends(pair) -> None:
    session, first, second = pair
    walk = Walk(session, (first, second))
    seen = []
    while (here := walk.go_on()) is not None:
        seen.append((here.name, here.frame))
        told(session, walk, Choice.FIRST)
    assert seen[:2] == [("foot", 7), ("head", 7)]
    assert sorted(frame for _, frame in seen[2:]) == list(range(0, 30, 3))
    assert walk.waiting == ()
    assert len(walk.decided) == 12
    assert [(row.name, row.decided, row.total) for row in walk.by_keypoint] == [
        ("foot", 1, 1),
        ("head", 11, 11),
    ]


def test_a_and_b_are_drawn_anew_for_every_difference_and_stay_what_they_are(pair) -> None:
    session, first, second = pair
    differences = Walk(session, (first, second)).comparison.differences
    whose = Counter(choice_of(one, Letter.A) for one in differences)
    assert set(whose) == {Choice.FIRST, Choice.SECOND}
    for one in differences:
        assert {choice_of(one, letter) for letter in Letter} == {Choice.FIRST, Choice.SECOND}
        assert letter_of(one, choice_of(one, Letter.B)) is Letter.B
        assert letter_of(one, Choice.NEW) is None
    again = Walk(session, (first, second)).comparison.differences
    assert [choice_of(one, Letter.A) for one in again] == [choice_of(one, Letter.A) for one in differences]


def test_what_is_put_off_comes_last_and_back_leads_through_what_was_seen(pair) -> None:
    session, first, second = pair
    walk = Walk(session, (first, second))
    foot = walk.go_on()
    head = walk.put_off()
    assert foot is not None
    assert head is not None
    assert spot_of(walk.waiting[-1]) == spot_of(foot)
    told(session, walk, Choice.SECOND)
    walk.go_on()
    back = walk.go_back()
    assert back is not None
    assert (spot_of(back), back.choice) == (spot_of(head), Choice.SECOND)
    assert spot_of(walk.go_back()) == spot_of(foot)
    assert walk.go_back() is None
    assert walk.at is not None


def test_the_last_one_that_waits_stays_in_hand_when_it_is_put_off(office) -> None:
    first, second = office.label("ana"), office.label("ben")
    session = office.as_("lea")
    shift(session, second, 7, 30.0)
    walk = Walk(session, (first, second))
    here = walk.go_on()
    assert walk.put_off() == here


def test_an_undo_and_a_change_of_either_layer_are_learnt(pair) -> None:
    session, first, second = pair
    walk = Walk(session, (first, second))
    walk.go_on()
    told(session, walk, Choice.ABSENT)
    assert len(walk.waiting) == 11
    assert walk.follow(session.undo())
    assert len(walk.waiting) == 12
    assert walk.match.final == ""
    heard: list[Change] = []
    session.changed.connect(lambda change, _origin: heard.append(change))
    shift(session, second, 7, -30.0)
    assert walk.follow(heard[0])
    assert len(walk.waiting) == 11
    assert not walk.follow(Change(notes=True))


def test_agreement_is_taken_by_a_job_in_one_step_of_undo(pair) -> None:
    session, first, second = pair
    match, taken = match_between(session, first, second), list[int]()
    job = start_taking(session, match, taken.append, taking=Taking.FIRST)
    session.jobs.wait(job)
    assert (job.state, taken) == (JobState.DONE, [2 * 300 * 5 - 12])
    assert (job.done, job.total) == (600, 600)
    final = match_between(session, first, second)
    assert session.view(final.final, "eve", 100).visibility.tolist() == [Visibility.VISIBLE] * 5
    session.jobs.wait(start_taking(session, final, taken.append))
    assert taken == [2 * 300 * 5 - 12, 0]
    session.undo()
    assert match_between(session, first, second).final == ""


def test_a_job_writes_what_taking_over_at_once_would_have_written(pair) -> None:
    session, first, second = pair
    session.jobs.wait(start_taking(session, match_between(session, first, second), lambda _n: None))
    by_job = match_between(session, first, second).final
    said, digest = judging.choices(session.project, by_job), digest_of(session, by_job)
    session.undo()
    at_once = take_agreeing(session, match_between(session, first, second))
    assert judging.choices(session.project, at_once) == said
    assert digest_of(session, at_once) == digest


def test_nothing_is_taken_if_a_label_was_moved_meanwhile(pair) -> None:
    session, first, second = pair
    job = start_taking(session, match_between(session, first, second), lambda _n: None)
    assert job.thread is not None
    job.thread.join()
    shift(session, second, 7, -30.0)
    with pytest.raises(EditRefused, match="changed while the layers were compared; begin once more"):
        session.jobs.wait(job)
    assert match_between(session, first, second).final == ""


def test_a_walk_that_learns_bit_by_bit_is_what_a_new_one_would_be(pair) -> None:
    session, first, second = pair
    walk = Walk(session, (first, second))
    walk.go_on()
    walk.put_off()
    for choice in (Choice.FIRST, Choice.ABSENT, Choice.SECOND):
        told(session, walk, choice)
        walk.go_on()
    anew = Walk(session, (first, second))
    assert set(walk.comparison.differences) == set(anew.comparison.differences)
    assert set(walk.waiting) == set(anew.waiting)
    assert set(walk.decided) == set(anew.decided)
    assert walk.by_keypoint == anew.by_keypoint
    assert len(walk.decided) == 3


def test_who_stops_the_job_finds_everything_as_it_was(pair) -> None:
    session, first, second = pair
    match, token = match_between(session, first, second), CancelToken()
    token.cancel()
    found = list(agreeing_in(session, match))
    with pytest.raises(Cancelled):
        settle_agreeing(found, Taking.MIDPOINT, Progress(token=token))
    session.do(PutSetting("role", "annotator"))
    with pytest.raises(EditRefused, match="a consultant or a lead"):
        start_taking(session, match, lambda _n: None)


def test_second_labels_are_offered_once_submitted_and_final_layers_never(office) -> None:
    first = office.label("ana")
    session = office.as_("lea")
    plan = draw_plan(session, first).plan
    production.keep_plan(session, plan)
    session = office.as_("ben")
    attempt = production.begin_second(session, plan)
    unit = plan.units[0]
    view = session.view(first, unit.instance, unit.frame)
    at = session.pose_at(attempt.layer, unit.instance, unit.frame)
    session.do(poses.move(at, np.arange(5), view.positions, view.visibility, title="P"))
    assert second_labels(session) == ()
    closed = production.submit(session, attempt)
    session = office.as_("lea")
    assert [one.id for one in second_labels(session)] == [closed.id]
    walk = Walk(session, second_labels(session)[0])
    assert walk.comparison.agreeing == 5
    job = start_taking(session, walk.match, lambda _n: None)
    session.jobs.wait(job)
    offered = {layer.id for layer in layers_to_compare(session)}
    assert offered == {first, closed.layer}
