"""What a lead looks at week by week: the report, what stands beside it, and where it is worst."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import season_story
from office_story import FIGURE, MONDAY, spread_over_weeks

from palpate.base.errors import Cancelled, UsageError
from palpate.base.progress import CancelToken, Progress
from palpate.model.event import Event
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.quality.sampling import ExtraMode
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutInstance, PutSetting
from palpate.session.edits.events import MarkEvent
from palpate.session.production_qa import production, spot_check
from palpate.session.production_qa.qa_sampling import Wanted, draw_plan
from palpate.session.production_qa.weekly_view import weekly_report
from palpate.session.production_qa.weeks_view import WeeksView, skeletons_used, view_weeks, weeks_of_file
from palpate.session.production_qa.worst_places import reference_at, worst_place
from palpate.session.session import Session

NOW = MONDAY + timedelta(weeks=12)


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return season_story.project(Path(tmp_path_factory.mktemp("season")), per_week=40)


@pytest.fixture(scope="module")
def seen(season: Path) -> WeeksView:
    return weeks_of_file(season, author="lea")


@pytest.fixture
def judged(office):
    """Gold, and ana's work in three weeks: right, then 3 px to the right."""
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("lea")
    spread_over_weeks(session, layer, [(0.0, 0.0), (3.0, 0.0), (3.0, 0.0)])
    return session


def test_a_season_is_told_from_the_file_while_it_is_open_elsewhere(season: Path, seen: WeeksView) -> None:
    with Session.open(season) as session:
        again = weeks_of_file(season, author=session.author)
    assert again.report.figures.annotators == seen.report.figures.annotators == ("ana", "ben", "cem", "dee")
    assert seen.zone == "UTC"


def test_people_agree_but_where_one_of_them_is_off(seen: WeeksView) -> None:
    agreed = seen.agreed
    assert agreed is not None
    names = agreed.raters.keypoints
    off = {
        who: {names[k] for k in np.flatnonzero(bias.systematic).tolist()}
        for who, bias in agreed.raters.raters.items()
    }
    assert {"t4", "t5", "t6", "t7", "t8"} <= off["ben"]
    assert not off["ana"] & {"t4", "t5", "t6", "t7", "t8"}
    assert agreed.sigma.found.n.min() > 0
    assert agreed.lengths
    assert all(one.reason for one in agreed.lengths if one.intraclass is None)


def test_what_is_missing_has_its_reason(seen: WeeksView) -> None:
    assert seen.spots == seen.repeats == seen.events == ()
    for part in ("spots", "repeats", "events"):
        assert seen.why_not[part]
    assert seen.why_not["agreed"] == ""


def test_one_persons_work_alone_has_no_agreement(judged: Session) -> None:
    found = view_weeks(judged, now=NOW)
    assert found.agreed is None
    assert found.why_not["agreed"] == "agreement needs the work of two people"


def test_an_annotator_is_told_of_their_own_work_alone(judged: Session) -> None:
    judged.do(PutSetting("role", "annotator"))
    with Session.open(judged.project.path, author="ana", read_only=True) as session:
        own = view_weeks(session, now=NOW)
    assert own.only == "ana"
    assert own.report.figures.annotators == ("ana",)
    assert "a consultant or a lead" in own.why_not["agreed"]
    with Session.open(judged.project.path, author="ben", read_only=True) as session:
        other = view_weeks(session, now=NOW)
    assert other.report.figures.annotators == ()
    assert not other.report.retraining


def test_of_one_person_the_report_says_what_it_says_of_them_among_others(season: Path) -> None:
    with Session.open(season, read_only=True) as session:
        everybody, alone = weekly_report(session), weekly_report(session, only="ben")
    a = everybody.figures.annotators.index("ben")
    assert alone.figures.annotators == ("ben",)
    assert (alone.flags[0] == everybody.flags[a]).all()
    told = [
        [one.group.name for one in report.retraining if one.annotator == "ben"]
        for report in (everybody, alone)
    ]
    assert told[0] == told[1]


def test_spot_checks_and_events_are_told_beside_the_errors(judged: Session) -> None:
    layer = judged.contents.layer_named("ana").id
    spot = spot_check.Spot(layer, "a", "ada", 3, 0, "head", (300.0, 80.0), 1, spot_check.Why.OCCLUDED)  # type: ignore[arg-type]
    spot_check.accept(judged, spot)
    judged.do(MarkEvent(Event("a", 10, "release")))
    judged.author = "ben"
    judged.do(MarkEvent(Event("a", 12, "release")))
    judged.author = "lea"
    found = view_weeks(judged, now=NOW)
    assert [(one.annotator, one.looked, one.corrected) for one in found.spots] == [("ana", 1, 0)]
    assert [(one.first, one.second, one.in_frames.bias) for one in found.events] == [("ben", "lea", -2.0)]


def test_stopping_stops(judged: Session) -> None:
    token, steps = CancelToken(), list[str]()

    def after_the_report(_done: int, _total: int, what: str) -> None:
        steps.append(what)
        if what == "spot checks":
            token.cancel()

    with pytest.raises(Cancelled):
        view_weeks(judged, now=NOW, progress=Progress(after_the_report, token))
    assert [*dict.fromkeys(steps)] == ["lea", "ana", "spot checks"]


def test_stopping_stops_between_two_clips(judged: Session) -> None:
    token, steps = CancelToken(), list[int]()

    def after_a_clip(done: int, _total: int, _what: str) -> None:
        steps.append(done)
        if done:
            token.cancel()

    judged.do(PutClips("Add", (replace(judged.contents.clips[0], id="z", name="another"),)))
    one = replace(judged.contents.instances[0], id="zoe", clip="z")
    judged.do(PutInstance("Add", one))
    with pytest.raises(Cancelled):
        view_weeks(judged, now=NOW, progress=Progress(after_a_clip, token))
    assert len(steps) == 2


def test_an_unknown_time_zone_is_told(judged: Session) -> None:
    with pytest.raises(UsageError, match="Mars"):
        view_weeks(judged, zone="Mars")


def test_skeletons_are_those_in_use(judged: Session) -> None:
    assert skeletons_used(judged) == ("stick_figure",)


def test_the_worst_of_a_cell_is_the_farthest_placement_of_that_week(season: Path, seen: WeeksView) -> None:
    report = seen.report
    ben, t6 = report.figures.annotators.index("ben"), report.skeleton.position_of["t6"]
    place = worst_place(report, person=ben, group=t6, week=2)
    assert place is not None
    assert (place.clip, place.instance, place.keypoint) == ("c2", "i2", "t6")
    with Session.open(season, read_only=True) as session:
        gold = session.contents.layer_named("gold").id
        assert reference_at(session, place) == gold
        mine = session.view(place.layer, "i2", place.frame).positions[t6]
        right = session.view(gold, "i2", place.frame).positions[t6]
    assert float(np.hypot(*(mine - right))) == pytest.approx(place.distance_px)
    rows = report.rows
    cell = (rows.reviewed.annotators == "ben") & (rows.reviewed.weeks == report.figures.weeks[2])
    assert place.distance_px == pytest.approx(np.nanmax(np.hypot(*rows.reviewed.errors[cell, t6].T)))


def test_a_cell_without_anything_has_no_worst_place(judged: Session) -> None:
    report = weekly_report(judged, now=NOW)
    hidden = report.groups[0].keypoints
    report.rows.reviewed.errors[:, hidden] = np.nan
    assert worst_place(report, person=0, group=0, week=0) is None


def test_what_was_compared_with_second_labels_leads_to_them(office) -> None:
    layer = office.label("ana")
    session = office.as_("lea")
    wanted = Wanted(base=0.05, extra=0.0, types=0, mode=ExtraMode.DISJOINT, gap=4)
    plan = draw_plan(session, layer, wanted).plan
    production.keep_plan(session, plan)
    session = office.as_("ben")
    attempt = production.begin_second(session, plan)
    for unit in plan.units:
        at = session.pose_at(attempt.layer, unit.instance, unit.frame)
        tiers = np.full(5, Visibility.VISIBLE, np.int8)
        session.do(poses.move(at, np.arange(5), FIGURE + np.array([6.0, 0.0]), tiers, title="Place"))
    production.submit(session, attempt)
    session = office.as_("lea")
    report = weekly_report(session)
    place = worst_place(report, person=0, group=0, week=0)
    assert place is not None
    assert place.layer == layer
    assert place.distance_px == pytest.approx(6.0)
    assert reference_at(session, place) == attempt.layer
