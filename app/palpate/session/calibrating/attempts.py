"""Blind tasks: beginning one, how far it is, closing it for good, and what is said of it afterwards."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from palpate.base.errors import EditRefused, UsageError
from palpate.model.arrays import Codes, Ints
from palpate.model.attempt import Attempt, Comment, Task
from palpate.model.layer import LayerKind
from palpate.model.plan import Plan, Unit
from palpate.model.visibility import Visibility, has_position
from palpate.session import editions
from palpate.session.calibrating.gold_content import digest_of
from palpate.session.edits.gold import FollowPlan
from palpate.session.edits.judging import BeginAttempt, CommentOn, DrawPlan, SubmitAttempt
from palpate.session.session import Session
from palpate.store import judging

_WORDS = {
    Task.CALIBRATION: "attempt",
    Task.PRACTICE: "practice",
    Task.SECOND: "second labels",
    Task.REPEAT: "repeat",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an attempt is.

    Attributes
    ----------
    done, units
        Units in which everything asked for is decided, and all.
    placed, decided, keypoints
        Keypoints that have a position, those that are decided (absent ones too), and all that are asked for.
    left
        The units that are not done, in the order of work.
    """

    done: int
    units: int
    placed: int
    decided: int
    keypoints: int
    left: tuple[Unit, ...]
    untouched: tuple[Unit, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return not self.left


def attempts_of(
    session: Session, annotator: str = "", *, tasks: frozenset[Task] = frozenset(Task)
) -> tuple[Attempt, ...]:
    """Return the attempts of a person, of everybody if no name is given; those begun first coming first."""
    found = judging.attempts(session.project)
    return tuple(one for one in found if one.task in tasks and annotator in ("", one.annotator))


def open_attempt(
    session: Session, annotator: str = "", *, tasks: frozenset[Task] = frozenset(Task)
) -> Attempt | None:
    """Return the attempt that a person has begun and not submitted; this person's if no name is given."""
    own = attempts_of(session, annotator or session.author, tasks=tasks)
    return next((one for one in own if one.is_open), None)


def attempt_in_hand(session: Session, layer: str) -> Attempt | None:
    """Return the attempt whose labels a layer holds; None if it is no layer of one."""
    return next((one for one in judging.attempts(session.project) if one.layer == layer), None)


def attempt_known(session: Session, attempt: str) -> Attempt:
    """Return an attempt by id; UsageError if there is none."""
    for one in judging.attempts(session.project):
        if one.id == attempt:
            return one
    raise UsageError("there is no such attempt in this project")


def plan_of(session: Session, attempt: Attempt) -> Plan:
    """Return what an attempt asks for; UsageError if its plan is gone."""
    plan = judging.plan_known(session.project, attempt.plan)
    if plan is None:
        raise UsageError("the plan of this attempt is gone from the project")
    return plan


def begin(
    session: Session,
    plan: Plan,
    task: Task,
    *,
    reference: str,
    keypoints: tuple[str, ...] = (),
    origin: object = None,
) -> Attempt:
    """Keep a plan and begin to follow it, in a layer of this person's own, as one step of undo.

    Parameters
    ----------
    plan
        One that is kept already is followed as it is.
    reference
        Id of the layer that the labels will be compared with; empty if there is none.

    Raises
    ------
    EditRefused
        With `why_not_begin`.
    """
    if reason := why_not_begin(session, task):
        raise EditRefused(reason)
    earlier = attempts_of(session, session.author, tasks=frozenset({task}))
    number = max((one.number for one in earlier), default=0) + 1
    held = judging.certificates(session.project).get(reference)
    wanted = f"{session.author}, {_WORDS[task]} {number}"
    name = editions.free_name(wanted, {one.name for one in session.contents.layers})
    layer = editions.new_layer(name, LayerKind.CALIBRATION, session.author)
    attempt = Attempt(
        editions.new_id(),
        session.author,
        task,
        number,
        plan.id,
        layer.id,
        reference,
        held.version if held is not None else 0,
        keypoints,
    )
    known = judging.plan_known(session.project, plan.id)
    session.do(
        FollowPlan(None if known is not None else DrawPlan(plan), BeginAttempt(attempt, layer)), origin
    )
    return attempt_known(session, attempt.id)


def why_not_begin(session: Session, task: Task) -> str:
    """Return why this person cannot begin another task of this kind, with the way out; empty if they can."""
    if session.project.read_only:
        return session.project.read_only
    tasks = {Task.CALIBRATION, Task.PRACTICE} if task in (Task.CALIBRATION, Task.PRACTICE) else {task}
    begun = open_attempt(session, tasks=frozenset(tasks))
    if begun is None:
        return ""
    far = progress(session, begun)
    return (
        f"{session.contents.layer(begun.layer).name} is begun and not submitted "
        f"({far.done} of {far.units} units are done); finish and submit it first"
    )


def progress(session: Session, attempt: Attempt) -> Progress:
    """Count what is done of an attempt."""
    plan = plan_of(session, attempt)
    known = {one.id for one in session.contents.instances}
    here = [unit for unit in plan.units if unit.instance in known]
    by_pose = defaultdict[tuple[str, tuple[str, ...]], list[int]](list)
    for n, unit in enumerate(here):
        by_pose[unit.instance, unit.keypoints or attempt.keypoints].append(n)
    asked, decided = np.zeros(len(here), np.int64), np.zeros(len(here), np.int64)
    placed = 0
    for (instance, names), places in by_pose.items():
        frames = np.array([here[n].frame for n in places], dtype=np.int64)
        tiers = _tiers(session, attempt.layer, instance, names, frames)
        asked[places] = tiers.shape[1]
        decided[places] = (tiers != Visibility.NOT_PLACED).sum(axis=1)
        placed += int(has_position(tiers).sum())
    left = np.flatnonzero(decided < asked).tolist()
    return Progress(
        done=len(here) - len(left),
        units=len(here),
        placed=placed,
        decided=int(decided.sum()),
        keypoints=int(asked.sum()),
        left=tuple(here[n] for n in left),
        untouched=tuple(here[n] for n in left if not decided[n]),
    )


def _tiers(session: Session, layer: str, instance: str, names: tuple[str, ...], frames: Ints) -> Codes:
    """Return ``(N, n)`` what is decided in frames about the keypoints of these names, of all if none."""
    live = session.live(layer, instance)
    place, track = live.skeleton.position_of, live.track
    columns = np.array([place[one] for one in names or live.skeleton.names if one in place], dtype=np.int64)
    tiers = np.full((len(frames), len(columns)), Visibility.NOT_PLACED, np.int8)
    rows = np.searchsorted(track.frames, frames)
    there = np.isin(frames, track.frames)
    tiers[there] = track.visibility[rows[there]][:, columns]
    return tiers


def why_not_close(session: Session, attempt: Attempt) -> str:
    """Return why this person cannot submit an attempt as it is, with the way out; empty if they can."""
    if session.project.read_only:
        return session.project.read_only
    name = session.contents.layer(attempt.layer).name
    if not attempt.is_open:
        return f"{name} was submitted already and stays as it is; begin the next one"
    if attempt.annotator != session.author:
        return f"{name} is {attempt.annotator}'s to submit"
    if not progress(session, attempt).decided:
        return f"nothing is placed in {name} yet; there is nothing to submit"
    return ""


def close(
    session: Session, attempt: Attempt, result: str, *, digest: str = "", origin: object = None
) -> Attempt:
    """Submit an attempt for good with what was found, as JSON; nobody changes either any more.

    Parameters
    ----------
    digest
        Of its labels as they are, where that is known already.

    Raises
    ------
    EditRefused
        With `why_not_close`.
    """
    if reason := why_not_close(session, attempt):
        raise EditRefused(reason)
    said = digest or digest_of(session, attempt.layer)
    session.seal(SubmitAttempt(attempt.id, said, result), origin)
    return attempt_known(session, attempt.id)


def comments_on(session: Session, attempt: str) -> tuple[Comment, ...]:
    """Return what was said of an attempt, by keypoint."""
    return tuple(judging.comments(session.project, attempt))


def comment_on(
    session: Session, attempt: str, text: str, *, keypoint: str = "", origin: object = None
) -> None:
    """Say something of a submitted attempt or of a keypoint in it; no words take it back.

    Raises
    ------
    EditRefused
        If this person is no consultant or lead, the attempt is open, or no skeleton has such a keypoint.
    """
    if session.contents.settings.get("role", "annotator") == "annotator":
        raise EditRefused("a consultant or a lead comments on attempts; you may read what they say")
    if keypoint and not any(keypoint in known.names for known in session.contents.skeletons.values()):
        raise EditRefused(f"no keypoint in this project is called {keypoint!r}")
    session.do(CommentOn(Comment(attempt, keypoint, text)), origin)
