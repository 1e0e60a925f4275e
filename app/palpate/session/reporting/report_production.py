"""What a report says of production: agreement, second labels, repeats, spot checks, blur, events, batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import msgspec

from palpate.base.errors import ScoreError, UsageError
from palpate.base.progress import Progress
from palpate.model.attempt import Task
from palpate.model.layer import Layer
from palpate.quality.acceptance import Bound
from palpate.report.quality.production import (
    Apart,
    Batch,
    Blurred,
    Checked,
    Events,
    Marked,
    Production,
    Twice,
)
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.calibrating.blindness import blind_frames
from palpate.session.judging.agreeing import agreement_of, raters_of
from palpate.session.judging.by_clip import LayerByClip
from palpate.session.production_qa.batch_acceptance import judge_batch
from palpate.session.production_qa.blur_by_person import blur_by_person
from palpate.session.production_qa.event_agreement import event_agreement, marking_people
from palpate.session.production_qa.spot_check import spot_figures
from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.session.reporting.report_stages import Stages
from palpate.session.session import Session

_CALLED = {Task.REPEAT: "repeat", Task.SECOND: "second labels"}
_TWO = "agreement takes the work of two people"


def production_of(
    session: Session, weekly: WeeklyReport, gold: Layer | None, *, only: str = "", stages: Stages
) -> Production:
    """Return what production says of everybody, or of one person alone.

    What tells of others, or of gold in frames that this person still labels blind, is left out.

    Raises
    ------
    Cancelled
        If stopping was asked for.
    """
    everybody = not only
    stages.begin("agreement")
    agreed = _agreement(session, gold, stages.within) if everybody else Production(why_no_agreement="")
    stages.begin("spot checks")
    checks = tuple(
        Checked(
            one.annotator, str(one.week), one.looked, one.corrected, one.share, one.share_at_most, one.mean_px
        )
        for one in spot_figures(session, weekly.clock, weekly.same)
        if only in ("", one.annotator)
    )
    stages.begin("blur")
    blur = tuple(
        Blurred(one.annotator, one.visible, one.beyond, one.share, one.keypoints)
        for one in blur_by_person(session, weekly.same)
        if only in ("", one.annotator)
    )
    stages.begin("events")
    return Production(
        agreement=agreed.agreement,
        why_no_agreement=agreed.why_no_agreement,
        agreement_notes=agreed.agreement_notes,
        twice=tuple(_twice(session, only)),
        checks=checks,
        blur=blur,
        events=tuple(_events(session)) if everybody else (),
        batches=tuple(_batches(session)) if everybody else (),
    )


def _agreement(session: Session, gold: Layer | None, progress: Progress) -> Production:
    try:
        raters = raters_of(session)
        if len(raters) < 2:
            return Production(why_no_agreement=_TWO)
        known = LayerByClip(session, gold.id, facts=True) if gold is not None else None
        found, content = agreement_of(raters, known, progress)
    except ScoreError as fault:
        return Production(why_no_agreement=fault.sentence)
    notes = content["notes"]
    assert isinstance(notes, list)
    return Production(agreement=found, agreement_notes=tuple(str(note) for note in notes))


def _twice(session: Session, only: str) -> Iterator[Twice]:
    names = {layer.id: layer.name for layer in session.contents.layers}
    for attempt in attempts_of(session, only, tasks=frozenset(_CALLED)):
        if attempt.is_open or not attempt.result or (only and attempt.task is not Task.REPEAT):
            continue
        said: Mapping[str, Any] = msgspec.json.decode(attempt.result)
        if "n" not in said:
            continue
        keypoints = said.get("joints", {})
        yield Twice(
            attempt.annotator,
            f"{_CALLED[attempt.task]} {attempt.number}",
            names.get(attempt.reference, ""),
            attempt.submitted,
            _apart(said),
            {name: _apart(one) for name, one in keypoints.items()},
        )


def _apart(said: Mapping[str, Any]) -> Apart:
    return Apart(
        n=said.get("n", 0),
        mean_px=said.get("mean_px"),
        p95_px=said.get("p95_px"),
        flags_n=said.get("flags_n", 0),
        flags_agree=said.get("flags_agree"),
        sd_px=said.get("sd_px"),
    )


def _events(session: Session) -> Iterator[Events]:
    for first, second in combinations(marking_people(session), 2):
        found = event_agreement(session, first, second)
        marked = tuple(
            Marked(session.contents.clip(one.clip).name, one.name, one.first, one.second, one.frames, one.ms)
            for one in found.pairs
        )
        yield Events(first, second, marked, found.in_frames, found.in_ms)


def _batches(session: Session) -> Iterator[Batch]:
    """Yield the judgement of every layer that was labelled a second time and may be compared now."""
    if blind_frames(session):
        return
    for attempt in attempts_of(session, tasks=frozenset({Task.SECOND})):
        if attempt.is_open:
            continue
        try:
            one = judge_batch(session, attempt)
        except (ScoreError, UsageError):
            continue  # its layer is gone; what it said when it was submitted stands under second labels
        yield Batch(
            session.contents.layer(one.layer).name,
            session.contents.layer(one.reference).name,
            one.size,
            one.n,
            one.defects,
            {fault.value: n for fault, n in one.faults.items()},
            Bound(one.bound.rate, one.bound.low, one.bound.high),
            one.limit,
            one.passed,
            one.notes,
        )
