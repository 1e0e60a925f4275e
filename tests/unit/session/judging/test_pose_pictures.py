"""Pieces of frames around poses: exact, small, and with a sentence where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import Cancelled
from palpate.base.folders import resource
from palpate.model.clip import Clip
from palpate.model.picture import Region
from palpate.session.frames.media_adding import add_media
from palpate.session.judging.pose_pictures import Piece, pieces_of
from palpate.session.session import Session

REGION = Region(400, 100, 300, 200)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        add_media(made, [Path(film)])
        yield made


@pytest.fixture
def clip(session: Session) -> Clip:
    (found,) = session.contents.clips
    return found


def test_a_piece_is_what_the_frame_shows_there(session: Session, clip: Clip) -> None:
    pieces = (Piece(9, REGION), Piece(3, REGION))
    found = dict(pieces_of(session, clip, pieces, long_side=1000, stop=lambda: False))
    source = session.media.source(clip)
    for piece in pieces:
        whole = source.bgra(piece.frame)
        expected = whole[REGION.top : REGION.bottom, REGION.left : REGION.right]
        assert np.array_equal(found[piece], expected)


def test_a_piece_is_no_larger_than_asked(session: Session, clip: Clip) -> None:
    ((_, pixels),) = pieces_of(session, clip, (Piece(3, REGION),), long_side=150, stop=lambda: False)
    assert not isinstance(pixels, str)
    assert pixels.shape == (100, 150, 4)


def test_a_medium_that_is_gone_is_said_for_every_piece(session: Session, clip: Clip) -> None:
    gone = replace(clip, media_path="elsewhere.mp4", fingerprint="")
    found = list(
        pieces_of(session, gone, (Piece(3, REGION), Piece(4, REGION)), long_side=150, stop=lambda: False)
    )
    assert len(found) == 2
    assert all("not where it was" in str(said) for _, said in found)


def test_what_nobody_waits_for_is_left(session: Session, clip: Clip) -> None:
    with pytest.raises(Cancelled):
        list(pieces_of(session, clip, (Piece(200, REGION),), long_side=150, stop=lambda: True))
