"""Plans in the window: drawn, kept, labelled blind, compared; and whether the work is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import office_story
import pytest
from plan_hands import begun, follow, kept, rows, submitted
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.attempt import Task
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.calibrating import blindness
from palpate.session.calibrating.attempts import attempts_of, plan_of
from palpate.session.calibrating.unit_walk import attempt_to_go_on
from palpate.session.edits import poses
from palpate.session.production_qa import production
from palpate.session.production_qa.qa_sampling import LAYER
from palpate.session.session import Session
from palpate.session.working_as import work_as
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.production.differences_page import DifferencesPage
from palpate.ui.production.draw_dialog import DrawDialog
from palpate.ui.production.plan_page import PlanPage

FIGURE = office_story.FIGURE
VISIBLE = np.full(5, Visibility.VISIBLE, np.int8)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, stick_figure: Skeleton) -> Iterator[MainWindow]:
    """The lead's turn, once ana has labelled six hundred poses."""
    make_application()
    office = office_story.project(tmp_path, stick_figure)
    office.label("ana")
    office.close()
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_named([str(office.path)])
    made.commands.show_plans()
    yield made
    made.close()


@pytest.fixture
def session(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


@pytest.fixture
def page(window: MainWindow) -> PlanPage:
    found = window.producing.panel.page
    assert isinstance(found, PlanPage)
    return found


@pytest.fixture
def draw(page: PlanPage, qtbot: QtBot) -> Callable[[], DrawDialog]:
    """Open the dialog, and wait until something is drawn."""

    def opened() -> DrawDialog:
        page.draw.click()
        dialog = page.drawing
        assert dialog is not None
        qtbot.waitUntil(lambda: dialog.drawn is not None)
        return dialog

    return opened


def test_without_a_plan_the_page_says_what_one_is_for(page: PlanPage, session: Session) -> None:
    assert page._or.hint.startswith("No plan is drawn yet. Draw one")
    assert page.draw.isEnabled()
    assert not page.repeat.isEnabled()
    assert "you have labelled nothing yet" in page.repeat.toolTip()
    work_as(session, "ben", "annotator")
    assert "A consultant or a lead draws" in page._or.hint
    assert not page.draw.isEnabled()
    assert "a consultant or a lead draws plans" in page.draw.toolTip()


def test_what_is_drawn_is_told_by_stratum_before_anything_is_kept(
    draw: Callable[[], DrawDialog], session: Session
) -> None:
    dialog = draw()
    assert dialog.whose.currentText() == "ana"
    assert [dialog.table.texts(column) for column in range(4)] == [
        ["shade", "sun"],
        ["300", "300"],
        ["60", "60"],
        ["–", "–"],
    ]
    assert dialog.summary.text().startswith("120 of 600 poses with every keypoint: 600 placements, 20 %")
    assert "nobody was calibrated yet" in dialog.notes.text()
    assert production.plans_of(session) == ()


def test_everything_that_is_set_is_drawn_at_once(draw: Callable[[], DrawDialog], qtbot: QtBot) -> None:
    dialog = draw()
    dialog.form.base.setValue(5.0)
    assert dialog.drawn is None
    assert not dialog.keep.isEnabled()
    assert "it is being drawn" in dialog.keep.toolTip()
    dialog.form.strata["lighting"].setChecked(False)
    dialog.form.gap.setValue(7)
    qtbot.waitUntil(lambda: dialog.drawn is not None)
    assert dialog.drawn is not None
    assert dialog.table.texts(0) == ["all poses"]
    assert dialog.table.texts(2) == ["30"]
    assert dialog.table.texts(4) == ["7"]
    units = dialog.drawn.drawing.plan.units
    for who in ("ada", "eve"):
        assert np.diff(sorted(unit.frame for unit in units if unit.instance == who)).min() >= 7
    assert dialog.keep.isEnabled()


def test_a_stratum_with_few_poses_is_marked_as_thin_and_named(
    draw: Callable[[], DrawDialog], qtbot: QtBot
) -> None:
    dialog = draw()
    assert "Thin" not in dialog.notes.text()
    dialog.form.base.setValue(5.0)
    qtbot.waitUntil(lambda: dialog.drawn is not None)
    assert dialog.notes.text().startswith("Thin: shade, sun. With fewer than 20 poses drawn")
    item = dialog.table.item(0, 0)
    assert item is not None
    assert item.toolTip().endswith("Thin: 20 would tell of it by itself")


def test_usual_rates_of_bodies_hands_and_faces_are_at_hand(draw: Callable[[], DrawDialog]) -> None:
    form = draw().form
    said = [form.rates.itemText(n) for n in range(form.rates.count())]
    assert said == [
        "The project’s: 20 % + 40 %",
        "Usual for a body: 10 to 15 %",
        "Usual for a hand: 25 to 35 %",
        "Usual for a face: 20 %",
        "As set below",
    ]
    assert form.rates.currentIndex() == 0
    form.rates.setCurrentIndex(2)
    form.rates.activated.emit(2)
    assert form.wanted.base == pytest.approx(0.3)
    form.base.setValue(41.0)
    assert form.rates.currentText() == "As set below"


def test_fields_of_the_extra_sample_say_why_they_mean_nothing(draw: Callable[[], DrawDialog]) -> None:
    form = draw().form
    assert form.types.isEnabled()
    form.extra.setValue(0.0)
    assert not form.types.isEnabled()
    assert form.mode.toolTip() == "There is no extra sample: its share is 0 %"


def test_a_plan_is_kept_and_listed_and_the_next_one_has_another_number(
    page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    assert rows(page) == [("Work of ana, sample 1", "not begun")]
    assert page.facts.text().startswith("120 poses with every keypoint · drawn by lea, ")
    assert draw().form.seed.value() == 2
    session.undo()
    assert rows(page) == []


def test_second_labels_are_begun_blind_and_gone_on_with(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    attempt = begun(window, session, page)
    plan = production.plans_of(session)[0].plan
    assert attempt.task is Task.SECOND
    assert session.selection.focus.layer == attempt.layer
    assert blindness.hidden_frames(session, plan.settings[LAYER]) == plan.frames
    bar = window.calibrating.bar
    assert bar.title.text() == "Second labels 1"
    assert bar.place.text() == "unit 1 of 120 · 0 done"
    assert rows(page)[1:] == [("second labels of ben", "0 of 120 done")]
    window.commands.next_unit()
    first = plan.units[0]
    at = session.pose_at(attempt.layer, first.instance, first.frame)
    session.do(poses.move(at, np.arange(5), FIGURE, VISIBLE, title="Place"))
    session.selection.move(layer=plan.settings[LAYER])
    assert page.begin.text() == "Go on"
    page.begin.click()
    assert session.selection.focus.layer == attempt.layer
    assert bar.place.text() == "unit 2 of 120 · 1 done"


def test_enter_on_a_plan_goes_on_with_it(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    work_as(session, "ben", "annotator")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert attempt_to_go_on(session) is not None


def test_the_first_labeller_is_told_why_second_labels_are_somebody_elses(
    page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    work_as(session, "ana", "annotator")
    assert not page.begin.isEnabled()
    said = "Ana is your own work; second labels come from somebody else, repeats from you."
    assert page.reason.text() == said
    assert "nothing of this plan is under way by you" in page.submit.toolTip()
    assert "nothing was submitted after this plan yet" in page.outcome.toolTip()


def test_work_that_agrees_is_accepted_at_once_when_second_labels_are_submitted(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    follow(session, begun(window, session, page), 2.0)
    shown = submitted(window, qtbot).page
    assert shown.title.text() == "The work of ana is accepted"
    assert shown.said.text().startswith(
        "0 of 120 poses do not conform (0 %). With 95 % certainty at most 2.2 % of all 600 poses do not; "
        "5 % are allowed.\nNothing more is needed"
    )
    assert "ISO 2859-1 at 2.5 % takes 80 poses and lets 5 fail: accepted" in shown.standard.text()
    assert shown.twice.text().startswith(
        "600 keypoints placed twice lie 2.0 px apart on average, 95 of 100 within 2.0 px."
    )
    assert shown.table.texts(5) == ["+2.0  0.0"] * 5
    assert rows(page) == [
        ("Work of ana, sample 1", "submitted"),
        ("second labels of ben", "2.0 px apart"),
    ]
    assert "asked of each person once" in page.reason.text()


def test_what_came_of_second_labels_leads_to_deciding_between_the_two(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    attempt = begun(window, session, page)
    follow(session, attempt, 2.0)
    chooser = window.header._layers
    assert chooser.itemText(chooser.findData(attempt.layer)) == "ben, second labels 1 · second labels"
    shown = submitted(window, qtbot).page
    assert not shown.decide.isEnabled()
    assert "A consultant or a lead decides" in shown.decide.toolTip()
    work_as(session, "lea", "lead")
    window.producing.show_outcome(attempt.id)
    assert window.producing.outcome is not None
    button = window.producing.outcome.page.decide
    assert button.isVisible()
    button.click()
    between = window.producing.panel.page
    assert isinstance(between, DifferencesPage)
    chosen = between.pair.pairs.currentData()
    assert chosen.id == attempt.id
    assert between.pair.begin.isEnabled()


def test_work_that_differs_is_refused_with_what_to_do(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    follow(session, begun(window, session, page), far=30)
    shown = submitted(window, qtbot).page
    assert shown.title.text() == "The work of ana is not accepted"
    assert "OKS below the target in 30." in shown.said.text()
    assert "draw another sample" in shown.said.text()
    assert "beyond their tolerance on average" in shown.twice.text()
    shown.limit.setValue(45.0)
    qtbot.waitUntil(lambda: shown.title.text() != "Judging the work…")
    assert shown.title.text() == "The work of ana is accepted"


def test_a_sample_that_is_too_small_says_how_many_poses_would_do(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot, base=5.0)
    follow(session, begun(window, session, page))
    shown = submitted(window, qtbot).page
    assert shown.title.text() == "Not yet enough to accept or refuse the work of ana"
    enough = "If as many conform, 52 poses would show it: draw a plan of 8.67 % of the poses."
    assert enough in shown.said.text()


def test_ones_own_work_is_repeated_blind_and_tells_ones_spread(
    window: MainWindow, page: PlanPage, session: Session, qtbot: QtBot
) -> None:
    work_as(session, "ana", "annotator")
    page.repeat.click()
    question = page.question
    assert question is not None
    number = question.number
    assert number is not None
    assert number.value() == 60
    number.setValue(12)
    question.do.click()
    attempt = attempt_to_go_on(session)
    assert attempt is not None
    assert (attempt.task, len(plan_of(session, attempt).units)) == (Task.REPEAT, 12)
    assert rows(page)[0] == ("ana, repeat 1", "0 of 12 done")
    follow(session, attempt, 4.0)
    shown = submitted(window, qtbot).page
    assert shown.title.text() == "No work is judged by this"
    assert not shown.limit.isVisible()
    assert "The spread of one placement is 2.8 px" in shown.twice.text()


def test_another_annotator_does_not_see_what_came_of_it(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    follow(session, begun(window, session, page))
    dialog = submitted(window, qtbot)
    work_as(session, "cleo", "annotator")
    assert dialog._or.hint.startswith("Nothing was submitted that you may look at")
    assert not page.outcome.isEnabled()
    assert "is for ben, a consultant or a lead to look at" in page.outcome.toolTip()
    assert rows(page)[1] == ("second labels of ben", "submitted")


def test_whoever_labels_the_same_frames_blind_sees_no_outcome_until_they_submit(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    follow(session, begun(window, session, page))
    submitted(window, qtbot).close()
    work_as(session, "cleo", "lead")
    assert page.outcome.isEnabled()
    page.begin.click()
    assert len(attempts_of(session, "cleo")) == 1
    assert not page.outcome.isEnabled()
    assert "kept from you until you submit" in page.outcome.toolTip()


def test_a_page_that_was_away_catches_up_when_it_is_shown(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    dialog = draw()
    window.docks["production"].hide()
    dialog.keep.click()
    assert rows(page) == []
    window.commands.show_plans()
    assert rows(page) == [("Work of ana, sample 1", "not begun")]


def test_a_dialog_that_is_closed_while_something_is_drawn_or_judged_waits_for_nothing(
    window: MainWindow, page: PlanPage, draw: Callable[[], DrawDialog], session: Session, qtbot: QtBot
) -> None:
    kept(draw, qtbot)
    page.draw.click()
    dialog = page.drawing
    assert dialog is not None
    dialog.reject()
    qtbot.waitUntil(lambda: not session.jobs.running)
    follow(session, begun(window, session, page))
    shown = submitted(window, qtbot)
    shown.page.limit.setValue(10.0)
    assert shown.judging
    shown.reject()
    assert not shown.judging
    qtbot.waitUntil(lambda: not session.jobs.running)
    assert window.producing.outcome is None
