"""What looks at everybody's work, while somebody has second labels open that hide a part of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from office_story import Office

from palpate.model.layer import LayerKind
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating.gold_plan import draw_gold_plan
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer, PutSetting
from palpate.session.production_qa.blur_by_person import blur_by_person
from palpate.session.production_qa.production import begin_second, keep_plan
from palpate.session.production_qa.qa_sampling import LAYER
from palpate.session.production_qa.spot_check import spot_queue
from palpate.session.production_qa.weeks_view import weeks_of_file

Run = Callable[..., Any]
HIDDEN, OCCLUDED = range(40), range(20, 60)


@pytest.fixture
def blind(office: Office) -> Path:
    """Lea labels the first forty frames of ana's work again; ana called the head occluded in some."""
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("ana")
    for frame in OCCLUDED:
        at, view = session.pose_at(layer, "ada", frame), session.view(layer, "ada", frame)
        session.do(poses.flag(at, 0, view.positions[0], Visibility.ESTIMATED, "head"))
    session = office.as_("lea")
    units = tuple(Unit("a", "ada", frame) for frame in HIDDEN)
    plan = Plan("plan", "QA of ana", Purpose.QA, 1, units, {LAYER: layer, "layer": "ana"})
    keep_plan(session, plan)
    begin_second(session, plan)
    session.do(PutSetting("annotator", "lea"))
    office.close()
    return office.path


def test_the_weeks_are_told_on_the_command_line(palpate: Run, blind: Path) -> None:
    ran = palpate("weekly", blind, "--json")
    assert ran.status == 0
    assert "ana" in ran.content["annotators"]


def test_the_report_is_written(palpate: Run, blind: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert palpate("report", blind, out).status == 0
    assert out.stat().st_size > 0


def test_points_to_look_at_are_those_that_are_seen(palpate: Run, blind: Path) -> None:
    content = palpate("spots", blind, "--layer", "ana", "--share", "1", "--json").content
    assert content["waiting"] == len(set(OCCLUDED) - set(HIDDEN))


def test_the_weeks_of_the_window_are_reckoned(blind: Path) -> None:
    assert "ana" in weeks_of_file(blind, author="lea").report.figures.annotators


def test_flags_against_blur_are_counted_where_they_are_seen(office: Office, blind: Path) -> None:
    session = office.as_("lea")
    layer = session.contents.layer_named("ana").id
    spots = spot_queue(session, layer, share=1.0).spots
    assert sorted(spot.frame for spot in spots) == sorted(set(OCCLUDED) - set(HIDDEN))
    assert [one.annotator for one in blur_by_person(session)] in ([], ["ana"])


def test_frames_for_gold_are_drawn(office: Office, blind: Path) -> None:
    session = office.as_("lea")
    gold = editions.new_layer("gold 2", LayerKind.GOLD, "lea")
    session.do(PutLayer("Add", gold))
    assert len(draw_gold_plan(session, gold.id, 20).units) == 20
