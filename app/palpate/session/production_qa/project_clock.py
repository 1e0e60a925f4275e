"""What time it is, and in which time zone a project counts its weeks."""

from __future__ import annotations

from datetime import UTC, datetime

from palpate.quality.weekly import time_zone
from palpate.session.production_qa.annotation_times import Clock
from palpate.session.production_qa.weekly_view import zone_of
from palpate.session.session import Session


def clock_of(session: Session) -> Clock:
    """Return the present time in the project's time zone.

    Raises
    ------
    UsageError
        If the project names a time zone that this machine does not know.
    """
    return Clock(datetime.now(UTC), time_zone(zone_of(session)))
