"""What an attempt comes to: judged at once, in words, and kept for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import gold_story as story
import msgspec
import numpy as np
import pytest
from gold_story import LEFT_WRIST, submitted

from palpate.base.errors import EditRefused, UsageError
from palpate.model.attempt import Task
from palpate.model.migration import Redefine
from palpate.model.visibility import Visibility
from palpate.session.calibrating import attempts, calibration
from palpate.session.calibrating.attempt_view import view_attempt
from palpate.session.calibrating.verifying import State, verify
from palpate.session.judging.scoring import score_layers
from palpate.session.policies import Wish, set_thresholds
from palpate.session.session import Session
from palpate.session.skeletons import migrating

NOSE = 0


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana's turn in a project with sixty poses of certified gold."""
    with story.anas_turn(tmp_path) as session:
        yield session


# ---- submitting ----------------------------------------------------------------------------------------


def test_a_good_attempt_passes_and_keeps_the_whole_scorecard(session: Session) -> None:
    outcome = submitted(session)
    assert (outcome.passed, outcome.reasons, dict(outcome.failing)) == (True, (), {})
    kept = msgspec.json.decode(attempts.attempt_known(session, outcome.attempt.id).result)
    assert {"oks", "pck", "mpjpe_px", "joints", "visibility", "failing_joints", "pass"} <= set(kept)
    assert kept["n_pairs"] == 10
    assert len(kept["oks"]["by_pair"]) == 10
    assert kept["attempt"]["gold"]["version"] == 1


def test_a_keypoint_that_is_off_fails_with_its_reasons_in_words(session: Session) -> None:
    outcome = submitted(session, by=60.0)
    assert not outcome.passed
    assert list(outcome.failing) == ["left_wrist"]
    position, bias, told = outcome.failing["left_wrist"]
    assert re.match(r"place it about (59|60) px further left$", told)
    assert re.match(r"(59|60)\.\d px off on average; the tolerance is 15\.3 px$", position)
    assert re.match(r"shifted (59|60)\.\d px to the right, which is no chance \(p = ", bias)
    assert "1 keypoint fails: left_wrist" in outcome.reasons


def test_a_small_shift_that_is_no_chance_is_named_with_its_direction(session: Session) -> None:
    attempt = calibration.start(session, 20)
    story.follow(session, attempt, by=story.off_at(LEFT_WRIST, -9.0, -6.0), spread=0.5)
    outcome = calibration.submit(session, attempt)
    bias, told = outcome.failing["left_wrist"]
    assert re.match(r"place it about [89] px further right and [56] px lower down$", told)
    assert re.match(r"shifted [89]\.\d px to the left and [56]\.\d px up, which is no chance", bias)
    assert bias.endswith("the tolerance is 15.3 px")


def test_occluded_points_called_visible_are_counted(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=()) as session:
        tiers = np.full((30, story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
        tiers[:, LEFT_WRIST] = Visibility.ESTIMATED
        story.label(session, story.gold_of(session), "runner", story.FRAMES, visibility=tiers)
        story.become(session, "ana", "annotator")
        attempt = calibration.start(session, 30)
        story.follow(session, attempt)
        outcome = calibration.submit(session, attempt)
    assert outcome.failing["left_wrist"] == ("30 of 30 that gold calls occluded are called visible",)


def test_an_empty_attempt_is_not_submitted(session: Session) -> None:
    attempt = calibration.start(session, 10)
    with pytest.raises(EditRefused, match="nothing is placed in ana, attempt 1 yet"):
        calibration.submit(session, attempt)
    assert attempts.open_attempt(session) == attempt


def test_labels_beside_the_frames_that_were_asked_do_not_count(session: Session) -> None:
    attempt = calibration.start(session, 10)
    layer = session.contents.layer(attempt.layer)
    free = next(f for f in range(120) if ("run", f) not in attempts.plan_of(session, attempt).frames)
    story.label(session, layer, "runner", (free,))
    with pytest.raises(EditRefused, match="nothing is placed"):
        calibration.submit(session, attempt)


def test_leaving_hard_poses_out_does_not_pass(session: Session) -> None:
    attempt = calibration.start(session, 10)
    for unit in attempts.plan_of(session, attempt).units[:8]:
        layer = session.contents.layer(attempt.layer)
        story.label(session, layer, unit.instance, (unit.frame,))
    outcome = calibration.submit(session, attempt)
    assert outcome.reasons == ("2 of 10 poses have no label",)


def test_an_attempt_in_which_all_is_called_absent_has_no_error_in_px_and_fails(
    session: Session,
) -> None:
    attempt = calibration.start(session, 10)
    for unit in attempts.plan_of(session, attempt).units:
        tiers = np.full((1, story.N_KEYPOINTS), Visibility.ABSENT, np.int8)
        layer = session.contents.layer(attempt.layer)
        story.label(session, layer, unit.instance, (unit.frame,), visibility=tiers)
    outcome = calibration.submit(session, attempt)
    assert not outcome.passed
    assert outcome.score["mpjpe_px"] is None
    assert outcome.score["oks"]["mean"] == 0.0


def test_somebody_elses_attempt_is_not_submitted(session: Session) -> None:
    attempt = calibration.start(session, 10)
    story.follow(session, attempt)
    story.become(session, "ben", "annotator")
    with pytest.raises(EditRefused, match="is ana's to submit"):
        calibration.submit(session, attempt)


def test_a_submitted_attempt_is_not_submitted_again(session: Session) -> None:
    outcome = submitted(session)
    with pytest.raises(EditRefused, match="submitted already and stays as it is"):
        calibration.submit(session, outcome.attempt)


def test_nothing_of_a_submitted_attempt_changes_any_more(session: Session) -> None:
    outcome = submitted(session)
    layer = session.contents.layer(outcome.attempt.layer)
    with pytest.raises(EditRefused, match="was submitted and stays as it is"):
        story.label(session, layer, "runner", (3,))
    assert session.undoable() is None
    assert verify(session, layer.id).holds


def test_a_submitted_attempt_outlives_a_migration_with_what_it_came_to(session: Session) -> None:
    outcome = submitted(session, by=60.0)
    story.become(session, "cora", "consultant")
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")]))
    (again,) = calibration.status_of(session, "ana").outcomes
    assert again.score == outcome.score
    assert verify(session, outcome.attempt.layer).state is State.CARRIED


def test_a_migration_while_an_attempt_is_open_leaves_out_what_it_redefined(session: Session) -> None:
    attempt = calibration.start(session, 10)
    story.follow(session, attempt)
    story.become(session, "cora", "consultant")
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")]))
    story.become(session, "ana", "annotator")
    outcome = calibration.submit(session, attempt)
    assert outcome.score["joints"]["nose"]["n"] == 0
    assert outcome.score["joints"]["left_wrist"]["n"] == 10


# ---- status, practice, comments ------------------------------------------------------------------------


def test_attempts_are_numbered_and_shown_in_order(session: Session) -> None:
    for by in (60.0, 40.0, 0.0):
        submitted(session, by=by)
    status = calibration.status_of(session)
    assert [one.attempt.number for one in status.outcomes] == [1, 2, 3]
    assert [one.passed for one in status.outcomes] == [False, False, True]
    errors = [one.score["joints"]["left_wrist"]["mpjpe_px"] for one in status.outcomes]
    assert all(later < earlier for earlier, later in pairwise(errors))
    assert status.passed
    assert status.pool is not None
    assert (len(status.pool.units), status.pool.attempts) == (30, 3)


def test_practice_is_on_what_failed_and_uses_no_frames_up(session: Session) -> None:
    assert "submit an attempt first" in calibration.why_not_practise(session)
    outcome = submitted(session, by=60.0)
    left = calibration.pool_of(session).units
    attempt = calibration.practise(session)
    assert (attempt.task, attempt.keypoints) == (Task.PRACTICE, ("left_wrist",))
    plan = attempts.plan_of(session, attempt)
    assert plan.frames == attempts.plan_of(session, outcome.attempt).frames
    assert attempts.progress(session, attempt).keypoints == 10
    story.follow(session, attempt, spread=0.5)
    practice = calibration.submit(session, attempt)
    assert list(practice.score["joints"]) == ["left_wrist"]
    assert practice.passed
    assert calibration.pool_of(session).units == left
    assert not calibration.status_of(session).passed


def test_a_keypoint_is_as_large_a_part_of_the_body_in_practice_as_in_the_attempt(session: Session) -> None:
    first = submitted(session, by=60.0)
    attempt = calibration.practise(session)
    story.follow(session, attempt, by=story.off_at(LEFT_WRIST, 60.0))
    again = calibration.submit(session, attempt)
    before, after = (one.score["joints"]["left_wrist"] for one in (first, again))
    assert after["tolerance_px"] == pytest.approx(before["tolerance_px"])


def test_practice_of_what_did_not_fail_is_refused(session: Session) -> None:
    submitted(session, by=60.0)
    with pytest.raises(EditRefused, match="nose did not fail; failing: left_wrist"):
        calibration.practise(session, keypoints=["nose"])
    submitted(session)
    assert "no keypoint failed in attempt 2" in calibration.why_not_practise(session)


def test_a_consultant_comments_on_a_keypoint_and_the_annotator_reads_it(session: Session) -> None:
    outcome = submitted(session, by=60.0)
    with pytest.raises(EditRefused, match="a consultant or a lead comments"):
        attempts.comment_on(session, outcome.attempt.id, "sorry")
    story.become(session, "cora", "consultant")
    attempts.comment_on(session, outcome.attempt.id, "the ulnar side", keypoint="left_wrist")
    with pytest.raises(EditRefused, match="no keypoint in this project is called 'tail'"):
        attempts.comment_on(session, outcome.attempt.id, "wag", keypoint="tail")
    story.become(session, "ana", "annotator")
    (said,) = attempts.comments_on(session, outcome.attempt.id)
    assert (said.keypoint, said.text, said.author) == ("left_wrist", "the ulnar side", "cora")


def test_the_policy_says_how_many_poses_are_asked_and_what_passes(session: Session) -> None:
    story.become(session, "cora", "consultant")
    wishes = [Wish("training.frames", "6"), Wish("oks", "0.9999")]
    set_thresholds(session, story.SKELETON, wishes, source="lab")
    story.become(session, "ana", "annotator")
    attempt = calibration.start(session)
    assert len(attempts.plan_of(session, attempt).units) == 6
    story.follow(session, attempt, spread=2.0)
    outcome = calibration.submit(session, attempt)
    assert outcome.score["oks"]["target"] == 0.9999
    assert any(reason.startswith("OKS is 0.99") for reason in outcome.reasons)


def test_what_is_no_attempt_is_not_found(session: Session) -> None:
    with pytest.raises(UsageError, match="no such attempt"):
        attempts.attempt_known(session, "nobody")


# ---- what must not spoil a diagnosis -------------------------------------------------------------------

RIGHT_WRIST, LEFT_KNEE = 10, 13


def with_sides_exchanged(session: Session, n_exchanged: int = 1) -> calibration.Outcome:
    """Submit ten poses, the left knee always 15 px left, left and right exchanged in some of one clip."""
    attempt = calibration.start(session, 10)
    layer = session.contents.layer(attempt.layer)
    chance = np.random.default_rng(3)
    mirror = session.contents.skeletons[story.SKELETON].mirror_indices
    left = n_exchanged
    for unit in attempts.plan_of(session, attempt).units:
        off = story.off_at(LEFT_KNEE, -15.0) + chance.normal(0.0, 0.5, (story.N_KEYPOINTS, 2))
        if left:
            off = (story.truth(unit.frame) + off)[mirror] - story.truth(unit.frame)
            left -= 1
        story.label(session, layer, unit.instance, (unit.frame,), by=off)
    return calibration.submit(session, attempt)


def test_one_pose_with_left_and_right_exchanged_does_not_spoil_what_is_said_of_the_others(
    session: Session,
) -> None:
    outcome = with_sides_exchanged(session)
    units = attempts.plan_of(session, outcome.attempt).units
    assert list(outcome.failing) == ["left_knee"]
    bias, told = outcome.failing["left_knee"]
    assert re.match(r"shifted 1[45]\.\d px to the left, which is no chance", bias)
    assert told == "place it about 15 px further right"
    wrist = outcome.score["joints"]["right_wrist"]
    assert (wrist["n"], wrist["missing"]) == (9, 0)
    assert wrist["mpjpe_px"] < 2.0
    assert f"left and right were exchanged in frame {units[0].frame} of" in outcome.reasons[0]
    assert not any("look swapped" in said for said in outcome.score["warnings"])
    assert "sides" in outcome.score["fails"]
    assert min(pair["oks"] for pair in outcome.score["oks"]["by_pair"]) < 0.5
    again = score_layers(session, outcome.attempt.layer, outcome.attempt.reference).to_json()
    assert wrist | again["joints"]["right_wrist"] == wrist
    seen = view_attempt(session, outcome.attempt)
    assert len(seen.errors["right_wrist"].vectors) == 9


def test_sides_exchanged_in_every_pose_are_no_way_to_pass(session: Session) -> None:
    outcome = with_sides_exchanged(session, 10)
    assert not outcome.passed
    assert outcome.score["joints"]["right_wrist"]["n"] == 0
    assert "sides" in outcome.score["fails"]
    assert "were exchanged in frames" in outcome.reasons[0]


def test_few_occluded_points_called_visible_are_told_and_are_not_green(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=()) as session:
        tiers = np.full((30, story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
        tiers[:, LEFT_WRIST] = Visibility.ESTIMATED
        story.label(session, story.gold_of(session), "runner", story.FRAMES, visibility=tiers)
        story.become(session, "ana", "annotator")
        attempt = calibration.start(session, 6)
        story.follow(session, attempt)
        outcome = calibration.submit(session, attempt)
    wrist = outcome.score["joints"]["left_wrist"]
    assert (wrist["pass"], wrist["fails"]) == (None, [])
    told = "left_wrist: 6 of 6 occluded called visible; too few to judge by themselves"
    assert told in outcome.score["warnings"]
    assert any("below the target" in said for said in outcome.score["warnings"])
    assert outcome.score["joints"]["nose"]["pass"] is True


def test_many_keypoints_with_doubtful_flags_are_one_sentence(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=()) as session:
        tiers = np.full((30, story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
        tiers[:, :5] = Visibility.ESTIMATED
        story.label(session, story.gold_of(session), "runner", story.FRAMES, visibility=tiers)
        story.become(session, "ana", "annotator")
        attempt = calibration.start(session, 6)
        story.follow(session, attempt)
        told = [said for said in calibration.submit(session, attempt).score["warnings"] if "occluded" in said]
    assert len(told) == 1
    assert told[0].startswith("most occluded points are called visible at 5 keypoints")
    assert told[0].endswith("most often at nose (6 of 6), left_eye (6 of 6), right_eye (6 of 6)")


def test_an_attempt_and_its_layer_are_judged_by_the_same_tolerance(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=()) as session:
        for frame in story.FRAMES:  # the runner comes nearer
            larger = story.truth(frame) * (frame / 240.0)
            story.label(session, story.gold_of(session), "runner", (frame,), by=larger)
        story.become(session, "ana", "annotator")
        attempt = calibration.start(session, 4)
        story.follow(session, attempt)
        kept = calibration.submit(session, attempt).score
        again = score_layers(session, attempt.layer, attempt.reference).to_json()
    assert kept["scale"]["median_px"] == pytest.approx(again["scale"]["median_px"])
    assert kept["joints"]["nose"]["tolerance_px"] == pytest.approx(again["joints"]["nose"]["tolerance_px"])
    assert (kept["unmatched"]["gold"], kept["unmatched_poses"]) == (0, [])
