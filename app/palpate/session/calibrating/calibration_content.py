"""Calibration and gold in the shape of the command line's contract."""

from __future__ import annotations

from typing import Any

from palpate.base.errors import UsageError
from palpate.model.attempt import Attempt
from palpate.model.plan import Plan
from palpate.session.calibrating.attempts import Progress, attempts_of, comments_on, plan_of
from palpate.session.calibrating.calibration import TASKS, Status, status_of
from palpate.session.calibrating.outcome import Outcome
from palpate.session.calibrating.verifying import Verified, doubts_of
from palpate.session.session import Session


def attempt_content(session: Session, attempt: Attempt) -> dict[str, Any]:
    """Return what an attempt asks for."""
    gold = session.contents.layer(attempt.reference).name if attempt.reference else ""
    return {
        "id": attempt.id,
        "annotator": attempt.annotator,
        "task": attempt.task.value,
        "number": attempt.number,
        "layer": session.contents.layer(attempt.layer).name,
        "gold": gold,
        "gold_version": attempt.reference_version or None,
        "keypoints": list(attempt.keypoints),
        "begun": attempt.begun,
        **plan_content(session, plan_of(session, attempt)),
    }


def plan_content(session: Session, plan: Plan) -> dict[str, Any]:
    """Return how a plan was drawn, and its units with the names that people know."""
    clips = {one.id: one.name for one in session.contents.clips}
    instances = {one.id: one.name for one in session.contents.instances}
    return {
        "plan": plan.name,
        "seed": plan.seed,
        "settings": dict(plan.settings),
        "units": [
            {
                "clip": clips.get(unit.clip, unit.clip),
                "instance": instances.get(unit.instance, unit.instance),
                "frame": unit.frame,
                "keypoints": list(unit.keypoints),
                "stratum": unit.stratum,
            }
            for unit in plan.units
        ],
    }


def status_content(session: Session, annotator: str = "") -> dict[str, Any]:
    """Return where a person stands; UsageError if an annotator asks for somebody else.

    Under ``people`` stands everybody who has begun anything, this person first, if a consultant or a lead
    names nobody.
    """
    role = session.contents.settings.get("role", "annotator")
    if role == "annotator" and annotator not in ("", session.author):
        raise UsageError("an annotator sees their own calibration; a consultant or a lead sees everybody's")
    content = _standing(session, status_of(session, annotator))
    if role == "annotator" or annotator:
        return content | {"people": []}
    begun = sorted({one.annotator for one in attempts_of(session, tasks=TASKS)} - {session.author})
    others = [_standing(session, status_of(session, name)) for name in begun]
    own = [content] if content["attempts"] or content["open"] else []
    return content | {"people": [*own, *others]}


def _standing(session: Session, status: Status) -> dict[str, Any]:
    return {
        "annotator": status.annotator,
        "passed": status.passed,
        "open": None if status.open is None else _open(session, status.open, status.far),
        "attempts": [outcome_brief(session, one) for one in status.outcomes],
        "pool": _pool(status),
        "notes": [] if status.pool is None else list(doubts_of(session, status.pool.gold.id)),
    }


def outcome_brief(session: Session, outcome: Outcome) -> dict[str, Any]:
    """Return a submitted attempt in a few numbers; the whole of it is its score."""
    score, attempt = outcome.score, outcome.attempt
    return {
        "id": attempt.id,
        "task": attempt.task.value,
        "number": attempt.number,
        "submitted": attempt.submitted,
        "pass": outcome.passed,
        "n_pairs": score["n_pairs"],
        "oks": score["oks"]["mean"],
        "mpjpe_px": score["mpjpe_px"],
        "kappa": score["visibility"]["kappa"],
        "failing_joints": {name: list(reasons) for name, reasons in outcome.failing.items()},
        "reasons": list(outcome.reasons),
        "comments": [
            {"keypoint": one.keypoint or None, "text": one.text, "author": one.author}
            for one in comments_on(session, attempt.id)
        ],
    }


def verified_content(found: Verified) -> dict[str, Any]:
    """Return what a check of frozen labels found."""
    return {
        "layer": found.name,
        "version": found.version or None,
        "state": found.state.value,
        "digest": found.digest,
        "frozen_digest": found.frozen,
        "author": found.author,
        "time": found.time,
        "notes": list(found.sentences),
        "pass": found.holds,
    }


def _open(session: Session, attempt: Attempt, far: Progress | None) -> dict[str, Any]:
    assert far is not None
    return {
        "id": attempt.id,
        "task": attempt.task.value,
        "number": attempt.number,
        "layer": session.contents.layer(attempt.layer).name,
        "begun": attempt.begun,
        "units": far.units,
        "done": far.done,
        "keypoints": far.keypoints,
        "placed": far.placed,
        "decided": far.decided,
    }


def _pool(status: Status) -> dict[str, Any] | None:
    pool = status.pool
    if pool is None:
        return None
    left, known = len(pool.units), len(pool.known)
    return {"gold": pool.gold.name, "poses": pool.total, "asked": known, "left": left}
