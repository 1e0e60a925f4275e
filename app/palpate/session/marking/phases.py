"""Which part of the action a frame shows: what lies between two marked events."""

from __future__ import annotations

from collections.abc import Sequence

from palpate.model.event import Event


def phase_among(events: Sequence[Event], frame: int) -> str:
    """Return the phase of a frame in words; empty where no event is marked.

    ``before A``, ``A to B``, ``after B``: the frame of an event begins what follows it.

    Parameters
    ----------
    events
        Of the clip, by frame.
    """
    before = [event for event in events if event.frame <= frame]
    behind = [event for event in events if event.frame > frame]
    if before and behind:
        return f"{before[-1].title} to {behind[0].title}"
    if before:
        return f"after {before[-1].title}"
    return f"before {behind[0].title}" if behind else ""
