"""How far points move from each frame to the next, measured where they are thought to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palpate.assist.glimpses import Glimpses
from palpate.assist.optical import Lens, lucas_kanade
from palpate.model.arrays import Floats, Pixels


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
        here, there = glimpses.images[row], glimpses.images[row + 1]
        at = np.flatnonzero(seen[row] & np.isfinite(positions[row + 1, :, 0]))
        if here is None or there is None or glimpses.cut[row] or not len(at):
            continue
        start = (positions[row, at] - glimpses.corners[row] - 0.5).astype(np.float32)
        guess = (positions[row + 1, at] - glimpses.corners[row + 1] - 0.5).astype(np.float32)
        moved, error = _there_and_back(here, there, start, guess, lens)
        found.moved[row, at] = moved + (glimpses.corners[row + 1] - glimpses.corners[row])
        found.error[row, at] = error
    return found


def _there_and_back(
    here: Pixels, there: Pixels, start: NDArray[np.float32], guess: NDArray[np.float32], lens: Lens
) -> tuple[Floats, Floats]:
    arrived, there_ok = lucas_kanade(here, there, start, guess, lens)
    back, back_ok = lucas_kanade(there, here, arrived, start, lens)
    ok = there_ok & back_ok
    moved = np.where(ok[:, np.newaxis], (arrived - start).astype(np.float64), np.nan)
    return moved, np.where(ok, np.hypot(*(back - start).astype(np.float64).T), np.nan)
