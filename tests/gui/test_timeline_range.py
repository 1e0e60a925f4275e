"""Ranges over lanes, and the menu of what can be done with them; with real events on a real project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.drawing import HEAD, NAMES
from palpate.ui.timeline.rows import Row
from palpate.ui.timeline.view import LanesView

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
CTRL = Qt.KeyboardModifier.ControlModifier
NOSE, LEFT_EYE, RIGHT_EYE = 0, 1, 2


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """200 frames, one person; nose and left eye are keyframes at 0, 50, 100."""
    path = tmp_path / "p.palpate"
    with Session.create(path, ["coco_17"], "ana") as made:
        clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, size=(640, 480))
        made.do(PutClips("Add the clip", (clip,)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        gestures.add_instance(made, "coco_17", "batter")
        for keypoint in (NOSE, LEFT_EYE):
            for frame in (0, 50, 100):
                made.selection.move(frame=frame, keypoint=keypoint)
                gestures.place(made, np.array([100.0 + frame, 80.0]), Visibility.VISIBLE)
    return path


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    shown = MainWindow(Preferences())
    qtbot.addWidget(shown)
    shown.resize(1400, 900)
    shown.show()
    qtbot.waitExposed(shown)
    shown.workbench.open(project)
    shown.workbench.session.selection.move(frame=0, keypoint=NOSE)
    shown.resizeDocks([shown.docks["timeline"]], [400], Qt.Orientation.Vertical)
    shown.ranging.unfold_lanes()
    QApplication.processEvents()
    yield shown
    shown.close()


def lanes(window: MainWindow) -> LanesView:
    return window.timeline.lanes


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def place(window: MainWindow, frame: int, keypoint: int) -> QPoint:
    view = lanes(window)
    row = next(row for row in view.rows if row.keypoint == keypoint)
    y = HEAD + row.top + 4 - view.verticalScrollBar().value()
    return QPoint(round(NAMES + view.axis.centre_of(frame)), y)


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    port = lanes(window).viewport()
    QTest.mousePress(port, LEFT, pos=start)
    QTest.mouseMove(port, start + QPoint(10, 0))
    QTest.mouseMove(port, end)
    QApplication.processEvents()
    QTest.mouseRelease(port, LEFT, pos=end)
    QApplication.processEvents()


def ask_menu(window: MainWindow, at: QPoint, reason: QContextMenuEvent.Reason) -> QMenu:
    """Ask for a menu as Qt does; the off-screen system cannot pop it up."""
    view = lanes(window)
    view.menu_wanted.disconnect()
    asked: list[tuple[QPoint, int, Row | None]] = []
    view.menu_wanted.connect(lambda *what: asked.append(what))
    port = view.viewport()
    QApplication.sendEvent(port, QContextMenuEvent(reason, at, port.mapToGlobal(at)))
    ((spot, frame, row),) = asked
    assert port.rect().contains(port.mapFromGlobal(spot))
    menu = window.ranging.menu_for(frame, row)
    assert menu is not None
    return menu


def offered(menu: QMenu) -> dict[str, bool]:
    return {action.objectName(): action.isEnabled() for action in menu.actions() if action.objectName()}


def test_a_drag_over_a_lane_chooses_frames_and_its_keypoint(window: MainWindow) -> None:
    drag(window, place(window, 20, LEFT_EYE), place(window, 60, LEFT_EYE))
    focus = window.workbench.focus
    assert focus.chosen_frames == (20, 60)
    assert (focus.keypoint, focus.chosen) == (LEFT_EYE, {LEFT_EYE})
    assert focus.frame == 20


def test_a_drag_over_several_lanes_chooses_them_all(window: MainWindow) -> None:
    drag(window, place(window, 60, RIGHT_EYE), place(window, 20, NOSE))
    focus = window.workbench.focus
    assert focus.chosen_frames == (20, 60)
    assert (focus.keypoint, focus.chosen) == (RIGHT_EYE, {NOSE, LEFT_EYE, RIGHT_EYE})


def test_a_drag_over_the_instances_row_means_all_of_it(window: MainWindow) -> None:
    drag(window, place(window, 20, LEFT_EYE), place(window, 60, LEFT_EYE))
    drag(window, place(window, 30, -1), place(window, 70, -1))
    assert window.workbench.focus.chosen_frames == (30, 70)
    assert not window.workbench.focus.chosen


def test_a_click_on_a_lane_goes_to_the_frame_and_chooses_nothing(window: MainWindow) -> None:
    QTest.mouseClick(lanes(window).viewport(), LEFT, pos=place(window, 70, LEFT_EYE))
    QApplication.processEvents()
    focus = window.workbench.focus
    assert (focus.frame, focus.chosen_frames) == (70, None)


def test_ctrl_click_on_a_name_chooses_one_more(window: MainWindow) -> None:
    at = place(window, 0, RIGHT_EYE)
    QTest.mouseClick(lanes(window).viewport(), LEFT, CTRL, QPoint(100, at.y()))
    assert window.workbench.focus.chosen == {NOSE, RIGHT_EYE}


def test_the_middle_button_drags_the_time_along(window: MainWindow) -> None:
    view = lanes(window)
    view.set_axis(view.axis.zoomed(0, 4.0))
    port, before = view.viewport(), view.axis.first
    QTest.mousePress(port, MIDDLE, pos=QPoint(600, 120))
    QTest.mouseMove(port, QPoint(500, 120))
    QTest.mouseRelease(port, MIDDLE, pos=QPoint(500, 120))
    assert (view.axis.first - before) * view.axis.px_per_frame == pytest.approx(100.0, abs=1.0)


def test_a_right_click_in_the_range_keeps_it_and_offers_everything(window: MainWindow) -> None:
    drag(window, place(window, 20, NOSE), place(window, 60, NOSE))
    menu = ask_menu(window, place(window, 40, NOSE), QContextMenuEvent.Reason.Mouse)
    assert window.workbench.focus.chosen_frames == (20, 60)
    assert menu.actions()[0].text() == "batter · Nose · frames 20 to 60"
    can = offered(menu)
    assert can == {
        "range_span": True,
        "range_from": True,
        "range_to": True,
        "loop": True,
        "clear_range": True,
        "fill_linear": True,
        "fill_pchip": True,
        "fill_makima": True,
        "fill_fused": True,
        "track_range": True,
        "fill_none": True,
        "swap_sides": True,
        "swap_identity": False,
        "clear_frames": True,
        "clear_pose": True,
    }
    (swap,) = [action for action in menu.actions() if action.objectName() == "swap_identity"]
    assert "no other instance" in swap.toolTip()
    assert menu.toolTipsVisible()


def test_what_the_menu_does_is_done_to_the_chosen_lanes_in_the_range(
    window: MainWindow, qtbot: QtBot
) -> None:
    drag(window, place(window, 20, NOSE), place(window, 40, NOSE))
    menu = ask_menu(window, place(window, 30, NOSE), QContextMenuEvent.Reason.Mouse)
    session, focus = session_of(window), window.workbench.focus
    with qtbot.waitSignal(window.workbench.changed):
        next(action for action in menu.actions() if action.objectName() == "fill_none").trigger()
    resolved = session.live(focus.layer, focus.instance).resolved
    assert np.isnan(resolved.positions[30, NOSE]).all()
    assert np.isfinite(resolved.positions[30, LEFT_EYE]).all()
    assert np.isfinite(resolved.positions[70, NOSE]).all()


def test_a_right_click_outside_the_range_means_the_place_that_was_clicked(window: MainWindow) -> None:
    drag(window, place(window, 20, NOSE), place(window, 60, NOSE))
    lanes(window).verticalScrollBar().setValue(32)
    menu = ask_menu(window, place(window, 80, LEFT_EYE), QContextMenuEvent.Reason.Mouse)
    focus = window.workbench.focus
    assert (focus.frame, focus.chosen_frames, focus.keypoint) == (80, None, LEFT_EYE)
    assert focus.chosen == {LEFT_EYE}
    for name in ("fill_linear", "fill_pchip", "fill_none", "track_range", "clear_frames", "clear_range"):
        (action,) = [found for found in menu.actions() if found.objectName() == name]
        assert not action.isEnabled()
        assert "choose a range first" in action.toolTip()


def test_the_menu_key_offers_what_can_be_done_with_what_is_in_hand(window: MainWindow) -> None:
    drag(window, place(window, 20, NOSE), place(window, 60, LEFT_EYE))
    session_of(window).selection.move(frame=150)
    menu = ask_menu(window, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    assert window.workbench.focus.chosen_frames == (20, 60)
    assert menu.actions()[0].text() == "batter · 2 keypoints · frames 20 to 60"


def test_the_span_around_the_frame_becomes_the_range(window: MainWindow) -> None:
    session_of(window).selection.move(frame=70)
    window.actions_.by_name["range_span"].trigger()
    assert window.workbench.focus.chosen_frames == (50, 100)


def test_where_there_is_no_span_it_is_said(window: MainWindow, qtbot: QtBot) -> None:
    session_of(window).selection.move(frame=150)
    with qtbot.waitSignal(window.workbench.told) as told:
        window.actions_.by_name["range_span"].trigger()
    assert "between two keyframes" in told.args[1]
    menu = ask_menu(window, place(window, 150, NOSE), QContextMenuEvent.Reason.Mouse)
    assert not offered(menu)["range_span"]


def test_the_timeline_zooms_and_unfolds_by_keys_from_anywhere(window: MainWindow) -> None:
    actions, view = window.actions_.by_name, lanes(window)
    actions["less_time"].trigger()
    assert not view.axis.is_fitted
    actions["whole_time"].trigger()
    assert view.axis.is_fitted
    assert len(view.rows) == 18
    actions["unfold_lanes"].trigger()
    assert len(view.rows) == 1


def test_showing_the_plot_shows_a_hidden_timeline(window: MainWindow) -> None:
    dock: QDockWidget = window.docks["timeline"]
    dock.hide()
    window.actions_.by_name["show_trajectories"].trigger()
    assert dock.isVisible()
    assert window.timeline.shows_trajectories
    assert window.actions_.by_name["show_trajectories"].isChecked()
    window.actions_.by_name["show_trajectories"].trigger()
    assert not window.timeline.shows_trajectories
    assert not window.actions_.by_name["show_trajectories"].isChecked()


def test_the_range_stands_over_the_lanes_that_it_is_about(window: MainWindow) -> None:
    view = lanes(window)
    view.verticalScrollBar().setValue(32)
    before = view.viewport().grab().toImage()
    drag(window, place(window, 20, LEFT_EYE), place(window, 60, LEFT_EYE))
    session_of(window).selection.move(keypoint=NOSE)  # the active row's own field would hide the tint
    session_of(window).selection.move(chosen=frozenset({LEFT_EYE, NOSE}))
    view.verticalScrollBar().setValue(32)  # the row in hand was brought into sight
    after = view.viewport().grab().toImage()
    for keypoint, tinted in ((LEFT_EYE, True), (RIGHT_EYE, False)):
        at = QPointF(place(window, 40, keypoint)).toPoint() + QPoint(3, -4)
        assert (before.pixelColor(at) != after.pixelColor(at)) is tinted


def test_keyframe_buttons_that_are_held_offer_gaps_flags_events_and_notes(window: MainWindow) -> None:
    buttons = [found for found in window.timeline.transport.findChildren(QToolButton) if found.menu()]
    jumps = [[action.objectName() for action in found.menu().actions()] for found in buttons]
    assert ["previous_gap", "previous_flag", "previous_event", "previous_note"] in jumps
    assert ["next_gap", "next_flag", "next_event", "next_note"] in jumps


def test_the_menu_says_whether_it_clears_the_pose_or_what_the_heading_counts(window: MainWindow) -> None:
    drag(window, place(window, 60, RIGHT_EYE), place(window, 20, NOSE))
    menu = window.ranging.menu()
    assert menu is not None
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert "3 keypoints" in texts[0]
    assert texts[-2:] == ["Clear these over the range", "Clear these in this frame"]
    drag(window, place(window, 30, -1), place(window, 70, -1))
    menu = window.ranging.menu()
    assert menu is not None
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert "all keypoints" in texts[0]
    assert texts[-2:] == ["Clear the pose over the range", "Clear the pose in this frame"]


def test_unfolded_lanes_get_room_for_more_than_two(window: MainWindow, qtbot: QtBot) -> None:
    dock = window.docks["timeline"]
    window.ranging.unfold_lanes()  # which folds them here
    window.resizeDocks([dock], [120], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: dock.height() < 240)
    window.ranging.unfold_lanes()
    qtbot.waitUntil(lambda: dock.height() >= 280)
