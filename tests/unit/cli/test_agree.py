"""`agree` and `sigma`: their JSON, tables and refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def files(palpate: Run, bowlers: Path, tmp_path: Path) -> list[Path]:
    """What a hand placed, by three people: the second 3 px to the right at keypoint 1, the third the same."""
    palpate("export", bowlers, tmp_path / "ana.json", "--reviewed-only")
    content = json.loads((tmp_path / "ana.json").read_text(encoding="utf-8"))
    (tmp_path / "cleo.json").write_text(json.dumps(content), encoding="utf-8")
    for entry in content["annotations"]:
        entry["keypoints"][3] += 3.0
    (tmp_path / "ben.json").write_text(json.dumps(content), encoding="utf-8")
    return [tmp_path / f"{name}.json" for name in ("ana", "ben", "cleo")]


def test_an_agreement_has_the_shape_that_checks_read(palpate: Run, files: list[Path]) -> None:
    ran = palpate("agree", *files, "--json")
    content = ran.content
    assert ran.status == 0
    assert content.keys() >= {"n_raters", "n_frames", "fleiss_kappa", "mpjpe_px", "joints", "notes"}
    assert (content["n_raters"], content["raters"]) == (3, ["ana", "ben", "cleo"])
    left_hand = content["joints"]["left_hand"]
    assert left_hand.keys() >= {"mpjpe_to_consensus_px", "pairwise_px", "sd_px", "kappa", "by_rater"}
    assert left_hand["by_rater"]["ben"]["bias_px"] == pytest.approx([3.0, 0.0])
    assert left_hand["by_rater"].keys() == {"ana", "ben", "cleo"}
    assert left_hand["by_rater"]["ana"]["mpjpe_px"] == 0.0
    # Everybody always said visible.
    assert (content["fleiss_kappa"], left_hand["kappa"]) == (None, None)
    assert any("no variation" in note for note in content["notes"])


def test_people_read_who_is_off_and_where(palpate: Run, files: list[Path]) -> None:
    ran = palpate("agree", *files)
    assert "3 raters on 12 poses in 10 frames" in ran.out
    assert "bias of ben" in ran.out
    assert "consensus is the geometric median" in ran.out


def test_a_project_agrees_with_a_file(palpate: Run, bowlers: Path, files: list[Path]) -> None:
    content = palpate("agree", bowlers, files[1], "--json").content
    assert content["raters"] == ["ana", "ben"]
    assert content["joints"]["left_hand"]["pairwise_px"] == pytest.approx(3.0)


def test_layers_of_a_project_agree(palpate: Run, bowlers: Path, files: list[Path]) -> None:
    palpate("import", bowlers, files[1], "--layer", "ben's")
    own = palpate("info", bowlers, "--json").content["layers"][0]["name"]
    content = palpate("agree", bowlers, "--layer", own, "--layer", "ben's", "--json").content
    assert content["n_raters"] == 2
    assert content["joints"]["left_hand"]["pairwise_px"] == pytest.approx(3.0)


def test_gold_from_a_file_is_the_consensus(palpate: Run, files: list[Path]) -> None:
    content = palpate("agree", *files[1:], "--gold", files[0], "--json").content
    assert content["raters"] == ["ben", "cleo"]
    assert content["joints"]["left_hand"]["by_rater"]["ben"]["bias_px"] == pytest.approx([3.0, 0.0])


def test_sigma_states_its_estimator_and_its_interval(palpate: Run, files: list[Path]) -> None:
    content = palpate("sigma", *files[:2], "--json").content
    hand = content["joints"]["left_hand"]
    assert hand["sigma"] > 0.0
    assert hand["ci"][0] < hand["sigma"] < hand["ci"][1]
    assert (hand["n"], hand["enough"]) == (12, False)
    assert "two raters" in content["estimator"]
    assert "distances to the mean of m raters" in palpate("sigma", *files, "--json").content["estimator"]
    assert "keep the preset" in palpate("sigma", *files).out


@pytest.mark.parametrize("command", ["agree", "sigma"])
def test_one_file_alone_is_refused(refused: Run, files: list[Path], command: str) -> None:
    assert "at least two" in refused(command, files[0])


def test_a_project_with_one_layer_is_refused(refused: Run, bowlers: Path) -> None:
    assert "fewer than two layers" in refused("agree", bowlers)
