"""Everything that a lead looks at week by week: the weekly report, and the figures that stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path

import msgspec

from palpate.base.errors import ScoreError
from palpate.base.progress import Progress
from palpate.model.attempt import Task
from palpate.model.layer import LayerKind
from palpate.quality.rater_agreement import RaterAgreement, agree
from palpate.quality.rater_lengths import RaterLengths, rater_lengths
from palpate.quality.repeated_sigma import RepeatedSigma, repeated_sigma
from palpate.quality.weekly import Week, week_of
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.calibrating.gold import current_gold
from palpate.session.judging.agreeing import raters_of, together
from palpate.session.judging.by_clip import LayerByClip
from palpate.session.production_qa.annotation_times import moment
from palpate.session.production_qa.blur_by_person import BlurFigures, blur_by_person
from palpate.session.production_qa.event_agreement import EventAgreement, event_agreement, marking_people
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.production_qa.spot_check import SpotFigures, spot_figures
from palpate.session.production_qa.weekly_view import WeeklyReport, told_of, weekly_report, zone_of
from palpate.session.session import Session

_REPORT = 0.6  # share of the work that the report itself is
_STEPS = 1000
_OWN = "how people agree is told to a consultant or a lead"


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far the people agree with each other.

    Attributes
    ----------
    lengths
        Of the skeleton's rigid segments, where everybody has them.
    sigma
        What σ their labels make.
    notes
        What was left out or looks wrong.
    """

    raters: RaterAgreement
    lengths: tuple[RaterLengths, ...]
    sigma: RepeatedSigma
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepeatFigures:
    """How far one placement of a person lies from their own mean, by what they submitted twice.

    Attributes
    ----------
    sd_px
        None where nothing could be compared.
    """

    annotator: str
    week: Week
    n: int
    sd_px: float | None


@dataclass(frozen=True, slots=True)
class WeeksView:
    """What is shown of a project's weeks; each part is empty where `why_not` has a reason.

    Attributes
    ----------
    zone
        Time zone of the weeks.
    only
        The one person who is told of; empty if everybody is.
    why_not
        Reasons, by the name of the part: ``spots``, ``repeats``, ``blur``, ``events``, ``agreed``.
    """

    report: WeeklyReport
    zone: str
    only: str
    spots: tuple[SpotFigures, ...]
    repeats: tuple[RepeatFigures, ...]
    blur: tuple[BlurFigures, ...]
    events: tuple[EventAgreement, ...]
    agreed: Agreed | None
    why_not: dict[str, str]


def view_weeks(
    session: Session,
    skeleton: str = "",
    *,
    zone: str = "",
    now: datetime | None = None,
    progress: Progress | None = None,
) -> WeeksView:
    """Reckon everything; an annotator is told of their own work.

    Raises
    ------
    UsageError
        If there is no such skeleton or time zone.
    Cancelled
        If stopping was asked for.
    """
    told = progress or Progress()
    only = told_of(session)

    def step(share: float, what: str) -> None:
        told.step(round(_STEPS * share), _STEPS, what)

    part = Progress(lambda done, total, what: step(_REPORT * done / max(total, 1), what), told.token)
    report = weekly_report(session, skeleton, zone=zone, now=now, only=only, progress=part)
    step(_REPORT, "spot checks")
    spots = tuple(one for one in spot_figures(session, report.clock) if only in ("", one.annotator))
    step(_REPORT + 0.05, "flags against blur")
    blur = tuple(one for one in blur_by_person(session) if only in ("", one.annotator))
    step(_REPORT + 0.2, "events")
    events = () if only else _events(session)
    step(_REPORT + 0.25, "agreement between annotators")
    agreed, why = _agreed(session, report, step, Progress(token=told.token)) if not only else (None, _OWN)
    repeats = _repeats(session, report, only)
    reasons = {
        "spots": "" if spots else "no spot check has decided about a point yet",
        "repeats": "" if repeats else "nobody has submitted a repeat of their own work yet",
        "blur": "" if blur else "no smear is known of anything that was flagged visible; measure blur first",
        "events": "" if events else _OWN if only else "no two people have marked events yet",
        "agreed": why,
    }
    return WeeksView(report, zone_of(session, zone), only, spots, repeats, blur, events, agreed, reasons)


def weeks_of_file(
    project: Path, skeleton: str = "", *, author: str, zone: str = "", progress: Progress | None = None
) -> WeeksView:
    """Reckon everything of a project file for a person, on a thread of its own; errors as `view_weeks`."""
    with Session.open(project, author=author, read_only=True) as session:
        return view_weeks(session, skeleton, zone=zone, progress=progress)


def skeletons_used(session: Session) -> tuple[str, ...]:
    """Return the names of the skeletons that instances have, that of most first."""
    used = [found.skeleton for found in session.contents.instances]
    return tuple(sorted(dict.fromkeys(used), key=lambda name: (-used.count(name), name)))


def _events(session: Session) -> tuple[EventAgreement, ...]:
    return tuple(
        event_agreement(session, first, second) for first, second in combinations(marking_people(session), 2)
    )


def _repeats(session: Session, report: WeeklyReport, only: str) -> tuple[RepeatFigures, ...]:
    found = []
    for attempt in attempts_of(session, only, tasks=frozenset({Task.REPEAT})):
        time = moment(attempt.submitted)
        if not attempt.is_open and time is not None and attempt.result:
            said = msgspec.json.decode(attempt.result)
            week = week_of(time, report.clock.zone)
            found.append(RepeatFigures(attempt.annotator, week, int(said.get("n", 0)), said.get("sd_px")))
    return tuple(sorted(found, key=lambda one: (one.annotator, one.week)))


def _agreed(
    session: Session, report: WeeklyReport, step: Callable[[float, str], None], part: Progress
) -> tuple[Agreed | None, str]:
    """Return how far people agree on poses of the report's skeleton; None with why it cannot be told."""
    final = final_layers(session)
    names = [
        layer.name
        for layer in session.contents.layers_of_kind(LayerKind.WORK)
        if layer.id not in final and session.project.labelled_instances(layer.id)
    ]
    if len(names) < 2:
        return None, "agreement needs the work of two people"
    gold = current_gold(session)
    try:
        known = None if gold is None else LayerByClip(session, gold.id, facts=True)
        both = together(raters_of(session, names), known, part)
    except ScoreError as error:
        return None, error.sentence
    if both.skeleton.name != report.skeleton.name:
        return None, f"most work of all people together has another skeleton, {both.skeleton.name}"
    step(_REPORT + 0.3, "agreement between annotators")
    found = agree(both.ratings, both.skeleton, part)
    step(_REPORT + 0.35, "sigma and lengths")
    return Agreed(
        found,
        rater_lengths(both.ratings, both.skeleton),
        repeated_sigma(both.ratings, both.skeleton),
        both.notes,
    ), ""
