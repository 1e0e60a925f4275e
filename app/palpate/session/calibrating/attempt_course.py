"""A person's attempts one after the other, number by number, with the lines that the policy drew then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from palpate.model.attempt import Task
from palpate.quality.visibility import NOTHING_RATED, cohen_kappa
from palpate.session.calibrating.outcome import Outcome


class Figure(StrEnum):
    """What is followed."""

    ERROR = "error"
    OKS = "oks"
    KAPPA = "kappa"
    FAILING = "failing"
    BIAS = "bias"


OF_ALL = (Figure.ERROR, Figure.OKS, Figure.KAPPA, Figure.FAILING)
OF_KEYPOINT = (Figure.ERROR, Figure.OKS, Figure.KAPPA, Figure.BIAS)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of one attempt.

    Attributes
    ----------
    value
        None where `reason` says why there is none.
    line
        What the policy asked for then; None where it asks for nothing.
    good
        Whether it is on the right side of the line; None where nothing is judged.
    """

    value: float | None
    line: float | None = None
    good: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One attempt of a course.

    Attributes
    ----------
    passed
        Whether it passed; of a keypoint whether that did, None where it was not judged.
    readings
        By figure.
    """

    outcome: Outcome
    passed: bool | None
    readings: dict[Figure, Reading]


def people_of(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Return who made attempts, by name."""
    return tuple(sorted({one.attempt.annotator for one in outcomes}, key=str.casefold))


def keypoints_of(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Return the keypoints that were judged in any of them, in skeleton order."""
    return tuple(dict.fromkeys(name for one in outcomes for name in one.score["joints"]))


def course_of(outcomes: Sequence[Outcome], person: str, keypoint: str = "") -> tuple[Point, ...]:
    """Return the attempts of a person in the order in which they were submitted.

    Of a single keypoint practice counts too; as a whole it does not compare with an attempt, for it asks for
    what failed alone.
    """
    own = [one for one in outcomes if one.attempt.annotator == person]
    own.sort(key=lambda one: one.attempt.submitted)
    if not keypoint:
        return tuple(_whole(one) for one in own if one.attempt.task is Task.CALIBRATION)
    return tuple(_single(one, keypoint) for one in own if keypoint in one.score["joints"])


def _whole(outcome: Outcome) -> Point:
    score, n = outcome.score, len(outcome.score["joints"])
    oks, visibility = score["oks"], score["visibility"]
    failing = len(outcome.failing)
    kappa = _kappa(visibility, visibility.get("target"), visibility.get("pass"))
    return Point(
        outcome,
        outcome.passed,
        {
            Figure.ERROR: _reading(score["mpjpe_px"], "no position on both sides"),
            Figure.OKS: _reading(
                oks["mean"], "no pose has a known scale", line=oks["target"], good=oks["pass"]
            ),
            Figure.KAPPA: kappa,
            Figure.FAILING: Reading(float(failing), 0.0, not failing, "" if n else "nothing judged"),
        },
    )


def _single(outcome: Outcome, keypoint: str) -> Point:
    found = outcome.score["joints"][keypoint]
    nothing = "no position on both sides"
    error, tolerance, bias = found["mpjpe_px"], found["tolerance_px"], found["bias_px"]
    fails = found["fails"]
    good = None if error is None or tolerance is None else "position" not in fails
    return Point(
        outcome,
        found["pass"],
        {
            Figure.ERROR: _reading(error, nothing, line=tolerance, good=good),
            Figure.OKS: _reading(found["oks"], "no σ or scale known, or " + nothing),
            Figure.KAPPA: _kappa(found, None, None),
            Figure.BIAS: _reading(
                None if bias is None else float(np.hypot(*bias)),
                nothing,
                good=None if bias is None else "bias" not in fails,
            ),
        },
    )


def _reading(
    value: float | None, reason: str, *, line: float | None = None, good: bool | None = None
) -> Reading:
    return Reading(value, line, good if value is not None else None, reason if value is None else "")


def _kappa(found: dict[str, Any], line: float | None, good: bool | None) -> Reading:
    if found["kappa"] is not None:
        return Reading(float(found["kappa"]), line, good)
    counts = np.array(found["confusion"], dtype=np.int64)
    return Reading(None, line, None, cohen_kappa(counts).reason or NOTHING_RATED)
