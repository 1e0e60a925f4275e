"""Safety against power loss: a worker that syncs the log within a second of an edit."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from palpate.store import locking

SYNC_EVERY_S = 1.0
LONG_LOG_BYTES = 4 << 20

_log = logging.getLogger(__name__)


class Syncer:
    """Brings the log to the disk on a thread of its own, so that no edit waits for it.

    The log is taken into the file only once it is long: the edit after that begins a new log, and waits for
    the disk to have its head.

    Until the first `touch` there is no thread: a program that only reads starts none.

    Attributes
    ----------
    writing
        Held while the project itself writes: a long edit keeps everybody out, and who holds the right to
        write need not say so meanwhile.
    """

    def __init__(self, path: Path, token: str) -> None:
        self._path = path
        self._token = token
        self._dirty = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._failing = False
        self.writing = threading.Lock()

    def touch(self) -> None:
        """Say that there is something to sync."""
        self._dirty.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="project-syncer", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop the worker; returns when it has ended."""
        self._stop.set()
        self._dirty.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=5.0)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            renewed = time.monotonic()
            while not self._stop.is_set():
                self._dirty.wait(timeout=locking.RENEW_EVERY_S)
                due = time.monotonic() - renewed > locking.RENEW_EVERY_S
                if self._work(connection, renew=due):
                    renewed = time.monotonic()
                self._stop.wait(timeout=SYNC_EVERY_S)

    def renew(self, connection: sqlite3.Connection) -> bool:
        """Say that the holder of the right to write is still there; not while it writes.

        Raises
        ------
        sqlite3.OperationalError
        """
        if not self.writing.acquire(blocking=False):
            return False
        try:
            locking.renew(connection, self._token)
        finally:
            self.writing.release()
        return True

    def _work(self, connection: sqlite3.Connection, *, renew: bool) -> bool:
        """Do what is due; returns whether the right to write was renewed."""
        renewed = False
        try:
            if self._dirty.is_set() and not self._stop.is_set():
                self._dirty.clear()
                sync(connection, self._path)
            if renew:
                renewed = self.renew(connection)
        except (sqlite3.OperationalError, OSError) as error:
            # A full disk or a locked file: the log keeps everything until it works again.
            self._dirty.set()
            if not self._failing:
                _log.warning("%s could not be synced: %s", self._path.name, error)
            self._failing = True
        else:
            self._failing = False
        return renewed


def sync(connection: sqlite3.Connection, path: Path, *, long_bytes: int = LONG_LOG_BYTES) -> None:
    """Bring what is logged of a project file to the disk, and take a long log into the file.

    Where there is no log, every edit has been brought to the disk already.

    Raises
    ------
    sqlite3.OperationalError, OSError
    """
    log = path.with_name(f"{path.name}-wal")
    if not log.exists():
        return
    with log.open("r+b") as stream:
        os.fsync(stream.fileno())
    if log.stat().st_size >= long_bytes:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
