"""One pass over the pairs of a clip: every sum that a score is made of, while a block is in the cache."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import FOUR_TIERS, Visibility
from palpate.quality.blocks import ROWS, Block, blocks_of
from palpate.quality.keypoint_score import Worst
from palpate.quality.local_bias import LocalSums
from palpate.quality.normalised import NormalisedSums, within
from palpate.quality.oks import SimilaritySums
from palpate.quality.pairs import Pairs
from palpate.quality.points import keypoints_first, numbered
from palpate.quality.position import MomentSums
from palpate.quality.segments import SegmentLengths
from palpate.quality.swaps import SwapSearch
from palpate.quality.units import IndependentErrors, Timeline, timeline
from palpate.quality.visibility import confusion, ordered_levels

LEVELS = ordered_levels(FOUR_TIERS)


@dataclass(frozen=True, slots=True)
class PairColumns:
    """What is kept of every pair of a clip: 8 bytes a number, and 8 of each of its K placements.

    Attributes
    ----------
    frames, instances, clips, oks, scale_px
        ``(N,)``; NaN where there is no OKS or scale.
    distances
        ``(K, N)`` px, NaN where not compared: medians need them all.
    """

    frames: Ints
    instances: NDArray[Any]
    clips: NDArray[Any]
    oks: Floats
    scale_px: Floats
    distances: Floats


@dataclass(slots=True)
class Counts:
    """Numbers of pairs and placements.

    Attributes
    ----------
    frames, pairs, unscaled, unmeasured
        Frames, pairs, and pairs without scale, and without the length that PCK is a fraction of.
    sources
        What scales were taken from.
    missing, extra, compared
        ``(K,)`` placed in gold only, in the labels only, and in both.
    correct, judged
        ``(K,)`` placements within the policy's fraction of a length, and those that have one.
    scaled, scale_sums
        ``(K,)`` placements compared whose s is known, and the sums of it in px.
    occluded, occluded_visible
        ``(K,)`` independent placements that gold calls occluded, and those of them flagged visible.
    tiers
        ``(K, 4, 4)`` flags by `LEVELS`: rows gold, columns labels.
    """

    missing: Floats
    extra: Floats
    compared: Floats
    correct: Floats
    judged: Floats
    scaled: Floats
    scale_sums: Floats
    occluded: Ints
    occluded_visible: Ints
    tiers: Ints
    frames: int = 0
    pairs: int = 0
    unscaled: int = 0
    unmeasured: int = 0
    sources: Counter[str] = field(default_factory=Counter)

    @staticmethod
    def none(keypoints: int) -> Counts:
        """Return those of no pair."""
        levels = len(LEVELS)
        missing, extra, compared, correct, judged, scaled, scale_sums = np.zeros((7, keypoints))
        occluded, visible = np.zeros((2, keypoints), dtype=np.int64)
        tiers = np.zeros((keypoints, levels, levels), dtype=np.int64)
        return Counts(
            *(missing, extra, compared, correct, judged, scaled, scale_sums, occluded, visible, tiers)
        )


class _Thin:
    """Poses of a clip that are far enough apart, as long as every pose is complete on both sides."""

    def __init__(self, skeleton: Skeleton) -> None:
        self.complete = True
        self.errors = MomentSums.none(len(skeleton))
        self.segments = SegmentLengths.of(skeleton)
        self._waiting: list[tuple[Floats, Floats]] = []
        self._n_waiting = 0

    def add(self, block: Block, chosen: Ints) -> None:
        """Add those of a block; ``(M,)`` row numbers in order."""
        self.complete = self.complete and block.compared is None
        if not self.complete:
            return
        first, last = np.searchsorted(chosen, (block.rows.start, block.rows.stop))
        at = chosen[first:last] - block.rows.start
        if len(at):
            self._waiting.append((block.errors[..., at], block.gold[..., at]))
            self._n_waiting += len(at)
        if self._n_waiting >= ROWS:
            self.finish()

    def finish(self) -> None:
        """Add those that wait to be enough of a block."""
        if self._waiting:
            errors, gold = (np.concatenate(side, axis=2) for side in zip(*self._waiting, strict=True))
            self.errors.add(errors)
            self.segments.add_poses(gold, errors)
            self._waiting, self._n_waiting = [], 0


class Tally:
    """Sums over clips, each added whole and once; their order does not matter."""

    def __init__(self, skeleton: Skeleton) -> None:
        keypoints = len(skeleton)
        self.skeleton = skeleton
        self.counts = Counts.none(keypoints)
        self.spread = MomentSums.none(keypoints)
        self.independent = IndependentErrors.none(keypoints)
        self.similar = SimilaritySums.of(skeleton.sigmas)
        self.normalised = NormalisedSums.of(skeleton)
        self.local = LocalSums.of(skeleton)
        self.swaps = SwapSearch.of(skeleton.mirror_indices)
        self.segments = SegmentLengths.of(skeleton)
        self.columns: list[PairColumns] = []
        self.worst: list[Worst | None] = [None] * keypoints
        self._furthest = [(-1.0, "")] * keypoints

    def add_clip(self, pairs: Pairs) -> None:
        """Add all pairs of one clip."""
        keypoints, gap = len(self.skeleton), self.skeleton.policy.min_gap
        kept = PairColumns(
            *(pairs.frames, pairs.instances, pairs.clips, np.empty(len(pairs)), _finite(pairs.scale_px)),
            np.empty((keypoints, len(pairs))),
        )
        normaliser_px = _finite(pairs.normaliser_px)
        lengths = {
            name: normaliser_px if px is pairs.normaliser_px else _finite(px)
            for name, px in pairs.lengths.items()
        }
        here, thin = MomentSums.none(keypoints), _Thin(self.skeleton)
        rows = timeline(clips=pairs.clips, instances=pairs.instances, frames=pairs.frames, min_gap=gap)
        independent = np.sort(rows.independent_rows(np.ones(len(pairs), dtype=np.bool_)))
        for block in blocks_of(pairs, kept.distances):
            here.add(block.errors, block.compared)
            thin.add(block, independent)
            self._add_lengths(block, kept, normaliser_px, lengths)
            self._add_to_body(block, kept.scale_px[block.rows])
        self.spread.join(here)
        self.independent.add_clip(here)
        self.columns.append(kept)
        self._count_clip(pairs, kept.scale_px, normaliser_px)
        self._look_for_worst(kept)
        if thin.complete:
            thin.finish()
            self.independent.frames.join(thin.errors)
            self.segments.join(thin.segments)
        else:
            self._thin(pairs, rows, ~np.isnan(kept.distances))
        self._count_occluded(pairs, rows)

    def _add_lengths(
        self, block: Block, kept: PairColumns, normaliser_px: Floats, lengths: dict[str, Floats]
    ) -> None:
        """Add errors as fractions of lengths."""
        rows = block.rows
        kept.oks[rows] = self.similar.add(block, kept.scale_px[rows])
        reached = within(block, normaliser_px[rows], self.skeleton.policy.pck_alpha)
        known = {name: reached for name, px in lengths.items() if px is normaliser_px}
        here = {name: px[rows] for name, px in lengths.items()}
        self.normalised.add(block, kept.scale_px[rows], here, known=known)
        self._count(block, kept.scale_px[rows], reached)

    def _add_to_body(self, block: Block, scale_px: Floats) -> None:
        self.local.add(block.errors, block.gold, known=block.compared, scale_px=scale_px)
        self.swaps.add(block.errors, block.gold, block.distances, known=block.compared)

    def _count(self, block: Block, scale_px: Floats, reached: tuple[Bools, Floats]) -> None:
        counts = self.counts
        counts.compared += block.n_compared()
        if block.missing is not None and block.extra is not None:
            counts.missing += block.missing.sum(axis=1)
            counts.extra += block.extra.sum(axis=1)
        correct, judged = reached
        counts.correct += correct.sum(axis=1)
        counts.judged += judged
        known = ~np.isnan(scale_px)
        counts.scaled += block.shares_compared(known.astype(np.float64))
        counts.scale_sums += block.shares_compared(np.where(known, scale_px, 0.0))

    def _count_clip(self, pairs: Pairs, scale_px: Floats, normaliser_px: Floats) -> None:
        counts = self.counts
        counts.pairs += len(pairs)
        self.normalised.judged.update(dict.fromkeys(pairs.lengths, 0))
        counts.frames += len(np.unique(pairs.frames))
        counts.unscaled += int((~(scale_px > 0)).sum())
        counts.unmeasured += int((~(normaliser_px > 0)).sum())
        counts.tiers += confusion(pairs.gold_visibility, pairs.labels_visibility, levels=LEVELS)
        if pairs.scale_source is not None:
            codes = numbered(pairs.scale_source)
            first = np.unique(codes, return_index=True)[1]
            words = pairs.scale_source[first].tolist()
            counts.sources.update(dict(zip(words, np.bincount(codes).tolist(), strict=True)))

    def _look_for_worst(self, kept: PairColumns) -> None:
        """Remember the placements that are furthest off; of equal ones that of the first clip by name."""
        if not len(kept.frames):
            return
        clip = str(kept.clips[0])
        for k, distances in enumerate(kept.distances):
            row = int(np.argmax(distances))
            if np.isnan(distances[row]):  # so is the whole column, or argmax stopped at the first NaN
                row = int(np.argmax(np.nan_to_num(distances, nan=-1.0)))
            size, (furthest, other) = float(distances[row]), self._furthest[k]
            if size > furthest or (size == furthest and clip < other):
                self._furthest[k] = (size, clip)
                self.worst[k] = Worst(clip, str(kept.instances[row]), int(kept.frames[row]))

    def _thin(self, pairs: Pairs, rows: Timeline, compared: Bools) -> None:
        """Add what is taken from poses far enough apart, which differ between keypoints."""
        for columns, at in rows.independent_groups(compared):
            some = np.ix_(at, columns)
            off = pairs.labels_positions[some] - pairs.gold_positions[some]
            self.independent.add_rows(columns, keypoints_first(off))
        self.segments.add(pairs, rows, compared)

    def _count_occluded(self, pairs: Pairs, rows: Timeline) -> None:
        occluded = (pairs.gold_visibility == Visibility.ESTIMATED) & (
            pairs.labels_visibility != Visibility.NOT_PLACED
        )
        columns = np.flatnonzero(occluded.any(axis=0))
        uses = [np.ascontiguousarray(occluded[:, k]) for k in columns.tolist()]
        for k, chosen in zip(columns.tolist(), rows.independent_of(uses), strict=True):
            self.counts.occluded[k] += len(chosen)
            flags = pairs.labels_visibility[chosen, k]
            self.counts.occluded_visible[k] += int((flags == Visibility.VISIBLE).sum())


def _finite(values: Floats) -> Floats:
    wild = np.isinf(values)
    return np.where(wild, np.nan, values) if wild.any() else values
