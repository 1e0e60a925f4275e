"""What the timeline shows, read from the session and kept until it is stale; knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from palpate.model.arrays import Ints, distinct
from palpate.model.change import Change
from palpate.model.clip import Clip
from palpate.model.event import Event
from palpate.model.instance import Instance
from palpate.model.note import Note
from palpate.model.skeleton import Skeleton
from palpate.session.renewals import Window, hull
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack
from palpate.ui.timeline.digest import (
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
    """What was digested, of which track, and at which turn of it."""

    digest: Digest
    live: LiveTrack
    turn: int


class TimelineState:
    """The instances of one clip in one layer, digested when they are first needed.

    Attributes
    ----------
    cuts
        ``(C,)`` first frames of a scene, ascending.
    doubles
        ``(D,)`` frames that show the same as the one before, ascending.
    """

    def __init__(self) -> None:
        self.clip: Clip | None = None
        self.layer = ""
        self.instances: tuple[Instance, ...] = ()
        self.skeletons: Mapping[str, Skeleton] = {}
        self.marks = Marks()
        self.cuts: Ints = _NONE
        self.doubles: Ints = _NONE
        self._session: Session | None = None
        self._summaries: dict[str, _Kept[Summary]] = {}
        self._lanes: dict[str, _Kept[Lanes]] = {}
        self._told: dict[str, tuple[LiveTrack, int]] = {}

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
            frames += [session.live(gold.id, i.id).track.frames for i in self.instances if i.id in labelled]
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
        touched = [i.id for i in self.instances if change.touches(self.layer, i.id)]
        return {instance: self._stale_in(session, instance) for instance in touched}

    def _stale_in(self, session: Session, instance: str) -> Window | None:
        if instance not in self._told:
            return None  # nothing of it was ever drawn
        live, (known, turn) = session.live(self.layer, instance), self._told[instance]
        self._told[instance] = live, live.renewals.turn
        windows = live.renewals.since(turn) if known is live else None
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
        whole: Callable[[LiveTrack], Digest],
        again: Callable[[Digest, LiveTrack, Sequence[Window]], Digest],
    ) -> Digest | None:
        """Digest what is new since the last time; all of it if that is not known."""
        if self._session is None or not self._has(instance):
            return None
        live = self._session.live(self.layer, instance)
        known, turn = kept.get(instance), live.renewals.turn
        self._told.setdefault(instance, (live, turn))
        if known is not None and known.live is live and known.turn == turn:
            return known.digest
        same = known is not None and known.live is live
        windows = live.renewals.since(known.turn) if known is not None and same else None
        fresh = whole(live) if known is None or windows is None else again(known.digest, live, windows)
        kept[instance] = _Kept(fresh, live, turn)
        return fresh

    def worst_near(self, instance: str, first: int, last: int) -> tuple[int, int] | None:
        """Return frame and keypoint of the greatest drift between two frames, None where none is judged."""
        if self._session is None or not self._has(instance):
            return None
        resolved = self._session.live(self.layer, instance).resolved
        low, high = max(first, resolved.start), min(last + 1, resolved.stop)
        part = resolved.drift[max(low - resolved.start, 0) : max(high - resolved.start, 0)]
        if not part.size or np.isnan(part).all():
            return None
        row, keypoint = divmod(int(np.nanargmax(part)), part.shape[1])
        return low + row, keypoint

    def drift_px(self, instance: str, frame: int, keypoint: int) -> float:
        """Return how far a derived position may be off, px; NaN where nothing judges it."""
        assert self._session is not None
        live = self._session.live(self.layer, instance)
        row = live.resolved.row(frame)
        return float("nan") if row is None else float(live.drift_px[row, keypoint])

    def _has(self, instance: str) -> bool:
        if self._session is None or not self.layer:
            return False
        return len(self._session.live(self.layer, instance).track.frames) > 0
