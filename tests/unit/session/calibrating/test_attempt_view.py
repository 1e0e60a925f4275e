"""Looking at what was submitted: one's own, every error, and nothing that would tell where to click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
from gold_story import submitted

from palpate.base.errors import ScoreError
from palpate.session.calibrating import attempts, calibration
from palpate.session.calibrating.attempt_view import (
    latest_outcome,
    outcomes_to_see,
    view_attempt,
    why_not_view,
)
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana's turn in a project with sixty poses of certified gold."""
    with story.anas_turn(tmp_path) as session:
        yield session


def test_an_annotator_sees_their_own_outcomes_and_a_consultant_everybodys(session: Session) -> None:
    submitted(session, by=80.0)
    story.become(session, "ben", "annotator")
    submitted(session, by=0.0)
    assert [one.attempt.annotator for one in outcomes_to_see(session)] == ["ben"]
    story.become(session, "cora", "consultant")
    assert [one.attempt.annotator for one in outcomes_to_see(session)] == ["ana", "ben"]


def test_the_latest_outcome_is_that_of_the_last_calibration_and_practice_is_none(session: Session) -> None:
    assert latest_outcome(session) is None
    first = submitted(session, by=80.0)
    assert latest_outcome(session) == first
    practice = calibration.practise(session, 4)
    story.follow(session, practice)
    calibration.submit(session, practice)
    assert latest_outcome(session) == first
    story.become(session, "ben", "annotator")
    assert latest_outcome(session) is None


def test_every_error_in_the_frames_asked_for_is_there(session: Session) -> None:
    outcome = submitted(session, by=80.0)
    errors = view_attempt(session, outcome.attempt).errors["left_wrist"]
    assert len(errors.frames) == 10
    assert {frame for _, frame in attempts.plan_of(session, outcome.attempt).frames} == set(errors.frames)
    np.testing.assert_allclose(errors.vectors.mean(axis=0), (80.0, 0.0), atol=0.5)


def test_errors_in_frames_that_are_practised_wait_until_the_practice_is_submitted(session: Session) -> None:
    outcome = submitted(session, by=80.0)
    assert why_not_view(session, outcome.attempt) == ""
    practice = calibration.practise(session, 4)
    assert "until you submit ana, practice 1" in why_not_view(session, outcome.attempt)
    with pytest.raises(ScoreError, match="practice 1"):
        view_attempt(session, outcome.attempt)
    story.follow(session, practice)
    calibration.submit(session, practice)
    assert why_not_view(session, outcome.attempt) == ""
