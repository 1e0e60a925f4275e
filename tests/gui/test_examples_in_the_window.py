"""Examples in the window: cut out of real frames, shown under the words, filtered, changed, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hands import press, session_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.example import Blur, Lighting, Shows
from palpate.model.layer import LayerKind
from palpate.model.migration import Redefine
from palpate.model.visibility import Visibility
from palpate.session import editions, examples, gestures, migrating, notes
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer, PutSetting
from palpate.session.examples import ShownExample
from palpate.session.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.dialogs.example import ExampleDialog
from palpate.ui.dialogs.example_words import ExampleWordsDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

SIZE = (400, 300)
NOSE = (203.25, 98.5)
ALT_SHIFT = (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier)


def grain(seed: int) -> np.ndarray:  # type: ignore[type-arg]
    """Return a picture in which no two places look alike."""
    return np.random.default_rng(seed).integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Two images, a person in each, the nose placed in the first."""
    make_application()
    folder = tmp_path / "stills"
    folder.mkdir()
    for n in range(2):
        assert cv2.imwrite(str(folder / f"{n}.png"), grain(n))
    path = tmp_path / "stills.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [folder], {"lighting": "overcast"})
        contents = session.contents
        session.selection.move(clip=contents.clips[0].id, layer=contents.layers[0].id)
        gestures.add_instance(session, "coco_17")
        gestures.place(session, np.array(NOSE), Visibility.VISIBLE)
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.exact and window.canvas.frame == 0)
    focus(window, 0)
    yield window
    window.close()


def focus(window: MainWindow, keypoint: int) -> None:
    session = session_of(window)
    instance = session.contents.instances[0].id
    session.selection.move(instance=instance, keypoint=keypoint, chosen=frozenset())


@pytest.fixture
def told(window: MainWindow) -> list[str]:
    sentences: list[str] = []
    window.workbench.told.connect(lambda _tone, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def asked(window: MainWindow, qtbot: QtBot) -> Callable[[Qt.Key], ExampleDialog]:
    """Ask by key or, once a dialog was in front, by menu; returns the dialog once it shows the frame."""
    names = {Qt.Key.Key_C: "save_correct_example", Qt.Key.Key_X: "save_incorrect_example"}
    asked: list[Qt.Key] = []

    def ask(key: Qt.Key) -> ExampleDialog:
        if asked:
            window.actions_.by_name[names[key]].trigger()
        else:
            press(window, key, *ALT_SHIFT)
        asked.append(key)
        (dialog,) = window.findChildren(ExampleDialog)
        qtbot.waitUntil(lambda: not dialog.view._image.isNull())
        return dialog

    return ask


def kept(window: MainWindow) -> list[ShownExample]:
    session = session_of(window)
    return list(examples.own(session, session.contents.skeletons["coco_17"]))


def closed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.findChildren(ExampleDialog))


def save_nose(window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot) -> None:
    dialog = asked(Qt.Key.Key_C)
    dialog.caption.setPlainText("On the tip.")
    dialog.accept()
    closed(qtbot, window)


def test_a_correct_example_holds_the_very_pixels_of_the_frame(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot, told: list[str]
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


def test_an_incorrect_example_waits_for_the_right_place(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
) -> None:
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


def test_delete_takes_the_second_mark_away(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog]
) -> None:
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


def test_the_gallery_shows_what_was_saved_and_follows_undo(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
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
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
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
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
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
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
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
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot, told: list[str]
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


def test_the_keyboard_goes_through_the_gallery(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
) -> None:
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
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    gallery = window.guideline.gallery
    qtbot.waitUntil(lambda: gallery.pictures.at_hand(gallery.grid.shown[0], 100) is not None)
    before = gallery.pictures.decoded
    for keypoint in (1, 2, 0, 1, 0):
        focus(window, keypoint)
        gallery.grid.grab()
    assert gallery.pictures.decoded == before


def test_what_shows_a_redefined_keypoint_says_so(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    session = session_of(window)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("nose")], "coco_17"))
    grid = window.guideline.gallery.grid
    assert "Of version 1: the keypoint was redefined since." in grid.told(0)
    window.commands.undo()
    assert "Of version" not in grid.told(0)


def test_the_large_guideline_shows_examples_notes_and_blur(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
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
    folder = tmp_path / "guidelines" / "faulty" / "examples"
    folder.mkdir(parents=True)
    (folder / "examples.yaml").write_text("- {keypoint: horn}\n", encoding="utf-8")
    pictures = window.guideline.example_pictures
    skeleton = replace(session_of(window).contents.skeletons["coco_17"], guidelines=str(folder.parent))
    for _ in range(2):
        pictures.forget()
        pictures.wish(skeleton, (), 100, content_of=lambda _one: None, who=window)
        qtbot.waitUntil(lambda: pictures.filed(skeleton, "nose") == ())
    (sentence,) = told
    assert "no keypoint is called 'horn'" in sentence


def test_a_damaged_picture_is_shown_as_nothing_and_not_asked_for_again(
    window: MainWindow, asked: Callable[[Qt.Key], ExampleDialog], qtbot: QtBot
) -> None:
    save_nose(window, asked, qtbot)
    (shown,) = kept(window)
    pictures = window.guideline.example_pictures
    qtbot.waitUntil(lambda: pictures.at_hand(shown, 100) is not None)
    pictures.forget()
    whole = examples.picture_of(session_of(window), shown)
    for _ in range(2):
        pictures.wish(None, [shown], 100, content_of=lambda _one: whole[:60], who=window)
        qtbot.waitUntil(lambda: pictures.at_hand(shown, 100) is not None)
    image = pictures.at_hand(shown, 100)
    assert image is not None
    assert image.size().toTuple() == (1, 1)
    window.guideline.gallery.grid.grab()
