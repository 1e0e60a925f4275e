"""Which frames are labelled a second time: proportionally by stratum, far apart, and by a seed.

A unit is one instance in one frame. Source: domain reference 3.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.policy import Sampling
from palpate.model.skeleton import Subject
from palpate.quality.units import timeline


class ExtraMode(StrEnum):
    """What the extra share of the most variable types is a share of."""

    DISJOINT = "disjoint"  # of all frames, drawn from those that are not in the base sample
    INDEPENDENT = "independent"  # of all frames, drawn without regard to the base sample
    TOTAL = "total"  # of all frames, the base sample counting towards it


@dataclass(frozen=True, slots=True)
class Population:
    """N instance-frames to draw from, in any order, none twice.

    Attributes
    ----------
    clips, instances
        ``(N,)`` ids, words or numbers.
    frames
        ``(N,)`` indices of frames.
    strata
        ``(N,)`` numbers of strata from 0.
    """

    clips: NDArray[Any]
    instances: NDArray[Any]
    frames: Ints
    strata: Ints

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def counts(self) -> Ints:
        """``(H,)`` units by stratum."""
        return np.bincount(self.strata) if len(self) else np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn from a population.

    Attributes
    ----------
    rows
        Row numbers, ascending.
    gaps
        ``(H,)`` the gap that was asked for, or the largest that leaves room for so many; 0 where the stratum
        gave none. Two units of an instance lie at least the smaller gap of their strata apart.
    """

    rows: Ints
    gaps: Ints


@dataclass(frozen=True, slots=True)
class TypeSpread:
    """How much people differ at the keypoints of one type.

    Attributes
    ----------
    variance
        Trace of the pooled covariance of errors ÷ s², each annotator's own mean taken out.
    bias
        Length of the mean of errors ÷ s over all annotators.
    n
        Errors.
    """

    type: str
    variance: float
    bias: float
    n: int


def allocate(counts: Ints, n: int) -> Ints:
    """Share n units out over strata in proportion to their ``(H,)`` sizes, by largest remainders.

    Every stratum that is not empty gets at least one, even if that makes more than n of them; the strata
    that have most above their share give theirs up for it. Of equal remainders the larger stratum comes
    first, then the earlier one.

    Returns
    -------
    ``(H,)`` numbers, none above the size of its stratum; their sum is n, but at least the number of strata
    that are not empty, and at most the number of units.
    """
    counts = np.asarray(counts, dtype=np.int64)
    filled = counts > 0
    total = int(counts.sum())
    n = min(max(n, int(filled.sum())), total)
    if not total:
        return np.zeros_like(counts)
    # In whole numbers: a share of 0.2 that is 1039.9999999 in floating point would lose a unit.
    shares, remainders = np.divmod(counts * n, total)
    given = np.where(filled, np.maximum(shares, 1), 0)
    owed = np.where(given > shares, -1, remainders)
    order = np.lexsort((np.arange(len(counts)), -counts, -owed))
    missing = n - int(given.sum())
    if missing > 0:
        given[order[:missing]] += 1
    for _ in range(-missing):
        above = np.where(given > 1, given * total - counts * n, np.iinfo(np.int64).min)
        given[int(np.argmax(above))] -= 1
    return np.asarray(given)


def draw(
    population: Population,
    *,
    wanted: Ints,
    min_gap: int,
    generator: np.random.Generator,
    taken: Bools | None = None,
) -> Drawn:
    """Draw so many units from each stratum, at least a gap apart in the same instance.

    The numbers come first: where the gap does not leave room for so many it is narrowed for that stratum,
    frame by frame, until it does, and what it came to is told. Strata with the least room are drawn first.

    Parameters
    ----------
    wanted
        ``(H,)`` by stratum.
    min_gap
        Frames between two; below 1 counts as 1.
    taken
        ``(N,)`` units that are drawn already: they are left out, and the gap holds towards them too.

    Notes
    -----
    Inside a stratum one goes along the line of time and takes a unit with probability
    r ÷ (L − (r − 1)(b − 1)), r being those still wanted, L those left and b how many of them a unit blocks on
    average. Where b is the same everywhere, each set of units that keeps the gap is equally likely.
    """
    gone = np.zeros(len(population), dtype=np.bool_) if taken is None else taken.copy()
    line = timeline(
        clips=population.clips,
        instances=population.instances,
        frames=population.frames,
        min_gap=max(1, min_gap),
    )
    times = np.empty(len(population), dtype=np.int64)
    times[line.order] = line.times
    gaps = np.zeros(len(wanted), dtype=np.int64)
    drawn: list[Ints] = []
    sizes = np.bincount(population.strata, minlength=len(wanted))
    for stratum in np.argsort(-np.asarray(wanted) / np.maximum(sizes, 1), kind="stable").tolist():
        if not wanted[stratum]:
            continue
        inside = line.order[population.strata[line.order] == stratum]
        rows, gaps[stratum] = _of_stratum(
            inside, times, gone, n=int(wanted[stratum]), gap=line.min_gap, generator=generator
        )
        gone[rows] = True
        drawn.append(rows)
    rows = np.sort(np.concatenate(drawn)) if drawn else np.zeros(0, dtype=np.int64)
    return Drawn(rows, gaps)


def usual_rates(subject: Subject, sampling: Sampling) -> tuple[float, float]:
    """Return the least and the largest usual share of frames, by what is labelled.

    Hands and bodies have theirs in the policy; a face is sampled at the base rate, as nobody has stated
    another.
    """
    if subject is Subject.HAND:
        return sampling.hand_least, sampling.hand_most
    if subject is Subject.FACE:
        return sampling.base, sampling.base
    return sampling.body_least, sampling.body_most


def extra_count(n: int, *, base: float, extra: float, mode: ExtraMode) -> int:
    """Return how many of n units the extra sample has."""
    share = max(0.0, extra - base) if mode is ExtraMode.TOTAL else extra
    return round(share * n)


def type_spreads(
    errors: Floats, *, scale_px: Floats, annotators: NDArray[Any], types: Sequence[str]
) -> list[TypeSpread]:
    """Rank the types of keypoints by how much people vary there, most variable first.

    Parameters
    ----------
    errors
        ``(N, K, 2)`` px of calibration, NaN where not compared.
    scale_px
        ``(N,)`` s in px; rows without one are left out.
    annotators
        ``(N,)`` whose errors they are.
    types
        ``(K,)`` type of each keypoint; of equal variances the larger bias comes first.

    Returns
    -------
    Only types with more errors than annotators.
    """
    relative = errors / np.where(scale_px > 0, scale_px, np.nan)[:, None, None]
    who = np.unique(annotators, return_inverse=True)[1]
    groups: dict[str, list[int]] = {}
    for keypoint, name in enumerate(types):
        groups.setdefault(name, []).append(keypoint)
    found = [_spread(name, relative[:, ks], who) for name, ks in groups.items()]
    return sorted(
        (one for one in found if one is not None), key=lambda one: (-one.variance, -one.bias, one.type)
    )


def keypoints_of(types: Sequence[str], chosen: Sequence[str]) -> Ints:
    """Return the indices of the keypoints whose type is among those chosen."""
    return np.flatnonzero(np.isin(np.array(types), list(chosen)))


def weighted_mean(means: Floats, sizes: Ints) -> float | None:
    """Return the mean of a population from the ``(H,)`` means of its strata and their sizes.

    It undoes oversampling: Σ (N_h ÷ N) mean_h. NaN strata count as not known and are left out; None where
    nothing is known.
    """
    known = np.isfinite(means) & (sizes > 0)
    if not known.any():
        return None
    return float((means[known] * sizes[known]).sum() / sizes[known].sum())


def _of_stratum(
    inside: Ints, times: Ints, gone: Bools, *, n: int, gap: int, generator: np.random.Generator
) -> tuple[Ints, int]:
    """Draw n of the rows inside a stratum, in the order of time; also the gap that was kept."""
    blocking = np.sort(times[gone])
    for kept in range(gap, 0, -1):
        free = inside[~_near(times[inside], blocking, kept)]
        following = np.searchsorted(times[free], times[free] + kept)
        room = _room(following)
        if room[0] >= n:
            return free[_along(following, room, n=n, generator=generator)], kept
    free = inside[~gone[inside]]
    return free, 1


def _near(times: Ints, blocking: Ints, gap: int) -> Bools:
    """Tell which times lie less than a gap from any of the ascending blocking ones."""
    if not len(blocking):
        return np.zeros(len(times), dtype=np.bool_)
    at = np.searchsorted(blocking, times)
    before = blocking[np.maximum(at - 1, 0)]
    after = blocking[np.minimum(at, len(blocking) - 1)]
    return np.asarray(np.minimum(np.abs(times - before), np.abs(after - times)) < gap)


def _room(following: Ints) -> Ints:
    """Return how many can be taken from each place on; one entry more than there are places."""
    room = np.zeros(len(following) + 1, dtype=np.int64)
    for at in range(len(following) - 1, -1, -1):
        room[at] = 1 + room[following[at]]
    return room


def _along(following: Ints, room: Ints, *, n: int, generator: np.random.Generator) -> Ints:
    length = len(following)
    blocked = following - np.arange(length)
    whole = np.flatnonzero(following < length)
    blocked[following == length] = blocked[whole[-1]] if len(whole) else 1  # the end of time cuts them short
    ahead = np.append(np.cumsum(blocked[::-1])[::-1], 0)
    chances = generator.random(length)
    chosen: list[int] = []
    at = 0
    while len(chosen) < n and at < length:
        left, wanted = length - at, n - len(chosen)
        free = left - (wanted - 1) * (ahead[at] / left - 1.0)
        if room[at + 1] < wanted or chances[at] * max(free, wanted) < wanted:
            chosen.append(at)
            at = int(following[at])
        else:
            at += 1
    return np.array(chosen, dtype=np.int64)


def _spread(name: str, errors: Floats, who: Ints) -> TypeSpread | None:
    rows, columns = np.nonzero(np.isfinite(errors).all(axis=-1))
    pooled, people = errors[rows, columns], who[rows]
    present, people = np.unique(people, return_inverse=True)
    freedom = len(pooled) - len(present)
    if freedom < 1:
        return None
    sums = np.stack([np.bincount(people, weights=pooled[:, axis]) for axis in (0, 1)], axis=1)
    centred = pooled - (sums / np.bincount(people)[:, None])[people]
    variance = float(np.square(centred).sum() / freedom)
    return TypeSpread(name, variance, float(np.hypot(*pooled.mean(axis=0))), len(pooled))
