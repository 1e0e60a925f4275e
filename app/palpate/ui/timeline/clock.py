"""When a frame was captured, in words."""

from __future__ import annotations

from palpate.session.frames.capture_time import capture_time as capture_time


def in_words(seconds: float | None) -> str:
    """Return a time with ms, minutes where there are any; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes}:{rest / 1000:06.3f}" if minutes else f"{rest / 1000:.3f} s"
