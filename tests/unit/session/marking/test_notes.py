"""Notes, flags and events: where they are pinned, who may change them, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.change import Change
from palpate.model.event import Event
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutSetting, RemoveInstance
from palpate.session.marking import notes
from palpate.session.marking.marks import Kind, Mark, beyond, frames_of, gap_starts, gaps, marks_of
from palpate.session.placing import gestures
from palpate.session.session import Session

HEAD, LEFT_HAND = 0, 1
NOT, ABSENT, VISIBLE = Visibility.NOT_PLACED, Visibility.ABSENT, Visibility.VISIBLE


@pytest.fixture
def bowlers(two_bowlers: Session) -> Session:
    """The two bowlers, with the walker's left hand in frame 20 in hand."""
    walker = two_bowlers.contents.instances[0]
    layer = two_bowlers.contents.layers[0].id
    two_bowlers.selection.move(clip="clip-1", layer=layer, frame=20, instance=walker.id, keypoint=LEFT_HAND)
    return two_bowlers


@contextmanager
def somebody_else(session: Session, name: str = "ben") -> Iterator[None]:
    before, session.author = session.author, name
    yield
    session.author = before


def only(session: Session) -> Mark:
    (mark,) = marks_of(session, session.selection.focus.layer)
    return mark


def test_a_note_is_pinned_to_the_active_keypoint_with_author_and_time(bowlers: Session) -> None:
    notes.pin(bowlers, "  behind the leg? ", bowlers.selection.focus)
    (note,) = bowlers.project.notes("clip-1")
    walker = bowlers.contents.instances[0].id
    assert (note.frame, note.instance, note.keypoint) == (20, walker, "left_hand")
    assert (note.text, note.author, note.is_open) == ("behind the leg?", "ana", True)
    assert note.time


def test_a_note_may_mean_the_frame_alone(bowlers: Session) -> None:
    notes.pin(bowlers, "camera shakes", bowlers.selection.focus, to_keypoint=False)
    (note,) = bowlers.project.notes()
    assert (note.frame, note.instance, note.keypoint) == (20, "", "")


def test_a_note_stays_where_its_writing_began(bowlers: Session) -> None:
    began = bowlers.selection.focus
    bowlers.selection.move(frame=55, keypoint=HEAD)
    assert notes.pin(bowlers, "here", began).frame == 20


def test_a_note_without_words_is_refused(bowlers: Session) -> None:
    with pytest.raises(EditRefused, match="needs some words"):
        notes.pin(bowlers, "  ", bowlers.selection.focus)
    assert bowlers.project.notes() == []


def test_resolving_says_who_and_when_and_reopening_forgets_it(bowlers: Session) -> None:
    notes.pin(bowlers, "hip?", bowlers.selection.focus)
    with somebody_else(bowlers):
        notes.resolve(bowlers, only(bowlers), resolved=True)
    (note,) = bowlers.project.notes()
    assert (note.resolver, note.is_open, note.author) == ("ben", False, "ana")
    assert note.resolved >= note.time
    notes.resolve(bowlers, only(bowlers), resolved=False)
    (note,) = bowlers.project.notes()
    assert (note.resolver, note.resolved) == ("", "")


def test_the_words_of_a_note_are_its_authors(bowlers: Session) -> None:
    notes.pin(bowlers, "hip?", bowlers.selection.focus)
    with somebody_else(bowlers):
        with pytest.raises(EditRefused, match="ana's"):
            notes.reword(bowlers, only(bowlers), "knee?")
        with pytest.raises(EditRefused, match="ana's"):
            notes.remove(bowlers, only(bowlers))
    notes.reword(bowlers, only(bowlers), "knee?")
    (note,) = bowlers.project.notes()
    assert (note.text, note.author) == ("knee?", "ana")
    assert note.changed
    notes.remove(bowlers, only(bowlers))
    assert bowlers.project.notes() == []


def test_a_consultant_may_reword_what_an_annotator_wrote(bowlers: Session) -> None:
    notes.pin(bowlers, "hip?", bowlers.selection.focus)
    bowlers.do(PutSetting("role", "consultant"))
    with somebody_else(bowlers, "lee"):
        notes.reword(bowlers, only(bowlers), "hip, see the guideline")
    assert only(bowlers).author == "ana"


def test_a_note_that_is_gone_can_be_neither_reworded_nor_resolved(bowlers: Session) -> None:
    notes.pin(bowlers, "hip?", bowlers.selection.focus)
    mark = only(bowlers)
    bowlers.undo()
    with pytest.raises(EditRefused, match="gone"):
        notes.reword(bowlers, mark, "knee?")
    with pytest.raises(EditRefused, match="gone"):
        notes.resolve(bowlers, mark, resolved=True)


def test_an_edit_of_marks_tells_panels_about_marks_alone(bowlers: Session) -> None:
    told: list[Change] = []
    bowlers.changed.connect(lambda change, _origin: told.append(change))
    focus = bowlers.selection.focus
    notes.pin(bowlers, "hip?", focus)
    notes.set_flag(bowlers, "blurred", focus)
    notes.mark_event(bowlers, "release", focus)
    assert told == [Change(notes=True)] * 3


def test_a_flag_of_somebody_else_keeps_its_words_and_is_taken_away_by_anybody(bowlers: Session) -> None:
    focus = bowlers.selection.focus
    with somebody_else(bowlers):
        notes.set_flag(bowlers, "blurred", focus)
    with pytest.raises(EditRefused, match="ben's"):
        notes.set_flag(bowlers, "sharp", focus)
    assert (only(bowlers).text, only(bowlers).author) == ("blurred", "ben")
    notes.set_flag(bowlers, None, focus)
    assert marks_of(bowlers, focus.layer) == []


def test_a_flag_holds_its_reason_and_resolving_takes_it_away(bowlers: Session) -> None:
    notes.set_flag(bowlers, " blurred ", bowlers.selection.focus)
    mark = only(bowlers)
    assert (mark.kind, mark.text, mark.author, mark.is_open) == (Kind.FLAG, "blurred", "ana", True)
    notes.reword(bowlers, mark, "shaken")
    assert only(bowlers).text == "shaken"
    notes.resolve(bowlers, only(bowlers), resolved=True)
    assert marks_of(bowlers, bowlers.selection.focus.layer) == []


def test_an_event_is_marked_and_the_same_again_takes_it_away(bowlers: Session) -> None:
    notes.mark_event(bowlers, "front  foot contact", bowlers.selection.focus)
    assert bowlers.project.events("clip-1") == [Event("clip-1", 20, "front_foot_contact")]
    notes.mark_event(bowlers, "front_foot_contact", bowlers.selection.focus)
    assert bowlers.project.events("clip-1") == []


def test_an_event_moves_unless_it_is_marked_there_too(bowlers: Session) -> None:
    focus = bowlers.selection.focus
    notes.mark_event(bowlers, "bounce", focus)
    (event,) = bowlers.project.events()
    notes.move_event(bowlers, event, 31)
    assert [found.frame for found in bowlers.project.events()] == [31]
    bowlers.selection.move(frame=40)
    notes.mark_event(bowlers, "bounce", bowlers.selection.focus)
    with pytest.raises(EditRefused, match="already"):
        notes.move_event(bowlers, bowlers.project.events()[0], 40)
    with pytest.raises(EditRefused, match="any more"):
        notes.move_event(bowlers, event, 50)


def test_somebody_elses_event_stays_where_it_is(bowlers: Session) -> None:
    notes.mark_event(bowlers, "bounce", bowlers.selection.focus)
    with somebody_else(bowlers):
        with pytest.raises(EditRefused, match="ana's"):
            notes.mark_event(bowlers, "bounce", bowlers.selection.focus)
        with pytest.raises(EditRefused, match="ana's"):
            notes.move_event(bowlers, bowlers.project.events()[0], 3)


def test_events_to_choose_from_are_the_skeletons_then_what_people_made_up(bowlers: Session) -> None:
    notes.mark_event(bowlers, "bounce", bowlers.selection.focus)
    assert notes.event_names(bowlers, "clip-1") == ("bounce",)


def test_an_event_can_be_neither_reworded_nor_resolved(bowlers: Session) -> None:
    notes.mark_event(bowlers, "bounce", bowlers.selection.focus)
    with pytest.raises(EditRefused, match="keeps its name"):
        notes.reword(bowlers, only(bowlers), "release")
    with pytest.raises(EditRefused, match="nothing to resolve"):
        notes.resolve(bowlers, only(bowlers), resolved=True)
    notes.remove(bowlers, only(bowlers))
    assert bowlers.project.events() == []


def test_marks_come_by_frame_and_flags_of_one_layer_alone(bowlers: Session) -> None:
    focus = bowlers.selection.focus
    notes.set_flag(bowlers, "", focus)
    bowlers.selection.move(frame=3)
    notes.mark_event(bowlers, "bounce", bowlers.selection.focus)
    bowlers.selection.move(frame=4)
    notes.pin(bowlers, "hip?", bowlers.selection.focus)
    found = [(mark.frame, mark.kind) for mark in marks_of(bowlers, focus.layer, "clip-1")]
    assert found == [(3, Kind.EVENT), (4, Kind.NOTE), (20, Kind.FLAG)]
    assert Kind.FLAG not in {mark.kind for mark in marks_of(bowlers, "another layer", "clip-1")}


def test_going_to_a_note_leads_to_its_frame_and_keypoint(bowlers: Session) -> None:
    notes.pin(bowlers, "hip?", bowlers.selection.focus)
    stander = bowlers.contents.instances[1]
    bowlers.selection.move(frame=77, instance=stander.id, keypoint=HEAD)
    notes.go_to(bowlers, only(bowlers))
    focus = bowlers.selection.focus
    assert (focus.frame, focus.instance, focus.keypoint) == (20, bowlers.contents.instances[0].id, LEFT_HAND)


def test_a_note_on_an_instance_that_is_gone_still_leads_to_its_frame(bowlers: Session) -> None:
    notes.pin(bowlers, "hip?", bowlers.selection.focus)
    bowlers.do(RemoveInstance(bowlers.contents.instances[0]))
    bowlers.selection.move(frame=77)
    notes.go_to(bowlers, only(bowlers))
    assert bowlers.selection.focus.frame == 20


def test_the_way_from_mark_to_mark_passes_over_what_is_resolved(bowlers: Session) -> None:
    focus = bowlers.selection.focus
    for frame in (5, 9, 30):
        bowlers.selection.move(frame=frame)
        notes.pin(bowlers, "hip?", bowlers.selection.focus)
    notes.resolve(bowlers, marks_of(bowlers, focus.layer)[1], resolved=True)
    assert frames_of(bowlers, Kind.NOTE, focus.layer, "clip-1").tolist() == [5, 30]
    assert beyond(np.array([5, 30]), 5, 1) == 30
    assert beyond(np.array([5, 30]), 30, 1) is None
    assert beyond(np.array([5, 30]), 30, -1) == 5
    assert beyond(np.array([], np.int64), 30, -1) is None


def test_a_gap_is_where_nothing_is_placed_between_the_first_fact_and_the_last(bowlers: Session) -> None:
    layer, walker = bowlers.selection.focus.layer, bowlers.contents.instances[0].id
    assert gaps(bowlers, layer, walker, LEFT_HAND).tolist() == []
    bowlers.selection.move(frame=40)
    gestures.set_tier(bowlers, Visibility.ABSENT)
    assert gaps(bowlers, layer, walker, LEFT_HAND).tolist() == [31, 41]
    assert gaps(bowlers, layer, walker, HEAD).tolist() == []
    assert gaps(bowlers, layer, walker, -1).tolist() == [31, 41]


def test_gaps_of_several_keypoints_begin_where_any_of_them_begins() -> None:
    codes = np.array(
        [[VISIBLE, NOT], [NOT, NOT], [NOT, VISIBLE], [VISIBLE, VISIBLE], [ABSENT, NOT]], dtype=np.int8
    )
    assert gap_starts(codes, 0).tolist() == [1]
    assert gap_starts(codes, 1).tolist() == [0, 4]
    assert gap_starts(codes, -1).tolist() == [0, 1, 4]
    assert gap_starts(np.zeros((0, 2), np.int8), -1).tolist() == []
