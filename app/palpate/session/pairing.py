"""Labels beside gold: which pose of one is which of the other, and what had to be left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from palpate.base.errors import ScoreError
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.labels import Labels
from palpate.model.origin import DERIVED
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.quality.matching import Matches, Placements, match
from palpate.quality.pairs import Alone, Pairs
from palpate.quality.pck import BOX, normaliser_lengths, usable_normaliser
from palpate.quality.points import extents
from palpate.quality.scale import clip_constant, scales
from palpate.session.common_skeleton import common_skeleton, left_out, main_skeleton
from palpate.session.doubled import GOLD, Doubled, doubled
from palpate.session.score_rows import Rows, Texts, frame_numbers, rows_of, without_repeats


@dataclass(frozen=True, slots=True)
class Paired:
    """Labels and gold as the score takes them.

    Attributes
    ----------
    skeleton
        Gold's, with the keypoints that both have.
    notes
        What was left out or looks wrong, a sentence each.
    doubled
        Subjects that one of the sides has twice in a frame.
    """

    pairs: Pairs
    skeleton: Skeleton
    notes: tuple[str, ...]
    doubled: tuple[Doubled, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How large gold's poses are: ``(N,)`` s in px, where it is from, and other lengths by name."""

    scale_px: Floats
    source: Texts
    lengths: Mapping[str, Floats]
    normaliser: str

    def pick(self, chosen: Bools | Ints | slice) -> _Sizes:
        lengths = {name: px[chosen] for name, px in self.lengths.items()}
        return _Sizes(self.scale_px[chosen], self.source[chosen], lengths, self.normaliser)


def pair_labels(labels: Labels, gold: Labels, *, keypoints: Collection[str] = ()) -> Paired:
    """Find the poses of two label sets that belong together.

    Only facts are gold: what was interpolated between gold keyframes is left out. The skeleton is gold's;
    where the labels' has other keypoints the common ones are compared. Frames are found by clip and index,
    else by the names of images, else by COCO's image ids.

    Parameters
    ----------
    keypoints
        Names of those to compare, all if empty; scale and normaliser are those of the whole poses of gold.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """
    gold = facts_of(gold)
    skeleton, theirs = main_skeleton(gold, "gold"), main_skeleton(labels, "the labels")
    common = common_skeleton(skeleton, theirs, keypoints)
    rows_labels = rows_of(labels, common, "labels")
    rows_gold, sized = _measured(rows_of(gold, skeleton, "gold"), skeleton, common)
    apart = "; ".join(("the labels and gold have no frame in common", *gold.doubts))
    keys_labels, keys_gold = frame_numbers([rows_labels, rows_gold], apart)
    chosen = np.isin(keys_labels, np.unique(keys_gold))
    labels_kept, again = without_repeats(rows_labels, keys_labels, among=chosen, whose="the labels")
    gold_kept, twice = without_repeats(rows_gold, keys_gold, whose="gold")
    rows_labels, keys_labels = rows_labels.pick(labels_kept), keys_labels[labels_kept]
    rows_gold, keys_gold, sized = rows_gold.pick(gold_kept), keys_gold[gold_kept], sized.pick(gold_kept)
    fits, other = of_equal_size(rows_labels, keys_labels, gold=rows_gold, keys_gold=keys_gold)
    rows_labels, keys_labels = rows_labels.pick(fits), keys_labels[fits]
    matched = match(
        placements(rows_labels, keys_labels), placements(rows_gold, keys_gold), gold_scale_px=sized.scale_px
    )
    if not len(matched.labels):
        raise ScoreError("no pose of the labels belongs to any pose of gold")
    pairs = _pairs(rows_labels, rows_gold, matched, sized)
    twice_there = (
        *doubled(rows_labels, keys_labels, sized.scale_px, "the labels"),
        *doubled(rows_gold, keys_gold, sized.scale_px, GOLD),
    )
    notes = (
        *gold.doubts,
        *labels.doubts,
        *left_out(skeleton, theirs),
        *again,
        *twice,
        *other,
        *(one.sentence for one in twice_there),
    )
    return Paired(pairs, common, notes, doubled=twice_there)


def facts_of(labels: Labels) -> Labels:
    """Return what somebody placed, accepted or imported: nothing that was derived between keyframes."""
    tracks = {}
    for instance, track in labels.tracks.items():
        derived = np.logical_or.reduce([track.origin == origin for origin in DERIVED])
        if not derived.any() and (track.visibility != Visibility.NOT_PLACED).any(axis=1).all():
            tracks[instance] = track
            continue
        visibility = np.where(derived, Visibility.NOT_PLACED, track.visibility).astype(np.int8)
        kept = (visibility != Visibility.NOT_PLACED).any(axis=1)
        if kept.any():
            tracks[instance] = replace(
                track,
                frames=track.frames[kept],
                positions=np.where(derived[..., None], np.nan, track.positions)[kept],
                visibility=visibility[kept],
                origin=track.origin[kept],
                scores=None,
            )
    return replace(labels, tracks=tracks)


def placements(rows: Rows, keys: Ints) -> Placements:
    """Return rows as matching takes them; the keys tell clips apart already."""
    return Placements(np.zeros(len(keys)), keys, rows.instances, rows.positions)


def steadied(scale_px: Floats, rows: Rows) -> Floats:
    """Keep an instance's scale constant through a video: a raised arm changes no tolerance."""
    video = rows.steady >= 0
    steady = scale_px.copy()
    if video.any():
        steady[video] = clip_constant(scale_px[video], rows.steady[video])
    return steady


def of_equal_size(
    rows: Rows, keys: Ints, *, gold: Rows, keys_gold: Ints, where: str = "in gold"
) -> tuple[Bools, tuple[str, ...]]:
    """Tell which rows lie in frames that are as large in both sets, where both sizes are known.

    Parameters
    ----------
    where
        What the other set is called in a sentence.

    Raises
    ------
    ScoreError
        If none is.
    """
    one = [each.sizes[0] for each in (rows, gold) if len(each.sizes) and (each.sizes == each.sizes[0]).all()]
    if len(one) == 2 and (one[0] == one[1]).all():
        return np.ones(len(keys), dtype=np.bool_), ()
    known, first = np.unique(keys_gold, return_index=True)
    at = np.searchsorted(known, keys).clip(max=len(known) - 1)
    theirs = gold.sizes[first[at]]
    unknown = (rows.sizes <= 0).any(axis=1) | (theirs <= 0).any(axis=1)
    fits = unknown | (known[at] != keys) | (rows.sizes == theirs).all(axis=1)
    if fits.all():
        return fits, ()
    own, others = rows.sizes[~fits][0], theirs[~fits][0]
    sizes = f"{own[0]} × {own[1]} px there, {others[0]} × {others[1]} px {where}"
    if not fits.any():
        raise ScoreError(
            f"the frames in common have another size: {sizes}; bring one to the other's size first"
        )
    return fits, (
        f"{_times(int((~fits).sum()), 'pose')} left out, as their frames have another size: {sizes}",
    )


def twins(rows: Rows, keys: Ints, scale_px: Floats, whose: str) -> tuple[str, ...]:
    """Name subjects that a label set has twice in a frame.

    Parameters
    ----------
    scale_px
        Some scales in px of such subjects; their median is what "close" is measured by.
    """
    return tuple(one.sentence for one in doubled(rows, keys, scale_px, whose))


def _times(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _measured(rows: Rows, skeleton: Skeleton, common: Skeleton) -> tuple[Rows, _Sizes]:
    """Return the rows with the common keypoints, where they say something of them, and how large they are."""
    sides = extents(rows.positions)
    s = scales(skeleton.scale, areas=rows.areas, boxes=rows.boxes, positions=rows.positions, sides=sides)
    lengths = {
        name: normaliser_lengths(skeleton, name, positions=rows.positions, boxes=rows.boxes, sides=sides)
        for name in (*skeleton.normalisers, BOX)
    }
    sizes = _Sizes(steadied(s.px, rows), s.source, lengths, usable_normaliser(skeleton))
    if len(common) == len(skeleton):
        return rows, sizes
    columns = [skeleton.position_of[name] for name in common.names]
    said = (rows.visibility[:, columns] != Visibility.NOT_PLACED).any(axis=1)
    return rows.pick(said).of_keypoints(columns), sizes.pick(said)


def _pairs(labels: Rows, gold: Rows, matched: Matches, sizes: _Sizes) -> Pairs:
    a, b = _as_slice(matched.labels, len(labels.frames)), _as_slice(matched.gold, len(gold.frames))
    paired = sizes.pick(b)
    return Pairs(
        frames=gold.frames[b],
        instances=gold.names[b],
        clips=gold.clips[b],
        labels_positions=labels.positions[a],
        labels_visibility=labels.visibility[a],
        gold_positions=gold.positions[b],
        gold_visibility=gold.visibility[b],
        scale_px=paired.scale_px,
        normaliser_px=paired.lengths[sizes.normaliser],
        normaliser=sizes.normaliser,
        scale_source=paired.source,
        lengths=paired.lengths,
        unmatched_labels=len(matched.unmatched_labels),
        unmatched_gold=len(matched.unmatched_gold),
        frame_size=gold.frame_size,
        alone=(
            *alone(labels, matched.unmatched_labels, "labels"),
            *alone(gold, matched.unmatched_gold, "gold"),
        ),
    )


def _as_slice(rows: Ints, n: int) -> Ints | slice:
    """Return row numbers, or if they are all rows in order what takes them without a copy."""
    return slice(None) if len(rows) == n and (rows == np.arange(n)).all() else rows


def alone(rows: Rows, chosen: Ints, side: str) -> Iterator[Alone]:
    """Yield the instances of some rows, clip by clip, with their frames."""
    frames: dict[tuple[str, str], list[int]] = {}
    for row in chosen.tolist():
        frames.setdefault((str(rows.clips[row]), str(rows.names[row])), []).append(int(rows.frames[row]))
    for (clip, name), at in sorted(frames.items()):
        yield Alone(side, clip, name, np.unique(at))
