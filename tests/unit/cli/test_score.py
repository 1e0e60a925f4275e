"""`score`: the verdict, its JSON, and its exit status."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palpate.cli.output import Table
from palpate.cli.score import score_parts
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session.editions import new_layer
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer
from palpate.session.exchange.transfer import read_labels
from palpate.session.session import Session

Run = Callable[..., Any]


@pytest.fixture
def gold(palpate: Run, bowlers: Path, tmp_path: Path) -> Path:
    """What a hand placed in the story, as a file."""
    palpate("export", bowlers, tmp_path / "gold.json", "--reviewed-only")
    return tmp_path / "gold.json"


def shifted(path: Path, target: Path, keypoint: int, by: float) -> Path:
    """Write a COCO file again with one keypoint moved to the right."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for entry in content["annotations"]:
        entry["keypoints"][3 * keypoint] += by
    target.write_text(json.dumps(content), encoding="utf-8")
    return target


def test_a_score_has_the_shape_that_checks_read(palpate: Run, bowlers: Path, gold: Path) -> None:
    ran = palpate("score", bowlers, gold, "--json")
    content = ran.content
    assert ran.status == 0
    assert content.keys() >= {
        "n_frames",
        "n_pairs",
        "unmatched",
        "oks",
        "pck",
        "mpjpe_px",
        "joints",
        "visibility",
        "failing_joints",
        "pass",
    }
    assert (content["n_frames"], content["n_pairs"]) == (10, 12)
    # The stander is between keyframes in four frames of which gold says nothing of her.
    assert content["unmatched"] == {"labels": 4, "gold": 0}
    assert content["oks"].keys() >= {"mean", "median", "p10", "target", "pass", "by_pair"}
    assert content["oks"]["by_pair"][0].keys() >= {"frame", "instance", "oks"}
    assert content["pck"].keys() >= {"0.2", "normaliser"}
    assert content["pck"]["normaliser"] == "torso"
    assert list(content["joints"]) == ["head", "left_hand", "right_hand", "hip", "foot"]
    for joint in content["joints"].values():
        assert joint.keys() >= {
            *("n", "mpjpe_px", "sd_px", "bias_px", "bias_local_px", "bias_p", "systematic", "pck", "oks"),
            *("visibility_agreement", "kappa", "pass", "worst_frame"),
        }
        assert (joint["n"], joint["mpjpe_px"], joint["pass"]) == (12, 0.0, True)
    levels = content["visibility"]["levels"]
    assert np.array(content["visibility"]["confusion"]).shape == (len(levels), len(levels))
    assert (content["failing_joints"], content["pass"], content["mpjpe_px"]) == ([], True, 0.0)


def test_a_misplaced_keypoint_fails_and_is_named(palpate: Run, gold: Path, tmp_path: Path) -> None:
    off = shifted(gold, tmp_path / "off.json", keypoint=3, by=60.0)
    ran = palpate("score", off, gold, "--json")
    assert ran.status == 1
    assert ran.content["failing_joints"] == ["hip"]
    assert ran.content["pass"] is False
    hip = ran.content["joints"]["hip"]
    assert (hip["mpjpe_px"], hip["bias_px"], hip["pass"]) == (
        pytest.approx(60.0),
        pytest.approx([60.0, 0.0]),
        False,
    )
    table = palpate("score", off, gold)
    assert table.status == 1
    assert table.out.startswith("does not pass")
    assert table.out.index("hip") < table.out.index("head")


def test_a_project_is_scored_against_a_file_and_the_other_way_round(
    palpate: Run, bowlers: Path, gold: Path
) -> None:
    forth = palpate("score", bowlers, gold, "--json").content
    assert (forth["n_pairs"], forth["mpjpe_px"], forth["pass"]) == (12, 0.0, True)
    back = palpate("score", gold, bowlers, "--gold", "ana", "--json").content
    assert (back["n_pairs"], back["mpjpe_px"]) == (12, 0.0)


def test_a_project_is_scored_against_its_own_gold(palpate: Run, bowlers: Path) -> None:
    with Session.open(bowlers) as session:
        layer = new_layer("truth", LayerKind.GOLD, "ben")
        session.do(PutLayer("Add gold", layer))
        walker = next(found.id for found in session.contents.instances if found.name == "walker")
        for frame in (15, 35):
            spots = np.repeat(100.0 + frame + 10.0 * np.arange(5)[:, None], 2, axis=1) + np.array([0.0, 5.0])
            at = session.pose_at(layer.id, walker, frame)
            session.do(poses.move(at, np.arange(5), spots, np.full(5, 2, np.int8), title="Mark"))
    content = palpate("score", bowlers, "--json").content
    assert content["n_frames"] == 2
    assert content["mpjpe_px"] == pytest.approx(5.0)
    named = palpate("score", bowlers, "--layer", "ana", "--gold", "truth", "--json").content
    assert named == content
    assert (
        palpate("score", bowlers, "--layer", "truth", "--gold", "truth", "--json").content["mpjpe_px"] == 0.0
    )


def test_what_cannot_be_compared_is_said(refused: Run, bowlers: Path, gold: Path, tmp_path: Path) -> None:
    assert "needs gold" in refused("score", gold)
    assert "no gold layer" in refused("score", bowlers)
    assert "known: ana" in refused("score", bowlers, gold, "--layer", "x")
    assert "no such layer" in refused("score", gold, bowlers)
    refused("score", tmp_path / "none.json", gold)
    content = json.loads(gold.read_text(encoding="utf-8"))
    content["annotations"] = []
    (tmp_path / "empty.json").write_text(json.dumps(content), encoding="utf-8")
    assert "no labelled pose" in refused("score", tmp_path / "empty.json", gold)


def test_scoring_changes_nothing(palpate: Run, bowlers: Path, gold: Path) -> None:
    before = bowlers.read_bytes()
    palpate("score", bowlers, gold)
    assert bowlers.read_bytes() == before
    assert list(bowlers.parent.glob("*.palpate*")) == [bowlers]


def test_the_table_says_which_p_it_shows_and_when_a_bias_counts(
    palpate: Run, gold: Path, tmp_path: Path
) -> None:
    off = shifted(gold, tmp_path / "off.json", keypoint=3, by=60.0)
    told = palpate("score", off, gold).out
    assert "p (adj.)" in told
    assert "flags agree" in told
    assert "Benjamini–Hochberg over keypoints" in " ".join(told.split())
    hip = palpate("score", off, gold, "--json").content["joints"]["hip"]
    assert {"bias_p", "bias_p_adjusted"} <= hip.keys()


def test_the_table_shows_the_adjusted_p() -> None:
    joint = {
        "n": 9,
        "mpjpe_px": 1.0,
        "sd_px": 1.0,
        "bias_px": [1.0, 0.0],
        "bias_p": 0.001,
        "bias_p_adjusted": 0.02,
        "tolerance_px": 2.0,
        "visibility_agreement": 1.0,
        "pass": True,
    }
    content = {
        "pass": True,
        "oks": {"mean": 1.0, "target": 0.9},
        "visibility": {"kappa": None},
        "mpjpe_px": 1.0,
        "failing_joints": [],
        "joints": {"hip": joint},
        "n_pairs": 9,
        "n_frames": 9,
    }
    table = score_parts(content)[1]
    assert isinstance(table, Table)
    assert table.rows[0][table.headings.index("p (adj.)")] == "2.0e-02"


def test_another_version_is_scored_on_the_points_it_shares_with_gold_and_says_so(
    palpate: Run, bowlers: Path, tmp_path: Path
) -> None:
    before = shutil.copy(bowlers, tmp_path / "version 1.palpate")
    rules = ("--redefine", "hip", "--rename", "foot=toe", "--add", "nose")
    assert palpate("skeleton", "migrate", bowlers, *rules).status == 0
    for labels, gold, odd, lacking in (
        (bowlers, before, "toe, nose", "foot"),
        (before, bowlers, "foot", "toe, nose"),
    ):
        content = palpate("score", labels, gold, "--gold", "ana", "--json").content
        assert set(content["joints"]) == {"head", "left_hand", "right_hand"}
        assert content["mpjpe_px"] == 0.0
        assert content["notes"][0].endswith(
            "compared on the 3 keypoints that both have at the same place; left out: another place: "
            f"hip since version 2; not in the labels: {lacking}; not in gold: {odd}"
        )


@pytest.mark.parametrize("name", ["out.json", "out.csv"])
def test_what_waits_to_be_placed_anew_leaves_no_project(
    palpate: Run, bowlers: Path, tmp_path: Path, name: str
) -> None:
    palpate("export", bowlers, tmp_path / f"all {name}")
    assert palpate("skeleton", "migrate", bowlers, "--redefine", "hip").status == 0
    ran = palpate("export", bowlers, tmp_path / name)
    assert "to be placed anew" in ran.out + ran.err
    with Session.open(bowlers, read_only=True) as session:
        known = list(session.contents.skeletons.values())
    for file, said in ((f"all {name}", True), (name, False)):
        labels = read_labels(tmp_path / file, known=known)
        for instance, track in labels.labelled():
            hip = labels.skeleton_of(instance).position_of["hip"]
            assert bool((track.visibility[:, hip] > Visibility.ABSENT).any()) is said
            assert (np.delete(track.visibility, hip, axis=1) > Visibility.ABSENT).any(axis=0).all()


def test_a_score_is_broken_down_by_what_is_known(palpate: Run, bowlers: Path, gold: Path) -> None:
    content = palpate("score", bowlers, gold, "--by", "instance,clip", "--json").content
    assert sum(group["n_pairs"] for group in content["by"]["instance"].values()) == content["n_pairs"]
    assert all(row["thin"] for row in content["coverage"])
    told = palpate("score", bowlers, gold, "--by", "instance").out
    assert "coverage" in told
    assert "more poses" in told


def test_breaking_down_by_what_nobody_knows_is_refused(refused: Run, bowlers: Path, gold: Path) -> None:
    assert "nothing is known of weather" in refused("score", bowlers, gold, "--by", "weather")
