"""What every shipped skeleton must keep, and what the first two share with their references."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palpate.base.folders import resource
from palpate.model.skeleton import Side, Skeleton, Tiers
from palpate.store.library import load_guidelines, load_skeleton, skeleton_names
from palpate.store.skeleton_parts import KEYPOINT_KEYS
from palpate.store.skeleton_reading import KEYS, skeleton_from_yaml
from palpate.store.skeleton_writing import skeleton_to_yaml

TIERS = {
    Tiers.THREE: {"visible", "estimated", "absent"},
    Tiers.FOUR: {"visible", "certain_occluded", "estimated", "absent"},
}

# Upstream measured both sides and publishes what it found.
PUBLISHED_UNEVEN = {"animal_pose_20", "coco_wholebody_133", "face_68", "face_68_palsy"}


@pytest.fixture(params=skeleton_names())
def skeleton(request: pytest.FixtureRequest) -> Skeleton:
    return load_skeleton(request.param)


def layout(reference: Path, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((reference / f"{name}.json").read_text(encoding="utf-8"))
    return read


def test_a_shipped_skeleton_is_called_like_its_file(skeleton: Skeleton) -> None:
    number = re.search(r"_(\d+)$", skeleton.name)
    assert skeleton.name in skeleton_names()
    assert number is None or len(skeleton) == int(number[1])


def test_a_shipped_skeleton_reads_back_as_it_is_written(skeleton: Skeleton) -> None:
    assert skeleton_from_yaml(skeleton_to_yaml(skeleton)) == skeleton


def test_a_mirror_image_twice_is_the_skeleton_again(skeleton: Skeleton) -> None:
    mirror = skeleton.mirror_indices
    np.testing.assert_array_equal(mirror[mirror], np.arange(len(skeleton)))


def test_a_shipped_skeleton_can_be_shown_pooled_and_judged(skeleton: Skeleton) -> None:
    assert all(point.label and point.region and point.type for point in skeleton.keypoints)
    assert skeleton.title
    assert np.isfinite(skeleton.sigmas).all() == bool(skeleton.sigma_source)
    assert (skeleton.tolerances_px(1000.0) > 0).all()
    assert skeleton.policy.pck_normaliser in skeleton.normalisers


def test_a_shipped_skeleton_has_one_root(skeleton: Skeleton) -> None:
    assert [point.parent for point in skeleton.keypoints].count(None) == 1


def test_every_keypoint_has_a_guideline_with_a_rule_for_each_tier(skeleton: Skeleton) -> None:
    if not skeleton.guidelines:
        return
    guidelines = load_guidelines(skeleton)
    assert tuple(guidelines) == skeleton.names
    for guideline in guidelines.values():
        assert guideline.definition
        assert guideline.blur_rule is not None
        assert all(guideline.visibility_rule.get(tier) for tier in TIERS[skeleton.tiers]), guideline.keypoint


def test_coco_17_is_what_coco_defines(reference: Path) -> None:
    theirs, ours = layout(reference, "coco_17"), load_skeleton("coco_17")
    assert list(ours.names) == theirs["keypoints"]
    assert ours.edge_indices.tolist() == theirs["links"]
    assert ours.mirror_indices.tolist() == theirs["flip_index"]
    assert ours.sigmas.tolist() == theirs["sigmas"]


def test_cricket_bowling_54_is_what_its_reference_defines(reference: Path) -> None:
    theirs, ours = layout(reference, "cricket_bowling_54"), load_skeleton("cricket_bowling_54")
    assert list(ours.names) == theirs["keypoint_names"]
    assert [list(edge) for edge in ours.edges] == theirs["edges"]
    assert [list(pair) for pair in ours.rigid_segments] == theirs["rigid_segments"]
    assert ours.mirror_indices.tolist() == theirs["flip_index"]
    assert ours.sigmas.tolist() == theirs["sigmas"]
    for point, entry in zip(ours.keypoints, theirs["keypoints"], strict=True):
        assert (point.side, point.parent, point.region) == (entry["side"], entry["parent"], entry["region"])
        assert point.name in theirs["types"][point.type]
        assert (point.chain.fraction if point.chain else None) == entry.get("spine_fraction")
    assert [(measure.name, list(measure.points)) for measure in ours.measures] == [
        (angle["name"], angle["points"]) for angle in theirs["angles"]
    ]


def readable(note: str) -> str:
    """Say in words what the reference says by the raw name of a tier."""
    return note.replace("'certain_occluded' unless", "certain despite partial occlusion, unless")


def test_no_guideline_shows_people_the_raw_name_of_a_tier(skeleton: Skeleton) -> None:
    for guideline in load_guidelines(skeleton).values() if skeleton.guidelines else ():
        rules = (*guideline.lighting_notes.values(), *guideline.visibility_rule.values())
        told = (guideline.definition, guideline.video_cue, *guideline.common_errors, *rules)
        assert not any("certain_occluded" in text for text in told), guideline.keypoint


@pytest.mark.parametrize(
    ("name", "file"), [("cricket_bowling_54", "cricket_bowling_54"), ("coco_17", "coco_17_guidelines")]
)
def test_the_guidelines_say_what_their_reference_says(reference: Path, name: str, file: str) -> None:
    guidelines = load_guidelines(load_skeleton(name))
    for entry in layout(reference, file)["keypoints"]:
        ours = guidelines[entry["name"]]
        assert ours.definition == entry["anatomical_definition"]
        assert ours.video_cue == entry["video_cue"]
        assert ours.visibility_rule == entry["visibility_rule"]
        assert ours.palpation_cue == entry.get("palpation_cue", ours.palpation_cue)
        assert ours.correct.startswith(entry.get("correct_placement", ours.correct))  # levels of the spine
        assert ours.incorrect.startswith(entry.get("incorrect_placement", ours.incorrect))  # say more
        notes = entry.get("lighting_notes", ours.lighting_notes)
        assert ours.lighting_notes == {word: readable(note) for word, note in notes.items()}
        assert len(ours.common_errors) == len(entry["common_errors"])
        assert ours.blur_rule is not None
        assert ours.blur_rule.reference_width_mm == entry["motion_blur_rule"]["reference_width_mm"]


def test_the_tolerances_of_a_bowler_are_eight_pixels_at_4k() -> None:
    skeleton = load_skeleton("cricket_bowling_54")
    tolerances = skeleton.tolerances_px(845.9)
    deep = np.array([point.type in ("shoulder", "hip") for point in skeleton.keypoints])
    np.testing.assert_allclose(tolerances[~deep], 8.0, atol=0.05)
    assert (tolerances[deep] > 8.0).all()


def test_left_and_right_are_judged_alike(skeleton: Skeleton) -> None:
    mirror = skeleton.mirror_indices
    for values in (skeleton.local_widths, skeleton.tolerances_px(1.0)):
        np.testing.assert_array_equal(values, values[mirror])
    if skeleton.name not in PUBLISHED_UNEVEN:
        np.testing.assert_array_equal(skeleton.sigmas, skeleton.sigmas[mirror])


def test_sides_are_told_of_pairs_only(skeleton: Skeleton) -> None:
    assert all((point.side is Side.MIDLINE) == (point.mirror is None) for point in skeleton.keypoints)


def test_a_template_fills_its_box(skeleton: Skeleton) -> None:
    assert np.isfinite(skeleton.rest).all()
    np.testing.assert_array_equal(skeleton.rest.min(axis=0), [0.0, 0.0])
    np.testing.assert_array_equal(skeleton.rest.max(axis=0), [1.0, 1.0])


def test_no_two_keypoints_lie_on_each_other_in_a_template(skeleton: Skeleton) -> None:
    assert len(np.unique(skeleton.rest, axis=0)) == len(skeleton)


def test_the_manual_explains_every_key_and_its_example_can_be_read() -> None:
    manual = resource("help", "manual.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", manual, re.DOTALL)
    assert example is not None
    assert skeleton_from_yaml(example[1]).names == ("hip", "knee", "ankle")
    explained = set(re.findall(r"`(\w+)`", manual)) | set(re.findall(r"(\w+):", example[1]))
    assert {*KEYS, *KEYPOINT_KEYS} <= explained
