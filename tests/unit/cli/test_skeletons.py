"""`skeleton list`, `show` and `validate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
