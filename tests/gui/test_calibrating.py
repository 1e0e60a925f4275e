"""A calibration in the window: begun, gone through, submitted, looked at, practised."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

sys.path.append(str(Path(__file__).resolve().parents[1] / "unit"))

import gold_story as story

from palpate.session import calibration, gold
from palpate.session.session import Session
from palpate.session.unit_walk import attempt_to_go_on, walk_in_hand
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Ana's turn in a project with sixty poses of certified gold."""
    make_application()
    with story.project(tmp_path) as session:
        gold.certify(session, story.gold_of(session).id)
        story.become(session, "ana", "annotator")
        session.ensure_layer()
        path = session.project.path
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    yield window
    window.close()


@pytest.fixture
def session(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


def test_a_calibration_begins_goes_on_and_is_judged(window: MainWindow, session: Session) -> None:
    window.commands.begin_calibration()
    question = window.calibrating.question
    assert question is not None
    assert question.number is not None
    question.number.setValue(10)
    question.do.click()
    attempt = attempt_to_go_on(session)
    assert attempt is not None
    assert window.calibrating.bar.isVisible()
    assert "unit 1 of 10" in window.calibrating.bar.place.text()
    window.commands.next_unit()
    assert "unit 2 of 10" in window.calibrating.bar.place.text()
    story.follow(session, attempt, by=story.off_at(9, 80.0), spread=0.5)
    assert "10 done" in window.calibrating.bar.place.text()
    window.commands.submit_attempt()
    question = window.calibrating.question
    assert question is not None
    question.do.click()
    dialog = window.calibrating.dialog
    assert dialog is not None
    assert dialog.page.title.text() == "Calibration, attempt 1: not passed"
    assert dialog.page.keypoint == "left_wrist"
    assert walk_in_hand(session) is None
    assert not window.calibrating.bar.isVisible()
    dialog.practise.click()
    walk = walk_in_hand(session)
    assert walk is not None
    assert walk.attempt is not None
    assert walk.attempt.keypoints == ("left_wrist",)
    assert "left here: left wrist" in window.calibrating.bar.rest.text().lower()
