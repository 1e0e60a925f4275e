"""A frame that somebody should look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag on a frame of a clip, in one layer.

    Attributes
    ----------
    text
        Why; may be empty.
    author, time
        Who put it there or reworded it, and when (ISO 8601, UTC).
    """

    layer: str
    clip: str
    frame: int
    text: str
    author: str
    time: str
