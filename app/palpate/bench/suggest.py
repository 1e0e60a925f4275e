"""How right a film becomes with so many keyframes: as suggested, evenly spread, and by who knows the answer.

Keyframes stand exactly where the answer is, so this is about where they are. Suggestions are followed several
visits at a time, without a look at the answer; evenly spread keyframes are whole poses; who knows the answer
puts each keypoint's next keyframe at its worst frame (`palpate.bench.keyframes.greedy`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from palpate.assist.expected import components_of, expected_px
from palpate.assist.outlook import outlook_of
from palpate.assist.spans import code_of, spans_of
from palpate.assist.suggest import suggest
from palpate.base.progress import Progress
from palpate.bench.dense import Film, fresh, shipped
from palpate.bench.drift import around_of
from palpate.bench.filling import Filler, Keyframes, every
from palpate.bench.keyframes import greedy, limit_of
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, Entries, clocked, entry_of
from palpate.model.arrays import Floats
from palpate.model.span import Method

METHODS = (Method.MAKIMA, Method.FUSED)
BUDGETS = (5, 8, 12, 16)
"""Keyframes of each keypoint per 100 frames at which films are compared."""

_GAPS = (60, 40, 30, 24, 20, 16, 12, 10, 8, 6, 5, 4, 3)
_GROWTH = 0.25  # as many keyframes more are taken from one list of suggestions
_ALLOWED_PX = 4.0
_QUANTILE = 0.95


@dataclass
class Course:
    """Fills a film and keeps how right it became each time.

    Attributes
    ----------
    steps
        Of each time: keyframes per 100 frames of a keypoint, mean error in px, share of points off by more
        than the limit, the largest 95 % quantile of any keypoint, and frames that have a keyframe.
    """

    film: Film
    filler: Filler
    limit_px: float
    steps: list[tuple[float, float, float, float, float]] = field(default_factory=list)

    def __call__(self, own: Keyframes) -> Floats:
        """Return what the filler gives."""
        positions = self.filler(own)
        off = errors(self.film, positions)
        known = np.isfinite(off)
        off = np.where(known, off, 0.0)
        count = 100.0 * sum(len(frames) for frames in own) / known.sum()
        worst = max(
            float(np.quantile(off[known[:, k], k], _QUANTILE)) for k in np.flatnonzero(known.any(axis=0))
        )
        visits = len({frame for frames in own for frame in frames})
        self.steps.append(
            (count, float(off[known].mean()), float((off[known] > self.limit_px).mean()), worst, visits)
        )
        return positions

    @property
    def is_right(self) -> bool:
        """Whether 95 % of every keypoint's frames are within the limit."""
        return bool(self.steps) and self.steps[-1][3] < self.limit_px

    def figures(self) -> dict[str, float]:
        """Return mean error, share above the limit and visits at each budget, and what being right takes."""
        count, mean, share, worst, visits = np.array(self.steps).T
        found: dict[str, float] = {}
        for budget in BUDGETS:
            if count[0] <= budget <= count[-1]:
                at = partial(np.interp, np.log(budget), np.log(count))
                found[f"px_at_{budget}"] = round(float(np.exp(at(np.log(mean)))), 2)
                found[f"above_at_{budget}"] = round(float(at(share)), 3)
                found[f"visits_at_{budget}"] = round(float(at(visits)))
        right = np.flatnonzero(worst < self.limit_px)
        return found | ({"keyframes_p95": round(float(count[right[0]]), 1)} if len(right) else {})


def errors(film: Film, positions: Floats) -> Floats:
    """Return ``(T, K)`` px; NaN where the answer is not known."""
    off = np.hypot(*np.moveaxis(positions - film.positions, -1, 0))
    return np.where(film.visibility > 0, off, np.nan)


def spread_evenly(course: Course) -> None:
    """Give each keypoint a keyframe every so many frames, more and more of them."""
    for gap in _GAPS:
        course(every(course.film, gap))
        if course.is_right:
            return


def follow(course: Course) -> None:
    """Begin with both ends and follow suggestions until 95 % of every keypoint is right."""
    film, filler = course.film, course.filler
    own = every(film, len(film.images))
    course(own)
    limits = np.full(len(film.skeleton), _ALLOWED_PX)
    while not course.is_right:
        wanted = int(_GROWTH * sum(len(frames) for frames in own))
        track = film.track(own)
        codes = np.full(track.visibility.shape, code_of(Method.MAKIMA), dtype=np.int8)
        spans = spans_of(track, codes, window=(0, len(film.images)))
        outlook = outlook_of(_expected(film, filler, own), spans, first=0)
        taken = 0
        while taken < wanted:
            found = suggest(outlook, limits=limits, n=1)
            if not found:
                break
            for k in found[0].keypoints:
                own[k] = sorted({*own[k], found[0].frame})
            taken += len(found[0].keypoints)
        if not taken:
            return
        course(own)


def know_better(course: Course) -> None:
    """Put keyframes where the answer is farthest off."""
    greedy(course.film, course, limit_px=course.limit_px, all_of_them=False)


WAYS: dict[str, Callable[[Course], None]] = {
    "even": spread_evenly,
    "suggested": follow,
    "knowing": know_better,
}


def measure(plan: Plan) -> Entries:
    """Run the group."""
    if plan.quick:
        return measured(shipped(), plan.progress, (Method.MAKIMA,))
    entries: Entries = {}
    for film in fresh(plan):
        entries |= measured(film, plan.progress)
    return entries


def measured(film: Film, progress: Progress, methods: tuple[Method, ...] = METHODS) -> Entries:
    """Run the group on one film."""
    entries: Entries = {}
    quiet = Progress(token=progress.token)
    for number, method in enumerate(methods):
        for turn, (name, walk) in enumerate(WAYS.items()):
            progress.step(number * len(WAYS) + turn, len(methods) * len(WAYS), f"{film.name}, {name}")
            course = Course(film, Filler(film, method, quiet), limit_of(film))
            took, _ = clocked(partial(walk, course))
            entries[f"{film.name} {method.value} {name}"] = entry_of({OURS: [took]}, more=course.figures())
    return entries


def _expected(film: Film, filler: Filler, own: Keyframes) -> Floats:
    if filler.fused is None:
        return np.full(film.visibility.shape, np.nan)
    plain = Filler(film, Method.MAKIMA, Progress())(own)
    return expected_px(components_of(filler.fused, plain, around_of(film, own)))
