"""What an attempt came to, read from what was kept when it was submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from palpate.model.attempt import Attempt
from palpate.model.plan import Plan
from palpate.session.attempts import Progress
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a submitted attempt.

    Attributes
    ----------
    passed
        Whether it passes by the policy that held then.
    reasons
        Why it does not pass, in sentences; empty if it does.
    failing
        Why each failing keypoint fails, in sentences, by name, the worst first.
    score
        The JSON object of `palpate score`, as it was then; under ``calibration`` what is said here.
    """

    attempt: Attempt
    passed: bool
    reasons: tuple[str, ...]
    failing: Mapping[str, tuple[str, ...]]
    score: Mapping[str, Any]


def outcome_of(attempt: Attempt) -> Outcome | None:
    """Return what a submitted attempt came to; None if it is open or was compared with nothing."""
    if attempt.is_open or not attempt.result:
        return None
    score = msgspec.json.decode(attempt.result)
    said = score.get("calibration")
    if said is None:
        return None
    return Outcome(
        attempt,
        bool(said["pass"]),
        tuple(said["reasons"]),
        {name: tuple(reasons) for name, reasons in said["failing"].items()},
        score,
    )


def judged(session: Session, attempt: Attempt, plan: Plan, far: Progress) -> str:
    """Judge an attempt on the units that it asks for, and return the JSON to be kept.

    Raises
    ------
    ScoreError
        If labels and gold have nothing in common.
    """
    raise NotImplementedError
