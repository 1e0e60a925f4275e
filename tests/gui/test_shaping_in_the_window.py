"""Boxes and masks in the whole window: keys, the session behind, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.base.geometry import outline_area
from palpate.model.pose import Shape
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import shaping
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.canvas.tools.in_hand import Tool
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """A walk with one instance, at its first frame."""
    make_application()
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "mmpose" / "demo.mp4"])
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    window.activateWindow()
    window.canvas.setFocus()
    window.commands.add_instance()
    yield window
    window.close()


def shape(window: MainWindow) -> Shape:
    session = window.workbench.session
    assert session is not None
    return shaping.shape_here(session)


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(window.canvas, key, keys)


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(window.canvas, LEFT, PLAIN, start)
    QTest.mouseMove(window.canvas, (start + end) / 2)
    QTest.mouseMove(window.canvas, end)
    QTest.mouseRelease(window.canvas, LEFT, PLAIN, end)


def clicks(window: MainWindow, *spots: tuple[int, int]) -> None:
    for x, y in spots:
        QTest.mouseClick(window.canvas, LEFT, PLAIN, QPoint(x, y))


def test_b_draws_a_box_that_one_undo_takes_back(window: MainWindow) -> None:
    press(window, Qt.Key.Key_B)
    assert window.actions_.by_name["draw_box"].isChecked()
    drag(window, QPoint(120, 90), QPoint(220, 190))
    box = shape(window).box
    assert box is not None
    scale = window.canvas.view.scale
    assert box[2:] == pytest.approx((100 / scale, 100 / scale))
    window.commands.undo()
    assert shape(window).box is None
    press(window, Qt.Key.Key_B)
    assert window.canvas.tool is Tool.KEYPOINTS
    assert not window.actions_.by_name["draw_box"].isChecked()


def test_a_box_of_no_size_is_told_and_nothing_changes(window: MainWindow) -> None:
    press(window, Qt.Key.Key_B)
    clicks(window, (150, 120))
    assert "a width and a height" in window.messages.texts()[0]
    assert shape(window) == Shape()


def test_p_draws_a_mask_with_a_hole_whose_area_counts(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P)
    clicks(window, (100, 80), (300, 80), (300, 280), (100, 280))
    press(window, Qt.Key.Key_Return)
    assert not window.canvas.scene.in_hand.ring
    clicks(window, (150, 130), (250, 130), (250, 230), (150, 230))
    press(window, Qt.Key.Key_Return)
    part = (200 * 200 - 100 * 100) / window.canvas.view.scale**2
    assert outline_area(shape(window).outline) == pytest.approx(part)
    assert window.messages.texts() == []


def test_a_mask_that_crosses_itself_is_mended_and_told(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P)
    clicks(window, (100, 80), (300, 280), (300, 80), (100, 280))
    press(window, Qt.Key.Key_Return)
    assert "crossed itself" in window.messages.texts()[0]
    assert len(shape(window).polygons) == 2


def test_a_ring_that_is_refused_stays_in_the_hand(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P)
    clicks(window, (100, 80), (300, 80))
    press(window, Qt.Key.Key_Return)
    assert "three corners" in window.messages.texts()[0]
    assert len(window.canvas.scene.in_hand.ring) == 2
    clicks(window, (300, 280))
    press(window, Qt.Key.Key_Return)
    assert len(shape(window).polygons) == 1


def test_the_brush_paints_and_comma_and_point_size_it(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P, SHIFT)
    assert window.canvas.tool is Tool.BRUSH
    press(window, Qt.Key.Key_Period)
    assert window.canvas.scene.in_hand.brush_px == pytest.approx(17.5)
    press(window, Qt.Key.Key_Comma)
    drag(window, QPoint(120, 90), QPoint(220, 90))
    covered = (100 * 28 + np.pi * 14**2) / window.canvas.view.scale**2
    assert outline_area(shape(window).outline) == pytest.approx(covered, rel=0.02)


def test_a_box_by_hand_is_replaced_when_asked_for_twice(window: MainWindow) -> None:
    clicks(window, (150, 100), (250, 200))
    press(window, Qt.Key.Key_B)
    drag(window, QPoint(120, 90), QPoint(420, 390))
    by_hand = shape(window).box
    press(window, Qt.Key.Key_B, SHIFT)
    assert shape(window).box == by_hand
    assert "once more to replace it" in window.messages.texts()[0]
    press(window, Qt.Key.Key_B, SHIFT)
    assert shape(window).box != by_hand


def test_asking_again_elsewhere_does_not_count(window: MainWindow) -> None:
    clicks(window, (150, 100), (250, 200))
    press(window, Qt.Key.Key_B)
    drag(window, QPoint(120, 90), QPoint(420, 390))
    by_hand = shape(window).box
    press(window, Qt.Key.Key_B, SHIFT)
    window.going.step(1)
    window.going.step(-1)
    press(window, Qt.Key.Key_B, SHIFT)
    assert shape(window).box == by_hand


def test_an_instance_can_be_shown_alone_and_walked_on_from(window: MainWindow) -> None:
    window.commands.add_instance()
    second = window.workbench.focus.instance
    press(window, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert [found.instance for found in window.canvas.scene.poses] == [second]
    press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    first = window.workbench.focus.instance
    assert first != second
    assert [found.instance for found in window.canvas.scene.poses] == [first]
    assert window.actions_.by_name["isolate"].isChecked()
    press(window, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert len(window.canvas.scene.poses) == 2


def test_another_project_finds_the_hand_empty(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P)
    clicks(window, (100, 80), (300, 80))
    window.workbench.close()
    assert window.canvas.tool is Tool.KEYPOINTS
    assert not window.canvas.scene.in_hand.ring
    assert not window.actions_.by_name["draw_polygon"].isChecked()
