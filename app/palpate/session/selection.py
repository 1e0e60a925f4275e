"""What the hands are on: clip, layer, frame, instance, keypoints."""

from __future__ import annotations

from dataclasses import dataclass, replace

from psygnal import Signal


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the work is now; empty ids where there is nothing.

    Attributes
    ----------
    keypoint
        Index of the active keypoint, or −1.
    chosen
        Indices of further keypoints that a gesture would move with it.
    """

    clip: str = ""
    layer: str = ""
    frame: int = 0
    instance: str = ""
    keypoint: int = -1
    chosen: frozenset[int] = frozenset()


class Selection:
    """The focus, told to whoever listens.

    Signals
    -------
    changed
        (now, before), after each change.
    """

    changed = Signal(Focus, Focus)

    def __init__(self) -> None:
        self._focus = Focus()

    @property
    def focus(self) -> Focus:
        """Where the work is now."""
        return self._focus

    def move(self, **parts: str | int | frozenset[int]) -> None:
        """Change parts of the focus; nothing is told if it stays the same."""
        before = self._focus
        self._focus = replace(before, **parts)  # type: ignore[arg-type]
        if self._focus != before:
            self.changed.emit(self._focus, before)
