"""The window holds through undoing what is in hand, opening twice, and faults of jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hands import session_of
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from palpate.base.errors import FrameUnavailable
from palpate.base.progress import Progress
from palpate.formats import registry
from palpate.model.track import Track
from palpate.session.edits.contents import PutClips
from palpate.session.exchange import transfer
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.bridge.workbench import focus_on_clip
from palpate.ui.dialogs.new_project import NewProjectDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    make_application()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


@pytest.fixture
def opened(window: MainWindow, two_bowlers: Session) -> MainWindow:
    path = two_bowlers.project.path
    two_bowlers.close()
    window.open_named([str(path)])
    return window


def test_undoing_the_instance_in_hand_lets_go_of_it(opened: MainWindow) -> None:
    session = session_of(opened)
    gestures.add_instance(session, "stick_figure")
    opened.commands.undo()
    assert session.selection.focus.instance in {found.id for found in session.contents.instances}
    opened.commands.mark_absent()


def test_undoing_the_import_in_hand_goes_back_to_the_work_layer(opened: MainWindow, tmp_path: Path) -> None:
    session = session_of(opened)
    work = session.selection.focus.layer
    file = tmp_path / "foreign.json"
    transfer.export(session, work, file, format="coco", narrowing=transfer.Narrowing())
    opened.opening.open_dropped([file])
    assert session.selection.focus.layer != work
    opened.commands.undo()
    assert session.selection.focus.layer == work


def test_opening_the_open_project_again_leaves_it_writable(opened: MainWindow) -> None:
    path = session_of(opened).project.path
    opened.opening.open_path(path)
    assert session_of(opened).project.read_only == ""


def test_the_bar_of_a_job_leaves_with_its_project(opened: MainWindow, qtbot: QtBot) -> None:
    session = session_of(opened)
    go = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(1, 2)
        go.wait()

    session.jobs.start("Long work", work, lambda _: None)
    qtbot.waitUntil(lambda: bool(opened.status._jobs))
    go.set()
    opened.workbench.close()
    assert not opened.status._jobs


def test_a_job_that_fails_tells_why(opened: MainWindow, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise FrameUnavailable("cannot be decoded", frame=3)

    session_of(opened).jobs.start("Work", work, lambda _: None)
    qtbot.waitUntil(lambda: any("cannot be decoded" in text for text in opened.messages.texts()))


def test_a_project_for_reading_can_be_walked_through(window: MainWindow, two_bowlers: Session) -> None:
    window.workbench.open(two_bowlers.project.path)
    assert session_of(window).project.read_only
    assert window.actions_.by_name["next_keyframe"].isEnabled()
    assert window.actions_.by_name["next_keypoint"].isEnabled()
    assert not window.actions_.by_name["add_instance"].isEnabled()
    assert not window.actions_.by_name["flag_frame"].isEnabled()
    assert not window.actions_.by_name["copy_previous"].isEnabled()


@pytest.fixture
def two_clips(shared_data: Path, tmp_path: Path) -> Path:
    """A project of two films of different size."""
    path = tmp_path / "two.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "mmpose" / "demo.mp4", shared_data / "cvat" / "video_1.mp4"])
    return path


def test_a_frame_that_comes_late_is_not_shown_on_the_next_clip(
    window: MainWindow, two_clips: Path, qtbot: QtBot
) -> None:
    shown: list[tuple[int, int]] = []
    window.presenter.frame_shown.connect(lambda _frame: shown.append(window.canvas.view.image))
    window.open_named([str(two_clips)])
    session = session_of(window)
    first, second = session.contents.clips
    assert first.size != second.size
    came = threading.Event()
    reel = session.media.reel(first, lambda *_: came.set())
    reel.request(0, window.canvas.sight)  # as the window does: its frame is on its way, too
    came.wait()
    reel.close()
    shown.clear()  # it may have been at hand while the first clip was looked at
    focus_on_clip(session, second.id)
    qtbot.waitUntil(lambda: bool(shown) and window.canvas.view.image == second.size)
    assert set(shown) == {second.size}


def when_asked(answer: Callable[[QDialog], None]) -> None:
    """Answer the next dialog that waits for an answer."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            answer(dialog)
        else:
            QTimer.singleShot(0, look)

    QTimer.singleShot(0, look)


def test_labels_are_written_in_the_format_that_was_chosen(opened: MainWindow, tmp_path: Path) -> None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        chosen = next(text for text in dialog.nameFilters() if "Datumaro" in text)
        dialog.selectNameFilter(chosen)
        dialog.filterSelected.emit(chosen)
        dialog.selectFile(str(tmp_path / "walk"))
        dialog.accept()

    when_asked(answer)
    opened.commands.export_labels()
    assert (tmp_path / "walk.json").exists(), opened.messages.texts()
    assert registry.sniff(tmp_path / "walk.json").name == "datumaro"


@pytest.mark.parametrize("text", ["/", ".", "", "n" * 300])
def test_any_text_may_stand_in_the_field_of_a_new_project(
    window: MainWindow, qtbot: QtBot, text: str
) -> None:
    dialog = NewProjectDialog(["coco_17"], "ana", window)
    qtbot.addWidget(dialog)
    dialog._path.setText(text)
    assert dialog._buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled() == (len(text) > 1)


def test_a_folder_that_cannot_be_made_is_told_beside_the_button(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    told: list[str] = []

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, NewProjectDialog)
        dialog._path.setText(str(tmp_path / "file" / "new.palpate"))
        dialog.accept()
        assert dialog.isVisible()
        told.append(dialog._missing.text())
        dialog.reject()

    when_asked(answer)
    window.commands.new_project()
    assert window.workbench.session is None
    assert str(tmp_path / "file") in told[0]


def test_a_shorter_clip_is_shown_from_its_first_frame(opened: MainWindow) -> None:
    session = session_of(opened)
    short = replace(session.contents.clips[0], id="clip-2", name="short", n_frames=3)
    session.do(PutClips("Add short", (short,)))
    session.selection.move(frame=80)
    focus_on_clip(session, short.id)
    assert (session.selection.focus.clip, session.selection.focus.frame) == (short.id, 0)


def test_an_import_for_another_clip_is_shown_from_its_first_frame(opened: MainWindow, tmp_path: Path) -> None:
    session = session_of(opened)
    file = tmp_path / "foreign.json"
    other = replace(session.contents.clips[0], id="clip-2", name="short", n_frames=3)
    session.do(PutClips("Add short", (other,)))
    labels = transfer.labels_of(session, session.selection.focus.layer)
    (walker, *_) = labels.instances
    pose = labels.tracks[walker.id].pose(0)
    assert pose is not None
    labels = replace(
        labels,
        clips=(other,),
        instances=(replace(walker, clip=other.id),),
        tracks={walker.id: Track.from_poses({2: pose}, 5)},
    )
    registry.write(labels, file, format="coco")
    session.selection.move(frame=80)
    opened.opening.open_dropped([file])
    assert (session.selection.focus.clip, session.selection.focus.frame) == (other.id, 0)
