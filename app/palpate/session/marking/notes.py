"""Notes, flags and events at the focus, as one function per gesture."""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.model.event import Event
from palpate.model.note import Note
from palpate.session import editions
from palpate.session.edits.events import MarkEvent, MoveEvent, RemoveEvent
from palpate.session.edits.flags import FlagFrame
from palpate.session.edits.notes import AddNote, RemoveNote, ResolveNote, RewordNote
from palpate.session.marking.marks import Kind, Mark, flag_at
from palpate.session.selection import Focus
from palpate.session.session import Session


def pin(session: Session, text: str, at: Focus, *, to_keypoint: bool = True, origin: object = None) -> Note:
    """Pin a note to the active keypoint of a focus, or to its frame; returns it.

    Parameters
    ----------
    at
        Where the work was when the writing began: it may have gone on since.
    to_keypoint
        Whether the keypoint is meant; without one it is the frame.

    Raises
    ------
    EditRefused
        If there is no clip, or nothing was written.
    """
    if not at.clip:
        raise EditRefused("open a clip first")
    instance = keypoint = ""
    if to_keypoint and at.instance and at.keypoint >= 0:
        instance = at.instance
        keypoint = session.contents.skeleton_of(instance).names[at.keypoint]
    note = Note(editions.new_id(), at.clip, at.layer, at.frame, instance, keypoint, text.strip())
    session.do(AddNote(note), origin)
    return note


def set_flag(session: Session, text: str | None, at: Focus, origin: object = None) -> None:
    """Flag the frame of a focus, in its layer, with a reason; None takes the flag away, as anybody may.

    Raises
    ------
    EditRefused
        If there is nowhere to put it, or somebody else's flag would get other words.
    """
    if not at.clip or not at.layer:
        raise EditRefused("open a clip and a layer first")
    standing = flag_at(session, at)
    if text is not None and standing is not None:
        _refuse_others(session, standing.author, "flag")
    session.do(FlagFrame(at.layer, at.clip, at.frame, None if text is None else text.strip()), origin)


def event_names(session: Session, clip: str) -> tuple[str, ...]:
    """Return the names to choose from: of the skeletons in the clip, then those that people made up."""
    instances = session.contents.instances_of(clip)
    skeletons = [session.contents.skeletons[found.skeleton] for found in instances]
    named = [
        name for skeleton in skeletons or session.contents.skeletons.values() for name in skeleton.events
    ]
    named += sorted({event.name for event in session.project.events()})
    return tuple(dict.fromkeys(named))


def mark_event(session: Session, name: str, at: Focus, origin: object = None) -> None:
    """Mark an event at the frame of a focus, or take it away if it is marked there."""
    if not at.clip:
        raise EditRefused("open a clip first")
    # Spaces and underscores read the same; two events that look alike would only confuse.
    event = Event(at.clip, at.frame, "_".join(name.split()))
    here = next((known for known in session.project.events(at.clip) if known == event), None)
    if here is None:
        session.do(MarkEvent(event), origin)
    else:
        _refuse_others(session, here.author, "event")
        session.do(RemoveEvent(here), origin)


def move_event(session: Session, event: Event, frame: int, origin: object = None) -> None:
    """Put an event on another frame."""
    _refuse_others(session, event.author, "event")
    session.do(MoveEvent(event, frame), origin)


def reword(session: Session, mark: Mark, text: str, origin: object = None) -> None:
    """Give a note or a flag other words; EditRefused if they are somebody else's or an event."""
    _refuse_others(session, mark.author, mark.kind.value)
    if mark.note is not None:
        session.do(RewordNote(mark.note, text.strip()), origin)
    elif mark.kind is Kind.FLAG:
        session.do(FlagFrame(mark.layer, mark.clip, mark.frame, text.strip()), origin)
    else:
        raise EditRefused("an event keeps its name; mark another one instead")


def resolve(session: Session, mark: Mark, *, resolved: bool, origin: object = None) -> None:
    """Say that a note is dealt with or not; a flag that is dealt with is taken away. Anybody may."""
    if mark.note is not None:
        session.do(ResolveNote(mark.note, resolved), origin)
    elif mark.kind is Kind.FLAG:
        session.do(FlagFrame(mark.layer, mark.clip, mark.frame, None), origin)
    else:
        raise EditRefused("an event is a moment, there is nothing to resolve")


def remove(session: Session, mark: Mark, origin: object = None) -> None:
    """Take a mark away; EditRefused if it is somebody else's."""
    _refuse_others(session, mark.author, mark.kind.value)
    if mark.note is not None:
        session.do(RemoveNote(mark.note), origin)
    elif mark.kind is Kind.FLAG:
        session.do(FlagFrame(mark.layer, mark.clip, mark.frame, None), origin)
    else:
        session.do(RemoveEvent(Event(mark.clip, mark.frame, mark.text)), origin)


def why_not_change(session: Session, author: str, noun: str) -> str:
    """Return why this person may not reword or take away what an author wrote; empty if they may."""
    role = session.contents.settings.get("role", "annotator")
    if author in ("", session.author) or role != "annotator":
        return ""
    return f"this {noun} is {author}'s; only they, a consultant or a lead change it"


def go_to(session: Session, mark: Mark) -> None:
    """Go to where a mark is: its clip and frame, and its keypoint if it is pinned to one."""
    known = {found.id: found for found in session.contents.instances}
    if mark.instance in known:
        names = session.contents.skeleton_of(mark.instance).names
        keypoint = names.index(mark.keypoint) if mark.keypoint in names else -1
        session.selection.move(
            clip=mark.clip, frame=mark.frame, instance=mark.instance, keypoint=keypoint, chosen=frozenset()
        )
        return
    focus = session.selection.focus
    if focus.clip == mark.clip:
        session.selection.move(frame=mark.frame)
        return
    instances = session.contents.instances_of(mark.clip)
    first = instances[0].id if instances else ""
    session.selection.move(
        clip=mark.clip, frame=mark.frame, instance=first, keypoint=0 if first else -1, chosen=frozenset()
    )


def _refuse_others(session: Session, author: str, noun: str) -> None:
    reason = why_not_change(session, author, noun)
    if reason:
        raise EditRefused(reason)
