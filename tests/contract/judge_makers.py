"""Makers of random edits on what is labelled blind and judged."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from palpate.model.adjudication import Adjudication, Choice
from palpate.model.attempt import Attempt, Comment, Task
from palpate.model.layer import LayerKind
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.adjudicating import Decide
from palpate.session.edits.edit import Edit
from palpate.session.edits.gold import CopyLayer, FollowPlan
from palpate.session.edits.judging import Adjudicate, BeginAttempt, CommentOn, DrawPlan, SubmitAttempt
from palpate.session.production_qa.adjudicating import values_of
from palpate.session.session import Session
from palpate.store import judging


def draw_plan(session: Session, chance: Random) -> Edit:
    clip = session.contents.clips[0].id
    instance = session.contents.instances_of(clip)[0].id
    asked = chance.choice(((), ("head", "foot")))
    units = tuple(
        Unit(clip, instance, frame, asked, "läufer", chance.random() < 0.3)
        for frame in chance.sample(range(50), chance.randrange(4))
    )
    purpose = chance.choice(list(Purpose))
    return DrawPlan(Plan(editions.new_id(), "week 3", purpose, chance.randrange(99), units, {"rate": "20 %"}))


def begin_attempt(session: Session, chance: Random) -> Edit:
    known = judging.plans(session.project)
    if not known:
        return draw_plan(session, chance)
    plan = chance.choice([*known, Plan("gone", "gone", Purpose.QA, 1, ())])
    layer = editions.new_layer(f"attempt {chance.randrange(999)}", LayerKind.CALIBRATION, "ana")
    attempt = Attempt(editions.new_id(), "ana", chance.choice(list(Task)), 1, plan.id, layer.id)
    return BeginAttempt(attempt, layer)


def comment_on(session: Session, chance: Random) -> Edit:
    """Comment on the attempt that the story has submitted."""
    closed = [one for one in judging.attempts(session.project) if not one.is_open]
    words = chance.choice(("", "lower: the tip, not the base", "good"))
    attempt = closed[0].id if closed else "none"
    return CommentOn(Comment(attempt, chance.choice(("", "head", "foot")), words))


def adjudicate(session: Session, chance: Random) -> Edit:
    layer = session.contents.layers[0].id
    instance = chance.choice([*session.contents.instances, session.contents.instances[0]]).id
    choice = chance.choice(list(Choice))
    decisions = [
        Adjudication(layer, instance, name, chance.randrange(5), "a", "b", choice) for name in ("head", "hip")
    ]
    return Adjudicate(tuple(decisions))


def decide(session: Session, chance: Random) -> Edit:
    """Decide about a pose of an instance, in a layer that may come with it."""
    known = chance.choice((None, editions.new_layer(f"final {chance.randrange(999)}", LayerKind.WORK, "ana")))
    layer = session.contents.layers[0].id if known is None else known.id
    instance, frame = chance.choice(session.contents.instances).id, chance.randrange(5)
    one = Adjudication(
        layer, instance, "head", frame, "a", chance.choice(("", "b")), chance.choice(list(Choice))
    )
    absent = chance.random() < 0.3
    place = None if absent else (chance.uniform(0, 99), chance.uniform(0, 99))
    tier = Visibility.ABSENT if absent else Visibility.VISIBLE
    values = values_of(session, layer, instance, frame, [(0, place, tier)])
    return Decide("Decide", (one,), (values,), known)


def submitted(session: Session) -> None:
    """Submit an attempt in which nothing was labelled."""
    layer = editions.new_layer("attempt 1", LayerKind.CALIBRATION, "ana")
    plan = Plan("first", "first", Purpose.CALIBRATION, 1, (Unit("clip-1", "walker", 3),))
    with session.founding():
        session.do(DrawPlan(plan))
        session.do(BeginAttempt(Attempt("one", "ana", Task.CALIBRATION, 1, "first", layer.id), layer))
    session.seal(SubmitAttempt("one", "", "{}"))


def copy_layer(session: Session, chance: Random) -> Edit:
    source = chance.choice([*(layer.id for layer in session.contents.layers), "gone"])
    return CopyLayer(source, editions.new_layer(f"copy {chance.randrange(999)}", LayerKind.GOLD, "ana"))


def follow_plan(session: Session, chance: Random) -> Edit:
    plan = draw_plan(session, chance)
    assert isinstance(plan, DrawPlan)
    layer = editions.new_layer(f"follow {chance.randrange(999)}", LayerKind.CALIBRATION, "ana")
    attempt = Attempt(editions.new_id(), "ana", chance.choice(list(Task)), 1, plan.plan.id, layer.id)
    return FollowPlan(chance.choice((plan, plan, None)), BeginAttempt(attempt, layer))


JUDGE_MAKERS: dict[str, Callable[[Session, Random], Edit]] = {
    "DrawPlan": draw_plan,
    "BeginAttempt": begin_attempt,
    "CommentOn": comment_on,
    "Adjudicate": adjudicate,
    "Decide": decide,
    "CopyLayer": copy_layer,
    "FollowPlan": follow_plan,
}
