"""Going from unit to unit of a task: which are open, where the hands are, what is left there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from palpate.model.arrays import Bools
from palpate.model.attempt import Attempt, Task
from palpate.model.origin import GUESSED
from palpate.model.plan import Plan, Unit
from palpate.session.calibrating.attempts import decided_in, progress
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.store import judging

JUDGED = frozenset({Task.CALIBRATION, Task.PRACTICE})
"""The tasks by which a person is judged."""
_PLANS: WeakKeyDictionary[Session, tuple[Plan, str, str]] = WeakKeyDictionary()


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
    guesses
        How many keypoints of the attempt are guesses that nobody has accepted.
    """

    name: str
    layer: str
    units: tuple[Unit, ...]
    left: tuple[Unit, ...]
    attempt: Attempt | None = None
    guesses: int = 0

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


def has_submitted(session: Session) -> bool:
    """Whether this person has submitted anything."""
    return judging.n_submitted(session.project, session.author) > 0


def walks(session: Session) -> bool:
    """Whether anything is gone through unit by unit now."""
    return _followed(session)[0] is not None or bool(open_attempts(session))


def attempt_to_go_on(session: Session) -> Attempt | None:
    """Return the attempt whose layer is in hand, else the one begun first; None if none is open."""
    begun, layer = open_attempts(session), session.selection.focus.layer
    own = [attempt for attempt in begun if attempt.layer == layer]
    return next(iter((*own, *begun)), None)


def why_not_judge_anew(session: Session) -> str:
    """Return why no calibration or practice can be begun, as far as that is told in no time; empty if so."""
    begun = next((one for one in open_attempts(session) if one.task in JUDGED), None)
    if begun is None:
        return ""
    return f"{session.contents.layer(begun.layer).name} is begun; submit it first"


def follow_plan(session: Session, plan: Plan, layer: str) -> None:
    """Go through a plan for gold from now on; it is forgotten when the project is closed."""
    _PLANS[session] = plan, layer, session.author


def leave_plan(session: Session) -> None:
    """Go through no plan for gold any more."""
    _PLANS.pop(session, None)


def walk_in_hand(session: Session) -> Walk | None:
    """Return what is gone through now: an open attempt, else a plan for gold; None without either."""
    attempt = attempt_to_go_on(session)
    plan, layer = _followed(session)
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
    left = np.flatnonzero(_undecided_in(session, walk, unit))
    session.selection.move(
        clip=unit.clip,
        layer=walk.layer,
        instance=unit.instance,
        frame=unit.frame,
        keypoint=int(left[0]) if len(left) else -1,
        chosen=frozenset(),
    )


def guesses_in(session: Session, walk: Walk, unit: Unit) -> int:
    """Return how many of the keypoints that a unit still wants are guesses that nobody has accepted."""
    pose = session.live(walk.layer, unit.instance).track.pose(unit.frame)
    if pose is None:
        return 0
    return int((_undecided_in(session, walk, unit) & np.isin(pose.origin, GUESSED)).sum())


def left_in(session: Session, walk: Walk, unit: Unit) -> tuple[str, ...]:
    """Return what the keypoints are called that are not decided in a unit."""
    skeleton = session.contents.skeleton_of(unit.instance)
    return tuple(skeleton.keypoints[k].called for k in np.flatnonzero(_undecided_in(session, walk, unit)))


def wanted_here(session: Session) -> Bools | None:
    """Return ``(K,)`` which keypoints the task under way still wants of the pose in hand.

    What is filled in between keyframes is not decided. None where the pose belongs to no task: it is as any.
    """
    focus = session.selection.focus
    if not focus.instance or not walks(session):
        return None
    here = (focus.clip, focus.instance, focus.frame)
    attempt = attempt_to_go_on(session)
    if attempt is not None and attempt.layer == focus.layer:
        names = _asked_in(session, attempt).get(here, ()) or attempt.keypoints
        return _undecided(session, focus.layer, focus.instance, focus.frame, names)
    plan, layer = _followed(session)
    if plan is None or layer != focus.layer:
        return None
    for unit in plan.units:
        if (unit.clip, unit.instance, unit.frame) == here:
            return _undecided(session, layer, unit.instance, unit.frame, unit.keypoints)
    return None


def _asked_in(session: Session, attempt: Attempt) -> Mapping[tuple[str, str, int], tuple[str, ...]]:
    for one, content in judging.followed(session.project, session.author, open_only=True):
        if one.id == attempt.id:
            return judging.keypoints_asked_for(content)
    return {}


def _of(session: Session, attempt: Attempt) -> Walk | None:
    plan = judging.plan_known(session.project, attempt.plan)
    units = () if plan is None else _known(session, plan)
    if not units:
        return None
    far = progress(session, attempt)
    name = session.contents.layer(attempt.layer).name
    return Walk(name, attempt.layer, units, far.left, attempt, far.guesses)


def _through(session: Session, plan: Plan, layer: str) -> Walk | None:
    from palpate.session.calibrating.gold_plan import left_of  # draws frames as well, which no start needs

    names, units = {one.id: one.name for one in session.contents.layers}, _known(session, plan)
    if layer not in names or not units or judging.plan_known(session.project, plan.id) is None:
        return None
    return Walk(names[layer], layer, units, left_of(session, plan, layer))


def _followed(session: Session) -> tuple[Plan | None, str]:
    """Return the plan that whoever works now has begun to follow, and its layer."""
    plan, layer, who = _PLANS.get(session, (None, "", ""))
    return (plan, layer) if who == session.author else (None, "")


def _known(session: Session, plan: Plan) -> tuple[Unit, ...]:
    """Return the units of a plan whose instance is still there."""
    known = {one.id for one in session.contents.instances}
    return tuple(unit for unit in plan.units if unit.instance in known)


def _undecided_in(session: Session, walk: Walk, unit: Unit) -> Bools:
    names = unit.keypoints or (walk.attempt.keypoints if walk.attempt is not None else ())
    return _undecided(session, walk.layer, unit.instance, unit.frame, names)


def _undecided(session: Session, layer: str, instance: str, frame: int, names: Sequence[str]) -> Bools:
    """Return ``(K,)`` which of the keypoints asked for, all of them if none is named, nobody has decided."""
    live, wanted = session.live(layer, instance), set(names)
    asked = np.array([not wanted or name in wanted for name in live.skeleton.names], dtype=np.bool_)
    pose = live.track.pose(frame)
    return asked if pose is None else np.asarray(asked & ~decided_in(pose))
