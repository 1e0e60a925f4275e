"""How sure a κ is: whole clips are drawn anew, since placements of one clip repeat each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from palpate.model.arrays import Codes, Floats, Ints
from palpate.quality.visibility import confusion

MIN_BLOCKS = 5
"""Clips (or images) below which drawing them anew says nothing."""

ROUNDS = 2000
SEED = 20260101
FEW_BLOCKS = f"fewer than {MIN_BLOCKS} clips to draw anew"
_MOST_BLOCKS = 500  # more are put together: an interval from fewer, larger blocks is no narrower
_CHUNK = 4096  # rows at a time
_DEFINED = 0.95  # share of the draws that must have a κ


def interval(
    sums: Floats, statistic: Callable[[Floats], Floats], *, rounds: int = ROUNDS, seed: int = SEED
) -> tuple[Floats, Floats]:
    """Return the percentile bootstrap's 95 % limits of statistics that rest on sums over blocks.

    Parameters
    ----------
    sums
        ``(C, K, …)`` what each of C blocks adds.
    statistic
        ``(B, K, …)`` sums to ``(B, K)`` values, NaN where undefined.

    Returns
    -------
    ``(K,)`` low and high: NaN with fewer than 5 blocks, or where one draw in twenty has no value.
    """
    keypoints = sums.shape[1]
    if len(sums) < MIN_BLOCKS:
        return np.full(keypoints, np.nan), np.full(keypoints, np.nan)
    n = len(sums)
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1.0 / n), size=rounds)
    drawn = weights.astype(np.float64) @ sums.reshape(n, -1)
    values = np.sort(statistic(drawn.reshape(rounds, *sums.shape[1:])), axis=0)  # NaN last
    known = (~np.isnan(values)).sum(axis=0)
    ends = [_quantile(values, known, share) for share in (0.025, 0.975)]
    enough = known >= _DEFINED * rounds
    return np.where(enough, ends[0], np.nan), np.where(enough, ends[1], np.nan)


def cohen_sums(first: Codes, second: Codes, blocks: Ints, *, levels: tuple[int, ...]) -> Floats:
    """Return ``(C, K, L, L)`` pairs of flags by block, of ``(N, K)`` codes each."""
    block, n_blocks = _numbered(blocks)
    counts = [confusion(first[block == b], second[block == b], levels=levels) for b in range(n_blocks)]
    size = len(levels)
    return np.array(counts, dtype=np.float64).reshape(n_blocks, first.shape[1], size, size)


def cohen_of(sums: Floats) -> Floats:
    """Return ``(…)`` Cohen's κ of ``(…, L, L)`` counts; NaN where undefined."""
    total = sums.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        agreement = np.trace(sums, axis1=-2, axis2=-1) / total
        expected = (sums.sum(axis=-1) * sums.sum(axis=-2)).sum(axis=-1) / np.square(total)
        return _corrected(agreement, expected)


def fleiss_sums(flags: Codes, blocks: Ints, *, levels: tuple[int, ...]) -> Floats:
    """Return ``(C, K, 3 + L)`` what Fleiss' κ rests on by block, of ``(N, R, K)`` codes.

    Placements rated by two or more, the sum of their agreements, placements rated at all, and the sums of
    their shares of each level.
    """
    block, n_blocks = _numbered(blocks)
    sums = np.zeros((n_blocks, flags.shape[2], 3 + len(levels)))
    for start in range(0, len(flags), _CHUNK):
        rows = slice(start, start + _CHUNK)
        np.add.at(sums, block[rows], _fleiss_parts(flags[rows], levels))
    return sums


def fleiss_of(sums: Floats) -> Floats:
    """Return ``(…)`` Fleiss' κ, unbalanced form, of ``(…, 3 + L)`` sums; NaN where undefined."""
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.square(sums[..., 3:] / sums[..., 2:3]).sum(axis=-1)
        return _corrected(sums[..., 1] / sums[..., 0], expected)


def _corrected(agreement: Floats, expected: Floats) -> Floats:
    by_chance = expected >= 1.0 - 1e-12
    return np.asarray((agreement - expected) / np.where(by_chance, np.nan, 1.0 - expected))


def _fleiss_parts(flags: Codes, levels: tuple[int, ...]) -> Floats:
    counts = np.stack([(flags == level).sum(axis=1) for level in levels], axis=-1).astype(np.float64)
    raters = counts.sum(axis=-1)
    twice = raters >= 2
    agreement = (counts * (counts - 1.0)).sum(axis=-1) / np.where(twice, raters * (raters - 1.0), 1.0)
    shares = counts / np.maximum(raters, 1.0)[..., None]
    parts = np.stack([twice, np.where(twice, agreement, 0.0), raters > 0], axis=-1)
    return np.concatenate([parts, shares], axis=-1)


def _numbered(blocks: Ints) -> tuple[Ints, int]:
    """Number the blocks from 0 on, and put neighbouring ones together where there are very many."""
    names, codes = np.unique(blocks, return_inverse=True)
    n = min(len(names), _MOST_BLOCKS)
    return codes * n // max(len(names), 1), n


def _quantile(ordered: Floats, known: Ints, share: float) -> Floats:
    """Quantiles of the first so many values of each column; between two, in proportion."""
    place = share * np.maximum(known - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(known - 1, 0))
    below, above = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (low, high))
    return np.asarray(below + (place - low) * (above - below))
