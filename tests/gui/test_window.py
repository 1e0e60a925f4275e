"""The whole window: what opens, what is told, what every control says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.actions.table import ACTIONS, Needs
from palpate.ui.app import make_application
from palpate.ui.dialogs.keys import keys_by_menu
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractItemView)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "mmpose" / "demo.mp4"])
    return path


@pytest.fixture
def opened(window: MainWindow, project: Path, qtbot: QtBot) -> MainWindow:
    window.open_named([str(project)])
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    return window


def placed(window: MainWindow) -> int:
    session, focus = window.workbench.session, window.workbench.focus
    assert session is not None
    pose = session.project.pose(focus.layer, focus.instance, focus.frame)
    return 0 if pose is None else int((pose.visibility > 0).sum())


def click(window: MainWindow, x: int, y: int, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    QTest.mouseClick(window.canvas, button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def test_the_start_page_is_shown_until_a_project_is_open(window: MainWindow) -> None:
    assert window.start_page.isVisible()
    assert not window.canvas.isVisible()


def test_a_pose_is_placed_in_as_many_clicks_as_it_has_keypoints(opened: MainWindow) -> None:
    opened.commands.add_instance()
    for n in range(17):
        click(opened, 100 + 12 * n, 80 + 5 * n)
    assert placed(opened) == 17
    assert opened.workbench.focus.keypoint == -1


def test_a_right_click_places_an_occluded_keypoint(opened: MainWindow) -> None:
    opened.commands.add_instance()
    click(opened, 120, 90, Qt.MouseButton.RightButton)
    session, focus = opened.workbench.session, opened.workbench.focus
    assert session is not None
    assert session.view(focus.layer, focus.instance, 0).visibility[0] == 1


def test_undo_and_redo_are_named_and_work(opened: MainWindow) -> None:
    opened.commands.add_instance()
    click(opened, 120, 90)
    assert opened.actions_.by_name["undo"].text() == "Undo: Place Nose"
    opened.commands.undo()
    assert placed(opened) == 0
    assert opened.actions_.by_name["redo"].text() == "Redo: Place Nose"
    opened.commands.redo()
    assert placed(opened) == 1


def test_a_refused_gesture_is_told_and_changes_nothing(opened: MainWindow) -> None:
    opened.commands.add_instance()
    opened.commands.mark_certain()
    assert "no tier for certain" in opened.messages.texts()[0]
    assert placed(opened) == 0


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x5a" * 4096])
def test_a_damaged_project_is_told_and_the_open_one_stays(
    opened: MainWindow, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.palpate"
    broken.write_bytes(content)
    opened.opening.open_path(broken)
    assert "damaged" in opened.messages.texts()[0]
    assert opened.workbench.session is not None
    assert opened.workbench.session.project.path.stem == "walk"
    assert broken.read_bytes() == content


def test_a_text_file_named_mp4_is_told_and_adds_nothing(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    fake = tmp_path / "fake.mp4"
    fake.write_text("hello")
    drop(opened, fake)
    qtbot.waitUntil(lambda: bool(opened.messages.texts()))
    assert "text file" in opened.messages.texts()[0]
    assert opened.workbench.session is not None
    assert len(opened.workbench.session.contents.clips) == 1


def test_a_dropped_video_becomes_a_clip_and_dropped_labels_a_layer(
    opened: MainWindow, shared_data: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(opened.opening.adding.added):
        drop(opened, shared_data / "cvat" / "video_1.mp4")
    drop(opened, shared_data / "mmpose" / "coco" / "test_coco.json")
    session = opened.workbench.session
    assert session is not None
    assert [clip.name for clip in session.contents.clips] == ["demo", "video_1", "test_coco"]
    assert [layer.name for layer in session.contents.layers] == ["ana", "test_coco"]


def test_closing_the_project_leads_back_to_the_start_page(opened: MainWindow) -> None:
    opened.opening.close_project()
    assert opened.start_page.isVisible()
    assert not opened.docks["timeline"].isVisible()


def test_the_arrangement_is_remembered(opened: MainWindow, qtbot: QtBot, project: Path) -> None:
    opened.docks["guideline"].hide()
    opened.close()
    again = MainWindow(Preferences())
    qtbot.addWidget(again)
    again.show()
    assert [path.stem for path in Preferences().recent] == [project.stem]
    again.close()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_control_has_a_name(opened: MainWindow, theme: str) -> None:
    opened.set_theme(theme)
    nameless = [widget for widget in opened.findChildren(QWidget) if is_control(widget) and not told(widget)]
    assert not nameless


def test_every_action_that_is_disabled_says_why(window: MainWindow) -> None:
    for spec in ACTIONS:
        action = window.actions_.by_name[spec.does]
        assert action.isEnabled() == (spec.needs is Needs.NOTHING)
        if not action.isEnabled():
            assert "open or make a project first" in action.toolTip()


def test_every_key_is_in_the_help_and_no_key_means_two_things() -> None:
    listed = {row.does for rows in keys_by_menu().values() for row in rows}
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))
    for spec in ACTIONS:
        if spec.keys:
            assert spec.text.rstrip("…") in listed


def test_frames_follow_the_keys(opened: MainWindow, qtbot: QtBot) -> None:
    opened.going.next_frame()
    opened.going.next_frame()
    qtbot.waitUntil(lambda: opened.canvas.frame == 2)
    opened.going.previous_frame()
    qtbot.waitUntil(lambda: opened.canvas.frame == 1)
    opened.going.last_frame()
    opened.going.next_frame()
    assert opened.workbench.focus.frame == 4


def test_playing_shows_every_frame_and_stops_at_the_end(opened: MainWindow, qtbot: QtBot) -> None:
    shown: list[int] = []
    opened.presenter.frame_shown.connect(shown.append)
    opened.player.play_at(1.0)
    qtbot.waitUntil(lambda: not opened.player.playing, timeout=20_000)
    # A frame is told of again when a finer picture of it comes, as after the window has got its size.
    assert [frame for frame, _ in groupby(shown)][:3] == [1, 2, 3]
    assert opened.workbench.focus.frame == 4


def drop(window: MainWindow, path: Path) -> None:
    payload = QMimeData()
    payload.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(10, 10), action, payload, button, Qt.KeyboardModifier.NoModifier))


def is_control(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractSpinBox | QAbstractItemView):
            return False
        above = above.parentWidget()
    return isinstance(widget, CONTROLS) and not widget.objectName().startswith("qt_")


def told(widget: QWidget) -> str:
    text: Callable[[], str] | None = getattr(widget, "text", None)
    return widget.accessibleName() or (text() if callable(text) else "") or widget.toolTip()


def test_a_new_frame_begins_with_its_first_keypoint_after_a_finished_pose(opened: MainWindow) -> None:
    opened.commands.add_instance()
    for n in range(17):
        click(opened, 100 + 12 * n, 80 + 5 * n)
    assert opened.workbench.focus.keypoint == -1
    opened.going.next_frame()
    assert opened.workbench.focus.keypoint == 0
