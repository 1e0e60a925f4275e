"""Opening the database, and telling its faults apart."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
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
from palpate.store.migrations.steps import OLDEST, migrated_copy, version_of
from palpate.store.tables import APPLICATION_ID, SCHEMA, USER_VERSION

_MAGIC = b"SQLite format 3\x00"


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Turn what the database says into errors that a person understands; what is a bug stays one."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(error, path)
        if told is None:
            raise
        raise told from error
    except UnicodeDecodeError as error:  # of the sqlite3 module, when it tells of text that is none
        said = "the file is damaged and was left as it is (a text in it cannot be read)"
        raise ProjectDamaged(said, path=path) from error


def create(path: Path) -> sqlite3.Connection:
    """Make an empty project file and return a connection that may write.

    Raises
    ------
    TargetExists, FileUnwritable
    """
    try:
        found = path.exists()
    except OSError as error:
        raise FileUnwritable((error.strerror or "cannot be made").lower(), path=path) from error
    if found:
        raise TargetExists("exists already", path=path)
    if not path.parent.is_dir():
        raise FileUnwritable("its folder does not exist", path=path)
    if not os.access(path.parent, os.W_OK):
        raise FileUnwritable("its folder may not be written", path=path)
    with faults_told(path):
        connection = _connect(path, "rwc")
        try:
            connection.executescript(
                f"BEGIN; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {USER_VERSION}; "
                f"{SCHEMA} COMMIT;"
            )
            _prepare(connection, path)
        except BaseException:
            connection.close()
            remove(path)
            raise
    return connection


def remove(path: Path) -> None:
    """Remove a project file that could not be made whole, with what the database laid beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        _beside(path, ending).unlink(missing_ok=True)


def open_writable(path: Path) -> sqlite3.Connection:
    """Open for writing after checking that the file is whole; it may be of an earlier version still.

    Raises
    ------
    FileUnreadable, ProjectDamaged, ProjectNewer, ProjectError, ProjectReadOnly
    """
    _check_header(path)
    if not _may_write(path):
        raise ProjectReadOnly("this file or its folder may not be written", path=path)
    _check_whole(path)
    with faults_told(path):
        connection = _connect(path, "rw")
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def open_readable(path: Path) -> sqlite3.Connection:
    """Open for reading only, whole or not at all; never changes the file. Closed by `close_readable`.

    What is read of a file of an earlier version is a copy in memory.
    """
    _check_header(path)
    with faults_told(path):
        connection = _connect(path, "ro", fixed=_nobody_can_write(path))
        try:
            _check_content(connection, path)
            if version_of(connection) == USER_VERSION:
                return connection
            copy = migrated_copy(connection)
        except BaseException:
            close_readable(connection, path)
            raise
        close_readable(connection, path)
    return copy


def _check_whole(path: Path) -> None:
    """Raise if the file is damaged, or if somebody works in it.

    A connection that may write takes the log away when it is closed and the system knows of no other one. The
    system forgets the locks of a program as soon as any part of it, a file dialog for one, has read the file
    and closed it. So nobody opens for writing, or closes what may write, who is not the one that works.
    """
    with faults_told(path), closing(_connect(path, "ro", fixed=_nobody_can_write(path))) as connection:
        _check_content(connection, path)
        holder = locking.living(connection)
    if holder is not None:
        raise ProjectReadOnly(
            f"{holder.holder} is working in this project; it is open for reading only", path=path
        )


def close_readable(connection: sqlite3.Connection, path: Path) -> None:
    """Close, and take away the empty files that a reader leaves: a closed project is one file."""
    held = False
    with suppress(sqlite3.Error):
        held = locking.living(connection) is not None
    connection.close()
    if held or not _beside(path, "-wal").exists() or _has_log(path) or not _may_write(path):
        return
    # The last one to close may remove them, if it may write; only the database knows who is the last.
    with suppress(sqlite3.DatabaseError), closing(_connect(path, "rw")) as last:
        last.execute("PRAGMA schema_version")


def _connect(path: Path, mode: str, *, fixed: bool = False) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}{'&immutable=1' if fixed else ''}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0)


def _nobody_can_write(path: Path) -> bool:
    """Tell whether there is no room for the files by which readers and a writer coexist."""
    return not (_may_write(path) or _beside(path, "-wal").exists())


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _has_log(path: Path) -> bool:
    """Tell whether edits wait beside the file, of a program that runs or one that crashed."""
    logs = (_beside(path, "-wal"), _beside(path, "-journal"))
    return any(log.exists() and log.stat().st_size for log in logs)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if locking.on_network(path):
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # `durability` does it off the caller's thread
        # A log that was long once would keep its size, and be taken for a long one every second after.
        connection.execute("PRAGMA journal_size_limit = 0")
    connection.execute("PRAGMA trusted_schema = OFF")


def _check_header(path: Path) -> None:
    try:
        if path.is_dir() or not path.exists():
            raise FileUnreadable("is a folder" if path.is_dir() else "there is no such file", path=path)
        if _beside(path, "-wal").exists():
            return  # reading past the database could end the locks of whoever works in it, even our own
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        raise FileUnreadable((error.strerror or "cannot be read").lower(), path=path) from error
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise ProjectDamaged("this is not a Palpate project, or its beginning is damaged", path=path)


def _check_content(connection: sqlite3.Connection, path: Path) -> None:
    # The database reads a page that was cut off as if it ended in zeros; a log of a crash makes it whole.
    if path.stat().st_size % connection.execute("PRAGMA page_size").fetchone()[0] and not _has_log(path):
        raise ProjectDamaged("the file is damaged and was left as it is (its end is missing)", path=path)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ProjectError("this database is not a Palpate project", path=path)
    version = version_of(connection)
    if version > USER_VERSION:
        raise ProjectNewer("was made by a later version of Palpate; install that version", path=path)
    if version < OLDEST:
        odd = f"there was never a version {version}"
        raise ProjectDamaged(f"the file is damaged and was left as it is ({odd})", path=path)
    found = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    if found != ["ok"]:
        where = str(found[0]).splitlines()[-1]
        raise ProjectDamaged(f"the file is damaged and was left as it is ({where})", path=path)


def _told(error: sqlite3.DatabaseError, path: Path) -> Exception | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return FileUnwritable("the disk is full; the last edit was not saved, all before it is", path=path)
    if code == sqlite3.SQLITE_IOERR:
        return FileUnwritable(f"the disk refused ({error}); the last edit was not saved", path=path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectReadOnly("another program is writing to this project", path=path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return ProjectReadOnly("this file or its folder may not be written", path=path)
    damaged = code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    if damaged or str(error).startswith(("no such ", "Could not decode to UTF-8")):
        return ProjectDamaged(f"the file is damaged and was left as it is ({error})", path=path)
    return None
