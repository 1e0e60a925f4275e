"""Media of a project: found where they are now, known by what is in them."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import MediaError, MediaUnreadable, PalpateError, UsageError
from palpate.model.clip import Clip, ClipKind
from palpate.model.picture import Picture, Region, Sight
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.edits.poses import PoseAt
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session


@pytest.fixture
def film(shared_data: Path, tmp_path: Path) -> Path:
    """A video of three frames, 800 × 800 px, beside the project."""
    return Path(shutil.copy(shared_data / "cvat" / "video_1.mp4", tmp_path / "over 1.mp4"))


@pytest.fixture
def other_film(shared_data: Path, tmp_path: Path) -> Path:
    """Another video of three frames."""
    return Path(shutil.copy(shared_data / "sleap" / "small_robot_3_frame.mp4", tmp_path / "robot.mp4"))


@pytest.fixture
def stills(shared_data: Path, tmp_path: Path) -> Path:
    """A folder of three pictures."""
    folder = tmp_path / "stills"
    folder.mkdir()
    for n in (0, 1, 2):
        shutil.copy(shared_data / "sleap" / f"robot{n}.jpg", folder / f"robot{n}.jpg")
    return folder


def where(session: Session, clip: Clip) -> Path:
    return session.media.path_of(clip)


# ---- adding --------------------------------------------------------------------------------------------


def test_an_added_video_is_described_and_referred_to_from_the_project(
    empty_project: Session, film: Path
) -> None:
    (clip,) = add_media(empty_project, [film], {"view": "side"}, capture_fps=120.0)
    assert (clip.name, clip.kind, clip.media_path) == ("over 1", ClipKind.VIDEO, "over 1.mp4")
    assert (clip.size, clip.n_frames, clip.capture_fps) == ((800, 800), 3, 120.0)
    assert clip.attributes == {"view": "side"}
    assert clip.fingerprint
    assert empty_project.contents.clips == (clip,)


def test_media_are_added_all_or_none(empty_project: Session, film: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"nothing to see")
    with pytest.raises(MediaError):
        add_media(empty_project, [film, broken])
    assert empty_project.contents.clips == ()
    with pytest.raises(UsageError, match="above 0"):
        add_media(empty_project, [film], capture_fps=0.0)
    assert empty_project.contents.clips == ()


def test_a_second_medium_of_the_same_name_gets_another(
    empty_project: Session, film: Path, other_film: Path, tmp_path: Path
) -> None:
    below = tmp_path / "again"
    below.mkdir()
    twin = Path(shutil.copy(other_film, below / film.name))
    clips = add_media(empty_project, [film, twin])
    assert [clip.name for clip in clips] == ["over 1", "over 1 (2)"]
    assert empty_project.undoable().title == "Add 2 clips"
    empty_project.undo()
    assert empty_project.contents.clips == ()


def test_a_folder_of_pictures_is_one_clip(empty_project: Session, stills: Path) -> None:
    (clip,) = add_media(empty_project, [stills])
    assert clip.kind is ClipKind.IMAGES
    assert clip.frame_names == ("robot0.jpg", "robot1.jpg", "robot2.jpg")
    source = empty_project.media.source(clip)
    assert source.n_frames == 3
    assert source.bgra(2).shape[1::-1] == clip.size_of(2)


# ---- finding again -------------------------------------------------------------------------------------


def test_a_medium_is_where_it_was(empty_project: Session, film: Path) -> None:
    (clip,) = add_media(empty_project, [film])
    assert where(empty_project, clip) == film


@pytest.mark.parametrize("now", ["renamed.mp4", "films/2024/over 1.mp4", "films/renamed.mp4"])
def test_a_moved_or_renamed_video_is_known_by_its_content(
    empty_project: Session, film: Path, other_film: Path, tmp_path: Path, now: str
) -> None:
    (clip,) = add_media(empty_project, [film])
    target = tmp_path / now
    target.parent.mkdir(parents=True, exist_ok=True)
    film.rename(target)
    assert where(empty_project, clip) == target
    assert empty_project.media.source(clip).n_frames == 3


def test_another_video_of_the_old_name_is_not_taken(
    empty_project: Session, film: Path, other_film: Path, tmp_path: Path
) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (clip,) = add_media(empty_project, [film])
    moved = replace_path(empty_project, clip, "elsewhere/over 1.mp4")
    film.unlink()
    other_film.rename(film)
    with pytest.raises(MediaUnreadable, match="not where it was"):
        where(empty_project, moved)


def replace_path(session: Session, clip: Clip, path: str) -> Clip:
    """Return the clip as it would stand after its medium was moved away from this place."""
    from dataclasses import replace

    moved = replace(clip, media_path=path)
    session.do(PutClips("Relink", (moved,)))
    return moved


def test_a_project_and_its_media_may_be_moved_together(
    empty_project: Session, film: Path, tmp_path: Path
) -> None:
    (clip,) = add_media(empty_project, [film])
    there = tmp_path / "there"
    there.mkdir()
    shutil.copy(film, there)
    film.unlink()
    empty_project.close()
    shutil.copy(tmp_path / "bowling.palpate", there)
    with Session.open(there / "bowling.palpate") as session:
        assert where(session, clip) == there / film.name


def test_a_renamed_folder_of_pictures_is_known_by_its_content(
    empty_project: Session, stills: Path, tmp_path: Path
) -> None:
    (clip,) = add_media(empty_project, [stills])
    (tmp_path / "empty").mkdir()
    stills.rename(tmp_path / "pictures of a robot")
    assert where(empty_project, clip) == tmp_path / "pictures of a robot"


def test_without_a_fingerprint_only_the_name_counts(
    empty_project: Session, film: Path, other_film: Path, tmp_path: Path
) -> None:
    clip = Clip("c", "imported", ClipKind.VIDEO, media_path="far/away/robot.mp4", n_frames=3)
    assert where(empty_project, clip) == other_film
    other_film.unlink()
    with pytest.raises(MediaUnreadable, match="not where it was"):
        where(empty_project, clip)


def test_a_lost_and_an_unknown_medium_are_told_apart(empty_project: Session, film: Path) -> None:
    (clip,) = add_media(empty_project, [film])
    film.unlink()
    with pytest.raises(MediaUnreadable, match="put it beside the project"):
        empty_project.media.source(clip)
    with pytest.raises(MediaUnreadable, match="no medium is known"):
        empty_project.media.source(Clip("c", "imported", ClipKind.VIDEO))


# ---- using ---------------------------------------------------------------------------------------------


def test_a_medium_is_opened_once_and_gives_time_stamps_for_labels(empty_project: Session, film: Path) -> None:
    (clip,) = add_media(empty_project, [film])
    media = empty_project.media
    assert media.pts_if_open(clip, 1) is None
    source = media.source(clip)
    assert media.source(clip) is source
    assert [media.pts_if_open(clip, n) for n in range(3)] == [source.pts_of(n) for n in range(3)]
    assert media.pts_if_open(clip, 3) is None
    assert media.pts_if_open(clip, -1) is None


def test_labels_keep_the_time_stamp_of_their_frame(empty_project: Session, film: Path) -> None:
    (clip,) = add_media(empty_project, [film])
    instance = editions.new_instance(empty_project.contents, clip.id, "stick_figure")
    from palpate.session.edits.contents import PutInstance

    empty_project.do(PutInstance("Add", instance))
    layer = empty_project.contents.layers[0].id
    assert empty_project.pose_at(layer, instance.id, 2).pts is None
    source = empty_project.media.source(clip)
    assert empty_project.pose_at(layer, instance.id, 2).pts == source.pts_of(2) > 0


def test_a_reel_delivers_the_frame_that_was_wished_for(empty_project: Session, film: Path) -> None:
    (clip,) = add_media(empty_project, [film])
    arrived: dict[int, Picture] = {}
    there = threading.Event()

    def deliver(frame: int, picture: Picture | PalpateError) -> None:
        assert isinstance(picture, Picture)
        arrived[frame] = picture
        there.set()

    reel = empty_project.media.reel(clip, deliver)
    assert reel.request(2, Sight(Region(0, 0, *clip.size), 1.0)) is None
    assert there.wait(timeout=60)
    reel.close()
    whole = arrived[2].whole
    assert whole is not None
    np.testing.assert_array_equal(whole.pixels, empty_project.media.source(clip).bgra(2))


def test_a_reel_gives_time_stamps_for_labels_also_after_it_was_closed(
    empty_project: Session, film: Path
) -> None:
    (clip,) = add_media(empty_project, [film])
    media = empty_project.media
    media.reel(clip, lambda *_: None).close()
    source = media.source(clip)
    assert [media.pts_if_open(clip, n) for n in range(3)] == [source.pts_of(n) for n in range(3)]


def test_a_time_stamp_outlives_an_edit_without_its_medium(two_bowlers: Session) -> None:
    layer, walker = two_bowlers.contents.layers[0].id, two_bowlers.contents.instances[0].id
    moved = np.array([[5.0, 5.0]])
    for pts in (7700, None):
        at = PoseAt(layer, walker, 20, 5, pts)
        two_bowlers.do(poses.move(at, np.array([0]), moved, np.array([2], np.int8), title="Move"))
    rows = two_bowlers.project.rows("SELECT pts FROM pose WHERE instance = ? AND frame = 20", walker)
    assert rows == [(7700,)]


def test_what_cannot_be_read_is_passed_over_in_the_search(
    empty_project: Session, stills: Path, tmp_path: Path
) -> None:
    (clip,) = add_media(empty_project, [stills])
    (tmp_path / "a folder without pictures").mkdir()
    shutil.rmtree(stills)
    with pytest.raises(MediaUnreadable, match="not where it was"):
        where(empty_project, clip)


def test_another_film_in_the_place_of_a_clip_is_refused_rather_than_shown(
    empty_project: Session, film: Path, shared_data: Path
) -> None:
    (clip,) = add_media(empty_project, [film])
    shutil.copyfile(shared_data / "moviepy" / "chaplin.mp4", film)
    with pytest.raises(MediaUnreadable, match="another file"):
        empty_project.media.reel(clip, lambda *_: None)


def test_the_right_film_beside_a_wrong_one_is_found(
    empty_project: Session, film: Path, shared_data: Path
) -> None:
    (clip,) = add_media(empty_project, [film])
    moved = film.with_name("moved.mp4")
    film.rename(moved)
    shutil.copyfile(shared_data / "moviepy" / "chaplin.mp4", film)
    assert empty_project.media.path_of(clip) == moved
