"""Deciding between two annotators."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.model.adjudication import Choice
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutSetting
from palpate.session.production_qa import adjudicating, production
from palpate.session.production_qa.adjudicating import (
    Kind,
    Taking,
    compare,
    decide,
    match_between,
    match_of,
    take_agreeing,
)
from palpate.session.production_qa.qa_sampling import draw_plan, production_layers
from palpate.session.session import Session
from palpate.store import judging

HEAD, FOOT = 0, 4


@pytest.fixture
def pair(office) -> tuple[Session, str, str]:
    """Ana and ben differ in frame 7: 20 px at the head, the foot is absent for ben, the hip estimated."""
    first, second = office.label("ana"), office.label("ben", off=(2.0, 0.0))
    session = office.as_("lea")
    at = session.pose_at(second, "ada", 7)
    view = session.view(second, "ada", 7)
    moved = view.positions[[HEAD]] + np.array([18.0, 0.0])
    session.do(poses.move(at, np.array([HEAD]), moved, view.visibility[[HEAD]], title="M"))
    session.do(poses.decide_absent(at, FOOT, "foot"))
    session.do(poses.flag(at, 3, view.positions[3], Visibility.ESTIMATED, "hip"))
    return session, first, second


def test_differences_are_listed_worst_first_and_the_rest_agrees(pair) -> None:
    session, first, second = pair
    found = compare(session, match_between(session, first, second))
    assert [(one.name, one.kind) for one in found.differences] == [
        ("foot", Kind.PRESENCE),
        ("head", Kind.POSITION),
        ("hip", Kind.TIER),
    ]
    head = found.differences[1]
    assert (head.frame, head.distance_px, head.tolerance_px) == (7, 20.0, 8.0)
    assert found.agreeing == 2 * 300 * 5 - 3
    assert not found.is_done


def test_what_agrees_is_taken_at_its_midpoint_in_one_step(pair) -> None:
    session, first, second = pair
    match = match_between(session, first, second)
    final = take_agreeing(session, match)
    view, mine = session.view(final, "eve", 100), session.view(first, "eve", 100)
    assert (view.positions - mine.positions).tolist() == [[1.0, 0.0]] * 5
    assert session.contents.layer(final).author == "lea"
    again = compare(session, match_between(session, first, second))
    assert again.match.final == final
    assert [one.name for one in again.undecided] == ["foot", "head", "hip"]
    with pytest.raises(EditRefused, match="nothing agrees that is not taken"):
        take_agreeing(session, again.match)
    session.undo()
    assert final not in {layer.id for layer in session.contents.layers}
    assert match_between(session, first, second).final == ""


@pytest.mark.parametrize(("taking", "x"), [(Taking.FIRST, 0.0), (Taking.SECOND, 2.0)])
def test_another_rule_takes_the_place_of_one_of_them(pair, taking: Taking, x: float) -> None:
    session, first, second = pair
    final = take_agreeing(session, match_between(session, first, second), taking)
    off = session.view(final, "eve", 3).positions - session.view(first, "eve", 3).positions
    assert off[:, 0].tolist() == [x] * 5


def test_each_choice_writes_its_place_and_who_was_right(pair) -> None:
    session, first, second = pair
    match = match_between(session, first, second)
    foot, head, hip = compare(session, match).differences
    final = decide(session, match, foot, Choice.FIRST)
    match = match_between(session, first, second)
    decide(session, match, head, Choice.NEW, place=(310.0, 81.0), tier=Visibility.CERTAIN)
    decide(session, match, hip, Choice.SECOND)
    view = session.view(final, "ada", 7)
    assert view.positions[FOOT].tolist() == list(foot.first)
    assert (view.positions[HEAD].tolist(), view.visibility[HEAD]) == ([310.0, 81.0], Visibility.CERTAIN)
    assert view.visibility[3] == Visibility.ESTIMATED
    chosen = {one.keypoint: (one.choice, one.author) for one in judging.adjudications(session.project, final)}
    assert chosen == {
        "foot": (Choice.FIRST, "lea"),
        "head": (Choice.NEW, "lea"),
        "hip": (Choice.SECOND, "lea"),
    }
    assert not compare(session, match_between(session, first, second)).undecided
    session.undo()
    assert [one.name for one in compare(session, match_between(session, first, second)).undecided] == ["hip"]


def test_a_keypoint_may_be_neither(pair) -> None:
    session, first, second = pair
    match = match_between(session, first, second)
    head = compare(session, match).differences[1]
    final = decide(session, match, head, Choice.ABSENT)
    assert session.view(final, "ada", 7).visibility[HEAD] == Visibility.ABSENT
    with pytest.raises(EditRefused, match="needs a position"):
        decide(session, match_between(session, first, second), head, Choice.NEW)


def test_the_final_layer_is_nobodys_production_work(pair) -> None:
    session, first, second = pair
    take_agreeing(session, match_between(session, first, second))
    assert set(production_layers(session)) == {first, second}


def test_second_labels_are_decided_about_once_they_are_submitted(office) -> None:
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
    with pytest.raises(UsageError, match="not submitted yet"):
        match_of(session, attempt)
    closed = production.submit(session, attempt)
    found = compare(session, match_of(session, closed))
    assert (found.agreeing, found.taken) == (5, 0)
    assert found.differences == ()


def test_an_annotator_does_not_decide(pair) -> None:
    session, first, second = pair
    match = match_between(session, first, second)
    found = compare(session, match)
    session.do(PutSetting("role", "annotator"))
    with pytest.raises(EditRefused, match="a consultant or a lead decides"):
        decide(session, match, found.differences[0], Choice.FIRST)
    assert adjudicating.why_not_adjudicate(session)


def test_layers_without_a_common_frame_and_one_layer_twice_are_told(office) -> None:
    first = office.label("ana")
    session = office.as_("lea")
    own = session.contents.working_layer("lea")
    assert own is not None
    with pytest.raises(UsageError, match="no frame in common"):
        compare(session, match_between(session, first, own.id))
    with pytest.raises(UsageError, match="two layers that differ"):
        match_between(session, first, first)


def test_nothing_is_decided_where_one_of_them_is_only_filled_in(office) -> None:
    first, second = office.label("ana"), office.label("ben", off=(20.0, 0.0))
    session = office.as_("lea")
    for layer, kept in ((first, (0, 100)), (second, (0, 50, 100))):
        for instance in ("ada", "eve"):
            for frame in set(range(300)) - set(kept):
                session.do(poses.clear(session.pose_at(layer, instance, frame), np.arange(5), "all"))
    found = compare(session, match_between(session, first, second))
    assert {one.frame for one in found.differences} == {0, 100}
    assert len(found.differences) == 2 * 2 * 5
    assert found.by_one == 2 * 5
    (note,) = found.notes
    assert note.startswith("10 places left out where only one of them placed anything")
