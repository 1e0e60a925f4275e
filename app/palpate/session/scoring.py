"""One label set against another: finding the rows that belong together and scoring them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.base.errors import ScoreError
from palpate.model.arrays import Floats
from palpate.model.labels import Labels
from palpate.model.layer import LayerKind
from palpate.model.origin import DERIVED
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.quality.matching import Placements, match
from palpate.quality.pairs import Pairs
from palpate.quality.pck import normaliser_lengths, usable_normaliser
from palpate.quality.scale import clip_constant, scales
from palpate.quality.score import score
from palpate.quality.scorecard import Score
from palpate.session.score_rows import Rows, rows_of, shared_keys
from palpate.session.session import Session
from palpate.session.transfer import labels_of


def score_layers(session: Session, layer: str, gold: str) -> Score:
    """Score what a layer resolves to on the frames of the gold layer.

    Raises
    ------
    ScoreError
        If the layers share no frame.
    """
    return score_labels(labels_of(session, layer), labels_of(session, gold))


def default_layers(session: Session, layer: str = "", gold: str = "") -> tuple[str, str]:
    """Return the ids of the layer to score and its gold: the working layer and the gold layer by default."""
    contents = session.contents
    found = contents.layer_named(gold) if gold else contents.gold_layer()
    if found is None:
        raise ScoreError("this project has no gold layer to score against", path=session.project.path)
    if layer:
        return contents.layer_named(layer).id, found.id
    working = contents.working_layer(session.author)
    others = [known for known in contents.layers if known.kind is not LayerKind.GOLD]
    chosen = working or (others[0] if others else None)
    if chosen is None:
        raise ScoreError("this project has no layer to score", path=session.project.path)
    return chosen.id, found.id


def score_labels(labels: Labels, gold: Labels) -> Score:
    """Score one label set against another.

    Only facts are gold: what was interpolated between gold keyframes is left out. The skeleton is gold's;
    where the labels' has other keypoints the common ones are compared. Frames are found by clip and index,
    else by the names of images, else by COCO's image ids.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """
    gold = _facts_of(gold)
    skeleton = _main_skeleton(gold, "gold")
    rows_gold = rows_of(gold, skeleton, "gold")
    theirs = _main_skeleton(labels, "the labels")
    common = _common(skeleton, theirs)
    rows_labels = rows_of(labels, common, "labels")
    if len(common) < len(skeleton):
        rows_gold = rows_of(gold, common, "gold")
    keys_labels, keys_gold = shared_keys(rows_labels, rows_gold)
    s = scales(skeleton.scale, areas=rows_gold.areas, boxes=rows_gold.boxes, positions=rows_gold.positions)
    scale_px = _steadied(s.px, rows_gold)
    chosen = np.isin(keys_labels, np.unique(keys_gold))
    rows_labels, keys_labels = rows_labels.pick(chosen), keys_labels[chosen]
    matched = match(
        Placements(np.zeros(len(keys_labels)), keys_labels, rows_labels.instances, rows_labels.positions),
        Placements(np.zeros(len(keys_gold)), keys_gold, rows_gold.instances, rows_gold.positions),
        gold_scale_px=scale_px,
    )
    normaliser = usable_normaliser(common)
    lengths = normaliser_lengths(common, normaliser, positions=rows_gold.positions, boxes=rows_gold.boxes)
    a, b = matched.labels, matched.gold
    if not len(a):
        raise ScoreError("no pose of the labels belongs to any pose of gold")
    pairs = Pairs(
        frames=rows_gold.frames[b],
        instances=np.array(rows_gold.names)[b],
        clips=np.array(rows_gold.clips)[b],
        labels_positions=rows_labels.positions[a],
        labels_visibility=rows_labels.visibility[a],
        gold_positions=rows_gold.positions[b],
        gold_visibility=rows_gold.visibility[b],
        scale_px=scale_px[b],
        normaliser_px=lengths[b],
        normaliser=normaliser,
        scale_source=s.source[b],
        unmatched_labels=len(matched.unmatched_labels),
        unmatched_gold=len(matched.unmatched_gold),
        frame_size=rows_gold.frame_size,
    )
    found = score(pairs, common)
    return replace(found, notes=(*left_out(skeleton, theirs), *found.notes))


def left_out(gold: Skeleton, labels: Skeleton) -> tuple[str, ...]:
    """Return what is not compared of two skeletons, or versions of one, in a sentence; nothing if all is."""
    since = {point.name: point.since for point in labels.keypoints}
    one = gold.name == labels.name
    moved = [p for p in gold.keypoints if one and p.name in since and since[p.name] != p.since]
    reasons = [
        (", ".join(f"{p.name} since version {max(p.since, since[p.name])}" for p in moved), "another place"),
        (", ".join(name for name in gold.names if name not in since), "not in the labels"),
        (", ".join(name for name in labels.names if name not in gold.position_of), "not in gold"),
    ]
    said = "; ".join(f"{why}: {names}" for names, why in reasons if names)
    if not said:
        return ()
    both = f"{labels.name} version {labels.version} against {gold.name} version {gold.version}"
    n = sum(name in since for name in gold.names) - len(moved)
    return (f"{both}: compared on the {n} keypoints that both have at the same place; left out: {said}",)


def _facts_of(gold: Labels) -> Labels:
    tracks = {}
    for instance, track in gold.tracks.items():
        derived = np.isin(track.origin, DERIVED)
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
    return replace(gold, tracks=tracks)


def _steadied(scale_px: Floats, rows: Rows) -> Floats:
    """Keep an instance's scale constant through a video: a raised arm changes no tolerance."""
    video = rows.steady >= 0
    steadied = scale_px.copy()
    if video.any():
        steadied[video] = clip_constant(scale_px[video], rows.steady[video])
    return steadied


def _main_skeleton(labels: Labels, whose: str) -> Skeleton:
    counts: dict[str, int] = {}
    for instance, track in labels.labelled():
        counts[instance.skeleton] = counts.get(instance.skeleton, 0) + len(track.frames)
    if not counts:
        raise ScoreError(f"{whose} hold no labelled pose")
    return labels.skeletons[max(counts, key=lambda name: counts[name])]


def _common(gold: Skeleton, labels: Skeleton) -> Skeleton:
    """Return the keypoints that are the same place in both: of one skeleton a version may have moved some."""
    theirs = {point.name: point.since for point in labels.keypoints}
    shared = [
        point
        for point in gold.keypoints
        if point.name in theirs and (gold.name != labels.name or theirs[point.name] == point.since)
    ]
    if len(shared) == len(gold):
        return gold
    if not shared:
        raise ScoreError(f"{gold.name} and {labels.name} have no keypoint in common")
    names = {point.name for point in shared}
    return replace(
        gold,
        keypoints=tuple(
            replace(
                point,
                mirror=point.mirror if point.mirror in names else None,
                parent=point.parent if point.parent in names else None,
            )
            for point in shared
        ),
        edges=tuple(edge for edge in gold.edges if set(edge) <= names),
        rigid_segments=tuple(pair for pair in gold.rigid_segments if set(pair) <= names),
        normalisers={name: pair for name, pair in gold.normalisers.items() if set(pair) <= names},
        base=None,
    )
