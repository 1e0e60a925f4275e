"""Tracks from both keyframes of every span, blended: where to begin looking.

Domain reference 8.3. Each step starts where the last one ended, so errors add up; but a track that starts on
a keyframe starts on the body, where an interpolated place may lie beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from palpate.assist.blend import blend_weights
from palpate.assist.glimpses import Glimpses
from palpate.assist.increments import step
from palpate.assist.optical import Lens
from palpate.model.arrays import Bools, Floats

_LOST_PX = 2.0


def chained(
    glimpses: Glimpses,
    places: Floats,
    inside: Bools,
    start: Floats,
    *,
    lens: Lens,
    tick: Callable[[int], None],
) -> tuple[Floats, Floats]:
    """Return where tracks from keyframes lead, and how far those of both sides part.

    Parameters
    ----------
    places
        ``(F, K, 2)`` px of the shrunken frame at keyframes, NaN elsewhere.
    inside
        ``(F − 1, K)`` steps to follow.
    start
        ``(F, K, 2)`` px, interpolated: its motion is what each step expects, and it stands in where both
        tracks are lost.
    tick
        Called before each step with how many are done; may raise to stop.

    Returns
    -------
    tuple[Floats, Floats]
        ``(F, K, 2)`` and ``(F, K)`` px; the latter NaN where only one track or none arrived.
    """
    n = len(places)
    ahead, ahead_error = _run(glimpses, places, inside, start, lens, [*range(n)], tick)
    turned, turned_error = _run(
        glimpses, places, inside, start, lens, [*range(n - 1, -1, -1)], lambda done: tick(n + done)
    )
    share = _share(np.isfinite(places[..., 0]), inside)
    weight = blend_weights(share, np.nan_to_num(ahead_error), np.nan_to_num(turned_error))
    weight = np.where(np.isfinite(turned[..., 0]), weight, 1.0)
    weight = np.where(np.isfinite(ahead[..., 0]), weight, 0.0)[..., np.newaxis]
    blended = weight * np.nan_to_num(ahead) + (1 - weight) * np.nan_to_num(turned)
    arrived = np.isfinite(ahead[..., :1]) | np.isfinite(turned[..., :1])
    blended = np.where(arrived, blended, start)
    exact = np.isfinite(places)
    parting = np.hypot(*np.moveaxis(ahead - turned, -1, 0))
    return np.where(exact, places, blended), parting


def _run(
    glimpses: Glimpses,
    places: Floats,
    inside: Bools,
    start: Floats,
    lens: Lens,
    order: list[int],
    tick: Callable[[int], None],
) -> tuple[Floats, Floats]:
    """Follow in one direction; the place is NaN once a track is lost, until the next keyframe."""
    found = np.full(places.shape, np.nan)
    error = np.full(places.shape[:2], np.nan)
    known = np.isfinite(places[..., 0])
    found[order[0], known[order[0]]] = places[order[0], known[order[0]]]
    worst = np.zeros(places.shape[1])
    for done, (row, next_row) in enumerate(pairwise(order)):
        tick(done)
        worst[known[row]] = 0.0
        begin = np.where(known[row][:, np.newaxis], places[row], found[row])
        gap = min(row, next_row)
        on = inside[gap] & np.isfinite(begin[:, 0]) & glimpses.inside(begin)
        at = np.flatnonzero(on & np.isfinite(start[next_row, :, 0]))
        if not len(at) or glimpses.cut[gap]:
            continue
        guess = begin[at] + start[next_row, at] - start[row, at]
        moved, missed = step(glimpses, row, next_row, begin[at], guess, lens)
        kept = missed <= _LOST_PX
        worst[at] = np.fmax(worst[at], missed)
        found[next_row, at[kept]] = (begin[at] + moved)[kept]
        error[next_row, at] = worst[at]
    return found, error


def _share(known: Bools, inside: Bools) -> Floats:
    """Return how far into its span each frame is, 0…1, ``(F, K)``."""
    rows = np.arange(len(known))[:, np.newaxis]
    left = np.maximum.accumulate(np.where(known, rows, -1), axis=0)
    right = np.minimum.accumulate(np.where(known, rows, len(known))[::-1], axis=0)[::-1]
    width = np.maximum(right - left, 1)
    return np.asarray(np.clip((rows - left) / width, 0.0, 1.0))
