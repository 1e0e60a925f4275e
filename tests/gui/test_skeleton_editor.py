"""The skeleton editor under real keys and a real mouse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from skeleton_hands import Open, choose, drag, move, spot, who

from palpate.model.skeleton import Keypoint, Side, Skeleton
from palpate.store.library import load_skeleton
from palpate.ui.editor.figure import Tool
from palpate.ui.editor.window import SkeletonEditor

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


# ---- the list --------------------------------------------------------------------------------------------


def test_f2_renames_and_whatever_names_the_keypoint_follows(coco: SkeletonEditor, qtbot: QtBot) -> None:
    table = coco.keypoints.list.table
    choose(coco, "nose")
    QTest.keyClick(table, Qt.Key.Key_F2)
    line = table.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "tip")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: coco.draft.skeleton.names[0] == "tip")
    assert any("tip" in pair for pair in coco.draft.skeleton.edges)


def test_alt_and_arrows_move_the_row_and_the_choice_goes_with_it(coco: SkeletonEditor) -> None:
    table = coco.keypoints.list.table
    choose(coco, "nose")
    QTest.keyClick(table, Qt.Key.Key_Down, ALT)
    QTest.keyClick(table, Qt.Key.Key_Down, ALT)
    assert coco.draft.skeleton.names[:3] == ("left_eye", "right_eye", "nose")
    assert coco.board.current == who(coco, "nose")
    assert table.currentIndex().row() == 2
    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)
    assert coco.draft.skeleton.names[0] == "nose"


def test_delete_takes_all_that_is_chosen_and_undo_brings_it_back(coco: SkeletonEditor) -> None:
    before = coco.draft.skeleton
    choose(coco, "left_eye", "right_eye")
    QTest.keyClick(coco.keypoints.list.table, Qt.Key.Key_Delete)
    assert len(coco.draft.skeleton) == 15
    assert len(coco.board.chosen) == 1
    QTest.keyClick(coco.keypoints.list.table, Qt.Key.Key_Z, CONTROL)
    assert coco.draft.skeleton == before


def test_insert_adds_behind_the_row_in_hand(coco: SkeletonEditor) -> None:
    choose(coco, "nose")
    QTest.keyClick(coco.keypoints.list.table, Qt.Key.Key_Insert)
    assert coco.draft.skeleton.names[1] == "keypoint_1"
    assert coco.board.current == who(coco, "keypoint_1")
    assert not coco.board.problems


def test_dropping_a_row_reorders(coco: SkeletonEditor) -> None:
    rows = coco.keypoints.list.table.rows
    carried = rows.mimeData([rows.index(0, 1), rows.index(2, 1)])
    removed = rows.dropMimeData(carried, Qt.DropAction.MoveAction, 5, 0, rows.index(-1, -1))
    assert not removed, "the view would take rows away that were only moved"
    assert coco.draft.skeleton.names[:5] == ("left_eye", "left_ear", "right_ear", "nose", "right_eye")


def test_arrows_in_the_list_show_the_fields_of_the_next(coco: SkeletonEditor) -> None:
    choose(coco, "nose")
    QTest.keyClick(coco.keypoints.list.table, Qt.Key.Key_Down)
    name = coco.keypoints.form.field("name")
    assert isinstance(name, QLineEdit)
    assert name.text() == "left_eye"


def test_searching_hides_other_rows(coco: SkeletonEditor) -> None:
    QTest.keyClicks(coco.keypoints.list.search, "knee")
    table = coco.keypoints.list.table
    shown = [k for k in range(17) if not table.isRowHidden(k)]
    assert [coco.draft.skeleton.names[k] for k in shown] == ["left_knee", "right_knee"]


def test_one_button_takes_the_sides_that_names_say(open_skeleton: Open) -> None:
    names = ("nose", "LKnee", "RKnee", "ear_left", "ear_right")
    editor = open_skeleton(Skeleton("bare", tuple(map(Keypoint, names))))
    button = editor.keypoints.list.sides
    assert "4" in button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    points = {point.name: point for point in editor.draft.skeleton.keypoints}
    assert points["LKnee"].mirror == "RKnee"
    assert points["ear_right"].side is Side.RIGHT
    assert button.isHidden()
    editor.undo()
    assert not button.isHidden()


# ---- the figure ------------------------------------------------------------------------------------------


def test_a_keypoint_is_dragged_to_its_place(coco: SkeletonEditor) -> None:
    figure, before = coco.keypoints.figure, coco.draft.skeleton.rest
    start = spot(coco, "left_wrist")
    drag(figure, start, start + QPoint(-40, 30))
    rest, k = coco.draft.skeleton.rest, coco.draft.skeleton.position_of["left_wrist"]
    box = figure.frame.box
    np.testing.assert_allclose(rest[k] - before[k], [-40 / box.width(), 30 / box.height()], atol=1e-9)
    assert np.delete(rest, k, 0) == pytest.approx(np.delete(before, k, 0))
    coco.undo()
    assert coco.draft.skeleton == coco.draft.before


def test_several_are_dragged_together(coco: SkeletonEditor) -> None:
    before = coco.draft.skeleton.rest
    choose(coco, "left_wrist", "left_elbow")
    start = spot(coco, "left_wrist")
    drag(coco.keypoints.figure, start, start + QPoint(-30, 0))
    moved = np.flatnonzero((coco.draft.skeleton.rest != before).any(axis=1))
    assert {coco.draft.skeleton.names[k] for k in moved} == {"left_wrist", "left_elbow"}


def test_escape_lets_go_of_a_drag(coco: SkeletonEditor) -> None:
    figure, start = coco.keypoints.figure, spot(coco, "nose")
    QTest.mousePress(figure, Qt.MouseButton.LeftButton, pos=start)
    move(figure, start + QPoint(30, 30), Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(figure, Qt.Key.Key_Escape)
    QTest.mouseRelease(figure, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 30))
    assert coco.draft.skeleton == coco.draft.before
    assert coco.isVisible()


@pytest.mark.parametrize("by_tool", [True, False])
def test_an_edge_is_drawn_from_keypoint_to_keypoint(coco: SkeletonEditor, by_tool: bool) -> None:
    figure = coco.keypoints.figure
    if by_tool:
        QTest.keyClick(figure, Qt.Key.Key_E)
        assert coco.keypoints.part.tools[Tool.EDGES].isChecked()
    held = None if by_tool else SHIFT
    drag(figure, spot(coco, "left_wrist"), spot(coco, "left_knee"), held)
    assert coco.draft.skeleton.edges[-1] == ("left_wrist", "left_knee")
    assert coco.draft.skeleton.rest.tolist() == coco.draft.before.rest.tolist()


def test_an_edge_is_clicked_away(coco: SkeletonEditor) -> None:
    figure = coco.keypoints.figure
    QTest.keyClick(figure, Qt.Key.Key_E)
    middle = (spot(coco, "left_knee") + spot(coco, "left_ankle")) / 2
    QTest.mouseClick(figure, Qt.MouseButton.LeftButton, pos=middle)
    edges = {frozenset(pair) for pair in coco.draft.skeleton.edges}
    assert frozenset(("left_knee", "left_ankle")) not in edges
    assert len(edges) == len(coco.draft.before.edges) - 1


def test_rigid_segments_are_drawn_by_their_own_tool(coco: SkeletonEditor) -> None:
    figure = coco.keypoints.figure
    QTest.keyClick(figure, Qt.Key.Key_R)
    drag(figure, spot(coco, "left_hip"), spot(coco, "right_knee"))
    assert coco.draft.skeleton.rigid_segments[-1] == ("left_hip", "right_knee")
    assert coco.draft.skeleton.edges == coco.draft.before.edges


def test_an_edge_that_ends_nowhere_is_none(coco: SkeletonEditor) -> None:
    figure = coco.keypoints.figure
    QTest.keyClick(figure, Qt.Key.Key_E)
    drag(figure, spot(coco, "left_wrist"), QPoint(8, 8))
    assert coco.draft.skeleton == coco.draft.before


def test_arrows_nudge_and_a_run_of_them_is_one_undo(coco: SkeletonEditor) -> None:
    figure = coco.keypoints.figure
    choose(coco, "left_hip")
    figure.setFocus()
    before = coco.draft.skeleton.rest[coco.draft.skeleton.position_of["left_hip"]]
    for _ in range(3):
        QTest.keyClick(figure, Qt.Key.Key_Right)
    QTest.keyClick(figure, Qt.Key.Key_Up, SHIFT)
    after = coco.draft.skeleton.rest[coco.draft.skeleton.position_of["left_hip"]]
    np.testing.assert_allclose(after - before, [0.015, -0.001], atol=1e-9)
    QTest.keyClick(figure, Qt.Key.Key_Z, CONTROL)
    assert coco.draft.skeleton == coco.draft.before


def test_a_double_click_adds_a_keypoint_there(coco: SkeletonEditor) -> None:
    figure = coco.keypoints.figure
    at = QPoint(round(figure.frame.box.center().x()), round(figure.frame.box.center().y()))
    QTest.mouseDClick(figure, Qt.MouseButton.LeftButton, pos=at)
    assert len(coco.draft.skeleton) == 18
    made = coco.draft.skeleton.keypoints[coco.draft.state.order.index(coco.board.current)]
    assert made.rest == pytest.approx((0.5, 0.5), abs=0.01)


def test_a_rectangle_chooses_what_is_in_it(coco: SkeletonEditor) -> None:
    figure = coco.keypoints.figure
    elbow, wrist, margin = spot(coco, "left_elbow"), spot(coco, "left_wrist"), QPoint(16, 16)
    drag(figure, elbow - margin, wrist + margin)
    names = {coco.draft.state.names[one] for one in coco.board.chosen}
    assert names == {"left_elbow", "left_wrist"}


def test_zooming_keeps_what_is_under_the_pointer_and_fit_shows_all(coco: SkeletonEditor) -> None:
    figure, at = coco.keypoints.figure, spot(coco, "left_ankle")
    figure.frame.zoom_at(at.toPointF(), 3.0)
    assert (spot(coco, "left_ankle") - at).manhattanLength() <= 1
    assert (spot(coco, "nose") - at).manhattanLength() > 600
    QTest.keyClick(figure, Qt.Key.Key_Z)
    assert figure.rect().contains(spot(coco, "nose"))


def test_keypoints_without_a_place_wait_below_and_can_be_dragged_up(open_skeleton: Open) -> None:
    editor = open_skeleton(Skeleton("bare", (Keypoint("a", rest=(0.5, 0.5)), Keypoint("b"))))
    figure = editor.keypoints.figure
    assert spot(editor, "b").y() == figure.height() - 12
    target = QPoint(round(figure.frame.box.center().x()), round(figure.frame.box.top() + 60))
    drag(figure, spot(editor, "b"), target)
    rest = editor.draft.skeleton.keypoints[1].rest
    assert rest == pytest.approx(figure.frame.to_box(target.toPointF()), abs=0.01)


def test_plates_lie_under_the_keypoints_that_they_show(open_skeleton: Open) -> None:
    editor = open_skeleton(load_skeleton("face_68"))
    figure = editor.keypoints.figure
    (plate,) = figure.behind.plates()
    figure.behind.show_plate(plate)
    at = figure.behind.rect(figure.frame.box)
    assert at is not None
    picture = figure.behind.picture(figure.frame.box, 1.0)
    assert picture is not None
    assert not picture.isNull()
    figure.behind.show_nothing()
    assert figure.behind.picture(figure.frame.box, 1.0) is None


def test_a_picture_of_ones_own_lies_behind_and_no_picture_is_told(
    coco: SkeletonEditor, tmp_path: Path
) -> None:
    image = QImage(40, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    assert image.save(str(tmp_path / "horse.png"))
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    coco.keypoints.part.show_picture(tmp_path / "horse.png")
    assert coco.keypoints.figure.behind.is_shown
    coco.keypoints.part.show_picture(tmp_path / "text.png")
    assert "text.png" in coco.said
    assert coco.keypoints.figure.behind.is_shown
