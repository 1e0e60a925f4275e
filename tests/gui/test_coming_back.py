"""Coming back shows what was left: the frame of a clip, what was seen of a project, a calm lower edge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from palpate.model.visibility import Visibility
from palpate.session.frames.media_adding import add_media
from palpate.session.jobs import Job
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def path(shared_data: Path, tmp_path: Path) -> Path:
    """A project of two clips."""
    film = shared_data / "sleap" / "small_robot.mp4"
    shutil.copy(film, tmp_path / "second.mp4")
    with Session.create(tmp_path / "walk.palpate", ["coco_17"], "ana") as made:
        add_media(made, [film, tmp_path / "second.mp4"])
    return tmp_path / "walk.palpate"


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[MainWindow]:
    make_application()
    shown = MainWindow(Preferences())
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    shown.open_named([str(path)])
    qtbot.waitUntil(lambda: shown.canvas.frame == 0)
    yield shown
    shown.close()


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def choose_clip(window: MainWindow, row: int) -> None:
    window.header._clips.setCurrentIndex(row)
    window.header._clips.activated.emit(row)


def test_a_clip_is_found_again_where_it_was_left(window: MainWindow) -> None:
    window.commands.add_instance()
    instance = window.workbench.focus.instance
    session_of(window).selection.move(frame=7, keypoint=5)
    choose_clip(window, 1)
    assert (window.workbench.focus.frame, window.workbench.focus.instance) == (0, "")
    window.going.go_to(3)
    choose_clip(window, 0)
    focus = window.workbench.focus
    assert (focus.frame, focus.instance, focus.keypoint) == (7, instance, 5)
    choose_clip(window, 1)
    assert window.workbench.focus.frame == 3


def test_a_project_is_seen_again_as_it_was(window: MainWindow, path: Path) -> None:
    window.canvas.set_view(window.canvas.view.centred_on(100.0, 80.0, 4.0))
    left = window.canvas.view
    window.workbench.close()
    window.canvas.fit()
    assert window.workbench.open(path)
    assert window.canvas.view.zoom == pytest.approx(left.zoom)
    assert window.canvas.view.centre == pytest.approx(left.centre)
    window.canvas.fit()
    window.workbench.close()
    assert window.workbench.open(path)
    assert window.canvas.view.fitted


def test_the_zoom_has_room_for_all_its_figures_and_none_without_a_picture(
    window: MainWindow, tmp_path: Path
) -> None:
    zoom = window.status._zoom
    width = zoom.width()
    window.canvas.set_zoom(64.0)
    assert zoom.text() == "6400%"
    assert zoom.fontMetrics().horizontalAdvance(zoom.text()) <= zoom.contentsRect().width()
    window.canvas.set_zoom(1.0)
    QApplication.processEvents()
    assert zoom.width() == width
    empty = tmp_path / "empty.palpate"
    Session.create(empty, ["coco_17"], "ana").close()
    window.workbench.open(empty)
    assert not zoom.isVisible()


def test_a_job_does_not_heighten_the_line_below(window: MainWindow) -> None:
    before = window.status.height()
    window.workbench.job_changed.emit(Job(99, "Look through walk"))
    QApplication.processEvents()
    assert window.status._jobs
    assert window.status.height() == before


def test_the_strip_of_frames_leaves_the_active_keypoint_free(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.add_instance()
    gestures.place(session_of(window), np.array([100.0, 80.0]), Visibility.VISIBLE)
    session_of(window).selection.move(keypoint=0)
    window.aiding.show_context()
    strip, canvas = window.aiding._context.strip, window.canvas
    qtbot.waitUntil(strip.isVisible)
    tops = set()
    try:
        for at in ((0.9, 0.9), (0.9, 0.1), (0.5, 0.5)):
            view = canvas.view.centred_on(100.0, 80.0, 8.0)
            x = 100.0 - (at[0] - 0.5) * canvas.width() / 8.0
            y = 80.0 - (at[1] - 0.5) * canvas.height() / 8.0
            canvas.set_view(view.centred_on(x, y))
            tops.add(strip.y())
            spot = QPointF(*canvas.view.to_widget(100.0, 80.0))
            assert not QRectF(strip.geometry()).contains(spot)
        assert len(tops) == 2
    finally:
        window.aiding.show_context()
