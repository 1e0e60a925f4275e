"""Bringing a project file up to the present version, whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from palpate.store.migrations import to_2, to_3, to_4, to_5, to_6, to_7
from palpate.store.tables import USER_VERSION

# By the version that a step leads to. What a step once did never changes: files out there went through it.
STEPS: Mapping[int, tuple[str, ...]] = {
    2: to_2.STATEMENTS,
    3: to_3.STATEMENTS,
    4: to_4.STATEMENTS,
    5: to_5.STATEMENTS,
    6: to_6.STATEMENTS,
    7: to_7.STATEMENTS,
}
OLDEST = min(STEPS) - 1


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version a file is of."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file up to the present version, in one transaction; nothing happens to one that is.

    The journal's rows name tables and columns of their own time: a step must keep what they name, or rewrite
    them, so that undo goes on past it.
    """
    if version_of(connection) == USER_VERSION:
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for version in range(version_of(connection) + 1, USER_VERSION + 1):
            for statement in STEPS[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version}")


def migrated_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy in memory that is of the present version; for files that nobody may write to now."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(copy)
        migrate(copy)
        copy.execute("PRAGMA query_only = ON")
    except BaseException:
        copy.close()
        raise
    return copy
