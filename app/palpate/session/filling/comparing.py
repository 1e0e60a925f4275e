"""The ways that a keypoint would go by each method, side by side; nothing is chosen or changed by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from palpate.assist.interpolate import fill
from palpate.assist.spans import code_of
from palpate.model.arrays import Bools, Floats
from palpate.model.span import Method
from palpate.model.visibility import has_position
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.filling.told import keyframes_around, told_of
from palpate.session.session import Session
from palpate.session.tracks import DEFAULT_METHOD, LiveTrack

CURVES = (Method.LINEAR, Method.PCHIP, Method.MAKIMA)
BY_PICTURE = {Method.FLOW: ("flow_x", "flow_y"), Method.FUSED: ("x", "y")}
_MOST_FRAMES = 400


@dataclass(frozen=True, slots=True)
class Way:
    """One keypoint by one method.

    Attributes
    ----------
    start
        Frame of the first row.
    positions
        ``(n, 2)`` px; NaN in gaps, and where the picture told nothing.
    """

    method: Method
    start: int
    positions: Floats

    def at(self, frame: int) -> Floats | None:
        """Return ``(2,)`` px in a frame; None where there is nothing."""
        row = frame - self.start
        if not 0 <= row < len(self.positions) or not np.isfinite(self.positions[row]).all():
            return None
        return np.asarray(self.positions[row])


@dataclass(frozen=True, slots=True)
class Apart:
    """The two methods that are farthest apart in a frame, and how far, px."""

    px: float
    first: Method
    second: Method


def ways(
    session: Session, layer: str, instance: str, keypoint: int, window: tuple[int, int]
) -> tuple[Way, ...]:
    """Return the way by every method that has one in a window of frames: the picture has to have been asked.

    A way meets all keyframes. A span that is left empty on purpose has ways as well: what it would be.
    """
    live = live_to_see(session, layer, instance)
    curves = {method: _curve(live, keypoint, window, method) for method in CURVES}
    told = told_of(live, keypoint, window)
    facts = _facts(live, keypoint, window)
    pictured = {
        method: np.where(np.isfinite(facts), facts, np.stack([told[x], told[y]], axis=1))
        for method, (x, y) in BY_PICTURE.items()
        if x in told and np.isfinite(told[x]).any()
    }
    found = {**curves, **pictured}
    known = [method for method in Method if method in found and np.isfinite(found[method]).any()]
    return tuple(Way(method, window[0], found[method]) for method in known)


def window_around(live: LiveTrack, keypoint: int, frame: int) -> tuple[int, int] | None:
    """Return the span around a frame and one more to either side; None where there is no span near."""
    inner = keyframes_around(live, keypoint, (frame, frame + 1))
    if not len(inner):
        return None
    wide = keyframes_around(live, keypoint, (int(inner[0]) - 1, int(inner[-1]) + 2))
    if len(wide) < 2:
        return None
    half = _MOST_FRAMES // 2
    return max(int(wide[0]), frame - half), min(int(wide[-1]) + 1, frame + half)


def farthest(found: Sequence[Way], frame: int) -> Apart | None:
    """Return which two ways are farthest apart in a frame; None with fewer than two."""
    places = [(way.method, at) for way in found if (at := way.at(frame)) is not None]
    apart = [
        Apart(float(np.hypot(*(a - b))), first, second) for (first, a), (second, b) in combinations(places, 2)
    ]
    return max(apart, key=lambda pair: pair.px, default=None)


def spread(live: LiveTrack, keypoint: int) -> tuple[int, Floats]:
    """Return first frame and ``(F,)`` px of standard deviation: 0 at facts, NaN where it is not known.

    It is that of the fused estimate, and known only where that is in use.
    """
    resolved = live.resolved
    window = (resolved.start, resolved.stop)
    sd = told_of(live, keypoint, window).get("deviation", np.full(window[1] - window[0], np.nan)).copy()
    facts = np.isfinite(_facts(live, keypoint, window)[:, 0])
    sd[~facts & ~_by_fused(live, keypoint, window)] = np.nan
    near = np.isfinite(np.pad(sd, 1, constant_values=np.nan))
    sd[facts & (near[:-2] | near[2:])] = 0.0
    return window[0], sd


def _curve(live: LiveTrack, keypoint: int, window: tuple[int, int], method: Method) -> Floats:
    codes = np.full(live.track.visibility.shape, code_of(method), dtype=np.int8)
    return fill(live.track, codes, window=window, keypoints=np.array([keypoint])).positions[:, 0]


def _by_fused(live: LiveTrack, keypoint: int, window: tuple[int, int]) -> Bools:
    """Return ``(n,)`` in which frames of a window the fused estimate is what is chosen."""
    chosen = sorted((frame, method) for (k, frame), method in live.methods.items() if k == keypoint)
    fused = np.array([method is Method.FUSED for method in (DEFAULT_METHOD, *(m for _, m in chosen))])
    starts = np.array([frame for frame, _ in chosen], dtype=np.int64)
    return np.asarray(fused[np.searchsorted(starts, np.arange(*window), side="right")])


def _facts(live: LiveTrack, keypoint: int, window: tuple[int, int]) -> Floats:
    """Return ``(n, 2)`` px of what is placed in a window; NaN elsewhere."""
    track, found = live.track, np.full((max(window[1] - window[0], 0), 2), np.nan)
    begin, end = np.searchsorted(track.frames, window).tolist()
    rows = begin + np.flatnonzero(has_position(track.visibility[begin:end, keypoint]))
    found[track.frames[rows] - window[0]] = track.positions[rows, keypoint]
    return found
