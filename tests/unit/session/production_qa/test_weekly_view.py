"""The weekly report of a project: figures, the rule, retraining, changes, and what it says when it cannot."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from office_story import FIGURE, MONDAY, At, spread_over_weeks

from palpate.base.errors import UsageError
from palpate.model.attempt import Task
from palpate.model.layer import LayerKind
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import attempts
from palpate.session.edits import poses
from palpate.session.production_qa import adjudicating
from palpate.session.production_qa.weekly_view import WeeklyReport, set_zone, weekly_report
from palpate.session.session import Session

NOW = MONDAY + timedelta(weeks=12)


def report(session: Session, **given: object) -> WeeklyReport:
    return weekly_report(session, now=NOW, **given)  # type: ignore[arg-type]


@pytest.fixture
def judged(office):
    """Gold, and ana's work in three weeks: right, then 3 px to the right, the figure standing 250 px tall."""
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("lea")
    spread_over_weeks(session, layer, [(0.0, 0.0), (3.0, 0.0), (3.0, 0.0)])
    return session


def test_the_rule_triggers_in_the_second_week_above_the_limit(judged) -> None:
    found = report(judged)
    assert [str(week) for week in found.weeks] == ["2024-W36", "2024-W37", "2024-W38"]
    assert found.figures.annotators == ("ana",)
    assert found.figures.n[0, 0].tolist() == [200, 200, 200]
    assert found.figures.mean_px[0, 0].tolist() == pytest.approx([0.0, 3.0, 3.0])
    assert found.figures.scaled_px[0, 0].tolist() == pytest.approx([0.0, 18.0, 18.0])  # 1500 ÷ 250
    assert found.flags[0, :5].tolist() == [[False, False, True]] * 5
    assert found.triggered


def test_what_is_to_be_trained_is_said_with_direction_and_size(judged) -> None:
    found = report(judged)
    one = next(item for item in found.retraining if item.group.name == "foot")
    assert one.is_open
    assert str(one.triggered) == "2024-W38"
    assert [str(week) for week in one.weeks] == ["2024-W37", "2024-W38"]
    assert one.bias_px == pytest.approx((3.0, 0.0))
    assert (one.mean_px, one.scaled_px, one.n) == (pytest.approx(3.0), pytest.approx(18.0), 400)


def test_the_numbers_say_what_they_rest_on(judged) -> None:
    notes = " | ".join(report(judged).notes)
    assert "ISO 8601 in UTC" in notes
    assert "subjects stand 250 px tall" in notes
    assert "only ana was reviewed" in notes


def test_a_change_is_marked_where_it_came(judged) -> None:
    drifts = report(judged).drifts
    assert {drift.keypoint for drift in drifts if drift.counts} == {
        "head",
        "left_hand",
        "right_hand",
        "hip",
        "foot",
    }
    assert str(drifts[0].week) == "2024-W37"
    assert drifts[0].shift.step_px == pytest.approx(3.0, abs=0.1)


def test_weeks_are_counted_in_the_projects_time_zone(judged) -> None:
    set_zone(judged, "+13:00")  # noon of Monday is early Tuesday there
    assert "ISO 8601 in +13:00" in report(judged).notes[0]
    assert str(report(judged, zone="-13:00").weeks[0]) == "2024-W35"


def test_a_reviewed_layer_without_any_reference_says_so(office) -> None:
    office.label("ana")
    found = report(office.as_("lea"))
    assert not found.triggered
    assert "nothing was reviewed yet" in " ".join(found.notes)
    assert found.drifts == ()


def test_too_few_placements_in_every_week_are_told(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("lea")
    spread_over_weeks(session, layer, [(9.0, 0.0)] * 50)
    found = report(session)
    assert not found.sufficient.any()
    assert not found.flags[:, :5].any()
    assert "no week has enough: fewer than 20" in " ".join(found.notes)


def test_clocks_in_the_future_and_missing_times_leave_poses_out_and_say_so(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("lea")
    spread_over_weeks(session, layer, [(0.0, 0.0)])
    session.do(At(layer, {5: "2031-01-01T00:00:00+00:00", 6: "", 7: "no time"}, {}))
    found = report(session)
    notes = " | ".join(found.notes)
    assert "2 poses were placed in the future (2031-01-01): a clock was wrong; left out" in notes
    assert "4 poses have no time of annotation and no week; left out" in notes
    assert found.figures.n[0, 0].sum() == 600 - 6


def test_a_person_with_two_names_is_one_when_told_so(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layers = [office.label("ana", off=(9.0, 0.0)), office.label("ana k.", off=(9.0, 0.0))]
    session = office.as_("lea")
    for week, layer in enumerate(layers):
        times = {f: (MONDAY + timedelta(weeks=week, minutes=f)).isoformat() for f in range(300)}
        session.do(At(layer, times, {}))
    apart = report(session)
    assert apart.figures.annotators == ("ana", "ana k.")
    assert not apart.triggered
    joined = report(session, same={"ana k.": "ana"})
    assert joined.figures.annotators == ("ana",)
    assert joined.triggered


def test_hands_of_others_in_a_layer_are_told(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("lea")
    live = session.live(layer, "ada")
    tiers = live.track.visibility[0][:1]
    session.do(
        poses.move(session.pose_at(layer, "ada", 0), np.array([0]), np.zeros((1, 2)), tiers, title="M")
    )
    assert "labels in ana were also placed by lea" in " ".join(weekly_report(session).notes)


def test_a_constant_rater_has_no_change_and_no_spread(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana", off=(1.0, 0.0))
    session = office.as_("lea")
    spread_over_weeks(session, layer, [(0.0, 0.0)] * 2)
    found = report(session)
    assert found.drifts == ()
    assert found.figures.standard_error_px[0, 0].tolist() == pytest.approx([0.0, 0.0], abs=1e-9)


def test_an_unknown_skeleton_or_zone_is_told(office) -> None:
    session = office.as_("lea")
    with pytest.raises(UsageError, match="no skeleton named 'x'"):
        report(session, skeleton="x")
    with pytest.raises(UsageError, match="no time zone named 'Mars'"):
        report(session, zone="Mars")
    with pytest.raises(UsageError, match="no time zone named 'Mars'"):
        set_zone(session, "Mars")


def recalibrate(session: Session, off: float, n: int = 30) -> None:
    """Label frames of gold once more, so far off, and submit that."""
    gold = session.contents.gold_layer()
    assert gold is not None
    units = tuple(Unit("a", "ada", frame) for frame in range(0, 5 * n, 5))
    plan = Plan(editions.new_id(), f"again {off}", Purpose.CALIBRATION, 1, units)
    attempt = attempts.begin(session, plan, Task.CALIBRATION, reference=gold.id)
    for unit in units:
        at = session.pose_at(attempt.layer, "ada", unit.frame)
        tiers = np.full(5, Visibility.VISIBLE, np.int8)
        session.do(poses.move(at, np.arange(5), FIGURE + np.array([off, 0.0]), tiers, title="Place"))
    attempts.close(session, attempt, "{}")


def test_a_recalibration_within_the_limit_closes_retraining(office, judged) -> None:
    assert report(judged).triggered
    recalibrate(office.as_("ana"), 2.0)  # 12 px as in the large picture
    found = weekly_report(office.as_("lea"))
    assert found.triggered
    assert [round(item.tried.mean_px) for item in found.retraining if item.tried] == [12] * 5
    recalibrate(office.as_("ana"), 1.0, n=10)
    assert weekly_report(office.as_("lea")).triggered
    recalibrate(office.as_("ana"), 1.0)
    found = weekly_report(office.as_("lea"))
    assert not found.triggered
    assert [item.is_open for item in found.retraining] == [False] * len(found.retraining)
    assert found.flags[0, :5, 2].all()


def test_second_labels_and_decisions_review_what_gold_does_not(office) -> None:
    first, second = office.label("ana"), office.label("ben", off=(2.0, 0.0))
    session = office.as_("lea")
    assert not len(weekly_report(session).rows)
    adjudicating.take_agreeing(session, adjudicating.match_between(session, first, second))
    rows = weekly_report(session).rows
    assert {way.value: n for way, n in rows.by.items()} == {
        "gold": 0,
        "adjudication": 2 * 600 * 5,
        "second labels": 0,
    }
    found = weekly_report(session).figures
    assert found.annotators == ("ana", "ben")
    assert found.mean_px[:, 0, 0].tolist() == pytest.approx([1.0, 1.0])
