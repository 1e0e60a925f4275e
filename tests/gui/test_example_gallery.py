"""The gallery of examples: shown under the words, large, filtered, changed, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from example_hands import Ask, asking, closed, focus, kept, save_nose, stills_window
from hands import session_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.example import Blur, Lighting
from palpate.model.migration import Redefine
from palpate.session.guidelines import examples
from palpate.session.marking import notes
from palpate.session.skeletons import migrating
from palpate.ui.bridge.example_pictures import Table
from palpate.ui.dialogs.example_words import ExampleWordsDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


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


def test_the_gallery_shows_what_was_saved_and_follows_undo(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    gallery = window.guideline.gallery
    assert gallery.grid.shown == ()
    assert "Alt+Shift+C" in gallery.said
    save_nose(window, asked, qtbot)
    assert [one.example.caption for one in gallery.grid.shown] == ["On the tip."]
    assert (gallery.count, gallery.said) == ("1", "")
    assert gallery.grid.told(0) == "Correct · diffuse\nOn the tip."
    qtbot.waitUntil(lambda: gallery.pictures.at_hand(gallery.grid.shown[0], 100) is not None)
    focus(window, 5)
    assert gallery.grid.shown == ()
    focus(window, 0)
    window.commands.undo()
    assert gallery.grid.shown == ()
    window.commands.redo()
    assert len(gallery.grid.shown) == 1


def test_conditions_narrow_the_gallery_and_are_remembered(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    for lighting in (Lighting.DIFFUSE, Lighting.BACKLIT):
        dialog = asked(Qt.Key.Key_C)
        dialog.lighting.choose(lighting)
        dialog.accept()
        closed(qtbot, window)
    gallery = window.guideline.gallery
    gallery.chips["backlit_or_floodlit"].click()
    assert [one.example.lighting for one in gallery.grid.shown] == [Lighting.BACKLIT]
    assert gallery.count == "1 / 2"
    assert window.preferences.settings.get("example_conditions") == "backlit_or_floodlit"
    gallery.chips["severe"].click()
    assert gallery.said == "None in the chosen conditions."
    for chip in gallery.chips.values():
        chip.setChecked(False)
    gallery.chips["diffuse"].click()
    assert Preferences().settings.get("example_conditions") == "diffuse"


def test_a_click_shows_an_example_large_and_escape_goes_back_to_the_work(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    save_nose(window, asked, qtbot)
    grid = window.guideline.gallery.grid
    window.canvas.setFocus()
    grid.opened.emit(1)
    sheet = window.exampling.sheet
    assert sheet.isVisible()
    assert sheet.shown == grid.shown[1]
    qtbot.waitUntil(lambda: sheet.view._image.size().toTuple() == grid.shown[1].example.size)
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert sheet.shown == grid.shown[0]
    assert "stills" in sheet.source.text()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert window.focusWidget() is window.canvas
    assert window.canvas.isVisible()


def test_the_words_of_an_example_are_changed_and_the_large_view_follows(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    grid = window.guideline.gallery.grid
    grid.opened.emit(0)
    sheet = window.exampling.sheet
    QTest.keyClick(sheet, Qt.Key.Key_F2)
    (dialog,) = window.findChildren(ExampleWordsDialog)
    dialog.caption.setPlainText("Other words.")
    dialog.blur.choose(Blur.SEVERE)
    dialog.accept()
    assert sheet.caption.text() == "Other words."
    assert grid.told(0) == "Correct · diffuse, severe blur\nOther words."


def test_removing_an_example_leaves_the_large_view_and_can_be_undone(
    window: MainWindow, asked: Ask, qtbot: QtBot, told: list[str]
) -> None:
    save_nose(window, asked, qtbot)
    grid = window.guideline.gallery.grid
    grid.opened.emit(0)
    QTest.keyClick(window.exampling.sheet, Qt.Key.Key_Delete)
    assert kept(window) == []
    assert not window.exampling.sheet.isVisible()
    assert "undo brings it back" in told[-1]
    window.commands.undo()
    assert len(grid.shown) == 1


def test_the_keyboard_goes_through_the_gallery(window: MainWindow, asked: Ask, qtbot: QtBot) -> None:
    for _ in range(3):
        save_nose(window, asked, qtbot)
    grid = window.guideline.gallery.grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Up)
    assert grid.current == 0
    QTest.keyClick(grid, Qt.Key.Key_End)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current == 1
    assert grid.accessibleDescription() == grid.told(1)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert window.exampling.sheet.shown == grid.shown[1]


def test_nothing_is_decoded_twice_while_keypoints_are_gone_through(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    gallery = window.guideline.gallery
    qtbot.waitUntil(lambda: gallery.pictures.at_hand(gallery.grid.shown[0], 100) is not None)
    before = gallery.pictures.decoded
    for keypoint in (1, 2, 0, 1, 0):
        focus(window, keypoint)
        gallery.grid.grab()
    assert gallery.pictures.decoded == before


def test_what_shows_a_redefined_keypoint_says_so(window: MainWindow, asked: Ask, qtbot: QtBot) -> None:
    save_nose(window, asked, qtbot)
    session = session_of(window)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")], "coco_17"))
    grid = window.guideline.gallery.grid
    assert "Of version 1: the keypoint was redefined since." in grid.told(0)
    window.commands.undo()
    assert "Of version" not in grid.told(0)


def test_the_large_guideline_shows_examples_notes_and_blur(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    session = session_of(window)
    notes.pin(session, "Which nostril?", session.selection.focus)
    window.guideline.blur_said.emit("Blur 3.0 px.", False)
    window.guiding.enlarge_guideline()
    sheet = window.guiding.sheet
    assert sheet.isVisible()
    assert [one.example.caption for one in sheet.gallery.grid.shown] == ["On the tip."]
    said = " ".join(sheet.text.texts().values())
    assert "Which nostril?" in said
    assert "Blur 3.0 px." in said
    notes.pin(session, "The left one.", session.selection.focus)
    assert "The left one." in " ".join(sheet.text.texts().values())
    sheet.gallery.grid.opened.emit(0)
    assert window.exampling.sheet.isVisible()


def test_a_faulty_table_is_told_once_and_own_examples_stay(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, told: list[str]
) -> None:
    folder = tmp_path / "near" / "faulty" / "examples"
    folder.mkdir(parents=True)
    (folder / "examples.yaml").write_text("- {keypoint: horn}\n", encoding="utf-8")
    pictures = window.guideline.example_pictures
    skeleton = replace(session_of(window).contents.skeletons["coco_17"], guidelines="faulty")
    table = Table(skeleton, tmp_path / "near")
    for _ in range(2):
        pictures.forget()
        pictures.wish(table, (), 100, content_of=lambda _one: None, who=window)
        qtbot.waitUntil(lambda: pictures.filed(table, "nose") == ())
    (sentence,) = told
    assert "no keypoint is called 'horn'" in sentence


def test_a_damaged_picture_is_shown_as_nothing_and_not_asked_for_again(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    (whole,) = kept(window)
    damaged = replace(whole, example=replace(whole.example, id="damaged"))
    content = examples.picture_of(session_of(window), whole)[:60]
    pictures = window.guideline.example_pictures
    qtbot.waitUntil(lambda: pictures.at_hand(whole, 100) is not None)
    pictures.wish(None, [damaged], 100, content_of=lambda _one: content, who=window)
    qtbot.waitUntil(lambda: pictures.at_hand(damaged, 100) is not None)
    decoded = pictures.decoded
    pictures.wish(None, [damaged], 100, content_of=lambda _one: content, who=window)
    pictures.close()  # waits for what is being decoded
    assert pictures.decoded == decoded
    image = pictures.at_hand(damaged, 100)
    assert image is not None
    assert image.size().toTuple() == (1, 1)
    window.guideline.gallery.grid.grab()


def test_examples_that_come_as_files_join_the_own_ones_once_they_are_read(
    window: MainWindow, asked: Ask, qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    gallery = window.guideline.gallery
    shipped = replace(session_of(window).contents.skeletons["coco_17"], guidelines="cricket_bowling_54")
    gallery.follow(shipped, shipped.position_of["nose"])
    assert len(gallery.grid.shown) == 1
    qtbot.waitUntil(lambda: len(gallery.grid.shown) == 9)
