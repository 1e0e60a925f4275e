"""Thresholds of a project: changed with a source, undone exactly, in force everywhere at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import EditRefused, UsageError
from palpate.model.migration import Remove, Rename
from palpate.model.policy_table import CONSTANTS, OF_KEYPOINTS
from palpate.session import policies
from palpate.session.edits.contents import PutSetting
from palpate.session.policies import Wish
from palpate.session.session import Session
from palpate.session.skeletons import migrating

NAME = "coco_17"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "p.palpate", [NAME], "Kim", "consultant") as session:
        yield session


def put(session: Session, key: str, text: str, keypoint: str = "", source: str = "Lab protocol") -> None:
    policies.set_thresholds(session, NAME, [Wish(key, text, keypoint)], source=source)


def test_a_changed_target_says_who_changed_it_what_it_was_and_why(project: Session) -> None:
    put(project, "oks", "0.9", source="Prof. Ng's protocol, 2026")
    found = policies.threshold(project, NAME, "oks")
    assert (found.value, found.own, found.shown) == (0.9, 0.85, "0.9")
    assert found.source == "Prof. Ng's protocol, 2026"
    assert found.sentence == "OKS target 0.9 (Prof. Ng's protocol, 2026)"
    assert found.change is not None
    assert (found.change.author, found.change.before, found.change.value) == ("Kim", "0.85", "0.9")
    assert found.change.time > "2000"


def test_the_skeleton_itself_and_its_version_stay_as_they_are(project: Session) -> None:
    before = project.project.skeleton_texts()
    pinned = project.contents.pinned[NAME]
    put(project, "oks", "0.9")
    put(project, "tolerance", "6 px", "nose")
    assert project.project.skeleton_texts() == before
    assert project.contents.pinned[NAME] is pinned
    assert project.contents.skeletons[NAME].policy == replace(pinned.policy, oks=0.9)
    assert project.contents.skeletons[NAME].version == pinned.version


def test_going_back_to_the_skeleton_s_own_value_leaves_no_trace_but_the_history(project: Session) -> None:
    own = project.contents.skeletons[NAME]
    put(project, "drift_px", "2", "nose")
    assert project.contents.skeletons[NAME].drift_limits_px[0] == 2.0
    policies.reset(project, NAME, "drift_px", "nose")
    assert project.contents.skeletons[NAME] == own
    assert not project.contents.policies
    assert [entry.title for entry in project.project.history(2)] == [
        "Take drift_px of nose back to the skeleton's own",
        "Set drift_px of nose to 2.0",
    ]
    with pytest.raises(EditRefused, match="drift_px is as the skeleton says already"):
        policies.reset(project, NAME, "drift_px", "nose")


def test_a_value_without_a_source_is_refused(project: Session) -> None:
    with pytest.raises(EditRefused, match="say where the value comes from"):
        put(project, "oks", "0.9", source="  ")
    assert not project.contents.policies


def test_annotators_read_and_do_not_change(project: Session) -> None:
    project.do(PutSetting("role", "annotator"))
    with pytest.raises(EditRefused, match="a consultant or a lead changes thresholds; you may read them"):
        put(project, "oks", "0.9")
    assert policies.threshold(project, NAME, "oks").value == 0.85
    project.do(PutSetting("role", "lead"))
    put(project, "oks", "0.9")


def test_two_that_only_go_together_are_changed_together(project: Session) -> None:
    with pytest.raises(UsageError, match=r"blur_estimated must not be below blur_visible, which is 0\.25"):
        put(project, "blur_estimated", "0.2")
    both = [Wish("blur_estimated", "0.2"), Wish("blur_visible", "0.1")]
    policies.set_thresholds(project, NAME, both, source="pilot")
    assert project.contents.skeletons[NAME].policy.blur_estimated == 0.2
    project.undo()
    assert not project.contents.policies
    with pytest.raises(UsageError, match="no threshold is called 'oksx'"):
        put(project, "oksx", "1")
    with pytest.raises(UsageError, match="coco_17 has no keypoint named 'tail'"):
        put(project, "drift_px", "1", "tail")
    with pytest.raises(UsageError, match="the project pins no skeleton named 'cow'; it has coco_17"):
        policies.threshold(project, "cow", "oks")


def test_saying_the_same_again_is_refused_but_another_source_is_taken(project: Session) -> None:
    put(project, "oks", "0.9")
    with pytest.raises(EditRefused, match="all of that is so already"):
        put(project, "oks", "0.90")
    put(project, "oks", "0.9", source="Board, March")
    assert policies.threshold(project, NAME, "oks").source == "Board, March"


def test_what_a_keypoint_has_from_its_skeleton_is_told_with_its_source(project: Session) -> None:
    put(project, "drift_px", "3", source="pilot")
    found = policies.threshold(project, NAME, "drift_px", "nose")
    assert (found.value, found.inherited, found.source) == (3.0, True, "pilot")
    put(project, "drift_px", "2", "nose", source="eyes move fast")
    found = policies.threshold(project, NAME, "drift_px", "nose")
    assert (found.value, found.inherited, found.source) == (2.0, False, "eyes move fast")


def test_changes_are_there_when_the_project_is_opened_again(project: Session) -> None:
    put(project, "kappa", "0.8")
    path = project.project.path
    project.close()
    with Session.open(path) as again:
        assert again.contents.skeletons[NAME].policy.kappa == 0.8
        again.undo()
        assert again.contents.skeletons[NAME].policy.kappa == 0.75


def test_a_migration_lets_what_is_asked_of_a_keypoint_follow_it_and_bakes_nothing_in(
    project: Session,
) -> None:
    put(project, "oks", "0.9")
    put(project, "drift_px", "2", "nose")
    put(project, "drift_px", "3", "left_eye")
    migration = migrating.by_rules(project, [Rename("nose", "nose_tip"), Remove("left_eye")])
    migrating.migrate(project, migration)
    asked = {(c.keypoint, c.key, c.value) for c in project.contents.policies}
    assert asked == {("", "oks", "0.9"), ("nose_tip", "drift_px", "2.0")}
    assert project.contents.pinned[NAME].policy.oks == 0.85
    assert policies.threshold(project, NAME, "drift_px", "nose_tip").value == 2.0
    project.undo()
    asked = {(c.keypoint, c.key) for c in project.contents.policies}
    assert asked == {("", "oks"), ("nose", "drift_px"), ("left_eye", "drift_px")}


def _wishes() -> st.SearchStrategy[tuple[str, str, str]]:
    numbers = st.floats(-1, 3).map(lambda x: f"{x:.3g}") | st.sampled_from(
        ["", "40 %", "6 px", "torso", "nan"]
    )
    whole = st.tuples(st.sampled_from(sorted(CONSTANTS)), numbers, st.just(""))
    single = st.tuples(
        st.sampled_from(sorted(OF_KEYPOINTS)), numbers, st.sampled_from(["nose", "left_wrist"])
    )
    return whole | single


@settings(max_examples=25)
@given(st.lists(_wishes(), min_size=1, max_size=8))
def test_whatever_is_changed_undoing_all_of_it_leads_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, wishes: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("policy") / "p.palpate"
    with Session.create(path, [NAME], "Kim", "lead") as session:
        states = [(session.contents.skeletons, session.contents.policies)]
        for key, text, keypoint in wishes:
            try:
                put(session, key, text, keypoint)
            except (UsageError, EditRefused):
                assert (session.contents.skeletons, session.contents.policies) == states[-1]
                continue
            states.append((session.contents.skeletons, session.contents.policies))
        for state in reversed(states[:-1]):
            session.undo()
            assert (session.contents.skeletons, session.contents.policies) == state
        for state in states[1:]:
            session.redo()
            assert (session.contents.skeletons, session.contents.policies) == state
