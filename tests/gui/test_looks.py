"""Colours, hiding and locking in the whole window: keys, menus, the list of instances, after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from palpate.model.visibility import Visibility
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.actions import instancing
from palpate.ui.app import make_application
from palpate.ui.canvas.colouring import Scheme
from palpate.ui.canvas.look import look
from palpate.ui.dialogs.keys import keys_by_menu
from palpate.ui.dialogs.mark_legend import MarkLegend
from palpate.ui.main_window import MainWindow
from palpate.ui.panels.instances.aside_cells import Aside
from palpate.ui.panels.instances.tree import ASIDE, EYE, LOCK, REGION
from palpate.ui.preferences import Preferences
from palpate.ui.theme.tokens import INSTANCE_COLOURS, SIDE_COLOURS

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
NOSE, LEFT_EYE, LEFT_SHOULDER = 0, 1, 5


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    """A walk with two people; the first one's nose and left eye stand in frame 0, and are not in hand."""
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "mmpose" / "demo.mp4"])
        session.selection.move(clip=session.contents.clips[0].id, layer=session.contents.layers[0].id)
        first = gestures.add_instance(session, "coco_17", "batter")
        width, height = session.contents.clips[0].size
        gestures.place(session, np.array([width * 0.3, height * 0.4]), Visibility.VISIBLE)
        gestures.place(session, np.array([width * 0.6, height * 0.4]), Visibility.VISIBLE)
        gestures.add_instance(session, "coco_17", "bowler")
        session.selection.move(instance=first.id, keypoint=LEFT_SHOULDER)
    return path


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    made = opened(qtbot, project)
    yield made
    made.close()


def opened(qtbot: QtBot, project: Path) -> MainWindow:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_named([str(project)])
    qtbot.waitUntil(lambda: window.canvas.exact)
    session_of(window).selection.move(
        instance=session_of(window).contents.instances[0].id, keypoint=LEFT_SHOULDER
    )
    window.canvas.setFocus()
    return window


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
    window.activateWindow()
    QTest.keyClick(window.canvas, key, keys)


def choose(window: MainWindow, keypoint: int) -> None:
    session_of(window).selection.move(keypoint=keypoint, chosen=frozenset())


def spot(window: MainWindow, keypoint: int) -> QPoint:
    pose = window.canvas.scene.active_pose
    assert pose is not None
    x, y = window.canvas.view.to_widget(*pose.view.positions[keypoint].tolist())
    return QPoint(int(x), int(y))


def row(window: MainWindow, keypoint: int, column: int = 0, instance: int = 0) -> QModelIndex:
    found = session_of(window).contents.instances[instance].id
    return window.instances.model.place_of(found, keypoint).siblingAtColumn(column)


def click(window: MainWindow, index: QModelIndex, keys: Qt.KeyboardModifier = PLAIN) -> None:
    tree = window.instances.tree
    tree.scrollTo(index)
    QTest.mouseClick(tree.viewport(), LEFT, keys, tree.visualRect(index).center())


# ---- colours -------------------------------------------------------------------------------------------


def test_ctrl_k_goes_through_the_schemes_and_the_menu_names_the_one_in_force(window: MainWindow) -> None:
    for scheme in (Scheme.SIDE, Scheme.REGION, Scheme.ORIGIN, Scheme.INSTANCE):
        press(window, Qt.Key.Key_K, CTRL)
        assert look().scheme is scheme
        checked = [one for one in Scheme if window.actions_.by_name[f"colours_by_{one.value}"].isChecked()]
        assert checked == [scheme]


def test_the_scheme_is_seen_at_once_and_kept_over_a_restart(
    window: MainWindow, qtbot: QtBot, project: Path
) -> None:
    before = window.canvas.grab().toImage()
    window.actions_.by_name["colours_by_side"].trigger()
    assert window.canvas.grab().toImage() != before
    window.close()
    again = opened(qtbot, project)
    assert look().scheme is Scheme.SIDE
    again.actions_.by_name["colours_by_instance"].trigger()
    again.close()


def test_the_legend_below_the_list_says_what_colours_mean(window: MainWindow) -> None:
    legend = window.instances.colours.legend
    assert not legend.entries
    window.actions_.by_name["colours_by_side"].trigger()
    assert dict(legend.entries)[SIDE_COLOURS[next(iter(SIDE_COLOURS))]] == "subject's left"
    assert legend.isVisible()
    window.actions_.by_name["colours_by_region"].trigger()
    assert [word for _, word in legend.entries] == ["head", "upper limb", "lower limb"]
    assert legend.heightForWidth(60) > legend.heightForWidth(900)
    window.actions_.by_name["colours_by_instance"].trigger()
    assert not legend.isVisible()


def test_the_legend_of_marks_explains_every_origin_and_tier(window: MainWindow) -> None:
    window.actions_.by_name["colours_by_side"].trigger()
    window.actions_.by_name["show_marks"].trigger()
    legend = window.findChild(MarkLegend)
    assert legend is not None
    for words in (
        "placed by hand",
        "interpolated",
        "tracked",
        "guess, not accepted",
        "gold",
        "occluded, estimated",
    ):
        assert words in legend.words
    assert "subject's right" in legend.words
    legend.close()
    window.actions_.by_name["colours_by_instance"].trigger()


def test_submenus_hold_the_schemes_and_what_can_be_set_aside(window: MainWindow) -> None:
    view = next(
        action.menu() for action in window.menuBar().actions() if action.text().replace("&", "") == "View"
    )
    assert isinstance(view, QMenu)
    titles = [action.text() for action in view.actions() if action.menu() is not None]
    assert {"Colours", "Hide and lock"} <= set(titles)
    assert "Hide the chosen keypoints" in {line.does for line in keys_by_menu()["Hide and lock"]}


# ---- hidden --------------------------------------------------------------------------------------------


def test_what_is_hidden_is_not_drawn_not_hit_and_told(window: MainWindow) -> None:
    choose(window, NOSE)
    at = window.canvas.scene.active_position
    assert at is not None
    press(window, Qt.Key.Key_H, CTRL)
    pose = window.canvas.scene.active_pose
    assert pose is not None
    assert pose.shown.tolist() == [k == LEFT_EYE for k in range(17)]
    assert window.canvas.scene.near(*at.tolist(), 5.0) is None
    bare = window.canvas.grab().toImage()
    press(window, Qt.Key.Key_H, CTRL | SHIFT)
    assert window.canvas.scene.near(*at.tolist(), 5.0) is not None
    assert window.canvas.grab().toImage() != bare


def test_a_hidden_instance_leaves_nothing_to_click(window: MainWindow) -> None:
    at = spot(window, NOSE)
    window.actions_.by_name["hide_instance"].trigger()
    choose(window, -1)
    QTest.mouseClick(window.canvas, LEFT, PLAIN, at)
    assert session_of(window).selection.focus.keypoint == -1
    assert window.canvas.scene.instance_near(*window.canvas.view.to_image(at.x(), at.y()), 9.0) is None


def test_what_is_set_aside_comes_back_with_the_project(
    window: MainWindow, qtbot: QtBot, project: Path
) -> None:
    choose(window, NOSE)
    press(window, Qt.Key.Key_H, CTRL)
    choose(window, LEFT_EYE)
    press(window, Qt.Key.Key_L, CTRL)
    aside = session_of(window).aside
    kept = aside.hidden, aside.locked
    assert all(kept)
    window.close()
    again = opened(qtbot, project)
    assert (session_of(again).aside.hidden, session_of(again).aside.locked) == kept
    again.actions_.by_name["show_everything"].trigger()
    again.actions_.by_name["unlock_everything"].trigger()
    assert Preferences().aside(project) == ""
    again.close()


# ---- locked --------------------------------------------------------------------------------------------


def test_a_locked_keypoint_springs_back_and_the_window_says_how_to_unlock(window: MainWindow) -> None:
    choose(window, NOSE)
    press(window, Qt.Key.Key_L, CTRL)
    at, steps = spot(window, NOSE), len(session_of(window).project.history())
    QTest.mousePress(window.canvas, LEFT, PLAIN, at)
    QTest.mouseMove(window.canvas, at + QPoint(30, 0))
    QTest.mouseMove(window.canvas, at + QPoint(60, 0))
    QTest.mouseRelease(window.canvas, LEFT, PLAIN, at + QPoint(60, 0))
    assert spot(window, NOSE) == at
    assert len(session_of(window).project.history()) == steps
    assert "Nose is locked; its padlock in the list" in window.messages.texts()[0]
    press(window, Qt.Key.Key_L, CTRL)
    press(window, Qt.Key.Key_D)
    assert len(session_of(window).project.history()) == steps + 1


# ---- the list of instances -----------------------------------------------------------------------------


def test_eyes_and_padlocks_are_pressed_without_going_there(window: MainWindow) -> None:
    focus = session_of(window).selection.focus
    click(window, row(window, NOSE, EYE))
    click(window, row(window, LEFT_EYE, LOCK))
    assert row(window, NOSE, EYE).data(ASIDE) is Aside.YES
    assert row(window, LEFT_EYE, LOCK).data(ASIDE) is Aside.YES
    assert row(window, -1, EYE).data(ASIDE) is Aside.IN_PART
    assert session_of(window).selection.focus == focus
    click(window, row(window, NOSE, EYE))
    assert row(window, NOSE, EYE).data(ASIDE) is Aside.NO


def test_the_eye_of_a_region_hides_all_of_it(window: MainWindow) -> None:
    region = row(window, NOSE).siblingAtRow(0).siblingAtColumn(EYE)
    assert region.data(REGION)
    assert region.siblingAtColumn(0).data() == "head"
    click(window, region)
    assert len(session_of(window).aside.hidden.keypoints) == 5
    assert row(window, LEFT_EYE, EYE).data(ASIDE) is Aside.YES
    assert row(window, LEFT_SHOULDER, EYE).data(ASIDE) is Aside.NO


def test_shift_sets_aside_in_every_instance(window: MainWindow) -> None:
    click(window, row(window, NOSE, LOCK), SHIFT)
    ids = {found.id for found in session_of(window).contents.instances}
    assert session_of(window).aside.locked.keypoints == {(found, "nose") for found in ids}


def test_keypoints_of_a_hidden_instance_show_that_it_is_hidden(window: MainWindow) -> None:
    click(window, row(window, -1, EYE))
    assert row(window, NOSE, EYE).data(ASIDE) is Aside.WITH_IT
    assert row(window, NOSE, EYE).data(Qt.ItemDataRole.AccessibleTextRole) == "hidden with its instance"


def test_a_name_is_typed_over_in_its_row(window: MainWindow, qtbot: QtBot) -> None:
    tree = window.instances.tree
    tree.scrollToTop()
    at = tree.visualRect(row(window, -1)).center()
    QTest.mouseClick(tree.viewport(), LEFT, PLAIN, at)
    QTest.mouseDClick(tree.viewport(), LEFT, PLAIN, at)
    editor = tree.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "batter"
    QTest.keyClicks(editor, "Keeper")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session_of(window).contents.instances[0].name == "Keeper")
    assert session_of(window).undoable() is not None
    session_of(window).undo()
    assert row(window, -1).data().startswith("batter")


def test_a_row_without_a_name_keeps_the_one_it_had(window: MainWindow, qtbot: QtBot) -> None:
    window.instances.model.setData(row(window, -1), "  ")
    qtbot.waitUntil(lambda: bool(window.messages.texts()))
    assert "needs a name" in window.messages.texts()[0]
    assert session_of(window).contents.instances[0].name == "batter"


def test_the_menu_of_a_row_gives_an_instance_another_colour(window: MainWindow) -> None:
    menu = window.instances.menu_for(row(window, -1))
    assert menu is not None
    colours = next(action.menu() for action in menu.actions() if action.text() == "Colour")
    assert isinstance(colours, QMenu)
    next(action for action in colours.actions() if action.text() == "Magenta").trigger()
    assert session_of(window).contents.instances[0].colour == 4
    pose = window.canvas.scene.active_pose
    assert pose is not None
    assert INSTANCE_COLOURS[pose.tint - 1] == "#c828a0"
    menu.close()
    session_of(window).undo()
    assert session_of(window).contents.instances[0].colour == 1


def test_the_keyboard_gives_a_colour_and_a_further_skeleton(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instancing, "ask_choice", lambda *_: "Blue")
    window.actions_.by_name["colour_instance"].trigger()
    assert session_of(window).contents.instances[0].colour == 6
    monkeypatch.setattr(instancing, "ask_choice", lambda _title, _label, offers: offers[0])
    window.actions_.by_name["add_skeleton"].trigger()
    assert len(session_of(window).contents.skeletons) == 2


def test_a_crowd_stays_usable(window: MainWindow) -> None:
    session = session_of(window)
    for n in range(18):
        gestures.add_instance(session, "coco_17", f"player {n}")
    model, tree = window.instances.model, window.instances.tree
    assert model.rowCount() == 20
    open_ = [n for n in range(20) if tree.isExpanded(model.index(n, 0))]
    assert open_ == [19]
    window.instances.filter.setText("#7")
    assert model.rowCount() == 1
    assert model.index(0, 0).data() == "player 4  #7"
