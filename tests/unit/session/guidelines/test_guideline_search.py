"""Keypoints are found by what their guidelines say."""

from __future__ import annotations

from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.guidelines.guideline_search import search_guidelines
from palpate.store.library import load_skeleton

BOWLER = load_skeleton("cricket_bowling_54")


def names(typed: str) -> list[str]:
    return [BOWLER.names[found.keypoint] for found in search_guidelines(BOWLER, typed)]


def test_nothing_typed_lists_all_keypoints_with_their_definition() -> None:
    found = search_guidelines(BOWLER, " ")
    assert [one.keypoint for one in found] == list(range(54))
    assert {one.section for one in found} == {"definition"}
    assert all(one.words for one in found)


def test_what_is_called_so_comes_before_what_only_says_so() -> None:
    found = names("navicular")
    assert found[:2] == ["left_navicular", "right_navicular"]


def test_words_of_a_text_find_it_and_are_shown_with_what_stands_around_them() -> None:
    found = search_guidelines(BOWLER, "keystone")
    assert {BOWLER.names[one.keypoint] for one in found} == {"left_navicular", "right_navicular"}
    assert all("keystone" in one.words for one in found)
    assert found[0].section == "definition"
    assert found[0].words.startswith("…")


def test_all_words_must_be_said_in_any_order_and_case() -> None:
    assert set(names("ARCH keystone")) == {"left_navicular", "right_navicular"}
    assert names("keystone unheardof") == []


def test_a_skeleton_without_guidelines_is_searched_by_its_names() -> None:
    skeleton = Skeleton("mine", (Keypoint("tail", "Tip of the tail"), Keypoint("nose")))
    (found,) = search_guidelines(skeleton, "tip")
    assert (found.keypoint, found.section, found.words) == (0, "", "")
