"""Whatever hidden gold says, the window looks the same to whoever is not to see it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from gold_story import RUNNERS
from gold_worlds import hidden_in, make_worlds
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from palpate.session.edits.contents import PutClips
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.drawing import MARKS_END, OVERVIEW

Look = Callable[[MainWindow, QtBot], None]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Ana's project with an open attempt, and one in which hidden gold says something else; with film."""
    folder = tmp_path_factory.mktemp("worlds")
    _film(folder / "run.mp4")

    def link(session: Session) -> None:
        clips = (replace(clip, media_path="run.mp4") for clip in session.contents.clips)
        session.do(PutClips("Link", tuple(clips)))

    return make_worlds(folder, link)


def _film(path: Path) -> None:
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=50, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        chance = np.random.default_rng(3)
        picture = chance.integers(0, 255, (27, 48, 3), np.uint8).repeat(40, axis=0).repeat(40, axis=1)
        for _ in range(120):
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        made.mux(stream.encode())


class Seen:
    """What the window showed in one world, by what was looked at."""

    def __init__(self, qtbot: QtBot, project: Path) -> None:
        make_application()
        self.qtbot, self.window = qtbot, MainWindow(Preferences())
        self.pictures: dict[str, QImage] = {}
        self.heard: dict[str, list[str]] = {}
        qtbot.addWidget(self.window)
        self.window.setFixedSize(1400, 860)
        self.window.show()
        self.window.looking._rest.blockSignals(True)  # what is looked at goes by time
        self.window.open_named([str(project)])
        entry = self.session.undoable()
        self._before = 0 if entry is None else entry.id
        self.idle()

    @property
    def session(self) -> Session:
        found = self.window.workbench.session
        assert found is not None
        return found

    def do(self, *actions: str) -> None:
        for name in actions:
            self.window.actions_.by_name[name].trigger()
        self.idle()

    def go(self, layer: str, clip: str, frame: int) -> None:
        """Have a layer in hand, as far as that may be."""
        found = self.session.contents.layer_named(layer)
        self.session.selection.move(
            layer=found.id, clip=clip, instance=RUNNERS[clip], frame=frame, keypoint=3, chosen=frozenset()
        )
        self.idle()

    def idle(self) -> None:
        """Wait until nothing works in the background and two pictures in a row are the same."""
        before = QImage()

        def still() -> bool:
            nonlocal before
            self.window.setWindowTitle("same")
            now = self.window.grab().toImage()
            same, before = now == before, now
            return same and not self.session.jobs.running and self.window.canvas.exact

        self.qtbot.waitUntil(still, timeout=20_000)

    def undo(self) -> None:
        """Take back what an action may have done."""
        while (entry := self.session.undoable()) is not None and entry.id > self._before:
            self.session.undo()

    def raise_dock(self, name: str) -> None:
        dock = next(one for one in self.window.findChildren(QDockWidget) if name in one.objectName().lower())
        dock.show()
        dock.raise_()

    def look(self, name: str) -> None:
        self.idle()
        self.heard[name] = self.window.messages.texts()
        self.window.messages.clear()  # they go on their own, sooner or later
        picture = self.window.grab().toImage()
        top = self.window.timeline.lanes.mapTo(self.window, QPoint(0, MARKS_END)).y()
        painter = QPainter(picture)  # the strip of what was looked at goes by time
        painter.fillRect(QRect(0, top, picture.width(), OVERVIEW), QColor("black"))
        painter.end()
        self.pictures[name] = picture


WITH = (
    *("show_onion", "show_trails", "show_context", "show_trajectories", "unfold_lanes", "compare_methods"),
    *("follow_instance", "spotlight", "show_ghost", "second_view", "drop_on_ruler"),
)
AND = (
    "copy_previous",
    "start_nearest",
    "start_mean",
    "start_template",
    "carry_pose",
    "accept",
    "place_between",
)


def play(seen: Seen, hidden: list[int]) -> None:
    """Look at what could show hidden gold: in the attempt, and in work that holds copies of it."""
    first = hidden[1]
    for layer in ("ana, attempt 1", "ana", "gold"):  # gold is never in hand; here it is, whatever the way
        seen.go(layer, "walk", first)
        seen.look(f"{layer} in hand")
    for frame in (first - 1, first + 1, first + 4):
        seen.go("ana", "walk", frame)
        seen.look(f"own work, frame {frame - first}")
    for panel in ("history", "quality", "review", "notes"):
        seen.raise_dock(panel)
        seen.go("ana", "walk", first)
        if panel == "quality":
            seen.do("score")
        seen.look(panel)
    seen.do("show_trajectories", "show_trajectories")  # the first plot of a process is laid out otherwise
    for action in WITH:
        seen.go("ana", "walk", first + 1)
        seen.do(action)
        seen.look(action)
        if action in ("show_trails", "show_context", "unfold_lanes"):
            seen.go("ana", "walk", first)
            seen.look(f"{action}, there")
        seen.do(action)
    for action in AND:
        seen.go("ana", "walk", first + 1)
        seen.do(action)
        seen.look(action)
        seen.undo()
    for action in ("next_drift", "find_mixups", "next_suggested", "measure_blur", "show_calibrations"):
        seen.do(action)
        seen.look(action)


def test_whatever_hidden_gold_says_the_window_looks_the_same(
    qtbot: QtBot, worlds: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for n, world in enumerate(worlds):
        monkeypatch.setenv("PALPATE_HOME", str(tmp_path / f"home {n}"))
        folder = tmp_path / f"world {n}"
        folder.mkdir()
        project = Path(shutil.copy(world, folder / "gold.palpate"))
        shutil.copy(world.with_name("run.mp4"), folder)
        seen.append(Seen(qtbot, project))
        play(seen[-1], hidden_in(world, "walk"))
        seen[-1].window.close()
    one, other = (each.pictures for each in seen)
    assert len(one) > 30
    assert [name for name in one if one[name] != other[name]] == []
    assert seen[0].heard == seen[1].heard
