"""The library: what is shipped, and what lies in files of the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.errors import FileUnreadable, GuidelineFaulty, UsageError
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


def put_guideline(folder: Path, keypoint: str, *, version: str = "version: 1\n", says: str = "Here.") -> None:
    folder.mkdir(exist_ok=True)
    text = f"---\nkeypoint: {keypoint}\n{version}---\n\n## Definition\n\n{says}\n"
    (folder / f"{keypoint}.md").write_text(text, encoding="utf-8")


def test_guidelines_for_unknown_keypoints_and_other_versions_are_refused_all_at_once(tmp_path: Path) -> None:
    put_guideline(tmp_path / "hand", "wrist", version="version: 2\n")
    put_guideline(tmp_path / "hand", "tumb_tip")
    put_guideline(tmp_path / "hand", "knee", version="")
    with pytest.raises(GuidelineFaulty) as caught:
        load_guidelines(HAND, near=tmp_path)
    assert [str(problem) for problem in caught.value.problems] == [
        "knee.md: keypoint: no keypoint of hand is called 'knee'",
        "tumb_tip.md: keypoint: no keypoint of hand is called 'tumb_tip'; did you mean thumb_tip?",
        "wrist.md: version: explains version 2 of hand; this is 1",
    ]
    assert caught.value.path == tmp_path / "hand"


def test_a_guideline_that_names_no_version_is_for_any(tmp_path: Path) -> None:
    put_guideline(tmp_path / "hand", "wrist", version="")
    assert load_guidelines(HAND, near=tmp_path)["wrist"].version is None


def test_guidelines_are_inherited_and_the_own_come_first(tmp_path: Path) -> None:
    both = Skeleton("both", HAND.keypoints, guidelines="mine", inherited_guidelines=("hand",))
    put_guideline(tmp_path / "mine", "wrist", says="Mine.")
    put_guideline(tmp_path / "hand", "wrist", says="Theirs.")
    put_guideline(tmp_path / "hand", "thumb_tip", version="version: 7\n", says="Theirs.")
    found = load_guidelines(both, near=tmp_path)
    assert {name: one.definition for name, one in found.items()} == {"wrist": "Mine.", "thumb_tip": "Theirs."}
