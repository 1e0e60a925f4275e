"""Arrays that rows are put into and taken out of without copying a whole clip each time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from palpate.model.arrays import Ints

Rows = npt.NDArray[Any]

_ROOM = 64
_SHARE = 8  # room for one more in so many rows is made at either end
_RUNS_AT_MOST = 4  # beyond that one copy of everything is cheaper than moving for each


class Growing:
    """An array ``(T, …)`` with room at both ends.

    Its rows are views: they show what is written later, and others once rows were put in or taken out.

    Parameters
    ----------
    rows
        Taken over, not copied.
    nothing
        What stands in a new row.
    """

    def __init__(self, rows: Rows, nothing: float) -> None:
        self._store = rows
        self._first, self._stop = 0, len(rows)
        self._nothing = nothing

    @property
    def rows(self) -> Rows:
        """All rows, to be written into."""
        return self._store[self._first : self._stop]

    def insert(self, places: Ints) -> None:
        """Put in a row of nothing before each of these rows, ascending; one twice gets two."""
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        if len(starts) > _RUNS_AT_MOST:
            self._take(np.insert(self.rows, places, self._nothing, axis=0))
            return
        counts = np.diff(starts, append=len(places))
        for at, count in zip(places[starts][::-1].tolist(), counts[::-1].tolist(), strict=True):
            self._insert_run(at, count)

    def remove(self, places: Ints) -> None:
        """Take these rows out, ascending."""
        starts = np.flatnonzero(np.diff(places, prepend=-2) > 1)
        if len(starts) > _RUNS_AT_MOST:
            self._take(np.delete(self.rows, places, axis=0))
            return
        counts = np.diff(starts, append=len(places))
        for at, count in zip(places[starts][::-1].tolist(), counts[::-1].tolist(), strict=True):
            self._remove_run(at, count)

    def widen(self, before: int, after: int) -> None:
        """Add rows of nothing at the ends; numbers below 0 take away as many."""
        for at, count in ((len(self.rows), after), (0, before)):
            if count > 0:
                self._insert_run(at, count)
        self._first -= min(before, 0)
        self._stop += min(after, 0)

    def _insert_run(self, at: int, count: int) -> None:
        length = self._stop - self._first
        ahead = at * 2 < length  # those before it are fewer, and make way
        if (self._first if ahead else len(self._store) - self._stop) < count:
            self._make_room(count)
        here = self._first + at
        if ahead:
            self._move(slice(self._first, here), -count)
            self._first -= count
            here -= count
        else:
            self._move(slice(here, self._stop), count)
            self._stop += count
        self._store[here : here + count] = self._nothing

    def _remove_run(self, at: int, count: int) -> None:
        here = self._first + at
        if at * 2 < self._stop - self._first - count:
            self._move(slice(self._first, here), count)
            self._first += count
        else:
            self._move(slice(here + count, self._stop), -count)
            self._stop -= count

    def _take(self, rows: Rows) -> None:
        self._store, self._first, self._stop = rows, 0, len(rows)

    def _make_room(self, count: int) -> None:
        length = self._stop - self._first
        room = count + _ROOM + length // _SHARE
        grown = np.empty((length + 2 * room, *self._store.shape[1:]), dtype=self._store.dtype)
        grown[room : room + length] = self.rows
        self._store, self._first, self._stop = grown, room, room + length

    def _move(self, rows: slice, by: int) -> None:
        """Move rows of the store, also over themselves."""
        # Along one axis numpy copies in the right direction, instead of by way of a second array.
        flat, width = self._store.reshape(-1), int(np.prod(self._store.shape[1:]))
        to = slice((rows.start + by) * width, (rows.stop + by) * width)
        flat[to] = flat[rows.start * width : rows.stop * width]
