"""Which part of the action a frame shows: what lies between two marked events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from palpate.model.event import Event
from palpate.model.layer import LayerKind
from palpate.session.session import Session


def marks_of(session: Session, clip: str = "") -> list[Event]:
    """Return the events of a clip, or of all, each as one person marked it: see `marked_once`."""
    consultants = {layer.author for layer in session.contents.layers_of_kind(LayerKind.GOLD)}
    return marked_once(session.project.events(clip), consultants)


def marked_once(events: Iterable[Event], consultants: Collection[str] = ()) -> list[Event]:
    """Return events as one person marked them, in their order.

    Where several people marked events of a name in a clip, those count that a consultant marked, else those
    of whoever marked one first: two marks of one event would make a phase between them.

    Parameters
    ----------
    consultants
        Names of the people who label gold.
    """
    known, whose = list(events), dict[tuple[str, str], str]()
    for event in sorted(known, key=lambda one: (one.author not in consultants, one.time or "~", one.frame)):
        whose.setdefault((event.clip, event.name), event.author)
    return [event for event in known if event.author == whose[event.clip, event.name]]


def phase_among(events: Sequence[Event], frame: int) -> str:
    """Return the phase of a frame in words; empty where no event is marked.

    ``before A``, ``A to B``, ``after B``: the frame of an event begins what follows it.

    Parameters
    ----------
    events
        Of the clip, by frame, and each once: see `marked_once`.
    """
    before = [event for event in events if event.frame <= frame]
    behind = [event for event in events if event.frame > frame]
    if before and behind:
        return f"{before[-1].title} to {behind[0].title}"
    if before:
        return f"after {before[-1].title}"
    return f"before {behind[0].title}" if behind else ""
