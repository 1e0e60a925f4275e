"""The knots of an instance's keypoints, and which neighbours belong to one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility, has_position

Column = TypeVar("Column", Codes, Floats)

METHODS = tuple(Method)
_REACH = 3  # spans to either side in which a keyframe is felt
_CODE = {method: code for code, method in enumerate(METHODS)}


@dataclass(frozen=True, slots=True)
class Knots:
    """Decided values of a track, keypoint after keypoint and frames ascending; N of them.

    Attributes
    ----------
    keypoint, frame
        ``(N,)`` index of the keypoint and of the frame.
    positions
        ``(N, 2)`` px; NaN where the keypoint was decided absent.
    visibility
        ``(N,)`` codes.
    method
        ``(N,)`` code of the method of the span that starts here.
    joined
        ``(N,)`` whether this knot and the next one here belong to one run and follow each other; False
        for the last.
    """

    keypoint: Ints
    frame: Ints
    positions: Floats
    visibility: Codes
    method: Codes
    joined: Bools

    @property
    def spans(self) -> Ints:
        """Knots that start a span with at least one frame inside."""
        gap = np.diff(self.frame, append=self.frame[-1:])
        return np.flatnonzero(self.joined & (gap > 1))


@dataclass(frozen=True, slots=True)
class Spans:
    """S spans with frames inside, each between two placed keyframes of one keypoint.

    Attributes
    ----------
    n_keypoints
        K of the skeleton.
    keypoint, left, right
        ``(S,)`` index of the keypoint and of the two frames.
    start, end
        ``(S, 2)`` px at the two keyframes.
    """

    n_keypoints: int
    keypoint: Ints
    left: Ints
    right: Ints
    start: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.keypoint)

    def pick(self, chosen: Ints | Bools) -> Spans:
        """Return some of the spans."""
        return Spans(
            n_keypoints=self.n_keypoints,
            keypoint=self.keypoint[chosen],
            left=self.left[chosen],
            right=self.right[chosen],
            start=self.start[chosen],
            end=self.end[chosen],
        )

    def inside(self) -> tuple[Ints, Ints]:
        """Return, for every inner frame, which span it is of and how many frames after its left end."""
        count = self.right - self.left - 1
        which = np.repeat(np.arange(len(self)), count)
        return which, np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + 1

    def since(self, first: int) -> Spans:
        """Return the spans with frames counted from `first`."""
        return replace(self, left=self.left - first, right=self.right - first)

    def until(self, last: int) -> Spans:
        """Return the spans as seen with time running backwards, frames counted back from `last`."""
        return replace(self, left=last - self.right, right=last - self.left, start=self.end, end=self.start)


def code_of(method: Method) -> int:
    """Return the code under which a method stands in arrays."""
    return _CODE[method]


def columns_of(rows: Column, keypoints: Ints) -> Column:
    """Return some columns of ``(T, K, …)``; all of them, which is usual, without copying."""
    if len(keypoints) == rows.shape[1] and (keypoints == np.arange(len(keypoints))).all():
        return rows
    return rows[:, keypoints]


def method_codes(
    track: Track,
    chosen: Mapping[tuple[int, int], Method],
    *,
    default: Method,
    rows: slice = slice(None),
) -> Codes:
    """Return ``(T, K)`` codes of the method of the span that starts at each fact, of some rows or all.

    Parameters
    ----------
    chosen
        By (keypoint, frame); a choice holds from its frame on until the next one of that keypoint, so
        that keyframes may come and go in between. Before the first one the default holds.
    """
    frames = track.frames[rows]
    codes = np.full((len(frames), track.visibility.shape[1]), code_of(default), dtype=np.int8)
    for (keypoint, frame), method in sorted(chosen.items(), key=lambda choice: choice[0]):
        codes[np.searchsorted(frames, frame) :, keypoint] = code_of(method)
    return codes


def knots_near(track: Track, methods: Codes, *, window: tuple[int, int], keypoints: Ints) -> Knots:
    """Return the knots of some keypoints that have a say in what is filled in inside a window.

    Those are the three at either end of every span with a frame in the window, as modified Akima asks. A
    long clip that is labelled in every frame has hardly any, and they are found without walking over it.

    A keypoint decided absent is a knot that is joined to nothing, and so ends the run before it and
    the gap after it; one not yet placed is no knot. Two scenes are not joined either.

    Parameters
    ----------
    window
        First frame, and one past the last.
    """
    begin, end = _rows_of(track, window)
    which, row, parted = _edges(track, slice(begin, end), keypoints)
    before = _nearest(track.visibility, keypoints, begin, ahead=False)
    after = _nearest(track.visibility, keypoints, end, ahead=True)
    known = np.zeros(len(before[0]), np.bool_), parted, np.zeros(len(after[0]), np.bool_)
    which, row = (np.concatenate((before[n], found, after[n])) for n, found in enumerate((which, row)))
    order = np.lexsort((row, which))
    which, row, parted = which[order], row[order], np.concatenate(known)[order]
    keypoint = keypoints[which]
    codes = track.visibility[row, keypoint]
    positions = track.positions[row, keypoint]
    method = methods[row, keypoint]
    placed = has_position(codes) & np.isfinite(positions).all(axis=1)
    joined = np.zeros(len(row), dtype=np.bool_)
    joined[:-1] = placed[:-1] & placed[1:] & (which[:-1] == which[1:]) & (method[:-1] != code_of(Method.NONE))
    joined[:-1] &= _scene(track, row)[:-1] == _scene(track, row)[1:]
    return Knots(keypoint, track.frames[row], positions, codes, method, joined & ~parted)


def _scene(track: Track, rows: Ints) -> Ints:
    return np.searchsorted(np.array(track.cuts, dtype=np.int64), track.frames[rows], side="right")


def _rows_of(track: Track, window: tuple[int, int]) -> tuple[int, int]:
    begin, end = np.searchsorted(track.frames, window).tolist()
    return begin, max(begin, end)


def _edges(track: Track, rows: slice, keypoints: Ints) -> tuple[Ints, Ints, Bools]:
    """Return (keypoint, row) of decided values, and whether the value right after each was left out.

    Left out is what has three decided values in adjoining frames on either side: it is at no span's end,
    nor one of the two next to one.
    """
    frames = track.frames[rows]
    decided = columns_of(track.visibility[rows], keypoints) != Visibility.NOT_PLACED
    inner = np.zeros_like(decided)
    around = 2 * _REACH
    if len(frames) > around:
        inner[_REACH:-_REACH] = (frames[around:] - frames[:-around] == around)[:, np.newaxis]
        for shift in range(around + 1):
            inner[_REACH:-_REACH] &= decided[shift : len(frames) - around + shift]
    row, which = np.divmod(np.flatnonzero(decided & ~inner), max(len(keypoints), 1))
    parted = np.zeros(len(row), dtype=np.bool_)
    follows = row + 1 < len(frames)
    parted[follows] = inner[row[follows] + 1, which[follows]]
    return which, row + rows.start, parted


def _nearest(visibility: Codes, keypoints: Ints, row: int, *, ahead: bool) -> tuple[Ints, Ints]:
    """Return (keypoint, row) of the three decided values from a row on, or of the three before it.

    Looks in blocks that grow, at those keypoints alone that still lack one.
    """
    lacking, block = np.full(len(keypoints), _REACH), 8
    found: list[tuple[Ints, Ints]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    while lacking.any() and (row < len(visibility) if ahead else row > 0):
        begin, end = (row, min(row + block, len(visibility))) if ahead else (max(row - block, 0), row)
        columns = np.flatnonzero(lacking)
        decided = columns_of(visibility[begin:end], keypoints[columns]) != Visibility.NOT_PLACED
        onwards = decided if ahead else decided[::-1]
        taken = onwards & (np.cumsum(onwards, axis=0) <= lacking[columns])
        steps, which = np.nonzero(taken)
        found.append((columns[which], begin + steps if ahead else end - 1 - steps))
        lacking[columns] -= taken.sum(axis=0)
        row, block = (end if ahead else begin), 4 * block
    return np.concatenate([which for which, _ in found]), np.concatenate([at for _, at in found])


def spans_of(
    track: Track, methods: Codes, *, window: tuple[int, int], keypoints: Ints | None = None
) -> Spans:
    """Return the spans that have a frame inside a window (first frame, one past the last)."""
    n_keypoints = track.visibility.shape[1]
    chosen = np.arange(n_keypoints) if keypoints is None else keypoints
    knots = knots_near(track, methods, window=window, keypoints=chosen)
    left = knots.spans
    left = left[(knots.frame[left] + 1 < window[1]) & (knots.frame[left + 1] > window[0])]
    return Spans(
        n_keypoints=n_keypoints,
        keypoint=knots.keypoint[left],
        left=knots.frame[left],
        right=knots.frame[left + 1],
        start=knots.positions[left],
        end=knots.positions[left + 1],
    )


def reach(track: Track, *, keypoints: Ints, frames: tuple[int, int], n_frames: int) -> tuple[int, int]:
    """Return the frames, first and one past the last, in which a change of these facts is felt.

    The slope at a knot depends on its neighbours (PCHIP), or on the next two to either side (Akima), so a
    change reaches three spans to either side. Valid before and after the change; where a keyframe is
    moved to another frame, the union of both reaches is stale.

    Parameters
    ----------
    frames
        The first and the last frame of the change.
    """
    begin, end = _rows_of(track, (frames[0], frames[1] + 1))
    _, before = _nearest(track.visibility, keypoints, begin, ahead=False)
    _, after = _nearest(track.visibility, keypoints, end, ahead=True)
    first = min([frames[0], *track.frames[before].tolist()])
    last = max([frames[1], *track.frames[after].tolist()])
    return max(first, 0), min(last + 1, n_frames)
