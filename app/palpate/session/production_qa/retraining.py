"""Who is retrained at what: opened by the weekly rule, closed by a recalibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.attempt import Attempt, Task
from palpate.quality.local_bias import LocalBias, local_biases
from palpate.quality.points import lengths_of
from palpate.quality.position import adjusted, hotelling
from palpate.quality.units import independent_moments, timeline
from palpate.quality.weekly import Figures, Rule, Week, triggered, week_of
from palpate.session.calibrating.attempts import attempts_of, plan_of
from palpate.session.judging.side_by_side import side_by_side
from palpate.session.production_qa.annotation_times import Clock, moment
from palpate.session.production_qa.weekly_rows import WeeklyRows
from palpate.session.review.reviews import scaling_of
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Group:
    """Keypoints that are judged together: one alone, or all of a type.

    Attributes
    ----------
    keypoints
        Their indices.
    limit_px
        M above it counts.
    """

    name: str
    keypoints: Ints
    is_type: bool
    limit_px: float


@dataclass(frozen=True, slots=True)
class Recalibration:
    """A submitted calibration or practice, as far as it concerns a group of keypoints.

    Attributes
    ----------
    mean_px
        M, scaled as in the weekly figures; None if nothing of the group was compared.
    n
        Placements.
    """

    attempt: str
    time: datetime
    mean_px: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Retraining:
    """Somebody who is to go over some keypoints again.

    Attributes
    ----------
    triggered
        The week in which the rule triggered; the weeks that it rests on are those up to it.
    bias_px, local
        Mean error in those weeks, and along and across the limb (of a type of its worst keypoint).
    bias_p
        Probability of such a bias by chance, adjusted over all items; None where too few are independent.
    closed_by
        The recalibration that closed it; None while it is open.
    tried
        The latest recalibration that did not; None without one.
    """

    annotator: str
    group: Group
    triggered: Week
    weeks: tuple[Week, ...]
    mean_px: float
    scaled_px: float
    n: int
    bias_px: tuple[float, float] | None
    local: LocalBias | None
    bias_p: float | None = None
    closed_by: Recalibration | None = None
    tried: Recalibration | None = None

    @property
    def is_open(self) -> bool:
        """Whether no recalibration has closed it."""
        return self.closed_by is None


def recalibrations(
    session: Session, rows: WeeklyRows, groups: Sequence[Group], same: Mapping[str, str]
) -> dict[tuple[str, int], list[Recalibration]]:
    """Return everybody's submitted calibrations and practices by person and group, in the order of time."""
    found: dict[tuple[str, int], list[Recalibration]] = {}
    tasks = frozenset({Task.CALIBRATION, Task.PRACTICE})
    for attempt in attempts_of(session, tasks=tasks):
        time = moment(attempt.submitted)
        if attempt.is_open or time is None or not attempt.reference:
            continue
        distances = _distances(session, attempt, rows.skeleton.name)
        who = same.get(attempt.annotator, attempt.annotator)
        for at, group in enumerate(groups):
            known = distances[:, group.keypoints]
            known = known[np.isfinite(known)]
            mean = float(known.mean()) if len(known) else None
            told = Recalibration(attempt.id, time, mean, len(known))
            found.setdefault((who, at), []).append(told)
    return {key: sorted(several, key=lambda one: one.time) for key, several in found.items()}


def follow_rule(
    figures: Figures,
    rule: Rule,
    groups: Sequence[Group],
    known: Mapping[tuple[str, int], Sequence[Recalibration]],
    clock: Clock,
) -> tuple[Bools, list[tuple[int, int, int, Recalibration | None, Recalibration | None]]]:
    """Apply the weekly rule through time, recalibrations included.

    Returns
    -------
    ``(A, G, W)`` where it triggers, and for each item: person, group and week (as indices) in which it
    opened, the recalibration that closed it, and the latest that failed to.
    """
    limits = np.array([group.limit_px for group in groups])
    cleared = np.full(figures.n.shape[:2], -1, dtype=np.int64)
    flags = np.zeros(figures.n.shape, dtype=np.bool_)
    items: list[tuple[int, int, int, Recalibration | None, Recalibration | None]] = []
    pending = np.ones(figures.n.shape[:2], dtype=np.bool_)
    while pending.any():
        now = triggered(figures, rule, limits_px=limits, cleared=cleared)
        again = np.zeros_like(pending)
        for a, g in np.argwhere(pending & now.any(axis=2)).tolist():
            opened = int(np.flatnonzero(now[a, g])[0])
            tests = known.get((figures.annotators[a], g), ())
            passed, failed = _tested(tests, Week(int(figures.weeks[opened])), groups[g], rule)
            items.append((a, g, opened, passed, failed))
            if passed is None:
                flags[a, g] |= now[a, g]
                continue
            cleared[a, g] = max(int(figures.weeks[opened]), week_of(passed.time, clock.zone).count)
            flags[a, g] |= now[a, g] & (figures.weeks <= cleared[a, g])
            again[a, g] = True
        pending = again
    return flags, items


def described(
    rows: WeeklyRows,
    figures: Figures,
    rule: Rule,
    groups: Sequence[Group],
    items: Sequence[tuple[int, int, int, Recalibration | None, Recalibration | None]],
) -> list[Retraining]:
    """Say of each item what is wrong: how far off, which way, and how sure that is; open ones first."""
    found, p = [], []
    for a, g, opened, passed, failed in items:
        weeks = _weeks_of(figures, rule, (a, g, opened))
        person = rows.reviewed.annotators == figures.annotators[a]
        chosen = np.flatnonzero(person & np.isin(rows.reviewed.weeks, weeks))
        one, chance = _described(rows, chosen, groups[g], figures.annotators[a])
        found.append(
            replace(
                one,
                triggered=Week(int(figures.weeks[opened])),
                weeks=tuple(Week(week) for week in weeks),
                closed_by=passed,
                tried=failed,
            )
        )
        p.append(chance)
    told = adjusted(np.array(p, dtype=np.float64))
    said = [
        replace(one, bias_p=float(value) if np.isfinite(value) else None)
        for one, value in zip(found, told, strict=True)
    ]
    return sorted(said, key=lambda one: (not one.is_open, one.group.is_type, -one.scaled_px))


def explained(items: Sequence[Retraining]) -> list[Retraining]:
    """Return one person's items without the types that single keypoints of theirs explain.

    Of a talus that is off its type is too, on both sides; yet there is nothing to learn for the other side.
    """
    alone = {int(one.group.keypoints[0]) for one in items if not one.group.is_type}
    return [one for one in items if not one.group.is_type or not alone & set(one.group.keypoints.tolist())]


def _tested(
    tests: Sequence[Recalibration], opened: Week, group: Group, rule: Rule
) -> tuple[Recalibration | None, Recalibration | None]:
    """Return the first recalibration since a week that passes, and the latest before it that does not."""
    failed = None
    start = datetime.combine(opened.monday, datetime.min.time(), UTC)
    for test in tests:
        if test.time < start:
            continue
        if test.mean_px is not None and test.n >= rule.min_n and test.mean_px <= group.limit_px:
            return test, failed
        failed = test if test.n else failed
    return None, failed


def _distances(session: Session, attempt: Attempt, skeleton: str) -> Floats:
    """Return ``(N, K)`` px as where subjects stand 1500 px tall."""
    found = []
    if attempt.reference not in {one.id for one in session.contents.layers}:
        return np.zeros((0, len(session.contents.skeletons[skeleton])))
    for sides in side_by_side(session, attempt.layer, attempt.reference, plan_of(session, attempt).units):
        if sides.skeleton.name == skeleton:
            scaling = scaling_of(session, sides.instance)
            found.append(lengths_of(sides.errors) / (scaling if scaling > 0 else 1.0))
    empty = np.zeros((0, len(session.contents.skeletons[skeleton])))
    return np.concatenate([empty, *found])


def _weeks_of(figures: Figures, rule: Rule, at: tuple[int, int, int]) -> list[int]:
    a, g, opened = at
    enough = np.flatnonzero(figures.n[a, g, : opened + 1] >= rule.min_n)
    return [int(week) for week in figures.weeks[enough[-rule.weeks :]]]


def _described(rows: WeeklyRows, chosen: Ints, group: Group, who: str) -> tuple[Retraining, float]:
    errors = rows.reviewed.errors[np.ix_(chosen, group.keypoints)]
    line = timeline(
        clips=rows.clips[chosen],
        instances=rows.instances[chosen],
        frames=rows.frames[chosen],
        min_gap=rows.skeleton.policy.min_gap,
    )
    independent, _ = independent_moments(errors, line)
    distances = lengths_of(errors)
    factor = np.where(rows.reviewed.scaling[chosen] > 0, rows.reviewed.scaling[chosen], 1.0)[:, None]
    chances = adjusted(hotelling(independent).p)
    worst = int(np.nanargmax(np.nan_to_num(independent.size_px, nan=-1.0)))
    bias = np.nanmean(errors[:, worst], axis=0)
    local = local_biases(
        rows.reviewed.errors,
        rows.skeleton,
        positions=rows.positions,
        scale_px=rows.scale_px,
        chosen=chosen,
    )[int(group.keypoints[worst])]
    return (
        Retraining(
            annotator=who,
            group=group,
            triggered=Week(0),
            weeks=(),
            mean_px=float(np.nanmean(distances)),
            scaled_px=float(np.nanmean(distances / factor)),
            n=int(np.isfinite(distances).sum()),
            bias_px=(float(bias[0]), float(bias[1])) if np.isfinite(bias).all() else None,
            local=local,
        ),
        float(np.nanmin(chances)) if np.isfinite(chances).any() else float("nan"),
    )
