"""What people do with plans in the window: draw, begin, place, submit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import office_story
from pytestqt.qtbot import QtBot

from palpate.model.attempt import Attempt
from palpate.model.visibility import Visibility
from palpate.session.calibrating.attempts import plan_of
from palpate.session.calibrating.unit_walk import attempt_to_go_on
from palpate.session.edits import poses
from palpate.session.session import Session
from palpate.session.working_as import work_as
from palpate.ui.main_window import MainWindow
from palpate.ui.production.draw_dialog import DrawDialog
from palpate.ui.production.outcome_dialog import OutcomeDialog
from palpate.ui.production.plan_page import PlanPage

FIGURE = office_story.FIGURE
VISIBLE = np.full(5, Visibility.VISIBLE, np.int8)


def rows(page: PlanPage) -> list[tuple[str, ...]]:
    found = []
    for n in range(page.list.topLevelItemCount()):
        item = page.list.topLevelItem(n)
        assert item is not None
        found.append((item.text(0), item.text(1)))
        found += [(item.child(m).text(0), item.child(m).text(1)) for m in range(item.childCount())]
    return found


def kept(draw: Callable[[], DrawDialog], qtbot: QtBot, base: float = 20.0) -> None:
    dialog = draw()
    dialog.form.base.setValue(base)
    qtbot.waitUntil(lambda: dialog.drawn is not None)
    dialog.keep.click()


def begun(window: MainWindow, session: Session, page: PlanPage, name: str = "ben") -> Attempt:
    work_as(session, name, "annotator")
    page.begin.click()
    attempt = attempt_to_go_on(session)
    assert attempt is not None
    return attempt


def follow(session: Session, attempt: Attempt, off: float = 0.0, far: int = 0) -> None:
    """Place what an attempt asks for, so many px off; the first few far off."""
    for number, unit in enumerate(plan_of(session, attempt).units):
        at = session.pose_at(attempt.layer, unit.instance, unit.frame)
        place = FIGURE + np.array([60.0 if number < far else off, 0.0])
        session.do(poses.move(at, np.arange(5), place, VISIBLE, title="Place"))


def submitted(window: MainWindow, qtbot: QtBot) -> OutcomeDialog:
    window.commands.submit_attempt()
    assert window.calibrating.question is not None
    window.calibrating.question.do.click()
    qtbot.waitUntil(lambda: window.producing.outcome is not None)
    dialog = window.producing.outcome
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.judging)
    return dialog
