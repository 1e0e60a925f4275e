"""The poses of gold, as units that somebody can be asked to label."""

from __future__ import annotations

from palpate.model.origin import Origin
from palpate.model.plan import Unit
from palpate.model.visibility import Visibility
from palpate.session.marking.phases import marks_of, phase_among
from palpate.session.session import Session


def units_of_gold(session: Session, gold: str) -> tuple[Unit, ...]:
    """Return the poses of gold, in the order of clips, frames and instances.

    Strata tell of the clip and the action alone: what gold says of a frame would give the answer away.
    """
    units = []
    for instance in session.project.labelled_instances(gold):
        track, found = session.live(gold, instance).track, session.contents.instance(instance)
        said = (track.visibility != Visibility.NOT_PLACED) & (track.origin != Origin.MODEL)
        clip, events = session.contents.clip(found.clip), marks_of(session, found.clip)
        for frame in track.frames[said.any(axis=1)].tolist():
            kinds = [clip.attributes.get(key, "") for key in ("subject", "lighting")]
            stratum = ", ".join(kind for kind in (*kinds, phase_among(events, frame)) if kind)
            units.append(Unit(clip.id, instance, frame, stratum=stratum))
    order = {clip.id: place for place, clip in enumerate(session.contents.clips)}
    return tuple(sorted(units, key=lambda unit: (order[unit.clip], unit.frame, unit.instance)))
