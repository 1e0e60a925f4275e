"""Methods compared on the picture and in the plot, and how sure the fused one is; on a tracked film."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hands import press, session_of
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.arrays import Floats
from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.labels import AddLabels
from palpate.session.edits.spans import SetMethod
from palpate.session.filling.comparing import spread
from palpate.session.filling.limits import Limit, choose_limit
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.trajectory.look import Quantity
from palpate.ui.trajectory.panel import TrajectoryPanel
from palpate.ui.widgets.words import method_name

KEYFRAMES = (130, 140, 150)
BETWEEN = 145
ARM = ("right_shoulder", "right_elbow", "right_wrist_distal")
BY_CURVE, BY_PICTURE = {Method.LINEAR, Method.PCHIP, Method.MAKIMA}, {Method.FUSED}
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The bowler's arm, placed where it is in three frames of its swing; the elbow is in hand between two."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    path = tmp_path / "bowling.palpate"
    with Session.create(path, ["cricket_bowling_54"], "ana") as session:
        (clip,) = add_media(session, [Path(film)])
        bowler = Instance("b", clip.id, "bowler", 1, "cricket_bowling_54")
        place = session.contents.skeletons["cricket_bowling_54"].position_of
        placed = np.zeros(len(place), dtype=np.bool_)
        placed[[place[name] for name in ARM]] = True
        frames = np.array(KEYFRAMES)
        at = np.where(placed[:, None], truth.positions[frames, 0].astype(np.float64), np.nan)
        codes = np.broadcast_to(np.where(placed, Visibility.VISIBLE, Visibility.NOT_PLACED), at.shape[:2])
        origin = np.where(codes == Visibility.VISIBLE, Origin.HAND, Origin.NONE)
        track = Track(frames, at, codes.astype(np.int8), origin.astype(np.int8))
        session.do(AddLabels("Put", session.contents.layers[0], (), (), (bowler,), {"b": track}))
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(path)
    elbow = session_of(made).contents.skeleton_of("b").position_of["right_elbow"]
    session_of(made).selection.move(instance="b", frame=BETWEEN, keypoint=elbow, chosen=frozenset())
    qtbot.waitUntil(lambda: made.canvas.frame == BETWEEN and made.canvas.exact)
    yield made
    made.close()


def track(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: not session_of(window).jobs.running, timeout=60000)


def compared(window: MainWindow) -> set[Method]:
    found = window.canvas._screen.stack.aids.compared
    return {way.method for way in found[0].ways} if found else set()


def elbow_is(window: MainWindow) -> Floats:
    focus = session_of(window).selection.focus
    return session_of(window).view(focus.layer, "b", BETWEEN).positions[focus.keypoint]


def panel(window: MainWindow) -> TrajectoryPanel:
    window.actions_.by_name["show_trajectories"].trigger()
    found = window.timeline.trajectories
    assert found is not None
    return found


def curve_counts(plot: TrajectoryPanel, quantity: Quantity) -> list[int]:
    """How many frames each way in a plot leads through."""
    overlay = plot.plots._plots[quantity].overlay
    counts = [int(np.isfinite(item.getData()[1]).sum()) for item in overlay._ways if len(item.getData()[1])]
    return [n for n in counts if n]


def test_the_method_in_use_is_that_of_the_span_whose_left_keyframe_holds_it(window: MainWindow) -> None:
    session, focus = session_of(window), session_of(window).selection.focus
    session.do(SetMethod(focus.layer, "b", (("right_elbow", KEYFRAMES[1]),), Method.PCHIP))
    session.do(
        SetMethod(focus.layer, "b", (("right_elbow", BETWEEN - 1),), Method.LINEAR)
    )  # no keyframe there
    press(window, Qt.Key.Key_M, CONTROL, ALT)
    (said,) = (words for words in window.canvas._screen.stack.aids.words if "in use: " in words)
    assert said.endswith(method_name(Method.PCHIP))


def test_the_ways_by_all_curves_are_drawn_on_the_picture_and_nothing_is_changed(window: MainWindow) -> None:
    before, at = window.canvas.grab().toImage(), elbow_is(window).copy()
    press(window, Qt.Key.Key_M, CONTROL, ALT)
    assert compared(window) == BY_CURVE  # the picture was not asked yet
    assert window.canvas.grab().toImage() != before
    assert any("px apart here; in use: " in words for words in window.canvas._screen.stack.aids.words)
    assert (elbow_is(window) == at).all()
    press(window, Qt.Key.Key_M, CONTROL, ALT)
    assert compared(window) == set()


def test_tracking_brings_the_way_by_the_picture_and_where_it_leads_there_it_is(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_M, CONTROL, ALT)
    track(window, qtbot)
    qtbot.waitUntil(lambda: compared(window) == BY_CURVE | BY_PICTURE)
    fused = next(w for w in window.canvas._screen.stack.aids.compared[0].ways if w.method is Method.FUSED)
    assert fused.at(BETWEEN) == pytest.approx(elbow_is(window), abs=1e-3)  # as it is filled by default


def test_where_no_way_leads_the_words_say_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_M, CONTROL, ALT)
    nose = session_of(window).contents.skeleton_of("b").position_of["nose"]
    session_of(window).selection.move(keypoint=nose)
    qtbot.waitUntil(lambda: compared(window) == set())
    assert any(
        "choose a keypoint with keyframes" in words for words in window.canvas._screen.stack.aids.words
    )


def test_the_plot_shows_the_same_ways_around_the_playhead(window: MainWindow, qtbot: QtBot) -> None:
    plot = panel(window)
    assert curve_counts(plot, Quantity.X) == []
    press(window, Qt.Key.Key_M, CONTROL, ALT)
    shown = curve_counts(plot, Quantity.X)
    assert len(shown) == len(BY_CURVE)
    assert min(shown) > 1
    track(window, qtbot)
    qtbot.waitUntil(lambda: len(curve_counts(plot, Quantity.Y)) == len(BY_CURVE | BY_PICTURE))
    press(window, Qt.Key.Key_M, CONTROL, ALT)
    assert curve_counts(plot, Quantity.X) == []


def test_a_band_in_the_plot_is_as_wide_as_the_fused_way_is_unsure(window: MainWindow, qtbot: QtBot) -> None:
    plot, session = panel(window), session_of(window)
    overlay = plot.plots._plots[Quantity.X].overlay
    assert overlay._edges is None
    track(window, qtbot)
    qtbot.waitUntil(lambda: overlay._edges is not None)
    low, high = overlay._edges
    frames, lower = low.getData()
    half = (high.getData()[1] - lower) / 2.0
    focus = session.selection.focus
    start, sd = spread(session.live(focus.layer, "b"), focus.keypoint)
    row = int(np.flatnonzero(frames == BETWEEN + 0.5)[0])
    assert half[row] == pytest.approx(sd[BETWEEN - start])
    assert half[row] > 0.0
    gestures.fill_by(session, Method.LINEAR)  # a straight line does not know how sure it is
    qtbot.waitUntil(lambda: not len(low.getData()[1]) or np.isnan(low.getData()[1]).all())


def test_a_tighter_limit_lets_more_of_what_was_tracked_want_a_look(window: MainWindow, qtbot: QtBot) -> None:
    track(window, qtbot)
    window.enter_mode("review")
    window.docks["review"].raise_()
    choose_limit(session_of(window), Limit(px=200.0))
    qtbot.waitUntil(lambda: window.review.left == 0)
    choose_limit(session_of(window), Limit(px=0.5))
    qtbot.waitUntil(lambda: window.review.left > 0)
