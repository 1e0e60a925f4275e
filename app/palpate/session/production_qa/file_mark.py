"""Whether a project is still what a job has read of its file."""

from __future__ import annotations

from palpate.session.session import Session

Mark = tuple[int, str, int]
"""The newest line of the journal: its number, its time, and how long it is, for it may still grow."""


def mark_of(session: Session) -> Mark:
    """Return what changes with everything that is done to a project.

    A job that reads the file asks it first, and whoever uses what it found asks again: the same answer says
    that nothing was changed in between.
    """
    rows = session.project.rows("SELECT id, time, length(rows) FROM edit ORDER BY id DESC LIMIT 1")
    number, time, size = rows[0] if rows else (0, "", 0)
    return int(number), str(time), int(size)
