"""Going from unit to unit of a task: which are open, where the hands are, what is left there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from palpate.model.arrays import Bools
from palpate.model.attempt import Attempt, Task
from palpate.model.plan import Plan, Unit
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.attempts import plan_of, progress
from palpate.session.gold_plan import left_of
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.store import judging

_PLANS: WeakKeyDictionary[Session, tuple[Plan, str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Walk:
    """Units to be labelled in a layer, one after the other.

    Attributes
    ----------
    name
        Of the layer.
    left
        The units in which something is not decided yet, in the order of work.
    attempt
        What is submitted at the end; None while a plan for gold is followed.
    """

    name: str
    layer: str
    units: tuple[Unit, ...]
    left: tuple[Unit, ...]
    attempt: Attempt | None = None

    @property
    def done(self) -> int:
        """How many units are decided."""
        return len(self.units) - len(self.left)

    def place_of(self, focus: Focus) -> int:
        """Return which unit the hands are on, −1 if on none."""
        if focus.layer != self.layer:
            return -1
        here = (focus.clip, focus.instance, focus.frame)
        spots = [(unit.clip, unit.instance, unit.frame) for unit in self.units]
        return spots.index(here) if here in spots else -1


def open_attempts(session: Session) -> tuple[Attempt, ...]:
    """Return the attempts that this person has begun and not submitted."""
    found = judging.followed(session.project, session.author, open_only=True)
    known = {layer.id for layer in session.contents.layers}
    return tuple(attempt for attempt, _ in found if attempt.layer in known)


def walks(session: Session) -> bool:
    """Whether anything is gone through unit by unit now."""
    return session in _PLANS or bool(open_attempts(session))


def attempt_to_go_on(session: Session) -> Attempt | None:
    """Return the attempt whose layer is in hand, else the one begun first; None if none is open."""
    begun, layer = open_attempts(session), session.selection.focus.layer
    own = [attempt for attempt in begun if attempt.layer == layer]
    return next(iter((*own, *begun)), None)


def why_not_judge_anew(session: Session) -> str:
    """Return why no calibration or practice can be begun, as far as that is told in no time; empty if so."""
    tasks = (Task.CALIBRATION, Task.PRACTICE)
    begun = next((one for one in open_attempts(session) if one.task in tasks), None)
    if begun is None:
        return ""
    return f"{session.contents.layer(begun.layer).name} is begun; submit it first"


def follow_plan(session: Session, plan: Plan, layer: str) -> None:
    """Go through a plan for gold from now on; it is forgotten when the project is closed."""
    _PLANS[session] = plan, layer


def leave_plan(session: Session) -> None:
    """Go through no plan for gold any more."""
    _PLANS.pop(session, None)


def walk_in_hand(session: Session) -> Walk | None:
    """Return what is gone through now: an open attempt, else a plan for gold; None without either."""
    attempt = attempt_to_go_on(session)
    plan, layer = _PLANS.get(session, (None, ""))
    in_hand = session.selection.focus.layer
    if plan is not None and (attempt is None or (in_hand == layer and attempt.layer != in_hand)):
        return _through(session, plan, layer)
    return None if attempt is None else _of(session, attempt)


def step(session: Session, walk: Walk, by: int) -> None:
    """Go to the next unit in the order of work, or the one before; from elsewhere to the first one left."""
    at = walk.place_of(session.selection.focus)
    if at < 0:
        first = walk.left[0] if walk.left else walk.units[0]
        go_to(session, walk, first)
    else:
        go_to(session, walk, walk.units[min(max(at + by, 0), len(walk.units) - 1)])


def go_to(session: Session, walk: Walk, unit: Unit) -> None:
    """Take a unit in hand, with the first keypoint that is not decided active."""
    left = np.flatnonzero(_undecided(session, walk, unit))
    session.selection.move(
        clip=unit.clip,
        layer=walk.layer,
        instance=unit.instance,
        frame=unit.frame,
        keypoint=int(left[0]) if len(left) else -1,
        chosen=frozenset(),
    )


def left_in(session: Session, walk: Walk, unit: Unit) -> tuple[str, ...]:
    """Return what the keypoints are called that are not decided in a unit."""
    skeleton = session.contents.skeleton_of(unit.instance)
    return tuple(skeleton.keypoints[k].called for k in np.flatnonzero(_undecided(session, walk, unit)))


def asked_here(session: Session) -> Bools | None:
    """Return ``(K,)`` which keypoints the unit in hand asks for; None where all are, or where is no unit."""
    attempt, focus = attempt_to_go_on(session), session.selection.focus
    if attempt is None or attempt.layer != focus.layer or not attempt.keypoints or not focus.instance:
        return None
    return _columns(session.contents.skeleton_of(focus.instance), attempt.keypoints)


def _of(session: Session, attempt: Attempt) -> Walk | None:
    plan = judging.plan_known(session.project, attempt.plan)
    if plan is None:
        return None
    known = {one.id for one in session.contents.instances}
    units = tuple(unit for unit in plan_of(session, attempt).units if unit.instance in known)
    if not units:
        return None
    left = progress(session, attempt).left
    return Walk(session.contents.layer(attempt.layer).name, attempt.layer, units, left, attempt)


def _through(session: Session, plan: Plan, layer: str) -> Walk | None:
    names, known = {one.id: one.name for one in session.contents.layers}, set(session.contents.instances)
    ids = {one.id for one in known}
    units = tuple(unit for unit in plan.units if unit.instance in ids)
    if layer not in names or not units:
        return None
    return Walk(names[layer], layer, units, left_of(session, plan, layer))


def _undecided(session: Session, walk: Walk, unit: Unit) -> Bools:
    """Return ``(K,)`` which of the keypoints asked for are not decided."""
    live = session.live(walk.layer, unit.instance)
    names: Sequence[str] = unit.keypoints or (walk.attempt.keypoints if walk.attempt is not None else ())
    asked = _columns(live.skeleton, names)
    pose = live.track.pose(unit.frame)
    return asked if pose is None else np.asarray(asked & (pose.visibility == Visibility.NOT_PLACED))


def _columns(skeleton: Skeleton, names: Sequence[str]) -> Bools:
    asked = set(names)
    return np.array([not asked or name in asked for name in skeleton.names], dtype=np.bool_)
