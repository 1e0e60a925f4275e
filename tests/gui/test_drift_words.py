"""How far a guess may be off is told in px, in the same words, wherever it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.drift import Reason
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures
from palpate.session.review.drift_review import drift_points
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline.panel import GuidelinePanel
from palpate.ui.panels.instances.panel import InstancesPanel
from palpate.ui.panels.review.panel import ReviewPanel
from palpate.ui.timeline.timeline import Timeline
from palpate.ui.widgets.drift_words import px_words
from palpate.ui.widgets.words import reason_words

LEFT_SHOULDER, LEFT_ELBOW = 5, 7
ROLE = Qt.ItemDataRole


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Workbench]:
    """An arm of 60 px that is twice as long in frame 50; the work is at the worst guess."""
    session = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, capture_fps=120.0, size=(640, 480))
    session.do(PutClips("Add the clip", (clip,)))
    made = Workbench()
    made.take(lambda: session)
    gestures.add_instance(session, "coco_17", "batter")
    focus = session.selection.focus
    for frame in range(0, 101, 10):
        for keypoint, y in ((LEFT_SHOULDER, 100.0), (LEFT_ELBOW, 220.0 if frame == 50 else 160.0)):
            at = session.pose_at(focus.layer, focus.instance, frame)
            session.do(poses.place(at, keypoint, np.array([100.0, y]), Visibility.VISIBLE, "Place"))
    worst = drift_points(session, focus.layer)[0]
    keypoint = session.contents.skeleton_of(focus.instance).position_of[worst.keypoint_name]
    session.selection.move(frame=worst.point.frame, keypoint=keypoint)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def wanted(bench: Workbench) -> str:
    assert bench.session is not None
    return f"drift {drift_points(bench.session, bench.focus.layer)[0].point.score_px:.1f} px"


def test_the_list_of_instances_and_its_tooltip_say_px(window: QWidget, bench: Workbench) -> None:
    panel = InstancesPanel(bench, window)
    index = panel.model.place_of(bench.focus.instance, bench.focus.keypoint)
    assert index.siblingAtColumn(1).data() == wanted(bench)
    assert f"{wanted(bench)}: limb length" in index.data(ROLE.ToolTipRole)


def test_the_guideline_says_px(window: QWidget, bench: Workbench) -> None:
    assert GuidelinePanel(bench, window).state.text().endswith(f" · {wanted(bench)}")


def test_the_review_says_px(window: QWidget, bench: Workbench, qtbot: QtBot) -> None:
    panel = ReviewPanel(bench, window)
    panel.refresh()
    assert wanted(bench) in panel.model.index(0, 0).data(ROLE.ToolTipRole)


def test_the_timeline_says_px_on_lane_and_summary(window: QWidget, bench: Workbench) -> None:
    timeline = Timeline(bench, window)
    timeline.resize(1000, 400)
    timeline.lanes.toggle(bench.focus.instance)
    rows = {row.keypoint: row for row in timeline.lanes.rows}
    teller = timeline.lanes._teller
    lane = teller.tip(rows[bench.focus.keypoint], bench.focus.frame, 0, False)
    assert wanted(bench).replace("drift", "expected error") in lane
    assert "limit 4 px (own choice) · modified Akima curve" in lane
    assert "limb length off by" in lane
    assert wanted(bench) in teller.tip(rows[-1], bench.focus.frame, 0, False)


def test_a_narrow_review_gives_the_reasons_a_line_of_their_own(
    window: QWidget, bench: Workbench, qtbot: QtBot
) -> None:
    panel = ReviewPanel(bench, window)
    window.show()
    panel.refresh()
    heights = []
    for width in (800, 160):
        panel.resize(width, 400)
        option = QStyleOptionViewItem()
        option.initFrom(panel.list)
        heights.append(panel.list.itemDelegate().sizeHint(option, panel.model.index(0, 0)).height())
    assert heights[1] - heights[0] == option.fontMetrics.height()


def test_reasons_are_short_enough_to_be_read() -> None:
    assert reason_words(Reason.FLOW | Reason.DISAGREEMENT | Reason.LIMB) == (
        "tracking does not return; curve and picture part; limb length"
    )


def test_tenths_of_a_pixel_are_told_only_where_they_mean_something() -> None:
    assert px_words(8.44) == "drift 8.4 px"
    assert px_words(106.32) == "drift 106 px"
