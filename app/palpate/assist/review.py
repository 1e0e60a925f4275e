"""The points a person should look at, worst first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.drift import Drift
from palpate.model.arrays import Floats, Ints
from palpate.model.drift import Reason
from palpate.model.runs import runs_by_column
from palpate.model.skeleton import Skeleton

BRIDGED = 2
"""Frames below the threshold over which a run goes on: nobody settles the same doubt twice."""


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """A run of frames in which one keypoint's score stays at or above the threshold, by its worst frame.

    It may dip below for up to `BRIDGED` frames. A fact ends it.

    Attributes
    ----------
    frame, keypoint
        The worst frame of the run, and the keypoint's index.
    start, stop
        First frame of the run and one past the last.
    score, score_px, reasons
        At the worst frame; as in `Drift`.
    x, y
        Its position there, px.
    """

    frame: int
    keypoint: int
    start: int
    stop: int
    score: float
    score_px: float
    reasons: Reason
    x: float
    y: float


def review_points(
    drift: Drift, positions: Floats, *, threshold: float = 1.0, criticality: Floats | None = None
) -> list[ReviewPoint]:
    """Return one point per run, by score × criticality, worst first.

    Parameters
    ----------
    positions
        ``(F, K, 2)`` px of the same frames.
    criticality
        ``(K,)`` weight of each keypoint in the order; all alike if None.
    """
    weight = np.ones(drift.score.shape[1]) if criticality is None else criticality
    keypoint, start, stop = _bridged(drift.score, *runs_by_column(drift.score >= threshold))
    points = [
        _worst_of(drift, positions, keypoint=int(k), start=int(a), stop=int(b))
        for k, a, b in zip(keypoint, start, stop, strict=True)
    ]
    return sorted(points, key=lambda p: (-p.score * weight[p.keypoint], p.frame, p.keypoint))


def criticality_of(skeleton: Skeleton) -> Floats:
    """Return ``(K,)`` the weight of each keypoint: up to twice for one that is meant to be placed exactly.

    By σ, or where none is known by tolerance, against the median of the skeleton.
    """
    allowed = skeleton.sigmas
    if not np.isfinite(allowed).all():
        allowed = skeleton.tolerances_px(1000.0)
    said = allowed > 0
    weight = np.ones(len(allowed))
    if said.any():
        weight[said] = np.clip(np.median(allowed[said]) / allowed[said], 0.5, 2.0)
    return weight


def _bridged(score: Floats, keypoint: Ints, start: Ints, stop: Ints) -> tuple[Ints, Ints, Ints]:
    """Join runs of a keypoint with few frames between them, none of which is a fact or unjudged."""
    if not len(start):
        return keypoint, start, stop
    gap = start[1:] - stop[:-1]
    joins = (keypoint[1:] == keypoint[:-1]) & (gap <= BRIDGED)
    for beside in (stop[:-1], start[1:] - 1):  # of up to two frames these are all
        joins[joins] &= np.isfinite(score[beside[joins], keypoint[1:][joins]])
    begins = np.concatenate([[True], ~joins])
    ends = np.concatenate([~joins, [True]])
    return keypoint[begins], start[begins], stop[ends]


def _worst_of(drift: Drift, positions: Floats, *, keypoint: int, start: int, stop: int) -> ReviewPoint:
    row = start + int(drift.score[start:stop, keypoint].argmax())
    x, y = positions[row, keypoint]
    return ReviewPoint(
        frame=drift.first + row,
        keypoint=keypoint,
        start=drift.first + start,
        stop=drift.first + stop,
        score=float(drift.score[row, keypoint]),
        score_px=float(drift.score_px[row, keypoint]),
        reasons=Reason(int(drift.reasons[row, keypoint])),
        x=float(x),
        y=float(y),
    )
