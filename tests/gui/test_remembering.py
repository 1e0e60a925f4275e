"""What was on show comes back after a restart, for whoever works and for each project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.trajectory.look import Quantity


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three clips of two images each."""
    for name in ("side", "front", "rear"):
        (tmp_path / name).mkdir()
        for n in range(2):
            cv2.imwrite(str(tmp_path / name / f"{n}.png"), np.full((48, 64), 100, np.uint8))
    path = tmp_path / "cameras.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [tmp_path / name for name in ("side", "front", "rear")])
    return path


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    window = opened(qtbot, project)
    yield window
    window.close()


def opened(qtbot: QtBot, project: Path) -> MainWindow:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_named([str(project)])
    qtbot.waitUntil(lambda: window.canvas.exact)
    return window


def restarted(window: MainWindow, qtbot: QtBot, project: Path) -> MainWindow:
    window.close()
    return opened(qtbot, project)


def test_lanes_or_plot_and_its_curves_stay_as_they_were(
    window: MainWindow, qtbot: QtBot, project: Path
) -> None:
    assert not window.timeline.shows_trajectories
    window.timeline.show_trajectories(True)
    plot = window.timeline.trajectories
    assert plot is not None
    plot._toggles[Quantity.X].click()
    again = restarted(window, qtbot, project)
    assert again.timeline.shows_trajectories
    assert again.actions_.by_name["show_trajectories"].isChecked()
    plot = again.timeline.trajectories
    assert plot is not None
    assert plot.quantities == [Quantity.Y, Quantity.SPEED]
    assert [plot._toggles[quantity].isChecked() for quantity in Quantity] == [False, True, True]
    again.timeline.show_trajectories(False)
    last = restarted(again, qtbot, project)
    assert not last.timeline.shows_trajectories
    last.close()


def test_curves_that_nobody_knows_any_more_leave_the_usual_ones(window: MainWindow) -> None:
    window.preferences.settings.set("quantities", "jerk")
    window.timeline.show_trajectories(True)
    plot = window.timeline.trajectories
    assert plot is not None
    assert plot.quantities == list(Quantity)


def test_somebody_else_has_a_tab_of_their_own(window: MainWindow) -> None:
    window.timeline.show_trajectories(True)
    window.preferences.annotator = "ben"
    assert not window.timeline.shows_trajectories
    window.preferences.annotator = "ana"


def test_the_clip_chosen_for_the_second_view_and_its_share_come_back(
    window: MainWindow, qtbot: QtBot, project: Path
) -> None:
    window.second.second_view()
    qtbot.waitUntil(lambda: window.second.panel.isVisible() and window.second.panel.canvas.frame == 0)
    panel, session = window.second.panel, window.workbench.session
    assert session is not None
    others = [clip.id for clip in session.contents.clips if clip.id != window.workbench.focus.clip]
    wanted = next(clip for clip in others if clip != panel.follower.clip)
    panel.follower.choose_clip(wanted)
    panel.splitter.setSizes([200, 400])
    panel._on_split()
    share = panel._share
    again = restarted(window, qtbot, project)
    qtbot.waitUntil(lambda: again.second.panel.isVisible() and again.second.panel.canvas.frame == 0)
    assert again.second.panel.follower.clip == wanted
    first, second = again.second.panel.splitter.sizes()
    assert abs(1000 * first / (first + second) - share) < 15
    again.close()


def test_partners_of_a_damaged_memory_are_the_usual_ones(window: MainWindow, project: Path) -> None:
    window.preferences.keep_partners(project, {"side": "gone"})
    assert window.preferences.partners(project) == {"side": "gone"}
    window.second.second_view()
    assert window.second.panel.follower.clip != "gone"
