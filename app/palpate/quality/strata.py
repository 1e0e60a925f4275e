"""A stratified draw: of every kind its share, spread in time, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from palpate.model.arrays import Ints


def shares(sizes: Ints, n: int) -> Ints:
    """Divide n among strata in proportion to their sizes, none more than it has.

    Parameters
    ----------
    sizes
        ``(S,)`` how many there are of each.

    Returns
    -------
    ``(S,)``, together ``min(n, sizes.sum())``. Every stratum that has any gets one at least, as long as n
    reaches that far (the larger ones first).

    Notes
    -----
    Largest remainders (Hamilton's method): the whole parts of ``n · size / total``, and one more for the
    largest remainders until n is reached; of equal ones the earlier stratum (domain reference 3.1).
    """
    total = int(sizes.sum())
    n = min(n, total)
    if n <= 0:
        return np.zeros(len(sizes), dtype=np.int64)
    exact = sizes * (n / total)
    given = np.floor(exact).astype(np.int64)
    order = np.lexsort((np.arange(len(sizes)), given - exact))
    given[order[: n - int(given.sum())]] += 1
    empty = np.flatnonzero((given == 0) & (sizes > 0))
    for stratum in empty[np.argsort(-sizes[empty], kind="stable")].tolist():
        richest = int(np.argmax(given))
        if given[richest] <= 1:
            break
        given[[richest, stratum]] += (-1, 1)
    return np.asarray(given)


def draw(
    strata: Sequence[Hashable],
    *,
    tracks: Sequence[Hashable],
    frames: Ints,
    n: int,
    min_gap: int,
    seed: int,
) -> Ints:
    """Draw n of N rows, stratified and spread in time.

    Parameters
    ----------
    strata
        N kinds, in the order in which ties are broken: that of their words.
    tracks
        N; rows of the same one are `min_gap` frames apart at least.
    frames
        ``(N,)`` frame of each row.

    Returns
    -------
    The rows drawn, ascending; fewer than n where the gap leaves no more.

    Notes
    -----
    Each stratum in the order of time is cut into as many parts as are to be drawn from it, and one row is
    drawn from each part by chance. What the gap makes impossible there is drawn from the rest of the stratum,
    and at last from anywhere.
    """
    names = sorted(set(strata), key=str)
    codes = np.array([names.index(one) for one in strata], dtype=np.int64)
    tracks_known = {name: k for k, name in enumerate(dict.fromkeys(tracks))}
    whose = np.array([tracks_known[one] for one in tracks], dtype=np.int64)
    sizes = np.bincount(codes, minlength=len(names))
    chance, chosen = np.random.default_rng(seed), _Chosen(whose, frames, min_gap)
    wanted = shares(sizes, n)
    for stratum in range(len(names)):
        rows = np.flatnonzero(codes == stratum)
        rows = rows[np.lexsort((frames[rows], whose[rows]))]
        for part in np.array_split(rows, max(int(wanted[stratum]), 1))[: int(wanted[stratum])]:
            chosen.take(chance.permutation(part), 1)
        have = int((codes[chosen.rows] == stratum).sum())
        chosen.take(chance.permutation(rows), int(wanted[stratum]) - have)
    chosen.take(chance.permutation(len(codes)), min(n, len(codes)) - len(chosen.rows))
    return np.array(sorted(chosen.rows), dtype=np.int64)


class _Chosen:
    """Rows that keep their distance."""

    def __init__(self, whose: Ints, frames: Ints, min_gap: int) -> None:
        self.rows: list[int] = []
        self._whose, self._frames, self._gap = whose, frames, max(min_gap, 1)
        self._taken: dict[int, list[int]] = {}

    def take(self, rows: Ints, n: int) -> None:
        """Take the first n of the rows that may be taken."""
        for row in rows.tolist():
            if n <= 0:
                return
            frame, near = int(self._frames[row]), self._taken.setdefault(int(self._whose[row]), [])
            if all(abs(frame - other) >= self._gap for other in near):
                near.append(frame)
                self.rows.append(row)
                n -= 1
