"""One way to break a score down: what each group says, what is more than chance, and which are thin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.base.progress import Progress
from palpate.model.arrays import Floats
from palpate.model.labels import Labels
from palpate.model.visibility import Visibility
from palpate.quality.breakdown import parts_of, stated_of
from palpate.quality.contrasts import MIN_N as MIN_N
from palpate.quality.contrasts import Contrasts, contrasts
from palpate.quality.coverage import PRECISION_PX, Coverage, coverage_of
from palpate.quality.pairs import Pairs, compare
from palpate.quality.score import score
from palpate.quality.scorecard import Score
from palpate.quality.units import MIN_CLIPS, timeline
from palpate.session.judging.breakdown_view import Circumstances, words_by
from palpate.session.judging.pairing import pair_labels

_POSE, _FLAGS, _KEYPOINTS = 0, 1, 2  # columns of what is compared


@dataclass(frozen=True, slots=True)
class Contrast:
    """A group against all other frames, in one number.

    Attributes
    ----------
    here, rest
        Means of independent values; NaN where there is none.
    p
        Adjusted for how many such numbers were compared; NaN where it cannot be told.
    told
        Whether it is more than chance.
    """

    here: float
    rest: float
    p: float
    told: bool

    @property
    def difference(self) -> float:
        """By how much the group is above the rest."""
        return self.here - self.rest


@dataclass(frozen=True, slots=True)
class Group:
    """One value of what is broken down by.

    Attributes
    ----------
    score
        Of its pairs; None without any.
    error_px, flags
        Mean distance of a pose, and share of equal flags, against the rest.
    keypoints
        Mean distances that differ by more than chance, by name, the largest difference first.
    """

    name: str
    coverage: Coverage
    score: Score | None
    error_px: Contrast | None = None
    flags: Contrast | None = None
    keypoints: Mapping[str, Contrast] | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups of one way.

    Attributes
    ----------
    by
        The way.
    alpha
        Below which adjusted p a difference is more than chance.
    notes
        What the comparison rests on, a sentence each.
    """

    by: str
    groups: tuple[Group, ...]
    titles: Mapping[str, str]
    alpha: float
    notes: tuple[str, ...]


def view_groups(
    labels: Labels,
    gold: Labels,
    by: str,
    *,
    known: Circumstances,
    progress: Progress | None = None,
) -> Groups:
    """Score each group, and compare it with the rest.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    Cancelled
        If stopping was asked for.
    """
    step = progress or Progress()
    paired = pair_labels(labels, gold)
    pairs, skeleton = paired.pairs, paired.skeleton
    words, values = words_by(pairs, (labels, gold), (by,), known)
    parts = list(parts_of(pairs, words, values))
    found = _compared(pairs, stated_of(words[by]), skeleton.policy.min_gap)
    alpha = skeleton.policy.fdr_alpha
    whole = found.adjusted(slice(_POSE, _FLAGS)), found.adjusted(slice(_FLAGS, _KEYPOINTS))
    each = found.adjusted(slice(_KEYPOINTS, None))
    groups = []
    for n, (_, name, part) in enumerate(parts):
        step.step(n, len(parts), name)
        coverage = coverage_of(part, skeleton, by=by, group=name, precision_px=PRECISION_PX)
        if not len(part):
            groups.append(Group(name, coverage, None))
            continue
        g = found.groups.index(name)
        groups.append(
            Group(
                name,
                coverage,
                score(part, skeleton),
                _contrast(found, g, _POSE, whole[0][g, 0], alpha),
                _contrast(found, g, _FLAGS, whole[1][g, 0], alpha),
                _told(found, g, skeleton.names, each[g], alpha),
            )
        )
    titles = {point.name: point.called for point in skeleton.keypoints}
    return Groups(by, tuple(groups), titles, alpha, _notes(found, skeleton.policy.min_gap, len(groups)))


def _compared(pairs: Pairs, words: np.ndarray[tuple[int, ...], np.dtype[np.str_]], min_gap: int) -> Contrasts:
    finite = pairs.finite()
    distances = compare(finite).distances
    decided = (finite.gold_visibility != Visibility.NOT_PLACED) & (
        finite.labels_visibility != Visibility.NOT_PLACED
    )
    same = np.where(decided, finite.gold_visibility == finite.labels_visibility, np.nan)
    values = np.column_stack([_row_means(distances), _row_means(same), distances])
    rows = timeline(clips=pairs.clips, instances=pairs.instances, frames=pairs.frames, min_gap=min_gap)
    return contrasts(values, words, rows)


def _row_means(values: Floats) -> Floats:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1))


def _contrast(found: Contrasts, g: int, column: int, p: float, alpha: float) -> Contrast:
    return Contrast(
        float(found.mean[g, column]), float(found.rest_mean[g, column]), float(p), bool(p < alpha)
    )


def _told(
    found: Contrasts, g: int, names: tuple[str, ...], p: Floats, alpha: float
) -> Mapping[str, Contrast]:
    each = {
        name: _contrast(found, g, _KEYPOINTS + k, p[k], alpha) for k, name in enumerate(names) if p[k] < alpha
    }
    return dict(sorted(each.items(), key=lambda one: -abs(one[1].difference)))


def _notes(found: Contrasts, min_gap: int, n: int) -> tuple[str, ...]:
    if n < 2:
        return ("there is one group only: nothing to compare it with",)
    units = f"poses at least {min_gap} frames apart"
    clips = "each clip counts once" if found.by_clip else f"compared are {units}"
    few = (
        ()
        if found.by_clip
        else (
            f"with fewer than {MIN_CLIPS} clips, or where a group lies within clips, "
            "a difference may be one between clips",
        )
    )
    adjusted = "p is adjusted by Benjamini–Hochberg over groups, for keypoints over groups and keypoints"
    return (clips, *few, adjusted, f"fewer than {MIN_N} independent values on a side are not compared")
