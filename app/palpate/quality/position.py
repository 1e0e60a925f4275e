"""How far placements are off: size, bias and spread of position errors per keypoint.

An error is candidate − reference in px, x right, y down. NaN marks a placement that cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.quality.points import keypoints_first, lengths_of, placed

MIN_N = 4  # below this, two axes leave too little freedom to test a mean vector
_CHUNK = 512  # rows at a time, so that a pass over them stays in cache
_NOTHING = 1e-18  # px²: spread or bias below a nanometre of a pixel is rounding


@dataclass(frozen=True, slots=True)
class Distances:
    """Sizes of errors per keypoint, each ``(K,)`` px; NaN where ``n`` is 0.

    Attributes
    ----------
    n
        Placements compared.
    mean, rmse, median, p95, max
        MPJPE, root mean square, and order statistics of the distance.
    """

    n: Ints
    mean: Floats
    rmse: Floats
    median: Floats
    p95: Floats
    max: Floats


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean vector and covariance of errors per keypoint.

    Attributes
    ----------
    n
        ``(K,)`` errors.
    bias
        ``(K, 2)`` mean error in px; NaN where n is 0.
    covariance
        ``(K, 2, 2)`` px², divisor n − 1; NaN where n < 2.
    """

    n: Ints
    bias: Floats
    covariance: Floats

    @property
    def size_px(self) -> Floats:
        """``(K,)`` lengths of the bias vectors in px."""
        return lengths_of(self.bias)

    @property
    def radial_sd_px(self) -> Floats:
        """``(K,)`` random radial spread in px: root of the trace of the covariance."""
        return np.asarray(np.sqrt(np.trace(self.covariance, axis1=1, axis2=2)))

    @property
    def axis_sd_px(self) -> Floats:
        """``(K, 2)`` random spread along x and y in px."""
        return np.asarray(np.sqrt(np.diagonal(self.covariance, axis1=1, axis2=2)))


@dataclass(frozen=True, slots=True)
class BiasTest:
    """Hotelling's test of "the mean error is zero" per keypoint; NaN where n < 4.

    Attributes
    ----------
    t2, f
        ``(K,)`` T² and F with 2 and n − 2 degrees of freedom.
    p
        ``(K,)`` probability of a T² at least as large without any bias.
    """

    t2: Floats
    f: Floats
    p: Floats


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Where the true mean error of one keypoint lies with the stated confidence.

    Attributes
    ----------
    centre
        ``(2,)`` px.
    semi_axes
        ``(2,)`` px, longer first.
    angle
        Radians of the longer axis in 0…π, from x towards y (clockwise on screen).
    """

    centre: Floats
    semi_axes: Floats
    angle: float


@dataclass(slots=True)
class MomentSums:
    """Mean and products of errors per keypoint, gathered block by block; exact to rounding in any order.

    Each block is centred by its own mean, and means are joined as by Chan, Golub and LeVeque (1979): no
    digits are lost to a bias that is large beside the spread.

    Attributes
    ----------
    n, mean
        ``(K,)`` errors, and ``(2, K)`` their mean in px; 0 where there is none.
    products
        ``(3, K)`` sums of xx, xy and yy about the mean, px².
    """

    n: Floats
    mean: Floats
    products: Floats

    @staticmethod
    def none(keypoints: int) -> MomentSums:
        """Return those of no errors."""
        return MomentSums(np.zeros(keypoints), np.zeros((2, keypoints)), np.zeros((3, keypoints)))

    def add(self, errors: Floats, known: Bools | None = None) -> None:
        """Add ``(K, 2, B)`` errors in px, 0 where not known by ``(K, B)``; all are if None."""
        keypoints, _, size = errors.shape
        n = np.full(keypoints, float(size)) if known is None else known.sum(axis=1, dtype=np.float64)
        mean = errors.sum(axis=2).T / np.maximum(n, 1.0)
        centred = errors - mean.T[:, :, None]
        if known is not None:
            centred *= known[:, None]
        x, y = centred[:, 0], centred[:, 1]
        products = [np.einsum("kb,kb->k", first, second) for first, second in ((x, x), (x, y), (y, y))]
        self.join(MomentSums(n, mean, np.array(products)))

    def join(self, other: MomentSums) -> None:
        """Add what another has gathered."""
        total = self.n + other.n
        apart = other.mean - self.mean
        share = other.n / np.maximum(total, 1.0)
        self.products += other.products
        self.products += np.stack([apart[0] ** 2, apart[0] * apart[1], apart[1] ** 2]) * (self.n * share)
        self.mean += apart * share
        self.n = total

    def moments(self) -> Moments:
        """Return mean vector and covariance of all."""
        bias = np.where(self.n > 0, self.mean, np.nan).T
        freedom = np.where(self.n > 1, self.n - 1.0, np.nan)
        covariance = self.products[[0, 1, 1, 2]].T.reshape(-1, 2, 2) / freedom[:, None, None]
        return Moments(self.n.astype(np.int64), bias, covariance)


def summarise(distances: Floats) -> Distances:
    """Summarise ``(N, K)`` distances in px per keypoint."""
    return summarise_columns(column[~np.isnan(column)] for column in np.ascontiguousarray(distances.T))


def summarise_columns(columns: Iterable[Floats]) -> Distances:
    """Summarise the distances of each keypoint in px, none of them NaN; the arrays are put into disorder."""
    found = [(len(column), *_summary(column)) for column in columns]
    rows = np.array(found, dtype=np.float64).reshape(-1, 6).T
    return Distances(rows[0].astype(np.int64), *rows[1:])


def moments(errors: Floats) -> Moments:
    """Return mean vector and covariance of ``(N, K, 2)`` errors per keypoint."""
    sums = MomentSums.none(errors.shape[1])
    for start in range(0, len(errors), _CHUNK):
        part = errors[start : start + _CHUNK]
        known = placed(part)
        sums.add(keypoints_first(np.where(known[..., None], part, 0.0)), known.T)
    return sums.moments()


def hotelling(sample: Moments) -> BiasTest:
    """Test each keypoint's mean error against zero.

    Notes
    -----
    T² = n b̂ᵀ S⁻¹ b̂ and F = (n − 2) / (2 (n − 1)) T² (domain reference 1.5). With two numerator degrees
    of freedom the tail of F is closed: p = (1 + T² / (n − 1))^(−(n − 2) / 2). Where all errors lie on a
    line or in one point, the limit of a vanishing spread is taken: no bias gives T² = 0, else infinite.
    """
    n = np.where(sample.n >= MIN_N, sample.n, np.nan).astype(np.float64)
    spread, along = _principal_axes(sample.covariance)
    squared = np.square(np.einsum("ki,kij->kj", np.nan_to_num(sample.bias), along))
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = np.where(squared <= _NOTHING, 0.0, squared / np.where(spread <= _NOTHING, 0.0, spread))
        t2 = n * parts.sum(axis=1)
        p = np.exp(-0.5 * (n - 2.0) * np.log1p(t2 / (n - 1.0)))
        return BiasTest(t2=t2, f=(n - 2.0) / (2.0 * (n - 1.0)) * t2, p=p)


def mean_ellipse(sample: Moments, keypoint: int, *, confidence: float = 0.95) -> Ellipse | None:
    """Return the confidence ellipse of one keypoint's mean error, or None where n < 4.

    It leaves out the origin exactly when `hotelling` gives p below 1 − confidence.
    """
    n = int(sample.n[keypoint])
    if n < MIN_N:
        return None
    spread, along = _principal_axes(sample.covariance[keypoint])
    axes = np.sqrt(spread * critical_t2(n, confidence=confidence) / n)[::-1]
    angle = float(np.arctan2(along[1, 1], along[0, 1]) % np.pi)
    return Ellipse(sample.bias[keypoint], axes, angle)


def critical_t2(n: int, *, confidence: float = 0.95) -> float:
    """Return the T² that is exceeded with probability 1 − confidence if there is no bias."""
    return float((n - 1) * ((1.0 - confidence) ** (-2.0 / (n - 2)) - 1.0))


def adjusted(p: Floats) -> Floats:
    """Adjust ``(K,)`` p-values for their number by Benjamini and Hochberg (1995); NaN stays and is no test.

    Calling those below α significant keeps the expected share of false calls at or below α.
    """
    result = np.full_like(p, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result


def _summary(distances: Floats) -> tuple[float, float, float, float, float]:
    if not len(distances):
        return (np.nan,) * 5
    mean, rmse = (
        float(distances.mean()),
        float(np.sqrt(np.einsum("n,n->", distances, distances) / len(distances))),
    )
    return mean, rmse, *_quantiles(distances, (0.5, 0.95)), float(distances.max())


def _quantiles(values: Floats, rising: tuple[float, float]) -> tuple[float, float]:
    """Two quantiles as `numpy.quantile` defines them, in half its time; the values are put into disorder."""
    found, start = [], 0
    for share in rising:
        place = (len(values) - 1) * share
        below = int(place)
        values[start:].partition(below - start)
        start = below
        low = float(values[below])
        high = float(values[below + 1 :].min()) if below + 1 < len(values) else low
        found.append(low + (high - low) * (place - below))
    return found[0], found[1]


def _principal_axes(covariance: Floats) -> tuple[Floats, Floats]:
    """Ascending eigenvalues and their column vectors; an unknown covariance counts as none."""
    spread, along = np.linalg.eigh(np.nan_to_num(covariance))
    return np.maximum(spread, 0.0), along
