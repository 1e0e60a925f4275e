"""What stands on the ruler and above it: cuts, repeated frames, and the picture under the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.event import Event
from palpate.model.note import Note
from palpate.session.edits.contents import PutClips
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench, focus_on_clip
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import MARKS_END, NAMES, RULER, Place, draw_marks
from palpate.ui.timeline.found_marks import runs_of
from palpate.ui.timeline.preview import Deliver
from palpate.ui.timeline.state import Marks, Pin
from palpate.ui.timeline.timeline import Timeline

ON_RULER = RULER // 2


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        for name in ("net", "long"):
            clip = Clip(name, name, ClipKind.VIDEO, n_frames=200, fps=50.0, size=(320, 180))
            made.do(PutClips(f"Add {name}", (clip,)))
        yield made


@pytest.fixture
def timeline(qtbot: QtBot, session: Session) -> Iterator[Timeline]:
    bench = Workbench()
    bench.take(lambda: session)
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


def place(timeline: Timeline, frame: int, y: int = ON_RULER) -> QPoint:
    return QPoint(round(NAMES + timeline.lanes.axis.centre_of(frame)), y)


def point(timeline: Timeline, frame: int, y: int = ON_RULER) -> None:
    port, at = timeline.lanes.viewport(), QPointF(place(timeline, frame, y))
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, port.mapToGlobal(at), none, none, plain)
    QApplication.sendEvent(port, event)


def test_cuts_and_repeated_frames_are_told_and_drawn(timeline: Timeline, session: Session) -> None:
    port = timeline.lanes.viewport()
    before = port.grab().toImage()
    timeline.set_found(np.array([60]), np.array([120, 121, 122]))
    after = port.grab().toImage()
    lanes = timeline.lanes
    assert "scene cut before frame 60" in lanes.tip_at(place(timeline, 60))
    assert "frame 121 repeats the one before" in lanes.tip_at(place(timeline, 121))
    assert before.pixelColor(place(timeline, 121, RULER - 1)) != after.pixelColor(
        place(timeline, 121, RULER - 1)
    )
    focus_on_clip(session, "long")
    assert "scene cut" not in lanes.tip_at(place(timeline, 60))


def test_neighbouring_frames_are_one_stretch() -> None:
    axis = TimeAxis.fitted(100, 1000.0)
    found = list(runs_of(np.array([3, 4, 5, 9]), axis))
    assert np.allclose(found, [(30.0, 60.0), (90.0, 100.0)])
    assert list(runs_of(np.zeros(0, dtype=np.int64), axis)) == []
    wide = TimeAxis.fitted(28_000, 1000.0)
    assert len(list(runs_of(np.arange(0, 28_000, 5), wide))) == 1


def test_the_picture_of_the_newest_place_stands_above_the_ruler(timeline: Timeline, qtbot: QtBot) -> None:
    wanted: list[tuple[int, Deliver]] = []
    timeline.set_thumbnails(lambda frame, deliver: wanted.append((frame, deliver)))
    popup = timeline._previews.popup
    point(timeline, 50)
    assert popup.isVisible()
    qtbot.waitUntil(lambda: len(wanted) == 1)
    point(timeline, 70)
    qtbot.waitUntil(lambda: len(wanted) == 2)
    assert [frame for frame, _ in wanted] == [50, 70]
    red = np.zeros((8, 16, 4), dtype=np.uint8)
    red[..., 2] = 255
    wanted[0][1](np.zeros((8, 16, 4), dtype=np.uint8), 50)  # too late
    assert popup.image.isNull()
    wanted[1][1](red, 70)
    assert popup.image.pixelColor(3, 3) == QColor(255, 0, 0)
    assert "frame 70" in popup.words
    point(timeline, 70, 200)
    assert not popup.isVisible()


def test_the_picture_goes_with_the_mouse_and_when_something_else_is_done(timeline: Timeline) -> None:
    timeline.set_thumbnails(lambda _frame, _deliver: None)
    popup, port = timeline._previews.popup, timeline.lanes.viewport()
    point(timeline, 50)
    QApplication.sendEvent(port, QEvent(QEvent.Type.Leave))
    assert not popup.isVisible()
    point(timeline, 50)
    assert popup.isVisible()
    timeline.hide_preview()
    assert not popup.isVisible()


def test_a_number_beyond_the_end_goes_to_the_last_frame(timeline: Timeline, qtbot: QtBot) -> None:
    field = timeline.transport._frame
    field.lineEdit().selectAll()
    QTest.keyClicks(field, "99999")
    with qtbot.waitSignal(timeline.frame_wanted) as wanted:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert wanted.args == [199]
    assert timeline.transport.frame == 199


def test_a_flag_an_event_and_a_note_of_one_frame_stand_beside_each_other() -> None:
    """The bubble leaves the line free, the pennant flies away from the event's name."""
    axis, place_ = TimeAxis.fitted(10, 1000.0), Place(NAMES + 1000, 200, 0)
    x = round(NAMES + axis.centre_of(5))

    def drawn(marks: Marks) -> QImage:
        image = QImage(place_.width, 200, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        draw_marks(painter, marks, axis, place_)
        painter.end()
        return image

    def inked(image: QImage, other: QImage, left: int, right: int) -> bool:
        return any(
            image.pixel(a, b) != other.pixel(a, b)
            for a in range(left, right)
            for b in range(RULER, MARKS_END)
        )

    note = Pin(Note("n", "c", "l", 5, "", "", "look", "ana"), -1)
    event = Event("c", 5, "release")
    bare = drawn(Marks())
    assert inked(drawn(Marks(notes=(note,))), bare, x - 6, x)
    assert not inked(drawn(Marks(notes=(note,), flags={5: ""})), drawn(Marks(flags={5: ""})), x - 6, x)
    assert not inked(drawn(Marks(flags={5: ""}, events=(event,))), bare, x + 3, x + 9)


def test_a_picture_that_cannot_be_had_leaves_the_words(timeline: Timeline, qtbot: QtBot) -> None:
    asked: list[int] = []

    def none(frame: int, deliver: Deliver) -> None:
        asked.append(frame)
        deliver(None, frame)

    timeline.set_thumbnails(none)
    point(timeline, 50)
    qtbot.waitUntil(lambda: asked == [50])
    popup = timeline._previews.popup
    popup.grab()
    assert popup.image.isNull()
    assert popup.words.startswith("frame 50")


def test_without_pictures_nothing_stands_above_the_ruler(timeline: Timeline) -> None:
    point(timeline, 50)
    assert not timeline._previews.popup.isVisible()
