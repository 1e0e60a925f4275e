"""Skeletons taken over into a project, with and without labels, and into files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused, SkeletonFaulty
from palpate.model.skeleton import Keypoint
from palpate.session.edits.contents import PutSetting
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.session.skeletons.skeleton_taking import (
    Way,
    draft_of_extension,
    draft_of_file,
    draft_of_nothing,
    draft_of_pinned,
    prepare,
    save,
    take,
    why_not_change,
    with_version,
)
from palpate.store.library import load_skeleton


def as_consultant(session: Session) -> Session:
    session.do(PutSetting("role", "consultant"))
    return session


def draft_of(session: Session) -> SkeletonDraft:
    return draft_of_pinned(session, "stick_figure")


def test_an_annotator_may_look_but_not_take_over(two_bowlers: Session) -> None:
    draft = draft_of(two_bowlers)
    draft.rename(draft.state.find("hip"), "pelvis")
    assert "consultant" in why_not_change(two_bowlers)
    with pytest.raises(EditRefused, match="consultant"):
        prepare(two_bowlers, draft)


def test_labels_stay_with_what_was_renamed_and_moved_and_what_is_deleted_comes_back_with_undo(
    two_bowlers: Session,
) -> None:
    session = as_consultant(two_bowlers)
    layer, walker = session.contents.layers[0].id, session.contents.instances[0].id
    before = session.live(layer, walker).track
    draft = draft_of(session)
    draft.rename(draft.state.find("hip"), "pelvis")
    draft.rename(draft.state.find("foot"), "hip")
    draft.move([draft.state.find("pelvis")], -3)
    draft.remove([draft.state.find("left_hand")])
    taking = prepare(session, draft)
    assert taking.way is Way.MIGRATE
    assert taking.foreseen is not None
    assert taking.foreseen.removed == {"left_hand": 12}
    assert taking.after.version == 2
    take(session, taking)
    after = session.live(layer, walker).track
    assert session.contents.skeletons["stick_figure"].names == ("pelvis", "head", "right_hand", "hip")
    np.testing.assert_array_equal(after.positions, before.positions[:, [3, 0, 2, 4]])
    np.testing.assert_array_equal(after.origin, before.origin[:, [3, 0, 2, 4]])
    session.undo()
    np.testing.assert_array_equal(session.live(layer, walker).track.positions, before.positions)
    assert session.contents.skeletons["stick_figure"] == draft.before


def test_what_is_split_or_redefined_waits_to_be_placed_anew(two_bowlers: Session) -> None:
    session = as_consultant(two_bowlers)
    draft = draft_of(session)
    draft.split(draft.state.find("foot"), ["heel", "toe"])
    draft.redefine(draft.state.find("head"), True)
    taking = prepare(session, draft)
    take(session, taking)
    waiting = session.outdated.waiting(session.contents.layers[0].id)
    assert {one.name for one in waiting} == {"heel", "toe", "head"}


def test_without_labels_a_skeleton_is_replaced_in_its_place(empty_project: Session) -> None:
    session = as_consultant(empty_project)
    draft = draft_of(session)
    draft.add("chin", after=draft.state.order[0], rest=(0.5, 0.1))
    draft.remove([draft.state.find("foot")])
    taking = prepare(session, draft)
    assert (taking.way, taking.after.version) == (Way.REPLACE, 1)
    take(session, taking)
    assert session.contents.skeletons["stick_figure"].names == (
        "head",
        "chin",
        "left_hand",
        "right_hand",
        "hip",
    )
    session.undo()
    assert session.contents.skeletons["stick_figure"] == draft.before


def test_without_labels_the_version_is_the_consultants(empty_project: Session) -> None:
    session = as_consultant(empty_project)
    draft = draft_of(session)
    draft.change([draft.state.find("hip")], sigma=0.07)
    take(session, with_version(prepare(session, draft), 4))
    assert session.contents.skeletons["stick_figure"].version == 4


def test_a_skeleton_without_labels_is_renamed_in_its_place_as_often_as_one_likes(
    empty_project: Session,
) -> None:
    session = as_consultant(empty_project)
    for before, after in (("hip", "pelvis"), ("pelvis", "waist"), ("waist", "hip")):
        draft = draft_of(session)
        draft.rename(draft.state.find(before), after)
        take(session, prepare(session, draft))
        assert after in session.contents.skeletons["stick_figure"].names


def test_a_new_skeleton_comes_beside_the_one_that_is_there(two_bowlers: Session) -> None:
    session = as_consultant(two_bowlers)
    draft = draft_of_extension("coco_17", "coco_more")
    draft.add("sternum", rest=(0.5, 0.3))
    take(session, prepare(session, draft))
    assert set(session.contents.skeletons) == {"stick_figure", "coco_more"}
    assert session.contents.skeletons["coco_more"] == draft.skeleton
    with pytest.raises(EditRefused, match="already"):
        prepare(session, draft)


def test_nothing_is_taken_over_from_a_draft_that_the_project_has_left_behind(two_bowlers: Session) -> None:
    session = as_consultant(two_bowlers)
    first, second = draft_of(session), draft_of(session)
    for draft, name in ((first, "pelvis"), (second, "waist")):
        draft.rename(draft.state.find("hip"), name)
    take(session, prepare(session, first))
    with pytest.raises(EditRefused, match="by now"):
        prepare(session, second)


def test_a_draft_without_changes_and_one_with_faults_are_refused(two_bowlers: Session) -> None:
    session = as_consultant(two_bowlers)
    draft = draft_of(session)
    with pytest.raises(EditRefused, match="nothing was changed"):
        prepare(session, draft)
    draft.rename(draft.state.find("hip"), "foot")
    with pytest.raises(SkeletonFaulty):
        prepare(session, draft)


def test_a_small_change_of_what_has_labels_is_a_next_version_too(two_bowlers: Session) -> None:
    session = as_consultant(two_bowlers)
    draft = draft_of(session)
    draft.change_whole(title="Stick figure, revised")
    taking = prepare(session, draft)
    assert (taking.way, taking.after.version) == (Way.MIGRATE, 2)


def test_a_draft_is_saved_as_a_file_that_a_project_can_begin_with(tmp_path: Path) -> None:
    draft = draft_of_nothing("hoof")
    draft.add("12", rest=(0.1, 0.9))
    file = tmp_path / "hoof.yaml"
    save(draft, file)
    assert load_skeleton(file) == draft.skeleton
    again, warnings = draft_of_file(file)
    assert again.skeleton == draft.skeleton
    assert not warnings
    with Session.create(tmp_path / "hoof.palpate", [str(file)], "ana") as session:
        assert session.contents.skeletons["hoof"].names == ("keypoint_1", "12")


def test_a_draft_with_faults_leaves_the_file_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "figure.yaml"
    file.write_text("as it was", encoding="utf-8")
    draft = draft_of_nothing()
    draft.rename(draft.state.order[0], "")
    with pytest.raises(SkeletonFaulty):
        save(draft, file)
    assert file.read_text(encoding="utf-8") == "as it was"


def test_a_draft_that_only_renames_asks_nobody_to_guess(two_bowlers: Session) -> None:
    session = as_consultant(two_bowlers)
    draft = draft_of(session)
    hip = draft.state.find("hip")
    draft.remove([hip])
    draft.add("hip", rest=draft.before.keypoints[3].rest)
    migration = migrating.to_version(session, draft.skeleton, draft.wishes)
    assert migration.plan.removed == ("hip",)
    assert migration.guesses == ()


def test_faulty_points_of_others_become_a_draft_whose_faults_are_told() -> None:
    figure = replace(load_skeleton("coco_17"), keypoints=(Keypoint("nose"), Keypoint("nose")), edges=())
    draft = SkeletonDraft(figure, is_new=True)
    assert draft.skeleton.names == ("nose", "nose")


def test_a_draft_goes_to_other_programs_and_says_what_they_cannot_hold(tmp_path: Path) -> None:
    draft = SkeletonDraft(load_skeleton("coco_17"), is_new=True)
    file = tmp_path / "person.json"
    losses = save(draft, file, "coco")
    assert losses
    again, _ = draft_of_file(file)
    assert again.skeleton.names == draft.skeleton.names
    assert {frozenset(pair) for pair in again.skeleton.edges} == {frozenset(p) for p in draft.skeleton.edges}
