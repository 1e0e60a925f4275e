"""How surely the weekly rule and the test for a change find what is wrong, and how often they cry wolf.

The case study is replayed on the film that comes with the program: four simulated annotators, seven weeks,
known biases and one drift. The curves tell of what size a bias is found from how many frames. Nothing here is
about time; what a line took is told all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from palpate.base.folders import resource
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, WRONG, Entries, clocked, entry_of
from palpate.demo.season import PLANTED, REFERENCE_PX, Season, flags_due, season
from palpate.demo.truth import Truth, load_truth
from palpate.model.arrays import Floats, Ints
from palpate.quality.changepoint import shift_in
from palpate.quality.local_errors import errors_on_body
from palpate.quality.position import adjusted
from palpate.quality.weekly import Reviewed, Rule, figures, triggered
from palpate.session.exchange.demo_project import SKELETON, TRUTH
from palpate.store.library import load_skeleton

WEEKS = 7
BIASES_PX = (0.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 15.0)
STEPS_PX = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
COUNTS = (20, 30, 50, 100)
FALSE_AT_MOST = 0.01
_SPREAD_PX = 3.5  # per axis: the sound annotator's, a mean distance of 4.4 px
_ALPHA = 0.05
_SERIES = 216  # four people at 54 keypoints: what a change has to stand out of


@dataclass(frozen=True, slots=True)
class Sizes:
    """How often everything is simulated: seasons, weekly pairs, and series."""

    seeds: int = 100
    pairs: int = 4_000
    series: int = 1_000


FULL, QUICK = Sizes(), Sizes(seeds=5, pairs=400, series=100)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of one season.

    Attributes
    ----------
    missed, false
        Flags that were due and did not come, and that came and were not due.
    clean
        Cells (person, keypoint, week) in which none was due.
    changes_found, changes_late, false_changes
        Whether the planted drift was found, the weeks by which its mark is off, and other changes.
    """

    missed: frozenset[tuple[str, str, int]]
    false: frozenset[tuple[str, str, int]]
    clean: int
    change_found: bool
    change_off: int
    false_changes: int


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(QUICK if plan.quick else FULL, plan)


def measured(sizes: Sizes, plan: Plan) -> Entries:
    """Run the group at these sizes."""
    truth = load_truth(resource("demo", TRUTH))
    seasons = []
    for seed in range(sizes.seeds):
        plan.progress.step(seed, sizes.seeds, f"season {seed + 1} of {sizes.seeds}")
        seasons.append(clocked(partial(replayed, truth, seed=seed)))
    entries: Entries = {
        "case_study": entry_of({OURS: [t for t, _ in seasons]}, more=told([r for _, r in seasons]))
    }
    plan.progress.step(0, 1, "power of the weekly rule")
    for bias in BIASES_PX:
        took, rates = clocked(partial(rule_rates, bias, sizes.pairs))
        entries[f"bias_{bias:g}_px"] = entry_of({OURS: [took]}, more=rates)
    plan.progress.step(0, 1, "power of the test for a change")
    for step in STEPS_PX:
        took, rates = clocked(partial(change_rates, step, sizes.series))
        entries[f"change_{step:g}_px"] = entry_of({OURS: [took]}, more=rates)
    return entries


def replayed(truth: Truth, *, seed: int) -> Replayed:
    """Play one season and judge it as the weekly report does."""
    played = season(truth, seed=seed, weeks=WEEKS)
    k = len(played.names)
    scaling = np.full(len(played.frames), played.scaling)
    found = figures(
        Reviewed(played.annotators, played.weeks, played.errors, scaling), [np.array([n]) for n in range(k)]
    )
    flags = triggered(found, Rule())
    came = {
        (found.annotators[a], played.names[g], int(found.weeks[w])) for a, g, w in np.argwhere(flags).tolist()
    }
    due = flags_due(PLANTED, weeks=WEEKS)
    drift = next(plant for plant in PLANTED if plant.first_week)
    changes = _changes(played)
    marked = changes.pop((drift.person, drift.keypoint), None)
    return Replayed(
        missed=frozenset(due - came),
        false=frozenset(came - due),
        clean=len(found.annotators) * k * WEEKS - len(due),
        change_found=marked is not None,
        change_off=0 if marked is None else abs(marked - drift.first_week),
        false_changes=len(changes),
    )


def told(seasons: list[Replayed]) -> dict[str, int | float]:
    """Return what many seasons come to; they are wrong where a flag is missed or too many are false."""
    n_false, clean = sum(len(one.false) for one in seasons), sum(one.clean for one in seasons)
    missed = sum(len(one.missed) for one in seasons)
    share = n_false / clean
    return {
        "seeds": len(seasons),
        "due": len(flags_due(PLANTED, weeks=WEEKS)) * len(seasons),
        "missed": missed,
        "false": n_false,
        "false_share": share,
        "exact_seasons": sum(not one.missed and not one.false for one in seasons),
        "drift_found": sum(one.change_found for one in seasons) / len(seasons),
        "drift_weeks_off": float(np.mean([one.change_off for one in seasons])),
        "false_changes_share": sum(one.false_changes for one in seasons) / (_SERIES * len(seasons)),
        WRONG: missed + int(share > FALSE_AT_MOST),
    }


def rule_rates(bias_px: float, pairs: int) -> dict[str, float]:
    """Return how often two weeks trigger the rule, by placements a week: of a bias with the sound noise."""
    rates = {}
    for n in COUNTS:
        generator = np.random.default_rng([int(10 * bias_px), n])
        errors = generator.normal(0.0, _SPREAD_PX, (pairs * 2 * n, 1, 2))
        errors[..., 0] += bias_px
        reviewed = Reviewed(
            np.repeat(np.arange(pairs), 2 * n),
            np.tile(np.repeat([0, 1], n), pairs),
            errors,
            np.ones(len(errors)),
        )
        flags = triggered(figures(reviewed, [np.array([0])]), Rule())
        rates[f"n_{n}"] = float(flags.any(axis=(1, 2)).mean())
    return rates


def change_rates(step_px: float, series: int) -> dict[str, float]:
    """Return how often a step in the fourth week is found among 216 series, by placements a week."""
    rates = {}
    for n in COUNTS:
        generator = np.random.default_rng([int(10 * step_px), n, 1])
        found = 0
        for _ in range(series):
            errors = generator.normal(0.0, _SPREAD_PX, (WEEKS * n, 2))
            errors[3 * n :, 0] += step_px
            found += (shift_in(errors).p or 0.0) < _ALPHA / _SERIES
        rates[f"n_{n}"] = found / series
    return rates


def _changes(played: Season) -> dict[tuple[str, str], int]:
    """Return the week from which on each person's errors at each keypoint are others, where they are."""
    skeleton = load_skeleton(SKELETON)
    scale = np.full(
        len(played.frames), played.scaling * REFERENCE_PX * 0.564
    )  # s of a bowler: 846 of 1500 px
    local = errors_on_body(played.errors, skeleton, positions=played.positions, scale_px=scale)
    found: list[tuple[str, str, Floats, Ints]] = []
    for who in np.unique(played.annotators).tolist():
        mine = played.annotators == who
        for k, name in enumerate(played.names):
            found.append((who, name, local[mine, k], played.weeks[mine]))
    shifts = [shift_in(errors, weeks.astype(np.float64)) for _, _, errors, weeks in found]
    p = adjusted(np.array([np.nan if shift.p is None else shift.p for shift in shifts]))
    return {
        (who, name): int(weeks[shift.at])
        for (who, name, _, weeks), shift, chance in zip(found, shifts, p, strict=True)
        if shift.at is not None and chance < _ALPHA and shift.step_px >= 2.0 * played.scaling
    }
