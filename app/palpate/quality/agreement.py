"""Agreement among several annotators: Fleiss' κ on flags, consensus and spread of positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.quality.points import lengths_of, placed

TOO_FEW_RATERS = "no placement rated by two"
NO_VARIATION = "no variation: one category only"
_CLOSE = 1e-9  # px: a consensus this near to a point is at it
_MAX_STEPS = 1000
_CHUNK = 4096  # placements at a time, so that a step over them stays in cache


@dataclass(frozen=True, slots=True)
class Fleiss:
    """Fleiss' κ of L categories.

    Attributes
    ----------
    kappa
        None where it cannot be estimated, with the reason.
    agreement, expected
        P̄ and P_e; None if no placement was rated by two.
    shares
        ``(L,)`` share of each category.
    per_category
        ``(L,)`` κ of each category against the others; NaN where nobody or everybody used it.
    z
        κ ÷ its standard error without agreement; None unless every placement has equally many ratings.
    n
        Placements rated by at least two.
    """

    kappa: float | None
    agreement: float | None
    expected: float | None
    shares: Floats
    per_category: Floats
    z: float | None
    n: int
    reason: str = ""


def rating_counts(flags: Codes, *, levels: Sequence[int]) -> Ints:
    """Return ``(N, L)`` numbers of raters by level of ``(N, R)`` codes; other codes count as missing."""
    return np.stack([(flags == level).sum(axis=1) for level in levels], axis=1)


def fleiss_kappa(counts: Ints, times: Ints | None = None) -> Fleiss:
    """Return Fleiss' κ of a table of ratings.

    Parameters
    ----------
    counts
        ``(N, L)`` number of raters that put placement i into category j; rows may sum to different
        numbers (missing raters). Placements rated once still tell how common the categories are.
    times
        ``(N,)`` how many placements each row stands for; one each if None.

    Notes
    -----
    The unbalanced form of domain reference 1.8: P_i from each placement's own number of ratings, shares
    as the mean over placements. On a complete table it is the statistic of Fleiss 1971.
    """
    raters = counts.sum(axis=1)
    times = np.ones(len(counts), dtype=np.int64) if times is None else times
    rated = raters > 0
    each = counts[rated] / raters[rated, None]
    shares = np.average(each, axis=0, weights=times[rated]) if rated.any() else None
    several = raters >= 2
    counts, raters, times = counts[several], raters[several][:, None], times[several]
    if shares is None or not len(counts):
        nothing = np.full(counts.shape[1], np.nan)
        return Fleiss(None, None, None, nothing, nothing, None, 0, TOO_FEW_RATERS)
    pairs = raters * (raters - 1.0)
    agreement = float(np.average(((counts * (counts - 1.0)) / pairs).sum(axis=1), weights=times))
    expected = float(np.square(shares).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        unequal = np.average(counts * (raters - counts) / pairs, axis=0, weights=times)
        per_category = 1.0 - unequal / (shares * (1.0 - shares))
    if expected >= 1.0 - 1e-12:
        return Fleiss(None, agreement, expected, shares, per_category, None, int(times.sum()), NO_VARIATION)
    kappa = (agreement - expected) / (1.0 - expected)
    z = _z(kappa, shares, raters, n=int(times.sum()))
    return Fleiss(kappa, agreement, expected, shares, per_category, z, int(times.sum()))


def pairwise_distances(points: Floats) -> Floats:
    """Return the distances between annotators in px.

    Parameters
    ----------
    points
        ``(..., M, 2)`` px, NaN where an annotator has none.

    Returns
    -------
    ``(..., M (M − 1) / 2)`` in the order (0, 1), (0, 2), … (1, 2), …; NaN where one of the two is missing.
    """
    first, second = np.triu_indices(points.shape[-2], k=1)
    return lengths_of(points[..., first, :] - points[..., second, :])


def geometric_median(points: Floats) -> Floats:
    """Return the points whose summed distance to the annotators' is least.

    Parameters
    ----------
    points
        ``(..., M, 2)`` px, NaN where an annotator has none.

    Returns
    -------
    ``(..., 2)``: NaN where there is no point. Two points give their middle, as do several equally good
    ones on a line.

    Notes
    -----
    Weiszfeld's iteration with the guard of Vardi and Zhang (2000). Annotators' points are tried first,
    since the iteration creeps towards a median that is one of them.
    """
    flat = points.reshape(-1, *points.shape[-2:])
    known = placed(flat)
    medians = np.empty((len(flat), 2))
    for start in range(0, len(flat), _CHUNK):
        rows = slice(start, start + _CHUNK)
        medians[rows] = _medians(flat[rows], known[rows])
    return medians.reshape(*points.shape[:-2], 2)


def leave_one_out(points: Floats) -> Floats:
    """Return each annotator's distance to the mean of the others, for ranking annotators.

    Parameters
    ----------
    points
        ``(..., M, 2)`` px, NaN where an annotator has none.

    Returns
    -------
    ``(..., M)`` px: NaN where the annotator or all others are missing. One's own point is left out, as it
    would shrink the distance (domain reference 1.7).
    """
    known = placed(points)[..., None]
    own = np.where(known, points, 0.0)
    others = known.sum(axis=-2, keepdims=True) - known
    with np.errstate(invalid="ignore", divide="ignore"):
        offsets = points - (own.sum(axis=-2, keepdims=True) - own) / others
    return lengths_of(offsets)


def _z(kappa: float, shares: Floats, raters: Ints, *, n: int) -> float | None:
    m = int(raters[0, 0])
    if (raters != m).any():
        return None
    both = shares * (1.0 - shares)
    inner = both.sum() ** 2 - (both * (1.0 - 2.0 * shares)).sum()
    error = np.sqrt(2.0 * inner / (n * m * (m - 1.0))) / both.sum()
    return float(kappa / error) if error > 0 else None


def _medians(points: Floats, known: Bools) -> Floats:
    medians = _medians_at_points(points, known)
    todo = np.flatnonzero(np.isnan(medians[:, 0]) & (known.sum(axis=1) > 0))
    if len(todo):
        medians[todo] = _weiszfeld(points[todo], known[todo])
    return medians


def _medians_at_points(points: Floats, known: Bools) -> Floats:
    """Geometric medians that coincide with annotators' points; NaN where none does.

    A point is one exactly if the pulls of the others, unit vectors, do not outweigh those lying on it.
    """
    offsets = points[:, None] - points[:, :, None]
    lengths = lengths_of(offsets)
    apart = lengths > _CLOSE
    pull = np.where(apart[..., None], offsets / np.where(apart, lengths, 1.0)[..., None], 0.0).sum(axis=2)
    here = (lengths <= _CLOSE).sum(axis=2)
    best = known & (lengths_of(pull) <= here + 1e-12)
    total = np.where(best[..., None], points, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / best.sum(axis=1)[:, None])


def _weiszfeld(points: Floats, known: Bools) -> Floats:
    safe = np.where(known[..., None], points, 0.0)
    centre: Floats = np.asarray(safe.sum(axis=1) / known.sum(axis=1)[:, None])
    moving = np.arange(len(points))
    for _ in range(_MAX_STEPS):
        moved = _weiszfeld_step(safe[moving], known[moving], centre[moving])
        done = np.abs(moved - centre[moving]).max(axis=1) < _CLOSE
        centre[moving] = moved
        moving = moving[~done]
        if not len(moving):
            break
    return centre


def _weiszfeld_step(points: Floats, known: Bools, centre: Floats) -> Floats:
    offsets = points - centre[:, None]
    lengths = lengths_of(offsets)
    away = known & (lengths > _CLOSE)
    weights = np.where(away, 1.0 / np.where(away, lengths, 1.0), 0.0)
    pull = (weights[..., None] * offsets).sum(axis=1)
    strength = lengths_of(pull)
    here = (known & ~away).sum(axis=1)
    held = np.minimum(1.0, here / np.maximum(strength, np.finfo(float).tiny))
    return np.asarray(centre + ((1.0 - held) / weights.sum(axis=1))[:, None] * pull)
