"""The journal: every edit with its rows, and which of them stand, are undone, or are gone for good."""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from palpate.store.rows import RowChange, Writer, pack, unpack
from palpate.store.tables import TABLES

# Two gestures with the same merge key within this time are one step of undo (a held nudge key).
MERGE_WITHIN_S = 1.0

_BY_HAND_AT_MOST = 1 << 16  # bytes; an import or a swap over a thousand frames has more


class State(StrEnum):
    """What became of a journalled edit."""

    DONE = "done"
    UNDONE = "undone"
    ABANDONED = "abandoned"  # undone, and then something else was done
    NOTE = "note"  # no edit to go back over: the record of an undo or redo, or how the project was set up


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the edit history."""

    id: int
    title: str
    author: str
    time: str
    state: State


def now() -> str:
    """Return the present time as ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def record(connection: sqlite3.Connection, writer: Writer, *, title: str, merge: str | None) -> None:
    """Journal an edit in the transaction that made it; what had been undone can no longer be redone."""
    changes = list(writer.changes.values())
    connection.execute("UPDATE edit SET state = 'abandoned' WHERE state = 'undone'")
    if merge is not None:
        last = connection.execute(
            "SELECT id, merge, time, author, rows, state FROM edit ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if last is not None and _may_merge(last, merge, writer):
            rows = pack(_chained(unpack(last[4]), changes))
            connection.execute(
                "UPDATE edit SET rows = ?, time = ? WHERE id = ?", (rows, writer.time, last[0])
            )
            return
    _insert(connection, writer, title=title, kind="edit", state=State.DONE, rows=pack(changes), merge=merge)


def record_setup(connection: sqlite3.Connection, writer: Writer, *, title: str, seal: bool) -> None:
    """Journal what makes a project fit to work in: no step of the history, so that nobody undoes it.

    Nor does anybody undo what was done before a seal, or do again what was undone then.
    """
    if seal:
        connection.execute("UPDATE edit SET state = 'abandoned' WHERE state = 'undone'")
    changes, kind = pack(list(writer.changes.values())), "seal" if seal else "setup"
    _insert(connection, writer, title=title, kind=kind, state=State.NOTE, rows=changes)


def next_undo(connection: sqlite3.Connection) -> Entry | None:
    """Return the edit that undo would take back, or None."""
    sealed = "SELECT coalesce(max(id), 0) FROM edit WHERE kind = 'seal'"
    return _one(connection, f"state = 'done' AND id > ({sealed}) ORDER BY id DESC")


def next_redo(connection: sqlite3.Connection) -> Entry | None:
    """Return the edit that redo would do again, or None."""
    return _one(connection, "state = 'undone' ORDER BY id ASC")


def rows_of(connection: sqlite3.Connection, entry: Entry) -> list[RowChange]:
    """Return the changes of an edit."""
    row = connection.execute("SELECT rows FROM edit WHERE id = ?", (entry.id,)).fetchone()
    return unpack(row[0])


def record_step(connection: sqlite3.Connection, writer: Writer, entry: Entry, *, undone: bool) -> None:
    """Journal an undo or redo and mark the edit that it concerns."""
    state = State.UNDONE if undone else State.DONE
    connection.execute("UPDATE edit SET state = ?, merge = NULL WHERE id = ?", (state, entry.id))
    kind = "undo" if undone else "redo"
    _insert(connection, writer, title=entry.title, kind=kind, state=State.NOTE, rows=pack([]), of=entry.id)


def history(connection: sqlite3.Connection, limit: int = 500, before: int | None = None) -> list[Entry]:
    """Return edits, newest first, without what is only noted; those older than one, if given."""
    return _several(
        connection,
        "state != 'note' AND id < coalesce(?, id + 1) ORDER BY id DESC LIMIT ?",
        (before, limit),
    )


def frames_of(connection: sqlite3.Connection, entry_id: int) -> tuple[int, int] | None:
    """Return the first and last frame that an edit is about; None if it is about none, or very large."""
    row = connection.execute(
        "SELECT rows FROM edit WHERE id = ? AND length(rows) <= ?", (entry_id, _BY_HAND_AT_MOST)
    ).fetchone()
    frames = [
        int(dict(zip(TABLES[change.table].key, change.key, strict=True))["frame"])
        for change in (unpack(row[0]) if row is not None else [])
        if "frame" in TABLES[change.table].key
    ]
    return (min(frames), max(frames)) if frames else None


def lately(connection: sqlite3.Connection, limit: int) -> list[list[RowChange]]:
    """Return the rows of the newest edits that stand, newest first; those of large edits are left out."""
    found = connection.execute(
        "SELECT rows FROM edit WHERE state = 'done' AND length(rows) <= ? ORDER BY id DESC LIMIT ?",
        (_BY_HAND_AT_MOST, limit),
    )
    return [unpack(rows) for (rows,) in found]


def entry(connection: sqlite3.Connection, number: int) -> Entry | None:
    """Return one line of the history."""
    return _one(connection, "id = ?", (number,))


def in_state(
    connection: sqlite3.Connection, state: State, first: int, last: int | None = None
) -> list[Entry]:
    """Return the edits in a state, from one up to another or the newest, oldest first."""
    condition = "state = ? AND id >= ? AND id <= coalesce(?, id) ORDER BY id"
    return _several(connection, condition, (state, first, last))


def _insert(connection: sqlite3.Connection, writer: Writer, **columns: str | int | bytes | None) -> None:
    parent = connection.execute("SELECT uuid FROM edit ORDER BY id DESC LIMIT 1").fetchone()
    row = {
        "uuid": uuid.uuid4().hex,
        "parent": parent[0] if parent else None,
        "author": writer.author,
        "time": writer.time,
        **columns,
    }
    connection.execute(
        f"INSERT INTO edit ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )


def _may_merge(last: sqlite3.Row, merge: str, writer: Writer) -> bool:
    _, last_merge, last_time, last_author, _, state = last
    gap = datetime.fromisoformat(writer.time) - datetime.fromisoformat(last_time)
    return (
        state == State.DONE
        and last_merge == merge
        and last_author == writer.author
        and 0.0 <= gap.total_seconds() <= MERGE_WITHIN_S
    )


def _chained(first: list[RowChange], second: list[RowChange]) -> list[RowChange]:
    joined = {(change.table, change.key): change for change in first}
    for change in second:
        earlier = joined.get((change.table, change.key))
        before = earlier.before if earlier is not None else change.before
        joined[change.table, change.key] = RowChange(change.table, change.key, before, change.after)
    return list(joined.values())


def _one(connection: sqlite3.Connection, condition: str, values: tuple[int, ...] = ()) -> Entry | None:
    found = _several(connection, f"{condition} LIMIT 1", values)
    return found[0] if found else None


def _several(
    connection: sqlite3.Connection, condition: str, values: tuple[str | int | None, ...]
) -> list[Entry]:
    sql = f"SELECT id, title, author, time, state FROM edit WHERE {condition}"
    return [_entry(row) for row in connection.execute(sql, values)]


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(row[0], row[1], row[2], row[3], State(row[4]))
