"""Makers of random edits on what is marked in clips: events, notes, moments in common."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np

from palpate.model.clip import Clip, ClipKind
from palpate.model.event import Event
from palpate.model.note import Note
from palpate.model.ruling import Ruling, Verdict
from palpate.model.sync import Sync
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.edits.edit import Edit
from palpate.session.edits.events import MarkEvent, MoveEvent, RemoveEvent
from palpate.session.edits.notes import AddNote, RemoveNote, ResolveNote, RewordNote
from palpate.session.edits.rulings import Settle
from palpate.session.edits.syncs import PutSync, RemoveSync
from palpate.session.session import Session

N_FRAMES = 50


def mark_event(session: Session, chance: Random) -> Edit:
    clip = session.contents.clips[0].id
    return MarkEvent(Event(clip, chance.randrange(4), chance.choice(("release", "contact"))))


def some_event(session: Session, chance: Random) -> Event:
    clip = session.contents.clips[0].id
    known = session.project.events(clip)
    if not known or chance.random() < 0.2:
        return Event(clip, 77, "never marked")
    return chance.choice(known)


def remove_event(session: Session, chance: Random) -> Edit:
    if not session.project.events(session.contents.clips[0].id):
        return mark_event(session, chance)
    return RemoveEvent(some_event(session, chance))


def move_event(session: Session, chance: Random) -> Edit:
    if not session.project.events(session.contents.clips[0].id):
        return mark_event(session, chance)
    return MoveEvent(some_event(session, chance), chance.randrange(4))


def add_note(session: Session, chance: Random) -> Edit:
    focus = (session.contents.clips[0].id, session.contents.layers[0].id, chance.randrange(5))
    pinned = chance.choice((("", ""), ("walker", "head")))
    return AddNote(Note(editions.new_id(), *focus, *pinned, chance.choice(("hip?", "läge ö", " "))))


def some_note(session: Session, chance: Random) -> Note | None:
    known = session.project.notes()
    return chance.choice(known) if known else None


def reword_note(session: Session, chance: Random) -> Edit:
    note = some_note(session, chance)
    return RewordNote(note, chance.choice(("sure", "not sure", ""))) if note else add_note(session, chance)


def resolve_note(session: Session, chance: Random) -> Edit:
    note = some_note(session, chance)
    return ResolveNote(note, chance.random() < 0.7) if note else add_note(session, chance)


def remove_note(session: Session, chance: Random) -> Edit:
    note = some_note(session, chance)
    return RemoveNote(note) if note else add_note(session, chance)


def settle(session: Session, chance: Random) -> Edit:
    """Say something of a run; now and then of an instance that is not there."""
    layer = session.contents.layers[0].id
    instance = chance.choice(("walker", "walker", "walker", "nobody"))
    first = chance.randrange(N_FRAMES)
    rulings = tuple(
        Ruling(layer, instance, "drift", name, first, first + 3, bytes([chance.randrange(9)]), verdict, 1.5)
        for name, verdict in zip(("head", "foot"), chance.choices(list(Verdict), k=2), strict=True)
    )
    if instance == "nobody" or chance.random() < 0.5:
        return Settle("Review", rulings)
    values = poses.accept(
        session.pose_at(layer, instance, first), np.array([0]), np.array([[5.5, 6.5]]), np.array([2], np.int8)
    )
    return Settle("Accept", rulings, values)


def put_sync(session: Session, chance: Random) -> Edit:
    if len(session.contents.clips) < 2:
        clip = Clip(editions.new_id(), f"side {chance.randrange(99)}", ClipKind.VIDEO, n_frames=50)
        return PutClips("Add side", (clip,))
    first, other = (clip.id for clip in chance.sample(session.contents.clips, 2))
    frames = chance.randrange(N_FRAMES), chance.randrange(N_FRAMES)
    return PutSync("Synchronise", Sync(first, other, *frames, chance.choice(("release", ""))))


def remove_sync(session: Session, chance: Random) -> Edit:
    known = session.contents.syncs
    return RemoveSync("Let go", chance.choice(known).turned) if known else put_sync(session, chance)


MARK_MAKERS: dict[str, Callable[[Session, Random], Edit]] = {
    "MarkEvent": mark_event,
    "RemoveEvent": remove_event,
    "MoveEvent": move_event,
    "AddNote": add_note,
    "RewordNote": reword_note,
    "ResolveNote": resolve_note,
    "RemoveNote": remove_note,
    "PutSync": put_sync,
    "Settle": settle,
    "RemoveSync": remove_sync,
}
