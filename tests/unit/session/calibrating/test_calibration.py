"""Beginning a calibration: blind, on frames never asked before, by gold that can be trusted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
from gold_story import submitted
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import EditRefused
from palpate.model.migration import Add
from palpate.model.skeleton import Keypoint
from palpate.model.visibility import Visibility
from palpate.session import history
from palpate.session.calibrating import attempts, calibration, gold
from palpate.session.session import Session
from palpate.session.skeletons import migrating

NOSE = 0


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana's turn in a project with sixty poses of certified gold."""
    with story.anas_turn(tmp_path) as session:
        yield session


# ---- beginning -----------------------------------------------------------------------------------------


def test_an_attempt_has_a_layer_of_its_own_a_number_and_the_version_of_gold(session: Session) -> None:
    attempt = calibration.start(session, 10)
    layer = session.contents.layer(attempt.layer)
    assert (layer.name, layer.author) == ("ana, attempt 1", "ana")
    assert (attempt.number, attempt.reference_version, attempt.is_open) == (1, 1, True)
    assert attempt.reference == story.gold_of(session).id
    assert len(attempts.plan_of(session, attempt).units) == 10


def test_beginning_is_one_step_of_undo(session: Session) -> None:
    calibration.start(session, 10)
    session.undo()
    assert attempts.open_attempt(session) is None
    assert not [layer for layer in session.contents.layers if layer.name == "ana, attempt 1"]


def test_an_annotator_who_has_begun_does_not_take_it_back(session: Session) -> None:
    calibration.start(session, 10)
    assert history.why_not_undo(session).startswith("ana, attempt 1 is begun")
    with pytest.raises(EditRefused, match="what it asks for has been seen"):
        history.go_to(session, session.project.history()[1].id)
    assert attempts.open_attempt(session) is not None


def test_the_usual_attempt_leaves_half_of_gold_for_another_one(session: Session) -> None:
    assert len(attempts.plan_of(session, calibration.start(session)).units) == 30


def test_an_attempt_begun_twice_says_how_far_the_first_is(session: Session) -> None:
    attempt = calibration.start(session, 10)
    unit = attempts.plan_of(session, attempt).units[0]
    story.label(session, session.contents.layer(attempt.layer), unit.instance, (unit.frame,))
    with pytest.raises(EditRefused, match=r"ana, attempt 1 is begun and not submitted \(1 of 10 units"):
        calibration.start(session, 10)


def test_two_people_may_be_under_way_at_once(session: Session) -> None:
    calibration.start(session, 10)
    story.become(session, "ben", "annotator")
    assert calibration.start(session, 10).number == 1


def test_frames_are_spread_over_clips_phases_and_time(session: Session) -> None:
    units = attempts.plan_of(session, calibration.start(session, 12)).units
    strata = [unit.stratum for unit in units]
    assert sorted(set(strata)) == [
        "run, diffuse, after front foot contact",
        "run, diffuse, before front foot contact",
        "walk, diffuse, after front foot contact",
        "walk, diffuse, before front foot contact",
    ]
    assert {strata.count(name) for name in strata} == {3}


@settings(max_examples=25, deadline=None)
@given(n=st.integers(1, 60), seed=st.integers(0, 2**32 - 1))
def test_the_same_seed_draws_the_same_frames_none_twice_and_all_of_gold(
    blank: Session, n: int, seed: int
) -> None:
    drawn = []
    for _ in range(2):
        attempt = calibration.start(blank, n, seed=seed)
        drawn.append(attempts.plan_of(blank, attempt).units)
        blank.undo()
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == n
    assert {unit.frame for unit in drawn[0]} <= set(story.FRAMES)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Ana's project in which nobody submits anything."""
    with story.project(tmp_path_factory.mktemp("blank")) as session:
        story.become(session, "ana", "annotator")
        yield session


def test_a_stratum_tells_nothing_of_what_gold_says(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=()) as session:
        tiers = np.full((30, story.N_KEYPOINTS), Visibility.ESTIMATED, np.int8)
        tiers[::2] = Visibility.VISIBLE
        layer = story.gold_of(session)
        story.label(session, layer, "runner", story.FRAMES, visibility=tiers)
        story.become(session, "ana", "annotator")
        units = attempts.plan_of(session, calibration.start(session, 30)).units
    assert {unit.stratum.split(", ")[-1] for unit in units} == {
        "before front foot contact",
        "after front foot contact",
    }


# ---- what is left of gold ------------------------------------------------------------------------------


def test_no_frame_is_asked_twice_until_the_pool_is_exhausted_and_says_so(session: Session) -> None:
    asked: list[frozenset[tuple[str, int]]] = []
    for n in (25, 20, 15):
        outcome = submitted(session, n)
        asked.append(attempts.plan_of(session, outcome.attempt).frames)
    assert sum(map(len, asked)) == len(frozenset().union(*asked)) == 60
    assert calibration.why_not_start(session) == (
        "all 60 poses of gold were asked in 3 attempts of ana; the consultant has to mark further frames"
    )
    with pytest.raises(EditRefused, match="all 60 poses"):
        calibration.start(session)


def test_asking_for_more_than_is_left_says_the_numbers(session: Session) -> None:
    submitted(session, 50)
    with pytest.raises(
        EditRefused,
        match="20 poses are asked for; gold has 60, 50 were asked in 1 attempt and 10 are left",
    ):
        calibration.start(session, 20)


def test_what_was_asked_of_one_version_of_gold_is_known_in_the_next(session: Session) -> None:
    submitted(session, 40)
    story.become(session, "cora", "consultant")
    second = gold.new_version(session, story.gold_of(session).id)
    gold.certify(session, second.id)
    story.become(session, "ana", "annotator")
    pool = calibration.pool_of(session)
    assert pool.gold.id == second.id
    assert (len(pool.units), len(pool.known)) == (20, 40)


def test_without_gold_or_with_empty_gold_nobody_can_begin(tmp_path: Path) -> None:
    with Session.create(tmp_path / "none.palpate", ["coco_17"], "ana") as session:
        assert "no gold layer" in calibration.why_not_start(session)
    with story.project(tmp_path, gold_frames=()) as session:
        assert "gold holds no labelled pose" in calibration.why_not_start(session)


def test_gold_that_nobody_certified_judges_and_the_result_says_so(tmp_path: Path) -> None:
    with story.project(tmp_path) as session:
        story.become(session, "ana", "annotator")
        outcome = submitted(session)
    assert outcome.attempt.reference_version == 0
    assert "not certified" in outcome.score["attempt"]["gold"]["note"]


def test_by_gold_that_was_tampered_with_nobody_is_judged(session: Session) -> None:
    attempt = calibration.start(session, 10)
    story.follow(session, attempt)
    path = session.project.path
    session.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM pose WHERE frame = 4 AND layer = ?", (attempt.reference,))
    connection.close()
    with Session.open(path) as again:
        with pytest.raises(EditRefused, match="gold is not what was certified; nobody is judged by it"):
            calibration.submit(again, attempt)
        story.become(again, "ben", "annotator")
        assert "not what was certified" in calibration.why_not_start(again)


def test_gold_of_the_skeleton_before_judges_nobody_until_it_is_certified_anew(session: Session) -> None:
    story.become(session, "cora", "consultant")
    migrating.migrate(session, migrating.by_rules(session, [Add(Keypoint("chin"))]))
    assert "migrated from version 1 to 2" in calibration.why_not_start(session)
    second = gold.new_version(session, story.gold_of(session).id)
    gold.certify(session, second.id, partial=True)
    assert calibration.why_not_start(session) == ""


# ---- progress ------------------------------------------------------------------------------------------


def test_progress_counts_units_and_keypoints(session: Session) -> None:
    attempt = calibration.start(session, 10)
    before = attempts.progress(session, attempt)
    assert (before.done, before.units, before.placed, before.keypoints) == (0, 10, 0, 170)
    first, second = before.left[:2]
    layer = session.contents.layer(attempt.layer)
    story.label(session, layer, first.instance, (first.frame,))
    tiers = np.full((1, story.N_KEYPOINTS), Visibility.NOT_PLACED, np.int8)
    tiers[0, :3] = Visibility.ABSENT, Visibility.VISIBLE, Visibility.VISIBLE
    story.label(session, layer, second.instance, (second.frame,), visibility=tiers)
    after = attempts.progress(session, attempt)
    assert (after.done, after.placed, after.decided, len(after.left), len(after.untouched)) == (
        1,
        19,
        20,
        9,
        8,
    )
