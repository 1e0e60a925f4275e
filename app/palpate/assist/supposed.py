"""How far interpolation may be off where nothing but the keyframes tells.

The bound of linear interpolation, |a|·t·(g − t)/2, with the acceleration that neighbouring keyframes show.
Keyframes that are far apart miss much of it by chance, so half of it is that of the whole instance; and no
error grows beyond a share of the subject, around which everything swings.
"""

from __future__ import annotations

import numpy as np

from palpate.assist.spans import Spans
from palpate.model.arrays import Floats

_USUAL = 8e-4  # of the size, per frame²; what a rendered bowler at 120 Hz shows at keyframes 3 to 40 apart
_LEAST = 0.05  # of what is usual: nothing is supposed to be perfectly steady
_MOST = 0.15  # of the size: what mean errors on the same film come to at keyframes 100 apart


def supposed_px(spans: Spans, acceleration: Floats) -> Floats:
    """Return the error to suppose in every inner frame, ``(N,)`` px in the order of ``spans.inside()``."""
    gap = (spans.right - spans.left).astype(np.float64)
    which, t = spans.inside()
    size = _size(spans)
    mean = acceleration * gap**2 / 12
    tamed = acceleration / (1 + mean / (_MOST * size)) if size > 0 else acceleration
    return np.asarray((tamed / 2)[which] * t * (gap[which] - t))


def supposed_acceleration(spans: Spans) -> Floats:
    """Return the acceleration to suppose in each span, ``(S,)`` px per frame².

    Parameters
    ----------
    spans
        By keypoint, and each keypoint's by frame.
    """
    if not len(spans):
        return np.zeros(0)
    gap = (spans.right - spans.left).astype(np.float64)
    speed = (spans.end - spans.start) / gap[:, np.newaxis]
    follows = (spans.keypoint[1:] == spans.keypoint[:-1]) & (spans.left[1:] == spans.right[:-1])
    turn = 2 * np.hypot(*(speed[1:] - speed[:-1]).T) / (gap[1:] + gap[:-1])
    turn = np.where(follows, turn, -1.0)
    shown = np.maximum(np.append(turn, -1.0), np.append(-1.0, turn))
    usual = _USUAL * _size(spans)
    across = np.median(np.hypot(*speed.T) / gap)
    seen = shown >= 0
    typical = max(float(np.median(shown[seen])), _LEAST * usual) if seen.any() else max(usual, float(across))
    return np.asarray((np.where(seen, shown, typical) + max(typical, 1e-6)) / 2)


def _size(spans: Spans) -> float:
    """Return the median diagonal in px of the boxes around what spans of one frame begin with."""
    frames, at = np.unique(spans.left, return_inverse=True)
    extents = []
    for axis in (0, 1):
        low, high = np.full(len(frames), np.inf), np.full(len(frames), -np.inf)
        np.minimum.at(low, at, spans.start[:, axis])
        np.maximum.at(high, at, spans.start[:, axis])
        extents.append(high - low)
    size = np.hypot(*extents)
    several = size[size > 0]
    return float(np.median(several)) if len(several) else 0.0
