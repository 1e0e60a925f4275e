"""Playing, looping, jogging and choosing a range, with real events on a real project."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.session.edits.contents import PutClips
from palpate.session.frames.playback import SPEEDS, Pace
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.going import Going
from palpate.ui.actions.table import ACTIONS, Needs
from palpate.ui.bridge.pace_words import pace_words
from palpate.ui.bridge.player import Player
from palpate.ui.bridge.workbench import Workbench, focus_on_clip
from palpate.ui.timeline.drawing import NAMES, RULER
from palpate.ui.timeline.timeline import Timeline

LEFT = Qt.MouseButton.LeftButton
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
ON_RULER = RULER // 2


@dataclass
class Room:
    """A timeline with a player, and what was in focus one after the other."""

    session: Session
    bench: Workbench
    player: Player
    going: Going
    timeline: Timeline
    frames: list[int] = field(default_factory=list)

    @property
    def focus(self) -> Focus:
        """Where the work is."""
        return self.session.selection.focus

    def paint_at_once(self) -> None:
        """Be a screen that shows every frame the moment it is asked for."""
        self.bench.focus_changed.connect(lambda now, _before: self.player.frame_painted(now.frame))

    def place(self, frame: int, y: int = ON_RULER) -> QPoint:
        """Return where a frame lies on the ruler."""
        return QPoint(round(NAMES + self.timeline.lanes.axis.centre_of(frame)), y)

    def drag(self, *frames: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Drag on the ruler."""
        port = self.timeline.lanes.viewport()
        QTest.mousePress(port, LEFT, keys, self.place(frames[0]))
        for frame in frames[1:]:
            mouse_to(port, self.place(frame), keys)
        QTest.mouseRelease(port, LEFT, keys, self.place(frames[-1]))
        QApplication.processEvents()


def mouse_to(widget: QWidget, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
    place = QPointF(at)
    kind = QEvent.Type.MouseMove
    QApplication.sendEvent(
        widget, QMouseEvent(kind, place, widget.mapToGlobal(place), Qt.MouseButton.NoButton, LEFT, keys)
    )


def wheel_on(widget: QWidget, at: QPoint, by: int) -> None:
    place, still = QPointF(at), Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            PLAIN,
            still,
            False,
        ),
    )


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as session:
        for name, n_frames in (("net", 200), ("long", 28_000)):
            clip = Clip(name, name, ClipKind.VIDEO, n_frames=n_frames, fps=500.0, capture_fps=500.0)
            session.do(PutClips(f"Add {name}", (clip,)))
        bench = Workbench()
        bench.take(lambda: session)
        player = Player(bench)
        window = QWidget()
        timeline = Timeline(bench, window)
        timeline.follow(player)
        timeline.play_toggled.connect(player.toggle)
        qtbot.addWidget(window)
        timeline.resize(NAMES + 1000 + timeline.lanes.verticalScrollBar().sizeHint().width(), 400)
        window.resize(timeline.size())
        window.show()
        qtbot.waitExposed(window)
        made = Room(session, bench, player, Going(bench, player), timeline)
        made.timeline.frame_wanted.connect(made.going.go_to)
        made.timeline.step_wanted.connect(made.going.step)
        bench.focus_changed.connect(lambda now, _before: made.frames.append(now.frame))
        yield made
        player.pause()
        session.changed.disconnect()
        session.selection.changed.disconnect()


# ---- playing -----------------------------------------------------------------------------------------------


def test_playing_shows_every_frame_and_stops_at_the_end(room: Room, qtbot: QtBot) -> None:
    room.paint_at_once()
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: not room.player.playing)
    assert room.frames == list(range(1, 200))
    assert room.player.travelling == 0


def test_playing_backwards_ends_at_the_first_frame(room: Room, qtbot: QtBot) -> None:
    room.paint_at_once()
    room.session.selection.move(frame=40)
    room.frames.clear()
    travelled: list[int] = []
    room.player.travelling_changed.connect(travelled.append)
    room.player.toggle_backwards()
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: not room.player.playing)
    assert room.frames == list(range(39, -1, -1))
    assert travelled == [-1, 0]


def test_a_picture_that_has_not_come_is_waited_for(room: Room, qtbot: QtBot) -> None:
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: bool(room.frames))
    QApplication.processEvents()
    room.player.frame_painted(77)  # some other frame that was on its way
    QApplication.processEvents()
    assert room.frames == [1]
    room.player.frame_painted(1)
    qtbot.waitUntil(lambda: len(room.frames) > 1)
    assert room.frames == [1, 2]


def test_a_loop_stays_in_its_range(room: Room, qtbot: QtBot) -> None:
    room.paint_at_once()
    room.session.selection.move(chosen_frames=(50, 53), loops=True)
    room.frames.clear()
    room.player.play_at(1.0)
    qtbot.waitUntil(lambda: len(room.frames) >= 12)
    assert room.frames[:9] == [50, 51, 52, 53, 50, 51, 52, 53, 50]
    room.going.loop()
    qtbot.waitUntil(lambda: not room.player.playing)
    assert room.focus.frame == 199


def test_another_clip_ends_playing(room: Room) -> None:
    room.player.play_at(1.0)
    focus_on_clip(room.session, "long")
    assert not room.player.playing


def test_each_further_press_of_the_same_jog_key_is_faster(room: Room) -> None:
    speeds: list[float] = []
    room.player.speed_chosen.connect(speeds.append)
    for _ in range(3):
        room.going.jog_forwards()
    assert speeds == [0.25, 0.5, 1.0]
    room.going.jog_backwards()
    assert speeds[-1] == 0.25
    assert room.player.backwards
    room.going.pause()
    assert not room.player.playing


def test_the_speed_chosen_in_the_menu_holds_from_then_on(room: Room) -> None:
    speed = room.timeline.transport.speed
    assert speed.text().startswith("¼×")
    assert [action.text().split("\t")[0] for action in speed.menu().actions()] == [
        *("⅛×", "¼×", "½×", "1×", "2×", "4×", "8×")
    ]
    speed.menu().actions()[5].trigger()
    assert speed.text().startswith("4×")
    assert not room.player.playing
    room.player.toggle()
    assert room.player.speed == 4.0


def test_there_is_a_key_for_every_speed(room: Room) -> None:
    keys = {spec.keys[0]: spec.does for spec in ACTIONS if spec.does.startswith("speed_")}
    for number, speed in enumerate(SPEEDS, start=1):
        getattr(room.going, keys[f"Ctrl+{number}"])()
        assert room.player.speed == speed


def test_the_pace_is_told_after_a_second_and_cleared_at_the_end(room: Room, qtbot: QtBot) -> None:
    room.paint_at_once()
    focus_on_clip(room.session, "long")
    told: list[str] = []
    room.player.pace_told.connect(told.append)
    room.player.play_at(8.0)
    qtbot.waitUntil(lambda: len(told) > 1)
    room.player.pause()
    assert told[0] == "playing at 8×"
    assert "of 4000 frames/s" in told[1]
    assert "shows 1 of" in told[1]
    assert told[-1] == ""


def test_a_pace_that_is_not_held_says_so() -> None:
    pace = Pace(speed=1.0, backwards=True, wanted=120.0, covered=41.6, shown=41.6, stride=1)
    assert pace_words(pace) == "playing backwards at 1×: 42 of 120 frames/s, as fast as this machine can"


def test_the_buttons_show_which_way_it_plays(room: Room) -> None:
    def names() -> list[str]:
        found = room.timeline.transport.findChildren(QToolButton)
        return [button.accessibleName() for button in found]

    room.player.toggle_backwards()
    assert "Pause (Shift+Space)" in names()
    assert "Play (Space)" in names()
    room.player.pause()
    assert "Play backwards (Shift+Space)" in names()


def test_space_plays_also_from_the_timeline(room: Room) -> None:
    QTest.keyClick(room.timeline.lanes, Qt.Key.Key_Space)
    assert room.player.playing


# ---- the range ---------------------------------------------------------------------------------------------


def test_a_shift_drag_on_the_ruler_chooses_a_range(room: Room) -> None:
    room.drag(30, 50, 80, keys=SHIFT)
    assert room.focus.chosen_frames == (30, 80)
    assert room.focus.frame == 0
    room.drag(90, 60, keys=SHIFT)
    assert room.focus.chosen_frames == (60, 90)


def test_an_end_of_the_range_is_moved_by_its_handle(room: Room) -> None:
    room.drag(30, 80, keys=SHIFT)
    port, x = room.timeline.lanes.viewport(), NAMES + room.timeline.lanes.axis.x_of(81)
    QTest.mousePress(port, LEFT, PLAIN, QPoint(round(x), ON_RULER))
    mouse_to(port, room.place(120))
    QApplication.processEvents()
    QTest.mouseRelease(port, LEFT, PLAIN, room.place(120))
    assert room.focus.chosen_frames == (30, 120)
    assert room.focus.frame == 0


def test_a_double_click_on_the_ruler_and_escape_clear_the_range(room: Room) -> None:
    room.drag(30, 80, keys=SHIFT)
    QTest.mouseDClick(room.timeline.lanes.viewport(), LEFT, pos=room.place(150))
    QApplication.processEvents()
    assert room.focus.chosen_frames is None
    room.drag(30, 80, keys=SHIFT)
    QTest.keyClick(room.timeline.lanes, Qt.Key.Key_Escape)
    assert room.focus.chosen_frames is None


def test_the_range_is_set_by_its_ends(room: Room) -> None:
    room.session.selection.move(frame=40)
    room.going.range_from()
    assert room.focus.chosen_frames == (40, 199)
    room.session.selection.move(frame=60)
    room.going.range_to()
    assert room.focus.chosen_frames == (40, 60)
    room.session.selection.move(frame=20)
    room.going.range_to()
    assert room.focus.chosen_frames == (20, 20)


def test_clearing_says_what_is_missing_without_a_range(room: Room) -> None:
    assert "Shift-drag" in why_not(Needs.RANGE, room.bench)
    room.session.selection.move(chosen_frames=(1, 2))
    assert why_not(Needs.RANGE, room.bench) == ""
    room.going.clear_range()
    assert room.focus.chosen_frames is None


def test_the_ruler_shows_the_range_and_whether_it_loops(room: Room) -> None:
    port = room.timeline.lanes.viewport()
    at = QPoint(room.place(100).x(), 2)
    plain = port.grab().toImage().pixelColor(at)
    room.session.selection.move(chosen_frames=(50, 150))
    chosen = port.grab().toImage().pixelColor(at)
    button = next(b for b in room.timeline.findChildren(QToolButton) if b.accessibleName().startswith("Loop"))
    assert "frames 50 to 150" in button.toolTip()
    button.click()
    looping = port.grab().toImage().pixelColor(at)
    assert room.focus.loops
    assert len({colour.rgb() for colour in (plain, chosen, looping)}) == 3


# ---- scrubbing and jogging ---------------------------------------------------------------------------------


def test_of_many_moves_in_one_turn_only_the_newest_is_gone_to(room: Room) -> None:
    focus_on_clip(room.session, "long")
    room.frames.clear()
    port = room.timeline.lanes.viewport()
    QTest.mousePress(port, LEFT, PLAIN, room.place(100))
    for frame in range(200, 28_000, 100):
        mouse_to(port, room.place(frame))
    QApplication.processEvents()
    QTest.mouseRelease(port, LEFT, PLAIN, room.place(27_900))
    assert room.frames == [room.timeline.lanes.axis.frame_at(room.place(27_900).x() - NAMES)]


def test_the_wheel_over_the_ruler_steps(room: Room) -> None:
    port, axis = room.timeline.lanes.viewport(), room.timeline.lanes.axis
    for by in (-120, -120, 120):
        wheel_on(port, room.place(100), by)
    assert room.frames == [1, 2, 1]
    assert room.timeline.lanes.axis == axis


@pytest.mark.parametrize(
    ("keys", "frames"),
    [(PLAIN, 10), (SHIFT, 2), (Qt.KeyboardModifier.ControlModifier, 100)],
)
def test_the_jog_strip_goes_by_distance(room: Room, keys: Qt.KeyboardModifier, frames: int) -> None:
    jog = room.timeline.transport.jog
    QTest.mousePress(jog, LEFT, keys, QPoint(20, 10))
    for x in range(21, 61):
        mouse_to(jog, QPoint(x, 10), keys)
    QApplication.processEvents()
    QTest.mouseRelease(jog, LEFT, keys, QPoint(60, 10))
    assert room.frames == [frames]


def test_the_jog_strip_turns_with_the_wheel_and_the_arrows(room: Room) -> None:
    jog = room.timeline.transport.jog
    for by in (-60, -60, -120):
        wheel_on(jog, QPoint(10, 10), by)
    QTest.keyClick(jog, Qt.Key.Key_Right)
    QApplication.processEvents()
    assert room.focus.frame == 3


def test_a_held_key_goes_faster_and_a_tap_goes_one(room: Room) -> None:
    room.going.next_frame()
    room.going.previous_frame()
    assert room.frames == [1, 0]
    began = time.monotonic()
    for _ in range(24):
        room.going.next_frame()
    assert time.monotonic() - began < 1.0
    assert np.diff(room.frames[1:]).max() > 1
