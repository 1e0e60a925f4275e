"""Who placed a pose of a layer, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import numpy as np

from palpate.model.arrays import Ints
from palpate.session.session import Session

ZONE = "time_zone"
"""Setting of a project: the time zone in which its weeks are counted."""

_SQL = "SELECT instance, frame, author, time FROM pose WHERE layer = ? {only}ORDER BY instance, frame"


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, and in which time zone the project counts its weeks."""

    now: datetime
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class Times:
    """The stored poses of one instance in one layer.

    Attributes
    ----------
    frames
        Ascending.
    authors, times
        Of each; a time is None where nothing readable is kept.
    """

    frames: Ints
    authors: tuple[str, ...]
    times: tuple[datetime | None, ...]

    def at(self, frame: int) -> datetime | None:
        """Return when a frame was placed; None where nothing is stored or no time is kept."""
        row = int(np.searchsorted(self.frames, frame))
        return self.times[row] if row < len(self.frames) and self.frames[row] == frame else None


def authors_of(session: Session, layer: str) -> frozenset[str]:
    """Return who placed anything in a layer."""
    rows = session.project.rows("SELECT DISTINCT author FROM pose WHERE layer = ?", layer)
    return frozenset(str(row[0]) for row in rows)


def times_of(session: Session, layer: str, instance: str = "") -> dict[str, Times]:
    """Return who placed the poses of a layer and when, by instance; of one alone if it is given."""
    rows: dict[str, list[tuple[int, str, str]]] = {}
    sql = _SQL.format(only="AND instance = ? " if instance else "")
    given = (layer, instance) if instance else (layer,)
    for instance, frame, author, time in session.project.rows(sql, *given):
        rows.setdefault(instance, []).append((frame, author, time))
    return {
        instance: Times(
            np.array([frame for frame, _, _ in found], dtype=np.int64),
            tuple(author for _, author, _ in found),
            tuple(moment(time) for _, _, time in found),
        )
        for instance, found in rows.items()
    }


def moment(text: str) -> datetime | None:
    """Read a time of the project, taken as UTC where it names no zone; None for what is no time."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
