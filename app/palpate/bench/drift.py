"""Drift as a detector: whether a point that is off is expected to be, and by as much.

Natural errors of the fused method at several keyframe gaps, and drifts planted into positions of another
origin. Figures on films that nothing was fitted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from palpate.assist.expected import UNITS_PX, WEIGHTS, Components, components_of, expected_of, expected_px
from palpate.base.progress import Progress
from palpate.bench.dense import Film, rendered, shipped
from palpate.bench.filling import Filler, every
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, Entries, Entry, Time, clocked, entry_of
from palpate.model.arrays import Bools, Floats
from palpate.model.span import Method

GAPS = (5, 10, 20, 40)
WRONG_PX, RECALL, PRECISION = 4.0, 0.95, 0.8
_FRESH_SEEDS = (821, 822, 823)
_BINS_PX = (0.25, 0.5, 1, 2, 4, 8, 16, 32)
_PLANTED_PX = (3.0, 30.0)
_LEAST_IN_BIN = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """Derived points: what they were expected to be off, and what they were, ``(N,)`` px each."""

    expected: Floats
    off: Floats

    def figures(self) -> dict[str, float]:
        """Return recall, precision and the worst ratio of means over the bins of what was expected."""
        wrong = self.off > WRONG_PX
        order = np.argsort(-self.expected)
        hits = np.cumsum(wrong[order])
        recall, precision = hits / max(hits[-1], 1), hits / np.arange(1, len(hits) + 1)
        at = min(int(np.searchsorted(recall, RECALL)), len(recall) - 1)
        precise = np.flatnonzero(precision >= PRECISION)
        flagged = self.expected >= WRONG_PX
        found = (flagged & wrong).sum()
        return {
            "wrong_share": float(wrong.mean()),
            "recall_at_4px": float(found / max(wrong.sum(), 1)),
            "precision_at_4px": float(found / max(flagged.sum(), 1)),
            "precision_at_recall_95": float(precision[at]),
            "threshold_px": float(self.expected[order][at]),
            "to_look_at": float((at + 1) / len(recall)),
            "recall_at_precision_80": float(recall[precise[-1]]) if len(precise) else 0.0,
            "worst_ratio": self.worst_ratio(),
        }

    def worst_ratio(self) -> float:
        """Return the largest factor between expected and found means in any bin with enough points."""
        bins = np.digitize(self.expected, _BINS_PX)
        factors = [1.0]
        for number in range(len(_BINS_PX) + 1):
            here = bins == number
            if here.sum() >= _LEAST_IN_BIN and self.off[here].any():
                ratio = float(self.off[here].mean() / self.expected[here].mean())
                factors.append(max(ratio, 1 / ratio))
        return max(factors)


def natural(film: Film, gap: int, progress: Progress) -> tuple[Components, Floats, Bools]:
    """Return components, errors and which points are derived, for keyframes every so many frames."""
    own = every(film, gap)
    filler = Filler(film, Method.FUSED, progress)
    positions = filler(own)
    plain = Filler(film, Method.MAKIMA, progress)(own)
    assert filler.fused is not None
    off = np.hypot(*np.moveaxis(positions - film.positions, -1, 0))
    derived = np.isfinite(off)
    for keypoint, frames in enumerate(own):
        derived[frames, keypoint] = False
    return components_of(filler.fused, plain), off, derived


def planted(film: Film, gap: int, progress: Progress, *, seed: int = 1) -> Judged:
    """Return the judgement of right positions into which drifts of 3 to 30 px were planted."""
    own = every(film, gap)
    filler = Filler(film, Method.FUSED, progress)
    filler(own)
    plain = Filler(film, Method.MAKIMA, progress)(own)
    fused = filler.fused
    assert fused is not None
    random = np.random.default_rng(seed)
    drift = np.zeros(film.positions.shape)
    derived = np.isfinite(film.positions[..., 0])
    for keypoint, frames in enumerate(own):
        derived[frames, keypoint] = False
        for left, right in pairwise(frames):
            if right - left > 2 and random.random() < 0.2:
                angle, size = random.uniform(0, 2 * np.pi), np.exp(random.uniform(*np.log(_PLANTED_PX)))
                bump = np.sin(np.pi * np.arange(right - left + 1) / (right - left))
                drift[left : right + 1, keypoint] = (
                    size * bump[:, np.newaxis] * (np.cos(angle), np.sin(angle))
                )
    expected = expected_of(film.positions + drift, fused, components_of(fused, plain))
    off = np.hypot(*np.moveaxis(drift, -1, 0))
    here = derived & np.isfinite(expected)
    return Judged(expected[here], off[here])


def fitted(films: Sequence[Film], progress: Progress, *, bins: int = 14) -> dict[str, object]:
    """Return constant, weights and calibration table, to be put into `palpate.assist.expected`."""
    from scipy.optimize import isotonic_regression, nnls

    rows, errors, weights = [], [], []
    for film in films:
        for gap in GAPS:
            components, off, derived = natural(film, gap, progress)
            parts = [
                np.log1p(np.nan_to_num(getattr(components, name)) / unit) for name, unit in UNITS_PX.items()
            ]
            rows.append(np.stack([part[derived] for part in (*parts, components.lost)], axis=1))
            errors.append(off[derived])
            weights.append(np.full(derived.sum(), derived.sum() ** -0.5))
    table, error, weight = np.concatenate(rows), np.concatenate(errors), np.concatenate(weights)
    constant = np.ones((len(table), 1))
    whole = np.concatenate((table, constant, -constant), axis=1)
    solution, _ = nnls(whole * weight[:, np.newaxis], np.log(error + 0.1) * weight)
    raw = whole @ solution
    edges = np.quantile(raw, np.linspace(0, 1, bins + 1)[1:-1])
    which = np.digitize(raw, edges)
    middle = [float(np.exp(raw[which == n].mean())) for n in range(bins)]
    mean = isotonic_regression([float(error[which == n].mean()) for n in range(bins)]).x
    return {
        "constant": round(float(solution[-2] - solution[-1]), 3),
        "weights": dict(zip(WEIGHTS, solution[:-2].round(3).tolist(), strict=True)),
        "raw_px": [round(value, 3) for value in middle],
        "mean_px": [round(float(value), 3) for value in mean],
    }


def measure(plan: Plan) -> Entries:
    """Run the group."""
    films = [shipped()] if plan.quick else rendered(_FRESH_SEEDS, plan.folder, plan.progress, frames=120)
    return measured(films, plan.progress)


def measured(films: Sequence[Film], progress: Progress, gaps: Sequence[int] = GAPS) -> Entries:
    """Run the group on these films."""
    quiet = Progress(token=progress.token)
    entries: Entries = {}
    all_of_them: list[Judged] = []
    for number, gap in enumerate(gaps):
        progress.step(number, len(gaps), f"keyframes {gap} apart")
        took, found = clocked(partial(_judged_all, films, gap, quiet))
        entries[f"gap_{gap}"] = _line(took, found)
        entries[f"planted_{gap}"] = _line(took, [planted(film, gap, quiet) for film in films])
        all_of_them += found
    entries["all_gaps"] = _line(took, all_of_them)
    return entries


def _judged_all(films: Sequence[Film], gap: int, progress: Progress) -> list[Judged]:
    return [_judged(*natural(film, gap, progress)) for film in films]


def _judged(components: Components, off: Floats, derived: Bools) -> Judged:
    return Judged(expected_px(components)[derived], off[derived])


def _line(took: Time, found: Sequence[Judged]) -> Entry:
    whole = Judged(np.concatenate([j.expected for j in found]), np.concatenate([j.off for j in found]))
    return entry_of({OURS: [took]}, more={name: round(value, 3) for name, value in whole.figures().items()})
