"""What a report on quality says of a project: everybody against gold, calibrations, weeks, gold itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

import palpate
from palpate.base.errors import ScoreError, UsageError
from palpate.base.progress import Progress
from palpate.model.attempt import Task
from palpate.model.labels import Labels
from palpate.model.layer import Layer, LayerKind
from palpate.model.skeleton import Skeleton
from palpate.quality.gold_error import without_gold_px
from palpate.report.quality.body_map import NUMBERED
from palpate.report.quality.content import (
    AGREEMENT,
    ATTEMPTS,
    FLOOR,
    GOLD,
    WEEKLY,
    Errors,
    Floor,
    Judged,
    QualityReport,
    Tried,
    badness,
)
from palpate.report.quality.error_picture import shown
from palpate.session.calibrating.attempts import attempts_of, comments_on, plan_of
from palpate.session.calibrating.blindness import why_hidden
from palpate.session.calibrating.gold import current_gold
from palpate.session.calibrating.gold_error import floor_of
from palpate.session.calibrating.outcome import asked_of, outcome_of
from palpate.session.judging.bias_words import on_body
from palpate.session.judging.breakdown_view import (
    INSTANCE,
    circumstances_of,
    score_paired_by,
    ways_to_break_down,
)
from palpate.session.judging.by_clip import ByClip, LayerByClip, outline_of
from palpate.session.judging.pairing import pair_labels
from palpate.session.judging.quality_view import clips_to_compare, errors_of, to_compare
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.production_qa.weekly_view import weekly_report
from palpate.session.reporting.filled_in import filled_in
from palpate.session.reporting.report_pictures import aspect_of_gold, guided_keypoints, with_pictures
from palpate.session.reporting.report_production import production_of
from palpate.session.reporting.report_stages import Stages
from palpate.session.reporting.report_weeks import weeks_of
from palpate.session.session import Session

_KINDS = (LayerKind.WORK, LayerKind.IMPORT, LayerKind.MODEL)
_OWN = "an annotator's report is on their own work; a consultant's or a lead's is on everybody's"


def quality_report(
    session: Session,
    *,
    layers: Sequence[str] = (),
    gold: str = "",
    zone: str = "",
    now: datetime | None = None,
    progress: Progress | None = None,
) -> QualityReport:
    """Gather what a report says; an annotator's report is on their own work.

    Parameters
    ----------
    layers, gold
        Names of the layers to judge and of what by; all work, and the gold that holds, if none are given.
    zone
        Time zone of the weeks; the project's if none is given.

    Raises
    ------
    ScoreError
        If nothing can be said at all, with the reasons.
    UsageError
        If there is no layer of such a name, or time zone, or an annotator asks for the work of others.
    Cancelled
        If stopping was asked for.
    """
    contents = session.contents
    reference = contents.layer_named(gold) if gold else current_gold(session)
    absent: list[tuple[str, str]] = []
    stages = Stages(progress or Progress())
    judged = _judged_layers(session, reference, layers, absent, stages)
    judged += _judged_attempts(session, {one.person for one in judged}, absent)
    judged = sorted(judged, key=lambda one: (one.person.casefold(), one.person, one.group))
    skeleton = _skeleton(session, judged)
    tried = _tried(session, skeleton)
    if not tried:
        absent.append((ATTEMPTS, "no attempt of a calibration was submitted yet"))
    stages.begin("weeks")
    own = _only(session)
    found = weekly_report(session, skeleton.name, zone=zone, now=now, only=own, progress=stages.within)
    weekly = weeks_of(found, only=own)
    production = production_of(session, found, reference, only=own, stages=stages)
    if production.why_no_agreement:
        absent.append((AGREEMENT, production.why_no_agreement))
    if weekly.is_empty:
        absent.append((WEEKLY, "; ".join(weekly.notes[1:]) or "nothing was reviewed yet"))
    if not (judged or tried or production or not weekly.is_empty):
        raise ScoreError(_why_nothing(reference, absent), path=session.project.path)
    floor = _floor(session, reference, skeleton)
    if not floor.sd_px:
        absent.append((FLOOR, "; ".join(floor.notes)))
    failing = dict.fromkeys(point.name for one in judged for point in one.failing[:NUMBERED])
    return with_pictures(
        session,
        QualityReport(
            project=session.project.path.stem,
            skeleton=skeleton,
            as_of=_last_edit(session),
            judged=tuple(_without_floor(one, floor) for one in judged),
            attempts=tried,
            weekly=weekly,
            production=production,
            floor=floor,
            absent=tuple(absent),
            aspect=aspect_of_gold(session, reference),
            guided=guided_keypoints(session, skeleton),
            program=f"Palpate {palpate.__version__}",
        ),
        failing,
    )


# ---- against gold --------------------------------------------------------------------------------------


def _judged_layers(
    session: Session,
    gold: Layer | None,
    names: Sequence[str],
    absent: list[tuple[str, str]],
    stages: Stages,
) -> list[Judged]:
    if gold is None:
        absent.append((GOLD, "this project has no gold layer to judge by"))
        return []
    chosen, others = _layers(session, gold, names)
    if others:
        absent.append(("Other people", _OWN))
    if not chosen:
        absent.append((GOLD, f"no layer of work holds a label that could be compared with {gold.name}"))
    found = []
    stages.expect(len(chosen))
    for layer in chosen:
        stages.begin(layer.name)
        try:
            every, known = clips_to_compare(session, layer.id, gold.id)
            placed = LayerByClip(session, layer.id, facts=True)
            found.append(_judged(session, layer, gold, placed, known, every=every))
        except ScoreError as fault:
            absent.append((f"{layer.author}: {layer.name}", fault.sentence))
    return found


def _layers(session: Session, gold: Layer, names: Sequence[str]) -> tuple[list[Layer], bool]:
    """Return the layers to judge, and whether there are some of other people that are left out."""
    contents = session.contents
    if names:
        asked = [contents.layer_named(name) for name in names]
        if not all(_may_see(session, one) for one in asked):
            raise UsageError(_OWN)
        return asked, False
    final = final_layers(session)
    work = [
        one
        for one in contents.layers
        if one.kind in _KINDS
        and one.id not in final
        and one.id != gold.id
        and session.project.labelled_instances(one.id)
    ]
    mine = [one for one in work if _may_see(session, one)]
    return mine, len(mine) < len(work)


def _may_see(session: Session, layer: Layer) -> bool:
    """Tell whether a report may judge a layer: an annotator's is on what no other person placed."""
    return _only(session) in ("", layer.author) or layer.kind in (LayerKind.IMPORT, LayerKind.MODEL)


def _judged_attempts(session: Session, known: set[str], absent: list[tuple[str, str]]) -> list[Judged]:
    """Judge the latest attempt of everybody who is not judged by their work."""
    latest = {
        one.annotator: one
        for one in attempts_of(session, _only(session), tasks=frozenset({Task.CALIBRATION}))
        if not one.is_open and one.annotator not in known
    }
    found = []
    for person, attempt in latest.items():
        layer = next((one for one in session.contents.layers if one.id == attempt.layer), None)
        gold = next((one for one in session.contents.layers if one.id == attempt.reference), None)
        if layer is None or gold is None:
            continue
        units = plan_of(session, attempt).units
        try:
            labels, reference = (asked_of(one, units) for one in to_compare(session, layer.id, gold.id))
            found.append(_judged(session, layer, gold, labels, reference))
        except ScoreError as fault:
            absent.append((f"{person}: {layer.name}", fault.sentence))
    return found


def _judged(
    session: Session,
    layer: Layer,
    gold: Layer,
    labels: Labels | ByClip,
    known: Labels | ByClip,
    *,
    every: ByClip | None = None,
) -> Judged:
    """Judge what somebody placed; `every` has what was filled in between that, too."""
    circumstances, paired = circumstances_of(session), pair_labels(labels, known)
    own, theirs = outline_of(labels), outline_of(known)
    ways = [way for way in ways_to_break_down(own, theirs, circumstances) if way != INSTANCE]
    found = score_paired_by(paired, own, theirs, ways, known=circumstances)
    hidden = why_hidden(session, gold.id)
    failing = {name: point for name, point in found.score.keypoints.items() if point.fails}
    drawn = sorted(failing.values(), key=badness)[:NUMBERED]
    errors = errors_of(paired, {point.name for point in drawn}, found.score) if drawn else {}
    return Judged(
        person=layer.author,
        group=layer.name,
        gold=gold.name,
        score=found.score,
        errors={name: Errors(shown(one.vectors), one.ellipse) for name, one in errors.items()},
        coverage=found.parts.coverage,
        groups=found.parts.groups,
        on_body={name: on_body(point.bias_local) for name, point in failing.items() if point.systematic},
        notes=(f"left out: {hidden}",) if hidden else (),
        doubts=(*theirs.doubts, *own.doubts),
        filled=None if every is None else filled_in(every, known, paired.pairs),
    )


# ---- calibrations and gold itself ----------------------------------------------------------------------


def _tried(session: Session, skeleton: Skeleton) -> tuple[Tried, ...]:
    found = []
    for attempt in attempts_of(session, _only(session), tasks=frozenset({Task.CALIBRATION, Task.PRACTICE})):
        outcome = outcome_of(attempt)
        if outcome is None:
            continue
        score = outcome.score
        found.append(
            Tried(
                person=attempt.annotator,
                task=attempt.task.value,
                number=attempt.number,
                submitted=attempt.submitted,
                passed=outcome.passed,
                n_pairs=score["n_pairs"],
                oks=score["oks"]["mean"],
                oks_target=score["oks"]["target"],
                mpjpe_px=score["mpjpe_px"],
                kappa=score["visibility"]["kappa"],
                failing=tuple(outcome.failing),
                reasons=outcome.reasons,
                comments=tuple(
                    (one.keypoint, f"{one.text} ({one.author})") for one in comments_on(session, attempt.id)
                ),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.person.casefold(), one.task, one.number)))


def _floor(session: Session, gold: Layer | None, skeleton: Skeleton) -> Floor:
    if gold is None:
        return Floor(notes=("gold's own error is unknown: there is no gold",))
    if hidden := why_hidden(session, gold.id):
        return Floor(notes=(f"gold's own error is not told: {hidden}",))
    found = floor_of(session, gold.id, skeleton)
    return Floor(found.sd_px, found.limits_px, found.n, found.notes)


def _without_floor(one: Judged, floor: Floor) -> Judged:
    left = {}
    for name, sd in floor.sd_px.items():
        point = one.score.keypoints.get(name)
        if point is not None and np.isfinite(point.rmse_px):
            left[name] = float(without_gold_px(np.array([point.rmse_px]), np.array([sd * sd]))[0])
    return replace(one, left_px=left)


# ---- around it -----------------------------------------------------------------------------------------


def _only(session: Session) -> str:
    """Return whose report it is: an annotator's name, empty for everybody's."""
    role = session.contents.settings.get("role", "annotator")
    return session.author if role == "annotator" else ""


def _skeleton(session: Session, judged: Sequence[Judged]) -> Skeleton:
    known = session.contents.skeletons
    for one in judged:
        for skeleton in known.values():
            if set(skeleton.names) == set(one.score.keypoints):
                return skeleton
    used = [one.skeleton for one in session.contents.instances]
    return known[max(sorted(set(used)), key=used.count)] if used else next(iter(known.values()))


def _last_edit(session: Session) -> str:
    rows = session.project.rows("SELECT max(time) FROM edit")
    return str(rows[0][0] or "") if rows else ""


def _why_nothing(gold: Layer | None, absent: Sequence[tuple[str, str]]) -> str:
    if gold is None:
        return (
            "there is nothing to report: this project has no gold layer to judge by, no calibration was "
            "submitted and nothing was reviewed; mark gold, or let work be labelled a second time"
        )
    said = "; ".join(f"{name}: {why}" for name, why in absent if name not in (ATTEMPTS, WEEKLY))
    return f"there is nothing to report: {said or 'nothing can be compared'}"
