"""Unbroken runs of what is marked, frame after frame."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Ints


def runs_of(marked: Bools) -> list[tuple[int, int]]:
    """Return first row and one past the last of every run in ``(F,)``, ascending."""
    _, start, stop = runs_by_column(marked[:, np.newaxis])
    return list(zip(start.tolist(), stop.tolist(), strict=True))


def runs_by_column(marked: Bools) -> tuple[Ints, Ints, Ints]:
    """Return column, first row and one past the last row of every run in ``(F, K)``, column after column."""
    edge = np.diff(np.pad(marked.T.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    column, start = np.nonzero(edge == 1)
    return column, start, np.nonzero(edge == -1)[1]
