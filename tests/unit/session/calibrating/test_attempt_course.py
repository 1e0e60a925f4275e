"""A person's attempts one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import pytest

from palpate.session.calibrating import calibration, gold
from palpate.session.calibrating.attempt_course import Figure, course_of, keypoints_of, people_of
from palpate.session.calibrating.attempt_view import outcomes_to_see
from palpate.session.session import Session

LEFT_WRIST = 9


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana's wrist is 80 px off, then practised, then 1 px off; Ben passes at once."""
    with story.project(tmp_path) as made:
        gold.certify(made, story.gold_of(made).id)
        story.become(made, "ana", "annotator")
        for off, practise in ((80.0, False), (20.0, True), (1.0, False)):
            attempt = calibration.practise(made) if practise else calibration.start(made, 8)
            story.follow(made, attempt, by=story.off_at(LEFT_WRIST, off), spread=0.4)
            calibration.submit(made, attempt)
        story.become(made, "ben", "annotator")
        attempt = calibration.start(made, 8)
        story.follow(made, attempt, spread=0.4)
        calibration.submit(made, attempt)
        yield made


def test_an_annotator_follows_their_own_attempts_and_a_consultant_everybodys(session: Session) -> None:
    assert people_of(outcomes_to_see(session)) == ("ben",)
    story.become(session, "cora", "consultant")
    assert people_of(outcomes_to_see(session)) == ("ana", "ben")


def test_a_course_is_of_whole_attempts_with_the_lines_of_their_time(session: Session) -> None:
    story.become(session, "ana", "annotator")
    first, last = course_of(outcomes_to_see(session), "ana")
    assert [point.outcome.attempt.number for point in (first, last)] == [1, 2]
    assert (first.passed, last.passed) == (False, True)
    failing = [point.readings[Figure.FAILING] for point in (first, last)]
    assert [(one.value, one.good) for one in failing] == [(1.0, False), (0.0, True)]
    oks = first.readings[Figure.OKS]
    assert oks.line == session.contents.skeletons[story.SKELETON].policy.oks
    assert last.readings[Figure.ERROR].value is not None
    assert first.readings[Figure.ERROR].value > last.readings[Figure.ERROR].value


def test_of_a_keypoint_practice_counts_too(session: Session) -> None:
    story.become(session, "ana", "annotator")
    outcomes = outcomes_to_see(session)
    assert len(keypoints_of(outcomes)) == story.N_KEYPOINTS
    points = course_of(outcomes, "ana", "left_wrist")
    assert [point.outcome.attempt.task.value for point in points] == [
        "calibration",
        "practice",
        "calibration",
    ]
    errors = [point.readings[Figure.ERROR] for point in points]
    assert [round(one.value or 0.0, -1) for one in errors] == [80.0, 20.0, 0.0]
    assert errors[0].good is False
    assert errors[0].line is not None
    assert len(course_of(outcomes, "ana", "nose")) == 2


def test_what_cannot_be_estimated_has_its_reason(session: Session) -> None:
    (point,) = course_of(outcomes_to_see(session), "ben")
    kappa = point.readings[Figure.KAPPA]
    assert kappa.value is None
    assert kappa.reason == "no variation: one category only"
    assert kappa.good is None
