"""A consultant at a window with a bowler, who writes guidelines."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.guidelines.guidance import told_of
from palpate.session.session import Session
from palpate.ui.editor_guides.guide_window import GuideWindow
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

FRAME = 144


def begun(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Return a window in which a consultant looks at a bowler, who is placed in one frame."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    path = tmp_path / "bowling.palpate"
    with Session.create(path, ["cricket_bowling_54"], "cora", "consultant") as session:
        (clip,) = add_media(session, [Path(film)])
        at = truth.positions[[FRAME], 0].astype(np.float64)
        codes = np.full(at.shape[:2], Visibility.VISIBLE, np.int8)
        track = Track(np.array([FRAME]), at, codes, np.full_like(codes, Origin.HAND))
        bowler = Instance("b", clip.id, "bowler", 1, "cricket_bowling_54")
        session.do(AddLabels("Put", session.contents.layers[0], (), (), (bowler,), {"b": track}))
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(path)
    qtbot.waitUntil(lambda: made.canvas.frame >= 0)
    choose(made, "t6")
    return made


def session_of(window: MainWindow) -> Session:
    assert window.workbench.session is not None
    return window.workbench.session


def choose(window: MainWindow, name: str) -> None:
    session = session_of(window)
    place = session.contents.skeleton_of("b").position_of[name]
    session.selection.move(instance="b", frame=FRAME, keypoint=place)


def opened(window: MainWindow, qtbot: QtBot, tab: int = 0) -> GuideWindow:
    QTest.mouseClick(window.guideline.edit, Qt.MouseButton.LeftButton)
    (found,) = window.findChildren(GuideWindow)
    qtbot.waitUntil(found.isVisible)
    found.tabs.setCurrentIndex(tab)
    QApplication.processEvents()
    return found


def write(field: QPlainTextEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    for n, line in enumerate(words.split("\n")):
        if n:
            QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, line)


def definition(window: MainWindow, keypoint: str = "t6") -> str:
    session = session_of(window)
    told = told_of(session.contents.skeleton_of("b"), keypoint, session.guides).guideline
    return "" if told is None else told.definition


def titles(window: MainWindow) -> list[str]:
    return [entry.title for entry in session_of(window).project.history()]
