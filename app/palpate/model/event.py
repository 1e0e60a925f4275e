"""A moment in a clip that measures and phases refer to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """A named moment (``front_foot_contact``) at a frame of a clip.

    Attributes
    ----------
    author, time
        Who marked it and when (ISO 8601, UTC); empty before it is in a project, and no part of what it is.
    """

    clip: str
    frame: int
    name: str
    author: str = field(default="", compare=False)
    time: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """What people read."""
        return self.name.replace("_", " ")
