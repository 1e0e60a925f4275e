"""The pages behind a score in the hand: flags, groups, coverage, findings, attempts, the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import judged_story
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from palpate.session.calibrating import calibration, gold
from palpate.session.session import Session
from palpate.session.working_as import work_as
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.panels.quality.attempts_page import AttemptsPage
from palpate.ui.panels.quality.coverage_page import CoveragePage
from palpate.ui.panels.quality.depth_page import DepthPage
from palpate.ui.panels.quality.findings_page import FindingsPage
from palpate.ui.panels.quality.flags_page import FlagsPage
from palpate.ui.panels.quality.groups_page import GroupsPage
from palpate.ui.panels.quality.panel import QualityPanel
from palpate.ui.panels.quality.report_button import ReportButton
from palpate.ui.preferences import Preferences

LEFT = Qt.MouseButton.LeftButton
LEFT_WRIST = 9
TOO_LATE = "The labels have changed since they were scored: score again to look behind."


def window_of(qtbot: QtBot, path: Path) -> MainWindow:
    make_application()
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 900)
    made.show()
    made.open_named([str(path)])
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Ana's labels with their faults, scored."""
    with judged_story.project(tmp_path) as session:
        path = session.project.path
    made = window_of(qtbot, path)
    made.commands.score()
    qtbot.waitUntil(lambda: not made.quality.hint)
    yield made
    made.close()


@pytest.fixture
def panel(window: MainWindow) -> QualityPanel:
    return window.quality


@pytest.fixture
def session(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


def turned(panel: QualityPanel, name: str) -> None:
    QTest.mouseClick(panel.pages.chips.chips[name], LEFT)


def flags(qtbot: QtBot, panel: QualityPanel) -> FlagsPage:
    turned(panel, "flags")
    page = panel.pages.page("flags")
    assert isinstance(page, FlagsPage)
    qtbot.waitUntil(lambda: not page.hint)
    return page


def groups(qtbot: QtBot, panel: QualityPanel) -> GroupsPage:
    turned(panel, "groups")
    page = panel.pages.page("groups")
    assert isinstance(page, GroupsPage)
    qtbot.waitUntil(lambda: not page.hint and not page.waiting)
    return page


def findings(qtbot: QtBot, panel: QualityPanel) -> FindingsPage:
    turned(panel, "findings")
    page = panel.pages.page("findings")
    assert isinstance(page, FindingsPage)
    qtbot.waitUntil(lambda: not page.hint)
    return page


def click_finding(page: FindingsPage, start: str) -> None:
    for row in range(page.list.count()):
        if page.list.item(row).text().startswith(start):
            page.list.scrollToItem(page.list.item(row))
            place = page.list.visualItemRect(page.list.item(row)).center()
            QTest.mouseClick(page.list.viewport(), LEFT, pos=QPoint(60, place.y()))
            return
    raise AssertionError(start)


def heads(page: FindingsPage) -> list[str]:
    return [page.list.item(row).text().split("\n")[0] for row in range(page.list.count())]


def test_what_is_mostly_confused_stands_in_words_and_is_chosen(qtbot: QtBot, panel: QualityPanel) -> None:
    page = flags(qtbot, panel)
    assert page.told.text().startswith("Mostly confused: gold occluded, flagged visible: ")
    assert "100 % of gold’s occluded" in page.told.text()
    assert "fewer than 5 clips" in page.kappa.text()
    assert page.grid.at == (1, 2)


def test_a_frame_of_a_cell_is_gone_to(qtbot: QtBot, window: MainWindow, panel: QualityPanel) -> None:
    page = flags(qtbot, panel)
    place = page.list.visualRect(page.places.index(2, 0)).center()
    QTest.mouseClick(page.list.viewport(), LEFT, pos=place)
    assert (window.workbench.focus.frame, window.workbench.focus.keypoint) == (16, judged_story.BOLD)


def test_another_cell_is_chosen_by_mouse_and_by_keys(qtbot: QtBot, panel: QualityPanel) -> None:
    page = flags(qtbot, panel)
    QTest.mouseClick(page.grid, LEFT, pos=page.grid.box_of(0, 0).center().toPoint())
    assert page.places.rowCount() == 0
    assert "none, for gold never says so" in page.where.text()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(page.grid, key)
    assert page.grid.at == (2, 2)
    table = page.table
    assert table is not None
    assert page.places.rowCount() == min(table.counts[2, 2], 1000)


def test_a_keypoint_by_itself_shows_its_own_flags(qtbot: QtBot, panel: QualityPanel) -> None:
    page = flags(qtbot, panel)
    page.keypoints.setCurrentIndex(page.keypoints.findData("nose"))
    page.keypoints.activated.emit(page.keypoints.currentIndex())
    assert page.told.text() == "Every flag is the same as gold’s."
    assert "no variation" in page.kappa.text()
    assert panel.pages.keypoint == "nose"


def test_groups_are_compared_with_the_rest(qtbot: QtBot, panel: QualityPanel) -> None:
    page = groups(qtbot, panel)
    page.ways.setCurrentIndex(page.ways.findData("subject"))
    page.ways.activated.emit(page.ways.currentIndex())
    qtbot.waitUntil(lambda: not page.waiting and page.table.rowCount() == 2)
    assert [page.table.item(row, 0).text() for row in range(2)] == ["run", "walk"]
    page.table.setCurrentCell(1, 0)
    said = page.told.text()
    assert "walk" in said
    assert "px off on average" in said
    assert "Worse here:" in said
    assert "fewer than 8 clips" in page.notes.text()


def test_a_thin_group_leads_to_its_figures(qtbot: QtBot, panel: QualityPanel) -> None:
    turned(panel, "coverage")
    page = panel.pages.page("coverage")
    assert isinstance(page, CoveragePage)
    qtbot.waitUntil(lambda: not page.hint)
    rows = [page.list.item(row).text() for row in range(page.list.count())]
    at = next(n for n, text in enumerate(rows) if text.startswith("Subject: walk"))
    page.list.scrollToItem(page.list.item(at))
    place = page.list.visualItemRect(page.list.item(at)).center()
    QTest.mouseClick(page.list.viewport(), LEFT, pos=QPoint(60, place.y()))
    assert panel.pages.front == "groups"
    shown = groups(qtbot, panel)
    assert shown.way == "subject"
    assert shown.told.text().startswith("<b>walk</b>")


def test_findings_are_told_one_by_one(qtbot: QtBot, panel: QualityPanel) -> None:
    page = findings(qtbot, panel)
    assert heads(page)[:4] == [
        "Left and right look swapped for this instance",
        "This layer has one subject twice: runner again lies on runner",
        "runner again has no counterpart in gold: left out there, or too far off to be the same",
        "walker of gold has no counterpart here: not labelled, or too far off to be the same",
    ]
    assert page.fix.isHidden()


def test_a_swap_is_visited_and_put_right_by_one_button(
    qtbot: QtBot, window: MainWindow, panel: QualityPanel, session: Session
) -> None:
    page = findings(qtbot, panel)
    click_finding(page, "Left and right")
    assert window.workbench.focus.frame == 40
    assert page.fix.text() == "Swap left and right"
    assert page.why.text().startswith("In frames 40 to 48")
    QTest.mouseClick(page.fix, LEFT)
    assert panel.stale
    panel.score()
    qtbot.waitUntil(lambda: "Left and right look swapped for this instance" not in heads(page))
    session.undo()
    assert panel.stale


def test_a_second_pose_is_cleared_by_one_button(
    qtbot: QtBot, window: MainWindow, panel: QualityPanel, session: Session
) -> None:
    page = findings(qtbot, panel)
    click_finding(page, "This layer has one subject twice")
    assert window.workbench.focus.instance == "twin"
    assert page.fix.text() == "Clear runner again there"
    QTest.mouseClick(page.fix, LEFT)
    assert not session.live(judged_story.layer_of(session).id, "twin").track.pose(80)


def test_what_only_a_person_can_judge_has_no_button(
    qtbot: QtBot, window: MainWindow, panel: QualityPanel
) -> None:
    page = findings(qtbot, panel)
    click_finding(page, "walker of gold")
    assert (window.workbench.focus.instance, window.workbench.focus.frame) == ("walker", 0)
    assert page.fix.isHidden()
    assert "tell the consultant" in page.why.text()


def test_an_edit_stops_the_look_behind_an_old_score(
    qtbot: QtBot, window: MainWindow, panel: QualityPanel, session: Session
) -> None:
    turned(panel, "flags")
    page = panel.pages.page("flags")
    assert isinstance(page, FlagsPage)
    story.label(session, judged_story.layer_of(session), "walker", (116,))
    assert page.hint == TOO_LATE
    panel.score()
    qtbot.waitUntil(lambda: not page.hint)


@pytest.mark.parametrize("name", ["flags", "groups", "coverage", "findings"])
def test_nothing_is_looked_up_behind_a_score_that_labels_have_outlived(
    qtbot: QtBot, window: MainWindow, panel: QualityPanel, session: Session, name: str
) -> None:
    story.label(session, judged_story.layer_of(session), "walker", (116,))
    jobs: list[str] = []
    window.workbench.job_changed.connect(lambda job: jobs.append(job.title))
    turned(panel, name)
    page = panel.pages.page(name)
    assert isinstance(page, DepthPage)
    assert page.hint == TOO_LATE
    assert jobs == []
    panel.aged.said.linkActivated.emit("score")
    qtbot.waitUntil(lambda: not page.hint)


def test_another_way_of_grouping_is_not_looked_up_behind_an_old_score(
    qtbot: QtBot, panel: QualityPanel, session: Session
) -> None:
    page = groups(qtbot, panel)
    story.label(session, judged_story.layer_of(session), "walker", (116,))
    other = next(n for n in range(page.ways.count()) if n != page.ways.currentIndex())
    page.ways.setCurrentIndex(other)
    page.ways.activated.emit(other)
    assert page.waiting == TOO_LATE


def test_what_was_found_is_kept_until_another_score(
    qtbot: QtBot, window: MainWindow, panel: QualityPanel, session: Session
) -> None:
    flags(qtbot, panel)
    jobs: list[str] = []
    window.workbench.job_changed.connect(lambda job: jobs.append(job.title))
    turned(panel, "findings")
    turned(panel, "coverage")
    page = panel.pages.page("coverage")
    assert isinstance(page, CoveragePage)
    assert not page.hint
    assert jobs == []


def test_a_look_that_somebody_stops_says_so(qtbot: QtBot, panel: QualityPanel, session: Session) -> None:
    turned(panel, "flags")
    page = panel.pages.page("flags")
    assert isinstance(page, FlagsPage)
    for job in tuple(session.jobs.running.values()):
        job.token.cancel()
    qtbot.waitUntil(lambda: page.hint.startswith("Stopped") or not page.hint)


def test_the_report_is_on_the_layer_that_is_judged(
    qtbot: QtBot, window: MainWindow, panel: QualityPanel, tmp_path: Path
) -> None:
    button = panel.findChild(ReportButton)
    assert isinstance(button, ReportButton)
    file = tmp_path / "judged.csv"

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        assert dialog.defaultSuffix() == "csv"
        dialog.selectFile(str(file))
        dialog.accept()

    QTimer.singleShot(0, answer)
    button.menu().actions()[2].trigger()
    qtbot.waitUntil(lambda: any("Wrote the report" in one for one in window.messages.texts()), timeout=60_000)
    assert "ana" in file.read_text(encoding="utf-8")


# ---- attempts ------------------------------------------------------------------------------------------


@pytest.fixture
def tried(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Ana has submitted two attempts and a practice, and labelled besides; scored."""
    with story.project(tmp_path) as session:
        gold.certify(session, story.gold_of(session).id)
        story.become(session, "ana", "annotator")
        for off, practise in ((80.0, False), (20.0, True), (1.0, False)):
            attempt = calibration.practise(session) if practise else calibration.start(session, 8)
            story.follow(session, attempt, by=story.off_at(LEFT_WRIST, off), spread=0.4)
            calibration.submit(session, attempt)
        story.label(session, judged_story.layer_of(session), "runner", (100, 104))
        path = session.project.path
    made = window_of(qtbot, path)
    made.commands.score()
    qtbot.waitUntil(lambda: not made.quality.hint)
    yield made
    made.close()


def attempts(window: MainWindow) -> AttemptsPage:
    turned(window.quality, "attempts")
    page = window.quality.pages.page("attempts")
    assert isinstance(page, AttemptsPage)
    return page


def test_attempts_are_followed_and_one_opens_by_a_click(tried: MainWindow) -> None:
    page = attempts(tried)
    assert page.told.text().startswith("2 attempts, 1 passed; from ")
    assert "Calibration, attempt 2" in page.said.text()
    assert "κ of visibility flags not known: no variation: one category only" in page.said.text()
    plot = page.graph.plots()[0]
    place = QPoint(round(plot.x(0)), round(plot.y(plot.readings[0].value or 0.0)))
    QTest.mouseClick(page.graph, LEFT, pos=place)
    dialog = tried.calibrating.dialog
    assert dialog is not None
    assert dialog.page.title.text() == "Calibration, attempt 1: not passed"


def test_attempts_are_gone_through_by_keys(tried: MainWindow) -> None:
    page = attempts(tried)
    QTest.keyClick(page.graph, Qt.Key.Key_Left)
    assert "Calibration, attempt 1" in page.said.text()
    QTest.keyClick(page.graph, Qt.Key.Key_Return)
    assert tried.calibrating.dialog is not None


def test_a_keypoint_is_followed_through_practice_too(tried: MainWindow) -> None:
    page = attempts(tried)
    page.keypoints.setCurrentIndex(page.keypoints.findData("left_wrist"))
    page.keypoints.activated.emit(page.keypoints.currentIndex())
    assert len(page.points) == 3
    assert page.practice.text() == "P: practice, on what failed alone."
    page.graph.grab()


def test_a_consultant_chooses_whose_attempts(tried: MainWindow) -> None:
    page = attempts(tried)
    assert page.people.isHidden()
    session = tried.workbench.session
    assert session is not None
    work_as(session, "ben", "annotator")
    assert not tried.quality.hint, "attempts are followed without a score, too"
    assert page.hint.startswith("No attempt was submitted yet")
    work_as(session, "cora", "consultant")
    assert not page.hint
    assert [page.people.itemText(n) for n in range(page.people.count())] == ["ana"]


def test_attempts_are_followed_from_the_menu_without_any_score(tried: MainWindow) -> None:
    session = tried.workbench.session
    assert session is not None
    work_as(session, "cora", "consultant")
    tried.actions_.by_name["follow_attempts"].trigger()
    assert tried.quality.pages.front == "attempts"
    assert not tried.quality.hint
    turned(tried.quality, "flags")
    assert tried.quality.hint.startswith("Not scored yet")
