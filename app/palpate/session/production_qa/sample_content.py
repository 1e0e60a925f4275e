"""What was drawn, and how far it is, in the shape of the command line's contract."""

from __future__ import annotations

from typing import Any

from palpate.base.errors import UsageError
from palpate.model.attempt import Attempt, Task
from palpate.model.plan import Unit
from palpate.session.production_qa.batch_acceptance import LIMIT, batch_content, judge_batch
from palpate.session.production_qa.production import PlanState
from palpate.session.production_qa.qa_sampling import Drawing
from palpate.session.session import Session

LEGEND = {
    "strata": "units (instance-frames) in each, and how many were drawn; gap: least frames between two",
    "ranked_types": "types by spread in calibration: variance is trace(S) ÷ s², own means taken out",
    "extra_types": "the types that get the extra sample",
    "placements": "instance-frames times keypoints",
    "acceptance": "whether the work passes by what was labelled twice: poses that do not conform, the upper "
    "one-sided 95 % limit of their share (Wilson), the plan of ISO 2859-1, and Wald's sequential test",
    "units": "what is asked for, in the order of work; no keypoints named means all of them",
}


def drawing_content(session: Session, drawing: Drawing, *, kept: bool) -> dict[str, Any]:
    """Return a drawn plan as JSON; it has an id once it is kept."""
    plan, layer = drawing.plan, session.contents.layer(drawing.layer)
    return {
        "plan": plan.id if kept else None,
        "name": plan.name,
        "layer": layer.name,
        "annotator": layer.author,
        "seed": plan.seed,
        "settings": {key: value for key, value in plan.settings.items() if key != "layer id"},
        "strata": [
            {
                "stratum": one.stratum,
                "units": one.units,
                "base": one.base,
                "extra": one.extra,
                "gap": one.gap,
            }
            for one in drawing.strata
        ],
        "ranked_types": [
            {"type": one.type, "variance": one.variance, "bias": one.bias, "n": one.n}
            for one in drawing.ranked
        ],
        "extra_types": list(drawing.chosen),
        "placements": drawing.placements,
        "placements_drawn": drawing.placements_drawn,
        "share": drawing.placements_drawn / drawing.placements,
        "units": [_unit(session, unit) for unit in plan.units],
        "notes": list(drawing.notes),
    }


def plan_content(session: Session, state: PlanState, limit: float = LIMIT) -> dict[str, Any]:
    """Return a plan that is kept, and how far its second labels are, as JSON."""
    known = {one.id: one.name for one in session.contents.layers}
    return {
        "plan": state.plan.id,
        "name": state.plan.name,
        "purpose": state.plan.purpose.value,
        "layer": known.get(state.layer),
        "author": state.plan.author,
        "time": state.plan.time,
        "units": state.units,
        "done": state.done,
        "attempts": [
            {
                "annotator": one.annotator,
                "task": one.task.value,
                "submitted": one.submitted or None,
                "acceptance": _acceptance(session, one, limit),
            }
            for one in state.attempts
        ],
    }


def _acceptance(session: Session, attempt: Attempt, limit: float) -> dict[str, Any] | None:
    """Return whether the work passes by these second labels; None where they say nothing of it yet."""
    known = {one.id for one in session.contents.layers}
    if attempt.is_open or attempt.task is not Task.SECOND or attempt.reference not in known:
        return None
    try:
        return batch_content(session, judge_batch(session, attempt, limit=limit))
    except UsageError as error:
        return {"pass": None, "notes": [error.sentence]}


def _unit(session: Session, unit: Unit) -> dict[str, Any]:
    return {
        "clip": session.contents.clip(unit.clip).name,
        "instance": session.contents.instance(unit.instance).name,
        "frame": unit.frame,
        "keypoints": list(unit.keypoints),
        "stratum": unit.stratum,
    }
