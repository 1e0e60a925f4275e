"""Whether a span closes: keyframe, measured steps and the next keyframe.

What misses is an error of the steps or of one of the two keyframes. Where it misses by much, the picture is
asked which end looks right: where the steps lead, or where the keyframe is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.glimpses import Glimpses
from palpate.assist.likeness import evened, softened
from palpate.assist.patches import bearing, towards
from palpate.model.arrays import Bools, Floats, Ints

_WORTH_PX = 2.0  # of the shrunken frame: below, both places look alike


@dataclass(frozen=True, slots=True)
class Closings:
    """What each span says, in its frames between keyframes: F frames, K keypoints; NaN elsewhere.

    NaN too where a step could not be measured.

    Attributes
    ----------
    missed
        ``(F, K, 2)`` px from the right keyframe to where the steps lead from the left one.
    sd
        ``(F, K)`` px, the deviations of the steps added up: they err alike.
    likelier
        ``(F, K)`` −2…2 by how much more the nearer keyframe's frame looks like the other one where the steps
        lead than where the keyframe is; midway the mean of both ends. 0 where nothing was compared.
    """

    missed: Floats
    sd: Floats
    likelier: Floats


@dataclass(frozen=True, slots=True)
class _Spans:
    keypoint: Ints
    left: Ints
    right: Ints
    missed: Floats
    sd: Floats


def closings_of(
    glimpses: Glimpses, moved: Floats, sd: Floats, places: Floats, estimate: Floats, *, parents: Ints
) -> Closings:
    """Return how all spans close, in px of the shrunken frame.

    Parameters
    ----------
    moved, sd
        ``(F − 1, K, 2)`` and ``(F − 1, K)`` px: measured steps; an infinite deviation is none.
    places
        ``(F, K, 2)`` px at keyframes, NaN elsewhere.
    estimate
        ``(F, K, 2)`` px.
    parents
        ``(K,)`` the keypoint whose direction a patch turns with; −1 for a root, which turns with a child.
    """
    spans = _closed(moved, sd, places)
    told = Closings(*(np.full(shape, np.nan) for shape in (places.shape, *[places.shape[:2]] * 2)))
    ends = _likelier(glimpses, spans, np.where(np.isfinite(places), places, estimate), towards(parents))
    for n, (k, left, right) in enumerate(
        zip(spans.keypoint.tolist(), spans.left.tolist(), spans.right.tolist(), strict=True)
    ):
        rows = slice(left + 1, right)
        told.missed[rows, k], told.sd[rows, k] = spans.missed[n], spans.sd[n]
        side = np.sign(2 * np.arange(left + 1, right) - left - right)
        told.likelier[rows, k] = ends[n].mean() + 0.5 * side * (ends[n, 1] - ends[n, 0])
    return told


def _closed(moved: Floats, sd: Floats, places: Floats) -> _Spans:
    """Return the spans of two frames and more all of whose steps were measured."""
    keyframes: Bools = np.isfinite(places[..., 0])
    keypoint, row = np.nonzero(keyframes.T)
    next_to = np.flatnonzero((np.diff(keypoint) == 0) & (np.diff(row) > 1))
    k, left, right = keypoint[next_to], row[next_to], row[next_to + 1]
    measured = np.isfinite(sd)
    steps, deviation, missing = (
        np.concatenate((np.zeros((1, *part.shape[1:])), np.cumsum(part, axis=0)))
        for part in (
            np.where(measured[..., np.newaxis], moved, 0.0),
            np.where(measured, sd, 0.0),
            ~measured * 1.0,
        )
    )
    whole = missing[right, k] == missing[left, k]
    k, left, right = k[whole], left[whole], right[whole]
    missed = places[left, k] + steps[right, k] - steps[left, k] - places[right, k]
    return _Spans(k, left, right, missed, deviation[right, k] - deviation[left, k])


def _likelier(glimpses: Glimpses, spans: _Spans, positions: Floats, turning: Ints) -> Floats:
    """Return for both ends of each span how much likelier the place is that the steps lead to, ``(S, 2)``."""
    found = np.zeros((len(spans.keypoint), 2))
    asked = np.flatnonzero(np.hypot(*spans.missed.T) > _WORTH_PX)
    if not len(asked):
        return found
    k, left, right, missed = (part[asked] for part in (spans.keypoint, spans.left, spans.right, spans.missed))
    ends: Ints = np.concatenate((left, right, left, right))
    keypoint: Ints = np.tile(k, 4)
    off: Floats = np.concatenate((np.zeros((2 * len(k), 2)), -missed, missed))
    places: Floats = positions[ends, keypoint] + off
    way = positions[ends, turning[keypoint]] - places
    way[turning[keypoint] == keypoint] = 0.0
    looks = _looks(glimpses, ends, places, bearing(way)).reshape(4, len(k), -1)
    begin, end, begin_led, end_led = looks
    found[asked, 0] = (end * (begin_led - begin)).sum(axis=-1)
    found[asked, 1] = (begin * (end_led - end)).sum(axis=-1)
    return np.asarray(np.nan_to_num(found))


def _looks(glimpses: Glimpses, rows: Ints, places: Floats, angles: Floats) -> Floats:
    """Return patches ``(M, side²)`` at places in frames; NaN in those that could not be had."""
    found: Floats | None = None
    for row in np.unique(rows).tolist():
        image, here = glimpses.images[row], np.flatnonzero(rows == row)
        if image is not None:
            seen = evened(softened(image), places[here] - glimpses.corners[row], angles[here])
            found = np.full((len(rows), seen.shape[1]), np.nan) if found is None else found
            found[here] = seen
    return np.full((len(rows), 1), np.nan) if found is None else found
