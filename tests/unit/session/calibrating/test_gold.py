"""Gold: what certifies it, what becomes of it, and that nobody changes it unseen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import EditRefused, UsageError
from palpate.model.layer import LayerKind
from palpate.model.migration import Redefine
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import calibration, gold
from palpate.session.calibrating.gold_content import digest_of, digest_of_rows, stored_rows
from palpate.session.calibrating.verifying import State
from palpate.session.edits import poses
from palpate.session.edits.contents import PutInstance, PutLayer
from palpate.session.exchange.integrity import problems_of
from palpate.session.rights import why_not_change
from palpate.session.session import Session
from palpate.session.skeletons import migrating


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The consultant's project."""
    with story.project(tmp_path) as session:
        yield session


def nudge(session: Session, layer: str, x: float, frame: int = 0, keypoint: int = 0) -> None:
    at = session.pose_at(layer, "runner", frame)
    tiers = np.full(1, Visibility.VISIBLE, np.int8)
    session.do(poses.move(at, np.array([keypoint]), np.array([[x, 5.0]]), tiers, title="Move"))


# ---- the digest ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One project for many layers."""
    with story.project(tmp_path_factory.mktemp("digests")) as session:
        yield session


@settings(max_examples=25, deadline=None)
@given(
    frame=st.sampled_from(story.FRAMES),
    keypoint=st.integers(0, story.N_KEYPOINTS - 1),
    change=st.sampled_from(("x", "y", "visibility", "origin")),
)
def test_whatever_is_changed_in_a_label_changes_the_digest(
    labelled: Session, frame: int, keypoint: int, change: str
) -> None:
    layer = story.gold_of(labelled).id
    rows = stored_rows(labelled, layer)
    before, row = digest_of_rows(rows), list(rows["pose", (layer, "runner", frame)])
    if change in "xy":
        places = np.frombuffer(row[1]).reshape(-1, 2).copy()  # type: ignore[arg-type]
        places[keypoint, "xy".index(change)] = np.nextafter(places[keypoint, "xy".index(change)], np.inf)
        row[1] = places.tobytes()
    else:
        column = 2 if change == "visibility" else 3
        codes = bytearray(row[column])  # type: ignore[arg-type]
        codes[keypoint] ^= 1
        row[column] = bytes(codes)
    rows["pose", (layer, "runner", frame)] = tuple(row)
    assert digest_of_rows(rows) != before


def test_one_odd_pose_leaves_the_digest_of_the_others_as_it_is(labelled: Session) -> None:
    layer = story.gold_of(labelled).id
    rows = stored_rows(labelled, layer)
    odd = list(rows["pose", (layer, "runner", story.FRAMES[1])])
    odd[4] = np.full(story.N_KEYPOINTS, 0.5).tobytes()  # scores are no part of it, but it is read by itself
    spoiled = dict(rows) | {("pose", (layer, "runner", story.FRAMES[1])): tuple(odd)}
    assert digest_of_rows(spoiled) == digest_of_rows(rows)


def test_the_digest_is_of_the_labels_and_not_of_who_placed_them_in_which_order(tmp_path: Path) -> None:
    digests = []
    for name, order in (("one", (0, 4, 8)), ("two", (8, 0, 4))):
        folder = tmp_path / name
        folder.mkdir()
        with story.project(folder, gold_frames=()) as session:
            session.author = name
            for frame in order:
                story.label(session, story.gold_of(session), "runner", (frame,), origin=Origin.GOLD)
            digests.append(digest_of(session, story.gold_of(session).id))
    assert digests[0] == digests[1]


def test_another_name_of_a_runner_is_no_change_of_gold(session: Session) -> None:
    layer = story.gold_of(session).id
    before = digest_of(session, layer)
    session.do(PutInstance("Rename", replace(session.contents.instance("runner"), name="bowler")))
    assert digest_of(session, layer) == before


# ---- certifying ----------------------------------------------------------------------------------------


def test_a_certificate_carries_digest_author_note_and_version(session: Session) -> None:
    layer = story.gold_of(session).id
    found = gold.certify(session, layer, " first round ")
    assert (found.version, found.author, found.note) == (1, "cora", "first round")
    assert found.digest == digest_of(session, layer)
    assert found.time
    assert gold.verify(session, layer).holds


def test_an_annotator_certifies_nothing(session: Session) -> None:
    story.become(session, "ana", "annotator")
    with pytest.raises(EditRefused, match="only a consultant or a lead"):
        gold.certify(session, story.gold_of(session).id)


def test_a_lead_may_certify(session: Session) -> None:
    story.become(session, "lea", "lead")
    assert gold.certify(session, story.gold_of(session).id).author == "lea"


def test_what_is_no_gold_is_not_certified(session: Session) -> None:
    work = session.contents.working_layer("cora")
    assert work is not None
    assert "no gold" in gold.why_not_certify(session, work.id)


def test_empty_gold_is_not_certified(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=()) as session:
        assert "nothing is labelled in gold" in gold.why_not_certify(session, story.gold_of(session).id)


def test_keypoints_that_nobody_decided_are_counted_and_can_be_left_out_on_purpose(session: Session) -> None:
    layer = story.gold_of(session).id
    for frame in (0, 4):
        at = session.pose_at(layer, "runner", frame)
        session.do(poses.clear(at, np.array([1, 2]), "eyes"))
    assert "4 keypoints are not decided in 2 poses of gold" in gold.why_not_certify(session, layer)
    assert gold.certify(session, layer, partial=True).version == 1


def test_a_guess_of_a_model_is_not_decided(session: Session) -> None:
    layer = story.gold_of(session)
    story.label(session, layer, "walker", (2,), origin=Origin.MODEL)
    assert "17 keypoints are not decided in 1 pose" in gold.why_not_certify(session, layer.id)


def test_labels_that_a_migration_outdated_are_placed_anew_first(session: Session) -> None:
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")]))
    layer = story.gold_of(session).id
    assert "60 labels have to be placed anew in gold" in gold.why_not_certify(session, layer)


def test_whoever_opens_frozen_labels_is_told_before_the_first_gesture(session: Session) -> None:
    layer = story.gold_of(session).id
    assert why_not_change(session, layer) == ""
    gold.certify(session, layer)
    assert "certified (version 1) and stays as it is; make a new version" in why_not_change(session, layer)
    story.become(session, "ana", "annotator")
    assert "only a consultant changes it" in why_not_change(session, layer)
    attempt = calibration.start(session, 4)
    assert why_not_change(session, attempt.layer) == ""
    story.follow(session, attempt)
    calibration.submit(session, attempt)
    assert "was submitted and stays as it is" in why_not_change(session, attempt.layer)


# ---- new versions --------------------------------------------------------------------------------------


def test_a_new_version_begins_as_a_copy_that_may_be_changed(session: Session) -> None:
    first = story.gold_of(session).id
    gold.certify(session, first)
    second = gold.new_version(session, first)
    assert (second.name, second.kind) == ("gold, version 2", LayerKind.GOLD)
    assert digest_of(session, second.id) == digest_of(session, first)
    nudge(session, second.id, 7.0)
    assert digest_of(session, second.id) != digest_of(session, first)
    assert gold.verify(session, first).holds
    assert gold.certify(session, second.id).version == 2


def test_the_version_certified_last_is_the_gold_that_holds(session: Session) -> None:
    first = story.gold_of(session)
    assert gold.current_gold(session) == first
    gold.certify(session, first.id)
    second = gold.new_version(session, first.id)
    assert gold.current_gold(session) == first
    gold.certify(session, second.id)
    assert gold.current_gold(session) == second
    assert [one.id for one in gold.versions_of(session, first.id)] == [first.id, second.id]


def test_one_new_version_at_a_time(session: Session) -> None:
    first = story.gold_of(session).id
    with pytest.raises(EditRefused, match="not certified and may be changed"):
        gold.new_version(session, first)
    gold.certify(session, first)
    gold.new_version(session, first)
    with pytest.raises(EditRefused, match="go on with that"):
        gold.new_version(session, first)


def test_a_new_version_can_be_undone_as_long_as_nobody_certified_it(session: Session) -> None:
    first = story.gold_of(session).id
    gold.certify(session, first)
    gold.new_version(session, first)
    session.undo()
    assert [one.id for one in gold.versions_of(session, first)] == [first]


def test_what_has_to_be_placed_anew_waits_in_the_new_version_too(session: Session) -> None:
    first = story.gold_of(session).id
    gold.certify(session, first)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")]))
    second = gold.new_version(session, first).id
    assert len(session.outdated.waiting(second)) == 60
    assert "60 labels have to be placed anew" in gold.why_not_certify(session, second)
    for instance in story.RUNNERS.values():
        for frame in story.FRAMES:
            at = session.pose_at(second, instance, frame)
            session.do(poses.place(at, 0, np.array([1.0, 2.0]), Visibility.VISIBLE, "nose"))
    assert gold.certify(session, second).version == 2
    assert gold.verify(session, second).holds


def test_gold_of_a_second_consultant_has_versions_of_its_own(session: Session) -> None:
    gold.certify(session, story.gold_of(session).id)
    session.do(PutLayer("Add", editions.new_layer("gold of carl", LayerKind.GOLD, "carl")))
    other = session.contents.layer_named("gold of carl")
    story.label(session, other, "runner", (0,), origin=Origin.GOLD)
    assert gold.certify(session, other.id).version == 1
    current = gold.current_gold(session)
    assert current is not None
    assert current.name == "gold"


# ---- verifying -----------------------------------------------------------------------------------------


def tampered(session: Session, sql: str, *values: object) -> Session:
    """Close the project, change its file with another program, and open it again."""
    path = session.project.path
    session.close()
    with sqlite3.connect(path) as connection:
        connection.execute(sql, values)
    connection.close()
    return Session.open(path)


def test_what_was_never_certified_cannot_be_verified(session: Session) -> None:
    with pytest.raises(UsageError, match="neither certified nor submitted"):
        gold.verify(session, story.gold_of(session).id)


def test_a_label_moved_by_another_program_is_found_with_its_place(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    row = session.project.rows("SELECT positions FROM pose WHERE instance = 'runner' AND frame = 4")[0][0]
    places = np.frombuffer(row).reshape(-1, 2).copy()
    places[0] += (1.5, 0.0)
    sql = "UPDATE pose SET positions = ? WHERE instance = 'runner' AND frame = 4"
    with tampered(session, sql, places.tobytes()) as again:
        found = gold.verify(again, layer)
    assert (found.state, found.holds) == (State.ALTERED, False)
    assert "outside the program" in found.sentences[0]
    assert found.sentences[1] == "runner in run, frame 4: nose stood at (432, 200), now at (433.5, 200)"


def test_a_pose_taken_out_by_another_program_is_missed(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    with tampered(session, "DELETE FROM pose WHERE instance = 'runner' AND frame = 4") as again:
        assert "runner in run, frame 4: the pose is gone" in gold.verify(again, layer).sentences


def test_a_flag_changed_by_another_program_is_told_in_words(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    tiers = np.full(story.N_KEYPOINTS, Visibility.VISIBLE, np.int8)
    tiers[2] = Visibility.ESTIMATED
    sql = "UPDATE pose SET visibility = ? WHERE instance = 'runner' AND frame = 4"
    with tampered(session, sql, tiers.tobytes()) as again:
        found = gold.verify(again, layer)
    assert found.sentences[1] == "runner in run, frame 4: right_eye was visible, now estimated"


def test_a_certificate_rewritten_together_with_the_labels_does_not_fit_the_history(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    with tampered(session, "UPDATE certificate SET digest = 'abc'") as again:
        found = gold.verify(again, layer)
    assert found.state is State.ALTERED
    assert "history of the project does not fit it" in found.sentences[0]


def test_a_migration_is_told_from_tampering(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")]))
    found = gold.verify(session, layer)
    assert found.state is State.CARRIED
    assert "coco_17 was migrated from version 1 to 2 by cora" in found.sentences[0]
    assert "make a new version of the gold" in found.sentences[-1]


def test_tampering_after_a_migration_is_found_all_the_same(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")]))
    sql = "UPDATE pose SET visibility = zeroblob(17) WHERE instance = 'runner' AND frame = 4"
    with tampered(session, sql) as again:
        assert gold.verify(again, layer).state is State.ALTERED


def test_undone_and_redone_work_before_the_certificate_leaves_it_true(session: Session) -> None:
    layer = story.gold_of(session).id
    nudge(session, layer, 3.0)
    session.undo()
    session.redo()
    session.undo()
    gold.certify(session, layer)
    sql = "UPDATE pose SET origin = zeroblob(17) WHERE instance = 'walker' AND frame = 8"
    with tampered(session, sql) as again:
        found = gold.verify(again, layer)
    assert found.sentences[1] == "walker in walk, frame 8: nose says that it came from elsewhere"
    assert found.sentences[-1] == "and 14 more"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE pose SET positions = x'00' WHERE frame = 4", "frame 4: the pose cannot be read any more"),
        ("UPDATE pose SET shape = '{' WHERE frame = 4", "frame 4: the pose cannot be read any more"),
        ("DELETE FROM instance WHERE id = 'runner'", "an instance that the labels stand on is not as it was"),
        ("UPDATE skeleton SET content = 'no'", "the skeleton that the labels stand on is not as it was left"),
    ],
)
def test_whatever_another_program_leaves_behind_is_a_sentence(session: Session, sql: str, said: str) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    with sqlite3.connect(session.project.path) as connection:
        connection.execute(sql)
    connection.close()
    found = gold.verify(session, layer)
    assert found.state is State.ALTERED
    assert any(said in sentence for sentence in found.sentences)


def test_a_check_of_the_project_names_gold_that_was_tampered_with(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    path = session.project.path
    with tampered(session, "DELETE FROM pose WHERE instance = 'runner' AND frame = 4"):
        pass
    assert "layer gold: runner in run, frame 4: the pose is gone" in problems_of(path)


def test_a_second_layer_of_gold_begins_empty_and_is_the_consultants_to_add(session: Session) -> None:
    gold.add_gold_layer(session, "gold of carl")
    assert session.contents.layer_named("gold of carl").kind is LayerKind.GOLD
    story.become(session, "ana", "annotator")
    with pytest.raises(EditRefused, match="gold is the consultant's"):
        gold.add_gold_layer(session, "mine")
