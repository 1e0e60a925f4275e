"""Which plates show a keypoint, by its skeleton or what that extends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.guidelines.plates import drawing_of, read_ahead, short_titles, sights_of
from palpate.store.library import load_skeleton


def test_a_vertebra_is_shown_from_behind_first_and_then_from_the_side() -> None:
    sights = sights_of(load_skeleton("cricket_bowling_54"), "t6")
    assert [sight.title for sight in sights] == ["Spine from behind", "Spine from the right"]
    assert {"t5", "t7"} <= set(sights[0].target.neighbours)


def test_the_other_hand_is_the_same_plate_flipped_and_says_so() -> None:
    skeleton = load_skeleton("cricket_bowling_54")
    right, left = (sights_of(skeleton, f"{side}_index_tip")[0] for side in ("right", "left"))
    assert right.plate is left.plate
    assert right.target.mirrored is not left.target.mirrored
    assert left.target.at[0] == pytest.approx(1 - right.target.at[0], abs=1e-4)
    assert {right.title, left.title} == {"Right hand, palm", "Left hand, palm"}


def test_a_cow_seen_flipped_is_seen_from_the_right() -> None:
    sights = [sights_of(load_skeleton("cattle_gait_25"), f"{side}_hook")[0] for side in ("left", "right")]
    for sight in sights:
        assert sight.title == ("Cow from the right" if sight.target.mirrored else "Cow from the left")


def test_a_skeleton_that_extends_another_shows_what_it_has_from_there() -> None:
    palsy = load_skeleton("face_68_palsy")
    assert sights_of(palsy, "jaw_8") == sights_of(load_skeleton("face_68"), "jaw_8") != ()
    assert [sight.plate.name for sight in sights_of(palsy, "left_pupil")] == ["face_plain"]
    assert sights_of(palsy, "left_horn") == ()


def test_a_base_is_found_where_no_guidelines_name_it() -> None:
    palsy = replace(load_skeleton("face_68_palsy"), guidelines="", inherited_guidelines=())
    assert sights_of(palsy, "jaw_8") == sights_of(load_skeleton("face_68"), "jaw_8")


def test_a_skeleton_of_ones_own_has_no_plates() -> None:
    assert sights_of(Skeleton("mine", (Keypoint("t6"),)), "t6") == ()


def test_titles_are_short_where_several_begin_alike() -> None:
    skeleton = load_skeleton("cricket_bowling_54")
    assert short_titles(sights_of(skeleton, "t6")) == ("From behind", "From the right")
    assert short_titles(sights_of(skeleton, "t6")[:1]) == ("Spine from behind",)
    assert short_titles(sights_of(skeleton, "right_shoulder")) == ("From the front", "From behind")
    assert short_titles(sights_of(skeleton, "left_index_tip"))[0] == "Palm"
    assert short_titles(()) == ()


def test_reading_ahead_finds_the_same_and_a_drawing_has_the_colours_of_its_theme() -> None:
    skeleton = load_skeleton("cricket_bowling_54")
    assert read_ahead(skeleton, "t6") == sights_of(skeleton, "t6")
    assert drawing_of("spine_posterior", dark=True) != drawing_of("spine_posterior", dark=False)
