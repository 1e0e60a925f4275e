"""Gold laid over the labels: never before submission, and for annotators only where they were judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest

from palpate.model.attempt import Attempt
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import calibration
from palpate.session.calibrating.attempts import plan_of
from palpate.session.edits.contents import PutLayer
from palpate.session.judging.gold_overlay import (
    reference_here,
    reference_of,
    tolerances_px,
    why_not_overlay,
)
from palpate.session.session import Session

NOSE = 0


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana has certified gold before her, and looks at the first frame of her own layer."""
    with story.anas_turn(tmp_path) as session:
        layer = session.contents.working_layer("ana")
        assert layer is not None
        session.selection.move(layer=layer.id, clip="run", instance="runner", frame=0)
        yield session


def begun(session: Session) -> Attempt:
    attempt = calibration.start(session, 10)
    unit = plan_of(session, attempt).units[0]
    session.selection.move(layer=attempt.layer, clip=unit.clip, instance=unit.instance, frame=unit.frame)
    return attempt


def submitted(session: Session) -> Attempt:
    attempt = begun(session)
    story.follow(session, attempt, by=story.off_at(NOSE, 12.0), spread=0.5)
    calibration.submit(session, attempt)
    return attempt


def test_an_annotator_who_has_submitted_nothing_sees_nothing(session: Session) -> None:
    assert "begin a calibration" in why_not_overlay(session)
    assert not reference_here(session).poses


def test_nothing_lies_over_an_attempt_that_is_open(session: Session) -> None:
    begun(session)
    assert "once this attempt is submitted" in why_not_overlay(session)
    assert not reference_here(session).poses


def test_after_submission_gold_lies_over_the_frames_of_the_attempt(session: Session) -> None:
    attempt = submitted(session)
    assert why_not_overlay(session) == ""
    found = reference_here(session)
    assert found.reason == ""
    assert found.layer is not None
    assert found.layer.id == attempt.reference
    frame, instance = session.selection.focus.frame, session.selection.focus.instance
    assert np.array_equal(found.poses[instance].positions, story.truth(frame))


def test_a_frame_of_no_attempt_stays_without_gold(session: Session) -> None:
    attempt = submitted(session)
    asked = plan_of(session, attempt).frames
    clip, frame = next(
        (clip, frame) for clip in story.RUNNERS for frame in story.FRAMES if (clip, frame) not in asked
    )
    session.selection.move(clip=clip, frame=frame)
    found = reference_here(session)
    assert not found.poses
    assert "no attempt that you have submitted" in found.reason


def test_while_the_next_attempt_is_open_its_frames_stay_without_gold_in_every_layer(session: Session) -> None:
    first = submitted(session)
    second = begun(session)
    for clip, frame in plan_of(session, second).frames:
        session.selection.move(layer=first.layer, clip=clip, frame=frame)
        assert not reference_here(session).poses


def test_a_consultant_sees_it_over_any_labels_but_not_over_gold_itself(session: Session) -> None:
    own = session.selection.focus.layer
    story.become(session, "cora", "consultant")
    assert why_not_overlay(session) == ""
    assert set(reference_here(session).poses) == {"runner"}
    session.selection.move(layer=story.gold_of(session).id)
    assert "is the layer in hand" in why_not_overlay(session)
    session.selection.move(layer=own, frame=1)
    assert "has nothing in this frame" in reference_here(session).reason


def test_a_consultant_sees_nothing_over_an_attempt_that_is_open(session: Session) -> None:
    attempt = begun(session)
    story.become(session, "cora", "consultant")
    session.selection.move(layer=attempt.layer)
    assert "once this attempt is submitted" in why_not_overlay(session)


def test_without_gold_it_says_what_gold_is(tmp_path: Path) -> None:
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as session:
        session.ensure_layer()
        assert reference_of(session) is None
        assert "no gold in this project" in why_not_overlay(session)


def test_of_gold_only_what_was_decided_is_laid_over(session: Session) -> None:
    story.become(session, "cora", "consultant")
    session.selection.move(frame=story.FRAMES[0] + 1)
    assert not reference_here(session).poses
    session.do(PutLayer("Add", editions.new_layer("more", LayerKind.WORK, "cora")))
    session.selection.move(layer=session.contents.layer_named("more").id, frame=story.FRAMES[0])
    view = reference_here(session).poses["runner"]
    assert (view.visibility == Visibility.VISIBLE).all()


def test_tolerances_are_those_of_the_skeleton_at_the_size_of_the_reference(session: Session) -> None:
    found = tolerances_px(session, story.gold_of(session).id, "runner")
    points = session.contents.skeleton_of("runner").keypoints
    assert found.shape == (len(points),)
    assert np.isfinite(found).any()
