"""Several label sets of the same frames: how far they agree, and what σ that makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from palpate.base.errors import ScoreError
from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.labels import Labels
from palpate.model.layer import Layer, LayerKind
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility, has_position
from palpate.quality.agreement_words import agreement_json
from palpate.quality.json_numbers import Json
from palpate.quality.matching import Placements, match
from palpate.quality.rater_agreement import RaterAgreement, agree
from palpate.quality.ratings import Ratings
from palpate.quality.repeated_sigma import repeated_sigma, sigma_json
from palpate.quality.scale import scales
from palpate.session.calibrating.blindness import why_not_compare
from palpate.session.exchange.transfer import labels_of
from palpate.session.judging.doubled import doubled
from palpate.session.judging.pairing import facts_of, of_equal_size, placements, steadied
from palpate.session.judging.score_rows import Rows, frame_numbers, rows_of, without_repeats
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.session import Session
from palpate.session.skeletons.common_skeleton import common_skeleton, left_out, main_skeleton

KEPT_BACK = "left out"
NO_FRAME = "the label sets have no frame in common"


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody's labels under a name."""

    name: str
    labels: Labels


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


def agreement_of(raters: Sequence[Rater], gold: Labels | None = None) -> tuple[RaterAgreement, Json]:
    """Judge how far raters agree; also as the JSON of ``palpate agree``.

    Raises
    ------
    ScoreError
        If there are fewer than two raters, or nothing that two of them have labelled.
    """
    both = together(raters, gold)
    found = agree(both.ratings, both.skeleton)
    return found, agreement_json(found, both.notes)


def sigmas_of(raters: Sequence[Rater], gold: Labels | None = None) -> Json:
    """Estimate σ from repeated labels, as the JSON of ``palpate sigma``; errors as `agreement_of`."""
    both = together(raters, gold)
    return sigma_json(repeated_sigma(both.ratings, both.skeleton), both.ratings, both.skeleton, both.notes)


def raters_of(session: Session, layers: Sequence[str] = ()) -> list[Rater]:
    """Return layers of a project as raters: those named, else everybody's work but no decisions.

    They are called by their authors where these differ, else by the layers' names.

    Raises
    ------
    ScoreError
        If one of those named may not be compared with another yet; see `calibrating.blindness`.
    """
    contents = session.contents
    chosen = [contents.layer_named(name) for name in layers]
    if not chosen:
        decided = final_layers(session)  # of checks and decisions: nobody's labels of their own
        chosen = [one for one in contents.layers_of_kind(LayerKind.WORK) if one.id not in decided]
    refuse_blind_among(session, [layer.id for layer in chosen])
    labels = [(layer, labels_of(session, layer.id)) for layer in chosen]
    labels = [(layer, found) for layer, found in labels if found.tracks or layers]
    names = _named([layer for layer, _ in labels])
    return [Rater(name, found) for name, (_, found) in zip(names, labels, strict=True)]


def refuse_blind_among(session: Session, layers: Sequence[str]) -> None:
    """Raise ScoreError if any two layers may not be compared yet: an attempt is judged when submitted."""
    for one, other in permutations(layers, 2):
        reason = why_not_compare(session, one, other)
        if reason:
            raise ScoreError(reason)


def distinct(raters: Sequence[Rater]) -> list[Rater]:
    """Number raters that have the same name."""
    often, seen = Counter(rater.name for rater in raters), Counter[str]()
    named = []
    for rater in raters:
        seen[rater.name] += 1
        name = rater.name if often[rater.name] == 1 else f"{rater.name} ({seen[rater.name]})"
        named.append(Rater(name, rater.labels))
    return named


def together(raters: Sequence[Rater], gold: Labels | None = None) -> Together:
    """Find the poses that several people have labelled, and lay what they marked side by side.

    Only facts count: what was filled in between keyframes is nobody's judgement.
    """
    if len(raters) < 2:
        raise ScoreError("agreement needs at least two sets of labels")
    sets = [Rater("gold", gold), *raters] if gold is not None else list(raters)
    sets = [Rater(each.name, facts_of(each.labels)) for each in sets]
    skeleton, notes = _shared(sets)
    notes = (*(said for each in sets for said in each.labels.doubts), *notes)
    notes += tuple(
        f"{each.name}: {said}" for each in sets for said in each.labels.warnings if KEPT_BACK in said
    )
    rows = [rows_of(each.labels, skeleton, each.name) for each in sets]
    keys = frame_numbers(rows, NO_FRAME)
    rows, keys, said = _usable(sets, rows, keys)
    scale_px = [_scale(skeleton, each) for each in rows]
    table = _who_is_who(rows, keys, scale_px)
    first = 0 if gold is None else 1
    by_gold = table[:, 0] >= 0 if first else np.zeros(len(table), dtype=np.bool_)
    enough = (table[:, first:] >= 0).sum(axis=1) >= np.where(by_gold, 1, 2)
    alone = [(rater.name, int((~enough & (table[:, n] >= 0)).sum())) for n, rater in enumerate(sets)]
    left = [f"poses of these frames that {name} alone has, left out: {n}" for name, n in alone if n]
    if not enough.any():
        raise ScoreError("no pose has been labelled by two of them")
    pairs = [
        [one.sentence for one in doubled(each, key, own, rater.name)]
        for each, key, own, rater in zip(rows, keys, scale_px, sets, strict=True)
    ]
    ratings = _ratings(sets, rows, scale_px, table[enough], first=first)
    return Together(ratings, skeleton, (*notes, *said, *left, *(note for each in pairs for note in each)))


def _shared(sets: Sequence[Rater]) -> tuple[Skeleton, tuple[str, ...]]:
    """Return the skeleton of what all have, and what each lacks."""
    first = skeleton = main_skeleton(sets[0].labels, sets[0].name)
    notes: list[str] = []
    for each in sets[1:]:
        theirs = main_skeleton(each.labels, each.name)
        skeleton = common_skeleton(skeleton, theirs)
        notes += [f"{each.name}: {note}" for note in left_out(first, theirs)]
    return skeleton, tuple(notes)


def _usable(
    sets: Sequence[Rater], rows: list[Rows], keys: list[Ints]
) -> tuple[list[Rows], list[Ints], tuple[str, ...]]:
    """Keep the rows of frames that another set has too, once each, and in frames of the same size."""
    often = Counter(key for each in keys for key in np.unique(each).tolist())
    shared = np.array(sorted(key for key, n in often.items() if n > 1), dtype=np.int64)
    notes: list[str] = []
    where = f"with {sets[0].name}"
    for n, each in enumerate(sets):
        chosen = np.isin(keys[n], shared)
        if not chosen.any():
            raise ScoreError(f"{each.name} has no frame in common with the others")
        kept, said = without_repeats(rows[n], keys[n], among=chosen, whose=each.name)
        rows[n], keys[n] = rows[n].pick(kept), keys[n][kept]
        notes += said
        if n:
            fits, sized = of_equal_size(rows[n], keys[n], gold=rows[0], keys_gold=keys[0], where=where)
            rows[n], keys[n] = rows[n].pick(fits), keys[n][fits]
            notes += sized
    return rows, keys, tuple(notes)


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
    sets: Sequence[Rater], rows: Sequence[Rows], scale_px: Sequence[Floats], table: Ints, *, first: int
) -> Ratings:
    owner = (table >= 0).argmax(axis=1)
    keypoints = rows[0].visibility.shape[1]
    positions = np.full((len(table), len(rows), keypoints, 2), np.nan)
    visibility = np.full((len(table), len(rows), keypoints), Visibility.NOT_PLACED, dtype=np.int8)
    scale = np.full(table.shape, np.nan)
    names, clips, frames = (np.empty(len(table), dtype=kind) for kind in (object, object, np.int64))
    block = np.empty(len(table), dtype=object)
    for n, own in enumerate(rows):
        here = table[:, n] >= 0
        at = table[here, n]
        positions[here, n], visibility[here, n] = own.positions[at], own.visibility[at]
        scale[here, n] = scale_px[n][at]
        owned = here & (owner == n)
        at = table[owned, n]
        names[owned], clips[owned], frames[owned] = own.names[at], own.clips[at], own.frames[at]
        block[owned] = np.where(own.images[at] != "", own.images[at], own.clips[at])
    return Ratings(
        raters=tuple(each.name for each in sets[first:]),
        frames=frames,
        instances=names.astype(np.str_),
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


def _named(layers: Sequence[Layer]) -> list[str]:
    authors = [layer.author for layer in layers]
    by_author = all(authors) and len(set(authors)) == len(authors)
    return authors if by_author else [layer.name for layer in layers]
