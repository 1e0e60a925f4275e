"""Percentage of correct keypoints: how many lie within a fraction of the head, torso or box size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.quality.points import extents, lengths_of

BOX = "box"
HEAD_SHARE = 0.6  # MPII takes 0.6 of the head box's diagonal as the head's size


@dataclass(frozen=True, slots=True)
class Pck:
    """Shares of correct keypoints, 0…1, NaN where nothing could be judged.

    Attributes
    ----------
    per_keypoint
        ``(K,)``.
    macro, micro
        Mean over keypoints, and over all placements.
    """

    per_keypoint: Floats
    macro: float
    micro: float


def pck(distances: Floats, *, lengths: Floats, alpha: float) -> Pck:
    """Count the distances that do not exceed ``alpha`` times the length.

    Parameters
    ----------
    distances
        ``(N, K)`` px; NaN where a position is lacking on either side (not counted).
    lengths
        ``(N,)`` normalising lengths in px; NaN or 0 leaves the whole row undefined.

    Notes
    -----
    We use ``≤``, as MPII's code; mmpose uses ``<`` (domain reference 1.2).
    """
    limits = np.where(lengths > 0, lengths, np.nan)[:, None] * alpha
    judged = ~np.isnan(distances) & ~np.isnan(limits)
    return shares((distances <= limits).sum(axis=0), judged.sum(axis=0))


def shares(correct: Floats | Ints, judged: Floats | Ints) -> Pck:
    """Return the shares of ``(K,)`` correct placements among those judged."""
    seen, total = judged > 0, judged.sum()
    per_keypoint = correct / np.where(seen, judged, np.nan)
    macro = float(per_keypoint[seen].mean()) if seen.any() else np.nan
    return Pck(per_keypoint, macro, float(correct.sum() / total) if total else np.nan)


def normaliser_lengths(
    skeleton: Skeleton, name: str, *, positions: Floats, boxes: Floats, sides: Floats | None = None
) -> Floats:
    """Return ``(N,)`` normalising lengths in px, NaN where unknown.

    Parameters
    ----------
    name
        One of the skeleton's normalisers (distance of its two keypoints) or ``box`` (longer side of the
        annotated box, else of the keypoints' box).
    positions
        ``(N, K, 2)`` px of the reference.
    boxes
        ``(N, 4)`` x, y, width, height in px, NaN where unknown.
    sides
        `extents` of the positions where these are known already.
    """
    if name == BOX or name not in skeleton.normalisers:
        longer = np.maximum(*(extents(positions) if sides is None else sides).T)
        longer = np.where(longer > 0, longer, np.nan)
        return np.where(np.isnan(boxes[:, 2]), longer, np.maximum(boxes[:, 2], boxes[:, 3]))
    first, second = (skeleton.position_of[keypoint] for keypoint in skeleton.normalisers[name])
    return lengths_of(positions[:, first] - positions[:, second])


def usable_normaliser(skeleton: Skeleton) -> str:
    """Return the name of the normaliser that the policy asks for, or ``box`` if the skeleton lacks it."""
    wanted = skeleton.policy.pck_normaliser
    return wanted if wanted in skeleton.normalisers else BOX


def head_lengths(head_boxes: Floats) -> Floats:
    """Return ``(N,)`` head sizes of ``(N, 4)`` head boxes for PCKh: 0.6 of the diagonal."""
    return HEAD_SHARE * np.hypot(head_boxes[:, 2], head_boxes[:, 3])
