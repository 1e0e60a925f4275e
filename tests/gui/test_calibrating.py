"""A calibration in the window: begun, gone through, submitted, looked at, practised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import pytest
from hands import opened
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from palpate.model.attempt import Attempt
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.calibrating import attempts, calibration
from palpate.session.calibrating.unit_walk import attempt_to_go_on, walk_in_hand
from palpate.session.session import Session
from palpate.session.working_as import work_as
from palpate.ui.app import make_application
from palpate.ui.bridge.poses import poses_in_focus
from palpate.ui.dialogs.calibrations import CalibrationsDialog
from palpate.ui.dialogs.questions import Question
from palpate.ui.main_window import MainWindow

LEFT_WRIST = 9


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Ana's turn in a project with sixty poses of certified gold."""
    make_application()
    with story.anas_turn(tmp_path) as session:
        path = session.project.path
    window = opened(qtbot, path)
    yield window
    window.close()


@pytest.fixture
def session(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


def asked(window: MainWindow) -> Question:
    assert window.calibrating.question is not None
    return window.calibrating.question


def shown(window: MainWindow) -> CalibrationsDialog:
    assert window.calibrating.dialog is not None
    return window.calibrating.dialog


def begun(window: MainWindow, session: Session, n: int = 10) -> Attempt:
    window.commands.begin_calibration()
    number = asked(window).number
    assert number is not None
    number.setValue(n)
    asked(window).do.click()
    attempt = attempt_to_go_on(session)
    assert attempt is not None
    return attempt


def submitted(window: MainWindow, session: Session, *, n: int = 10, by: float = 80.0) -> Attempt:
    attempt = begun(window, session, n)
    story.follow(session, attempt, by=story.off_at(LEFT_WRIST, by), spread=0.5)
    window.commands.submit_attempt()
    asked(window).do.click()
    return attempts.attempt_known(session, attempt.id)


def rows(dialog: CalibrationsDialog) -> list[list[str]]:
    found = []
    for n in range(dialog.list.topLevelItemCount()):
        person = dialog.list.topLevelItem(n)
        assert person is not None
        found += [
            [person.text(0), *(person.child(m).text(c) for c in (0, 1))] for m in range(person.childCount())
        ]
    return found


def test_a_calibration_begins_goes_on_and_is_judged(window: MainWindow, session: Session) -> None:
    bar = window.calibrating.bar
    assert not bar.isVisible()
    attempt = begun(window, session)
    assert bar.isVisible()
    assert bar.title.text() == "Calibration, attempt 1"
    assert bar.place.text() == "unit 1 of 10 · 0 done"
    window.commands.next_unit()
    assert bar.place.text() == "unit 2 of 10 · 0 done"
    story.follow(session, attempt, by=story.off_at(LEFT_WRIST, 80.0), spread=0.5)
    assert bar.place.text() == "unit 2 of 10 · 10 done"
    assert bar.rest.text().startswith("Everything is decided; submit")
    window.commands.submit_attempt()
    asked(window).do.click()
    page = shown(window).page
    assert page.title.text() == "Calibration, attempt 1: not passed"
    assert page.facts.text().startswith("10 of 10 poses labelled")
    assert page.reasons.text() == "1 keypoint fails."
    assert page.keypoint == "left_wrist"
    assert " px off on average; the tolerance is 15.3 px" in page.keypoints.item(0).text().splitlines()[1]
    assert walk_in_hand(session) is None
    assert not bar.isVisible()


def test_what_fails_is_practised_from_the_result_on_these_keypoints_alone(
    window: MainWindow, session: Session
) -> None:
    submitted(window, session)
    shown(window).practise.click()
    assert window.calibrating.dialog is None
    attempt = attempt_to_go_on(session)
    assert attempt is not None
    assert attempt.keypoints == ("left_wrist",)
    assert window.calibrating.bar.rest.text() == "left here: Left wrist"


def test_errors_in_frames_that_are_practised_are_not_shown_meanwhile(
    window: MainWindow, session: Session
) -> None:
    submitted(window, session)
    assert shown(window).page.errors.isVisible()
    shown(window).practise.click()
    window.commands.show_calibrations()
    page = shown(window).page
    assert not page.errors.isVisible()
    assert page.keypoints.count() == 17


def test_the_question_says_what_submitting_means_and_enter_does_not_submit(
    window: MainWindow, session: Session
) -> None:
    attempt = begun(window, session)
    units = attempts.plan_of(session, attempt).units
    layer = session.contents.layer(attempt.layer)
    story.label(session, layer, units[0].instance, (units[0].frame,))
    window.commands.submit_attempt()
    said = asked(window).said.text()
    assert said.startswith("1 of 10 units are done. 153 keypoints are not decided")
    assert "9 units have no label at all" in said
    assert "no undo takes it back" in said
    assert not asked(window).do.isDefault()
    asked(window).buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert attempts.attempt_known(session, attempt.id).is_open


def test_an_attempt_without_a_label_is_not_submitted_and_says_why(
    window: MainWindow, session: Session
) -> None:
    begun(window, session)
    window.commands.submit_attempt()
    assert window.messages.texts()[0] == "Nothing is placed in ana, attempt 1 yet; there is nothing to submit"


def test_every_action_says_why_it_cannot_be_done_now(window: MainWindow, session: Session) -> None:
    actions = window.actions_.by_name
    before = {name: actions[name].statusTip() for name in ("practise_failing", "next_unit", "submit_attempt")}
    assert before["practise_failing"].startswith("practice is on the keypoints that failed")
    assert before["next_unit"].startswith("nothing is under way that is done unit by unit")
    assert before["submit_attempt"].startswith("nothing is under way to be submitted")
    assert "consultant" in actions["manage_gold"].statusTip()
    assert actions["begin_calibration"].isEnabled()
    begun(window, session)
    assert actions["begin_calibration"].statusTip() == "ana, attempt 1 is begun; submit it first"
    assert actions["next_unit"].isEnabled()
    session.undo()
    assert actions["begin_calibration"].isEnabled()
    assert not actions["next_unit"].isEnabled()


def test_the_next_attempt_is_on_frames_not_seen_before_and_an_exhausted_pool_says_so(
    window: MainWindow, session: Session
) -> None:
    first = submitted(window, session, n=30)
    assert shown(window).next.isEnabled()
    shown(window).next.click()
    asked(window).do.click()
    second = attempt_to_go_on(session)
    assert second is not None
    plans = [attempts.plan_of(session, one).frames for one in (first, second)]
    assert not plans[0] & plans[1]
    story.follow(session, second, spread=0.5)
    window.commands.submit_attempt()
    asked(window).do.click()
    assert shown(window).page.title.text() == "Calibration, attempt 2: passed"
    assert [row[1:] for row in rows(shown(window))] == [["Attempt 1", "1 fail"], ["Attempt 2", "passed"]]
    assert not shown(window).next.isEnabled()
    assert shown(window).note.text().startswith("All 60 poses of gold were asked in 2 attempts of ana")


def test_a_consultant_comments_and_the_annotator_reads_it(window: MainWindow, session: Session) -> None:
    attempt = submitted(window, session)
    shown(window).close()
    work_as(session, "cora", "consultant")
    window.commands.show_calibrations()
    page = shown(window).page
    assert [row[0] for row in rows(shown(window))] == ["ana"]
    page.choose("left_wrist")
    page.comment.setText("The styloid, not the watch")
    page.comment.editingFinished.emit()
    (kept,) = attempts.comments_on(session, attempt.id)
    assert (kept.keypoint, kept.text, kept.author) == ("left_wrist", "The styloid, not the watch", "cora")
    shown(window).close()
    work_as(session, "ana", "annotator")
    window.commands.show_calibrations()
    page = shown(window).page
    assert page.said.text() == "cora: The styloid, not the watch"
    assert not page.comment.isVisible()


def test_who_comes_next_does_not_see_what_was_open_for_the_one_before(
    window: MainWindow, session: Session
) -> None:
    submitted(window, session)
    assert rows(shown(window))
    work_as(session, "ben", "annotator")
    assert rows(shown(window)) == []


def test_the_errors_lie_on_the_plate_of_their_keypoint(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    submitted(window, session)
    errors = shown(window).page.errors
    qtbot.waitUntil(lambda: errors.sight is not None)
    bare = errors.grab().toImage()
    qtbot.waitUntil(lambda: errors.grab().toImage() != bare)
    assert errors.keypoint == "left_wrist"


def test_an_error_that_is_clicked_leads_to_its_frame_in_the_layer_of_the_attempt(
    window: MainWindow, session: Session
) -> None:
    attempt = submitted(window, session)
    page = shown(window).page
    page.errors.error_chosen.emit("run", 8, "runner")
    focus = session.selection.focus
    assert (focus.layer, focus.clip, focus.frame, focus.keypoint) == (attempt.layer, "run", 8, LEFT_WRIST)


def test_gold_in_ones_own_layer_vanishes_while_its_frame_is_asked_for_and_the_picture_says_why(
    window: MainWindow, session: Session
) -> None:
    attempt = begun(window, session)
    unit = attempts.plan_of(session, attempt).units[0]
    work = session.contents.working_layer("ana")
    assert work is not None
    story.label(session, work, unit.instance, (unit.frame,), origin=Origin.GOLD)
    session.selection.move(layer=work.id, clip=unit.clip, instance=unit.instance, frame=unit.frame)
    (pose,) = poses_in_focus(session)
    assert (pose.view.visibility == Visibility.NOT_PLACED).all()
    said = "Labels of this frame are kept from you until you submit ana, attempt 1"
    assert window.calibrating.blind == said
    session.selection.move(frame=unit.frame + 1)
    assert window.calibrating.blind == ""
    session.selection.move(frame=unit.frame)
    story.follow(session, attempt)
    calibration.submit(session, attempts.attempt_known(session, attempt.id))
    (pose,) = poses_in_focus(session)
    assert (pose.view.visibility == Visibility.VISIBLE).all()
    assert window.calibrating.blind == ""
