"""The poses that agree least with gold, with both sides of each, to be looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats
from palpate.model.picture import Region
from palpate.model.visibility import has_position
from palpate.quality.pairs import Pairs
from palpate.quality.scorecard import Score
from palpate.report.quality.content import USUAL_ASPECT

MOST = 24
_SLIM, _BROAD = 0.3, 1.6
_MARGIN = 0.12  # of the longer side, on each side
_LEAST_SIDE = 48.0  # px
_ENOUGH = 500


@dataclass(frozen=True, eq=False)
class WorstPose:
    """A pose of the labels beside that of gold.

    Attributes
    ----------
    clip, instance
        Names.
    labels, gold
        ``(K, 2)`` px; NaN where there is no position.
    oks
        NaN where it is not defined.
    mean_px
        Mean distance over the keypoints that both have; NaN where there is none.
    keypoint, off_px
        The one that is furthest off, and how far; empty and NaN where nothing is on both sides.
    """

    clip: str
    instance: str
    frame: int
    labels: Floats
    gold: Floats
    oks: float
    mean_px: float
    keypoint: str
    off_px: float

    def region(self, size: tuple[int, int]) -> Region:
        """Return the square around both poses, cut to a frame of this size."""
        places = np.concatenate([self.labels, self.gold])
        known = places[np.isfinite(places).all(axis=1)]
        if not len(known):
            return Region(0, 0, *size)
        low, high = known.min(axis=0), known.max(axis=0)
        middle, side = (low + high) / 2.0, max(float((high - low).max()), _LEAST_SIDE)
        half = side * (0.5 + _MARGIN)
        left, top = np.floor(middle - half).astype(int).tolist()
        right, bottom = np.ceil(middle + half).astype(int).tolist()
        return Region(left, top, right - left, bottom - top).grown((0, 0), size)


def worst_poses(
    pairs: Pairs, score: Score, distances: Floats, names: tuple[str, ...], *, min_gap: int
) -> tuple[WorstPose, ...]:
    """Return the poses of the lowest OKS, lowest first; where none has one, those furthest off.

    Frames nearer to a worse one of the same instance than ``min_gap`` are left out: they show the same.

    Parameters
    ----------
    distances
        ``(N, K)`` px of `compare`; NaN where not compared.
    names
        Of the keypoints.
    """
    oks = score.oks.by_pair
    rank = oks if np.isfinite(oks).any() else -_means(distances)
    return tuple(
        _pose(pairs, row, names, oks=float(oks[row]), off=distances[row])
        for row in _first_rows(pairs, rank, min_gap)
    )


def worst_by_keypoint(
    pairs: Pairs, score: Score, distances: Floats, names: tuple[str, ...], *, min_gap: int
) -> dict[str, tuple[WorstPose, ...]]:
    """Return for each keypoint the poses in which it is furthest off, as `worst_poses` does for all of it.

    The keypoint that such a pose names is this one, also where another is further off.
    """
    oks = score.oks.by_pair
    return {
        name: tuple(
            _pose(pairs, row, names, oks=float(oks[row]), off=distances[row], keypoint=k)
            for row in _first_rows(pairs, -distances[:, k], min_gap)
        )
        for k, name in enumerate(names)
    }


def usual_aspect(poses: Iterable[Floats]) -> float:
    """Return width ÷ height of a usual pose; many poses tell no more than some.

    Parameters
    ----------
    poses
        ``(N, K, 2)`` px each, of whatever skeleton; NaN where there is no position.
    """
    ratios = np.concatenate([np.zeros(0), *(_ratios(some) for some in poses)])
    return float(np.clip(np.median(ratios), _SLIM, _BROAD)) if len(ratios) else USUAL_ASPECT


def _ratios(poses: Floats) -> Floats:
    """``(M,)`` width ÷ height of those among some poses that have both."""
    poses = poses[:: max(len(poses) // _ENOUGH, 1)]
    whole = np.isfinite(poses).all(axis=2).sum(axis=1) > 1
    if not whole.any():
        return np.zeros(0)
    extent = np.nanmax(poses[whole], axis=1) - np.nanmin(poses[whole], axis=1)
    known = extent[:, 1] > 0.0
    ratios: Floats = extent[known, 0] / extent[known, 1]
    return ratios


def _first_rows(pairs: Pairs, rank: Floats, min_gap: int) -> list[int]:
    """Return the rows of the lowest rank, lowest first, that show something else; NaN has no rank."""
    found: list[int] = []
    taken: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in np.argsort(rank, kind="stable").tolist():  # NaN comes last
        if np.isnan(rank[row]) or len(found) == MOST:
            break
        place, frame = (str(pairs.clips[row]), str(pairs.instances[row])), int(pairs.frames[row])
        if any(abs(frame - other) < min_gap for other in taken[place]):
            continue
        taken[place].append(frame)
        found.append(row)
    return found


def _means(distances: Floats) -> Floats:
    """``(N,)`` mean over the keypoints that were compared; NaN where none was."""
    counted = np.isfinite(distances)
    n = counted.sum(axis=-1)
    total = np.where(counted, distances, 0.0).sum(axis=-1)
    means: Floats = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    return means


def _pose(
    pairs: Pairs, row: int, names: tuple[str, ...], *, oks: float, off: Floats, keypoint: int = -1
) -> WorstPose:
    off = np.where(np.isfinite(off), off, np.nan)
    furthest = -1 if np.isnan(off).all() else int(np.nanargmax(off))
    k = keypoint if keypoint >= 0 else furthest
    return WorstPose(
        clip=str(pairs.clips[row]),
        instance=str(pairs.instances[row]),
        frame=int(pairs.frames[row]),
        labels=_placed(pairs.labels_positions[row], has_position(pairs.labels_visibility[row])),
        gold=_placed(pairs.gold_positions[row], has_position(pairs.gold_visibility[row])),
        oks=oks,
        mean_px=float(_means(off)),
        keypoint=names[k] if k >= 0 else "",
        off_px=float(off[k]) if k >= 0 else float("nan"),
    )


def _placed(positions: Floats, has: Bools) -> Floats:
    known = has & np.isfinite(positions).all(axis=1)
    return np.where(known[:, None], positions, np.nan)
