"""Where the skeleton editor is opened, and what a new skeleton begins with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from palpate.session.edits.contents import PutSetting
from palpate.session.guidelines.guidance import told_of
from palpate.session.session import Session
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.session.skeletons.skeleton_taking import save
from palpate.store.library import load_skeleton, skeleton_names
from palpate.ui.app import make_application
from palpate.ui.dialogs.new_project import NewProjectDialog
from palpate.ui.editor.begin import COPY, EXTENSION, FILE, NOTHING, BeginDialog
from palpate.ui.editor.take_dialog import TakeDialog
from palpate.ui.editor.window import SkeletonEditor
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, two_bowlers: Session) -> Iterator[MainWindow]:
    make_application()
    two_bowlers.do(PutSetting("role", "consultant"))
    path = two_bowlers.project.path
    two_bowlers.close()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    window.activateWindow()
    yield window
    for editor in window.findChildren(SkeletonEditor):
        editor._is_done = True
        editor.close()
    window.close()


@pytest.fixture
def begin(qtbot: QtBot) -> Iterator[BeginDialog]:
    make_application()
    dialog = BeginDialog(skeleton_names())
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.close()


def begun(dialog: BeginDialog) -> list[SkeletonDraft]:
    drafts: list[SkeletonDraft] = []
    dialog.begun.connect(lambda draft, _notes: drafts.append(draft))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    return drafts


def test_a_key_opens_the_skeleton_in_hand_and_a_change_of_it_is_seen_at_once(window: MainWindow) -> None:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(window, Qt.Key.Key_S, held)
    (editor,) = window.findChildren(SkeletonEditor)
    session = window.workbench.session
    assert session is not None
    assert editor.draft.before == session.contents.skeletons["stick_figure"]
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not isValid(editor) or not editor.isVisible()


def test_undo_in_the_editor_leaves_the_project_alone(window: MainWindow, qtbot: QtBot) -> None:
    session = window.workbench.session
    assert session is not None
    last = session.undoable()
    window.commands.edit_skeleton()
    (editor,) = window.findChildren(SkeletonEditor)
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Insert)
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.draft.skeleton == editor.draft.before
    assert session.undoable() == last


def test_a_new_skeleton_is_begun_from_the_menu_and_told_when_it_is_in_the_project(
    window: MainWindow,
) -> None:
    told: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: told.append(sentence))
    window.commands.new_skeleton()
    (dialog,) = window.findChildren(BeginDialog)
    dialog.ways[NOTHING].setChecked(True)
    dialog.name.setText("hoof")
    dialog.accept()
    (editor,) = window.findChildren(SkeletonEditor)
    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    (last,) = editor.findChildren(TakeDialog)
    QTest.mouseClick(last.go, Qt.MouseButton.LeftButton)
    session = window.workbench.session
    assert session is not None
    assert "hoof" in session.contents.skeletons
    assert any("hoof" in sentence for sentence in told)


def test_a_copy_has_a_name_of_its_own(begin: BeginDialog) -> None:
    begin.ways[COPY].setChecked(True)
    begin.copied.setCurrentText("hand_21")
    (draft,) = begun(begin)
    assert draft.skeleton.name == "hand_21_copy"
    assert draft.skeleton.names == load_skeleton("hand_21").names


def test_an_extension_keeps_its_base_in_front(begin: BeginDialog) -> None:
    begin.ways[EXTENSION].setChecked(True)
    begin.extended.setCurrentText("face_68")
    begin.name.setText("palsy")
    (draft,) = begun(begin)
    assert draft.skeleton.base is not None
    assert (draft.skeleton.name, draft.skeleton.base.n_keypoints) == ("palsy", 68)


def test_a_file_of_another_program_is_a_beginning(begin: BeginDialog, tmp_path: Path) -> None:
    file = tmp_path / "person.json"
    save(SkeletonDraft(load_skeleton("coco_17"), is_new=True), file, "coco")
    begin.file.setText(str(file))
    begin.ways[FILE].setChecked(True)
    (draft,) = begun(begin)
    assert draft.skeleton.names == load_skeleton("coco_17").names


@pytest.mark.parametrize("content", ["", "skeleton: [", "not a skeleton at all"])
def test_a_file_that_is_none_is_told_and_the_dialog_stays(
    begin: BeginDialog, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text(content, encoding="utf-8")
    begin.file.setText(str(file))
    begin.ways[FILE].setChecked(True)
    assert begun(begin) == []
    assert begin.said
    assert begin.isVisible()


def test_no_file_at_all_is_told(begin: BeginDialog) -> None:
    begin.ways[FILE].setChecked(True)
    assert begun(begin) == []
    assert begin.said


def test_a_project_begins_with_a_skeleton_that_was_edited_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    make_application()
    dialog = NewProjectDialog(list(skeleton_names()), "ana")
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.mouseClick(dialog.edit, Qt.MouseButton.LeftButton)
    (editor,) = dialog.findChildren(SkeletonEditor)
    assert "copy" in editor.draft.skeleton.name
    name = editor.keypoints.form.field("name")
    assert isinstance(name, QLineEdit)
    name.selectAll()
    QTest.keyClicks(name, "crown")
    editor.write(tmp_path / "mine.yaml")
    editor.close()
    assert dialog.decided().skeleton == str(tmp_path / "mine.yaml")
    assert load_skeleton(tmp_path / "mine.yaml").names[0] == "crown"
    dialog.close()


def test_guidelines_are_written_beside_the_keypoints_under_the_names_that_the_project_pins(
    window: MainWindow,
) -> None:
    session = window.workbench.session
    assert session is not None
    window.commands.edit_skeleton()
    (editor,) = window.findChildren(SkeletonEditor)
    page = editor.guideline
    assert page is not None
    editor.draft.rename(editor.draft.state.order[0], "crown")
    editor.pages.setCurrentWidget(page)
    assert page.shown.hint == ""
    page.words.texts["definition"].setPlainText("The top of the head.")
    editor.pages.setCurrentWidget(editor.keypoints)
    QTest.keyClick(editor.keypoints.list.table, Qt.Key.Key_Insert)
    editor.pages.setCurrentWidget(page)
    assert "new" in page.shown.hint
    page.keep()
    skeleton = session.contents.skeletons["stick_figure"]
    told = told_of(skeleton, "head", session.guides).guideline
    assert told is not None
    assert told.definition == "The top of the head."
    QTest.mouseClick(editor.close_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(editor.leave, Qt.MouseButton.LeftButton)


def test_the_page_of_guidelines_names_its_keypoint_and_leads_to_others(window: MainWindow) -> None:
    window.commands.edit_skeleton()
    (editor,) = window.findChildren(SkeletonEditor)
    page = editor.guideline
    assert page is not None
    editor.pages.setCurrentWidget(page)
    names = [point.name for point in editor.draft.skeleton.keypoints]
    assert [page.choice.itemText(n).split()[-1] for n in range(page.choice.count())] == names
    assert page.choice.currentIndex() == 0
    page.choice.setFocus()
    QTest.keyClick(page.choice, Qt.Key.Key_Down)
    assert editor.board.current == editor.draft.state.order[1]
    page.words.texts["definition"].setPlainText("Of the second one.")
    page.keep()
    session = window.workbench.session
    assert session is not None
    skeleton = session.contents.skeletons["stick_figure"]
    told = told_of(skeleton, names[1], session.guides).guideline
    assert told is not None
    assert told.definition == "Of the second one."
    QTest.mouseClick(editor.close_button, Qt.MouseButton.LeftButton)
