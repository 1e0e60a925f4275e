"""What somebody may not take new work with until a recalibration closes it: asked where they work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.progress import Progress
from palpate.model.attempt import Task
from palpate.model.layer import Layer, LayerKind
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.calibrating.gold import current_gold
from palpate.session.production_qa.annotation_times import ZONE, moment
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.session.production_qa.retraining import Retraining

# All of scoring is loaded by the function that needs it: no start of the window does.

_FIRST_AND_LAST = "SELECT min(time), max(time) FROM pose WHERE layer = ? AND time GLOB '[0-9]*'"


@dataclass(frozen=True, slots=True)
class Due:
    """What one person is to be trained in again.

    Attributes
    ----------
    skeleton
        Whose keypoints these are.
    keypoints
        Their names in the skeleton's order.
    items
        What they rest on.
    """

    skeleton: str
    keypoints: tuple[str, ...]
    items: tuple[Retraining, ...]


def may_be_due(session: Session) -> bool:
    """Tell cheaply whether a look is worth it: own work of two weeks, and something it was reviewed by."""
    own = own_work(session)
    if not own or not _is_reviewed(session, own):
        return False
    from palpate.quality.weekly import time_zone, week_of

    zone = time_zone(session.contents.settings.get(ZONE, ""))
    weeks = {
        week_of(time, zone)
        for layer in own
        for said in session.project.rows(_FIRST_AND_LAST, layer.id)[0]
        if (time := moment(str(said or ""))) is not None
    }
    return len(weeks) > 1


def own_work(session: Session) -> list[Layer]:
    """Return this person's layers of production work."""
    final = final_layers(session)
    return [
        layer
        for layer in session.contents.layers_of_kind(LayerKind.WORK)
        if layer.author == session.author and layer.id not in final
    ]


def due(
    session: Session, *, now: datetime | None = None, progress: Progress | None = None
) -> tuple[Due, ...]:
    """Return what this person may not take new work with, one entry per skeleton that has any.

    Raises
    ------
    Cancelled
        If stopping was asked for.
    """
    from palpate.session.production_qa.retraining import explained
    from palpate.session.production_qa.weekly_view import weekly_report
    from palpate.session.production_qa.weeks_view import skeletons_used

    found = []
    for name in skeletons_used(session):
        report = weekly_report(session, name, now=now, only=session.author, progress=progress)
        items = tuple(explained([one for one in report.retraining if one.is_open]))
        if items:
            ks = sorted({int(k) for one in items for k in one.group.keypoints})
            found.append(Due(name, tuple(report.skeleton.names[k] for k in ks), items))
    return tuple(found)


def due_in_file(project: Path, *, author: str, progress: Progress | None = None) -> tuple[Due, ...]:
    """Return what is due of a project file, on a thread of its own; errors as `due`."""
    with Session.open(project, author=author, read_only=True) as session:
        return due(session, progress=progress)


def _is_reviewed(session: Session, own: Sequence[Layer]) -> bool:
    gold = current_gold(session)
    if gold is not None and session.project.labelled_instances(gold.id):
        return True
    ids = {layer.id for layer in own}
    second = attempts_of(session, tasks=frozenset({Task.SECOND}))
    return bool(final_layers(session)) or any(not one.is_open and one.reference in ids for one in second)
