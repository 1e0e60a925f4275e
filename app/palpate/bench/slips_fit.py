"""Fits the signs of a slip: ``python -m palpate.bench.slips_fit FOLDER`` prints `assist.slips_table`.

On the films that the error to expect is fitted on, never on those that the benchmark judges by.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from palpate.assist.slips import signs_of
from palpate.assist.slips_table import SURE
from palpate.base.progress import Progress
from palpate.bench.dense import Film, shipped
from palpate.bench.drift_fit import films_in
from palpate.bench.slips import GAPS, SHARES, slipped
from palpate.model.arrays import Bools, Floats

_RIGHT_PX, _WRONG_PX = 2.0, 4.0
_RIDGE = 0.02


def fitted(films: Sequence[Film], progress: Progress) -> Floats:
    """Return the weights of a logistic regression, the constant first."""
    tables, truths = [], []
    for film in films:
        for gap in GAPS:
            for share in (0.0, *SHARES):
                case = slipped(film, gap, share, progress)
                row, keypoint, _, signs = signs_of(case.traced, case.frames, case.judged)
                off = case.off[row, keypoint]
                clear = (off < _RIGHT_PX) | (off >= _WRONG_PX)
                tables.append(signs.table()[clear])
                truths.append(off[clear] >= _WRONG_PX)
    return _odds(np.concatenate(tables), np.concatenate(truths)).round(2)


def _odds(table: Floats, wrong: Bools) -> Floats:
    from scipy.optimize import minimize

    side = np.where(wrong, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        return float(np.logaddexp(0, -side * (table @ weights)).sum() + _RIDGE * (weights[1:] ** 2).sum())

    return np.asarray(minimize(loss, np.zeros(table.shape[1])).x)


def source_of(weights: Floats) -> str:
    """Return the text of `palpate.assist.slips_table`."""
    numbers = ", ".join(f"{weight:g}" for weight in weights)
    return (
        '"""Weights of the signs of a slip, as printed by ``python -m palpate.bench.slips_fit``."""\n\n'
        f"from __future__ import annotations\n\nWEIGHTS = ({numbers})\nSURE = {SURE:g}\n"
    )


def main(folder: Path) -> None:
    """Fit and print the table."""
    progress = Progress()
    sys.stdout.write(source_of(fitted([shipped(), *films_in(folder, progress)], progress)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
