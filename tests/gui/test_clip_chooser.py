"""The list of clips and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from palpate.session.frames.clip_editing import set_capture_rate
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.widgets.clip_chooser import ClipChooser

PICTURE = int(Qt.ItemDataRole.UserRole) + 2


@pytest.fixture
def chooser(qtbot: QtBot, empty_project: Session, shared_data: Path) -> Iterator[ClipChooser]:
    make_application()
    films = [shared_data / "mmpose" / "demo.mp4", shared_data / "cvat" / "video_1.mp4"]
    add_media(empty_project, films)
    chooser = ClipChooser()
    qtbot.addWidget(chooser)
    chooser.show_clips(empty_project)
    chooser.show()
    yield chooser
    chooser.show_clips(None)


def pictures(chooser: ClipChooser) -> list[QPixmap | None]:
    return [chooser.itemData(row, PICTURE) for row in range(chooser.count())]


def test_pictures_come_when_the_list_is_opened_and_stay(
    chooser: ClipChooser, qtbot: QtBot, empty_project: Session
) -> None:
    assert pictures(chooser) == [None, None]
    chooser.wish_pictures()
    qtbot.waitUntil(lambda: all(pictures(chooser)))
    assert max(chooser.itemData(0, PICTURE).size().toTuple()) == 160
    chooser.view().grab()
    chooser.show_clips(empty_project)
    assert all(pictures(chooser))


def test_a_row_names_the_clip_and_its_facts(chooser: ClipChooser, empty_project: Session) -> None:
    assert chooser.itemText(0) == "demo"
    clip = empty_project.contents.clips[0]
    assert f"5 frames · {clip.size[0]} × {clip.size[1]}" in chooser.itemData(0, Qt.ItemDataRole.ToolTipRole)
    set_capture_rate(empty_project, [clip.id], 240.0)
    chooser.show_clips(empty_project)
    assert "240 fps" in chooser.itemData(0, Qt.ItemDataRole.AccessibleTextRole)


def test_another_project_has_pictures_of_its_own(chooser: ClipChooser, qtbot: QtBot) -> None:
    chooser.wish_pictures()
    chooser.show_clips(None)
    assert chooser.count() == 0
