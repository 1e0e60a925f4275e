"""When two people marked the same events of a project, and how far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from palpate.model.clip import Clip
from palpate.model.event import Event
from palpate.quality.event_agreement import EventSpread, event_spread, matched_events
from palpate.session.frames.capture_time import capture_time
from palpate.session.session import Session

REACH_S = 0.25
"""Marks of one name that lie farther apart are two events, not one that two people saw differently."""

_REACH_FRAMES = 15  # where no rate is known


@dataclass(frozen=True, slots=True)
class EventPair:
    """An event as two people marked it; a frame is None for who did not.

    Attributes
    ----------
    frames, ms
        Second − first; None where one is missing, ms also where no rate is known.
    """

    clip: str
    name: str
    first: int | None
    second: int | None
    frames: int | None
    ms: float | None


@dataclass(frozen=True, slots=True)
class EventAgreement:
    """What two people marked, and how far they agree.

    Attributes
    ----------
    pairs
        All events, also those of one of them alone.
    in_frames, in_ms
        Of what both marked.
    notes
        What a reader must know.
    """

    first: str
    second: str
    pairs: tuple[EventPair, ...]
    in_frames: EventSpread
    in_ms: EventSpread
    notes: tuple[str, ...]


def marking_people(session: Session) -> tuple[str, ...]:
    """Return everybody who has marked an event, by name."""
    return tuple(sorted({event.author for event in session.project.events() if event.author}))


def event_agreement(
    session: Session, first: str, second: str, second_events: Sequence[Event] | None = None
) -> EventAgreement:
    """Compare the events of two people.

    Parameters
    ----------
    second_events
        Of the second person, where they stand elsewhere; those of this project by their name if None.
    """
    known = session.project.events()
    mine = [event for event in known if event.author == first]
    theirs = [event for event in known if event.author == second] if second_events is None else second_events
    pairs = [
        pair
        for clip in session.contents.clips
        for name in sorted({event.name for event in (*mine, *theirs) if event.clip == clip.id})
        for pair in _of_clip(session, clip, name, mine, theirs)
    ]
    both = [pair for pair in pairs if pair.frames is not None]
    ms = np.array([pair.ms for pair in both if pair.ms is not None], dtype=np.float64)
    notes = []
    if not both:
        notes.append(f"{first} and {second} have marked no event of the same name near each other")
    if second_events is None:
        notes.append(
            "an event that both mark in the same frame of one project is kept once, as of who came first"
        )
    if len(ms) < len(both):
        notes.append("ms are of clips alone whose rate is known")
    frames = np.array([pair.frames for pair in both], dtype=np.float64)
    return EventAgreement(first, second, tuple(pairs), event_spread(frames), event_spread(ms), tuple(notes))


def event_content(session: Session, found: EventAgreement) -> dict[str, Any]:
    """Return the agreement as JSON."""
    return {
        "first": found.first,
        "second": found.second,
        "frames": _spread(found.in_frames),
        "ms": _spread(found.in_ms),
        "events": [
            {
                "clip": session.contents.clip(pair.clip).name,
                "event": pair.name,
                "first": pair.first,
                "second": pair.second,
                "frames": pair.frames,
                "ms": pair.ms,
            }
            for pair in found.pairs
        ],
        "notes": list(found.notes),
    }


def _of_clip(
    session: Session, clip: Clip, name: str, mine: Sequence[Event], theirs: Sequence[Event]
) -> list[EventPair]:
    a, b = (
        sorted(event.frame for event in events if (event.clip, event.name) == (clip.id, name))
        for events in (mine, theirs)
    )
    rate = clip.capture_fps or clip.fps
    reach = round(REACH_S * rate) if rate else _REACH_FRAMES
    return [
        _pair(session, clip, name, None if i is None else a[i], None if j is None else b[j])
        for i, j in matched_events(a, b, reach=reach)
    ]


def _pair(session: Session, clip: Clip, name: str, first: int | None, second: int | None) -> EventPair:
    if first is None or second is None:
        return EventPair(clip.id, name, first, second, None, None)
    times = [capture_time(session, clip, frame) for frame in (first, second)]
    ms = None if times[0] is None or times[1] is None else 1e3 * (times[1] - times[0])
    return EventPair(clip.id, name, first, second, second - first, ms)


def _spread(found: EventSpread) -> dict[str, Any]:
    return {
        "n": found.n,
        "bias": found.bias,
        "sd": found.sd,
        "mean_size": found.mean_size,
        "largest": found.largest,
        "exact_share": found.exact,
    }
