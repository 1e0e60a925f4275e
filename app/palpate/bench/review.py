"""Review load: how much of a film a person must look at to be sure of 2 px.

Against 100 % of the point-frames, as where every frame is checked. Once as a list worst first, in which
nothing follows from what was seen; and once as it is worked: of each run of doubtful frames only the worst is
looked at and put right, it is a keyframe from then on, and everything is estimated anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from palpate.assist.expected import expected_px
from palpate.base.progress import Progress
from palpate.bench.dense import Film, fresh
from palpate.bench.drift import GAPS, Case, case_of
from palpate.bench.filling import Keyframes, every
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, Entries, clocked, entry_of
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.runs import runs_by_column

SURE_PX = 2.0
_SHARES = {"95": 0.95, "99": 0.99, "all": 1.0}
_ROUNDS = 12
_DOUBT_PX = 1.0  # a mean error of so much leaves a few beyond 2 px

Fill = Callable[[Keyframes], Case]


@dataclass(frozen=True, slots=True)
class Load:
    """Point-frames of a film that were looked at until so many were right, as a share of all; NaN if never.

    Attributes
    ----------
    looked, runs
        By the share of derived points that have to be right: point-frames, and runs of them.
    left
        Share of points still off when nothing doubtful is left.
    """

    looked: dict[str, float]
    runs: dict[str, float]
    left: float


def by_list(expected: Floats, off: Floats, derived: Bools) -> Load:
    """Look at derived points ``(F, K)``, worst first, until enough of all are right."""
    order = np.argsort(-np.where(derived, expected, -np.inf), axis=None, kind="stable")[: int(derived.sum())]
    wrong = off.ravel()[order] > SURE_PX
    right = 1 - (wrong.sum() - np.concatenate(([0], np.cumsum(wrong)))) / len(order)
    looked, runs = {}, {}
    for name, share in _SHARES.items():
        count = int(np.searchsorted(right, share))
        seen = np.zeros(derived.size, dtype=np.bool_)
        seen[order[:count]] = True
        looked[name] = count / len(order)
        runs[name] = len(worst_of_runs(seen.reshape(derived.shape), expected)) / len(order)
    return Load(looked, runs, 0.0)


def worst_of_runs(doubtful: Bools, expected: Floats) -> Ints:
    """Return ``(N, 2)`` row and keypoint of the worst frame of every run of frames."""
    keypoint, start, stop = runs_by_column(doubtful)
    rows = [a + int(np.argmax(expected[a:b, k])) for k, a, b in zip(keypoint, start, stop, strict=True)]
    return np.stack((np.array(rows, dtype=np.int64), keypoint), axis=1)


def by_fixing(fill: Fill, own: Sequence[Sequence[int]]) -> Load:
    """Put the worst frame of every doubtful run right and estimate anew, until nothing is doubtful."""
    keyframes = [list(frames) for frames in own]
    looked: dict[str, float] = {}
    looks = total = 0
    left = np.nan
    for _ in range(_ROUNDS):
        case = fill(keyframes)
        total = total or int(case.derived.sum())
        left = float((case.off[case.derived] > SURE_PX).sum()) / total
        for name, share in _SHARES.items():
            if 1 - left >= share:
                looked.setdefault(name, looks / total)
        expected = np.where(case.derived, expected_px(case.components), 0.0)
        worst = worst_of_runs(expected > _DOUBT_PX, expected)
        if not len(worst):
            break
        for row, keypoint in worst.tolist():
            keyframes[keypoint] = sorted({*keyframes[keypoint], row})
        looks += len(worst)
    return Load({name: looked.get(name, np.nan) for name in _SHARES}, {"": looks / total}, left)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(fresh(plan), plan.progress, (10, 20) if plan.quick else GAPS)


def measured(films: Sequence[Film], progress: Progress, gaps: Sequence[int] = GAPS) -> Entries:
    """Run the group on these films."""
    quiet = Progress(token=progress.token)
    entries: Entries = {}
    for number, gap in enumerate(gaps):
        progress.step(number, len(gaps), f"keyframes {gap} apart")
        took, (listed, fixed) = clocked(partial(_loads, films, gap, quiet))
        entries[f"list_gap_{gap}"] = entry_of({OURS: [took]}, more=_listed(listed))
        entries[f"fixing_gap_{gap}"] = entry_of({OURS: [took]}, more=_fixed(fixed))
    return entries


def _loads(films: Sequence[Film], gap: int, progress: Progress) -> tuple[list[Load], list[Load]]:
    listed, fixed = [], []
    for film in films:

        def fill(own: Keyframes, film: Film = film) -> Case:
            return case_of(film, own, progress)

        own = every(film, gap)
        case = fill(own)
        listed.append(by_list(expected_px(case.components), case.off, case.derived))
        fixed.append(by_fixing(fill, own))
    return listed, fixed


def _listed(loads: Sequence[Load]) -> dict[str, float]:
    percent = {f"percent_for_{name}": 100 * _mean([load.looked[name] for load in loads]) for name in _SHARES}
    runs = {f"runs_for_{name}": 100 * _mean([load.runs[name] for load in loads]) for name in _SHARES}
    return {name: round(value, 2) for name, value in (percent | runs).items()}


def _fixed(loads: Sequence[Load]) -> dict[str, float]:
    """Return percentages; what not every film came to is left out."""
    reached = [name for name in _SHARES if all(np.isfinite(load.looked[name]) for load in loads)]
    more = {f"percent_for_{name}": 100 * _mean([load.looked[name] for load in loads]) for name in reached}
    more["percent_in_all"] = 100 * _mean([load.runs[""] for load in loads])
    more["percent_left_off"] = 100 * _mean([load.left for load in loads])
    return {name: round(value, 2) for name, value in more.items()}


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
