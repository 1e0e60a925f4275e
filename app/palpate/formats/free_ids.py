"""Ids for a file: those that things had before, and new ones for the rest."""

from __future__ import annotations

from collections.abc import Iterable

from palpate.formats.checks import is_id


class FreeIds:
    """Hands out each id once.

    New ones are whole numbers above all that are reserved, so that no later thing loses its own.
    """

    def __init__(self, reserved: Iterable[object]) -> None:
        self._given: set[int | str] = set()
        self._last = max((r for r in reserved if type(r) is int), default=0)
        self._last = max(self._last, 0)

    def keep_or_new(self, former: object) -> int | str:
        """Return the former id if it is one and still free, else a new one."""
        identity: int | str
        if is_id(former) and former not in self._given:
            identity = former
        else:
            self._last += 1
            identity = self._last
        self._given.add(identity)
        return identity
