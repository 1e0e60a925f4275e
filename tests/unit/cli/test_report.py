"""`palpate report`: what it writes, what it prints, and what it refuses."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import report_story
from report_story import WRIST

from palpate.session.session import Session

Run = Callable[..., Any]


@pytest.fixture
def coras(tmp_path: Path) -> Path:
    """The consultant's project, closed."""
    with report_story.project(tmp_path) as session:
        return session.project.path


def test_each_kind_of_report_is_written_and_told_and_does_not_judge(
    palpate: Run, coras: Path, tmp_path: Path
) -> None:
    for suffix, begin in ((".html", b"<!DOCTYPE html>"), (".pdf", b"%PDF-"), (".csv", b"group,person")):
        out = tmp_path / f"report{suffix}"
        ran = palpate("report", coras, out, "--json")
        assert ran.status == 0
        assert ran.content["file"] == str(out)
        assert len(ran.content["summary"]) == 5
        assert ran.content["people"] == [
            {"annotator": "ana", "layer": "ana", "pass": False, "failing_joints": [WRIST]},
            {"annotator": "ben", "layer": "ben", "pass": True, "failing_joints": []},
        ]
        assert "Calibration" in ran.content["absent"]
        assert ran.content["warnings"] == []
        assert out.read_bytes().startswith(begin)


def test_people_read_the_five_sentences_and_what_is_absent(palpate: Run, coras: Path, tmp_path: Path) -> None:
    said = palpate("report", coras, tmp_path / "report.html").out.splitlines()
    assert said[0] == str(tmp_path / "report.html")
    assert said[5].startswith("What to do: ana goes over Left wrist")
    assert any(line.startswith("absent: Calibration: no attempt") for line in said)


def test_an_existing_file_is_replaced_only_when_asked(
    palpate: Run, refused: Run, coras: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report.csv"
    out.write_text("mine", encoding="utf-8")
    assert "--force" in refused("report", coras, out)
    assert out.read_text(encoding="utf-8") == "mine"
    assert palpate("report", coras, out, "--force").status == 0
    assert out.read_text(encoding="utf-8") != "mine"


def test_a_mistake_is_said_and_nothing_is_written(refused: Run, coras: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert "none of them" in refused("report", coras, tmp_path / "report.txt")
    assert "nobody" in refused("report", coras, tmp_path / "report.html", "--layer", "nobody")
    assert "time zone" in refused("report", coras, tmp_path / "report.html", "--zone", "Mars")
    refused("report", tmp_path / "missing.palpate", tmp_path / "report.html")
    refused("report", coras, tmp_path / "nowhere" / "report.html")
    assert sorted(tmp_path.iterdir()) == before


def test_a_project_without_gold_is_refused_with_the_way_out(refused: Run, tmp_path: Path) -> None:
    Session.create(tmp_path / "bare.palpate", ["coco_17"], "ana").close()
    said = refused("report", tmp_path / "bare.palpate", tmp_path / "report.pdf")
    assert "no gold layer" in said
    assert "mark gold" in said
    assert not (tmp_path / "report.pdf").exists()


def test_work_without_a_frame_in_common_with_gold_is_refused(refused: Run, tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=()) as session:
        report_story.work(session, "cleo", off_px=0.0, seed=3, frames=(1, 2, 3))
        path = session.project.path
    assert "no frame in common" in refused("report", path, tmp_path / "report.html")


def test_the_table_tells_the_numbers_of_score(palpate: Run, coras: Path, tmp_path: Path) -> None:
    palpate("report", coras, tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for who in ("ana", "ben"):
        told = {(row["keypoint"], row["quantity"]): row["value"] for row in rows if row["group"] == who}
        score = palpate("score", coras, "--layer", who, "--json").content
        assert float(told["", "oks_mean"]) == score["oks"]["mean"]
        assert float(told["", "mpjpe_px"]) == score["mpjpe_px"]
        assert float(told["", "kappa"]) == score["visibility"]["kappa"]
        assert told["", "passes"] == str(int(score["pass"]))
        assert {name for (name, what), value in told.items() if what == "fails" and value == "1"} == set(
            score["failing_joints"]
        )
        for name, joint in score["joints"].items():
            assert float(told[name, "mpjpe_px"]) == joint["mpjpe_px"]
            assert [float(told[name, f"bias_{axis}_px"]) for axis in "xy"] == joint["bias_px"]
            assert float(told[name, "bias_p_adjusted"]) == joint["bias_p_adjusted"]
