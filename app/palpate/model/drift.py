"""Why a derived position may be off."""

from __future__ import annotations

from enum import IntFlag


class Reason(IntFlag):
    """The components of the drift score that reached the threshold."""

    NONE = 0
    FLOW = 1  # forward and backward tracking do not close
    DISAGREEMENT = 2  # interpolation and flow part
    LIMB = 4  # a rigid segment changes its length

    def words(self) -> list[str]:
        """Return the names of the components that are set."""
        return [part.name.lower() for part in Reason if part and part in self and part.name]
