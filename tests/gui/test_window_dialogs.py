"""What is asked and read in front of the window, and keys that are held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from palpate.session.exchange.summary import shipped_skeletons
from palpate.store.library import load_skeleton
from palpate.ui.actions.held import HeldKeys
from palpate.ui.app import make_application
from palpate.ui.dialogs.keys import KeysDialog, keys_by_menu
from palpate.ui.dialogs.new_project import NewProjectDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


# ---- held keys ---------------------------------------------------------------------------------------------


@pytest.fixture
def held(qtbot: QtBot) -> Iterator[tuple[HeldKeys, list[bool], QLineEdit]]:
    make_application()
    field = QLineEdit()
    qtbot.addWidget(field)
    keys = HeldKeys(field)
    told: list[bool] = []
    keys.hiding.connect(told.append)
    yield keys, told, field
    QApplication.instance().removeEventFilter(keys)


def press(kind: QEvent.Type, watched: QLabel) -> None:
    QApplication.sendEvent(watched, QKeyEvent(kind, Qt.Key.Key_H, Qt.KeyboardModifier.NoModifier, "h"))


def test_a_held_key_is_let_go_when_another_program_comes_to_the_front(
    held: tuple[HeldKeys, list[bool], QLineEdit], qtbot: QtBot
) -> None:
    _, told, _ = held
    label = QLabel()
    qtbot.addWidget(label)
    press(QEvent.Type.KeyPress, label)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    press(QEvent.Type.KeyRelease, label)
    assert told == [True, False]


def test_a_held_key_is_let_go_when_the_keyboard_goes_into_a_text_field(
    held: tuple[HeldKeys, list[bool], QLineEdit], qtbot: QtBot
) -> None:
    _, told, field = held
    label = QLabel()
    qtbot.addWidget(label)
    press(QEvent.Type.KeyPress, label)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: told == [True, False])
    QTest.keyClick(field, Qt.Key.Key_H)
    assert field.text() == "h"
    assert told == [True, False]


# ---- dialogs -----------------------------------------------------------------------------------------------


def test_the_keys_can_be_searched_by_key_and_by_what_they_do(window: MainWindow, qtbot: QtBot) -> None:
    dialog = KeysDialog(window)
    dialog.show()
    everything = dialog.shown()
    dialog.narrow("nudge")
    assert dialog.shown() == [text for text in everything if "nudge" in text]
    dialog.narrow("ctrl+g")
    assert dialog.shown() == ["ctrl+g go to a frame"]
    dialog.narrow("nothing at all")
    assert dialog._none.isVisible()
    dialog.narrow("")
    assert dialog.shown() == everything
    dialog.close()


@pytest.fixture
def new_project(qtbot: QtBot) -> NewProjectDialog:
    make_application()
    dialog = NewProjectDialog(list(shipped_skeletons()), "ana")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_rows_of_a_new_project_stay_where_they_are(new_project: NewProjectDialog) -> None:
    fields = (new_project._path, new_project._annotator, new_project._role, new_project._buttons)
    before = [field.geometry() for field in fields]
    for name in shipped_skeletons():
        new_project._skeleton.setCurrentText(name)
        QApplication.processEvents()
        assert [field.geometry() for field in fields] == before
    new_project._annotator.clear()
    QApplication.processEvents()
    assert new_project._missing.text()
    assert [field.geometry() for field in fields] == before


def test_a_new_project_begins_with_the_skeleton_in_use(qtbot: QtBot) -> None:
    make_application()
    for usual, offered in (
        ("", "cricket_bowling_54"),
        ("coco_17", "coco_17"),
        ("mine", "cricket_bowling_54"),
    ):
        dialog = NewProjectDialog(list(shipped_skeletons()), "ana", usual=usual)
        qtbot.addWidget(dialog)
        assert dialog.findChildren(QComboBox)[0].currentText() == offered


def test_the_number_of_keypoints_is_said_once(new_project: NewProjectDialog) -> None:
    for name in shipped_skeletons():
        new_project._skeleton.setCurrentText(name)
        words = new_project._about.text().split()
        assert words.count(str(len(load_skeleton(name)))) == 1


def test_a_skeleton_of_ones_own_can_be_chosen_from_a_file(
    new_project: NewProjectDialog, tmp_path: Path
) -> None:
    own = tmp_path / "my_leg.yaml"
    own.write_text(
        "skeleton: leg\nkeypoints:\n  - {name: hip}\n  - {name: knee, parent: hip}\nedges: [[hip, knee]]\n",
        encoding="utf-8",
    )
    new_project.take_skeleton(own)
    assert new_project.decided().skeleton == str(own)
    assert "2 keypoints" in labels_of(new_project)


def test_a_faulty_skeleton_file_is_told_and_not_chosen(new_project: NewProjectDialog, tmp_path: Path) -> None:
    before, faulty = new_project.decided().skeleton, tmp_path / "faulty.yaml"
    faulty.write_text("skeleton: [", encoding="utf-8")
    new_project.take_skeleton(faulty)
    assert new_project.decided().skeleton == before
    assert "faulty.yaml" in labels_of(new_project)


def labels_of(dialog: NewProjectDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_tab_goes_from_the_file_to_choosing_it(new_project: NewProjectDialog) -> None:
    new_project.activateWindow()
    new_project._path.setFocus()
    names = []
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or new_project, Qt.Key.Key_Tab)
        found = QApplication.focusWidget()
        names.append(found.accessibleName() or found.text() if found is not None else "")
    assert names == ["Choose…", "Skeleton", "Edit…", "New…", "Your name", "Your role"]


def test_keys_stand_in_two_columns_where_there_is_room_and_in_one_where_a_search_leaves_few(
    window: MainWindow,
) -> None:
    window.resize(1366, 768)
    dialog = KeysDialog(window)
    dialog.resize(1180, 700)
    dialog.show()
    first, second = dialog.columns
    assert first[:2] == ["Mouse", "Held keys"]
    assert "Help" in second
    assert len(first) + len(second) == len(keys_by_menu())
    dialog.narrow("nudge")
    assert dialog.columns == [["Nudge"], []]
    dialog.narrow("")
    assert dialog.columns == [first, second]
    dialog.resize(600, 700)
    assert dialog.columns == [first + second, []]
    dialog.close()
