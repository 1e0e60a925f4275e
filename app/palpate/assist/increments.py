"""How far points move from each frame to the next, measured where they are thought to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from palpate.assist.glimpses import Glimpses
from palpate.assist.optical import Lens, lucas_kanade
from palpate.model.arrays import Floats


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
    """
    shape = max(len(glimpses) - 1, 0), positions.shape[1]
    found = Increments(np.full((*shape, 2), np.nan), np.full(shape, np.nan))
    seen = glimpses.inside(positions)
    for row in range(shape[0]):
        tick(row)
        at = np.flatnonzero(seen[row] & np.isfinite(positions[row + 1, :, 0]))
        if glimpses.cut[row] or not len(at):
            continue
        moved, error = step(glimpses, row, row + 1, positions[row, at], positions[row + 1, at], lens)
        found.moved[row, at] = moved
        found.error[row, at] = error
    return found


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
    start = (positions - corner - 0.5).astype(np.float32)
    expected = (guess - next_corner - 0.5).astype(np.float32)
    arrived, there_ok = lucas_kanade(here, there, start, expected, lens)
    back, back_ok = lucas_kanade(there, here, arrived, start, lens)
    ok = there_ok & back_ok
    moved = (arrived - start).astype(np.float64) + (next_corner - corner)
    missed = np.hypot(*(back - start).astype(np.float64).T)
    return np.where(ok[:, np.newaxis], moved, np.nan), np.where(ok, missed, np.nan)
