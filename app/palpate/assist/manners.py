"""How each keypoint moves: how briskly, and whether with its parent or by itself.

The keyframes themselves tell: each is left out in turn and predicted from the others. What happens between
keyframes that stand far apart they cannot tell; there the tracks do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from palpate.assist.smoother import Measured, Smoothed, position_variances, smooth
from palpate.model.arrays import Bools, Floats

_TAIL = 3.0  # degrees of freedom of the prediction errors
_COMMON = 4.0  # how many keyframes of its own outweigh what holds for all keypoints together
_MEDIAN = 2 * np.log(2)  # of the squared length of a plane's normal error of SD 1
_BRISKER = 8.0  # a keyframe left out is seen across two spans, where motion looks calmer than it is
_TRACKED = 0.1  # tracks that slip look brisk too
_THIRD = 0.55  # variance of third differences under a white jerk of density 1
_NOISE_PX = 0.3  # SD of a tracked increment
_LEAST, _USUAL = 1e-4, 2.0
_AT_ONCE = 16  # runs; what may pass between two chances to stop

_Run = tuple[tuple[int, int], Measured, Smoothed]


@dataclass(frozen=True, slots=True)
class Manner:
    """A way of moving.

    Attributes
    ----------
    of_kin
        It is the motion relative to the parent that is smooth.
    jerk
        q of the smoother, px² per frame⁵.
    """

    of_kin: bool = False
    jerk: float = _USUAL


def manners_of(
    positions: Floats,
    inside: Bools,
    runs: Callable[[int, bool], Iterable[Measured]],
    *,
    pause: Callable[[], None] = lambda: None,
) -> list[Manner]:
    """Return the manner of each keypoint.

    Parameters
    ----------
    positions, inside
        ``(F, K, 2)`` px as tracked, and ``(F − 1, K)`` which steps lie in a run.
    runs
        Gives the keyframes of every run of a keypoint, relative to its parent if so asked.
    pause
        Called again and again; may raise to stop.
    """
    n = positions.shape[1]
    missed = _missed(n, runs, pause)
    jerk, score, count = np.full((n, 2), np.nan), np.full((n, 2), -np.inf), np.zeros(n)
    for (k, of_kin), (squares, spread) in missed.items():
        own = max(float(np.median(squares / spread)) / _MEDIAN, _LEAST)
        tail = np.log1p(squares / (_TAIL * own * spread))
        jerk[k, of_kin] = own
        score[k, of_kin] = float((-np.log(own * spread) - (_TAIL + 2) / 2 * tail).sum())
        count[k] = len(squares)
    with_kin = score.argmax(axis=1)
    chosen = np.log(jerk[np.arange(n), with_kin])
    told = np.isfinite(chosen)
    common = float(np.median(chosen[told])) if told.any() else float(np.log(_USUAL / _BRISKER))
    settled = (np.where(told, chosen, common) * count + _COMMON * common) / (count + _COMMON)
    brisk = np.maximum(_BRISKER * np.exp(settled), _TRACKED * tracked_jerk(positions, inside))
    return [Manner(bool(kin), float(q)) for kin, q in zip(with_kin, brisk, strict=True)]


def tracked_jerk(positions: Floats, inside: Bools) -> Floats:
    """Return ``(K,)`` the q that tracked places show beyond their noise, px² per frame⁵."""
    third = (np.diff(positions, n=3, axis=0) ** 2).sum(axis=-1)
    third[~(inside[:-2] & inside[1:-1] & inside[2:])] = np.nan
    enough = np.isfinite(third).sum(axis=0) > 4
    median = np.array([np.nanmedian(third[:, k]) if enough[k] else 0.0 for k in range(third.shape[1])])
    noise = 6 * _NOISE_PX**2
    return np.asarray(np.maximum(median / _MEDIAN - noise, 0.0) / _THIRD)


def _in_pieces(runs: list[_Run]) -> Iterator[list[_Run]]:
    for begin in range(0, len(runs), _AT_ONCE):
        yield runs[begin : begin + _AT_ONCE]


def _missed(
    n_keypoints: int, runs: Callable[[int, bool], Iterable[Measured]], pause: Callable[[], None]
) -> dict[tuple[int, int], tuple[Floats, Floats]]:
    """Return squared misses of left-out keyframes and their variance at q = 1, by keypoint and kin.

    A run of fewer than three keyframes tells nothing.
    """
    stacked: defaultdict[int, list[_Run]] = defaultdict(list)
    for k in range(n_keypoints):
        for of_kin in (0, 1):
            for measured in runs(k, bool(of_kin)):
                if np.count_nonzero(measured.place_precision) > 2:
                    stacked[len(measured.places)].append(((k, of_kin), measured, smooth(measured, jerk=1.0)))
    found = defaultdict(list)
    for group in (few for runs_of in stacked.values() for few in _in_pieces(runs_of)):
        pause()
        variances = position_variances(np.stack([smoothed.factor for *_, smoothed in group]))
        for (key, measured, smoothed), variance in zip(group, variances, strict=True):
            at = np.flatnonzero(measured.place_precision)[1:-1]
            precision = measured.place_precision[at]
            left = np.maximum(1 - precision * variance[at], 1e-12)
            off = (measured.places - smoothed.positions)[at] / left[:, np.newaxis]
            found[key].append(((off**2).sum(axis=1), variance[at] / left + 1 / precision))
    return {
        key: (np.concatenate([a for a, _ in pieces]), np.concatenate([b for _, b in pieces]))
        for key, pieces in found.items()
    }
