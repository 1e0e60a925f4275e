"""What several people marked on the same poses, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import ScoreError
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.visibility import has_position
from palpate.quality.agreement import geometric_median
from palpate.quality.points import numbered, placed
from palpate.quality.swaps import find_swaps


@dataclass(frozen=True, slots=True)
class Ratings:
    """N poses (an instance in a frame) that R raters have marked, or some of them.

    Attributes
    ----------
    raters
        Names, ``R``.
    frames, instances, clips
        ``(N,)`` frame index, name of the instance and of the clip; no row twice.
    blocks
        ``(N,)`` number of the clip, or of the image in a set of images: what is drawn anew when an
        interval is bootstrapped, since frames of one clip repeat each other.
    positions, visibility
        ``(N, R, K, 2)`` px and ``(N, R, K)`` codes; NaN and −1 where a rater has nothing.
    scale_px
        ``(N,)`` s, NaN where unknown.
    gold_positions
        ``(N, K, 2)`` px, NaN where gold has none; None without gold.

    Raises
    ------
    ScoreError
        If there are fewer than two raters, or one without gold.
    """

    raters: tuple[str, ...]
    frames: Ints
    instances: NDArray[Any]
    clips: NDArray[Any]
    blocks: Ints
    positions: Floats
    visibility: Codes
    scale_px: Floats
    gold_positions: Floats | None = None

    def __post_init__(self) -> None:
        if len(self.raters) < 2:
            raise ScoreError("agreement needs at least two sets of labels")

    def __len__(self) -> int:
        return len(self.frames)

    def by_clip(self) -> Iterator[tuple[Ints, Ratings]]:
        """Yield the rows of each clip, and what there is of them; nothing is compared across clips."""
        codes = numbered(self.clips)
        order = np.argsort(codes, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(codes[order])) + 1):
            alone = len(rows) == len(self)
            yield rows, self if alone else self._pick(rows)

    def _pick(self, rows: Ints) -> Ratings:
        gold = self.gold_positions
        return Ratings(
            self.raters,
            self.frames[rows],
            self.instances[rows],
            self.clips[rows],
            self.blocks[rows],
            self.positions[rows],
            self.visibility[rows],
            self.scale_px[rows],
            None if gold is None else gold[rows],
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """Where N × K keypoints were put by R raters once exchanged sides are ruled out.

    Attributes
    ----------
    points
        ``(N, K, R, 2)`` px, NaN where a rater has no position or it is not averaged.
    consensus
        ``(N, K, 2)`` px: gold where there is one, else the geometric median of two or more.
    by_gold
        ``(N, K)`` true where it is gold.
    swapped, swapped_poses
        ``(N, R, K)`` and ``(N, R)`` true where left and right look exchanged; of two raters alone it is
        both, as nobody can tell who.
    """

    points: Floats
    consensus: Floats
    by_gold: Bools
    swapped: Bools
    swapped_poses: Bools


def settle(ratings: Ratings, *, mirror: Ints, tolerance_px: Floats) -> Placed:
    """Rule out exchanged sides, then find what the raters agree on.

    Parameters
    ----------
    mirror
        ``(K,)`` index of the other side's keypoint; its own where there is none.
    tolerance_px
        ``(K,)``.

    Notes
    -----
    Domain reference 1.7. A rater is compared with gold, else with the coordinate-wise median of the
    others. Exchanged keypoints are left out of all averages: they are no error of position.
    """
    said = placed(ratings.positions) & has_position(ratings.visibility)
    points = np.where(said[..., None], ratings.positions, np.nan)
    swapped = np.zeros(said.shape, dtype=np.bool_)
    poses = np.zeros(said.shape[:2], dtype=np.bool_)
    for rater in range(len(ratings.raters)):
        found = find_swaps(
            points[:, rater], _others(points, rater, ratings), mirror=mirror, tolerance_px=tolerance_px
        )
        swapped[:, rater], poses[:, rater] = found.keypoints, found.poses
    points[swapped] = np.nan
    points = np.ascontiguousarray(points.transpose(0, 2, 1, 3))
    consensus = geometric_median(points)
    consensus[placed(points).sum(axis=-1) < 2] = np.nan
    by_gold = np.zeros(consensus.shape[:2], dtype=np.bool_)
    if ratings.gold_positions is not None:
        by_gold = placed(ratings.gold_positions)
        consensus[by_gold] = ratings.gold_positions[by_gold]
    return Placed(points, consensus, by_gold, swapped, poses)


def _others(points: Floats, rater: int, ratings: Ratings) -> Floats:
    """``(N, K, 2)`` gold, else the median of the other raters; NaN where there is none."""
    others = np.delete(points, rater, axis=1)
    middle = _median(others)
    if ratings.gold_positions is None:
        return middle
    return np.where(placed(ratings.gold_positions)[..., None], ratings.gold_positions, middle)


def _median(points: Floats) -> Floats:
    """``(N, K, 2)`` coordinate-wise medians of ``(N, R, K, 2)``; NaN where there is no point."""
    n = placed(points).sum(axis=1)[..., None]
    ordered = np.sort(points, axis=1)  # NaN last; both coordinates are NaN together
    low = np.take_along_axis(ordered, (np.maximum(n - 1, 0) // 2)[:, None], axis=1)[:, 0]
    high = np.take_along_axis(ordered, np.minimum(n // 2, points.shape[1] - 1)[:, None], axis=1)[:, 0]
    return np.asarray((low + np.where(n > 0, high, np.nan)) / 2.0)
