"""How fast points go, from where they are."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats, Ints

NO_CUTS: Ints = np.empty(0, dtype=np.int64)


def central_differences(positions: Floats, cuts: Ints = NO_CUTS) -> Floats:
    """Return ``(F, …)`` differences per frame of positions; of one side where the other lacks.

    NaN where there is no position, or none in a frame beside it; nothing moves across a cut.

    Parameters
    ----------
    cuts
        Rows that begin another scene; outside of the rows they mean nothing.
    """
    steps = np.diff(positions, axis=0)
    inside = cuts[(cuts > 0) & (cuts < len(positions))]
    steps[inside - 1] = np.nan
    none = np.full_like(positions[:1], np.nan)
    before, after = np.concatenate((none, steps)), np.concatenate((steps, none))
    one_sided = np.where(np.isfinite(before), before, after)
    both = np.isfinite(before) & np.isfinite(after)
    found = np.where(both, (before + after) / 2.0, one_sided)
    return np.asarray(np.where(np.isfinite(positions), found, np.nan))
