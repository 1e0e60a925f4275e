"""What the picture told of a keypoint, column by column, as far as it still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from palpate.assist.traced import COLUMNS
from palpate.model.arrays import Floats, Ints
from palpate.model.visibility import Visibility
from palpate.session.filling.evidence import SpanEvidence
from palpate.session.tracks import LiveTrack


def told_of(live: LiveTrack, keypoint: int, window: tuple[int, int]) -> Mapping[str, Floats]:
    """Return ``(n,)`` of each of `COLUMNS` for the n frames of a window; NaN where nothing holds.

    Unlike `LiveTrack.traced` it also tells of spans that are left empty on purpose.
    """
    first, stop = window
    found = np.full((max(stop - first, 0), len(COLUMNS)), np.nan)
    for left, piece in _pieces(live, keypoint, window):
        low, high = max(left + 1, first), min(piece.stop, stop)
        if low < high:
            found[low - first : high - first] = piece.content[low - left - 1 : high - left - 1]
    return {name: found[:, n] for n, name in enumerate(COLUMNS)}


def keyframes_around(live: LiveTrack, keypoint: int, window: tuple[int, int]) -> Ints:
    """Return the facts of a keypoint in a window of frames and the next one to either side, ascending."""
    frames = live.track.frames[live.track.visibility[:, keypoint] != Visibility.NOT_PLACED]
    begin = int(np.searchsorted(frames, window[0], side="right")) - 1
    return np.asarray(frames[max(begin, 0) : int(np.searchsorted(frames, window[1] - 1)) + 1])


def _pieces(live: LiveTrack, keypoint: int, window: tuple[int, int]) -> Iterator[tuple[int, SpanEvidence]]:
    """Yield left keyframe and evidence of the spans in a window; walking over all spans would take long."""
    track = live.track
    for left, right in pairwise(keyframes_around(live, keypoint, window).tolist()) if live.evidence else ():
        piece = live.evidence.get((keypoint, left))
        if piece is not None and piece.stop == right:
            ends = track.positions[np.searchsorted(track.frames, (left, right)), keypoint]
            if (piece.ends == ends).all():
                yield left, piece
