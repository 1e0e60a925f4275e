"""The notes on one keypoint, wherever in the project."""

from __future__ import annotations

from dataclasses import replace

from palpate.session.edits.notes import ResolveNote
from palpate.session.marking.keypoint_notes import notes_on_keypoint
from palpate.session.marking.notes import pin
from palpate.session.selection import Focus
from palpate.session.session import Session


def at(session: Session, instance: int, keypoint: int, frame: int) -> Focus:
    here = session.contents.instances[instance]
    return Focus(here.clip, session.contents.layers[0].id, frame, here.id, keypoint)


def test_notes_on_a_keypoint_are_found_over_frames_and_instances_open_ones_first(
    two_bowlers: Session,
) -> None:
    session = two_bowlers
    done = pin(session, "settled", at(session, 0, 1, 3))
    pin(session, "open here", at(session, 0, 1, 5))
    pin(session, "open there", at(session, 1, 1, 7))
    pin(session, "of another", at(session, 0, 2, 5))
    pin(session, "of the frame", at(session, 0, 1, 5), to_keypoint=False)
    session.do(ResolveNote(done, True))
    found = [note.text for note in notes_on_keypoint(session, at(session, 1, 1, 0))]
    assert set(found) == {"open here", "open there", "settled"}
    assert found[-1] == "settled"


def test_without_a_keypoint_there_are_none(two_bowlers: Session) -> None:
    focus = at(two_bowlers, 0, 1, 3)
    pin(two_bowlers, "here", focus)
    assert notes_on_keypoint(two_bowlers, replace(focus, keypoint=-1)) == []
    assert notes_on_keypoint(two_bowlers, Focus()) == []
