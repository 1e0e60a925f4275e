"""Drafts of skeletons: steps and taking them back, what is wrong, and what becomes of labels."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import EditRefused, SkeletonFaulty
from palpate.model.migration import plan_of
from palpate.model.skeleton import Keypoint, Measure, Side, Skeleton, Tolerance
from palpate.model.skeleton_diff import difference
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.session.skeletons.skeleton_draft_checks import problems_of
from palpate.session.skeletons.skeleton_taking import draft_of_copy, draft_of_extension, draft_of_nothing
from palpate.store.library import load_skeleton, skeleton_names
from palpate.store.skeleton_faults import faults_of
from palpate.store.skeleton_reading import skeleton_from_yaml
from palpate.store.skeleton_writing import skeleton_to_yaml

FIGURE = Skeleton(
    "figure",
    (
        Keypoint("head", "Head", rest=(0.5, 0.0), sigma=0.03),
        Keypoint("left_hand", side=Side.LEFT, mirror="right_hand", parent="head", rest=(1.0, 0.5)),
        Keypoint("right_hand", side=Side.RIGHT, mirror="left_hand", parent="head", rest=(0.0, 0.5)),
        Keypoint("hip", parent="head", rest=(0.5, 0.6), centre_of=("left_hand", "right_hand")),
        Keypoint("foot", parent="hip", rest=(0.5, 1.0)),
    ),
    edges=(("head", "hip"), ("hip", "foot"), ("head", "left_hand"), ("head", "right_hand")),
    rigid_segments=(("hip", "foot"),),
    normalisers={"torso": ("head", "hip")},
    measures=(Measure("bend", "angle", ("head", "hip", "foot"), "straight"),),
)


@pytest.fixture
def draft() -> SkeletonDraft:
    return SkeletonDraft(FIGURE)


def who(draft: SkeletonDraft, name: str) -> str:
    return draft.state.find(name)


def fields_at_fault(draft: SkeletonDraft) -> set[tuple[str, str]]:
    return {(draft.state.names.get(one.who, ""), one.field) for one in problems_of(draft)}


def test_a_draft_begins_as_the_skeleton_it_is_of(draft: SkeletonDraft) -> None:
    assert draft.skeleton == FIGURE
    assert not draft.is_changed


def test_a_rename_is_followed_wherever_the_keypoint_is_named(draft: SkeletonDraft) -> None:
    draft.rename(who(draft, "hip"), "pelvis")
    after = draft.skeleton
    assert after.keypoints[4].parent == "pelvis"
    assert ("head", "pelvis") in after.edges
    assert after.rigid_segments == (("pelvis", "foot"),)
    assert after.normalisers == {"torso": ("head", "pelvis")}
    assert after.measures[0].points == ("head", "pelvis", "foot")
    assert draft.wishes.renames == {"hip": "pelvis"}


def test_a_name_that_passes_another_while_it_is_typed_takes_nothing_from_it(draft: SkeletonDraft) -> None:
    hip = who(draft, "hip")
    for typed in ("foot", "foots"):
        draft.rename(hip, typed)
    after = draft.skeleton
    assert after.edges[:2] == (("head", "foots"), ("foots", "foot"))
    assert draft.wishes.renames == {"hip": "foots"}
    assert not problems_of(draft)


def test_typing_a_name_is_one_step(draft: SkeletonDraft) -> None:
    hip = who(draft, "hip")
    for typed in ("h", "", "p", "pelvis"):
        draft.rename(hip, typed)
    draft.undo()
    assert draft.skeleton == FIGURE
    draft.redo()
    assert draft.skeleton.names[3] == "pelvis"


def test_what_is_gone_takes_its_edges_and_measures_with_it(draft: SkeletonDraft) -> None:
    draft.remove([who(draft, "hip")])
    after = draft.skeleton
    assert after.edges == (("head", "left_hand"), ("head", "right_hand"))
    assert not after.measures
    assert not after.rigid_segments
    assert not after.normalisers
    assert after.keypoints[3].parent == "head"
    assert draft.wishes.removed == ("hip",)
    assert after.version == FIGURE.version


def test_the_last_keypoint_stays(draft: SkeletonDraft) -> None:
    with pytest.raises(EditRefused, match="last"):
        draft.remove(draft.state.order)


def test_a_keypoint_of_an_old_name_that_is_new_does_not_inherit_labels(draft: SkeletonDraft) -> None:
    draft.remove([who(draft, "foot")])
    draft.add("foot")
    found = difference(FIGURE, draft.skeleton, draft.wishes)
    assert plan_of(FIGURE.names, found.rules).removed == ("foot",)


def test_parts_of_a_split_are_told_from_new_keypoints(draft: SkeletonDraft) -> None:
    draft.split(who(draft, "foot"), ["heel", "toe"])
    draft.add("ball")
    assert draft.wishes.splits == {"foot": ("heel", "toe")}
    assert draft.skeleton.keypoints[4].label == "foot: heel"
    assert not problems_of(draft)
    plan = plan_of(FIGURE.names, difference(FIGURE, draft.skeleton, draft.wishes).rules)
    assert [slot.source for slot in plan.slots] == [0, 1, 2, 3, 4, 4, -1]


def test_the_one_part_that_is_left_of_a_split_has_to_be_placed_anew(draft: SkeletonDraft) -> None:
    foot, _toe = draft.split(who(draft, "foot"), ["heel", "toe"])
    draft.remove([foot])
    assert draft.wishes.renames == {"foot": "toe"}
    assert draft.wishes.redefined == ("toe",)


@pytest.mark.parametrize("names", [["heel"], ["heel", "heel"], ["heel", "hip"], ["heel", " "]])
def test_a_split_into_what_cannot_be_is_refused(draft: SkeletonDraft, names: list[str]) -> None:
    with pytest.raises(EditRefused):
        draft.split(who(draft, "foot"), names)


def test_several_move_together_and_stop_at_the_end(draft: SkeletonDraft) -> None:
    pair = [who(draft, "hip"), who(draft, "right_hand")]
    draft.move(pair, 1)
    assert draft.skeleton.names == ("head", "left_hand", "foot", "right_hand", "hip")
    draft.move(pair, 1)
    assert draft.skeleton.names == ("head", "left_hand", "foot", "right_hand", "hip")


def test_what_is_dragged_lands_before_the_row_it_is_dropped_on(draft: SkeletonDraft) -> None:
    draft.place([who(draft, "head"), who(draft, "foot")], 3)
    assert draft.skeleton.names == ("left_hand", "right_hand", "head", "foot", "hip")
    draft.place([who(draft, "head")], 5)
    assert draft.skeleton.names[-1] == "head"


def test_an_edge_is_drawn_once_and_taken_away_from_either_end(draft: SkeletonDraft) -> None:
    head, foot = who(draft, "head"), who(draft, "foot")
    draft.connect(head, foot)
    with pytest.raises(EditRefused, match="connected already"):
        draft.connect(foot, head)
    draft.disconnect(foot, head)
    assert draft.skeleton == FIGURE
    with pytest.raises(EditRefused, match="two keypoints"):
        draft.connect(head, head)


def test_a_new_pair_leaves_the_mirrors_of_before_alone(draft: SkeletonDraft) -> None:
    draft.pair(who(draft, "left_hand"), who(draft, "foot"))
    mirrors = {point.name: point.mirror for point in draft.skeleton.keypoints}
    assert mirrors == {
        "head": None,
        "left_hand": "foot",
        "right_hand": None,
        "hip": None,
        "foot": "left_hand",
    }
    assert draft.skeleton.keypoints[4].side is Side.RIGHT
    assert not problems_of(draft)


def test_the_template_grows_with_what_is_dragged_out_of_it(draft: SkeletonDraft) -> None:
    draft.put_rest({who(draft, "foot"): (0.5, 3.0)})
    rest = draft.skeleton.rest
    assert rest[4].tolist() == [0.5, 1.0]
    assert rest[3, 1] == pytest.approx(0.2)
    assert not problems_of(draft)


def test_what_a_skeleton_extends_is_locked() -> None:
    draft = draft_of_extension("face_68", "palsy")
    first = draft.state.order[0]
    for refused in (
        lambda: draft.rename(first, "x"),
        lambda: draft.remove([first]),
        lambda: draft.move([first], 1),
        lambda: draft.change([first], sigma=0.1),
        lambda: draft.connect(first, draft.state.order[20]),
    ):
        with pytest.raises(EditRefused, match="belongs to face_68"):
            refused()
    added = draft.add("mouth_droop", rest=(0.5, 2.0))
    draft.move([added], -1)
    draft.place([added], 0)
    draft.connect(first, added)
    after = draft.skeleton
    assert after.names[:68] == load_skeleton("face_68").names
    assert after.keypoints[68].rest == (0.5, 1.0)
    base = after.base_part()
    assert base is not None
    assert base.names == load_skeleton("face_68").names
    assert skeleton_from_yaml(skeleton_to_yaml(after)) == after


def test_a_new_skeleton_has_something_to_begin_with() -> None:
    draft = draft_of_nothing()
    assert draft.is_changed
    assert not problems_of(draft)
    copy = draft_of_copy("coco_17")
    assert copy.skeleton.name == "coco_17_copy"
    assert copy.skeleton.names == load_skeleton("coco_17").names


# ---- what is wrong --------------------------------------------------------------------------------------


def test_a_name_given_twice_is_told_at_the_second(draft: SkeletonDraft) -> None:
    draft.rename(who(draft, "foot"), "hip")
    (problem,) = problems_of(draft)
    assert (problem.who, problem.field, problem.at) == (draft.state.order[4], "name", 4)
    assert "exists already" in problem.sentence


def test_an_empty_name_is_told(draft: SkeletonDraft) -> None:
    foot = who(draft, "foot")
    draft.rename(foot, " ")
    assert [(one.who, one.field) for one in problems_of(draft)] == [(foot, "name")]


@pytest.mark.parametrize("sigma", [0.0, -0.1, float("nan"), float("inf")])
def test_a_sigma_that_is_no_width_is_told(draft: SkeletonDraft, sigma: float) -> None:
    draft.change([who(draft, "foot")], sigma=sigma)
    assert fields_at_fault(draft) == {("foot", "sigma")}


def test_an_edge_to_nowhere_is_told_with_its_number() -> None:
    draft = SkeletonDraft(replace(FIGURE, edges=(*FIGURE.edges, ("hip", "tail"))))
    (problem,) = problems_of(draft)
    assert (problem.field, problem.at, problem.called) == ("edges", 4, "hip – tail")
    draft.disconnect(who(draft, "hip"), "tail")
    assert not problems_of(draft)


def test_a_mirror_of_a_mirror_that_is_none_is_told_at_its_keypoint() -> None:
    points = [replace(p, mirror="right_hand") if p.name == "hip" else p for p in FIGURE.keypoints]
    draft = SkeletonDraft(replace(FIGURE, keypoints=tuple(points)))
    assert fields_at_fault(draft) == {("hip", "mirror")}
    draft.part(who(draft, "hip"))
    assert ("hip", "mirror") not in fields_at_fault(draft)


@pytest.mark.parametrize(
    "name", ["12", "1e3", "0x1F", "no", "null", "~", "12:30", "- a", "a: b", "#a", "Ä ö"]
)
def test_names_that_a_reader_would_take_for_something_else_stay_names(
    draft: SkeletonDraft, name: str
) -> None:
    draft.rename(who(draft, "foot"), name)
    assert not problems_of(draft)
    assert skeleton_from_yaml(skeleton_to_yaml(draft.skeleton)).names[4] == name


def test_names_that_were_exchanged_are_told_before_anything_is_taken(draft: SkeletonDraft) -> None:
    hip, foot = who(draft, "hip"), who(draft, "foot")
    draft.rename(hip, "foot")
    draft.rename(foot, "hip")
    (problem,) = problems_of(draft)
    assert "circle" in problem.sentence


# ---- any sequence of steps -------------------------------------------------------------------------------

NAMES = st.sampled_from(["head", "left_hand", "right_hand", "hip", "foot", "toe", "12", "no", "", "é: x"])
STEPS = {
    *("add", "rename", "remove", "move", "place", "split", "redefine", "sigma", "tolerance", "rest"),
    *("connect", "disconnect", "rigid", "pair", "part", "whole", "measure", "unmeasure", "label"),
}
STEP = st.tuples(
    st.sampled_from(sorted(STEPS)),
    st.integers(0, 9),
    st.integers(0, 9),
    NAMES,
    NAMES,
    st.floats(-0.5, 1.5),
)


def do(draft: SkeletonDraft, step: tuple[str, int, int, str, str, float]) -> None:
    """Do a step, as far as it makes sense."""
    what, i, j, name, other, number = step
    order = draft.state.order
    a, b = order[i % len(order)], order[j % len(order)]
    steps = {
        "add": lambda: draft.add(name, after=a),
        "rename": lambda: draft.rename(a, name),
        "remove": lambda: draft.remove({a, b}),
        "move": lambda: draft.move({a, b}, 1 if number > 0.5 else -1),
        "place": lambda: draft.place({a}, j),
        "split": lambda: draft.split(a, [name, other]),
        "redefine": lambda: draft.redefine(a, number > 0.5),
        "sigma": lambda: draft.change({a, b}, sigma=number),
        "tolerance": lambda: draft.change({a}, tolerance=Tolerance(px=abs(number) + 0.1)),
        "rest": lambda: draft.put_rest({a: (number, 1 - number)}),
        "connect": lambda: draft.connect(a, b),
        "disconnect": lambda: draft.disconnect(a, b),
        "rigid": lambda: draft.connect(a, b, rigid=True),
        "pair": lambda: draft.pair(a, b),
        "part": lambda: draft.part(a),
        "whole": lambda: draft.change_whole(title=name),
        "measure": lambda: draft.put_measure(i, Measure(name, "lean", (a, b), "upright")),
        "unmeasure": lambda: draft.put_measure(i, None),
        "label": lambda: draft.change({a}, label=name),
    }
    with suppress(EditRefused):
        steps[what]()


@given(st.lists(STEP, max_size=12))
@settings(max_examples=120)
def test_any_steps_and_their_undo_give_the_start(steps: list[tuple[str, int, int, str, str, float]]) -> None:
    draft = SkeletonDraft(FIGURE)
    states = [draft.state]
    for step in steps:
        do(draft, step)
        draft.settle()
        if draft.state != states[-1]:
            states.append(draft.state)
    for state in reversed(states[:-1]):
        draft.undo()
        assert draft.state == state
    assert draft.skeleton == FIGURE
    for state in states[1:]:
        draft.redo()
        assert draft.state == state


@given(st.lists(STEP, max_size=12))
@settings(max_examples=120)
def test_any_draft_without_faults_is_written_and_read_back_and_its_way_is_known(
    steps: list[tuple[str, int, int, str, str, float]],
) -> None:
    draft = SkeletonDraft(FIGURE)
    for step in steps:
        do(draft, step)
    if problems_of(draft):
        return
    after = draft.skeleton
    assert skeleton_from_yaml(skeleton_to_yaml(after)) == after
    found = difference(FIGURE, after, draft.wishes)
    plan = plan_of(FIGURE.names, found.rules)
    assert plan.names == after.names
    for slot, identity in zip(plan.slots, draft.state.order, strict=True):
        root = draft.state.parts.get(identity, identity)
        number = int(root[1:])
        assert slot.source == (number if number < len(FIGURE) else -1)


def as_a_file(skeleton: Skeleton) -> list[tuple[str, str]]:
    """Return what a file with it would be told, without lines."""
    try:
        skeleton_to_yaml(skeleton)
    except SkeletonFaulty as fault:
        return sorted((re.sub(r"line \d+(: )?", "", one.place), one.sentence) for one in fault.problems)
    return []


@given(st.lists(STEP, max_size=12))
@settings(max_examples=150)
def test_a_draft_is_told_exactly_what_its_file_would_be(
    steps: list[tuple[str, int, int, str, str, float]],
) -> None:
    draft = SkeletonDraft(FIGURE)
    for step in steps:
        do(draft, step)
    told = sorted((problem.place, problem.sentence) for problem in faults_of(draft.skeleton))
    assert told == as_a_file(draft.skeleton)


@pytest.mark.parametrize("name", skeleton_names())
def test_no_shipped_skeleton_has_anything_wrong(name: str) -> None:
    assert not problems_of(SkeletonDraft(load_skeleton(name)))
