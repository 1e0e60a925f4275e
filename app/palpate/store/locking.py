"""Who may write: one program at a time, told from a crashed one by asking the system."""

from __future__ import annotations

import getpass
import os
import socket
import sqlite3
import sys
import time
from dataclasses import astuple, dataclass
from pathlib import Path

from palpate.store.migrations.steps import migrate

# A lease of another machine that nobody renewed for this long belongs to a crashed program.
STALE_AFTER_S = 120.0
RENEW_EVERY_S = 30.0

_NETWORK_KINDS = {"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "afpfs", "fuse.sshfs", "9p", "webdav"}


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write, as it stands in the file."""

    token: str
    host: str
    process: int
    born: str
    person: str
    seen: float

    @property
    def holder(self) -> str:
        """Who holds it, for people."""
        return f"{self.person} on {self.host}"

    @property
    def alive(self) -> bool:
        """Whether its holder is still running, as far as can be told from here."""
        if self.host == socket.gethostname():
            return _running(self.process) and _born(self.process) == self.born
        return time.time() - self.seen < STALE_AFTER_S


def take(connection: sqlite3.Connection, token: str) -> Lease | None:
    """Take the lease under this token and return None, or return the living lease that stands in the way."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        found = holder_of(connection)
        if found is not None and found.alive:
            return found
        mine = Lease(token, socket.gethostname(), os.getpid(), _born(os.getpid()), _person(), time.time())
        connection.execute("INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?, ?, ?, ?)", astuple(mine))
    return None


def bring_up_to_date(connection: sqlite3.Connection, token: str) -> None:
    """Bring the file to the present version under our lease; if that fails, the next one may try."""
    try:
        migrate(connection)
    except BaseException:
        release(connection, token)
        raise


def holder_of(connection: sqlite3.Connection) -> Lease | None:
    """Return the lease as it stands, its holder alive or not."""
    row = connection.execute(
        "SELECT token, host, process, born, person, seen FROM lease WHERE slot = 1"
    ).fetchone()
    return Lease(*row) if row is not None else None


def living(connection: sqlite3.Connection) -> Lease | None:
    """Return the lease if its holder is still running; None as well for a file that knows of no leases."""
    try:
        found = holder_of(connection)
    except sqlite3.OperationalError:
        return None
    return found if found is not None and found.alive else None


def renew(connection: sqlite3.Connection, token: str) -> None:
    """Say that the holder is still there."""
    with connection:
        connection.execute("UPDATE lease SET seen = ? WHERE slot = 1 AND token = ?", (time.time(), token))


def release(connection: sqlite3.Connection, token: str) -> None:
    """Give the lease back, if it is still ours."""
    with connection:
        connection.execute("DELETE FROM lease WHERE slot = 1 AND token = ?", (token,))


def on_network(path: Path) -> bool:
    """Tell whether the file lies on a network file system, where write-ahead logging is unsafe."""
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(str(path.resolve().anchor)) == remote)
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return str(path.resolve()).startswith("/Volumes/") and not os.access("/Volumes", os.W_OK)
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, found, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if len(point) > len(best) and path.resolve().is_relative_to(point):
            best, kind = point, found
    return kind in _NETWORK_KINDS


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


def _running(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        may_query, still_active = 0x1000, 259
        handle = ctypes.windll.kernel32.OpenProcess(may_query, False, process)
        if not handle:
            return False
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return code.value == still_active
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _born(process: int) -> str:
    """Return when the process started: a number reused by another process must not pass for it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
