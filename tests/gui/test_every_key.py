"""The whole table of actions, key by key: each does one thing, is told, and says why where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from palpate.session.keys.keymap_file import READY_MADE, ready_map
from palpate.session.session import Session
from palpate.ui.actions.enabling import why_not
from palpate.ui.actions.keys import KEYED, keys_of, keys_told, put_in_force, shown
from palpate.ui.actions.mnemonics import with_mnemonics
from palpate.ui.actions.spec import ActionSpec, Needs
from palpate.ui.actions.table import ACTIONS, HELD_KEYS
from palpate.ui.actions.tables.menu import DIVIDED_BEFORE, MENUS
from palpate.ui.actions.tables.placing import NUMBER_ACTIONS, PASS_ACTIONS, SEEKING_ACTIONS
from palpate.ui.app import make_application
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.keys import KeysDialog, keys_by_menu
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

MAPS = ("default", *READY_MADE)
_SMALL_SCREEN = 720  # logical px, of 768 without a task bar


@pytest.fixture
def window(qtbot: QtBot, two_bowlers: Session) -> Iterator[MainWindow]:
    make_application()
    path = two_bowlers.project.path
    two_bowlers.close()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    window.activateWindow()
    yield window
    put_in_force(ready_map("default", KEYED))
    window.close()


@pytest.fixture(params=MAPS)
def keyed(window: MainWindow, request: pytest.FixtureRequest) -> MainWindow:
    """The window with each of the maps that come with the program in force."""
    put_in_force(ready_map(request.param, KEYED))
    window._on_keys()
    return window


def heard(window: MainWindow) -> list[str]:
    """Let actions be heard instead of done, all of them, and return where they are heard."""
    done: list[str] = []
    for name, action in window.actions_.by_name.items():
        action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, name=name: done.append(name))
        action.setEnabled(True)
    return done


def press(window: MainWindow, key: str) -> None:
    combination = QKeySequence(key)[0]
    QTest.keyClick(window.canvas, combination.key(), combination.keyboardModifiers())


def test_every_key_does_its_one_thing_in_every_map(keyed: MainWindow) -> None:
    done = heard(keyed)
    keyed.canvas.setFocus()
    wrong = {}
    for spec in ACTIONS:
        for key in keys_of(spec.does):
            done.clear()
            press(keyed, key)
            if done != [spec.does]:
                wrong[key] = (spec.does, list(done))
    assert not wrong


def test_every_letter_of_a_menu_is_its_own_and_no_actions_key_in_every_map(keyed: MainWindow) -> None:
    titles = [action.text() for action in keyed.menuBar().actions()]
    letters = [title[title.index("&") + 1].upper() for title in titles]
    assert len(titles) == len(set(letters)) == sum("." not in name for name in MENUS)
    taken = {key for spec in ACTIONS for key in keys_of(spec.does)}
    assert not taken & {f"Alt+{letter}" for letter in letters}


def test_a_menus_letter_gives_way_to_an_action_and_then_to_who_wants_it() -> None:
    assert with_mnemonics(["&Mark", "&Go", "Age"], {"Alt+M"}) == ["M&ark", "&Go", "Ag&e"]
    taken = {"Alt+S", "Alt+A", "Alt+P", "Alt+E"}
    assert with_mnemonics(["&Shape", "&Help"], taken) == ["S&hape", "He&lp"]
    assert with_mnemonics(["&On"], {"Alt+O", "Alt+N"}) == ["On"]


def test_the_help_tells_every_key_of_the_whole_table_in_every_map(keyed: MainWindow) -> None:
    dialog = KeysDialog(keyed)
    told = {key: row.does for rows in keys_by_menu().values() for row in rows for key in row.keys}
    listed = "\n".join(dialog.shown())
    for spec in (*ACTIONS, *HELD_KEYS):
        text = QCoreApplication.translate("Actions", spec.text).rstrip("…")
        assert text.casefold() in listed
        for key in keys_told(spec.does):
            assert key in told
            assert f"{key} ".casefold() in listed
    dialog.close()


def test_the_number_pad_is_in_the_help(window: MainWindow) -> None:
    told = [key for rows in keys_by_menu().values() for row in rows for key in row.keys]
    assert {shown(f"Num+{sign}") for sign in "1234567890+-"} <= set(told)


def test_every_action_is_reached_from_the_menus_by_keyboard(window: MainWindow) -> None:
    reached = set()
    waiting: list[QAction] = list(window.menuBar().actions())
    while waiting:
        action = waiting.pop()
        menu = action.menu()
        reached.add(action.objectName())
        waiting += menu.actions() if menu is not None else []
    assert {spec.does for spec in ACTIONS} <= reached


def test_every_menu_fits_a_small_laptops_screen(window: MainWindow) -> None:
    waiting = [found for action in window.menuBar().actions() if (found := action.menu()) is not None]
    assert len(waiting) == sum("." not in name for name in MENUS)
    for menu in waiting:
        assert menu.sizeHint().height() < _SMALL_SCREEN, menu.title()
        waiting += [inner for action in menu.actions() if (inner := action.menu()) is not None]


def test_every_line_in_a_menu_divides_two_things(window: MainWindow) -> None:
    assert {spec.does for spec in ACTIONS} >= DIVIDED_BEFORE
    for title in window.menuBar().actions():
        menu = title.menu()
        assert isinstance(menu, QMenu)
        lines = [action.isSeparator() for action in menu.actions()]
        assert not lines[0]
        assert not lines[-1]
        assert not any(a and b for a, b in pairwise(lines))


def test_every_need_that_is_not_met_has_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    nothing_open = Workbench()
    with Session.create(tmp_path / "empty.palpate", ["coco_17"], "ana") as made:
        path = made.project.path
    empty = Workbench()
    empty.open(path)
    for needs in Needs:
        assert why_not(needs, nothing_open) or needs is Needs.NOTHING
        met_without_a_clip = (Needs.NOTHING, Needs.PROJECT, Needs.WRITABLE, Needs.UNDO)
        assert why_not(needs, empty) or needs in met_without_a_clip
    empty.close()


@pytest.mark.parametrize(
    "spec", [*NUMBER_ACTIONS, *PASS_ACTIONS, *SEEKING_ACTIONS], ids=lambda spec: str(spec.does)
)
def test_what_leads_the_hand_has_a_key_and_says_why_it_cannot(qtbot: QtBot, spec: ActionSpec) -> None:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    action = window.actions_.by_name[spec.does]
    assert spec.keys
    assert not action.isEnabled()
    assert "open or make a project first" in action.toolTip()
    window.close()


def test_the_number_pad_is_told_apart_where_qt_does_not(window: MainWindow) -> None:
    done = heard(window)
    window.canvas.setFocus()
    for name in ("bank_3", "next_bank"):  # as under X11 and Wayland, which take a pad's sign for any other
        action = window.actions_.by_name[name]
        action.setShortcuts([key for key in action.shortcuts() if "Num" not in key.toString()])
    press(window, "Num+3")
    press(window, "Num++")
    assert done == ["bank_3", "next_bank"]
    window.actions_.by_name["bank_3"].setEnabled(False)
    window.instances.filter.setFocus()
    QTest.keyClick(window.instances.filter, Qt.Key.Key_4, Qt.KeyboardModifier.KeypadModifier)
    assert window.instances.filter.text() == "4"
    assert len(done) == 2


def test_no_key_is_left_to_a_widget_that_has_the_keyboard(window: MainWindow) -> None:
    done = heard(window)
    window.canvas.setFocus()
    assert QApplication.focusWidget() is window.canvas
    QTest.keyClick(window.canvas, Qt.Key.Key_7, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(window.canvas, Qt.Key.Key_1)
    QTest.keyClick(window.canvas, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    assert done == ["bank_7", "mark_visible", "bank_1"]
