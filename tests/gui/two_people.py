"""A lead at a window with a bowler whom two people have placed in the same four frames."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

FRAMES = np.array([110, 120, 130, 140])
WRIST, KNEE, HIP = "right_wrist_mid", "left_knee", "left_hip"
FAR = 30.0


def project(folder: Path, *, role: str = "lead") -> Path:
    """Ana and ben differ in frame 120 by 30 px at the wrist, in 130 about the knee, in 140 about a flag.

    Ana has called the hip estimated in all four frames; so has ben, but in the last.
    """
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), folder)
    path = folder / "bowling.palpate"
    with Session.create(path, ["cricket_bowling_54"], "lea", role) as session:
        (clip,) = add_media(session, [Path(film)])
        skeleton = session.contents.skeletons["cricket_bowling_54"]
        at = truth.positions[FRAMES, 0].astype(np.float64)
        wrist, knee, hip = (skeleton.position_of[name] for name in (WRIST, KNEE, HIP))
        for who, off in (("ana", 0.0), ("ben", 1.0)):
            places = at + np.array([off, 0.0])
            codes = np.full(at.shape[:2], Visibility.VISIBLE, np.int8)
            codes[:, hip] = Visibility.ESTIMATED
            if who == "ben":
                places[1, wrist, 0] += FAR - off
                codes[2, knee], places[2, knee] = Visibility.ABSENT, np.nan
                codes[3, hip] = Visibility.VISIBLE
            track = Track(FRAMES, places, codes, np.full_like(codes, Origin.HAND))
            layer = editions.new_layer(who, LayerKind.WORK, who)
            bowler = (Instance("b", clip.id, "bowler", 1, skeleton.name),) if who == "ana" else ()
            session.do(AddLabels("Put", layer, (), (), bowler, {"b": track}))
    return path


def begun(qtbot: QtBot, path: Path) -> MainWindow:
    """Return a window in which the project is open and its picture is there."""
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(path)
    qtbot.waitUntil(lambda: made.canvas.frame >= 0)
    return made


def layer_of(session: Session, who: str) -> str:
    return next(layer.id for layer in session.contents.layers if layer.author == who and layer.name == who)
