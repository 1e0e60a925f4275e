"""Hands for examples in the window: two pictures, a person in each, and the nose saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from hands import press, session_of
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from palpate.model.visibility import Visibility
from palpate.session.frames.media_adding import add_media
from palpate.session.guidelines import examples
from palpate.session.guidelines.examples import ShownExample
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.dialogs.example import ExampleDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

SIZE = (400, 300)
NOSE = (203.25, 98.5)
ALT_SHIFT = (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier)
Ask = Callable[[Qt.Key], ExampleDialog]


def grain(seed: int) -> np.ndarray:  # type: ignore[type-arg]
    """Return a picture in which no two places look alike."""
    return np.random.default_rng(seed).integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8)


@contextmanager
def stills_window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Open two images, a person in each, the nose placed in the first."""
    make_application()
    folder = tmp_path / "stills"
    folder.mkdir()
    for n in range(2):
        assert cv2.imwrite(str(folder / f"{n}.png"), grain(n))
    path = tmp_path / "stills.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [folder], {"lighting": "overcast"})
        contents = session.contents
        session.selection.move(clip=contents.clips[0].id, layer=contents.layers[0].id)
        gestures.add_instance(session, "coco_17")
        gestures.place(session, np.array(NOSE), Visibility.VISIBLE)
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_named([str(path)])
    qtbot.waitUntil(lambda: window.canvas.exact and window.canvas.frame == 0)
    focus(window, 0)
    yield window
    window.close()


def focus(window: MainWindow, keypoint: int) -> None:
    session = session_of(window)
    instance = session.contents.instances[0].id
    session.selection.move(instance=instance, keypoint=keypoint, chosen=frozenset())


def asking(window: MainWindow, qtbot: QtBot) -> Ask:
    """Ask by key or, once a dialog was in front, by menu; what comes is a dialog that shows the frame."""
    names = {Qt.Key.Key_C: "save_correct_example", Qt.Key.Key_X: "save_incorrect_example"}
    asked: list[Qt.Key] = []

    def ask(key: Qt.Key) -> ExampleDialog:
        if asked:
            window.actions_.by_name[names[key]].trigger()
        else:
            press(window, key, *ALT_SHIFT)
        asked.append(key)
        (dialog,) = window.findChildren(ExampleDialog)
        qtbot.waitUntil(lambda: not dialog.view._image.isNull())
        return dialog

    return ask


def kept(window: MainWindow) -> list[ShownExample]:
    session = session_of(window)
    return list(examples.own(session, session.contents.skeletons["coco_17"]))


def closed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.findChildren(ExampleDialog))


def save_nose(window: MainWindow, asked: Ask, qtbot: QtBot) -> None:
    dialog = asked(Qt.Key.Key_C)
    dialog.caption.setPlainText("On the tip.")
    dialog.accept()
    closed(qtbot, window)
