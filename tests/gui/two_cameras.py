"""A film as two cameras' clips in the window, with the second view beside the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from palpate.model.event import Event
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.events import MarkEvent
from palpate.session.frames import second_view
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.second_view.panel import SecondPanel

FRAME, OTHER = 100, 60


def filmed_twice(shared_data: Path, tmp_path: Path) -> Path:
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


def window_on(qtbot: QtBot, project: Path) -> MainWindow:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    window.open_named([str(project)])
    until(qtbot, lambda: window.canvas.exact and window.canvas.frame == 0)
    return window


def second_of(window: MainWindow, qtbot: QtBot) -> SecondPanel:
    """The second view, shown but not synchronised, the first at the moment in common."""
    window.going.go_to(FRAME)
    window.actions_.by_name["second_view"].trigger()
    until(qtbot, lambda: window.second.panel.isVisible() and window.second.panel.canvas.frame == 0)
    until(qtbot, lambda: window.canvas.exact and window.canvas.frame == FRAME)
    return window.second.panel


def tied_by_release(panel: SecondPanel, window: MainWindow, qtbot: QtBot) -> SecondPanel:
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
