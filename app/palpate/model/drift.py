"""Why a derived position may be off."""

from __future__ import annotations

from enum import IntFlag


class Reason(IntFlag):
    """What speaks for an error."""

    NONE = 0
    FLOW = 1  # forward and backward tracking do not close, or a track was lost
    DISAGREEMENT = 2  # interpolation and picture part
    LIMB = 4  # a rigid segment changes its length
    DEVIATION = 8  # what was measured leaves much open
    PARTING = 16  # the tracks from both keyframes part
    STRAIN = 32  # the estimate contradicts what was measured
    UNLIKE = 64  # it does not look as it does at its keyframes

    def words(self) -> list[str]:
        """Return the names of the components that are set."""
        return [part.name.lower() for part in Reason if part and part in self and part.name]
