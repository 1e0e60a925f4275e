"""A small picture of each clip."""

from __future__ import annotations

import queue
from pathlib import Path

import cv2
import numpy as np

from palpate.model.arrays import Pixels
from palpate.model.clip import Clip, ClipKind
from palpate.session.frames.clip_pictures import ClipPictures
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session


def test_each_clip_gets_a_picture_from_its_middle_and_the_lost_one_none(
    empty_project: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "shots"
    folder.mkdir()
    for n in range(3):
        cv2.imwrite(str(folder / f"{n}.png"), np.full((200, 400, 3), 100 * n, np.uint8))
    (clip,) = add_media(empty_project, [folder])
    lost = Clip("lost", "lost", ClipKind.VIDEO, media_path="gone.mp4", n_frames=5)
    made: queue.SimpleQueue[tuple[str, Pixels | None]] = queue.SimpleQueue()
    pictures = ClipPictures(empty_project, lambda *picture: made.put(picture), long_side=160)
    pictures.wish([lost, clip])
    found = dict(made.get(timeout=20) for _ in range(2))
    assert found["lost"] is None
    picture = found[clip.id]
    assert picture is not None
    assert picture.shape == (80, 160, 4)
    assert abs(int(picture[..., 0].mean()) - 100) < 4
    pictures.wish([clip])
    assert made.get(timeout=20)[0] == clip.id
    pictures.close()


def test_closing_ends_the_thread_with_wishes_left(empty_project: Session, shared_data: Path) -> None:
    clips = add_media(empty_project, [shared_data / "mmpose" / "demo.mp4"] * 8)
    made: list[str] = []
    pictures = ClipPictures(empty_project, lambda clip, _: made.append(clip))
    pictures.wish(clips)
    pictures.close()
    n = len(made)
    pictures.wish(clips)
    assert len(made) == n < 8
