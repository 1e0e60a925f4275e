"""The second view in the window: it follows by time, says where it is, and changes places with the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from two_cameras import (
    FRAME,
    OTHER,
    clips_of,
    filmed_twice,
    second_of,
    session_of,
    tied_by_release,
    until,
    window_on,
)

from palpate.model.event import Event
from palpate.model.sync import Sync
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.frames import second_view
from palpate.session.marking import notes
from palpate.session.placing import gestures
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.second_view.panel import SecondPanel


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    return filmed_twice(shared_data, tmp_path)


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    opened = window_on(qtbot, project)
    yield opened
    opened.close()


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> SecondPanel:
    return second_of(window, qtbot)


@pytest.fixture
def tied(panel: SecondPanel, window: MainWindow, qtbot: QtBot) -> SecondPanel:
    return tied_by_release(panel, window, qtbot)


# ---- the dock ------------------------------------------------------------------------------------------


def test_it_is_away_at_first_and_comes_and_goes_by_one_key(window: MainWindow, qtbot: QtBot) -> None:
    dock, action = window.docks["second"], window.actions_.by_name["second_view"]
    assert not dock.isVisible()
    assert not action.isChecked()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F8)
    until(qtbot, lambda: dock.isVisible() and window.second.panel.isVisible())
    assert action.isChecked()
    assert dock.width() > 300
    assert window.canvas.width() > 300
    qtbot.keyClick(window.canvas, Qt.Key.Key_F8)
    assert not dock.isVisible()
    assert not action.isChecked()
    assert window.second.panel.follower.reel is None  # nobody sees it: no film is held


def test_it_stands_where_it_was_left_also_floating_after_a_restart(
    window: MainWindow, panel: SecondPanel, qtbot: QtBot, project: Path
) -> None:
    dock = window.docks["second"]
    dock.setFloating(True)
    dock.resize(640, 480)
    window.docks["guideline"].hide()
    window.close()
    again = MainWindow(Preferences())
    qtbot.addWidget(again)
    again.show()
    again.open_named([str(project)])
    assert again.docks["second"].isFloating()
    assert again.docks["second"].size().width() == 640
    assert again.actions_.by_name["second_view"].isChecked()
    assert not again.docks["guideline"].isVisible()
    until(qtbot, lambda: again.second.panel.isVisible())
    again.close()


def test_resetting_the_arrangement_puts_it_away(window: MainWindow, panel: SecondPanel) -> None:
    window._on_reset()
    assert [window.docks[name].isVisible() for name in ("second", "timeline")] == [False, True]


def test_without_another_clip_it_says_what_to_do(window: MainWindow, panel: SecondPanel) -> None:
    session = session_of(window)
    while len(session.contents.clips) > 1:
        session.undo()
    assert "no other clip" in panel.canvas.blank_text
    assert panel.follower.reel is None
    assert "no other clip" in window.actions_.by_name["swap_views"].statusTip()
    assert not panel.ties.isEnabled()
    while session.redoable() is not None:
        session.redo()
    assert panel.follower.clip == clips_of(window)[1]


# ---- synchronising -------------------------------------------------------------------------------------


def test_it_is_stepped_by_itself_until_somebody_says_what_the_same_moment_is(
    window: MainWindow, panel: SecondPanel, qtbot: QtBot
) -> None:
    assert panel.residual.text() == "not synchronised"
    assert panel.stepping.isVisible()
    panel.stepping.number.setValue(OTHER)
    until(qtbot, lambda: panel.canvas.frame == OTHER)
    window.actions_.by_name["same_moment"].trigger()
    sync = second_view.sync_between(session_of(window), *clips_of(window))
    assert sync == Sync(*clips_of(window), FRAME, OTHER)
    assert not panel.stepping.isVisible()
    assert panel.residual.text() == "0.0 ms off"
    assert "side by side" in panel.residual.toolTip()


def test_an_event_of_both_clips_ties_them(window: MainWindow, panel: SecondPanel) -> None:
    offered = [action for action in panel.tie_menu().actions() if "release" in action.text()]
    assert [action.text() for action in offered] == ["By release: frame 100 here, 60 there"]
    offered[0].trigger()
    sync = second_view.sync_between(session_of(window), *clips_of(window))
    assert sync == Sync(*clips_of(window), FRAME, OTHER, "release")
    assert "release" in panel.residual.toolTip()
    session_of(window).undo()
    assert panel.residual.text() == "not synchronised"


def test_an_event_that_was_moved_since_is_told(window: MainWindow, tied: SecondPanel) -> None:
    session = session_of(window)
    notes.move_event(session, Event(clips_of(window)[0], FRAME, "release"), FRAME + 5)
    assert tied.residual.text() == "event moved since"
    assert "synchronise again" in tied.residual.toolTip()


def test_a_second_moment_may_be_looked_for_without_losing_the_first(
    tied: SecondPanel, window: MainWindow, qtbot: QtBot
) -> None:
    tied.follower.go_free(True)
    assert tied.residual.text() == "stepped by itself"
    qtbot.mouseClick(tied.stepping._on, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: tied.canvas.frame == OTHER + 1)
    for _ in range(2):  # put away meanwhile, it comes back where it was
        window.actions_.by_name["second_view"].trigger()
    until(qtbot, lambda: tied.canvas.frame == OTHER + 1)
    tied.stepping.cancel.click()
    until(qtbot, lambda: tied.canvas.frame == OTHER)
    assert len(session_of(window).contents.syncs) == 1


# ---- going along ---------------------------------------------------------------------------------------


def test_it_goes_along_by_capture_time(window: MainWindow, tied: SecondPanel, qtbot: QtBot) -> None:
    window.going.step(5)
    until(qtbot, lambda: tied.canvas.frame == OTHER + 10)
    assert f"frame {OTHER + 10} of" in tied.place.text()
    for _ in range(8):
        window.going.step(1)
    until(qtbot, lambda: tied.canvas.frame == OTHER + 26)


def test_outside_the_other_clips_time_it_says_by_how_much(
    window: MainWindow, tied: SecondPanel, qtbot: QtBot
) -> None:
    window.going.go_to(0)
    clip = session_of(window).contents.clips[0]
    away = FRAME / clip.fps - OTHER / (2 * clip.fps)
    until(qtbot, lambda: "begins" in tied.canvas.blank_text)
    assert f"front begins {away:.3f} s after this moment" in tied.canvas.blank_text
    assert tied.place.text() == "no frame at this moment"
    assert not tied.swap.isEnabled()
    window.going.go_to(FRAME)
    until(qtbot, lambda: tied.canvas.frame == OTHER)


def test_the_rate_that_is_corrected_moves_it(window: MainWindow, tied: SecondPanel, qtbot: QtBot) -> None:
    window.going.step(10)
    until(qtbot, lambda: tied.canvas.frame == OTHER + 20)
    session = session_of(window)
    front = session.contents.clips[1]
    session.do(PutClips("Set the rate", (replace(front, capture_fps=front.fps),)))
    until(qtbot, lambda: tied.canvas.frame == OTHER + 10)


def test_a_clip_that_cannot_be_read_says_so(
    window: MainWindow, panel: SecondPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    session = session_of(window)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film at all" * 100)
    front = session.contents.clips[1]
    lost = replace(front, media_path=str(broken), fingerprint="")
    session.do(PutClips("Lose front", (lost,)))
    until(qtbot, lambda: "broken.mp4" in panel.canvas.blank_text)
    session.do(PutClips("Lose front", (replace(lost, media_path=str(tmp_path / "gone.mp4")),)))
    until(qtbot, lambda: "gone.mp4" in panel.canvas.blank_text)
    assert window.canvas.exact  # the first goes on
    session.undo()
    session.undo()
    until(qtbot, lambda: panel.canvas.frame == 0)


def test_the_second_never_decodes_while_the_first_waits(window: MainWindow, tied: SecondPanel) -> None:
    window.going.go_to(200)
    assert not window.canvas.exact
    assert tied.follower._turns.taken()


def test_the_pose_over_there_is_drawn_with_its_active_keypoint(window: MainWindow, tied: SecondPanel) -> None:
    session = session_of(window)
    assert [pose.view.positions[0].tolist() for pose in tied.canvas.scene.poses] == [[200.0, 80.0]]
    gestures.choose(session, session.selection.focus.instance, 1)
    assert tied.canvas.scene.keypoint == 1
    gestures.choose(session, session.selection.focus.instance, 9)  # not placed there: nothing to ring
    assert tied.canvas.scene.keypoint == -1


def test_the_table_says_what_is_placed_here_and_there(window: MainWindow, tied: SecondPanel) -> None:
    session = session_of(window)
    focus = session.selection.focus
    at = session.pose_at(focus.layer, focus.instance, FRAME)
    session.do(poses.move(at, np.array([4]), np.array([[5.0, 5.0]]), np.array([1], np.int8), title="Place"))
    rows = [[tied.table.pair.index(row, column).data() for column in range(3)] for row in (0, 4, 9)]
    assert rows == [
        ["Nose", "visible", "visible"],
        ["Right ear", "occluded, estimated", "not placed"],
        ["Left wrist", "not placed", "not placed"],
    ]
    tied.differing.setChecked(True)
    assert tied.table.pair.keypoints == [4]


def test_a_row_makes_its_keypoint_active_and_the_other_way_round(
    window: MainWindow, tied: SecondPanel, qtbot: QtBot
) -> None:
    place = tied.table.visualRect(tied.table.pair.index(3, 1)).center()
    qtbot.mouseClick(tied.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.workbench.focus.keypoint == 3
    gestures.choose(session_of(window), window.workbench.focus.instance, 1)
    assert tied.table.currentIndex().row() == 1


def test_a_click_on_a_keypoint_over_there_makes_it_active_and_places_nothing(
    window: MainWindow, tied: SecondPanel, qtbot: QtBot
) -> None:
    session = session_of(window)
    edits = len(session.project.history())
    x, y = tied.canvas.view.to_widget(220.0, 70.0)
    qtbot.mouseMove(tied.canvas, QPoint(round(x), round(y)))
    qtbot.mouseClick(tied.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert window.workbench.focus.keypoint == 1
    qtbot.mouseClick(tied.canvas, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert len(session.project.history()) == edits


def test_it_zooms_and_pans_by_itself(window: MainWindow, tied: SecondPanel, qtbot: QtBot) -> None:
    main = window.canvas.view
    centre = QPointF(tied.canvas.rect().center())
    wheel = QWheelEvent(
        centre,
        tied.canvas.mapToGlobal(centre),
        QPoint(),
        QPoint(0, 720),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = tied.canvas.view
    for _ in range(2):  # the first stops at 100 %
        QApplication.sendEvent(tied.canvas, wheel)
    assert tied.canvas.view.zoom > 2 * before.zoom
    zoomed = tied.canvas.view.centre
    start, end = QPoint(60, 60), QPoint(100, 60)
    qtbot.mousePress(tied.canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(tied.canvas, end)
    qtbot.mouseRelease(tied.canvas, Qt.MouseButton.LeftButton, pos=end)
    assert tied.canvas.view.centre[0] < zoomed[0]
    assert window.canvas.view == main
    tied.fit.click()
    assert tied.canvas.view.fitted


def test_the_active_keypoint_is_kept_in_the_middle(window: MainWindow, tied: SecondPanel) -> None:
    window.actions_.by_name["centre_second"].trigger()
    assert window.actions_.by_name["centre_second"].isChecked()
    session = session_of(window)
    for keypoint, spot in ((0, (200.0, 80.0)), (1, (220.0, 70.0))):
        gestures.choose(session, session.selection.focus.instance, keypoint)
        assert tied.canvas.view.centre == spot
    assert not tied.canvas.view.fitted


def test_the_views_change_places_at_the_same_moment_and_back(
    window: MainWindow, tied: SecondPanel, qtbot: QtBot
) -> None:
    first, second = clips_of(window)
    session = session_of(window)
    gestures.choose(session, session.selection.focus.instance, 1)
    window.actions_.by_name["swap_views"].trigger()
    focus = session.selection.focus
    assert (focus.clip, focus.frame, focus.keypoint) == (second, OTHER, 1)
    assert session.contents.instance(focus.instance).clip == second
    assert tied.follower.clip == first
    until(qtbot, lambda: window.canvas.frame == OTHER and tied.canvas.frame == FRAME)
    window.actions_.by_name["swap_views"].trigger()
    assert (session.selection.focus.clip, session.selection.focus.frame) == (first, FRAME)


def test_going_back_and_forth_loses_no_frame_of_the_faster_clip(
    window: MainWindow, tied: SecondPanel, qtbot: QtBot
) -> None:
    session = session_of(window)
    window.actions_.by_name["swap_views"].trigger()
    window.going.go_to(OTHER + 1)  # between two frames of the slower clip
    until(qtbot, lambda: tied.canvas.frame in (FRAME, FRAME + 1))
    window.actions_.by_name["swap_views"].trigger()
    window.actions_.by_name["swap_views"].trigger()
    assert session.selection.focus.frame == OTHER + 1


def test_each_view_takes_along_what_was_looked_at(window: MainWindow, tied: SecondPanel) -> None:
    window.canvas.set_zoom(3.0)
    window.canvas.centre_on(120.0, 90.0)
    assert tied.canvas.view.fitted
    window.actions_.by_name["swap_views"].trigger()
    assert window.canvas.view.fitted
    assert tied.canvas.view.centre == pytest.approx((120.0, 90.0))


def test_closing_the_project_lets_go_of_the_second_film(window: MainWindow, tied: SecondPanel) -> None:
    window.opening.close_project()
    assert tied.follower.reel is None
    assert not window.docks["second"].isVisible()


def test_a_small_screen_holds_the_window_with_the_second_view(
    window: MainWindow, panel: SecondPanel, qtbot: QtBot
) -> None:
    assert panel.isVisible()
    window.calibrating.bar.show()
    window.resize(1366, 768)
    QApplication.processEvents()
    start = window.start_page.minimumSizeHint().width()
    assert not window.start_page.isVisible()
    assert window.centralWidget().minimumSizeHint().width() < start
    assert window.minimumSizeHint().width() <= 1366
    assert window.width() == 1366
