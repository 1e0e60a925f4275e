"""The second view shows what the first one does: enhanced, hidden, coloured, and while frames are played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from palpate.model.event import Event
from palpate.session import editions, second_view
from palpate.session.aside import Parts
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.events import MarkEvent
from palpate.session.enhancing import Enhancement, Look
from palpate.session.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.canvas.colouring import Scheme
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.second_view.panel import SecondPanel

FRAME, OTHER = 100, 60


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    """The same film as two cameras' clips, the second as if it had recorded at twice the rate.

    Frame 100 of the first is frame 60 of the second. A person stands in both, with nose and left eye.
    """
    path = tmp_path / "film.palpate"
    film = shared_data / "torchcodec" / "nasa_13013.mp4"
    with Session.create(path, ["coco_17"], "ana") as session:
        for _ in range(2):
            add_media(session, [film])
        first, second = session.contents.clips
        fast = replace(second, name="front", capture_fps=2 * first.fps)
        session.do(PutClips("Name front", (fast,)))
        for clip, x in ((first.id, 100.0), (second.id, 200.0)):
            person = editions.new_instance(session.contents, clip, "coco_17", "ana")
            session.do(PutInstance("Add ana", person))
            frame = FRAME if clip == first.id else OTHER
            at = session.pose_at(session.contents.layers[0].id, person.id, frame)
            spots = np.array([[x, 80.0], [x + 20, 70.0]])
            session.do(poses.move(at, np.arange(2), spots, np.full(2, 2, np.int8), title="Place"))
        session.do(MarkEvent(Event(first.id, FRAME, "release")))
        session.do(MarkEvent(Event(second.id, OTHER, "release")))
    return path


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    window.open_named([str(project)])
    until(qtbot, lambda: window.canvas.exact and window.canvas.frame == 0)
    yield window
    window.close()


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> SecondPanel:
    """The second view, shown but not synchronised, the first at the moment in common."""
    window.going.go_to(FRAME)
    window.actions_.by_name["second_view"].trigger()
    until(qtbot, lambda: window.second.panel.isVisible() and window.second.panel.canvas.frame == 0)
    until(qtbot, lambda: window.canvas.exact and window.canvas.frame == FRAME)
    return window.second.panel


@pytest.fixture
def tied(panel: SecondPanel, window: MainWindow, qtbot: QtBot) -> SecondPanel:
    """Synchronised by the release."""
    (found,) = second_view.shared_events(session_of(window), *clips_of(window))
    assert panel.follower.synchronise(found)
    until(qtbot, lambda: panel.canvas.frame == OTHER)
    return panel


def until(qtbot: QtBot, there: Callable[[], bool]) -> None:
    """Wait for a picture, also on a machine that has much else to do: it is fetched behind all other work."""
    qtbot.waitUntil(there, timeout=30_000)


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def clips_of(window: MainWindow) -> tuple[str, str]:
    first, second = session_of(window).contents.clips
    return first.id, second.id


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
