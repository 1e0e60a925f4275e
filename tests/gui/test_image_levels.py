"""Levels of deep images, set by eye."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.dialogs.levels import LevelsDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A deep clip whose values run from 1000 to 3000, and one of 8 bits."""
    for name, kind, top in (("deep", np.uint16, 2000), ("plain", np.uint8, 200)):
        (tmp_path / name).mkdir()
        for n in range(3):
            ramp = np.linspace(0, top, 64).astype(kind) + (1000 if name == "deep" else 0)
            cv2.imwrite(str(tmp_path / name / f"{n}.png"), np.tile(ramp, (48, 1)).astype(kind))
    path = tmp_path / "shots.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [tmp_path / "deep", tmp_path / "plain"])
    return path


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(project)])
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    yield window
    window.close()


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> LevelsDialog:
    window.commands.image_levels()
    qtbot.waitUntil(lambda: window.findChild(LevelsDialog) is not None)
    found = window.findChild(LevelsDialog)
    assert found is not None
    return found


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def press(dialog: LevelsDialog, text: str) -> None:
    next(one for one in dialog.findChildren(QPushButton) if one.text() == f"&{text}").click()


def test_the_dialog_begins_with_what_is_seen(dialog: LevelsDialog) -> None:
    assert (dialog.levels().low, dialog.levels().high) == (0, 4095)
    assert not dialog.isModal()


def test_the_best_contrast_is_shown_at_once_and_named_in_the_status(
    window: MainWindow, dialog: LevelsDialog, qtbot: QtBot
) -> None:
    reel = window.presenter.reel
    press(dialog, "Auto")
    levels = dialog.levels()
    assert 1000 <= levels.low < 1100
    assert 2900 < levels.high <= 3000
    qtbot.waitUntil(lambda: window.presenter.reel is not reel)
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    assert window.status._enhancement.text().startswith("levels 10")
    clip = session_of(window).contents.clips[0]
    source = session_of(window).media.open_own(clip)
    assert source.bgra(0)[0, -1, 0] == 255
    source.close()
    press(dialog, "Reset")
    assert window.status._enhancement.text() == ""
    assert session_of(window).media.levels.of(clip.id) is None


def test_levels_that_fall_are_not_put_in_force(window: MainWindow, dialog: LevelsDialog) -> None:
    clip = session_of(window).contents.clips[0]
    dialog._low.setValue(500)
    dialog._high.setValue(400)
    levels = session_of(window).media.levels.of(clip.id)
    assert levels is not None
    assert (levels.low, levels.high) == (500, 4095)


def test_the_dialog_leaves_with_its_clip_and_levels_stay(
    window: MainWindow, dialog: LevelsDialog, qtbot: QtBot
) -> None:
    press(dialog, "Auto")
    deep, plain = session_of(window).contents.clips
    session_of(window).selection.move(clip=plain.id)
    assert not dialog.isVisible()
    assert window.status._enhancement.text() == ""
    session_of(window).selection.move(clip=deep.id)
    assert window.status._enhancement.text() != ""
    qtbot.waitUntil(lambda: window.canvas.frame == 0)


def test_images_of_8_bits_are_told_to_be_shown_as_stored(window: MainWindow, qtbot: QtBot) -> None:
    session_of(window).selection.move(clip=session_of(window).contents.clips[1].id)
    window.commands.image_levels()
    qtbot.waitUntil(lambda: any("shown as stored" in text for text in window.messages.texts()))
