"""The window around the picture: its size, its docks, what it remembers, what it says and asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from palpate.base.errors import EditRefused
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.arrangement import first_geometry
from palpate.ui.bridge.player import default_speed
from palpate.ui.bridge.workbench import Tone, focus_on_clip
from palpate.ui.main_window import MainWindow
from palpate.ui.messages import with_capital
from palpate.ui.preferences import Place, Preferences
from palpate.ui.theme.apply import current


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    yield from shown(qtbot)


def shown(qtbot: QtBot) -> Iterator[MainWindow]:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    window.show()
    yield window
    window.close()


@pytest.fixture
def path(two_bowlers: Session) -> Path:
    two_bowlers.close()
    return two_bowlers.project.path


@pytest.fixture
def opened(window: MainWindow, path: Path) -> MainWindow:
    window.open_named([str(path)])
    QApplication.processEvents()
    return window


def session_of(window: MainWindow) -> Session:
    assert window.workbench.session is not None
    return window.workbench.session


def sizes(window: MainWindow) -> dict[str, tuple[int, int]]:
    QApplication.processEvents()
    shown = [(name, dock) for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()]
    return {name: (dock.width(), dock.height()) for name, dock in shown}


# ---- the window's size -------------------------------------------------------------------------------------


def test_the_first_start_fills_a_small_screen_and_leaves_room_on_a_large_one() -> None:
    rect, maximised = first_geometry(QRect(0, 0, 1366, 740))
    assert maximised
    assert QRect(0, 0, 1366, 740).contains(rect)
    rect, maximised = first_geometry(QRect(100, 0, 2560, 1400))
    assert not maximised
    assert (rect.width(), rect.height()) == (2176, 1190)
    assert (rect.center() - QRect(100, 0, 2560, 1400).center()).manhattanLength() <= 1


def test_the_size_is_remembered_also_without_a_project(window: MainWindow, qtbot: QtBot) -> None:
    window.showNormal()
    window.setGeometry(20, 30, 640, 500)
    window.close()
    again = MainWindow(Preferences())
    qtbot.addWidget(again)
    assert again.size().toTuple() == (640, 500)
    again.close()


def test_a_size_that_no_longer_fits_is_corrected(window: MainWindow, qtbot: QtBot) -> None:
    window.showNormal()
    window.setGeometry(3000, 2000, 640, 5000)
    window.close()
    again = MainWindow(Preferences())
    qtbot.addWidget(again)
    assert again.screen().availableGeometry().contains(again.geometry())
    again.close()


def test_that_it_was_maximised_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    window.showMaximized()
    window.close()
    again = MainWindow(Preferences())
    qtbot.addWidget(again)
    assert again.isMaximized()
    again.close()


# ---- the docks ---------------------------------------------------------------------------------------------


def test_opening_and_closing_a_project_moves_no_dock(opened: MainWindow, path: Path) -> None:
    window = opened
    window.resizeDocks([window.docks["guideline"]], [400], Qt.Orientation.Horizontal)
    window.resizeDocks([window.docks["timeline"]], [210], Qt.Orientation.Vertical)
    before = sizes(window)
    for _ in range(5):
        window.opening.close_project()
        assert not sizes(window)
        window.open_named([str(path)])
        assert sizes(window) == before


def test_a_dock_that_was_closed_stays_closed(opened: MainWindow, path: Path, qtbot: QtBot) -> None:
    opened.docks["guideline"].close()
    opened.opening.close_project()
    opened.open_named([str(path)])
    assert not opened.docks["guideline"].isVisible()
    opened.close()
    for again in shown(qtbot):
        again.open_named([str(path)])
        assert not again.docks["guideline"].isVisible()
        assert again.docks["timeline"].isVisible()


def test_the_review_gives_the_docks_back_as_they_were(opened: MainWindow) -> None:
    opened.docks["quality"].close()
    before = sizes(opened)
    opened.enter_mode("review")
    assert opened.docks["quality"].isVisible()
    assert sizes(opened)["guideline"][1] < before["guideline"][1]
    opened.enter_mode("review")
    opened.enter_mode("annotate")
    assert sizes(opened) == before


def test_a_project_left_in_the_review_is_opened_for_annotating(opened: MainWindow, path: Path) -> None:
    before = sizes(opened)
    opened.enter_mode("review")
    opened.opening.close_project()
    opened.open_named([str(path)])
    assert sizes(opened) == before
    assert opened.header._modes.currentData() == "annotate"


def test_the_arrangement_can_be_reset(opened: MainWindow) -> None:
    before = sizes(opened)
    opened.docks["timeline"].close()
    opened.docks["guideline"].setFloating(True)
    opened._reset.trigger()
    assert sizes(opened) == before


def test_without_a_project_no_dock_can_be_called(window: MainWindow) -> None:
    for dock in window.docks.values():
        assert not dock.toggleViewAction().isEnabled()
        assert "open or make a project" in dock.toggleViewAction().statusTip()


def test_an_arrangement_that_cannot_be_read_gives_the_default(qtbot: QtBot, path: Path) -> None:
    preferences = Preferences()
    preferences.keep_layout(QByteArray(b"nonsense"), QByteArray(b"nonsense"))
    for window in shown(qtbot):
        window.open_named([str(path)])
        assert set(sizes(window)) >= {"guideline", "instances", "timeline"}


def test_one_of_the_two_themes_is_marked(window: MainWindow) -> None:
    actions = window.actions_.by_name
    actions["light_theme"].trigger()
    assert (actions["light_theme"].isChecked(), actions["dark_theme"].isChecked()) == (True, False)
    actions["light_theme"].trigger()
    assert actions["light_theme"].isChecked()
    actions["dark_theme"].trigger()
    assert (actions["light_theme"].isChecked(), actions["dark_theme"].isChecked()) == (False, True)


# ---- where the work was ------------------------------------------------------------------------------------


def test_a_project_opens_where_the_work_was(opened: MainWindow, path: Path, qtbot: QtBot) -> None:
    session = session_of(opened)
    stander = session.contents.instances[1]
    session.selection.move(frame=50, instance=stander.id, keypoint=3)
    wanted = session.selection.focus
    opened.close()
    for again in shown(qtbot):
        again.open_named([str(path)])
        assert again.workbench.focus == wanted


def test_the_place_is_on_the_disk_within_a_second_or_two(
    opened: MainWindow, qtbot: QtBot, path: Path
) -> None:
    session_of(opened).selection.move(frame=70)

    def kept() -> bool:
        place = Preferences().place(path)
        return place is not None and place.frame == 70

    qtbot.waitUntil(kept)


def test_what_is_gone_is_not_gone_back_to(window: MainWindow, path: Path) -> None:
    kept = Place(clip="clip-1", layer="gone", frame=70, instance="gone", keypoint=99)
    window.preferences.keep_place(path, kept)
    window.open_named([str(path)])
    focus, contents = window.workbench.focus, session_of(window).contents
    assert focus.frame == 70
    assert focus.layer == contents.layers[0].id
    assert focus.instance == contents.instances[0].id


@pytest.mark.parametrize("frame", [-5, 100, 10_000])
def test_a_frame_that_is_not_there_becomes_one_that_is(window: MainWindow, path: Path, frame: int) -> None:
    window.preferences.keep_place(path, Place("clip-1", "", frame, "", -1))
    window.open_named([str(path)])
    assert window.workbench.focus.frame == min(max(frame, 0), 99)


# ---- playing -----------------------------------------------------------------------------------------------


def test_high_speed_plays_slowly_and_anything_else_as_it_was(two_bowlers: Session) -> None:
    fast = two_bowlers.contents.clips[0]
    assert default_speed(fast) == 0.25
    assert default_speed(replace(fast, capture_fps=50.0)) == 1.0


def test_the_speed_is_told_while_it_plays(opened: MainWindow) -> None:
    opened.player.toggle()
    assert "¼" in opened.status._rate.text()
    opened.player.play_at(2.0)
    assert "2×" in opened.status._rate.text()
    opened.player.pause()
    assert not opened.status._rate.text()
    opened.player.toggle()
    assert "2×" in opened.status._rate.text()


def test_playing_pauses_when_no_picture_comes(opened: MainWindow, qtbot: QtBot) -> None:
    opened.player.toggle()
    assert opened.player.playing
    qtbot.waitUntil(lambda: not opened.player.playing, timeout=10_000)
    assert "no picture came" in opened.messages.texts()[0]


def test_a_clip_without_frames_is_not_played(opened: MainWindow) -> None:
    session = session_of(opened)
    empty = replace(session.contents.clips[0], id="clip-2", name="empty", n_frames=0)
    session.do(PutClips("Add empty", (empty,)))
    focus_on_clip(session, empty.id)
    opened.player.toggle()
    assert not opened.player.playing
    assert "no frames to play" in opened.messages.texts()[0]


# ---- messages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("nothing wants a look", "Nothing wants a look"),
        ("“x” is gone", "“x” is gone"),
        ("walk.mp4: is a text file", "walk.mp4: is a text file"),
        ("/clips/walk: is missing", "/clips/walk: is missing"),
        ("", ""),
    ],
)
def test_a_message_begins_with_a_capital_but_keeps_a_file_as_it_is_named(said: str, shown: str) -> None:
    assert with_capital(said) == shown


def test_messages_take_no_room_from_the_picture(opened: MainWindow) -> None:
    before = opened.canvas.geometry()
    for n in range(5):
        opened.messages.tell(Tone.FAULT, f"fault number {n}")
    QApplication.processEvents()
    assert opened.canvas.geometry() == before
    assert opened.messages.texts() == ["Fault number 4", "Fault number 3", "Fault number 2"]
    assert 0 < opened.messages.area().height() < before.height() / 2


def test_a_long_message_shows_its_first_line_and_the_rest_on_demand(opened: MainWindow) -> None:
    opened.messages.tell(Tone.WARNING, "three things were left out\nfirst\nsecond\nthird")
    bar = opened.messages._bars()[0]
    QApplication.processEvents()
    low = opened.messages.area().height()
    assert bar._label.text() == "Three things were left out"
    bar._more.click()
    assert bar._label.text().endswith("third")
    assert opened.messages.area().height() > low
    bar._more.click()
    assert opened.messages.area().height() == low


def test_a_note_leaves_by_itself_and_the_last_takes_the_strip_with_it(window: MainWindow) -> None:
    window.messages.tell(Tone.NOTE, "done")
    window.messages.tell(Tone.FAULT, "a fault")
    fault, note = window.messages._bars()
    note._timer.timeout.emit()
    assert not fault._timer.isActive()
    assert window.messages.texts() == ["A fault"]
    fault.left.emit(fault)
    assert window.messages.texts() == []
    assert window.messages.area().isEmpty()


def test_a_gesture_goes_through_below_the_messages(opened: MainWindow) -> None:
    gestures.add_instance(session_of(opened), "stick_figure")
    opened.messages.tell(Tone.FAULT, "a fault")
    area = opened.messages.area()
    assert opened._pages.childAt(area.left() + 20, area.center().y()) is opened.canvas
    close = opened._pages.childAt(area.right() - 12, area.center().y())
    assert isinstance(close, QToolButton)
    close.click()
    assert opened.messages.texts() == []


def test_a_refusal_is_as_wide_as_its_sentence_and_leaves_the_hint_free(opened: MainWindow) -> None:
    opened.messages.tell(Tone.WARNING, "no range is chosen")
    short = opened.messages.area()
    assert short.width() < 0.3 * opened.canvas.width()
    assert short.bottom() < opened.canvas.height() - 40
    QApplication.processEvents()
    label = opened.messages._bars()[0]._label
    assert label.width() >= label.sizeHint().width()
    opened.messages.tell(Tone.WARNING, "this sentence is far longer than others " * 6)
    assert opened.messages.area().width() <= round(0.6 * opened.canvas.width())
    assert len(opened.messages.texts()) == 1


def test_a_refusal_goes_with_the_next_command_and_a_fault_stays(opened: MainWindow, qtbot: QtBot) -> None:
    opened.messages.tell(Tone.FAULT, "walk.mp4: cannot be read")
    opened.workbench.told.emit(Tone.WARNING, "nothing to accept")
    refusal = opened.messages._bars()[0]
    qtbot.waitUntil(lambda: refusal.was_read)
    opened.actions_.by_name["zoom_in"].trigger()
    assert opened.messages.texts() == ["walk.mp4: cannot be read"]


def test_escape_takes_what_passes(opened: MainWindow) -> None:
    opened.messages.tell(Tone.WARNING, "nothing to accept")
    opened.messages.tell(Tone.NOTE, "done")
    QTest.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert opened.messages.texts() == []


def test_messages_leave_with_their_project(opened: MainWindow) -> None:
    opened.messages.tell(Tone.FAULT, "walk.mp4: cannot be read")
    opened.messages.tell(Tone.WARNING, "nothing to accept")
    opened.workbench.close()
    assert opened.messages.texts() == []


def test_an_open_message_takes_the_colours_of_another_theme(opened: MainWindow) -> None:
    opened.set_theme("dark")
    opened.messages.tell(Tone.FAULT, "a fault")
    opened.set_theme("light")
    QApplication.processEvents()
    assert current().raised in opened.messages._bars()[0].styleSheet()
    opened.set_theme("dark")


def test_an_edit_that_makes_no_sense_is_refused_in_passing(opened: MainWindow) -> None:
    def refuse() -> None:
        raise EditRefused("nothing is chosen")

    opened.workbench.attempt(refuse)
    (bar,) = opened.messages._bars()
    assert bar.tone is Tone.WARNING
    assert bar._timer.isActive()
