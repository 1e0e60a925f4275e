"""Makers of random edits on what is marked in clips: events, notes, moments in common."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np

from palpate.model.clip import Clip, ClipKind
from palpate.model.event import Event
from palpate.model.example import Blur, Example, ExampleSource, Lighting, PictureKind, Shows
from palpate.model.note import Note
from palpate.model.ruling import Ruling, Verdict
from palpate.model.sync import Sync
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.edits.edit import Edit
from palpate.session.edits.events import MarkEvent, MoveEvent, RemoveEvent
from palpate.session.edits.examples import AddExample, ChangeExample, RemoveExample
from palpate.session.edits.notes import AddNote, RemoveNote, ResolveNote, RewordNote
from palpate.session.edits.rulings import Settle
from palpate.session.edits.syncs import PutSync, RemoveSync
from palpate.session.session import Session
from palpate.store.examples import examples

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


def png_of(width: int, height: int) -> bytes:
    """Return the smallest true picture of a size: all that is looked at is its header."""
    row = b"\0" + bytes(width)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),)
    parts += ((b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))
        for kind, said in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def add_example(session: Session, chance: Random) -> Edit:
    """Keep a picture; now and then with a mark beside it, or of another size than was said."""
    size = (chance.randrange(8, 40), chance.randrange(8, 40))
    marks = [(chance.uniform(-1, 40), chance.uniform(0, 8)) for _ in range(2)]
    example = Example(
        editions.new_id(),
        "stick_figure",
        chance.choice(("head", "foot", "hip")),
        chance.choice(list(Shows)),
        size,
        marks[0],
        chance.choice((marks[1], None)),
        chance.choice(list(Lighting)),
        chance.choice(list(Blur)),
        chance.choice((None, 3.25)),
        "läge ö",
        PictureKind.PNG,
        ExampleSource("over", 3, (7, 8)),
    )
    return AddExample(example, png_of(*size) if chance.random() < 0.9 else png_of(9, 9) + b"beyond")


def some_example(session: Session, chance: Random) -> Example | None:
    known = examples(session.project)
    return chance.choice(known) if known else None


def change_example(session: Session, chance: Random) -> Edit:
    example = some_example(session, chance)
    if example is None:
        return add_example(session, chance)
    words = chance.choice(("other words", "", "w" * 1001))
    return ChangeExample(replace(example, caption=words, blur=chance.choice(list(Blur))))


def remove_example(session: Session, chance: Random) -> Edit:
    example = some_example(session, chance)
    return RemoveExample(example) if example else add_example(session, chance)


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
    "AddExample": add_example,
    "ChangeExample": change_example,
    "RemoveExample": remove_example,
    "PutSync": put_sync,
    "Settle": settle,
    "RemoveSync": remove_sync,
}
