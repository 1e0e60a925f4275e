"""Rules of a migration: where the labels of each keypoint go."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import EditRefused
from palpate.model.migration import (
    Add,
    Plan,
    Redefine,
    Remove,
    Rename,
    Reorder,
    Rule,
    Split,
    in_order,
    plan_of,
)
from palpate.model.pose import Pose
from palpate.model.skeleton import Keypoint

NAMES = ("head", "left_hand", "right_hand", "hip", "foot")


@st.composite
def sequences(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> list[Rule]:
    """Any rules that make sense one after the other."""
    present, rules, fresh = list(names), list[Rule](), iter(f"new_{n}" for n in range(99))
    for _ in range(draw(st.integers(0, 8))):
        kinds = ["rename", "reorder", "add", "split", "redefine", *(["remove"] if len(present) > 1 else [])]
        kind, name = draw(st.sampled_from(kinds)), draw(st.sampled_from(present))
        at = present.index(name)
        if kind == "rename":
            free = [other for other in names if other not in present]
            to = draw(st.sampled_from([*free, next(fresh)]))
            rules.append(Rename(name, to))
            present[at] = to
        elif kind == "reorder":
            present = draw(st.permutations(present))
            rules.append(Reorder(tuple(present)))
        elif kind == "add":
            present.append(next(fresh))
            rules.append(Add(Keypoint(present[-1])))
        elif kind == "split":
            into = (draw(st.sampled_from([name, next(fresh)])), next(fresh))
            rules.append(Split(name, into))
            present[at : at + 1] = into
        elif kind == "redefine":
            rules.append(Redefine(name))
        else:
            rules.append(Remove(name))
            present.remove(name)
    return rules


@given(sequences())
def test_no_label_is_lost_by_any_rules_but_those_that_are_listed_as_removed(rules: list[Rule]) -> None:
    plan = plan_of(NAMES, rules)
    k = len(NAMES)
    pose = Pose(
        np.arange(2.0 * k).reshape(k, 2),
        np.array([2, 1, 0, 3, 2], np.int8),
        np.array([1, 2, 1, 6, 7], np.int8),
        np.linspace(0.1, 0.9, k),
    )
    after = plan.pose(pose)
    assert after.scores is not None
    assert pose.scores is not None
    assert len(set(plan.names)) == len(plan.names) == len(after.visibility)
    for name, slots in plan.goes_to.items():
        assert (name in plan.removed) == (not slots)
        for slot in slots:
            new, old = plan.names.index(slot), NAMES.index(name)
            assert after.positions[new].tobytes() == pose.positions[old].tobytes()
            assert (after.visibility[new], after.origin[new]) == (pose.visibility[old], pose.origin[old])
            assert after.scores[new] == pose.scores[old]
    for n, slot in enumerate(plan.slots):
        if slot.source < 0:
            assert np.isnan(after.positions[n]).all()
            assert np.isnan(after.scores[n])
            assert (after.visibility[n], after.origin[n]) == (-1, 0)
    assert pose.positions.tolist() == np.arange(2.0 * k).reshape(k, 2).tolist()


def test_a_rename_keeps_the_place_of_a_keypoint() -> None:
    plan = plan_of(NAMES, [Rename("hip", "pelvis")])
    assert plan.names == ("head", "left_hand", "right_hand", "pelvis", "foot")
    assert not plan.moves_columns
    assert not plan.outdated.any()


def test_parts_of_a_split_and_what_is_redefined_have_to_be_placed_anew() -> None:
    plan = plan_of(NAMES, [Split("head", ("chin", "vertex")), Redefine("hip")])
    marked = [slot.name for slot in plan.slots if slot.outdated]
    assert marked == ["chin", "vertex", "hip"]
    assert plan.goes_to["head"] == ("chin", "vertex")


def test_what_is_new_has_nothing_to_be_placed_anew() -> None:
    plan = plan_of(NAMES, [Add(Keypoint("nose")), Redefine("nose"), Split("nose", ("nose", "tip"))])
    assert not plan.outdated.any()


def test_a_keypoint_may_take_the_name_of_one_that_was_removed_before() -> None:
    plan = plan_of(NAMES, [Remove("hip"), Rename("foot", "hip")])
    assert plan.goes_to["hip"] == ()
    assert plan.goes_to["foot"] == ("hip",)
    assert plan.removed == ("hip",)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([Rename("head", "hip")], "two cannot become one"),
        ([Split("head", ("chin", "hip"))], "two cannot become one"),
        ([Split("head", ("chin", "chin"))], "named twice"),
        ([Split("head", ("chin",))], "at least two"),
        ([Add(Keypoint("hip"))], "exists already"),
        ([Add(Keypoint(" "))], "needs a name"),
        ([Rename("haed", "chin")], "rule 1, rename haed to chin: .*'haed'; did you mean head"),
        ([Remove("head"), Redefine("head")], "rule 2"),
        ([Reorder(("head", "hip"))], "every keypoint once"),
        ([Reorder(("head", "head", "left_hand", "right_hand", "hip"))], "every keypoint once"),
        ([Remove(name) for name in NAMES], "a skeleton needs a keypoint"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_place(rules: list[Rule], said: str) -> None:
    with pytest.raises(EditRefused, match=said):
        plan_of(NAMES, rules)


def test_renames_that_are_meant_at_once_wait_until_a_name_is_free() -> None:
    assert in_order({"a": "b", "b": "c", "c": "d"}) == (Rename("c", "d"), Rename("b", "c"), Rename("a", "b"))
    assert in_order({"a": "a"}) == ()


def test_renames_in_a_circle_are_refused() -> None:
    with pytest.raises(EditRefused, match="run in a circle: b → c → b"):
        in_order({"a": "x", "b": "c", "c": "b"})


def test_two_keypoints_that_would_become_one_are_refused() -> None:
    with pytest.raises(EditRefused, match="a and c cannot both become b"):
        in_order({"a": "b", "c": "b"})


def test_a_plan_without_rules_changes_nothing() -> None:
    plan = Plan.unchanged(NAMES)
    assert (plan.names, plan.removed, plan.moves_columns) == (NAMES, (), False)
