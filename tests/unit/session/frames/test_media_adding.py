"""Media into a project, on any thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import Cancelled, FileUnreadable, MediaUnreadable, PalpateError, ProjectReadOnly
from palpate.base.progress import CancelToken, Progress
from palpate.media.video.streams import StreamChoice
from palpate.model.clip import Clip
from palpate.session.frames.media_adding import (
    Wanted,
    add_media,
    best_stream,
    read_media,
    start_adding,
    start_looking,
    streams_offered,
)
from palpate.session.jobs import JobState
from palpate.session.session import Session

Folder = Callable[..., Path]


@pytest.fixture
def folder_of_images(tmp_path: Path) -> Folder:
    """Return a folder of small images."""

    def make(name: str, n: int = 3) -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        for number in range(n):
            cv2.imwrite(str(folder / f"{number:03d}.png"), np.full((20, 30, 3), 40 * number, np.uint8))
        return folder

    return make


def test_media_of_the_same_name_get_a_number(empty_project: Session, folder_of_images: Folder) -> None:
    first, second = (folder_of_images(f"{letter}/over") for letter in "ab")
    clips = add_media(empty_project, [first, second])
    assert [clip.name for clip in clips] == ["over", "over (2)"]
    assert [clip.name for clip in add_media(empty_project, [first])] == ["over (3)"]
    assert [clip.n_frames for clip in clips] == [3, 3]


def test_several_media_are_one_undo_step(empty_project: Session, folder_of_images: Folder) -> None:
    add_media(empty_project, [folder_of_images("a"), folder_of_images("b")])
    assert empty_project.undo().title == "Add 2 clips"
    assert not empty_project.contents.clips


def test_a_capture_rate_that_is_given_is_known(empty_project: Session, shared_data: Path) -> None:
    film = shared_data / "mmpose" / "demo.mp4"
    (plain,) = add_media(empty_project, [film])
    (slow,) = add_media(empty_project, [film], {"view": "side"}, 240.0)
    assert (plain.capture_fps, plain.capture_known) == (plain.fps, False)
    assert (slow.capture_fps, slow.capture_known, slow.attributes) == (240.0, True, {"view": "side"})


def test_one_that_is_missing_keeps_all_out_and_is_named(
    empty_project: Session, folder_of_images: Folder, tmp_path: Path
) -> None:
    with pytest.raises(FileUnreadable, match=r"lost\.mp4: does not exist"):
        add_media(empty_project, [folder_of_images("a"), tmp_path / "lost.mp4"])
    assert not empty_project.contents.clips


def test_everything_that_is_wrong_is_told_at_once(empty_project: Session, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(MediaUnreadable, match="2 of 2 media") as caught:
        add_media(empty_project, [tmp_path / "lost.mp4", tmp_path / "empty"])
    said = str(caught.value)
    assert "lost.mp4: does not exist" in said
    assert "empty: is a folder without images" in said


def test_a_project_that_cannot_be_written_is_told_before_anything_is_read(
    empty_project: Session, tmp_path: Path
) -> None:
    with (
        Session.open(empty_project.project.path, read_only=True) as reader,
        pytest.raises(ProjectReadOnly),
    ):
        add_media(reader, [tmp_path / "lost.mp4"])


def test_progress_counts_the_bytes_of_all_media(empty_project: Session, shared_data: Path) -> None:
    films = [shared_data / "mmpose" / "demo.mp4", shared_data / "cvat" / "video_1.mp4"]
    told: list[tuple[int, int, str]] = []
    progress = Progress(report=lambda *step: told.append(step))
    read_media([Wanted(film) for film in films], empty_project.project.path.parent, progress)
    total = sum(film.stat().st_size for film in films)
    assert {of for _, of, _ in told} == {total}
    assert {name for _, _, name in told} == {"demo.mp4", "video_1.mp4"}
    beyond = [done for done, _, name in told if name == "video_1.mp4"]
    assert min(beyond) >= films[0].stat().st_size
    assert max(beyond) <= total


def test_reading_stops_when_it_is_cancelled(shared_data: Path, tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        read_media([Wanted(shared_data / "mmpose" / "demo.mp4")], tmp_path, Progress(token=token))


# ---- in the background -------------------------------------------------------------------------------------


def test_a_job_puts_what_it_read_into_the_project(empty_project: Session, folder_of_images: Folder) -> None:
    added: list[Clip] = []
    wanted = [Wanted(folder_of_images("a")), Wanted(folder_of_images("b"))]
    job = start_adding(empty_project, wanted, then=lambda reading: added.extend(reading.clips))
    assert job.title == "Reading 2 media"
    assert not empty_project.contents.clips
    empty_project.jobs.wait(job)
    assert job.state is JobState.DONE
    assert [clip.name for clip in empty_project.contents.clips] == ["a", "b"]
    assert list(empty_project.contents.clips) == added


def test_a_name_taken_while_it_was_read_is_not_taken_twice(
    empty_project: Session, folder_of_images: Folder
) -> None:
    folder = folder_of_images("over")
    added: list[Clip] = []
    job = start_adding(empty_project, [Wanted(folder)], then=lambda reading: added.extend(reading.clips))
    add_media(empty_project, [folder])
    empty_project.jobs.wait(job)
    assert [clip.name for clip in added] == ["over (2)"]


def test_a_job_that_was_cancelled_adds_nothing(empty_project: Session, shared_data: Path) -> None:
    film = shared_data / "mmpose" / "demo.mp4"
    added: list[Clip] = []
    job = start_adding(empty_project, [Wanted(film)] * 20, then=lambda reading: added.extend(reading.clips))
    job.token.cancel()
    empty_project.jobs.wait(job)
    assert job.state is JobState.CANCELLED
    assert not added
    assert not empty_project.contents.clips


def test_a_project_can_be_closed_while_media_are_read(empty_project: Session, shared_data: Path) -> None:
    path = empty_project.project.path
    start_adding(empty_project, [Wanted(shared_data / "mmpose" / "demo.mp4")] * 20, then=lambda _: None)
    empty_project.close()
    with Session.open(path) as again:
        assert not again.contents.clips


def test_a_fault_in_the_background_is_raised_where_it_is_delivered(
    empty_project: Session, tmp_path: Path
) -> None:
    job = start_adding(empty_project, [Wanted(tmp_path / "lost.mp4")], then=lambda _: None)
    with pytest.raises(PalpateError, match=r"lost\.mp4: does not exist"):
        empty_project.jobs.wait(job)


def test_the_first_frame_of_a_large_video_is_shown_before_its_frames_are_listed(
    shared_data: Path, tmp_path: Path
) -> None:
    film, seen = tmp_path / "large.mp4", []
    film.write_bytes((shared_data / "mmpose" / "demo.mp4").read_bytes())
    read_media([Wanted(film)], tmp_path, Progress(), looked=lambda *look: seen.append(look))
    assert not seen

    with film.open("r+b") as stream:
        stream.truncate(40_000_000)
    read_media([Wanted(film)], tmp_path, Progress(), looked=lambda *look: seen.append(look))
    ((path, pixels),) = seen
    assert path == film
    assert max(pixels.shape[:2]) == 320
    assert pixels.shape[2] == 4


# ---- several streams ---------------------------------------------------------------------------------------


def choice(number: int, size: tuple[int, int], *, frames: int = 100, default: bool = False) -> StreamChoice:
    return StreamChoice(number, "h264", size, 30.0, frames, default)


def test_the_best_stream_is_the_largest_one() -> None:
    small, large = choice(0, (640, 360), default=True), choice(1, (3840, 2160))
    assert best_stream([small, large]) == 1
    assert best_stream([small, choice(1, (640, 360))]) == 0
    assert best_stream([choice(0, (640, 360), frames=3), choice(1, (640, 360))]) == 1


def test_one_stream_and_images_leave_nothing_to_choose(
    empty_project: Session, shared_data: Path, folder_of_images: Folder, tmp_path: Path
) -> None:
    folder = folder_of_images("a")
    film = shared_data / "mmpose" / "demo.mp4"
    assert len(streams_offered(film)) == 1
    assert streams_offered(folder) == streams_offered(folder / "000.png") == []
    assert streams_offered(tmp_path / "lost.mp4") == []
    found: list[object] = []
    job = start_looking(empty_project, [film, folder], found.append)
    empty_project.jobs.wait(job)
    assert found == [{}]
