"""What counts as independent: neighbouring frames of a clip repeat the same mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints
from palpate.quality.points import keypoints_first, numbered, placed
from palpate.quality.position import Moments, MomentSums

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
        chosen = np.flatnonzero(use[self.order]) if not use.all() else np.arange(len(use))
        return self.order[chosen[thinned(self.times[chosen], self.min_gap)]]

    def independent_by_column(self, use: Bools) -> list[Ints]:
        """Return the same for each column of ``(N, K)``; columns that are equal are looked at once."""
        return self.independent_of([use[:, k] for k in range(use.shape[1])])

    def independent_of(self, uses: Sequence[Bools]) -> list[Ints]:
        """Return the same for each of several ``(N,)`` uses."""
        known: dict[bytes, Ints] = {}
        found = []
        for use in uses:
            key = np.packbits(use).tobytes()
            if key not in known:
                known[key] = self.independent_rows(use)
            found.append(known[key])
        return found

    def independent_groups(self, known: Bools) -> Iterator[tuple[Ints, Ints]]:
        """Yield the rows of ``(K, N)`` that are equal, together with their independent columns."""
        groups: dict[bytes, list[int]] = {}
        for k, packed in enumerate(np.packbits(known, axis=1)):
            groups.setdefault(packed.tobytes(), []).append(k)
        for group in groups.values():
            yield np.array(group, dtype=np.int64), self.independent_rows(known[group[0]])


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
    found = IndependentErrors.none(errors.shape[1])
    known = placed(errors).T
    starts = np.flatnonzero(np.diff(rows.clips, prepend=-1))
    for clip in np.split(rows.order, starts[1:]):
        here = MomentSums.none(len(known))
        off = keypoints_first(errors[clip])
        np.copyto(off, 0.0, where=~known[:, None, clip])
        here.add(off, known[:, clip])
        found.add_clip(here)
    for columns, at in rows.independent_groups(known):
        found.add_rows(columns, keypoints_first(errors[np.ix_(at, columns)]))
    return found.moments()


@dataclass(slots=True)
class IndependentErrors:
    """Errors that may count as independent, gathered clip by clip: of thinned frames, and of whole clips.

    Attributes
    ----------
    frames
        Moments over frames far enough apart.
    clips
        Of each clip ``(K,)`` true where it has any error, and ``(2, K)`` the mean in px.
    """

    frames: MomentSums
    clips: list[tuple[Bools, Floats]]

    @staticmethod
    def none(keypoints: int) -> IndependentErrors:
        """Return those of no clip."""
        return IndependentErrors(MomentSums.none(keypoints), [])

    def add_clip(self, errors: MomentSums) -> None:
        """Add all errors of a clip, for its mean."""
        self.clips.append((errors.n > 0, errors.mean))

    def add_rows(self, columns: Ints, errors: Floats) -> None:
        """Add ``(C, 2, M)`` independent errors in px of some keypoints."""
        part, keypoints = MomentSums.none(len(columns)), len(self.frames.n)
        part.add(errors)
        whole = MomentSums.none(keypoints)
        whole.n[columns], whole.mean[:, columns], whole.products[:, columns] = (
            *(part.n, part.mean),
            part.products,
        )
        self.frames.join(whole)

    def moments(self) -> tuple[Moments, Bools]:
        """Return what `independent_moments` does."""
        keypoints = len(self.frames.n)
        known = np.array([known for known, _ in self.clips], dtype=np.bool_).reshape(-1, keypoints)
        means = np.array([mean for _, mean in self.clips]).reshape(-1, 2, keypoints)
        sample = MomentSums.none(keypoints)
        if len(means):
            sample.add(np.ascontiguousarray(means.transpose(2, 1, 0)), known.T)
        by_clip = known.sum(axis=0) >= MIN_CLIPS
        clips, frames = sample.moments(), self.frames.moments()
        return Moments(
            np.where(by_clip, clips.n, frames.n),
            np.where(by_clip[:, None], clips.bias, frames.bias),
            np.where(by_clip[:, None, None], clips.covariance, frames.covariance),
        ), by_clip
