"""Where somebody is in a task, as a bar over the picture says it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from palpate.model.attempt import Attempt, Task
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.calibrating.unit_walk import Walk, left_in
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys

_NAMED = 3


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A task in three parts: what it is, which unit is in hand, and what is left there."""

    title: str
    place: str
    left: str


def task_title(attempt: Attempt) -> str:
    """Return what an attempt is called."""
    said = {
        Task.CALIBRATION: _tr("Calibration, attempt {n}"),
        Task.PRACTICE: _tr("Practice {n}"),
        Task.REPEAT: _tr("Hidden repeats {n}"),
        Task.SECOND: _tr("Second labels {n}"),
    }
    return said[attempt.task].format(n=attempt.number)


def layer_kinds(session: Session) -> dict[str, str]:
    """Return what the labels of each layer are, by its id; those of a task by what the task is."""
    said = {
        Task.CALIBRATION: _tr("attempt"),
        Task.PRACTICE: _tr("practice"),
        Task.REPEAT: _tr("repeat"),
        Task.SECOND: _tr("second labels"),
    }
    tasks = {one.layer: said[one.task] for one in attempts_of(session)}
    return {layer.id: tasks.get(layer.id, layer.kind.value) for layer in session.contents.layers}


def unit_words(session: Session, walk: Walk) -> UnitWords:
    """Return what is said of a walk as things stand."""
    at, n = walk.place_of(session.selection.focus), len(walk.units)
    title = (
        task_title(walk.attempt)
        if walk.attempt is not None
        else _tr("Plan for {name}").format(name=walk.name)
    )
    done = _tr("{done} of {n} done").format(done=walk.done, n=n)
    if session.selection.focus.layer != walk.layer:
        return UnitWords(
            title, done, with_keys(_tr("Another layer is in hand; go on with this"), "next_unit")
        )
    if at < 0:
        return UnitWords(
            title, done, with_keys(_tr("This pose is not asked for; go to one that is"), "next_unit")
        )
    place = _tr("unit {at} of {n} · {done} done").format(at=at + 1, n=n, done=walk.done)
    names = left_in(session, walk, walk.units[at])
    if names:
        return UnitWords(title, place, _left(names))
    if walk.left:
        return UnitWords(title, place, with_keys(_tr("Everything is decided here; go on"), "next_unit"))
    if walk.attempt is None:
        return UnitWords(title, place, _tr("Everything in this plan is decided"))
    return UnitWords(title, place, with_keys(_tr("Everything is decided; submit"), "submit_attempt"))


def _left(names: tuple[str, ...]) -> str:
    named = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return _tr("left here: {names}").format(names=named)
    return _tr("left here: {names} and {more} more").format(names=named, more=len(names) - _NAMED)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Units", text)
