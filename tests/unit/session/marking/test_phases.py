"""Phases between events that several people have marked."""

from __future__ import annotations

from palpate.model.event import Event
from palpate.model.layer import LayerKind
from palpate.session.edits.events import MarkEvent
from palpate.session.marking.phases import marked_once, marks_of, phase_among

ANA = Event("a", 40, "ball_release", "ana", "2024-09-02T12:00:00+00:00")
BEN = Event("a", 41, "ball_release", "ben", "2024-09-03T12:00:00+00:00")
GIL = Event("a", 42, "ball_release", "gil", "2024-09-04T12:00:00+00:00")
LANDING = Event("a", 20, "front_foot_contact", "ben", "2024-09-03T12:00:00+00:00")


def test_two_marks_of_one_event_make_no_phase_between_them() -> None:
    assert phase_among([ANA, BEN], 40) == "ball release to ball release"
    assert phase_among(marked_once([ANA, BEN]), 40) == "after ball release"


def test_who_marked_first_counts_and_other_events_stay() -> None:
    assert marked_once([LANDING, ANA, BEN]) == [LANDING, ANA]


def test_a_consultant_s_mark_counts_before_an_earlier_one() -> None:
    assert marked_once([ANA, BEN, GIL], {"gil"}) == [GIL]


def test_what_one_person_marked_twice_in_a_clip_are_two_events() -> None:
    again = Event("a", 140, "ball_release", "ana", "2024-09-02T12:01:00+00:00")
    assert marked_once([ANA, BEN, again]) == [ANA, again]
    assert marked_once([ANA, Event("b", 41, "ball_release", "ben")]) == [
        ANA,
        Event("b", 41, "ball_release", "ben"),
    ]


def test_the_consultant_of_a_project_is_whoever_labels_gold(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    for who, frame in (("ana", 40), ("gil", 41)):
        office.as_(who).do(MarkEvent(Event("a", frame, "jump", who, "")))
    found = marks_of(office.as_("lea"), "a")
    assert [(event.frame, event.author) for event in found] == [(41, "gil")]
