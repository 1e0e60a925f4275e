"""A reel that steps back for another one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from palpate.base.errors import MediaUnreadable, PalpateError
from palpate.model.picture import Picture, Region, Sight
from palpate.session.frames.media_adding import add_media
from palpate.session.frames.side_reel import SHARE, side_reel
from palpate.session.session import Session

PATIENCE_S = 30
ALL = Sight(Region(0, 0, 480, 270), 1.0)


@pytest.fixture
def filmed(tmp_path: Path, shared_data: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "film.palpate", ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "torchcodec" / "nasa_13013.mp4"])
        yield session


def test_it_gives_the_frames_that_the_first_reel_gives(filmed: Session) -> None:
    came: queue.Queue[tuple[int, Picture | PalpateError]] = queue.Queue()
    clip = filmed.contents.clips[0]
    reel = side_reel(filmed, clip, lambda *got: came.put(got), lambda: False)
    try:
        assert reel.request(17, ALL) is None
        frame, picture = came.get(timeout=PATIENCE_S)
    finally:
        reel.close()
    assert frame == 17
    assert isinstance(picture, Picture)
    exact = filmed.media.source(clip).bgra(17)
    assert picture.finest.pixels.shape == exact.shape
    assert (picture.finest.pixels == exact).all()


def test_nothing_comes_while_the_first_is_busy_and_the_newest_once_it_is_not(filmed: Session) -> None:
    came: queue.Queue[tuple[int, Picture | PalpateError]] = queue.Queue()
    asked, free = threading.Event(), threading.Event()

    def busy() -> bool:
        asked.set()
        return not free.is_set()

    reel = side_reel(filmed, filmed.contents.clips[0], lambda *got: came.put(got), busy)
    try:
        for frame in (5, 60, 12):
            reel.request(frame, ALL)
            assert asked.wait(PATIENCE_S)
            asked.clear()
        assert came.empty()
        free.set()
        frame, picture = came.get(timeout=PATIENCE_S)
    finally:
        reel.close()
    assert frame == 12
    assert isinstance(picture, Picture)


def test_it_ends_at_once_though_the_first_is_busy(filmed: Session) -> None:
    reel = side_reel(filmed, filmed.contents.clips[0], lambda *_: None, lambda: True)
    reel.request(30, ALL)
    reel.close()
    assert reel.at_hand(30) is None


def test_it_keeps_a_share_of_the_memory_only(filmed: Session) -> None:
    reel = side_reel(filmed, filmed.contents.clips[0], lambda *_: None, lambda: False)
    assert reel.figures.cache.limit_bytes == filmed.media.cache_bytes // SHARE
    reel.close()


def test_a_medium_that_is_gone_is_told_of(filmed: Session, tmp_path: Path) -> None:
    lost = replace(filmed.contents.clips[0], media_path=str(tmp_path / "lost.mp4"), fingerprint="")
    with pytest.raises(MediaUnreadable):
        side_reel(filmed, lost, lambda *_: None, lambda: False)
