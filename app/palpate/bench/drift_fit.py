"""Fits what error to expect: ``python -m palpate.bench.drift_fit FOLDER`` prints `assist.expected_table`.

On the film that comes with the program and those in the folder (``*.mp4`` with ``*_truth.npz``), which are
rendered if there are none. Never on those that the benchmark judges by.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from palpate.assist.expected import UNITS, Components
from palpate.base.progress import Progress
from palpate.bench.dense import FRAMES, START_S, Film, rendered, shipped, synthetic
from palpate.bench.drift import GAPS, case_of
from palpate.bench.filling import every
from palpate.bench.slips import with_slips
from palpate.model.arrays import Floats

_SEEDS = (831, 832, 833)
_LIMITS_PX = (2.0, 3.0, 4.0, 6.0)
_RIDGE = 1e-5
_BINS = 24
_SLIP_GAP = 10

Table = dict[str, tuple[float, ...]]


def columns(components: Components) -> Floats:
    """Return ``(…, P)`` logarithms whose weighed sum is the raw score."""
    return np.stack(
        [
            np.log1p(np.nan_to_num(getattr(components, name)) / unit)
            for name, units in UNITS.items()
            for unit in units
        ],
        axis=-1,
    )


def fitted(films: Sequence[Film], progress: Progress, *, bins: int = _BINS) -> tuple[Table, Floats, Floats]:
    """Return weights by component, and the calibration: raw scores and mean errors in px."""
    rows, errors, weights, natural = [], [], [], []
    for film in films:
        slipped = with_slips(film, _SLIP_GAP)
        for one, gap in (*((film, gap) for gap in GAPS), (slipped, _SLIP_GAP)):
            case = case_of(one, every(one, gap), progress)
            count = int(case.derived.sum())
            rows.append(columns(case.components)[case.derived])
            errors.append(case.off[case.derived])
            weights.append(np.full(count, count**-0.5))
            natural.append(np.full(count, one is film))
    table, error, weight = np.concatenate(rows), np.concatenate(errors), np.concatenate(weights)
    solution = _odds(table, error, weight).round(3)
    numbers = iter(solution.tolist())
    found = {name: tuple(next(numbers) for _ in units) for name, units in UNITS.items()}
    usual = np.concatenate(natural)
    return found, *_calibrated((table @ solution)[usual], error[usual], bins)


def _odds(table: Floats, error: Floats, weight: Floats) -> Floats:
    """Return weights ≥ 0 of a proportional-odds model of exceeding some limits (McCullagh 1980)."""
    from scipy.optimize import minimize

    n, share = table.shape[1], weight / weight.sum()
    beyond = [(error > limit).astype(np.float64) for limit in _LIMITS_PX]

    def loss(x: Floats) -> tuple[float, Floats]:
        told = table @ x[:n]
        value, slope = _RIDGE * float(x[:n] @ x[:n]), np.zeros_like(x)
        slope[:n] = 2 * _RIDGE * x[:n]
        for number, truth in enumerate(beyond):
            odds = told + x[n + number]
            value += float((share * (np.logaddexp(0, odds) - truth * odds)).sum())
            missed = share * (1 / (1 + np.exp(-odds)) - truth)
            slope[:n] += table.T @ missed
            slope[n + number] += missed.sum()
        return value, slope

    start = np.concatenate((np.full(n, 0.1), np.full(len(_LIMITS_PX), -2.0)))
    bounds = [(0.0, None)] * n + [(None, None)] * len(_LIMITS_PX)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    return np.asarray(found.x[:n])


def _calibrated(raw: Floats, error: Floats, bins: int) -> tuple[Floats, Floats]:
    """Return the middles of equally filled bins of the raw score, and the mean error in each, ascending."""
    from scipy.optimize import isotonic_regression

    which = np.digitize(raw, np.unique(np.quantile(raw, np.linspace(0, 1, bins + 1)[1:-1])))
    present = np.unique(which)
    middle = np.array([raw[which == number].mean() for number in present])
    mean = np.array([error[which == number].mean() for number in present])
    return middle.round(3), np.asarray(isotonic_regression(mean).x).round(3)


def source_of(weights: Table, raw: Floats, mean: Floats) -> str:
    """Return the text of `palpate.assist.expected_table`."""
    lines = "".join(f'    "{name}": {_tuple(values)},\n' for name, values in weights.items())
    return (
        '"""Weights and calibration of the error to expect, as printed by '
        '``python -m palpate.bench.drift_fit``."""\n\n'
        "from __future__ import annotations\n\n# fmt: off\n"
        f"WEIGHTS: dict[str, tuple[float, ...]] = {{\n{lines}}}\n"
        f"RAW = {_tuple(raw.tolist())}\nMEAN_PX = {_tuple(mean.tolist())}\n# fmt: on\n"
    )


def _tuple(values: Sequence[float]) -> str:
    """Return a tuple's source in lines that are not too long."""
    lines, line = [], ""
    for value in values:
        if len(line) > 80:
            lines.append(line.rstrip())
            line = ""
        line += f"{value:g}, "
    text = "\n    ".join([*lines, line.rstrip()])
    return f"(\n    {text}\n)" if lines else f"({text.rstrip(',') if len(values) > 1 else text})"


def films_in(folder: Path, progress: Progress) -> list[Film]:
    """Return the films of a folder; renders some if there are none."""
    truths = sorted(folder.glob("*_truth.npz"))
    if not truths:
        return rendered(_SEEDS, folder, progress, frames=FRAMES, start_s=START_S)
    return [synthetic(truth.with_name(truth.name.replace("_truth.npz", ".mp4")), truth) for truth in truths]


def main(folder: Path) -> None:
    """Fit and print the table."""
    progress = Progress()
    films = [shipped(), *films_in(folder, progress)]
    sys.stdout.write(source_of(*fitted(films, progress)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
