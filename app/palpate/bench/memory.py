"""How much memory something takes at its worst, beyond what was there before."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_RESET_PEAK = "5"


def peak_mb(action: Callable[[], object]) -> float | None:
    """Run something and return by how many MB the process grew at most; None where systems do not tell.

    The figure is that of the system (resident memory), the same for numpy, for other people's extensions
    and for Python objects.
    """
    gc.collect()
    try:
        _CLEAR.write_text(_RESET_PEAK, encoding="ascii")
        before = _status("VmRSS")
        action()
        return max(0.0, (_status("VmHWM") - before) / 1024.0)
    except (OSError, KeyError):
        return None


def _status(name: str) -> int:
    """Return a line of the process's status in KiB."""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    values = dict(line.split(":", 1) for line in lines)
    return int(values[name].split()[0])
