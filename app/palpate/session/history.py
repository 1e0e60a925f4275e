"""Going back, or on again, to a point of the edit history."""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.model.change import Change
from palpate.session.edits.judging import BeginAttempt
from palpate.session.session import Session
from palpate.store import judging
from palpate.store.journal import Entry, State

BEGINNING = 0  # the point before the first edit


def go_to(session: Session, point: int, origin: object = None) -> Change:
    """Undo or redo, step by step and each step journalled, until an edit is the last one that stands.

    Parameters
    ----------
    point
        Id of an edit, or `BEGINNING`.

    Raises
    ------
    EditRefused
        If the point cannot be reached: the edit was abandoned, or another author's edit lies between.
        Nothing has changed then.
    """
    by = steps_to(session, point)
    return session.step(by, origin) if by else Change()


def steps_to(session: Session, point: int) -> int:
    """Return how many edits lie between here and a point: to be undone if below 0, else to be done again.

    Raises
    ------
    EditRefused
        As `go_to`.
    """
    project = session.project
    entry = project.entry(point) if point != BEGINNING else None
    state = entry.state if entry is not None else State.DONE
    if state not in (State.DONE, State.UNDONE) or (entry is None and point != BEGINNING):
        raise EditRefused("this edit was undone and something else was done since; it cannot be reached")
    if state is State.UNDONE:
        way = project.edits_in_state(State.UNDONE, 0, point)
        _refuse_others(session, way, undo=False)
        return len(way)
    way = project.edits_in_state(State.DONE, point + 1)
    _refuse_others(session, way[::-1], undo=True)
    if reason := next(filter(None, (_why_not_unseen(session, each) for each in way)), ""):
        raise EditRefused(reason)
    return -len(way)


def why_not_undo(session: Session) -> str:
    """Return why undo takes nothing back; empty if it does."""
    entry = session.project.next_undo()
    if entry is None:
        return "there is nothing to undo"
    if entry.author == session.author:
        return _why_not_unseen(session, entry)
    return f"the last edit is by {entry.author} ({entry.title}); undo never takes back what somebody else did"


def why_not_redo(session: Session) -> str:
    """Return why redo does nothing again; empty if it does."""
    entry = session.project.next_redo()
    if entry is None:
        return "there is nothing to redo"
    if entry.author == session.redoer:
        return ""
    return f"{entry.author} undid {entry.title}; only they do it again"


def _refuse_others(session: Session, way: list[Entry], *, undo: bool) -> None:
    """Refuse a way that leads through somebody else's edit; ``way`` in the order of the steps."""
    other = next((entry for entry in way if entry.author != session.author), None)
    if other is None:
        return
    verb = "undo never takes back" if undo else "redo never does again"
    raise EditRefused(f"“{other.title}” by {other.author} lies between; {verb} what somebody else did")


def _why_not_unseen(session: Session, entry: Entry) -> str:
    """Return why a beginning stays: an annotator knows by now where to read gold, and could go on after."""
    if session.contents.settings.get("role", "annotator") != "annotator":
        return ""
    layers = {layer.id: layer for layer in session.contents.layers}
    for attempt, _ in judging.followed(session.project, session.author, open_only=True):
        if entry.title == BeginAttempt(attempt, layers[attempt.layer]).title:
            name = layers[attempt.layer].name
            return f"{name} is begun, and what it asks for has been seen; it ends by being submitted"
    return ""
