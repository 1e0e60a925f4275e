"""What a project file says, and walking all the way back and forth through its edits."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from palpate.session.session import Session

Snapshot = dict[str, list[tuple[object, ...]]]
NOT_FACTS = {"edit", "lease", "derived", "sqlite_sequence"}


def facts(path: Path) -> Snapshot:
    """Return every row of every table but the journal, the lease and what can be computed again."""
    with closing(sqlite3.connect(path)) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(raw.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in tables
            if table not in NOT_FACTS
        }


def undone(session: Session) -> int:
    """Undo everything and return how many steps that were."""
    return sum(1 for _ in _until_none(session.undoable, session.undo))


def redone(session: Session) -> int:
    """Redo everything and return how many steps that were."""
    return sum(1 for _ in _until_none(session.redoable, session.redo))


def _until_none(pending: Callable[[], object], take: Callable[[], object]) -> Iterator[None]:
    while pending() is not None:
        take()
        yield
