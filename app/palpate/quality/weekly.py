"""Errors by annotator, keypoint and ISO week, and the rule that asks for retraining.

M is the mean distance, px, over the placements of a week that were reviewed and labelled on both sides. A
week with fewer than `QA_MIN_N` of them is insufficient and skipped. The rule triggers when the latest
sufficient weeks, two by default and never more than four weeks apart, all have an M above the limit of 8 px.
That limit belongs to footage in which the subject stands 1500 px tall: where it is smaller or larger, M is
also given as there, and that number is judged. Source: domain reference 1.3 and 2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import UsageError
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.policy import Policy
from palpate.quality.points import lengths_of, placed

QA_MIN_N = 20
"""Reviewed placements from which on a week is sufficient."""

WEEKS_APART = 4
"""Weeks that two reports may lie apart and still count as consecutive."""

REFERENCE_HEIGHT_PX = 1500.0
"""How tall the subject stands in the footage that the limit in px belongs to."""

_CHUNK = 4096  # rows at a time, so that what a pass over them takes stays small


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of ISO 8601.

    Attributes
    ----------
    count
        Weeks since that of 1 January of the year 1, so that weeks can be subtracted over the turn of a year.
    """

    count: int

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromordinal(7 * self.count + 1)

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """N instance-frames whose labels were compared with a reference.

    Attributes
    ----------
    annotators
        ``(N,)`` who placed the labels.
    weeks
        ``(N,)`` counts of `Week` by the time of annotation.
    errors
        ``(N, K, 2)`` label − reference, px; NaN unless both have a position.
    scaling
        ``(N,)`` height of the subject ÷ 1500 px; NaN where unknown, which leaves px as they are.
    """

    annotators: NDArray[Any]
    weeks: Ints
    errors: Floats
    scaling: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of A annotators, G groups of keypoints and W weeks; NaN where n does not allow them.

    Attributes
    ----------
    annotators, weeks
        Names, and ``(W,)`` counts of `Week`, both ascending; weeks in which nobody was reviewed are left out.
    n
        ``(A, G, W)`` placements reviewed.
    mean_px, sd_px
        ``(A, G, W)`` M and the spread of the distances around it (divisor n − 1).
    scaled_px, scaled_sd_px
        ``(A, G, W)`` the same as where the subject stands 1500 px tall.
    bias_px
        ``(A, G, W, 2)`` mean error.
    """

    annotators: tuple[str, ...]
    weeks: Ints
    n: Ints
    mean_px: Floats
    sd_px: Floats
    scaled_px: Floats
    scaled_sd_px: Floats
    bias_px: Floats

    @property
    def standard_error_px(self) -> Floats:
        """``(A, G, W)`` of M, px: SD ÷ √n."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.sd_px / np.sqrt(self.n))


@dataclass(frozen=True, slots=True)
class Rule:
    """When somebody is retrained at a keypoint.

    Attributes
    ----------
    limit_px
        M above this counts, in px where the subject stands 1500 px tall.
    weeks
        How many sufficient weeks in a row.
    min_n
        Placements from which on a week is sufficient.
    apart
        Weeks that neighbours in the row may lie apart.
    """

    limit_px: float = 8.0
    weeks: int = 2
    min_n: int = QA_MIN_N
    apart: int = WEEKS_APART

    @staticmethod
    def of(policy: Policy) -> Rule:
        """Return the rule that a policy asks for."""
        return Rule(policy.mpjpe_px, policy.weeks, policy.week_min_n, policy.week_gap)

    def __post_init__(self) -> None:
        if self.weeks < 1 or self.min_n < 1:
            raise UsageError("the weekly rule needs at least one week and one placement")


def time_zone(name: str) -> tzinfo:
    """Return a time zone by its name in the tz database, ``UTC``, or an offset such as ``+05:30``.

    Raises
    ------
    UsageError
        If there is none of that name here.
    """
    if name in ("", "UTC", "Z"):
        return UTC
    if name[0] in "+-":
        try:
            offset = datetime.strptime(name, "%z").utcoffset()
        except ValueError:
            offset = None
        if offset is not None:
            return timezone(offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        said = f"there is no time zone named {name!r} here; give one such as Asia/Kolkata, or +05:30"
        raise UsageError(said) from error


def week_of(time: datetime, zone: tzinfo) -> Week:
    """Return the ISO week of a moment with a time zone, as a calendar in another zone has it."""
    return Week((time.astimezone(zone).date().toordinal() - 1) // 7)


def figures(reviewed: Reviewed, groups: Sequence[Ints]) -> Figures:
    """Return the figures of groups of keypoints by annotator and week.

    Parameters
    ----------
    groups
        Indices of the keypoints whose placements each group pools.
    """
    names, who = np.unique(np.asarray(reviewed.annotators), return_inverse=True)
    weeks, when = np.unique(reviewed.weeks, return_inverse=True)
    shape = (len(names), len(weeks), len(groups))
    cell = who * len(weeks) + when
    distances, known = lengths_of(reviewed.errors), placed(reviewed.errors)
    factor = np.where(reviewed.scaling > 0, reviewed.scaling, 1.0)[:, None]
    pool = np.zeros((reviewed.errors.shape[1], len(groups)))
    for column, keypoints in enumerate(groups):
        pool[keypoints, column] = 1.0

    def pooled(values: Floats) -> Floats:
        sums = np.zeros((shape[0] * shape[1], len(groups)))
        for start in range(0, len(cell), _CHUNK):
            rows = slice(start, start + _CHUNK)
            np.add.at(sums, cell[rows], np.where(known[rows], values[rows], 0.0) @ pool)
        return sums

    n = pooled(np.ones_like(distances))
    mean, sd = _mean_and_sd(distances, pooled, n, cell, groups, known)
    distances /= factor
    scaled, scaled_sd = _mean_and_sd(distances, pooled, n, cell, groups, known)
    with np.errstate(invalid="ignore"):
        bias = np.stack([pooled(reviewed.errors[..., axis]) / n for axis in (0, 1)], axis=-1)

    def laid_out(values: Floats) -> Floats:
        return np.asarray(np.moveaxis(values.reshape(*shape, *values.shape[2:]), 2, 1))

    return Figures(
        annotators=tuple(names.tolist()),
        weeks=weeks,
        n=laid_out(n).astype(np.int64),
        mean_px=laid_out(mean),
        sd_px=laid_out(sd),
        scaled_px=laid_out(scaled),
        scaled_sd_px=laid_out(scaled_sd),
        bias_px=laid_out(bias),
    )


def sufficient(found: Figures, rule: Rule) -> Bools:
    """Tell which ``(A, G, W)`` weeks have enough placements to be judged."""
    return np.asarray(found.n >= rule.min_n)


def triggered(
    found: Figures, rule: Rule, *, limits_px: Floats | None = None, cleared: Ints | None = None
) -> Bools:
    """Tell in which ``(A, G, W)`` weeks the rule triggers.

    Parameters
    ----------
    limits_px
        ``(G,)`` of each group, in place of the rule's.
    cleared
        ``(A, G)`` count of the week in which a recalibration was passed, below 0 where none was: that week
        and those before it do not count any more.

    Returns
    -------
    True in a sufficient week above the limit whose predecessors among the sufficient weeks are too, as many
    as the rule asks for, each at most four weeks after the one before.
    """
    enough = sufficient(found, rule)
    if cleared is not None:
        enough &= found.weeks > cleared[..., None]
    limits = np.full(enough.shape[1], rule.limit_px) if limits_px is None else limits_px
    with np.errstate(invalid="ignore"):
        over = enough & (found.scaled_px > limits[:, None])
    streak = np.zeros(enough.shape[:2], dtype=np.int64)
    last = np.full(enough.shape[:2], np.iinfo(np.int64).min // 2)
    flags = np.zeros(enough.shape, dtype=np.bool_)
    for at, week in enumerate(found.weeks.tolist()):
        goes_on = np.where(week - last <= rule.apart, streak, 0)
        streak = np.where(enough[..., at], np.where(over[..., at], goes_on + 1, 0), streak)
        last = np.where(enough[..., at], week, last)
        flags[..., at] = over[..., at] & (streak >= rule.weeks)
    return flags


def chance_of_exceeding(mean_px: float, *, sd_px: float, n: int, limit_px: float, weeks: int = 1) -> float:
    """Return the probability that somebody with this true mean exceeds the limit in so many weeks in a row.

    By the normal distribution of a mean of n distances; weeks are taken as independent.
    """
    from scipy.special import ndtr

    return float(ndtr((mean_px - limit_px) * np.sqrt(n) / sd_px) ** weeks)


def is_future(time: datetime, now: datetime) -> bool:
    """Tell whether a time lies so far ahead that a clock must have been wrong: more than a day."""
    return time > now + timedelta(days=1)


def _mean_and_sd(
    values: Floats,
    pooled: Callable[[Floats], Floats],
    n: Floats,
    cell: Ints,
    groups: Sequence[Ints],
    known: Bools,
) -> tuple[Floats, Floats]:
    """Mean and spread by cell; the spread from what lies around the mean, which loses no digits."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = pooled(values) / n
        sums = np.zeros_like(mean)
        for column, keypoints in enumerate(groups):
            inside = known[:, keypoints]
            off = np.where(inside, values[:, keypoints] - mean[cell, column][:, None], 0.0)
            sums[:, column] = np.bincount(cell, np.square(off).sum(axis=1), minlength=len(sums))
        return mean, np.sqrt(sums / np.where(n > 1, n - 1.0, np.nan))
