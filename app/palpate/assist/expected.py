"""How far off a fused position is expected to be, in px: its components weighed and calibrated.

A product of powers of the components, each with a few units from which on it counts, fitted on films with
exact answers in every frame, at keyframes 5 to 40 frames apart; then carried over by a monotone table to the
mean error that was found there. Weights and tables come from ``palpate.bench.drift_fit``, which prints them
anew. More in any component never means less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.expected_table import MEAN_PX, RAW, WEIGHTS
from palpate.assist.fusing import Fused
from palpate.assist.likeness import Knots
from palpate.assist.limb import segment_lengths
from palpate.model.arrays import Bools, Floats, Ints

UNITS: dict[str, tuple[float, ...]] = {
    "deviation": (0.3, 1.5, 6.0),
    "stretch": (0.3, 1.5, 6.0),
    "apart": (1.0, 8.0),
    "strain": (0.3, 2.0),
    "disagreement": (0.5, 3.0, 15.0),
    "limb": (0.5, 3.0),
    "acceleration": (0.2, 1.0),
    "unlikeness": (0.03, 0.2, 0.6),
    "kin": (0.03, 0.2, 0.6),
    "pull": (1.0, 6.0),
    "lost": (1.0,),
}
"""What counts as 1 in each component: each log(1 + component / unit) has its weight."""

_UNSEEN = 0.5  # unlikeness of what cannot be compared
_BESIDE = 3  # frames before and after over which likeness is averaged: it is noisy, drift is not


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the estimate.

    Attributes
    ----------
    keyframes
        ``(F, K)`` where positions are a hand's.
    parents
        ``(K,)`` the neighbour towards the root, −1 for a root.
    rigid
        ``(R, 2)`` segments that keep their length, or hardly change it from frame to frame.
    """

    keyframes: Bools
    parents: Ints
    rigid: Ints


@dataclass(frozen=True, slots=True)
class Components:
    """What speaks of an error in F frames and K keypoints, ``(F, K)`` each; NaN is unknown, and counts as 0.

    Attributes
    ----------
    deviation
        The smoother's standard deviation, px.
    stretch
        Its mean over the frames between the two keyframes, px.
    apart
        Between the tracks from the keyframe before and the one after, px.
    strain
        By which the estimate contradicts what was measured in its steps, px.
    disagreement
        Between the estimate and plain interpolation, px.
    limb
        By which an adjoining segment departs from the length it has at keyframes, px.
    acceleration
        Of the estimate beyond that of plain interpolation, px per frame².
    unlikeness
        0 as at the keyframes to 1, over the frames around.
    kin
        The same of the parent.
    pull
        The mean strain between the two keyframes times the frames to the nearer one, px: a keyframe that lies
        beside the body draws so much.
    lost
        1 where one of the two tracks was lost.
    """

    deviation: Floats
    stretch: Floats
    apart: Floats
    strain: Floats
    disagreement: Floats
    limb: Floats
    acceleration: Floats
    unlikeness: Floats
    kin: Floats
    pull: Floats
    lost: Floats


def components_of(fused: Fused, interpolated: Floats, around: Around) -> Components:
    """Return the components, given ``(F, K, 2)`` px of plain interpolation in the same frames.

    Where a keypoint was not computed, the others take it to be where the interpolation has it.
    """
    known = np.isfinite(fused.positions[..., :1])
    left_out = fused.positions - interpolated
    unlikeness = _unlikeness(fused.likeness, around.keyframes)
    parents = around.parents
    return Components(
        deviation=fused.sd,
        stretch=over_spans(fused.sd, around.keyframes),
        apart=fused.apart,
        strain=fused.strain,
        disagreement=_lengths(left_out),
        limb=_limb(np.where(known, fused.positions, interpolated), around),
        acceleration=_bend(left_out),
        unlikeness=unlikeness,
        kin=np.where(parents >= 0, unlikeness[:, np.maximum(parents, 0)], 0.0),
        pull=over_spans(fused.strain, around.keyframes) * _to_keyframe(around.keyframes),
        lost=np.isnan(fused.apart).astype(np.float64),
    )


def raw(components: Components) -> Floats:
    """Return the logarithm of the product of powers before calibration, ``(F, K)``."""
    total = np.zeros(components.deviation.shape)
    for name, weights in WEIGHTS.items():
        values = np.nan_to_num(getattr(components, name))
        for weight, unit in zip(weights, UNITS[name], strict=True):
            if weight > 0:
                total += weight * np.log1p(values / unit)
    return total


def expected_px(components: Components) -> Floats:
    """Return the mean error to expect of fused positions, ``(F, K)`` px; NaN where nothing was estimated."""
    told, table = raw(components), np.log(MEAN_PX)
    beyond = np.maximum(told - RAW[-1], 0.0)  # as steeply as the table ends, or the worst would all be alike
    slope = (table[-1] - table[-2]) / (RAW[-1] - RAW[-2])
    calibrated = np.exp(np.interp(told, RAW, table) + slope * beyond)
    return np.where(np.isfinite(components.deviation), calibrated, np.nan)


def expected_of(positions: Floats, fused: Floats, expected: Floats) -> Floats:
    """Return the error to expect of positions ``(F, K, 2)`` px that came by another method, ``(F, K)`` px.

    How far they lie from the fused ones joins what those may be off themselves.
    """
    return np.asarray(np.hypot(expected, _lengths(positions - fused)))


def _lengths(vectors: Floats) -> Floats:
    return np.hypot(vectors[..., 0], vectors[..., 1])


def over_spans(values: Floats, keyframes: Bools) -> Floats:
    """Return the mean of ``(F, K)`` values between the keyframes beside each frame; 0 at keyframes."""
    knots = Knots.of(keyframes)
    known = np.isfinite(values) & ~keyframes
    total, count = (
        np.concatenate((np.zeros((1, values.shape[1])), np.cumsum(part, axis=0)))
        for part in (np.where(known, values, 0.0), known)
    )
    column = np.arange(values.shape[1])
    begin, end = knots.left + 1, np.maximum(knots.right, knots.left + 1)
    summed, number = (part[end, column] - part[begin, column] for part in (total, count))
    return np.where(keyframes, 0.0, summed / np.maximum(number, 1.0))


def _limb(positions: Floats, around: Around) -> Floats:
    """Return the largest departure of an adjoining segment from its length at keyframes, ``(F, K)`` px."""
    worst = np.full(around.keyframes.shape, np.nan)
    lengths, rows = segment_lengths(positions, around.rigid), np.arange(len(positions))
    for segment, (one, other) in enumerate(around.rigid.tolist()):
        known = around.keyframes[:, one] & around.keyframes[:, other] & np.isfinite(lengths[:, segment])
        at = np.flatnonzero(known)
        if len(at) > 1:
            usual = np.interp(rows, at, lengths[at, segment], left=np.nan, right=np.nan)
            departed = np.abs(lengths[:, segment] - usual)
            for k in (one, other):
                worst[:, k] = np.fmax(worst[:, k], departed)
    return worst


def _bend(paths: Floats) -> Floats:
    bend = np.zeros(paths.shape[:2])
    bend[1:-1] = np.nan_to_num(_lengths(paths[2:] - 2 * paths[1:-1] + paths[:-2]))
    return bend


def _to_keyframe(keyframes: Bools) -> Floats:
    """Return the frames from each frame to the nearer keyframe beside it, ``(F, K)``."""
    knots = Knots.of(keyframes)
    rows = np.arange(len(keyframes))[:, np.newaxis]
    before = np.where(knots.left >= 0, rows - knots.left, len(keyframes))
    after = np.where(knots.right < len(keyframes), knots.right - rows, len(keyframes))
    return np.asarray(np.minimum(before, after), dtype=np.float64)


def _unlikeness(likeness: Floats, keyframes: Bools) -> Floats:
    """Return 1 − likeness, averaged over frames beside each that are no keyframes; 0 at keyframes."""
    known = np.isfinite(likeness) & ~keyframes
    padded, there = (
        np.pad(part, ((_BESIDE, _BESIDE), (0, 0))) for part in (np.where(known, likeness, 0.0), known * 1.0)
    )
    width = 2 * _BESIDE + 1
    total, count = (
        np.lib.stride_tricks.sliding_window_view(part, width, axis=0).sum(axis=-1) for part in (padded, there)
    )
    mean = np.where(count > 0, total / np.maximum(count, 1.0), 1.0 - _UNSEEN)
    return np.where(keyframes, 0.0, 1.0 - mean)
