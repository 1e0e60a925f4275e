"""The trajectory plot: what it draws, and keyframes dragged in value; with real events on a real project."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import NAMES
from palpate.ui.trajectory.look import MOST_CURVES, Quantity
from palpate.ui.trajectory.panel import TrajectoryPanel
from palpate.ui.trajectory.plots import AXIS
from palpate.ui.trajectory.sampling import line_of, range_in_sight

LEFT = Qt.MouseButton.LeftButton
NOSE, LEFT_EYE = 0, 1


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """200 frames; the nose goes right and down by straight lines over 0, 50, 100. The plot is shown."""
    path = tmp_path / "p.palpate"
    with Session.create(path, ["coco_17"], "ana") as made:
        clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, size=(640, 480))
        made.do(PutClips("Add the clip", (clip,)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        gestures.add_instance(made, "coco_17", "batter")
        for frame in (0, 50, 100):
            made.selection.move(frame=frame, keypoint=NOSE)
            gestures.place(made, np.array([100.0 + frame, 80.0 + 2 * frame]), Visibility.VISIBLE)
        gestures.fill_by(made, Method.LINEAR)
    shown = MainWindow(Preferences())
    qtbot.addWidget(shown)
    shown.resize(1400, 900)
    shown.show()
    qtbot.waitExposed(shown)
    shown.workbench.open(path)
    session_of(shown).selection.move(frame=0, keypoint=NOSE)
    shown.actions_.by_name["show_trajectories"].trigger()
    QApplication.processEvents()
    yield shown
    shown.close()


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def panel(window: MainWindow) -> TrajectoryPanel:
    found = window.timeline.trajectories
    assert found is not None
    return found


def grip(window: MainWindow, quantity: Quantity, frame: int, value: float) -> QPoint:
    return panel(window).plots.place_of(quantity, frame, value).toPoint()


def positions(window: MainWindow) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    focus = window.workbench.focus
    return session_of(window).live(focus.layer, focus.instance).resolved.positions[:, NOSE]


def port(window: MainWindow):
    return panel(window).plots.widget.viewport()


def test_frames_stand_below_those_of_the_ruler(window: MainWindow) -> None:
    view, plots = window.timeline.lanes, panel(window).plots
    for frame in (0, 60, 199):
        here = plots.widget.mapToGlobal(grip(window, Quantity.X, frame, 0.0)).x()
        above = view.viewport().mapToGlobal(QPoint(round(NAMES + view.axis.centre_of(frame)), 0)).x()
        assert abs(here - above) <= 1


def test_dragging_a_keyframe_changes_one_coordinate_in_one_step_of_undo(window: MainWindow) -> None:
    start = grip(window, Quantity.Y, 50, 180.0)
    QTest.mousePress(port(window), LEFT, pos=start)
    end = grip(window, Quantity.Y, 50, 200.0)
    assert end.y() > start.y()  # more is further down, as on the picture
    QTest.mouseMove(port(window), start + QPoint(0, 4))
    QTest.mouseMove(port(window), end)
    assert positions(window)[50].tolist() == [150.0, 180.0]  # nothing is changed before it is let go
    QTest.mouseRelease(port(window), LEFT, pos=end)
    x, y = positions(window)[50]
    assert x == 150.0
    assert y == pytest.approx(200.0, abs=4.0)
    assert window.workbench.focus.frame == 50  # the picture shows what was done to it
    session_of(window).undo()
    assert positions(window)[50].tolist() == [150.0, 180.0]


def test_the_picture_shows_a_keypoint_where_it_is_dragged_to(window: MainWindow) -> None:
    session_of(window).selection.move(frame=50)
    window.canvas.set_frame(np.zeros((480, 640, 4), dtype=np.uint8), 50)
    start, end = grip(window, Quantity.X, 50, 150.0), grip(window, Quantity.X, 50, 170.0)
    QTest.mousePress(port(window), LEFT, pos=start)
    QTest.mouseMove(port(window), start + QPoint(0, 4))
    QTest.mouseMove(port(window), end)
    preview = window.canvas._screen.preview
    assert preview is not None
    assert preview.view.positions[NOSE] == pytest.approx((170.0, 180.0), abs=4.0)
    QTest.mouseRelease(port(window), LEFT, pos=end)
    assert window.canvas._screen.preview is None


def test_in_a_low_plot_titles_are_short_and_numbers_stay_inside(window: MainWindow) -> None:
    plots = panel(window).plots
    plots.widget.resize(plots.widget.width(), 110)
    QApplication.processEvents()
    axes = [plots._plots[quantity]._plot.getAxis("left") for quantity in plots.quantities]
    assert axes[0].labelText in ("x", "")
    assert all(axis.style["hideOverlappingLabels"] for axis in axes)
    boxes = [plot.box.sceneBoundingRect() for plot in plots._plots.values()]
    assert all(low.top() > high.bottom() for high, low in pairwise(boxes))
    plots.widget.resize(plots.widget.width(), 600)
    QApplication.processEvents()
    assert axes[0].labelText.startswith("x  px")


def test_escape_puts_a_dragged_keyframe_back(window: MainWindow) -> None:
    before = session_of(window).undoable()
    start = grip(window, Quantity.X, 50, 150.0)
    QTest.mousePress(port(window), LEFT, pos=start)
    QTest.mouseMove(port(window), start + QPoint(0, 20))
    assert panel(window).hand.drags
    QTest.keyClick(panel(window).plots.widget, Qt.Key.Key_Escape)
    assert not panel(window).hand.drags
    QTest.mouseRelease(port(window), LEFT, pos=start + QPoint(0, 20))
    assert session_of(window).undoable() == before


def test_with_ctrl_a_drag_is_ten_times_finer(window: MainWindow) -> None:
    start, ctrl = grip(window, Quantity.X, 50, 150.0), Qt.KeyboardModifier.ControlModifier
    down = panel(window).plots.value_at(Quantity.X, QPointF(start + QPoint(0, 20)))
    full = down - panel(window).plots.value_at(Quantity.X, QPointF(start))
    QTest.mousePress(port(window), LEFT, ctrl, start)
    QTest.mouseMove(port(window), start + QPoint(0, 4))
    at = QPointF(start + QPoint(0, 20))
    event = QMouseEvent(QEvent.Type.MouseMove, at, port(window).mapToGlobal(at), LEFT, LEFT, ctrl)
    QApplication.sendEvent(port(window), event)
    QTest.mouseRelease(port(window), LEFT, ctrl, start + QPoint(0, 20))
    assert positions(window)[50][0] == pytest.approx(150.0 + full / 10.0)


def test_speed_cannot_be_dragged(window: MainWindow) -> None:
    before, way = session_of(window).undoable(), positions(window).copy()
    speed = float(np.linalg.norm(way[51] - way[49]) / 2 * 120.0)
    start = grip(window, Quantity.SPEED, 50, speed)
    QTest.mousePress(port(window), LEFT, pos=start)
    QTest.mouseMove(port(window), start + QPoint(0, 15))
    QTest.mouseRelease(port(window), LEFT, pos=start + QPoint(0, 15))
    assert session_of(window).undoable() == before


def test_a_click_jumps_to_the_frame_and_a_drag_scrubs_on(window: MainWindow, qtbot: QtBot) -> None:
    at = QPoint(grip(window, Quantity.X, 120, 0.0).x(), 5)
    QTest.mousePress(port(window), LEFT, pos=at)
    QApplication.processEvents()
    assert window.workbench.focus.frame == 120
    QTest.mouseMove(port(window), QPoint(grip(window, Quantity.X, 130, 0.0).x(), 5))
    QApplication.processEvents()
    QTest.mouseRelease(port(window), LEFT, pos=at)
    assert window.workbench.focus.frame == 130


def test_a_click_on_a_keyframe_jumps_there_and_makes_its_keypoint_active(window: MainWindow) -> None:
    session_of(window).selection.move(keypoint=LEFT_EYE, chosen=frozenset({NOSE, LEFT_EYE}))
    QApplication.processEvents()
    QTest.mouseClick(port(window), LEFT, pos=grip(window, Quantity.X, 50, 150.0))
    assert (window.workbench.focus.frame, window.workbench.focus.keypoint) == (50, NOSE)


def test_the_wheel_zooms_the_timeline_with_it(window: MainWindow) -> None:
    view, at = window.timeline.lanes, QPointF(400.0, 20.0)
    frame = view.axis.frame_at(at.x() - AXIS)
    event = QWheelEvent(
        at,
        port(window).mapToGlobal(at),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port(window), event)
    panel(window).redraw()  # or at the end of this turn of the event loop
    assert not view.axis.is_fitted
    assert abs(view.axis.frame_at(at.x() - AXIS) - frame) <= 1
    here = panel(window).plots.widget.mapToGlobal(grip(window, Quantity.X, frame, 0.0)).x()
    assert (
        abs(here - view.viewport().mapToGlobal(QPoint(round(NAMES + view.axis.centre_of(frame)), 0)).x()) <= 1
    )


def test_what_is_lacking_is_said(window: MainWindow) -> None:
    session = session_of(window)
    assert panel(window).message == ""
    session.selection.move(keypoint=LEFT_EYE)
    assert "Left eye" in panel(window).message
    session.selection.move(keypoint=-1)
    assert "Choose a keypoint" in panel(window).message
    session.selection.move(instance="")
    assert "instance" in panel(window).message


def test_placing_a_keypoint_brings_its_way(window: MainWindow) -> None:
    session = session_of(window)
    session.selection.move(keypoint=LEFT_EYE)
    assert panel(window).message
    gestures.place(session, np.array([5.0, 6.0]), Visibility.VISIBLE)
    session.selection.move(keypoint=LEFT_EYE)
    assert panel(window).message == ""


def test_quantities_are_switched_and_one_always_stays(window: MainWindow) -> None:
    buttons = {b.text(): b for b in panel(window).findChildren(QToolButton) if b.text() in set(Quantity)}
    buttons["x"].click()
    buttons["speed"].click()
    assert panel(window).quantities == [Quantity.Y]
    buttons["y"].click()
    assert panel(window).quantities == [Quantity.Y]
    assert buttons["y"].isChecked()
    buttons["x"].click()
    assert panel(window).quantities == [Quantity.X, Quantity.Y]


def test_more_curves_than_can_be_told_apart_are_counted(window: MainWindow) -> None:
    session_of(window).selection.move(chosen=frozenset(range(MOST_CURVES + 3)))
    assert panel(window).message == ""
    grabbed = panel(window).grab().toImage()
    assert grabbed.width() > 0


def test_another_theme_draws_it_anew(window: MainWindow) -> None:
    dark = panel(window).grab().toImage()
    window.set_theme("light")
    QApplication.processEvents()
    assert panel(window).grab().toImage() != dark
    window.set_theme("dark")


def test_lanes_come_back_as_they_were(window: MainWindow) -> None:
    view = window.timeline.lanes
    assert view.viewport().height() < 80
    window.actions_.by_name["show_trajectories"].trigger()
    QApplication.processEvents()
    assert not panel(window).isVisible()
    assert view.viewport().height() > 80


# ---- points of curves ----------------------------------------------------------------------------------

FACT, GUESS = np.int8(Origin.HAND), np.int8(Origin.INTERPOLATED)


@given(st.integers(3, 3000), st.floats(1.0, 200.0), st.integers(0, 40))
def test_a_curve_costs_what_the_screen_shows(n: int, zoom: float, start: int) -> None:
    axis = TimeAxis.fitted(n + start, 400).zoomed(200, zoom)
    values, origin = np.sin(np.arange(n) / 9.0), np.full(n, FACT)
    line = line_of(values, origin, start=start, axis=axis)
    assert len(line.frames) <= 2 * (400 + 2)
    assert np.isfinite(line.values).all()
    assert len(line.frames) == len(line.values) == len(line.joined)
    if len(line.values):
        assert line.values.min() >= values.min() - 1e-9
        assert line.values.max() <= values.max() + 1e-9


def test_no_peak_is_lost_when_many_frames_share_a_px() -> None:
    values = np.zeros(28_000)
    values[12_345] = 7.0
    line = line_of(values, np.full(28_000, FACT), start=0, axis=TimeAxis.fitted(28_000, 800))
    assert line.values.max() == 7.0


def test_a_gap_is_not_bridged() -> None:
    values = np.arange(100.0)
    values[40:60] = np.nan
    for axis in (TimeAxis.fitted(100, 800), TimeAxis.fitted(100, 50)):
        line = line_of(values, np.full(100, FACT), start=0, axis=axis)
        inside = (line.frames > 41) & (line.frames < 59)
        assert not line.joined[inside].any()
        assert line.joined[line.frames < 39].all()


@pytest.mark.parametrize("origin", [Origin.INTERPOLATED, Origin.TRACKED, Origin.MODEL])
def test_what_nobody_looked_at_is_drawn_with_gaps_of_its_own(origin: Origin) -> None:
    axis, values = TimeAxis.fitted(100, 800), np.zeros(100)
    guessed = line_of(values, np.full(100, origin, dtype=np.int8), start=0, axis=axis).joined
    drawn = line_of(values, np.full(100, FACT), start=0, axis=axis).joined
    assert 0.3 < guessed.sum() / drawn.sum() < 0.9


def test_dashes_stand_still_while_it_scrolls() -> None:
    values, origin = np.zeros(400), np.full(400, GUESS)
    axis = TimeAxis.fitted(400, 800).zoomed(0, 3.0).on_pixels(1.0)
    here = line_of(values, origin, start=0, axis=axis)
    there = line_of(values, origin, start=0, axis=axis.scrolled(13).on_pixels(1.0))
    joined = dict(zip(here.frames.tolist(), here.joined.tolist(), strict=True))
    common = [(frame, on) for frame, on in zip(there.frames.tolist(), there.joined.tolist(), strict=True)]
    shared = [(joined[frame], on) for frame, on in common[:-2] if frame in joined]
    assert len(shared) > 600
    assert sum(before == now for before, now in shared) >= len(shared) - 1  # its last point ends there


def test_the_range_of_values_is_that_in_sight() -> None:
    values = np.arange(100.0)
    axis = TimeAxis.fitted(100, 100).zoomed(0, 10.0)
    assert range_in_sight(values, start=0, axis=axis) == (0.0, 10.0)
    assert range_in_sight(np.full(100, np.nan), start=0, axis=axis) is None
