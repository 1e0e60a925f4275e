"""Where a point most looks as it does at both keyframes beside it: a place that does not drift.

Skin slides over the point beneath it, so a patch of one keyframe leads ever further away. What slides evenly
leads as far away the other way round when seen from the other keyframe: weighted by how near each is, the
two cancel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from palpate.assist.glimpses import Glimpses
from palpate.assist.likeness import Knots
from palpate.assist.patches import bearings, turned
from palpate.model.arrays import Bools, Floats, Floats32, Ints

_SIDE = 27
_REACH = 5  # px that are searched to each side
_LEAST = 0.7  # correlation
_EVERY = 2  # frames; neighbours are wrong alike
_SD_PX, _SD_PER_FRAME = 0.45, 0.035
_UNLIKE = 0.05  # at this distance from a correlation of 1 the deviation begins to grow, with its root


@dataclass(frozen=True, slots=True)
class Anchors:
    """Places that were found; in px of the shrunken frame.

    Attributes
    ----------
    places
        ``(F, K, 2)`` px.
    precision
        ``(F, K)`` 1/px²; 0 where none was found.
    """

    places: Floats
    precision: Floats


def anchors_of(
    glimpses: Glimpses,
    positions: Floats,
    keyframes: Bools,
    *,
    parents: Ints,
    only: Bools,
    tick: Callable[[int], None],
) -> Anchors:
    """Look around the estimate for what both keyframes show (peak of the normalised cross-correlation).

    Parameters
    ----------
    positions
        ``(F, K, 2)`` px of the shrunken frame: the estimate, keyframes included; NaN is nowhere.
    keyframes
        ``(F, K)`` where positions are a hand's.
    parents
        ``(K,)`` the keypoint whose direction a patch turns with; −1 for a root, which turns with a child.
    only
        ``(K,)`` keypoints to look for.
    tick
        Called before each frame with how many are done; may raise to stop.
    """
    search = _Search(glimpses, positions, bearings(positions, parents))
    knots, rows = Knots.of(keyframes), np.arange(len(keyframes))
    off, height = np.zeros(positions.shape), np.zeros(keyframes.shape)
    between = ~keyframes & (knots.left >= 0) & (knots.right < len(rows)) & np.isfinite(positions[..., 0])
    between &= only & (glimpses.readable & (rows % _EVERY == 0))[:, np.newaxis]
    share = (rows[:, np.newaxis] - knots.left) / np.maximum(knots.right - knots.left, 1)
    for row in range(len(rows)):
        tick(row)
        at = np.flatnonzero(between[row])
        if len(at):
            ahead, one = search.peaks(row, at, knots.left[row, at])
            back, other = search.peaks(row, at, knots.right[row, at])
            part = share[row, at][:, np.newaxis]
            off[row, at] = (1 - part) * ahead + part * back
            height[row, at] = np.minimum(one, other)
    nearest = np.minimum(rows[:, np.newaxis] - knots.left, knots.right - rows[:, np.newaxis])
    sd = (_SD_PX + _SD_PER_FRAME * nearest) * np.sqrt(np.maximum((1 - height) / _UNLIKE, 1.0))
    return Anchors(positions + off, np.where(height > _LEAST, sd**-2.0, 0.0))


class _Search:
    def __init__(self, glimpses: Glimpses, positions: Floats, angles: Floats) -> None:
        self._glimpses, self._positions, self._angles = glimpses, positions, angles
        self._patterns: dict[tuple[int, int], Floats32 | None] = {}

    def peaks(self, row: int, keypoints: Ints, like: Ints) -> tuple[Floats, Floats]:
        """Return how far from where they are thought to be M points look most alike, and how much.

        ``(M, 2)`` px and ``(M,)``; 0 where that is nowhere within reach.
        """
        import cv2

        turn = self._angles[row, keypoints] - self._angles[like, keypoints]
        areas = self._shown(row, keypoints, turn, _SIDE + 2 * _REACH)
        side = 2 * _REACH + 1
        maps = np.full((len(keypoints), side, side), -1.0)
        for number, (keypoint, knot) in enumerate(zip(keypoints.tolist(), like.tolist(), strict=True)):
            pattern = self._pattern(knot, keypoint)
            if pattern is not None:
                maps[number] = cv2.matchTemplate(areas[number], pattern, cv2.TM_CCOEFF_NORMED)
        off, height = _peaks(np.nan_to_num(maps, posinf=-1.0, neginf=-1.0))
        c, s = np.cos(turn), np.sin(turn)
        return np.stack((c * off[:, 0] - s * off[:, 1], s * off[:, 0] + c * off[:, 1]), axis=1), height

    def _pattern(self, row: int, keypoint: int) -> Floats32 | None:
        key = row, keypoint
        if key not in self._patterns:
            there = self._glimpses.images[row] is not None
            only = np.array([keypoint])
            self._patterns[key] = self._shown(row, only, np.zeros(1), _SIDE)[0] if there else None
        return self._patterns[key]

    def _shown(self, row: int, keypoints: Ints, angles: Floats, side: int) -> Floats32:
        image = self._glimpses.images[row]
        assert image is not None
        return turned(
            image,
            self._positions[row, keypoints] - self._glimpses.corners[row],
            angles,
            side,
            precision=np.float32,
        )


def _peaks(maps: Floats) -> tuple[Floats, Floats]:
    """Return ``(M, 2)`` px from the middle to the top of ``(M, n, n)``, by parabolas, and its height.

    Both are 0 where it lies on the border: the real one may be beyond.
    """
    m, side = np.arange(len(maps)), maps.shape[1]
    y, x = np.divmod(maps.reshape(len(maps), -1).argmax(axis=1), side)
    within = (x > 0) & (x < side - 1) & (y > 0) & (y < side - 1)
    middle_x, middle_y = np.clip(x, 1, side - 2), np.clip(y, 1, side - 2)
    top = maps[m, middle_y, middle_x]
    off = (
        np.stack(
            (
                middle_x + _vertex(maps[m, middle_y, middle_x - 1], top, maps[m, middle_y, middle_x + 1]),
                middle_y + _vertex(maps[m, middle_y - 1, middle_x], top, maps[m, middle_y + 1, middle_x]),
            ),
            axis=1,
        )
        - (side - 1) / 2
    )
    return np.where(within[:, np.newaxis], off, 0.0), np.where(within, top, 0.0)


def _vertex(before: Floats, top: Floats, after: Floats) -> Floats:
    bend = 2 * top - before - after
    return np.where(bend > 0, (after - before) / np.where(bend > 0, 2 * bend, 1.0), 0.0)
