"""The knots of an instance's keypoints, and which neighbours belong to one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility, has_position

METHODS = tuple(Method)
_REACH = 3  # spans
_CODE = {method: code for code, method in enumerate(METHODS)}


@dataclass(frozen=True, slots=True)
class Knots:
    """Every decided value of a track, keypoint after keypoint and frames ascending; N of them.

    Attributes
    ----------
    keypoint, frame, row
        ``(N,)`` index of the keypoint, of the frame, and of the frame's row in the track.
    positions
        ``(N, 2)`` px; NaN where the keypoint was decided absent.
    visibility
        ``(N,)`` codes.
    method
        ``(N,)`` code of the method of the span that starts here.
    joined
        ``(N,)`` whether this knot and the next one belong to one run; False for the last.
    """

    keypoint: Ints
    frame: Ints
    row: Ints
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


def method_codes(track: Track, chosen: Mapping[tuple[int, int], Method], *, default: Method) -> Codes:
    """Return ``(T, K)`` codes of the method of the span that starts at each fact.

    Parameters
    ----------
    chosen
        By (keypoint, frame); a choice holds from its frame on until the next one of that keypoint, so
        that keyframes may come and go in between. Before the first one the default holds.
    """
    codes = np.full(track.visibility.shape, code_of(default), dtype=np.int8)
    for (keypoint, frame), method in sorted(chosen.items(), key=lambda choice: choice[0]):
        codes[np.searchsorted(track.frames, frame) :, keypoint] = code_of(method)
    return codes


def knots_of(track: Track, methods: Codes, *, keypoints: Ints) -> Knots:
    """Return the knots of some keypoints.

    A keypoint decided absent is a knot that is joined to nothing, and so ends the run before it and
    the gap after it; one not yet placed is no knot.
    """
    visibility = track.visibility[:, keypoints].T
    which, row = np.nonzero(visibility != Visibility.NOT_PLACED)
    keypoint = keypoints[which]
    codes = visibility[which, row]
    positions = track.positions[row, keypoint]
    method = methods[row, keypoint]
    placed = has_position(codes) & np.isfinite(positions).all(axis=1)
    joined = np.zeros(len(row), dtype=np.bool_)
    joined[:-1] = placed[:-1] & placed[1:] & (which[:-1] == which[1:]) & (method[:-1] != code_of(Method.NONE))
    return Knots(
        keypoint=keypoint,
        frame=track.frames[row],
        row=row,
        positions=positions,
        visibility=codes,
        method=method,
        joined=joined,
    )


def spans_of(
    track: Track, methods: Codes, *, window: tuple[int, int], keypoints: Ints | None = None
) -> Spans:
    """Return the spans that have a frame inside a window (first frame, one past the last)."""
    n_keypoints = track.visibility.shape[1]
    knots = knots_of(track, methods, keypoints=np.arange(n_keypoints) if keypoints is None else keypoints)
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


def reach(track: Track, *, keypoint: int, frame: int, n_frames: int) -> tuple[int, int]:
    """Return the frames, first and one past the last, in which a change of this fact is felt.

    The slope at a knot depends on its neighbours (PCHIP), or on the next two to either side (Akima), so a
    change reaches three spans to either side. Valid before and after the change; where a keyframe is
    moved to another frame, the union of both reaches is stale.
    """
    decided = track.frames[track.visibility[:, keypoint] != Visibility.NOT_PLACED]
    before = decided[decided < frame][-_REACH:]
    after = decided[decided > frame][:_REACH]
    first = int(before[0]) if len(before) else frame
    last = int(after[-1]) if len(after) else frame
    return max(first, 0), min(last + 1, n_frames)
