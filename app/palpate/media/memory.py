"""How much memory frames may take."""

from __future__ import annotations

import ctypes
import platform
from functools import cache
from pathlib import Path

_SHARE = 4
_OF_ALL = 0.75
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of malloc.h
LEAST_BYTES = 256 << 20
MOST_BYTES = 16 << 30

_LINUX = Path("/proc/meminfo")


def usual_cache_bytes() -> int:
    """Return a quarter of the memory that is free now, within reason."""
    return within_reason(_available_bytes() // _SHARE)


def most_bytes() -> int:
    """Return the most that frames may take on this machine: with more it would swap."""
    import psutil

    return within_reason(int(psutil.virtual_memory().total * _OF_ALL))


def within_reason(limit_bytes: int) -> int:
    """Return a limit that some frames fit under and that leaves other programs alive."""
    return min(max(limit_bytes, LEAST_BYTES), MOST_BYTES)


@cache
def give_back_large_blocks() -> None:
    """Have the C library return blocks of a megabyte and more to the system as soon as they are freed.

    glibc raises its threshold to the largest block freed so far, up to 32 MB, and keeps smaller ones in heaps
    of each thread: after an hour of looking at frames a program would hold twice what its cache may. Other
    libraries do this by themselves.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, 1 << 20)


def _available_bytes() -> int:
    """Return how much memory is free now; without loading psutil where the system tells in a file.

    Every start of the window asks, and loading it would take longer than opening a project.
    """
    try:
        lines = _LINUX.read_bytes().splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith(b"MemAvailable:"):
            return int(line.split()[1]) << 10
    import psutil

    return int(psutil.virtual_memory().available)
