"""Adding media while the window stays live, and what is asked of them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import av
import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from palpate.base.progress import Progress
from palpate.session.exchange.transfer import Narrowing, export
from palpate.session.frames.media_adding import streams_offered
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.dialogs.streams import StreamsDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.widgets.rate_chooser import RateChooser

Found = TypeVar("Found", bound=QObject)


def child(parent: QObject, kind: type[Found]) -> Found:
    found = parent.findChild(kind)
    assert found is not None
    return found


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    make_application()
    path = tmp_path / "walk.palpate"
    Session.create(path, ["coco_17"], "ana").close()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    yield window
    window.close()


@pytest.fixture
def film(shared_data: Path) -> Path:
    """A video that does not say how fast its camera ran."""
    return shared_data / "mmpose" / "demo.mp4"


@pytest.fixture
def stereo(tmp_path: Path) -> Path:
    """A file of two streams, the second one the larger."""
    path = tmp_path / "stereo.mkv"
    with av.open(str(path), "w") as container:
        streams = []
        for width, height in ((64, 48), (128, 96)):
            stream = container.add_stream("mpeg4", rate=25)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            streams.append(stream)
        for _ in range(5):
            for stream in streams:
                picture = np.zeros((stream.height, stream.width, 3), np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        for stream in streams:
            container.mux(stream.encode(None))
    return path


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def added(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    with qtbot.waitSignal(window.opening.adding.added):
        window.opening.adding.add(paths)


def button(window: MainWindow, text: str) -> QPushButton:
    return next(one for one in window._pages.findChildren(QPushButton) if one.text().startswith(text))


def test_media_are_read_in_the_background_and_shown_when_they_are_there(
    window: MainWindow, qtbot: QtBot, film: Path
) -> None:
    window.opening.adding.add([film])
    assert not session_of(window).contents.clips
    qtbot.waitUntil(lambda: window.canvas.frame == 0)
    (clip,) = session_of(window).contents.clips
    assert window.workbench.focus.clip == clip.id
    assert session_of(window).undoable().title == "Add demo"  # type: ignore[union-attr]


def test_what_is_in_hand_stays_in_hand_when_another_clip_arrives(
    window: MainWindow, qtbot: QtBot, film: Path, tmp_path: Path
) -> None:
    added(window, qtbot, film)
    first = window.workbench.focus.clip
    shutil.copy(film, tmp_path / "second.mp4")
    with qtbot.waitSignal(window.opening.adding.added):
        window.opening.adding.add([tmp_path / "second.mp4"])
        window.going.go_to(3)
    assert (window.workbench.focus.clip, window.workbench.focus.frame) == (first, 3)
    assert any(text.startswith("Added second") for text in window.messages.texts())


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_added(
    window: MainWindow, qtbot: QtBot, film: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.mp4").write_text("no video")
    window.opening.adding.add([film, tmp_path / "notes.mp4"])
    qtbot.waitUntil(lambda: any("notes.mp4" in text for text in window.messages.texts()))
    assert not session_of(window).contents.clips
    assert not window.reading.isVisible()


def test_cancelling_adds_nothing(window: MainWindow, qtbot: QtBot, film: Path) -> None:
    with qtbot.waitSignal(window.opening.adding.began) as began:
        window.opening.adding.add([film] * 30)
    assert began.args is not None
    began.args[0].token.cancel()
    qtbot.waitUntil(lambda: not session_of(window).jobs.running)
    assert not session_of(window).contents.clips
    assert window.messages.texts() == []


def test_the_project_can_be_closed_meanwhile(window: MainWindow, qtbot: QtBot, film: Path) -> None:
    with qtbot.waitSignal(window.opening.adding.began):
        window.opening.adding.add([film] * 30)
    window.opening.close_project()
    assert window.workbench.session is None
    assert not window.reading.isVisible()


def test_labels_dropped_with_their_video_find_it(
    window: MainWindow, qtbot: QtBot, film: Path, tmp_path: Path
) -> None:
    added(window, qtbot, film)
    window.commands.add_instance()
    window.canvas.placed.emit(window.canvas.rect().center().toPointF(), 2)
    session = session_of(window)
    labels = tmp_path / "demo.csv"
    export(session, session.contents.layers[0].id, labels, format="wide_csv", narrowing=Narrowing())
    while session.undoable() is not None:
        session.undo()
    window.opening.open_dropped([labels, film])
    qtbot.waitUntil(lambda: len(session.contents.layers) > 0 and session.contents.layers[-1].name == "demo")
    assert [clip.name for clip in session.contents.clips] == ["demo"]


def test_the_bar_of_a_job_holds_more_bytes_than_its_widget_can_count(
    window: MainWindow, qtbot: QtBot
) -> None:
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(30_000_000_000, 40_000_000_000, "an hour of 4K")
        go_on.wait(20)

    session_of(window).jobs.start("Reading an hour of 4K", work, lambda _: None)
    qtbot.waitUntil(lambda: any(bar.value() == 750 for bar in window.status.findChildren(QProgressBar)))
    go_on.set()
    qtbot.waitUntil(lambda: not session_of(window).jobs.running)


# ---- how fast the camera recorded --------------------------------------------------------------------------


def test_the_capture_rate_is_asked_in_a_bar_and_shown_at_once(
    window: MainWindow, qtbot: QtBot, film: Path
) -> None:
    added(window, qtbot, film)
    assert window.messages.texts() == ["How fast did the camera record demo?"]
    assert button(window, "Set").visibleRegion().boundingRect().height() > 10
    assert QApplication.focusWidget() is not child(window._pages, RateChooser)
    child(window._pages, RateChooser).setEditText("240")
    button(window, "Set").click()
    (clip,) = session_of(window).contents.clips
    assert (clip.capture_fps, clip.capture_known) == (240.0, True)
    assert window.messages.texts() == []
    window.going.go_to(3)
    assert "0.013 s · 240 fps" in window.status._place.text()


def test_a_file_as_fast_as_its_camera_is_one_click(window: MainWindow, qtbot: QtBot, film: Path) -> None:
    added(window, qtbot, film)
    button(window, "As the file").click()
    (clip,) = session_of(window).contents.clips
    assert (clip.capture_fps, clip.capture_known) == (clip.fps, True)


def test_no_rate_cannot_be_set(window: MainWindow, qtbot: QtBot, film: Path) -> None:
    added(window, qtbot, film)
    child(window._pages, RateChooser).setEditText("fast")
    assert not button(window, "Set").isEnabled()
    assert "number above 0" in button(window, "Set").toolTip()


def test_several_videos_are_one_question(window: MainWindow, qtbot: QtBot, film: Path) -> None:
    added(window, qtbot, film, film)
    assert window.messages.texts() == ["How fast did the camera record 2 videos?"]
    button(window, "Set").click()
    assert {clip.capture_fps for clip in session_of(window).contents.clips} == {120.0}
    window.commands.undo()
    assert not any(clip.capture_known for clip in session_of(window).contents.clips)


def test_a_question_leaves_with_its_clip_and_outlasts_notes(
    window: MainWindow, qtbot: QtBot, film: Path
) -> None:
    added(window, qtbot, film)
    for n in range(5):
        window.workbench.note(f"note {n}")
    assert "How fast did the camera record demo?" in window.messages.texts()
    window.commands.undo()
    assert "How fast did the camera record demo?" not in window.messages.texts()


# ---- several streams ---------------------------------------------------------------------------------------


def test_a_file_of_several_streams_asks_which_and_offers_the_largest(
    window: MainWindow, qtbot: QtBot, stereo: Path
) -> None:
    window.opening.adding.add([stereo])
    qtbot.waitUntil(lambda: window.findChild(StreamsDialog) is not None)
    with qtbot.waitSignal(window.opening.adding.added):
        child(window, StreamsDialog).accept()
    (clip,) = session_of(window).contents.clips
    assert (clip.stream, clip.size) == (1, (128, 96))


def test_choosing_no_stream_adds_nothing(window: MainWindow, qtbot: QtBot, stereo: Path) -> None:
    window.opening.adding.add([stereo])
    qtbot.waitUntil(lambda: window.findChild(StreamsDialog) is not None)
    child(window, StreamsDialog).reject()
    assert not session_of(window).jobs.running
    assert not session_of(window).contents.clips


def test_files_of_the_same_streams_are_decided_together(qtbot: QtBot, stereo: Path, tmp_path: Path) -> None:
    make_application()
    choices = streams_offered(stereo)
    dialog = StreamsDialog({stereo: choices, tmp_path / "b.mkv": choices, tmp_path / "c.mkv": choices[::-1]})
    qtbot.addWidget(dialog)
    dialog.accept()
    assert dialog.chosen() == {stereo: 1, tmp_path / "b.mkv": 1}
    dialog.accept()
    assert dialog.chosen()[tmp_path / "c.mkv"] == 1
