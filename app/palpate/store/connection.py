"""Opening the database, and telling its faults apart."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from palpate.base.errors import (
    FileUnreadable,
    FileUnwritable,
    ProjectDamaged,
    ProjectError,
    ProjectNewer,
    ProjectReadOnly,
    TargetExists,
)
from palpate.store import locking
from palpate.store.tables import APPLICATION_ID, SCHEMA, USER_VERSION

_MAGIC = b"SQLite format 3\x00"


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Turn what the database says into errors that a person understands."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _told(error, path) from error


def create(path: Path) -> sqlite3.Connection:
    """Make an empty project file and return a connection that may write.

    Raises
    ------
    TargetExists, FileUnwritable
    """
    if path.exists():
        raise TargetExists("exists already", path=path)
    if not path.parent.is_dir():
        raise FileUnwritable("its folder does not exist", path=path)
    if not os.access(path.parent, os.W_OK):
        raise FileUnwritable("its folder may not be written", path=path)
    with faults_told(path):
        connection = _connect(path)
        connection.executescript(
            f"BEGIN; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {USER_VERSION}; "
            f"{SCHEMA} COMMIT;"
        )
        _prepare(connection, path)
    return connection


def open_writable(path: Path) -> sqlite3.Connection:
    """Open for writing after checking that the file is whole.

    Raises
    ------
    FileUnreadable, ProjectDamaged, ProjectNewer, ProjectError, ProjectReadOnly
    """
    _check_header(path)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise ProjectReadOnly("this file or its folder may not be written", path=path)
    check = open_readable(path)
    check.close()
    with faults_told(path):
        connection = _connect(path)
        _prepare(connection, path)
    return connection


def open_readable(path: Path) -> sqlite3.Connection:
    """Open for reading only, whole or not at all; never changes the file."""
    _check_header(path)
    with faults_told(path):
        # A file in a folder that cannot be written has no room for a shared-memory index.
        fixed = "&immutable=1" if not os.access(path.parent, os.W_OK) else ""
        uri = f"{path.resolve().as_uri()}?mode=ro{fixed}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0)
        try:
            _check_content(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=5.0)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if locking.on_network(path):
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # `durability` does it off the caller's thread
    connection.execute("PRAGMA trusted_schema = OFF")


def _check_header(path: Path) -> None:
    if path.is_dir() or not path.exists():
        raise FileUnreadable("is a folder" if path.is_dir() else "there is no such file", path=path)
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        raise FileUnreadable((error.strerror or "cannot be read").lower(), path=path) from error
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise ProjectDamaged("this is not a Palpate project, or its beginning is damaged", path=path)


def _check_content(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ProjectError("this database is not a Palpate project", path=path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > USER_VERSION:
        raise ProjectNewer("was made by a later version of Palpate; install that version", path=path)
    found = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise ProjectDamaged(f"the file is damaged and was left as it is ({found[0]})", path=path)


def _told(error: sqlite3.DatabaseError, path: Path) -> Exception:
    text = str(error)
    if "full" in text:
        return FileUnwritable("the disk is full; the last edit was not saved, all before it is", path=path)
    if "locked" in text or "busy" in text:
        return ProjectReadOnly("another program is writing to this project", path=path)
    if "readonly" in text or "unable to open" in text:
        return ProjectReadOnly("this file or its folder may not be written", path=path)
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return error
    return ProjectDamaged(f"the file is damaged and was left as it is ({text})", path=path)
