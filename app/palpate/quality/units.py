"""What counts as independent: neighbouring frames of a clip repeat the same mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints
from palpate.quality.points import numbered, placed
from palpate.quality.position import Moments, moments

MIN_CLIPS = 8
"""Clips from which on their mean errors are the sample, rather than thinned frames."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of instance-frames in the order of time.

    Attributes
    ----------
    order
        ``(N,)`` row numbers: by clip, instance and frame.
    times
        ``(N,)`` frame of each in that order, shifted so that different instances and clips lie at least
        the minimum gap apart.
    clips
        ``(N,)`` number of the clip in that order.
    min_gap
        Frames between two that may count as independent.
    """

    order: Ints
    times: Ints
    clips: Ints
    min_gap: int

    def independent_rows(self, use: Bools) -> Ints:
        """Return the numbers of those of the ``(N,)`` rows in use that lie far enough apart."""
        chosen = np.flatnonzero(use[self.order])
        return self.order[chosen[thinned(self.times[chosen], self.min_gap)]]

    def independent_by_column(self, use: Bools) -> list[Ints]:
        """Return the same for each column of ``(N, K)``; columns that are equal are looked at once."""
        known: dict[bytes, Ints] = {}
        found = []
        for k, packed in enumerate(np.ascontiguousarray(np.packbits(use, axis=0).T)):
            key = packed.tobytes()
            if key not in known:
                known[key] = self.independent_rows(use[:, k])
            found.append(known[key])
        return found


def timeline(*, clips: NDArray[Any], instances: NDArray[Any], frames: Ints, min_gap: int) -> Timeline:
    """Put ``(N,)`` rows into the order of time."""
    clip_codes, instance_codes = numbered(clips), numbered(instances)
    gap = max(1, min_gap)
    order = np.lexsort((frames, instance_codes, clip_codes))
    clip, instance, frame = clip_codes[order], instance_codes[order], frames[order]
    another = (np.diff(clip) != 0) | (np.diff(instance) != 0)
    reach = int(frame.max() - frame.min()) + gap if len(frame) else gap
    shift = np.concatenate([[0], np.cumsum(another) * reach])[: len(frame)]
    return Timeline(order, frame + shift, clip, gap)


def thinned(times: Ints, min_gap: int) -> Ints:
    """Return the positions of the times kept when going greedily from the first.

    Parameters
    ----------
    times
        ``(N,)`` ascending.

    Notes
    -----
    Each time points at the next one far enough away; following these pointers 1, 2, 4, … at once from all
    that are kept already finds the chain in log₂ N steps.
    """
    n = len(times)
    following = np.append(np.searchsorted(times, times + min_gap), n)
    kept = np.zeros(min(1, n), dtype=np.int64)
    while len(kept) and following[0] < n:
        further = following[kept]
        kept = np.concatenate([kept, further[further < n]])
        following = following[following]
    return kept


def independent_moments(errors: Floats, rows: Timeline) -> tuple[Moments, Bools]:
    """Return the moments of independent errors per keypoint, and where clips were the units.

    Parameters
    ----------
    errors
        ``(N, K, 2)`` px, NaN where not compared.

    Returns
    -------
    Moments of K keypoints: over the clips' mean errors where at least 8 clips have any, else over frames
    at least the minimum gap apart. ``(K,)`` true in the first case.
    """
    known = placed(errors)
    by_clip, keypoints = np.zeros(known.shape[1], dtype=np.bool_), known.shape[1]
    joined = Moments(
        np.zeros(keypoints, dtype=np.int64),
        np.full((keypoints, 2), np.nan),
        np.full((keypoints, 2, 2), np.nan),
    )
    for columns in _equal_columns(known):
        sample, by_clip[columns] = _sample(errors, columns, known[:, columns[0]], rows)
        part = moments(sample)
        joined.n[columns], joined.bias[columns] = part.n, part.bias
        joined.covariance[columns] = part.covariance
    return joined, by_clip


def _equal_columns(known: Bools) -> list[Ints]:
    """Return the keypoints of ``(N, K)`` in groups that are known in the same rows."""
    groups: dict[bytes, list[int]] = {}
    for k, packed in enumerate(np.ascontiguousarray(np.packbits(known, axis=0).T)):
        groups.setdefault(packed.tobytes(), []).append(k)
    return [np.array(group, dtype=np.int64) for group in groups.values()]


def _sample(errors: Floats, columns: Ints, known: Bools, rows: Timeline) -> tuple[Floats, bool]:
    clips = rows.clips[known[rows.order]]
    starts = np.flatnonzero(np.diff(clips, prepend=-1))
    if len(starts) < MIN_CLIPS:
        return errors[rows.independent_rows(known)][:, columns], False
    ordered = errors[rows.order[known[rows.order]]][:, columns]
    counts = np.diff(starts, append=len(clips))
    return np.add.reduceat(ordered, starts, axis=0) / counts[:, None, None], True
