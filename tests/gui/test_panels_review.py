"""The review panel in the hand: its queue, why it is empty, and when it looks anew; with real events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from palpate.base.progress import Progress
from palpate.model.clip import Clip, ClipKind
from palpate.model.drift import Reason
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.filling.tracking import Following
from palpate.session.placing import gestures
from palpate.session.review.drift_review import DriftPoint
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.review.panel import ReviewPanel
from palpate.ui.theme.apply import apply_theme

LEFT = Qt.MouseButton.LeftButton
NOSE, LEFT_SHOULDER, LEFT_ELBOW = 0, 5, 7


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Workbench]:
    """A batter in a clip of 200 frames, nothing placed yet."""
    session = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, capture_fps=120.0, size=(640, 480))
    session.do(PutClips("Add the clip", (clip,)))
    made = Workbench()
    made.take(lambda: session)
    gestures.add_instance(session, "coco_17", "batter")
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Where panels stand: the off-screen system warns about windows with a least size of their own."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 600)
    return made


@pytest.fixture
def panel(qtbot: QtBot, window: QWidget, bench: Workbench) -> ReviewPanel:
    made = ReviewPanel(bench, window)
    made.resize(360, 500)
    window.show()
    qtbot.waitExposed(window)
    return made


@pytest.fixture
def queue(panel: ReviewPanel, bench: Workbench) -> ReviewPanel:
    """An arm of 60 px between frames 0 and 100 that is twice as long around frame 50."""
    for frame in range(0, 101, 10):
        place(bench, frame, LEFT_SHOULDER, (100.0 + frame, 100.0))
        place(bench, frame, LEFT_ELBOW, (100.0 + frame, 220.0 if frame == 50 else 160.0))
    panel.refresh()
    return panel


def place(bench: Workbench, frame: int, keypoint: int, position: tuple[float, float]) -> None:
    session = session_of(bench)
    focus = session.selection.focus
    at = session.pose_at(focus.layer, focus.instance, frame)
    session.do(poses.place(at, keypoint, np.array(position), Visibility.VISIBLE, "a keypoint"))


def session_of(bench: Workbench) -> Session:
    assert bench.session is not None
    return bench.session


def button(panel: ReviewPanel, text: str) -> QPushButton:
    return next(found for found in panel.findChildren(QPushButton) if found.text() == text)


def told(panel: ReviewPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_the_queue_holds_the_worst_first_with_frame_px_and_reason(queue: ReviewPanel) -> None:
    scores = [drifted.point.score for drifted in queue.model.points]
    assert queue.left >= 2
    assert scores == sorted(scores, reverse=True)
    first = queue.model.index(0, 0)
    assert {drifted.keypoint_name for drifted in queue.model.points} == {"left_shoulder", "left_elbow"}
    assert queue.model.points[0].point.reasons == Reason.LIMB
    assert "limb length" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert f"frame {queue.model.points[0].point.frame}" in first.data(Qt.ItemDataRole.ToolTipRole)
    assert f"0 of {queue.left} settled" in told(queue)


def test_what_was_not_tracked_is_said_to_be_judged_by_limbs_alone(queue: ReviewPanel) -> None:
    assert "20 of 20 spans are not tracked" in told(queue)


def test_a_click_and_enter_ask_for_the_point(queue: ReviewPanel, qtbot: QtBot) -> None:
    place_of_first = queue.list.visualRect(queue.model.index(0, 0)).center()
    with qtbot.waitSignal(queue.point_wanted) as caught:
        QTest.mouseClick(queue.list.viewport(), LEFT, pos=place_of_first)
    assert caught.args is not None
    assert isinstance(caught.args[0], DriftPoint)
    assert caught.args[0] == queue.model.points[0]
    QTest.keyClick(queue.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(queue.point_wanted) as entered:
        QTest.keyClick(queue.list, Qt.Key.Key_Return)
    assert entered.args == [queue.model.points[1]]


def test_buttons_ask_and_name_their_keys(queue: ReviewPanel, qtbot: QtBot) -> None:
    for text, keys, signal in (
        ("Track all", "Ctrl+T", queue.track_wanted),
        ("Accept", "(R)", queue.accept_wanted),
        ("Next", "(X)", queue.next_wanted),
    ):
        assert keys in button(queue, text).toolTip()
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button(queue, text), LEFT)


def test_before_anything_lies_between_keyframes_it_says_so(panel: ReviewPanel) -> None:
    assert "Nothing lies between keyframes" in panel.hint
    assert not button(panel, "Next").isEnabled()
    assert "nothing wants a look" in button(panel, "Next").toolTip()
    assert "nothing lies between keyframes" in button(panel, "Track all").toolTip()


def test_before_tracking_it_says_what_tracking_does(panel: ReviewPanel, bench: Workbench) -> None:
    place(bench, 0, NOSE, (100.0, 100.0))
    place(bench, 20, NOSE, (120.0, 100.0))
    panel.refresh()
    assert "Nothing tracked yet" in panel.hint
    assert "Ctrl+T" in panel.hint


def test_when_tracking_agrees_nothing_wants_a_look(panel: ReviewPanel, bench: Workbench) -> None:
    place(bench, 0, NOSE, (100.5, 100.5))
    place(bench, 6, NOSE, (100.5, 100.5))
    session = session_of(bench)
    live = session.live(session.selection.focus.layer, session.selection.focus.instance)
    still = np.random.default_rng(5).integers(0, 255, (200, 200), dtype=np.uint8)
    spans = live.spans_to_track()
    live.add_evidence(Following.of(live, spans).run(lambda _: still, Progress()).pieces)
    panel.refresh()
    assert "Nothing wants a look: tracking, curve and limb lengths agree everywhere" in panel.hint


def test_without_a_session_it_says_so(window: QWidget, qtbot: QtBot) -> None:
    panel = ReviewPanel(Workbench(window), window)
    window.show()
    qtbot.waitExposed(window)
    assert "Open or make a project" in panel.hint
    assert not button(panel, "Accept").isEnabled()


def test_accepting_shortens_the_queue_and_counts_as_done(
    queue: ReviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    before = queue.left
    session = session_of(bench)
    for drifted in list(queue.model.points):
        for frame in range(drifted.point.start, drifted.point.stop):
            session.selection.move(frame=frame)
            if np.isin(gestures.current_view(session).drift >= 1.0, True).any():
                gestures.accept(session)
    qtbot.waitUntil(lambda: queue.left == 0)
    assert f"{before} of {before} settled" in told(queue)
    assert "Nothing tracked yet" in queue.hint


def test_a_burst_of_edits_is_looked_at_once(queue: ReviewPanel, bench: Workbench, qtbot: QtBot) -> None:
    looks: list[int] = []
    queue.model.modelReset.connect(lambda: looks.append(queue.left))
    for far in (225.0, 230.0, 235.0, 240.0, 245.0):
        place(bench, 50, LEFT_ELBOW, (150.0, far))
    assert not looks
    qtbot.waitUntil(lambda: bool(looks))
    QApplication.processEvents()
    assert len(looks) == 1


def test_a_hidden_panel_waits_until_it_is_seen(
    queue: ReviewPanel, bench: Workbench, window: QWidget, qtbot: QtBot
) -> None:
    queue.hide()
    looks: list[int] = []
    queue.model.modelReset.connect(lambda: looks.append(queue.left))
    place(bench, 50, LEFT_ELBOW, (150.0, 160.0))
    QTest.qWait(0)
    assert not looks
    queue.show()
    assert looks == [0]


def test_the_row_of_the_work_in_hand_is_marked(queue: ReviewPanel, bench: Workbench) -> None:
    drifted = queue.model.points[1]
    session = session_of(bench)
    keypoint = session.contents.skeleton_of(drifted.instance).position_of[drifted.keypoint_name]
    session.selection.move(frame=drifted.point.frame, keypoint=keypoint)
    assert queue.list.currentIndex().row() == 1
    session.selection.move(frame=199)
    assert not queue.list.selectionModel().hasSelection()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_halos_are_painted_in_the_colours_of_either_theme(queue: ReviewPanel, theme: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    tokens = apply_theme(application, theme)
    try:
        image = queue.list.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        seen = np.frombuffer(image.constBits(), dtype=np.uint32) & 0xFFFFFF
        inks = [QColor(ink).rgb() & 0xFFFFFF for ink in (tokens.warning, tokens.bad)]
        assert np.isin(inks, seen).any()
    finally:
        apply_theme(application, "dark")


def test_closing_the_project_empties_the_queue(queue: ReviewPanel, bench: Workbench, qtbot: QtBot) -> None:
    bench.close()
    qtbot.waitUntil(lambda: queue.left == 0)
    assert "Open or make a project" in queue.hint
