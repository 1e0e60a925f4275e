"""Labels to be placed anew, because their keypoint is another place since a version of its skeleton.

They stay where they are, and show, but leave no project and judge nobody. A label that says something else
than it did then has been placed anew; nothing has to be ticked off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palpate.model.arrays import Bools
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.migrations import Confirm, standing_of
from palpate.session.tracks import LiveTrack

if TYPE_CHECKING:
    from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Waiting:
    """A label that has to be placed anew."""

    frame: int
    instance: str
    keypoint: int
    name: str


class Outdated:
    """What waits in a project, found when first asked for and kept until an edit."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[tuple[str, str], tuple[LiveTrack, int, Bools | None]] = {}
        self._written: dict[tuple[str, str], dict[tuple[str, int], bytes]] = {}

    def forget(self, *, marks: bool = True) -> None:
        """Read everything anew when it is asked for next."""
        self._kept.clear()
        if marks:
            self._written.clear()

    def facts(self, layer: str, instance: str) -> Bools | None:
        """Return ``(T, K)`` which labels of a track have to be placed anew; None where none has."""
        live, key = self._session.live(layer, instance), (layer, instance)
        turn, known = live.renewals.turn, self._kept.get(key)
        if known is None or known[0] is not live or known[1] != turn:
            known = self._kept[key] = live, turn, self._read(layer, instance, live)
        return known[2]

    def at(self, layer: str, instance: str, frame: int) -> Bools | None:
        """Return ``(K,)`` of a frame; None where none has to be."""
        found, frames = self.facts(layer, instance), self._session.live(layer, instance).track.frames
        row = int(np.searchsorted(frames, frame))
        if found is None or row == len(frames) or frames[row] != frame or not found[row].any():
            return None
        return np.asarray(found[row])

    def resolved(self, layer: str, instance: str) -> Bools | None:
        """Return ``(F, K)`` of what a track resolves to: also what is derived from such a label on a side."""
        facts, live = self.facts(layer, instance), self._session.live(layer, instance)
        if facts is None:
            return None
        return spread(facts, live.track, live.resolved.start, live.resolved.stop)

    def waiting(self, layer: str, clip: str = "") -> list[Waiting]:
        """Return what waits in a layer, in a clip or in all, by frame, instance and keypoint."""
        found: list[Waiting] = []
        for instance in self._session.project.labelled_instances(layer):
            if clip and self._session.contents.instance(instance).clip != clip:
                continue
            facts, live = self.facts(layer, instance), self._session.live(layer, instance)
            if facts is not None:
                rows, columns = np.nonzero(facts)
                frames, names = live.track.frames[rows].tolist(), live.skeleton.names
                places = zip(frames, columns.tolist(), strict=True)
                found += [Waiting(frame, instance, k, names[k]) for frame, k in places]
        return sorted(found, key=lambda one: (one.frame, one.instance, one.keypoint))

    def _read(self, layer: str, instance: str, live: LiveTrack) -> Bools | None:
        key = (layer, instance)
        if key not in self._written:
            self._written[key] = self._session.project.outdated(layer, instance)
        marks, place, track = self._written[key], live.skeleton.position_of, live.track
        if not marks:
            return None
        found: Bools = np.zeros(track.visibility.shape, dtype=np.bool_)
        for (name, frame), standing in marks.items():
            pose = track.pose(frame)
            if pose is not None and name in place and standing_of(pose, place[name]) == standing:
                found[int(np.searchsorted(track.frames, frame)), place[name]] = True
        return found if found.any() else None


def spread(facts: Bools, track: Track, start: int, stop: int) -> Bools:
    """Return ``(F, K)`` what rests on marked facts: the facts themselves, and what lies next to one.

    Parameters
    ----------
    facts
        ``(T, K)`` marks of the facts of the track.
    start, stop
        First frame of the result, and one past its last.
    """
    found: Bools = np.zeros((stop - start, facts.shape[1]), dtype=np.bool_)
    for k in np.flatnonzero(facts.any(axis=0)).tolist():
        said = np.flatnonzero(track.visibility[:, k] != Visibility.NOT_PLACED)
        frames, marks = track.frames[said], facts[said, k]
        every = np.arange(start, stop)
        before = np.searchsorted(frames, every, side="right") - 1
        after = np.searchsorted(frames, every, side="left")
        found[:, k] |= (before >= 0) & marks[np.maximum(before, 0)]
        found[:, k] |= (after < len(frames)) & marks[np.minimum(after, len(frames) - 1)]
    return found


def confirm(session: Session, layer: str, places: Iterable[Waiting], origin: object = None) -> None:
    """Say that labels stand right by the new version as they are.

    Raises
    ------
    EditRefused
        If none of them has to be placed anew, or the layer is somebody else's.
    """
    from palpate.session.rights import refuse_foreign  # asks for the session, which holds this

    refuse_foreign(session, layer)
    chosen = tuple(places)
    n = len(chosen)
    title = f"Confirm {chosen[0].name}" if n == 1 else f"Confirm {n} labels"
    session.do(Confirm(title, tuple((layer, one.instance, one.name, one.frame) for one in chosen)), origin)
