"""Examples in the window: cut out of real frames, by whoever may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from example_hands import ALT_SHIFT, NOSE, Ask, asking, closed, focus, grain, kept, save_nose, stills_window
from hands import press, session_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.example import Blur, Lighting, Shows
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer, PutSetting
from palpate.session.guidelines import examples
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.dialogs.example import ExampleDialog
from palpate.ui.dialogs.example_words import ExampleWordsDialog
from palpate.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with stills_window(qtbot, tmp_path) as window:
        yield window


@pytest.fixture
def told(window: MainWindow) -> list[str]:
    sentences: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def asked(window: MainWindow, qtbot: QtBot) -> Ask:
    return asking(window, qtbot)


def test_a_correct_example_holds_the_very_pixels_of_the_frame(
    window: MainWindow, asked: Ask, qtbot: QtBot, told: list[str]
) -> None:
    dialog = asked(Qt.Key.Key_C)
    assert dialog.lighting.word is Lighting.DIFFUSE  # as the clip says
    dialog.size_.setValue(4)
    dialog.blur.choose(Blur.SHARP)
    dialog.caption.setPlainText(" On the\n tip. ")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    closed(qtbot, window)
    (shown,) = kept(window)
    one = shown.example
    assert (one.keypoint, one.shows, one.caption) == ("nose", Shows.CORRECT, "On the tip.")
    assert (one.lighting, one.blur) == (Lighting.DIFFUSE, Blur.SHARP)
    left, top = one.source.corner
    assert (left + one.right[0], top + one.right[1]) == NOSE
    pixels = cv2.imdecode(
        np.frombuffer(examples.picture_of(session_of(window), shown), np.uint8), cv2.IMREAD_COLOR
    )
    assert one.size == (64, 64)
    assert (pixels == grain(0)[top : top + 64, left : left + 64]).all()
    assert told[-1].startswith("Saved as correct example of Nose")


def test_an_incorrect_example_waits_for_the_right_place(window: MainWindow, asked: Ask, qtbot: QtBot) -> None:
    dialog = asked(Qt.Key.Key_X)
    assert not dialog.save_button.isEnabled()
    middle = dialog.view.box.center().toPoint() + QPoint(30, -20)
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=middle)
    assert dialog.save_button.isEnabled()
    dialog.accept()
    closed(qtbot, window)
    (shown,) = kept(window)
    one = shown.example
    assert one.shows is Shows.INCORRECT
    assert one.wrong is not None
    assert (one.source.corner[0] + one.wrong[0], one.source.corner[1] + one.wrong[1]) == NOSE
    assert one.right[0] > one.wrong[0]
    assert one.right[1] < one.wrong[1]


def test_a_cross_on_the_ring_is_no_incorrect_example(window: MainWindow, asked: Ask) -> None:
    dialog = asked(Qt.Key.Key_X)
    middle = dialog.view.box.center().toPoint()
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=middle)
    assert not dialog.save_button.isEnabled()
    assert dialog.fault.text().startswith("The cross lies on the ring")
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, -30))
    assert dialog.save_button.isEnabled()
    assert dialog.fault.isHidden()
    dialog.reject()


def test_delete_takes_the_second_mark_away(window: MainWindow, asked: Ask) -> None:
    dialog = asked(Qt.Key.Key_C)
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=dialog.view.box.center().toPoint())
    assert dialog.said.other is not None
    dialog.view.setFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Delete)
    assert dialog.said.other is None
    dialog.reject()


def test_what_has_no_position_makes_no_example(window: MainWindow, told: list[str]) -> None:
    focus(window, 5)
    press(window, Qt.Key.Key_C, *ALT_SHIFT)
    assert not window.findChildren(ExampleDialog)
    assert told == ["Left shoulder has no position in this frame; place it first"]


def test_a_point_outside_of_the_picture_makes_no_example(window: MainWindow, told: list[str]) -> None:
    gestures.place(session_of(window), np.array([-5.0, 20.0]), Visibility.VISIBLE)
    focus(window, 0)
    press(window, Qt.Key.Key_C, *ALT_SHIFT)
    assert not window.findChildren(ExampleDialog)
    assert "lies outside of the picture" in told[-1]


def test_gold_gives_the_right_place_to_those_who_may_see_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.workbench.close()
    path = tmp_path / "stills.palpate"
    with Session.open(path) as session:
        session.do(PutSetting("role", "consultant"))
        gold = editions.new_layer("gold", LayerKind.GOLD, "ana")
        session.do(PutLayer("Add layer", gold))
        instance = session.contents.instances[0].id
        at = session.pose_at(gold.id, instance, 0)
        session.do(poses.place(at, 0, np.array([210.0, 90.0]), Visibility.VISIBLE, "Nose"))
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.exact and window.canvas.frame == 0)
    session = session_of(window)
    work = next(layer for layer in session.contents.layers if layer.kind is LayerKind.WORK)
    session.selection.move(layer=work.id)
    focus(window, 0)
    press(window, Qt.Key.Key_X, *ALT_SHIFT)
    (dialog,) = window.findChildren(ExampleDialog)
    assert dialog.said.other == (210.0, 90.0)
    assert "gold" in dialog.hint.text()
    dialog.reject()


def test_the_menu_of_a_keypoints_row_saves_it(window: MainWindow) -> None:
    instances = window.instances
    instance = session_of(window).contents.instances[0].id
    focus(window, 5)
    menu = instances.menu_for(instances.model.place_of(instance, 0))
    assert menu is not None
    (action,) = [one for one in menu.actions() if one.text() == "Save as incorrect example…"]
    action.trigger()
    (dialog,) = window.findChildren(ExampleDialog)
    assert dialog.windowTitle() == "Incorrect example of Nose"
    dialog.reject()
    menu.close()
    of_instance = instances.menu_for(instances.model.place_of(instance, -1))
    assert of_instance is not None
    assert not any("example" in one.text() for one in of_instance.actions())
    of_instance.close()


def test_a_project_open_for_reading_shows_examples_and_saves_none(
    window: MainWindow, asked: Ask, qtbot: QtBot, told: list[str]
) -> None:
    save_nose(window, asked, qtbot)
    session = session_of(window)
    session.project.read_only = "opened for reading only"
    window.exampling.begin(Shows.CORRECT)
    (shown,) = kept(window)
    window.exampling.edit(shown)
    window.exampling.remove(shown)
    assert told[-3:] == ["opened for reading only"] * 3
    assert not window.findChildren(ExampleDialog)
    assert not window.findChildren(ExampleWordsDialog)
    session.project.read_only = ""
