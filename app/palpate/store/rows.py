"""Writing rows so that every change is known before and after."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from palpate.store.tables import TABLES

Value = str | int | float | bytes | None
Row = tuple[Value, ...]


class RowChange(NamedTuple):
    """One row before and after; None where it did not exist."""

    table: str
    key: tuple[str | int, ...]
    before: Row | None
    after: Row | None

    def inverse(self) -> RowChange:
        """Return the change that takes this one back."""
        return RowChange(self.table, self.key, self.after, self.before)


def pack(changes: Iterable[RowChange]) -> bytes:
    """Pack changes for the journal."""
    return msgspec.msgpack.encode(list(changes))


def unpack(content: bytes) -> list[RowChange]:
    """Read changes back from the journal."""
    return [
        RowChange(table, tuple(key), _row(before), _row(after))
        for table, key, before, after in msgspec.msgpack.decode(content)
    ]


def _row(values: list[Value] | None) -> Row | None:
    return None if values is None else tuple(values)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes rows inside an open transaction and remembers what they were.

    Attributes
    ----------
    connection
        With a transaction begun.
    author, time
        Stamped on rows that carry them.
    changes
        By table and key, in the order first touched; a row written twice keeps its first *before*.
    """

    connection: sqlite3.Connection
    author: str
    time: str
    changes: dict[tuple[str, tuple[str | int, ...]], RowChange]

    def get(self, table: str, *key: str | int) -> Row | None:
        """Return the value of a row as it is now, or None."""
        found = self.connection.execute(TABLES[table].select, key).fetchone()
        return tuple(found) if found is not None else None

    def put(self, table: str, key: tuple[str | int, ...], value: Row) -> None:
        """Write a whole row."""
        before = self.get(table, *key)
        if before == value:
            return
        self.connection.execute(TABLES[table].upsert, (*key, *value))
        self._remember(table, key, before, value)

    def held(self, table: str, first: str) -> dict[tuple[str | int, ...], Row]:
        """Return the rows of a table as they are now whose key begins so, by key; for `put_all`."""
        known = TABLES[table]
        columns, n = ", ".join((*known.key, *known.value)), len(known.key)
        sql = f"SELECT {columns} FROM {table} WHERE {known.key[0]} = ?"
        return {tuple(row[:n]): tuple(row[n:]) for row in self.connection.execute(sql, (first,))}

    def put_all(
        self,
        table: str,
        rows: Mapping[tuple[str | int, ...], Row],
        held: Mapping[tuple[str | int, ...], Row],
    ) -> None:
        """Write many whole rows, of which `held` tells what they were."""
        fresh = {key: value for key, value in rows.items() if held.get(key) != value}
        self.connection.executemany(TABLES[table].upsert, ((*key, *value) for key, value in fresh.items()))
        known = self.changes
        for key, value in fresh.items():
            at = table, key
            before = known[at].before if at in known else held.get(key)
            known[at] = RowChange(table, key, before, value)

    def delete(self, table: str, *key: str | int) -> None:
        """Remove a row, if it exists."""
        before = self.get(table, *key)
        if before is None:
            return
        self.connection.execute(TABLES[table].delete, key)
        self._remember(table, key, before, None)

    def apply(self, changes: Iterable[RowChange]) -> None:
        """Write each change's *after*."""
        for change in changes:
            if change.after is None:
                self.delete(change.table, *change.key)
            else:
                self.put(change.table, change.key, change.after)

    def _remember(
        self, table: str, key: tuple[str | int, ...], before: Row | None, after: Row | None
    ) -> None:
        earlier = self.changes.get((table, key))
        first = earlier.before if earlier is not None else before
        self.changes[table, key] = RowChange(table, key, first, after)
