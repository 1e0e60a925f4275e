"""The calibration: frames of gold labelled blind, judged at once, kept for ever.

An attempt draws frames of gold that this person has not been asked before. Practice goes over frames that
they know already, on the keypoints that failed, so that it uses none of those up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from palpate.base.errors import EditRefused, UsageError
from palpate.model.attempt import Attempt, Task
from palpate.model.layer import Layer
from palpate.model.plan import Plan, Purpose, Unit
from palpate.session import editions
from palpate.session.calibrating.attempts import (
    Progress,
    attempts_of,
    begin,
    close,
    open_attempt,
    plan_of,
    progress,
    why_not_begin,
    why_not_close,
)
from palpate.session.calibrating.drawing_units import draw_units, words_of
from palpate.session.calibrating.gold import certificate_of, current_gold, versions_of
from palpate.session.calibrating.gold_units import units_of_gold
from palpate.session.calibrating.outcome import Outcome, judged, outcome_of
from palpate.session.calibrating.verifying import State, verify
from palpate.session.session import Session
from palpate.store import judging

_PRACTICE = 20
TASKS = frozenset({Task.CALIBRATION, Task.PRACTICE})


@dataclass(frozen=True, slots=True)
class Pool:
    """What is left of gold for a person to be asked.

    Attributes
    ----------
    gold
        The layer.
    units
        Poses of gold that this person has not been asked yet.
    known
        Those that they have been asked, in attempts that are submitted.
    attempts
        How many attempts have used frames up.
    """

    gold: Layer
    units: tuple[Unit, ...]
    known: tuple[Unit, ...]
    attempts: int

    @property
    def total(self) -> int:
        """How many poses gold has."""
        return len(self.units) + len(self.known)


@dataclass(frozen=True, slots=True)
class Status:
    """Where a person stands with their calibration.

    Attributes
    ----------
    outcomes
        Of the submitted attempts and practices, oldest first.
    open, far
        The attempt that is begun, and how far it is; None if there is none.
    pool
        What is left of gold; None where there is no gold.
    """

    annotator: str
    outcomes: tuple[Outcome, ...]
    open: Attempt | None
    far: Progress | None
    pool: Pool | None

    @property
    def latest(self) -> Outcome | None:
        """The last attempt that was judged, practice left out."""
        judged_ones = [one for one in self.outcomes if one.attempt.task is Task.CALIBRATION]
        return judged_ones[-1] if judged_ones else None

    @property
    def passed(self) -> bool:
        """Whether the last attempt passes."""
        return self.latest is not None and self.latest.passed


def gold_for(session: Session, gold: str = "") -> Layer:
    """Return the gold to calibrate against: by name, else what holds; UsageError if there is none."""
    found = session.contents.layer_named(gold) if gold else current_gold(session)
    if found is None:
        raise UsageError("this project has no gold layer to calibrate against", path=session.project.path)
    return found


def pool_of(session: Session, annotator: str = "", gold: str = "") -> Pool:
    """Return what is left of gold for a person, this one if no name is given.

    A frame counts as known once any attempt at any version of this gold has asked for it, practice too.
    """
    layer = gold_for(session, gold)
    versions = {one.id for one in versions_of(session, layer.id)} | {layer.id}
    earlier = [
        (one, judging.frames_asked_for(plan))
        for one, plan in judging.followed(session.project, annotator or session.author)
        if one.task in TASKS and one.reference in versions
    ]
    seen = frozenset[tuple[str, int]]().union(*(frames for _, frames in earlier))
    units = units_of_gold(session, layer.id)
    return Pool(
        gold=layer,
        units=tuple(unit for unit in units if (unit.clip, unit.frame) not in seen),
        known=tuple(unit for unit in units if (unit.clip, unit.frame) in seen),
        attempts=sum(one.task is Task.CALIBRATION for one, _ in earlier),
    )


def why_not_start(session: Session, n: int = 0, gold: str = "") -> str:
    """Return why this person cannot begin an attempt, with numbers and the way out; empty if they can."""
    if reason := why_not_begin(session, Task.CALIBRATION):
        return reason
    try:
        pool = pool_of(session, gold=gold)
    except UsageError as error:
        return error.sentence
    if reason := _why_not_trusted(session, pool.gold.id):
        return reason
    if not pool.total:
        return f"{pool.gold.name} holds no labelled pose; the consultant marks gold first"
    attempts = "1 attempt" if pool.attempts == 1 else f"{pool.attempts} attempts"
    if not pool.units:
        return (
            f"all {pool.total} poses of {pool.gold.name} were asked in {attempts} of {session.author}; "
            "the consultant has to mark further frames"
        )
    if n > len(pool.units):
        return (
            f"{n} poses are asked for; {pool.gold.name} has {pool.total}, {len(pool.known)} were asked in "
            f"{attempts} and {len(pool.units)} are left"
        )
    return ""


def start(
    session: Session, n: int = 0, *, seed: int | None = None, gold: str = "", origin: object = None
) -> Attempt:
    """Begin an attempt on poses of gold that this person has not been asked.

    Parameters
    ----------
    n
        How many; 0 takes as many as the policy asks for, and no more than half of gold, so that frames are
        left for another attempt.
    seed
        What chance begins with; the number of the attempt if None. The same seed draws the same frames.

    Raises
    ------
    EditRefused
        With `why_not_start`.
    """
    if reason := why_not_start(session, n, gold):
        raise EditRefused(reason)
    pool = pool_of(session, gold=gold)
    wanted = n or usual_number(session, pool)
    plan = _drawn(session, pool.units, wanted, seed=pool.attempts + 1 if seed is None else seed)
    return begin(session, plan, Task.CALIBRATION, reference=pool.gold.id, origin=origin)


def usual_number(session: Session, pool: Pool) -> int:
    """Return how many poses an attempt asks for: as the policy has it, and no more than half of gold."""
    return min(asked_by_policy(session), max(-(-pool.total // 2), 1), len(pool.units))


def asked_by_policy(session: Session) -> int:
    """Return how many poses the policy asks for; the most that any skeleton does."""
    return max((known.policy.training.frames for known in session.contents.skeletons.values()), default=0)


def why_not_practise(session: Session) -> str:
    """Return why this person cannot practise, with the way out; empty if they can."""
    if reason := why_not_begin(session, Task.PRACTICE):
        return reason
    latest = _latest(session)
    if latest is None:
        return "practice is on the keypoints that failed; submit an attempt first"
    if not latest.failing:
        return f"no keypoint failed in attempt {latest.attempt.number}; there is nothing to practise"
    return ""


def practise(
    session: Session,
    n: int = 0,
    *,
    keypoints: Sequence[str] = (),
    seed: int | None = None,
    origin: object = None,
) -> Attempt:
    """Begin to practise the keypoints that failed in the last attempt, on frames that were asked before.

    Parameters
    ----------
    n
        How many poses; 0 takes 20 or as many as there are.
    keypoints
        Names among those that failed; all of them if empty.

    Raises
    ------
    EditRefused
        With `why_not_practise`, or if a keypoint did not fail.
    """
    if reason := why_not_practise(session):
        raise EditRefused(reason)
    latest = _latest(session)
    assert latest is not None
    wrong = [name for name in keypoints if name not in latest.failing]
    if wrong:
        raise EditRefused(f"{', '.join(wrong)} did not fail; failing: {', '.join(latest.failing)}")
    chosen = tuple(name for name in latest.failing if not keypoints or name in keypoints)
    pool = pool_of(session, gold=latest.attempt.reference)
    number = len(attempts_of(session, session.author, tasks=frozenset({Task.PRACTICE}))) + 1
    wanted = n or min(_PRACTICE, len(pool.known))
    plan = _drawn(session, pool.known, wanted, seed=number if seed is None else seed, keypoints=chosen)
    return begin(session, plan, Task.PRACTICE, reference=pool.gold.id, keypoints=chosen, origin=origin)


def why_not_submit(session: Session, attempt: Attempt) -> str:
    """Return why this person cannot submit an attempt as it is, with the way out; empty if they can."""
    return why_not_close(session, attempt) or why_not_judge(session, attempt)


def why_not_judge(session: Session, attempt: Attempt) -> str:
    """Return why nobody may be judged by what an attempt is compared with; empty if they may."""
    if not attempt.reference:
        return ""
    if attempt.reference not in {one.id for one in session.contents.layers}:
        return "the layer that this attempt is compared with is gone"
    return _why_tampered(session, attempt.reference)


def submit(session: Session, attempt: Attempt, *, origin: object = None) -> Outcome:
    """Judge an attempt against gold and close it for good: labels and result are never changed again.

    Raises
    ------
    EditRefused
        With `why_not_submit`.
    ScoreError
        If labels and gold have nothing in common; the attempt stays open.
    """
    if reason := why_not_submit(session, attempt):
        raise EditRefused(reason)
    result = judged(session, attempt, plan_of(session, attempt), progress(session, attempt))
    outcome = outcome_of(close(session, attempt, result, origin=origin))
    assert outcome is not None
    return outcome


def status_of(session: Session, annotator: str = "") -> Status:
    """Return where a person stands, this one if no name is given."""
    who = annotator or session.author
    own = attempts_of(session, who, tasks=TASKS)
    begun = open_attempt(session, who, tasks=TASKS)
    outcomes = tuple(found for one in own if (found := outcome_of(one)) is not None)
    gold = current_gold(session)
    return Status(
        annotator=who,
        outcomes=outcomes,
        open=begun,
        far=None if begun is None else progress(session, begun),
        pool=None if gold is None else pool_of(session, who),
    )


def _latest(session: Session) -> Outcome | None:
    """Return what this person's last attempt came to."""
    return status_of(session).latest


def _why_not_trusted(session: Session, gold: str) -> str:
    """Return why nobody may be judged by gold as it is; gold that nobody has certified is taken as it is."""
    if certificate_of(session, gold) is None:
        return ""
    found = verify(session, gold)
    if found.state is State.CARRIED:
        return f"{found.name}: {'; '.join(found.sentences)}"
    return _tampered(found.name) if found.state is State.ALTERED else ""


def _why_tampered(session: Session, gold: str) -> str:
    if certificate_of(session, gold) is None:
        return ""
    found = verify(session, gold)
    return _tampered(found.name) if found.state is State.ALTERED else ""


def _tampered(name: str) -> str:
    return f"{name} is not what was certified; nobody is judged by it until the consultant has looked at it"


def _drawn(
    session: Session, units: Sequence[Unit], n: int, *, seed: int, keypoints: tuple[str, ...] = ()
) -> Plan:
    gap = max((known.policy.min_gap for known in session.contents.skeletons.values()), default=1)
    drawn, kept = draw_units(units, n, min_gap=gap, seed=seed)
    return Plan(
        editions.new_id(),
        f"calibration, seed {seed}",
        Purpose.CALIBRATION,
        seed,
        tuple(replace(unit, keypoints=keypoints) for unit in drawn),
        words_of(drawn, units, gap=kept, strata="subject, lighting and phase"),
    )
