"""Quality of production work: second labels placed blind to the first, and repeats blind to one's own.

A plan says what of a layer is asked for again; following it is an attempt, in a layer of its own, that is
compared with what was placed first. Once submitted neither changes any more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from palpate.base.errors import EditRefused, UsageError
from palpate.model.attempt import Attempt, Task
from palpate.model.change import Change
from palpate.model.plan import Plan, Purpose
from palpate.session import editions
from palpate.session.calibrating.attempts import attempts_of, begin, close, progress, why_not_close
from palpate.session.calibrating.attempts import why_not_begin as why_not_begin_task
from palpate.session.edits.judging import DrawPlan
from palpate.session.production_qa.labelled_twice import comparison
from palpate.session.production_qa.qa_sampling import LAYER
from palpate.session.rights import why_not_plan as why_not_plan
from palpate.session.session import Session
from palpate.store import judging

TASKS = frozenset({Task.SECOND, Task.REPEAT})
REPEAT_SHARE = 0.1
"""Share of a plan that its own annotator is asked for again, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class PlanState:
    """A plan and what became of it.

    Attributes
    ----------
    layer
        Id of the layer whose work it samples; empty if that is gone.
    attempts
        Those that follow it, the first begun coming first.
    done, units
        Units that are done in the attempt that is furthest, and all.
    """

    plan: Plan
    layer: str
    attempts: tuple[Attempt, ...]
    done: int
    units: int

    @property
    def submitted(self) -> tuple[Attempt, ...]:
        """Those that are closed."""
        return tuple(one for one in self.attempts if not one.is_open)


def keep_plan(session: Session, plan: Plan, origin: object = None) -> Change:
    """Keep a plan in the project, as one edit.

    Raises
    ------
    EditRefused
        If this person may not draw plans, or the plan has no unit.
    """
    if reason := why_not_plan(session):
        raise EditRefused(reason)
    return session.do(DrawPlan(plan), origin)


def plans_of(session: Session) -> tuple[PlanState, ...]:
    """Return the plans of production QA and of repeats, with how far each is; the first drawn first."""
    followed = attempts_of(session, tasks=TASKS)
    layers = {one.id for one in session.contents.layers}
    found = []
    for plan in judging.plans(session.project):
        if plan.purpose not in (Purpose.QA, Purpose.REPEAT) or LAYER not in plan.settings:
            continue  # gold that is marked again is the consultant's own affair
        own = tuple(one for one in followed if one.plan == plan.id)
        layer = plan.settings.get(LAYER, "")
        done = max((progress(session, one).done for one in own), default=0)
        found.append(PlanState(plan, layer if layer in layers else "", own, done, len(plan.units)))
    return tuple(found)


def plan_known(session: Session, plan: str) -> Plan:
    """Return a plan by id or name; UsageError with those there are if there is none."""
    known = [state.plan for state in plans_of(session)]
    found = [one for one in known if plan in (one.id, one.name)]
    if not found:
        names = ", ".join(one.name for one in known) or "none; draw one first"
        raise UsageError(f"there is no plan named {plan!r}; known: {names}")
    return found[-1]


def why_not_second(session: Session, plan: Plan) -> str:
    """Return why this person cannot place second labels after a plan, with the way out; empty if they can."""
    layer = plan.settings.get(LAYER, "")
    known = next((one for one in session.contents.layers if one.id == layer), None)
    if known is None:
        return "the layer that this plan samples is gone; draw another plan"
    if known.author == session.author:
        return f"{known.name} is your own work; second labels come from somebody else, repeats from you"
    taken = [one for one in attempts_of(session, session.author, tasks=TASKS) if one.plan == plan.id]
    if any(not one.is_open for one in taken):
        return f"you have labelled {plan.name} already; it is asked of each person once"
    return why_not_begin_task(session, Task.SECOND)


def begin_second(session: Session, plan: Plan, origin: object = None) -> Attempt:
    """Begin second labels after a plan, in a layer of this person's own; the first labels are hidden.

    Raises
    ------
    EditRefused
        With `why_not_second`.
    """
    if reason := why_not_second(session, plan):
        raise EditRefused(reason)
    return begin(session, plan, Task.SECOND, reference=plan.settings[LAYER], origin=origin)


def repeat_plan(session: Session, layer: str, *, share: float = REPEAT_SHARE, seed: int = 1) -> Plan:
    """Draw which poses of this person's own layer they label once more, unseen.

    Parameters
    ----------
    share
        Of the poses that they have placed; one at least.
    """
    from palpate.session.production_qa.qa_sampling import Wanted, draw_plan, skeleton_in

    own = Wanted.of(skeleton_in(session, layer).policy, seed=seed)
    plan = draw_plan(session, layer, replace(own, base=share, extra=0.0)).plan
    units = tuple(replace(unit, hidden_repeat=True) for unit in plan.units)
    name = f"repeat of {session.contents.layer(layer).name} {seed}"
    return replace(plan, id=editions.new_id(), name=name, purpose=Purpose.REPEAT, units=units)


def why_not_repeat(session: Session, layer: str) -> str:
    """Return why this person cannot repeat a part of a layer, with the way out; empty if they can."""
    found = session.contents.layer(layer)
    if found.author != session.author:
        return f"{found.name} is the work of {found.author}; one repeats one's own"
    if not session.project.labelled_instances(layer):
        return f"nothing is labelled in {found.name} yet; there is nothing to repeat"
    return why_not_begin_task(session, Task.REPEAT)


def begin_repeat(
    session: Session, layer: str, *, share: float = REPEAT_SHARE, seed: int = 1, origin: object = None
) -> Attempt:
    """Begin to label a part of one's own work again, with what was placed there hidden.

    Raises
    ------
    EditRefused
        With `why_not_repeat`.
    """
    if reason := why_not_repeat(session, layer):
        raise EditRefused(reason)
    plan = repeat_plan(session, layer, share=share, seed=seed)
    return begin(session, plan, Task.REPEAT, reference=layer, origin=origin)


def submit(session: Session, attempt: Attempt, origin: object = None) -> Attempt:
    """Close second labels or a repeat for good, with what the comparison says.

    Raises
    ------
    EditRefused
        If they cannot be closed, with why.
    """
    if reason := why_not_close(session, attempt):
        raise EditRefused(reason)
    result = msgspec.json.encode(comparison(session, attempt)).decode()
    return close(session, attempt, result, origin=origin)
