"""Positions between keyframes, per keypoint and coordinate over time; never beyond the outermost ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.curves import cubic, makima_slopes, pchip_slopes, secants
from palpate.assist.spans import Knots, code_of, columns_of, knots_near
from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility, weaker

_AKIMA = (code_of(Method.MAKIMA), code_of(Method.FUSED))


@dataclass(frozen=True, slots=True)
class Filled:
    """Facts and interpolation in every frame of a window; F frames, K of the asked keypoints.

    Attributes
    ----------
    first
        Index of the window's first frame.
    positions
        ``(F, K, 2)`` px, NaN where there is nothing.
    visibility
        ``(F, K)``; of a derived value the weaker tier of its two keyframes, −1 where there is nothing.
    origin
        ``(F, K)``; 0 where there is nothing.
    method
        ``(F, K)`` code of the span's method at frames inside a span, −1 elsewhere. A flow span holds PCHIP
        and a fused span modified Akima values: what stands in until the picture has been asked.
    """

    first: int
    positions: Floats
    visibility: Codes
    origin: Codes
    method: Codes


def fill(
    track: Track,
    methods: Codes,
    *,
    window: tuple[int, int],
    keypoints: Ints | None = None,
    times: Floats | None = None,
) -> Filled:
    """Return facts and interpolated values for the frames of a window.

    A window sees the same values as the whole clip: slopes come from the keyframes outside it too.

    Parameters
    ----------
    methods
        ``(T, K)`` codes from `palpate.assist.spans.method_codes`; ``NONE`` ends the run at its left knot.
    window
        First frame, and one past the last.
    keypoints
        Which keypoints, in this order; all if None.
    times
        Presentation time of every frame of the clip in s; the frame index counts if None.
    """
    chosen = np.arange(track.visibility.shape[1]) if keypoints is None else keypoints
    knots = knots_near(track, methods, window=window, keypoints=chosen)
    filled = _empty(window, len(chosen))
    column = np.full(track.visibility.shape[1], -1)
    column[chosen] = np.arange(len(chosen))
    _place_facts(filled, track, chosen)
    _place_derived(filled, knots, column, times)
    return filled


def _empty(window: tuple[int, int], n_keypoints: int) -> Filled:
    shape = (max(window[1] - window[0], 0), n_keypoints)
    return Filled(
        first=window[0],
        positions=np.full((*shape, 2), np.nan),
        visibility=np.full(shape, Visibility.NOT_PLACED, dtype=np.int8),
        origin=np.full(shape, Origin.NONE, dtype=np.int8),
        method=np.full(shape, -1, dtype=np.int8),
    )


def _place_facts(filled: Filled, track: Track, keypoints: Ints) -> None:
    begin, end = np.searchsorted(track.frames, (filled.first, filled.first + len(filled.positions))).tolist()
    known, rows = slice(begin, end), track.frames[begin:end] - filled.first
    every = slice(None) if len(rows) == len(filled.positions) else rows  # much faster, if it is so
    for name in ("positions", "visibility", "origin"):
        getattr(filled, name)[every] = columns_of(getattr(track, name)[known], keypoints)
    row, which = np.nonzero(columns_of(track.visibility[known], keypoints) == Visibility.NOT_PLACED)
    filled.positions[rows[row], which] = np.nan
    filled.origin[rows[row], which] = Origin.NONE


def _place_derived(filled: Filled, knots: Knots, column: Ints, times: Floats | None) -> None:
    spans, frames = _frames_inside(knots, filled.first, filled.first + len(filled.positions))
    if not len(frames):
        return
    at = frames - filled.first, column[knots.keypoint[spans]]
    filled.positions[at] = _evaluate(knots, times, spans, frames)
    tier = knots.visibility.copy()
    tier[:-1] = weaker(knots.visibility[:-1], knots.visibility[1:])
    filled.visibility[at] = tier[spans]
    filled.origin[at] = Origin.INTERPOLATED
    filled.method[at] = knots.method[spans]


def _frames_inside(knots: Knots, first: int, stop: int) -> tuple[Ints, Ints]:
    """Return, for every derived frame in the window, its span's left knot and its index."""
    left = knots.spans
    begin = np.maximum(knots.frame[left] + 1, first)
    end = np.minimum(knots.frame[left + 1], stop)
    count = np.maximum(end - begin, 0)
    spans = np.repeat(left, count)
    offset = np.arange(len(spans)) - np.repeat(np.cumsum(count) - count, count)
    return spans, np.repeat(begin, count) + offset


def _evaluate(knots: Knots, clock: Floats | None, spans: Ints, frames: Ints) -> Floats:
    """Return ``(M, 2)`` positions at M frames, each inside the span that starts at its left knot."""
    times = _times(clock, knots.frame)
    step, secant = secants(times, knots.positions, knots.joined)
    slope = pchip_slopes(times, knots.positions, knots.joined)
    c3, c2 = cubic(step[:-1], secant[:-1], slope[:-1], slope[1:])
    bent = np.isin(knots.method, _AKIMA)
    if bent.any():
        other = makima_slopes(times, knots.positions, knots.joined)
        b3, b2 = cubic(step[:-1], secant[:-1], other[:-1], other[1:])
        slope[bent], c3[bent[:-1]], c2[bent[:-1]] = other[bent], b3[bent[:-1]], b2[bent[:-1]]
    straight = knots.method == code_of(Method.LINEAR)
    slope[straight] = secant[straight]
    c3[straight[:-1]] = 0.0
    c2[straight[:-1]] = 0.0
    since = (_times(clock, frames) - times[spans])[:, np.newaxis]
    positions: Floats = knots.positions[spans] + since * (
        slope[spans] + since * (c2[spans] + since * c3[spans])
    )
    return positions


def _times(clock: Floats | None, frames: Ints) -> Floats:
    return frames.astype(np.float64) if clock is None else clock[frames]
