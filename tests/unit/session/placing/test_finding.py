"""Keypoints found by what one types of their names."""

from __future__ import annotations

import pytest

from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.placing.finding import keypoints_named
from palpate.store.library import load_skeleton


def first(skeleton: str, typed: str) -> str:
    found = load_skeleton(skeleton)
    return found.names[keypoints_named(found, typed)[0]]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("left wrist", "left_wrist"),
        ("right_kn", "right_knee"),
        ("knee", "left_knee"),
        ("lw", "left_wrist"),
        ("RKn", "right_knee"),
        ("wri ri", "right_wrist"),
        ("17", "right_ankle"),
    ],
)
def test_a_keypoint_is_found_by_label_name_part_abbreviation_or_number(typed: str, name: str) -> None:
    assert first("coco_17", typed) == name


@pytest.mark.parametrize(("typed", "name"), [("t6", "t6"), ("rim", "right_index_mcp"), ("c7", "c7")])
def test_anatomical_abbreviations_find_theirs_first(typed: str, name: str) -> None:
    assert first("cricket_bowling_54", typed) == name


def test_nothing_typed_finds_all_in_order_and_nonsense_nothing() -> None:
    coco = load_skeleton("coco_17")
    assert keypoints_named(coco, " ") == list(range(17))
    assert keypoints_named(coco, "xyzzy") == []


def test_more_letters_never_find_what_fewer_did_not() -> None:
    skeleton = load_skeleton("cricket_bowling_54")
    for typed in ("right wrist", "rwp", "lmt", "spinous", "t12"):
        before = set(range(len(skeleton)))
        for n in range(1, len(typed) + 1):
            now = set(keypoints_named(skeleton, typed[:n]))
            assert now
            assert now <= before or typed[:n].isdigit() or typed[n - 1] == " "
            before = now


def test_a_keypoint_without_a_label_is_found_by_its_name() -> None:
    skeleton = Skeleton("bat", (Keypoint("toe_end"), Keypoint("handle")))
    assert keypoints_named(skeleton, "te") == [0]
