"""`sample`, `weekly`, `adjudicate` and `spots` on the command line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from office_story import Office, spread_over_weeks

from palpate.model.event import Event
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session.calibrating.attempts import open_attempt, plan_of
from palpate.session.edits import poses
from palpate.session.edits.contents import PutSetting
from palpate.session.edits.events import MarkEvent
from palpate.session.production_qa.production import begin_repeat, submit
from palpate.session.session import Session
from palpate.session.working_as import work_as

Run = Callable[..., Any]


@pytest.fixture
def late(office: Office) -> Path:
    """Gold, and ana's work of three weeks: right, then twice 3 px off; closed."""
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    spread_over_weeks(office.as_("lea"), layer, [(0.0, 0.0), (3.0, 0.0), (3.0, 0.0)])
    office.close()
    return office.path


def test_the_report_fails_the_command_where_the_rule_has_triggered(palpate: Run, late: Path) -> None:
    ran = palpate("weekly", late, "--json")
    content = ran.content
    assert ran.status == 1
    assert content["triggered"]
    flagged = {(c["name"], c["week"]) for c in content["cells"] if c["flagged"]}
    names = {"head", "left_hand", "right_hand", "hip", "foot"}
    assert flagged == {(name, "2024-W38") for name in names}
    item = next(one for one in content["retraining"] if one["name"] == "foot")
    assert (item["annotator"], item["open"], item["weeks"]) == ("ana", True, ["2024-W37", "2024-W38"])
    assert item["direction"].startswith("3.0 px to the right")
    assert "towards the subject's right" in item["direction"]
    assert set(content["legend"]) >= {"cells", "scaled_px", "flagged"}
    assert {one["week"] for one in content["drifts"]} == {"2024-W37"}


def test_people_read_who_is_to_do_what(palpate: Run, late: Path) -> None:
    told = palpate("weekly", late).out
    assert "retrain: ana was 3.0 px off at Foot in 2024-W37 to 2024-W38" in told
    assert "(18.0 px where the subject stands 1500 px tall, limit 8), 3.0 px to the right" in told
    assert "read the guideline again and recalibrate" in told
    assert "changed: ana at foot since 2024-W37" in told
    assert "flagged" in told


@pytest.fixture
def by_ben(office: Office) -> Callable[[float], Path]:
    """Ben's project, in which ana's work is so many px off gold, and is reviewed and doubled."""

    def make(off: float) -> Path:
        office.label("gil", kind=LayerKind.GOLD)
        office.label("ben")
        layer = office.label("ana", off=(off, 0.0))
        session = office.as_("ana")
        attempt = begin_repeat(session, layer, share=0.02)
        unit = plan_of(session, attempt).units[0]
        view = session.view(layer, unit.instance, unit.frame)
        at = session.pose_at(attempt.layer, unit.instance, unit.frame)
        session.do(poses.move(at, np.arange(5), view.positions + off, view.visibility, title="Place"))
        submit(session, attempt)
        for n, who in enumerate(("ana", "ben")):
            office.as_(who).do(MarkEvent(Event("a", 10 * n + round(off), "jump", who, "")))
        session = office.as_("lea")
        session.do(PutSetting("role", "annotator"))
        session.do(PutSetting("annotator", "ben"))
        office.close()
        return office.path

    return make


def test_an_annotator_hears_of_their_own_work_alone(palpate: Run, by_ben: Callable[[float], Path]) -> None:
    ran = palpate("weekly", by_ben(4.0), "--json", "--all")
    content = ran.content
    assert (ran.status, content["annotators"], content["repeats"], content["events"]) == (0, ["ben"], [], [])
    assert {one["annotator"] for one in content["cells"]} == {"ben"}
    assert "ana" not in ran.out.replace("annotator", "")
    assert "these are the figures of ben alone" in " ".join(content["notes"])


def test_whatever_others_have_placed_an_annotator_hears_the_same(
    palpate: Run, by_ben: Callable[[float], Path]
) -> None:
    path, heard = by_ben(4.0), []
    for _ in range(2):
        for words in (("--all",), ("--all", "--json")):
            ran = palpate("weekly", path, *words)
            heard.append((ran.status, ran.out, ran.err))
        with sqlite3.connect(path) as connection:
            theirs = "SELECT id FROM layer WHERE author = 'ana'"
            moved = connection.execute(f"UPDATE pose SET positions = zeroblob(80) WHERE layer IN ({theirs})")
            assert moved.rowcount > 600
        connection.close()
    assert heard[:2] == heard[2:]


def test_an_annotator_counts_nobody_else_s_work_as_their_own(
    refused: Run, by_ben: Callable[[float], Path]
) -> None:
    assert "a consultant or a lead says who was renamed" in refused(
        "weekly", by_ben(4.0), "--same", "ana=ben"
    )


def test_an_untroubled_project_passes(palpate: Run, office: Office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    office.label("ana")
    office.close()
    ran = palpate("weekly", office.path)
    assert ran.status == 0
    assert "nobody was above the limit" in ran.out


def test_a_project_without_review_says_so(palpate: Run, office: Office) -> None:
    office.close()
    ran = palpate("weekly", office.path, "--json")
    assert ran.status == 0
    assert ran.content["cells"] == []
    assert "nothing was reviewed yet" in " ".join(ran.content["notes"])


def test_names_and_zones_that_cannot_be_meant_are_refused(refused: Run, late: Path) -> None:
    assert "give --same OLD=NEW" in refused("weekly", late, "--same", "ana")
    assert "no time zone named" in refused("weekly", late, "--zone", "Mars")


def test_the_help_explains_the_json(palpate: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("weekly", "sample"):
        with pytest.raises(SystemExit):
            palpate(command, "--help")
        assert "in the JSON object:" in capsys.readouterr().out


def test_a_sample_is_shown_and_kept_only_when_asked(palpate: Run, late: Path) -> None:
    shown = palpate("sample", late, "--json", "--extra", "0", "--base", "0.1").content
    assert (shown["kept"], shown["plans"]) == (False, [])
    (drawn,) = shown["drawn"]
    assert (drawn["annotator"], len(drawn["units"]), drawn["placements_drawn"]) == ("ana", 60, 300)
    kept = palpate("sample", late, "--json", "--extra", "0", "--base", "0.1", "--plan").content
    assert kept["drawn"][0]["units"] == drawn["units"]
    assert [(plan["units"], plan["done"]) for plan in kept["plans"]] == [(60, 0)]
    assert "nobody at work" in palpate("sample", late).out


def test_an_annotator_is_shown_a_plan_that_is_not_kept(palpate: Run, office: Office) -> None:
    office.label("ana")
    office.close()
    with Session.open(office.path) as session:
        work_as(session, "ana", "annotator")
    drawn = palpate("sample", office.path, "--plan", "--json").content
    assert (drawn["kept"], drawn["plans"]) == (False, [])
    assert drawn["notes"][0].startswith("nothing was kept: a consultant or a lead draws plans")
    assert drawn["drawn"][0]["units"]


def test_second_labels_go_from_plan_to_adjudication(palpate: Run, refused: Run, office: Office) -> None:
    office.label("ana")
    office.close()
    palpate("sample", office.path, "--plan", "--extra", "0", "--base", "0.02")
    assert "nobody has submitted second labels" in refused("adjudicate", office.path)
    assert "nothing to submit" in refused("sample", office.path, "--submit")
    begun = palpate("sample", office.path, "--second", "QA of ana 1", "--json").content
    assert (begun["state"], begun["done"], begun["units"]) == ("begun", 0, 12)
    session = office.as_("lea")
    attempt = open_attempt(session)
    assert attempt is not None
    figure = np.array([(300.0, 80.0), (250.0, 180.0), (350.0, 180.0), (300.0, 200.0), (300.0, 350.0)])
    for unit in plan_of(session, attempt).units:
        at = session.pose_at(attempt.layer, unit.instance, unit.frame)
        tiers = np.full(5, Visibility.VISIBLE, np.int8)
        session.do(poses.move(at, np.arange(5), figure, tiers, title="Place"))
    office.close()
    done = palpate("sample", office.path, "--submit", "--json").content
    assert done["result"]["joints"]["foot"]["mean_px"] == 20.0
    ran = palpate("adjudicate", office.path, "--take", "midpoint", "--json")
    assert ran.status == 1
    assert (ran.content["agreeing"], ran.content["agreeing_taken"], ran.content["undecided"]) == (48, 48, 12)
    assert {(one["keypoint"], one["kind"]) for one in ran.content["differences"]} == {("foot", "position")}
    assert "12 differences are undecided" in palpate("adjudicate", office.path, "ana").out


def test_a_repeat_is_begun_on_ones_own_work(palpate: Run, office: Office) -> None:
    layer = office.label("lea")
    session = office.as_("lea")
    assert session.contents.layer(layer).author == "lea"
    name = session.contents.layer(layer).name
    office.close()
    begun = palpate("sample", office.path, "--repeat", "--layer", name, "--json").content
    assert (begun["task"], begun["state"]) == ("repeat", "begun")


def test_spots_are_listed(palpate: Run, office: Office) -> None:
    layer = office.label("ana")
    session = office.as_("ana")
    for frame in range(50):
        view = session.view(layer, "ada", frame)
        at = session.pose_at(layer, "ada", frame)
        session.do(poses.flag(at, 0, view.positions[0], Visibility.ESTIMATED, "head"))
    session.do(PutSetting("annotator", "lea"))
    office.close()
    ran = palpate("spots", office.path, "--layer", "ana", "--share", "1")
    assert "50 points of ana wait for a look, drawn from 50" in ran.out
    assert "and 10 more" in ran.out
    content = palpate("spots", office.path, "--layer", "ana", "--share", "0.2", "--json").content
    assert 0 < content["waiting"] < 30
