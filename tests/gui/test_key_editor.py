"""Keys of the table and of the maps that come with the program, and the dialog that changes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from palpate.session.keys.key_names import canonical
from palpate.session.keys.keymap import default_map
from palpate.session.keys.keymap_file import READY_MADE, ready_made, ready_map
from palpate.session.session import Session
from palpate.ui.actions.keys import KEYED, keys_of
from palpate.ui.actions.table import ACTIONS, HELD_KEYS
from palpate.ui.app import make_application
from palpate.ui.dialogs.key_editor import KeyEditor
from palpate.ui.dialogs.keys import KeysDialog, keys_by_menu
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

# What a right hand on the right half of the keyboard would have to leave its place for.
LEFT_HALF = set("`12345QWERTASDFGZXCVB")


@pytest.fixture
def window(qtbot: QtBot, two_bowlers: Session) -> Iterator[MainWindow]:
    make_application()
    path = two_bowlers.project.path
    two_bowlers.close()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    yield window
    window.close()


@pytest.fixture
def editor(window: MainWindow) -> Iterator[KeyEditor]:
    window.commands.edit_keys()
    (dialog,) = window.findChildren(KeyEditor)
    yield dialog
    if isValid(dialog):
        dialog.close()


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifiers)


def cap_of(editor: KeyEditor, key: str) -> QToolButton:
    caps = editor.detail.findChildren(QToolButton)
    (found,) = [cap for cap in caps if not cap.isHidden() and cap.text().startswith(f"{key} ")]
    return found


def leave(editor: KeyEditor, window: MainWindow, qtbot: QtBot) -> None:
    editor.close()
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)


def give(editor: KeyEditor, action: str, key: Qt.Key) -> None:
    editor.tree.choose(action)
    editor.detail.add.click()
    press(editor.detail.add, key)


# ---- the table and the maps --------------------------------------------------------------------------------


def test_every_action_stands_in_a_menu_and_in_the_help(window: MainWindow) -> None:
    listed = [row.does for rows in keys_by_menu().values() for row in rows]
    for spec in ACTIONS:
        above = window.actions_.by_name[spec.does].associatedObjects()
        assert any(isinstance(found, QMenu) for found in above), spec.does
        assert spec.text.rstrip("…") in listed
    assert all(spec.text in listed for spec in HELD_KEYS)


def test_qt_reads_every_key_as_it_is_written() -> None:
    make_application()
    keys = {
        key for name in ("", *READY_MADE) for keys in ready_map(name, KEYED).keys.values() for key in keys
    }
    keys |= {
        canonical(name) for name in ("Ins", "PgUp", "F35", "Backtab", "Menu", "Help", "Num+4", "Meta+Pause")
    }
    for key in keys:
        assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key


@pytest.mark.parametrize("name", READY_MADE)
def test_a_map_that_comes_with_the_program_fits_the_table(name: str) -> None:
    laid, default = ready_map(name, KEYED), default_map(KEYED)
    assert laid.conflicts() == {}
    named = ready_made(name, KEYED).changes
    assert not [action for action, keys in named.items() if keys == default.of(action)], (
        "names what is the same"
    )
    without = [
        action
        for action in default.keys
        if default.of(action) and not laid.of(action) and action not in named
    ]
    assert not without, f"{name}.json takes their keys away: give them others in that file, or [] on purpose"


def test_everything_frequent_is_under_the_right_hand_when_the_mouse_is_in_the_left() -> None:
    laid, default = ready_map("left_handed", KEYED), default_map(KEYED)
    frequent = [
        action
        for action, keys in default.keys.items()
        if any(key[-1:] in LEFT_HALF and "Ctrl" not in key for key in keys)
    ]
    assert {"next_frame", "nudge_up", "mark_visible", "accept", "hold_loupe", "track_on"} <= set(frequent)
    stay = [action for action in frequent if laid.of(action)[0].removeprefix("Shift+") in LEFT_HALF]
    assert not stay, "left_handed.json gives these no key under the right hand"


# ---- changing keys -----------------------------------------------------------------------------------------


def test_a_key_that_is_given_works_at_once_and_is_told_everywhere(
    window: MainWindow, editor: KeyEditor, qtbot: QtBot
) -> None:
    give(editor, "next_frame", Qt.Key.Key_F9)
    assert keys_of("next_frame") == ("E", "Right", "F9")
    for key in ("E", "Right"):
        cap_of(editor, key).click()
    assert "(F9)" in window.actions_.by_name["next_frame"].toolTip()
    assert any(button.toolTip() == "Next frame (F9)" for button in window.timeline.findChildren(QToolButton))
    assert [row.keys for row in keys_by_menu()["Go"] if row.does == "Next frame"] == [("F9",)]
    leave(editor, window, qtbot)
    press(window.canvas, Qt.Key.Key_F9)
    press(window.canvas, Qt.Key.Key_E)
    assert window.workbench.focus.frame == 1


def test_a_key_of_another_action_is_given_only_on_a_second_word(editor: KeyEditor) -> None:
    give(editor, "next_frame", Qt.Key.Key_T)
    assert "Track to the next keyframe" in editor.said
    assert keys_of("track_on") == ("T",)
    assert editor.give.isVisible()
    editor.give.click()
    assert keys_of("track_on") == ()
    assert "Track to the next keyframe" in editor.said
    assert not editor.give.isVisible()
    editor.undo.click()
    assert keys_of("track_on") == ("T",)
    assert keys_of("next_frame") == ("E", "Right")


@pytest.mark.parametrize(
    ("action", "key", "said"),
    [
        ("next_frame", Qt.Key.Key_Return, "cannot be given another meaning"),
        ("hold_hide", Qt.Key.Key_Tab, "cannot be held"),
        ("next_frame", Qt.Key.Key_VolumeUp, "cannot be used"),
    ],
)
def test_a_key_that_cannot_be_had_is_told(editor: KeyEditor, action: str, key: Qt.Key, said: str) -> None:
    before = keys_of(action)
    give(editor, action, key)
    if editor.give.isVisible():
        editor.give.click()
    assert said in editor.said
    assert keys_of(action) == before


def test_waiting_for_a_key_ends_with_escape_or_elsewhere(editor: KeyEditor) -> None:
    editor.tree.choose("next_frame")
    editor.detail.add.click()
    press(editor.detail.add, Qt.Key.Key_Shift)
    assert editor.detail.add.isChecked()
    press(editor.detail.add, Qt.Key.Key_Escape)
    assert not editor.detail.add.isChecked()
    assert editor.isVisible()
    editor.detail.add.click()
    editor.search.setFocus()
    assert not editor.detail.add.isChecked()
    assert keys_of("next_frame") == ("E", "Right")


def test_tab_and_shifted_signs_can_be_given(editor: KeyEditor) -> None:
    give(editor, "score", Qt.Key.Key_Tab)
    assert "Next keypoint" in editor.said
    editor.tree.choose("score")
    editor.detail.add.click()
    QTest.keyClick(editor.detail.add, Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier)
    assert keys_of("score") == ("Ctrl+Return", "!")
    editor.detail.add.click()
    press(editor.detail.add, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert "Previous keypoint" in editor.said


def test_actions_are_found_by_what_they_do_and_by_pressing_a_key(editor: KeyEditor) -> None:
    QTest.keyClicks(editor.search, "nudge left")
    assert editor.tree.listed() == ["nudge_left", "nudge_left_finely"]
    editor.by_key.click()
    press(editor.by_key, Qt.Key.Key_T)
    assert editor.tree.listed() == ["track_on"]
    assert editor.tree.current == "track_on"
    editor.by_key.click()
    press(editor.by_key, Qt.Key.Key_F7)
    assert editor.tree.listed() == []
    assert "F7 does nothing so far" in editor.said
    editor.search.clear()
    assert len(editor.tree.listed()) == len(KEYED)


def test_one_action_or_all_can_be_put_back(editor: KeyEditor) -> None:
    assert not editor.reset.isEnabled()
    assert editor.reset.toolTip()
    give(editor, "next_frame", Qt.Key.Key_F9)
    give(editor, "score", Qt.Key.Key_F7)
    editor.tree.choose("next_frame")
    editor.detail.back.click()
    assert keys_of("next_frame") == ("E", "Right")
    assert not editor.detail.back.isEnabled()
    editor.reset.click()
    assert keys_of("score") == ("Ctrl+Return",)
    editor.undo.click()
    assert keys_of("score") == ("Ctrl+Return", "F7")


def test_a_map_is_chosen_from_those_that_come_with_the_program(window: MainWindow, editor: KeyEditor) -> None:
    for name in ("default", *READY_MADE):
        editor.maps.setCurrentIndex(editor.maps.findData(name))
        editor.maps.activated.emit(editor.maps.currentIndex())
        assert keys_of("next_frame") == ready_map(name, KEYED).of("next_frame")
        shortcuts = window.actions_.by_name["next_frame"].shortcuts()
        assert [shortcut.toString() for shortcut in shortcuts] == list(keys_of("next_frame"))


def test_keys_go_out_to_a_file_and_come_in_from_it(editor: KeyEditor, tmp_path: Path) -> None:
    give(editor, "next_frame", Qt.Key.Key_F9)
    editor.write(tmp_path / "mine.json")
    assert "mine.json" in editor.said
    editor.reset.click()
    editor.read(tmp_path / "mine.json")
    assert keys_of("next_frame") == ("E", "Right", "F9")
    editor.write(tmp_path / "no such folder" / "mine.json")
    assert "cannot be written" in editor.said


def test_a_faulty_file_is_told_line_by_line_and_changes_nothing(editor: KeyEditor, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.json"
    faulty.write_text(
        '{"format": "palpate-keymap", "version": 1, "keys": {"fly": ["F"],'
        '"next_frame": ["N"], "accept": ["N"]}}',
        encoding="utf-8",
    )
    editor.read(faulty)
    assert len(editor.said.splitlines()) == 2
    assert "fly: is no action" in editor.said
    assert "N is the key of next_frame already" in editor.said
    assert keys_of("next_frame") == ("E", "Right")
    assert not editor.undo.isEnabled()


def test_keys_are_remembered_for_each_annotator(window: MainWindow, editor: KeyEditor, qtbot: QtBot) -> None:
    give(editor, "next_frame", Qt.Key.Key_F9)
    editor.close()
    settings = window.preferences.settings
    me = str(settings.get("annotator"))
    settings.set("annotator", "ben")
    assert keys_of("next_frame") == ("E", "Right")
    settings.set("annotator", me)
    assert keys_of("next_frame") == ("E", "Right", "F9")
    again = MainWindow(Preferences())
    qtbot.addWidget(again)
    assert "F9" in [shortcut.toString() for shortcut in again.actions_.by_name["next_frame"].shortcuts()]


# ---- held keys ---------------------------------------------------------------------------------------------


def test_held_keys_are_part_of_the_map(window: MainWindow, editor: KeyEditor, qtbot: QtBot) -> None:
    give(editor, "hold_hide", Qt.Key.Key_F10)
    leave(editor, window, qtbot)
    told: list[bool] = []
    window.held.hiding.connect(told.append)
    press(window.canvas, Qt.Key.Key_F10)
    assert told == [True, False]


def test_the_key_that_pans_can_be_another(window: MainWindow, editor: KeyEditor, qtbot: QtBot) -> None:
    give(editor, "hold_pan", Qt.Key.Key_F10)
    cap_of(editor, "Space").click()
    assert keys_of("hold_pan") == ("F10",)
    give(editor, "next_frame", Qt.Key.Key_Space)
    leave(editor, window, qtbot)
    tapped: list[bool] = []
    window.canvas.space_tapped.connect(lambda: tapped.append(True))
    window.canvas.setFocus()
    press(window.canvas, Qt.Key.Key_Space)
    assert window.workbench.focus.frame == 1
    assert tapped == []
    press(window.canvas, Qt.Key.Key_F10)
    assert tapped == [True]
    window.player.pause()
    assert "Play (F10)" in [button.toolTip() for button in window.timeline.findChildren(QToolButton)]


def test_the_help_on_keys_leads_to_changing_them(window: MainWindow) -> None:
    window.viewing.show_keys()
    (help_,) = window.findChildren(KeysDialog)
    help_.edit_wanted.emit()
    help_.close()
    (dialog,) = window.findChildren(KeyEditor)
    assert dialog.isVisible()
    dialog.close()
    QApplication.processEvents()
