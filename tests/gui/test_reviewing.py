"""The review in the window: what is said of a point, what was looked at, mix-ups; with real keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hands import press, session_of
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.exchange import demo_project
from palpate.session.review.drift_review import drift_points
from palpate.session.review.looked_at import coverage
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The demo, with the bowler's left knee put astray in one keyframe."""
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    project = demo_project.make(tmp_path / "demo").project
    made.show()
    assert made.workbench.open(project)
    session = session_of(made)
    session.selection.move(layer=session.contents.layer_named(demo_project.FAULTY).id)
    bowler = next(found for found in session.contents.instances if found.name == "bowler")
    session.selection.move(instance=bowler.id)
    names = session.contents.skeleton_of(bowler.id).position_of
    knee = names["left_knee"]
    at = session.pose_at(session.selection.focus.layer, bowler.id, 60)
    place = session.view(at.layer, bowler.id, 60).positions[knee] + (60.0, 0.0)
    session.do(poses.place(at, knee, place, Visibility.VISIBLE, "knee"))
    made.enter_mode("review")
    qtbot.waitUntil(lambda: made.review.left > 0)
    yield made
    made.close()


def queue_spots(window: MainWindow) -> list[tuple[str, int]]:
    session = session_of(window)
    focus = session.selection.focus
    return [(p.keypoint_name, p.point.frame) for p in drift_points(session, focus.layer, focus.clip)]


def test_accepting_a_point_of_the_queue_pins_it_alone_and_goes_on(window: MainWindow) -> None:
    spots = queue_spots(window)
    press(window, Qt.Key.Key_X)
    session, focus = session_of(window), session_of(window).selection.focus
    before = session.view(focus.layer, focus.instance, focus.frame).origin.copy()
    press(window, Qt.Key.Key_R)
    after = session.view(focus.layer, focus.instance, focus.frame).origin
    assert np.flatnonzero(before != after).tolist() == [focus.keypoint]
    assert after[focus.keypoint] == Origin.ACCEPTED
    assert spots[0] not in queue_spots(window)
    assert session.selection.focus != focus


def test_a_point_put_off_is_last_and_the_next_comes_up(window: MainWindow) -> None:
    first = queue_spots(window)[0]
    press(window, Qt.Key.Key_X)
    press(window, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)
    assert queue_spots(window)[-1] == first
    session = session_of(window)
    focus = session.selection.focus
    name = session.contents.skeleton_of(focus.instance).names[focus.keypoint]
    assert (name, focus.frame) == queue_spots(window)[0] != first


def test_what_is_not_visible_becomes_estimated(window: MainWindow) -> None:
    press(window, Qt.Key.Key_X)
    session, focus = session_of(window), session_of(window).selection.focus
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    tier = session.view(focus.layer, focus.instance, focus.frame).visibility[focus.keypoint]
    assert tier == Visibility.ESTIMATED


def drag(window: MainWindow, by: tuple[int, int]) -> None:
    """Drag the active keypoint with the mouse by screen px."""
    session, canvas = session_of(window), window.canvas
    focus = session.selection.focus
    x, y = session.view(focus.layer, focus.instance, focus.frame).positions[focus.keypoint]
    start = QPointF(*canvas.view.to_widget(x, y)).toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 6):
        QTest.mouseMove(canvas, start + QPoint(by[0] * step // 5, by[1] * step // 5))
    end = start + QPoint(*by)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def at_point(window: MainWindow) -> tuple[str, int]:
    session = session_of(window)
    focus = session.selection.focus
    return session.contents.skeleton_of(focus.instance).names[focus.keypoint], focus.frame


def test_a_point_of_the_queue_is_seen_near_with_its_limb_and_escape_goes_back(window: MainWindow) -> None:
    before = window.canvas.view
    press(window, Qt.Key.Key_X)
    session, view = session_of(window), window.canvas.view
    focus = session.selection.focus
    assert view.zoom >= 1.0
    left, top, right, bottom = view.visible()
    skeleton = session.contents.skeleton_of(focus.instance)
    limb = np.unique(skeleton.edge_indices[(skeleton.edge_indices == focus.keypoint).any(axis=1)])
    positions = session.view(focus.layer, focus.instance, focus.frame).positions[limb]
    assert ((positions > (left, top)) & (positions < (right, bottom))).all()
    press(window, Qt.Key.Key_X)
    press(window, Qt.Key.Key_Escape)
    assert window.canvas.view == before


def test_who_zooms_by_hand_keeps_that_zoom_for_what_follows(window: MainWindow) -> None:
    press(window, Qt.Key.Key_X)
    window.canvas.set_zoom(9.0)
    press(window, Qt.Key.Key_X)
    assert window.canvas.view.zoom == 9.0
    press(window, Qt.Key.Key_X)
    assert window.canvas.view.zoom == 9.0


def test_a_point_put_right_with_the_mouse_is_a_keyframe_and_the_queue_goes_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_X)
    here, session = at_point(window), session_of(window)
    focus = session.selection.focus
    qtbot.waitUntil(lambda: window.canvas.frame == focus.frame)
    drag(window, (40, 10))
    assert session.view(focus.layer, focus.instance, focus.frame).origin[focus.keypoint] == Origin.HAND
    assert at_point(window) == here
    qtbot.waitUntil(lambda: at_point(window) != here)
    assert here not in queue_spots(window)
    assert at_point(window) in queue_spots(window)


def test_nudging_stays_at_the_point(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_X)
    here = at_point(window)
    press(window, Qt.Key.Key_D)
    session, focus = session_of(window), session_of(window).selection.focus
    assert session.view(focus.layer, focus.instance, focus.frame).origin[focus.keypoint] == Origin.HAND
    assert not window.reviewing._fixed.isActive()
    assert at_point(window) == here


@pytest.mark.parametrize("key", ["accept", "hidden", "later"])
def test_undoing_a_decision_comes_back_to_its_point(window: MainWindow, key: str) -> None:
    spots = queue_spots(window)
    press(window, Qt.Key.Key_X)
    here = at_point(window)
    control, shift, alt = (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.AltModifier,
    )
    say = {"accept": (Qt.Key.Key_R,), "hidden": (Qt.Key.Key_R, shift), "later": (Qt.Key.Key_X, control, alt)}
    press(window, *say[key])
    assert at_point(window) != here
    press(window, Qt.Key.Key_Z, control)
    assert at_point(window) == here
    assert queue_spots(window) == spots


def test_undoing_a_correction_comes_back_to_its_point(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_X)
    here = at_point(window)
    qtbot.waitUntil(lambda: window.canvas.frame == here[1])
    drag(window, (40, 10))
    qtbot.waitUntil(lambda: at_point(window) != here)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert at_point(window) == here


def test_when_all_is_settled_the_whole_picture_is_seen_again(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_X)
    for _ in range(300):
        if not queue_spots(window):
            break
        press(window, Qt.Key.Key_R)
    assert window.canvas.view.fitted
    qtbot.waitUntil(lambda: window.review.left == 0)
    assert "settled" in window.review.hint


def test_a_walk_leads_to_the_queue_whatever_page_was_open(window: MainWindow) -> None:
    window.review.show_mixups()
    press(window, Qt.Key.Key_X)
    assert window.review.list.isVisible()


def test_away_from_the_queue_accepting_pins_the_whole_pose(window: MainWindow) -> None:
    session = session_of(window)
    session.selection.move(frame=61, keypoint=-1, chosen=frozenset())
    focus = session.selection.focus
    press(window, Qt.Key.Key_R)
    origin = session.view(focus.layer, focus.instance, 61).origin
    assert (origin == Origin.ACCEPTED).sum() > 10


def test_resting_near_enough_counts_as_looking_and_far_off_does_not(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    press(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)
    focus = session.selection.focus
    unseen = sum(found.n_unseen_spans for found in coverage(session, focus.layer, focus.clip))
    assert window.canvas.view.zoom >= 1.0
    qtbot.waitUntil(
        lambda: sum(f.n_unseen_spans for f in coverage(session, focus.layer, focus.clip)) < unseen
    )
    window.canvas.set_view(window.canvas.view.fit())
    session.selection.move(frame=focus.frame + 3)
    window.looking.look()
    name = session.contents.skeleton_of(focus.instance).names[focus.keypoint]
    assert (name, focus.frame + 3) not in session.looks.of(focus.layer, focus.instance)


def test_mix_ups_are_found_and_swapped_back_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    focus = session.selection.focus
    live = session.live(focus.layer, focus.instance)
    honest = live.track.positions.copy()
    mirror, facts = live.skeleton.mirror_indices, live.track.frames
    for frame in facts[(facts >= 30) & (facts <= 42)].tolist():
        pose = live.track.pose(frame)
        assert pose is not None
        at = session.pose_at(focus.layer, focus.instance, frame)
        placed = np.flatnonzero((pose.visibility > 0) & (pose.visibility[mirror] > 0))
        session.do(
            poses.move(
                at, placed, pose.positions[mirror[placed]].copy(), pose.visibility[placed], title="Swap"
            )
        )
    press(window, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(window.mixing.found))
    found = next(one for one in window.mixing.found if one.swaps)
    assert window.review.mixups.list.count() == len(window.mixing.found)
    window.mixing.show(found)
    window.mixing.repair_mixup()
    now = session.live(focus.layer, focus.instance).track.positions
    swapped_back = np.isclose(now, honest, equal_nan=True).all(axis=(1, 2))
    assert swapped_back[(facts >= 33) & (facts <= 40)].mean() > 0.5
    assert found not in window.mixing.found
