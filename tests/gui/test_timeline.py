"""The timeline in the hand: scrubbing, unfolding, choosing, zooming; with real events on a real project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.event import Event
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutLayer
from palpate.session.edits.events import MarkEvent
from palpate.session.edits.flags import FlagFrame
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.timeline.drawing import HEAD, MARKS_END, NAMES
from palpate.ui.timeline.timeline import Timeline

LEFT = Qt.MouseButton.LeftButton
NOSE, LEFT_EYE, RIGHT_EYE = 0, 1, 2


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A slow-motion clip of 200 frames with two people; the first one's nose is a keyframe at 0, 50, 100."""
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=30.0, capture_fps=120.0, size=(640, 480))
        made.do(PutClips("Add the clip", (clip,)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        gestures.add_instance(made, "coco_17", "batter")
        bowler = gestures.add_instance(made, "coco_17", "bowler")
        made.selection.move(instance=made.contents.instances[0].id)
        for frame in (0, 50, 100):
            made.selection.move(frame=frame, keypoint=NOSE)
            gestures.place(made, np.array([100.0 + frame, 80.0]), Visibility.VISIBLE)
        assert bowler.number == 2
        made.selection.move(frame=0, keypoint=NOSE)
        yield made


@pytest.fixture
def timeline(qtbot: QtBot, session: Session) -> Iterator[Timeline]:
    bench = Workbench()
    bench.take(lambda: session)
    session.selection.move(instance=session.contents.instances[0].id, keypoint=NOSE)
    # The off-screen system warns about windows with a least size of their own; a bare one has none.
    window = QWidget()
    shown = Timeline(bench, window)
    qtbot.addWidget(window)
    shown.resize(NAMES + 1000 + shown.lanes.verticalScrollBar().sizeHint().width(), 400)
    window.resize(shown.size())
    window.show()
    qtbot.waitExposed(window)
    yield shown
    session.changed.disconnect()
    session.selection.changed.disconnect()


def at_frame(timeline: Timeline, frame: int, y: int) -> QPoint:
    return QPoint(round(NAMES + timeline.lanes.axis.centre_of(frame)), y)


def wheel(timeline: Timeline, at: QPoint, delta: QPoint, keys: Qt.KeyboardModifier) -> None:
    port = timeline.lanes.viewport()
    event = QWheelEvent(
        QPointF(at),
        port.mapToGlobal(QPointF(at)),
        QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def button(timeline: Timeline, name: str) -> QToolButton:
    return next(b for b in timeline.findChildren(QToolButton) if b.accessibleName().startswith(name))


def test_dragging_on_the_ruler_asks_for_the_newest_frame(timeline: Timeline, qtbot: QtBot) -> None:
    port = timeline.lanes.viewport()
    asked: list[int] = []
    timeline.frame_wanted.connect(asked.append)
    QTest.mousePress(port, LEFT, pos=at_frame(timeline, 20, 10))
    for frame in (30, 40, 60):
        QTest.mouseMove(port, at_frame(timeline, frame, 10))
    with qtbot.waitSignal(timeline.frame_wanted, check_params_cb=lambda frame: frame == 60):
        QTest.mouseRelease(port, LEFT, pos=at_frame(timeline, 60, 10))
    assert asked[-1] == 60


def test_a_drag_beyond_the_end_asks_for_the_last_frame(timeline: Timeline, qtbot: QtBot) -> None:
    port = timeline.lanes.viewport()
    QTest.mousePress(port, LEFT, pos=at_frame(timeline, 100, 10))
    with qtbot.waitSignal(timeline.frame_wanted, check_params_cb=lambda frame: frame == 199):
        QTest.mouseMove(port, QPoint(port.width() + 50, 10))
    QTest.mouseRelease(port, LEFT)


def test_the_triangle_unfolds_an_instance_into_its_keypoints(timeline: Timeline) -> None:
    assert [row.label for row in timeline.lanes.rows] == ["batter", "bowler"]
    QTest.mouseClick(timeline.lanes.viewport(), LEFT, pos=QPoint(12, HEAD + 10))
    labels = [row.label for row in timeline.lanes.rows]
    assert labels[:3] == ["batter", "Nose", "Left eye"]
    assert len(labels) == 2 + 17
    QTest.mouseClick(timeline.lanes.viewport(), LEFT, pos=QPoint(12, HEAD + 10))
    assert len(timeline.lanes.rows) == 2


def test_a_click_on_a_lanes_name_asks_for_its_keypoint(timeline: Timeline, qtbot: QtBot) -> None:
    instance = timeline.lanes.rows[0].instance.id
    timeline.lanes.toggle(instance)
    row = timeline.lanes.rows[3]
    with qtbot.waitSignal(timeline.keypoint_wanted) as caught:
        QTest.mouseClick(timeline.lanes.viewport(), LEFT, pos=QPoint(80, HEAD + row.top + 4))
    assert caught.args == [instance, RIGHT_EYE]


def test_the_wheel_zooms_about_the_cursor(timeline: Timeline) -> None:
    place = at_frame(timeline, 150, 80)
    before = timeline.lanes.axis
    wheel(timeline, place, QPoint(0, 360), Qt.KeyboardModifier.NoModifier)
    after = timeline.lanes.axis
    assert after.px_per_frame > before.px_per_frame
    assert after.frame_at(place.x() - NAMES) == 150


def test_the_wheel_with_shift_scrolls_in_time(timeline: Timeline) -> None:
    timeline.lanes.zoom(8.0)
    before = timeline.lanes.axis
    wheel(timeline, QPoint(NAMES + 300, 80), QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert timeline.lanes.axis.px_per_frame == before.px_per_frame
    assert timeline.lanes.axis.first > before.first


def test_the_scroll_bar_moves_the_axis(timeline: Timeline) -> None:
    timeline.lanes.zoom(8.0)
    timeline.lanes.horizontalScrollBar().setValue(timeline.lanes.horizontalScrollBar().maximum())
    assert timeline.lanes.axis.last == pytest.approx(200.0, abs=0.2)


def test_the_view_turns_a_page_when_the_frame_leaves_it(timeline: Timeline, session: Session) -> None:
    timeline.lanes.zoom(8.0)
    session.selection.move(frame=190)
    axis = timeline.lanes.axis
    assert axis.first <= 190 < axis.last


def test_a_new_keyframe_shows_as_a_diamond_in_its_lane(timeline: Timeline, session: Session) -> None:
    timeline.lanes.toggle(session.selection.focus.instance)
    row = timeline.lanes.rows[1 + NOSE]
    place = at_frame(timeline, 150, HEAD + row.top + row.height // 2)
    before = timeline.lanes.viewport().grab().toImage().pixelColor(place)
    session.selection.move(frame=150)
    gestures.place(session, np.array([10.0, 10.0]), Visibility.VISIBLE)
    session.selection.move(frame=0)
    QApplication.processEvents()
    after = timeline.lanes.viewport().grab().toImage().pixelColor(place)
    assert before != after


def test_a_click_on_the_heat_goes_to_the_worst_keypoint(timeline: Timeline, session: Session) -> None:
    focus = session.selection.focus
    # One eye jumps against the other between keyframes, so interpolation cannot keep their distance.
    ears = (3, 4)
    for frame, shift in ((0, 0.0), (10, 0.0), (11, 90.0), (12, 0.0), (100, 0.0)):
        for side in ears:
            x = 100.0 + frame + side * 30.0 + (shift if side == ears[0] else 0.0)
            at = session.pose_at(focus.layer, focus.instance, frame)
            session.do(poses.place(at, side, np.array([x, 60.0]), Visibility.VISIBLE, "ear"))
    live = session.live(focus.layer, focus.instance)
    live.resolved.drift[30, 3] = 2.5
    session.selection.move(frame=199)
    timeline.lanes.refresh()
    row = timeline.lanes.rows[0]
    chosen: list[tuple[str, int]] = []
    timeline.keypoint_wanted.connect(lambda instance, k: chosen.append((instance, k)))
    asked: list[int] = []
    timeline.frame_wanted.connect(asked.append)
    place = at_frame(timeline, 30, HEAD + row.top + row.height - 6)
    QTest.mouseClick(timeline.lanes.viewport(), LEFT, pos=place)
    assert asked == [30]
    assert chosen == [(focus.instance, 3)]


def test_buttons_step_and_play(timeline: Timeline, qtbot: QtBot) -> None:
    steps: list[int] = []
    timeline.step_wanted.connect(steps.append)
    keyframes: list[int] = []
    timeline.keyframe_step_wanted.connect(keyframes.append)
    for name in ("Previous frame", "Next frame", "Previous keyframe", "Next keyframe"):
        button(timeline, name).click()
    assert steps == [-1, 1]
    assert keyframes == [-1, 1]
    with qtbot.waitSignal(timeline.play_toggled):
        button(timeline, "Play").click()
    timeline.set_playing(True)
    assert button(timeline, "Pause").isVisible()


def test_a_typed_number_asks_for_that_frame(timeline: Timeline, qtbot: QtBot) -> None:
    spin = timeline.findChild(QSpinBox)
    assert isinstance(spin, QSpinBox)
    spin.selectAll()
    QTest.keyClicks(spin, "123")
    with qtbot.waitSignal(timeline.frame_wanted, check_params_cb=lambda frame: frame == 123):
        QTest.keyClick(spin, Qt.Key.Key_Return)


def test_time_is_that_of_the_capture_not_of_slow_motion(timeline: Timeline, session: Session) -> None:
    session.selection.move(frame=60)
    assert "0.500 s" in timeline.transport.time_text
    assert timeline.transport.frame == 60


def test_arrow_keys_choose_rows_and_step(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    instance = session.selection.focus.instance
    timeline.lanes.toggle(instance)
    with qtbot.waitSignal(timeline.keypoint_wanted) as caught:
        QTest.keyClick(timeline.lanes, Qt.Key.Key_Down)
    assert caught.args == [instance, LEFT_EYE]
    with qtbot.waitSignal(timeline.step_wanted, check_params_cb=lambda by: by == -1):
        QTest.keyClick(timeline.lanes, Qt.Key.Key_Left)
    with qtbot.waitSignal(timeline.keyframe_step_wanted, check_params_cb=lambda by: by == 1):
        QTest.keyClick(timeline.lanes, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def test_tooltips_tell_flags_events_and_gold(timeline: Timeline, session: Session) -> None:
    gold = editions.new_layer("gold", LayerKind.GOLD, "lee")
    session.do(PutLayer("Add gold", gold))
    focus = session.selection.focus
    at = session.pose_at(gold.id, focus.instance, 40)
    session.do(poses.place(at, NOSE, np.array([5.0, 5.0]), Visibility.VISIBLE, "Nose"))
    session.do(MarkEvent(Event("c", 120, "ball_release")))
    session.do(FlagFrame(focus.layer, "c", 160, "elbow hidden"))
    assert "in gold" in timeline.lanes.tip_at(at_frame(timeline, 40, MARKS_END - 4))
    assert "ball release" in timeline.lanes.tip_at(at_frame(timeline, 120, MARKS_END - 4))
    assert "elbow hidden" in timeline.lanes.tip_at(at_frame(timeline, 160, MARKS_END - 4))


def test_tooltips_tell_what_a_lane_holds(timeline: Timeline, session: Session) -> None:
    timeline.lanes.toggle(session.selection.focus.instance)
    row = timeline.lanes.rows[1 + NOSE]
    middle = HEAD + row.top + row.height // 2
    assert "placed by hand" in timeline.lanes.tip_at(at_frame(timeline, 50, middle))
    assert "interpolated" in timeline.lanes.tip_at(at_frame(timeline, 70, middle))
    assert "not placed" in timeline.lanes.tip_at(at_frame(timeline, 150, middle))


def test_screen_readers_hear_where_the_work_is(timeline: Timeline, session: Session) -> None:
    session.selection.move(frame=7)
    assert timeline.lanes.accessibleDescription() == "frame 7 of 200, batter, Nose"


def test_another_instance_gets_its_row_at_once(timeline: Timeline, session: Session) -> None:
    gestures.add_instance(session, "coco_17", "umpire")
    assert [row.label for row in timeline.lanes.rows] == ["batter", "bowler", "umpire"]


def test_the_row_of_the_active_instance_is_in_sight_among_many(timeline: Timeline, session: Session) -> None:
    for number in range(20):
        gestures.add_instance(session, "coco_17", f"fielder {number}")
    row, bar = timeline.lanes.rows[-1], timeline.lanes.verticalScrollBar()
    assert session.selection.focus.instance == row.instance.id
    assert bar.value() <= row.top
    assert row.bottom <= bar.value() + timeline.lanes.viewport().height() - HEAD


def test_without_a_session_nothing_is_shown(qtbot: QtBot) -> None:
    window = QWidget()
    shown = Timeline(Workbench(), window)
    qtbot.addWidget(window)
    shown.resize(900, 200)
    shown.grab()
    assert shown.lanes.rows == []
    assert not shown.transport.isEnabled()
