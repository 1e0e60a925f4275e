"""What the journal knows about time: when somebody did what, and to which poses."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from palpate.model.origin import Origin
from palpate.store import mapping
from palpate.store.rows import unpack

# An import or a swap over a thousand frames is no work of the hand; its rows need not be read for it.
_ROWS_AT_MOST = 1 << 16

_BY_HAND = (Origin.HAND, Origin.ACCEPTED, Origin.GOLD)

PoseKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Deed:
    """An edit, undo or redo.

    Attributes
    ----------
    id
        Its place in the journal.
    pose
        Layer, instance and frame of the only pose an edit touched, if a person had then placed, accepted or
        decided about at least half of its keypoints; None of any other deed. A box alone, a stray point and a
        correction in a pose of guesses are work, but no pose.
    """

    id: int
    time: datetime
    pose: PoseKey | None


def sitting(connection: sqlite3.Connection, author: str, pause_s: float) -> int:
    """Return the first entry of the author's work since their last pause of that length; 0 without any."""
    first, later = 0, None
    for entry, stamp in connection.execute(
        "SELECT id, time FROM edit WHERE author = ? ORDER BY id DESC", (author,)
    ):
        time = datetime.fromisoformat(stamp)
        if later is not None and (later - time).total_seconds() >= pause_s:
            break
        first, later = entry, time
    return first


def deeds(connection: sqlite3.Connection, author: str, first: int) -> list[Deed]:
    """Return what the author did from an entry on, oldest first."""
    found = connection.execute(
        "SELECT id, time, CASE WHEN kind = 'edit' AND length(rows) <= ? THEN rows END FROM edit "
        "WHERE id >= ? AND author = ? ORDER BY id",
        (_ROWS_AT_MOST, first, author),
    )
    return [Deed(entry, datetime.fromisoformat(stamp), _only_pose(rows)) for entry, stamp, rows in found]


def _only_pose(rows: bytes | None) -> PoseKey | None:
    poses = [change for change in unpack(rows) if change.table == "pose"] if rows else []
    if len(poses) != 1 or poses[0].after is None:
        return None
    origins = mapping.pose_from_row(poses[0].after).origin
    if 2 * np.isin(origins, _BY_HAND).sum() < len(origins):
        return None
    layer, instance, frame = poses[0].key
    return str(layer), str(instance), int(frame)
