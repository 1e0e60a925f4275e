"""What a lane shows of every frame, in one byte per keypoint and frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.tracks import LiveTrack

Bytes = NDArray[np.uint8]


class Fill(IntEnum):
    """How a frame of a lane is filled; where several share a column the greatest is seen."""

    NOTHING = 0
    BY_HAND = 1
    IMPORTED = 2
    GOLD = 3
    MODEL = 4
    TRACKED = 5
    INTERPOLATED = 6


class Key(IntEnum):
    """What stands on a keyframe; where several share a column the greatest is seen."""

    NONE = 0
    OTHER = 1
    ACCEPTED = 2
    HAND = 3
    ABSENT = 4


_FILLS = {
    Origin.HAND: Fill.BY_HAND,
    Origin.ACCEPTED: Fill.BY_HAND,
    Origin.INTERPOLATED: Fill.INTERPOLATED,
    Origin.TRACKED: Fill.TRACKED,
    Origin.MODEL: Fill.MODEL,
    Origin.IMPORTED: Fill.IMPORTED,
    Origin.GOLD: Fill.GOLD,
}
_KEYS = {
    Origin.HAND: Key.HAND,
    Origin.ACCEPTED: Key.ACCEPTED,
    Origin.MODEL: Key.OTHER,
    Origin.IMPORTED: Key.OTHER,
    Origin.GOLD: Key.OTHER,
}
_TIERS = len(Visibility)


def _table(of_origin: dict[Origin, int], absent: int, *, doubled: bool) -> Bytes:
    """Values by origin × tier; doubled ones are odd where the position is estimated."""
    table = np.zeros((len(Origin), _TIERS), dtype=np.uint8)
    for origin, value in of_origin.items():
        for tier in Visibility:
            estimated = int(doubled and tier is Visibility.ESTIMATED)
            table[origin, tier + 1] = value * (2 if doubled else 1) + estimated
    table[:, Visibility.NOT_PLACED + 1] = 0
    table[1:, Visibility.ABSENT + 1] = absent
    return table.reshape(-1)


_FILL_TABLE = _table(dict(_FILLS), Fill.NOTHING, doubled=True)
_KEY_TABLE = _table(dict(_KEYS), Key.ABSENT, doubled=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """An instance in one row, over the F frames from ``start`` on.

    Attributes
    ----------
    placed
        ``(F,)`` share of keypoints that are decided, 0…255.
    worst
        ``(F,)`` greatest drift score, 0 where nothing is judged.
    keys
        ``(F,)`` greatest `Key`.
    """

    start: int
    placed: Bytes
    worst: NDArray[np.float32]
    keys: Bytes


@dataclass(frozen=True, slots=True)
class Lanes:
    """An instance's K keypoints over the F frames from ``start`` on.

    Attributes
    ----------
    fills
        ``(K, F)`` twice the `Fill`, plus 1 where the position is estimated.
    keys
        ``(K, F)`` of `Key`.
    """

    start: int
    fills: Bytes
    keys: Bytes


def summary_of(live: LiveTrack) -> Summary:
    """Digest an instance for its row."""
    resolved = live.resolved
    decided = (resolved.visibility != Visibility.NOT_PLACED).sum(axis=1, dtype=np.int32)
    worst = np.fmax.reduce(resolved.drift, axis=1, initial=0.0).astype(np.float32)
    keys = np.zeros(len(resolved.positions), dtype=np.uint8)
    rows = live.track.frames - resolved.start
    keys[rows] = _keys(live).max(axis=1, initial=0)
    keys[keys == Key.ABSENT] = Key.HAND
    return Summary(
        resolved.start, (decided * 255 // max(len(live.skeleton), 1)).astype(np.uint8), worst, keys
    )


def lanes_of(live: LiveTrack) -> Lanes:
    """Digest an instance for the lanes of its keypoints."""
    resolved = live.resolved
    fills = np.take(_FILL_TABLE, resolved.origin * np.int8(_TIERS) + resolved.visibility + np.int8(1))
    keys = np.zeros(fills.shape, dtype=np.uint8)
    keys[live.track.frames - resolved.start] = _keys(live)
    absent = keys == Key.ABSENT
    # Only where a run of absence begins: it is a gap with a bar at its end, not a wall of bars.
    absent[1:] &= absent[:-1]
    absent[:1] = False
    keys[absent] = Key.NONE
    return Lanes(resolved.start, np.ascontiguousarray(fills.T), np.ascontiguousarray(keys.T))


def _keys(live: LiveTrack) -> Bytes:
    track = live.track
    found: Bytes = np.take(_KEY_TABLE, track.origin * np.int8(_TIERS) + track.visibility + np.int8(1))
    return found
