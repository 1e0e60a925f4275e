"""What a lane shows of every frame, in one byte per keypoint and frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.frames.renewals import Window
from palpate.session.tracks import LiveTrack

Bytes = NDArray[np.uint8]
Judged = tuple[Bools | None, Bools | None]
"""Of the resolved frames ``(F, K)`` what somebody called fine, and what has to be placed anew."""

HEAT_STEPS, HEAT_TOP = 12, 3.0
"""Into how many steps heat is cut, and the score from which on it is the last one."""

_CALM = 2  # steps below half of the limit

ANEW = HEAT_STEPS + 1
"""In place of heat: what stands here has to be placed anew, or rests on what has to."""


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
    Origin.GOLD: Key.HAND,
}
_TIERS = len(Visibility)


def _table(of_origin: dict[Origin, int], absent: int, *, doubled: bool) -> bytes:
    """Return 256 values by origin × tier; doubled ones are odd where the position is estimated."""
    table = np.zeros((len(Origin), _TIERS), dtype=np.uint8)
    for origin, value in of_origin.items():
        for tier in Visibility:
            estimated = int(doubled and tier is Visibility.ESTIMATED)
            table[origin, tier + 1] = value * (2 if doubled else 1) + estimated
    table[:, Visibility.NOT_PLACED + 1] = 0
    table[1:, Visibility.ABSENT + 1] = absent
    return table.tobytes().ljust(256, b"\0")


_FILL_TABLE = _table(dict(_FILLS), Fill.NOTHING, doubled=True)
_KEY_TABLE = _table(dict(_KEYS), Key.ABSENT, doubled=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """An instance in one row, over the F frames from ``start`` on.

    Attributes
    ----------
    placed
        ``(F,)`` share of keypoints that are decided, 0…255.
    heat
        ``(F,)`` greatest of `heat_of`.
    keys
        ``(F,)`` greatest `Key`.
    anew
        ``(F,)`` 1 where anything has to be placed anew, or rests on what has to.
    """

    start: int
    placed: Bytes
    heat: Bytes
    keys: Bytes
    anew: Bytes


@dataclass(frozen=True, slots=True)
class Lanes:
    """An instance's K keypoints over the F frames from ``start`` on.

    Attributes
    ----------
    fills
        ``(K, F)`` twice the `Fill`, plus 1 where the position is estimated.
    keys
        ``(K, F)`` of `Key`.
    heat
        ``(K, F)`` 0 where nothing is judged, else 1 and the step of the drift score (`heat_of`), or `ANEW`.
    """

    start: int
    fills: Bytes
    keys: Bytes
    heat: Bytes


def over_calm(heat: Bytes, anew: Bytes) -> Bytes:
    """Return codes of heat with `ANEW` where something has to be placed anew and nothing else is doubtful."""
    return np.asarray(np.where((anew > 0) & (heat <= _CALM), np.uint8(ANEW), heat))


def heat_of(scores: Floats) -> Bytes:
    """Return 1 and the step of each drift score, three times the limit and more in the last; 0 for NaN."""
    steps = np.fmin(np.nan_to_num(scores, nan=-1.0) * np.float32(HEAT_STEPS / HEAT_TOP), HEAT_STEPS - 1)
    return np.asarray(np.maximum(np.floor(steps) + 1.0, 0.0), dtype=np.uint8)


def summary_of(live: LiveTrack, calm: Bools | None = None, anew: Bools | None = None) -> Summary:
    """Digest an instance for its row.

    Parameters
    ----------
    calm
        ``(F, K)`` of the resolved frames: doubtful, but somebody called it fine.
    anew
        ``(F, K)`` of the resolved frames: to be placed anew, or resting on what has to.
    """
    n_frames = len(live.resolved.positions)
    summary = Summary(live.resolved.start, *np.zeros((4, n_frames), np.uint8))
    _summarise(summary, live, (calm, anew), (0, n_frames))
    return summary


def lanes_of(live: LiveTrack, calm: Bools | None = None, anew: Bools | None = None) -> Lanes:
    """Digest an instance for the lanes of its keypoints; parameters as `summary_of`."""
    n_frames, n_keypoints = live.resolved.visibility.shape
    lanes = Lanes(live.resolved.start, *np.zeros((3, n_keypoints, n_frames), np.uint8))
    _lay_out(lanes, live, (calm, anew), (0, n_frames))
    return lanes


def summary_again(known: Summary, live: LiveTrack, judged: Judged, windows: Sequence[Window]) -> Summary:
    """Return the digest of an instance that is another one in some frames alone; the known one is used up."""
    resolved = live.resolved
    placed, heat, keys, anew = (
        _moved(rows, resolved.start - known.start, len(resolved.positions))
        for rows in (known.placed, known.heat, known.keys, known.anew)
    )
    summary = Summary(resolved.start, placed, heat, keys, anew)
    for rows in _rows_of(windows, known.start, len(known.placed), live):
        _summarise(summary, live, judged, rows)
    return summary


def lanes_again(known: Lanes, live: LiveTrack, judged: Judged, windows: Sequence[Window]) -> Lanes:
    """Return the lanes of an instance that is another one in some frames alone; the known are used up."""
    resolved = live.resolved
    fills, keys, heat = (
        _moved(rows, resolved.start - known.start, len(resolved.positions))
        for rows in (known.fills, known.keys, known.heat)
    )
    lanes = Lanes(resolved.start, fills, keys, heat)
    for rows in _rows_of(windows, known.start, known.fills.shape[1], live):
        _lay_out(lanes, live, judged, rows)
    return lanes


def _moved(rows: NDArray[Any], by: int, n_frames: int) -> NDArray[Any]:
    """Return ``(…, F)`` as ``(…, n_frames)``, beginning so many frames later; 0 where there was none."""
    known = rows.shape[-1]
    if by == 0 and known == n_frames:
        return rows
    moved = np.zeros((*rows.shape[:-1], n_frames), dtype=rows.dtype)
    low, high = max(by, 0), min(by + n_frames, known)
    if low < high:
        moved[..., low - by : high - by] = rows[..., low:high]
    return moved


def _rows_of(windows: Sequence[Window], start: int, n_known: int, live: LiveTrack) -> list[Window]:
    """Return the rows to digest again: of some frames, and of those that were not known."""
    resolved = live.resolved
    frames = [*windows, (resolved.start, start), (start + n_known, resolved.stop)]
    rows = [
        (max(first - resolved.start, 0), min(stop, resolved.stop) - resolved.start) for first, stop in frames
    ]
    return [(low, high) for low, high in rows if low < high]


def _scores(live: LiveTrack, calm: Bools | None, rows: slice) -> Floats:
    drift = live.resolved.drift[rows]
    return drift if calm is None else np.where(calm[rows], 0.0, drift)


def _summarise(summary: Summary, live: LiveTrack, judged: Judged, rows: Window) -> None:
    """Digest the rows between two for an instance's row."""
    low, high = rows
    visibility = live.resolved.visibility[low:high]
    decided = (visibility != Visibility.NOT_PLACED).sum(axis=1, dtype=np.int32)
    summary.placed[low:high] = decided * 255 // max(len(live.skeleton), 1)
    calm, anew = judged
    summary.heat[low:high] = heat_of(np.fmax.reduce(_scores(live, calm, slice(low, high)), axis=1))
    summary.anew[low:high] = 0 if anew is None else anew[low:high].any(axis=1)
    keys = np.zeros(high - low, dtype=np.uint8)
    places, found = _keys(live, low, high)
    keys[places] = found.max(axis=1, initial=0)
    keys[keys == Key.ABSENT] = Key.HAND
    summary.keys[low:high] = keys


def _lay_out(lanes: Lanes, live: LiveTrack, judged: Judged, rows: Window) -> None:
    """Digest the rows between two for lanes."""
    low, high = rows
    resolved = live.resolved
    origin, visibility = resolved.origin[low:high], resolved.visibility[low:high]
    lanes.fills[:, low:high] = _looked_up(_FILL_TABLE, origin, visibility).T
    calm, anew = judged
    lanes.heat[:, low:high] = heat_of(_scores(live, calm, slice(low, high))).T
    if anew is not None:
        lanes.heat[:, low:high][anew[low:high].T] = ANEW
    # Whether absence begins is seen by the row before, and so is that of the row behind.
    before, behind = max(low - 1, 0), min(high + 1, lanes.keys.shape[1])
    keys = np.zeros((behind - before, len(lanes.keys)), dtype=np.uint8)
    places, found = _keys(live, before, behind)
    keys[places] = found
    absent = keys == Key.ABSENT
    # Only where a run of absence begins: it is a gap with a bar at its end, not a wall of bars.
    absent[1:] &= absent[:-1]
    absent[:1] = False
    keys[absent] = Key.NONE
    lanes.keys[:, low:behind] = keys[low - before :].T


def _keys(live: LiveTrack, low: int, high: int) -> tuple[Ints, Bytes]:
    """Return the keyframes among the resolved rows between two, ``(n,)`` from the first on; their `Key`s."""
    track, first = live.track, live.resolved.start + low
    begin, end = np.searchsorted(track.frames, (first, first + high - low)).tolist()
    origin, visibility = track.origin[begin:end], track.visibility[begin:end]
    return track.frames[begin:end] - first, _looked_up(_KEY_TABLE, origin, visibility)


def _looked_up(table: bytes, origin: Codes, visibility: Codes) -> Bytes:
    """Return the value of each origin and tier; numpy would make eight bytes of each to look it up."""
    places = origin * np.int8(_TIERS) + visibility + np.int8(1)
    return np.frombuffer(places.tobytes().translate(table), dtype=np.uint8).reshape(places.shape)
