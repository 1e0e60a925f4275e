"""Labels that have to be placed anew, in the window: counted, gone to, marked, and said to be right."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.migration import Add, Redefine, Remove, Reorder, Rule
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.session.skeletons.outdated import confirm
from palpate.ui.bridge.poses import poses_in_focus
from palpate.ui.canvas.halos import Alarm, alarms_of
from palpate.ui.header import MODES
from palpate.ui.main_window import MainWindow
from palpate.ui.panels.instances.tree import HOW_MUCH
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.digest import ANEW
from palpate.ui.timeline.state import TimelineState


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A bowler with keyframes of all 54 keypoints in frames 110, 130 and 150."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    path = tmp_path / "bowling.palpate"
    with Session.create(path, ["cricket_bowling_54"], "ana") as session:
        (clip,) = add_media(session, [Path(film)])
        frames = np.array([110, 130, 150])
        at = truth.positions[frames, 0].astype(np.float64)
        codes = np.full(at.shape[:2], Visibility.VISIBLE, np.int8)
        track = Track(frames, at, codes, np.full_like(codes, Origin.HAND))
        bowler = Instance("b", clip.id, "bowler", 1, "cricket_bowling_54")
        session.do(AddLabels("Put", session.contents.layers[0], (), (), (bowler,), {"b": track}))
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(path)
    made.enter_mode("review")
    made.docks["review"].raise_()
    yield made
    made.close()


def session_of(window: MainWindow) -> Session:
    assert window.workbench.session is not None
    return window.workbench.session


def migrated(window: MainWindow, *rules: Rule) -> Session:
    session = session_of(window)
    migrating.migrate(session, migrating.by_rules(session, rules))
    return session


def test_the_line_counts_what_waits_and_goes_away_with_the_last(window: MainWindow, qtbot: QtBot) -> None:
    line = window.review.outdated
    assert not line.isVisible()
    migrated(window, Redefine("t6"))
    qtbot.waitUntil(line.isVisible)
    assert line.count.text() == "3 to be placed anew"
    for left in (3, 2, 1):
        qtbot.waitUntil(lambda n=left: line.count.text() == f"{n} to be placed anew")
        line.next.click()
        line.right.click()
    qtbot.waitUntil(lambda: not line.isVisible())
    session_of(window).undo()
    qtbot.waitUntil(line.isVisible)


def test_next_goes_from_label_to_label_and_round(window: MainWindow) -> None:
    session = migrated(window, Redefine("t6"), Redefine("c7"))
    place = session.contents.skeletons["cricket_bowling_54"].position_of
    session.selection.move(frame=0, keypoint=-1)
    seen = []
    for _ in range(7):
        window.renewing.next_outdated()
        focus = session.selection.focus
        seen.append((focus.frame, focus.keypoint))
    both = sorted((place["t6"], place["c7"]))
    assert seen == [(frame, k) for frame in (110, 130, 150) for k in both] + [(110, both[0])]


def test_a_label_that_is_moved_has_been_placed_anew(window: MainWindow, qtbot: QtBot) -> None:
    session = migrated(window, Redefine("t6"))
    window.renewing.next_outdated()
    focus = session.selection.focus
    x, y = session.view(focus.layer, focus.instance, focus.frame).positions[focus.keypoint]
    gestures.move(session, np.array([focus.keypoint]), np.array([[x + 3.0, y]]))
    qtbot.waitUntil(lambda: window.review.outdated.count.text() == "2 to be placed anew")


def test_the_canvas_marks_it_and_says_why(window: MainWindow) -> None:
    session = migrated(window, Redefine("t6"))
    k = session.contents.skeletons["cricket_bowling_54"].position_of["t6"]
    session.selection.move(frame=130)
    (pose,) = poses_in_focus(session)
    assert np.flatnonzero(alarms_of(pose) == Alarm.ANEW).tolist() == [k]
    assert pose.doubt is not None
    assert pose.doubt(k) == "the place has changed in version 2: place anew"
    assert pose.doubt(k + 1) == ""
    assert not window.canvas.grab().isNull()


def test_the_open_window_follows_a_migration_and_its_undo(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    names = session.contents.skeletons["cricket_bowling_54"].names
    session.selection.move(frame=130, instance="b", keypoint=53, chosen=frozenset({0, 53}))
    for mode in MODES:
        window.enter_mode(mode)
        rest = [name for name in names if name not in (names[0], names[5])]
        rules: list[Rule] = [Remove(names[0]), Remove(names[5]), Add(Keypoint("pen"))]
        migrated(window, *rules, Reorder(("pen", *reversed(rest))))
        qtbot.waitUntil(lambda: len(session.contents.skeletons["cricket_bowling_54"]) == 53)
        assert not window.grab().isNull()
        assert session.selection.focus.chosen <= {1}
        for dock in window.docks.values():
            dock.raise_()
            assert not dock.grab().isNull()
        session.undo()
        assert not window.grab().isNull()
        assert session.contents.skeletons["cricket_bowling_54"].names == names


def test_nothing_to_place_anew_is_said(window: MainWindow) -> None:
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, words: said.append(words))
    window.renewing.next_outdated()
    window.renewing.confirm_outdated()
    assert said[0] == "Nothing in this project has to be placed anew."
    assert "go to one that has" in said[1]


def test_every_panel_says_it_until_r_confirms_it(window: MainWindow, qtbot: QtBot) -> None:
    session = migrated(window, Redefine("t6"))
    k = session.contents.skeletons["cricket_bowling_54"].position_of["t6"]
    session.selection.move(frame=130, instance="b", keypoint=k, chosen=frozenset())
    qtbot.waitUntil(lambda: "place anew" in window.guideline.state.text())
    assert "the place has changed in version 2: place anew" in window.guideline.state.toolTip()
    model = window.instances.model
    row = model.place_of("b", k)
    assert row.siblingAtColumn(HOW_MUCH).data() == "place anew"
    session.selection.move(frame=125)
    assert row.siblingAtColumn(HOW_MUCH).data() == "outdated"
    qtbot.waitUntil(lambda: "outdated" in window.guideline.state.text())
    assert "filled in from labels of before version 2" in window.guideline.state.toolTip()
    (pose,) = poses_in_focus(session)
    assert np.flatnonzero(alarms_of(pose) == Alarm.ANEW).tolist() == [k]
    session.selection.move(frame=130)
    window.reviewing.accept()
    assert (session.selection.focus.frame, session.selection.focus.keypoint) == (150, k)
    assert session.outdated.at(session.selection.focus.layer, "b", 130) is None
    session.selection.move(frame=130)
    assert not row.siblingAtColumn(HOW_MUCH).data()
    qtbot.waitUntil(lambda: "place anew" not in window.guideline.state.text())


def test_the_timeline_marks_what_is_outdated_and_follows(window: MainWindow) -> None:
    session = migrated(window, Redefine("t6"))
    k = session.contents.skeletons["cricket_bowling_54"].position_of["t6"]
    state, layer = TimelineState(), session.selection.focus.layer
    state.load(session, session.selection.focus.clip, layer)

    def marked() -> list[int]:
        lanes, summary = state.lanes("b"), state.summary("b")
        assert lanes is not None
        assert summary is not None
        assert np.flatnonzero((lanes.heat == ANEW).any(axis=1)).tolist() == [k]
        frames = (np.flatnonzero(summary.anew) + summary.start).tolist()
        assert (np.flatnonzero(lanes.heat[k] == ANEW) + lanes.start).tolist() == frames
        return frames

    assert marked() == list(range(110, 151))
    confirm(session, layer, [one for one in session.outdated.waiting(layer) if one.frame < 150])
    assert marked() == list(range(131, 151))
    session.undo()
    assert marked() == list(range(110, 151))
    assert not window.timeline.grab().isNull()


def test_the_list_goes_by_keypoint_and_frame_and_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    session = migrated(window, Redefine("t6"), Redefine("c7"))
    place = session.contents.skeletons["cricket_bowling_54"].position_of
    tabs = window.review.findChildren(QTabBar)[0]
    qtbot.waitUntil(lambda: tabs.isTabVisible(4))
    tabs.setCurrentIndex(4)
    rows = window.review.outdated.list.rows
    both = sorted((place["t6"], place["c7"]))
    found = [rows.places.at(n) for n in range(rows.rowCount())]
    assert [(one.keypoint, one.frame) for one in found] == [(k, f) for k in both for f in (110, 130, 150)]
    called = session.contents.skeletons["cricket_bowling_54"].keypoints[both[1]].called
    assert rows.index(4, 0).data() == called
    window.review.outdated.list.choose(rows.index(4, 0))
    assert (session.selection.focus.frame, session.selection.focus.keypoint) == (130, both[1])
    assert window.review.outdated.list.currentIndex().row() == 4
    assert not window.review.grab().isNull()
    session.undo()
    qtbot.waitUntil(lambda: not tabs.isTabVisible(4))
    assert tabs.currentIndex() != 4


def test_where_nothing_waits_the_layers_and_clips_that_have_some_are_named(window: MainWindow) -> None:
    told: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: told.append(sentence))
    window.commands.next_outdated()
    assert told[-1] == "Nothing in this project has to be placed anew."
    session = migrated(window, Redefine("t6"))
    session.do(PutLayer("Add", editions.new_layer("empty", LayerKind.WORK, "ana")))
    session.selection.move(layer=session.contents.layer_named("empty").id)
    window.commands.next_outdated()
    assert "there are 3 in ana, clip bowler" in told[-1]
