"""How much memory frames may take: a share of what is free, or as somebody says."""

from __future__ import annotations

from palpate.media.memory import LEAST_BYTES, most_bytes, usual_cache_bytes, within_reason
from palpate.session.session import Session


def usual_bytes() -> int:
    """Return what frames take if nobody says otherwise: a quarter of the memory that is free now."""
    return usual_cache_bytes()


def range_bytes() -> tuple[int, int]:
    """Return the least and the most that can be chosen on this machine."""
    return LEAST_BYTES, most_bytes()


def set_frame_memory(session: Session, wanted_bytes: int | None) -> None:
    """Let frames take so much from the next opening of a clip on; None for the usual share."""
    session.media.cache_bytes = usual_bytes() if wanted_bytes is None else within_reason(wanted_bytes)
