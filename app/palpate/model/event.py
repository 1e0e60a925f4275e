"""A moment in a clip that measures and phases refer to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A named moment (``front_foot_contact``) at a frame of a clip."""

    clip: str
    frame: int
    name: str
