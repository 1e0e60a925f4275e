"""Drawing the units of a plan: stratified, spread in time, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from palpate.model.plan import Unit
from palpate.quality.sampling import Population, allocate, draw


def draw_units(units: Sequence[Unit], n: int, *, min_gap: int, seed: int) -> tuple[tuple[Unit, ...], int]:
    """Draw n units, of each stratum its share by largest remainders; all of them if n is more.

    Parameters
    ----------
    min_gap
        Frames between two of the same instance.

    Returns
    -------
    The units in the order in which they came, and the gap that was kept in every stratum: it is narrowed
    where it leaves no room for so many.
    """
    if not units or n <= 0:
        return (), max(min_gap, 1)
    names = sorted({unit.stratum for unit in units})
    if n < len(names):  # too few for one of each kind
        names = [""]
    place = {name: k for k, name in enumerate(names)}
    strata = np.array([place.get(unit.stratum, 0) for unit in units], dtype=np.int64)
    population = Population(
        clips=np.array([unit.clip for unit in units]),
        instances=np.array([unit.instance for unit in units]),
        frames=np.array([unit.frame for unit in units], dtype=np.int64),
        strata=strata,
    )
    drawn = draw(
        population,
        wanted=allocate(population.counts, n),
        min_gap=min_gap,
        generator=np.random.default_rng(seed),
    )
    kept = drawn.gaps[drawn.gaps > 0]
    gap = int(kept.min()) if len(kept) else max(min_gap, 1)
    return tuple(units[row] for row in drawn.rows.tolist()), gap


def words_of(drawn: Sequence[Unit], units: Sequence[Unit], *, gap: int, strata: str) -> dict[str, str]:
    """Return how units were drawn, for the reader of a report."""
    return {
        "poses": f"{len(drawn)} of {len(units)}",
        "strata": f"{strata}, by largest remainders",
        "least distance": f"{gap} frame{'s' if gap != 1 else ''}",
    }
