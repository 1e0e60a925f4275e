"""What the reading ahead asks of whatever holds frames, beyond giving them."""

from __future__ import annotations

from typing import Protocol

from palpate.model.frames import FrameSource


class Medium(FrameSource, Protocol):
    """Frames, and what it costs to come to one."""

    def run_start(self, frame: int) -> int:
        """Return the frame that decoding begins with to come to this one; the frame itself for images."""

    def twin(self) -> Medium:
        """Return another place in the same medium, for a way of its own; the caller closes it."""
