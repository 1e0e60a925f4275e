"""Frames as they come to the window: stand-ins, figures, what the ruler shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> Iterator[MainWindow]:
    make_application()
    path = tmp_path / "film.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "torchcodec" / "nasa_13013.mp4"])
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.exact and window.canvas.frame == 0)
    yield window
    window.close()


def test_no_gesture_begins_on_a_stand_in(window: MainWindow, qtbot: QtBot) -> None:
    session = window.workbench.session
    assert session is not None
    gestures.add_instance(session, "coco_17")
    shown = window.canvas._screen.stack.picture
    assert shown is not None
    window.canvas.set_picture(replace(shown, exact=False))
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.rect().center())
    focus = session.selection.focus
    assert not session.live(focus.layer, focus.instance).track.frames.size
    window.canvas.set_picture(shown)
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.rect().center())
    assert session.live(focus.layer, focus.instance).track.frames.tolist() == [0]


def test_a_stand_in_says_that_it_is_one(window: MainWindow) -> None:
    shown = window.canvas._screen.stack.picture
    assert shown is not None
    window.canvas.set_picture(replace(shown, exact=False))
    marked = window.canvas.grab().toImage()
    window.canvas.set_picture(shown)
    plain = window.canvas.grab().toImage()
    corner = (12, 12, 200, 16)
    assert marked.copy(*corner) != plain.copy(*corner)


def test_looking_closer_shows_the_pixels_as_stored(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.set_zoom(8.0)

    def there() -> bool:
        picture = window.canvas._screen.stack.picture
        part = picture.part_for(window.canvas.sight) if picture is not None else None
        return part is not None and part.scale == 1.0

    qtbot.waitUntil(there)


def test_a_frame_that_is_at_hand_is_shown_at_once(window: MainWindow, qtbot: QtBot) -> None:
    window.going.go_to(1)
    qtbot.waitUntil(lambda: window.canvas.frame == 1 and window.canvas.exact)
    window.going.go_to(0)
    assert window.canvas.frame == 0
    assert window.canvas.exact


def test_going_back_to_a_frame_at_hand_forgets_the_one_that_was_awaited(window: MainWindow) -> None:
    window.going.go_to(300)
    assert not window.canvas.exact
    window.going.go_to(0)
    assert window.canvas.frame == 0
    assert window.canvas.exact


def test_frame_figures_are_shown_and_taken_away(window: MainWindow) -> None:
    window.commands.show_figures()
    figures = window.canvas._screen.hud.figures
    assert "frames asked for" in figures
    assert "limit" in figures
    window.commands.show_figures()
    assert not window.canvas._screen.hud.figures


def test_a_cut_that_decoding_came_across_stands_on_the_ruler(window: MainWindow, qtbot: QtBot) -> None:
    session = window.workbench.session
    assert session is not None
    clip = session.contents.clips[0]
    marks = session.media.marks.of(clip)
    source = session.media.open_own(clip)
    for frame in range(180, 225):
        marks.see(frame, source.bgra(frame))
    source.close()
    qtbot.waitUntil(lambda: window.timeline._state.cuts.tolist() == [202])


def test_hovering_over_the_ruler_shows_a_picture_and_says_of_which_frame(
    window: MainWindow, qtbot: QtBot
) -> None:
    came: list[tuple[int, int]] = []

    def receive(pixels: object, shows: int) -> None:
        assert isinstance(pixels, np.ndarray)
        came.append((pixels.shape[2], shows))

    thumbnails = window.ruler_pictures._thumbnails
    assert thumbnails is not None
    thumbnails.ask(100, receive)
    qtbot.waitUntil(lambda: bool(came))
    channels, shows = came[0]
    session = window.workbench.session
    assert session is not None
    assert channels == 4
    assert session.media.source(session.contents.clips[0]).run_start(100) in (shows, 100)  # type: ignore[attr-defined]


def test_closing_the_project_lets_go_of_pictures_on_the_ruler(window: MainWindow) -> None:
    window.opening.close_project()
    assert window.ruler_pictures._thumbnails is None
    assert window.presenter.reel is None


def test_clips_that_come_back_by_redo_are_looked_at_again(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.undo()
    assert window.canvas.frame == -1
    assert not window.canvas.exact
    window.commands.redo()
    session = window.workbench.session
    assert session is not None
    assert session.selection.focus.clip == session.contents.clips[0].id
    qtbot.waitUntil(lambda: window.canvas.frame == 0 and window.canvas.exact)


def test_a_frame_that_keeps_one_waiting_is_named(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.await_frame(77)
    qtbot.waitUntil(lambda: "77" in window.canvas._screen.hud.coming)
    window.canvas.await_frame(0)
    assert not window.canvas._screen.hud.coming


def test_escape_on_the_timeline_stops_playing_before_it_clears_the_range(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.workbench.session
    assert session is not None
    session.selection.move(chosen_frames=(2, 9))
    window.player.toggle()
    qtbot.keyClick(window.timeline.lanes, Qt.Key.Key_Escape)
    assert not window.player.playing
    assert session.selection.focus.chosen_frames == (2, 9)
    qtbot.keyClick(window.timeline.lanes, Qt.Key.Key_Escape)
    assert session.selection.focus.chosen_frames is None
