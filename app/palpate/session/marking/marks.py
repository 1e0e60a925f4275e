"""What is marked in the frames of a project: notes, flags, events; gaps; the way from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from palpate.model.arrays import Codes, Ints
from palpate.model.flag import Flag
from palpate.model.note import Note
from palpate.model.visibility import Visibility
from palpate.session.selection import Focus
from palpate.session.session import Session


class Kind(StrEnum):
    """What sort of mark it is."""

    NOTE = "note"
    FLAG = "flag"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Mark:
    """A note, a flag or an event, in one shape for lists.

    Attributes
    ----------
    layer
        Of a flag, or the one a note was written in; empty for events, which belong to the clip.
    instance, keypoint
        Id and name a note is pinned to; empty where the frame as a whole is meant.
    text
        The words of a note or flag, the name of an event.
    note
        The note itself; None for flags and events.
    """

    kind: Kind
    clip: str
    layer: str
    frame: int
    instance: str
    keypoint: str
    text: str
    author: str
    time: str
    note: Note | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody: a flag, or a note that nobody has resolved."""
        return self.kind is Kind.FLAG or (self.note is not None and self.note.is_open)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from all others, also after its words have changed."""
        if self.note is not None:
            return self.kind, self.note.id
        return self.kind, self.clip, self.layer, str(self.frame), self.text if self.kind is Kind.EVENT else ""


def marks_of(session: Session, layer: str, clip: str = "") -> list[Mark]:
    """Return all marks of a clip, or of all clips in their order, by frame; flags are those of one layer."""
    found = [_of_note(note) for note in session.project.notes(clip)]
    for flag in session.project.flags(layer, clip) if layer else ():
        found.append(Mark(Kind.FLAG, flag.clip, layer, flag.frame, "", "", flag.text, flag.author, flag.time))
    for event in session.project.events(clip):
        found.append(
            Mark(Kind.EVENT, event.clip, "", event.frame, "", "", event.name, event.author, event.time)
        )
    places = {known.id: place for place, known in enumerate(session.contents.clips)}
    # An undo may have taken the clip away that a mark of somebody else's is in.
    here = [mark for mark in found if mark.clip in places]
    return sorted(here, key=lambda mark: (places[mark.clip], mark.frame, mark.time))


def flag_at(session: Session, at: Focus) -> Flag | None:
    """Return the flag on the frame of a focus, in its layer."""
    flags = session.project.flags(at.layer, at.clip) if at.layer and at.clip else []
    return next((flag for flag in flags if flag.frame == at.frame), None)


def frames_of(session: Session, kind: Kind, layer: str, clip: str) -> Ints:
    """Return the frames of a clip with an open mark of a kind (or any event), ascending."""
    marks = [mark for mark in marks_of(session, layer, clip) if mark.kind is kind]
    wanted = {mark.frame for mark in marks if mark.is_open or kind is Kind.EVENT}
    return np.array(sorted(wanted), dtype=np.int64)


def gaps(session: Session, layer: str, instance: str, keypoint: int) -> Ints:
    """Return the first frames of the gaps of a keypoint, or of any for −1, ascending.

    A gap is a run of frames between the first and the last fact of the instance in which the keypoint has
    nothing, neither placed nor filled in; what was decided to be absent is none.
    """
    resolved = session.live(layer, instance).resolved
    return gap_starts(resolved.visibility, keypoint) + resolved.start


def gap_starts(visibility: Codes, keypoint: int) -> Ints:
    """Return the rows of ``(F, K)`` codes in which a gap of a keypoint, or of any for −1, begins."""
    columns = visibility if keypoint < 0 else visibility[:, keypoint : keypoint + 1]
    empty = columns == Visibility.NOT_PLACED
    begins = empty.copy()
    begins[1:] &= ~empty[:-1]
    rows: Ints = np.flatnonzero(begins.any(axis=1)).astype(np.int64)
    return rows


def beyond(frames: Ints, here: int, by: int) -> int | None:
    """Return the next (1) or previous (−1) of ascending frames, None where there is none."""
    further = frames[frames > here] if by > 0 else frames[frames < here]
    return int(further[0 if by > 0 else -1]) if len(further) else None


def _of_note(note: Note) -> Mark:
    place = (note.clip, note.layer, note.frame, note.instance, note.keypoint)
    return Mark(Kind.NOTE, *place, note.text, note.author, note.time, note)
