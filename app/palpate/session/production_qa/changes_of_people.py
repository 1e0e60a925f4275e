"""When a person began to place a keypoint differently."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.quality.changepoint import MIN_N, Shift, shift_in
from palpate.quality.local_bias import LocalBias, local_biases
from palpate.quality.local_errors import errors_on_body
from palpate.quality.points import placed
from palpate.quality.position import adjusted
from palpate.quality.units import timeline
from palpate.quality.verdict import bias_floor_px
from palpate.quality.weekly import Week, week_of
from palpate.session.production_qa.annotation_times import Clock
from palpate.session.production_qa.weekly_rows import WeeklyRows

_CHUNK = 2048  # rows at a time


@dataclass(frozen=True, slots=True)
class Drift:
    """Where a person's errors at a keypoint became others.

    Attributes
    ----------
    since
        When the first placement after the change was made.
    shift
        The change in the body's own axes, px along and across the limb.
    before_px, after_px
        Mean errors before and after in the picture.
    local
        Of a change that counts, how the mean error moved along and across the limb; None where the keypoint
        has none.
    p
        Probability of such a change by chance, adjusted over all persons and keypoints.
    counts
        Whether it is neither chance nor negligible.
    by_clip
        Whether clips were the independent units, rather than frames far enough apart.
    """

    annotator: str
    keypoint: str
    since: datetime
    week: Week
    shift: Shift
    before_px: tuple[float, float]
    after_px: tuple[float, float]
    by_clip: bool
    local: LocalBias | None = None
    p: float = 1.0
    counts: bool = False


def drifts_in(rows: WeeklyRows, clock: Clock) -> list[Drift]:
    """Look for one change in each person's errors at each keypoint, in the order in which they were placed.

    Errors are those in the body's own axes, so that a turning subject is no change. Independent units are the
    means of clips where a person has at least 20, else frames of an instance that lie far enough apart. A
    change counts if its p, adjusted over all series by Benjamini and Hochberg, is below α, and it is as long
    as a bias has to be.
    """
    if not len(rows):
        return []
    clips = np.unique(rows.clips, return_inverse=True)[1]
    found = [
        drift
        for who in np.unique(rows.reviewed.annotators).tolist()
        for drift in _of_person(rows, clips, who, clock)
    ]
    told = adjusted(np.array([one.shift.p for one in found], dtype=np.float64))
    floors, place = _floors(rows.skeleton), rows.skeleton.position_of
    alpha = rows.skeleton.policy.fdr_alpha
    judged = [
        replace(one, p=p, counts=p < alpha and one.shift.step_px >= floors[place[one.keypoint]])
        for one, p in zip(found, told.tolist(), strict=True)
    ]
    judged = [replace(one, local=_moved(rows, one)) if one.counts else one for one in judged]
    return sorted(judged, key=lambda one: (not one.counts, one.p, -one.shift.step_px))


def _of_person(rows: WeeklyRows, clips: Ints, who: str, clock: Clock) -> list[Drift]:
    mine = np.flatnonzero(rows.reviewed.annotators == who)
    mine = mine[np.argsort(rows.times[mine], kind="stable")]
    local, times, clips = _on_body(rows, mine), rows.times[mine], clips[mine]
    line = timeline(
        clips=rows.clips[mine],
        instances=rows.instances[mine],
        frames=rows.frames[mine],
        min_gap=rows.skeleton.policy.min_gap,
    )
    found = []
    for k, name in enumerate(rows.skeleton.names):
        known = placed(local[:, k])
        by_clip = len(np.unique(clips[known])) >= MIN_N
        chosen = np.flatnonzero(known) if by_clip else np.sort(line.independent_rows(known))
        errors, moments = local[chosen, k], times[chosen]
        if by_clip:
            errors, moments = _means(errors, moments, clips[chosen])
        shift = shift_in(errors, moments)
        if shift.at is None:
            continue
        since = float(moments[shift.at])
        after = times >= since
        moment = datetime.fromtimestamp(since, UTC)
        before_px, after_px = (_mean(rows.reviewed.errors[mine[known & part], k]) for part in (~after, after))
        found.append(
            Drift(
                annotator=who,
                keypoint=name,
                since=moment,
                week=week_of(moment, clock.zone),
                shift=shift,
                before_px=before_px,
                after_px=after_px,
                by_clip=by_clip,
            )
        )
    return found


def _on_body(rows: WeeklyRows, chosen: Ints) -> Floats:
    """Return errors of some rows along and across limbs, a few rows at a time."""
    local = np.empty((len(chosen), *rows.reviewed.errors.shape[1:]))
    for start in range(0, len(chosen), _CHUNK):
        at = chosen[start : start + _CHUNK]
        local[start : start + _CHUNK] = errors_on_body(
            rows.reviewed.errors[at],
            rows.skeleton,
            positions=rows.positions[at],
            scale_px=rows.scale_px[at],
        )
    return local


def _means(errors: Floats, times: Floats, clips: Ints) -> tuple[Floats, Floats]:
    """Return the mean error of each clip, and when it was begun, in that order."""
    _, code = np.unique(clips, return_inverse=True)
    n = np.bincount(code)
    means = np.stack([np.bincount(code, weights=errors[:, axis]) / n for axis in (0, 1)], axis=1)
    begun = np.full(len(n), np.inf)
    np.minimum.at(begun, code, times)
    order = np.argsort(begun, kind="stable")
    return means[order], begun[order]


def _moved(rows: WeeklyRows, drift: Drift) -> LocalBias | None:
    """Return how the mean error moved on the body; None where the view changed or nothing tells."""
    keypoint = rows.skeleton.position_of[drift.keypoint]
    mine, after = rows.reviewed.annotators == drift.annotator, rows.times >= drift.since.timestamp()
    first, second = (
        local_biases(
            rows.reviewed.errors,
            rows.skeleton,
            positions=rows.positions,
            scale_px=rows.scale_px,
            chosen=np.flatnonzero(chosen),
        )[keypoint]
        for chosen in (mine & ~after, mine & after)
    )
    if first is None or second is None or first.axis != second.axis:
        return None
    return LocalBias(second.along - first.along, second.across - first.across, first.axis, second.n)


def _mean(errors: Floats) -> tuple[float, float]:
    x, y = errors.mean(axis=0)
    return float(x), float(y)


def _floors(skeleton: Skeleton) -> Floats:
    """Return ``(K,)`` px from which on a change is worth telling; the limit stands in for a tolerance."""
    own = np.array([point.tolerance.px or np.nan for point in skeleton.keypoints], dtype=np.float64)
    return bias_floor_px(np.where(np.isnan(own), skeleton.mpjpe_limits_px, own), skeleton.policy)
