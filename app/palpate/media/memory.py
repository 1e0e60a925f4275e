"""How much memory frames may take."""

from __future__ import annotations

_SHARE = 4
_OF_ALL = 0.75
LEAST_BYTES = 256 << 20
MOST_BYTES = 16 << 30


def usual_cache_bytes() -> int:
    """Return a quarter of the memory that is free now, within reason."""
    import psutil

    return within_reason(int(psutil.virtual_memory().available) // _SHARE)


def most_bytes() -> int:
    """Return the most that frames may take on this machine: with more it would swap."""
    import psutil

    return within_reason(int(psutil.virtual_memory().total * _OF_ALL))


def within_reason(limit_bytes: int) -> int:
    """Return a limit that some frames fit under and that leaves other programs alive."""
    return min(max(limit_bytes, LEAST_BYTES), MOST_BYTES)
