"""The instances and guideline panels follow the work, and the work follows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline.panel import GuidelinePanel
from palpate.ui.panels.instances.panel import InstancesPanel
from palpate.ui.panels.instances.tree import InstanceTree

ROLE = Qt.ItemDataRole
Panel = TypeVar("Panel", bound=QWidget)
NOSE, LEFT_EYE, LEFT_WRIST = 0, 1, 9


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two people of COCO's 17 keypoints in 200 frames; the first one's nose is placed in frame 0."""
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, size=(640, 480))
        made.do(PutClips("Add the clip", (clip,)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        gestures.add_instance(made, "coco_17", "batter")
        gestures.place(made, np.array([100.0, 80.0]), Visibility.VISIBLE)
        gestures.add_instance(made, "coco_17", "bowler")
        yield made


@pytest.fixture
def bench(session: Session) -> Iterator[Workbench]:
    made = Workbench()
    made.take(lambda: session)
    yield made
    session.changed.disconnect()
    session.selection.changed.disconnect()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 600)
    return made


def shown(qtbot: QtBot, window: QWidget, panel: Panel) -> Panel:
    panel.resize(window.size())
    window.show()
    qtbot.waitExposed(window)
    return panel


@pytest.fixture
def instances(qtbot: QtBot, window: QWidget, bench: Workbench) -> InstancesPanel:
    return shown(qtbot, window, InstancesPanel(bench, window))


@pytest.fixture
def guideline(qtbot: QtBot, window: QWidget, bench: Workbench) -> GuidelinePanel:
    return shown(qtbot, window, GuidelinePanel(bench, window))


def click(panel: InstancesPanel, index: QModelIndex) -> None:
    panel.tree.scrollTo(index)
    QTest.mouseClick(
        panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=panel.tree.visualRect(index).center()
    )


def ids(session: Session) -> tuple[str, str]:
    first, second = session.contents.instances
    return first.id, second.id


def test_only_the_active_instance_is_unfolded(instances: InstancesPanel, session: Session) -> None:
    first, second = (instances.model.place_of(instance, -1) for instance in ids(session))
    assert instances.tree.isExpanded(first)
    assert not instances.tree.isExpanded(second)
    session.selection.move(instance=ids(session)[1], keypoint=0)
    assert not instances.tree.isExpanded(instances.model.place_of(ids(session)[0], -1))
    assert instances.tree.isExpanded(instances.model.place_of(ids(session)[1], -1))


def test_a_click_makes_a_keypoint_active(instances: InstancesPanel, session: Session) -> None:
    first, _ = ids(session)
    click(instances, instances.model.place_of(first, LEFT_EYE))
    assert (session.selection.focus.instance, session.selection.focus.keypoint) == (first, LEFT_EYE)


def test_a_click_on_an_instance_makes_its_first_unplaced_keypoint_active(
    instances: InstancesPanel, session: Session
) -> None:
    first, second = ids(session)
    session.selection.move(instance=second, keypoint=5)
    click(instances, instances.model.place_of(first, -1))
    assert (session.selection.focus.instance, session.selection.focus.keypoint) == (first, LEFT_EYE)


def test_the_tree_follows_the_active_keypoint(instances: InstancesPanel, session: Session) -> None:
    session.selection.move(keypoint=LEFT_WRIST)
    assert instances.model.address(instances.tree.currentIndex()) == (ids(session)[0], LEFT_WRIST)


def test_arrow_keys_walk_through_the_keypoints(instances: InstancesPanel, session: Session) -> None:
    session.selection.move(keypoint=NOSE)
    QTest.keyClick(instances.tree, Qt.Key.Key_Down)
    assert session.selection.focus.keypoint == LEFT_EYE


def test_letters_are_left_to_the_shortcuts(instances: InstancesPanel, session: Session) -> None:
    session.selection.move(keypoint=NOSE)
    QTest.keyClick(instances.tree, Qt.Key.Key_R)
    assert session.selection.focus.keypoint == NOSE


def test_states_are_told_in_words(instances: InstancesPanel, session: Session) -> None:
    first, _ = ids(session)
    nose = instances.model.place_of(first, NOSE)
    eye = instances.model.place_of(first, LEFT_EYE)
    assert nose.data(ROLE.AccessibleTextRole) == "Nose: visible, placed by hand"
    assert eye.data(ROLE.AccessibleTextRole) == "Left eye: not placed"
    assert "subject's left" in eye.data(ROLE.ToolTipRole)


def test_counts_follow_edits_and_frames(instances: InstancesPanel, session: Session) -> None:
    first, _ = ids(session)
    session.selection.move(keypoint=LEFT_EYE)
    top = instances.model.place_of(first, -1)
    count = top.siblingAtColumn(1)
    assert count.data() == "1/17"
    gestures.place(session, np.array([10.0, 10.0]), Visibility.ESTIMATED)
    assert count.data() == "2/17"
    eye = instances.model.place_of(first, LEFT_EYE)
    assert eye.data(ROLE.AccessibleTextRole) == "Left eye: occluded, estimated, placed by hand"
    session.selection.move(frame=9)
    assert count.data() == "0/17"


def test_an_edit_refreshes_its_own_instance_alone(instances: InstancesPanel, session: Session) -> None:
    spy = QSignalSpy(instances.model.dataChanged)
    session.selection.move(keypoint=LEFT_EYE)
    gestures.place(session, np.array([10.0, 10.0]), Visibility.VISIBLE)
    told = [instances.model.address(spy.at(n)[0]) for n in range(spy.count())]
    first, _ = ids(session)
    assert told == [(first, -1), (first, -1), (first, LEFT_EYE)]  # itself, the region, the keypoint


def test_a_nudge_says_nothing_that_a_list_would_show(instances: InstancesPanel, session: Session) -> None:
    session.selection.move(instance=ids(session)[0], keypoint=NOSE)
    spy = QSignalSpy(instances.model.dataChanged)
    gestures.nudge(session, (1.0, 0.0))
    assert spy.count() == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 16), st.sampled_from(["place", "absent", "clear", "go"])),
        min_size=1,
        max_size=8,
    )
)
def test_every_cell_that_says_something_else_is_told_of(
    instances: InstancesPanel, session: Session, steps: list[tuple[int, int, str]]
) -> None:
    model, told = instances.model, set[tuple[str, int]]()
    model.dataChanged.connect(lambda first, last: told.update(cells_between(model, first, last)))
    session.selection.move(instance=ids(session)[0])
    for frame, keypoint, what in steps:
        before = everything_said(model)
        told.clear()
        session.selection.move(frame=frame, keypoint=keypoint)
        if what == "place":
            gestures.place(session, np.array([10.0, 10.0]), Visibility.ESTIMATED)
        elif what != "go":
            do = (
                gestures.clear
                if what == "clear"
                else partial(gestures.set_tier, visibility=Visibility.ABSENT)
            )
            with suppress(EditRefused):
                do(session)
        now = everything_said(model)
        assert {cell for cell in now if now[cell] != before[cell]} <= told


def cells_between(model: InstanceTree, first: QModelIndex, last: QModelIndex) -> set[tuple[str, int]]:
    return {(str(first.parent().row()), row) for row in range(first.row(), last.row() + 1)}


def everything_said(model: InstanceTree) -> dict[tuple[str, int], list[object]]:
    """Return what the rows of instances and of the first one's keypoints say, by parent row and row."""
    found = {}
    for parent in (QModelIndex(), model.index(0, 0)):
        for row in range(model.rowCount(parent)):
            cells = [model.index(row, column, parent) for column in range(model.columnCount())]
            roles = (ROLE.DisplayRole, ROLE.AccessibleTextRole, ROLE.ToolTipRole)
            colours = [cell.data(ROLE.ForegroundRole) for cell in cells]
            said = [cell.data(role) for cell in cells for role in roles]
            found[str(parent.row()), row] = [*said, *(ink and ink.name() for ink in colours)]
    return found


def test_the_filter_keeps_matching_keypoints_and_enter_takes_the_first(
    instances: InstancesPanel, session: Session
) -> None:
    QTest.keyClicks(instances.filter, "left wr")
    top = instances.model.place_of(ids(session)[0], -1)
    assert [instances.model.index(row, 0, top).data() for row in range(instances.model.rowCount(top))] == [
        "Left wrist"
    ]
    QTest.keyClick(instances.filter, Qt.Key.Key_Return)
    assert session.selection.focus.keypoint == LEFT_WRIST
    assert instances.filter.text() == ""
    regions = 3
    assert instances.model.rowCount(instances.model.place_of(ids(session)[0], -1)) == 17 + regions


def test_the_filter_finds_an_instance_by_name_or_number(instances: InstancesPanel, session: Session) -> None:
    _, second = session.contents.instances
    for words in (second.name, f"#{second.number}"):
        instances.filter.setText(words)
        assert [found.id for found in instances.model.instances] == [second.id]
        assert instances.tree.isExpanded(instances.model.place_of(second.id, -1))
    instances.filter.setText(f"#{second.number} left wr")
    QTest.keyClick(instances.filter, Qt.Key.Key_Return)
    assert (session.selection.focus.instance, session.selection.focus.keypoint) == (second.id, LEFT_WRIST)
    assert len(instances.model.instances) == 2


def test_a_filter_that_finds_nobody_does_not_say_that_nobody_is_there(instances: InstancesPanel) -> None:
    QTest.keyClicks(instances.filter, "antler")
    assert instances.model.instances == ()
    assert instances.hint == ""


def test_escape_clears_the_filter(instances: InstancesPanel) -> None:
    QTest.keyClicks(instances.filter, "wrist")
    QTest.keyClick(instances.filter, Qt.Key.Key_Escape)
    assert instances.filter.text() == ""


def test_a_double_click_on_an_instance_lets_its_name_be_typed_over(
    instances: InstancesPanel, session: Session
) -> None:
    _, second = ids(session)
    instances.resize(400, 900)
    place = instances.tree.visualRect(instances.model.place_of(second, -1)).center()
    for press in (QTest.mouseClick, QTest.mouseDClick):
        press(instances.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor = instances.tree.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "bowler"
    assert session.selection.focus.instance == second
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_the_menu_asks_to_remove_the_instance_under_the_mouse(
    instances: InstancesPanel, session: Session, qtbot: QtBot
) -> None:
    _, second = ids(session)
    menu = instances.menu_for(instances.model.place_of(second, -1))
    assert menu is not None
    assert session.selection.focus.instance == second
    with qtbot.waitSignal(instances.remove_wanted) as caught:
        menu.actions()[-1].trigger()
    assert caught.args == [second]
    assert instances.menu_for(instances.tree.indexAt(QPoint(5, 5000))) is None


def test_new_and_renamed_instances_show_at_once(instances: InstancesPanel, session: Session) -> None:
    gestures.rename_instance(session, session.contents.instances[0], "opener")
    gestures.add_instance(session, "coco_17", "umpire")
    tops = [instances.model.index(row, 0).data() for row in range(instances.model.rowCount())]
    assert tops == ["opener  #1", "bowler  #2", "umpire  #3"]


def test_an_empty_panel_says_what_to_do(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    bench = Workbench()
    panel = shown(qtbot, window, InstancesPanel(bench, window))
    assert panel.hint == "No project is open."
    bench.take(lambda: Session.create(tmp_path / "new.palpate", ["coco_17"], "ana"))
    assert "Add a video" in panel.hint
    session = bench.session
    assert session is not None
    session.do(PutClips("Add", (Clip("c", "net", ClipKind.VIDEO, n_frames=9),)))
    session.selection.move(clip="c")
    assert "Add one" in panel.hint
    gestures.add_instance(session, "coco_17", "batter")
    assert panel.hint == ""
    bench.close()


def test_the_guideline_of_the_active_keypoint_is_told(guideline: GuidelinePanel, session: Session) -> None:
    session.selection.move(keypoint=LEFT_WRIST)
    told = guideline.texts()
    assert guideline.title.text() == "Left wrist"
    assert guideline.place.text().endswith("10 of 17")
    assert told[""].startswith("Left radiocarpal joint centre")
    assert "Ulnar head" in told["Common errors"]
    assert "wrist breadth (about 58 mm)" in told["Motion blur"]
    assert {"Palpation", "In the video", "Correct", "Incorrect", "Light", "Source"} < set(told)


def test_three_tier_skeletons_get_no_rule_for_a_fourth(guideline: GuidelinePanel, session: Session) -> None:
    session.selection.move(keypoint=LEFT_WRIST)
    rules = guideline.texts()["Which tier"]
    assert "Wrist outlines seen" in rules
    assert "Watch, cuff or glove" not in rules


def test_the_state_follows_edits_and_frames(guideline: GuidelinePanel, session: Session) -> None:
    session.selection.move(keypoint=NOSE)
    assert guideline.state.text() == "visible, placed by hand"
    gestures.set_tier(session, Visibility.ESTIMATED)
    assert guideline.state.text() == "occluded, estimated, placed by hand"
    session.selection.move(frame=50)
    assert guideline.state.text() == "not placed"


def test_another_keypoint_is_read_from_its_beginning(guideline: GuidelinePanel, session: Session) -> None:
    session.selection.move(keypoint=LEFT_WRIST)
    bar = guideline.scroll_bar
    bar.setValue(bar.maximum())
    session.selection.move(keypoint=NOSE)
    assert bar.value() == 0


def test_a_skeleton_without_guidelines_says_so(
    qtbot: QtBot, window: QWidget, bench: Workbench, two_bowlers: Session
) -> None:
    other = Workbench()
    panel = shown(qtbot, window, GuidelinePanel(other, window))
    assert panel.hint == "No project is open."
    other.take(lambda: two_bowlers)
    two_bowlers.selection.move(instance=two_bowlers.contents.instances[0].id, keypoint=1)
    assert panel.title.text() == "Left hand"
    assert panel.texts()[""] == "The skeleton Stick figure has no guideline for this keypoint."
    two_bowlers.changed.disconnect()
    two_bowlers.selection.changed.disconnect()


def test_without_an_active_keypoint_the_panel_says_why_it_is_empty(
    guideline: GuidelinePanel, session: Session
) -> None:
    session.selection.move(keypoint=-1)
    assert "No keypoint is active" in guideline.hint
