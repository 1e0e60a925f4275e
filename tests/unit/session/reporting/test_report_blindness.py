"""A report never tells the answer of an attempt that its reader has not submitted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
import report_story

from palpate.model.attempt import Attempt
from palpate.model.origin import Origin
from palpate.report.quality.html import report_as_html
from palpate.report.quality.pdf import report_as_pdf
from palpate.report.quality.tidy import csv_pieces
from palpate.session.calibrating import calibration
from palpate.session.calibrating.attempts import plan_of
from palpate.session.reporting.quality_report import quality_report
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The consultant's project, in which ana has worked."""
    with report_story.project(tmp_path) as session:
        yield session


def told(session: Session) -> tuple[str, str, bytes]:
    """Everything that ana reads, but for the time of the last edit."""
    story.become(session, "ana", "annotator")
    report = quality_report(session)
    plain = type(report)(**{name: getattr(report, name) for name in report.__slots__} | {"as_of": ""})
    return "".join(csv_pieces(plain)), report_as_html(plain), report_as_pdf(plain, compressed=False)


def move_gold(session: Session, attempt: Attempt, by: float) -> None:
    """Move gold in all frames of an attempt, in all instances."""
    frames: dict[str, list[int]] = {}
    for unit in plan_of(session, attempt).units:
        frames.setdefault(unit.instance, []).append(unit.frame)
    story.become(session, "cora", "consultant")
    gold = story.gold_of(session)
    for instance, asked in frames.items():
        off = np.full((story.N_KEYPOINTS, 2), by)
        story.label(session, gold, instance, tuple(sorted(asked)), by=off, origin=Origin.GOLD)


def test_the_answer_of_an_open_attempt_changes_nothing_that_is_read(session: Session) -> None:
    story.become(session, "ana", "annotator")
    attempt = calibration.start(session, 10)
    before = told(session)
    move_gold(session, attempt, 400.0)
    ben = next(one for one in quality_report(session).judged if one.person == "ben")
    assert max(point.max_px for point in ben.score.keypoints.values()) > 500.0
    assert told(session) == before


def test_what_the_annotator_placed_in_an_open_attempt_is_not_judged(session: Session) -> None:
    story.become(session, "ana", "annotator")
    attempt = calibration.start(session, 10)
    before = told(session)[0]
    story.become(session, "ana", "annotator")
    story.follow(session, attempt, by=story.off_at(9, 60.0), spread=1.0)
    after = told(session)[0]
    numbers = [
        [line for line in text.splitlines() if not line.startswith("flags against blur")]
        for text in (before, after)
    ]
    assert numbers[0] == numbers[1]


def test_once_submitted_it_is_told(session: Session) -> None:
    story.become(session, "ana", "annotator")
    attempt = calibration.start(session, 10)
    story.follow(session, attempt, by=story.off_at(9, 60.0), spread=1.0)
    calibration.submit(session, attempt)
    report = quality_report(session)
    assert [one.number for one in report.attempts] == [1]
    assert not any("kept from you" in note for one in report.judged for note in one.notes)


def test_nobody_reads_of_others_in_their_own_report(session: Session) -> None:
    table, page, _ = told(session)
    assert "ben" not in table.replace("been", "")
    assert "ben" not in page.replace("been", "").replace("Benjamini", "")
