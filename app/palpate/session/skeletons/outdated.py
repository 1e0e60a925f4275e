"""Labels to be placed anew, because their keypoint is another place since a version of its skeleton.

They stay where they are, and show, but leave no project and judge nobody. A label that says something else
than it did then has been placed anew; nothing has to be ticked off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palpate.model.arrays import Bools, Ints
from palpate.model.spot import Spot
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.anew import Confirm
from palpate.session.tracks import LiveTrack
from palpate.store.outdated import Marks, read_marks

if TYPE_CHECKING:
    from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Waiting:
    """A label that has to be placed anew."""

    frame: int
    instance: str
    keypoint: int
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    """N labels that have to be placed anew, by keypoint, instance and frame.

    Attributes
    ----------
    instances, names
        Ids of instances, and the names of the keypoints of each.
    who, frames, keypoints
        ``(N,)`` index into `instances`, frame, index of the keypoint.
    """

    instances: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    who: Ints
    frames: Ints
    keypoints: Ints

    @staticmethod
    def none() -> Places:
        """Return no label."""
        nothing = np.zeros(0, dtype=np.int64)
        return Places((), (), nothing, nothing, nothing)

    def __len__(self) -> int:
        return len(self.frames)

    def at(self, n: int) -> Waiting:
        """Return one of them."""
        who, k = int(self.who[n]), int(self.keypoints[n])
        return Waiting(int(self.frames[n]), self.instances[who], k, self.names[who][k])

    def place_of(self, instance: str, frame: int, keypoint: int) -> int:
        """Return the number of a label, -1 where it is none of them."""
        if instance not in self.instances:
            return -1
        here = (self.keypoints == keypoint) & (self.frames == frame)
        found = np.flatnonzero(here & (self.who == self.instances.index(instance)))
        return int(found[0]) if len(found) else -1

    def next_to(self, instance: str, frame: int, keypoint: int) -> Waiting | None:
        """Return the next one by frame, instance and keypoint, from the beginning again; None without any."""
        if not len(self):
            return None
        order = np.lexsort((self.keypoints, self.who, self.frames))
        who = self.instances.index(instance) if instance in self.instances else -1
        here = (frame, who, keypoint)
        frames, whose, points = self.frames[order], self.who[order], self.keypoints[order]
        behind = (frames > here[0]) | (
            (frames == here[0]) & ((whose > here[1]) | ((whose == here[1]) & (points > here[2])))
        )
        return self.at(int(order[int(behind.argmax())]))

    def same_as(self, other: Places) -> bool:
        """Tell whether these are the same labels."""
        arrays = ("who", "frames", "keypoints")
        return (self.instances, self.names) == (other.instances, other.names) and all(
            np.array_equal(getattr(self, what), getattr(other, what)) for what in arrays
        )


class Outdated:
    """What waits in a project; marks are kept until an edit of them, what holds until one of the labels."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[tuple[str, str], tuple[LiveTrack, int, Bools | None]] = {}
        self._marks: dict[tuple[str, str], tuple[Ints, Marks]] = {}
        self._spread: dict[tuple[str, str], tuple[Bools, Bools]] = {}

    def forget(self) -> None:
        """Read the marks anew when they are asked for next: an edit has touched some."""
        self._kept.clear()
        self._marks.clear()

    def let_go(self, key: tuple[str, str]) -> None:
        """Keep nothing of an instance in a layer: its track is in memory no more."""
        for kept in (self._kept, self._marks, self._spread):
            kept.pop(key, None)

    def facts(self, layer: str, instance: str) -> Bools | None:
        """Return ``(T, K)`` which labels of a track have to be placed anew; None where none has."""
        live, key = self._session.live(layer, instance), (layer, instance)
        turn, known = live.renewals.turn, self._kept.get(key)
        if known is None or known[0] is not live or known[1] != turn:
            found, before = self._read(layer, instance, live), None if known is None else known[2]
            if found is not None and before is not None and np.array_equal(found, before):
                found = before  # whoever has drawn it need not draw it anew
            known = self._kept[key] = live, turn, found
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
        facts, live, key = self.facts(layer, instance), self._session.live(layer, instance), (layer, instance)
        if facts is None:
            return None
        known = self._spread.get(key)
        if known is None or known[0] is not facts:
            found = spread(facts, live.track, live.resolved.start, live.resolved.stop)
            found &= live.resolved.visibility != Visibility.NOT_PLACED
            known = self._spread[key] = facts, found
        return known[1]

    def seen(self, layer: str, instance: str, frame: int) -> Bools | None:
        """Return ``(K,)`` of what stands in a frame, filled in or not; None where nothing has to be."""
        found = self.resolved(layer, instance)
        row = None if found is None else self._session.live(layer, instance).resolved.row(frame)
        return None if found is None or row is None or not found[row].any() else found[row]

    def places(self, layer: str, clip: str = "") -> Places:
        """Return what waits in a layer, in a clip or in all."""
        instances, names, parts = list[str](), list[tuple[str, ...]](), list[tuple[Ints, Ints, Ints]]()
        for instance in sorted(self._session.project.labelled_instances(layer)):
            if clip and self._session.contents.instance(instance).clip != clip:
                continue
            facts, live = self.facts(layer, instance), self._session.live(layer, instance)
            if facts is not None:
                rows, keypoints = np.nonzero(facts)
                parts.append((np.full(len(rows), len(instances)), live.track.frames[rows], keypoints))
                instances.append(instance)
                names.append(live.skeleton.names)
        if not parts:
            return Places.none()
        who, frames, columns = (np.concatenate(part) for part in zip(*parts, strict=True))
        order = np.lexsort((frames, who, columns))
        return Places(tuple(instances), tuple(names), who[order], frames[order], columns[order])

    def waiting(self, layer: str, clip: str = "") -> list[Waiting]:
        """Return the same by frame, instance and keypoint."""
        found = self.places(layer, clip)
        every = (found.at(n) for n in range(len(found)))
        return sorted(every, key=lambda one: (one.frame, one.instance, one.keypoint))

    def _read(self, layer: str, instance: str, live: LiveTrack) -> Bools | None:
        key = (layer, instance)
        if key not in self._marks:
            frames, marks = read_marks(self._session.project, layer, instance)
            known = marks["keypoint"] < len(live.skeleton)
            self._marks[key] = frames[known], marks[known]
        (frames, marks), track = self._marks[key], live.track
        if not len(frames) or not len(track.frames):
            return None
        rows = np.minimum(np.searchsorted(track.frames, frames), len(track.frames) - 1)
        at = rows, marks["keypoint"]
        same = (
            (track.frames[rows] == frames)
            & np.equal(track.visibility[at], marks["visibility"])
            & np.equal(track.origin[at], marks["origin"])
        )
        for axis, name in enumerate("xy"):
            now, then = track.positions[(*at, axis)], marks[name]
            same &= (now == then) | (np.isnan(now) & np.isnan(then))
        found: Bools = np.zeros(track.visibility.shape, dtype=np.bool_)
        found[rows[same], marks["keypoint"][same]] = True
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


def elsewhere(session: Session) -> list[tuple[str, str, int]]:
    """Return (layer, clip, labels) by name wherever something waits besides the clip and layer in hand.

    Layers that whoever works may not have in hand are left out.
    """
    from palpate.session.other_layers import why_not_take_up  # asks for the session

    focus, found = session.selection.focus, list[tuple[str, str, int]]()
    for layer in session.contents.layers:
        if why_not_take_up(session, layer.id):
            continue
        for clip in session.contents.clips:
            n = len(session.outdated.places(layer.id, clip.id))
            if n and (layer.id, clip.id) != (focus.layer, focus.clip):
                found.append((layer.name, clip.name, n))
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
    spots = (Spot(layer, one.instance, one.frame, one.keypoint) for one in chosen)
    session.do(Confirm(title, tuple(spots)), origin)
