"""What gives frames: the protocol between media and everything that looks at pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from palpate.model.arrays import Pixels

Stop = Callable[[], bool]
"""Asked between two pictures of a long walk whether it is still worth going on."""


class FrameSource(Protocol):
    """Exact frames by index in presentation order; never a wrong one."""

    @property
    def n_frames(self) -> int:
        """Number of presentable frames."""

    def size_of(self, frame: int) -> tuple[int, int]:
        """Return width and height in px, display-oriented."""

    def time_of(self, frame: int) -> float:
        """Return the presentation time in seconds, measured from the first frame."""

    def pts_of(self, frame: int) -> int:
        """Return the presentation time stamp in the stream's own units; the index for images."""

    def bgra(self, frame: int, *, stop: Stop | None = None) -> Pixels:
        """Return ``(H, W, 4)`` uint8, display-oriented, contiguous; blue first, opaque.

        Raises
        ------
        FrameUnavailable
            If exactly this frame cannot be had.
        Cancelled
            If ``stop`` said so on the way.
        """

    def grey(self, frame: int) -> Pixels:
        """Return ``(H, W)`` uint8 luma, for tracking and blur; errors as `bgra`."""

    def close(self) -> None:
        """Let go of the file."""
