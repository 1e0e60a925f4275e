"""What a rigid part says of its keypoints' motion: a robust similarity through what was measured on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.kinship import Part
from palpate.model.arrays import Floats, Ints

_ROUNDS = 6
_ROTATION_SD, _SCALE_SD = 0.15, 0.05  # per frame; a ridge, so that a short part does not spin
_TAIL = 2.0  # degrees of freedom of the residuals


@dataclass(frozen=True, slots=True)
class Supports:
    """Further points to measure, along the bones of parts; S of them.

    Attributes
    ----------
    one, other
        ``(S,)`` keypoints that each lies between.
    share
        ``(S,)`` how far from the one to the other.
    part
        ``(S,)`` which part it supports.
    """

    one: Ints
    other: Ints
    share: Floats
    part: Ints

    def at(self, positions: Floats) -> Floats:
        """Return ``(…, S, 2)`` px for keypoints ``(…, K, 2)``."""
        share = self.share[:, np.newaxis]
        return np.asarray((1 - share) * positions[..., self.one, :] + share * positions[..., self.other, :])


def supports_on(parts: tuple[Part, ...], positions: Floats, *, spacing_px: float, most: int = 8) -> Supports:
    """Place support points along every bone, about so far apart, as its median length has room for.

    Parameters
    ----------
    positions
        ``(F, K, 2)`` px.
    """
    rows: list[tuple[int, int, float, int]] = []
    for number, part in enumerate(parts):
        for one, other in part.bones.tolist():
            length = np.hypot(*(positions[:, one] - positions[:, other]).T)
            known = length[np.isfinite(length)]
            count = int(np.clip((np.median(known) if len(known) else 0.0) / spacing_px, 0, most))
            rows += [(one, other, (n + 1) / (count + 1), number) for n in range(count)]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    whole = table.astype(np.int64)
    return Supports(whole[:, 0], whole[:, 1], table[:, 2], whole[:, 3])


@dataclass(frozen=True, slots=True)
class Moves:
    """Places and how they move; of T steps.

    Attributes
    ----------
    at, moved
        ``(T, N, 2)`` px; a NaN motion is unknown.
    precision
        ``(T, N)`` 1/px²; 0 where unknown.
    """

    at: Floats
    moved: Floats
    precision: Floats

    def of(self, steps: slice) -> Moves:
        """Return those of some steps."""
        return Moves(self.at[steps], self.moved[steps], self.precision[steps])


def agreed(measured: Moves, owner: Ints, wanted: Moves, wanted_owner: Ints) -> tuple[Floats, Floats]:
    """Return how the wanted points move with their part, and how surely.

    Parameters
    ----------
    measured, owner
        Everything measured on parts, and ``(N,)`` the part of each.
    wanted, wanted_owner
        ``M`` points whose motion is asked, with what is thought of it so far as a weak vote, and their part.

    Returns
    -------
    tuple[Floats, Floats]
        ``(T, M, 2)`` px and ``(T, M)`` standard deviation in px; infinite where nothing speaks.
    """
    steps = len(measured.at)
    n_parts = 1 + max(owner.max(initial=-1), wanted_owner.max(initial=-1))
    both = [np.concatenate(pair, axis=1) for pair in _pairs(measured, wanted)]
    at, moved, precision = (np.nan_to_num(part) for part in both)
    whose = np.concatenate((owner, wanted_owner)) + n_parts * np.arange(steps)[:, np.newaxis]
    fit = _Fit(whose.ravel(), steps * n_parts, at.reshape(-1, 2), moved.reshape(-1, 2), precision.ravel())
    fitted, weights = fit.run()
    n = len(owner)
    shape = precision.shape
    spread = fit.spread(fitted, np.where(np.arange(shape[1]) < n, 1.0, 0.0) * np.ones(shape), weights)
    return fitted.reshape(*shape, 2)[:, n:], spread.reshape(steps, n_parts)[:, wanted_owner]


def _pairs(first: Moves, second: Moves) -> list[tuple[Floats, Floats]]:
    return [(first.at, second.at), (first.moved, second.moved), (first.precision, second.precision)]


class _Fit:
    """One similarity per group of points, all groups at once."""

    def __init__(self, group: Ints, n_groups: int, at: Floats, moved: Floats, precision: Floats) -> None:
        self._group, self._n = group, n_groups
        self._moved, self._precision = moved, precision
        total = np.maximum(self._sum(precision), 1e-12)
        centre = np.stack([self._sum(precision * at[:, c]) / total for c in (0, 1)], axis=1)
        self._z = at - centre[group]

    def _sum(self, values: Floats) -> Floats:
        return np.asarray(np.bincount(self._group, weights=values, minlength=self._n))

    def run(self) -> tuple[Floats, Floats]:
        """Return the fitted motion of each point ``(P, 2)``, and its last weight ``(P,)``."""
        weights = self._precision
        fitted = self._moved
        for _ in range(_ROUNDS):
            fitted = self._fitted(weights)
            off = ((self._moved - fitted) ** 2).sum(axis=1) * self._precision
            weights = self._precision * (_TAIL + 2) / (_TAIL + off)
        return fitted, weights

    def _fitted(self, w: Floats) -> Floats:
        """Solve d = a + [[s, −r], [r, s]] z for (a, s, r) in every group."""
        (x, y), (u, v) = self._z.T, self._moved.T
        total, mx, my, zz = (self._sum(w * part) for part in (np.ones_like(w), x, y, x * x + y * y))
        matrix = np.zeros((self._n, 4, 4))
        matrix[:, 0, 0] = matrix[:, 1, 1] = total + 1e-9
        matrix[:, 0, 2] = matrix[:, 2, 0] = matrix[:, 1, 3] = matrix[:, 3, 1] = mx
        matrix[:, 1, 2] = matrix[:, 2, 1] = my
        matrix[:, 0, 3] = matrix[:, 3, 0] = -my
        matrix[:, 2, 2] = zz + _SCALE_SD**-2
        matrix[:, 3, 3] = zz + _ROTATION_SD**-2
        right = [self._sum(w * part) for part in (u, v, x * u + y * v, x * v - y * u)]
        a, b, s, r = np.linalg.solve(matrix, np.stack(right, axis=1)[..., np.newaxis])[self._group, :, 0].T
        return np.stack((a + s * x - r * y, b + r * x + s * y), axis=1)

    def spread(self, fitted: Floats, counts: Floats, weights: Floats) -> Floats:
        """Return each group's standard deviation in px: of its mean, and of the points around the fit."""
        w = weights * counts.ravel()
        total = self._sum(w)
        off = self._sum(w * ((self._moved - fitted) ** 2).sum(axis=1))
        known = total > 1e-9
        safe = np.where(known, total, 1.0)
        return np.where(known, np.sqrt(1 / safe + 0.5 * off / safe), np.inf)
