"""What the timeline shows, read from the session and kept until it is stale; knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from palpate.model.arrays import Bools, Ints, distinct
from palpate.model.change import Change
from palpate.model.clip import Clip
from palpate.model.event import Event
from palpate.model.instance import Instance
from palpate.model.note import Note
from palpate.model.skeleton import Skeleton
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.filling.limits import limits_of
from palpate.session.frames.renewals import Window, hull
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack
from palpate.ui.timeline.digest import (
    Judged,
    Lanes,
    Summary,
    lanes_again,
    lanes_of,
    summary_again,
    summary_of,
)


@dataclass(frozen=True, slots=True)
class Pin:
    """A note, and the index of the keypoint it is pinned to; −1 where the whole frame is meant."""

    note: Note
    keypoint: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands on frames of the clip as a whole.

    Attributes
    ----------
    gold
        ``(G,)`` frames that the gold layer has a pose in, ascending.
    flags
        Note by flagged frame.
    notes
        Those that are open.
    """

    gold: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    flags: Mapping[int, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    notes: tuple[Pin, ...] = ()

    @property
    def frames(self) -> set[int]:
        """All frames with a flag, an event or an open note."""
        return {*self.flags, *(event.frame for event in self.events), *(pin.note.frame for pin in self.notes)}


_NONE = np.zeros(0, dtype=np.int64)
Digest = TypeVar("Digest", Summary, Lanes)


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Digest]):
    """What was digested, of which track, at which turn of it, and how it was judged then."""

    digest: Digest
    live: LiveTrack
    turn: int
    judged: Judged


class TimelineState:
    """The instances of one clip in one layer, digested when they are first needed.

    Attributes
    ----------
    cuts
        ``(C,)`` first frames of a scene, ascending.
    doubles
        ``(D,)`` frames that show the same as the one before, ascending.
    suggested
        What one more keyframe would be good for, by frame.
    """

    def __init__(self) -> None:
        self.clip: Clip | None = None
        self.layer = ""
        self.instances: tuple[Instance, ...] = ()
        self.skeletons: Mapping[str, Skeleton] = {}
        self.marks = Marks()
        self.cuts: Ints = _NONE
        self.doubles: Ints = _NONE
        self.suggested: Mapping[int, str] = {}
        self._session: Session | None = None
        self._summaries: dict[str, _Kept[Summary]] = {}
        self._lanes: dict[str, _Kept[Lanes]] = {}
        self._told: dict[str, tuple[LiveTrack, int, Judged]] = {}

    @property
    def session(self) -> Session | None:
        """What it is read from."""
        return self._session

    @property
    def suggested_frames(self) -> Ints:
        """``(S,)`` frames where one more keyframe is suggested, ascending."""
        return np.array(sorted(self.suggested), dtype=np.int64)

    @property
    def n_frames(self) -> int:
        """Frames of the clip."""
        return self.clip.n_frames if self.clip is not None else 0

    def load(self, session: Session | None, clip: str, layer: str) -> None:
        """Show another clip or layer, or nothing."""
        if session is not self._session or self.clip is None or clip != self.clip.id:
            self.cuts = self.doubles = _NONE
        self._session = session
        self._summaries.clear()
        self._lanes.clear()
        self._told.clear()
        self.layer = layer
        if session is None or not clip:
            self.clip, self.instances, self.marks = None, (), Marks()
            return
        self.read_lists(session, clip)
        self.read_marks()

    def read_lists(self, session: Session, clip: str) -> None:
        """Read again which instances there are."""
        self.clip = session.contents.clip(clip)
        self.instances = session.contents.instances_of(clip)
        self.skeletons = session.contents.skeletons

    def read_marks(self) -> None:
        """Read again what stands on frames as a whole."""
        session, clip = self._session, self.clip
        if session is None or clip is None:
            return
        gold = session.contents.gold_layer()
        frames = [np.zeros(0, dtype=np.int64)]
        if gold is not None:
            labelled = set(session.project.labelled_instances(gold.id))
            frames += [
                live_to_see(session, gold.id, i.id).track.frames for i in self.instances if i.id in labelled
            ]
        flags = session.project.flags(self.layer, clip.id) if self.layer else []
        self.marks = Marks(
            gold=distinct(np.concatenate(frames)),
            flags={flag.frame: flag.text for flag in flags},
            events=tuple(session.project.events(clip.id)),
            notes=tuple(self._pin(note) for note in session.project.notes(clip.id) if note.is_open),
        )

    def _pin(self, note: Note) -> Pin:
        skeletons = {found.id: self.skeletons[found.skeleton] for found in self.instances}
        pinned = note.instance in skeletons and note.keypoint in skeletons[note.instance].position_of
        return Pin(note, skeletons[note.instance].position_of[note.keypoint] if pinned else -1)

    def stale_rows(self, change: Change) -> dict[str, Window | None]:
        """Return by instance in which frames a change has made its rows stale, None for all.

        To be asked once for each change: it tells what is new since the last one.
        """
        session = self._session
        if session is None:
            return {}
        touched = {i.id for i in self.instances if change.touches(self.layer, i.id)}
        ruled = {i.id for i in self.instances if change.notes and self._ruled(session, i.id)}
        return {i.id: self._stale_in(session, i.id) for i in self.instances if i.id in touched | ruled}

    def _ruled(self, session: Session, instance: str) -> bool:
        """Tell whether it is judged otherwise than when it was last told of."""
        known = self._told.get(instance)
        return known is not None and not _alike(known[2], self._judged(session, instance))

    def _judged(self, session: Session, instance: str) -> Judged:
        place = self.layer, instance
        return session.settled.calm(*place), session.outdated.resolved(*place)

    def _stale_in(self, session: Session, instance: str) -> Window | None:
        if instance not in self._told:
            return None  # nothing of it was ever drawn
        live, (known, turn, judged) = live_to_see(session, self.layer, instance), self._told[instance]
        now = self._judged(session, instance)
        self._told[instance] = live, live.renewals.turn, now
        windows = _windows(live, turn, judged, now) if known is live else None
        return hull(windows) if windows else None

    def touched(self, change: Change) -> bool:
        """Read again which lists and marks a change made stale; tells whether there were any."""
        session, clip = self._session, self.clip
        if session is None or clip is None:
            return False
        if change.clips or change.instances or change.layers:
            self.read_lists(session, clip.id)
        gold = session.contents.gold_layer()
        in_gold = gold is not None and any(layer == gold.id for layer, _, _ in change.poses)
        lists = change.clips or change.instances or change.layers or change.notes
        if lists or in_gold:
            self.read_marks()
        return lists or in_gold

    def summary(self, instance: str) -> Summary | None:
        """Return an instance's row, None where the layer has nothing of it."""
        return self._digested(self._summaries, instance, summary_of, summary_again)

    def lanes(self, instance: str) -> Lanes | None:
        """Return an instance's lanes, None where the layer has nothing of it."""
        return self._digested(self._lanes, instance, lanes_of, lanes_again)

    def _digested(
        self,
        kept: dict[str, _Kept[Digest]],
        instance: str,
        whole: Callable[[LiveTrack, Bools | None, Bools | None], Digest],
        again: Callable[[Digest, LiveTrack, Judged, Sequence[Window]], Digest],
    ) -> Digest | None:
        """Digest what is new since the last time; all of it if that is not known."""
        if self._session is None or not self._has(instance):
            return None
        live = live_to_see(self._session, self.layer, instance)
        known, turn = kept.get(instance), live.renewals.turn
        judged = self._judged(self._session, instance)
        self._told.setdefault(instance, (live, turn, judged))
        same = known is not None and known.live is live
        if known is not None and same and known.turn == turn and _alike(known.judged, judged):
            return known.digest
        windows = _windows(live, known.turn, known.judged, judged) if known is not None and same else None
        fresh = (
            whole(live, *judged)
            if known is None or windows is None
            else again(known.digest, live, judged, windows)
        )
        kept[instance] = _Kept(fresh, live, turn, judged)
        return fresh

    def worst_near(self, instance: str, first: int, last: int, keypoint: int = -1) -> tuple[int, int] | None:
        """Return frame and keypoint of the greatest drift between two frames, None where none is judged.

        Parameters
        ----------
        keypoint
            The only one that is asked for; −1 for all.
        """
        if self._session is None or not self._has(instance):
            return None
        resolved = live_to_see(self._session, self.layer, instance).resolved
        low, high = max(first, resolved.start), min(last + 1, resolved.stop)
        rows = slice(max(low - resolved.start, 0), max(high - resolved.start, 0))
        calm, part = self._session.settled.calm(self.layer, instance), resolved.drift[rows]
        part = part if calm is None else np.where(calm[rows], 0.0, part)
        if keypoint >= 0:
            part = np.where(np.arange(part.shape[1]) == keypoint, part, np.nan)
        if not part.size or np.isnan(part).all():
            return None
        row, found = divmod(int(np.nanargmax(part)), part.shape[1])
        return low + row, found

    def worst_of_all(self, first: int, last: int) -> tuple[str, int, int] | None:
        """Return instance, frame and keypoint of the greatest drift between two frames over all instances."""
        assert self._session is not None
        found: tuple[str, int, int] | None = None
        most = -1.0
        for instance in self.instances:
            near = self.worst_near(instance.id, first, last)
            if near is not None:
                resolved = live_to_see(self._session, self.layer, instance.id).resolved
                score = float(resolved.drift[near[0] - resolved.start, near[1]])
                if score > most:
                    most, found = score, (instance.id, *near)
        return found

    def limits_px(self) -> tuple[float, float] | None:
        """Return the least and the greatest limit of all instances, px; None where there is none."""
        if self._session is None or not self.layer or not self.instances:
            return None
        found = [limits_of(self._session, self.layer, instance.id) for instance in self.instances]
        return min(float(part.min()) for part in found), max(float(part.max()) for part in found)

    def drift_px(self, instance: str, frame: int, keypoint: int) -> float:
        """Return how far a derived position may be off, px; NaN where nothing judges it."""
        assert self._session is not None
        live = live_to_see(self._session, self.layer, instance)
        row = live.resolved.row(frame)
        return float("nan") if row is None else float(live.drift_px[row, keypoint])

    def _has(self, instance: str) -> bool:
        if self._session is None or not self.layer:
            return False
        return len(live_to_see(self._session, self.layer, instance).track.frames) > 0


def _alike(one: Judged, other: Judged) -> bool:
    return one[0] is other[0] and one[1] is other[1]


def _windows(live: LiveTrack, turn: int, before: Judged, now: Judged) -> list[Window] | None:
    """Return which frames are others since a turn, and where they are judged otherwise; None for any."""
    windows = live.renewals.since(turn)
    for was, is_now in zip(before, now, strict=True):
        if was is is_now or windows is None:
            continue
        if was is None or is_now is None or was.shape != is_now.shape:
            return None
        rows = np.flatnonzero((was != is_now).any(axis=1))
        if len(rows):
            start = live.resolved.start
            windows = [*windows, (start + int(rows[0]), start + int(rows[-1]) + 1)]
    return windows
