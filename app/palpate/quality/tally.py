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
from palpate.quality.blocks import Block, blocks_of
from palpate.quality.keypoint_score import Worst
from palpate.quality.local_bias import LocalSums
from palpate.quality.normalised import NormalisedSums, within
from palpate.quality.oks import SimilaritySums
from palpate.quality.pairs import Pairs
from palpate.quality.points import numbered
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
        scale_px = _finite(pairs.scale_px)
        kept = PairColumns(
            *(pairs.frames, pairs.instances, pairs.clips),
            *(np.empty(len(pairs)), scale_px, np.empty((len(self.skeleton), len(pairs)))),
        )
        lengths = {name: _finite(px) for name, px in pairs.lengths.items()}
        normaliser_px, here = _finite(pairs.normaliser_px), MomentSums.none(len(self.skeleton))
        for block in blocks_of(pairs, kept.distances):
            rows = block.rows
            kept.oks[rows] = self.similar.add(block, scale_px[rows])
            here.add(block.errors[:, 0], block.errors[:, 1], block.compared)
            self.normalised.add(block, scale_px[rows], {name: px[rows] for name, px in lengths.items()})
            self._add_to_body(block, scale_px[rows])
            self._count(block, scale_px[rows], normaliser_px[rows])
        self.spread.join(here)
        self.independent.add_clip(here)
        self.columns.append(kept)
        self._count_clip(pairs, scale_px, normaliser_px)
        self._look_for_worst(kept)
        self._thin(pairs, None if here.n.sum() == len(pairs) * len(here.n) else ~np.isnan(kept.distances))

    def _add_to_body(self, block: Block, scale_px: Floats) -> None:
        errors, gold = block.errors, block.gold
        self.local.add(
            *((errors[:, 0], errors[:, 1]), (gold[:, 0], gold[:, 1])), known=block.compared, scale_px=scale_px
        )
        self.swaps.add(errors, gold, block.distances, known=block.compared)

    def _count(self, block: Block, scale_px: Floats, normaliser_px: Floats) -> None:
        counts = self.counts
        counts.compared += block.n_compared()
        if block.missing is not None and block.extra is not None:
            counts.missing += block.missing.sum(axis=1)
            counts.extra += block.extra.sum(axis=1)
        correct, judged = within(block, normaliser_px, self.skeleton.policy.pck_alpha)
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

    def _thin(self, pairs: Pairs, compared: Bools | None) -> None:
        """Add what is taken from poses far enough apart."""
        gap = self.skeleton.policy.min_gap
        rows = timeline(clips=pairs.clips, instances=pairs.instances, frames=pairs.frames, min_gap=gap)
        if compared is None:
            at = rows.independent_rows(np.ones(len(pairs), dtype=np.bool_))
            labels, gold = pairs.labels_positions[at], pairs.gold_positions[at]
            self.segments.add_poses(gold, labels)
            labels -= gold
            self.independent.add_rows(np.arange(len(self.skeleton)), labels)
        else:
            for columns, at in rows.independent_groups(compared):
                some = np.ix_(at, columns)
                off = pairs.labels_positions[some] - pairs.gold_positions[some]
                self.independent.add_rows(columns, off)
            self.segments.add(pairs, rows, compared)
        self._count_occluded(pairs, rows)

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
