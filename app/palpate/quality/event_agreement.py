"""How far two people agree on when something happened, in frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats


@dataclass(frozen=True, slots=True)
class EventSpread:
    """Differences second − first of n events that both marked; None where n does not allow them.

    Attributes
    ----------
    bias, sd
        Mean and spread (divisor n − 1).
    mean_size, largest
        Of their absolute values.
    exact
        Share of those without any.
    """

    n: int
    bias: float | None
    sd: float | None
    mean_size: float | None
    largest: float | None
    exact: float | None


def matched_events(
    first: Sequence[int], second: Sequence[int], *, reach: int
) -> list[tuple[int | None, int | None]]:
    """Pair the frames in which two people marked events of one name.

    As many as possible are paired that lie within reach, so that the differences sum up to the least.

    Returns
    -------
    Pairs of places in the two sequences, None where the other has none; in the order of time.
    """
    from scipy.optimize import linear_sum_assignment

    a, b = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    apart = np.abs(a[:, None] - b[None, :])
    beyond = (len(a) + len(b) + 1) * (reach + 1)  # dearer than any number of pairs within reach
    rows, columns = linear_sum_assignment(np.where(apart <= reach, apart, beyond))
    pairs: list[tuple[int | None, int | None]] = [
        (int(i), int(j)) for i, j in zip(rows, columns, strict=True) if apart[i, j] <= reach
    ]
    taken_first, taken_second = {i for i, _ in pairs}, {j for _, j in pairs}
    pairs += [(i, None) for i in range(len(a)) if i not in taken_first]
    pairs += [(None, j) for j in range(len(b)) if j not in taken_second]

    def when(pair: tuple[int | None, int | None]) -> int:
        return int(b[pair[1]]) if pair[0] is None and pair[1] is not None else int(a[pair[0] or 0])

    return sorted(pairs, key=when)


def event_spread(differences: Floats) -> EventSpread:
    """Summarise ``(n,)`` differences, in frames or ms."""
    n = len(differences)
    if not n:
        return EventSpread(0, None, None, None, None, None)
    sizes = np.abs(differences)
    return EventSpread(
        n,
        float(differences.mean()),
        float(differences.std(ddof=1)) if n > 1 else None,
        float(sizes.mean()),
        float(sizes.max()),
        float((differences == 0).mean()),
    )
