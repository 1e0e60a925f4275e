"""Which part of the action a frame shows: what lies between two marked events."""

from __future__ import annotations

from palpate.session.session import Session


def phase_of(session: Session, clip: str, frame: int) -> str:
    """Return the phase of a frame in words; empty where no event is marked in the clip.

    ``before A``, ``A to B``, ``after B``: the frame of an event begins what follows it.
    """
    events = session.project.events(clip)
    if not events:
        return ""
    before = [event for event in events if event.frame <= frame]
    behind = [event for event in events if event.frame > frame]
    if not before:
        return f"before {behind[0].title}"
    if not behind:
        return f"after {before[-1].title}"
    return f"{before[-1].title} to {behind[0].title}"
