"""What types of keypoints are called where people read of them."""

from __future__ import annotations

import pytest

from palpate.model.skeleton import Skeleton
from palpate.session.production_qa.type_titles import titles_in
from palpate.session.skeletons.skeleton_files import any_skeleton


@pytest.fixture(scope="module")
def bowler() -> Skeleton:
    return any_skeleton("cricket_bowling_54")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("middle_mcp", "Middle MCP"),
        ("first_mtp", "First MTP"),
        ("thoracic_t4_t8", "Thoracic T4 T8"),
        ("wrist_mid", "Wrist mid"),
        ("shoulder", "Shoulder"),
        ("c7", "C7 spinous process"),
        ("left_middle_mcp", "Left middle MCP"),
    ],
)
def test_types_are_spelt_as_their_keypoints_are(bowler: Skeleton, name: str, title: str) -> None:
    assert titles_in(bowler)[name] == title


@pytest.mark.parametrize("name", ["hand_21", "face_68", "coco_wholebody_133", "animal_pose_20"])
def test_no_title_is_a_name_of_the_machine(name: str) -> None:
    skeleton = any_skeleton(name)
    titles = titles_in(skeleton)
    assert {point.type for point in skeleton.keypoints if point.type} <= set(titles)
    assert all("_" not in title and title[:1].upper() == title[:1] for title in titles.values())
