"""The library: what is shipped, and what lies in files of the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.errors import FileUnreadable, UsageError
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.store.library import (
    load_guideline,
    load_guidelines,
    load_skeleton,
    shipped_skeletons,
    skeleton_names,
)
from palpate.store.skeleton_writing import skeleton_to_yaml

HAND = Skeleton("hand", (Keypoint("wrist"), Keypoint("thumb_tip", parent="wrist")), guidelines="hand")


def test_a_shipped_skeleton_is_read_once() -> None:
    assert load_skeleton("coco_17") is load_skeleton("coco_17")


def test_every_shipped_name_can_be_loaded() -> None:
    assert {"coco_17", "cricket_bowling_54"} <= set(skeleton_names())
    assert {name: skeleton.name for name, skeleton in shipped_skeletons().items()} == {
        name: name for name in skeleton_names()
    }


def test_a_file_of_the_user_is_read_again_after_an_edit(tmp_path: Path) -> None:
    path = tmp_path / "hand.yaml"
    path.write_text(skeleton_to_yaml(HAND), encoding="utf-8")
    assert load_skeleton(path) == HAND
    path.write_text(skeleton_to_yaml(HAND).replace("thumb_tip", "index_tip"), encoding="utf-8")
    assert load_skeleton(str(path)).names == ("wrist", "index_tip")


def test_an_unknown_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="no skeleton is called 'coco_71'; did you mean coco_17"):
        load_skeleton("coco_71")


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        load_skeleton(tmp_path / "none.yaml")


def test_guidelines_come_in_the_order_of_the_skeleton() -> None:
    skeleton = load_skeleton("coco_17")
    assert tuple(load_guidelines(skeleton)) == skeleton.names


def test_guidelines_beside_the_file_of_a_skeleton_are_found(tmp_path: Path) -> None:
    (tmp_path / "hand").mkdir()
    (tmp_path / "hand" / "wrist.md").write_text(
        "---\nkeypoint: wrist\n---\n\n## Definition\n\nBetween the styloids.\n", encoding="utf-8"
    )
    assert {name: one.definition for name, one in load_guidelines(HAND, near=tmp_path).items()} == {
        "wrist": "Between the styloids."
    }
    assert load_guidelines(HAND) == {}


def test_a_keypoint_name_never_leads_out_of_the_guideline_folder() -> None:
    assert load_guideline(load_skeleton("coco_17"), "../cricket_bowling_54/t6") is None
