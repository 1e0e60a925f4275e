"""Where a figure of the weekly report is worst, and what it was compared with there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.attempt import Task
from palpate.model.origin import is_fact
from palpate.model.visibility import has_position
from palpate.quality.points import lengths_of
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.calibrating.gold import current_gold
from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Place:
    """A placement.

    Attributes
    ----------
    layer, clip, instance
        Ids.
    keypoint
        Its name.
    distance_px
        To the reference.
    """

    layer: str
    clip: str
    instance: str
    frame: int
    keypoint: str
    distance_px: float


def worst_place(report: WeeklyReport, *, person: int, group: int, week: int) -> Place | None:
    """Return the placement farthest off in a cell of the report; None where nothing was reviewed.

    Parameters
    ----------
    person, group, week
        Places in the report's figures.
    """
    rows, found = report.rows, report.figures
    here = rows.reviewed.annotators == found.annotators[person]
    chosen = np.flatnonzero(here & (rows.reviewed.weeks == found.weeks[week]))
    keypoints = report.groups[group].keypoints
    off = lengths_of(rows.reviewed.errors[chosen][:, keypoints])
    if not np.isfinite(off).any():
        return None
    row, column = np.unravel_index(int(np.nanargmax(off)), off.shape)
    at = chosen[row]
    return Place(
        layer=str(rows.layers[at]),
        clip=str(rows.clips[at]),
        instance=str(rows.instances[at]),
        frame=int(rows.frames[at]),
        keypoint=report.skeleton.names[int(keypoints[column])],
        distance_px=float(off[row, column]),
    )


def reference_at(session: Session, place: Place) -> str:
    """Return the layer that a placement was compared with: gold, a final layer, or second labels.

    Empty where none of them has the keypoint there, or where it is kept from this person.
    """
    return next((layer for layer in _references(session, place) if _has(session, layer, place)), "")


def _references(session: Session, place: Place) -> list[str]:
    gold = current_gold(session)
    found = [] if gold is None else [gold.id]
    decided = session.project.rows(
        "SELECT DISTINCT layer FROM adjudication WHERE second != '' AND ? IN (first, second) ORDER BY layer",
        place.layer,
    )
    found += [str(row[0]) for row in decided]
    found += [
        one.layer
        for one in attempts_of(session, tasks=frozenset({Task.SECOND}))
        if not one.is_open and one.reference == place.layer
    ]
    return found


def _has(session: Session, layer: str, place: Place) -> bool:
    k = session.contents.skeleton_of(place.instance).position_of.get(place.keypoint, -1)
    if k < 0 or place.instance not in session.project.labelled_instances(layer):
        return False
    view = view_to_see(session, layer, place.instance, place.frame)
    return bool(has_position(view.visibility[k : k + 1])[0] and is_fact(view.origin[k : k + 1])[0])
