"""Pieces of frames around poses, as small as they are shown; read in a thread of whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from palpate.base.errors import FrameUnavailable, PalpateError
from palpate.media.scaling import fitted, reduced
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip
from palpate.model.frames import Stop
from palpate.model.picture import Region
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Piece:
    """A region of a frame."""

    frame: int
    region: Region


def pieces_of(
    session: Session, clip: Clip, pieces: Sequence[Piece], *, long_side: int, stop: Stop
) -> Iterator[tuple[Piece, Pixels | str]]:
    """Yield each piece as ``(h, w, 4)`` uint8, blue first, or the sentence why there is none.

    Parameters
    ----------
    long_side
        To which pieces are made smaller, px.

    Raises
    ------
    Cancelled
        If ``stop`` said so on the way.
    """
    try:
        source = session.media.open_own(clip)
    except PalpateError as fault:
        yield from ((piece, fault.sentence) for piece in pieces)
        return
    with closing(source):
        for piece in sorted(pieces, key=lambda one: one.frame):
            try:
                pixels = _cut(source.bgra(piece.frame, stop=stop), piece.region)
            except FrameUnavailable as fault:
                yield piece, fault.sentence
                continue
            yield piece, reduced(pixels, fitted((pixels.shape[1], pixels.shape[0]), long_side))


def _cut(frame: Pixels, region: Region) -> Pixels:
    return np.ascontiguousarray(frame[region.top : region.bottom, region.left : region.right])
