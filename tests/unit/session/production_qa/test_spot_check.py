"""A reviewer's look at occluded and blurred keypoints, and everybody's flags against blur."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.model.adjudication import Choice
from palpate.model.event import Event
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutSetting
from palpate.session.edits.events import MarkEvent
from palpate.session.production_qa import spot_check
from palpate.session.production_qa.annotation_times import Clock
from palpate.session.production_qa.blur_by_person import blur_by_person
from palpate.session.production_qa.event_agreement import event_agreement, event_content
from palpate.session.production_qa.spot_check import Why, spot_figures, spot_queue
from palpate.session.production_qa.weekly_rows import weekly_rows
from palpate.session.session import Session

CLOCK = Clock(datetime.now(UTC) + timedelta(hours=1))


@pytest.fixture
def occluded(office) -> tuple[Session, str]:
    """Ana called the head of ada estimated in the first hundred frames; lea looks at it."""
    layer = office.label("ana")
    session = office.as_("ana")
    for frame in range(100):
        view = session.view(layer, "ada", frame)
        at = session.pose_at(layer, "ada", frame)
        session.do(poses.flag(at, 0, view.positions[0], Visibility.ESTIMATED, "head"))
    return office.as_("lea"), layer


def test_the_queue_is_a_share_of_what_is_hard_to_see_and_the_same_for_the_same_seed(occluded) -> None:
    session, layer = occluded
    queue = spot_queue(session, layer, share=0.3, seed=4)
    assert queue.candidates == 100
    assert 15 <= len(queue.spots) <= 45
    assert {(spot.name, spot.why) for spot in queue.spots} == {("head", Why.OCCLUDED)}
    assert spot_queue(session, layer, share=0.3, seed=4) == queue
    assert spot_queue(session, layer, share=0.3, seed=5).spots != queue.spots
    assert len(spot_queue(session, layer, share=1.0).spots) == 100


def test_the_queue_stays_what_it_is_while_the_work_goes_on(office, occluded) -> None:
    session, layer = occluded
    before = [spot.frame for spot in spot_queue(session, layer, share=0.3).spots]
    session = office.as_("ana")
    view = session.view(layer, "ada", 200)
    session.do(
        poses.flag(session.pose_at(layer, "ada", 200), 0, view.positions[0], Visibility.ESTIMATED, "head")
    )
    after = [spot.frame for spot in spot_queue(session, layer, share=0.3).spots]
    assert [frame for frame in after if frame != 200] == before


def test_a_point_is_accepted_corrected_or_called_absent_and_each_can_be_undone(occluded) -> None:
    session, layer = occluded
    first, second, third, *_ = spot_queue(session, layer, share=0.5).waiting
    spot_check.accept(session, first)
    x, y = second.place
    spot_check.correct(session, second, (x + 3.0, y - 4.0), Visibility.VISIBLE)
    spot_check.call_absent(session, third)
    queue = spot_queue(session, layer, share=0.5)
    assert [spot.outcome for spot in queue.spots[-3:]] == [Choice.FIRST, Choice.NEW, Choice.ABSENT]
    (found,) = spot_figures(session, CLOCK)
    assert (found.annotator, found.looked, found.corrected, found.mean_px) == (
        "ana",
        3,
        2,
        pytest.approx(5.0),
    )
    assert found.share == pytest.approx(2 / 3)
    assert found.share < found.share_at_most < 1.0
    assert session.view(layer, "ada", second.frame).positions[0].tolist() == [x, y]
    for _ in range(3):
        session.undo()
    assert spot_figures(session, CLOCK) == []
    assert len(session.contents.layers) == 2


def test_what_a_spot_check_decides_is_no_part_of_the_weekly_mean(occluded) -> None:
    session, layer = occluded
    spot = spot_queue(session, layer, share=0.5).waiting[0]
    spot_check.correct(session, spot, (0.0, 0.0), Visibility.VISIBLE)
    rows = weekly_rows(session, session.contents.skeletons["stick_figure"], CLOCK)
    assert len(rows) == 0


def test_a_comment_is_pinned_to_the_point(occluded) -> None:
    session, layer = occluded
    spot = spot_queue(session, layer, share=0.5).waiting[0]
    spot_check.comment(session, spot, " look at the shadow ")
    (note,) = session.project.notes()
    assert (note.text, note.keypoint, note.frame, note.layer) == (
        "look at the shadow",
        "head",
        spot.frame,
        layer,
    )
    with pytest.raises(EditRefused, match="needs words"):
        spot_check.comment(session, spot, " ")


def test_nobody_checks_their_own_work_and_an_annotator_nobodys(office, occluded) -> None:
    session, layer = occluded
    spot = spot_queue(session, layer, share=0.5).waiting[0]
    with pytest.raises(EditRefused, match="your own work"):
        spot_check.accept(office.as_("ana"), spot)
    session = office.as_("ben")
    session.do(PutSetting("role", "annotator"))
    with pytest.raises(EditRefused, match="a consultant or a lead"):
        spot_check.accept(session, spot)


def test_senseless_shares_and_tiers_are_told(occluded) -> None:
    session, layer = occluded
    spot = spot_queue(session, layer, share=0.5).waiting[0]
    with pytest.raises(UsageError, match="lies above 0"):
        spot_queue(session, layer, share=0.0)
    with pytest.raises(EditRefused, match="tier with a position"):
        spot_check.correct(session, spot, (1.0, 1.0), Visibility.ABSENT)


def test_blurred_points_are_in_the_queue_and_flags_against_blur_are_counted(thrower: Session) -> None:
    layer = thrower.contents.layers[0].id
    clip = replace(thrower.contents.clip("c"), attributes={"shutter": "1/400"})
    thrower.do(PutClips("Note", (clip,)))
    spots = spot_queue(thrower, layer, share=1.0).spots
    assert {spot.name for spot in spots} == {"right_hand"}
    assert {spot.why for spot in spots} == {Why.BLURRED}
    (found,) = blur_by_person(thrower)
    assert found.annotator == "ana"
    assert found.keypoints[0][0] == "right_hand"
    assert 0 < found.beyond < found.visible
    assert found.share.rate == pytest.approx(found.beyond / found.visible)


def test_events_of_two_people_are_compared_in_frames_and_milliseconds(office) -> None:
    for who, frames in (("ana", (10, 100)), ("ben", (13, 99, 250))):
        session = office.as_(who)
        for frame in frames:
            session.do(MarkEvent(Event("a", frame, "ball_release")))
    found = event_agreement(session, "ana", "ben")
    assert [(pair.first, pair.second, pair.frames) for pair in found.pairs] == [
        (10, 13, 3),
        (100, 99, -1),
        (None, 250, None),
    ]
    assert (found.in_frames.n, found.in_frames.mean_size, found.in_ms.n) == (2, 2.0, 0)
    assert any("rate is known" in note for note in found.notes)
    rate = [Event("a", 12, "ball_release")]
    assert event_agreement(session, "ana", "x", rate).in_frames.bias == 2.0
    assert event_content(session, found)["frames"]["n"] == 2


def test_milliseconds_are_those_of_capture(thrower: Session) -> None:
    thrower.do(MarkEvent(Event("c", 10, "release")))
    found = event_agreement(thrower, "ana", "x", [Event("c", 13, "release")])
    assert found.pairs[0].ms == pytest.approx(30.0)  # 100 frames a second


def test_people_who_marked_nothing_alike_are_told(office) -> None:
    session = office.as_("lea")
    found = event_agreement(session, "ana", "ben")
    assert found.pairs == ()
    assert found.in_frames.bias is None
    assert "no event of the same name" in found.notes[0]


def test_a_queue_that_is_refreshed_keeps_its_points_and_learns_what_was_said(occluded) -> None:
    session, layer = occluded
    queue = spot_queue(session, layer, share=0.5)
    spot = queue.spots[0]
    spot_check.correct(session, spot, (1.0, 2.0), Visibility.VISIBLE)
    now = spot_check.refreshed(session, layer, queue)
    assert [(one.frame, one.keypoint) for one in now.spots] == [
        (one.frame, one.keypoint) for one in queue.spots
    ]
    assert (now.spots[0].outcome, len(now.waiting)) == (Choice.NEW, len(queue.waiting) - 1)
    assert spot_check.found_at(session, now.spots[0]) == ((1.0, 2.0), Visibility.VISIBLE)
    assert spot_check.found_at(session, now.spots[1]) == (now.spots[1].place, now.spots[1].tier)
    spot_check.call_absent(session, spot)
    gone = spot_check.refreshed(session, layer, queue).spots[0]
    assert spot_check.found_at(session, gone) == (None, Visibility.ABSENT)


def test_the_work_of_others_is_offered_first_and_no_outcome_of_a_check(office, occluded) -> None:
    _, layer = occluded
    own = office.label("lea")
    session = office.as_("lea")
    spot_check.accept(session, spot_queue(session, layer, share=0.5).spots[0])
    assert [one.id for one in spot_check.layers_to_check(session)] == [layer, own]


def test_a_blurred_point_tells_its_smear_and_the_tier_that_it_allows(thrower: Session) -> None:
    layer = thrower.contents.layers[0].id
    clip = replace(thrower.contents.clip("c"), attributes={"shutter": "1/400"})
    thrower.do(PutClips("Note", (clip,)))
    spot = spot_queue(thrower, layer, share=1.0).spots[0]
    smear = spot_check.smear_of(thrower, spot)
    assert smear is not None
    assert smear[0] > 0.0
    assert smear[1] > 1.0
    assert spot_check.allowed_tier(thrower, spot) in (Visibility.ESTIMATED, Visibility.ABSENT)
