"""Production QA in words: what is drawn, how far a plan is, what came of it, whether the work is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from palpate.model.attempt import Attempt, Task
from palpate.model.policy import Sampling
from palpate.model.skeleton import Subject
from palpate.session.production_qa.production import PlanState
from palpate.session.production_qa.production_view import Drawn, ExtraMode, StratumDrawn
from palpate.ui.messages import with_capital
from palpate.ui.widgets.outcome_words import number_words
from palpate.ui.widgets.when_words import when_words

_NAMED = 3


def mode_words(mode: ExtraMode) -> str:
    """Say what the extra share is of."""
    return {
        ExtraMode.DISJOINT: _tr("besides the whole poses"),
        ExtraMode.INDEPENDENT: _tr("by themselves"),
        ExtraMode.TOTAL: _tr("whole poses count too"),
    }[mode]


def rate_words(subject: Subject, usual: Sampling) -> str:
    """Say which share of poses is usual for what is labelled."""
    if subject is Subject.FACE:
        return _tr("Usual for a face: {share:g} %").format(share=usual.base * 100.0)
    least, most = {
        Subject.HAND: (usual.hand_least, usual.hand_most),
        Subject.PERSON: (usual.body_least, usual.body_most),
    }[subject]
    said = {Subject.HAND: _tr("Usual for a hand: {a:g} to {b:g} %")}
    usual_body = _tr("Usual for a body: {a:g} to {b:g} %")
    return said.get(subject, usual_body).format(a=least * 100.0, b=most * 100.0)


def stratum_key_words(key: str) -> str:
    """Say what poses are told apart by."""
    return {
        "subject": _tr("subject"),
        "action": _tr("action"),
        "phase": _tr("phase"),
        "lighting": _tr("lighting"),
        "view": _tr("view"),
        "blur": _tr("blur"),
    }[key]


def drawn_words(drawn: Drawn) -> str:
    """Say in one or two sentences what was drawn."""
    drawing = drawn.drawing
    whole = sum(not unit.keypoints for unit in drawing.plan.units)
    all_of = sum(one.units for one in drawing.strata)
    narrow = len(drawing.plan.units) - whole
    said = _tr("{whole} of {all} poses with every keypoint").format(whole=whole, all=all_of)
    if narrow:
        kinds = ", ".join(drawn.titles.get(one, one) for one in drawing.chosen)
        more = _tr("{narrow} more for the keypoints at which people vary most ({kinds})")
        said = f"{said}, {more.format(narrow=narrow, kinds=kinds)}"
    share = drawing.placements_drawn / drawing.placements
    work = _tr("{n} placements, {share} of all the work.").format(
        n=f"{drawing.placements_drawn:,}".replace(",", " "), share=f"{share:.0%}".replace("%", " %")
    )
    return f"{said}: {work}"


def note_sentences(drawn: Drawn) -> tuple[str, ...]:
    """Say what a reader of the plan must know, first which strata are thin."""
    thin = drawn.thin
    said = [f"{with_capital(note)}." for note in drawn.drawing.notes]
    if not thin:
        return tuple(said)
    named = ", ".join(stratum_words(one.stratum) for one in thin[:_NAMED])
    if len(thin) > _NAMED:
        named = _tr("{named} and {n} more").format(named=named, n=len(thin) - _NAMED)
    first = _tr(
        "Thin: {named}. With fewer than {n} poses drawn nothing is told of them by themselves; "
        "they count in the whole."
    )
    return first.format(named=named, n=drawn.enough), *said


def stratum_words(stratum: str) -> str:
    """Return the name of a stratum; where there is but one it is everything."""
    return _tr("all poses") if stratum == "all" else stratum


def stratum_tip(one: StratumDrawn, enough: int) -> str:
    """Say what was drawn of a stratum, and whether that is enough."""
    said = _tr(
        "{stratum}: {base} of {n} poses with every keypoint, {extra} for the most variable ones"
    ).format(stratum=with_capital(stratum_words(one.stratum)), base=one.base, n=one.units, extra=one.extra)
    if one.base >= enough:
        return said
    thin = _tr("thin: {n} would tell of it by itself").format(n=enough)
    return f"{said}\n{with_capital(thin)}"


def plan_title(state: PlanState, layer: str) -> str:
    """Say whose work a plan samples."""
    repeat = any(unit.hidden_repeat for unit in state.plan.units)
    gone = _tr("work that is gone")
    said = _tr("{layer}, repeat {seed}") if repeat else _tr("Work of {layer}, sample {seed}")
    return said.format(layer=layer or gone, seed=state.plan.seed)


def plan_state_words(state: PlanState) -> str:
    """Say how far a plan is."""
    if state.submitted:
        return _tr("submitted")
    if state.attempts:
        return _tr("{done} of {n} done").format(done=state.done, n=state.units)
    return _tr("not begun")


def plan_facts(state: PlanState, titles: Mapping[str, str]) -> str:
    """Say what a plan asks for, who drew it and when; `titles` says what types are called."""
    plan, narrow = state.plan, sum(bool(unit.keypoints) for unit in state.plan.units)
    parts = [_tr("{n} poses with every keypoint").format(n=len(plan.units) - narrow)]
    if narrow:
        chosen = plan.settings.get("types", "").split(", ")
        kinds = ", ".join(titles.get(one, one) for one in chosen)
        parts.append(_tr("{n} more for {kinds}").format(n=narrow, kinds=kinds))
    if plan.author and plan.time:
        when = when_words(plan.time, datetime.now().astimezone())
        parts.append(_tr("drawn by {who}, {when}").format(who=plan.author, when=when))
    return " · ".join(parts)


def attempt_words(attempt: Attempt, told: Mapping[str, object] | None, done: int, units: int) -> str:
    """Say in few words how far second labels are, or what came of them; None is for others to see."""
    if attempt.is_open:
        return _tr("{done} of {n} done").format(done=done, n=units)
    if told is None:
        return _tr("submitted")
    mean = told.get("mean_px")
    if not isinstance(mean, float):
        return _tr("nothing in common")
    return _tr("{px} px apart").format(px=number_words(mean, 1))


def attempt_title(attempt: Attempt) -> str:
    """Say who labelled a second time."""
    said = {Task.SECOND: _tr("second labels of {who}"), Task.REPEAT: _tr("{who} once more")}
    return said[attempt.task].format(who=attempt.annotator)


def listed(names: Sequence[str], most: int = _NAMED) -> str:
    """Return a few names, and how many more there are."""
    if len(names) <= most:
        return ", ".join(names)
    return _tr("{named} and {n} more").format(named=", ".join(names[:most]), n=len(names) - most)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Production", text)
