"""A smoother over time: where a point was in every frame, and how surely that is known.

White jerk after domain reference 8.2, solved for all frames at once as a banded system instead of by a filter
forwards and back: it is the same estimate, and measurements of a difference between neighbouring frames need
no further state. The state of a frame is position, velocity, acceleration and slip, what neighbouring
increments are wrong by together; x and y share one matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats

_STATES = 4
_SLIP = 3  # the last one
_BAND = 2 * _STATES - 1  # a state reaches to the last one of the frame after it
_LASTING = 0.85  # correlation of the slips of neighbouring steps: found on rendered bodies, where they turn


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of one point in F consecutive frames; coordinates C, usually x and y.

    Attributes
    ----------
    steps
        ``(F − 1,)`` time from each frame to the next, in units that make the usual step 1.
    places, place_precision
        ``(F, C)`` px and ``(F,)`` 1/px²: measurements of the position; precision 0 where there is none.
    increments, increment_precision
        ``(F − 1, C)`` px and ``(F − 1,)`` 1/px²: measurements of the way from a frame to the next.
    slip_px
        ``(F − 1,)`` standard deviation of the error that an increment shares with its neighbours: a surface
        that turns slides over the point beneath it for some frames. None if each errs by itself.
    vague
        ``(F,)`` which places are no keyframes: spans lie between the others. None if all are.
    """

    steps: Floats
    places: Floats
    place_precision: Floats
    increments: Floats
    increment_precision: Floats
    slip_px: Floats | None = None
    vague: Bools | None = None


@dataclass(frozen=True, slots=True)
class Smoothed:
    """The estimate.

    Attributes
    ----------
    positions, velocities
        ``(F, C)`` px, and px per unit of time.
    factor
        Lower band ``(8, 4 F)`` of the Cholesky factor of the states' precision.
    """

    positions: Floats
    velocities: Floats
    factor: Floats

    @property
    def sd(self) -> Floats:
        """``(F,)`` standard deviation of each coordinate of the position, px; takes as long as smoothing."""
        return np.asarray(np.sqrt(position_variances(self.factor[np.newaxis])[0]))


def smooth(
    measured: Measured,
    *,
    jerk: float,
    freedom: float | None = None,
    closing: float | None = None,
    rounds: int = 4,
    start_precision: float = 1e-6,
) -> Smoothed:
    """Return the smoothed track with its standard deviations.

    Parameters
    ----------
    jerk
        q, spectral density of the white jerk, px² per unit of time⁵.
    freedom
        Degrees of freedom of Student's t that increments are taken to follow, so that one that
        contradicts the rest counts little; normal if None.
    closing
        How many spans' worth of closing well the increments are granted beforehand: where those of a span
        miss the way between its keyframes, all of them are believed less. Only with `freedom`; none if None.
    rounds
        How often increments are weighed anew against the estimate.
    start_precision
        1/px² and so on, of the state at the first frame around 0.
    """
    prior, nu = _prior(measured.steps, jerk, start_precision), freedom or 0.0
    given = believed = measured.increment_precision
    factor, states = _solved(prior, measured, given)
    for number in range(rounds if freedom else 0):
        left = measured.increments - np.diff(states[:, 0], axis=0)
        left -= _slips(measured)[:, np.newaxis] * states[:-1, _SLIP]
        squares = (left**2).sum(axis=1)
        factor, states = _solved(prior, measured, believed * (nu + 2) / (nu + squares * believed))
        if closing and number:
            share = np.minimum((nu + 2) / (nu + squares * given), 1.0)
            believed = given / _doubt(measured, left, share, closing)
    return Smoothed(states[:, 0], states[:, 1], factor)


def _slips(measured: Measured) -> Floats:
    return np.zeros(len(measured.steps)) if measured.slip_px is None else measured.slip_px


def _doubt(measured: Measured, left: Floats, share: Floats, closing: float) -> Floats:
    """Return ``(F − 1,)`` by how much the variance of increments is larger than thought, at least 1.

    One number for each span between two positions: the mean of an inverse gamma, given by how far off the
    increments are altogether.

    Parameters
    ----------
    left, share
        ``(F − 1, C)`` px that each increment is off, and ``(F − 1,)`` how much it counts, 0…1.
    """
    firm = measured.place_precision > 0
    at = np.flatnonzero(firm if measured.vague is None else firm & ~measured.vague)
    span = np.searchsorted(at, np.arange(len(left)), side="right")
    told = measured.increment_precision > 0
    counts = np.where(told, share, 0.0)
    variance = np.bincount(span, counts**2 / np.where(told, measured.increment_precision, 1.0))
    missed = sum(np.bincount(span, counts * part) ** 2 for part in left.T)
    known = variance > 0
    known[0] = False  # nothing closes before the first position, and after the last
    known[len(at) :] = False
    squares = np.where(known, missed / np.where(known, variance, 1.0), 0.0)
    return np.asarray(np.maximum((closing + squares) / (closing + 2), 1.0)[span])


def _prior(steps: Floats, jerk: float, start_precision: float) -> Floats:
    """Return the lower band ``(8, 4 F)`` of the precision of F states; a white jerk drives them."""
    n = len(steps) + 1
    band = np.zeros((_BAND + 1, _STATES * n))
    band[0, :_SLIP] = start_precision
    d = steps
    inverse = (
        np.array(  # of Q, domain reference 8.2
            [
                [720 / d**5, -360 / d**4, 60 / d**3],
                [-360 / d**4, 192 / d**3, -36 / d**2],
                [60 / d**3, -36 / d**2, 9 / d],
            ]
        ).transpose(2, 0, 1)
        / jerk
    )
    move = np.zeros((len(d), _SLIP, _SLIP))
    move[:, [0, 1, 2], [0, 1, 2]] = 1.0
    move[:, 0, 1] = move[:, 1, 2] = d
    move[:, 0, 2] = d**2 / 2
    across = -inverse @ move
    before = move.transpose(0, 2, 1) @ inverse @ move
    for row in range(_SLIP):
        for column in range(_SLIP):
            if row >= column:
                band[row - column, column:-_STATES:_STATES] += before[:, row, column]
                band[row - column, _STATES + column :: _STATES] += inverse[:, row, column]
            band[_STATES + row - column, column:-_STATES:_STATES] += across[:, row, column]
    own = band[:, _SLIP::_STATES]  # of SD 1 in every frame
    fresh = 1 / (1 - _LASTING**2)
    own[0, 0] = 1.0
    own[0, 1:] = fresh
    own[0, :-1] += _LASTING**2 * fresh
    own[_STATES, :-1] = -_LASTING * fresh
    return band


def _system(prior: Floats, measured: Measured, weights: Floats) -> tuple[Floats, Floats]:
    band = prior.copy()
    band[0, ::_STATES] += measured.place_precision
    band[0, :-_STATES:_STATES] += weights
    band[0, _STATES::_STATES] += weights
    band[_STATES, :-_STATES:_STATES] -= weights
    slips = _slips(measured)
    band[0, _SLIP:-_STATES:_STATES] += weights * slips**2
    band[_SLIP, :-_STATES:_STATES] -= weights * slips
    band[_STATES - _SLIP, _SLIP:-_STATES:_STATES] += weights * slips
    right = np.zeros((prior.shape[1], measured.places.shape[1]))
    right[::_STATES] = measured.place_precision[:, np.newaxis] * measured.places
    pull = weights[:, np.newaxis] * measured.increments
    right[:-_STATES:_STATES] -= pull
    right[_STATES::_STATES] += pull
    right[_SLIP:-_STATES:_STATES] += slips[:, np.newaxis] * pull
    return band, right


def _factored(matrix: Floats, right: Floats) -> tuple[Floats, Floats]:
    from scipy.linalg import cho_solve_banded, cholesky_banded

    factor = cholesky_banded(matrix, lower=True, check_finite=False, overwrite_ab=True)
    return factor, np.asarray(cho_solve_banded((factor, True), right, check_finite=False))


def _solved(prior: Floats, measured: Measured, weights: Floats) -> tuple[Floats, Floats]:
    """Return the Cholesky factor and the states ``(F, 3, C)``."""
    factor, states = _factored(*_system(prior, measured, weights))
    return factor, states.reshape(-1, _STATES, states.shape[1])


def position_variances(factors: Floats) -> Floats:
    """Return what of the inverse belongs to positions, ``(B, F)`` px², for B factors ``(B, 8, 4 F)``.

    Takahashi, Fagan and Chin (1973), frame by frame: of the inverse only the blocks beside the diagonal are
    ever needed.
    """
    n = factors.shape[2] // _STATES
    diagonal = np.zeros((n, len(factors), _STATES, _STATES))
    below = np.zeros((max(n - 1, 0), len(factors), _STATES, _STATES))
    for row in range(_STATES):
        for column in range(_STATES):
            if row >= column:
                diagonal[..., row, column] = factors[:, row - column, column::_STATES].T
            if _STATES + row - column <= _BAND:
                below[..., row, column] = factors[:, _STATES + row - column, column:-_STATES:_STATES].T
    inverse = np.linalg.inv(diagonal)
    own = inverse.swapaxes(-1, -2) @ inverse
    gain = below @ inverse[:-1]
    turned = np.ascontiguousarray(gain.swapaxes(-1, -2))
    variances = np.empty((n, len(factors)))
    block = own[-1]
    variances[-1] = block[:, 0, 0]
    for frame in range(n - 2, -1, -1):
        block = own[frame] + turned[frame] @ block @ gain[frame]
        variances[frame] = block[:, 0, 0]
    return np.ascontiguousarray(variances.T)
