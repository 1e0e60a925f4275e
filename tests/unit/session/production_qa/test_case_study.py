"""The case study in a project: four people, seven weeks, and what the weekly report says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import season_story
from season_story import FIRST

from palpate.demo.season import PLANTED, flags_due
from palpate.session.production_qa.weekly_content import weekly_content
from palpate.session.production_qa.weekly_view import WeeklyReport, weekly_report
from palpate.session.session import Session


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[WeeklyReport, dict]:
    path = season_story.project(Path(tmp_path_factory.mktemp("season")))
    with Session.open(path) as session:
        report = weekly_report(session)
        return report, weekly_content(session, report)


def test_the_report_flags_exactly_what_was_planted(told) -> None:
    _, content = told
    flagged = {
        (cell["annotator"], cell["name"], cell["week"])
        for cell in content["cells"]
        if cell["flagged"] and cell["kind"] == "keypoint"
    }
    weeks = [week["week"] for week in content["weeks"]]
    assert flagged == {(who, name, weeks[week]) for who, name, week in flags_due(PLANTED, weeks=7)}


def test_each_planted_fault_is_to_be_retrained_once(told) -> None:
    _, content = told
    items = [(one["annotator"], one["name"]) for one in content["retraining"] if one["kind"] == "keypoint"]
    assert sorted(items) == sorted((plant.person, plant.keypoint) for plant in PLANTED)
    spine = next(one for one in content["retraining"] if one["name"] == "t6")
    assert "on the body" in spine["direction"]
    assert spine["bias_p_adjusted"] < 1e-6
    assert spine["guideline"] == "cricket_bowling_54: t6"


def test_the_drift_alone_is_marked_in_its_week(told) -> None:
    report, content = told
    marked = [(one["annotator"], one["keypoint"], one["week"]) for one in content["drifts"]]
    assert marked == [("dee", "left_talus", str(report.weeks[3]))]


def test_the_numbers_are_those_of_a_tall_subject(told) -> None:
    report, _ = told
    dee = report.figures.annotators.index("dee")
    talus = report.skeleton.position_of["left_talus"]
    means = report.figures.scaled_px[dee, talus]
    assert means[:3].max() < 8.0
    assert means[3:].min() > 11.0
    assert report.figures.weeks.tolist() == list(range(FIRST, FIRST + 7))


def test_what_lies_between_keyframes_is_nobodys_placement(told) -> None:
    report, _ = told
    assert any("filled in between keyframes" in note for note in report.notes)
    assert report.figures.n.max() <= 5 * 60  # the spine's five points in a week of sixty frames
