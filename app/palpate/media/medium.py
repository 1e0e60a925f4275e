"""What the reading ahead asks of whatever holds frames, beyond giving them."""

from __future__ import annotations

from typing import Protocol

from palpate.media.glimpse import Glimpse
from palpate.model.frames import FrameSource, Stop
from palpate.model.picture import Sight


class Medium(FrameSource, Protocol):
    """Frames, and what it costs to come to one."""

    def run_start(self, frame: int) -> int:
        """Return the frame that decoding begins with to come to this one; the frame itself for images."""

    def glimpse(self, frame: int, sight: Sight, *, stop: Stop | None = None) -> Glimpse | None:
        """Return a frame for looking only; None if only `bgra` is to be had, whose errors it raises."""

    def twin(self) -> Medium:
        """Return another place in the same medium, for a way of its own; the caller closes it."""
