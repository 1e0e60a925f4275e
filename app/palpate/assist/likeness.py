"""Whether a point looks as it does at its keyframes: patches compared where the estimate says it is.

What Lucas-Kanade measures is motion, and it can follow the wrong thing without noticing. A patch at a
keyframe shows the right thing. Limbs turn, so patches are turned with the bone they lie on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from palpate.assist.glimpses import Glimpses
from palpate.assist.patches import bearings, turned
from palpate.model.arrays import Bools, Floats, Ints, Pixels

_SIDE = 19
_SOFT_PX = 0.8  # grain is not what a point looks like
_FLAT = 1e-6


@dataclass(frozen=True, slots=True)
class Knots:
    """Which keyframes lie beside each frame; rows, of F frames and K keypoints.

    Attributes
    ----------
    left, right
        ``(F, K)`` row of the nearest keyframe not after and not before each frame; −1 and F without one.
    """

    left: Ints
    right: Ints

    @staticmethod
    def of(keyframes: Bools) -> Knots:
        """Return those of keyframes marked in ``(F, K)``."""
        n = len(keyframes)
        rows = np.arange(n)[:, np.newaxis]
        left = np.maximum.accumulate(np.where(keyframes, rows, -1), axis=0)
        right = np.minimum.accumulate(np.where(keyframes, rows, n)[::-1], axis=0)[::-1]
        return Knots(left, right)


def likeness_of(
    glimpses: Glimpses,
    positions: Floats,
    keyframes: Bools,
    *,
    parents: Ints,
    asked: Bools | None = None,
    tick: Callable[[int], None],
) -> Floats:
    """Return how much each point looks like at the keyframe beside it that it resembles more, ``(F, K)``.

    Normalised cross-correlation, at least 0; 1 at keyframes; NaN where nothing can be compared.

    Parameters
    ----------
    positions
        ``(F, K, 2)`` px of the shrunken frame: the estimate, keyframes included; NaN is nowhere.
    keyframes
        ``(F, K)`` where positions are a hand's.
    parents
        ``(K,)`` the keypoint whose direction a patch turns with; −1 for a root, which turns with a child.
    asked
        ``(K,)`` which keypoints to compare; all if None.
    tick
        Called before each frame with how many are done; may raise to stop.
    """
    wanted = ~keyframes & np.isfinite(positions[..., 0])
    wanted &= True if asked is None else asked
    knots = Knots.of(keyframes)
    angles = bearings(positions, parents)
    found = np.where(keyframes, 1.0, np.nan)
    patterns = np.full((*keyframes.shape[1:], 2, _SIDE * _SIDE), np.nan, dtype=np.float32)
    shown = _Shown(glimpses, positions, angles)
    held: dict[tuple[int, int], int] = {}
    for row in range(len(glimpses)):
        tick(row)
        here = np.flatnonzero(wanted[row])
        if not len(here) or glimpses.images[row] is None:
            continue
        for side, beside in enumerate((knots.left[row], knots.right[row])):
            for k in here.tolist():
                key = int(beside[k])
                if held.get((k, side)) != key:
                    patterns[k, side] = shown.pattern(key, k)
                    held[k, side] = key
            looks = shown.at(row, here, np.clip(beside[here], 0, len(glimpses) - 1))
            found[row, here] = np.fmax(found[row, here], (looks * patterns[here, side]).sum(axis=1))
    return np.clip(found, 0.0, 1.0)


def softened(image: Pixels) -> Pixels:
    """Return a picture without its grain."""
    import cv2

    return np.asarray(cv2.GaussianBlur(image, (0, 0), _SOFT_PX), dtype=np.uint8)


def evened(image: Pixels, places: Floats, angles: Floats) -> Floats:
    """Return patches ``(M, side²)`` around places, made even: mean 0, length 1; flat ones are 0.

    Parameters
    ----------
    image
        Softened.
    places
        ``(M, 2)`` px, corner origin of the image.
    angles
        ``(M,)`` radians by which they are turned.
    """
    found = turned(image, places, angles, _SIDE, precision=np.float64).reshape(len(places), -1)
    found -= found.mean(axis=1, keepdims=True)
    length = np.sqrt((found**2).sum(axis=1, keepdims=True))
    return np.where(length > _FLAT, found / np.maximum(length, _FLAT), 0.0)


class _Shown:
    """Patches of frames, made even: mean 0, length 1."""

    def __init__(self, glimpses: Glimpses, positions: Floats, angles: Floats) -> None:
        self._glimpses, self._positions, self._angles = glimpses, positions, angles
        self._soft: dict[int, Pixels] = {}

    def pattern(self, row: int, keypoint: int) -> Floats:
        """Return the upright patch at a keyframe, NaN if it cannot be had."""
        if not 0 <= row < len(self._glimpses) or self._glimpses.images[row] is None:
            return np.full(_SIDE * _SIDE, np.nan)
        only = np.array([keypoint])
        return np.asarray(self.at(row, only, np.array([row]))[0])

    def at(self, row: int, keypoints: Ints, like: Ints) -> Floats:
        """Return patches ``(M, side²)`` of a frame, each turned as it lay in another one."""
        angles = self._angles[row, keypoints] - self._angles[like, keypoints]
        places = self._positions[row, keypoints] - self._glimpses.corners[row]
        return evened(self._softened(row), places, angles)

    def _softened(self, row: int) -> Pixels:
        if row not in self._soft:
            image = self._glimpses.images[row]
            assert image is not None
            self._soft = {row: softened(image)}
        return self._soft[row]
