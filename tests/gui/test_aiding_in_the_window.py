"""Aids in the real window: by key, remembered, true to the frame, and never gold for annotators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from palpate.model.layer import LayerKind
from palpate.model.picture import Region, Sight
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutLayer
from palpate.session.frames.enhancing import Enhancement, Look
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import aside_gestures, gestures, instance_editing
from palpate.session.placing.aside_gestures import How
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.canvas.aids import NO_AIDS, Aids
from palpate.ui.canvas.context_strip import drawn
from palpate.ui.canvas.loupe import Corner
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    """A film with a person whose nose is placed in frames 10 and 14, and layers of ben and of gold."""
    path = tmp_path / "film.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "torchcodec" / "nasa_13013.mp4"])
        session.selection.move(clip=session.contents.clips[0].id, layer=session.contents.layers[0].id)
        gestures.add_instance(session, "coco_17")
        for frame in (10, 14):
            session.selection.move(frame=frame, keypoint=0)
            gestures.place(session, np.array([100.0 + frame, 120.0]), Visibility.VISIBLE)
        for name, kind in (("ben", LayerKind.WORK), ("reference", LayerKind.GOLD)):
            session.do(PutLayer("Add", editions.new_layer(name, kind, name)))
    return path


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    yield from opened(qtbot, project)


def opened(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_named([str(project)])
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(lambda: window.canvas.exact and window.canvas.hasFocus())
    yield window
    window.close()


def go(window: MainWindow, frame: int, qtbot: QtBot) -> None:
    session = window.workbench.session
    assert session is not None
    session.selection.move(frame=frame, keypoint=0)
    qtbot.waitUntil(lambda: window.canvas.exact and window.canvas.frame == frame)


def aids(window: MainWindow) -> Aids:
    return window.canvas._screen.stack.aids


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(window.canvas, key, modifier)


# ---- onion skin and trails ---------------------------------------------------------------------------------


def test_o_shows_the_keyframes_around_and_follows_the_frame(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 12, qtbot)
    press(window, Qt.Key.Key_O)
    shown = aids(window)
    assert shown.previous is not None
    assert shown.next is not None
    assert (shown.previous.view.positions[0, 0], shown.next.view.positions[0, 0]) == (110.0, 114.0)
    assert "10" in shown.words[0]
    go(window, 14, qtbot)
    assert aids(window).next is None
    press(window, Qt.Key.Key_O)
    assert aids(window) is NO_AIDS


def test_shift_o_shows_where_the_active_keypoint_was(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 13, qtbot)
    press(window, Qt.Key.Key_O, SHIFT)
    shown = aids(window).trails
    assert shown is not None
    assert shown.age.tolist() == [3, 2, 1]
    assert shown.keyframe.tolist() == [True, False, False]
    window.preferences.settings.set("trail_length", 2)
    shown = aids(window).trails
    assert shown is not None
    assert shown.age.tolist() == [2, 1]


def test_an_edit_changes_the_ghosts_at_once(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 12, qtbot)
    press(window, Qt.Key.Key_O)
    session = window.workbench.session
    assert session is not None
    gestures.nudge(session, (5.0, 0.0))  # makes a keyframe here
    session.undo()
    shown = aids(window)
    assert shown.next is not None
    session.selection.move(frame=14)
    gestures.nudge(session, (3.0, 0.0))
    go(window, 12, qtbot)
    after = aids(window).next
    assert after is not None
    assert after.view.positions[0, 0] == 117.0


def test_what_is_switched_on_stays_on_after_a_restart_and_is_no_edit(
    window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    session = window.workbench.session
    assert session is not None
    undoable = session.undoable()
    for key, modifier in ((Qt.Key.Key_O, PLAIN), (Qt.Key.Key_O, SHIFT), (Qt.Key.Key_T, SHIFT)):
        press(window, key, modifier)
    press(window, Qt.Key.Key_QuoteLeft, CTRL)
    assert session.undoable() == undoable
    window.close()
    for again in opened(qtbot, project):
        for name in ("show_onion", "show_trails", "show_context", "pin_loupe"):
            assert again.actions_.by_name[name].isChecked(), name
        assert not again.actions_.by_name["show_ghost"].isChecked()
        assert again.canvas.loupe.corner is Corner.TOP_RIGHT
        assert len(aids(again).words) == 2


def test_ghosts_and_trails_have_the_chosen_colour_and_lack_what_is_hidden(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.workbench.session
    assert session is not None
    go(window, 12, qtbot)
    press(window, Qt.Key.Key_O)
    press(window, Qt.Key.Key_O, SHIFT)
    instance_editing.recolour(session, session.contents.instances[0], 5)
    before = aids(window).previous
    assert before is not None
    assert (aids(window).number, before.tint) == (5, 5)
    assert before.shown[0]
    aside_gestures.toggle(session, How.HIDDEN, [aside_gestures.chosen_part(session)])
    hidden = aids(window).previous
    assert hidden is not None
    assert not hidden.shown[0]
    assert aids(window).trails is None


# ---- another layer -----------------------------------------------------------------------------------------


def test_shift_g_shows_the_only_layer_that_may_be_seen(window: MainWindow, qtbot: QtBot) -> None:
    session = window.workbench.session
    assert session is not None
    ben, ana = session.contents.layer_named("ben").id, session.selection.focus.layer
    instance = session.contents.instances[0].id
    ana_poses = session.project.pose(ana, instance, 10)
    assert ana_poses is not None
    go(window, 10, qtbot)
    press(window, Qt.Key.Key_G, SHIFT)
    assert window.actions_.by_name["show_ghost"].isChecked()
    assert "nothing in this frame" in aids(window).words[0]
    session.selection.move(layer=ben)
    assert "layer in hand" in aids(window).words[0]
    press(window, Qt.Key.Key_G, SHIFT)
    assert aids(window) is NO_AIDS


def test_of_several_layers_one_is_asked_for_and_gold_is_not_among_them(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.workbench.session
    assert session is not None
    network = editions.new_layer("network", LayerKind.MODEL, "network")
    session.do(PutLayer("Add", network))
    offered: list[str] = []

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        offered.extend(dialog.comboBoxItems())
        dialog.setTextValue(offered[-1])
        dialog.accept()

    QTimer.singleShot(0, choose)
    window.actions_.by_name["choose_ghost"].trigger()
    assert offered == ["ben (work)", "network (model)"]
    assert window.preferences.settings.get("ghost_layer") == network.id
    assert window.actions_.by_name["show_ghost"].isChecked()
    window.actions_.by_name["show_ghost"].trigger()
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().close())
    window.actions_.by_name["choose_ghost"].trigger()
    assert not window.actions_.by_name["show_ghost"].isChecked()


def test_where_no_layer_may_be_seen_the_action_says_why(window: MainWindow) -> None:
    session = window.workbench.session
    assert session is not None
    attempt = editions.new_layer("attempt 1", LayerKind.CALIBRATION, "ana")
    session.do(PutLayer("Add", attempt))
    assert window.actions_.by_name["show_ghost"].isEnabled()
    session.selection.move(layer=attempt.id)
    action = window.actions_.by_name["show_ghost"]
    assert not action.isEnabled()
    assert "calibration" in action.toolTip()


def test_gold_is_never_shown_to_an_annotator_and_the_legend_says_why(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.workbench.session
    assert session is not None
    window.preferences.settings.set("ghost_layer", session.contents.layer_named("reference").id)
    window.preferences.settings.set("ghost", True)
    go(window, 10, qtbot)
    assert aids(window).others == ()
    assert "kept from annotators" in aids(window).words[0]


# ---- the strip ---------------------------------------------------------------------------------------------


def test_shift_t_shows_five_frames_and_a_click_goes_there(window: MainWindow, qtbot: QtBot) -> None:
    strip = window.aiding._context.strip
    go(window, 12, qtbot)
    press(window, Qt.Key.Key_T, SHIFT)
    assert strip.isVisible()
    assert window.canvas.loupe.foot == window.canvas.height() - strip.y()
    assert [tile.frame for tile in strip.tiles] == [10, 11, 12, 13, 14]
    qtbot.waitUntil(lambda: all(tile.part is not None and tile.part.scale == 1.0 for tile in strip.tiles))
    assert [tile.words for tile in strip.tiles] == ["placed", "filled in", "filled in", "filled in", "placed"]
    session = window.workbench.session
    assert session is not None
    source = session.media.source(session.contents.clips[0])
    for tile in strip.tiles:
        assert tile.part is not None
        part, (height, width) = tile.part, tile.part.pixels.shape[:2]
        whole = source.bgra(tile.frame)
        assert np.array_equal(part.pixels, whole[part.top : part.top + height, part.left : part.left + width])
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.area_of(4).center())
    assert window.workbench.focus.frame == 14
    qtbot.waitUntil(lambda: [tile.frame for tile in strip.tiles] == [12, 13, 14, 15, 16])
    assert "Frame 15: expected" in strip.accessibleDescription() or strip.tiles[3].part is None


def test_at_the_beginning_of_the_clip_missing_frames_say_so(window: MainWindow, qtbot: QtBot) -> None:
    strip = window.aiding._context.strip
    go(window, 0, qtbot)
    press(window, Qt.Key.Key_T, SHIFT)
    assert [tile.words for tile in strip.tiles][:2] == ["no frame", "no frame"]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.area_of(0).center())
    assert window.workbench.focus.frame == 0


def test_the_strip_is_away_while_frames_are_played_and_without_an_active_keypoint(
    window: MainWindow, qtbot: QtBot
) -> None:
    strip = window.aiding._context.strip
    go(window, 12, qtbot)
    press(window, Qt.Key.Key_T, SHIFT)
    assert strip.isVisible()
    window.player.toggle()
    assert not strip.isVisible()
    assert window.canvas.loupe.foot == 0
    window.player.pause()
    assert strip.isVisible()
    session = window.workbench.session
    assert session is not None
    session.selection.move(keypoint=-1)
    assert not strip.isVisible()


def test_a_press_on_the_strip_places_nothing(window: MainWindow, qtbot: QtBot) -> None:
    strip = window.aiding._context.strip
    go(window, 12, qtbot)
    session = window.workbench.session
    assert session is not None
    session.selection.move(keypoint=3)
    press(window, Qt.Key.Key_T, SHIFT)
    undoable = session.undoable()
    qtbot.mouseClick(strip, Qt.MouseButton.RightButton, pos=strip.area_of(2).center())
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.area_of(2).center())
    assert session.undoable() == undoable


def test_trails_of_a_whole_pose_are_cut_short_so_that_painting_stays_quick(
    window: MainWindow, qtbot: QtBot
) -> None:
    go(window, 13, qtbot)
    window.preferences.settings.set("trail_length", 120)
    press(window, Qt.Key.Key_O, SHIFT)
    shown = aids(window).trails
    assert shown is not None
    assert shown.length == 120
    session = window.workbench.session
    assert session is not None
    session.selection.move(chosen=frozenset(range(17)))
    shown = aids(window).trails
    assert shown is not None
    assert shown.length == 58
    assert "58" in aids(window).words[0]


# ---- the loupe ---------------------------------------------------------------------------------------------


def test_the_power_of_the_loupe_is_remembered(window: MainWindow) -> None:
    window.actions_.by_name["loupe_stronger"].trigger()
    assert window.canvas.loupe.power == 10
    assert Preferences().settings.get("loupe_power") == 10
    window.preferences.settings.set("loupe_corner", "bottom left")
    press(window, Qt.Key.Key_QuoteLeft, CTRL)
    assert window.canvas.loupe.corner is Corner.BOTTOM_LEFT
    QTest.keyPress(window.canvas, Qt.Key.Key_QuoteLeft, CTRL)
    assert not window.canvas._screen.magnified  # the key alone would hold a loupe beside the pointer
    QTest.keyRelease(window.canvas, Qt.Key.Key_QuoteLeft, CTRL)
    press(window, Qt.Key.Key_QuoteLeft, CTRL)
    press(window, Qt.Key.Key_QuoteLeft, CTRL)
    assert window.canvas.loupe.corner is None


def test_the_strip_is_enhanced_as_the_canvas_is(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 12, qtbot)
    press(window, Qt.Key.Key_T, SHIFT)
    strip = window.aiding._context.strip
    qtbot.waitUntil(lambda: all(tile.part is not None for tile in strip.tiles))
    places = [strip.area_of(n).center() + QPoint(20, 20) for n in range(5)]
    stored = strip.grab().toImage()
    window.enhancing._choose(Look(Enhancement(inverted=True), on=True))
    qtbot.waitUntil(lambda: all(tile.part is not None for tile in strip.tiles))
    enhanced = strip.grab().toImage()
    for place in places:
        both = [QColor(image.pixel(place)).green() for image in (stored, enhanced)]
        assert abs(sum(both) - 255) <= 1
    window.enhancing.enhance()
    assert strip.grab().toImage() == stored


def test_a_tile_of_local_contrast_shows_what_the_canvas_shows(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 12, qtbot)
    window.enhancing._choose(Look(Enhancement(local=3.0), on=True))
    press(window, Qt.Key.Key_T, SHIFT)
    strip = window.aiding._context.strip
    qtbot.waitUntil(lambda: window.canvas.exact and all(tile.part is not None for tile in strip.tiles))
    tile, lens, picture = strip.tiles[2], window.canvas.lens, window.canvas.picture
    assert tile.here
    assert lens is not None
    assert picture is not None
    assert tile.lens is lens
    x, y = (int(part) for part in tile.centre)
    part = picture.part_for(Sight(Region(x + 6, y + 6, 1, 1), 1.0))
    assert part is not None
    shown = np.empty_like(part.pixels)
    lens.seen(picture).show(part.pixels, shown, corner=(part.left, part.top), step=(1.0, 1.0))
    green = int(shown[y + 6 - part.top, x + 6 - part.left, 1])
    zoom = tile.zoom[0]
    image = drawn(replace(tile, ringed=""), 96, 1.0)
    spot = round(48 + (x + 6.5 - tile.centre[0]) * zoom), round(48 + (y + 6.5 - tile.centre[1]) * zoom)
    assert abs(QColor(image.pixel(*spot)).green() - green) <= 2
