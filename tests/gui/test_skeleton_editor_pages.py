"""Pages of the skeleton editor, many keypoints, and taking over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from large_skeletons import face_200, muscles_150
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from shiboken6 import isValid
from skeleton_hands import Open, choose, drag, spot, type_over

from palpate.model.skeleton import Skeleton
from palpate.session.edits.contents import PutSetting
from palpate.session.session import Session
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.session.skeletons.skeleton_draft_checks import problems_of
from palpate.session.skeletons.skeleton_taking import draft_of_nothing, draft_of_pinned
from palpate.store.library import load_skeleton
from palpate.ui.dialogs.migration import MigrationDialog
from palpate.ui.editor.take_dialog import TakeDialog
from palpate.ui.editor.window import SkeletonEditor

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


# ---- the other pages -------------------------------------------------------------------------------------


def test_a_measure_is_added_changed_and_told_to_be_wrong(coco: SkeletonEditor) -> None:
    coco.pages.setCurrentWidget(coco.measures)
    QTest.mouseClick(coco.measures.cells.add, Qt.MouseButton.LeftButton)
    at = len(coco.draft.skeleton.measures) - 1
    assert not coco.board.problems
    cell = coco.measures.table.item(at, 2)
    assert cell is not None
    cell.setText("nose, left_hip")
    (problem,) = coco.board.problems
    assert (problem.field, problem.at) == ("measures", at)
    assert "3 keypoints" in problem.sentence
    coco.measures.table.setCurrentCell(at, 0)
    QTest.keyClick(coco.measures.table, Qt.Key.Key_Delete)
    assert not coco.board.problems


def test_another_kind_of_measure_gets_a_zero_that_it_knows(coco: SkeletonEditor) -> None:
    cell = coco.measures.table.item(0, 1)
    assert cell is not None
    cell.setText("lean")
    assert coco.draft.skeleton.measures[0].zero == "upright"


def test_policy_and_title_are_fields_of_the_draft(coco: SkeletonEditor) -> None:
    coco.pages.setCurrentWidget(coco.policy)
    type_over(coco.policy.field("oks"), "0.95")
    type_over(coco.policy.field("weeks"), "3")
    coco.pages.setCurrentWidget(coco.whole)
    type_over(coco.whole.field("title"), "People")
    assert coco.draft.skeleton.policy.oks == 0.95
    assert coco.draft.skeleton.policy.weeks == 3
    assert coco.draft.skeleton.title == "People"
    type_over(coco.policy.field("oks"), "2")
    (problem,) = coco.board.problems
    assert (problem.field, problem.called) == ("policy", "oks")
    coco.problems.goto_wanted.emit(problem)
    assert coco.pages.currentWidget() is coco.policy


def test_normalisers_are_named_and_measured_between_keypoints(coco: SkeletonEditor) -> None:
    cells = coco.whole.normalisers
    QTest.mouseClick(cells.add, Qt.MouseButton.LeftButton)
    names = list(coco.draft.skeleton.normalisers)
    row = len(names) - 1
    for column, text in enumerate(("thigh", "left_hip", "left_knee")):
        cell = cells.table.item(row, column)
        assert cell is not None
        cell.setText(text)
    assert coco.draft.skeleton.normalisers["thigh"] == ("left_hip", "left_knee")
    cell = cells.table.item(row, 2)
    assert cell is not None
    cell.setText("left_hip")
    assert "no length" in coco.board.problems[0].sentence


# ---- many keypoints ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("skeleton", [face_200(), muscles_150()], ids=["face_200", "muscles_150"])
def test_large_skeletons_are_edited_like_small_ones(open_skeleton: Open, skeleton: Skeleton) -> None:
    assert not problems_of(SkeletonDraft(skeleton))
    editor = open_skeleton(skeleton)
    assert editor.keypoints.list.table.rows.rowCount() == len(skeleton)
    editor.board.choose(editor.draft.state.order[-2:])
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Up, ALT)
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Delete)
    assert len(editor.draft.skeleton) == len(skeleton) - 2
    editor.grab()
    editor.undo()
    editor.undo()
    assert editor.draft.skeleton == skeleton


# ---- taking over -------------------------------------------------------------------------------------------


def consultant(session: Session) -> Session:
    session.do(PutSetting("role", "consultant"))
    return session


def test_an_annotator_looks_and_changes_nothing(open_skeleton: Open, two_bowlers: Session) -> None:
    editor = open_skeleton(draft_of_pinned(two_bowlers, "stick_figure"), two_bowlers)
    assert "consultant" in editor.said
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Delete)
    start = spot(editor, "hip")
    drag(editor.keypoints.figure, start, start + QPoint(20, 20))
    assert editor.draft.skeleton == editor.draft.before
    assert not editor.take.isEnabled()
    assert not editor.keypoints.form.field("name").isEnabled()
    assert "consultant" in editor.keypoints.list.delete.toolTip()


def test_renames_order_and_deletions_go_through_a_migration_and_labels_stay_in_place(
    open_skeleton: Open, two_bowlers: Session
) -> None:
    session = consultant(two_bowlers)
    layer, walker = session.contents.layers[0].id, session.contents.instances[0].id
    before = session.live(layer, walker).track.positions
    editor = open_skeleton(draft_of_pinned(session, "stick_figure"), session)
    told: list[str] = []
    editor.taken.connect(told.append)
    choose(editor, "hip")
    type_over(editor.keypoints.form.field("name"), "pelvis")
    for _ in range(3):
        QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Up, ALT)
    choose(editor, "foot")
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Delete)
    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    (dialog,) = editor.findChildren(MigrationDialog)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert session.contents.skeletons["stick_figure"].names == ("pelvis", "head", "left_hand", "right_hand")
    np.testing.assert_array_equal(session.live(layer, walker).track.positions, before[:, [3, 0, 1, 2]])
    assert told
    assert not isValid(editor) or not editor.isVisible()
    session.undo()
    np.testing.assert_array_equal(session.live(layer, walker).track.positions, before)


def test_without_labels_the_skeleton_is_changed_in_its_place(
    open_skeleton: Open, empty_project: Session
) -> None:
    session = consultant(empty_project)
    editor = open_skeleton(draft_of_pinned(session, "stick_figure"), session)
    assert not editor.take.isEnabled()
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Insert)
    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    (dialog,) = editor.findChildren(TakeDialog)
    assert "stick_figure" in dialog.words.text()
    dialog.version.setValue(3)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    pinned = session.contents.skeletons["stick_figure"]
    assert (len(pinned), pinned.version) == (6, 3)


def test_a_new_skeleton_comes_into_the_project(open_skeleton: Open, empty_project: Session) -> None:
    session = consultant(empty_project)
    editor = open_skeleton(draft_of_nothing("hoof"), session)
    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    (dialog,) = editor.findChildren(TakeDialog)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert set(session.contents.skeletons) == {"stick_figure", "hoof"}


def test_changes_are_not_lost_by_a_key(coco: SkeletonEditor) -> None:
    QTest.keyClick(coco.keypoints.list.table, Qt.Key.Key_Insert)
    QTest.keyClick(coco, Qt.Key.Key_Escape)
    assert coco.isVisible()
    assert "lost" in coco.said
    QTest.mouseClick(coco.stay, Qt.MouseButton.LeftButton)
    assert coco.leave.isHidden()
    coco.close()
    assert coco.isVisible()
    QTest.mouseClick(coco.leave, Qt.MouseButton.LeftButton)
    assert not isValid(coco) or not coco.isVisible()


def test_a_file_of_ones_own_is_written_and_said_where(coco: SkeletonEditor, tmp_path: Path) -> None:
    saved: list[Path] = []
    coco.saved.connect(saved.append)
    coco.write(tmp_path / "people.yaml")
    assert saved == [tmp_path / "people.yaml"]
    assert load_skeleton(tmp_path / "people.yaml") == coco.draft.skeleton
    coco.draft.rename(coco.draft.state.order[0], "")
    coco.write(tmp_path / "faulty.yaml")
    assert not (tmp_path / "faulty.yaml").exists()
    assert "wrong" in coco.said


def test_every_button_has_words_and_no_dialog_button_takes_enter(coco: SkeletonEditor) -> None:
    for button in coco.findChildren(QPushButton):
        assert button.text() or button.isHidden()
        assert not button.autoDefault()
