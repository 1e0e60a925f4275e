"""The shipped guidelines: complete, for the keypoints there are, and for each keypoint its own."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from palpate.base.folders import resource
from palpate.model.guideline import Guideline
from palpate.model.skeleton import Skeleton
from palpate.store.library import load_guidelines, load_skeleton, skeleton_names

COMPLETE = ("cattle_gait_25", "coco_17", "cricket_bowling_54", "face_68", "face_68_palsy", "hand_21")
LIGHTS = {"diffuse", "hard_side_light", "backlit_or_floodlit"}
TIERS = {"visible", "certain_occluded", "estimated", "absent"}


@pytest.fixture(params=COMPLETE)
def skeleton(request: pytest.FixtureRequest) -> Skeleton:
    return load_skeleton(request.param)


@pytest.fixture
def guidelines(skeleton: Skeleton) -> dict[str, Guideline]:
    return load_guidelines(skeleton)


def texts_of(reference: Path, name: str) -> list[dict[str, Any]]:
    read = json.loads((reference / f"{name}.json").read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = read["keypoints"]
    return entries


def own_text(guideline: Guideline) -> str:
    """Return all that a person reads of a guideline, in small letters and without sides."""
    parts = (
        guideline.definition,
        guideline.palpation_cue,
        guideline.video_cue,
        *guideline.common_errors,
        guideline.correct,
        guideline.incorrect,
        *guideline.lighting_notes.values(),
        *guideline.visibility_rule.values(),
    )
    return re.sub(r"\b(left|right)\b", "one", " ".join(parts).lower())


def test_every_folder_of_guidelines_belongs_to_a_skeleton() -> None:
    folders = {path.name for path in resource("guidelines").iterdir() if path.name != "plates"}
    assert folders == {load_skeleton(name).guidelines for name in skeleton_names()} - {""}


def test_every_keypoint_has_every_section(skeleton: Skeleton, guidelines: dict[str, Guideline]) -> None:
    assert tuple(guidelines) == skeleton.names
    for guideline in guidelines.values():
        assert guideline.version == skeleton.version
        assert guideline.common_errors
        assert all(guideline.common_errors)
        assert set(guideline.lighting_notes) == LIGHTS
        assert set(guideline.visibility_rule) == TIERS
        assert guideline.blur_rule is not None
        assert guideline.blur_rule.reference
        for text in (
            guideline.definition,
            guideline.palpation_cue,
            guideline.video_cue,
            guideline.correct,
            guideline.incorrect,
            guideline.source,
            *guideline.lighting_notes.values(),
            *guideline.visibility_rule.values(),
        ):
            assert text.endswith((".", ")")), (guideline.keypoint, text)


@pytest.mark.parametrize("section", ["definition", "palpation_cue", "video_cue"])
def test_no_two_keypoints_share_a_text_but_left_and_right(
    skeleton: Skeleton, guidelines: dict[str, Guideline], section: str
) -> None:
    told: dict[str, set[frozenset[str]]] = defaultdict(set)
    for point in skeleton.keypoints:
        text = re.sub(r"\b(left|right)\b", "one", getattr(guidelines[point.name], section).lower())
        told[text].add(frozenset((point.name, point.mirror or point.name)))
    assert [sorted(map(sorted, pairs)) for pairs in told.values() if len(pairs) > 1] == []


def test_every_level_of_the_spine_has_its_own_words_for_right_and_wrong() -> None:
    guidelines = load_guidelines(load_skeleton("cricket_bowling_54"))
    levels = [guidelines[name] for name in ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5")]
    assert len({level.correct for level in levels}) == len(levels)
    assert len({level.incorrect for level in levels}) == len(levels)


def test_both_sides_are_told_the_same(skeleton: Skeleton, guidelines: dict[str, Guideline]) -> None:
    for point in skeleton.keypoints:
        if point.mirror:
            assert own_text(guidelines[point.name]) == own_text(guidelines[point.mirror])
            assert guidelines[point.name].blur_rule == guidelines[point.mirror].blur_rule


def test_a_keypoint_that_has_a_side_is_not_told_of_the_other(
    skeleton: Skeleton, guidelines: dict[str, Guideline]
) -> None:
    for point in skeleton.keypoints:
        if point.mirror and not skeleton.name.startswith(("coco", "cricket")):
            own = {point.side.value, point.side.value.capitalize()}
            assert set(re.findall(r"\b[Ll]eft\b|\b[Rr]ight\b", guidelines[point.name].definition)) <= own


def test_the_hand_is_compared_with_blur_over_the_widths_of_its_reference(reference: Path) -> None:
    guidelines = load_guidelines(load_skeleton("hand_21"))
    for entry in texts_of(reference, "hand_21_guidelines"):
        rule = guidelines[entry["alias_mmpose"]].blur_rule
        assert rule is not None
        assert rule.reference_width_mm == entry["motion_blur_rule"]["reference_width_mm"]


def test_cattle_are_defined_as_their_reference_defines_them(reference: Path) -> None:
    guidelines = load_guidelines(load_skeleton("cattle_gait_25"))
    for entry in texts_of(reference, "cattle_gait"):
        ours = guidelines[entry["name"]]
        assert ours.definition == entry["anatomical_definition"]
        assert ours.video_cue.startswith(entry["video_cue"].rstrip("."))
        assert ours.blur_rule is not None
        assert ours.blur_rule.reference_width_mm == entry["motion_blur_rule"]["reference_width_mm"]


def test_blur_is_compared_with_the_same_width_in_the_guideline_and_in_the_skeleton() -> None:
    for name, s_mm in (("cattle_gait_25", 1400.0), ("face_68", 145.0), ("hand_21", 120.0)):
        skeleton = load_skeleton(name)
        guidelines = load_guidelines(skeleton)
        for point in skeleton.keypoints:
            rule = guidelines[point.name].blur_rule
            assert rule is not None
            assert point.local_width == pytest.approx(rule.reference_width_mm / s_mm, rel=2e-3), point.name
