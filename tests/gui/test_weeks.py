"""The weeks in the window: who is retrained, the table, the chart, where a cell leads, what is told where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import season_story
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from palpate.model.instance import Instance
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.production_qa.weekly_view import zone_of
from palpate.session.production_qa.weeks_view import WeeksView, weeks_of_file
from palpate.session.session import Session
from palpate.session.working_as import work_as
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.weeks.heat_model import CELL_ROLE, Cell, Order, State
from palpate.ui.weeks.page import WeeksPage
from palpate.ui.weeks.reckoner import reckoner_of
from palpate.ui.weeks.weeks_body import WeeksBody

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, season: bytes) -> WeeksView:
    """What is reckoned of it for the lead."""
    path = Path(tmp_path_factory.mktemp("seen")) / "season.palpate"
    path.write_bytes(season)
    return weeks_of_file(path, author="lea")


@pytest.fixture
def shown(qtbot: QtBot, seen: WeeksView) -> WeeksBody:
    """The weeks by themselves, wide enough for all of them."""
    make_application()
    made = WeeksBody()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.show_view(seen)
    return made


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A season's project file: made once, opened anew by every test."""
    path = season_story.project(Path(tmp_path_factory.mktemp("season")), per_week=30)
    return path.read_bytes()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, season: bytes) -> Iterator[MainWindow]:
    """The lead has the season open."""
    make_application()
    path = tmp_path / "season.palpate"
    path.write_bytes(season)
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_named([str(path)])
    yield made
    made.close()


@pytest.fixture
def page(window: MainWindow, seen: WeeksView) -> WeeksPage:
    """The weeks in a window of their own, with what was reckoned of the very same file."""
    reckoner = reckoner_of(window.workbench)
    reckoner._person = reckoner._who()
    reckoner._on_done(seen, reckoner._person)
    window.actions_.by_name["show_weeks"].trigger()
    assert window.weekly.window is not None
    assert reckoner.running is None
    return window.weekly.window.page


@pytest.fixture
def body(page: WeeksPage) -> WeeksBody:
    return page.body


def session_of(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


def cell(body: WeeksBody, name: str, week: int) -> Cell:
    view = body._view
    assert view is not None
    group = [one.name for one in view.report.groups].index(name)
    found = body.heat.heat.index(body.heat.heat.row_of(group), week).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


def click(body: WeeksBody, name: str, week: int) -> None:
    body.choose(body.person.currentData(), name)
    index = body.heat.heat.index(body.heat.currentIndex().row(), week)
    body.heat.scrollTo(index)
    place: QPoint = body.heat.visualRect(index).center()
    QTest.mouseClick(body.heat.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def test_who_is_retrained_stands_first_and_in_words(shown: WeeksBody) -> None:
    said, _, _ = shown.retraining.toPlainText().partition("What the numbers rest on")
    assert said.startswith("To be retrained")
    assert "ben" in said
    assert "5 keypoints again; no new work with them until a recalibration closes this" in said
    assert "T6 spinous process" in said
    assert "above the limit of 8 px" in said
    assert "on the body" in said
    assert "ana" not in said
    assert "Placed differently" in said
    assert "Left talus: differently since W39" in said


def test_the_table_tells_each_cell_by_mark_number_and_colour(shown: WeeksBody) -> None:
    shown.choose("ben")
    assert cell(shown, "t6", 0).state is State.OVER
    assert cell(shown, "t6", 1).state is State.FLAGGED
    assert cell(shown, "left_hip", 1).state is State.WITHIN
    index = shown.heat.heat.index(0, 1)
    assert float(index.data()) > 8.0
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "2024-W37" in tip
    assert "standard error" in tip
    assert "Above the limit of 8 px for 2 sufficient weeks in a row: to be retrained" in tip


def test_the_chart_follows_the_table_and_marks_the_change(shown: WeeksBody) -> None:
    shown.choose("dee", "left_talus")
    assert shown.chart.title == "Left talus, dee"
    assert shown.chart.changed == 3
    assert cell(shown, "left_talus", 3).changed
    assert not cell(shown, "left_talus", 2).changed
    QTest.keyClick(shown.heat, Qt.Key.Key_Down)
    assert shown.chart.title != "Left talus, dee"
    assert shown.chart.changed == -1


def test_rows_can_stand_as_in_the_skeleton(shown: WeeksBody) -> None:
    shown.choose("ben")
    worst = shown.heat.heat.headerData(0, Qt.Orientation.Vertical)
    assert "spinous process" in worst
    shown.order.setCurrentIndex(shown.order.findData(Order.SKELETON))
    shown.order.activated.emit(1)
    assert shown.heat.heat.group_at(0) == 0
    assert shown.heat.heat.headerData(0, Qt.Orientation.Vertical) != worst


def test_a_click_on_a_cell_goes_to_its_worst_frame_with_gold_over_it(
    window: MainWindow, body: WeeksBody
) -> None:
    session = session_of(window)
    body.choose("ben", "t6")
    click(body, "t6", 2)
    focus = session.selection.focus
    assert focus.clip == "c2"
    assert session.contents.layer(focus.layer).name == "ben"
    assert session.contents.skeleton_of(focus.instance).names[focus.keypoint] == "t6"
    assert window.actions_.by_name["show_ghost"].isChecked()
    assert window.aiding._ghost == session.contents.layer_named("gold").id
    body.heat.setCurrentIndex(body.heat.heat.index(0, 4))
    QTest.keyClick(body.heat, Qt.Key.Key_Return)
    assert session.selection.focus.clip == "c4"


def test_gold_lies_over_a_cell_s_frame_alone_and_is_not_kept(window: MainWindow, body: WeeksBody) -> None:
    session, settings = session_of(window), window.aiding._settings
    body.choose("ben", "t6")
    click(body, "t6", 2)
    gold = session.contents.layer_named("gold").id
    assert window.aiding._ghost == gold
    assert not settings.get("ghost")
    assert settings.get("ghost_layer") != gold
    session.selection.move(frame=session.selection.focus.frame + 1)
    assert window.aiding._ghost == ""
    assert not window.actions_.by_name["show_ghost"].isChecked()
    click(body, "t6", 2)
    window.actions_.by_name["show_ghost"].trigger()
    assert window.aiding._ghost == ""
    click(body, "t6", 2)
    assert window.aiding._ghost == gold
    window.workbench.close()
    assert window.aiding._ghost == ""


def test_a_cell_s_worst_frame_is_seen_near_enough_to_judge(window: MainWindow, body: WeeksBody) -> None:
    body.choose("ben", "t6")
    click(body, "t6", 2)
    view, focus = window.canvas.view, session_of(window).selection.focus
    at = session_of(window).view(focus.layer, focus.instance, focus.frame).positions[focus.keypoint]
    assert view.zoom > 1.5 * view.fit_zoom
    assert view.centre == pytest.approx(at.tolist(), abs=1.0)


def test_the_keys_walk_through_the_table_once_it_is_there(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_.by_name["show_weeks"].trigger()
    assert window.weekly.window is not None
    page = window.weekly.window.page
    assert page.reckoner.running is not None
    qtbot.waitUntil(lambda: page.reckoner.view is not None, timeout=60_000)
    assert window.weekly.window.focusWidget() is page.body.heat


def test_links_lead_to_the_guideline_and_to_the_table(window: MainWindow, body: WeeksBody) -> None:
    session = session_of(window)
    links = body.retraining.toHtml()
    assert 'href="guideline:t6"' in links
    window.docks["guideline"].hide()
    body.retraining.anchorClicked.emit("guideline:t6")
    focus = session.selection.focus
    assert session.contents.skeleton_of(focus.instance).names[focus.keypoint] == "t6"
    assert window.docks["guideline"].isVisible()
    body.retraining.anchorClicked.emit("cell:cem:right_middle_mcp")
    assert body.person.currentData() == "cem"
    assert body.chart.title == "Right middle MCP, cem"
    assert session.selection.focus == focus


def test_what_is_missing_says_why_and_what_is_there_can_be_sorted(shown: WeeksBody) -> None:
    assert shown.checks.repeats.reason.text() == "Nobody has submitted a repeat of their own work yet."
    assert not shown.checks.repeats.table.isVisibleTo(shown.checks)
    assert shown.agreement.hint == ""
    people = shown.agreement.people
    assert [row[0] for row in people.texts()] == ["ana", "ben", "cem", "dee"]
    people.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert people.texts()[0][0] == "ben"
    assert "T6 spinous process" in people.texts()[0][-1]


def test_labels_that_change_make_it_old_until_it_is_made_anew(
    window: MainWindow, page: WeeksPage, qtbot: QtBot
) -> None:
    before = page.reckoner.view
    assert page.aged.isHidden()
    session_of(window).do(moved_point(window))
    assert page.aged.isVisible()
    assert page.reckoner.view is before
    QTest.mouseClick(page.anew, LEFT)
    qtbot.waitUntil(lambda: page.reckoner.running is None, timeout=60_000)
    assert page.reckoner.view is not before
    assert page.aged.isHidden()


def moved_point(window: MainWindow) -> object:
    """An edit of one pose of ana's."""
    session = session_of(window)
    layer = session.contents.layer_named("ana").id
    live = session.live(layer, "i0")
    frame = int(live.track.frames[0])
    at = session.pose_at(layer, "i0", frame)
    return poses.move(at, [0], live.track.positions[0][:1] + 1.0, live.track.visibility[0][:1], title="Move")


def test_it_can_be_stopped_and_is_then_not_there(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.show_weeks()
    assert window.weekly.window is not None
    page = window.weekly.window.page
    job = page.reckoner.running
    assert job is not None
    assert page.progress.isVisible()
    QTest.mouseClick(page.cancel, LEFT)
    assert page.reckoner.running is None
    assert page.hint == "Not made yet. Press Make anew."
    qtbot.waitUntil(lambda: not session_of(window).jobs.running, timeout=60_000)
    assert page.reckoner.view is None


def test_weeks_are_counted_in_the_time_zone_that_is_chosen(
    window: MainWindow, page: WeeksPage, qtbot: QtBot
) -> None:
    page.zone.setCurrentText("Asia/Kolkata")
    page.zone.activated.emit(0)
    assert zone_of(session_of(window)) == "Asia/Kolkata"
    qtbot.waitUntil(lambda: page.reckoner.running is None, timeout=60_000)
    assert "Asia/Kolkata" in page.body.retraining.toPlainText()
    page.zone.setCurrentText("Mars")
    page.zone.activated.emit(0)
    assert page.zone.currentText() == "Asia/Kolkata"
    assert any("no time zone named" in text for text in window.messages.texts())


def test_in_the_dock_it_is_the_same_reckoning_one_thing_at_a_time(
    window: MainWindow, page: WeeksPage
) -> None:
    window.producing.show_page("weeks")
    docked = window.producing.panel.page
    assert isinstance(docked, WeeksPage)
    assert docked.reckoner is page.reckoner
    assert not docked.body.wide
    titles = [docked.body.tabs.tabText(n) for n in range(docked.body.tabs.count())]
    assert titles == ["To do", "Weeks", "Agreement", "Checks"]
    docked.body.choose("ben", "t6")
    assert docked.body.tabs.tabText(docked.body.tabs.currentIndex()) == "Weeks"
    assert docked.body.chart.title == "T6 spinous process, ben"


def test_without_a_project_it_says_so(window: MainWindow, page: WeeksPage) -> None:
    window.workbench.close()
    assert page.hint == "Open or make a project first."
    assert not window.actions_.by_name["show_weeks"].isEnabled()


# ---- where people work -----------------------------------------------------------------------------------


def work_of(window: MainWindow, who: str, season: bytes, qtbot: QtBot) -> Session:
    """Let somebody open the season, with a clip in it that nobody has begun."""
    session = session_of(window)
    first = session.contents.clip("c0")
    session.do(PutClips("Add", (replace(first, id="new", name="new over"),)))
    session.do(PutInstance("Add", Instance("fresh", "new", "bowler", 1, "cricket_bowling_54")))
    work_as(session, who, "annotator")
    path = session.project.path
    window.workbench.close()
    window.open_named([str(path)])
    session = session_of(window)
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=60_000)
    return session


def told_of(window: MainWindow) -> list[str]:
    return [text for text in window.messages.texts() if "recalibrated" in text]


def test_who_begins_new_work_is_told_what_waits_for_a_recalibration(
    window: MainWindow, season: bytes, qtbot: QtBot
) -> None:
    session = work_of(window, "dee", season, qtbot)
    mine = session.contents.layer_named("dee").id
    session.selection.move(clip="c0", layer=mine, instance="i0")
    assert not told_of(window)
    session.selection.move(clip="new", instance="fresh")
    assert told_of(window) == ["No new work with Left talus before you have recalibrated"]
    session.selection.move(clip="c0", instance="i0")
    session.selection.move(clip="new", instance="fresh")
    assert len(told_of(window)) == 1
    read = next(one for one in window.findChildren(QPushButton) if one.text() == "Read the guideline")
    QTest.mouseClick(read, LEFT)
    focus = session.selection.focus
    assert (focus.clip, session.contents.skeleton_of("fresh").names[focus.keypoint]) == ("new", "left_talus")


def test_who_is_not_on_the_list_is_told_nothing(window: MainWindow, season: bytes, qtbot: QtBot) -> None:
    session = work_of(window, "ana", season, qtbot)
    session.selection.move(clip="new", layer=session.contents.layer_named("ana").id, instance="fresh")
    assert not told_of(window)


def test_whoever_comes_to_work_is_told_their_own_weeks(
    window: MainWindow, page: WeeksPage, qtbot: QtBot
) -> None:
    assert page.body.person.count() == 4
    work_as(session_of(window), "ben", "annotator")
    assert page.reckoner.view is None
    assert page.hint
    page.reckoner.start()
    qtbot.waitUntil(lambda: page.reckoner.view is not None, timeout=60_000)
    assert [page.body.person.itemData(n) for n in range(page.body.person.count())] == ["ben"]
    assert "Right middle MCP" not in page.body.retraining.toPlainText()
    assert "a consultant or a lead" in page.body.agreement.hint
