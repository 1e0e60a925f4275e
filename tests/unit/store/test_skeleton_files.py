"""Skeleton files: what a person writes, what is refused, and what is written back."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import FileUnreadable, SkeletonFaulty
from palpate.model.policy import KeypointPolicy, Policy, Sampling, Training
from palpate.model.policy_table import CONSTANTS, OVERRIDES
from palpate.model.skeleton import (
    Keypoint,
    Skeleton,
    Tolerance,
)
from palpate.store.library import load_skeleton
from palpate.store.skeleton_reading import MOST_BYTES, read_skeleton, skeleton_from_yaml

LEG = """\
skeleton: leg
keypoints:
  - {name: hip, sigma: 0.1}
  - {name: knee, parent: hip}
  - {name: ankle, parent: knee, tolerance: {px: 8}}
edges: [[hip, knee], [knee, ankle]]
"""

TEN_FAULTS = """\
skeleton: bowler
version: one
colour: blue
keypoints:
  - name: c7
    sigma: -0.01
  - name: left_knee
    side: left
    mirror: right_knee
    local_width: 0
  - name: right_knee
    side: right
    mirror: left_knee
    parent: left_kne
  - name: c7
    chain: {of: spine, fraction: 1.5}
  - name: hip
    side: middle
    tolerance: {px: -8}
edges:
  - [c7, left_knee]
  - [c7, tail]
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(SkeletonFaulty) as caught:
        skeleton_from_yaml(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_small_skeleton_is_read_with_the_defaults_of_the_model() -> None:
    leg = skeleton_from_yaml(LEG)
    assert leg == Skeleton(
        "leg",
        (
            Keypoint("hip", sigma=0.1),
            Keypoint("knee", parent="hip"),
            Keypoint("ankle", parent="knee", tolerance=Tolerance(px=8.0)),
        ),
        edges=(("hip", "knee"), ("knee", "ankle")),
    )


def test_ten_planted_faults_give_ten_problems_at_their_lines() -> None:
    found = problems_of(TEN_FAULTS)
    assert [problem.rsplit(": ", 1)[0] for problem in found] == [
        "line 2: version",
        "line 3: colour",
        "line 6: keypoints[0].sigma",
        "line 10: keypoints[1].local_width",
        "line 14: keypoints[2].parent",
        "line 15: keypoints[3].name",
        "line 16: keypoints[3].chain.fraction",
        "line 18: keypoints[4].side",
        "line 19: keypoints[4].tolerance.px",
        "line 22: edges[1][1]",
    ]


def test_a_misspelt_name_comes_with_the_one_that_was_meant() -> None:
    assert "line 14: keypoints[2].parent: no keypoint is called 'left_kne'; did you mean left_knee?" in (
        problems_of(TEN_FAULTS)
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("skeleton: leg\n", ""), "line 1: skeleton: is missing"),
        (("{name: hip, sigma: 0.1}", "{sigma: 0.1}"), "line 3: keypoints[0].name: is missing"),
        (("sigma: 0.1", "sigma: 0"), "line 3: keypoints[0].sigma: must be greater than 0, not 0"),
        (
            ("sigma: 0.1", "sigma: nan"),
            "line 3: keypoints[0].sigma: must be a number such as 0.014, not 'nan'",
        ),
        (
            ("sigma: 0.1", "sigma: 1_0"),
            "line 3: keypoints[0].sigma: must be a number such as 0.014, not '1_0'",
        ),
        (
            ("sigma: 0.1", "sigma: 1e999"),
            "line 3: keypoints[0].sigma: must be a number such as 0.014, not '1e999'",
        ),
        (("sigma: 0.1", "sigma: [1]"), "line 3: keypoints[0].sigma: must be a single value"),
        (("sigma: 0.1", "tolerance: -1"), "line 3: keypoints[0].tolerance: must be greater than 0, not -1"),
        (("sigma: 0.1", "name: knee"), "line 3: keypoints[0].name: given twice; the first is on line 3"),
        (
            ("sigma: 0.1", "parent: ankle"),
            "line 3: keypoints[0].parent: the parents run in a circle: hip → ankle → knee → hip",
        ),
        (
            ("sigma: 0.1", "mirror: knee"),
            "line 3: keypoints[0].mirror: is knee, but the mirror of knee is null",
        ),
        (
            ("sigma: 0.1", "mirror: hip"),
            "line 3: keypoints[0].mirror: a keypoint cannot be its own mirror; leave it null on the midline",
        ),
        (
            ("sigma: 0.1", "centre_of: [knee, toe]"),
            "line 3: keypoints[0].centre_of: no keypoint is called 'toe'",
        ),
        (
            ("sigma: 0.1", "centre_of: [knee]"),
            "line 3: keypoints[0].centre_of: a middle needs at least two keypoints",
        ),
        (("edges: [[hip, knee],", "edges: [[hip],"), "line 6: edges[0]: must be a pair like [knee, ankle]"),
        (("edges:", "normalisers: {torso: [hip, hip]}\nedges:"), "line 6: normalisers.torso: has no length"),
        (("edges: [[hip, knee],", "edges: [[hip, null],"), "line 6: edges[0][1]: is missing"),
        (("edges:", "subject: ghost\nedges:"), "line 6: subject: must be one of person, animal, hand, face,"),
        (
            ("edges:", "visibility: 4\nedges:"),
            "line 6: visibility: must be one of three_tier, four_tier, not",
        ),
        (("edges:", "rigid_segments: [[hip, kne]]\nedges:"), "line 6: rigid_segments[0][1]: no keypoint is"),
        (("edges:", "normalisers: {torso: [hip, c7]}\nedges:"), "line 6: normalisers.torso[1]: no keypoint"),
        (
            ("edges:", "normalisers: [hip, knee]\nedges:"),
            "line 6: normalisers: must hold entries `key: value`",
        ),
        (("edges:", "policy: {kappa: 2}\nedges:"), "line 6: policy.kappa: must be at most 1, not 2"),
        (
            ("edges:", "policy: {weeks: 0}\nedges:"),
            "line 6: policy.weeks: must be a whole number of at least 1",
        ),
        (
            ("edges:", "policy: {sampling: {base: 3}}\nedges:"),
            "line 6: policy.sampling.base: must be at most 1",
        ),
        (
            ("edges:", "policy: {pck_normaliser: bust}\nedges:"),
            "line 6: policy.pck_normaliser: no normaliser",
        ),
        (("edges:", "policy: {blur_visible: 2}\nedges:"), "line 6: policy.blur_visible: must not exceed"),
        (
            ("edges:", "scale: {from: masks}\nedges:"),
            "line 6: scale.from: must be one of mask, box, keypoints",
        ),
        (("edges:", "scale: {from: box, else: box}\nedges:"), "line 6: scale.else: names one source twice"),
        *(
            (("edges:", f"guidelines: {path}\nedges:"), "line 6: guidelines: must be the name of a folder")
            for path in ("../secret", "..", "/etc/secret", "'C:\\secret'", "'C:secret'", "[mine, a/../../b]")
        ),
        (
            ("edges:", "measures: [{name: m, kind: angel, points: [hip]}]\nedges:"),
            "line 6: measures[0].kind:",
        ),
        (
            ("edges:", "measures: [{name: m, kind: angle, points: [hip, knee]}]\nedges:"),
            "line 6: measures[0].points: angle takes 3 keypoints, not 2",
        ),
        (
            ("edges:", "measures: [{name: m, kind: lean, points: [hip, knee], zero: down}]\nedges:"),
            "line 6: measures[0].zero: for lean must be one of upright, not 'down'",
        ),
        (("edges:", "title: &t Leg\nedges:"), "line 6: title: anchors (&) are not used here"),
        (("edges:", "title: *t\nedges:"), "line 6: title: aliases (*) are not used here"),
        (("edges:", "title: !!str Leg\nedges:"), "line 6: title: tags (!) are not used here"),
        (("edges:", "? [a, b]\n: c\nedges:"), "line 6: a key must be a plain word"),
        (("edges:", "edges: []\nedges:"), "line 7: edges: given twice; the first is on line 6"),
        (("edges:", "title: a: b\nedges:"), "line 6: not valid YAML: mapping values are not allowed in this"),
        (("edges:", "title: \x07\nedges:"), "line 6: not valid YAML: control characters are not allowed"),
        (("edges:", "---\nedges:"), "line 6: a second document begins here; one file holds one"),
        (("edges:", "title: " + "[" * 5000 + "\nedges:"), "line 6: nested more than 16 deep"),
        (("edges:", "extends: coco_17\nedges:"), "line 6: extends: cannot be followed here"),
    ],
)
def test_a_fault_is_told_with_its_line_and_place(change: tuple[str, str], problem: str) -> None:
    found = problems_of(LEG.replace(*change, 1))
    assert found[0].startswith(problem)
    assert len(found) == 1


def test_a_pair_on_one_side_is_told_once_at_the_later_point() -> None:
    text = "skeleton: s\nkeypoints:\n- {name: a, side: left, mirror: b}\n- {name: b, side: left, mirror: a}\n"
    assert problems_of(text) == [
        "line 4: keypoints[1].side: mirrors a, so one must be left and one right, not left and left"
    ]


def test_a_mirror_of_a_mirror_that_is_another_is_told() -> None:
    text = (
        "skeleton: s\nkeypoints:\n  - {name: a, side: left, mirror: b}\n"
        "  - {name: b, side: right, mirror: c}\n  - {name: c, side: left, mirror: b}\n"
    )
    assert problems_of(text) == [
        "line 3: keypoints[0].mirror: is b, but the mirror of b is c",
    ]


def test_words_that_yaml_would_turn_into_something_else_stay_words() -> None:
    skeleton = skeleton_from_yaml(
        "skeleton: 12:30\nkeypoints:\n  - {name: no}\n  - {name: 08}\n  - {name: 'null'}\nevents: [on, 1_2]\n"
    )
    assert (skeleton.name, skeleton.names, skeleton.events) == ("12:30", ("no", "08", "null"), ("on", "1_2"))


def test_a_text_over_several_lines_ends_without_a_line_break() -> None:
    assert skeleton_from_yaml(LEG + "title: >\n  Leg of\n  a horse\n").title == "Leg of a horse"


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words", "[a, b]", "keypoints:\n", "skeleton: a\n"])
def test_a_file_without_keypoints_is_refused(text: str) -> None:
    assert problems_of(text)


def test_a_flood_of_problems_is_cut() -> None:
    found = problems_of("skeleton: s\nkeypoints: [" + "{}, " * 500 + "]\n")
    assert len(found) == 101
    assert found[-1] == "and 400 more problems"


def test_files_that_cannot_be_skeletons_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(SkeletonFaulty, match="larger than 1024 KB"):
        read_skeleton(path)
    path.write_bytes(b"skeleton: leg\ntitle: \xff\n")
    with pytest.raises(SkeletonFaulty, match="line 2: not UTF-8"):
        read_skeleton(path)
    with pytest.raises(FileUnreadable):
        read_skeleton(tmp_path)


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "leg.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + LEG.replace("\n", "\r\n").encode())
    assert read_skeleton(path) == skeleton_from_yaml(LEG)


def test_a_skeleton_that_extends_another_adds_to_it(tmp_path: Path) -> None:
    (tmp_path / "leg.yaml").write_text(LEG, encoding="utf-8")
    more = tmp_path / "leg_and_toe.yaml"
    more.write_text(
        "skeleton: leg_and_toe\nextends: leg.yaml\npolicy: {oks: 0.9}\n"
        "keypoints: [{name: toe, parent: ankle}]\nedges: [[ankle, toe]]\n",
        encoding="utf-8",
    )
    both = load_skeleton(more)
    leg = skeleton_from_yaml(LEG)
    assert both.keypoints == (*leg.keypoints, Keypoint("toe", parent="ankle"))
    assert both.edges == (*leg.edges, ("ankle", "toe"))
    assert both.policy == Policy(oks=0.9)


def test_extending_in_a_circle_or_nothing_is_told_at_its_line(tmp_path: Path) -> None:
    for name, other in (("a", "b.yaml"), ("b", "a.yaml"), ("c", "coco_71")):
        (tmp_path / f"{name}.yaml").write_text(f"skeleton: {name}\nextends: {other}\n", encoding="utf-8")
    with pytest.raises(SkeletonFaulty, match="line 2: extends: the files extend each other in a circle"):
        load_skeleton(tmp_path / "a.yaml")
    with pytest.raises(SkeletonFaulty, match="line 2: extends: no skeleton is called 'coco_71'"):
        load_skeleton(tmp_path / "c.yaml")


def test_the_table_of_thresholds_covers_every_value_of_a_policy() -> None:
    known = {key for key in CONSTANTS if "." not in key}
    assert known | {"sampling", "training"} == set(Policy.__dataclass_fields__)
    for block, kind in (("sampling", Sampling), ("training", Training)):
        inner = {key.removeprefix(f"{block}.") for key in CONSTANTS if key.startswith(f"{block}.")}
        assert inner == set(kind.__dataclass_fields__)
    assert set(OVERRIDES) == set(KeypointPolicy.__dataclass_fields__)


def test_what_a_policy_cannot_be_is_told_at_its_line() -> None:
    text = """\
skeleton: leg
keypoints:
  - {name: hip, policy: {blur_visible: 3, drift_px: 2}}
  - {name: knee, policy: {drift_px: -1, oks: 0.9}}
policy:
  oks: 1.2
  drift_px: nan
  blur_visible: 0.3
  blur_estimated: 0.2
  sampling: {base: 1.5, mode: often, hand_least: 0.4, hand_most: 0.3}
  training: {split: 0, frames: 1.5}
"""
    with pytest.raises(SkeletonFaulty) as fault:
        skeleton_from_yaml(text)
    told = {str(problem) for problem in fault.value.problems}
    assert told == {
        "line 3: keypoints[0].policy: blur_visible 3 must not exceed blur_estimated 0.2",
        "line 4: keypoints[1].policy.drift_px: must be greater than 0, not -1",
        "line 4: keypoints[1].policy.oks: unknown key",
        "line 6: policy.oks: must be at most 1, not 1.2",
        "line 7: policy.drift_px: must be a number such as 0.014, not 'nan'",
        "line 8: policy.blur_visible: must not exceed blur_estimated, which is 0.2",
        "line 10: policy.sampling.base: must be at most 1, not 1.5",
        "line 10: policy.sampling.hand_least: must not exceed hand_most, which is 0.3",
        "line 10: policy.sampling.mode: must be one of disjoint, independent, total, not 'often'",
        "line 11: policy.training.frames: must be a whole number of at least 1, not '1.5'",
        "line 11: policy.training.split: must be greater than 0, not 0",
    }


def test_a_policy_that_an_inherited_keypoint_does_not_go_with_is_told(tmp_path: Path) -> None:
    leg = "skeleton: leg\nkeypoints: [{name: hip, policy: {blur_visible: 0.9}}]\n"
    (tmp_path / "leg.yaml").write_text(leg, encoding="utf-8")
    more = "skeleton: more\nextends: leg.yaml\npolicy: {blur_estimated: 0.5}\n"
    (tmp_path / "more.yaml").write_text(more, encoding="utf-8")
    said = "line 3: policy: does not go with hip: blur_visible 0.9 must not exceed blur_estimated 0.5"
    with pytest.raises(SkeletonFaulty, match=re.escape(said)):
        load_skeleton(tmp_path / "more.yaml")


def test_a_file_from_before_there_was_a_last_limit_of_blur_still_reads() -> None:
    text = "skeleton: leg\nkeypoints: [{name: hip}]\npolicy: {blur_estimated: 2.5}\n"
    assert skeleton_from_yaml(text).policy.blur_absent == 2.5


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(0, len(TEN_FAULTS)), st.integers(0, 20))
def test_whatever_is_typed_into_a_file_is_refused_calmly(typed: str, at: int, replaced: int) -> None:
    with suppress(SkeletonFaulty):
        skeleton_from_yaml(TEN_FAULTS[:at] + typed + TEN_FAULTS[at + replaced :])
