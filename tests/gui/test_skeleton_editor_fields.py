"""The fields of the skeleton editor, and names that are given there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from skeleton_hands import Open, choose, drag, move, spot, type_over, who

from palpate.session.skeletons.skeleton_taking import draft_of_extension
from palpate.ui.editor.figure import Tool
from palpate.ui.editor.window import SkeletonEditor

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def test_what_is_typed_counts_at_once_and_ctrl_z_in_a_field_is_the_drafts(coco: SkeletonEditor) -> None:
    form = coco.keypoints.form
    choose(coco, "nose")
    type_over(form.field("label"), "Tip of the nose")
    assert coco.draft.skeleton.keypoints[0].label == "Tip of the nose"
    QTest.keyClick(form.field("label"), Qt.Key.Key_Z, CONTROL)
    assert coco.draft.skeleton == coco.draft.before


def test_a_faulty_sigma_is_told_below_its_field_and_in_the_foot(coco: SkeletonEditor) -> None:
    form = coco.keypoints.form
    choose(coco, "left_hip")
    type_over(form.field("sigma"), "-0.1")
    assert "greater than 0" in form.fault("sigma")
    assert coco.problems.count() == 1
    assert not coco.take.isEnabled()
    type_over(form.field("sigma"), "0,09")
    assert coco.problems.isHidden()
    assert coco.draft.skeleton.keypoints[11].sigma == pytest.approx(0.09)


def test_words_in_a_field_of_numbers_are_told_and_do_not_count(coco: SkeletonEditor) -> None:
    form = coco.keypoints.form
    choose(coco, "left_hip")
    type_over(form.field("sigma"), "about")
    assert "number" in form.fault("sigma")
    assert coco.draft.skeleton == coco.draft.before


def test_a_click_on_a_problem_goes_to_its_field(coco: SkeletonEditor) -> None:
    coco.draft.rename(who(coco, "left_hip"), "nose")
    choose(coco, "right_ankle")
    coco.pages.setCurrentWidget(coco.policy)
    row = coco.problems.item(0)
    QTest.mouseClick(
        coco.problems.viewport(),
        Qt.MouseButton.LeftButton,
        pos=coco.problems.visualItemRect(row).center(),
    )
    assert coco.pages.currentWidget() is coco.keypoints
    assert coco.board.current == coco.draft.state.order[11]
    assert coco.keypoints.form.field("name").hasFocus()


def test_one_field_is_given_to_all_that_are_chosen(coco: SkeletonEditor) -> None:
    form = coco.keypoints.form
    choose(coco, "left_hip", "right_hip")
    assert not form.field("name").isEnabled()
    type_over(form.field("sigma"), "0.2")
    points = coco.draft.skeleton.keypoints
    assert [points[k].sigma for k in (11, 12)] == [0.2, 0.2]


def test_a_mirror_is_a_matter_of_both(coco: SkeletonEditor) -> None:
    choose(coco, "left_hip")
    coco.keypoints.form._on_mirror("")
    points = {point.name: point for point in coco.draft.skeleton.keypoints}
    assert points["left_hip"].mirror is None
    assert points["right_hip"].mirror is None
    coco.keypoints.form._on_mirror("right_hip")
    assert coco.draft.skeleton == coco.draft.before


def test_edges_can_be_typed(coco: SkeletonEditor) -> None:
    choose(coco, "nose")
    type_over(coco.keypoints.form.field("edges"), "left_hip, right_hip")
    joined = {frozenset(pair) for pair in coco.draft.skeleton.edges if "nose" in pair}
    assert joined == {frozenset(("nose", "left_hip")), frozenset(("nose", "right_hip"))}


def test_names_are_completed_while_they_are_typed(coco: SkeletonEditor) -> None:
    choose(coco, "nose")
    field = coco.keypoints.form.field("edges")
    type_over(field, "left_hi")
    assert isinstance(field, QLineEdit)
    assert field.text() == "left_hip"
    QTest.keyClicks(field, ", right_an")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    joined = {frozenset(pair) for pair in coco.draft.skeleton.edges if "nose" in pair}
    assert joined == {frozenset(("nose", "left_hip")), frozenset(("nose", "right_ankle"))}


def test_what_is_extended_is_locked_and_says_so(open_skeleton: Open) -> None:
    editor = open_skeleton(draft_of_extension("face_68", "palsy"))
    editor.board.choose(editor.draft.state.order[:1])
    assert not editor.keypoints.form.field("name").isEnabled()
    assert not editor.keypoints.list.delete.isEnabled()
    assert "face_68" in editor.keypoints.list.delete.toolTip()
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Delete)
    assert "face_68" in editor.said
    assert len(editor.draft.skeleton) == 68


@pytest.mark.parametrize("where", ["table", "figure", "button"])
def test_a_new_keypoint_is_open_for_its_name_at_once(coco: SkeletonEditor, where: str) -> None:
    listed = coco.keypoints.list
    listed.search.setText("left")
    choose(coco, "left_ear")
    if where == "button":
        listed.add.click()
    else:
        on = listed.table if where == "table" else coco.keypoints.figure
        on.setFocus()
        QTest.keyClick(on, Qt.Key.Key_Insert)
    field = coco.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "nostril")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # what was typed is taken over behind the key
    assert coco.draft.state.names[coco.board.current] == "nostril"
    assert coco.draft.skeleton.names[4] == "nostril"


def test_a_name_given_twice_is_the_fault_of_who_got_it_later(coco: SkeletonEditor) -> None:
    made = coco.draft.add(after=who(coco, "left_ear"), rest=(0.5, 0.5))
    coco.draft.rename(made, "nose")
    (problem,) = coco.board.problems
    assert (problem.who, problem.field) == (made, "name")
    coco.board.choose([made])
    assert "exists already" in coco.keypoints.form.fault("name")
    coco.draft.rename(made, "nostril")
    coco.draft.rename(who(coco, "left_ear"), "right_hip")
    assert [one.who for one in coco.board.problems if one.field == "name"] == [coco.draft.state.order[3]]
    choose(coco, "nose")
    assert coco.keypoints.form.fault("name") == ""


def hover(figure: QWidget, at: QPoint) -> None:
    move(figure, at, Qt.KeyboardModifier.NoModifier)


def test_a_name_in_the_figure_goes_with_the_pointer_and_with_what_it_named(coco: SkeletonEditor) -> None:
    figure = coco.keypoints.figure
    figure.set_tool(Tool.EDGES)
    drag(figure, spot(coco, "nose"), spot(coco, "left_hip"))
    hover(figure, spot(coco, "left_hip"))
    assert any("left_hip" in name for name in figure._scene().names.values())
    coco.draft.undo()
    assert not any("left_hip" in name for name in figure._scene().names.values())
    hover(figure, spot(coco, "left_knee"))
    assert any("left_knee" in name for name in figure._scene().names.values())
    QApplication.sendEvent(figure, QEvent(QEvent.Type.Leave))
    assert not any("left_knee" in name for name in figure._scene().names.values())
