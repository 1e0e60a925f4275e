"""σ of each keypoint from labels that several people gave of the same poses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.quality.json_numbers import Json, number, numbers
from palpate.quality.points import placed
from palpate.quality.ratings import Ratings, settle
from palpate.quality.sigma import Sigmas, relative_interval
from palpate.quality.units import Timeline, timeline
from palpate.quality.verdict import tolerances_px

TO_GOLD = "distances to gold: σ² = mean(d²/s²)"
BETWEEN_TWO = "distances between two raters: σ² = mean(d²/s²) / 2"
TO_MEAN = "distances to the mean of m raters, oneself included: σ² = mean(d²/s²) · m / (m − 1)"

_LN2 = float(np.log(2.0))


@dataclass(frozen=True, slots=True)
class RepeatedSigma:
    """σ of K keypoints and what it rests on.

    Attributes
    ----------
    found
        With the number of repeated placements as ``n``.
    n_independent
        ``(K,)`` errors in the plane that the interval rests on: placements far enough apart in time,
        times the raters beyond the first, or all of them against gold.
    estimator
        In words.
    swapped
        Raters whose left and right look exchanged, and how many placements that kept out.
    """

    found: Sigmas
    n_independent: Ints
    estimator: str
    swapped: tuple[tuple[str, int], ...] = ()


def repeated_sigma(ratings: Ratings, skeleton: Skeleton, *, confidence: float = 0.95) -> RepeatedSigma:
    """Estimate σ from how far raters are apart, exchanged sides left out.

    Notes
    -----
    Domain reference 1.9: σ² = Σ d²/s² ÷ Σ (m − 1) with distances to the mean of the m raters of a
    placement, which is half the mean square between two and m / (m − 1) times that to a mean of m; against
    gold the divisor is the number of distances. The interval is χ² with two degrees of freedom for each
    independent error, so that neighbouring frames do not narrow it.
    """
    mirror = skeleton.mirror_indices
    scale = ratings.scale_px[ratings.scale_px > 0]
    tolerance_px, _ = tolerances_px(skeleton, np.full(len(skeleton), scale.mean() if len(scale) else np.nan))
    shape = len(ratings), len(skeleton), len(ratings.raters)
    squares, freedom = np.empty(shape), np.empty(shape[:2], dtype=np.int64)
    exchanged = np.zeros(len(ratings.raters), dtype=np.int64)
    for at, part in ratings.by_clip():
        settled = settle(part, mirror=mirror, tolerance_px=tolerance_px)
        exchanged += settled.swapped.sum(axis=(0, 2))
        squares[at], freedom[at] = _squares(settled.points, part)
    rows = timeline(
        clips=ratings.clips,
        instances=ratings.instances,
        frames=ratings.frames,
        min_gap=skeleton.policy.min_gap,
    )
    n = (freedom > 0).sum(axis=0)
    independent = _independent(freedom, rows)
    total = freedom.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        sigma = np.sqrt(np.nansum(squares, axis=(0, 2)) / np.where(total > 0, total, np.nan))
    low, high = relative_interval(independent, confidence=confidence)
    robust = np.sqrt(_medians(squares, freedom, by_gold=ratings.gold_positions is not None) / _LN2)
    return RepeatedSigma(
        Sigmas(n, sigma, robust, sigma * low, sigma * high),
        independent,
        _estimator(ratings),
        tuple((name, int(n)) for name, n in zip(ratings.raters, exchanged.tolist(), strict=True) if n),
    )


def sigma_json(estimate: RepeatedSigma, ratings: Ratings, skeleton: Skeleton, said: tuple[str, ...]) -> Json:
    """Return the object that ``palpate sigma --json`` prints; null with a note instead of NaN."""
    found, least = estimate.found, skeleton.policy.training.sigma_min_n
    few = found.n < least
    return {
        "n_raters": len(ratings.raters),
        "raters": list(ratings.raters),
        "n_frames": len(set(zip(ratings.clips.tolist(), ratings.frames.tolist(), strict=True))),
        "estimator": estimate.estimator,
        "confidence": 0.95,
        "joints": {
            name: {
                "n": int(found.n[k]),
                "n_independent": int(estimate.n_independent[k]),
                "sigma": number(found.sigma[k]),
                "ci": numbers([found.low[k], found.high[k]]),
                "robust": number(found.robust[k]),
                "preset": number(skeleton.sigmas[k]),
                "enough": not bool(few[k]),
            }
            for k, name in enumerate(skeleton.names)
        },
        "notes": [*said, *_notes(estimate, ratings, skeleton, few)],
    }


def _squares(points: Floats, ratings: Ratings) -> tuple[Floats, Ints]:
    """``(N, K, R)`` d²/s² to gold or to the mean of all, and ``(N, K)`` what they are divided by."""
    known = placed(points)
    m = known.sum(axis=2)
    if ratings.gold_positions is not None:
        centre, freedom = ratings.gold_positions, np.where(placed(ratings.gold_positions), m, 0)
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            centre = np.where(known[..., None], points, 0.0).sum(axis=2) / m[..., None]
        freedom = np.maximum(m - 1, 0)
    scale = np.where(ratings.scale_px > 0, ratings.scale_px, np.nan)
    freedom = np.where(np.isnan(scale)[:, None], 0, freedom)
    offsets = points - centre[:, :, None]
    squares = np.square(offsets).sum(axis=-1) / np.square(scale)[:, None, None]
    return np.where((freedom > 0)[..., None], squares, np.nan), freedom


def _medians(squares: Floats, freedom: Ints, *, by_gold: bool) -> Floats:
    medians = np.full(squares.shape[1], np.nan)
    for k in range(len(medians)):
        known = ~np.isnan(squares[:, k])
        share = np.ones(len(known)) if by_gold else known.sum(axis=1) / np.maximum(freedom[:, k], 1)
        if known.any():
            medians[k] = np.median((squares[:, k] * share[:, None])[known])
    return medians


def _independent(freedom: Ints, rows: Timeline) -> Ints:
    chosen = [rows.independent_rows(freedom[:, k] > 0) for k in range(freedom.shape[1])]
    return np.array([freedom[at, k].sum() for k, at in enumerate(chosen)], dtype=np.int64)


def _estimator(ratings: Ratings) -> str:
    if ratings.gold_positions is not None:
        return TO_GOLD
    return BETWEEN_TWO if len(ratings.raters) == 2 else TO_MEAN


def _notes(estimate: RepeatedSigma, ratings: Ratings, skeleton: Skeleton, few: Bools) -> tuple[str, ...]:
    none = estimate.found.n == 0
    said = [
        f"{rater}: left and right look swapped in {n} placements; left out, as sides are not places"
        for rater, n in estimate.swapped
    ]
    said.append(f"estimator: {estimate.estimator}")
    if ratings.gold_positions is None:
        said.append("a bias that all raters share stays unseen: estimate against gold where there is one")
    said.append(
        "the interval rests on placements at least "
        f"{skeleton.policy.min_gap} frames apart, since neighbouring frames repeat each other"
    )
    if (few & ~none).any():
        least = skeleton.policy.training.sigma_min_n
        said.append(
            f"fewer than {least} repeated placements, keep the preset: {_names(skeleton, few & ~none)}"
        )
    if none.any():
        said.append(f"never placed twice at a known scale: {_names(skeleton, none)}")
    return tuple(said)


def _names(skeleton: Skeleton, keypoints: Bools) -> str:
    if keypoints.all():
        return "all keypoints"
    return ", ".join(name for name, named in zip(skeleton.names, keypoints, strict=True) if named)
