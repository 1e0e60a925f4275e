"""Skeletons that add keypoints to another: what they keep of it, and how their faults are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from palpate.base.errors import SkeletonFaulty
from palpate.model.skeleton import Base, Keypoint
from palpate.store.library import load_skeleton
from palpate.store.skeleton_reading import skeleton_from_yaml
from palpate.store.skeleton_writing import skeleton_to_yaml

FACE = """\
skeleton: face
version: 3
keypoints:
  - {name: left_eye, side: left, mirror: right_eye}
  - {name: right_eye, side: right, mirror: left_eye}
  - {name: chin}
edges: [[left_eye, right_eye]]
rigid_segments: [[left_eye, right_eye]]
normalisers: {inter_ocular: [left_eye, right_eye]}
measures: [{name: tilt, kind: lean, points: [left_eye, right_eye], zero: upright}]
guidelines: faces
"""
MORE = """\
skeleton: face_with_lids
extends: face.yaml
keypoints:
  - {name: left_lid, side: left, mirror: right_lid, parent: left_eye}
  - {name: right_lid, side: right, mirror: left_lid, parent: right_eye}
edges: [[left_eye, left_lid], [right_eye, right_lid]]
normalisers: {lids: [left_lid, right_lid]}
measures: [{name: lid_tilt, kind: lean, points: [left_lid, right_lid], zero: upright}]
guidelines: lids
"""


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """The file of a face with two lids, beside the file of the face."""
    (tmp_path / "face.yaml").write_text(FACE, encoding="utf-8")
    path = tmp_path / "more.yaml"
    path.write_text(MORE, encoding="utf-8")
    return path


def problems_of(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SkeletonFaulty) as caught:
        load_skeleton(path)
    return [str(problem) for problem in caught.value.problems]


def test_the_keypoints_of_the_base_come_first_and_in_their_order(more: Path) -> None:
    extended = load_skeleton(more)
    assert extended.names == ("left_eye", "right_eye", "chin", "left_lid", "right_lid")
    assert extended.base == Base("face", 3, 3)
    assert extended.mirror_indices.tolist() == [1, 0, 2, 4, 3]


def test_what_belongs_to_the_base_alone_can_be_given_away_as_the_base(more: Path) -> None:
    assert load_skeleton(more).base_part() == skeleton_from_yaml(FACE)


def test_a_skeleton_that_extends_nothing_has_no_base_part() -> None:
    assert skeleton_from_yaml(FACE).base_part() is None


def test_the_guidelines_of_the_base_follow_those_of_the_added_keypoints(more: Path) -> None:
    extended = load_skeleton(more)
    assert (extended.guidelines, extended.inherited_guidelines) == ("lids", ("faces",))
    more.write_text(MORE.replace("guidelines: lids\n", ""), encoding="utf-8")
    assert (load_skeleton(more).guidelines, load_skeleton(more).inherited_guidelines) == ("faces", ())


def test_an_extended_skeleton_can_be_extended_again(more: Path) -> None:
    third = more.parent / "third.yaml"
    third.write_text(
        "skeleton: third\nextends: more.yaml\nkeypoints: [{name: brow}]\nguidelines: brows\n", "utf-8"
    )
    extended = load_skeleton(third)
    assert extended.names[-2:] == ("right_lid", "brow")
    assert extended.base == Base("face_with_lids", 1, 5)
    assert extended.inherited_guidelines == ("lids", "faces")
    part = extended.base_part()
    assert part == replace(load_skeleton(more), base=None)


def test_an_extended_skeleton_is_written_whole_and_still_knows_its_base(more: Path) -> None:
    extended = load_skeleton(more)
    text = skeleton_to_yaml(extended)
    assert "base: {skeleton: face, version: 3, keypoints: 3}" in text.splitlines()
    assert "guidelines: [lids, faces]" in text.splitlines()
    assert skeleton_from_yaml(text) == extended


def test_ten_planted_faults_in_added_keypoints_are_told_at_their_lines(more: Path) -> None:
    found = problems_of(
        more,
        """\
skeleton: face_with_lids
extends: face.yaml
version: -1
base: {skeleton: face, keypoints: 3}
keypoints:
  - {name: chin}
  - {name: left_lid, side: left, mirror: chin}
  - {name: right_lid, sigma: 0, mirror: right_eye}
  - {name: brow, parent: nose}
edges:
  - [left_eye, nowhere]
measures:
  - {name: tilt, kind: lean, points: [left_lid, right_lid], zero: upright}
guidelines: [lids, ../faces]
""",
    )
    assert [": ".join(problem.split(": ")[:2]) for problem in found] == [
        "line 3: version",
        "line 4: base",
        "line 6: keypoints[0].name",
        "line 7: keypoints[1].mirror",
        "line 8: keypoints[2].sigma",
        "line 8: keypoints[2].mirror",
        "line 9: keypoints[3].parent",
        "line 11: edges[0][1]",
        "line 13: measures[0].name",
        "line 14: guidelines",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("base: {skeleton: eye, keypoints: 4}", "line 1: base.keypoints: must be at most 3, the keypoints"),
        ("base: {keypoints: 2}", "line 1: base.skeleton: is missing"),
        ("base: {skeleton: eye}", "line 1: base.keypoints: is missing"),
        ("base: eye", "line 1: base: must hold entries"),
    ],
)
def test_a_base_that_cannot_be_is_told(line: str, problem: str) -> None:
    with pytest.raises(SkeletonFaulty) as caught:
        skeleton_from_yaml(f"{line}\n{FACE}")
    assert str(caught.value.problems[0]).startswith(problem)


def test_a_fault_in_the_base_is_told_in_the_file_of_the_base(more: Path) -> None:
    (more.parent / "face.yaml").write_text(FACE.replace("{name: chin}", "{name: chin, sigma: 0}"), "utf-8")
    with pytest.raises(SkeletonFaulty, match="line 6: keypoints") as caught:
        load_skeleton(more)
    assert caught.value.path == more.parent / "face.yaml"


def test_the_shipped_example_keeps_the_face_that_it_adds_to() -> None:
    palsy, face = load_skeleton("face_68_palsy"), load_skeleton("face_68")
    assert palsy.base == Base("face_68", 1, 68)
    assert palsy.keypoints[:68] == face.keypoints
    part = palsy.base_part()
    assert part == replace(face, title=palsy.title, policy=palsy.policy, sigma_source=palsy.sigma_source)
    assert {point.name.partition("_")[2] for point in palsy.keypoints[68:]} == {
        "pupil",
        "upper_lid_middle",
        "lower_lid_middle",
        "nasolabial_fold",
        "tragion",
    }


def test_keypoints_are_added_to_a_shipped_skeleton_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "hands.yaml"
    path.write_text("skeleton: body\nextends: coco_17\nkeypoints: [{name: neck}]\n", encoding="utf-8")
    assert load_skeleton(path).keypoints == (*load_skeleton("coco_17").keypoints, Keypoint("neck"))
