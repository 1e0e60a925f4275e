"""The dialog of settings: generated from the table, in force at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from palpate.session.session import Session
from palpate.session.settings_table import SECTIONS, SETTINGS
from palpate.ui.app import make_application
from palpate.ui.canvas.look import look
from palpate.ui.dialogs.annotator_field import AnnotatorField
from palpate.ui.dialogs.key_editor import KeyEditor
from palpate.ui.dialogs.setting_fields import ChoiceField, ToggleField, WholeField
from palpate.ui.dialogs.settings import SettingsDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.theme.apply import current


@pytest.fixture
def window(qtbot: QtBot, two_bowlers: Session) -> Iterator[MainWindow]:
    make_application()
    path = two_bowlers.project.path
    two_bowlers.close()
    preferences = Preferences()
    preferences.annotator = "ana"
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    yield window
    window.close()


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[SettingsDialog]:
    window.commands.edit_settings()
    (found,) = window.findChildren(SettingsDialog)
    yield found
    if isValid(found):
        found.close()


def choose(field: QWidget, at: int) -> None:
    assert isinstance(field, ChoiceField)
    field.setCurrentIndex(at)
    field.activated.emit(at)


def spin_of(dialog: SettingsDialog, name: str) -> QSpinBox:
    field = dialog.fields[name]
    assert isinstance(field, WholeField)
    (spin,) = field.findChildren(QSpinBox)
    return spin


def test_every_setting_of_the_table_has_a_named_control(dialog: SettingsDialog) -> None:
    assert set(dialog.fields) == {spec.name for spec in SETTINGS if spec.section}
    assert dialog.sections.count() == len(SECTIONS)
    controls = (QComboBox, QSpinBox, QAbstractButton)
    for field in dialog.fields.values():
        inner = [found for kind in controls for found in field.findChildren(kind)]
        for control in [field, *inner]:
            if isinstance(control, controls) and control.parent() is not None and control.isEnabled():
                text = control.text() if isinstance(control, QAbstractButton) else ""
                assert control.accessibleName() or text or isinstance(control.parent(), QComboBox)


def test_the_theme_changes_at_once_and_stays(window: MainWindow, dialog: SettingsDialog) -> None:
    choose(dialog.fields["theme"], 1)
    assert current().name == "light"
    assert window.actions_.by_name["light_theme"].isChecked()
    assert Preferences().theme == "light"
    window.viewing.dark_theme()
    field = dialog.fields["theme"]
    assert isinstance(field, ChoiceField)
    assert field.currentIndex() == 0
    assert current().name == "dark"


def test_keypoints_are_drawn_larger_and_without_names_at_once(
    window: MainWindow, dialog: SettingsDialog
) -> None:
    before = window.canvas.scene.poses
    spin_of(dialog, "point_size").setValue(180)
    names = dialog.fields["names"]
    assert isinstance(names, ToggleField)
    names.click()
    assert (look().point_scale, look().names) == (1.8, False)
    assert window.canvas.scene.poses is not before


def test_the_usual_speed_holds_where_nobody_chose_another(window: MainWindow, dialog: SettingsDialog) -> None:
    assert window.player.speed == 0.25  # 120 frames per second
    told: list[float] = []
    window.player.speed_chosen.connect(told.append)
    choose(dialog.fields["speed"], 5)
    assert window.player.speed == 2.0
    assert told == [2.0]
    window.player.choose_speed(0.5)
    choose(dialog.fields["speed"], 0)
    assert window.player.speed == 0.5


def test_another_annotator_brings_other_settings(window: MainWindow, dialog: SettingsDialog) -> None:
    choose(dialog.fields["theme"], 1)
    who = dialog.fields["annotator"]
    assert isinstance(who, AnnotatorField)
    assert not who.forget.isEnabled()
    assert who.forget.toolTip()
    line = who.names.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "ben")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert window.preferences.annotator == "ben"
    assert current().name == "dark"
    who.names.setCurrentIndex(who.names.findText("ana"))
    who.names.activated.emit(who.names.currentIndex())
    assert current().name == "light"
    (ben,) = [action for action in who.forget.menu().actions() if action.text() == "ben"]
    ben.trigger()
    assert window.preferences.settings.annotators() == ["ana"]


def test_an_empty_name_is_refused_with_a_sentence(window: MainWindow, dialog: SettingsDialog) -> None:
    who = dialog.fields["annotator"]
    assert isinstance(who, AnnotatorField)
    line = who.names.lineEdit()
    assert line is not None
    line.clear()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "needs a text" in dialog.said
    assert window.preferences.annotator == "ana"
    assert who.names.currentText() == "ana"


def test_a_section_goes_back_to_what_is_usual(window: MainWindow, dialog: SettingsDialog) -> None:
    dialog.sections.setCurrentRow(list(SECTIONS).index("picture"))
    (reset,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Usual values"]
    assert not reset.isEnabled()
    assert reset.toolTip()
    spin_of(dialog, "point_size").setValue(50)
    choose(dialog.fields["theme"], 1)
    reset.click()
    assert look().point_scale == 1.0
    assert spin_of(dialog, "point_size").value() == 100
    assert current().name == "light"


def test_the_dialog_leads_to_the_keys(window: MainWindow, dialog: SettingsDialog) -> None:
    (keys,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Keys…"]
    keys.click()
    (editor,) = window.findChildren(KeyEditor)
    assert editor.isVisible()
    assert not dialog.isVisible()
    editor.close()
    QApplication.processEvents()


def test_a_setting_is_found_by_any_of_its_words(dialog: SettingsDialog) -> None:
    dialog.search.setText("disk")
    assert dialog.section == "memory"
    assert [dialog.sections.item(at).isHidden() for at in range(dialog.sections.count())].count(False) == 1
    assert dialog.fields["proxy_gigabytes"].isVisible()
    assert not dialog.fields["frame_megabytes"].isVisible()
    dialog.search.setText("no such thing")
    assert dialog.said == "No setting tells of that"
    dialog.search.clear()
    assert dialog.fields["frame_megabytes"].isVisible()
    assert not any(dialog.sections.item(at).isHidden() for at in range(dialog.sections.count()))


def test_the_stopwatch_is_switched_here_as_in_the_menu(window: MainWindow, dialog: SettingsDialog) -> None:
    field = dialog.fields["stopwatch"]
    assert isinstance(field, ToggleField)
    assert window.actions_.by_name["show_stopwatch"].isChecked()
    field.click()
    assert not window.effort.shown
    assert not window.actions_.by_name["show_stopwatch"].isChecked()
    window.actions_.by_name["show_stopwatch"].trigger()
    assert field.isChecked()


def test_every_annotator_finds_the_docks_as_they_left_them(window: MainWindow) -> None:
    preferences = window.preferences
    window.docks["guideline"].hide()
    preferences.annotator = "bea"
    assert window.docks["guideline"].toggleViewAction().isChecked()  # as at a first start
    window.docks["timeline"].hide()
    preferences.annotator = "ana"
    shown = {name: window.docks[name].toggleViewAction().isChecked() for name in ("guideline", "timeline")}
    assert shown == {"guideline": False, "timeline": True}
    preferences.annotator = "bea"
    shown = {name: window.docks[name].toggleViewAction().isChecked() for name in ("guideline", "timeline")}
    assert shown == {"guideline": True, "timeline": False}
    assert preferences.arrangement == Preferences().arrangement
