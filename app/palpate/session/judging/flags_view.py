"""Visibility flags beside gold's: which tier is taken for which, how sure the agreement is, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Codes, Ints
from palpate.model.labels import Labels
from palpate.model.skeleton import Tiers
from palpate.model.visibility import FOUR_TIERS, THREE_TIERS, Visibility, three_tiers
from palpate.quality.pairs import Pairs
from palpate.quality.points import numbered
from palpate.quality.resampling import FEW_BLOCKS, MIN_BLOCKS, cohen_of, cohen_sums, interval
from palpate.quality.visibility import Kappa, cohen_kappa, ordered_levels
from palpate.session.judging.pairing import Paired

LISTED = 1000
"""Placements of a cell that are listed: nobody goes through more."""

WIDE = "one draw of clips in twenty or more has no κ"


@dataclass(frozen=True, slots=True)
class Placement:
    """One keypoint of one pose."""

    clip: str
    frame: int
    instance: str
    keypoint: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What gold calls one tier and the labels another.

    Attributes
    ----------
    n, share
        Placements, and their share of those that gold calls so.
    """

    gold: int
    labels: int
    n: int
    share: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """κ of one confusion matrix and how sure it is.

    Attributes
    ----------
    limits
        95 % of κ, by drawing clips anew; None where `reason` says why.
    """

    kappa: Kappa
    limits: tuple[float, float] | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of K keypoints, or of all of them together.

    Attributes
    ----------
    levels
        Codes in the order of rows (gold) and columns (labels).
    counts
        ``(L, L)``.
    undecided
        Placements that gold has decided and the labels have not.
    """

    levels: tuple[int, ...]
    counts: Ints
    agreement: Agreement
    undecided: int

    @property
    def confused(self) -> tuple[Cell, ...]:
        """The cells off the diagonal that are not empty, the most frequent first."""
        found = [
            self.cell(row, column)
            for row in range(len(self.levels))
            for column in range(len(self.levels))
            if row != column and self.counts[row, column]
        ]
        return tuple(sorted(found, key=lambda one: (-one.n, -one.share)))

    def cell(self, row: int, column: int) -> Cell:
        """Return one of the cells; its share is NaN where gold never says so."""
        n, of = int(self.counts[row, column]), int(self.counts[row].sum())
        return Cell(self.levels[row], self.levels[column], n, n / of if of else float("nan"))


@dataclass(frozen=True, slots=True)
class FlagsView:
    """The flags of N pairs of poses and K keypoints, clip by clip in the order of time.

    Attributes
    ----------
    names, titles
        Of the keypoints, in skeleton order.
    gold, labels
        ``(N, K)`` codes.
    clips, instances
        Names, N each.
    frames
        ``(N,)``.
    tables
        By levels, then by keypoint; under the empty name that of all of them.
    """

    names: tuple[str, ...]
    titles: Mapping[str, str]
    gold: Codes
    labels: Codes
    clips: tuple[str, ...]
    instances: tuple[str, ...]
    frames: Ints
    tables: Mapping[tuple[int, ...], Mapping[str, Table]]

    @property
    def scales(self) -> tuple[tuple[int, ...], ...]:
        """The levels that there are tables of: three tiers, and all four where the skeleton has them."""
        return tuple(self.tables)

    def places(self, levels: tuple[int, ...], cell: Cell, keypoint: str = "") -> tuple[Placement, ...]:
        """Return where a cell of a table was found, in the order of time: the first `LISTED` of them."""
        columns = np.arange(len(self.names)) if not keypoint else np.array([self.names.index(keypoint)])
        gold, labels = (_codes(side[:, columns], levels) for side in (self.gold, self.labels))
        rows, of = np.nonzero((gold == cell.gold) & (labels == cell.labels))
        return tuple(
            Placement(self.clips[row], int(self.frames[row]), self.instances[row], self.names[columns[k]])
            for row, k in zip(rows[:LISTED].tolist(), of[:LISTED].tolist(), strict=True)
        )


def flags_view(paired: Paired, labels: Labels) -> FlagsView:
    """Count which flags are taken for which.

    Parameters
    ----------
    labels
        Of the side that is judged: they tell sets of images from videos.
    """
    pairs, skeleton = paired.pairs, paired.skeleton
    blocks = _blocks(pairs, labels)
    scales = [tuple(int(tier) for tier in THREE_TIERS)]
    if skeleton.tiers is Tiers.FOUR:
        scales.append(ordered_levels(FOUR_TIERS))
    order = np.lexsort((numbered(pairs.instances), pairs.frames, numbered(pairs.clips)))
    return FlagsView(
        names=skeleton.names,
        titles={point.name: point.called for point in skeleton.keypoints},
        gold=pairs.gold_visibility[order],
        labels=pairs.labels_visibility[order],
        clips=tuple(str(clip) for clip in pairs.clips[order].tolist()),
        instances=tuple(str(name) for name in pairs.instances[order].tolist()),
        frames=pairs.frames[order],
        tables={levels: _tables(pairs, skeleton.names, blocks, levels) for levels in scales},
    )


def _tables(
    pairs: Pairs, names: tuple[str, ...], blocks: Ints, levels: tuple[int, ...]
) -> Mapping[str, Table]:
    gold, labels = (_codes(side, levels) for side in (pairs.gold_visibility, pairs.labels_visibility))
    sums = cohen_sums(gold, labels, blocks, levels=levels)
    undecided = ((gold != Visibility.NOT_PLACED) & (pairs.labels_visibility == Visibility.NOT_PLACED)).sum(
        axis=0
    )
    n_blocks = len(np.unique(blocks))
    every = np.concatenate([sums.sum(axis=1, keepdims=True), sums], axis=1)
    low, high = interval(every, cohen_of)
    missing = [int(undecided.sum()), *undecided.tolist()]
    found = {}
    for k, name in enumerate(("", *names)):
        counts = every[:, k].sum(axis=0).astype(np.int64)
        agreement = _agreement(cohen_kappa(counts), low[k], high[k], n_blocks)
        found[name] = Table(levels, counts, agreement, missing[k])
    return found


def _agreement(kappa: Kappa, low: float, high: float, n_blocks: int) -> Agreement:
    if kappa.value is None:
        return Agreement(kappa, None, kappa.reason)
    if np.isnan(low) or np.isnan(high):
        return Agreement(kappa, None, FEW_BLOCKS if n_blocks < MIN_BLOCKS else WIDE)
    return Agreement(kappa, (float(low), float(high)))


def _codes(flags: Codes, levels: tuple[int, ...]) -> Codes:
    if len(levels) > len(THREE_TIERS):
        return flags
    decided: Bools = flags != Visibility.NOT_PLACED
    return np.where(decided, three_tiers(flags), flags).astype(np.int8)


def _blocks(pairs: Pairs, labels: Labels) -> Ints:
    """``(N,)`` number of the clip of each pair, or of its image."""
    images = {clip.name for clip in labels.clips if clip.frame_names}
    clips = pairs.clips.tolist()
    places = [
        (clip, frame if clip in images else -1)
        for clip, frame in zip(clips, pairs.frames.tolist(), strict=True)
    ]
    number = {place: n for n, place in enumerate(dict.fromkeys(places))}
    return np.array([number[place] for place in places], dtype=np.int64)
