"""Errors on faces: normalised mean error and the area under its cumulative curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from palpate.model.arrays import Floats
from palpate.quality.points import lengths_of

MMPOSE_LENGTH_PX = 30.0
MMPOSE_STEPS = 20


def nme(distances: Floats, lengths: Floats) -> Floats:
    """Return the mean distance of each face as a fraction of its length.

    Parameters
    ----------
    distances
        ``(N, K)`` px, NaN where not compared.
    lengths
        ``(N,)`` px: between the outer eye corners (a normaliser of the skeleton), `interpupil_lengths`,
        or for profile faces, where the eyes close up, `box_lengths`.

    Returns
    -------
    ``(N,)``: NaN where nothing was compared or the length is not above 0.
    """
    known = ~np.isnan(distances)
    with np.errstate(invalid="ignore"):
        mean = np.where(known, distances, 0.0).sum(axis=1) / known.sum(axis=1)
    return np.asarray(mean / np.where(lengths > 0, lengths, np.nan))


def auc(errors: Floats, limit: float) -> float:
    """Return the area under the cumulative curve of ``(N,)`` errors up to a limit, exactly; 1 is perfect.

    mean(max(0, 1 − error / limit)), NaN left out (domain reference 1.4).
    """
    values = errors[~np.isnan(errors)]
    return float(np.maximum(0.0, 1.0 - values / limit).mean()) if len(values) else np.nan


def failure_rate(errors: Floats, limit: float) -> float:
    """Return the share of ``(N,)`` errors above a limit, NaN left out."""
    values = errors[~np.isnan(errors)]
    return float((values > limit).mean()) if len(values) else np.nan


def auc_as_mmpose(distances: Floats, *, length_px: float = MMPOSE_LENGTH_PX) -> float:
    """Return what mmpose calls AUC, for comparing with its figures: mean PCK at 20 thresholds below 30 px."""
    values = distances[~np.isnan(distances)] / length_px
    thresholds = np.arange(MMPOSE_STEPS) / MMPOSE_STEPS
    return float((values[:, None] < thresholds).mean()) if len(values) else np.nan


def interpupil_lengths(positions: Floats, *, left_eye: Sequence[int], right_eye: Sequence[int]) -> Floats:
    """Return ``(N,)`` distances in px between the middles of the two eyes' keypoints.

    ``positions`` is ``(N, K, 2)`` px; the eyes are indices of their keypoints.
    """
    offsets = positions[:, list(left_eye)].mean(axis=1) - positions[:, list(right_eye)].mean(axis=1)
    return lengths_of(offsets)


def box_lengths(boxes: Floats) -> Floats:
    """Return ``(N,)`` square roots of the areas of ``(N, 4)`` boxes x, y, width, height."""
    return np.sqrt(boxes[:, 2] * boxes[:, 3])
