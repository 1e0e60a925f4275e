"""`skeleton list`, `show` and `validate`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from palpate.model.policy import KeypointPolicy
from palpate.model.skeleton import Skeleton
from palpate.store.skeleton_writing import skeleton_to_yaml

Run = Callable[..., Any]


def test_shipped_skeletons_are_listed(palpate: Run) -> None:
    found = {entry["name"]: entry for entry in palpate("skeleton", "list", "--json").content["skeletons"]}
    assert found["coco_17"]["n_keypoints"] == 17
    assert found["cricket_bowling_54"]["n_keypoints"] == 54
    assert "cricket_bowling_54" in palpate("skeleton", "list").out


@pytest.mark.parametrize(
    ("name", "tiers", "k"), [("coco_17", "three_tier", 17), ("cricket_bowling_54", "four_tier", 54)]
)
def test_a_skeleton_is_shown_in_the_shape_that_checks_read(
    palpate: Run, name: str, tiers: str, k: int
) -> None:
    content = palpate("skeleton", "show", name, "--json").content
    assert content.keys() >= {"name", "version", "visibility", "keypoints", "edges", "policy", "measures"}
    assert (content["name"], content["visibility"], len(content["keypoints"])) == (name, tiers, k)
    names = [point["name"] for point in content["keypoints"]]
    for point in content["keypoints"]:
        assert point.keys() >= {"name", "side", "mirror", "sigma", "type", "region"}
        assert point["side"] in ("left", "right", "midline")
        assert point["mirror"] is None or point["mirror"] in names
    assert all(a in names and b in names for a, b in content["edges"])


def test_limits_of_single_keypoints_are_shown(palpate: Run, tmp_path: Path, stick_figure: Skeleton) -> None:
    head = replace(stick_figure.keypoints[0], policy=KeypointPolicy(mpjpe_px=6.0))
    file = tmp_path / "figure.yaml"
    asks = replace(stick_figure, keypoints=(head, *stick_figure.keypoints[1:]))
    file.write_text(skeleton_to_yaml(asks), encoding="utf-8")
    points = palpate("skeleton", "show", file, "--json").content["keypoints"]
    assert [point["policy"] for point in points] == [{"mpjpe_px": 6.0}, {}, {}, {}, {}]
    assert "mpjpe_px" in palpate("skeleton", "show", file).out
    assert "limits of single" not in palpate("skeleton", "show", "coco_17").out


def test_a_skeleton_in_a_file_is_shown_and_validated(
    palpate: Run, tmp_path: Path, stick_figure: Skeleton
) -> None:
    file = tmp_path / "figure.yaml"
    file.write_text(skeleton_to_yaml(stick_figure), encoding="utf-8")
    assert palpate("skeleton", "show", file, "--json").content["name"] == "stick_figure"
    assert palpate("skeleton", "validate", file, "--json").content["valid"] is True
    assert palpate("skeleton", "validate", file).out.endswith("no problem found (5 keypoints)\n")


def test_a_faulty_skeleton_is_told_with_every_fault(refused: Run, tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text("skeleton: x\nkeypoints:\n  - name: a\n    mirror: b\n  - name: a\n", encoding="utf-8")
    said = refused("skeleton", "validate", file)
    assert said.count("error: ") >= 2
    assert str(file) in said


def test_a_mistake_is_said(refused: Run, tmp_path: Path) -> None:
    assert "needs the name" in refused("skeleton", "show")
    assert "octopus_8" in refused("skeleton", "show", "octopus_8")
    refused("skeleton", "validate", tmp_path)
    refused("skeleton", "validate", tmp_path / "none.yaml")
    refused("skeleton", "paint", "coco_17")
    refused("skeleton")


TEN_FAULTS = """\
skeleton: bowler
keypoints:
  - {name: c7}
  - {name: c7}
  - {name: left_knee, side: left, mirror: right_knee}
  - {name: right_knee, side: right, mirror: right_hip}
  - {name: right_hip, side: right, mirror: nose, sigma: 0}
  - {name: left_hip, side: left, mirror: left_hip}
  - {name: ankle, parent: toe}
  - {name: toe, parent: ankle}
edges:
  - [c7, tail]
rigid_segments: [[c7]]
normalisers: {head: [c7, c7]}
policy: {oks: 1.5}
"""


def test_ten_planted_faults_give_ten_errors_with_their_lines(refused: Run, tmp_path: Path) -> None:
    file = tmp_path / "ten.yaml"
    file.write_text(TEN_FAULTS, encoding="utf-8")
    lines = [
        said.removeprefix(f"error: {file}: ") for said in refused("skeleton", "validate", file).splitlines()
    ]
    expected = (
        ("line 4: keypoints[1].name", "a keypoint called 'c7' exists already"),
        ("line 5: keypoints[2].mirror", "the mirror of right_knee is right_hip"),
        ("line 7: keypoints[4].mirror", "no keypoint is called 'nose'"),
        ("line 7: keypoints[4].sigma", "must be greater than 0, not 0"),
        ("line 8: keypoints[5].mirror", "cannot be its own mirror"),
        ("line 9: keypoints[6].parent", "circle"),
        ("line 12: edges[0][1]", "no keypoint is called 'tail'"),
        ("line 13: rigid_segments[0]", "must be a pair"),
        ("line 14: normalisers.head", "has no length"),
        ("line 15: policy.oks", "at most 1"),
    )
    assert len(lines) == 10
    for (place, told), line in zip(expected, sorted(lines, key=_by_line), strict=True):
        assert line.startswith(place)
        assert told in line


def _by_line(told: str) -> tuple[int, str]:
    return int(told.split(": ")[0].removeprefix("line ")), told


COCO = """\
{"categories": [
  {"id": 1, "name": "mouse", "keypoints": ["nose", "left_ear", "right_ear"], "skeleton": [[1, 2], [1, 3]]},
  {"id": 2, "name": "fly", "keypoints": ["head", "wingL", "wingR"], "skeleton": [[1, 2], [1, 3]]}
]}
"""


@pytest.fixture
def coco(tmp_path: Path) -> Path:
    file = tmp_path / "animals.json"
    file.write_text(COCO, encoding="utf-8")
    return file


def test_a_skeleton_of_another_program_is_shown_with_what_it_does_not_say(palpate: Run, coco: Path) -> None:
    content = palpate("skeleton", "show", f"{coco}#fly", "--json").content
    assert content["edges"] == [["head", "wingL"], ["head", "wingR"]]
    assert [k["mirror"] for k in content["keypoints"]] == [None, "wingR", "wingL"]
    assert any("σ" in sentence for sentence in content["warnings"])
    assert "σ" in palpate("skeleton", "show", f"{coco}#fly").out
    assert palpate("skeleton", "validate", f"{coco}#fly", "--json").content["name"] == "fly"


def test_a_file_with_several_skeletons_lists_them(refused: Run, coco: Path) -> None:
    assert "mouse (3 keypoints), fly (3 keypoints)" in refused("skeleton", "show", coco)


def test_a_project_starts_from_a_skeleton_of_another_program(
    palpate: Run, coco: Path, tmp_path: Path
) -> None:
    words = ("new", tmp_path / "it", "--skeleton", f"{coco}#mouse", "--annotator", "ana")
    made = palpate(*words, "--json").content
    assert made["skeletons"] == ["mouse"]
    assert any("σ" in sentence for sentence in made["warnings"])
    told = palpate("info", tmp_path / "it.palpate", "--json").content
    assert told["skeleton"] == {"name": "mouse", "version": 1, "n_keypoints": 3}


@pytest.mark.parametrize("kind", ["coco", "cvat", "yolo", "sleap", "dlc", "palpate"])
def test_a_skeleton_is_exported_and_read_again(palpate: Run, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    content = palpate("skeleton", "export", "hand_21", out, "--as", kind, "--json").content
    assert (content["kind"], content["keypoints"]) == (kind, 21)
    assert bool(content["losses"]) == (kind != "palpate")
    shipped, back = (palpate("skeleton", "show", name, "--json").content for name in ("hand_21", out))
    assert [k["name"] for k in back["keypoints"]] == [k["name"] for k in shipped["keypoints"]]


def test_an_export_never_replaces_a_file_unasked(palpate: Run, refused: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("mine")
    assert "exists already" in refused("skeleton", "export", "hand_21", out, "--as", "coco")
    assert out.read_text() == "mine"
    palpate("skeleton", "export", "hand_21", out, "--as", "coco", "--force")
    assert "keypoints" in out.read_text()
    assert "needs a skeleton and a file" in refused("skeleton", "export", "hand_21")
