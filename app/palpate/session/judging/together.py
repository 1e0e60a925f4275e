"""Label sets of the same frames laid side by side, clip by clip where these are videos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import ScoreError
from palpate.base.progress import Progress
from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility, has_position
from palpate.quality.matching import Placements, match
from palpate.quality.ratings import Ratings
from palpate.quality.scale import scales
from palpate.session.judging.by_clip import (
    ByClip,
    all_of,
    facts_of,
    main_skeleton_of,
    outline_of,
    taken_by_clip,
)
from palpate.session.judging.doubled import Doubled, doubled
from palpate.session.judging.pairing import placements, sizes_that_fit, steadied
from palpate.session.judging.score_rows import (
    Rows,
    by_clip_and_frame,
    first_poses,
    frame_numbers,
    rows_if_any,
    rows_of,
    said_of_repeats,
)
from palpate.session.judging.videos_apart import Ids, clips_by_name
from palpate.session.skeletons.common_skeleton import common_skeleton, left_out

KEPT_BACK = "left out"
NO_FRAME = "the label sets have no frame in common"


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody's labels under a name; taken clip by clip they are facts alone."""

    name: str
    labels: Labels | ByClip


@dataclass(frozen=True, slots=True)
class Together:
    """Label sets side by side.

    Attributes
    ----------
    skeleton
        Gold's or the first rater's, with the keypoints that all have.
    notes
        What was left out or looks wrong, a sentence each.
    """

    ratings: Ratings
    skeleton: Skeleton
    notes: tuple[str, ...]


def together(
    raters: Sequence[Rater], gold: Labels | ByClip | None = None, progress: Progress | None = None
) -> Together:
    """Find the poses that several people have labelled, and lay what they marked side by side.

    Only facts count: what was filled in between keyframes is nobody's judgement.

    Raises
    ------
    ScoreError
        If there are fewer than two raters, or nothing that two of them have labelled.
    Cancelled
        If stopping was asked for.
    """
    if len(raters) < 2:
        raise ScoreError("agreement needs at least two sets of labels")
    sets = [Rater("gold", gold), *raters] if gold is not None else list(raters)
    outlines = [outline_of(each.labels) for each in sets]
    sources = [taken_by_clip(_facts(each.labels)) for each in sets]
    names = [each.name for each in sets]
    skeleton, notes = _shared(names, sources)
    notes = (*(said for outline in outlines for said in outline.doubts), *notes)
    notes += tuple(
        f"{name}: {said}"
        for name, outline in zip(names, outlines, strict=True)
        for said in outline.warnings
        if KEPT_BACK in said
    )
    first = 0 if gold is None else 1
    table = _Table(names, skeleton, first=first)
    places = _videos(sources)
    for ids in places:
        (progress or Progress()).step(0, 0, "agreement")
        table.add_clip([source.of(of) for source, of in zip(sources, ids, strict=True)])
    if not all(table.shared):  # by the names of clips somebody shares nothing: look for another way
        table = _Table(names, skeleton, first=first)
        rows = [rows_of(all_of(each), skeleton, name) for each, name in zip(sources, names, strict=True)]
        table.add(rows, frame_numbers(rows, NO_FRAME))
        for name, shares in zip(names, table.shared, strict=True):
            if not shares:
                raise ScoreError(f"{name} has no frame in common with the others")
    return Together(table.ratings(), skeleton, (*notes, *table.notes()))


def _facts(labels: Labels | ByClip) -> Labels | ByClip:
    return facts_of(labels) if isinstance(labels, Labels) else labels


def _videos(sources: Sequence[ByClip]) -> list[list[Ids]]:
    """Return the ids of each clip that two sets or more have, by its name; none where there are images."""
    outlines = [source.outline for source in sources]
    if any(clip.frame_names for outline in outlines for clip in outline.clips):
        return []
    each = [clips_by_name(outline) for outline in outlines]
    names = dict.fromkeys(name for found in each for name in found)
    places = [[found.get(name, ()) for found in each] for name in names]
    return [ids for ids in places if sum(map(bool, ids)) > 1]


def _shared(names: Sequence[str], sources: Sequence[ByClip]) -> tuple[Skeleton, tuple[str, ...]]:
    """Return the skeleton of what all have, and what each lacks."""
    first = skeleton = main_skeleton_of(sources[0], names[0])
    notes: list[str] = []
    for name, source in zip(names[1:], sources[1:], strict=True):
        theirs = main_skeleton_of(source, name)
        skeleton = common_skeleton(skeleton, theirs)
        notes += [f"{name}: {note}" for note in left_out(first, theirs)]
    return skeleton, tuple(notes)


@dataclass(slots=True)
class _Left:
    """What was left out of one set, and who it has twice."""

    repeated: set[str] = field(default_factory=set)
    sizes: str = ""
    n_other_size: int = 0
    n_fit: int = 0
    alone: int = 0
    doubled: list[Doubled] = field(default_factory=list)

    def said(self, name: str, where: str) -> list[str]:
        """Return it in sentences, but for those that nobody else has labelled."""
        poses = "1 pose" if self.n_other_size == 1 else f"{self.n_other_size} poses"
        sized = f"{poses} left out, as their frames have another size: {self.sizes}"
        return [*said_of_repeats(self.repeated, name), *([sized] if self.sizes else [])]


class _Table:
    """Ratings on the way, part by part.

    Attributes
    ----------
    shared
        Whether each set has a frame that another has too.
    """

    def __init__(self, names: Sequence[str], skeleton: Skeleton, *, first: int) -> None:
        self._names, self._skeleton, self._first = tuple(names), skeleton, first
        self._left = [_Left() for _ in names]
        self._parts: list[Ratings] = []
        self.shared = [False for _ in names]

    def add_clip(self, sets: Sequence[Labels]) -> None:
        """Add the labels that sets have of a video."""
        named = zip(sets, self._names, strict=True)
        found = [rows_if_any(each, self._skeleton, name) for each, name in named]
        some = next((rows for rows in found if rows is not None), None)
        if some is None:
            return
        none = some.pick(np.zeros(len(some.frames), dtype=np.bool_))
        rows = [none if each is None else each for each in found]
        self.add(rows, by_clip_and_frame(rows))

    def add(self, rows: list[Rows], keys: list[Ints]) -> None:
        """Add poses with the numbers of their frames."""
        rows, keys = self._usable(rows, keys)
        scale_px = [_scale(self._skeleton, each) for each in rows]
        table = _who_is_who(rows, keys, scale_px)
        first = self._first
        by_gold = table[:, 0] >= 0 if first else np.zeros(len(table), dtype=np.bool_)
        enough = (table[:, first:] >= 0).sum(axis=1) >= np.where(by_gold, 1, 2)
        for n, (each, left) in enumerate(zip(rows, self._left, strict=True)):
            left.alone += int((~enough & (table[:, n] >= 0)).sum())
            left.doubled += doubled(each, keys[n], scale_px[n], self._names[n])
        if enough.any():
            self._parts.append(_ratings(self._names, rows, scale_px, table[enough], first=first))

    def notes(self) -> list[str]:
        """Return what was left out or looks wrong, a sentence each."""
        where = f"with {self._names[0]}"
        both = [*zip(self._names, self._left, strict=True)]
        said = [one for name, left in both for one in left.said(name, where)]
        said += [
            f"poses of these frames that {name} alone has, left out: {left.alone}"
            for name, left in both
            if left.alone
        ]
        for _, left in both:
            twice = sorted(left.doubled, key=lambda one: (one.clip, one.instances))
            said += [one.sentence for one in twice]
        return said

    def ratings(self) -> Ratings:
        """Return everything that was added; the parts are let go."""
        for left in self._left:
            if left.sizes and not left.n_fit:
                raise ScoreError(
                    f"the frames in common have another size: {left.sizes}; "
                    "bring one to the other's size first"
                )
        if not self._parts:
            raise ScoreError("no pose has been labelled by two of them")
        return _joined_parts(self._parts)

    def _usable(self, rows: list[Rows], keys: list[Ints]) -> tuple[list[Rows], list[Ints]]:
        """Keep the rows of frames that another set has too, once each, and in frames of the same size."""
        often = Counter(key for each in keys for key in np.unique(each).tolist())
        shared = np.array(sorted(key for key, n in often.items() if n > 1), dtype=np.int64)
        rows, keys = [*rows], [*keys]
        for n, left in enumerate(self._left):
            chosen = np.isin(keys[n], shared)
            self.shared[n] |= bool(chosen.any())
            kept, again = first_poses(rows[n], keys[n], among=chosen)
            left.repeated |= again
            rows[n], keys[n] = rows[n].pick(kept), keys[n][kept]
            if n:
                where = f"with {self._names[0]}"
                fits, sizes = sizes_that_fit(rows[n], keys[n], gold=rows[0], keys_gold=keys[0], where=where)
                left.sizes = left.sizes or sizes
                left.n_fit += int(fits.sum())
                left.n_other_size += int((~fits).sum())
                rows[n], keys[n] = rows[n].pick(fits), keys[n][fits]
        return rows, keys


def _joined_parts(parts: list[Ratings]) -> Ratings:
    if len(parts) == 1:
        return parts[0]
    raters, with_gold = parts[0].raters, parts[0].gold_positions is not None
    columns: dict[str, list[NDArray[Any]]] = {
        name: [getattr(part, name) for part in parts]
        for name in ("frames", "instances", "clips", "positions", "visibility", "scale_px")
    }
    gold = [part.gold_positions for part in parts if part.gold_positions is not None]
    parts.clear()
    whole = {name: _stacked(columns.pop(name)) for name in [*columns]}
    blocks = np.unique(whole["clips"], return_inverse=True)[1]
    return Ratings(
        raters=raters, **whole, blocks=blocks, gold_positions=_stacked(gold) if with_gold else None
    )


def _stacked(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """Put parts together; each is let go once it was copied, so that no column is in memory twice."""
    whole = np.empty((sum(map(len, parts)), *parts[0].shape[1:]), dtype=np.result_type(*parts))
    at = len(whole)
    while parts:
        part = parts.pop()
        at -= len(part)
        whole[at : at + len(part)] = part
        del part
    return whole


def _scale(skeleton: Skeleton, rows: Rows) -> Floats:
    found = scales(skeleton.scale, areas=rows.areas, boxes=rows.boxes, positions=rows.positions)
    return steadied(found.px, rows)


def _who_is_who(rows: Sequence[Rows], keys: Sequence[Ints], scale_px: Sequence[Floats]) -> Ints:
    """``(M, S)`` row of each set for every pose that any has; −1 where a set has none.

    Each set is matched with what the sets before it have: by id, then by the best total similarity.
    """
    table = np.full((len(keys[0]), len(rows)), -1, dtype=np.int64)
    table[:, 0] = np.arange(len(keys[0]))
    known = placements(rows[0], keys[0])
    scale = scale_px[0]
    for n in range(1, len(rows)):
        own = placements(rows[n], keys[n])
        found = match(own, known, gold_scale_px=scale)
        table[found.gold, n] = found.labels
        new = np.full((len(found.unmatched_labels), len(rows)), -1, dtype=np.int64)
        new[:, n] = found.unmatched_labels
        table = np.concatenate([table, new])
        known = _joined(known, own, found.unmatched_labels)
        scale = np.concatenate([scale, scale_px[n][found.unmatched_labels]])
    return table


def _joined(known: Placements, own: Placements, new: Ints) -> Placements:
    return Placements(
        np.zeros(len(known.frames) + len(new)),
        np.concatenate([known.frames, own.frames[new]]),
        np.concatenate([known.instances, own.instances[new]]),
        np.concatenate([known.positions, own.positions[new]]),
    )


def _ratings(
    names: Sequence[str], rows: Sequence[Rows], scale_px: Sequence[Floats], table: Ints, *, first: int
) -> Ratings:
    owner = (table >= 0).argmax(axis=1)
    keypoints = rows[0].visibility.shape[1]
    positions = np.full((len(table), len(rows), keypoints, 2), np.nan)
    visibility = np.full((len(table), len(rows), keypoints), Visibility.NOT_PLACED, dtype=np.int8)
    scale = np.full(table.shape, np.nan)
    who, clips, frames = (np.empty(len(table), dtype=kind) for kind in (object, object, np.int64))
    block = np.empty(len(table), dtype=object)
    for n, own in enumerate(rows):
        here = table[:, n] >= 0
        at = table[here, n]
        positions[here, n], visibility[here, n] = own.positions[at], own.visibility[at]
        scale[here, n] = scale_px[n][at]
        owned = here & (owner == n)
        at = table[owned, n]
        who[owned], clips[owned], frames[owned] = own.names[at], own.clips[at], own.frames[at]
        block[owned] = np.where(own.images[at] != "", own.images[at], own.clips[at])
    return Ratings(
        raters=tuple(names[first:]),
        frames=frames,
        instances=who.astype(np.str_),
        clips=clips.astype(np.str_),
        blocks=np.unique(block.astype(np.str_), return_inverse=True)[1],
        positions=positions[:, first:],
        visibility=visibility[:, first:],
        scale_px=np.where(np.isfinite(scale[:, 0]) & (first > 0), scale[:, 0], _middle(scale[:, first:])),
        gold_positions=None if not first else _where_said(positions[:, 0], visibility[:, 0]),
    )


def _where_said(positions: Floats, visibility: Codes) -> Floats:
    return np.where(has_position(visibility)[..., None], positions, np.nan)


def _middle(scale_px: Floats) -> Floats:
    """``(N,)`` medians over those who have one."""
    n = np.isfinite(scale_px).sum(axis=1)
    ordered = np.sort(scale_px, axis=1)
    row = np.arange(len(ordered))
    last = scale_px.shape[1] - 1
    low, high = ordered[row, np.maximum(n - 1, 0) // 2], ordered[row, np.minimum(n // 2, last)]
    return np.asarray((low + high) / 2.0)
