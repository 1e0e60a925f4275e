"""The properties of a clip, its proxy, and the limits of memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

from palpate.model.clip import ClipKind
from palpate.session.edits.contents import PutClips
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.dialogs.clip_facts import ClipDialog
from palpate.ui.dialogs.settings import SettingsDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.widgets.attribute_table import AttributeTable
from palpate.ui.widgets.rate_chooser import RateChooser

Found = TypeVar("Found", bound=QObject)


def child(parent: QObject, kind: type[Found]) -> Found:
    found = parent.findChild(kind)
    assert found is not None
    return found


@pytest.fixture
def window(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> Iterator[MainWindow]:
    make_application()
    path, film = tmp_path / "walk.palpate", tmp_path / "walk.mp4"
    shutil.copy(shared_data / "mmpose" / "demo.mp4", film)
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [film])
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    yield window
    window.close()


@pytest.fixture
def dialog(window: MainWindow) -> ClipDialog:
    window.commands.clip_properties()
    return child(window, ClipDialog)


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def ok(dialog: ClipDialog) -> None:
    buttons = child(dialog, QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()


def fill(dialog: ClipDialog, name: str, value: str) -> None:
    table = child(dialog, AttributeTable)
    cells = [(table.item(row, 0), table.item(row, 1)) for row in range(table.rowCount())]
    title, text = next((a, b) for a, b in cells if a is not None and a.text() in (name, ""))
    assert title is not None
    assert text is not None
    title.setText(name)
    text.setText(value)


def test_name_rate_and_attributes_are_one_edit(window: MainWindow, dialog: ClipDialog) -> None:
    dialog._name.setText("over 7")
    child(dialog, RateChooser).setEditText("239,76")
    fill(dialog, "view", "side")
    fill(dialog, "weather", "rain")
    ok(dialog)
    assert not dialog.isVisible()
    (clip,) = session_of(window).contents.clips
    assert (clip.name, clip.capture_fps, clip.capture_known) == ("over 7", 239.76, True)
    assert clip.attributes == {"view": "side", "weather": "rain"}
    assert "239.76 fps" in window.status._place.text()
    window.commands.undo()
    assert session_of(window).contents.clips[0].name == "walk"
    assert not session_of(window).contents.clips[0].attributes


def test_looking_changes_nothing(window: MainWindow, dialog: ClipDialog) -> None:
    title = session_of(window).undoable()
    ok(dialog)
    assert not dialog.isVisible()
    assert session_of(window).undoable() == title
    assert not session_of(window).contents.clips[0].capture_known


def test_as_the_file_is_an_answer(window: MainWindow, dialog: ClipDialog) -> None:
    assert "not known yet" in [label.text() for label in dialog.findChildren(QLabel)]
    dialog._as_file.click()
    assert "not known yet" not in [label.text() for label in dialog.findChildren(QLabel)]
    ok(dialog)
    (clip,) = session_of(window).contents.clips
    assert (clip.capture_fps, clip.capture_known) == (clip.fps, True)


def test_what_is_no_rate_or_no_name_is_told(dialog: ClipDialog) -> None:
    button = dialog._buttons.button(QDialogButtonBox.StandardButton.Ok)
    child(dialog, RateChooser).setEditText("fast")
    assert not button.isEnabled()
    assert "above 0" in button.toolTip()
    child(dialog, RateChooser).setEditText("")
    assert button.isEnabled()
    dialog._name.setText(" ")
    assert "needs a name" in button.toolTip()
    dialog.reject()


def test_a_name_that_is_taken_keeps_the_dialog_open(window: MainWindow, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "walk.mp4", tmp_path / "run.mp4")
    add_media(session_of(window), [tmp_path / "run.mp4"])
    window.commands.clip_properties()
    dialog = child(window, ClipDialog)
    dialog._name.setText("run")
    ok(dialog)
    assert dialog.isVisible()
    assert "there is a clip named run" in dialog._wrong.text()
    dialog.reject()


def test_a_project_that_is_read_only_shows_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    (clip,) = session_of(window).contents.clips
    dialog = ClipDialog(clip, None, read_only="ben is writing to it")
    qtbot.addWidget(dialog)
    button = dialog._buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not button.isEnabled()
    assert "ben is writing to it" in button.toolTip()
    assert any("not found" in label.text() for label in dialog.findChildren(QLabel))


# ---- proxies -----------------------------------------------------------------------------------------------


def test_a_proxy_is_made_in_the_background_and_removed_again(window: MainWindow, qtbot: QtBot) -> None:
    build, remove = (window.actions_.by_name[name] for name in ("build_proxy", "remove_proxy"))
    assert not remove.isEnabled()
    assert "no proxy" in remove.toolTip()
    build.trigger()
    qtbot.waitUntil(lambda: any("proxy of walk is made" in text for text in window.messages.texts()))
    assert remove.isEnabled()
    remove.trigger()
    assert not remove.isEnabled()


def test_images_and_small_videos_say_why_they_need_no_proxy(window: MainWindow) -> None:
    session = session_of(window)
    (clip,) = session.contents.clips
    session.do(PutClips("Shrink", (replace(clip, size=(320, 240)),)))
    build = window.actions_.by_name["build_proxy"]
    assert not build.isEnabled()
    assert "small already" in build.toolTip()
    session.do(PutClips("Still", (replace(clip, kind=ClipKind.IMAGES),)))
    assert "images need no proxy" in build.toolTip()


# ---- memory ------------------------------------------------------------------------------------------------


def test_memory_for_frames_holds_at_once_and_the_next_time(window: MainWindow, qtbot: QtBot) -> None:
    usual = session_of(window).media.cache_bytes
    window.commands.memory_settings()
    dialog = child(window, SettingsDialog)
    assert dialog.section == "memory"
    (megabytes,) = dialog.fields["frame_megabytes"].findChildren(QSpinBox)
    (room,) = dialog.fields["proxy_gigabytes"].findChildren(QSpinBox)
    assert not megabytes.isEnabled()
    assert megabytes.toolTip()
    reel = window.presenter.reel
    dialog.fields["frame_megabytes"].findChildren(QRadioButton)[1].click()
    megabytes.setValue(320)
    room.setValue(7)
    dialog.close()
    assert session_of(window).media.cache_bytes == 320 << 20 != usual
    assert window.presenter.reel is not reel
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    kept = Preferences()
    assert (kept.frame_bytes, kept.proxy_limit_bytes) == (320 << 20, 7_000_000_000)
    path = session_of(window).project.path
    window.opening.close_project()
    window.open_named([str(path)])
    assert session_of(window).media.cache_bytes == 320 << 20


def test_settings_that_somebody_edited_are_the_usual_ones(own_home: Path) -> None:
    (own_home / "config").mkdir(exist_ok=True)
    text = "[General]\nframe_megabytes=lots\nproxy_gigabytes=-3\n"
    (own_home / "config" / "window.ini").write_text(text, encoding="utf-8")
    kept = Preferences()
    assert kept.frame_bytes is None
    assert kept.proxy_limit_bytes == 20_000_000_000
