"""How far points move from each frame to the next, measured where they are thought to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from palpate.assist.glimpses import Glimpses
from palpate.assist.optical import Lens, lucas_kanade
from palpate.model.arrays import Bools, Floats, Ints, Pixels

_REACH_PX = 16


@dataclass(frozen=True, slots=True)
class Increments:
    """What was measured of M points in F − 1 steps.

    Attributes
    ----------
    moved
        ``(F − 1, M, 2)`` px of the shrunken frame; NaN where nothing was found.
    error
        ``(F − 1, M)`` px, forward–backward; NaN where nothing was found.
    """

    moved: Floats
    error: Floats


def increments_at(
    glimpses: Glimpses,
    positions: Floats,
    *,
    lens: Lens,
    tick: Callable[[int], None],
    asked: Bools | None = None,
) -> Increments:
    """Measure, at each frame, where the points at `positions` go (pyramidal Lucas–Kanade, there and back).

    Nothing is tracked on: an error is not carried into the next frame, and a position that was wrong is
    measured anew where it is corrected.

    Parameters
    ----------
    positions
        ``(F, M, 2)`` px of the shrunken frame; NaN is not measured.
    tick
        Called before each step with how many are done; may raise to stop.
    asked
        ``(F − 1, M)`` which steps of which points to measure; all if None.
    """
    shape = max(len(glimpses) - 1, 0), positions.shape[1]
    found = Increments(np.full((*shape, 2), np.nan), np.full(shape, np.nan))
    seen = glimpses.inside(positions)
    for row in range(shape[0]):
        tick(row)
        wanted = seen[row] & np.isfinite(positions[row + 1, :, 0])
        at = np.flatnonzero(wanted if asked is None else wanted & asked[row])
        if glimpses.cut[row] or not len(at):
            continue
        moved, error = step(glimpses, row, row + 1, positions[row, at], positions[row + 1, at], lens)
        found.moved[row, at] = moved
        found.error[row, at] = error
    return found


def _around(
    images: tuple[Pixels, Pixels], corners: tuple[Ints, Ints], points: tuple[Floats, Floats], reach: int
) -> tuple[Pixels, Pixels, Ints, Ints]:
    """Return what of two pictures lies around the points, with its corners: the flow looks at all it gets."""
    size = np.array(images[0].shape[::-1])
    inner = [places - corner for places, corner in zip(points, corners, strict=True)]
    low = [np.floor(places.min(axis=0)).astype(np.int64) - reach for places in inner]
    high = [np.ceil(places.max(axis=0)).astype(np.int64) + reach for places in inner]
    width, height = extent = np.clip(np.maximum(high[0] - low[0], high[1] - low[1]), 1, size)
    (x, y), (u, v) = at = [np.clip(corner, 0, size - extent) for corner in low]
    here, there = images[0][y : y + height, x : x + width], images[1][v : v + height, u : u + width]
    return here, there, corners[0] + at[0], corners[1] + at[1]


def step(
    glimpses: Glimpses, row: int, next_row: int, positions: Floats, guess: Floats, lens: Lens
) -> tuple[Floats, Floats]:
    """Return how points move between two frames that could be had, and how far back from there they miss.

    Parameters
    ----------
    positions, guess
        ``(M, 2)`` px of the shrunken frame: where the points are, and about where then.

    Returns
    -------
    tuple[Floats, Floats]
        ``(M, 2)`` and ``(M,)`` px; NaN where nothing was found.
    """
    here, there = glimpses.images[row], glimpses.images[next_row]
    if here is None or there is None:
        return np.full((len(positions), 2), np.nan), np.full(len(positions), np.nan)
    corner, next_corner = glimpses.corners[row], glimpses.corners[next_row]
    here, there, corner, next_corner = _around(
        (here, there), (corner, next_corner), (positions, guess), _REACH_PX + lens.window_px * 2**lens.levels
    )
    start = (positions - corner - 0.5).astype(np.float32)
    expected = (guess - next_corner - 0.5).astype(np.float32)
    arrived, there_ok = lucas_kanade(here, there, start, expected, lens)
    back, back_ok = lucas_kanade(there, here, arrived, start, lens)
    ok = there_ok & back_ok
    moved = (arrived - start).astype(np.float64) + (next_corner - corner)
    missed = np.hypot(*(back - start).astype(np.float64).T)
    return np.where(ok[:, np.newaxis], moved, np.nan), np.where(ok, missed, np.nan)
