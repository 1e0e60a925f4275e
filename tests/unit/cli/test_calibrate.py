"""`calibrate` and `gold` on the command line, and every command that could let gold out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gold_story as story
import numpy as np
import pytest

from palpate.session.calibrating import attempts, calibration, gold
from palpate.session.session import Session

Run = Callable[..., Any]


@pytest.fixture
def consultants(tmp_path: Path) -> Path:
    """The consultant's project, closed."""
    with story.project(tmp_path) as session:
        return session.project.path


@pytest.fixture
def anas(consultants: Path) -> Path:
    """The project in Ana's hands, with certified gold, closed."""
    with Session.open(consultants) as session:
        gold.certify(session, story.gold_of(session).id)
        story.become(session, "ana", "annotator")
        session.ensure_layer()
    return consultants


def handed_to(path: Path, name: str, role: str) -> Path:
    with Session.open(path) as session:
        story.become(session, name, role)
    return path


def placed(path: Path, off: float = 0.0) -> Path:
    """Place what the open attempt asks for, the left wrist off to the right."""
    with Session.open(path) as session:
        begun = attempts.open_attempt(session, tasks=calibration.TASKS)
        assert begun is not None
        story.follow(session, begun, by=story.off_at(9, off), spread=0.5)
    return path


def asked(content: Any) -> set[tuple[str, int]]:
    return {(unit["clip"], unit["frame"]) for unit in content["units"]}


# ---- calibrate -----------------------------------------------------------------------------------------


def test_an_attempt_from_its_beginning_to_the_next_one(palpate: Run, anas: Path) -> None:
    begun = palpate("calibrate", "start", anas, "-n", 10, "--json").content
    assert (begun["layer"], begun["number"], begun["gold_version"]) == ("ana, attempt 1", 1, 1)
    assert len(begun["units"]) == 10
    status = palpate("calibrate", "status", anas, "--json").content
    assert (status["open"]["units"], status["open"]["done"], status["attempts"]) == (10, 0, [])
    assert status["pool"] == {"gold": "gold", "poses": 60, "asked": 10, "left": 50}
    placed(anas, off=60.0)
    ran = palpate("calibrate", "submit", anas, "--json")
    assert ran.status == 1
    assert ran.content["failing_joints"] == ["left_wrist"]
    assert list(ran.content["attempt"]["failing"]) == ["left_wrist"]
    practice = palpate("calibrate", "start", anas, "--practice", "--json").content
    assert (practice["task"], practice["keypoints"]) == ("practice", ["left_wrist"])
    assert palpate("calibrate", "submit", placed(anas), "--json").status == 0
    again = palpate("calibrate", "start", anas, "-n", 10, "--json").content
    assert again["number"] == 2
    assert not asked(again) & asked(begun)
    assert palpate("calibrate", "submit", placed(anas), "--json").status == 0
    status = palpate("calibrate", "status", anas, "--json").content
    told = [(one["task"], one["number"], one["pass"]) for one in status["attempts"]]
    assert told == [("calibration", 1, False), ("practice", 1, True), ("calibration", 2, True)]
    assert status["passed"]


def test_a_result_has_all_that_score_prints_and_a_verdict_on_the_attempt(palpate: Run, anas: Path) -> None:
    palpate("calibrate", "start", anas, "-n", 10)
    content = palpate("calibrate", "submit", placed(anas), "--json").content
    scored = palpate("score", anas, "--layer", "ana, attempt 1", "--json").content
    assert set(scored) <= set(content)
    assert set(scored["joints"]["nose"]) <= set(content["joints"]["nose"])
    assert (content["n_pairs"], content["attempt"]["pass"]) == (10, True)


def test_people_read_what_is_wrong(palpate: Run, anas: Path) -> None:
    assert "begun ana, attempt 1: 10 poses" in palpate("calibrate", "start", anas, "-n", 10).out
    ran = palpate("calibrate", "submit", placed(anas, off=60.0))
    assert "attempt 1 of ana does not pass" in ran.out
    assert "px off on average; the tolerance is 15.3 px" in ran.out
    said = palpate("calibrate", "status", anas).out
    assert "does not pass" in said
    assert "50 of 60 poses of gold were not asked yet" in said


def test_labels_from_a_file_are_placed_where_they_were_asked_for_and_nowhere_else(
    palpate: Run, anas: Path, tmp_path: Path
) -> None:
    with Session.open(anas) as session:
        work = session.contents.working_layer("ana")
        assert work is not None
        for instance in story.RUNNERS.values():
            story.label(session, work, instance, story.FRAMES)
    palpate("export", anas, tmp_path / "mine.json", "--layer", "ana", "--reviewed-only")
    palpate("calibrate", "start", anas, "-n", 10)
    ran = palpate("calibrate", "submit", anas, "--labels", tmp_path / "mine.json")
    assert "placed 10 poses from mine.json" in ran.out
    assert "50 poses of it were not asked for and are left out" in ran.out
    assert ran.status == 0


def test_labels_that_were_exported_from_gold_are_no_attempt(
    palpate: Run, refused: Run, anas: Path, tmp_path: Path
) -> None:
    palpate("export", anas, tmp_path / "gold.json", "--layer", "gold")
    palpate("calibrate", "start", anas, "-n", 10)
    assert "gold.json holds labels of gold" in refused(
        "calibrate", "submit", anas, "--labels", tmp_path / "gold.json"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("submit",), "ana has no attempt to submit; begin one with palpate calibrate start"),
        (("start", "-n", 61), "61 poses are asked for; gold has 60"),
        (("start", "-n", -1), "-n takes a whole number from 1 on"),
        (("start", "--practice"), "submit an attempt first"),
        (("start", "--gold", "silver"), "there is no layer named 'silver'"),
        (("comment", "well done"), "ana has submitted no attempt"),
        (("status", "--annotator", "ben"), "an annotator sees their own calibration"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    refused: Run, anas: Path, words: tuple[object, ...], said: str
) -> None:
    assert said in refused("calibrate", words[0], anas, *words[1:])


def test_an_attempt_begun_twice_or_submitted_empty_is_one_sentence(
    palpate: Run, refused: Run, anas: Path
) -> None:
    palpate("calibrate", "start", anas, "-n", 10)
    assert "0 of 10 units are done" in refused("calibrate", "start", anas)
    assert "there is nothing to submit" in refused("calibrate", "submit", anas)


def test_a_project_without_gold_is_told_so(palpate: Run, refused: Run, tmp_path: Path) -> None:
    palpate("new", tmp_path / "empty", "--skeleton", "coco_17", "--annotator", "ana")
    path = tmp_path / "empty.palpate"
    assert "no gold layer to calibrate against" in refused("calibrate", "start", path)
    assert "no gold layer" in refused("gold", "error", path)
    assert "no gold is certified" in refused("gold", "verify", path)
    assert palpate("calibrate", "status", path, "--json").content["pool"] is None


def test_a_consultant_comments_and_sees_everybody(palpate: Run, refused: Run, anas: Path) -> None:
    palpate("calibrate", "start", anas, "-n", 10)
    palpate("calibrate", "submit", placed(anas, off=60.0))
    assert "a consultant or a lead comments" in refused("calibrate", "comment", anas, "fine")
    handed_to(anas, "cora", "consultant")
    palpate("calibrate", "comment", anas, "ulnar side", "--annotator", "ana", "--keypoint", "left_wrist")
    status = palpate("calibrate", "status", anas, "--annotator", "ana", "--json").content
    (said,) = status["attempts"][0]["comments"]
    assert said == {"keypoint": "left_wrist", "text": "ulnar side", "author": "cora"}
    assert "cora on left_wrist: ulnar side" in palpate("calibrate", "status", anas, "--annotator", "ana").out


# ---- gold ----------------------------------------------------------------------------------------------


def test_gold_is_certified_verified_and_begun_anew(palpate: Run, refused: Run, consultants: Path) -> None:
    held = palpate("gold", "certify", consultants, "--note", "first", "--json").content
    assert (held["layer"], held["version"], held["note"], len(held["digest"])) == ("gold", 1, "first", 64)
    assert "certified already" in refused("gold", "certify", consultants)
    (found,) = palpate("gold", "verify", consultants, "--json").content["layers"]
    assert (found["state"], found["pass"], found["digest"]) == ("intact", True, held["digest"])
    begun = palpate("gold", "new", consultants, "--json").content
    assert begun == {"layer": "gold, version 2", "from": "gold", "version": 2}
    again = palpate("gold", "certify", consultants, "--json").content
    assert (again["layer"], again["version"], again["digest"]) == ("gold, version 2", 2, held["digest"])


def test_a_second_layer_of_gold_is_added_by_name(palpate: Run, refused: Run, consultants: Path) -> None:
    assert "--layer NAME" in refused("gold", "add", consultants)
    assert palpate("gold", "add", consultants, "--layer", "carl", "--json").content == {"layer": "carl"}
    assert "named carl already" in refused("gold", "add", consultants, "--layer", "carl")
    assert "nothing is labelled in carl" in refused("gold", "certify", consultants, "--layer", "carl")


def test_gold_changed_by_another_program_fails_the_check_and_names_the_place(
    palpate: Run, consultants: Path
) -> None:
    palpate("gold", "certify", consultants)
    moved = tampered(consultants)
    ran = palpate("gold", "verify", moved)
    assert ran.status == 1
    assert "ALTERED" in ran.out
    assert "runner in run, frame 4: nose stood at (432, 200), now at (432, 201)" in ran.out
    assert palpate("gold", "verify", moved, "--json").content["pass"] is False


def tampered(path: Path) -> Path:
    with sqlite3.connect(path) as connection:
        where = "WHERE instance = 'runner' AND frame = 4"
        row = connection.execute(f"SELECT positions FROM pose {where}").fetchone()[0]
        places = np.frombuffer(row).reshape(-1, 2).copy()
        places[0, 1] += 1.0
        connection.execute(f"UPDATE pose SET positions = ? {where}", (places.tobytes(),))
    connection.close()
    return path


def test_an_annotator_has_no_hand_in_gold(refused: Run, anas: Path) -> None:
    for words in (("certify",), ("new",), ("plan",), ("repeat",)):
        assert "gold is the consultant's" in refused("gold", words[0], anas), words


def test_a_plan_for_gold_is_drawn_by_kinds_of_frames(palpate: Run, refused: Run, consultants: Path) -> None:
    drawn = palpate("gold", "plan", consultants, "-n", 12, "--seed", 3, "--json").content
    assert len(drawn["units"]) == 12
    assert not {unit["frame"] for unit in drawn["units"]} & set(story.FRAMES)
    strata = [unit["stratum"] for unit in drawn["units"]]
    assert {strata.count(one) for one in strata} == {3}
    again = palpate("gold", "plan", consultants, "-n", 12, "--seed", 3, "--json").content
    assert again["units"] == drawn["units"]
    assert "181 poses are asked for; 180 have no gold yet" in refused("gold", "plan", consultants, "-n", 181)


def test_the_consultants_repeats_tell_golds_own_error(palpate: Run, consultants: Path) -> None:
    assert palpate("gold", "error", consultants, "--json").content["joints"] == {}
    begun = palpate("gold", "repeat", consultants, "-n", 20, "--json").content
    assert (begun["task"], len(begun["units"])) == ("repeat", 20)
    with Session.open(consultants) as session:
        own = attempts.open_attempt(session)
        assert own is not None
        story.follow(session, own, spread=2.0)
    floor = palpate("gold", "submit", consultants, "--json").content
    assert floor["source"] == "repeats"
    assert 1.0 < floor["joints"]["nose"]["sd_px"] < 3.0
    assert "repeats" in palpate("gold", "error", consultants).out


# ---- doors ---------------------------------------------------------------------------------------------


@pytest.fixture
def blind(palpate: Run, anas: Path) -> set[tuple[str, int]]:
    """What Ana's open attempt asks for."""
    return asked(palpate("calibrate", "start", anas, "-n", 10, "--json").content)


@pytest.mark.parametrize("suffix", ["json", "csv", "slp", "xml"])
def test_export_lets_no_hidden_gold_out(
    palpate: Run, anas: Path, blind: set[tuple[str, int]], tmp_path: Path, suffix: str
) -> None:
    formats = {"json": "coco", "csv": "dlc", "slp": "sleap", "xml": "cvat"}
    known = {one["name"] for one in palpate("formats", "--json").content["formats"] if one["write"]}
    name = next((one for one in known if one.startswith(formats[suffix])), "coco")
    out = tmp_path / f"out.{suffix}"
    ran = palpate("export", anas, out, "--layer", "gold", "--format", name, "--clip", "run", "--json")
    here = {frame for clip, frame in blind if clip == "run"}
    assert ran.content["frames"] == len(story.FRAMES) - len(here)
    assert any("kept from you until you submit ana, attempt 1" in said for said in ran.content["warnings"])


def test_what_was_exported_holds_no_answer(
    palpate: Run, anas: Path, blind: set[tuple[str, int]], tmp_path: Path
) -> None:
    palpate("export", anas, tmp_path / "gold.json", "--layer", "gold", "--format", "coco")
    content = json.loads((tmp_path / "gold.json").read_text(encoding="utf-8"))
    places = {image["id"]: (image["clip"], image["frame"]) for image in content["images"]}
    found = {places[one["image_id"]] for one in content["annotations"]}
    assert found
    assert not found & blind


def test_convert_does_not_read_a_project(palpate: Run, refused: Run, anas: Path, tmp_path: Path) -> None:
    palpate("calibrate", "start", anas, "-n", 10)
    refused("convert", anas, tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


def test_info_counts_no_hidden_gold(palpate: Run, anas: Path, blind: set[tuple[str, int]]) -> None:
    layers = {one["name"]: one for one in palpate("info", anas, "--json").content["layers"]}
    assert layers["gold"]["labelled_frames"] == 60 - len(blind)


def test_score_of_an_open_attempt_is_refused_by_every_way(
    palpate: Run, refused: Run, anas: Path, blind: set[tuple[str, int]], tmp_path: Path
) -> None:
    placed(anas)
    said = "10 frames of gold are kept from you until you submit ana, attempt 1"
    assert said in refused("score", anas, "--layer", "ana, attempt 1")
    palpate("export", anas, tmp_path / "mine.json", "--layer", "ana, attempt 1")
    nothing = f"no frame in common; left out: {said}"
    assert nothing in refused("score", tmp_path / "mine.json", anas)
    assert said in refused("score", anas, "--layer", "gold", "--gold", "ana, attempt 1")


def test_score_leaves_hidden_gold_out_and_says_so(
    palpate: Run, anas: Path, blind: set[tuple[str, int]]
) -> None:
    with Session.open(anas) as session:
        work = session.contents.working_layer("ana")
        assert work is not None
        story.label(session, work, "runner", story.FRAMES)
    content = palpate("score", anas, "--json").content
    here = {frame for clip, frame in blind if clip == "run"}
    assert not {one["frame"] for one in content["oks"]["by_pair"]} & here
    assert content["n_pairs"] == len(story.FRAMES) - len(here)
    assert "kept from you" in content["notes"][0]


@pytest.mark.parametrize("words", [("drift",), ("blur",), ("suggest", "--by", "diversity"), ("track",)])
def test_what_follows_from_hidden_gold_is_not_asked_either(
    refused: Run, anas: Path, blind: set[tuple[str, int]], words: tuple[str, ...]
) -> None:
    said = refused(words[0], anas, *words[1:], "--layer", "gold")
    assert f"{len(blind)} frames of gold are kept from you until you submit ana, attempt 1" in said


def test_verifying_gold_tells_no_place_that_is_hidden(palpate: Run, anas: Path) -> None:
    palpate("calibrate", "start", anas, "-n", 60)
    ran = palpate("gold", "verify", tampered(anas))
    assert ran.status == 1
    assert "changed outside the program" in ran.out
    assert "432" not in ran.out


def test_after_the_submission_all_of_gold_is_free_again(palpate: Run, anas: Path, tmp_path: Path) -> None:
    palpate("calibrate", "start", anas, "-n", 10)
    palpate("calibrate", "submit", placed(anas))
    ran = palpate("export", anas, tmp_path / "gold.json", "--layer", "gold", "--json")
    assert ran.content["frames"] == 60
