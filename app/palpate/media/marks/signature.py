"""What a frame looks like in 576 numbers: enough to notice a scene cut, a repeat, or the wrong frame."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from palpate.media.opencv import opencv
from palpate.model.arrays import Floats, Ints, Pixels

Signature: TypeAlias = NDArray[np.uint16]

COLUMNS, ROWS = 32, 18
STEPS_PER_LEVEL = 128
"""A signature's unit: this many steps are one of the 256 levels of luma."""

HALF_WINDOW = 8
"""How many frames on either side are looked at to tell a cut from a pan or a flash."""

_SAMPLES_PER_CELL = 8  # each way: noise of single pixels averages out, and a frame of any size costs the same
_LOUDEST = COLUMNS * ROWS // 20
_FLAT = 4.0  # variance in levels² that noise alone may have: black frames resemble each other
_UNREST_WEIGHT = 2.0


def signature(pixels: Pixels) -> Signature:
    """Return the mean luma of a grid of cells, ``(18, 32)`` in steps of 1/128 level.

    Every few pixels one is looked at, evenly over the frame, so that a 4K frame costs a fraction of a
    millisecond. Only signatures of arrays of the same shape can be told apart finely: luma from colours and
    luma from the decoder differ by more than two frames in a row do.

    Parameters
    ----------
    pixels
        ``(H, W, 4)`` blue first, or ``(H, W)`` luma, uint8.
    """
    cv2 = opencv()
    height, width = pixels.shape[:2]
    step = max(1, min(width // (COLUMNS * _SAMPLES_PER_CELL), height // (ROWS * _SAMPLES_PER_CELL)))
    if pixels.ndim == 3:
        whole = np.ascontiguousarray(pixels).view(np.uint32)[step // 2 :: step, step // 2 :: step, 0]
        sampled = np.ascontiguousarray(whole).view(np.uint8).reshape(*whole.shape, 4)
        grey = cv2.cvtColor(sampled, cv2.COLOR_BGRA2GRAY)
    else:
        grey = np.ascontiguousarray(pixels[step // 2 :: step, step // 2 :: step])
    cells = cv2.resize(grey.astype(np.float32), (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
    return np.asarray(np.rint(cells * STEPS_PER_LEVEL), np.uint16)


def difference(one: Signature, other: Signature) -> float:
    """Return how far two frames differ on average over the grid, in levels of luma."""
    return float(np.abs(_levels(one) - _levels(other)).mean())


def change_between(one: Signature, other: Signature) -> float:
    """Return how much changed where most changed (the twentieth part of the grid), in levels of luma.

    A runner before a still background moves few cells; over the whole grid that would vanish in noise.
    """
    differences = np.abs(_levels(one) - _levels(other)).ravel()
    return float(np.partition(differences, -_LOUDEST)[-_LOUDEST:].mean())


def cut_strength(before: list[Signature], after: list[Signature]) -> float:
    """Return how far a cut between two runs of frames stands out against what moves around it.

    Unlikeness is 1 − correlation, which more or less light leaves alone. A cut makes *every* frame after it
    unlike *every* frame before it (a flash goes back to what was), and by much more than neighbours differ
    within the two runs (a pan does not). One other jump within the runs is forgiven: another cut.

    Parameters
    ----------
    before, after
        The frames on both sides in order, up to `HALF_WINDOW` each; fewer than three are judged as no cut.

    Returns
    -------
    float
        At most about 1; what a cut must reach stands in `scene_cuts`.
    """
    if min(len(before), len(after)) < 3:
        return 0.0
    unlike = _unlikeness([*before, *after])
    split = len(before)
    apart = float(unlike[:split, split:].min())
    steps = np.delete(np.diagonal(unlike, 1), split - 1)
    unrest = float(np.sort(steps)[-2])
    return apart - _UNREST_WEIGHT * unrest


def scene_cuts(strength: Floats, *, least: float = 0.15) -> Ints:
    """Return the first frame of every new scene, ascending.

    Parameters
    ----------
    strength
        ``(N,)`` of the step to each frame from the one before, as `cut_strength` gives it; NaN where too
        little was seen to say, which is never a cut.
    least
        What a cut must reach. Of several cuts within a few frames (one that blends two frames) the
        strongest counts.
    """
    cuts: list[int] = []
    for frame in np.flatnonzero(np.nan_to_num(strength, nan=0.0) >= least).tolist():
        if cuts and frame - cuts[-1] <= 2:
            if strength[frame] > strength[cuts[-1]]:
                cuts[-1] = frame
        else:
            cuts.append(frame)
    return np.array(cuts, np.int64)


def duplicates(change: Floats, *, moving: float = 1.5, same: float = 0.08, noise: float = 1.0) -> Ints:
    """Return the frames that repeat the one before although the picture moves around them, ascending.

    A scene at rest is no row of repeats, so there must be movement within three frames on both sides; coding
    noise makes a repeat differ a little, so it may change by a small share of that movement.

    Parameters
    ----------
    change
        ``(N,)`` from the frame before, as `change_between` gives it; NaN where one of the two was not seen.
    moving
        Levels of luma from which on it is movement and no noise.
    same, noise
        What a repeat may reach at most: a share of the movement around it, and levels of luma; a camera that
        jerks stands still in comparison, and still does not repeat.
    """
    if not len(change):
        return np.zeros(0, np.int64)
    reach = 3
    padded = np.concatenate([np.full(reach, np.nan), change, np.full(reach, np.nan)])
    known = np.nan_to_num(padded, nan=0.0)
    windows = np.lib.stride_tricks.sliding_window_view(known, 2 * reach + 1)
    before, after = windows[:, :reach].max(axis=1), windows[:, reach + 1 :].max(axis=1)
    movement = np.minimum(before, after)
    repeats = (movement >= moving) & (change <= np.minimum(same * movement, noise))
    return np.flatnonzero(repeats)


def _levels(one: Signature) -> NDArray[np.float32]:
    return one.astype(np.float32) / np.float32(STEPS_PER_LEVEL)


def _unlikeness(signatures: list[Signature]) -> Floats:
    """Return ``(n, n)`` of 1 − correlation; two frames without contrast are alike, and unlike all others."""
    rows = np.stack([_levels(one).ravel() for one in signatures]).astype(np.float64)
    rows -= rows.mean(axis=1, keepdims=True)
    covariance = rows @ rows.T / rows.shape[1]
    spread = np.sqrt(np.diagonal(covariance) + _FLAT)
    likeness = (covariance + _FLAT) / np.outer(spread, spread)
    return np.asarray(1.0 - likeness, np.float64)
