"""When something was done, as people say it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def when_words(stamp: str, now: datetime) -> str:
    """Say ``10:42`` of the same day, ``4 May 10:42`` of the same year, the year too of any other.

    Parameters
    ----------
    stamp
        ISO 8601; told in the time zone of ``now``.
    """
    time = datetime.fromisoformat(stamp).astimezone(now.tzinfo)
    date = QDate(time.year, time.month, time.day)
    hour = f"{time:%H:%M}"
    if time.date() == now.date():
        return hour
    day = QLocale().toString(date, "d MMM" if time.year == now.year else "d MMM yyyy")
    return f"{day} {hour}"


def by_words(author: str, stamp: str, me: str) -> str:
    """Say who did something and when, in few words; what one did oneself is short."""
    who = QCoreApplication.translate("When", "you") if author == me else author
    return f"{who} · {when_words(stamp, datetime.now().astimezone())}"


def whole_moment(stamp: str) -> str:
    """Say date and time in full, in the time zone of this machine."""
    time = datetime.fromisoformat(stamp).astimezone()
    day = QLocale().toString(QDate(time.year, time.month, time.day), "d MMM yyyy")
    return f"{day} {time:%H:%M}"
