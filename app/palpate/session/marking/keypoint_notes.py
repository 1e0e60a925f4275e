"""What people noted on one keypoint, wherever in the project."""

from __future__ import annotations

from palpate.model.note import Note
from palpate.session.selection import Focus
from palpate.session.session import Session


def notes_on_keypoint(session: Session, at: Focus) -> list[Note]:
    """Return the notes on the keypoint of a focus, in all clips and instances of its skeleton.

    Those that wait come first, then the latest.
    """
    if not at.instance or at.keypoint < 0:
        return []
    contents = session.contents
    skeleton = contents.skeleton_of(at.instance)
    name = skeleton.names[at.keypoint]
    instances = {one.id for one in contents.instances if contents.skeleton_of(one.id).name == skeleton.name}
    found = [note for note in session.project.notes() if note.keypoint == name and note.instance in instances]
    found.sort(key=lambda note: note.changed or note.time, reverse=True)
    return sorted(found, key=lambda note: not note.is_open)
