"""What the picture told of a keypoint, column by column, as far as it still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from palpate.model.arrays import Floats
from palpate.session.evidence import SpanEvidence, valid
from palpate.session.tracks import LiveTrack

COLUMNS = ("flow_x", "flow_y", "forward_backward", "apart", "likeness", "refused")
"""Names of what is kept of each frame, in order."""


def told_of(live: LiveTrack, keypoint: int, window: tuple[int, int]) -> Mapping[str, Floats]:
    """Return ``(n,)`` of each column for the n frames of a window; NaN where nothing holds."""
    first, stop = window
    found = np.full((max(stop - first, 0), len(COLUMNS)), np.nan)
    for left, piece in _pieces(live, keypoint, window):
        low, high = max(left + 1, first), min(piece.stop, stop)
        if low < high:
            found[low - first : high - first] = piece.content[low - left - 1 : high - left - 1]
    return {name: found[:, n] for n, name in enumerate(COLUMNS)}


def _pieces(live: LiveTrack, keypoint: int, window: tuple[int, int]) -> Iterator[tuple[int, SpanEvidence]]:
    if not live.evidence:
        return
    spans = live.spans(window)
    spans = spans.pick(spans.keypoint == keypoint)
    for left in spans.pick(valid(spans, live.evidence)).left.tolist():
        yield left, live.evidence[keypoint, left]
