"""How long a pose takes, read from the journal: nothing is measured that is not kept anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from palpate.session.session import Session
from palpate.store.effort import Deed, PoseKey

IDLE_S = 60.0  # a pause of this length is no work
SITTING_ENDS_S = 1800.0  # after one of this length the count begins anew


@dataclass(frozen=True, slots=True)
class Effort:
    """The work of one person since their last long pause.

    Attributes
    ----------
    seconds
        Time between edits, pauses of a minute and more left out.
    poses
        How many poses were worked on by hand: one instance in one frame of one layer is one pose, once a
        person has placed, accepted or decided about at least half of its keypoints.
    began
        When the first edit was made; None without any.
    """

    seconds: float = 0.0
    poses: int = 0
    began: datetime | None = None

    @property
    def seconds_per_pose(self) -> float | None:
        """Seconds that a pose took; None before there is one."""
        return self.seconds / self.poses if self.poses else None


class Stopwatch:
    """Counts on from where it was last read, so that reading costs no more than what is new."""

    def __init__(self, session: Session) -> None:
        self._session, self._author = session, session.author
        self._next = 0
        self._began: datetime | None = None
        self._last: Deed | None = None
        self._seconds = 0.0
        self._poses: set[PoseKey] = set()

    def read(self) -> Effort:
        """Return the effort of whoever works now, up to the newest edit."""
        project, author = self._session.project, self._session.author
        if author != self._author:
            self._author, self._last = author, None
            self._began, self._seconds, self._poses = None, 0.0, set()
        if self._last is None:
            self._next = project.sitting(author, SITTING_ENDS_S)
        # A held key grows its last entry, so that one is read again.
        for deed in project.deeds(author, self._next):
            self._count(deed)
        return Effort(self._seconds, len(self._poses), self._began)

    def _count(self, deed: Deed) -> None:
        if self._last is not None:
            pause = (deed.time - self._last.time).total_seconds()
            if pause >= SITTING_ENDS_S:
                self._began, self._seconds, self._poses = None, 0.0, set()
            elif 0.0 < pause < IDLE_S:
                self._seconds += pause
        self._began = self._began or deed.time
        self._last, self._next = deed, deed.id
        if deed.pose is not None:
            self._poses.add(deed.pose)
