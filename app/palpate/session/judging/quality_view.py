"""What the quality panel shows: a score, and behind each keypoint's numbers every single error."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from palpate.base.progress import Progress
from palpate.model.arrays import Floats, Ints
from palpate.model.labels import Labels
from palpate.model.origin import DERIVED, Origin
from palpate.model.policy import Policy
from palpate.quality.axis_errors import AxisError as AxisError
from palpate.quality.axis_errors import axis_errors as axis_errors
from palpate.quality.keypoint_score import KeypointScore as KeypointScore
from palpate.quality.pairs import compare
from palpate.quality.position import Ellipse as Ellipse
from palpate.quality.position import mean_ellipse
from palpate.quality.scorecard import Score as Score
from palpate.quality.units import independent_moments, timeline
from palpate.quality.verdict import BIAS, bias_floor_px, bias_rule
from palpate.quality.without_swaps import without_exchanged
from palpate.session.calibrating.blindness import hidden_frames, why_hidden, why_not_compare
from palpate.session.exchange.transfer import Narrowing, labels_of
from palpate.session.judging.by_clip import LayerByClip
from palpate.session.judging.pairing import Paired, pair_labels
from palpate.session.judging.read_aside import read_aside
from palpate.session.judging.score_rows import Texts
from palpate.session.judging.scoring import refuse_blind, score_paired
from palpate.session.judging.worst_poses import WorstPose as WorstPose
from palpate.session.judging.worst_poses import usual_aspect, worst_by_keypoint, worst_poses
from palpate.session.session import Session

CONFIDENCE = 0.95
_FACTS = frozenset(Origin) - frozenset(DERIVED)


@dataclass(frozen=True, slots=True)
class ComparedPoses:
    """Names of clip and instance and frame index of every pose that was compared, ``(P,)`` each."""

    clips: Texts
    instances: Texts
    frames: Ints


@dataclass(frozen=True, slots=True)
class Errors:
    """Every error of one keypoint, the largest first.

    Attributes
    ----------
    vectors
        ``(N, 2)`` labels − gold in px, x right, y down.
    ellipse
        Where the true mean error lies with 95 % confidence, from the independent errors that the bias
        test rests on; None where these are too few. It leaves out the target exactly when the test
        gives p < 0.05.
    rows
        ``(N,)`` which of the poses each is of.
    poses
        All that were compared; the same for every keypoint, as there are many.
    """

    vectors: Floats
    ellipse: Ellipse | None
    rows: Ints
    poses: ComparedPoses

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def frames(self) -> Ints:
        """``(N,)`` frame index of each."""
        frames: Ints = self.poses.frames[self.rows]
        return frames

    def place(self, error: int) -> tuple[str, int, str]:
        """Return name of the clip, frame index and name of the instance of one."""
        row = self.rows[error]
        return str(self.poses.clips[row]), int(self.poses.frames[row]), str(self.poses.instances[row])


@dataclass(frozen=True, slots=True)
class UnsaidBias:
    """A bias and what it stays below although it is no chance; NaN where it stays below nothing.

    Attributes
    ----------
    size_px
        Its length.
    floor_px
        From where on it would be systematic.
    half_px
        From where on a systematic one would fail its keypoint.
    """

    size_px: float
    floor_px: float = float("nan")
    half_px: float = float("nan")


@dataclass(frozen=True, slots=True)
class QualityView:
    """A score with what is behind it.

    Attributes
    ----------
    titles
        What people read for each keypoint, by name, in skeleton order.
    errors
        By keypoint name.
    policy
        What was judged by.
    skeleton
        Name of the one whose policy that is.
    worst
        The poses that agree least with gold, the worst first.
    worst_of
        By keypoint name: the poses in which it is furthest off.
    aspect
        Width ÷ height of a usual pose of gold.
    """

    score: Score
    titles: Mapping[str, str]
    errors: Mapping[str, Errors]
    policy: Policy = field(default_factory=Policy)
    skeleton: str = ""
    worst: tuple[WorstPose, ...] = ()
    worst_of: Mapping[str, tuple[WorstPose, ...]] = field(default_factory=dict)
    aspect: float = 1.0

    @property
    def bias_rule(self) -> str:
        """When a bias counts, in one sentence."""
        return bias_rule(self.policy)

    def unsaid_bias(self, keypoint: KeypointScore) -> UnsaidBias:
        """Return why a bias that is no chance is not among what a keypoint fails by."""
        size = float(np.hypot(*keypoint.bias_px))
        if not keypoint.bias_p_adjusted < self.policy.fdr_alpha or BIAS in keypoint.fails:
            return UnsaidBias(size)
        floor = float(bias_floor_px(np.array(keypoint.tolerance_px), self.policy))
        if size < floor:
            return UnsaidBias(size, floor_px=floor)
        return UnsaidBias(size, half_px=self.policy.bias_fails_share * keypoint.tolerance_px)

    def worst_first(self) -> tuple[KeypointScore, ...]:
        """Return the keypoints: failing ones first, then by mean distance; unknown ones last."""
        return tuple(sorted(self.score.keypoints.values(), key=_badness))


def why_not_shown(session: Session, view: QualityView, layer: str, gold: str) -> str:
    """Return why a score that was made earlier is not to be seen now; empty if it is.

    Somebody has begun to label frames of it blind since.
    """
    kept = why_not_compare(session, layer, gold)
    if kept:
        return kept
    names = {clip.id: clip.name for clip in session.contents.clips}
    shown = set(zip(view.score.oks.clips.tolist(), view.score.oks.frames.tolist(), strict=True))
    for side in (layer, gold):
        hidden = {(names.get(clip, clip), frame) for clip, frame in hidden_frames(session, side)}
        if hidden & shown:
            return why_hidden(session, side)
    return ""


def to_compare(session: Session, layer: str, gold: str) -> tuple[Labels, Labels]:
    """Return what a layer resolves to, and the facts of a gold layer: what lies between them is no gold.

    Raises
    ------
    ScoreError
        If gold is kept from this person: an attempt is judged when it is submitted.
    """
    refuse_blind(session, layer, gold)
    return labels_of(session, layer), labels_of(session, gold, Narrowing(origins=_FACTS))


def clips_to_compare(session: Session, layer: str, gold: str) -> tuple[LayerByClip, LayerByClip]:
    """Return the same to be read clip by clip; errors as `to_compare`."""
    refuse_blind(session, layer, gold)
    return LayerByClip(session, layer), LayerByClip(session, gold, facts=True)


def quality_of_file(
    project: Path, layer: str, gold: str, *, author: str, progress: Progress | None = None
) -> QualityView:
    """Score a layer against gold from a reading of its own, on a thread of its own.

    Raises
    ------
    PalpateError
        As `to_compare` and `view_quality`, or if the project cannot be read.
    Cancelled
        If stopping was asked for.
    """
    step = progress or Progress()
    labels, known = read_aside(project, author, lambda session: to_compare(session, layer, gold))
    step.step(1, 2, "")
    view = view_quality(labels, known)
    step.step(2, 2, "")
    return view


def view_quality(labels: Labels, gold: Labels) -> QualityView:
    """Score labels against gold, both from `to_compare`, and collect the errors.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """
    paired = pair_labels(labels, gold)
    score, skeleton, pairs = score_paired(paired), paired.skeleton, paired.pairs
    compared = compare(pairs)
    seen = (pairs, score, compared.distances, skeleton.names)
    return QualityView(
        score=score,
        titles={point.name: point.called for point in skeleton.keypoints},
        errors=errors_of(paired, skeleton.names, score),
        policy=skeleton.policy,
        skeleton=skeleton.name,
        worst=worst_poses(*seen, min_gap=skeleton.policy.min_gap),
        worst_of=worst_by_keypoint(*seen, min_gap=skeleton.policy.min_gap),
        aspect=usual_aspect([pairs.gold_positions]),
    )


def errors_of(paired: Paired, keypoints: Collection[str], score: Score) -> dict[str, Errors]:
    """Return the errors of some keypoints by name, without what a score says has sides exchanged."""
    placed = replace(paired, pairs=without_exchanged(paired.pairs, score.swapped, paired.skeleton))
    skeleton, pairs = placed.skeleton, placed.pairs
    vectors = compare(pairs).errors
    rows = timeline(
        clips=pairs.clips,
        instances=pairs.instances,
        frames=pairs.frames,
        min_gap=skeleton.policy.min_gap,
    )
    independent, _ = independent_moments(vectors, rows)
    poses = ComparedPoses(pairs.clips, pairs.instances, pairs.frames)
    return {
        name: _errors(vectors[:, k], poses, mean_ellipse(independent, k, confidence=CONFIDENCE))
        for k, name in enumerate(skeleton.names)
        if name in keypoints
    }


def _badness(keypoint: KeypointScore) -> tuple[bool, bool, float]:
    unknown = bool(np.isnan(keypoint.mpjpe_px))
    return not keypoint.fails, unknown, 0.0 if unknown else -keypoint.mpjpe_px


def _errors(vectors: Floats, poses: ComparedPoses, ellipse: Ellipse | None) -> Errors:
    size = np.hypot(vectors[:, 0], vectors[:, 1])
    known = np.flatnonzero(~np.isnan(size))
    order = known[np.argsort(-size[known], kind="stable")]
    return Errors(vectors=vectors[order], ellipse=ellipse, rows=order, poses=poses)
