"""Everything that is wrong in one file, collected before anything is raised."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from palpate.base.errors import LabelsFaulty, Problem

# A file of another kind can be wrong in each of its 100,000 entries; nobody reads past the first few.
SHOWN = 200


@dataclass(slots=True)
class Problems:
    """What a reader found so far.

    Attributes
    ----------
    found
        In the order of the file; at most `SHOWN`.
    unshown
        How many more there were.
    """

    found: list[Problem] = field(default_factory=list)
    unshown: int = 0

    def add(self, place: str, sentence: str) -> None:
        """Note a problem; see `Problem`."""
        if len(self.found) < SHOWN:
            self.found.append(Problem(place, sentence))
        else:
            self.unshown += 1

    def raise_if_any(self, path: Path) -> None:
        """Raise `LabelsFaulty` with everything noted, if anything was."""
        if self.found:
            rest = [Problem("", f"and {self.unshown} more")] if self.unshown else []
            raise LabelsFaulty([*self.found, *rest], path=path)
