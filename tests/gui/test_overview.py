"""The strip of the whole clip: the worst point of each frame, and what somebody has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.filling.limits import Limit, choose_limit
from palpate.session.placing import gestures
from palpate.session.review.drift_review import call_fine, drift_points
from palpate.session.review.looked_at import looked
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.tokens import DARK, LIGHT, Tokens
from palpate.ui.timeline.columns import Columns
from palpate.ui.timeline.digest import HEAT_STEPS, heat_of
from palpate.ui.timeline.drawing import HEAD, MARKS_END, NAMES
from palpate.ui.timeline.ink import heat_colour
from palpate.ui.timeline.overview import Overview
from palpate.ui.timeline.overview_strip import overview_image
from palpate.ui.timeline.timeline import Timeline

SHOULDER, ELBOW = 5, 7
RED = 5  # the code that a score of 1 gets


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Workbench]:
    """An arm of 60 px that is twice as long in frame 50."""
    session = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    session.do(PutClips("Add", (Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, size=(640, 480)),)))
    made = Workbench()
    made.take(lambda: session)
    gestures.add_instance(session, "coco_17", "batter")
    focus = session.selection.focus
    for frame in range(0, 101, 10):
        for keypoint, y in ((SHOULDER, 100.0), (ELBOW, 220.0 if frame == 50 else 160.0)):
            at = session.pose_at(focus.layer, focus.instance, frame)
            session.do(poses.place(at, keypoint, np.array([100.0, y]), Visibility.VISIBLE, "Place"))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def timeline(bench: Workbench, window: QWidget) -> Timeline:
    made = Timeline(bench, window)
    made.resize(1000, 400)
    window.show()
    made.lanes.overview.finish()
    return made


def session_of(bench: Workbench) -> Session:
    assert bench.session is not None
    return bench.session


def wanted_of(timeline: Timeline) -> tuple[list[int], list[tuple[str, int]]]:
    """The frames and keypoints that are asked for from now on."""
    frames: list[int] = []
    keypoints: list[tuple[str, int]] = []
    timeline.frame_wanted.connect(frames.append)
    timeline.keypoint_wanted.connect(lambda instance, keypoint: keypoints.append((instance, keypoint)))
    return frames, keypoints


def overview_of(timeline: Timeline) -> Overview:
    timeline.lanes.overview.finish()
    return timeline.lanes.overview


def test_heat_follows_the_score_and_tells_calm_from_unknown() -> None:
    scores = np.array([np.nan, 0.0, 0.2, 0.49, 0.5, 0.99, 1.0, 2.9, 80.0])
    assert heat_of(scores).tolist() == [0, 1, 1, 2, 3, 4, 5, HEAT_STEPS, HEAT_STEPS]


@pytest.mark.parametrize("tokens", [DARK, LIGHT])
def test_colours_are_grey_below_half_amber_up_to_the_limit_and_red_beyond(tokens: Tokens) -> None:
    hues = [QColor(heat_colour(step, tokens)) for step in range(HEAT_STEPS)]
    assert all(colour.saturation() < 40 for colour in hues[:2])
    assert all(30 <= colour.hue() <= 60 for colour in hues[2:4])
    assert all(colour.hue() < 28 for colour in hues[4:])


def test_the_worst_of_a_frame_is_shown_over_all_keypoints(bench: Workbench, timeline: Timeline) -> None:
    focus = bench.focus
    resolved = session_of(bench).live(focus.layer, focus.instance).resolved
    heat = overview_of(timeline).heat
    assert len(heat) == 200
    assert heat[:101].tolist() == heat_of(np.fmax.reduce(resolved.drift, axis=1)).tolist()
    assert not heat[101:].any()
    assert heat.max() >= RED


def test_what_somebody_called_fine_is_calm_in_lane_row_and_strip(
    bench: Workbench, timeline: Timeline
) -> None:
    session, focus = session_of(bench), bench.focus
    while points := drift_points(session, focus.layer):
        call_fine(session, points[0])
    lanes, summary = (part(focus.instance) for part in (timeline._state.lanes, timeline._state.summary))
    assert lanes is not None
    assert summary is not None
    assert overview_of(timeline).heat.max() < RED
    assert summary.heat.max() < RED
    assert lanes.heat.max() < RED
    session.undo()
    assert overview_of(timeline).heat.max() >= RED


def test_an_edit_renews_only_what_it_reached_and_gives_what_a_new_look_would(
    bench: Workbench, timeline: Timeline
) -> None:
    session, focus = session_of(bench), bench.focus
    assert timeline._state.lanes(focus.instance) is not None
    at = session.pose_at(focus.layer, focus.instance, 50)
    session.do(poses.place(at, ELBOW, np.array([100.0, 160.0]), Visibility.VISIBLE, "Put right"))
    lanes = timeline._state.lanes(focus.instance)
    assert lanes is not None
    resolved = session.live(focus.layer, focus.instance).resolved
    assert lanes.heat.tolist() == heat_of(resolved.drift).T.tolist()
    assert overview_of(timeline).heat.max() < RED


def test_a_click_on_the_strip_goes_to_the_worst_point_near(bench: Workbench, timeline: Timeline) -> None:
    place = QPoint(round(NAMES + timeline.lanes.axis.centre_of(48)), MARKS_END + 5)
    frames, keypoints = wanted_of(timeline)
    QTest.mouseClick(timeline.lanes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(frames) == 1
    assert abs(frames[0] - 48) <= 4
    assert [instance for instance, _ in keypoints] == [bench.focus.instance]
    assert keypoints[0][1] in (SHOULDER, ELBOW)


def test_a_click_on_a_lanes_heat_goes_to_that_keypoint(bench: Workbench, timeline: Timeline) -> None:
    timeline.lanes.toggle(bench.focus.instance)
    row = next(row for row in timeline.lanes.rows if row.keypoint == ELBOW)
    timeline.lanes.verticalScrollBar().setValue(row.top - 20)
    y = HEAD + row.bottom - 4 - timeline.lanes.verticalScrollBar().value()
    place = QPoint(round(NAMES + timeline.lanes.axis.centre_of(45)), y)
    _, keypoints = wanted_of(timeline)
    QTest.mouseClick(timeline.lanes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert keypoints == [(bench.focus.instance, ELBOW)]


def test_the_strip_tells_frame_keypoint_and_px(bench: Workbench, timeline: Timeline) -> None:
    place = QPoint(round(NAMES + timeline.lanes.axis.centre_of(45)), MARKS_END + 5)
    said = timeline.lanes.tip_at(place)
    assert "frame 45" in said
    assert "shoulder" in said or "elbow" in said
    assert "expected error" in said
    beyond = QPoint(round(NAMES + timeline.lanes.axis.centre_of(150)), MARKS_END + 5)
    assert "nothing is judged here" in timeline.lanes.tip_at(beyond)


def test_what_was_looked_at_fills_up(bench: Workbench, timeline: Timeline) -> None:
    session, focus = session_of(bench), bench.focus
    overview = overview_of(timeline)
    assert overview.unseen_at(50) == 0.0  # keyframes by hand were looked at by whoever placed them
    assert overview.unseen_at(5) == 1.0
    assert np.isnan(overview.unseen_at(150))
    looked(session, focus.layer, focus.instance, 5, [ELBOW])
    timeline.look_anew()
    assert overview_of(timeline).unseen_at(5) == pytest.approx(0.5, abs=0.01)
    looked(session, focus.layer, focus.instance, 5, [SHOULDER])
    timeline.look_anew()
    assert overview_of(timeline).unseen_at(5) == 0.0


def test_the_strip_is_as_wide_as_its_columns_at_any_zoom(timeline: Timeline) -> None:
    overview = overview_of(timeline)
    for factor in (0.3, 1.0, 5.0, 60.0):
        axis = timeline.lanes.axis.zoomed(100.0, factor)
        columns = Columns.of(axis, 1.0)
        image = overview_image(overview.heat, overview.unseen, overview.anew, columns=columns, unit=1)
        assert image.width() == len(columns)


def test_nothing_is_worked_out_while_painting(timeline: Timeline) -> None:
    overview, before = timeline.lanes.overview, timeline.lanes.overview.turn
    timeline.lanes.viewport().grab()
    assert overview.turn == before


def test_the_legend_says_from_how_many_px_on_heat_is_red(bench: Workbench, timeline: Timeline) -> None:
    assert "red 4 px" in timeline.transport.legend.tip()
    choose_limit(session_of(bench), Limit(px=7.0))
    assert "error, red 7 px" in timeline.transport.legend.tip()
    assert "amber from half of the limit on" in timeline.transport.legend.tip()
