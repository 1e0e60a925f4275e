"""Nudges that grow while a key is held."""

from __future__ import annotations

import time

_HELD_WITHIN_S = 0.12  # auto-repeat comes every 30–50 ms; two taps by hand are slower
_GROWS_AFTER = 8
_LARGEST = 8.0


class Nudger:
    """Counts how long the same nudge has been repeated."""

    def __init__(self) -> None:
        self._last: tuple[float, float] | None = None
        self._at = 0.0
        self._count = 0

    def factor(self, step: tuple[float, float]) -> float:
        """Return by how much this step is multiplied: 1 for a tap, up to 8 when held."""
        now = time.monotonic()
        held = step == self._last and now - self._at < _HELD_WITHIN_S
        self._count = self._count + 1 if held else 0
        self._last, self._at = step, now
        return float(min(2.0 ** (self._count // _GROWS_AFTER), _LARGEST))
