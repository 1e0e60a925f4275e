"""The second view shows what the first one does: enhanced, hidden, coloured, and while frames are played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from two_cameras import (
    FRAME,
    OTHER,
    clips_of,
    filmed_twice,
    second_of,
    session_of,
    tied_by_release,
    until,
    window_on,
)

from palpate.session.frames.enhancing import Enhancement, Look
from palpate.session.placing.aside import Parts
from palpate.ui.canvas.colouring import Scheme
from palpate.ui.main_window import MainWindow
from palpate.ui.second_view.panel import SecondPanel


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    return filmed_twice(shared_data, tmp_path)


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    opened = window_on(qtbot, project)
    yield opened
    opened.close()


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> SecondPanel:
    return second_of(window, qtbot)


@pytest.fixture
def tied(panel: SecondPanel, window: MainWindow, qtbot: QtBot) -> SecondPanel:
    return tied_by_release(panel, window, qtbot)


# ---- what the first view has, too ----------------------------------------------------------------------


def test_each_clip_is_enhanced_by_its_own_look(window: MainWindow, tied: SecondPanel, qtbot: QtBot) -> None:
    first, second = clips_of(window)
    session = session_of(window)
    session.selection.move(clip=second, frame=OTHER)
    window.enhancing._choose(Look(Enhancement(inverted=True), on=True))
    assert tied.canvas.lens is None  # which shows the first clip meanwhile
    session.selection.move(clip=first, frame=FRAME)
    until(qtbot, lambda: window.canvas.exact and tied.canvas.frame == OTHER)
    assert window.canvas.lens is None
    assert tied.canvas.lens is not None
    assert tied.canvas.lens.enhancement.inverted
    enhanced = middle_of(tied)
    session.selection.move(clip=second, frame=OTHER)
    window.enhancing.enhance()
    session.selection.move(clip=first, frame=FRAME)
    until(qtbot, lambda: tied.canvas.frame == OTHER)
    assert tied.canvas.lens is None
    assert abs(middle_of(tied) + enhanced - 255) <= 1


def test_local_contrast_over_there_knows_the_whole_frame(
    window: MainWindow, tied: SecondPanel, qtbot: QtBot
) -> None:
    first, second = clips_of(window)
    session_of(window).selection.move(clip=second, frame=OTHER)
    window.enhancing._choose(Look(Enhancement(local=3.0), on=True))
    session_of(window).selection.move(clip=first, frame=FRAME)
    until(qtbot, lambda: tied.canvas.frame == OTHER)
    picture, lens = tied.canvas.picture, tied.canvas.lens
    assert lens is not None
    assert picture is not None
    assert lens.tones.knows(picture)


def test_the_held_key_bares_both_views(window: MainWindow, tied: SecondPanel) -> None:
    QTest.keyPress(window.canvas, Qt.Key.Key_H)
    assert tied.canvas._screen.bare
    QTest.keyRelease(window.canvas, Qt.Key.Key_H)
    assert not tied.canvas._screen.bare


def test_what_is_hidden_over_there_is_neither_seen_nor_hit(window: MainWindow, tied: SecondPanel) -> None:
    session = session_of(window)
    there = session.contents.instances_of(clips_of(window)[1])[0]
    before = tied.canvas.grab().toImage()
    session.aside.put(hidden=Parts(frozenset({there.id})))
    assert tied.canvas.scene.poses[0].veiled
    assert tied.canvas.scene.near(200.0, 80.0, 20.0) is None
    assert tied.canvas.grab().toImage() != before


def test_colours_tell_apart_the_same_in_both_views(window: MainWindow, tied: SecondPanel) -> None:
    before = tied.canvas.grab().toImage()
    window.looks.colour(Scheme.SIDE)
    assert tied.canvas.grab().toImage() != before
    window.looks.colour(Scheme.INSTANCE)


def middle_of(panel: SecondPanel) -> int:
    """Green of the bare picture in its middle."""
    panel.canvas.set_overlays_hidden(True)
    grabbed = panel.canvas.grab().toImage()
    panel.canvas.set_overlays_hidden(False)
    return QColor(grabbed.pixel(grabbed.rect().center())).green()


# ---- playing -------------------------------------------------------------------------------------------


def test_while_playing_it_follows_once_the_first_is_ahead(
    window: MainWindow, tied: SecondPanel, qtbot: QtBot
) -> None:
    seen: list[int] = []
    tied.follower.changed.connect(lambda: seen.append(tied.canvas.frame))
    window.player.choose_speed(0.125)
    window.player.toggle()
    until(qtbot, lambda: len({frame for frame in seen if frame > OTHER}) >= 4)
    assert window.player.playing
    window.player.pause()
    until(qtbot, lambda: tied.canvas.frame == tied.follower.frame)


def test_while_playing_the_first_has_its_next_pictures_before_the_second_decodes(
    window: MainWindow, tied: SecondPanel
) -> None:
    reel = window.presenter.reel
    assert reel is not None
    window.presenter.pace = 1
    turns = tied.follower._turns
    turns.now(reel.clip.n_frames - 1)
    assert turns.taken() == (not reel.has(reel.clip.n_frames - 1))
    turns.now(FRAME + 150)
    assert turns.taken()
    window.presenter.pace = 0
