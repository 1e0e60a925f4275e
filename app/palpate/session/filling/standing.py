"""What a verdict on something between two keyframes depends on."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from palpate.model.span import Method
from palpate.session.frames.renewals import Window
from palpate.session.tracks import LiveTrack

_STANDING = struct.Struct("<qq4d")


@dataclass(frozen=True, slots=True)
class Standing:
    """The span of a keypoint that a frame lies in.

    Attributes
    ----------
    left, right
        Frames of its keyframes.
    start, end
        Where they stand, px.
    method
        How it is filled in.
    """

    left: int
    right: int
    start: tuple[float, float]
    end: tuple[float, float]
    method: Method

    @property
    def written(self) -> bytes:
        """All of it."""
        return _STANDING.pack(self.left, self.right, *self.start, *self.end) + self.method.value.encode()


@dataclass(slots=True)
class _Known:
    turn: int
    spots: dict[tuple[int, int], Standing | None] = field(default_factory=dict)


class Standings:
    """Keeps what was asked for as long as it is so."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[LiveTrack, _Known] = WeakKeyDictionary()

    def of(self, live: LiveTrack, keypoint: int, frame: int) -> Standing | None:
        """Return what stands around a keypoint in a frame; None where it lies inside no span."""
        known, turn = self._known.get(live), live.renewals.turn
        windows = None if known is None else live.renewals.since(known.turn)
        if known is None or windows is None:
            self._known[live] = known = _Known(turn)
        elif windows:
            known.turn, known.spots = turn, {k: v for k, v in known.spots.items() if not _in(k[1], windows)}
        spot = keypoint, frame
        if spot not in known.spots:
            known.spots[spot] = standing_at(live, keypoint, frame)
        return known.spots[spot]


def standing_at(live: LiveTrack, keypoint: int, frame: int) -> Standing | None:
    """Return what stands around a keypoint in a frame; None where it lies inside no span."""
    spans = live.spans((frame, frame + 1))
    at = np.flatnonzero((spans.keypoint == keypoint) & (spans.left < frame) & (frame < spans.right))
    if not len(at):
        return None
    n = int(at[0])
    left = int(spans.left[n])
    (a, b), (c, d) = spans.start[n].tolist(), spans.end[n].tolist()
    return Standing(left, int(spans.right[n]), (a, b), (c, d), live.method_at(keypoint, left))


def _in(frame: int, windows: list[Window]) -> bool:
    return any(first <= frame < stop for first, stop in windows)
