"""The weekly report in the shape of the command line's contract."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import msgspec
import numpy as np

from palpate.model.attempt import Task
from palpate.model.skeleton import Skeleton
from palpate.quality.json_numbers import number
from palpate.quality.weekly import week_of
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.judging.bias_words import in_picture, on_body
from palpate.session.production_qa.annotation_times import moment
from palpate.session.production_qa.blur_by_person import blur_by_person
from palpate.session.production_qa.changes_of_people import Drift
from palpate.session.production_qa.event_agreement import event_agreement, event_content, marking_people
from palpate.session.production_qa.retraining import Recalibration, Retraining
from palpate.session.production_qa.spot_check import spot_figures
from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.session.session import Session

_OWN = "a consultant or a lead is told of everybody"

LEGEND = {
    "cells": "one per annotator, keypoint (or type) and ISO week of annotation with at least one placement",
    "mean_px": "M: mean distance to the reference, px of the footage",
    "scaled_px": "M as where the subject stands 1500 px tall, which the limit belongs to; this is judged",
    "standard_error_px": "SD ÷ √n",
    "insufficient": "fewer placements than the rule needs: the week is skipped",
    "flagged": "the latest sufficient weeks, this one included, are all above the limit",
    "retraining": "who may not take new work with these keypoints until a recalibration closes it",
    "repeats": "spread of one placement around the person's own mean, from what they labelled twice",
    "spot_checks": "what a reviewer looked at of occluded and blurred points; not part of M",
    "blur": "points flagged visible that their smear does not allow to be",
    "events": "differences second − first of the moments that two people marked",
    "drifts": "one change per annotator and keypoint; p adjusted over all series by Benjamini–Hochberg",
}


def weekly_content(session: Session, report: WeeklyReport, only: str = "") -> dict[str, Any]:
    """Return the JSON object that ``palpate weekly --json`` prints.

    Parameters
    ----------
    only
        Whom the report was made of alone; what is told beside it is told of them as well.
    """
    rule = report.rule
    told = [f"these are the figures of {only} alone: {_OWN}"] if only else []
    return {
        "skeleton": report.skeleton.name,
        "rule": {
            "limit_px": rule.limit_px,
            "weeks": rule.weeks,
            "min_n": rule.min_n,
            "max_weeks_apart": rule.apart,
        },
        "annotators": list(report.figures.annotators),
        "weeks": [{"week": str(week), "monday": week.monday.isoformat()} for week in report.weeks],
        "reviewed_by": {way.value: n for way, n in report.rows.by.items()},
        "cells": cells(report),
        "retraining": [retraining_content(report.skeleton, one) for one in report.retraining],
        "drifts": [_drift(one) for one in report.drifts if one.counts],
        "drifts_tested": len(report.drifts),
        "repeats": _of(only, repeats(session, report)),
        "spot_checks": _of(only, spot_checks(session, report)),
        "blur": _of(only, blur(session, report)),
        "events": [] if only else events(session),
        "triggered": report.triggered,
        "legend": dict(LEGEND),
        "notes": [*report.notes, *told],
    }


def _of(only: str, several: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in several if only in ("", one["annotator"])]


def cells(report: WeeklyReport) -> list[dict[str, Any]]:
    """Return one object per annotator, group of keypoints and week in which anything was reviewed."""
    found, error = report.figures, report.figures.standard_error_px
    told = []
    for a, g, w in np.argwhere(found.n > 0).tolist():
        group = report.groups[g]
        told.append(
            {
                "annotator": found.annotators[a],
                "kind": "type" if group.is_type else "keypoint",
                "name": group.name,
                "week": str(report.weeks[w]),
                "n": int(found.n[a, g, w]),
                "insufficient": not bool(report.sufficient[a, g, w]),
                "mean_px": number(found.mean_px[a, g, w]),
                "sd_px": number(found.sd_px[a, g, w]),
                "standard_error_px": number(error[a, g, w]),
                "scaled_px": number(found.scaled_px[a, g, w]),
                "bias_px": [number(value) for value in found.bias_px[a, g, w]],
                "limit_px": group.limit_px,
                "over": bool(report.sufficient[a, g, w] and found.scaled_px[a, g, w] > group.limit_px),
                "flagged": bool(report.flags[a, g, w]),
            }
        )
    return told


def retraining_content(skeleton: Skeleton, one: Retraining) -> dict[str, Any]:
    """Return an item of the list as JSON, with the sentences that people read."""
    names = [skeleton.names[k] for k in one.group.keypoints.tolist()]
    return {
        "annotator": one.annotator,
        "kind": "type" if one.group.is_type else "keypoint",
        "name": one.group.name,
        "keypoints": names,
        "open": one.is_open,
        "triggered": str(one.triggered),
        "weeks": [str(week) for week in one.weeks],
        "n": one.n,
        "mean_px": number(one.mean_px),
        "scaled_px": number(one.scaled_px),
        "limit_px": one.group.limit_px,
        "bias_px": None if one.bias_px is None else list(one.bias_px),
        "bias_p_adjusted": one.bias_p,
        "direction": direction(one),
        "guideline": guideline_of(skeleton, names),
        "todo": todo(skeleton, one),
        "closed_by": _recalibration(one.closed_by),
        "tried": _recalibration(one.tried),
    }


def direction(one: Retraining) -> str:
    """Say which way the placements are off, or that they scatter."""
    if one.bias_px is None:
        return "no direction is known"
    if one.bias_p is None or one.bias_p >= 0.05:
        return "to no side in particular: the placements scatter"
    body = on_body(one.local)
    return in_picture(one.bias_px) + (f"; on the body {body}" if body else "")


def guideline_of(skeleton: Skeleton, keypoints: list[str]) -> str:
    """Return where the guideline of keypoints stands: its book and the keypoints."""
    return f"{skeleton.guidelines or skeleton.name}: {', '.join(keypoints)}"


def todo(skeleton: Skeleton, one: Retraining, *, when: str = "") -> str:
    """Say in a sentence who does what; `when` stands for the weeks that the rule rests on."""
    called = {point.name: point.called for point in skeleton.keypoints}
    names = ", ".join(called[skeleton.names[k]] for k in one.group.keypoints.tolist())
    scaled = abs(one.scaled_px - one.mean_px) >= 0.05
    large = f"{one.scaled_px:.1f} px where the subject stands 1500 px tall, " if scaled else ""
    when = when or f"in {one.weeks[0]} to {one.weeks[-1]}"
    said = (
        f"{one.annotator} was {one.mean_px:.1f} px off at {names} {when} "
        f"({large}limit {one.group.limit_px:g}), {direction(one)}"
    )
    if one.closed_by is not None:
        return f"{said}; closed by a recalibration with {one.closed_by.mean_px:.1f} px"
    return f"{said}; read the guideline again and recalibrate before new work with it"


def repeats(session: Session, report: WeeklyReport) -> list[dict[str, Any]]:
    """Return each person's own spread, from the repeats that they submitted."""
    found = []
    for attempt in attempts_of(session, tasks=frozenset({Task.REPEAT})):
        time = moment(attempt.submitted)
        if attempt.is_open or time is None or not attempt.result:
            continue
        said = msgspec.json.decode(attempt.result)
        found.append(
            {
                "annotator": attempt.annotator,
                "week": str(week_of(time, report.clock.zone)),
                "n": said.get("n", 0),
                "sd_px": said.get("sd_px"),
            }
        )
    return found


def spot_checks(session: Session, report: WeeklyReport) -> list[dict[str, Any]]:
    """Return what spot checks found, by person and week."""
    return [
        {
            "annotator": one.annotator,
            "week": str(one.week),
            "looked": one.looked,
            "corrected": one.corrected,
            "share": one.share,
            "share_at_most": one.share_at_most,
            "mean_px": one.mean_px,
        }
        for one in spot_figures(session, report.clock, report.same)
    ]


def blur(session: Session, report: WeeklyReport) -> list[dict[str, Any]]:
    """Return everybody's flags against blur."""
    return [
        {
            "annotator": one.annotator,
            "visible": one.visible,
            "beyond": one.beyond,
            "share": one.share.rate,
            "share_at_most": one.share.high,
            "keypoints": dict(one.keypoints),
        }
        for one in blur_by_person(session, report.same)
    ]


def events(session: Session) -> list[dict[str, Any]]:
    """Return how far each two people agree on events."""
    return [
        event_content(session, event_agreement(session, first, second))
        for first, second in combinations(marking_people(session), 2)
    ]


def _drift(one: Drift) -> dict[str, Any]:
    moved = [after - before for before, after in zip(one.before_px, one.after_px, strict=True)]
    body = on_body(one.local)
    return {
        "annotator": one.annotator,
        "keypoint": one.keypoint,
        "since": one.since.isoformat(),
        "week": str(one.week),
        "size_px": one.shift.step_px,
        "step_px": moved,
        "direction": in_picture(moved) + (f"; on the body {body}" if body else ""),
        "p_adjusted": one.p,
        "before_px": list(one.before_px),
        "after_px": list(one.after_px),
        "units": "clips" if one.by_clip else "frames far enough apart",
    }


def _recalibration(one: Recalibration | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"attempt": one.attempt, "time": one.time.isoformat(), "mean_px": one.mean_px, "n": one.n}
