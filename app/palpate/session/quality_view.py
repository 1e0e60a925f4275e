"""What the quality panel shows: a score, and behind each keypoint's numbers every single error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.labels import Labels
from palpate.model.pose import Shape
from palpate.model.skeleton import ScaleRule
from palpate.quality.keypoint_score import KeypointScore as KeypointScore
from palpate.quality.matching import Placements, match
from palpate.quality.pairs import Pairs, compare
from palpate.quality.position import Ellipse as Ellipse
from palpate.quality.position import mean_ellipse
from palpate.quality.scale import areas_and_boxes, scales
from palpate.quality.scorecard import Score as Score
from palpate.quality.units import independent_moments, timeline
from palpate.session.scoring import score_labels

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Errors:
    """Every error of one keypoint, the largest first.

    Attributes
    ----------
    vectors
        ``(N, 2)`` labels − gold in px, x right, y down.
    clips, instances, frames
        Names of clip and instance and frame index, ``N`` each.
    ellipse
        Where the true mean error lies with 95 % confidence, from the independent errors that the bias
        test rests on; None where these are too few. It leaves out the target exactly when the test
        gives p < 0.05.
    """

    vectors: Floats
    clips: tuple[str, ...]
    instances: tuple[str, ...]
    frames: tuple[int, ...]
    ellipse: Ellipse | None


@dataclass(frozen=True, slots=True)
class QualityView:
    """A score with what is behind it.

    Attributes
    ----------
    titles
        What people read for each keypoint, by name, in skeleton order.
    errors
        By keypoint name.
    """

    score: Score
    titles: Mapping[str, str]
    errors: Mapping[str, Errors]

    def worst_first(self) -> tuple[KeypointScore, ...]:
        """Return the keypoints: failing ones first, then by mean distance; unknown ones last."""
        return tuple(sorted(self.score.keypoints.values(), key=_badness))


def view_quality(labels: Labels, gold: Labels) -> QualityView:
    """Score labels against gold of the same project and collect the errors.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """
    score = score_labels(labels, gold)
    names = tuple(score.keypoints)
    skeleton = next(known for known in gold.skeletons.values() if set(names) <= set(known.names))
    pairs = _pairs(labels, gold, skeleton.scale, names)
    vectors = compare(pairs).errors
    rows = timeline(
        clips=pairs.clips,
        instances=pairs.instances,
        frames=pairs.frames,
        min_gap=skeleton.policy.min_gap,
    )
    independent, _ = independent_moments(vectors, rows)
    return QualityView(
        score=score,
        titles={name: skeleton.keypoints[skeleton.position_of[name]].label or name for name in names},
        errors={
            name: _errors(vectors[:, k], pairs, mean_ellipse(independent, k, confidence=CONFIDENCE))
            for k, name in enumerate(names)
        },
    )


def _badness(keypoint: KeypointScore) -> tuple[bool, bool, float]:
    unknown = bool(np.isnan(keypoint.mpjpe_px))
    return not keypoint.fails, unknown, 0.0 if unknown else -keypoint.mpjpe_px


def _errors(vectors: Floats, pairs: Pairs, ellipse: Ellipse | None) -> Errors:
    size = np.hypot(vectors[:, 0], vectors[:, 1])
    known = np.flatnonzero(~np.isnan(size))
    order = known[np.argsort(-size[known], kind="stable")]
    return Errors(
        vectors=vectors[order],
        clips=tuple(pairs.clips[order].tolist()),
        instances=tuple(pairs.instances[order].tolist()),
        frames=tuple(pairs.frames[order].tolist()),
        ellipse=ellipse,
    )


@dataclass(frozen=True, slots=True)
class _Poses:
    """The poses of a label set that have the keypoints in question; N rows, words as arrays."""

    clip_ids: NDArray[np.str_]
    clips: NDArray[np.str_]
    ids: NDArray[np.str_]
    names: NDArray[np.str_]
    frames: Ints
    positions: Floats
    visibility: Codes
    shapes: Sequence[Shape | None]

    @property
    def placements(self) -> Placements:
        return Placements(self.clip_ids, self.frames, self.ids, self.positions)


def _pairs(labels: Labels, gold: Labels, rule: ScaleRule, names: tuple[str, ...]) -> Pairs:
    """Pair the poses as the score does; within a project clips and frames are the same on both sides."""
    first, second = _poses(labels, names), _poses(gold, names)
    areas, boxes = areas_and_boxes(second.shapes)
    scale_px = scales(rule, areas=areas, boxes=boxes, positions=second.positions).px
    found = match(first.placements, second.placements, gold_scale_px=scale_px)
    a, b = found.labels, found.gold
    return Pairs(
        frames=second.frames[b],
        instances=second.names[b],
        clips=second.clips[b],
        labels_positions=first.positions[a],
        labels_visibility=first.visibility[a],
        gold_positions=second.positions[b],
        gold_visibility=second.visibility[b],
        scale_px=scale_px[b],
        normaliser_px=np.full(len(b), np.nan),
    )


def _poses(labels: Labels, names: tuple[str, ...]) -> _Poses:
    chosen = [
        (instance, track, [labels.skeleton_of(instance).position_of[name] for name in names])
        for instance, track in labels.labelled()
        if set(names) <= set(labels.skeleton_of(instance).names)
    ]
    lengths = [len(track.frames) for _, track, _ in chosen]
    return _Poses(
        clip_ids=np.repeat([instance.clip for instance, _, _ in chosen], lengths),
        clips=np.repeat([labels.clip_named(instance.clip).name for instance, _, _ in chosen], lengths),
        ids=np.repeat([instance.id for instance, _, _ in chosen], lengths),
        names=np.repeat([instance.name for instance, _, _ in chosen], lengths),
        frames=np.concatenate([track.frames for _, track, _ in chosen]),
        positions=np.concatenate([track.positions[:, columns] for _, track, columns in chosen]),
        visibility=np.concatenate([track.visibility[:, columns] for _, track, columns in chosen]),
        shapes=[track.shapes.get(frame) for _, track, _ in chosen for frame in track.frames.tolist()],
    )
