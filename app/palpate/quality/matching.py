"""Which instance of one label set is which of another, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Floats, Ints, distinct
from palpate.quality.nearest import Side, nearest
from palpate.quality.oks import similarities_between
from palpate.quality.points import numbered, placed

PAIRING_SIGMA = 0.1
"""σ for recognising an instance: a point off by a tenth of its scale is badly placed, not another's."""

PAIRING_MIN = 0.05
"""Least similarity of a pair: beyond some half of their scale apart, two poses are different subjects."""

_UNKNOWN_SCALE_PX = 100.0  # for single points, which have no extent
_BATCH = 65_536  # similarities at a time, so that they stay in cache


@dataclass(frozen=True, slots=True)
class Placements:
    """The poses of a label set, one row per instance and frame.

    Attributes
    ----------
    clips, frames, instances
        ``(N,)`` clip id, frame index and instance id; no row twice. Where ids mean nothing across the two
        sets (a file without tracks), give them values that cannot coincide.
    positions
        ``(N, K, 2)`` px, NaN where there is none.
    """

    clips: NDArray[Any]
    frames: Ints
    instances: NDArray[Any]
    positions: Floats


@dataclass(frozen=True, slots=True)
class Matches:
    """Rows that belong together, and those left alone.

    Attributes
    ----------
    labels, gold
        ``(P,)`` row numbers of each pair, in the order of the labels' rows.
    unmatched_labels, unmatched_gold
        Row numbers without a partner.
    """

    labels: Ints
    gold: Ints
    unmatched_labels: Ints
    unmatched_gold: Ints


def match(labels: Placements, gold: Placements, *, gold_scale_px: Floats) -> Matches:
    """Pair the rows of two label sets: by id first, the rest by the best total similarity in each frame.

    Parameters
    ----------
    gold_scale_px
        ``(M,)`` s of gold's rows in px, NaN where unknown.

    Notes
    -----
    The assignment maximises OKS with one wide σ for all keypoints over those that both have, shrunk by one
    pretended miss so that a single coincidence does not outdo a whole pose. A pair below `PAIRING_MIN` is
    none.
    """
    frame_labels, frame_gold = _keys(labels, gold, ("clips", "frames"))
    who_labels, who_gold = _keys(labels, gold, ("instances",))
    known = np.zeros(int(max(who_labels.max(initial=0), who_gold.max(initial=0))) + 1, dtype=np.bool_)
    known[who_labels] = True
    id_labels, id_gold = frame_labels * len(known) + who_labels, frame_gold * len(known) + who_gold
    if np.array_equal(id_labels, id_gold):
        everyone = np.arange(len(id_labels))
        return Matches(everyone, everyone, everyone[:0], everyone[:0])
    first, second = _in_both(id_labels, id_gold) if known[who_gold].any() else (id_labels[:0], id_gold[:0])
    pairs = [np.stack([first, second], axis=1)]
    for rows_labels, rows_gold in _frames_of_one_shape(
        _others(first, len(id_labels)),
        _others(second, len(id_gold)),
        keys_labels=frame_labels,
        keys_gold=frame_gold,
    ):
        pairs += _in_frames(labels, gold, rows_labels, rows_gold, scale_px=gold_scale_px[rows_gold])
    return _matches(np.concatenate(pairs).astype(np.int64), len(id_labels), len(id_gold))


def _others(rows: Ints, n: int) -> Ints:
    """Return those of n row numbers that are not among some."""
    left = np.ones(n, dtype=np.bool_)
    left[rows] = False
    return np.flatnonzero(left)


def _keys(labels: Placements, gold: Placements, names: tuple[str, ...]) -> tuple[Ints, Ints]:
    """One number per row that is equal exactly where all named fields are."""
    keys = np.zeros(len(labels.frames) + len(gold.frames), dtype=np.int64)
    for name in names:
        values = np.concatenate([getattr(labels, name), getattr(gold, name)])
        codes = numbered(values)
        keys = keys * (int(codes.max(initial=0)) + 1) + codes
    return keys[: len(labels.frames)], keys[len(labels.frames) :]


def _in_both(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Return where the values that two arrays share are in each; no value is twice in one."""
    ordered = np.sort(np.concatenate([first, second]))
    if not (ordered[1:] == ordered[:-1]).any():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.intersect1d(first, second, assume_unique=True, return_indices=True)[1:]


def _frames_of_one_shape(
    rows_labels: Ints, rows_gold: Ints, *, keys_labels: Ints, keys_gold: Ints
) -> Iterator[tuple[Ints, Ints]]:
    """Yield ``(B, I)`` and ``(B, J)`` rows of frames with I left-over labels and J left-over gold."""
    rows_labels = rows_labels[np.argsort(keys_labels[rows_labels], kind="stable")]
    rows_gold = rows_gold[np.argsort(keys_gold[rows_gold], kind="stable")]
    in_labels, starts_labels, counts_labels = _runs(keys_labels[rows_labels])
    in_gold, starts_gold, counts_gold = _runs(keys_gold[rows_gold])
    _, a, b = np.intersect1d(in_labels, in_gold, assume_unique=True, return_indices=True)
    most = int(counts_gold.max(initial=0)) + 1
    shapes = counts_labels[a] * most + counts_gold[b]
    for shape in distinct(shapes).tolist():
        of_shape = shapes == shape
        yield (
            rows_labels[starts_labels[a[of_shape]][:, None] + np.arange(shape // most)],
            rows_gold[starts_gold[b[of_shape]][:, None] + np.arange(shape % most)],
        )


def _runs(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """Return each of some ascending keys once, where it first is and how often."""
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    return keys[starts], starts, np.diff(starts, append=len(keys))


def _in_frames(
    labels: Placements, gold: Placements, rows_labels: Ints, rows_gold: Ints, *, scale_px: Floats
) -> tuple[Ints, Ints]:
    """Return ``(P, 2)`` rows of the pairs of ``(F, I)`` labels and ``(F, J)`` gold, plain ones first."""
    scale = np.where(scale_px > 0, scale_px, _UNKNOWN_SCALE_PX)
    settled, best = nearest(
        Side(labels.positions, rows_labels),
        Side(gold.positions, rows_gold),
        scale_px=scale,
        sigma=PAIRING_SIGMA,
        least=PAIRING_MIN,
    )
    sides = [rows_labels[settled], rows_gold[settled]]
    larger = int(rows_gold.shape[1] >= rows_labels.shape[1])
    sides[larger] = np.take_along_axis(sides[larger], best[settled], axis=1)
    plain = np.stack([side.ravel() for side in sides], axis=1)
    rows_labels, rows_gold = rows_labels[~settled], rows_gold[~settled]
    similar = _similarity(labels, gold, rows_labels, rows_gold, scale=scale[~settled])
    return plain, _assigned(similar, rows_labels, rows_gold)


def _similarity(
    labels: Placements, gold: Placements, rows_labels: Ints, rows_gold: Ints, *, scale: Floats
) -> Floats:
    """``(B, I, J)`` shrunk mean similarity of the keypoints that both have; scales in px, above 0."""
    sigmas = np.full(gold.positions.shape[-2], PAIRING_SIGMA)
    similar = np.empty((len(rows_gold), rows_labels.shape[1], rows_gold.shape[1]))
    step = max(1, _BATCH // max(1, similar[:1].size * len(sigmas)))
    for start in range(0, len(similar), step):
        part = slice(start, start + step)
        first, second = labels.positions[rows_labels[part]], gold.positions[rows_gold[part]]
        each = similarities_between(first, second, scale_px=scale[part], sigmas=sigmas)
        in_labels, in_gold = placed(first), placed(second)
        if in_labels.all() and in_gold.all():
            similar[part] = each.sum(axis=-1) / (each.shape[-1] + 1.0)
            continue
        both = in_labels[:, :, None] & in_gold[:, None]
        similar[part] = np.where(both, each, 0.0).sum(axis=-1) / (both.sum(axis=-1) + 1.0)
    return similar


def _assigned(similar: Floats, rows_labels: Ints, rows_gold: Ints) -> Ints:
    """``(P, 2)`` rows of the pairs whose similarities add up to most in each frame."""
    if similar.shape[1] > similar.shape[2]:
        pairs = _assigned(similar.transpose(0, 2, 1), rows_gold, rows_labels)
        return pairs[:, ::-1]
    chosen = similar.argmax(axis=2)
    ordered = np.sort(chosen, axis=1)
    shared = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)  # else each has its own best, which is best
    for at in np.flatnonzero(shared).tolist():
        chosen[at] = _best(similar[at])
    frame = np.arange(len(similar))[:, None]
    first = np.arange(similar.shape[1])
    good = similar[frame, first, chosen] >= PAIRING_MIN
    return np.stack([rows_labels[good], rows_gold[frame, chosen][good]], axis=1)


def _best(similar: Floats) -> Ints:
    """``(I,)`` column of each row so that all together are most similar, no column twice."""
    from scipy.optimize import linear_sum_assignment

    columns: Ints = linear_sum_assignment(similar, maximize=True)[1]
    return columns


def _matches(pairs: Ints, n_labels: int, n_gold: int) -> Matches:
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    return Matches(
        labels=pairs[:, 0],
        gold=pairs[:, 1],
        unmatched_labels=_others(pairs[:, 0], n_labels),
        unmatched_gold=_others(pairs[:, 1], n_gold),
    )
