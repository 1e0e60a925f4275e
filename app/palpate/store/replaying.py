"""The journal from its beginning: what was written to a row, by whom, and what it should hold now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from palpate.store.journal import Entry, State
from palpate.store.project import Project
from palpate.store.rows import Row, RowChange, unpack

RowKey = tuple[str, tuple[str | int, ...]]
"""Table and key."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What one line of the journal wrote, in the order in which it did.

    Attributes
    ----------
    kind
        ``edit``, ``undo``, ``redo``, ``setup`` or ``seal``.
    """

    entry: Entry
    kind: str
    changes: tuple[RowChange, ...]


def deeds(project: Project, wanted: Callable[[RowChange], bool]) -> Iterator[Deed]:
    """Yield everything that wrote a wanted row, oldest first; of each only what is wanted."""
    last = project.rows("SELECT coalesce(max(id), 0) FROM edit")[0][0]
    for number in range(1, int(last) + 1):  # one by one: an import alone may be large
        found = project.rows(
            "SELECT id, title, author, time, state, kind, of, rows FROM edit WHERE id = ?", number
        )
        for entry_id, title, author, time, state, kind, of, rows in found:
            changes = unpack(rows)
            if kind in ("undo", "redo"):
                changes = unpack(project.rows("SELECT rows FROM edit WHERE id = ?", int(of))[0][0])
            if kind == "undo":
                changes = [change.inverse() for change in reversed(changes)]
            chosen = tuple(change for change in changes if wanted(change))
            if chosen:
                yield Deed(Entry(entry_id, title, author, time, State(state)), str(kind), chosen)


def written_by(deed: Deed, rows: dict[RowKey, Row]) -> None:
    """Write what a deed wrote into rows that are held in memory."""
    for change in deed.changes:
        if change.after is None:
            rows.pop((change.table, change.key), None)
        else:
            rows[change.table, change.key] = change.after
