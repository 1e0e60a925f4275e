"""`palpate policy`: what holds, who says so, and changing it with a source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palpate.session.session import Session

Run = Callable[..., Any]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A consultant's project."""
    path = tmp_path / "p.palpate"
    Session.create(path, ["coco_17"], "Kim", "consultant").close()
    return path


def _by_key(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in content["thresholds"]}


def test_a_shipped_skeleton_shows_every_threshold_with_its_source(palpate: Run) -> None:
    content = palpate("policy", "coco_17", "show", "--json").content
    oks = _by_key(content)["oks"]
    assert (oks["value"], oks["source"], oks["group"]) == (0.85, "case study", "Agreement and accuracy")
    assert oks["allowed"] == "above 0, at most 1"
    assert oks["changed"] is None
    assert "sampling.base" in palpate("policy", "coco_17", "show").out


def test_a_value_is_set_with_its_source_and_shown_with_it(palpate: Run, project: Path) -> None:
    words = ("policy", project, "set", "oks=0.9", "sampling.base=25 %", "--source", "Board, 2026", "--json")
    changed = _by_key(palpate(*words).content)
    assert changed["oks"]["changed"]["source"] == "Board, 2026"
    assert changed["oks"]["changed"]["by"] == "Kim"
    assert changed["sampling.base"]["value"] == 0.25
    shown = _by_key(palpate("policy", project, "show", "--json").content)
    assert (shown["oks"]["value"], shown["oks"]["own"], shown["oks"]["source"]) == (0.9, 0.85, "Board, 2026")
    with Session.open(project) as session:
        assert session.undoable().title == "Set 2 thresholds"  # type: ignore[union-attr]


def test_one_keypoint_is_set_and_an_empty_value_leads_back(palpate: Run, project: Path) -> None:
    of_nose = ("--keypoint", "nose", "--json")
    palpate("policy", project, "set", "tolerance=6 px", "drift_px=3", "--source", "pilot", *of_nose)
    shown = _by_key(palpate("policy", project, "show", *of_nose).content)
    assert shown["tolerance"]["value"] == {"px": 6.0}
    assert shown["drift_px"]["value"] == 3.0
    assert shown["blur_visible"]["inherited"] is True
    whole = palpate("policy", project, "show", "--json").content
    assert {row["key"] for row in whole["of_keypoints"]} == {"tolerance", "drift_px"}
    palpate("policy", project, "set", "drift_px=", *of_nose)
    assert _by_key(palpate("policy", project, "show", *of_nose).content)["drift_px"]["inherited"] is True


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("set", "oks=1.2", "--source", "x"), "oks must be at most 1, not 1.2"),
        (("set", "drift_px=-1", "--source", "x"), "drift_px must be greater than 0, not -1"),
        (("set", "oks=nan", "--source", "x"), "oks must be a number such as 0.5, not 'nan'"),
        (("set", "sampling.base=2", "--source", "x"), "sampling.base must be at most 1 (100 %), not 2"),
        (("set", "best=1", "--source", "x"), "no threshold is called 'best'; there are oks, kappa"),
        (("set", "blur_estimated=0.1", "--source", "x"), "blur_estimated must not be below blur_visible"),
        (("set", "oks=0.9"), "say where the value comes from"),
        (("set",), "palpate policy set needs what to set: KEY=VALUE"),
        (("set", "oks", "--source", "x"), "palpate policy set takes KEY=VALUE, not 'oks'"),
        (("show", "--keypoint", "tail"), "coco_17 has no keypoint named 'tail'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    refused: Callable[..., str], project: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = refused("policy", project, *words)
    assert sentence in said
    assert said.count("\n") == 1


def test_a_skeleton_file_is_shown_but_changed_in_itself(refused: Callable[..., str]) -> None:
    said = refused("policy", "coco_17", "set", "oks=0.9", "--source", "x")
    assert "those of a skeleton file stand in the file" in said
