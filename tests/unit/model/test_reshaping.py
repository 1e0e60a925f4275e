"""What rules make of a skeleton: whatever names a keypoint follows."""

from __future__ import annotations

from dataclasses import replace

from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Split
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import Base, Keypoint, Measure, Skeleton
from palpate.store.library import shipped_skeletons
from palpate.store.skeleton_writing import skeleton_to_yaml


def test_whatever_names_a_keypoint_follows_its_new_name(stick_figure: Skeleton) -> None:
    measured = replace(stick_figure, measures=(Measure("lean", "angle", ("head", "hip", "foot")),))
    after = reshaped(measured, [Rename("hip", "pelvis"), Rename("left_hand", "left_fist")])
    assert after.version == 2
    assert ("head", "pelvis") in after.edges
    assert after.rigid_segments == (("pelvis", "foot"),)
    assert after.normalisers == {"torso": ("head", "pelvis")}
    assert after.keypoints[4].parent == "pelvis"
    assert after.keypoints[2].mirror == "left_fist"
    assert after.measures[0].points == ("head", "pelvis", "foot")


def test_what_needs_a_removed_keypoint_goes_with_it(stick_figure: Skeleton) -> None:
    after = reshaped(stick_figure, [Remove("hip"), Remove("left_hand")])
    assert after.names == ("head", "right_hand", "foot")
    assert after.edges == (("head", "right_hand"),)
    assert (after.rigid_segments, after.normalisers) == ((), {})
    assert after.keypoints[2].parent == "head"
    assert after.keypoints[1].mirror is None


def test_the_first_part_of_a_split_takes_the_place_of_the_whole(stick_figure: Skeleton) -> None:
    after = reshaped(stick_figure, [Split("left_hand", ("left_thumb", "left_little"))])
    assert after.names == ("head", "left_thumb", "left_little", "right_hand", "hip", "foot")
    assert ("head", "left_thumb") in after.edges
    assert [after.keypoints[k].mirror for k in (1, 2, 3)] == [None, None, None]
    assert [after.keypoints[k].side.value for k in (1, 2)] == ["left", "left"]


def test_order_and_additions_are_taken_over(stick_figure: Skeleton) -> None:
    order = ("foot", "hip", "nose", "head", "left_hand", "right_hand")
    after = reshaped(stick_figure, [Add(Keypoint("nose", "Nose", parent="head")), Reorder(order)])
    assert after.names == order
    assert after.edges == stick_figure.edges


def test_a_base_is_forgotten_only_where_its_own_keypoints_change(stick_figure: Skeleton) -> None:
    extended = replace(stick_figure, base=Base("head_and_hands", 1, 3))
    assert reshaped(extended, [Rename("foot", "toe")]).base == Base("head_and_hands", 1, 3)
    assert reshaped(extended, [Redefine("head")]).base == Base("head_and_hands", 1, 3)
    assert reshaped(extended, [Rename("head", "skull")]).base is None


def test_every_shipped_skeleton_is_still_one_after_each_kind_of_rule() -> None:
    for skeleton in shipped_skeletons().values():
        first, second, third, *_ = skeleton.names
        rules = [
            Rename(first, "renamed_point"),
            Split(second, ("part_one", "part_two")),
            Remove(third),
            Add(Keypoint("added_point")),
            Reorder(("added_point", "renamed_point", "part_two", "part_one", *skeleton.names[3:])),
            Redefine("part_one"),
        ]
        after = reshaped(skeleton, rules)
        assert skeleton_to_yaml(after)
        assert after.version == skeleton.version + 1
