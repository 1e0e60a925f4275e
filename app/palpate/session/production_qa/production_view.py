"""Production QA as it is looked at: a drawing before it is kept, and what came of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from palpate.model.attempt import Attempt, Task
from palpate.model.policy import Policy
from palpate.model.skeleton import Subject
from palpate.quality.sampling import ExtraMode, usual_rates
from palpate.session.calibrating.attempts import attempt_known, attempts_of, plan_of
from palpate.session.calibrating.blindness import hidden_frames, why_hidden
from palpate.session.calibrating.unit_walk import open_attempts
from palpate.session.production_qa.batch_acceptance import Batch, judge_batch
from palpate.session.production_qa.production import PlanState, plans_of, why_not_second
from palpate.session.production_qa.qa_sampling import (
    Drawing,
    StratumDrawn,
    Wanted,
    draw_plan,
    production_layers,
    skeleton_in,
)
from palpate.session.production_qa.type_titles import titles_in
from palpate.session.session import Session
from palpate.session.working_as import role_of

__all__ = [
    "Drawn",
    "ExtraMode",
    "StratumDrawn",
    "Wanted",
    "drawn_from_file",
    "judged_from_file",
    "layers_to_repeat",
    "layers_to_sample",
    "open_work",
    "policy_of",
    "submitted_work",
    "told_of",
    "usual_shares",
    "usual_wish",
    "why_not_begin",
    "why_not_judge",
    "why_not_see",
]

_WORK = (Task.SECOND, Task.REPEAT)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan that nobody keeps yet, with what is usual and what is too little.

    Attributes
    ----------
    titles
        What keypoints and types of them are called, by name.
    enough
        Poses of the base sample that a stratum needs to be told of by itself; it is as many as a week does.
    """

    drawing: Drawing
    titles: Mapping[str, str]
    enough: int

    @property
    def thin(self) -> tuple[StratumDrawn, ...]:
        """Strata of which the base sample has too few."""
        return tuple(one for one in self.drawing.strata if one.base < self.enough)


def drawn_from_file(project: Path, layer: str, wanted: Wanted, *, author: str) -> Drawn:
    """Draw a plan from a project file, on a thread of its own; nothing is kept.

    Raises
    ------
    PalpateError
        As `draw_plan`, or if the project cannot be read.
    """
    with Session.open(project, author=author, read_only=True) as session:
        skeleton = skeleton_in(session, layer)
        return Drawn(draw_plan(session, layer, wanted), titles_in(skeleton), skeleton.policy.week_min_n)


def judged_from_file(project: Path, attempt: str, limit: float, *, author: str) -> Batch:
    """Judge a batch from a project file, on a thread of its own.

    Raises
    ------
    PalpateError
        As `judge_batch`, or if the project cannot be read.
    """
    with Session.open(project, author=author, read_only=True) as session:
        return judge_batch(session, attempt_known(session, attempt), limit=limit)


def layers_to_sample(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return id, name and author of the layers of work that plans are drawn from."""
    layers = (session.contents.layer(one) for one in production_layers(session))
    return tuple((layer.id, layer.name, layer.author) for layer in layers)


def layers_to_repeat(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return those of them that this person has placed."""
    return tuple(one for one in layers_to_sample(session) if one[2] == session.author)


def usual_wish(session: Session, layer: str) -> Wanted:
    """Return how the policy has a layer sampled, with a seed that no plan of it has had."""
    taken = [state.plan.seed for state in plans_of(session) if state.layer == layer]
    return Wanted.of(skeleton_in(session, layer).policy, seed=max(taken, default=0) + 1)


def usual_shares(policy: Policy) -> dict[Subject, float]:
    """Return the base share that is usual for a body, a hand and a face: the middle of what is stated."""
    subjects = (Subject.PERSON, Subject.HAND, Subject.FACE)
    return {one: sum(usual_rates(one, policy.sampling)) / 2.0 for one in subjects}


def policy_of(session: Session, layer: str) -> Policy:
    """Return the policy of what a layer labels."""
    return skeleton_in(session, layer).policy


def open_work(session: Session, state: PlanState) -> Attempt | None:
    """Return what this person has begun after a plan and not submitted."""
    return next((one for one in open_attempts(session) if one.plan == state.plan.id), None)


def why_not_begin(session: Session, state: PlanState) -> str:
    """Return why this person cannot begin second labels after a plan; empty if they can."""
    if any(unit.hidden_repeat for unit in state.plan.units):
        return "this is a repeat: it is for whoever placed the work, and was begun when it was drawn"
    return why_not_second(session, state.plan)


def submitted_work(session: Session) -> tuple[Attempt, ...]:
    """Return the submitted second labels and repeats of production that this person may look at."""
    plans = {state.plan.id for state in plans_of(session)}
    found = attempts_of(session, tasks=frozenset(_WORK))
    return tuple(
        one for one in found if not one.is_open and one.plan in plans and not why_not_see(session, one)
    )


def told_of(attempt: Attempt) -> dict[str, Any]:
    """Return what the comparison said when an attempt was submitted."""
    return dict(msgspec.json.decode(attempt.result)) if attempt.result else {}


def why_not_see(session: Session, attempt: Attempt) -> str:
    """Return why this person may not look at what came of an attempt now; empty if they may.

    An annotator sees what they labelled a second time and what was said of their own work.
    """
    name = session.contents.layer(attempt.layer).name
    if attempt.is_open:
        return f"{name} is not submitted yet; it is compared once it is"
    layers = {layer.id: layer for layer in session.contents.layers}
    first = layers.get(attempt.reference)
    own = session.author in (attempt.annotator, first.author if first is not None else "")
    if role_of(session) == "annotator" and not own:
        return f"{name} is for {attempt.annotator}, a consultant or a lead to look at"
    return _why_blind(session, attempt)


def why_not_judge(session: Session, attempt: Attempt) -> str:
    """Return why a batch is not judged by an attempt; empty if it is."""
    if attempt.task is not Task.SECOND:
        return "a repeat tells how steady one person is; work is accepted by somebody else's labels"
    if attempt.is_open:
        return f"{session.contents.layer(attempt.layer).name} is not submitted yet"
    if attempt.reference not in {layer.id for layer in session.contents.layers}:
        return "the layer that was sampled is gone; draw a plan of what there is now"
    return _why_blind(session, attempt)


def _why_blind(session: Session, attempt: Attempt) -> str:
    """Return why frames of an attempt are kept from this person: what they differ in would lead there."""
    asked = plan_of(session, attempt).frames
    layers = {layer.id for layer in session.contents.layers}
    for layer in (attempt.reference, attempt.layer):
        if layer in layers and asked & hidden_frames(session, layer):
            return why_hidden(session, layer)
    return ""
