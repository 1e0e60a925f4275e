"""The table of every number: it holds what the commands print, and says what each quantity means."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gold_story as story
import pytest
import report_story
from office_story import Office

from palpate.model.event import Event
from palpate.model.layer import LayerKind
from palpate.report.quality.dictionary import ABOUT_COLUMNS, QUANTITIES, described
from palpate.report.quality.tidy import ABOUT, COLUMNS, csv_pieces
from palpate.session.calibrating import calibration
from palpate.session.calibrating.gold import current_gold
from palpate.session.edits.events import MarkEvent
from palpate.session.exchange.transfer import labels_of
from palpate.session.judging import agreeing
from palpate.session.judging.breakdown_view import score_layers_by
from palpate.session.production_qa.weekly_content import weekly_content
from palpate.session.production_qa.weekly_view import weekly_report
from palpate.session.reporting.quality_report import quality_report
from palpate.session.session import Session

Cells = dict[str, str]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The consultant's project: ana and ben at work, ana's calibration, blind repeats of gold."""
    with report_story.project(tmp_path_factory.mktemp("table")) as session:
        story.become(session, "ana", "annotator")
        attempt = calibration.start(session, 10)
        story.follow(session, attempt, by=story.off_at(9, 60.0), spread=1.0)
        calibration.submit(session, attempt)
        story.become(session, "cora", "consultant")
        yield session


@pytest.fixture(scope="module")
def rows(session: Session) -> list[Cells]:
    """The table as a reader of CSV has it."""
    return table_of(session)


def table_of(session: Session) -> list[Cells]:
    return list(csv.DictReader(io.StringIO("".join(csv_pieces(quality_report(session))), newline="")))


def told(rows: list[Cells], group: str) -> dict[tuple[str, str], Cells]:
    return {(row["keypoint"], row["quantity"]): row for row in rows if row["group"] == group}


def alike(row: Cells, number: float | None) -> bool:
    return row["value"] == "" if number is None else float(row["value"]) == number


# ---- what it holds -------------------------------------------------------------------------------------


def test_every_number_of_the_score_is_that_of_the_command(session: Session, rows: list[Cells]) -> None:
    gold = story.gold_of(session).id
    by = ["clip", "lighting"]
    layer = session.contents.layer_named("ana").id
    content: Any = score_layers_by(session, layer, gold, by).to_json()
    _score_alike(told(rows, "ana"), content)
    for side, n in content["unmatched"].items():
        assert alike(told(rows, "ana")["", f"unmatched_{side}"], n)
    for way in by:
        for value, part in content["by"][way].items():
            _score_alike(told(rows, f"ana, {way} {value}"), part)
    for cover in content["coverage"]:
        group = told(rows, f"ana, {cover['by']} {cover['group']}")
        assert alike(group["", "coverage_poses"], cover["n_poses"])
        assert alike(group["", "coverage_independent"], cover["n_independent"])
        assert alike(group["", "coverage_missing"], cover["missing"])
        assert alike(group["", "coverage_mpjpe_px"], cover["mpjpe_px"])


def _score_alike(told: dict[tuple[str, str], Cells], content: dict[str, Any]) -> None:
    oks, flags, pck = content["oks"], content["visibility"], content["pck"]
    alpha = next(key for key in pck if key not in ("normaliser", "macro"))
    whole = {
        "frames": content["n_frames"],
        "poses": content["n_pairs"],
        "oks_mean": oks["mean"],
        "oks_median": oks["median"],
        "oks_p10": oks["p10"],
        "oks_target": oks["target"],
        "mpjpe_px": content["mpjpe_px"],
        "mpjpe_px_over_keypoints": content["mpjpe_macro_px"],
        "mpjpe_s": content["mpjpe_s"],
        "scale_px": content["scale"]["median_px"],
        "kappa": flags["kappa"],
        "kappa_linear": flags["kappa_linear"],
        "kappa_quadratic": flags["kappa_quadratic"],
        "visibility_agreement": flags["agreement"],
        "passes": int(content["pass"]),
        f"pck_{alpha}_{pck['normaliser']}": pck[alpha],
        f"pck_{alpha}_{pck['normaliser']}_over_keypoints": pck["macro"],
        **{f"scale_from_{source}": n for source, n in content["scale"]["from"].items()},
    }
    wrong = [name for name, number in whole.items() if not alike(told["", name], number)]
    assert wrong == []
    for name, joint in content["joints"].items():
        _keypoint_alike(name, told, joint)


def _keypoint_alike(name: str, told: dict[tuple[str, str], Cells], joint: dict[str, Any]) -> None:
    bias = joint["bias_px"] or (None, None)
    numbers = {
        "mpjpe_px": joint["mpjpe_px"],
        "rmse_px": joint["rmse_px"],
        "max_px": joint["max_px"],
        "bias_x_px": bias[0],
        "bias_y_px": bias[1],
        "bias_p_adjusted": joint["bias_p_adjusted"],
        "independent": joint["n_independent"],
        "tolerance_px": joint["tolerance_px"],
        "kappa": joint["kappa"],
        "missing": joint["missing"],
    }
    wrong = [key for key, number in numbers.items() if not alike(told[name, key], number)]
    assert (name, wrong) == (name, [])


def test_every_pose_has_its_similarity(session: Session, rows: list[Cells]) -> None:
    gold, layer = story.gold_of(session).id, session.contents.layer_named("ben").id
    content: Any = score_layers_by(session, layer, gold, []).to_json()
    poses = [row for row in rows if (row["group"], row["quantity"]) == ("ben", "oks_pose")]
    found = [(row["clip"], row["instance"], int(row["frame"]), float(row["value"])) for row in poses]
    assert found == [
        (one["clip"], one["instance"], one["frame"], one["oks"]) for one in content["oks"]["by_pair"]
    ]


def test_agreement_is_that_of_the_command(session: Session, rows: list[Cells]) -> None:
    gold = current_gold(session)
    assert gold is not None
    content: Any = agreeing.agreement_of(agreeing.raters_of(session), labels_of(session, gold.id))[1]
    pooled = {row["quantity"]: row for row in rows if row["group"] == "agreement" and not row["keypoint"]}
    assert float(pooled["fleiss_kappa"]["value"]) == content["fleiss_kappa"]
    assert float(pooled["ac1"]["value"]) == content["visibility"]["ac1"]
    assert int(pooled["poses"]["value"]) == content["n_poses"]
    at = {
        (row["person"], row["keypoint"], row["quantity"]): row for row in rows if row["group"] == "agreement"
    }
    for name, joint in content["joints"].items():
        assert alike(at["", name, "to_consensus_px"], joint["mpjpe_to_consensus_px"])
        assert alike(at["", name, "pairwise_px"], joint["pairwise_px"])
        assert alike(at["", name, "kappa"], joint["kappa"])
        for who, bias in joint["by_rater"].items():
            assert alike(at[who, name, "leave_one_out_px"], bias["leave_one_out_px"])
            assert alike(at[who, name, "bias_p_adjusted"], bias["bias_p_adjusted"])
            assert at[who, name, "bias_systematic"]["value"] == str(int(bias["systematic"]))


def test_weeks_checks_and_blur_are_those_of_the_weekly_command(session: Session, rows: list[Cells]) -> None:
    content = weekly_content(session, weekly_report(session))
    assert content["cells"]
    at = {(row["person"], row["keypoint"], row["week"], row["quantity"], row["group"]): row for row in rows}
    for cell in content["cells"]:
        group = "weeks, type" if cell["kind"] == "type" else "weeks"
        key = (cell["annotator"], cell["name"], cell["week"])
        assert alike(at[*key, "week_mpjpe_px", group], cell["mean_px"])
        assert alike(at[*key, "week_scaled_mpjpe_px", group], cell["scaled_px"])
        assert at[*key, "week_flagged", group]["value"] == str(float(cell["flagged"]))
    for one in content["blur"]:
        assert alike(at[one["annotator"], "", "", "too_blurred", "flags against blur"], one["beyond"])


def test_an_attempt_is_told_as_it_was_judged(session: Session, rows: list[Cells]) -> None:
    of = told([row for row in rows if row["person"] == "ana"], "calibration, attempt 1")
    assert of["", "passes"]["value"] == "0"
    assert of["", "failing_keypoints"]["note"] == report_story.WRIST
    assert float(of["", "mpjpe_px"]["value"]) > 0


def test_events_of_two_people_stand_side_by_side(office: Office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    office.label("ana")
    for who, frame in (("ana", 10), ("ben", 12)):
        office.as_(who).do(MarkEvent(Event("a", frame, "release")))
    rows = table_of(office.as_("lea"))
    told_ = {row["quantity"]: row for row in rows if row["group"] == "events, ana and ben"}
    assert (told_["event_frame_first"]["value"], told_["event_frame_second"]["value"]) == ("10", "12")
    assert told_["event_difference_frames"]["value"] == "2"
    assert float(told_["events_bias_frames"]["value"]) == 2.0


# ---- how it is told ------------------------------------------------------------------------------------


def test_the_head_explains_every_column_and_every_quantity(rows: list[Cells]) -> None:
    about = [row for row in rows if row["group"] == ABOUT]
    assert rows[: len(about)] == about
    assert [row["quantity"] for row in about[: len(COLUMNS)]] == [f"column {name}" for name in COLUMNS]
    assert all(row["note"] for row in about)
    used = {row["quantity"] for row in rows if row["group"] != ABOUT}
    assert [name for name in sorted(used) if not described(name).meaning] == []
    assert tuple(ABOUT_COLUMNS) == COLUMNS


def test_no_quantity_is_explained_twice_or_shadowed() -> None:
    names = [one.name for one in QUANTITIES]
    assert len(set(names)) == len(names)
    for one in QUANTITIES:
        assert described(one.name.replace("*", "x")).meaning == one.meaning, one.name


def test_numbers_have_units(rows: list[Cells]) -> None:
    units = {row["quantity"]: row["unit"] for row in rows if row["group"] != ABOUT}
    assert [name for name, unit in units.items() if name.endswith("_px") and not unit.startswith("px")] == []
    assert [name for name, unit in units.items() if not unit and name != "absent"] == []
    assert units["bias_p_adjusted"] == "probability"


@pytest.mark.parametrize(
    "row_of", [lambda row: row["value"] or row["note"], lambda row: row["value"] not in ("nan", "inf")]
)
def test_nothing_is_silent_and_nothing_is_nan(rows: list[Cells], row_of: Callable[[Cells], object]) -> None:
    assert [row for row in rows if not row_of(row)] == []


def test_a_name_that_a_spreadsheet_would_run_is_text(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=('=HYPERLINK("x")', "ben")) as session:
        people = {row["person"] for row in table_of(session)}
    assert '=HYPERLINK("x")' not in people
    assert '\'=HYPERLINK("x")' in people
