"""What lies between two versions of a skeleton."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import EditRefused
from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Split, plan_of
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.skeleton_diff import Wishes, difference
from palpate.store.library import load_skeleton


def renamed(skeleton: Skeleton, **names: str) -> Skeleton:
    return reshaped(skeleton, [Rename(old, new) for old, new in names.items()])


def test_the_same_skeleton_differs_in_nothing(stick_figure: Skeleton) -> None:
    assert difference(stick_figure, replace(stick_figure, version=7)).is_none


def test_a_rename_is_guessed_by_label_edges_and_place(stick_figure: Skeleton) -> None:
    found = difference(stick_figure, renamed(stick_figure, hip="pelvis"))
    assert found.rules == (Rename("hip", "pelvis"),)
    (guess,) = found.guesses
    assert {"label", "edges", "place"} <= set(guess.because)
    assert not found.changed
    assert not found.of_skeleton


def test_no_keypoint_is_taken_for_one_of_the_other_side() -> None:
    before = load_skeleton("coco_17")
    without = reshaped(before, [Remove("left_wrist")])
    after = replace(
        without, keypoints=(*without.keypoints, Keypoint("right_wrist_new", before.keypoints[9].label))
    )
    found = difference(before, after)
    assert {type(rule) for rule in found.rules} >= {Remove, Add}
    assert not found.guesses


def test_every_renamed_keypoint_of_a_body_is_found_again_on_its_own_side() -> None:
    before = load_skeleton("cricket_bowling_54")
    after = before
    pairs = {name: f"{name}_point" for name in before.names[::3]}
    for old, new in pairs.items():
        after = renamed(after, **{old: new})
    found = difference(before, after)
    assert {guess.name: guess.to for guess in found.guesses} == pairs


def test_what_somebody_says_goes_before_what_is_guessed(stick_figure: Skeleton) -> None:
    after = renamed(stick_figure, hip="pelvis")
    assert difference(stick_figure, after, Wishes(guess=False)).rules[:2] == (
        Remove("hip"),
        Add(after.keypoints[3]),
    )
    assert difference(stick_figure, after, Wishes(removed=("hip",))).guesses == ()
    said = difference(stick_figure, after, Wishes(renames={"hip": "pelvis"}))
    assert (said.rules, said.guesses) == ((Rename("hip", "pelvis"),), ())


def test_split_and_redefined_keypoints_are_said_by_somebody(stick_figure: Skeleton) -> None:
    after = reshaped(stick_figure, [Split("foot", ("heel", "toe"))])
    found = difference(stick_figure, after, Wishes(splits={"foot": ("heel", "toe")}, redefined=("hip",)))
    assert found.rules == (Split("foot", ("heel", "toe")), Redefine("hip"))


def test_what_else_changed_is_told_by_keypoint(stick_figure: Skeleton) -> None:
    points = (replace(stick_figure.keypoints[0], sigma=0.2, label="Skull"), *stick_figure.keypoints[1:])
    after = replace(stick_figure, keypoints=points, edges=stick_figure.edges[1:], title="Other")
    found = difference(stick_figure, after)
    assert found.rules == ()
    assert found.changed == {"head": ("label", "sigma")}
    assert set(found.of_skeleton) == {"edges", "title"}


@given(st.permutations(["head", "left_hand", "right_hand", "hip", "foot"]))
def test_the_rules_lead_to_the_order_of_the_later_version(order: list[str]) -> None:
    before = Skeleton("figure", tuple(Keypoint(name) for name in sorted(order)))
    after = replace(before, keypoints=tuple(Keypoint(name) for name in [*order[:3], "extra"]))
    rules = difference(before, after, Wishes(guess=False)).rules
    assert plan_of(before.names, rules).names == after.names
    assert sum(isinstance(rule, Reorder) for rule in rules) <= 1


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (Wishes(renames={"nobody": "hip"}), "'nobody'"),
        (Wishes(renames={"head": "nobody"}), "'nobody'"),
        (Wishes(redefined=("nobody",)), "'nobody'"),
        (Wishes(renames={"head": "hip"}), "two cannot become one"),
        (Wishes(renames={"head": "hip", "hip": "head"}), "circle"),
        (Wishes(renames={"head": "hip", "foot": "hip"}), "cannot both become"),
        (Wishes(renames={"head": "head"}, removed=("head",)), "at once"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(stick_figure: Skeleton, wishes: Wishes, said: str) -> None:
    with pytest.raises(EditRefused, match=said):
        difference(stick_figure, stick_figure, wishes)
