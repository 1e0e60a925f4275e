"""How sure gold is of itself: the consultant's blind repeats, or a second consultant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.session import editions
from palpate.session.calibrating import attempts, calibration, gold, gold_error
from palpate.session.edits.contents import PutLayer
from palpate.session.judging.scoring import score_layers
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The consultant's project."""
    with story.project(tmp_path) as session:
        yield session


def repeated(session: Session, n: int = 20, spread: float = 2.0) -> None:
    attempt = gold_error.begin_repeat(session, story.gold_of(session).id, n)
    story.follow(session, attempt, spread=spread)
    calibration.submit(session, attempt)


def test_without_a_second_look_golds_error_is_unknown_and_says_so(session: Session) -> None:
    floor = gold_error.floor_of(session, story.gold_of(session).id)
    assert (dict(floor.sd_px), floor.source) == ({}, "")
    assert floor.notes == ("gold's own error is unknown: nothing of it was marked a second time",)


def test_repeats_are_asked_in_no_order_and_marked_as_such(session: Session) -> None:
    attempt = gold_error.begin_repeat(session, story.gold_of(session).id, 20)
    units = attempts.plan_of(session, attempt).units
    assert len(units) == 20
    assert all(unit.hidden_repeat for unit in units)
    assert [unit.frame for unit in units] != sorted(unit.frame for unit in units)


def test_blind_repeats_tell_how_far_apart_the_consultant_marks_the_same_point(session: Session) -> None:
    repeated(session)
    floor = gold_error.floor_of(session, story.gold_of(session).id)
    assert set(floor.sd_px) == set(session.contents.skeletons[story.SKELETON].names)
    # Gold is exact here and the repeat is 2 px off along each axis: half of its square is each one's.
    assert np.mean(list(floor.sd_px.values())) == pytest.approx(2.0, rel=0.1)
    assert floor.source == "repeats"
    low, high = floor.limits_px["nose"]
    assert low < floor.sd_px["nose"] < high


def test_few_repeats_tell_nothing_of_a_keypoint_without_others_of_its_type(session: Session) -> None:
    repeated(session, n=5)
    floor = gold_error.floor_of(session, story.gold_of(session).id)
    skeleton = session.contents.skeletons[story.SKELETON]
    by_type = {point.name: point.type or point.name for point in skeleton.keypoints}
    alone = {name for name, kind in by_type.items() if list(by_type.values()).count(kind) < 2}
    assert alone
    assert not alone & set(floor.sd_px)
    assert all(f"{name}" in floor.notes[-1] for name in alone)
    assert set(floor.sd_px) == floor.pooled


def test_an_open_repeat_tells_nothing(session: Session) -> None:
    attempt = gold_error.begin_repeat(session, story.gold_of(session).id, 20)
    story.follow(session, attempt, spread=2.0)
    assert not gold_error.floor_of(session, story.gold_of(session).id).sd_px


def test_a_second_consultant_stands_in_for_repeats(session: Session) -> None:
    session.do(PutLayer("Add", editions.new_layer("gold of carl", LayerKind.GOLD, "carl")))
    other = session.contents.layer_named("gold of carl")
    off = np.random.default_rng(3).normal(0.0, 2.0, (len(story.FRAMES), story.N_KEYPOINTS, 2))
    story.label(session, other, "runner", story.FRAMES, by=off, origin=Origin.GOLD)
    floor = gold_error.floor_of(session, story.gold_of(session).id)
    assert floor.source == "second gold"
    assert "differ by in the mean" in floor.notes[0]
    assert np.mean(list(floor.sd_px.values())) == pytest.approx(2.0, rel=0.1)


def test_a_later_version_of_gold_is_no_second_opinion(session: Session) -> None:
    layer = story.gold_of(session).id
    gold.certify(session, layer)
    gold.new_version(session, layer)
    assert not gold_error.floor_of(session, layer).sd_px


def test_an_annotator_cannot_repeat_gold(session: Session) -> None:
    story.become(session, "ana", "annotator")
    with pytest.raises(EditRefused, match="gold is the consultant's"):
        gold_error.begin_repeat(session, story.gold_of(session).id)


def test_more_repeats_than_gold_has_are_refused_with_numbers(session: Session) -> None:
    with pytest.raises(EditRefused, match="61 poses are asked for; gold has 60"):
        gold_error.begin_repeat(session, story.gold_of(session).id, 61)


def test_an_attempt_is_shown_with_and_without_golds_error(session: Session) -> None:
    repeated(session)
    story.become(session, "ana", "annotator")
    attempt = calibration.start(session, 20)
    story.follow(session, attempt, spread=3.0)
    outcome = calibration.submit(session, attempt)
    nose = outcome.score["joints"]["nose"]
    assert 0.0 < nose["rmse_without_gold_px"] < nose["rmse_px"]
    expected = np.sqrt(nose["rmse_px"] ** 2 - nose["gold_sd_px"] ** 2)
    assert nose["rmse_without_gold_px"] == pytest.approx(expected)
    assert outcome.score["gold_error"]["joints"]["nose"]["n"] == 20


def test_where_golds_error_is_unknown_the_numbers_are_null_with_a_reason(session: Session) -> None:
    work = session.contents.working_layer("cora")
    assert work is not None
    story.label(session, work, "runner", story.FRAMES)
    layer = story.gold_of(session).id
    content = gold_error.with_floor(
        score_layers(session, work.id, layer).to_json(), gold_error.floor_of(session, layer)
    )
    assert content["joints"]["nose"]["rmse_without_gold_px"] is None
    assert content["gold_error"]["notes"]
