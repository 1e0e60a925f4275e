"""Labels beside gold: which pose of one is which of the other, and what had to be left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from palpate.base.errors import ScoreError
from palpate.model.arrays import Bools, Floats, Ints, distinct
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.quality.matching import Matches, Placements, match
from palpate.quality.pairs import Alone, Pairs, joined
from palpate.quality.pck import BOX, normaliser_lengths, usable_normaliser
from palpate.quality.points import extents
from palpate.quality.scale import clip_constant, scales
from palpate.session.judging.by_clip import ByClip, all_of, facts_of, main_skeleton_of, taken_by_clip
from palpate.session.judging.doubled import GOLD, LABELS, Doubled, doubled
from palpate.session.judging.score_rows import (
    Rows,
    Texts,
    by_clip_and_frame,
    first_poses,
    frame_numbers,
    rows_if_any,
    rows_of,
    said_of_repeats,
)
from palpate.session.judging.videos_apart import VideosApart
from palpate.session.skeletons.common_skeleton import common_skeleton, left_out

_LACKING = (
    "there is no labelled pose to compare",
    "the labels and gold have no frame in common",
    "no pose of the labels belongs to any pose of gold",
)


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


def pair_labels(labels: Labels | ByClip, gold: Labels | ByClip, *, keypoints: Collection[str] = ()) -> Paired:
    """Find all poses of two label sets that belong together; see `Pairing`."""
    pairing = Pairing(labels, gold, keypoints=keypoints)
    pairs = joined([*pairing.parts()])
    return Paired(pairs, pairing.skeleton, pairing.notes(), doubled=pairing.doubled())


class Pairing:
    """The poses of two label sets that belong together, clip by clip.

    Only facts are gold: what was interpolated between gold keyframes is left out. The skeleton is gold's;
    where the labels' has other keypoints the common ones are compared. Frames are found by clip and index,
    else by the names of images, else by COCO's image ids. Videos are taken one after the other, so that only
    one clip's poses are copied at a time; images are taken together, for their names have to be looked up.

    Parameters
    ----------
    gold
        Taken clip by clip, it has facts alone.
    keypoints
        Names of those to compare, all if empty; scale and normaliser are those of the whole poses of gold.

    Attributes
    ----------
    skeleton
        Gold's, with the keypoints that both have.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """

    def __init__(
        self, labels: Labels | ByClip, gold: Labels | ByClip, *, keypoints: Collection[str] = ()
    ) -> None:
        gold = facts_of(gold) if isinstance(gold, Labels) else gold
        self._sides = own, theirs = taken_by_clip(labels), taken_by_clip(gold)
        self._whole, skeleton = main_skeleton_of(theirs, "gold"), main_skeleton_of(own, "the labels")
        self.skeleton = common_skeleton(self._whole, skeleton, keypoints)
        self._left_out = left_out(self._whole, skeleton)
        self._apart = VideosApart(own, theirs)
        self._doubts = {LABELS: own.outline.doubts, GOLD: theirs.outline.doubts}
        self._repeated: dict[str, set[str]] = {LABELS: set(), GOLD: set()}
        self._doubled: dict[str, list[Doubled]] = {LABELS: [], GOLD: []}
        self._other_size, self._n_other_size = "", 0
        self._reached = 0

    def parts(self) -> Iterator[Pairs]:
        """Yield the pairs of each clip; clips without gold are left out.

        Raises
        ------
        ScoreError
            At the end, if there was no pair.
        """
        n = 0
        for part in self._by_clip() if len(self._apart) else self._together():
            n += len(part)
            yield part
            del part  # while the next clip is read nothing holds this one
        if not n and self._other_size:
            raise ScoreError(
                f"the frames in common have another size: {self._other_size}; "
                "bring one to the other's size first"
            )
        if not n:
            raise ScoreError(self._lacking(self._reached))

    def _by_clip(self) -> Iterator[Pairs]:
        for sides in self._apart:
            part = self._clip(*sides)
            del sides
            if part is not None:
                yield part
            del part

    def _together(self) -> Iterator[Pairs]:
        labels, gold = (all_of(side) for side in self._sides)
        rows_labels = rows_of(labels, self.skeleton, "labels")
        rows_gold, sized = _measured(rows_of(gold, self._whole, "gold"), self._whole, self.skeleton)
        first, second = frame_numbers([rows_labels, rows_gold], self._lacking(1))
        yield self._pairs(rows_labels, rows_gold, sized, (first, second))

    def notes(self) -> tuple[str, ...]:
        """Return what was left out or looks wrong in the parts so far, a sentence each."""
        left = f"{_times(self._n_other_size, 'pose')} left out, as their frames have another size: "
        return (
            *self._doubts[GOLD],
            *self._doubts[LABELS],
            *self._left_out,
            *(note for whose, names in self._repeated.items() for note in said_of_repeats(names, whose)),
            *((left + self._other_size,) if self._n_other_size else ()),
            *(one.sentence for one in self.doubled()),
        )

    def doubled(self) -> tuple[Doubled, ...]:
        """Return the subjects that one side has twice, in the parts so far; those of the labels first."""
        found = (
            sorted(of_side, key=lambda one: (one.clip, one.instances)) for of_side in self._doubled.values()
        )
        return tuple(one for of_side in found for one in of_side)

    def _lacking(self, reached: int) -> str:
        """Say why there is no pair, and what was kept from sight that might have been one."""
        return "; ".join((_LACKING[reached], *(self._doubts[GOLD] if reached == 1 else ())))

    def _clip(self, labels: Labels, gold: Labels) -> Pairs | None:
        """Return the pairs of one video, none of them if only gold has it; None where gold has no pose."""
        rows_gold = rows_if_any(gold, self._whole, "gold")
        if rows_gold is None:
            return None
        rows_gold, sized = _measured(rows_gold, self._whole, self.skeleton)
        rows_labels = rows_if_any(labels, self.skeleton, "labels")
        if rows_labels is None:
            rows_labels = rows_gold.pick(np.zeros(len(rows_gold.frames), dtype=np.bool_))
        else:
            self._reached = max(self._reached, 1)
        keys_labels, keys_gold = by_clip_and_frame([rows_labels, rows_gold])
        return self._pairs(rows_labels, rows_gold, sized, (keys_labels, keys_gold))

    def _pairs(self, labels: Rows, gold: Rows, sized: _Sizes, keys: tuple[Ints, Ints]) -> Pairs:
        keys_labels, keys_gold = keys
        chosen = np.isin(keys_labels, distinct(keys_gold))
        self._reached = 2 if chosen.any() else self._reached
        labels_kept, again = first_poses(labels, keys_labels, among=chosen)
        gold_kept, twice = first_poses(gold, keys_gold)
        self._repeated[LABELS] |= again
        self._repeated[GOLD] |= twice
        labels, keys_labels = labels.pick(labels_kept), keys_labels[labels_kept]
        gold, keys_gold, sized = gold.pick(gold_kept), keys_gold[gold_kept], sized.pick(gold_kept)
        fits, other = sizes_that_fit(labels, keys_labels, gold=gold, keys_gold=keys_gold)
        self._other_size, self._n_other_size = (
            self._other_size or other,
            self._n_other_size + int((~fits).sum()),
        )
        labels, keys_labels = labels.pick(fits), keys_labels[fits]
        matched = match(
            placements(labels, keys_labels), placements(gold, keys_gold), gold_scale_px=sized.scale_px
        )
        self._doubled[LABELS] += doubled(labels, keys_labels, sized.scale_px, LABELS)
        self._doubled[GOLD] += doubled(gold, keys_gold, sized.scale_px, GOLD)
        return _pairs(labels, gold, matched, sized)


def placements(rows: Rows, keys: Ints) -> Placements:
    """Return rows as matching takes them; the keys tell clips apart already."""
    return Placements(np.zeros(len(keys), dtype=np.int64), keys, rows.instances, rows.positions)


def steadied(scale_px: Floats, rows: Rows) -> Floats:
    """Keep an instance's scale constant through a video: a raised arm changes no tolerance."""
    video = rows.steady >= 0
    steady = scale_px.copy()
    if video.any():
        steady[video] = clip_constant(scale_px[video], rows.steady[video])
    return steady


def sizes_that_fit(
    rows: Rows, keys: Ints, *, gold: Rows, keys_gold: Ints, where: str = "in gold"
) -> tuple[Bools, str]:
    """Tell which rows lie in frames that are as large in both sets, where both sizes are known.

    Also say the first two sizes that differ; nothing if none do.

    Parameters
    ----------
    where
        What the other set is called in a sentence.
    """
    one = [each.sizes[0] for each in (rows, gold) if len(each.sizes) and (each.sizes == each.sizes[0]).all()]
    if not len(keys) or not len(keys_gold) or (len(one) == 2 and (one[0] == one[1]).all()):
        return np.ones(len(keys), dtype=np.bool_), ""
    known, first = np.unique(keys_gold, return_index=True)
    at = np.searchsorted(known, keys).clip(max=len(known) - 1)
    theirs = gold.sizes[first[at]]
    unknown = (rows.sizes <= 0).any(axis=1) | (theirs <= 0).any(axis=1)
    fits = unknown | (known[at] != keys) | (rows.sizes == theirs).all(axis=1)
    if fits.all():
        return fits, ""
    own, others = rows.sizes[~fits][0], theirs[~fits][0]
    return fits, f"{own[0]} × {own[1]} px there, {others[0]} × {others[1]} px {where}"


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
