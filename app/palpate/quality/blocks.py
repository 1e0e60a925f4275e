"""Pairs in blocks that stay in a core's cache, keypoints first: rows are read faster than columns.

Every sum that a score needs is taken from a block while it is there; no array of all placements is made but
that of their distances, which the median needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats
from palpate.model.visibility import has_position
from palpate.quality.pairs import Pairs
from palpate.quality.points import keypoints_first, placed

ROWS = 512
"""Pairs at a time: (54, 512) float64 is 216 KiB, so a handful of them fit a core's cache."""


@dataclass(frozen=True, slots=True)
class Block:
    """B pairs of K keypoints.

    Attributes
    ----------
    rows
        Which pairs.
    errors
        ``(K, 2, B)`` labels − gold in px; 0 where not compared.
    gold
        ``(K, 2, B)`` px; NaN where gold has none, never infinite.
    squared, distances
        ``(K, B)`` px² and px; 0 where not compared.
    compared
        ``(K, B)`` true where both sides have a position; None if they do everywhere.
    missing, extra
        ``(K, B)`` placed in gold only, and in the labels only; None like `compared`.
    """

    rows: slice
    errors: Floats
    gold: Floats
    squared: Floats
    distances: Floats
    compared: Bools | None = None
    missing: Bools | None = None
    extra: Bools | None = None

    def __len__(self) -> int:
        return int(self.errors.shape[2])

    def n_compared(self) -> Floats:
        """``(K,)`` how many pairs compare each keypoint."""
        if self.compared is None:
            return np.full(len(self.errors), float(len(self)))
        return np.asarray(self.compared.sum(axis=1, dtype=np.float64))

    def shares_compared(self, weights: Floats) -> Floats:
        """``(K,)`` sums of ``(B,)`` weights over the pairs that compare each keypoint."""
        if self.compared is None:
            return np.full(len(self.errors), weights.sum())
        return weighted(self.compared, weights)


def weighted(values: Floats | Bools, weights: Floats) -> Floats:
    """Return ``(K,)`` sums of ``(K, B)`` values with ``(B,)`` weights.

    Not as a product of matrices: for so little, threads of a linear algebra library wait on each other.
    """
    return np.asarray(np.einsum("kb,b->k", values, weights))


def blocks_of(pairs: Pairs, distances: Floats) -> Iterator[Block]:
    """Yield the pairs block by block.

    Parameters
    ----------
    distances
        ``(K, N)`` to be filled with what each placement is off, in px; NaN where not compared.
    """
    for start in range(0, len(pairs), ROWS):
        yield _block(pairs, slice(start, min(start + ROWS, len(pairs))), distances)


def _block(pairs: Pairs, rows: slice, distances: Floats) -> Block:
    gold, off = keypoints_first(pairs.gold_positions[rows]), keypoints_first(pairs.labels_positions[rows])
    flags = has_position(pairs.labels_visibility[rows]), has_position(pairs.gold_visibility[rows])
    with np.errstate(invalid="ignore"):
        np.subtract(off, gold, out=off)
        # One sum tells that all terms are finite; an infinite one, or NaN, leaves no finite sum.
        complete = flags[0].all() and flags[1].all() and np.isfinite(off.sum())
    if complete:
        return _complete(rows, off, gold, distances)
    in_labels = (placed(pairs.labels_positions[rows]) & flags[0]).T
    in_gold = (placed(pairs.gold_positions[rows]) & flags[1]).T
    both = np.ascontiguousarray(in_labels & in_gold)
    np.copyto(off, 0.0, where=~both[:, None])
    np.copyto(gold, np.nan, where=~np.isfinite(gold))
    block = _complete(rows, off, gold, distances)
    found = Block(
        *(rows, off, gold, block.squared, block.distances.copy()),
        compared=both,
        missing=np.ascontiguousarray(in_gold & ~in_labels),
        extra=np.ascontiguousarray(in_labels & ~in_gold),
    )
    np.copyto(block.distances, np.nan, where=~both)
    return found


def _complete(rows: slice, off: Floats, gold: Floats, distances: Floats) -> Block:
    x, y = off[:, 0], off[:, 1]
    squared = x * x
    squared += y * y
    lengths = np.sqrt(squared, out=distances[:, rows])  # px need no guard against overflow
    return Block(rows, off, gold, squared, lengths)
